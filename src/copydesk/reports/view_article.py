"""What the page of an article shows: what it says of itself, its text as marked, what was cut away, its dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from copydesk.records import Article, Block, Copy
from copydesk.reports import wording
from copydesk.reports.cards import (
    Card,
    article_href,
    card,
    headline,
    material,
    outlet,
    pair_href,
    story_href,
    story_label,
)
from copydesk.reports.holdings import Holdings
from copydesk.reports.marking import Mark, Paragraph, layers, marked
from copydesk.reports.safe import language, short, web_address
from copydesk.reports.view_claims import speaker_line
from copydesk.reports.view_pair import LONGEST_SHOWN

MOST_BLOCKS = 2_000
LONGEST_BLOCK = 2_000
"""Blocks shown, and characters of one cut block: what was cut is there to be checked, not to be read."""
DEEPEST = 3
"""Shades of a shared stretch: by one other text, by two, by three or more."""
READ_KINDS = frozenset({"body"})


class Part(NamedTuple):
    """A stretch of the page in its order: paragraphs of the text, or blocks that were cut away."""

    paragraphs: tuple[Paragraph, ...]
    blocks: tuple[Cut, ...]
    kinds: str


class Cut(NamedTuple):
    """A block that is not part of the text."""

    kind: str
    text: str


class Sharing(NamedTuple):
    """Another text that shares words with this one."""

    other: Card
    kind: str
    says: str
    changes: str
    href: str


def article_view(article: Article, holdings: Holdings, *, also: Iterable[Mark] = ()) -> dict[str, Any]:
    """The values of `article.html`; `also` are marks in its text beside those of what was found."""
    story = holdings.story_of.get(article.id)
    edition = holdings.edition_of.get(article.id)
    return {
        "title": headline(article),
        "article": article,
        "outlet": outlet(article),
        "lang": language(article.language),
        "address": web_address(article.url),
        "published": wording.published(holdings.published(article)),
        "story": None if story is None else (story_label(story, holdings), story_href(story)),
        "edition_of": None if edition is None else article_href(edition),
        "dates": tuple((one, wording.ROLES[one.role]) for one in article.dates),
        "parts": parts(article, _paragraphs(article, holdings, also)),
        "cut": len(article.text) > LONGEST_SHOWN,
        "longest": LONGEST_SHOWN,
        "sharing": (sharing := _sharing(article, holdings)),
        "unlisted": len(holdings.copies_of.get(article.id, ())) - len(sharing),
        "blocks_left": max(0, len(article.blocks) - MOST_BLOCKS),
    }


def parts(article: Article, paragraphs: Sequence[Paragraph]) -> tuple[Part, ...]:
    """The page in its order: the paragraphs of the text where its body blocks stand, the rest as cut blocks.

    Where the body blocks cannot be found again in the text, the text stands first and whole.
    """
    places = _body_places(article)
    if places is None:
        cut = [block for block in article.blocks[:MOST_BLOCKS] if block.kind not in READ_KINDS]
        return (Part(tuple(paragraphs), (), ""), *([_cut(cut)] if cut else []))
    return tuple(_in_order(article, paragraphs, places))


def _body_places(article: Article) -> list[int] | None:
    """Where in the text each body block begins; None when the blocks are not the text."""
    places: list[int] = []
    place = 0
    for block in article.blocks:
        if block.kind in READ_KINDS:
            place = article.text.find(block.text.split("\n", 1)[0].strip(), place)
            if place < 0 or not block.text.strip():
                return None
            places.append(place)
            place += 1
    return places or None


def _in_order(article: Article, paragraphs: Sequence[Paragraph], places: Sequence[int]) -> Iterator[Part]:
    cut: list[Block] = []
    told, body = 0, 0
    for block in article.blocks[:MOST_BLOCKS]:
        if block.kind not in READ_KINDS:
            cut.append(block)
            continue
        body += 1
        until = places[body] if body < len(places) else len(article.text)
        if cut:
            yield _cut(cut)
            cut = []
        first = told
        while told < len(paragraphs) and paragraphs[told].start < until:
            told += 1
        yield Part(tuple(paragraphs[first:told]), (), "")
    yield Part(tuple(paragraphs[told:]), (), "")
    if cut:
        yield _cut(cut)


def _cut(blocks: Sequence[Block]) -> Part:
    amounts = Counter(wording.BLOCKS[block.kind] for block in blocks)
    kinds = ", ".join(f"{kind} {amount}" if amount > 1 else kind for kind, amount in amounts.items())
    return Part((), tuple(Cut(wording.BLOCKS[one.kind], short(one.text, LONGEST_BLOCK)) for one in blocks), kinds)


def _paragraphs(article: Article, holdings: Holdings, also: Iterable[Mark]) -> tuple[Paragraph, ...]:
    return marked(article.text[:LONGEST_SHOWN], (*_marks(article, holdings), *also))


def _marks(article: Article, holdings: Holdings) -> Iterator[Mark]:
    """Stretches shared with other texts, quotations and figures."""
    ranges = [
        passage.a if copy.a == article.id else passage.b
        for copy in holdings.copies_of.get(article.id, ())
        for passage in copy.passages
    ]
    for start, end, depth in _joined(article.text, layers(ranges)):
        yield Mark(start, end, f"shared-{min(depth, DEEPEST)}", f"shared with {wording.counted(depth, 'other text')}")
    for quote in holdings.quotes_of.get(article.id, ()):
        yield Mark(quote.start, quote.end, "quote", f"{wording.QUOTES[quote.kind]}: {speaker_line(quote, holdings)}")
    for figure in holdings.figures_of.get(article.id, ()):
        yield Mark(figure.start, figure.end, "figure", f"figure: {figure.measures}")


def _joined(text: str, stretches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Stretches of one depth with nothing but a space between them as one, so that no gap opens at a sentence's end."""
    last: tuple[int, int, int] | None = None
    for start, end, depth in stretches:
        if last is not None and last[2] == depth and text[last[1] : start].strip(" ") == "":
            last = (last[0], end, depth)
            continue
        if last is not None:
            yield last
        last = (start, end, depth)
    if last is not None:
        yield last


def _sharing(article: Article, holdings: Holdings) -> tuple[Sharing, ...]:
    """The other texts that share words with this one, the most alike first."""
    paged = [copy for copy in holdings.copies_of.get(article.id, ()) if copy.id in holdings.paged]
    found = sorted(paged, key=lambda copy: (-copy.score, copy.id))
    return tuple(_shared(copy, article, holdings) for copy in found)


def _shared(copy: Copy, article: Article, holdings: Holdings) -> Sharing:
    relation = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    other = holdings.articles[copy.b if copy.a == article.id else copy.a]
    whose = "this page" if relation.first.id == article.id else outlet(relation.first)
    whom = "this page" if relation.second.id == article.id else outlet(relation.second)
    important = len(material(copy.alterations))
    changes = wording.changes(important, len(copy.alterations) - important) if copy.passages else "no shared passage"
    says = f"{whose}{relation.joint} {relation.says} {whom}"
    return Sharing(card(other, holdings), wording.COPIES[copy.kind], says, changes, pair_href(copy))
