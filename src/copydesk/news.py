"""What a run changed: copies that came, families and stories that grew, and copies that a correction left behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from copydesk.articles import READ_AGAIN
from copydesk.copies.corrections import Correction, find_corrections, last_edition
from copydesk.records import Article, ArticleId, Copy, Edition, Family, Story, StoryId
from copydesk.settings import Settings
from copydesk.store import Shelf

__all__ = [
    "Correction",
    "Growth",
    "News",
    "Standing",
    "StoryGrowth",
    "corrections_on",
    "last_look",
    "news_since",
    "standing",
]


class Standing(NamedTuple):
    """What stood before: the articles there were, and the family and the story of each that was in one."""

    articles: frozenset[str]
    family_of: dict[ArticleId, str]
    story_of: dict[ArticleId, StoryId]


class Growth(NamedTuple):
    """A family that is new or has more articles than before: those that came, and the families that became a part."""

    family: Family
    came: tuple[ArticleId, ...]
    joined: tuple[str, ...]
    new: bool


class StoryGrowth(NamedTuple):
    """A story that is new or has other articles than before.

    `came` are articles that came to the desk, `joined` stories that are now a part of it, `parted` stories that are
    still there and of which it has articles.
    """

    story: Story
    came: tuple[ArticleId, ...]
    joined: tuple[StoryId, ...]
    parted: tuple[StoryId, ...]
    new: bool


class News(NamedTuple):
    """What is otherwise than before, families and stories by id. `copies` counts articles that came to carry a text."""

    copies: int
    families: tuple[Growth, ...]
    corrections: tuple[Correction, ...]
    stories: tuple[StoryGrowth, ...] = ()


def standing(shelf: Shelf) -> Standing:
    """What stands now."""
    # Asked before every run, so no more than members is read.
    family_of = {one: ident for ident, held in shelf.fields(Family, "id", "articles") for one in json.loads(held)}
    story_of = {one: ident for ident, held in shelf.fields(Story, "id", "articles") for one in json.loads(held)}
    return Standing(frozenset(shelf.digests(Article)), family_of, story_of)


def last_look(folder: Path) -> Standing | None:
    """What stood when a brief was last written into a folder, by the files beside it; None where there are none."""
    try:
        story_of = {one: StoryId(ident) for one, ident in _members(folder / "stories.jsonl")}
        family_of = dict(_members(folder / "families.jsonl"))
    except (OSError, ValueError, KeyError, TypeError):
        # Not there, or not as we wrote them: a brief without what is new is still a brief.
        return None
    return Standing(frozenset((*story_of, *family_of)), family_of, story_of)


def news_since(before: Standing, shelf: Shelf, *, settings: Settings) -> News:
    """What of the findings on a desk was not there before, with the corrections that something new tells of."""
    families = tuple(_growths(before, shelf))
    corrections = tuple(
        one for one in corrections_on(shelf, settings=settings) if not {one.edition, one.copy} <= before.articles
    )
    # Of the articles of a new family one is what the others were made from, or stands for it.
    copies = sum(len(one.came) - one.new for one in families)
    return News(copies, families, corrections, tuple(_story_growths(before, shelf)))


def corrections_on(shelf: Shelf, *, settings: Settings) -> Iterator[Correction]:
    """Every statement that the last reading of a page has otherwise and a copy still carries, page by page."""
    yield from _corrections(shelf, shelf.all(Edition), settings=settings)


def corrections_of(shelf: Shelf, articles: Iterable[ArticleId], *, settings: Settings) -> Iterator[Correction]:
    """The same of the pages of some articles, those that were read first."""
    wanted = set(articles)
    editions = (one for one in shelf.pointing(Edition, wanted) if one.edition_of in wanted)
    yield from _corrections(shelf, editions, settings=settings)


def _corrections(shelf: Shelf, editions: Iterable[Edition], *, settings: Settings) -> Iterator[Correction]:
    readings: dict[ArticleId, list[ArticleId]] = {}
    for edition in editions:
        if edition.why == READ_AGAIN:
            readings.setdefault(edition.edition_of, []).append(edition.article)
    for article, again in readings.items():
        if pairs := shelf.pointers(Copy, [article]):
            yield from _of_article(shelf, article, again, pairs, settings=settings)


def _growths(before: Standing, shelf: Shelf) -> Iterator[Growth]:
    for family in shelf.all(Family):
        came = tuple(one for one in family.articles if one not in before.family_of)
        was = {before.family_of[one] for one in family.articles if one in before.family_of}
        if came or was - {family.id}:
            yield Growth(family, came, tuple(sorted(was - {family.id})), new=not was)


def _story_growths(before: Standing, shelf: Shelf) -> Iterator[StoryGrowth]:
    stories = list(shelf.all(Story))
    standing_now = {story.id for story in stories}
    for story in stories:
        came = tuple(one for one in story.articles if one not in before.articles)
        was = {before.story_of[one] for one in story.articles if one in before.story_of}
        others = sorted(was - {story.id})
        if came or others:
            joined = tuple(one for one in others if one not in standing_now)
            parted = tuple(one for one in others if one in standing_now)
            yield StoryGrowth(story, came, joined, parted, new=not was)


def _members(path: Path) -> Iterator[tuple[ArticleId, str]]:
    """The articles of the stories or families of an exported file, each with the id of its own."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for article in row["articles"]:
                yield ArticleId(article), str(row["id"])


def _of_article(
    shelf: Shelf, article: ArticleId, editions: Sequence[ArticleId], pairs: Sequence[str], *, settings: Settings
) -> Iterator[Correction]:
    copies = shelf.get(Copy, pairs).values()
    others = {copy.id: copy.b if copy.a == article else copy.a for copy in copies}
    held = shelf.get(Article, {article, *editions, *others.values()})
    beside = [(copy, held[others[copy.id]]) for copy in copies]
    last = last_edition([held[one] for one in editions])
    yield from find_corrections(held[article], last, beside, settings=settings.copies)
