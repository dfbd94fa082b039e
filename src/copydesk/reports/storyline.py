"""A storyline in order: one line an event, its best sentence with the source, and what later events say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from copydesk.errors import UsageError
from copydesk.records import Article, Decision, Link, Story
from copydesk.reports import wording
from copydesk.reports.cards import outlet, story_label
from copydesk.reports.contract import plain
from copydesk.reports.holdings import Holdings
from copydesk.text.quotation import quotations
from copydesk.text.sentences import sentences
from copydesk.text.words import words

LEAD_CHARACTERS = 3000
"""Where a lead ends, whatever its sentences."""
LEAD_SENTENCES = 8
FEWEST_WORDS = 6
"""Shorter sentences open a report ("It was over in minutes.") more often than they tell what happened."""
NEIGHBOURS = 1
"""Days between two events from which on the sentence of the later may repeat that of the earlier."""
RUNGS = ("pages", "texts", "publishers", "owners", "accounts", "documents")
"""The counts of a ladder; what explains them stands in `stories.jsonl`."""
MOST_BESIDE = 8
"""Events before one whose sentences it is not to repeat: bounds the work where many fall on one day."""
REPEATED = 0.5
"""Share of the words of two sentences, taken together, that both have when one repeats the other."""


class Told(NamedTuple):
    """A sentence that tells an event, and where it stands."""

    article: Article
    start: int
    end: int

    @property
    def words(self) -> str:
        """The sentence in one line."""
        return " ".join(self.article.text[self.start : self.end].split())


class Mention(NamedTuple):
    """A line from one event to an earlier one, and the words that make it.

    With `refers` these name the earlier event; else the two share names and words, and the sentence best tells which.
    """

    source: Story
    target: Story
    why: str
    told: Told
    refers: bool = True


class Event(NamedTuple):
    """One event of a storyline. `mentions` are references of other events to it, of this storyline or of another."""

    story: Story
    label: str
    told: Told | None
    mentions: tuple[Mention, ...]
    decisions: tuple[Decision, ...]


class Storyline(NamedTuple):
    """Events with a day, the earliest first, those without one apart, and what ties every two of them."""

    id: str
    label: str
    as_of: date
    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    links: tuple[Mention, ...]


def storylines(holdings: Holdings) -> Iterator[Storyline]:
    """Every storyline of a collection, in the order of their ids."""
    for line, stories in sorted(holdings.storylines.items()):
        yield storyline_of(line, stories, holdings)


def storyline_named(name: str, holdings: Holdings) -> Storyline:
    """The storyline with this id or the beginning of one, or that of a story or article with such an id.

    Raises:
        UsageError: there is none, or there are several.

    """
    found: dict[str, list[Story]] = {}
    for story in holdings.stories.values():
        ids = (story.storyline or story.id, story.id, *story.articles)
        if any(one.startswith(name) for one in ids):
            found[story.storyline or story.id] = holdings.line_of(story)
    if len(found) != 1:
        several = f"several storylines: {', '.join(sorted(found)[:5])}" if found else "no storyline"
        raise UsageError(f"{name!r} names {several}; give an id as `copydesk timeline` prints it")
    return next(storyline_of(line, stories, holdings) for line, stories in found.items())


def storyline_of(line: str, stories: Sequence[Story], holdings: Holdings) -> Storyline:
    """The storyline of these stories; `line` is its id, or that of its one story."""
    dated = sorted((one for one in stories if one.event_date is not None), key=_when)
    events: list[Event] = []
    for story in dated:
        events.append(_event(story, holdings, beside=_neighbours(story, events)))
    undated = tuple(_event(story, holdings) for story in stories if story.event_date is None)
    return Storyline(
        id=line,
        label=line_label(stories, holdings),
        as_of=holdings.collection.as_of,
        events=tuple(events),
        undated=undated,
        links=_links((*events, *undated), holdings),
    )


def _links(events: Sequence[Event], holdings: Holdings) -> tuple[Mention, ...]:
    """What ties the events of a storyline: references, and where there is none what they have in common."""
    inside = {event.story.id: event.story for event in events}
    referred = [one for event in events for one in event.mentions if one.source.id in inside]
    known = {(one.source.id, one.target.id) for one in referred}
    tied = (
        _mention(source, inside[tie.story], tie, holdings)._replace(refers=False)
        for source in inside.values()
        for tie in source.ties
        if tie.story in inside and tie.article in holdings.articles and (source.id, tie.story) not in known
    )
    return (*referred, *tied)


def line_label(stories: Sequence[Story], holdings: Holdings) -> str:
    """The name of a storyline: that of its largest story."""
    return story_label(max(stories, key=lambda story: len(story.articles)), holdings)


def _when(story: Story) -> tuple[date, date, str]:
    assert story.event_date is not None
    return (story.event_date.low, story.event_date.high, story.id)


def _neighbours(story: Story, events: Sequence[Event]) -> Iterator[str]:
    """The sentences of events that may be the same day's or the day before's."""
    for event in events[-MOST_BESIDE:]:
        before, day = event.story.event_date, story.event_date
        if event.told is not None and before and day and (day.low - before.high).days <= NEIGHBOURS:
            yield event.told.words


def _event(story: Story, holdings: Holdings, *, beside: Iterable[str] = ()) -> Event:
    return Event(
        story=story,
        label=story_label(story, holdings),
        told=_told(story, holdings, tuple(beside)),
        mentions=mentions_of(story, holdings),
        decisions=tuple(holdings.decisions[one] for one in story.decisions if one in holdings.decisions),
    )


def mentions_of(story: Story, holdings: Holdings) -> tuple[Mention, ...]:
    """The references to a story, the earliest published first."""
    found = [_mention(source, story, link, holdings) for source, link in holdings.named_in.get(story.id, ())]
    return tuple(sorted(found, key=lambda one: (_published(one.told.article, holdings), one.source.id, one.told.start)))


def _mention(source: Story, target: Story, link: Link, holdings: Holdings) -> Mention:
    return Mention(source, target, link.why, Told(holdings.articles[link.article], link.start, link.end))


def _published(article: Article, holdings: Holdings) -> date:
    known = holdings.published(article)
    return date.max if known is None else known.low


# -- the sentence that stands for an event ----------------------------------------------------------------------------


def _told(story: Story, holdings: Holdings, beside: Sequence[str]) -> Told | None:
    """The first sentence of the earliest account that tells something: no quotation, no question, no neighbour's."""
    faces = [holdings.articles[family[0]] for family in story.families if family and family[0] in holdings.articles]
    # A story carried on the page of another is a summary: it speaks only where nothing else does.
    for face in sorted(faces, key=lambda one: one.position > 0):
        found = best_sentence(face, beside)
        if found is not None:
            return found
    return None


def best_sentence(article: Article, beside: Sequence[str] = ()) -> Told | None:
    """The sentence of a lead that tells its event, another than those `beside`; None where there is no text."""
    lead = article.text[:LEAD_CHARACTERS]
    places = sentences(lead)[:LEAD_SENTENCES]
    quoted = [(one.start, one.end) for one in quotations(lead)]
    telling = [place for place in places if _tells(lead, place, quoted)]
    fresh = [place for place in telling if not any(_repeats(lead[slice(*place)], other) for other in beside)]
    for place in (*fresh, *telling, *places):
        return Told(article, *place)
    return None


def _tells(text: str, place: tuple[int, int], quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence is a statement of the report's own: long enough, not asked, its beginning not quoted."""
    start, end = place
    said = text[start:end]
    begins_quoted = any(low <= start + 1 < high for low, high in quoted)
    return len(words(said)) >= FEWEST_WORDS and not begins_quoted and "?" not in said[-3:]


def _repeats(one: str, other: str) -> bool:
    left, right = ({word.text.casefold() for word in words(text)} for text in (one, other))
    return len(left & right) >= REPEATED * max(1, len(left | right))


# -- as JSON -----------------------------------------------------------------------------------------------------------


def timeline_row(line: Storyline, holdings: Holdings) -> dict[str, Any]:
    """A storyline as one JSON object: events by day, undated ones apart, and the references between them."""
    return {
        "storyline": line.id,
        "label": line.label,
        "as_of": line.as_of.isoformat(),
        "note": f"each ladder {wording.LADDER_NOTE}",
        "events": [_event_row(event, holdings) for event in line.events],
        "undated": [_event_row(event, holdings) for event in line.undated],
        "links": [
            {
                "story": one.source.id,
                "to": one.target.id,
                "kind": "reference" if one.refers else "alike",
                "why": one.why,
                "evidence": _told_row(one.told, holdings),
            }
            for one in line.links
        ],
        "generator": "copydesk",
    }


def _event_row(event: Event, holdings: Holdings) -> dict[str, Any]:
    day = event.story.event_date
    ladder = event.story.ladder
    return {
        "story": event.story.id,
        "label": event.label,
        "event_date": plain(day),
        "told": None if event.told is None else _told_row(event.told, holdings),
        "ladder": {name: getattr(ladder, name) for name in RUNGS},
        "decisions": plain(event.decisions),
        "mentions": [
            {"story": one.source.id, "why": one.why, "evidence": _told_row(one.told, holdings)}
            for one in event.mentions
        ],
    }


def _told_row(told: Told, holdings: Holdings) -> dict[str, Any]:
    return {
        "article": told.article.id,
        "outlet": outlet(told.article),
        "page": told.article.source,
        "published": plain(holdings.published(told.article)),
        "start": told.start,
        "end": told.end,
        "text": told.article.text[told.start : told.end],
    }
