"""The shape of a desk on PostgreSQL, as numbered files of SQL from nothing. A released one is never edited: add one.

The tables are those of a desk file (`migrations.py`, `sqlite_shape.py`), with the same names and columns, in the schema
`copydesk`; PostgreSQL is taught the few functions of SQLite that the shared text of SQL asks for.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from copydesk.errors import DeskError
from copydesk.store.address import Address

if TYPE_CHECKING:
    from copydesk.store.postgres_base import PostgresBase

APPLICATION = "copydesk"
"""What the table `shape` says: how our schema is told from another of the same name."""
SHAPES = ("001.sql", "002.sql", "003.sql", "004.sql", "005.sql")
"""The files, in order."""


def migrate(base: PostgresBase, address: Address) -> None:
    """Bring a desk to the newest shape, in one transaction; a new desk is made.

    Raises:
        DeskError: the schema is another program's, or of a newer copydesk, or the database cannot hold every text.

    """
    if shape_of(base, address) == len(SHAPES):
        return
    base.begin(writing=True)
    try:
        bring_up(base, address)
    except BaseException:
        base.end(keep=False)
        raise
    base.end(keep=True)


def bring_up(base: PostgresBase, address: Address) -> None:
    """The same as a part of the transaction that is open."""
    version = shape_of(base, address)
    if version is None:
        _refuse_encoding(base, address)
        base.execute("CREATE SCHEMA copydesk")
        base.execute("CREATE TABLE shape (application TEXT NOT NULL, version BIGINT NOT NULL)")
        base.execute("INSERT INTO shape VALUES (?, 0)", (APPLICATION,))
    for name in SHAPES[version or 0 :]:
        base.connection.execute(files("copydesk.store").joinpath("postgres_shapes", name).read_text(encoding="utf-8"))
    base.execute("UPDATE shape SET version = ?", (len(SHAPES),))


def shape_of(base: PostgresBase, address: Address) -> int | None:
    """How many migrations a desk has seen; None where there is none.

    Raises:
        DeskError: the schema is another program's, or of a newer copydesk.

    """
    (there,) = _row(base, "SELECT count(*) FROM pg_namespace WHERE nspname = 'copydesk'")
    if not there:
        return None
    (marked,) = _row(base, "SELECT count(*) FROM pg_tables WHERE schemaname = 'copydesk' AND tablename = 'shape'")
    known = _row(base, "SELECT application, version FROM shape") if marked else ("", 0)
    if known[0] != APPLICATION:
        raise DeskError(
            f"{address}: the schema `copydesk` there is another program's, not a desk; name another database"
        )
    if known[1] > len(SHAPES):
        raise DeskError(f"{address}: this desk was made by a newer copydesk; update copydesk to open it")
    return int(known[1])


def _refuse_encoding(base: PostgresBase, address: Address) -> None:
    (encoding,) = _row(base, "SELECT current_setting('server_encoding')")
    if encoding != "UTF8":
        raise DeskError(
            f"{address}: the database keeps its texts as {encoding} and cannot hold every letter; make one with"
            f" `createdb --encoding=UTF8 --template=template0 {address.name}`"
        )


def _row(base: PostgresBase, query: str) -> Any:
    return base.execute(query).fetchone() or ("", 0)
