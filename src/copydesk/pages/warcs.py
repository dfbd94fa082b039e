"""Web archives: the pages among the records of a WARC file, found again at the byte where each record begins.

A record says how long it is. What it says is checked: behind it the next record must begin, or the file must end. Where
that does not hold, the next record is looked for, so that a lying length or a damaged stretch takes no other along.
gzip files are read member by member (each record its own, as the standard asks), for the same reason.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from copydesk.errors import UnreadablePage
from copydesk.pages.entries import Archived, Entry, Found, Opened, Told, day_of
from copydesk.pages.messages import body_of, head_of, message_of, type_of
from copydesk.pages.reservations import by_headers
from copydesk.pages.streams import SKIP_BYTES, refuse_bomb, said, too_large
from copydesk.records import Form

BEGINS = re.compile(rb"WARC/[01]\.\d{1,2}\s*$")
BEGINS_AFTER = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n$")
"""The same where what stands before it is damaged."""
MEMBER = b"\x1f\x8b\x08"
HEAD_BYTES = 65_536
"""The head of a record, and the part of its block in which the head of an HTTP message is looked for."""
CHUNK = 1 << 15
UNPACKED_BYTES = 1 << 17
"""How much is read and unpacked at once; every call of zlib copies what it leaves over."""
LOOK = 512
"""Bytes of a gzip member that are unpacked to see whether a record begins in it."""
WITH_PAGES = frozenset(["response", "resource", "conversion"])
"""Types of records that hold pages: what a server answered, a file, or the text made of a page (WET)."""
ABOUT_PAGES = re.compile(r"<?(?:urn(?!:copydesk:p-)|metadata|screenshot|dns|whois|about|data|chrome|blob):", re.I)
"""Addresses under which crawlers keep what they noted of a page: its text once more, its picture, its links."""
NO_ADDRESS = "urn:copydesk:"
"""Under this name evidence packs keep a page that was read from a file: it has no address."""
FORMS: Mapping[str, Form] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
CUT_OFF = "the record ends before it is as long as it says; fetch the file again"
NO_LENGTH = "the record does not say how long it is; what follows it was read"
WRONG_LENGTH = "the record is not as long as it says; what follows it was read"
NO_RECORD = "no record of a web archive begins here; what follows it was read"


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that may hold a page: its head, also as it stood, its block, and the place where it begins."""

    head: Mapping[str, str]
    lines: tuple[bytes, ...]
    block: bytes
    place: int


class _Reader:
    """A stream of records, read by lines or blocks, that knows its place."""

    def __init__(self, stream: io.BufferedReader, place: int = 0) -> None:
        self._stream = stream
        self._pushed = b""
        self.place = place

    def line(self) -> bytes:
        """The next line, or as much of it as a head may hold."""
        found, self._pushed = self._pushed or self._stream.readline(HEAD_BYTES), b""
        self.place += len(found)
        return found

    def next_line(self) -> bytes:
        """The next line that is not blank, not taken yet; none at the end."""
        while (line := self.line()) and not line.strip():
            pass
        self._push(line)
        return line

    def to_record(self) -> bool:
        """Go on to the line with which the next record begins; whether there is one."""
        while line := self.line():
            if (found := BEGINS_AFTER.search(line)) is not None:
                self._push(line[found.start() :])
                return True
        return False

    def block(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        found = self._stream.read(size)
        self.place += len(found)
        return found

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        while size > 0 and (piece := self._stream.read(min(size, SKIP_BYTES))):
            size -= len(piece)
            self.place += len(piece)

    def at_end_of_record(self) -> bool:
        """Whether the two line ends follow by which every record is closed."""
        return self._stream.peek(4)[:4] == b"\r\n\r\n"

    def back_to(self, place: int) -> None:
        """Go back, where that can be done."""
        if self._stream.seekable():
            self._stream.seek(place - self.place - len(self._pushed), io.SEEK_CUR)
            self._pushed, self.place = b"", place

    def _push(self, line: bytes) -> None:
        self._pushed = line
        self.place -= len(line)


def read_warc(opened: Opened) -> Found:
    """The pages of a WARC file, each named by the id of its record."""
    file = opened.file
    if file is not None and is_packed_warc(file.peek(LOOK)):
        yield from _from_members(opened, file)
        return
    for record in _records(_Reader(opened.stream), opened):
        place = record.place if isinstance(record, _Record) and file is not None else None
        yield from _entries(record, opened, place)


def read_record(opened: Opened, offset: int) -> Found:
    """The page of the record that begins at this byte of the file, if it does."""
    assert opened.file is not None
    opened.file.seek(offset)
    plain = opened.file
    if plain.peek(3)[:3] == MEMBER:
        plain = io.BufferedReader(_Member(_Packed(opened.file, opened)), UNPACKED_BYTES)
    with said(opened.source):
        for record in _records(_Reader(plain, offset), opened):
            yield from _entries(record, opened, offset)
            return


def _from_members(opened: Opened, file: io.BufferedReader) -> Found:
    """The pages of a gzip file: those that begin a member are found again at it, others are kept."""
    packed = _Packed(file, opened)
    while packed.goes_on():
        start = packed.place
        try:
            for record in _records(_Reader(io.BufferedReader(_Member(packed), UNPACKED_BYTES), start), opened):
                first = isinstance(record, _Record) and record.place == start
                yield from _entries(record, opened, start if first else None)
        except EOFError:
            yield opened.refused(start, CUT_OFF)
            packed.resume(start + 1)
        except zlib.error as error:
            yield opened.refused(start, f"the gzip data is damaged here ({error}); what follows it was read")
            packed.resume(start + 1)


def _records(reader: _Reader, opened: Opened) -> Iterator[_Record | UnreadablePage]:
    """The records that may hold pages, and an error for each that is broken."""
    while line := reader.next_line():
        place = reader.place
        if BEGINS.match(line):
            found = _record(reader, opened)
            if found is not None:
                yield found
        else:
            reader.to_record()
            yield opened.refused(place, NO_RECORD)


def _record(reader: _Reader, opened: Opened) -> _Record | UnreadablePage | None:
    """The record that begins here; None when there is no page in it."""
    place, lines = reader.place, _head(reader)
    head = head_of(lines[1:])
    begin, length = reader.place, head.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) < 19):
        reader.to_record()
        return opened.refused(_name(head, place), NO_LENGTH)
    size, limit = int(length), opened.settings.largest_page_bytes
    block = reader.block(min(size, HEAD_BYTES))
    other = _no_page(head, block)
    if other is None and size <= limit + HEAD_BYTES:
        block += reader.block(size - len(block))
    else:
        reader.skip(size - len(block))
    if (wrong := _wrong_length(reader, begin, size)) is not None:
        return opened.refused(_name(head, place), wrong)
    if other is not None:
        opened.passed[other] += 1
        return None
    if size > limit + HEAD_BYTES:
        return opened.refused(_name(head, place), too_large(limit))
    return _Record(head, tuple(lines), block, place)


def _head(reader: _Reader) -> list[bytes]:
    """The lines of a record's head, the one with its version first, as many as may be."""
    begin, lines = reader.place, [reader.line()]
    while (line := reader.line()).strip() and reader.place - begin < HEAD_BYTES:
        lines.append(line)
    return lines


def _wrong_length(reader: _Reader, begin: int, size: int) -> str | None:
    """What is wrong when nothing that may follow does follow a block; the reader then goes on to the next record."""
    short, closed = reader.place - begin < size, reader.at_end_of_record()
    line = reader.next_line()
    if not short and (closed or not line or BEGINS.match(line)):
        return None
    reader.back_to(begin)
    return WRONG_LENGTH if reader.to_record() or not short else CUT_OFF


def _no_page(head: Mapping[str, str], block: bytes) -> str | None:
    """What a record is that holds no page, as it is counted; None when it may hold one."""
    kind = head.get("warc-type", "").lower()
    if kind == "revisit":
        return "revisit records"
    if kind not in WITH_PAGES:
        return f"{kind or 'nameless'} records"
    if ABOUT_PAGES.match(head.get("warc-target-uri", "")):
        return "records about pages"
    content_type = head.get("content-type")
    if kind == "response" or type_of(content_type)[0] == "application/http":
        message = message_of(block)
        if message is None or not 200 <= message.status < 300:
            return "answers without a page"
        content_type, block = message.head.get("content-type"), message.body
    return None if _form(content_type, block) and not _is_for_robots(head) else "records of other kinds than text"


def _form(content_type: str | None, body: bytes) -> Form | None:
    """What a type is read as; bytes without a type are a page when they begin like one."""
    named = type_of(content_type)[0]
    if named in ("", "application/octet-stream"):
        return "html" if re.match(rb"\s*<(?:!doctype html|html)\b", body, re.I) else None
    return FORMS.get(named)


def _is_for_robots(head: Mapping[str, str]) -> bool:
    try:
        return urlsplit(head.get("warc-target-uri", "").strip("<>")).path == "/robots.txt"
    except ValueError:
        return False


def _entries(record: _Record | UnreadablePage, opened: Opened, offset: int | None) -> Found:
    if isinstance(record, UnreadablePage):
        yield record
        return
    try:
        yield _entry(record, opened, offset)
    except ValueError as error:
        yield opened.refused(_name(record.head, record.place), str(error))


def _entry(record: _Record, opened: Opened, offset: int | None) -> Entry:
    content_type, body = record.head.get("content-type"), record.block
    message = message_of(body) if not type_of(content_type)[0].startswith("text/") else None
    if message is not None:
        limit = opened.settings.largest_page_bytes
        content_type, body = message.head.get("content-type"), body_of(message, limit=limit)
        if len(body) > limit:
            raise ValueError(too_large(limit))
    address = record.head.get("warc-target-uri", "").strip("<> ")
    return Entry(
        content=body,
        form=_form(content_type, body) or "html",
        record=_name(record.head, record.place),
        offset=offset,
        charset=type_of(content_type)[1],
        told=Told(
            url=None if address.startswith(NO_ADDRESS) else address or None,
            fetched=day_of(record.head.get("warc-date")),
            reserved=None if message is None else by_headers(message.head),
        ),
        archived=Archived(record.lines, record.block),
    )


def _name(head: Mapping[str, str], place: int) -> str:
    """The id of a record without its wrapping, or its place."""
    return re.sub(r"^<?(?:urn:uuid:)?|>$", "", head.get("warc-record-id", "")) or str(place)


# -- gzip -------------------------------------------------------------------------------------------------------------


class _Packed:
    """A file of gzip members: bytes taken from it and not unpacked yet, and the place of the first of them."""

    def __init__(self, file: io.BufferedReader, opened: Opened) -> None:
        self._file, self._opened = file, opened
        self.bytes = b""
        self.place = file.tell()
        self._begin, self._given = self.place, 0

    def take(self) -> bool:
        """Take more from the file; whether there was more."""
        piece = self._file.read(CHUNK)
        self.bytes += piece
        return bool(piece)

    def leave(self, rest: bytes) -> None:
        """Go on with what was left of the bytes."""
        self.place += len(self.bytes) - len(rest)
        self.bytes = rest

    def count(self, given: int) -> None:
        """Note that so much was unpacked, and give up a bomb."""
        self._given += given
        taken = self.place - self._begin
        refuse_bomb(self._given, taken, source=self._opened.source, settings=self._opened.settings)

    def goes_on(self) -> bool:
        """Whether there is another member; zeros that fill a block on tape are none."""
        while self.bytes or self.take():
            self.leave(self.bytes.lstrip(b"\0"))
            if self.bytes:
                return True
        return False

    def resume(self, place: int) -> None:
        """Go on at the next member from a place on in which a record begins, or at the end."""
        self._file.seek(place)
        self.bytes, self.place = b"", place
        at = 0
        while self.take():
            while (at := self.bytes.find(MEMBER, at)) >= 0:
                if len(self.bytes) - at < LOOK and self.take():
                    continue
                if is_packed_warc(self.bytes[at : at + LOOK]):
                    self.leave(self.bytes[at:])
                    return
                at += 1
            self.leave(self.bytes[-len(MEMBER) + 1 :])
            at = 0
        self.leave(b"")


class _Member(io.RawIOBase):
    """What one gzip member holds."""

    def __init__(self, packed: _Packed) -> None:
        self._packed = packed
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def readable(self) -> bool:
        return True

    def readinto(self, space: Any, /) -> int:
        while not self._machine.eof:
            if not self._packed.bytes and not self._packed.take():
                raise EOFError
            piece = self._machine.decompress(self._packed.bytes, len(space))
            self._packed.leave(self._machine.unused_data or self._machine.unconsumed_tail)
            self._packed.count(len(piece))
            if piece:
                space[: len(piece)] = piece
                return len(piece)
        return 0


def is_packed_warc(raw: bytes) -> bool:
    """Whether these bytes begin a gzip member that begins with a record."""
    if not raw.startswith(MEMBER):
        return False
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw[:LOOK], 16).startswith(b"WARC/")
    except zlib.error:
        return False
