"""Articles into stories: events by likeness under a gate of days, storylines by names and back-references."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, overload

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
    Story,
    StoryId,
    StorylineId,
)
from copydesk.settings import StorySettings
from copydesk.stories.dating import outlines
from copydesk.stories.event_days import event_day
from copydesk.stories.events import Part, Units
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
    What people decided goes before what likeness and days say. Both rows may lie on disk: an account is read some four
    times, and no more than a window of them is held.
    """
    decided = in_order(decisions)
    told = _Told(datings)
    parts = [_Account(one.articles, one.blank) for one in accounts]
    blank = (Part(place, one.articles) for place, one in enumerate(parts) if one.blank)
    events = _Events(
        accounts,
        told,
        _groups(accounts, parts, told, decided, settings=settings),
        sorted(blank, key=lambda part: part.articles[0]),
    )
    referred = references(events, settings=settings)
    grouped = frozenset(article for one in parts for article in one.articles) if decided else frozenset()
    found = (_as_decided(one, decided, grouped) for one in _happenings(events, referred, told.came, settings=settings))
    return tuple(sorted(found, key=lambda one: _when(one.day, one.story)))


class _Account(NamedTuple):
    """What is held of an account: its articles, the one that speaks for it first, and whether it is without text."""

    articles: tuple[ArticleId, ...]
    blank: bool


class _Told:
    """What datings tell of their articles: some bytes of each are held, the days are read when they are asked for."""

    def __init__(self, datings: Sequence[Dating]) -> None:
        self._datings = datings
        self._rank: dict[ArticleId, int] = {}
        published, days = array("q"), array("q")
        for number, one in enumerate(datings):
            self._rank[one.article] = number
            published.append(one.published.low.toordinal() if one.published is not None else _NO_DAY)
            days.append(one.candidates[0].low.toordinal() if one.candidates else _NO_DAY)
        self._published, self._first = published, days

    def came(self, article: ArticleId) -> int:
        """The place of an article among those that came; one of which nothing is told comes last."""
        return self._rank.get(article, len(self._rank))

    def published(self, article: ArticleId) -> int:
        """The first day on which an article may have been published, as an ordinal."""
        return self._published[self._rank[article]] if article in self._rank else _NO_DAY

    def first(self, articles: Iterable[ArticleId]) -> int:
        """The likeliest day of the event of a unit of these, as an ordinal; one without a day comes last."""
        days = (self._first[self._rank[one]] for one in articles if one in self._rank)
        return next((day for day in days if day != _NO_DAY), _NO_DAY)

    def days(self, article: ArticleId) -> tuple[EventDate, ...]:
        """The days that an article may tell of, the likeliest first."""
        return self._datings[self._rank[article]].candidates if article in self._rank else ()


_NO_DAY = 1 << 40
"""Comes after all days."""


class _Events(Sequence[Event]):
    """Events by the parts of accounts that they are: those with text, in order of days known, and each without."""

    def __init__(
        self, accounts: Sequence[Outline], told: _Told, groups: Iterable[Sequence[Part]], blank: Iterable[Part]
    ) -> None:
        self._accounts, self._told = accounts, told
        self._parts: list[list[Part]] = []
        self._days: list[EventDate | None] = []
        for group in groups:
            parts = sorted(group, key=self._first)
            self._parts.append(parts)
            self._days.append(event_day(Units(accounts, told.days, parts)))
        for part in blank:
            self._parts.append([part])
            self._days.append(None)

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> list[Event]: ...
    def __getitem__(self, place: int | slice) -> Event | list[Event]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return Event(Units(self._accounts, self._told.days, self._parts[place]), self._days[place])

    def accounts(self, place: int) -> tuple[tuple[ArticleId, ...], ...]:
        """The articles of an event by account, the earliest known first."""
        return tuple(part.articles for part in self._parts[place])

    def _first(self, part: Part) -> tuple[int, ArticleId]:
        """The earliest known first, undated ones last."""
        return min(map(self._told.published, part.articles)), part.articles[0]


def _groups(
    accounts: Sequence[Outline],
    parts: Sequence[_Account],
    told: _Told,
    decided: Sequence[Decision],
    *,
    settings: StorySettings,
) -> Iterator[list[Part]]:
    """The accounts of each event: as people decided, and as likeness and days say of all others.

    People may part the articles of an account. Then each part is an account of its own.
    """
    place_of = {article: place for place, one in enumerate(parts) if not one.blank for article in one.articles}

    def units(articles: Collection[ArticleId]) -> list[Part]:
        places = dict.fromkeys(place_of[one] for one in articles)
        found = (Part(place, tuple(one for one in parts[place].articles if one in articles)) for place in places)
        return sorted(found, key=lambda part: min(part.articles))

    pinned = without_pinned(place_of, decided)
    for event in pinned.events:
        yield units(event)
    free = units(pinned.free)
    grouped = group_units(
        Units(accounts, told.days, free), settings=settings, days=[told.first(one.articles) for one in free]
    )
    if not decided:
        yield from ([free[place] for place in places] for places in grouped)
        return
    found = {
        frozenset(article for place in places for article in free[place].articles): [free[place] for place in places]
        for places in grouped
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


# -- events ----------------------------------------------------------------------------------------------------------


def _happenings(
    events: _Events, referred: Sequence[Reference], came: Callable[[ArticleId], int], *, settings: StorySettings
) -> Iterator[Happening]:
    every = range(len(events))
    founders = [min((one for account in events.accounts(place) for one in account), key=came) for place in every]
    ids = [StoryId(stable_id("story", founder)) for founder in founders]
    found = group_events(events, referred, settings=settings)
    pairs = {(one.source, one.target): one for one in referred}
    links = _links(referred, ids, {place: number for number, line in enumerate(found.lines) for place in line})
    for line in found.lines:
        founder = min((founders[place] for place in line), key=came)
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
                accounts=events.accounts(place),
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
