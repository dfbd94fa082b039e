"""What every door hands on: one page as it stood in its container, with what the container says of it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from copydesk.errors import UnreadablePage
from copydesk.pages.reservations import Reservation
from copydesk.records import Form
from copydesk.settings import PageSettings

DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d{1,5}(?:\D|$))")
"""A day in front of anything: `2031-05-02`, `2031-05-02T10:00Z`, `20310502`, `20310502101500` of web archives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a container says of a page; None where it says nothing."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    credited: str | None = None
    published: str | None = None
    fetched: date | None = None
    reserved: Reservation | None = None


UNTOLD = Told()


@dataclass(frozen=True, slots=True)
class Archived:
    """A record of a web archive as it stood there: the lines of its head, its version first, and its block."""

    lines: tuple[bytes, ...]
    block: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page of a container: its bytes, or its words where the container holds text.

    `record` is its name within the container, None where the file is this one page; `offset` the place at which it is
    found again, None where it is kept instead; `form` what the container calls it, `charset` the encoding that it
    names, which the bytes may belie. `archived` is the whole record where the container is a web archive. What a
    plug-in `made` out of a file is kept, for the plug-in may go.
    """

    content: bytes | str
    form: Form
    record: str | None
    offset: int | None = None
    charset: str | None = None
    told: Told = UNTOLD
    archived: Archived | None = None
    made: bool = False


Found = Iterator[Entry | UnreadablePage]
"""What comes through a door, one at a time: entries, and an error in the place of each that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A container that is being read.

    `stream` gives its bytes unpacked; `file` is the file itself where one can go to any place in it, else None.
    `within` is whether it is itself a member of a container. `passed` counts what is passed over, by what it is.
    """

    source: str
    stream: io.BufferedReader
    file: io.BufferedReader | None
    settings: PageSettings
    columns: Mapping[str, str]
    passed: Counter[str]
    within: bool = False

    def refused(self, record: str | int, reason: str) -> UnreadablePage:
        """The error for one record of this container."""
        return UnreadablePage(f"{self.source}#{record}", reason)


Door = Callable[[Opened], Found]


def line_of(value: object) -> str | None:
    """A value as one line of text, None when there is nothing in it; a day as ISO 8601 writes it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def day_of(text: str | None) -> date | None:
    """The day that a text begins with, None where it begins with none."""
    found = DAY.match(text or "")
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def moment_of(text: str | None) -> str | None:
    """A date of a feed or a mail (`Wed, 02 Oct 2030 13:00:00 GMT`) in ISO 8601; as it stands where it is neither."""
    line = line_of(text)
    if line is None or day_of(line) is not None:
        return line
    try:
        found: datetime = parsedate_to_datetime(line)
    except (ValueError, TypeError, IndexError, OverflowError):
        return line
    return found.isoformat()
