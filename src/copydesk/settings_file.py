"""Settings out of a TOML file, each checked against the one it takes the place of."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from pathlib import Path
from typing import Any

from copydesk.errors import UsageError
from copydesk.plugging import COPYDESK, GROUPS, Kind, installed, kept_registry, plug_in
from copydesk.registries import lines_named
from copydesk.settings import Settings, section_names

_TOO_LARGE = 10**308
"""A whole number that a setting with a fraction may not reach."""


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a TOML file with one table a section; the defaults where it says nothing, or without a file.

    Raises:
        UsageError: the file is no TOML, names a section or setting that does not exist, or a value is out of range.

    """
    if path is None:
        return Settings()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, RecursionError, ValueError) as error:  # also of a number of thousands of digits
        raise UsageError(f"{path}: cannot be read as settings ({error}); give a TOML file") from error
    return settings_of(path, tables)


def settings_of(path: Path, tables: dict[str, Any]) -> Settings:
    """The settings of tables, one a section, that stand in a file at this path.

    Raises:
        UsageError: a section or setting does not exist, or a value is out of range.

    """
    settings = Settings()
    for section, values in tables.items():
        if section not in section_names() or not isinstance(values, dict):
            raise UsageError(f"{path}: there is no section [{section}]; sections are {', '.join(section_names())}")
        settings = dataclasses.replace(
            settings, **{section: _changed(path, section, getattr(settings, section), values)}
        )
    _refuse_strangers(path, settings)
    return _with_registers(path, settings)


def _with_registers(path: Path, settings: Settings) -> Settings:
    """Settings with what the registers say that they name, so that a run hangs on the words of a register alone."""
    stories = settings.stories
    if not stories.registries:
        return settings
    lines = lines_named(stories.registries, folder=path.parent, text_of=_register_of_plug_in)
    return dataclasses.replace(settings, stories=dataclasses.replace(stories, owners=(*stories.owners, *lines)))


def _register_of_plug_in(name: str) -> str:
    plugged = plug_in("registry", name)
    try:
        return kept_registry(plugged.does.text())
    except Exception as error:
        raise plugged.broken(error) from error


def _refuse_strangers(path: Path, settings: Settings) -> None:
    """Refuse plug-ins that are not installed, before anything is read."""
    models = {
        "[articles] language_model": settings.articles.language_model,
        "[claims] quote_model": settings.claims.quote_model,
        "[claims] figure_model": settings.claims.figure_model,
    }
    asked: list[tuple[str, Kind, str]] = [("[pages] readers", "reader", name) for name in settings.pages.readers]
    asked += [(place, "model", name.partition(":")[0]) for place, name in models.items() if name != COPYDESK]
    for place, kind, name in asked:
        if name not in (there := [one.name for one in installed(kind)]):
            cure = f"there is {', '.join(there) or 'none'}; install a package that has it under {GROUPS[kind]}"
            raise UsageError(f"{path}: {place}: no {kind} {name!r} is installed; {cure}")


def _changed(path: Path, name: str, section: Any, values: dict[str, Any]) -> Any:
    """A section with some values changed; each must exist and have the type of its default."""
    for key, given in values.items():
        if not hasattr(section, key):
            raise UsageError(f"{path}: [{name}] has no setting {key!r}; docs/reference.md lists them all")
        default = getattr(section, key)
        if dataclasses.is_dataclass(default) and isinstance(given, dict):
            value = _changed(path, f"{name}.{key}", default, given)
        else:
            value = _like(default, given)
        if type(value) is not type(default):
            raise UsageError(f"{path}: [{name}] {key} must be {type(default).__name__}, not {type(given).__name__}")
        if wrong := _out_of_range(default, value):
            raise UsageError(f"{path}: [{name}] {key} {wrong}")
        section = dataclasses.replace(section, **{key: value})
    return section


def _out_of_range(default: Any, value: Any) -> str | None:
    """What is wrong with a value of the right type: sizes, times, counts and shares that are positive stay so."""
    if isinstance(default, tuple):
        kind = type(default[0]) if default else str
        wrong = next((one for one in value if type(one) is not kind), None)
        return None if wrong is None else f"must hold {kind.__name__}, not {wrong!r}"
    if isinstance(value, float) and not math.isfinite(value):
        return "must be a number with an end"
    counts = isinstance(default, int | float) and not isinstance(default, bool) and default >= 0
    return f"must be 0 or more, not {value}" if counts and value < 0 else None


def _like(default: Any, given: Any) -> Any:
    """What TOML gave, as the type of the default where nothing is lost by it: 1 for 1.0, a list for a tuple."""
    if isinstance(default, float) and type(given) is int:
        # TOML has whole numbers of any length; beyond 1e308 there is no other.
        return float(given) if abs(given) < _TOO_LARGE else math.inf
    if isinstance(default, tuple) and isinstance(given, list):
        return tuple(_like(default[0] if default else "", one) for one in given)
    return given
