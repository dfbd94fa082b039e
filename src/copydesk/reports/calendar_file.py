"""A storyline as a calendar that other programs read: iCalendar (RFC 5545), one all-day entry an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from copydesk.reports import wording
from copydesk.reports.cards import outlet
from copydesk.reports.safe import tidy
from copydesk.reports.storyline import Event, Storyline

LINE_OCTETS = 75
"""RFC 5545, 3.1: longer lines are folded."""
PRODUCT = "-//copydesk//storyline//EN"

_SPECIAL = re.compile(r"[\\;,]")


def calendar(lines: Sequence[Storyline]) -> str | None:
    """The dated events of storylines as one calendar; None where no event has a day, for no calendar may be empty.

    An event of which only the days are known between which it lies is an entry over these days, and says so. Undated
    events are left out. The same storylines give the same calendar.
    """
    events = [(line, event) for line in lines for event in line.events]
    if not events:
        return None
    name = lines[0].label if len(lines) == 1 else "Storylines"
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
        *(entry for line, event in events for entry in _entry(line, event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for one in content for folded in _folded(one))


def _entry(line: Storyline, event: Event) -> Iterator[str]:
    day = event.story.event_date
    assert day is not None  # only dated events are given
    yield "BEGIN:VEVENT"
    yield f"UID:{_identifier(event.story.id)}@copydesk"
    yield f"DTSTAMP:{_compact(line.as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day.low)}"
    if day.high < date.max:  # the end is the day after, and an entry without one lasts for its first day
        yield f"DTEND;VALUE=DATE:{_compact(day.high + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.label)}"
    yield f"DESCRIPTION:{_text(_description(line, event))}"
    yield f"CATEGORIES:{_text(line.label)}"
    yield "TRANSP:TRANSPARENT"
    if day.low != day.high:
        yield "STATUS:TENTATIVE"
    yield "END:VEVENT"


def _description(line: Storyline, event: Event) -> str:
    """The sentence with its source, the day with its basis, the ladder with what it measures."""
    day = event.story.event_date
    assert day is not None
    parts = [f"Day: {wording.event_days(day)} ({wording.event_basis(day)})"]
    if event.told is not None:
        parts.insert(0, f"“{event.told.words}” ({outlet(event.told.article)})")
    parts.append(f"{wording.ladder_line(event.story.ladder)}: {wording.LADDER_NOTE}")
    parts.extend(wording.decided(one) for one in event.decisions)
    if line.id != event.story.id:
        parts.append(f"Storyline: {line.label}")
    return "\n".join(parts)


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")


def _identifier(ident: str) -> str:
    """An id without characters that end or divide a value."""
    return re.sub(r"[^\w.-]", "-", tidy(ident), flags=re.ASCII)


def _text(content: str) -> str:
    """A value of type TEXT: marks escaped, line ends written as such, no other control character."""
    escaped = _SPECIAL.sub(lambda found: f"\\{found.group()}", content.strip())
    return "\\n".join(tidy(one) for one in escaped.splitlines())


def _folded(line: str) -> Iterable[str]:
    """The line in pieces of at most so many octets, of which all but the first begin with a space."""
    piece, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += character
        octets += size
    yield piece
