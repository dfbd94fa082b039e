"""Articles into stories: events by likeness under a gate of days, storylines by names and back-references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    Happening,
    Link,
    Outline,
    Published,
    Story,
    StoryId,
    StorylineId,
)
from copydesk.settings import StorySettings
from copydesk.stories.dating import outlines
from copydesk.stories.event_days import event_day
from copydesk.stories.events import Unit, units_of
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

    `articles` stand in the order in which they came to the collection. What the steps do one after the other: outlines,
    happenings, and of each its story.
    """
    by_id = {article.id: article for article in articles}
    told = {dating.article: dating for dating in datings}
    accounts = outlines(articles, families, settings=settings)
    found = find_happenings(accounts, [told[article.id] for article in articles], decisions, settings=settings)
    return tuple(
        tell_story(one, [by_id[ident] for account in one.accounts for ident in account], settings=settings)
        for one in found
    )


def find_happenings(
    accounts: Sequence[Outline],
    datings: Sequence[Dating],
    decisions: Sequence[Decision] = (),
    *,
    settings: StorySettings,
) -> tuple[Happening, ...]:
    """The events of a collection, the earliest first; every article stands in exactly one of them.

    `datings` stand in the order in which their articles came to the collection. A story and a storyline take their ids
    from the first of theirs, so neither changes as it grows, and of two that become one the id of the older remains.
    What people decided goes before what likeness and days say.
    """
    decided = in_order(decisions)
    published: dict[str, Published | None] = {dating.article: dating.published for dating in datings}
    days: dict[ArticleId, tuple[EventDate, ...]] = {dating.article: dating.candidates for dating in datings}
    rank = {dating.article: number for number, dating in enumerate(datings)}
    known = [one for one in accounts if not one.blank]
    events = [
        Event(_in_order(units, published), event_day(units))
        for units in _events(known, days, decided, settings=settings)
    ]
    events += [Event((Unit(one, one.articles),), None) for one in sorted(accounts, key=_face) if one.blank]
    referred = references(events, settings=settings)
    grouped = frozenset(article for account in accounts for article in account.articles) if decided else frozenset()
    found = (_as_decided(one, decided, grouped) for one in _happenings(events, referred, rank, settings=settings))
    return tuple(sorted(found, key=lambda one: _when(one.day, one.story)))


def _face(account: Outline) -> ArticleId:
    return account.face


def _events(
    accounts: Sequence[Outline],
    days: Mapping[ArticleId, tuple[EventDate, ...]],
    decided: Sequence[Decision],
    *,
    settings: StorySettings,
) -> Iterator[Sequence[Unit]]:
    """The accounts of each event: as people decided, and as likeness and days say of all others."""
    account_of = {article: account for account in accounts for article in account.articles}

    def units(articles: Collection[ArticleId]) -> list[Unit]:
        among = {account_of[one].face: account_of[one] for one in articles}
        return units_of(among.values(), days, articles)

    pinned = without_pinned(account_of, decided)
    for event in pinned.events:
        yield units(event)
    free = units(pinned.free)
    found = {
        frozenset(article for unit in group for article in unit.articles): group
        for group in ([free[place] for place in places] for places in group_units(free, settings=settings))
    }
    for group in as_decided(found, decided):
        yield found[group] if group in found else units(group)


def _as_decided(one: Happening, decided: Sequence[Decision], grouped: Collection[ArticleId]) -> Happening:
    """An event with the name that people gave it and the decisions that shaped it."""
    if not decided:
        return one
    articles = [article for account in one.accounts for article in account]
    return replace(one, label=label_of(articles, decided, grouped=grouped), decisions=decisions_of(articles, decided))


def tell_story(
    happening: Happening, articles: Sequence[Article], editions: Sequence[Edition] = (), *, settings: StorySettings
) -> Story:
    """The story of an event: what its articles add (a headline, the ladder), and other editions of them beside them."""
    by_id = {article.id: article for article in articles}
    accounts = [[by_id[ident] for ident in account] for account in happening.accounts]
    story = Story(
        id=happening.story,
        label=happening.label or _label([account[0] for account in accounts]),
        articles=tuple(ident for account in happening.accounts for ident in account),
        event_date=happening.day,
        storyline=happening.storyline,
        families=happening.accounts,
        ladder=ladder_of(accounts, owners=settings.owners),
        links=happening.links,
        ties=happening.ties,
        decisions=happening.decisions,
    )
    (beside,) = with_editions([story], editions)
    return beside


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
        known = [day.low for one in unit.articles if (day := published.get(one)) is not None]
        return (min(known) if known else date.max), unit.face

    return tuple(sorted(units, key=first))


# -- events ----------------------------------------------------------------------------------------------------------


def _happenings(
    events: Sequence[Event], referred: Sequence[Reference], rank: Mapping[ArticleId, int], *, settings: StorySettings
) -> Iterator[Happening]:
    founders = [min((one for unit in event.units for one in unit.articles), key=rank.__getitem__) for event in events]
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
            yield Happening(
                id=stable_id("happening", ids[place]),
                story=ids[place],
                storyline=name,
                day=events[place].day,
                accounts=tuple(unit.articles for unit in events[place].units),
                links=tuple(links.get(place, ())),
                ties=tuple(ties.get(place, ())),
            )


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
    return Link(story=ids[one.target], why=one.why, article=one.article, start=one.start, end=one.end)


def _label(faces: Sequence[Article]) -> str:
    """The headline of the earliest account; its first words where it has none."""
    titled = next((face.title for face in faces if face.title), None)
    return titled or " ".join(faces[0].text.split()[:12]) or "without text"


def _when(day: EventDate | None, ident: str) -> tuple[date, str]:
    return (day.low if day is not None else date.max), ident
