"""Parquet files: one row, one page. Row groups are read in small portions, and only the columns that say something."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from copydesk.errors import UnreadablePage
from copydesk.pages.containers import COLUMNS, PAGE_COLUMNS, entry_of_row, no_page_column
from copydesk.pages.entries import Found, Opened
from copydesk.pages.parquet_sizes import Chunk, chunks_of, unpacked_sizes
from copydesk.pages.streams import read_whole, refuse_bomb
from copydesk.settings import PageSettings

PORTION = 16
"""Rows that are held at once: a table may say one page of the largest size in each of them."""
HELD = 4
"""Pages of news of the largest size that are unpacked at once at most, but for one row that is larger."""
MOST_OF_FOOTER = 100_000
"""Columns, groups or pages of an index that a footer may list: a column takes two kilobytes before anything is read."""
NEEDS = "reading Parquet needs a library that is not installed: pip install 'copydesk[parquet]', or write it as .jsonl"


def read_parquet(opened: Opened) -> Found:
    """The pages of a Parquet file, each found again by the number of its row where its group is small enough."""
    table, file = _table(opened)
    names = _flat(table)
    wanted = [name for one in COLUMNS if (name := opened.columns.get(one, one)) in names]
    if not any(opened.columns.get(form, form) in names for form in PAGE_COLUMNS):
        raise UnreadablePage(opened.source, no_page_column(table.schema_arrow.names, opened.columns))
    size, unpacked, given, row = file.seek(0, io.SEEK_END), 0, 0, 0
    groups = _groups(table, file, opened.source)
    for group, chunks in enumerate(groups):
        try:
            sizes = _sizes(chunks, file, wanted)
            unpacked += sizes.all
            refuse_bomb(unpacked, size, source=opened.source, settings=opened.settings)
            portion = _portion(sizes, opened.settings)
            again = opened.file is not None and _is_small(table, group, opened, chunks)
            for values in _rows(table, group, wanted, portion):
                row += 1
                # A few bytes can stand for one long text in every row.
                given += sum(len(value) for value in values.values() if isinstance(value, str))
                refuse_bomb(given, size, source=opened.source, settings=opened.settings)
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
    return table.read_row_group(group, columns=_texts(table))


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    inner = kind.value_type if types.is_dictionary(kind) else kind
    return "string" in str(inner)


def _table(opened: Opened) -> tuple[Any, BinaryIO]:
    """A file as Arrow reads it, and the same file as it lies."""
    try:
        from pyarrow import BufferReader
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise UnreadablePage(opened.source, NEEDS) from error
    limits = {"thrift_container_size_limit": MOST_OF_FOOTER}
    try:
        if opened.file is not None:
            return ParquetFile(opened.file, **limits), opened.file
        most = opened.settings.largest_list_bytes
        raw = read_whole(opened.stream, source=opened.source, settings=opened.settings, limit=most)
        return ParquetFile(BufferReader(raw), **limits), io.BytesIO(raw)
    except (OSError, ValueError) as error:
        raise UnreadablePage(opened.source, f"the Parquet file is damaged ({error}); write it again") from error


def _groups(table: Any, file: BinaryIO, source: str) -> list[list[Chunk]]:
    """Where the columns of each group of rows lie."""
    try:
        groups = chunks_of(file)
    except ValueError as error:
        raise UnreadablePage(source, f"the Parquet file is damaged ({error}); write it again") from error
    if len(groups) != table.num_row_groups:
        raise UnreadablePage(source, "the Parquet file is damaged (its footer can be read in two ways); write it again")
    return groups


class _Sizes(NamedTuple):
    """Bytes of some columns of a group when unpacked: in `all`, and of the largest page of a column."""

    all: int
    largest: int


def _sizes(chunks: list[Chunk], file: BinaryIO, columns: list[str]) -> _Sizes:
    """How large columns get, told before anything of them is unpacked."""
    total = largest = 0
    for chunk in chunks:
        if chunk.column in columns:
            for size in unpacked_sizes(file, start=chunk.start, length=chunk.length):
                total, largest = total + size, max(largest, size)
    return _Sizes(total, largest)


def _portion(sizes: _Sizes, settings: PageSettings) -> int:
    """Rows that are held at once: no value is larger than the page of the column that it stands in.

    Raises:
        ValueError: one row may already be too much.

    """
    if sizes.largest > PORTION * settings.largest_page_bytes:
        raise ValueError(f"a page of a column has {sizes.largest / 1_000_000:,.1f} MB; write it in smaller groups")
    return max(1, min(PORTION, HELD * settings.largest_page_bytes // max(1, sizes.largest)))


def _rows(table: Any, group: int, columns: list[str], portion: int) -> Iterator[dict[str, Any]]:
    for batch in table.iter_batches(batch_size=portion, row_groups=[group], columns=columns):
        yield from batch.to_pylist()


def _is_small(table: Any, group: int, opened: Opened, chunks: list[Chunk]) -> bool:
    """Whether the texts of a group may be held whole, packed as they are and as they come when they are read."""
    texts, most, came = _texts(table), opened.settings.largest_group_bytes, 0
    assert opened.file is not None  # only what lies in a file is read again
    sizes = _sizes(chunks, opened.file, texts)
    if sizes.all > most:
        return False
    portion = _portion(sizes, opened.settings)
    for batch in table.iter_batches(batch_size=portion, row_groups=[group], columns=texts):
        came += batch.nbytes
        if came > most:
            return False
    return True


def _flat(table: Any) -> set[str]:
    """The columns with one value in each row: a list may have any number of values in a few bytes."""
    from pyarrow import types

    return {one.name for one in table.schema_arrow if not types.is_nested(one.type)}


def _texts(table: Any) -> list[str]:
    """The columns in which the words of a page may stand."""
    flat = _flat(table)
    return [one.name for one in table.schema_arrow if one.name in flat and _is_text(one.type)]
