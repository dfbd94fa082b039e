"""The contract as CSV (RFC 4180), for spreadsheets and for whatever reads nothing else.

A record within a record is columns with a dot (`published.low`); a list of records is a file of its own, whose first
columns name the row it belongs to (`of.id`) and the place in it; any other list is JSON in its cell. What is not known
is an empty cell. No cell is a formula to a spreadsheet: text that would be one has an apostrophe in front.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from copydesk.exports.contract_tables import contract_tables
from copydesk.exports.given import Given, Written
from copydesk.tabular import Kind, Records, Row, kind_of

FOLDER = "csv"
# Text that a spreadsheet takes for a formula (OWASP, "CSV Injection"): it begins with one of these signs, full-width
# ones and blanks before them included. Text that has the apostrophe already gets one more, so that taking one off where
# such a sign follows gives the text back.
_FORMULA = re.compile(r"'*[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")
# The columns that tell a row of a table from the others, where it is not `id`.
_KEYS = {"copies": ("a", "b"), "alone": ("story",), "failures": ("step", "input")}


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write every table of the contract, and one more for each list of records in it."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    return tuple(
        one
        for name, table in contract_tables(given.holdings.collection).items()
        for one in _write_table(name, table, folder)
    )


def _write_table(name: str, table: Records[Any], folder: Path) -> Iterator[Written]:
    rows = table.to_rows()
    kinds = {column: kind_of(hint) for column, hint in table.columns.items()}
    yield _write_rows(name, [[*_columns(kinds)], *([*_cells(row, kinds)] for row in rows)], folder)
    keys = _KEYS.get(name, ("id",))
    for path, kind in _lists(kinds):
        parts = dict(kind.parts)
        header = [*(f"of.{key}" for key in keys), "place", *_columns(parts, lists=True)]
        inside = [
            [*(guarded(row[key]) for key in keys), str(place), *_cells(one, parts, lists=True)]
            for row in rows
            for place, one in enumerate(_at(row, path))
        ]
        yield _write_rows(".".join((name, *path)), [header, *inside], folder)


def _write_rows(name: str, rows: list[list[str]], folder: Path) -> Written:
    """A file of rows, the names of the columns first. A mark at its beginning tells spreadsheets that it is UTF-8."""
    path = f"{FOLDER}/{name}.csv"
    with (folder / path).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
    return Written(path, len(rows) - 1)


def _columns(kinds: dict[str, Kind], *, lists: bool = False) -> Iterator[str]:
    """The names of the columns; lists of records have files of their own but in such a file (`lists`)."""
    for name, kind in kinds.items():
        if kind.parts:
            yield from (f"{name}.{part}" for part in _columns(dict(kind.parts), lists=lists))
        elif lists or not _is_records(kind):
            yield name


def _cells(row: Row | None, kinds: dict[str, Kind], *, lists: bool = False) -> Iterator[str]:
    for name, kind in kinds.items():
        value = None if row is None else row[name]
        if kind.parts:
            yield from _cells(value, dict(kind.parts), lists=lists)
        elif lists or not _is_records(kind):
            yield guarded(value)


def _lists(kinds: dict[str, Kind], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Kind]]:
    """Every list of records in a table, by the way to it, with the kind of the records."""
    for name, kind in kinds.items():
        if kind.parts:
            yield from _lists(dict(kind.parts), (*path, name))
        elif _is_records(kind):
            assert kind.inside is not None
            yield (*path, name), kind.inside


def _is_records(kind: Kind) -> bool:
    return kind.inside is not None and bool(kind.inside.parts)


def _at(row: Any, path: Iterable[str]) -> Any:
    for name in path:
        row = row[name] if row is not None else ()
    return row or ()


def guarded(value: Any) -> str:
    """The cell of a value; it is no formula to a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return str(value)
