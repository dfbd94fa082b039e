"""Moving a desk to another place, a file or a database: everything that stands on it, or nothing.

What is read is of one moment and stays as it is. What is written is seen by nobody until all of it is there and was
read again: in a database it is one transaction, a file is written beside the one it becomes. For each table the rows
are counted, and a digest of them, whatever their order, is compared.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from copydesk.errors import DeskError
from copydesk.store.address import Address, Place
from copydesk.store.connection import Base
from copydesk.store.opening import opened
from copydesk.store.postgres import postgres_base
from copydesk.store.postgres_base import PostgresBase
from copydesk.store.postgres_shape import bring_up, shape_of
from copydesk.store.postgres_words import found_row, measured_row
from copydesk.store.sqlite_base import SqliteBase
from copydesk.store.tables import TABLES

ORDERED = {
    "ledger": "step, job",
    "looks": "person, story",
    "watches": "kind, name",
    "pointers": "target, kind, place",
    "voice_words": "word, voice",
    "spoken": "voice, number, quote",
    "listed": "place, value",
}
"""Tables that a file keeps in the order of their rows: written in this order it grows at its end alone."""
MOVED = (
    "runs",
    *TABLES.values(),
    *("arrivals", "members", "key_rows", "people", "shares", "searches", "audit", "history"),
    *("cards", "voices", "counted", "listing", "facets", "sites", "carried"),
    *ORDERED,
    *("found", "measured"),
)
"""Every table of a desk; `run_counts` follows the ledger. Which steps are settled is found anew where it comes to."""
NUMBERED = {
    "runs": "id",
    "key_rows": "place",
    "voices": "voice",
    **dict.fromkeys(TABLES.values(), "place"),
    **dict.fromkeys(("arrivals", "members", "people", "shares", "searches", "audit", "history", "facets"), "number"),
}
"""The column in which a table gives numbers itself."""
# Rows that are written at once: of the largest some ten megabytes.
AT_ONCE = 1_000
# Bytes of a page cache while a file is filled.
CACHE_KILOBYTES = 256_000


class Moved(NamedTuple):
    """One table that was moved: its rows, and what stands for all of them."""

    table: str
    rows: int
    digest: str


class Target(Protocol):
    """Where a desk is moved to."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write all rows of a table."""
        ...

    def number(self, table: str, last: int) -> None:
        """The next number that a table gives comes behind this one."""
        ...

    def finish(self) -> Base:
        """All is written: what belongs to the tables is made; what can be asked comes back."""
        ...

    def keep(self) -> None:
        """All is right: from now on it is a desk."""
        ...

    def drop(self) -> None:
        """Leave nothing behind."""
        ...


def move(source: Place, target: Place) -> Iterator[Moved]:
    """Move a desk; each table is told once it is there and the same, and all are kept after the last.

    Raises:
        DeskError: there is no desk to move, the target holds one already, or what arrived is not what was sent.

    """
    base = _source(source)
    try:
        goal: Target = ToDatabase(target) if isinstance(target, Address) else ToFile(target)
        try:
            with base.named():
                base.begin(writing=False)
                yield from _moved(base, goal, target)
                goal.keep()
        except BaseException:
            goal.drop()
            raise
    finally:
        base.close()


def _source(source: Place) -> Base:
    if isinstance(source, Address):
        return postgres_base(source, read_only=True)
    return SqliteBase(opened(source, read_only=True), source)


def _moved(base: Base, goal: Target, target: Place) -> Iterator[Moved]:
    columns = _columns()
    sums: dict[str, _Sum] = {}
    for table in MOVED:
        sums[table] = _Sum()
        goal.fill(table, columns[table], sums[table].over(_rows(base, table, columns[table])))
    for table, column in NUMBERED.items():
        (last,) = base.execute(f"SELECT max({column}) FROM {table}").fetchone()
        goal.number(table, max(last or 0, base.given(table, column)))
    arrived = goal.finish()
    for table in MOVED:
        there = _Sum()
        for _ in there.over(_rows(arrived, table, columns[table])):
            pass
        if there != sums[table]:
            said = f"{target}: {sums[table].rows:,} rows of `{table}` were sent, and what arrived is not the same"
            raise DeskError(f"{said}; nothing was moved: check the disk, look into the log of the server, try again")
        yield Moved(table, there.rows, there.digest())


def _columns() -> dict[str, list[str]]:
    """The columns of every table of the newest shape."""
    base = opened(None, read_only=False)
    named = {table: [row[1] for row in base.execute(f"PRAGMA table_info({table})")] for table in MOVED}
    base.close()
    return {**named, "found": ["rowid", *named["found"]], "measured": ["rowid", *named["measured"]]}


def _rows(base: Base, table: str, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    order = f" ORDER BY {ORDERED[table]}" if table in ORDERED else ""
    return base.stream(f"SELECT {_named(columns)} FROM {table}{order}")


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


class _Sum:
    """How many rows there were, and the sum of their digests: the same in every order."""

    def __init__(self) -> None:
        self.rows = 0
        self._total = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sum) and (self.rows, self._total) == (other.rows, other._total)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def over(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows, summed up as they pass."""
        for row in rows:
            self.rows += 1
            self._total += int.from_bytes(blake2b(_bytes_of(row), digest_size=16).digest())
            yield row

    def digest(self) -> str:
        """Sixteen hexadecimal digits."""
        return f"{self._total % 2**128:032x}"[:16]


def _bytes_of(row: Sequence[Any]) -> bytes:
    """A row, told apart from every other."""
    parts: list[bytes] = []
    for value in row:
        if isinstance(value, str):
            written = value.encode("utf-8", "surrogatepass")
        elif isinstance(value, bytes):
            written = value
        else:
            written = repr(value).encode()
        parts.append(b"%b%d:%b" % (type(value).__name__.encode(), len(written), written))
    return b"".join(parts)


class ToDatabase:
    """A database of PostgreSQL; all in one transaction. Indexes are made when all rows are there."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._base = PostgresBase(address, read_only=False)
        self._later: list[str] = []
        try:
            with self._base.named():
                self._begin()
        except BaseException:
            self.drop()
            raise

    def _begin(self) -> None:
        self._base.begin(writing=True)
        if shape_of(self._base, self._address) is not None:
            bring_up(self._base, self._address)
            _refuse_full(self._base, self._address)
        else:
            bring_up(self._base, self._address)
        constraints = (
            "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname, 'ALTER TABLE '"
            " || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND connamespace = 'copydesk'::regnamespace"
        )
        indexes = (
            "SELECT 'DROP INDEX ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'copydesk' AND indexname"
            " NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = 'copydesk'::regnamespace)"
        )
        for query in (constraints, indexes):
            for drop, make in self._base.execute(query).fetchall():
                self._base.execute(drop)
                self._later.insert(0, make)
        # Whatever was settled there; lines of the ledger need not say so one by one.
        self._base.execute("DELETE FROM settled")
        self._base.execute("ALTER TABLE ledger DISABLE TRIGGER unsettled")
        self._later.append("ALTER TABLE ledger ENABLE TRIGGER unsettled")

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write all rows of a table."""
        if table == "found":
            columns, rows = [*columns, "heads", "said", "size", "lexemes"], map(_with_words, rows)
        elif table == "measured":
            columns, rows = [*columns, "said", "size", "lexemes"], map(_with_meanings, rows)
        with self._base.named():
            cursor = self._base.connection.cursor()
            with cursor.copy(f"COPY {table} ({_named(columns)}) FROM STDIN") as copied:
                for row in rows:
                    copied.write_row(row)

    def number(self, table: str, last: int) -> None:
        """The next number that a table gives comes behind this one."""
        if last:
            with self._base.named():
                self._base.execute("SELECT setval(?::text::regclass, ?)", (f"{table}_{NUMBERED[table]}_seq", last))

    def finish(self) -> PostgresBase:
        """Indexes and references, and how many words there are in all."""
        with self._base.named():
            for statement in self._later:
                self._base.execute(statement)
            for table in ("found", "measured"):
                counted = f"(SELECT count(*) AS rows, coalesce(sum(size), 0) AS words FROM {table})"
                update = f"UPDATE totals SET rows = held.rows, words = held.words FROM {counted} AS held WHERE name = ?"
                self._base.execute(update, (table,))
        return self._base

    def keep(self) -> None:
        """Commit, and let the server look at what came, so that it chooses its ways well."""
        with self._base.named():
            self._base.end(keep=True)
            self._base.execute("ANALYZE")
        self._base.close()

    def drop(self) -> None:
        """Leave nothing behind."""
        if self._base.in_transaction:
            self._base.end(keep=False)
        self._base.close()


def _refuse_full(base: Base, target: Place) -> None:
    for table in MOVED:
        if base.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None:
            raise DeskError(f"{target}: a desk stands there already; move to a place where there is none")


def _with_words(row: Sequence[Any]) -> tuple[Any, ...]:
    heads, said, size, lexemes = found_row((row[1], row[2], row[3]))
    return (*row, heads, said, size, _vector(lexemes))


def _with_meanings(row: Sequence[Any]) -> tuple[Any, ...]:
    said, size, lexemes = measured_row(row[1])
    return (*row, said, size, _vector(lexemes))


def _vector(lexemes: Iterable[str]) -> str:
    """A `tsvector` as PostgreSQL reads it."""
    return " ".join("'{}'".format(one.replace("\\", "\\\\").replace("'", "''")) for one in lexemes)


class ToFile:
    """A file of SQLite, written beside the one that it becomes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.exists():
            held = SqliteBase(opened(path, read_only=True), path)
            try:
                _refuse_full(held, path)
            finally:
                held.close()
        self._new = path.with_name(f"{path.name}.moving")
        self._clear()
        connection = opened(self._new, read_only=False)
        self._base = SqliteBase(connection, self._new)
        self._later: list[str] = []
        with self._base.named():
            self._begin()

    def _begin(self) -> None:
        # Nobody looks at this file before it is whole, so nothing of it need be taken back.
        for name, value in (("journal_mode", "OFF"), ("synchronous", "OFF"), ("foreign_keys", "OFF")):
            self._base.execute(f"PRAGMA {name} = {value}")
        self._base.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        later = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        for kind, name, made in self._base.execute(later).fetchall():
            self._base.execute(f"DROP {kind} {name}")
            self._later.append(made)
        self._base.execute("BEGIN")

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write all rows of a table."""
        marks = ", ".join("?" * len(columns))
        insert = f"INSERT INTO {table} ({_named(columns)}) VALUES ({marks})"
        rest = iter(rows)
        while portion := list(islice(rest, AT_ONCE)):
            with self._base.named():
                self._base.executemany(insert, portion)

    def number(self, table: str, last: int) -> None:
        """The next number that a table gives comes behind this one, where a file remembers it."""
        with self._base.named():
            self._base.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ? AND seq < ?", (last, table, last))
            known = "SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?) AND ? > 0 AND ? IN"
            counting = "(SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%')"
            values = (table, last, table, last, table)
            self._base.execute(f"INSERT INTO sqlite_sequence (name, seq) {known} {counting}", values)

    def finish(self) -> SqliteBase:
        """Indexes, counts and triggers."""
        with self._base.named():
            self._base.execute("INSERT INTO run_counts SELECT run, state, count(*) FROM ledger GROUP BY run, state")
            for statement in self._later:
                self._base.execute(statement)
            self._base.execute("COMMIT")
        return self._base

    def keep(self) -> None:
        """The file takes its name, once all of it is on the disk."""
        with self._base.named():
            self._base.execute("PRAGMA journal_mode = WAL")
        self._base.close()
        with self._new.open("rb+") as file:
            os.fsync(file.fileno())
        for ending in ("-wal", "-shm"):
            self._path.with_name(f"{self._path.name}{ending}").unlink(missing_ok=True)
        self._new.replace(self._path)

    def drop(self) -> None:
        """Leave nothing behind."""
        self._base.close()
        self._clear()

    def _clear(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            self._new.with_name(f"{self._new.name}{ending}").unlink(missing_ok=True)
