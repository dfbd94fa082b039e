"""The files of the contract as tables whose texts every file format can hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from copydesk import tables
from copydesk.exports.fitting import held_in
from copydesk.records import Collection
from copydesk.tabular import Records


def contract_tables(collection: Collection) -> dict[str, Records[Any]]:
    """Every table of the contract by the name of its file, in the order and with the columns of the export."""
    found: dict[str, Records[Any]] = {
        "articles": tables.articles(collection.articles, collection.editions, collection.datings),
        "copies": tables.copies(collection.copies),
        "families": tables.families(collection.families),
        "stories": tables.stories(collection.stories),
        "quotes": tables.quotes(collection.quotes, collection.attributions),
        "figures": tables.figures(collection.figures, collection.facts),
        "checks": tables.checks(collection.checks),
        "alone": tables.alone(collection.alone),
        "failures": tables.failures(collection.failures),
    }
    return {name: _fit(table) for name, table in found.items()}


def _fit(table: Records[Any]) -> Records[Any]:
    rows = table.to_rows()
    return Records(table, date, columns=table.columns, rows=lambda: map(held_in, rows))
