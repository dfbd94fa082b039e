"""Slices: what the page of one story, article, pair, storyline, speaker or figure shows, cut out of a desk.

A slice is a small `Collection` from which a view makes the page that it makes from the whole desk. It is gathered along
pointers, and bounded where a view is: of what stands only as a line on a page no text is read, of a text on very many
pages not every pair. So the page of one story is as quick on a desk of 100,000 articles as on one of a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from copydesk.errors import UsageError
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
    Quote,
    Story,
)
from copydesk.reports.large import MOST_TOLD, most_telling, told_of
from copydesk.reports.view_line import MOST_EVENTS
from copydesk.reports.view_story import MOST_OTHERS
from copydesk.store import Shelf, speaker_key

MOST_PAIRS = 1_000
"""Pairs of one slice. Beyond, the lines of the copy trees are kept, and of the others those most alike."""
MOST_BESIDE = 2_000
"""Articles that stand only as lines of other stories: of each the earliest, so that only the largest are not whole."""
MOST_REFERRING = 400
"""Stories whose references to one are gathered."""
MOST_FACES = 6
"""Accounts of an event that may have to be read for the sentence that tells it."""
MOST_SAID = 2_000
"""Quotes of one speaker."""

# Fields that only the page of an article itself shows, and what of an article stands in no line of a list.
_LIGHT = ("blocks", "dates", "statements")
_THIN = (*_LIGHT, "text")
_NAMED = re.compile(r"article-[0-9a-f]{16}")


def around_story(shelf: Shelf, ident: str, *, settings: str) -> Collection:
    """What the page of a story shows; `settings` is the digest of the desk's.

    Raises:
        UsageError: there is no such story.

    """
    near = _Near(shelf)
    story = near.one(Story, ident)
    near.read(story.articles)
    near.trees(story.articles)
    near.claims(told_of(story).articles)
    near.keep(shelf.pointing(Alone, [ident]))
    near.pairs(near.light)
    near.beside(_others(shelf, story))
    near.references([story])
    return near.collection(settings)


def around_article(shelf: Shelf, ident: str, *, settings: str) -> Collection:
    """What the page of an article shows.

    Raises:
        UsageError: there is no such article.

    """
    near = _Near(shelf)
    article = near.one(Article, ident)
    near.keep(shelf.pointing(Family, [ident]))
    pairs = near.pairs([ident])
    near.read(one for copy in pairs for one in (copy.a, copy.b))
    if len(pairs) <= MOST_PAIRS:
        near.rivals(pairs)
    near.keep(one for one in shelf.pointing(Edition, [ident]) if one.article == ident)
    near.said([article.id])
    near.keep(shelf.pointing(Figure, [ident]))
    near.stories_of([ident])
    return near.collection(settings)


def around_pair(shelf: Shelf, left: str, right: str, *, settings: str) -> Collection:
    """What the page of two articles that share text shows.

    Raises:
        UsageError: the two share no text.

    """
    near = _Near(shelf)
    both = set(shelf.pointers(Copy, [left])) & set(shelf.pointers(Copy, [right]))
    copies = [copy for copy in shelf.get(Copy, both).values() if {copy.a, copy.b} == {left, right}]
    if not copies:
        raise UsageError(f"{left} and {right} share no text that was found")
    near.keep(copies)
    near.read((left, right))
    near.stories_of((left, right))
    return near.collection(settings)


def around_storyline(shelf: Shelf, ident: str, *, settings: str) -> Collection:
    """What the page of a storyline shows; a story that belongs to none is one by itself.

    Raises:
        UsageError: there is no such storyline.

    """
    near = _Near(shelf)
    members = [one for one in shelf.pointing(Story, [ident]) if one.storyline == ident]
    stories = members or list(shelf.get(Story, [ident]).values())
    if not stories:
        raise UsageError(f"there is no storyline {ident!r} on this desk")
    # Those without a day stand in a list of their own.
    dated = sorted((one for one in stories if one.event_date is not None), key=_day)
    undated = [one for one in stories if one.event_date is None]
    shown = [*dated[:MOST_EVENTS], *undated[:MOST_EVENTS]]
    near.keep(stories)
    near.beside(shown)
    near.read(family[0] for one in shown for family in one.families[:MOST_FACES] if family)
    near.references(shown)
    inside = {story.id for story in stories}
    near.read(tie.article for one in shown for tie in one.ties if tie.story in inside)
    return near.collection(settings)


def around_speaker(shelf: Shelf, name: str, *, settings: str) -> Collection:
    """What the page of a speaker shows; `name` in any letters. Nothing is in it where nobody is called so."""
    near = _Near(shelf)
    said = shelf.pointing(Attribution, [speaker_key(name)])[:MOST_SAID]
    near.keep(said)
    quotes = list(shelf.get(Quote, [one.quote for one in said]).values())
    near.keep(quotes)
    articles = tuple(dict.fromkeys(quote.article for quote in quotes))
    near.read(articles)
    near.keep(shelf.pointing(Family, articles))
    near.pairs(articles)
    near.stories_of(articles)
    return near.collection(settings)


def around_fact(shelf: Shelf, ident: str, *, settings: str) -> Collection:
    """What the page of a fact shows: the figures that state it, through time.

    Raises:
        UsageError: there is no such fact.

    """
    near = _Near(shelf)
    fact = near.one(Fact, ident)
    figures = shelf.get(Figure, fact.figures).values()
    articles = tuple(dict.fromkeys(figure.article for figure in figures))
    near.claims(articles[:MOST_TOLD])
    near.keep(shelf.pointing(Family, articles))
    near.pairs(articles)
    near.stories_of(articles)
    return near.collection(settings)


def _day(story: Story) -> tuple[str, str]:
    return ("" if story.event_date is None else story.event_date.low.isoformat(), story.id)


def _others(shelf: Shelf, story: Story) -> list[Story]:
    """The stories of a storyline that a story's page lists, without itself."""
    if story.storyline is None:
        return []
    ids = shelf.pointers(Story, [story.storyline])
    rows = shelf.fields(Story, "id", "storyline", "event_date.low", ids=ids)
    days = {ident: day or "9" for ident, line, day in rows if line == story.storyline and ident != story.id}
    first = sorted(days, key=lambda ident: (days[ident], ident))[:MOST_OTHERS]
    return list(shelf.get(Story, first).values())


class _Near:
    """The records of a slice as they are gathered, by kind and id; articles as lightly as their use allows.

    Of `light` articles all is read but what only their own pages show, of `thin` ones what a line of a list has.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held: dict[type[Any], dict[str, Any]] = {}
        self.light: dict[str, None] = {}
        self.thin: dict[str, None] = {}

    def held(self, kind: type[Any]) -> dict[str, Any]:
        """What was gathered of a kind."""
        return self._held.setdefault(kind, {})

    def keep(self, records: Iterable[Any]) -> None:
        """Gather these; what is held already stays."""
        for record in records:
            self.held(type(record)).setdefault(record.id, record)

    def one(self, kind: type[Any], ident: str) -> Any:
        """The record with this id, gathered.

        Raises:
            UsageError: there is none.

        """
        found = self._shelf.get(kind, [ident])
        if not found:
            raise UsageError(f"there is no {kind.__name__.lower()} {ident!r} on this desk")
        self.keep(found.values())
        return found[ident]

    def read(self, articles: Iterable[str]) -> None:
        """Articles whose text the page shows words of."""
        self.light.update(dict.fromkeys(articles))

    # -- what hangs on articles ---------------------------------------------------------------------------------

    def trees(self, articles: Iterable[str]) -> None:
        """The families in which articles stand, with all their members."""
        families = self._shelf.pointing(Family, articles)
        self.keep(families)
        self.read(one for family in families for one in family.articles)

    def said(self, articles: Iterable[str]) -> None:
        """Quotes of articles, and who said them."""
        quotes = self._shelf.pointing(Quote, articles)
        self.keep(quotes)
        self.keep(self._shelf.pointing(Attribution, [quote.id for quote in quotes]))

    def claims(self, articles: Iterable[str]) -> None:
        """What articles say, what it was compared with, and whatever else states the same facts."""
        members = tuple(articles)
        checks = self._shelf.pointing(Check, members)
        self.keep(checks)
        told = tuple(dict.fromkeys((*members, *(side.article for check in checks for side in check.sides))))
        figures = self._shelf.pointing(Figure, told)
        facts = self._shelf.pointing(Fact, [figure.id for figure in figures])
        inside = set(members)
        mine = {figure.id for figure in figures if figure.article in inside}
        shared = [one for fact in facts if mine & set(fact.figures) for one in fact.figures]
        # Facts of a storyline may be stated in articles of its other stories.
        more = self._shelf.get(Figure, set(shared) - {figure.id for figure in figures}).values()
        elsewhere = {figure.article for figure in more}
        self.keep((*figures, *facts, *more))
        self.read((*told, *sorted(elsewhere)))
        self.said((*told, *sorted(elsewhere)))
        self.keep(self._shelf.pointing(Family, ({*told} | elsewhere) - inside))

    def pairs(self, articles: Iterable[str]) -> list[Copy]:
        """What articles share with any other."""
        ids = self._shelf.pointers(Copy, articles)
        chosen = ids if len(ids) <= MOST_PAIRS else self._most_telling(ids)
        found = list(self._shelf.get(Copy, chosen).values())
        self.keep(found)
        self.thin.update(dict.fromkeys(one for copy in found for one in (copy.a, copy.b)))
        return found

    def rivals(self, copies: Iterable[Copy]) -> None:
        """How alike others are to the articles of these pairs: a pair has a page where it is one of the most alike."""
        others = {one for copy in copies for one in (copy.a, copy.b)}
        ids = set(self._shelf.pointers(Copy, others)) - self.held(Copy).keys()
        if len(ids) <= MOST_PAIRS:
            found = self._shelf.get(Copy, ids, without=("passages", "alterations", "why")).values()
            self.keep(found)
            self.thin.update(dict.fromkeys(one for copy in found for one in (copy.a, copy.b)))

    def _most_telling(self, ids: Iterable[str]) -> list[str]:
        rows = self._shelf.fields(Copy, "id", "a", "b", "score", ids=ids)
        return most_telling(rows, self.held(Family).values(), MOST_PAIRS)

    # -- around a story -----------------------------------------------------------------------------------------

    def stories_of(self, articles: Iterable[str]) -> None:
        """The stories in which articles stand, by name."""
        members = set(articles)
        stories = [one for one in self._shelf.pointing(Story, members) if members & set(one.articles)]
        self.keep(stories)
        self.read(one.articles[0] for one in stories)

    def beside(self, stories: Iterable[Story]) -> None:
        """Other stories as a line each: their outlets, and what stands out in them."""
        others = list(stories)
        self.keep(others)
        self.read(one.articles[0] for one in others)
        placed = sorted((place, number) for number, one in enumerate(others) for place in range(len(one.articles)))
        members = list(dict.fromkeys(others[number].articles[place] for place, number in placed[:MOST_BESIDE]))
        self.thin.update(dict.fromkeys(members))
        self.keep(self._shelf.pointing(Check, members))
        self.keep(self._shelf.pointing(Family, members))
        inside = set(members)
        ids = [one for one in self._shelf.pointers(Copy, members) if one not in self.held(Copy)]
        chosen = ids if len(ids) <= MOST_PAIRS else self._most_telling(ids)
        copies = self._shelf.get(Copy, chosen, without=("passages", "why")).values()
        self.keep(copy for copy in copies if copy.a in inside and copy.b in inside)

    def references(self, stories: Iterable[Story]) -> None:
        """What other stories say of these, and what these say of others."""
        told = list(stories)
        naming = self._shelf.pointers(Story, [story.id for story in told])[:MOST_REFERRING]
        sources = self._shelf.get(Story, naming).values()
        named = self._shelf.get(Story, {link.story for story in told for link in story.links}).values()
        here = {story.id for story in told}
        self.keep((*sources, *named))
        self.read(one.articles[0] for one in (*sources, *named))
        links = (link for story in sources for link in story.links if link.story in here)
        self.read(link.article for link in links)
        self.read(link.article for story in told for link in story.links)

    # -- the slice ----------------------------------------------------------------------------------------------

    def collection(self, settings: str) -> Collection:
        """The slice, its records in the order in which a whole collection has them."""
        self.thin.update(dict.fromkeys(self._named()))
        articles = self._articles()
        decided = (one for story in self.held(Story).values() for one in story.decisions)
        self.keep(self._shelf.get(Decision, decided).values())
        return Collection(
            as_of=self._shelf.as_of(),
            settings=settings,
            articles=tuple(sorted(articles, key=lambda one: (one.source, one.position, one.id))),
            editions=self._ordered(Edition),
            copies=self._ordered(Copy),
            families=self._ordered(Family),
            datings=tuple(self._shelf.pointing(Dating, [one.id for one in articles])),
            stories=self._ordered(Story),
            quotes=tuple(sorted(self._ordered(Quote), key=lambda one: (one.article, one.start, one.end))),
            attributions=self._ordered(Attribution),
            figures=tuple(sorted(self._ordered(Figure), key=lambda one: (one.article, one.start, one.end))),
            facts=self._ordered(Fact),
            checks=self._ordered(Check),
            alone=self._ordered(Alone),
            decisions=tuple(sorted(self._ordered(Decision), key=lambda one: (one.made_at or "", one.id))),
        )

    def _articles(self) -> list[Article]:
        whole = self.held(Article)
        light = self._shelf.get(Article, self.light.keys() - whole.keys(), without=_LIGHT)
        thin = self._shelf.get(Article, self.thin.keys() - whole.keys() - light.keys(), without=_THIN)
        return [*whole.values(), *light.values(), *thin.values()]

    def _named(self) -> Iterator[str]:
        """The articles that statements of evidence name by their ids: pages name their outlets."""
        told = [one.text for copy in self.held(Copy).values() for one in copy.why]
        told.extend(check.why for check in self.held(Check).values())
        told.extend(one.text for family in self.held(Family).values() for edge in family.edges for one in edge.why)
        told.extend(rung.why for story in self.held(Story).values() for rung in story.ladder.rungs)
        for text in told:
            if "article-" in text:
                yield from _NAMED.findall(text)

    def _ordered(self, kind: type[Any]) -> tuple[Any, ...]:
        held = self.held(kind)
        return tuple(held[ident] for ident in sorted(held))
