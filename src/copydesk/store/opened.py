"""The store at a place, whichever kind it is of."""

from __future__ import annotations

from copydesk.store.address import Address, Place
from copydesk.store.postgres import PostgresStore
from copydesk.store.sql import SqlStore
from copydesk.store.sqlite import SqliteStore


def open_store(place: Place | None, *, read_only: bool = False) -> SqlStore:
    """The store in a file or a database, made if it is not there; in memory where no place is named.

    Raises:
        DeskError: it is no desk, was made by a newer copydesk, or cannot be read or written.

    """
    if isinstance(place, Address):
        return PostgresStore(place, read_only=read_only)
    return SqliteStore(place, read_only=read_only)
