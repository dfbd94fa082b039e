"""Why a page reads as it does: for every piece what the chain made of it, what weighed most, and which rule decided.

The page is judged once more with the reader's own functions; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from copydesk.articles.body import Judged, Judgement, marks_of, weighed, weights_of_package
from copydesk.articles.core import settled
from copydesk.articles.cues import Cue, cues_of
from copydesk.articles.edges import RULES, Rule, below_title
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.reading import open_page
from copydesk.articles.shapes import Shape, measure
from copydesk.articles.slots import Codes, layout_of
from copydesk.errors import UnreadablePage
from copydesk.records import Article, Block, BlockKind, Form, Page
from copydesk.settings import ArticleSettings

MOST_WEIGHED = 4
"""Features told of a piece: those in which it differs most from its page."""
ABOVE_TITLE = "stands above the headline"
RECURS = "recurs on other pages of the site"
DECIDED_LATER = "taken for another part of the page"
ADDED = "opens or continues the article, or the page is a brief and little else"


class Explained(NamedTuple):
    """A piece of a page and why it is what it is.

    `kind` is None where the page has no article. `chance` is that of being a paragraph, by the chain alone; `weighed`
    are the features that part it most from the other pieces of its page, and by how much (in log odds, for a paragraph
    or against); `stands_in` is what the markup hints at, `speaks_of` what its words hint at, `rule` what overruled the
    chain.
    """

    kind: BlockKind | None
    text: str
    recurs: int
    chance: float
    weighed: tuple[tuple[str, float], ...]
    stands_in: tuple[str, ...]
    speaks_of: tuple[str, ...]
    rule: str | None


def explain_page(
    page: Page, content: str, article: Article | None, *, settings: ArticleSettings | None = None
) -> tuple[Explained, ...]:
    """Every block of a page in order, explained; `article` is the page's own as it was read, None where there is none.

    Blocks that were cut out of one piece (a dateline, paragraphs run together) share what is said of the piece.
    """
    try:
        opened = open_page(page, content, settings=settings or ArticleSettings())
    except UnreadablePage:
        return ()
    measures = measure([piece.text for piece in opened.pieces])
    pieces = settled(opened.pieces, measures.size, measures.prose)
    judged = [Judged(pieces, opened.metadata.stated, opened.around)]
    codes, (judgement,) = weighed(judged, measures, form=page.form)
    told = _told(pieces, judgement, _weighed(codes, page.form))
    if article is None:
        return tuple(told)
    places = places_of(article.blocks, pieces)
    body = {place for place, block in zip(places, article.blocks, strict=True) if block.kind == "body"}
    titles = (*opened.metadata.titles, *opened.metadata.page_titles)
    rules = _rules(pieces, measures.shapes, judgement, body, titles=titles)
    return tuple(
        told[place]._replace(kind=block.kind, text=block.text, recurs=block.recurs, rule=_rule(rules.get(place), block))
        for place, block in zip(places, article.blocks, strict=True)
    )


def _rule(rule: str | None, block: Block) -> str | None:
    return RECURS if rule == DECIDED_LATER and block.recurs else rule


def places_of(blocks: Sequence[Block], pieces: Sequence[Piece]) -> list[int]:
    """For each block the place of the piece that it is, or is a part of; both stand in the order of the page."""
    places: list[int] = []
    place, offset = 0, 0
    for block in blocks:
        for ahead in range(place, len(pieces)):
            at = pieces[ahead].text.find(block.text, offset if ahead == place else 0)
            if at >= 0:
                place, offset = ahead, at + len(block.text)
                break
        places.append(place)
    return places


def _told(
    pieces: Sequence[Piece], judged: Judgement, weighed: Sequence[tuple[tuple[str, float], ...]]
) -> list[Explained]:
    return [
        Explained(
            kind=None,
            text=piece.text,
            recurs=0,
            chance=round(float(chance), 4),
            weighed=most,
            stands_in=_names(Hint(piece.hints)),
            speaks_of=_names(Cue(cues_of(piece.text))),
            rule=None,
        )
        for piece, chance, most in zip(pieces, judged.chances.tolist(), weighed, strict=True)
    ]


def _weighed(codes: Codes, form: Form) -> list[tuple[tuple[str, float], ...]]:
    """For each piece the features that part it most from the page's pieces on average, and by how much."""
    names = layout_of(form).names
    package = weights_of_package()[form]
    weights = (package.again or package).values[codes]
    apart = weights - weights.mean(axis=1, keepdims=True)
    rows = np.argsort(-np.abs(apart), axis=0, kind="stable")[:MOST_WEIGHED]
    return [
        tuple((names[int(codes[row, column])], round(float(apart[row, column]), 2)) for row in rows[:, column])
        for column in range(apart.shape[1])
    ]


def _rules(
    pieces: Sequence[Piece], shapes: Sequence[Shape], judged: Judgement, body: set[int], *, titles: Sequence[str]
) -> dict[int, str]:
    """By place, the rule that took a piece out of the body, or into it, against the chain."""

    def below(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
        return below_title(marks, pieces, shapes, titles)

    found: dict[int, str] = {}
    marks = kept = marks_of(judged)
    steps: tuple[tuple[str, Rule], ...] = (*RULES, (ABOVE_TITLE, below))
    for name, rule in steps:
        after = rule(kept, pieces, shapes)
        found |= {place: name for place, (was, now) in enumerate(zip(kept, after, strict=True)) if was and not now}
        kept = after
    for place, (was, now) in enumerate(zip(marks, kept, strict=True)):
        if now and place not in body:
            found[place] = DECIDED_LATER
        elif place in body:
            found.pop(place, None)
            found |= {} if was else {place: ADDED}
    return found


def _names(flags: Hint | Cue) -> tuple[str, ...]:
    return tuple((flag.name or "").lower() for flag in type(flags) if flag in flags)
