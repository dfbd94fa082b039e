"""Single records by what a person calls them, and what hangs on them: read by what points at what, never all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from copydesk.errors import UsageError
from copydesk.flow import family_id
from copydesk.records import Article, Check, Copy, Edition, Family, Figure, Quote, Record, Story
from copydesk.store import Shelf, Store, StoredRow, name_key

# Pages of one name that are looked at; more are too many to choose from.
MOST_NAMED = 200


class Explanation(NamedTuple):
    """A finding with the words it rests on and the run that made it."""

    stored: StoredRow
    words: tuple[tuple[str, str], ...]
    """Where, and what stands there: `article-id[start:end]` and the text."""


def explain(store: Store, ident: str) -> Explanation:
    """The record of any kind with this id, with the words it rests on.

    Raises:
        UsageError: nothing on the desk has it.

    """
    stored = store.row(ident)
    if stored is None:
        raise UsageError(f"nothing on this desk has the id {ident!r}; ids stand in the exported files and in the brief")
    places = tuple(dict.fromkeys(places_of(stored.record)))
    articles = store.get(Article, {article for article, _, _ in places})
    words = ((f"{one}[{start}:{end}]", articles[one].text[start:end]) for one, start, end in places if one in articles)
    return Explanation(stored, tuple(words))


def article_named(store: Store, name: str) -> Article:
    """The article with this id, the beginning of an id, or the name of its page.

    Raises:
        UsageError: there is none, or several.

    """
    ids = store.matching(Article, name) or _on_page(store, name)
    if len(ids) != 1:
        several = f"several articles: {', '.join(ids[:5])}" if ids else "no article"
        raise UsageError(
            f"{name!r} names {several}; give an id as `copydesk search` prints it, or a page as it was added"
        )
    return store.get(Article, ids)[ids[0]]


def copies_of(shelf: Shelf, article: str) -> tuple[Copy, ...]:
    """All that shares text with an article, most first."""
    return tuple(sorted(shelf.pointing(Copy, [article]), key=lambda copy: (-copy.score, copy.id)))


def copy_of(shelf: Shelf, left: str, right: str) -> Copy | None:
    """What two articles share, or None."""
    both = set(shelf.pointers(Copy, [left])) & set(shelf.pointers(Copy, [right]))
    return next((copy for copy in shelf.get(Copy, both).values() if {copy.a, copy.b} == {left, right}), None)


def family_named(shelf: Shelf, ident: str) -> Family | None:
    """The family with this id, or the one that the family of this id has become a part of; None for neither."""
    found = shelf.get(Family, [ident])
    if not found:
        founders = [article for article in shelf.digests(Article) if family_id(article) == ident]
        found = {family.id: family for family in shelf.pointing(Family, founders)}
    return next(iter(found.values()), None)


def places_of(record: Record) -> Iterator[tuple[str, int, int]]:
    """The stretches of text that a record points at: the article, start and end."""
    if isinstance(record, Quote | Figure):
        yield record.article, record.start, record.end
    if isinstance(record, Check):
        yield from ((side.article, side.start, side.end) for side in record.sides)
    if isinstance(record, Story):
        yield from ((link.article, link.start, link.end) for link in (*record.links, *record.ties))
        yield from ((one.article, one.start, one.end) for rung in record.ladder.rungs for one in rung.places)
    if isinstance(record, Copy):
        for change in record.alterations:
            yield from ((one, *span) for one, span in ((record.a, change.a), (record.b, change.b)) if span is not None)
        for passage in record.passages:
            yield (record.a, *passage.a)
            yield (record.b, *passage.b)


def _on_page(store: Store, name: str) -> list[str]:
    """The main article of the page that was added under this name, or whose file or record is called so.

    Of several editions the first stands for all: only it is compared with other articles.
    """
    called_so = store.targets(Article, name_key(name), limit=MOST_NAMED)
    ids = store.pointers(Article, (name, *called_so))[:MOST_NAMED]
    articles = [one for one in store.get(Article, ids).values() if one.position == 0]
    exact: list[str] = [one.id for one in articles if name in (one.source, one.url)]
    called = exact or [one.id for one in articles if name in _names(one.source)]
    found = called or [one.id for one in articles if Path(one.source).name.startswith(name)]
    later = {edition.article for edition in store.pointing(Edition, found)}
    return sorted(ident for ident in found if ident not in later) or sorted(found)


def _names(source: str) -> tuple[str, ...]:
    """What a person may call a page for short: its file with and without suffix, its record in a container."""
    name = Path(source).name
    return (name, name.removesuffix(".gz"), Path(name.removesuffix(".gz")).stem, source.rpartition("#")[2])
