"""Everything on a desk that is about one story, and nothing else: what goes into its evidence pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from copydesk.articles import frame_id
from copydesk.desk import Desk
from copydesk.records import (
    Alone,
    Article,
    Attribution,
    Check,
    Collection,
    Copy,
    Dating,
    Decision,
    Edition,
    Fact,
    Family,
    Figure,
    Frame,
    Note,
    Page,
    PageId,
    Quote,
    Story,
)
from copydesk.reports.large import most_telling
from copydesk.settings import Settings
from copydesk.store import RunLine, Shelf

MOST_PAIRS = 3_000
"""Pairs of one pack: those that are lines of a copy tree first, then those most alike; 300 copies have 45,000 pairs."""

Kept = TypeVar("Kept", bound=Any)

MOST_ARTICLES = 500
"""Articles of one pack, those of the story first: a reader of a report has long given up, and a pack stays sendable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A story with all that is known of it.

    `collection` has the story alone, with the articles of its families and their editions. `frames` are what recurs on
    pages of one site, by page: with them a page reads as it did. `held` counts the pages of the desk, `unread` what
    could not be read there, `left_out` and `pairs_left_out` articles and pairs beyond the most of one pack.
    """

    story: Story
    collection: Collection
    pages: tuple[Page, ...]
    frames: Mapping[PageId, Frame]
    runs: tuple[RunLine, ...]
    settings: Settings
    held: int
    unread: int
    left_out: int
    pairs_left_out: int
    notes: tuple[Note, ...] = ()


def gather(desk: Desk, name: str, *, notes: bool = False) -> Case:
    """The case of the story with this id, the beginning of one, or of an article with this id.

    Raises:
        UsageError: there is none, or several.

    """
    shelf, story = desk.store, desk.story(name)
    families = shelf.pointing(Family, story.articles)
    wanted = [*story.articles, *(one for family in families for one in family.articles)]
    members = dict.fromkeys(wanted)
    later = [one.article for one in shelf.pointing(Edition, members) if one.edition_of in members]
    members.update(dict.fromkeys(later))
    kept = frozenset(list(members)[:MOST_ARTICLES])
    pairs = _pairs(shelf, kept)
    told = most_telling(pairs, families, MOST_PAIRS)
    collection = _collection(desk, story, families, members=kept, pairs=told)
    pages = shelf.get(Page, {article.page for article in collection.articles})
    return Case(
        story=story,
        collection=collection,
        pages=tuple(sorted(pages.values(), key=lambda page: (page.source, page.id))),
        frames={one.page: one for one in shelf.get(Frame, map(frame_id, pages)).values()},
        runs=tuple(run for run in desk.store.runs() if run.jobs),
        settings=desk.settings,
        held=desk.counts()["Page"],
        unread=sum(group.amount for group in desk.failure_groups()),
        left_out=len(members) - len(kept),
        pairs_left_out=len(pairs) - len(told),
        notes=_notes(desk, collection, story) if notes else (),
    )


def _collection(
    desk: Desk,
    story: Story,
    families: Sequence[Family],
    *,
    members: frozenset[str],
    pairs: Sequence[str],
) -> Collection:
    """The records about these articles; of checks and facts, what stands in them."""
    shelf = desk.store
    articles = shelf.get(Article, members).values()
    quotes = shelf.pointing(Quote, members)
    figures = shelf.pointing(Figure, members)
    inside: set[str] = set(story.articles)
    return Collection(
        as_of=shelf.as_of(),
        settings=desk.settings.digest(),
        articles=tuple(sorted(articles, key=lambda one: (one.source, one.position, one.id))),
        editions=_sorted(one for one in shelf.pointing(Edition, members) if one.article in members),
        copies=_sorted(shelf.get(Copy, pairs).values()),
        families=_sorted(families),
        datings=_sorted(one for one in shelf.pointing(Dating, members) if one.article in members),
        stories=(story,),
        quotes=tuple(sorted((one for one in quotes if one.article in members), key=_place)),
        attributions=_sorted(shelf.pointing(Attribution, [quote.id for quote in quotes])),
        figures=tuple(sorted((one for one in figures if one.article in members), key=_place)),
        facts=_sorted(_facts(shelf, figures)),
        checks=_sorted(check for check in shelf.pointing(Check, members) if _is_about(check, inside, members)),
        alone=_sorted(one for one in shelf.pointing(Alone, [story.id]) if one.story == story.id),
        decisions=_sorted(shelf.get(Decision, story.decisions).values()),
    )


def _pairs(shelf: Shelf, members: frozenset[str]) -> list[tuple[str, str, str, float]]:
    """The pairs within these articles."""
    rows = shelf.fields(Copy, "id", "a", "b", "score", ids=shelf.pointers(Copy, members))
    return [row for row in rows if row[1] in members and row[2] in members]


def _facts(shelf: Shelf, figures: Iterable[Figure]) -> Iterable[Fact]:
    known = {figure.id for figure in figures}
    for fact in shelf.pointing(Fact, known):
        yield replace(fact, figures=tuple(one for one in fact.figures if one in known))


def _is_about(check: Check, inside: set[str], members: frozenset[str]) -> bool:
    """Whether a check compares what the story's articles say, and all that it compares is in the pack."""
    told = {side.article for side in check.sides}
    return told <= members and not told.isdisjoint(inside)


def _notes(desk: Desk, collection: Collection, story: Story) -> tuple[Note, ...]:
    """The notes on the story, its articles and pairs of these, with their answers, the oldest first."""
    found = list(desk.notes.of_story(story))
    for article in collection.articles:
        found.extend(desk.notes.of_article(article))
    for copy in collection.copies:
        found.extend(desk.notes.of_pair(copy.a, copy.b))
    notes = {note.id: note for one in found for note in (one.note, *one.answers)}
    return tuple(sorted(notes.values(), key=lambda note: (note.made_at, note.id)))


def _sorted(records: Iterable[Kept]) -> tuple[Kept, ...]:
    """Records by id, so that the same desk gives the same pack."""
    return tuple(sorted(records, key=lambda one: one.id))


def _place(record: Quote | Figure) -> tuple[str, int, int]:
    return (record.article, record.start, record.end)
