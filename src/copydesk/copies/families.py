"""Copies that hang together, as a tree: the likeliest parent of each, all pairs of the family weighed at once.

The method is that of stemmatology. How close two texts are says which stand next to each other, whatever the direction;
the leans of the pairs (dates, credits, damage) say which end is the source; the heaviest tree of both is taken. So a
third text bears witness on a pair that by itself would say nothing: of two texts that differ, the one that is closer
to a third stands between the third and the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.copies.arborescence import Arc, best_tree
from copydesk.copies.measures import side_of
from copydesk.records import Article, ArticleId, Edge, Family, FamilyId, Lost, Match
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold


def hangs_together(match: Match) -> bool:
    """Whether a match makes its two articles one family: any copy does, shared quotations alone do not."""
    return match.kind != "quotes_only"


def build_family(articles: Sequence[Article], matches: Sequence[Match], *, settings: CopySettings) -> Family:
    """The tree of one set of articles that matches hold together.

    An edge without `parent` names its `candidates`, likeliest first: there the evidence does not choose. A root that
    credits an outlet outside the collection, as another of the family does, hangs with it under a `lost` source.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    held = [match for match in sorted(matches, key=lambda match: (match.a, match.b)) if hangs_together(match)]
    arcs = _arcs(ordered, held, settings)
    tree = [arcs[number] for number in best_tree(len(ordered) + 1, len(ordered), arcs)]
    grove = _Grove(ordered, arcs, _twins(ordered, held))
    edges = [_edge(arc, tree, grove, settings) for arc in tree if arc.parent < len(ordered)]
    tops = [ordered[arc.child] for arc in tree if arc.parent == len(ordered)]
    lost = _lost(ordered, tops, edges)
    under = {child for one in lost for child in one.children}
    edges = [edge for edge in edges if edge.child not in under]
    sure = settings.lost_confidence
    edges.extend(Edge(parent=one.id, child=child, confidence=sure) for one in lost for child in one.children)
    roots = [*(one.id for one in lost), *(article.id for article in tops if article.id not in under)]
    ids = tuple(article.id for article in ordered)
    return Family(
        id=FamilyId(stable_id("family", *ids)),
        articles=ids,
        edges=tuple(sorted(edges, key=lambda edge: edge.child)),
        roots=tuple(roots),
        lost=lost,
    )


@dataclass(frozen=True, slots=True)
class _Grove:
    """All that a tree is chosen from: the articles, the possible edges, and the pairs that are word for word alike."""

    articles: Sequence[Article]
    arcs: Sequence[Arc]
    twins: frozenset[frozenset[int]]


def _twins(ordered: Sequence[Article], matches: Sequence[Match]) -> frozenset[frozenset[int]]:
    place = {article.id: number for number, article in enumerate(ordered)}
    return frozenset(frozenset((place[one.a], place[one.b])) for one in matches if one.kind == "verbatim")


def _arcs(ordered: Sequence[Article], matches: Sequence[Match], settings: CopySettings) -> list[Arc]:
    """Every possible edge and what it adds: closeness and direction; from the last node, being a source oneself."""
    place = {article.id: number for number, article in enumerate(ordered)}
    sides = [side_of(article.text) for article in ordered]
    length = [max(1, len(side.reading.words)) for side in sides]
    usual = sorted(length)[len(length) // 2]
    told = [frozenset(side.anchors) for side in sides]
    whole = {end for match in matches if match.kind != "partial" for end in (match.a, match.b)}
    arcs: list[Arc] = []
    for match in matches:
        left, right = place[match.a], place[match.b]
        lean = match.lean
        if match.kind == "partial":
            # Sentences of a text that others carry whole come from it, and not from the one that has only them.
            lean += settings.lean_to_whole * ((match.a in whole) - (match.b in whole))
        # Both terms are the same either way round: length is no evidence of direction.
        common = match.score * min(length[left], length[right]) / usual
        near = settings.weight_closeness * common + settings.weight_of_anchor * len(told[left] & told[right])
        for parent, child, odds in ((left, right, lean), (right, left, -lean)):
            arcs.append(Arc(parent, child, near - _softplus(-odds), len(arcs)))
    for child in range(len(ordered)):
        arcs.append(Arc(len(ordered), child, -settings.cost_of_source, len(arcs)))
    return arcs


def _softplus(odds: float) -> float:
    """What a claim costs whose log-odds are minus this: near 0 when it is likely, as much as the odds when not."""
    return max(odds, 0.0) + math.log1p(math.exp(-abs(odds)))


def _edge(chosen: Arc, tree: Sequence[Arc], grove: _Grove, settings: CopySettings) -> Edge:
    """The edge with its share among all that could lead to this child.

    What was made from the child is no rival, and word-for-word twins of the parent count with it: no reading can tell
    them apart.
    """
    below = _below(chosen.child, tree)
    rivals = [arc for arc in grove.arcs if arc.child == chosen.child and arc.parent not in below]
    rivals = sorted(
        (arc for arc in rivals if arc.parent < len(grove.articles)), key=lambda arc: (-arc.weight, arc.number)
    )
    shares = {arc.parent: math.exp(arc.weight - rivals[0].weight) for arc in rivals}
    twins = {parent for parent in shares if frozenset((parent, chosen.parent)) in grove.twins} | {chosen.parent}
    back = next(arc.weight for arc in grove.arcs if (arc.parent, arc.child) == (chosen.child, chosen.parent))
    sure = sum(shares[parent] for parent in twins) / sum(shares.values())
    sure /= 1.0 + math.exp(min(30.0, back - chosen.weight))
    child = grove.articles[chosen.child].id
    if sure >= settings.established_edge:
        return Edge(parent=grove.articles[chosen.parent].id, child=child, confidence=sure)
    likely = [arc for arc in rivals if shares[arc.parent] >= settings.worth_naming]
    candidates = tuple(grove.articles[arc.parent].id for arc in likely)
    return Edge(parent=None, child=child, confidence=sure, candidates=candidates)


def _below(top: int, tree: Sequence[Arc]) -> set[int]:
    """The nodes of a tree that hang from one."""
    below: set[int] = set()
    fresh = {top}
    while fresh:
        below |= fresh
        fresh = {arc.child for arc in tree if arc.parent in fresh} - below
    return below


def _lost(ordered: Sequence[Article], tops: Sequence[Article], edges: Sequence[Edge]) -> tuple[Lost, ...]:
    """Sources outside the collection: an outlet that a root credits, none of the family being its own page."""
    outlets = {fold(article.outlet) for article in ordered if article.outlet}
    lost = []
    for top in tops:
        credit = fold(top.credited_to or "")
        if not credit or any(credit in outlet or outlet in credit for outlet in outlets):
            continue
        children = [top.id, *_crediting(credit, top.id, ordered, edges)]
        if len(children) > 1:
            lost.append(Lost(id=stable_id("lost", *sorted(children)), children=tuple(sorted(children))))
    return tuple(lost)


def _crediting(credit: str, top: ArticleId, ordered: Sequence[Article], edges: Sequence[Edge]) -> Iterator[ArticleId]:
    """The articles under a root that credit the same outlet themselves."""
    below = {edge.child for edge in edges if edge.parent == top or top in edge.candidates}
    for article in ordered:
        if article.id in below and fold(article.credited_to or "") == credit:
            yield article.id
