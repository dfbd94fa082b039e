"""The contract as Parquet: the same columns, with their types; lists and records within records stay what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from copydesk.errors import UsageError
from copydesk.exports.contract_tables import contract_tables
from copydesk.exports.given import Given, Written

FOLDER = "parquet"


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write one file for each file of the contract.

    Raises:
        UsageError: pyarrow is not installed.

    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    found = []
    for name, table in contract_tables(given.holdings.collection).items():
        path = f"{FOLDER}/{name}.parquet"
        write_parquet(folder / path, table.to_arrow())
        found.append(Written(path, len(table)))
    return tuple(found)


def write_parquet(path: Path, table: Any) -> None:
    """Write a table of pyarrow.

    Raises:
        UsageError: pyarrow is not installed.

    """
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow, which is not installed; pip install 'copydesk[parquet]'") from error
    parquet.write_table(table, path, compression="zstd")
