"""Parquet files: one row, one page. Row groups are read in small portions, and only the columns that say something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from copydesk.errors import UnreadablePage
from copydesk.pages.containers import COLUMNS, PAGE_COLUMNS, entry_of_row, no_page_column
from copydesk.pages.entries import Found, Opened
from copydesk.pages.streams import read_whole
from copydesk.settings import PageSettings

PORTION = 16
"""Rows that are held at once: a table may say one page of the largest size in each of them."""
NEEDS = "reading Parquet needs a library that is not installed: pip install 'copydesk[parquet]', or write it as .jsonl"


def read_parquet(opened: Opened) -> Found:
    """The pages of a Parquet file, each found again by the number of its row where its group is small enough."""
    table = _table(opened)
    names = set(table.schema_arrow.names)
    wanted = [name for one in COLUMNS if (name := opened.columns.get(one, one)) in names]
    if not any(opened.columns.get(form, form) in names for form in PAGE_COLUMNS):
        raise UnreadablePage(opened.source, no_page_column(table.schema_arrow.names, opened.columns))
    row = 0
    for group in range(table.num_row_groups):
        again = opened.file is not None and _is_small(table, group, opened.settings)
        try:
            for values in _rows(table, group, wanted):
                row += 1
                try:
                    yield entry_of_row(values, columns=opened.columns, number=row, offset=row - 1 if again else None)
                except ValueError as error:
                    yield opened.refused(row, str(error))
        except (OSError, ValueError) as error:
            row = sum(table.metadata.row_group(one).num_rows for one in range(group + 1))
            yield opened.refused(f"group {group + 1}", f"it is damaged ({error}); the groups after it were read")


def row_again(path: str, stamp: int, row: int) -> Iterator[str]:
    """The texts in one row of a file that was last changed at `stamp` (nanoseconds): one of them is the page.

    Raises:
        UnreadablePage: it is no Parquet file (any more), or has no such row.

    """
    first = 0
    try:
        table = _opened_again(path, stamp)
        for group in range(table.num_row_groups):
            count = table.metadata.row_group(group).num_rows
            if row < first + count:
                columns = _group_again(path, stamp, group).columns
                yield from (words for one in columns if isinstance(words := one[row - first].as_py(), str))
                return
            first += count
    except (OSError, ValueError) as error:
        raise UnreadablePage(path, f"the Parquet file is damaged ({error}); write it again") from error


@lru_cache(maxsize=2)
def _opened_again(path: str, stamp: int) -> Any:  # noqa: ARG001  the stamp tells a changed file from the same one
    from pyarrow.parquet import ParquetFile

    return ParquetFile(path)


@lru_cache(maxsize=1)
def _group_again(path: str, stamp: int, group: int) -> Any:
    """A group of rows: pages are asked for one after the other, and each would unpack the whole group again."""
    table = _opened_again(path, stamp)
    return table.read_row_group(group, columns=[one.name for one in table.schema_arrow if _is_text(one.type)])


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    inner = kind.value_type if types.is_dictionary(kind) else kind
    return "string" in str(inner)


def _table(opened: Opened) -> Any:
    try:
        from pyarrow import BufferReader
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UnreadablePage(opened.source, NEEDS) from error
    limit = opened.settings.largest_list_bytes
    try:
        if opened.file is not None:
            return ParquetFile(opened.file)
        return ParquetFile(
            BufferReader(read_whole(opened.stream, source=opened.source, settings=opened.settings, limit=limit))
        )
    except (OSError, ValueError) as error:
        raise UnreadablePage(opened.source, f"the Parquet file is damaged ({error}); write it again") from error


def _rows(table: Any, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in table.iter_batches(batch_size=PORTION, row_groups=[group], columns=columns):
        yield from batch.to_pylist()


def _is_small(table: Any, group: int, settings: PageSettings) -> bool:
    return bool(table.metadata.row_group(group).total_byte_size <= settings.largest_group_bytes)
