"""Registers of owners and outlets as files: one table between tabs, each line with its source and its day.

`docs/plug-ins.md` tells the form. A register says what somebody stated somewhere on a day, never more; two registers
may differ, and the line of the later day decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from copydesk.errors import UsageError

COLUMNS = ("outlet", "aliases", "domains", "kind", "owner", "parent", "source", "date")
"""The columns of a register; the first line names those that it has, in any order."""
NEEDED = frozenset(("outlet", "owner", "source", "date"))
KINDS = ("paper", "broadcaster", "magazine", "online", "agency", "wire", "portal", "blog", "other")
"""What an outlet may be. An agency reports for others, a wire carries what agencies send, a portal what all write."""
DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MOST_LINES = 50_000
"""The largest published registers of media have some 10,000 lines."""
LARGEST_BYTES = 5_000_000
LONGEST_CELL = 500
MOST_ABOVE = 20
"""Owners above one another. Chains of holdings that are published have some six."""
MOST_TOLD = 20


class Entry(NamedTuple):
    """One line: of an outlet, or (`outlet` empty) of an owner and the `parent` that owns it."""

    line: int
    outlet: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    kind: str
    owner: str
    parent: str
    source: str
    day: date

    @property
    def names(self) -> tuple[str, ...]:
        """All that the outlet goes by."""
        return (self.outlet, *self.aliases, *self.domains)


class Register(NamedTuple):
    """A register that was read: its lines, and what is wrong in it, each with its line and its cure."""

    entries: tuple[Entry, ...]
    wrong: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """The register as lines of `[stories] owners`, one an outlet: its latest, with the topmost owner."""
        latest: dict[str, Entry] = {}
        for one in sorted((one for one in self.entries if one.outlet), key=lambda one: one.day):
            latest[_folded(one.outlet)] = one
        above = _above(self.entries)
        return tuple(_line(one, above) for one in sorted(latest.values(), key=lambda one: one.line))


def read_register(path: Path) -> Register:
    """The register in a file.

    Raises:
        UsageError: the file cannot be read, or is larger than any register.

    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path}: it is larger than {LARGEST_BYTES:,} bytes; is it a register of owners?")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); give a register in UTF-8") from error
    return register_of(text, name=str(path))


def register_of(text: str, *, name: str) -> Register:
    """The register in a text; `name` is what it is called where something is wrong in it."""
    rows = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if _is_row(line)]
    if not rows:
        return Register((), (f"{name}: it is empty; its first line names its columns ({', '.join(COLUMNS)})",))
    (first, head), *rows = rows
    columns = [one.strip().lower() for one in head.split("\t")]
    if wrong := _wrong_head(columns):
        return Register((), (f"{name}:{first}: {wrong}",))
    if len(rows) > MOST_LINES:
        return Register((), (f"{name}: it has {len(rows):,} lines; split it, there may be {MOST_LINES:,}",))
    entries: list[Entry] = []
    faults: list[tuple[int, str]] = []
    for number, line in rows:
        entry = _entry(number, line, columns)
        if isinstance(entry, Entry):
            entries.append(entry)
        else:
            faults.append((number, entry))
    faults += [*_twice(entries), *_circles(entries)]
    return Register(tuple(entries), tuple(f"{name}:{number}: {said}" for number, said in sorted(faults)))


def lines_named(names: Sequence[str], *, folder: Path, text_of: Callable[[str], str]) -> tuple[str, ...]:
    """The lines of registers: of files (a name with a suffix, seen from a folder), else what `text_of` gives.

    Raises:
        UsageError: one cannot be had, or something is wrong in it.

    """
    found: list[str] = []
    for name in names:
        is_file = Path(name).suffix != ""
        register = read_register(folder / name) if is_file else register_of(text_of(name), name=name)
        if register.wrong:
            more = len(register.wrong) - MOST_TOLD
            told = [*register.wrong[:MOST_TOLD], *([f"and {more:,} more"] if more > 0 else [])]
            raise UsageError("\n".join(told))
        found.extend(register.lines())
    return tuple(found)


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _wrong_head(columns: Sequence[str]) -> str | None:
    """What is wrong with the line that names the columns."""
    if strange := [one for one in columns if one not in COLUMNS]:
        return f"there is no column {strange[0]!r}; the first line names some of {', '.join(COLUMNS)}, tabs between"
    if twice := [one for one in columns if columns.count(one) > 1]:
        return f"the column {twice[0]!r} stands twice; take one away"
    if missing := sorted(NEEDED - set(columns)):
        return f"the column {missing[0]!r} is missing; add it"
    return None


def _entry(number: int, line: str, columns: Sequence[str]) -> Entry | str:
    """One line as an entry, or what is wrong with it."""
    cells = [" ".join(one.split()) for one in line.split("\t")]
    if len(cells) > len(columns):
        return f"it has {len(cells)} cells under {len(columns)} columns; is a tab too much?"
    if longest := next((one for one in cells if len(one) > LONGEST_CELL), None):
        return f"a cell has {len(longest):,} characters; there may be {LONGEST_CELL}"
    row = dict.fromkeys(COLUMNS, "") | dict(zip(columns, cells, strict=False))
    if wrong := _wrong_row(row):
        return wrong
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        return f"{row['date']!r} is no day; write the day on which the source said so, as 2031-06-14"
    aliases, domains = _each(row["aliases"]), _each(row["domains"].lower())
    if strange := [one for one in domains if DOMAIN.fullmatch(one) is None]:
        return f"{strange[0]!r} is no domain; write it as post.example, without https:// and path"
    plain = tuple(dict.fromkeys(one.removeprefix("www.") for one in domains))
    owner, parent, source = row["owner"], row["parent"], row["source"]
    return Entry(number, row["outlet"], aliases, plain, row["kind"].lower(), owner, parent, source, day)


def _wrong_row(row: Mapping[str, str]) -> str | None:
    """What is wrong with the cells of a line taken together."""
    if not row["source"]:
        return "it has no source; say where this is stated, best an address"
    if "|" in row["outlet"] or "|" in row["owner"]:
        return "a name holds `|`, which parts aliases; put further names of the outlet under aliases"
    if not row["outlet"]:
        if not (row["owner"] and row["parent"]):
            return "it names no outlet; a line without one names an owner and its parent"
        given = next((one for one in ("aliases", "domains", "kind") if row[one]), None)
        return f"it names no outlet, so {given} has nothing to stand with; take it away" if given else None
    if row["parent"] and not row["owner"]:
        return f"it names a parent and no owner; put {row['parent']!r} under owner"
    if not (row["owner"] or row["kind"]):
        return f"it says nothing of {row['outlet']!r}; give its owner, or its kind"
    if row["kind"] and row["kind"].lower() not in KINDS:
        return f"{row['kind']!r} is no kind of outlet; there are {', '.join(KINDS)}"
    return None


def _each(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in cell.split("|") if one.strip()))


def _folded(name: str) -> str:
    return name.casefold()


def _twice(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Names that two outlets go by, and outlets or owners of which two lines of one day tell."""
    goes_by: dict[str, Entry] = {}
    told: dict[tuple[str, str, date], Entry] = {}
    for one in entries:
        for name in map(_folded, one.names if one.outlet else ()):
            other = goes_by.setdefault(name, one)
            if _folded(other.outlet) != _folded(one.outlet):
                yield (
                    one.line,
                    f"{name!r} is {other.outlet!r} in line {other.line}, {one.outlet!r} here; which is it?",
                )
        key = (_folded(one.outlet), "" if one.outlet else _folded(one.owner), one.day)
        first = told.setdefault(key, one)
        if first is not one:
            what = one.outlet or one.owner
            yield one.line, f"line {first.line} tells of {what!r} on {one.day} too; keep one, or give the later its day"


def _parents(entries: Sequence[Entry]) -> dict[str, Entry]:
    """By each owner the latest line that names its parent."""
    told = sorted((one for one in entries if one.parent), key=lambda one: one.day)
    return {_folded(one.owner): one for one in told}


def _circles(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Owners that would own themselves."""
    parents = _parents(entries)
    for start, one in parents.items():
        seen, at = {start}, _folded(one.parent)
        while at in parents and at not in seen and len(seen) <= MOST_ABOVE:
            seen.add(at)
            at = _folded(parents[at].parent)
        if at in seen:
            yield one.line, f"{one.owner!r} would own itself through {one.parent!r}; correct one of the parents"
        elif len(seen) > MOST_ABOVE:
            yield one.line, f"more than {MOST_ABOVE} owners stand above {one.owner!r}; is that so?"


def _above(entries: Sequence[Entry]) -> Callable[[str], list[Entry]]:
    """What tells for an owner the lines of those above it, the nearest first."""
    parents = _parents(entries)

    def lines_above(owner: str) -> list[Entry]:
        chain: list[Entry] = []
        while (one := parents.get(_folded(owner))) is not None and len(chain) < MOST_ABOVE:
            chain.append(one)
            owner = one.parent
        return chain

    return lines_above


def _line(entry: Entry, above: Callable[[str], list[Entry]]) -> str:
    """An outlet as a line of `[stories] owners`, whose day is that of the outlet's own line."""
    chain = above(entry.owner) if entry.owner else []
    owners = [entry.owner, *(one.parent for one in chain)]
    sources = "; ".join(dict.fromkeys([entry.source, *(one.source for one in chain)]))
    cells = ("|".join(entry.names), owners[-1], sources, entry.day.isoformat(), entry.kind, " > ".join(owners[:-1]))
    return "\t".join(cells)
