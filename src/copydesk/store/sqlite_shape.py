"""The tables of the parts of a desk, as SQLite has them, and how they are filled where records stand already."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import Any

from copydesk.records import MATERIAL
from copydesk.store import cards
from copydesk.store.listing import COLUMNS, Listing
from copydesk.store.pointers import POINTS, targets_of
from copydesk.store.sqlite_base import SqliteBase
from copydesk.store.tables import NUMBERS, TABLES
from copydesk.text.hosts import host_of, site_name

# Rows that are written at once when a desk is brought up to date: a few megabytes.
FILLED = 20_000


def card_tables(base: sqlite3.Connection) -> None:
    """The tables of `cards.py`, filled from the records of a desk that has none of them."""
    base.execute(
        # `site` is the outlet folded; `own` whether the page itself tells its day.
        "CREATE TABLE cards (number INTEGER PRIMARY KEY, place INTEGER NOT NULL UNIQUE, article TEXT NOT NULL,"
        " title TEXT, outlet TEXT, source TEXT NOT NULL, url TEXT, language TEXT, low TEXT, high TEXT,"
        " own INTEGER NOT NULL, site TEXT NOT NULL)"
    )
    base.execute("CREATE INDEX cards_by_day ON cards (low, high)")
    base.execute("CREATE INDEX cards_by_site ON cards (site, language)")
    base.execute(
        "CREATE TABLE voices (voice INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
        " quotes INTEGER NOT NULL)"
    )
    base.execute(
        "CREATE TABLE voice_words (word TEXT NOT NULL, voice INTEGER NOT NULL REFERENCES voices (voice)"
        " ON DELETE CASCADE, PRIMARY KEY (word, voice)) WITHOUT ROWID"
    )
    base.execute("CREATE INDEX voice_words_by_voice ON voice_words (voice)")
    base.execute(
        "CREATE TABLE spoken (voice INTEGER NOT NULL, number INTEGER NOT NULL, quote TEXT NOT NULL,"
        " PRIMARY KEY (voice, number, quote)) WITHOUT ROWID"
    )
    base.execute("CREATE INDEX spoken_by_quote ON spoken (quote)")
    base.execute(
        "CREATE TABLE counted (place INTEGER PRIMARY KEY, number INTEGER NOT NULL, value REAL NOT NULL,"
        " dimension TEXT NOT NULL)"
    )
    base.execute("CREATE INDEX counted_by_value ON counted (value, dimension, number)")
    # Its rowid is the place of the figure in `figures`.
    base.execute("CREATE VIRTUAL TABLE measured USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2')")
    cards.fill(SqliteBase(base))


def people_tables(base: sqlite3.Connection) -> None:
    """The tables of `people.py`. `''` stands for nobody's name, so that it is unique."""
    base.execute(
        "CREATE TABLE people (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE,"
        " right TEXT NOT NULL CHECK (right IN ('read', 'write')), digest TEXT NOT NULL UNIQUE, added_at TEXT NOT NULL)"
    )
    base.execute(
        "CREATE TABLE shares (number INTEGER PRIMARY KEY AUTOINCREMENT, story TEXT NOT NULL, ends TEXT NOT NULL,"
        " digest TEXT NOT NULL UNIQUE, by TEXT, made_at TEXT NOT NULL, withdrawn_at TEXT)"
    )
    base.execute(
        "CREATE TABLE looks (person TEXT NOT NULL, story TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (person, story)) WITHOUT ROWID"
    )
    base.execute(
        "CREATE TABLE searches (number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, name TEXT NOT NULL,"
        " query TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (person, name))"
    )
    base.execute(
        "CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, by TEXT,"
        " action TEXT NOT NULL, target TEXT NOT NULL, words TEXT NOT NULL)"
    )
    base.execute("CREATE INDEX audit_by_target ON audit (target, number)")


def fill_pointers(base: sqlite3.Connection) -> None:
    """Make the pointers of all records that are on a desk."""
    base.execute("DELETE FROM pointers")
    standing = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for kind in POINTS:
        if TABLES[kind] not in standing:
            continue
        held = base.execute(f"SELECT place, body FROM {TABLES[kind]}")
        rows = ((one, NUMBERS[kind], place) for place, body in held for one in targets_of(kind, json.loads(body)))
        while portion := list(islice(rows, FILLED)):
            base.executemany("INSERT INTO pointers (target, kind, place) VALUES (?, ?, ?)", sorted(portion))


def list_tables(base: sqlite3.Connection) -> None:
    """The tables of `listing.py`."""
    counts = ", ".join(f"{name} INTEGER NOT NULL" for name in MATERIAL)
    base.execute(
        "CREATE TABLE listing (place INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, first TEXT NOT NULL,"
        f" last TEXT NOT NULL, changes INTEGER NOT NULL, {counts})"
    )
    for order, columns in COLUMNS.items():
        base.execute(f"CREATE INDEX listing_by_{order} ON listing ({', '.join(columns)}, story)")
    # A value goes by its number: to count them for 40,000 stories takes a third of what it takes by their names.
    base.execute(
        "CREATE TABLE facets (number INTEGER PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL,"
        " stories INTEGER NOT NULL, UNIQUE (facet, value))"
    )
    base.execute(
        "CREATE TABLE listed (place INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (place, value)) WITHOUT ROWID"
    )
    base.execute("CREATE INDEX listed_by_value ON listed (value, place)")


def make_list_anew(base: sqlite3.Connection) -> None:
    """The tables of the list from the summaries, whatever they were before."""
    for table in ("listing", "listed", "facets"):
        base.execute(f"DROP TABLE {table}")
    list_tables(base)
    listing = _listing(SqliteBase(base))
    for place, body in base.execute("SELECT place, body FROM summaries").fetchall():
        listing.add("Summary", place, json.loads(body))


def _listing(base: SqliteBase) -> Listing:
    return Listing(base, lambda: nullcontext(base))


def site_tables(base: sqlite3.Connection) -> None:
    """The tables of `sites.py`, with the articles that are on the desk already."""
    base.execute("CREATE TABLE sites (place INTEGER PRIMARY KEY, site TEXT, host TEXT, reserved INTEGER)")
    base.execute("CREATE INDEX sites_by_site ON sites (site, reserved, host)")
    base.execute(
        "CREATE TABLE carried (place INTEGER PRIMARY KEY, site TEXT, role TEXT NOT NULL, credit TEXT, lag INTEGER,"
        " material INTEGER NOT NULL, corrections INTEGER NOT NULL)"
    )
    base.execute("CREATE INDEX carried_by_site ON carried (site, lag, role, credit, material, corrections)")
    base.executemany("INSERT INTO sites (place, site, host, reserved) VALUES (?, ?, ?, ?)", list(_standing(base)))


def _standing(base: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    fields = ("outlet", "url", "tdm_reserved")
    asked = ", ".join(f"json_extract(body, '$.{name}')" for name in fields)
    for place, outlet, url, reserved in base.execute(f"SELECT place, {asked} FROM articles"):
        yield place, site_name(outlet, url), host_of(url), reserved


def run_tables(base: sqlite3.Connection) -> None:
    """What is counted of each run, kept by the ledger itself: counting its lines would take a second for a million."""
    base.execute(
        "CREATE TABLE run_counts (run INTEGER NOT NULL, state TEXT NOT NULL, jobs INTEGER NOT NULL,"
        " PRIMARY KEY (run, state)) WITHOUT ROWID"
    )
    base.execute("INSERT INTO run_counts SELECT run, state, count(*) FROM ledger GROUP BY run, state")
    more = (
        "INSERT INTO run_counts (run, state, jobs) VALUES (new.run, new.state, 1)"
        " ON CONFLICT (run, state) DO UPDATE SET jobs = jobs + 1;"
    )
    fewer = "UPDATE run_counts SET jobs = jobs - 1 WHERE run = old.run AND state = old.state;"
    base.execute(f"CREATE TRIGGER ledger_in AFTER INSERT ON ledger BEGIN {more} END")
    base.execute(f"CREATE TRIGGER ledger_out AFTER DELETE ON ledger BEGIN {fewer} END")
    base.execute(f"CREATE TRIGGER ledger_again AFTER UPDATE ON ledger BEGIN {fewer} {more} END")


def watch_tables(base: sqlite3.Connection) -> None:
    """The table of `watches.py`."""
    base.execute(
        "CREATE TABLE watches (kind TEXT NOT NULL, name TEXT NOT NULL, due REAL, facts TEXT NOT NULL,"
        " PRIMARY KEY (kind, name)) WITHOUT ROWID"
    )
    base.execute("CREATE INDEX watches_by_due ON watches (kind, due, name) WHERE due IS NOT NULL")


def history_table(base: sqlite3.Connection) -> None:
    """The table of `history.py`; a number is never given again."""
    base.execute("CREATE TABLE history (number INTEGER PRIMARY KEY AUTOINCREMENT, facts TEXT NOT NULL)")


def settled_tables(base: sqlite3.Connection) -> None:
    """The tables of `settled.py`. What is remembered of a step goes with the first line of its ledger that changes."""
    base.execute("CREATE TABLE changes (records TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID")
    base.execute(
        "CREATE TABLE settled (step TEXT PRIMARY KEY, facts TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID"
    )
    for event, lines in (("INSERT", "(new.step)"), ("DELETE", "(old.step)"), ("UPDATE", "(old.step, new.step)")):
        forget = f"DELETE FROM settled WHERE step IN {lines}"
        base.execute(f"CREATE TRIGGER unsettled_by_{event.lower()} AFTER {event} ON ledger BEGIN {forget}; END")


def count_changes(base: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Have the changes of these tables of records counted from now on; no row of them is looked at."""
    for table in tables:
        base.execute("INSERT INTO changes (records, number) VALUES (?, 0)", (table,))
        count = f"UPDATE changes SET number = number + 1 WHERE records = '{table}'"
        for event in ("INSERT", "DELETE", "UPDATE"):
            base.execute(
                f"CREATE TRIGGER {table}_counted_by_{event.lower()} AFTER {event} ON {table} BEGIN {count}; END"
            )
