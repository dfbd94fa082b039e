"""A collection ready to be asked: the same records, each found by the id of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from copydesk.records import (
    Alone,
    Article,
    ArticleId,
    Attribution,
    Check,
    Collection,
    Copy,
    Dating,
    Decision,
    Fact,
    Family,
    Figure,
    FigureId,
    Link,
    Published,
    Quote,
    QuoteId,
    Story,
    StoryId,
)
from copydesk.reports.large import drawn

MOST_PAIRS = 12
"""Pairs of one article that have a page: a text on 300 sites would else give 45,000 pages that nobody opens."""

Key = TypeVar("Key")
One = TypeVar("One")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Lookups over one collection; a key that is missing has nothing.

    `paged` are the pairs that have a page, `named_in` the stories that refer to a story, each with its reference;
    `fresh` says of stories that are new since the last look, or grew, so much. `said` are the quotes of each speaker,
    by `speaker_key`; `heard` are the speakers and `counted` the facts that have a page. `live` is whether pages are
    made when they are asked for, so that every one has.
    """

    collection: Collection
    articles: dict[ArticleId, Article]
    datings: dict[ArticleId, Dating]
    edition_of: dict[ArticleId, ArticleId]
    stories: dict[StoryId, Story]
    story_of: dict[ArticleId, Story]
    storylines: dict[str, list[Story]]
    named_in: dict[StoryId, list[tuple[Story, Link]]]
    decisions: dict[str, Decision]
    fresh: dict[StoryId, str]
    family_of: dict[ArticleId, Family]
    pairs: dict[tuple[str, str], Copy]
    paged: frozenset[str]
    copies_of: dict[ArticleId, list[Copy]]
    quotes_of: dict[ArticleId, list[Quote]]
    figures_of: dict[ArticleId, list[Figure]]
    figures: dict[FigureId, Figure]
    attribution: dict[QuoteId, Attribution]
    said: dict[str, list[Quote]]
    heard: frozenset[str]
    counted: frozenset[str]
    facts: dict[str, Fact]
    fact_of: dict[FigureId, Fact]
    facts_of: dict[str, list[Fact]]
    checks_of: dict[ArticleId, list[Check]]
    alone: dict[StoryId, Alone]
    live: bool

    def published(self, article: Article) -> Published | None:
        """When an article was published: what its page lets one know, else what the collection adds."""
        if article.published is not None:
            return article.published
        dating = self.datings.get(article.id)
        return None if dating is None else dating.published

    def pair(self, one: str, other: str) -> Copy | None:
        """The finding about two articles, whichever comes first in it."""
        return self.pairs.get((min(one, other), max(one, other)))

    def speaker(self, quote: Quote) -> str | None:
        """The fullest name known for who said a quote."""
        return _speaker(quote, self.attribution)

    def speakers(self, quote: Quote) -> tuple[str, ...]:
        """The names of all who said a quote, each by itself."""
        return _names(self.speaker(quote))

    def line_of(self, story: Story) -> list[Story]:
        """The stories of a story's storyline, itself among them."""
        return self.storylines[story.storyline] if story.storyline is not None else [story]

    def checks(self, story: Story) -> list[Check]:
        """The checks in which an article of a story has a side, each once, in the order of the collection."""
        return list({check.id: check for one in story.articles for check in self.checks_of.get(one, ())}.values())


def speaker_key(name: str) -> str:
    """By what a speaker is looked up: the name in small letters, with single spaces."""
    return " ".join(name.casefold().split())


def hold(collection: Collection, fresh: Mapping[StoryId, str] | None = None, *, live: bool = False) -> Holdings:
    """The lookups over a collection; what points at an article that is not there is left out."""
    articles = {article.id: article for article in collection.articles}
    stories = tuple(story for story in collection.stories if any(one in articles for one in story.articles))
    copies = [copy for copy in collection.copies if copy.a in articles and copy.b in articles]
    copies_of = _by(copies, lambda copy: [copy.a, copy.b])
    quotes = [quote for quote in collection.quotes if quote.article in articles]
    attribution = {one.quote: one for one in collection.attributions}
    said = _by(quotes, lambda quote: _speaker_keys(quote, attribution))
    family_of = {one: family for family in collection.families for one in family.articles}
    figures = {figure.id: figure for figure in collection.figures if figure.article in articles}
    return Holdings(
        collection=collection,
        articles=articles,
        datings={dating.article: dating for dating in collection.datings},
        edition_of={edition.article: edition.edition_of for edition in collection.editions},
        stories={story.id: story for story in stories},
        story_of={one: story for story in stories for one in story.articles},
        storylines=_by(stories, lambda story: [story.storyline] if story.storyline is not None else []),
        named_in=_named_in(stories, articles),
        decisions={decision.id: decision for decision in collection.decisions},
        fresh=dict(fresh or {}),
        family_of=family_of,
        pairs={(min(copy.a, copy.b), max(copy.a, copy.b)): copy for copy in copies},
        paged=_paged(copies, copies_of, collection.families),
        copies_of=copies_of,
        quotes_of=_by(quotes, lambda quote: [quote.article]),
        figures_of=_by(figures.values(), lambda figure: [figure.article]),
        figures=figures,
        attribution=attribution,
        said=said,
        heard=frozenset(name for name, found in said.items() if _several(found, attribution)),
        counted=frozenset(fact.id for fact in collection.facts if _spread(fact, figures, family_of)),
        facts={fact.id: fact for fact in collection.facts},
        fact_of={name: fact for fact in collection.facts for name in fact.figures},
        facts_of=_by(collection.facts, lambda fact: [fact.story]),
        checks_of=_by(collection.checks, lambda check: dict.fromkeys(side.article for side in check.sides)),
        alone={one.story: one for one in collection.alone},
        live=live,
    )


def _speaker(quote: Quote, attribution: Mapping[QuoteId, Attribution]) -> str | None:
    known = attribution.get(quote.id)
    return known.speaker if known is not None and known.speaker is not None else quote.speaker


def _names(speaker: str | None) -> tuple[str, ...]:
    return tuple(name for one in (speaker or "").split(";") if (name := one.strip()))


def _speaker_keys(quote: Quote, attribution: Mapping[QuoteId, Attribution]) -> Iterable[str]:
    return dict.fromkeys(map(speaker_key, _names(_speaker(quote, attribution))))


def _several(quotes: Iterable[Quote], attribution: Mapping[QuoteId, Attribution]) -> bool:
    """Whether quotes are of more than one utterance."""
    known = ((quote.id, attribution.get(quote.id)) for quote in quotes)
    return len({(found and found.utterance) or name for name, found in known}) > 1


def _spread(fact: Fact, figures: Mapping[FigureId, Figure], family_of: Mapping[ArticleId, Family]) -> bool:
    """Whether more than one family gives a fact, or one gives it in more than one way."""
    known = [figures[one] for one in fact.figures if one in figures]
    families = {family_of[one.article].id if one.article in family_of else one.article for one in known}
    return len(families) > 1 or len({(one.value, one.unit) for one in known}) > 1


def _paged(
    copies: Iterable[Copy], copies_of: dict[ArticleId, list[Copy]], families: Iterable[Family]
) -> frozenset[str]:
    """The pairs that get a page: every line of a copy tree, and of each article those most alike."""
    lines = drawn(families)
    alike = (
        copy.id
        for found in copies_of.values()
        for copy in sorted(found, key=lambda one: (-one.score, one.id))[:MOST_PAIRS]
    )
    of_trees = (copy.id for copy in copies if (min(copy.a, copy.b), max(copy.a, copy.b)) in lines)
    return frozenset((*alike, *of_trees))


def _named_in(stories: Iterable[Story], articles: dict[ArticleId, Article]) -> dict[StoryId, list[tuple[Story, Link]]]:
    """The references to each story, without those whose words are not in the collection."""
    found: dict[StoryId, list[tuple[Story, Link]]] = defaultdict(list)
    for story in stories:
        for link in story.links:
            if link.article in articles:
                found[link.story].append((story, link))
    return dict(found)


def _by(records: Iterable[One], keys: Callable[[One], Iterable[Key]]) -> dict[Key, list[One]]:
    found: dict[Key, list[One]] = defaultdict(list)
    for record in records:
        for key in keys(record):
            found[key].append(record)
    return dict(found)
