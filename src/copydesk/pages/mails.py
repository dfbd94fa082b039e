"""Newsletters (`.eml`, `.mbox`), and what browsers save as one file (`.mhtml`, which is a mail, and `.webarchive`)."""

from __future__ import annotations

import email
import plistlib
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any
from xml.parsers.expat import ExpatError

from copydesk.errors import UnreadablePage
from copydesk.pages.entries import Entry, Found, Opened, Told, day_of, line_of, moment_of
from copydesk.pages.streams import read_whole, said, too_large

FROM_LINE = b"From "
"""How a message of an mbox begins, after a blank line; within a message the line is written `>From `."""
QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
HEAD_END = re.compile(rb"\r?\n\r?\n")
HEAD_LINE = re.compile(rb"^([A-Za-z-]{1,60}):[^\n]*(?:\n[ \t][^\n]*)*", re.M)
USED_HEADS = frozenset(
    "from list-id subject date mime-version content-type content-transfer-encoding content-disposition content-location"
    " snapshot-content-location x-snapshot-content-location".split()
)
LONGEST_HEAD = 4000
"""No head that is used is longer; the parser of the standard library takes time by the square of their length."""
PART_HEAD = re.compile(rb"^(content-[a-z-]{2,20}:[^\n]{0,4000})[^\n]*(?:\n[ \t][^\n]*){0,200}", re.M | re.I)
MOST_PARTS = 20_000
"""A letter has some ten parts, a saved page some hundred."""
SAVED_BY = ("snapshot-content-location", "x-snapshot-content-location")
NO_TEXT = "the message holds no text; open it in a mail program and save what it shows"
BROKEN_HEAD = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)
"""What the parser of the standard library raises over heads that are not what they should be."""


def read_mail(opened: Opened) -> Found:
    """The one page of a mail, or of a page that a browser saved as a mail."""
    raw = read_whole(opened.stream, source=opened.source, settings=opened.settings)
    yield _entry(raw, opened, record=None, offset=None)


def read_mbox(opened: Opened) -> Found:
    """Every message of an mbox, each a page, named by its number."""
    for number, (offset, raw) in enumerate(_messages(opened), start=1):
        if raw is None:
            yield opened.refused(number, too_large(opened.settings.largest_page_bytes))
            continue
        try:
            yield _entry(raw, opened, record=str(number), offset=offset if opened.file is not None else None)
        except UnreadablePage as error:
            yield opened.refused(number, error.reason)


def read_message(opened: Opened, offset: int) -> Found:
    """The message of an mbox that begins at this byte of the file."""
    assert opened.file is not None
    opened.file.seek(offset)
    for _, raw in _messages(opened):
        if raw is not None:
            yield _entry(raw, opened, record=None, offset=offset)
        return


def read_webarchive(opened: Opened) -> Found:
    """The page that Safari saved; pictures and frames are left."""
    raw = read_whole(opened.stream, source=opened.source, settings=opened.settings)
    try:
        main = plistlib.loads(raw)["WebMainResource"]
        content, url = main["WebResourceData"], line_of(main.get("WebResourceURL"))
        charset = line_of(main.get("WebResourceTextEncodingName"))
    except (*BROKEN_HEAD, ExpatError, plistlib.InvalidFileException) as error:
        raise UnreadablePage(opened.source, "the web archive is damaged; save the page again") from error
    if not isinstance(content, bytes):
        raise UnreadablePage(opened.source, "the web archive holds no page; save the page as HTML")
    yield Entry(content=content, form="html", record=None, charset=charset, told=Told(url=url))


def _messages(opened: Opened) -> Iterator[tuple[int, bytes | None]]:
    """The place and the bytes of every message; None for one over the limit."""
    limit = opened.settings.largest_page_bytes
    place, begin, size, after_blank = 0, 0, 0, True
    lines: list[bytes] = []
    while True:
        with said(opened.source):
            line = opened.stream.readline(limit + 1)
        if not line or (after_blank and line.startswith(FROM_LINE)):
            if size:
                yield begin, QUOTED_FROM.sub(rb"\1", b"".join(lines)) if size <= limit else None
            begin, size, lines = place, 0, []
        if not line:
            return
        place, size = place + len(line), size + len(line)
        if size <= limit:
            lines.append(line)
        after_blank = not line.strip()


def _entry(raw: bytes, opened: Opened, *, record: str | None, offset: int | None) -> Entry:
    try:
        return _shown(raw, opened, record=record, offset=offset)
    except BROKEN_HEAD as error:
        # Whatever is asked of a message, its heads are parsed only then.
        raise UnreadablePage(opened.source, f"the message is broken ({error}); save it again") from error


def _shown(raw: bytes, opened: Opened, *, record: str | None, offset: int | None) -> Entry:
    """What is shown of a message, with what its head says of it."""
    message = _parsed(raw.partition(b"\n")[2] if raw.startswith(FROM_LINE) else raw, opened)
    part = _main_part(message)
    content = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadablePage(opened.source, NO_TEXT)
    saved = next((url for name in SAVED_BY if (url := _head(message, name))), None)
    is_saved = saved is not None or message.get_content_type() == "multipart/related"
    return Entry(
        content=content,
        form="html" if part.get_content_type() == "text/html" else "text",
        record=record,
        offset=offset,
        charset=_charset(part),
        told=_of_saved(message, saved or _head(part, "content-location")) if is_saved else _of_letter(message),
    )


def _parsed(raw: bytes, opened: Opened) -> EmailMessage:
    if raw.count(b"\n--") > MOST_PARTS:
        raise UnreadablePage(opened.source, f"the message has more than {MOST_PARTS:,} parts; save its text")
    return email.message_from_bytes(_tamed(raw), policy=default)


def _tamed(raw: bytes) -> bytes:
    """A message with no more head than is used, none of it longer than it may be."""
    end = HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")
    used = (found for found in HEAD_LINE.finditer(head) if found[1].decode().lower() in USED_HEADS)
    return b"\n".join(found[0][:LONGEST_HEAD] for found in used) + PART_HEAD.sub(_shortened, body)


def _shortened(found: re.Match[bytes]) -> bytes:
    return found[0] if len(found[0]) <= LONGEST_HEAD else found[1]


def _main_part(message: EmailMessage) -> Any:
    """The part that is shown: HTML where there is any, else plain text; attachments are left."""
    try:
        part = message.get_body(preferencelist=("html", "plain"))
    except BROKEN_HEAD:
        part = None
    if part is None:
        kinds = ("text/html", "text/plain")
        parts = [one for one in message.walk() if one.get_content_type() in kinds and not one.is_multipart()]
        part = min(parts, key=lambda one: kinds.index(one.get_content_type()), default=None)
    return part


def _of_letter(message: EmailMessage) -> Told:
    """What the head of a newsletter says: its list or its sender is the outlet, the day of sending the publication.

    Where the list has a name of its own, the sender is a person or a section of it.
    """
    sender, newsletter = _named(_head(message, "from")), _named(_head(message, "list-id"))
    return Told(
        outlet=newsletter or sender,
        author=sender if newsletter and sender != newsletter else None,
        title=_head(message, "subject"),
        published=moment_of(_head(message, "date")),
    )


def _of_saved(message: EmailMessage, url: str | None) -> Told:
    """What a browser writes over a page that it saves: the address, and the day of saving."""
    is_web = url is not None and re.match(r"https?://", url) is not None
    return Told(
        url=url if is_web else None,
        title=_head(message, "subject"),
        fetched=day_of(moment_of(_head(message, "date"))),
    )


def _head(message: Any, name: str) -> str | None:
    """A line of a head, decoded; None where it is broken beyond that."""
    try:
        value = message.get(name)
        return None if value is None else line_of(str(value))
    except BROKEN_HEAD:
        return None


def _named(sender: str | None) -> str | None:
    """The name before an address, without its quotation marks; None for a bare address."""
    if sender is None:
        return None
    name = sender.partition("<")[0].strip().strip("\"'").strip()
    return name if name and "@" not in name else None


def _charset(part: Any) -> str | None:
    try:
        return line_of(part.get_content_charset())
    except BROKEN_HEAD:
        return None
