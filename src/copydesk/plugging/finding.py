"""What plug-ins are installed, by their entry points, and one of them by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal, NamedTuple, get_args

from copydesk.errors import BrokenPlugIn, UsageError

Kind = Literal["reader", "exporter", "model", "notifier", "registry"]
GROUPS: Mapping[Kind, str] = {
    "reader": "copydesk.readers",
    "exporter": "copydesk.exporters",
    "model": "copydesk.models",
    "notifier": "copydesk.notifiers",
    "registry": "copydesk.registries",
}
"""The group of entry points of each kind."""
DOES: Mapping[Kind, tuple[str, ...]] = {
    "reader": ("suffixes", "knows", "read"),
    "exporter": ("where", "words", "public", "write"),
    "model": (),
    "notifier": ("notify",),
    "registry": ("text",),
}
"""What a plug-in of each kind must have; a model is asked for the method of its role when it plays one."""
BUILT_IN: Mapping[Kind, frozenset[str]] = {
    "reader": frozenset(),
    "exporter": frozenset("bibtex claimreview csl-json csv dataset ics jsonld ledger list ninjs parquet tei".split()),
    "model": frozenset(("copydesk",)),
    "notifier": frozenset(),
    "registry": frozenset(),
}
"""Names that no plug-in can take."""


class Installed(NamedTuple):
    """An entry point: what it is called, and the package that has it. `wrong` says why it cannot be asked for."""

    kind: Kind
    name: str
    package: str
    version: str
    value: str
    wrong: str | None

    @property
    def told(self) -> str:
        """How it is called in messages."""
        return f"the {self.kind} {self.name!r} of {self.package} {self.version}"


class PlugIn(NamedTuple):
    """A plug-in that was loaded: where it comes from, and what its entry point names."""

    facts: Installed
    does: Any

    def broken(self, error: Exception) -> BrokenPlugIn:
        """The error to raise where it failed or did not do what it promises."""
        return BrokenPlugIn(self.reason(error))

    def reason(self, error: Exception) -> str:
        """What went wrong in it, whose it is, and what would help."""
        said = " ".join(str(error).split())[:LONGEST_REASON] or "nothing is said"
        cure = f"tell those who make {self.facts.package}, or do without it"
        return f"{self.facts.told} failed ({type(error).__name__}: {said}); {cure}"


LONGEST_REASON = 300
"""Characters of what a plug-in says of its fault: it may hold all that it was given."""


def installed(kind: Kind | None = None) -> tuple[Installed, ...]:
    """Every plug-in that is installed, of one kind or of all, by kind and name; none of them is loaded."""
    kinds = get_args(Kind) if kind is None else (kind,)
    return tuple(facts for one in kinds for facts, _ in _of_kind(one))


def plug_in(kind: Kind, name: str) -> PlugIn:
    """The plug-in of this kind and name, loaded.

    Raises:
        UsageError: there is none, or the name is built in or that of two packages.
        BrokenPlugIn: it cannot be loaded, or lacks a part of what it promises.

    """
    facts, point = _asked_for(kind, name)
    return _loaded(facts, point)


def model_named(name: str, method: str) -> PlugIn:
    """The model of a name `NAME` or `NAME:ARGUMENT` that plays the role of this method, made once a process.

    Raises:
        UsageError: there is none of this name.
        BrokenPlugIn: it cannot be loaded or made, or does not play the role.

    """
    called, _, argument = name.partition(":")
    made = _made(plug_in("model", called), argument)
    if not callable(getattr(made.does, method, None)):
        raise made.broken(TypeError(f"it plays another role: it has no method {method}"))
    return made


def _asked_for(kind: Kind, name: str) -> tuple[Installed, EntryPoint]:
    found = _of_kind(kind)
    for facts, point in found:
        if facts.name == name:
            if facts.wrong is not None:
                raise UsageError(f"{facts.told}: {facts.wrong}")
            return facts, point
    there = ", ".join(facts.name for facts, _ in found) or "none"
    raise UsageError(f"no {kind} {name!r} is installed (there is {there}); install its package, or check the name")


def _of_kind(kind: Kind) -> list[tuple[Installed, EntryPoint]]:
    """The entry points of a kind by name, each once: an editable install may stand on the path twice."""
    found: dict[tuple[str, str, str], tuple[str, EntryPoint]] = {}
    for point in sorted(entry_points(group=GROUPS[kind]), key=lambda one: (one.name, one.value)):
        package, version = (point.dist.name, point.dist.version) if point.dist else ("an unknown package", "?")
        found.setdefault((point.name, point.value, package), (version, point))
    names = [name for name, _, _ in found]
    return [
        (Installed(kind, name, package, version, value, _wrong(kind, name, names.count(name))), point)
        for (name, value, package), (version, point) in found.items()
    ]


def _wrong(kind: Kind, name: str, times: int) -> str | None:
    if name in BUILT_IN[kind]:
        return f"{name!r} is built in, and no plug-in can take its place; give it another name"
    if ":" in name or name != name.strip():
        return "its name holds a colon or a blank at its ends, so nobody can ask for it; give it another name"
    return f"{times} packages have a {kind} of this name; uninstall all but one" if times > 1 else None


@lru_cache(maxsize=64)
def _loaded(facts: Installed, point: EntryPoint) -> PlugIn:
    try:
        does = point.load()
    except Exception as error:
        raise PlugIn(facts, None).broken(error) from error
    if lacking := [part for part in DOES[facts.kind] if not hasattr(does, part)]:
        raise PlugIn(facts, does).broken(TypeError(f"it lacks {', '.join(lacking)}"))
    if facts.kind == "model" and not callable(does):
        raise PlugIn(facts, does).broken(TypeError("its entry point names nothing that makes a model"))
    return PlugIn(facts, does)


@lru_cache(maxsize=16)
def _made(model: PlugIn, argument: str) -> PlugIn:
    try:
        return PlugIn(model.facts, model.does(argument))
    except Exception as error:
        raise model.broken(error) from error
