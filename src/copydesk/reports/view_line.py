"""What the page of a storyline shows: drawings, one line an event, what is undated, and why events are linked."""

from __future__ import annotations

from typing import Any, NamedTuple

from copydesk.records import Story
from copydesk.reports import wording
from copydesk.reports.cards import Card, Chip, card, chips, place_href, story_href, story_label
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import page_name, short
from copydesk.reports.storyline import Event, Mention, Storyline, Told
from copydesk.reports.storyline_drawing import MOST_DRAWN, Mark, draw_whole, stretches

MOST_EVENTS = 400
"""Events told in full; the rest are counted and stand in the file."""
MOST_MENTIONS = 6
"""References to one event that its line names; the rest are counted and stand in the file."""
MOST_LINKS = 200
LONGEST_SENTENCE = 320


class Words(NamedTuple):
    """A sentence and where it stands."""

    text: str
    card: Card
    href: str


class Reference(NamedTuple):
    """A reference between two events: the later one's name and place, the earlier one's, why, in which words."""

    later: str
    later_href: str
    earlier: str
    earlier_href: str
    elsewhere: bool
    joint: str
    why: str
    told: Words


class Line(NamedTuple):
    """One event: `day` is None where the line above has the same, `basis` what the day rests on."""

    anchor: str
    iso: str | None
    day: str | None
    basis: str
    label: str
    href: str
    told: Words | None
    steps: str
    chips: tuple[Chip, ...]
    decisions: tuple[str, ...]
    mentions: tuple[Reference, ...]
    more: int


def line_view(line: Storyline, holdings: Holdings) -> dict[str, Any]:
    """The values of `line.html`."""
    marks = [_mark(event) for event in line.events]
    label = f"Timeline of {line.label}; the list below says the same"
    return {
        "title": line.label,
        "summary": _summary(line),
        "whole": draw_whole(marks, label=label),
        "stretches": stretches(marks),
        "undrawn": max(0, len(marks) - MOST_DRAWN),
        "events": _lines(line, line.events[:MOST_EVENTS], holdings),
        "more": max(0, len(line.events) - MOST_EVENTS),
        "undated": _lines(line, line.undated[:MOST_EVENTS], holdings),
        "links": tuple(_reference(one, line, holdings) for one in line.links[:MOST_LINKS]),
        "more_links": max(0, len(line.links) - MOST_LINKS),
        "files": file_names(line),
    }


def file_names(line: Storyline) -> dict[str, str]:
    """The names of the files that stand beside the page, by form; a calendar only where an event has a day."""
    stem = page_name("line", line.id).removesuffix(".html")
    return {"json": f"{stem}.json", **({"ics": f"{stem}.ics"} if line.events else {})}


def _summary(line: Storyline) -> str:
    days = [event.story.event_date for event in line.events if event.story.event_date is not None]
    told = wording.counted(len(line.events) + len(line.undated), "event")
    if not days:
        return told
    first, last = min(day.low for day in days), max(day.high for day in days)
    return f"{told}, {first} to {last}" if first != last else f"{told}, {first}"


def _mark(event: Event) -> Mark:
    day = event.story.event_date
    assert day is not None  # undated events are not drawn
    return Mark(day.low, day.high, wording.days(day), event.label, f"#{_anchor(event.story)}")


def _anchor(story: Story) -> str:
    return page_name("story", story.id).removesuffix(".html").replace("story-", "event-", 1)


def _lines(line: Storyline, events: tuple[Event, ...], holdings: Holdings) -> tuple[Line, ...]:
    """The events with their days, each day said once."""
    found: list[Line] = []
    before = None
    for event in events:
        day = event.story.event_date
        span = None if day is None else (day.low, day.high)
        found.append(_line(event, line, holdings, repeated=span is not None and span == before))
        before = span
    return tuple(found)


def _line(event: Event, line: Storyline, holdings: Holdings, *, repeated: bool) -> Line:
    day = event.story.event_date
    exact = day is not None and day.low == day.high
    return Line(
        anchor=_anchor(event.story),
        iso=day.low.isoformat() if day is not None and exact else None,
        day=None if day is None or repeated else wording.event_days(day),
        basis="day not established" if day is None else wording.event_basis(day),
        label=event.label,
        href=story_href(event.story),
        told=None if event.told is None else _words(event.told, holdings),
        steps=wording.ladder_line(event.story.ladder),
        chips=chips(event.story, holdings),
        decisions=tuple(wording.decided(one) for one in event.decisions),
        mentions=tuple(_reference(one, line, holdings) for one in event.mentions[:MOST_MENTIONS]),
        more=max(0, len(event.mentions) - MOST_MENTIONS),
    )


def _words(told: Told, holdings: Holdings) -> Words:
    text = short(told.words, LONGEST_SENTENCE)
    return Words(text, card(told.article, holdings), place_href(told.article, told.start))


def _reference(mention: Mention, line: Storyline, holdings: Holdings) -> Reference:
    inside = mention.source.storyline == mention.target.storyline or mention.source.id == line.id
    return Reference(
        later=story_label(mention.source, holdings),
        later_href=f"#{_anchor(mention.source)}" if inside else story_href(mention.source),
        earlier=story_label(mention.target, holdings),
        earlier_href=f"#{_anchor(mention.target)}",
        elsewhere=not inside,
        joint="points to" if mention.refers else "is tied to",
        why=short(mention.why, LONGEST_SENTENCE),
        told=_words(mention.told, holdings),
    )
