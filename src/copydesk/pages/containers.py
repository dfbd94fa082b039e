"""Tables of pages: what each row of a `.jsonl`, `.csv` or `.tsv` file says of its page (`parquet` does its own)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from copydesk.errors import UnreadablePage
from copydesk.pages.decoding import decode
from copydesk.pages.entries import Entry, Found, Opened, Told, day_of, line_of
from copydesk.pages.kinds import HEAD_BYTES
from copydesk.pages.streams import Line, read_lines, too_large
from copydesk.records import Form

COLUMNS = ("text", "html", "id", "url", "outlet", "title", "author", "credited", "published", "fetched")
"""What a row may say of its page; a mapping from these to other names is `--columns`."""
PAGE_COLUMNS: tuple[Form, ...] = ("html", "text")
"""Where the page itself stands: its HTML where there is any, for that says more than the text."""
IS_AN_ARRAY = "it holds one JSON array; write one object a line instead (jq -c '.[]' does that)"
IS_SPREAD = "it holds JSON over several lines; write one object a line instead (jq -c . does that)"


def read_json_lines(opened: Opened) -> Found:
    """The pages of a `.jsonl` file, one object a line."""
    found_any = False
    for line in read_lines(opened.stream, source=opened.source, settings=opened.settings):
        if not found_any and line.raw is not None and (wrong := _no_lines(line.raw)):
            raise UnreadablePage(opened.source, wrong)
        found_any = True
        yield _of_line(line, opened)


def _no_lines(first: bytes) -> str | None:
    """What is said of a file of JSON whose first line shows that it is not one object a line."""
    line = first.removeprefix(b"\xef\xbb\xbf").strip()
    return IS_AN_ARRAY if line.startswith(b"[") else IS_SPREAD if line == b"{" else None


def _of_line(line: Line, opened: Opened) -> Entry | UnreadablePage:
    if line.raw is None:
        return opened.refused(line.number, too_large(opened.settings.largest_page_bytes))
    try:
        values = json_object(decode(line.raw, settings=opened.settings).text)
        offset = None if opened.file is None else line.offset
        return entry_of_row(values, columns=opened.columns, number=line.number, offset=offset)
    except ValueError as error:
        return opened.refused(line.number, str(error))


def read_table(opened: Opened) -> Found:
    """The pages of a `.csv` or `.tsv` file, whose first row names the columns.

    A row may go over several lines, so none can be found again by its place: its page is kept.
    """
    head = decode(opened.stream.peek(HEAD_BYTES)[:HEAD_BYTES], settings=opened.settings)
    first = head.text.partition("\n")[0]
    # A mark at the beginning is no part of the first column's name.
    encoding = {"utf-8": "utf-8-sig"}.get(head.encoding, head.encoding.removesuffix("-le").removesuffix("-be"))
    encoding = encoding if head.basis in ("mark", "fits", "repaired") else head.encoding
    words = io.TextIOWrapper(opened.stream, encoding, "replace", newline="")
    try:
        rows = csv.reader(words, delimiter="\t" if "\t" in first else _comma_of(first))
        yield from _of_rows(_rows(rows, opened), opened)
    finally:
        words.detach()


def _of_rows(rows: Iterator[list[str]], opened: Opened) -> Found:
    names = next(rows, [])
    if not any(opened.columns.get(form, form) in names for form in PAGE_COLUMNS):
        raise UnreadablePage(opened.source, no_page_column(names, opened.columns))
    for number, row in enumerate(rows, start=1):
        try:
            values = dict(zip(names, row, strict=False))
            yield entry_of_row(values, columns=opened.columns, number=number, offset=None)
        except ValueError as error:
            yield opened.refused(number, str(error))


def _comma_of(first_line: str) -> str:
    """What stands between columns: a semicolon where spreadsheets write a comma within numbers."""
    return ";" if first_line.count(";") > first_line.count(",") else ","


def _rows(rows: Iterator[list[str]], opened: Opened) -> Iterator[list[str]]:
    """The rows that are not blank, each field as long as a page may be."""
    csv.field_size_limit(opened.settings.largest_page_bytes)
    try:
        yield from (row for row in rows if any(row))
    except csv.Error as error:
        raise UnreadablePage(opened.source, f"the table breaks off ({error}); write it again as .jsonl") from error


def entry_of_row(values: Mapping[str, Any], *, columns: Mapping[str, str], number: int, offset: int | None) -> Entry:
    """The page of one row; `columns` names the columns that are not called as in `COLUMNS`.

    Raises:
        ValueError: there is no page in it; the message says what to do.

    """
    told = {column: line_of(values.get(columns.get(column, column))) for column in COLUMNS}
    words, form = _page_of(values, columns)
    return Entry(
        content=words,
        form=form,
        record=told["id"] or str(number),
        offset=offset,
        told=Told(
            url=told["url"],
            outlet=told["outlet"],
            title=told["title"],
            author=told["author"],
            credited=told["credited"],
            published=told["published"],
            fetched=day_of(told["fetched"]),
        ),
    )


def json_object(raw: str) -> dict[str, Any]:
    """The JSON object of a line.

    Raises:
        ValueError: there is none.

    """
    try:
        values = json.loads(raw)
    except RecursionError as error:
        raise ValueError("the line is nested too deeply to be a record; fetch the file again") from error
    except ValueError as error:
        raise ValueError(f"the line is no JSON ({error}); write one object a line") from error
    if not isinstance(values, dict):
        raise ValueError("the line is JSON but no object; write one object a line, with a column text or html")  # noqa: TRY004  a malformed value, not a wrong call
    return values


def no_page_column(names: list[str] | tuple[str, ...], columns: Mapping[str, str]) -> str:
    """What is said of a table without a column that could hold the pages."""
    asked = " nor ".join(repr(columns.get(form, form)) for form in reversed(PAGE_COLUMNS))
    there = ", ".join(map(repr, names[:20])) or "none"
    return f"the table has neither {asked} among its columns ({there}); name them, as in --columns text=body"


def _page_of(values: Mapping[str, Any], columns: Mapping[str, str]) -> tuple[str, Form]:
    for form in PAGE_COLUMNS:
        words = values.get(columns.get(form, form))
        if isinstance(words, str) and words.strip():
            return words, form
    names = " nor ".join(repr(columns.get(form, form)) for form in reversed(PAGE_COLUMNS))
    raise ValueError(f"the line has neither {names} with anything in it; name the columns, as in --columns text=body")
