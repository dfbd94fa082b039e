"""Pages out of what people point at, and a page's text from where it lies."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from copydesk.errors import UnreadablePage
from copydesk.pages.containers import Row, json_object, read_row
from copydesk.pages.decoding import decode
from copydesk.pages.forms import form_of, no_page
from copydesk.pages.streams import Line, opened, read_lines, read_whole, too_large, unpacked
from copydesk.pages.walking import PACKED, find_files, is_container, is_page
from copydesk.records import Failure, Form, Page, PageId
from copydesk.settings import PageSettings
from copydesk.text.ids import stable_id

STEP = "pages"
STANDARD_INPUT = "-"
LINE_END = re.compile("\r\n?")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What holds for all pages of one call."""

    as_of: date
    settings: PageSettings
    columns: Mapping[str, str]


def find_pages(
    sources: Sequence[str],
    *,
    as_of: date,
    settings: PageSettings,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Page | Failure]:
    """The pages of files, folders, patterns and `-` (standard input), in order, each file once, one held at a time.

    What cannot be read comes out as a `Failure` in its place. `columns` names the columns of containers that are not
    called as in the contract: `{"text": "body"}`. Two files alike in every byte are two pages; a file that did not
    change keeps its id.
    """
    reading = _Reading(as_of=as_of, settings=settings, columns=columns or {})
    seen: set[str] = set()
    for source in sources:
        if source == STANDARD_INPUT:
            yield from _from_standard_input(stdin, reading)
            continue
        for found in find_files(source):
            if isinstance(found, UnreadablePage):
                yield _failure(found)
            elif found not in seen:
                seen.add(found)
                yield from _from_file(found, reading)


def content_of(page: Page, *, settings: PageSettings) -> str:
    """The text of a page, read again from where it lies: HTML source or plain text, lines ending in one newline.

    Raises:
        UnreadablePage: it is gone, has changed since it was found, or can no longer be read.

    """
    if page.content is not None:
        return page.content
    if page.offset is not None:
        return _clean(_record_again(page, settings))
    raw = _file_again(page, settings)
    _refuse_change(page, raw)
    return _clean(decode(raw, settings=settings).text)


def _from_standard_input(stdin: BinaryIO | None, reading: _Reading) -> Iterator[Page | Failure]:
    if stdin is None:
        yield _failure(UnreadablePage(STANDARD_INPUT, "there is no standard input here; name a file"))
        return
    try:
        with unpacked(stdin) as stream:
            yield from _from_stream(stream, STANDARD_INPUT, reading, keep=True)
    except UnreadablePage as error:
        yield _failure(error)


def _from_file(path: str, reading: _Reading) -> Iterator[Page | Failure]:
    shown = path.encode("utf-8", "backslashreplace").decode()
    if shown != path:
        yield _failure(UnreadablePage(shown, "the file's name is no valid Unicode; rename it"))
        return
    try:
        with opened(Path(path), source=path) as stream:
            yield from _from_stream(stream, path, reading, keep=not Path(path).is_file())
    except UnreadablePage as error:
        yield _failure(error)


def _from_stream(stream: io.BufferedReader, source: str, reading: _Reading, *, keep: bool) -> Iterator[Page | Failure]:
    named_so = is_container(source)
    if named_so or (not is_page(source) and stream.peek(1).lstrip()[:1] == b"{"):
        yield from _records(stream, source, reading, keep=keep or _is_packed(stream))
    else:
        yield _single(read_whole(stream, source=source, settings=reading.settings), source, reading, keep=keep)


def _is_packed(stream: io.BufferedReader) -> bool:
    """Whether a stream comes out of gzip: a record in the middle of it cannot be gone back to."""
    return not isinstance(stream.raw, io.FileIO)


def _single(raw: bytes, source: str, reading: _Reading, *, keep: bool) -> Page:
    reason = no_page(raw, settings=reading.settings)
    if reason is not None:
        raise UnreadablePage(source, reason)
    digest = sha256(raw).hexdigest()
    decoded = decode(raw if keep else raw[: reading.settings.sample_bytes], settings=reading.settings)
    return Page(
        id=PageId(stable_id("p", source, digest)),
        source=source,
        base=_base(source),
        form=form_of(decoded.text, named=_named_form(source), settings=reading.settings),
        sha256=digest,
        size=len(raw),
        as_of=reading.as_of,
        content=_clean(decoded.text) if keep else None,
    )


def _records(stream: io.BufferedReader, source: str, reading: _Reading, *, keep: bool) -> Iterator[Page | Failure]:
    """The pages of a container. One that holds no records at all is given up before its lines flood the failures."""
    bad_on_end, names, empty = 0, set[str](), True
    for line in read_lines(stream, source=source, settings=reading.settings):
        empty = False
        try:
            page = _record(line, source, reading, names)
            yield replace(page, content=_clean(page.content or "")) if keep else replace(page, content=None)
            bad_on_end = 0
        except UnreadablePage as error:
            yield _failure(error)
            bad_on_end += 1
        if bad_on_end >= reading.settings.most_bad_records:
            raise UnreadablePage(source, f"{bad_on_end} lines on end hold no page; is it JSON, one object a line?")
    if empty:
        raise UnreadablePage(source, "it is empty; fetch the file again")


def _record(line: Line, source: str, reading: _Reading, names: set[str]) -> Page:
    """The page on a line, its words in `content`."""
    numbered = f"{source}#{line.number}"
    if line.raw is None:
        raise UnreadablePage(numbered, too_large(reading.settings.largest_page_bytes))
    try:
        row = read_row(decode(line.raw, settings=reading.settings).text, columns=reading.columns)
    except ValueError as error:
        raise UnreadablePage(numbered, str(error)) from error
    name = numbered if row.id is None else f"{source}#{row.id}"
    name = f"{name}@{line.number}" if name in names else name
    names.add(name)
    return _page_of_row(row, name, line, reading)


def _page_of_row(row: Row, name: str, line: Line, reading: _Reading) -> Page:
    raw = _bytes_of(row.words)
    reason = no_page(raw, settings=reading.settings)
    if reason is not None:
        raise UnreadablePage(name, reason)
    digest = sha256(raw).hexdigest()
    return Page(
        id=PageId(stable_id("p", name, digest)),
        source=name,
        base=_base(name),
        offset=line.offset,
        form=form_of(row.words, named=row.form, settings=reading.settings),
        sha256=digest,
        size=len(raw),
        as_of=reading.as_of,
        fetched=row.fetched,
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        published=row.published,
        content=row.words,
    )


def _file_again(page: Page, settings: PageSettings) -> bytes:
    with opened(_place(page.source, page.base), source=page.source) as stream:
        return read_whole(stream, source=page.source, settings=settings)


def _record_again(page: Page, settings: PageSettings) -> str:
    """The words of a record, found at its offset by their digest, whichever column they stand in."""
    assert page.offset is not None
    with opened(_place(_container(page), page.base), source=page.source) as stream:
        stream.seek(page.offset)
        raw = stream.readline(settings.largest_page_bytes + 1)
    try:
        values = json_object(decode(raw, settings=settings).text)
    except ValueError:
        values = {}
    for words in values.values():
        if isinstance(words, str) and sha256(_bytes_of(words)).hexdigest() == page.sha256:
            return words
    raise _changed(page)


def _container(page: Page) -> str:
    """The file of FILE#RECORD: both may hold the mark, so the first cut that leaves a container's name."""
    cuts = (page.source[: found.start()] for found in re.finditer("#", page.source))
    return next((cut for cut in cuts if is_container(cut) or _place(cut, page.base).is_file()), page.source)


def _refuse_change(page: Page, raw: bytes) -> None:
    if sha256(raw).hexdigest() != page.sha256:
        raise _changed(page)


def _changed(page: Page) -> UnreadablePage:
    return UnreadablePage(page.source, "it has changed since it was added; add it again")


def _place(source: str, base: str | None) -> Path:
    """Where a source lies: seen from the folder where it was added, or else from here (a desk moved with its pages)."""
    there = Path(base or "", source)
    return there if there.exists() else Path(source)


def _base(source: str) -> str | None:
    return None if source == STANDARD_INPUT or Path(source).is_absolute() else str(Path.cwd())


def _named_form(source: str) -> Form:
    return "html" if Path(source).name.lower().removesuffix(PACKED).endswith((".html", ".htm")) else "text"


def _bytes_of(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def _clean(text: str) -> str:
    """Text that every later step can hold: one kind of line end, no null, no half of a character pair."""
    if SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return LINE_END.sub("\n", text).replace("\x00", "")


def _failure(error: UnreadablePage) -> Failure:
    return Failure(id=stable_id("x", STEP, error.source), step=STEP, input=error.source, reason=error.reason)
