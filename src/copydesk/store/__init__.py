"""Memory: records kept in one file, with a ledger of what was done to them. Only this folder speaks SQL.

Read `base.py` (what every store promises), then `codec.py` (record <-> row), then `sqlite.py`
and `keys.py` (the keys by which articles meet their copies).
"""

from copydesk.store.base import Arrival, Hit, LedgerLine, Outcome, Shelf, StepRun, Store, StoredRow
from copydesk.store.sqlite import SqliteStore

__all__ = ["Arrival", "Hit", "LedgerLine", "Outcome", "Shelf", "SqliteStore", "StepRun", "Store", "StoredRow"]
