"""A damaged desk: what can be read of it goes into a new one, and the rest is made anew from the pages.

What nobody can make again is brought over row by row: pages with what the desk keeps of them, notes, decisions,
people, the audit log, the order in which articles came, what a watch remembers. Layouts and articles come too, marked
as out of date: the next run reads them anew from their pages, and where a page is gone the article stays as it was
read. All else is derived from these, and is left to that run.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.errors import DeskError
from copydesk.records import Article, Decision, Layout, Note, Page, Record
from copydesk.store.backup import ENDINGS, beside, faults_of, put_in_place, refuse_in_use, remove
from copydesk.store.base import Outcome, StepRun
from copydesk.store.codec import decode, digest
from copydesk.store.migrations import APPLICATION_ID
from copydesk.store.opening import changed_shape, for_reading, opened
from copydesk.store.sql import SqlStore
from copydesk.store.sqlite_base import SAID, SqliteBase
from copydesk.store.tables import TABLES

NUMBERED = dict.fromkeys(("arrivals", "people", "shares", "searches", "audit", "history"), "number")
"""Tables of what cannot be made again, with the number by which SQLite keeps their rows."""
KEYED = {"looks": "person, story", "watches": "kind, name"}
"""Those that are kept by a key of their own."""
WRITTEN = {"looks": "state", "watches": "facts", "history": "facts"}
"""Columns of them that hold JSON: a row of which it cannot be read is no row."""
RECORDS: dict[type[Record], str | None] = {
    Page: None,
    Decision: "by hand",
    Note: "by hand",
    Layout: "saved",
    Article: "saved",
}
"""Kinds of records that are brought over, and what the ledger says of their inputs; of a page, the digest of its bytes.
No inputs have the digest `saved`, so a run reads these anew."""
TOGETHER = 256
"""Jobs that are written in one transaction."""
FARTHEST = 2**40
"""Rows behind a damaged place at which nothing more is looked for."""
MAGIC = b"SQLite format 3\x00"
HEAD: tuple[tuple[int, bytes], ...] = (
    (0, MAGIC + bytes((16, 0, 2, 2, 0, 64, 32, 32))),
    (44, bytes((0, 0, 0, 4))),
    (52, bytes(4)),
    (56, bytes((0, 0, 0, 1))),
    (64, bytes(4)),
    (68, APPLICATION_ID.to_bytes(4)),
    (72, bytes(20)),
)
"""What the first hundred bytes of every desk are, by place (sqlite.org/fileformat2.html 1.3)."""

_BROKEN = (*SAID, OverflowError)
Row = tuple[Any, ...]


class Saved(NamedTuple):
    """One table: the rows that were brought over, and those that were not (None where nobody can tell)."""

    table: str
    rows: int
    lost: int | None


class Repaired(NamedTuple):
    """What was saved, and where the damaged desk stands now; None where the desk was whole and nothing was done."""

    tables: tuple[Saved, ...]
    damaged: Path | None


def repair(desk: Path) -> Repaired:
    """Make a desk anew of what can be read of a damaged one, which is kept under another name.

    Raises:
        DeskError: there is no desk, somebody has it open, or nothing of it can be read.

    """
    if not desk.is_file():
        raise DeskError(f"{desk}: there is no desk here")
    refuse_in_use(desk)
    if not damage_of(desk):
        return Repaired((), None)
    new, read = beside(desk, ".repairing"), beside(desk, ".reading")
    for left in (new, read):
        remove(left)
    try:
        tables = _saved(_readable(desk, read), new)
        if not any(one.rows for one in tables):
            cure = "restore a backup (`copydesk restore`), or add the pages to a new desk"
            raise DeskError(f"{desk}: nothing of this desk can be read; it was left as it is: {cure}")
        return Repaired(tables, put_in_place(new, desk, "damaged"))
    finally:
        for left in (new, read):
            remove(left)


def damage_of(desk: Path) -> tuple[str, ...]:
    """What is wrong in a desk file: what SQLite finds, and records and parts of its shape that are not as written."""
    if found := faults_of(desk):
        return found
    try:
        base = _connected(desk)
    except SAID as error:
        return (str(error),)
    try:
        whole = [said for (said,) in base.execute("PRAGMA integrity_check(5)") if said != "ok"]
        bad = (f"{table}: {held}" for table in TABLES.values() for held in _altered(base, table))
        shape = (f"{name!r} is not as copydesk makes it" for name in changed_shape(base))
        return tuple(whole) or (*bad, *shape)
    except _BROKEN as error:
        return (str(error),)
    finally:
        base.close()


def _altered(base: sqlite3.Connection, table: str) -> Iterator[str]:
    for ident, held, body in base.execute(f"SELECT id, digest, body FROM {table}"):
        if digest(body) != held:
            yield f"the record {ident} is not as it was written"


# -- reading what is damaged ------------------------------------------------------------------------------------------


def _readable(desk: Path, copy: Path) -> Path:
    """The desk, or where SQLite does not know it by its first bytes a copy with those that every desk has."""
    try:
        base = _connected(desk, tolerant=True)
        (mark,) = base.execute("PRAGMA application_id").fetchone()
        base.close()
        if mark == APPLICATION_ID:
            return desk
    except SAID:
        pass
    with desk.open("rb") as file:
        content = file.read(100)
    if sum(content[at : at + len(said)] == said for at, said in HEAD) < len(HEAD) // 2:
        raise DeskError(f"{desk}: this file is not a desk, or nothing of its beginning is left; it was left as it is")
    for ending in ("", *ENDINGS[:1]):
        if beside(desk, ending).exists():
            shutil.copyfile(beside(desk, ending), beside(copy, ending))
    with copy.open("rb+") as file:
        for at, said in HEAD:
            file.seek(at)
            file.write(said)
    return copy


def _connected(desk: Path, *, tolerant: bool = False) -> sqlite3.Connection:
    """A connection that reads alone; a tolerant one passes over what is wrong in the table of tables."""
    base = for_reading(desk)
    base.text_factory = lambda written: written.decode("utf-8", "surrogatepass")
    if tolerant:
        base.execute("PRAGMA writable_schema = ON")
    base.execute("PRAGMA cell_size_check = ON")
    return base


def _walk(base: sqlite3.Connection, columns: str, table: str, *, key: str) -> Iterator[Row]:
    """Every row of a table that can be read, by its number, which stands first; damaged places are stepped over."""
    query = f"SELECT {key}, {columns} FROM {table} WHERE {key} > ? ORDER BY {key}"
    at: int | None = -1
    while at is not None:
        try:
            for row in base.execute(query, (at,)):
                at = row[0]
                yield row
        except _BROKEN:
            at = _behind(base, f"{query} LIMIT 1", at)
        else:
            return


def _behind(base: sqlite3.Connection, query: str, broken: int) -> int | None:
    """The number behind which rows can be read again, when what follows `broken` cannot; None where nothing can.

    Steps double until something is read, and are then halved back to the first place from which it is.
    """

    def reads(at: int) -> bool:
        try:
            base.execute(query, (at,)).fetchone()
        except _BROKEN:
            return False
        return True

    step = 1
    while not reads(broken + step):
        step *= 2
        if step > FARTHEST:
            return None
    low, high = broken + step // 2, broken + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reads(middle) else (middle, high)
    return high


def _from_both_ends(base: sqlite3.Connection, columns: str, table: str, *, key: str) -> Iterator[Row]:
    """Rows of a table that has no numbers: from its first on and from its last back, up to what is damaged."""
    seen: set[Row] = set()
    for order in (key, ", ".join(f"{one} DESC" for one in key.split(", "))):
        try:
            for row in base.execute(f"SELECT {columns} FROM {table} ORDER BY {order}"):
                if row not in seen:
                    seen.add(row)
                    yield row
        except _BROKEN:
            continue
        return


def _amount(base: sqlite3.Connection, table: str) -> int | None:
    try:
        (found,) = base.execute(f"SELECT count(*) FROM {table}").fetchone()
    except _BROKEN:
        return None
    return int(found)


# -- writing it anew --------------------------------------------------------------------------------------------------


def _saved(source: Path, new: Path) -> tuple[Saved, ...]:
    """Fill a new desk with what can be read of a damaged one; what became of each table comes back."""
    try:
        damaged = _connected(source, tolerant=True)
    except SAID as error:
        raise DeskError(f"{source}: nothing of this desk can be read ({error}); restore a backup") from error
    base = SqliteBase(opened(new, read_only=False), new)
    store = SqlStore(base)
    try:
        with base.named():
            by_hand = [_rows_saved(damaged, base, table) for table in (*NUMBERED, *KEYED)]
        records = [_records_saved(damaged, store, kind) for kind in RECORDS]
    finally:
        damaged.close()
        store.close()
    return (*records, *by_hand)


def _rows_saved(damaged: sqlite3.Connection, base: SqliteBase, table: str) -> Saved:
    """Bring over the rows of a table as they are, and the last number that it gave."""
    columns = [str(row[1]) for row in base.execute(f"PRAGMA table_info({table})")]
    named = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    saved = 0
    base.begin(writing=True)
    walk = _walk if table in NUMBERED else _from_both_ends
    for row in walk(damaged, named, table, key=NUMBERED.get(table) or KEYED[table]):
        values = row[-len(columns) :]
        if table in WRITTEN and not _is_written(values[columns.index(WRITTEN[table])]):
            continue
        try:
            base.execute(f"INSERT INTO {table} ({named}) VALUES ({marks})", values)
        except sqlite3.IntegrityError:
            continue  # a row that no desk can hold is damaged
        saved += 1
    _go_on_counting(damaged, base, table)
    base.end(keep=True)
    amount = _amount(damaged, table)
    return Saved(table, saved, None if amount is None else max(0, amount - saved))


def _is_written(value: Any) -> bool:
    """Whether a value is an object in JSON."""
    try:
        return isinstance(json.loads(value), dict)
    except (ValueError, TypeError, RecursionError):
        return False


def _go_on_counting(damaged: sqlite3.Connection, base: SqliteBase, table: str) -> None:
    """Numbers that were given are not given again, though their rows be gone."""
    try:
        found = damaged.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    except _BROKEN:
        return
    if found is not None and isinstance(found[0], int):
        base.execute("DELETE FROM sqlite_sequence WHERE name = ? AND seq < ?", (table, found[0]))
        if base.given(table) < found[0]:
            base.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, found[0]))


def _records_saved(damaged: sqlite3.Connection, store: SqlStore, kind: type[Any]) -> Saved:
    """Bring over the records of a kind that are as they were written, a job's together."""
    table = TABLES[kind.__name__]
    jobs: dict[str, list[int]] = {}
    for place, job, held, body in _walk(damaged, "job, digest, body", table, key="place"):
        if _record(kind, held, body) is not None and isinstance(job, str):
            jobs.setdefault(job, []).append(place)
    saved = 0
    # What came last stays last: pages of one address are known by it.
    ordered = sorted(jobs.items(), key=lambda one: one[1][-1])
    for portion in (ordered[at : at + TOGETHER] for at in range(0, len(ordered), TOGETHER)):
        outcomes = [Outcome(job, "", tuple(_again(damaged, kind, table, places))) for job, places in portion]
        store.put(_run_of(kind), [one._replace(inputs=_inputs(one.records)) for one in outcomes])
        saved += sum(len(one.records) for one in outcomes)
    amount = _amount(damaged, table)
    return Saved(table, saved, None if amount is None else max(0, amount - saved))


def _again(damaged: sqlite3.Connection, kind: type[Any], table: str, places: Iterable[int]) -> Iterator[Any]:
    for place in places:
        (body,) = damaged.execute(f"SELECT body FROM {table} WHERE place = ?", (place,)).fetchone()
        yield decode(kind, body)


def _record(kind: type[Any], held: Any, body: Any) -> Any:
    """The record of a row, None where the line is not the one that was written."""
    if not isinstance(body, str) or digest(body) != held:
        return None
    try:
        return decode(kind, body)
    except (ValueError, KeyError, TypeError):
        return None


def _run_of(kind: type[Any]) -> StepRun:
    """Under which run a kind is kept: what people wrote and pages as ever, the rest as saved from a damaged desk."""
    saved = RECORDS[kind] == "saved"
    return StepRun(TABLES[kind.__name__], kind, 0 if saved else 1, "saved" if RECORDS[kind] != "by hand" else "by hand")


def _inputs(records: Sequence[Any]) -> str:
    first = records[0]
    return first.sha256 if isinstance(first, Page) else RECORDS[type(first)] or ""
