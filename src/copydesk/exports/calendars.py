"""The dated events of all storylines as one calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from pathlib import Path

from copydesk.exports.given import Given, Written
from copydesk.reports.calendar_file import calendar
from copydesk.reports.storyline import Event, Storyline, storylines

FILE = "storylines.ics"


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write the calendar; nothing where no event of a storyline has a day, for no calendar may be empty."""
    lines = [_line(one, given) for one in storylines(given.holdings)]
    told = calendar(lines)
    if told is None:
        (folder / FILE).unlink(missing_ok=True)
        return ()
    (folder / FILE).write_bytes(told.encode())
    return (Written(FILE, sum(len(one.events) for one in lines)),)


def _line(line: Storyline, given: Given) -> Storyline:
    return line._replace(events=tuple(_event(one, given) for one in line.events))


def _event(event: Event, given: Given) -> Event:
    """The event without its sentence where not all of it may stand."""
    told = event.told
    if told is None or not given.public:
        return event
    words = given.words(told.article, (told.start, told.end))
    return event if words == told.article.text[told.start : told.end] else event._replace(told=None)
