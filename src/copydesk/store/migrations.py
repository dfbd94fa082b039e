"""The shape of a desk file, as a list of steps from nothing. A released migration is never edited: add one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from copydesk.store import sqlite_shape as shape
from copydesk.store.tables import TABLES

APPLICATION_ID = 0x636F7079
"""`copy` in ASCII, in SQLite's `application_id`: how a desk file is told from any other database."""

_SECOND_TABLES = ("layouts", "frames")
_THIRD_TABLES = ("decisions",)
_FOURTH_TABLES = ("alone",)
_FIFTH_TABLES = ("notes",)
_SIXTH_TABLES = ("summaries",)
_SEVENTH_TABLES = ("carriages",)
_EIGHTH_TABLES = ("outlines", "happenings")
_LATER_TABLES = (
    *_SECOND_TABLES,
    *_THIRD_TABLES,
    *_FOURTH_TABLES,
    *_FIFTH_TABLES,
    *_SIXTH_TABLES,
    *_SEVENTH_TABLES,
    *_EIGHTH_TABLES,
)
_FIRST_TABLES = tuple(table for table in TABLES.values() if table not in _LATER_TABLES)


def _record_table(base: sqlite3.Connection, table: str) -> None:
    base.execute(
        f"CREATE TABLE {table} (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " run INTEGER NOT NULL REFERENCES runs (id), job TEXT NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL)"
    )
    base.execute(f"CREATE INDEX {table}_by_job ON {table} (job)")


def _records_and_ledger(base: sqlite3.Connection) -> None:
    base.execute(
        "CREATE TABLE runs (id INTEGER PRIMARY KEY, step TEXT NOT NULL, version INTEGER NOT NULL,"
        " settings TEXT NOT NULL, UNIQUE (step, version, settings))"
    )
    base.execute(
        "CREATE TABLE ledger (step TEXT NOT NULL, job TEXT NOT NULL, run INTEGER NOT NULL REFERENCES runs (id),"
        " inputs TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'failed')), PRIMARY KEY (step, job))"
        " WITHOUT ROWID"
    )
    for table in _FIRST_TABLES:
        _record_table(base, table)


def _full_text(base: sqlite3.Connection) -> None:
    base.execute(
        # Its rowid is the place of the article in `articles`.
        "CREATE VIRTUAL TABLE found USING fts5 (title, outlet, text, tokenize = 'unicode61 remove_diacritics 2')"
    )
    words = ", ".join(f"json_extract(body, '$.{name}')" for name in ("title", "outlet", "text"))
    base.execute(f"INSERT INTO found (rowid, title, outlet, text) SELECT place, {words} FROM articles")


def _frames(base: sqlite3.Connection) -> None:
    for table in _SECOND_TABLES:
        _record_table(base, table)


def _pages_by_source(base: sqlite3.Connection) -> None:
    # For an address that is given again; without it every page kept would be read through for it.
    base.execute("CREATE INDEX pages_by_source ON pages (json_extract(body, '$.source'))")


def _keys(base: sqlite3.Connection) -> None:
    # A number is never given again, since keys of an article that is gone may still stand under it.
    base.execute(
        "CREATE TABLE members (number INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL UNIQUE,"
        " digest TEXT NOT NULL)"
    )
    base.execute(
        "CREATE TABLE key_rows (place INTEGER PRIMARY KEY, segment INTEGER NOT NULL, family TEXT NOT NULL,"
        " first INTEGER NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL)"
    )
    base.execute("CREATE INDEX key_rows_by_key ON key_rows (family, segment, first)")
    base.execute("CREATE INDEX key_rows_by_segment ON key_rows (segment, size)")


def _digests_in_the_index(base: sqlite3.Connection) -> None:
    # Every run asks which records there are; this way it reads none of their bodies for it.
    for table in (*_FIRST_TABLES, *_SECOND_TABLES):
        base.execute(f"DROP INDEX {table}_by_job")
        base.execute(f"CREATE INDEX {table}_by_job ON {table} (job, id, digest)")


def _order_of_arrival(base: sqlite3.Connection) -> None:
    # What came first stays first, though its article is read anew: families are named for it.
    base.execute("CREATE TABLE arrivals (number INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE)")
    base.execute("INSERT INTO arrivals (article) SELECT id FROM articles ORDER BY place")


def _decisions(base: sqlite3.Connection) -> None:
    _later_tables(base, _THIRD_TABLES)


def _alone(base: sqlite3.Connection) -> None:
    _later_tables(base, _FOURTH_TABLES)


def _later_tables(base: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        _record_table(base, table)
        base.execute(f"DROP INDEX {table}_by_job")
        base.execute(f"CREATE INDEX {table}_by_job ON {table} (job, id, digest)")


def _pointers(base: sqlite3.Connection) -> None:
    # What belongs to an article or a story is found by them, and not by reading everything.
    base.execute(
        "CREATE TABLE pointers (target TEXT NOT NULL, kind INTEGER NOT NULL, place INTEGER NOT NULL,"
        " PRIMARY KEY (target, kind, place)) WITHOUT ROWID"
    )
    shape.fill_pointers(base)


def _notes(base: sqlite3.Connection) -> None:
    _later_tables(base, _FIFTH_TABLES)


def _summaries(base: sqlite3.Connection) -> None:
    _later_tables(base, _SIXTH_TABLES)
    shape.list_tables(base)
    # For the latest of their days; without it every page would be read through for it.
    base.execute("CREATE INDEX pages_by_day ON pages (json_extract(body, '$.as_of'))")
    # More kinds point at ids than when they were first made.
    shape.fill_pointers(base)


def _carriages(base: sqlite3.Connection) -> None:
    _later_tables(base, _SEVENTH_TABLES)
    shape.site_tables(base)
    shape.run_tables(base)


def _outlines(base: sqlite3.Connection) -> None:
    _later_tables(base, _EIGHTH_TABLES)


def _settled(base: sqlite3.Connection) -> None:
    shape.settled_tables(base)
    shape.count_changes(base, (*_FIRST_TABLES, *_LATER_TABLES))


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _records_and_ledger,
    _full_text,
    _frames,
    _pages_by_source,
    _keys,
    _digests_in_the_index,
    _order_of_arrival,
    _decisions,
    shape.people_tables,
    _pointers,
    _alone,
    shape.card_tables,
    _notes,
    _summaries,
    _carriages,
    shape.make_list_anew,
    shape.watch_tables,
    _outlines,
    shape.history_table,
    _settled,
)


def migrate(base: sqlite3.Connection) -> None:
    """Bring a desk file to the newest shape, each step in a transaction of its own."""
    for number, step in enumerate(MIGRATIONS, start=1):
        base.execute("BEGIN IMMEDIATE")
        if version_of(base) < number:
            step(base)
            base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            base.execute(f"PRAGMA user_version = {number}")
        base.execute("COMMIT")


def version_of(base: sqlite3.Connection) -> int:
    """How many migrations a desk file has seen."""
    (version,) = base.execute("PRAGMA user_version").fetchone()
    return int(version)
