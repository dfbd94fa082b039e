"""Memory: records kept in one file, with a ledger of what was done to them. Only this folder speaks SQL.

Read `base.py` (what every store promises), then `codec.py` (record <-> row) and `sql.py` (how a store in a database
keeps the promise) with what it keeps beside the records: `pointers.py` (who points at an id), `keys.py` (the keys by
which articles meet their copies), `listing.py` (the stories as a list), `sites.py` and `runs.py` (what is counted),
`people.py` (who works at the desk), `watches.py` (what a watch remembers), `history.py` (what runs took), `settled.py`
(which steps have nothing to do), `cards.py` with `finding.py` and `searching.py` (which articles answer a question).
SQL is written once, for the connection that `connection.py` describes; what SQLite and PostgreSQL have otherwise stands
in `sqlite_*.py` (with `migrations.py`, the shape of a desk file) and `postgres_*.py`. `backup.py` copies a whole file,
`repair.py` saves a damaged one, `moving.py` takes a desk elsewhere.
"""

from copydesk.store.base import (
    Arrival,
    FailureGroup,
    Follower,
    Hit,
    LedgerLine,
    ListedPage,
    Order,
    Outcome,
    RunLine,
    Shelf,
    SiteCounts,
    StepRun,
    Store,
    StoredRow,
)
from copydesk.store.finding import Voice
from copydesk.store.history import UNREADABLE, History, Told
from copydesk.store.memos import Memo
from copydesk.store.opened import open_store
from copydesk.store.pointers import name_key, speaker_key
from copydesk.store.postgres import PostgresStore
from copydesk.store.settled import FailedJob, Settled
from copydesk.store.sqlite import SqliteStore

__all__ = [
    "UNREADABLE",
    "Arrival",
    "FailedJob",
    "FailureGroup",
    "Follower",
    "History",
    "Hit",
    "LedgerLine",
    "ListedPage",
    "Memo",
    "Order",
    "Outcome",
    "PostgresStore",
    "RunLine",
    "Settled",
    "Shelf",
    "SiteCounts",
    "SqliteStore",
    "StepRun",
    "Store",
    "StoredRow",
    "Told",
    "Voice",
    "name_key",
    "open_store",
    "speaker_key",
]
