"""Articles into stories: events by likeness under a gate of days, storylines by names and back-references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from copydesk.records import (
    Article,
    ArticleId,
    Dating,
    Decision,
    Edition,
    EventDate,
    Family,
    Link,
    Published,
    Story,
    StoryId,
    StorylineId,
)
from copydesk.settings import StorySettings
from copydesk.stories.accounts import speaking_first
from copydesk.stories.event_days import event_day
from copydesk.stories.events import Unit, unit_of, units_of
from copydesk.stories.hands import as_decided, decisions_of, in_order, label_of, without_pinned
from copydesk.stories.ladder import ladder_of
from copydesk.stories.storylines import SURE_NAMES, Event, Reference, Tie, group_events, references, ties_of
from copydesk.stories.stream import group_units
from copydesk.text.ids import stable_id


def group_stories(
    articles: Sequence[Article],
    families: Sequence[Family],
    datings: Sequence[Dating],
    decisions: Sequence[Decision] = (),
    *,
    settings: StorySettings,
) -> tuple[Story, ...]:
    """The stories of a collection, the earliest first; every article stands in exactly one of them.

    `articles` stand in the order in which they came to the collection. A story and a storyline take their ids from the
    first of theirs, so neither changes as it grows, and of two that become one the id of the older remains. What people
    decided goes before what likeness and days say.
    """
    decided = in_order(decisions)
    published: dict[str, Published | None] = {dating.article: dating.published for dating in datings}
    days: dict[str, tuple[EventDate, ...]] = {dating.article: dating.candidates for dating in datings}
    rank = {article.id: number for number, article in enumerate(articles)}
    articles = sorted(articles, key=lambda article: article.id)
    known = [article for article in articles if article.text.strip()]
    texts = {article.id: article.text for article in articles}
    members = [speaking_first(family, texts) for family in families]
    events = [
        Event(_in_order(units, published), event_day(units, published))
        for units in _events(known, members, days, decided, settings=settings)
    ]
    empty = [article for article in articles if not article.text.strip()]
    events += [Event((unit_of([article]),), None) for article in empty]
    referred = references(events, published, settings=settings)
    stories = (_as_named(story, decided) for story in _stories(events, referred, rank, settings=settings))
    return tuple(sorted(stories, key=lambda story: _when(story.event_date, story.id)))


def _events(
    articles: Sequence[Article],
    families: Sequence[Sequence[str]],
    days: Mapping[str, tuple[EventDate, ...]],
    decided: Sequence[Decision],
    *,
    settings: StorySettings,
) -> Iterator[Sequence[Unit]]:
    """The accounts of each event: as people decided, and as likeness and days say of all others."""
    pinned = without_pinned(articles, decided)
    for event in pinned.events:
        yield units_of(event, families, days)
    units = units_of(pinned.free, families, days)
    found = {
        frozenset(one.id for unit in group for one in unit.articles): group
        for group in ([units[place] for place in places] for places in group_units(units, settings=settings))
    }
    for group in as_decided(found, decided):
        if group in found:
            yield found[group]
        else:
            yield units_of([article for article in pinned.free if article.id in group], families, days)


def _as_named(story: Story, decided: Sequence[Decision]) -> Story:
    """A story with the name that people gave it and the decisions that shaped it."""
    if not decided:
        return story
    label = label_of(story.articles, decided) or story.label
    return replace(story, label=label, decisions=decisions_of(story.articles, decided))


def with_editions(stories: Sequence[Story], editions: Sequence[Edition]) -> tuple[Story, ...]:
    """The same stories with every other edition of their articles beside the edition that was compared."""
    story_of = {article: story.id for story in stories for article in story.articles}
    added: dict[StoryId, list[ArticleId]] = defaultdict(list)
    for edition in editions:
        story = story_of.get(edition.edition_of)
        if story is not None and edition.article not in story_of:
            added[story].append(edition.article)
    return tuple(
        replace(story, articles=(*story.articles, *sorted(added[story.id]))) if story.id in added else story
        for story in stories
    )


# -- units -----------------------------------------------------------------------------------------------------------


def _in_order(units: Sequence[Unit], published: Mapping[str, Published | None]) -> tuple[Unit, ...]:
    """The accounts of an event, the earliest known first, undated ones last."""

    def first(unit: Unit) -> tuple[date, ArticleId]:
        known = [day.low for one in unit.articles if (day := published.get(one.id)) is not None]
        return (min(known) if known else date.max), unit.face.id

    return tuple(sorted(units, key=first))


# -- stories ---------------------------------------------------------------------------------------------------------


def _stories(
    events: Sequence[Event], referred: Sequence[Reference], rank: Mapping[ArticleId, int], *, settings: StorySettings
) -> Iterator[Story]:
    founders = [
        min((one.id for unit in event.units for one in unit.articles), key=rank.__getitem__) for event in events
    ]
    ids = [StoryId(stable_id("story", founder)) for founder in founders]
    found = group_events(events, referred, settings=settings)
    pairs = {(one.source, one.target): one for one in referred}
    links = _links(referred, ids, {place: number for number, line in enumerate(found.lines) for place in line})
    for line in found.lines:
        founder = min((founders[place] for place in line), key=rank.__getitem__)
        name = StorylineId(stable_id("line", founder)) if len(line) > 1 else None
        ties: dict[int, list[Link]] = defaultdict(list)
        for tie in ties_of(line, events, found, pairs):
            ties[tie.source].append(_link(tie, ids))
        for place in line:
            told = _story(events[place], ids[place], settings=settings)
            yield replace(told, storyline=name, links=tuple(links.get(place, ())), ties=tuple(ties.get(place, ())))


def _links(
    referred: Sequence[Reference], ids: Sequence[StoryId], line_of: Mapping[int, int]
) -> Mapping[int, Sequence[Link]]:
    """The references by event; within a storyline a single shared name is enough to trust one."""
    links: dict[int, list[Link]] = defaultdict(list)
    for one in referred:
        if one.shared >= SURE_NAMES or line_of[one.source] == line_of[one.target]:
            links[one.source].append(_link(one, ids))
    return links


def _link(one: Reference | Tie, ids: Sequence[StoryId]) -> Link:
    return Link(story=ids[one.target], why=one.why, article=one.article.id, start=one.start, end=one.end)


def _story(event: Event, ident: StoryId, *, settings: StorySettings) -> Story:
    return Story(
        id=ident,
        label=_label(event),
        articles=tuple(article.id for unit in event.units for article in unit.articles),
        event_date=event.day,
        storyline=None,
        families=tuple(tuple(article.id for article in unit.articles) for unit in event.units),
        ladder=ladder_of(event.units, owners=settings.owners),
    )


def _label(event: Event) -> str:
    """The headline of the earliest account; its first words where it has none."""
    for unit in event.units:
        if unit.face.title:
            return unit.face.title
    return " ".join(event.units[0].face.text.split()[:12]) or "without text"


def _when(day: EventDate | None, ident: str) -> tuple[date, str]:
    return (day.low if day is not None else date.max), ident
