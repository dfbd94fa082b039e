"""Sources that must have existed but are not in the collection.

Either the pages say so: a root credits an outlet of which the family holds no page. Or the texts do: a text from which
two others seem to be made lacks what those two have in common, so neither can have all of it from there, and all three
go back to a text that is lost (what stemmatology calls a hyparchetype).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from copydesk.copies.witnesses import shared_beyond
from copydesk.records import Article, ArticleId, Edge, Evidence, Lost, Match
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold

Joins = Mapping[frozenset[str], Match]
"""What joins two texts of a family, by the ids of their articles."""


def lost_sources(
    ordered: Sequence[Article], tops: Sequence[Article], edges: Sequence[Edge], joins: Joins, *, settings: CopySettings
) -> tuple[tuple[Lost, ...], list[Edge]]:
    """The lost sources of a family and its edges, those to their children put in the place of what the tree had."""
    found: list[Lost] = []
    for top in tops:
        missing = _missing_from(top, edges, joins, settings)
        credited = _credited(top, ordered, edges)
        children = sorted({*missing, *credited})
        if children:
            lost = Lost(id=stable_id("lost", *children), children=tuple(children))
            found.append(lost)
            why = tuple(_why(top, (credited, missing), joins, settings=settings))
            edges = [*_kept(edges, lost), *_hung(lost, edges, why, settings)]
    return tuple(found), list(edges)


def _kept(edges: Sequence[Edge], lost: Lost) -> list[Edge]:
    return [edge for edge in edges if edge.child not in lost.children]


def _hung(lost: Lost, edges: Sequence[Edge], why: tuple[Evidence, ...], settings: CopySettings) -> Iterator[Edge]:
    """A line from the lost source to each child; what the tree had instead stays as a candidate."""
    held = {edge.child: edge for edge in edges}
    for child in lost.children:
        before = held.get(child)
        rivals = () if before is None else tuple(one for one in (before.parent, *before.candidates) if one is not None)
        yield Edge(
            parent=lost.id,
            child=child,
            confidence=settings.lost_confidence,
            candidates=tuple(dict.fromkeys(rivals)),
            why=why,
        )


def _missing_from(top: Article, edges: Sequence[Edge], joins: Joins, settings: CopySettings) -> list[ArticleId]:
    """The root and those of its children that share more with each other than it has; nothing where it has all."""
    children = [edge.child for edge in edges if edge.parent == top.id and not edge.same][:_MOST_COMPARED]
    found = [pair for pair in combinations(children, 2) if _lacks(top.id, pair, joins, settings)]
    return [top.id, *dict.fromkeys(child for pair in found for child in pair)] if found else []


def _lacks(third: ArticleId, pair: tuple[ArticleId, ArticleId], joins: Joins, settings: CopySettings) -> bool:
    """Whether a text lacks what two others have in common, so that neither has all of it from there."""
    trio = [joins.get(frozenset(ends)) for ends in (pair, (third, pair[0]), (third, pair[1]))]
    known = [match for match in trio if match is not None and match.kind != "partial"]
    return len(known) == len(trio) and shared_beyond(*known) >= settings.least_beyond


# Children of one root that are compared with each other: of more, the first ones tell.
_MOST_COMPARED = 40


def _credited(top: Article, ordered: Sequence[Article], edges: Sequence[Edge]) -> list[ArticleId]:
    """The root and the articles under it that credit one outlet of which the family holds no page."""
    credit = fold(top.credited_to or "")
    outlets = {fold(article.outlet) for article in ordered if article.outlet}
    if not credit or any(credit in outlet or outlet in credit for outlet in outlets):
        return []
    below = {edge.child for edge in edges if edge.parent == top.id or top.id in edge.candidates}
    others = [one.id for one in ordered if one.id in below and fold(one.credited_to or "") == credit]
    return [top.id, *others] if others else []


def _why(
    top: Article, told: tuple[Sequence[ArticleId], Sequence[ArticleId]], joins: Joins, *, settings: CopySettings
) -> Iterator[Evidence]:
    """What speaks for a lost source: credits, passages that a text lacks, texts of which neither holds the other."""
    credited, missing = told
    name = top.outlet or top.title or top.source
    if credited:
        yield Evidence(kind="credit", text=f"{name} and others credit {top.credited_to}, of which no page is here")
    trios = ((third, pair) for third in credited[:_MOST_ASKED] for pair in combinations(credited[:_MOST_ASKED], 2))
    if missing or any(third not in pair and _lacks(third, pair, joins, settings) for third, pair in trios):
        text = f"two texts have passages in common that a third ({name if missing else 'of the same credit'}) lacks"
        yield Evidence(kind="third_witness", text=f"{text}, so that it is not the source of both")
    pairs = [joins.get(frozenset(pair)) for pair in combinations(credited[:_MOST_ASKED], 2)]
    if any(max(one.coverage_a, one.coverage_b) < settings.cues.not_all_shared for one in pairs if one is not None):
        text = "of two texts with this credit each lacks passages that the other has: neither was made from the other"
        yield Evidence(kind="truncation", text=text)


# Articles with one credit that are held against each other.
_MOST_ASKED = 8
