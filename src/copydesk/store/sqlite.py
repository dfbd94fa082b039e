"""The default store: one SQLite file in WAL mode, written by one writer, read by any number."""

from __future__ import annotations

from pathlib import Path

from copydesk.store.opening import opened
from copydesk.store.sql import SqlStore
from copydesk.store.sqlite_base import SqliteBase


class SqliteStore(SqlStore):
    """Records in a SQLite file (or in memory, where `path` is None)."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        super().__init__(SqliteBase(opened(path, read_only=read_only), path))
