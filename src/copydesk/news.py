"""What a run changed: copies that came, families that grew or became one, and copies that a correction left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.articles import READ_AGAIN
from copydesk.copies.corrections import Correction, find_corrections
from copydesk.flow import family_id
from copydesk.records import Article, ArticleId, Copy, Edition, Family
from copydesk.settings import Settings
from copydesk.store import Shelf

__all__ = ["Correction", "Growth", "News", "Standing", "corrections_on", "family_named", "news_since", "standing"]


class Standing(NamedTuple):
    """What stood before a run: the articles there were, and the family of each that was in one."""

    articles: frozenset[str]
    family_of: dict[ArticleId, str]


class Growth(NamedTuple):
    """A family that is new or has more articles than before: those that came, and the families that became a part."""

    family: Family
    came: tuple[ArticleId, ...]
    joined: tuple[str, ...]
    new: bool


class News(NamedTuple):
    """What is otherwise than before a run, families by id. `copies` counts articles that came to carry a text."""

    copies: int
    families: tuple[Growth, ...]
    corrections: tuple[Correction, ...]


def standing(shelf: Shelf) -> Standing:
    """What stands now."""
    family_of = {article: family.id for family in shelf.all(Family) for article in family.articles}
    return Standing(frozenset(shelf.digests(Article)), {**family_of})


def news_since(before: Standing, shelf: Shelf, *, settings: Settings) -> News:
    """What of the findings on a desk was not there before, with the corrections that something new tells of."""
    families = tuple(_growths(before, shelf))
    corrections = tuple(
        one for one in corrections_on(shelf, settings=settings) if not {one.edition, one.copy} <= before.articles
    )
    # Of the articles of a new family one is what the others were made from, or stands for it.
    copies = sum(len(one.came) - one.new for one in families)
    return News(copies, families, corrections)


def corrections_on(shelf: Shelf, *, settings: Settings) -> Iterator[Correction]:
    """Every statement that the last reading of a page has otherwise and a copy still carries, page by page."""
    readings: dict[ArticleId, list[ArticleId]] = {}
    for edition in shelf.all(Edition):
        if edition.why == READ_AGAIN:
            readings.setdefault(edition.edition_of, []).append(edition.article)
    pairs: dict[str, list[str]] = {}
    for ident, left, right in shelf.fields(Copy, "id", "a", "b") if readings else ():
        for article in {left, right} & readings.keys():
            pairs.setdefault(article, []).append(ident)
    for article, editions in readings.items():
        if article in pairs:
            yield from _of_article(shelf, article, editions, pairs[article], settings=settings)


def family_named(families: Sequence[Family], ident: str) -> Family | None:
    """The family with this id, or the one that it has become a part of."""
    found = next((one for one in families if one.id == ident), None)
    return found or next(
        (one for one in families if any(family_id(article) == ident for article in one.articles)), None
    )


def _growths(before: Standing, shelf: Shelf) -> Iterator[Growth]:
    for family in shelf.all(Family):
        came = tuple(one for one in family.articles if one not in before.family_of)
        was = {before.family_of[one] for one in family.articles if one in before.family_of}
        if came or was - {family.id}:
            yield Growth(family, came, tuple(sorted(was - {family.id})), new=not was)


def _of_article(
    shelf: Shelf, article: ArticleId, editions: Sequence[ArticleId], pairs: Sequence[str], *, settings: Settings
) -> Iterator[Correction]:
    copies = shelf.get(Copy, pairs).values()
    others = {copy.id: copy.b if copy.a == article else copy.a for copy in copies}
    held = shelf.get(Article, {article, *editions, *others.values()})
    last = max((held[one] for one in editions), key=lambda one: (str(one.fetched or ""), one.fetched_at or "", one.id))
    beside = [(copy, held[others[copy.id]]) for copy in copies]
    yield from find_corrections(held[article], last, beside, settings=settings.copies)
