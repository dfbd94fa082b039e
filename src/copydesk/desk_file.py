"""The desk file: what a desk watches, how often, and where its digest goes, in one TOML file (`docs/watching.md`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from copydesk.errors import UsageError
from copydesk.settings import Settings
from copydesk.settings_file import settings_of
from copydesk.store.address import Address, Place, place_of
from copydesk.text.hosts import without_password

UNITS = {"s": 1, "second": 1, "m": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86_400, "day": 86_400}
DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(s|seconds?|m|minutes?|h|hours?|d|days?)")
ADDRESS = re.compile(r"https?://\S+", re.I)
MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+")
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPlan:
    """What is watched and how gently; times in seconds."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    # Front pages that name their feeds, or robots.txt its sitemaps.
    sites: tuple[str, ...] = ()
    # Pages that are asked for in every round.
    pages: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    # A list is asked so often.
    every: float = 1800.0
    # The pause between two questions to a host.
    delay: float = 2.0
    # A page is asked whether it has changed so long after it was first read: corrections mostly come in the first day.
    again: tuple[float, ...] = (3600.0, 6 * 3600.0, 86_400.0, 3 * 86_400.0, 7 * 86_400.0)
    # What does not answer is asked after twice the time, then four times, and never less often than this.
    longest: float = 86_400.0
    # A page that cannot be had is given up after so many tries.
    tries: int = 6
    # Of a sitemap, pages that it dates earlier than this are left out.
    reach: float = 7 * 86_400.0
    # Pages that are asked for in one round.
    most: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPlan:
    """Where a digest is sent from, and to whom. The password stands in the environment, not in the file."""

    server: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password_from: str = "COPYDESK_SMTP_PASSWORD"  # noqa: S105  the name of a variable
    timeout: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """What a digest tells, and where it goes.

    `folder` gets the page and the feeds, `address` is where others find that folder, `alerts` are addresses of apprise,
    `notify` plug-ins that bring it elsewhere (`NAME` or `NAME:ARGUMENT`), `desk_address` is where the web desk answers,
    so that a line leads to its story there.
    """

    title: str = "copydesk digest"
    folder: str = ""
    address: str = ""
    desk_address: str = ""
    alerts: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    # Stories of one digest; the rest is counted, and waits for the next.
    most: int = 30
    # Digests that the feeds keep.
    kept: int = 20
    mail: MailPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile:
    """A desk file as it was read; paths are seen from the folder it stands in."""

    path: Path
    desk: Place
    watch: WatchPlan = field(default_factory=WatchPlan)
    digest: DigestPlan = field(default_factory=DigestPlan)
    settings: Settings = field(default_factory=Settings)

    def beside(self, name: str) -> Path:
        """A path that the file names."""
        return self.path.parent / name


def read_desk_file(path: Path) -> DeskFile:
    """The desk file at a path.

    Raises:
        UsageError: it is no TOML, names something that does not exist, or a value that cannot be meant.

    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, RecursionError, ValueError) as error:  # also of a number of thousands of digits
        raise UsageError(f"{path}: cannot be read as a desk file ({error}); docs/watching.md shows one") from error
    unknown = tables.keys() - {"desk", "watch", "digest", "settings"}
    if unknown:
        raise UsageError(f"{path}: there is no {sorted(unknown)[0]!r}; a desk file has desk, watch, digest, settings")
    desk = tables.get("desk", path.with_suffix(".desk").name)
    if not isinstance(desk, str) or not desk:
        raise UsageError(f"{path}: desk must be the name of a file, or postgresql://USER@HOST/DATABASE")
    watch = _part(path, "watch", WatchPlan(), _table(path, tables, "watch"))
    _refuse_watch(path, watch)
    settings = settings_of(path, _table(path, tables, "settings"))
    fetch = replace(settings.fetch, delay_seconds=max(settings.fetch.delay_seconds, watch.delay))
    return DeskFile(
        path=path,
        desk=place if isinstance(place := place_of(desk), Address) else path.parent / place,
        watch=watch,
        digest=_digest(path, _table(path, tables, "digest")),
        settings=replace(settings, fetch=fetch),
    )


def seconds(text: str | float) -> float | None:
    """The seconds of `90`, `"30m"`, `"2 hours"`, `"1.5d"`; None where it is no such time."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    if not isinstance(text, str):
        return float(text) if 0 <= text < 1e9 else None
    found = DURATION.fullmatch(text.strip().lower())
    if found is None:
        return None
    unit = found[2] if found[2] in UNITS else found[2].removesuffix("s")
    return float(found[1]) * UNITS[unit]


def _digest(path: Path, table: dict[str, Any]) -> DigestPlan:
    mail = table.pop("mail", None)
    plan = _part(path, "digest", DigestPlan(), table)
    for name, value in (("address", plan.address), ("desk_address", plan.desk_address)):
        if value:
            _refuse_address(value, f"{path}: [digest] {name}")
    if mail is None:
        return plan
    if not isinstance(mail, dict):
        raise UsageError(f"{path}: [digest.mail] must be a table")
    missing = [name for name in ("server", "sender", "to") if not mail.get(name)]
    if missing:
        raise UsageError(f"{path}: [digest.mail] needs {', '.join(missing)}")
    sent = _part(path, "digest.mail", MailPlan(server="x", sender="x", to=("x",)), mail)
    for address in (sent.sender, *sent.to):
        if MAIL.fullmatch(address) is None:
            raise UsageError(f"{path}: [digest.mail] {address!r} is no address of mail; write name@host")
    if sent.security not in ("starttls", "tls", "none"):
        raise UsageError(f"{path}: [digest.mail] security is starttls, tls or none, not {sent.security!r}")
    return replace(plan, mail=sent)


def _refuse_watch(path: Path, watch: WatchPlan) -> None:
    for name in ("feeds", "sitemaps", "sites", "pages"):
        for url in getattr(watch, name):
            _refuse_address(url, f"{path}: [watch] {name}")
    if watch.every < 60:
        raise UsageError(f"{path}: [watch] every must be a minute at least; nobody's feed changes faster")
    if watch.tries < 1 or watch.most < 1 or list(watch.again) != sorted(watch.again):
        raise UsageError(f"{path}: [watch] tries and most are 1 at least, the times of again rise")


def _refuse_address(url: str, place: str) -> None:
    told = without_password(url)
    if ADDRESS.fullmatch(url) is None:
        raise UsageError(f"{place}: {told!r} is no address; it must begin with http:// or https://")
    if told != url:
        raise UsageError(f"{place}: {told!r} holds a name or password; give the address without")


def _table(path: Path, tables: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} must be a table; write [{name}]")
    return dict(table)


def _part(path: Path, name: str, default: Part, table: Mapping[str, Any]) -> Part:
    """A part of the file with what the table says; each must exist and have the type of its default."""
    known = {one.name for one in fields(default)} - {"mail"}  # type: ignore[arg-type]
    changed = {}
    for key, given in table.items():
        if key not in known:
            raise UsageError(f"{path}: [{name}] has no {key!r}; there are {', '.join(sorted(known))}")
        changed[key] = _like(path, f"[{name}] {key}", getattr(default, key), given)
    return replace(default, **changed)  # type: ignore[type-var]


def _like(path: Path, place: str, default: Any, given: Any) -> Any:
    if isinstance(default, tuple):
        inner = default[0] if default else ""
        if not isinstance(given, list):
            raise UsageError(f"{path}: {place} must be a list")
        return tuple(_like(path, place, inner, one) for one in given)
    if isinstance(default, float):
        value = seconds(given)
        if value is None:
            raise UsageError(f'{path}: {place} must be a time such as 90, "30m", "2 hours" or "7d", not {given!r}')
        return value
    if type(given) is not type(default) or (isinstance(given, int) and given < 0):
        raise UsageError(f"{path}: {place} must be {type(default).__name__}, not {given!r}")
    return given
