"""Memory: records kept in one file, with a ledger of what was done to them. Only this folder speaks SQL.

Read `base.py` (what every store promises), then `codec.py` (record <-> row), then `sqlite.py`.
"""

from copydesk.store.base import Hit, LedgerLine, Outcome, Shelf, StepRun, Store, StoredRow
from copydesk.store.sqlite import SqliteStore

__all__ = ["Hit", "LedgerLine", "Outcome", "Shelf", "SqliteStore", "StepRun", "Store", "StoredRow"]
