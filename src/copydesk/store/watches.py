"""What a watch remembers between its rounds: what it asked, when it asks again, what it has told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from copydesk.store.connection import Reading
from copydesk.store.memos import Memo
from copydesk.store.portions import portions


class WatchTable:
    """Memos by kind and name. Each write is a transaction, or a part of the one it stands in."""

    def __init__(self, reading: Reading, writing: Reading) -> None:
        self._reading = reading
        self._writing = writing

    def put(self, memos: Iterable[Memo]) -> None:
        """Keep these; what was remembered under their names gives way."""
        upsert = (
            "INSERT INTO watches (kind, name, due, facts) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name)"
            " DO UPDATE SET due = excluded.due, facts = excluded.facts"
        )
        rows = [(one.kind, one.name, one.due, json.dumps(dict(one.facts), sort_keys=True)) for one in memos]
        if rows:
            with self._writing() as base:
                base.executemany(upsert, rows)

    def get(self, kind: str, names: Iterable[str]) -> dict[str, Memo]:
        """The memos of a kind with these names, by name; those that are not there are left out."""
        asked = list(names)
        found: dict[str, Memo] = {}
        with self._reading() as base:
            for portion in portions(asked):
                marks = ",".join("?" * len(portion))
                query = f"SELECT kind, name, due, facts FROM watches WHERE kind = ? AND name IN ({marks})"
                found.update((one.name, one) for one in _memos(base.execute(query, (kind, *portion))))
        return found

    def due(self, kind: str, now: float, *, limit: int) -> list[Memo]:
        """The memos of a kind that are wanted by now, those that wait longest first."""
        query = "SELECT kind, name, due, facts FROM watches WHERE kind = ? AND due <= ? ORDER BY due, name LIMIT ?"
        with self._reading() as base:
            return list(_memos(base.execute(query, (kind, now, limit))))

    def all(self, kind: str) -> list[Memo]:
        """Every memo of a kind, by name."""
        query = "SELECT kind, name, due, facts FROM watches WHERE kind = ? ORDER BY name"
        with self._reading() as base:
            return list(_memos(base.execute(query, (kind,))))

    def soonest(self, kinds: Sequence[str]) -> float | None:
        """The earliest moment at which something of these kinds is wanted; None where nothing is."""
        marks = ",".join("?" * len(kinds))
        with self._reading() as base:
            (due,) = base.execute(f"SELECT min(due) FROM watches WHERE kind IN ({marks})", tuple(kinds)).fetchone()
        return None if due is None else float(due)

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Forget the memos of a kind with these names."""
        rows = [(kind, name) for name in names]
        if rows:
            with self._writing() as base:
                base.executemany("DELETE FROM watches WHERE kind = ? AND name = ?", rows)


def _memos(rows: Iterable[tuple[str, str, float | None, str]]) -> Iterator[Memo]:
    return (Memo(kind, name, due, json.loads(facts)) for kind, name, due, facts in rows)
