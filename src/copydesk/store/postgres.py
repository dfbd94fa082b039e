"""A store on a server of PostgreSQL: several processes and machines may read and write one desk at once."""

from __future__ import annotations

from copydesk.errors import DeskError
from copydesk.store.address import Address
from copydesk.store.postgres_base import PostgresBase
from copydesk.store.postgres_shape import SHAPES, migrate, shape_of
from copydesk.store.sql import SqlStore


class PostgresStore(SqlStore):
    """Records in the schema `copydesk` of a database."""

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        super().__init__(postgres_base(address, read_only=read_only))


def postgres_base(address: Address, *, read_only: bool) -> PostgresBase:
    """A connection to a desk of the newest shape; a desk that is not there is made, unless it is only to be read.

    Raises:
        DeskError: the server is not there, there is no desk, or it is of another shape.

    """
    base = PostgresBase(address, read_only=read_only)
    try:
        with base.named():
            _refuse_old(base, address) if read_only else migrate(base, address)
    except BaseException:
        base.close()
        raise
    return base


def _refuse_old(base: PostgresBase, address: Address) -> None:
    """Whoever only reads brings no desk up to date."""
    version = shape_of(base, address)
    if version is None:
        raise DeskError(f"{address}: there is no desk here; make one with `copydesk --desk {address} add PATH`")
    if version < len(SHAPES):
        raise DeskError(
            f"{address}: this desk was made by an older copydesk; open it once for writing to bring it up to date"
        )
