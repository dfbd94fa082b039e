"""Which records point at an id, so that what belongs to an article or a story is found without reading everything.

One row a pointer: what is pointed at (an id, a file, an address, a speaker), the kind of the record that points, and
its place in the table of its kind. A change of `POINTS` needs a migration that fills the table anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from copydesk.store.connection import Base
from copydesk.store.portions import portions
from copydesk.store.tables import NUMBERS, TABLES

Row = Mapping[str, Any]
"""A record as JSON has it."""

POINTS: dict[str, tuple[str, ...]] = {
    "Article": ("page", "source", "url"),
    "Edition": ("article", "edition_of"),
    "Family": ("articles",),
    "Copy": ("a", "b"),
    "Dating": ("article",),
    "Story": ("articles", "storyline", "links.story", "ties.story"),
    "Quote": ("article",),
    "Figure": ("article",),
    "Attribution": ("quote", "utterance"),
    "Fact": ("story", "figures"),
    "Check": ("story", "sides.article"),
    "Alone": ("story",),
    "Decision": ("articles", "others"),
    "Note": ("targets", "source", "origin"),
}
"""The fields of each kind that hold what it points at; a dot leads into the records of a field."""


def speaker_key(name: str) -> str:
    """What an attribution to this speaker points at, among the ids: in small letters, with single spaces."""
    return f"speaker:{' '.join(name.casefold().split())}"


def name_key(name: str) -> str:
    """What an article whose page is called so points at: a file without its folder, or a record of a container."""
    return f"name:{name}"


def targets_of(kind: str, row: Row) -> tuple[str, ...]:
    """All that a record points at, each once."""
    found = [one for path in POINTS.get(kind, ()) for one in _followed(row, path.split("."))]
    if kind == "Attribution" and row["speaker"]:
        found.extend(speaker_key(name) for name in row["speaker"].split(";") if name.strip())
    if kind == "Article":
        source = row["source"]
        found.append(name_key(PurePath(source).name))
        if "#" in source:
            found.append(name_key(source.rpartition("#")[2]))
    return tuple(dict.fromkeys(found))


def _followed(value: Any, path: Sequence[str]) -> Iterator[str]:
    """The texts at the end of a path; what is not known leads nowhere."""
    if isinstance(value, list):
        for one in value:
            yield from _followed(one, path)
    elif path:
        yield from _followed(value.get(path[0]), path[1:])
    elif value:
        yield value


class Pointers:
    """The pointers of one desk: a `Follower`. Writing methods want to stand in a transaction of the store's."""

    kinds = frozenset(POINTS)

    def __init__(self, base: Base) -> None:
        self._base = base

    def rows(self, kind: str, targets: Iterable[str], *columns: str) -> list[tuple[Any, ...]]:
        """The id and these columns of the records of a kind that point at one of these, by id, each once."""
        asked = ", ".join(("id", *columns))
        found: dict[str, tuple[Any, ...]] = {}
        for portion in portions(targets):
            marks = ",".join("?" * len(portion))
            places = f"SELECT place FROM pointers WHERE target IN ({marks}) AND kind = ?"
            query = f"SELECT {asked} FROM {TABLES[kind]} WHERE place IN ({places})"
            found.update((row[0], row) for row in self._base.execute(query, (*portion, NUMBERS[kind])))
        return [found[ident] for ident in sorted(found)]

    def beginning(self, kind: str, prefix: str, limit: int) -> list[str]:
        """What records of a kind point at and begins so, in order."""
        begins, values = self._base.begins("target", prefix)
        query = (
            f"SELECT DISTINCT target FROM pointers WHERE {begins} AND kind = {NUMBERS[kind]} ORDER BY target LIMIT ?"
        )
        rows = self._base.execute(query, (*values, limit))
        return [target for (target,) in rows]

    def add(self, kind: str, place: int, row: Row) -> None:
        """Keep what a record at a place points at."""
        rows = ((target, NUMBERS[kind], place) for target in targets_of(kind, row))
        self._base.executemany(
            "INSERT INTO pointers (target, kind, place) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows
        )

    def drop(self, kind: str, gone: Iterable[tuple[int, str]]) -> None:
        """Forget what records that go pointed at: the place and the line of each."""
        rows = ((one, NUMBERS[kind], place) for place, body in gone for one in targets_of(kind, json.loads(body)))
        self._base.executemany("DELETE FROM pointers WHERE target = ? AND kind = ? AND place = ?", rows)
