"""What is remembered of runs, the newest of them: when, how, and what each step took; as JSON has it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from copydesk.store.connection import Reading

UNREADABLE = "unreadable"
"""The state of a run whose row is damaged: that is all that is known of it, and no reason for anything else to end."""
KEPT = 1_000
"""Runs that are remembered; one takes some 5 KB. A watch that runs every half hour remembers three weeks."""


class Told(NamedTuple):
    """One run: its number, which no other has had, and what is known of it, if only that it is `UNREADABLE`."""

    number: int
    facts: Mapping[str, Any]


class History(Protocol):
    """Runs by number. Each write is a transaction, or a part of the one it stands in."""

    def begin(self, facts: Mapping[str, Any]) -> int:
        """A new run, whose number comes back; the oldest beyond `KEPT` is forgotten."""
        ...

    def keep(self, number: int, facts: Mapping[str, Any]) -> None:
        """This is what is known of a run from now on."""
        ...

    def get(self, number: int) -> Told | None:
        """The run with this number."""
        ...

    def last(self, *, limit: int, before: int | None = None) -> list[Told]:
        """So many runs, the newest first; with `before` those before the one with this number."""
        ...


class HistoryTable:
    """Runs by number. Each write is a transaction, or a part of the one it stands in."""

    def __init__(self, reading: Reading, writing: Reading) -> None:
        self._reading = reading
        self._writing = writing

    def begin(self, facts: Mapping[str, Any]) -> int:
        """A new run, whose number comes back; the oldest beyond `KEPT` is forgotten."""
        with self._writing() as base:
            made = base.execute("INSERT INTO history (facts) VALUES (?) RETURNING number", (_written(facts),))
            (number,) = made.fetchone()
            base.execute("DELETE FROM history WHERE number <= ?", (number - KEPT,))
        return int(number)

    def keep(self, number: int, facts: Mapping[str, Any]) -> None:
        """This is what is known of a run from now on."""
        with self._writing() as base:
            base.execute("UPDATE history SET facts = ? WHERE number = ?", (_written(facts), number))

    def get(self, number: int) -> Told | None:
        """The run with this number."""
        with self._reading() as base:
            found = base.execute("SELECT number, facts FROM history WHERE number = ?", (number,))
            return next(_told(found), None)

    def last(self, *, limit: int, before: int | None = None) -> list[Told]:
        """So many runs, the newest first; with `before` those before the one with this number."""
        condition, values = ("", ()) if before is None else (" WHERE number < ?", (before,))
        query = f"SELECT number, facts FROM history{condition} ORDER BY number DESC LIMIT ?"
        with self._reading() as base:
            return list(_told(base.execute(query, (*values, limit))))


def _written(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), sort_keys=True)


def _told(rows: Iterable[tuple[int, str]]) -> Iterator[Told]:
    return (Told(int(number), _facts(written)) for number, written in rows)


def _facts(written: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(written)
    except (TypeError, ValueError, RecursionError):
        facts = None
    return facts if isinstance(facts, dict) else {"state": UNREADABLE}
