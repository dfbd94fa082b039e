"""Pages out of what people point at, and a page's text from where it lies."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from copydesk.errors import UnreadablePage
from copydesk.pages.decoding import decode
from copydesk.pages.doors import addresses_in, find_again, read_entries
from copydesk.pages.entries import Archived, Entry, Opened
from copydesk.pages.forms import form_of, no_page
from copydesk.pages.kinds import HEAD_BYTES
from copydesk.pages.links import Address
from copydesk.pages.messages import type_of
from copydesk.pages.parquet import row_again
from copydesk.pages.reservations import by_page
from copydesk.pages.streams import is_packed, said, too_large, unpacked
from copydesk.pages.walking import find_files, is_container
from copydesk.pages.warcs import is_packed_warc
from copydesk.records import Failure, Page, PageId
from copydesk.settings import PageSettings
from copydesk.text.ids import stable_id

STEP = "pages"
STANDARD_INPUT = "-"
ENCODINGS = ("utf-8", "utf-8-sig", "windows-1252", "iso-8859-1", "iso-8859-2", "windows-1250", "windows-1251", "koi8-r")
"""In which words that a desk keeps are written once more to see whether these are the bytes that were read."""
CHANGED = "it has changed since it was added; add it again"
LINE_END = re.compile("\r\n?")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What holds for all pages of one call.

    `keep` is whether every page keeps its content; `passed` counts what containers hold besides pages.
    """

    as_of: date
    settings: PageSettings
    columns: Mapping[str, str]
    keep: bool = False
    passed: Counter[str] = field(default_factory=Counter)


def find_pages(  # noqa: PLR0913  each by name, and none belongs to another
    sources: Sequence[str],
    *,
    as_of: date,
    settings: PageSettings,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    keep: bool = False,
    passed: Counter[str] | None = None,
) -> Iterator[Page | Failure]:
    """The pages of files, folders, patterns and `-` (standard input), in order, each file once, one held at a time.

    What cannot be read comes out as a `Failure` in its place. `columns` names the columns of tables that are not called
    as in the contract: `{"text": "body"}`. With `keep` every page keeps its content, for one who reads it at once and
    would else open the file a second time. What containers hold besides pages (pictures, redirections) is passed over
    and counted in `passed`, by what it is. Two files alike in every byte are two pages; a file that did not change
    keeps its id.
    """
    counted = Counter[str]() if passed is None else passed
    reading = _Reading(as_of=as_of, settings=settings, columns=columns or {}, keep=keep, passed=counted)
    seen: set[str] = set()
    for source in sources:
        if source == STANDARD_INPUT:
            yield from _from_standard_input(stdin, reading)
            continue
        for found in find_files(source, readers=settings.readers):
            if isinstance(found, UnreadablePage):
                yield _failure(found)
            elif (place := os.path.realpath(found)) not in seen:
                seen.add(place)
                yield from _from_file(found, reading)


def pages_of_bytes(  # noqa: PLR0913  each by name, and none belongs to another
    raw: bytes,
    *,
    source: str,
    as_of: date,
    settings: PageSettings,
    content_type: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Page | Failure]:
    """The pages in bytes that somebody else got, from `source` (an address, say): one page, or those of a container.

    What they are is told by what they hold; `content_type` (of an HTTP head) names an encoding, which they may belie.
    Every page keeps its content. The caller adds what else it knows (`dataclasses.replace`).
    """
    reading = _Reading(as_of=as_of, settings=settings, columns=columns or {})
    charset = type_of(content_type)[1]
    try:
        with said(source), unpacked(cast("BinaryIO", io.BytesIO(raw)), source=source, settings=settings) as stream:
            yield from _from_stream(stream, source, reading, charset=charset)
    except UnreadablePage as error:
        yield _failure(error)


def links_of(source: str | bytes, *, settings: PageSettings, name: str | None = None) -> Iterator[Address]:
    """The addresses that a file (or its bytes) names: OPML, a sitemap or an index of them, a feed, one address a line.

    `name` is what bytes are called in messages.

    Raises:
        UnreadablePage: it names none, or cannot be read.

    """
    called = source if isinstance(source, str) else name or "the list"
    stream = Path(source).open("rb") if isinstance(source, str) else io.BytesIO(source)  # noqa: SIM115
    with said(called), stream, unpacked(cast("BinaryIO", stream), source=called, settings=settings) as plain:
        yield from addresses_in(_opened(plain, called, None, _Reading(as_of=date.min, settings=settings, columns={})))


def content_of(page: Page, *, settings: PageSettings) -> str:
    """The text of a page, read again from where it lies: HTML source or plain text, lines ending in one newline.

    Raises:
        UnreadablePage: it is gone, has changed since it was found, or can no longer be read.

    """
    if page.content is not None:
        return page.content
    for found in _again(page, settings):
        content, charset = (found.content, found.charset) if isinstance(found, Entry) else (found, None)
        if sha256(_bytes_of(content)).hexdigest() == page.sha256:
            return _words(content, charset, settings)
    raise UnreadablePage(page.source, CHANGED)


class Original(NamedTuple):
    """The bytes of a page as they were read, or `words` where no more than these is kept; never both.

    `charset` is the encoding that its container names, `archived` its record where that is a web archive.
    """

    raw: bytes | None
    words: str | None
    charset: str | None
    archived: Archived | None


def original_of(page: Page, *, settings: PageSettings) -> Original:
    """What a page was read from: its bytes have the page's `sha256`, or else only its words are kept on the desk.

    Raises:
        UnreadablePage: it is gone, has changed since it was found, or can no longer be read.

    """
    if page.content is not None:
        return _written_again(page, page.content)
    for found in _again(page, settings):
        content = found.content if isinstance(found, Entry) else found
        raw = _bytes_of(content)
        if sha256(raw).hexdigest() == page.sha256:
            told = found.charset if isinstance(found, Entry) else None
            archived = found.archived if isinstance(found, Entry) else None
            return Original(raw, None, "utf-8" if isinstance(content, str) else told, archived)
    raise UnreadablePage(page.source, CHANGED)


def _written_again(page: Page, words: str) -> Original:
    """The bytes of which a desk keeps the words, where one of the usual ways to write these has the page's digest."""
    for encoding, ends in product(ENCODINGS, ("\n", "\r\n")):
        with suppress(UnicodeEncodeError):
            # Half a surrogate pair, which JSON may hold, is part of the bytes that were digested.
            errors = "surrogatepass" if encoding == "utf-8" else "strict"
            raw = words.replace("\n", ends).encode(encoding, errors)
            if len(raw) == page.size and sha256(raw).hexdigest() == page.sha256:
                return Original(raw, None, encoding.removesuffix("-sig"), None)
    return Original(None, words, None, None)


def same_place(one: Page, other: Page) -> bool:
    """Whether two pages lie at one place, by whatever way each was named."""
    places = [os.path.realpath(Path(page.base or "", page.source)) for page in (one, other)]
    return places[0] == places[1]


# -- from files to pages ----------------------------------------------------------------------------------------------


def _from_standard_input(stdin: BinaryIO | None, reading: _Reading) -> Iterator[Page | Failure]:
    if stdin is None:
        yield _failure(UnreadablePage(STANDARD_INPUT, "there is no standard input here; name a file"))
        return
    try:
        with said(STANDARD_INPUT), unpacked(stdin, source=STANDARD_INPUT, settings=reading.settings) as stream:
            yield from _from_stream(stream, STANDARD_INPUT, reading)
    except UnreadablePage as error:
        yield _failure(error)


def _from_file(path: str, reading: _Reading) -> Iterator[Page | Failure]:
    shown = path.encode("utf-8", "backslashreplace").decode()
    if shown != path:
        yield _failure(UnreadablePage(shown, "the file's name is no valid Unicode; rename it"))
        return
    try:
        with said(path), Path(path).open("rb") as file:
            again = file if Path(path).is_file() else None
            if again is not None and is_packed_warc(file.peek(HEAD_BYTES)):
                yield from _from_stream(file, path, reading, file=file)
                return
            with unpacked(file, source=path, settings=reading.settings) as stream:
                yield from _from_stream(stream, path, reading, file=again)
    except UnreadablePage as error:
        yield _failure(error)


def _from_stream(
    stream: io.BufferedReader,
    source: str,
    reading: _Reading,
    *,
    file: io.BufferedReader | None = None,
    charset: str | None = None,
) -> Iterator[Page | Failure]:
    """The pages of one file. `file` is where they can be read again from, None where they are kept."""
    container, names = _opened(stream, source, file, reading), set[str]()
    for number, found in enumerate(read_entries(container), start=1):
        try:
            if isinstance(found, UnreadablePage):
                raise found
            name = source if found.record is None else f"{source}#{found.record}"
            name = f"{name}@{number}" if name in names else name
            names.add(name)
            entry = found if found.charset or charset is None else replace(found, charset=charset)
            lost = file is None if found.record is None else found.offset is None
            keep = reading.keep or found.made or lost
            yield _page(entry, reading, container, name=name, keep=keep)
        except UnreadablePage as error:
            yield _failure(error)
    reading.passed.update(container.passed)


def _opened(stream: io.BufferedReader, source: str, file: io.BufferedReader | None, reading: _Reading) -> Opened:
    """A container about to be read. What is being unpacked cannot be gone back to."""
    return Opened(
        source=source,
        stream=stream,
        file=None if is_packed(stream) else file,
        settings=reading.settings,
        columns=reading.columns,
        passed=Counter(),
    )


def _page(entry: Entry, reading: _Reading, container: Opened, *, name: str, keep: bool) -> Page:
    """The page of an entry, its content kept where it cannot be read again."""
    raw, settings = _bytes_of(entry.content), reading.settings
    reason = too_large(settings.largest_page_bytes) if len(raw) > settings.largest_page_bytes else None
    reason = reason or no_page(raw, settings=settings)
    if reason is not None:
        raise UnreadablePage(name, reason)
    digest = sha256(raw).hexdigest()
    sample = entry.content if keep else entry.content[: settings.sample_bytes]
    words = _words(sample, entry.charset, settings)
    form = form_of(words, named=entry.form, settings=settings)
    reserved = (by_page(words) if form == "html" else None) or entry.told.reserved
    return Page(
        id=PageId(stable_id("p", name, digest)),
        source=name,
        base=_base(container.source),
        offset=None if keep else entry.offset,
        form=form,
        sha256=digest,
        size=len(raw),
        as_of=reading.as_of,
        fetched=entry.told.fetched,
        url=entry.told.url,
        outlet=entry.told.outlet,
        title=entry.told.title,
        author=entry.told.author,
        credited=entry.told.credited,
        published=entry.told.published,
        content=words if keep else None,
        reserved=None if reserved is None else reserved.reserved,
        reserved_by=None if reserved is None else reserved.by,
    )


# -- back from pages to files -----------------------------------------------------------------------------------------


def _again(page: Page, settings: PageSettings) -> Iterator[bytes | str | Entry]:
    """What may be the page, from where it lay."""
    name = page.source if page.offset is None else _container(page)
    place, reading = _place(name, page.base), _Reading(as_of=page.as_of, settings=settings, columns={})
    with said(page.source), place.open("rb") as file:
        if page.offset is None:
            with unpacked(file, source=page.source, settings=settings) as stream:
                yield from _entries(_opened(stream, name, None, reading))
        elif file.peek(4).startswith(b"PAR1"):
            yield from row_again(str(place), place.stat().st_mtime_ns, page.offset)
        else:
            record = page.source[len(name) + 1 :]
            yield from find_again(_opened(file, name, file, reading), page.offset, record)


def _entries(container: Opened) -> Iterator[Entry]:
    for found in read_entries(container):
        if isinstance(found, UnreadablePage):
            raise found
        yield found


def _container(page: Page) -> str:
    """The file of FILE#RECORD: both may hold the mark, so the first cut that leaves a container's name."""
    cuts = (page.source[: found.start()] for found in re.finditer("#", page.source))
    return next((cut for cut in cuts if is_container(cut) or _place(cut, page.base).is_file()), page.source)


def _place(source: str, base: str | None) -> Path:
    """Where a source lies: seen from the folder where it was added, or else from here (a desk moved with its pages)."""
    there = Path(base or "", source)
    return there if there.exists() else Path(source)


def _base(source: str) -> str | None:
    return None if source == STANDARD_INPUT or Path(source).is_absolute() else str(Path.cwd())


# -- bytes and words --------------------------------------------------------------------------------------------------


def _bytes_of(content: bytes | str) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def _words(content: bytes | str, charset: str | None, settings: PageSettings) -> str:
    """Text that every later step can hold: one kind of line end, no null, no half of a character pair."""
    text = content if isinstance(content, str) else decode(content, settings=settings, charset=charset).text
    if isinstance(content, str) and SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\r" in text:
        text = LINE_END.sub("\n", text)
    return text.replace("\x00", "") if "\x00" in text else text


def _failure(error: UnreadablePage) -> Failure:
    return Failure(id=stable_id("x", STEP, error.source), step=STEP, input=error.source, reason=error.reason)
