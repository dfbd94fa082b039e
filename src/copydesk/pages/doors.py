"""Which door a container is opened by, and how one of its pages is found again at its place."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import cast

from copydesk.errors import UnreadablePage
from copydesk.pages.archives import (
    DAMAGED,
    OTHER_FILES,
    Member,
    damaged,
    tar_member_at,
    tar_members,
    zip_member_at,
    zip_members,
)
from copydesk.pages.borrowed import borrowed_door
from copydesk.pages.containers import json_object, read_json_lines, read_table
from copydesk.pages.decoding import decode
from copydesk.pages.entries import Door, Entry, Found, Opened
from copydesk.pages.feeds import addresses_of_feed, read_feed
from copydesk.pages.kinds import HEAD_BYTES, PAGES, Kind, kind_of, plain_name
from copydesk.pages.links import Address, addresses_in_list
from copydesk.pages.mails import read_mail, read_mbox, read_message, read_webarchive
from copydesk.pages.parquet import read_parquet
from copydesk.pages.streams import is_packed, read_whole, unpacked
from copydesk.pages.walking import is_searched_for
from copydesk.pages.warcs import is_packed_warc, read_record, read_warc

NESTED = "an archive within an archive is not opened; unpack the outer one first"
GIVEN_UP: Mapping[Kind, str] = {
    "json lines": "is it JSON, one object a line?",
    "table": "name the columns, as in --columns text=body",
    "parquet": "name the columns, as in --columns text=body",
}
"""What is asked of a container whose records are none."""


def read_entries(opened: Opened) -> Found:
    """What comes through the door of a container, up to the most that is allowed.

    Raises:
        UnreadablePage: the container breaks off, holds nothing, or is something else than it seemed.

    """
    kind = kind_in(opened.stream, opened.source)
    records = bad_on_end = 0
    for found in _door(kind, opened)(opened):
        records += 1
        bad_on_end = bad_on_end + 1 if isinstance(found, UnreadablePage) else 0
        yield found
        if bad_on_end >= opened.settings.most_bad_records:
            cure = GIVEN_UP.get(kind, "is the file whole?")
            raise UnreadablePage(opened.source, f"{bad_on_end} records on end hold no page; {cure}")
        if records >= opened.settings.most_records:
            cure = "split it, or raise most_records under [pages] in a --settings file"
            raise UnreadablePage(opened.source, f"it holds more than {records:,} records; {cure}")
    if not records:
        raise UnreadablePage(opened.source, _nothing_in(opened))


def _door(kind: Kind, opened: Opened) -> Door:
    """The door of a kind; what is no container of ours may be one that a plug-in knows."""
    return (borrowed_door(opened) if kind == "page" else None) or DOORS[kind]


def addresses_in(opened: Opened) -> Iterator[Address]:
    """The addresses that a list or a feed names.

    Raises:
        UnreadablePage: it is neither, or names none.

    """
    kind = kind_in(opened.stream, opened.source)
    if kind not in ("list", "feed"):
        raise UnreadablePage(opened.source, "it is no list of addresses; give OPML, a sitemap, or one address a line")
    settings = opened.settings
    raw = read_whole(opened.stream, source=opened.source, settings=settings, limit=settings.largest_list_bytes)
    reader = addresses_of_feed if kind == "feed" else addresses_in_list
    return reader(raw, source=opened.source, settings=settings)


def kind_in(stream: io.BufferedReader, name: str) -> Kind:
    """What a stream holds; nothing is taken from it. A web archive may be packed, for it is unpacked by records."""
    head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    return "warc" if is_packed_warc(head) else kind_of(head, name)


def find_again(opened: Opened, offset: int, record: str) -> Iterator[str | Entry]:
    """What may be the page that was found at this place of a container: one of these is, unless the file changed."""
    kind = kind_in(opened.stream, opened.source)
    if kind not in AGAIN:
        yield from _texts_of_line(opened, offset)
        return
    try:
        yield from (found for found in AGAIN[kind](opened, offset, record) if isinstance(found, Entry))
    except ValueError:  # nothing of the kind begins there
        return


def _texts_of_line(opened: Opened, offset: int) -> Iterator[str]:
    """All texts of a record, for which of its columns is the page was said when it was added."""
    opened.stream.seek(offset)
    raw = opened.stream.readline(opened.settings.largest_page_bytes + 1)
    try:
        values = json_object(decode(raw, settings=opened.settings).text)
    except ValueError:
        return
    yield from (words for words in values.values() if isinstance(words, str))


# -- archives ---------------------------------------------------------------------------------------------------------


def _read_zip(opened: Opened) -> Found:
    yield from _in_archive(opened, zip_members(opened))


def _read_tar(opened: Opened) -> Found:
    yield from _in_archive(opened, tar_members(opened))


def _in_archive(opened: Opened, members: Iterator[Member | UnreadablePage]) -> Found:
    """What the members of an archive hold: pages, or containers with pages. A broken member loses only itself."""
    if opened.within:
        raise UnreadablePage(opened.source, NESTED)
    for member in members:
        if isinstance(member, UnreadablePage):
            yield member
            continue
        window = _window(member, opened)
        try:
            if window is not None and is_packed_warc(window.peek(HEAD_BYTES)):
                yield from _in_member(member, window, opened)
                continue
            with unpacked(member.stream, source=f"{opened.source}#{member.name}", settings=opened.settings) as stream:
                yield from _in_member(member, stream, opened)
        except UnreadablePage as error:
            if error.source == opened.source:
                raise
            yield error
        except DAMAGED as error:
            yield damaged(opened, member.name, error)


def _in_member(member: Member, stream: io.BufferedReader, opened: Opened) -> Found:
    kind = kind_in(stream, member.name)
    inner = replace(opened, source=f"{opened.source}#{member.name}", stream=stream, file=None, within=True)
    unasked = not is_searched_for(PurePosixPath(member.name).name)
    if kind == "page" and unasked and borrowed_door(inner) is None:
        opened.passed[OTHER_FILES] += 1
        return
    file = _window(member, opened) if kind == "warc" and not is_packed(stream) else None
    for found in read_entries(replace(inner, stream=file or stream, file=file)):
        if isinstance(found, Entry):
            single = found.record is None
            name = member.name if single else f"{member.name}#{found.record}"
            begins = member.offset if single else None if found.offset is None else found.offset + (member.start or 0)
            yield replace(found, record=name, offset=begins)
        else:
            yield found


def _window(member: Member, opened: Opened) -> io.BufferedReader | None:
    """A member that lies unpacked in its archive, as a file of its own: its records are found again in the archive."""
    if member.start is None or opened.file is None:
        return None
    return io.BufferedReader(_Window(opened.file, member.start, member.size))


class _Window(io.RawIOBase):
    """A stretch of a file. Others read the file too, so each reading begins by going to its place."""

    def __init__(self, file: io.BufferedReader, start: int, size: int) -> None:
        self._file, self._start, self._size, self._place = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, space: memoryview, /) -> int:  # type: ignore[override]
        self._file.seek(self._start + self._place)
        piece = self._file.read(max(0, min(len(space), self._size - self._place)))
        space[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)


def _zip_again(opened: Opened, offset: int, record: str) -> Found:
    """The page of a member of a zip; or of a record, in a WACZ."""
    assert opened.file is not None
    opened.file.seek(offset)
    if not opened.file.peek(4).startswith(b"PK\x03\x04"):
        return read_record(opened, offset)
    most = opened.settings.largest_page_bytes
    return _member_again(opened, zip_member_at(opened.file, offset, most=most), record)


def _tar_again(opened: Opened, offset: int, record: str) -> Found:
    assert opened.file is not None
    most = opened.settings.largest_page_bytes
    return _member_again(opened, tar_member_at(opened.file, offset, most=most), record)


def _member_again(opened: Opened, raw: bytes, record: str) -> Found:
    with unpacked(cast("io.BufferedReader", io.BytesIO(raw)), source=opened.source, settings=opened.settings) as stream:
        yield from read_entries(replace(opened, source=record, stream=stream, file=None, within=True))


# -- the table of doors -----------------------------------------------------------------------------------------------


def _read_page(opened: Opened) -> Found:
    """The one page that a file is."""
    raw = read_whole(opened.stream, source=opened.source, settings=opened.settings)
    yield Entry(content=raw, form="html" if plain_name(opened.source).endswith(PAGES[:-1]) else "text", record=None)


def _read_list(opened: Opened) -> Found:
    """A list of addresses holds no page: it says where pages are."""
    count = sum(1 for _ in addresses_in(opened))
    what = "1 address" if count == 1 else f"{count:,} addresses"
    yield UnreadablePage(opened.source, f"it is a list of {what} and holds no page; add --fetch to fetch them")


def _nothing_in(opened: Opened) -> str:
    """What is said of a container without pages: what there was instead."""
    there = ", ".join(f"{what}: {count:,}" for what, count in sorted(opened.passed.items()) if count)
    return f"it holds no page ({there}); give one that does" if there else "it is empty; fetch the file again"


DOORS: Mapping[Kind, Door] = {
    "page": _read_page,
    "json lines": read_json_lines,
    "table": read_table,
    "warc": read_warc,
    "zip": _read_zip,
    "tar": _read_tar,
    "parquet": read_parquet,
    "feed": read_feed,
    "list": _read_list,
    "mail": read_mail,
    "mbox": read_mbox,
    "webarchive": read_webarchive,
}
AGAIN: Mapping[Kind, Callable[[Opened, int, str], Found]] = {
    "warc": lambda opened, offset, _: read_record(opened, offset),
    "zip": _zip_again,
    "tar": _tar_again,
    "mbox": lambda opened, offset, _: read_message(opened, offset),
}
