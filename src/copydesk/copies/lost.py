"""Sources that must have existed but are not in the collection.

Either the pages say so: a root credits an outlet of which the family holds no page. Or the texts do: a text from which
two others seem to be made lacks what those two have in common, so neither can have all of it from there, and all three
go back to a text that is lost (what stemmatology calls a hyparchetype).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from copydesk.copies.witnesses import readings_of, shared_beyond, stands_between
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
    breaks = _breaks(ordered, edges, joins, settings)
    found: list[Lost] = []
    for top in tops:
        missing = _around(top.id, breaks)
        credited = _credited(top, ordered, edges)
        children = sorted({*missing, *credited})
        if children:
            lost = Lost(id=stable_id("lost", *children), children=tuple(children))
            found.append(lost)
            why = tuple(_why(top, (credited, missing), joins, settings=settings))
            edges = [*_kept(edges, lost), *_hung(lost, edges, why, settings)]
    settled = {child for lost in found for child in lost.children}
    doubted = {article for one in breaks for article in one.below if article not in settled}
    return tuple(found), [_doubted(edge, settings) if edge.child in doubted else edge for edge in edges]


class _Break(NamedTuple):
    """A place of the tree that the texts do not bear out: what two texts have in common is not in the one between.

    `above` is the parent of the middle text where that is one of the two, `below` those of the two made from it.
    """

    middle: ArticleId
    above: ArticleId | None
    below: tuple[ArticleId, ...]


def _breaks(
    ordered: Sequence[Article], edges: Sequence[Edge], joins: Joins, settings: CopySettings
) -> tuple[_Break, ...]:
    """All such places, each text held against those that stand next to it in the tree."""
    texts = {article.id: article.text for article in ordered}
    parent = {edge.child: _parent(edge) for edge in edges if not edge.same}
    below: dict[str, list[ArticleId]] = {}
    for child, above in parent.items():
        below.setdefault(above, []).append(child)
    found = []
    for middle in sorted(below):
        top = parent.get(ArticleId(middle))
        for one, other in combinations([*([] if top is None else [top]), *below[middle][:_MOST_COMPARED]], 2):
            trio = ArticleId(middle), ArticleId(one), ArticleId(other)
            if _lacks(*trio, joins=joins, texts=texts, settings=settings):
                made = tuple(end for end in trio[1:] if end != top)
                found.append(_Break(trio[0], trio[1] if trio[1] == top else None, made))
    return tuple(found)


def _parent(edge: Edge) -> str:
    return edge.parent if edge.parent is not None else edge.candidates[0]


def _around(top: ArticleId, breaks: Sequence[_Break]) -> list[ArticleId]:
    """The root and the texts next to it that cannot all have their text from one of them; nothing where they can."""
    near = [one for one in breaks if top in {one.middle, one.above}]
    found = dict.fromkeys(article for one in near for article in (one.middle, *one.below))
    return [top, *(article for article in found if article != top)] if found else []


def _doubted(edge: Edge, settings: CopySettings) -> Edge:
    """The line with its parent a candidate only."""
    candidates = tuple(dict.fromkeys((_parent(edge), *edge.candidates)))
    sure = min(edge.confidence, settings.established_edge) / len(candidates)
    return replace(edge, parent=None, confidence=sure, candidates=candidates, shares=(sure,) * len(candidates))


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


def _lacks(  # noqa: PLR0913 - three texts, and where all of them stand
    middle: ArticleId,
    one: ArticleId,
    other: ArticleId,
    *,
    joins: Joins,
    texts: Mapping[ArticleId, str],
    settings: CopySettings,
) -> bool:
    """Whether a text lacks what two others have in common, so that not both have all of it from there."""
    trio = [joins.get(frozenset(ends)) for ends in ((one, other), (middle, one), (middle, other))]
    known = [match for match in trio if match is not None]
    if len(known) < len(trio):
        return False
    if shared_beyond(*known) >= settings.least_beyond:
        return True
    # A text that only embeds a passage has phrases of its own, which chance shares out.
    return not any(match.kind == "partial" for match in known) and not stands_between(
        readings_of(texts[middle], texts[one], texts[other]), settings
    )


# Texts next to one in the tree that are compared with each other: of more, the first ones tell.
_MOST_COMPARED = 12


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
    if missing:
        text = f"of {len(missing)} texts next to each other none has all that the others have in common"
        yield Evidence(kind="third_witness", text=f"{text}, so that none of them is the source of the others")
    pairs = [joins.get(frozenset(pair)) for pair in combinations(credited[:_MOST_ASKED], 2)]
    if any(max(one.coverage_a, one.coverage_b) < settings.cues.not_all_shared for one in pairs if one is not None):
        text = "of two texts with this credit each lacks passages that the other has: neither was made from the other"
        yield Evidence(kind="truncation", text=text)


# Articles with one credit that are held against each other.
_MOST_ASKED = 8
