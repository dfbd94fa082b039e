"""Copies that hang together, as a tree: the likeliest parent of each, all pairs of the family weighed at once.

The method is that of stemmatology (see `witnesses`). How close two texts are says which stand next to each other,
whatever the direction; the leans of the pairs (dates, credits, damage) say which end is the source; the heaviest tree
of both is taken, and a line is as sure as the share of all trees that have it. Texts that are word for word alike stand
in it as one (`twins`); a source that is not here is put in where the texts demand it (`lost`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from copydesk.copies.arborescence import Arc, arc_shares, best_tree
from copydesk.copies.cues import names_as_source
from copydesk.copies.direction import share_of
from copydesk.copies.lost import lost_sources
from copydesk.copies.measures import side_of
from copydesk.copies.twins import Twins, matches_between, twins_of
from copydesk.copies.witnesses import readings_of, stands_between
from copydesk.records import Article, Edge, Evidence, Family, FamilyId, Match
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id


def hangs_together(match: Match) -> bool:
    """Whether a match makes its two articles one family: any copy does, shared quotations alone do not."""
    return match.kind != "quotes_only"


def build_family(articles: Sequence[Article], matches: Sequence[Match], *, settings: CopySettings) -> Family:
    """The tree of one set of articles that matches hold together.

    An edge without `parent` names its `candidates`, likeliest first: there the evidence does not choose; an edge with
    one names them too where others are not far behind. `lost` are sources outside the collection.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    held = [match for match in sorted(matches, key=lambda match: (match.a, match.b)) if hangs_together(match)]
    sets = twins_of(ordered, held, settings=settings)
    grove = _grown(sets, held, settings)
    edges = [*_edges(grove, settings), *_twin_edges(grove, settings)]
    tops = [sets[number].head for number in range(len(sets)) if grove.parents[number] is None]
    lost, edges = lost_sources(ordered, tops, edges, grove.by_heads(), settings=settings)
    under = {child for one in lost for child in one.children}
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
    """The sets of twins by number, what joins two of them, all possible arcs with their shares, and the tree chosen."""

    sets: Sequence[Twins]
    between: Mapping[tuple[int, int], Match]
    into: Mapping[int, Sequence[tuple[int, float]]]
    parents: Sequence[int | None]
    children: Mapping[int, Sequence[int]]

    def match(self, one: int, other: int) -> Match | None:
        """What joins two sets."""
        return self.between.get((min(one, other), max(one, other)))

    def is_verbatim(self, one: int, other: int) -> bool:
        """Whether two sets of twins, not of one length, are word for word alike as far as they go."""
        match = self.match(one, other)
        return match is not None and match.kind == "verbatim"

    def by_heads(self) -> dict[frozenset[str], Match]:
        """What joins two sets, as if it joined their heads, by the ids of these."""
        head = {article.id: twins.head.id for twins in self.sets for article in twins.articles}
        matches = (replace(match, a=head[match.a], b=head[match.b]) for match in self.between.values())
        return {frozenset((match.a, match.b)): match for match in matches}


def _grown(sets: Sequence[Twins], matches: Sequence[Match], settings: CopySettings) -> _Grove:
    between = matches_between(sets, matches)
    arcs = _arcs(sets, between, settings)
    root = len(sets)
    chosen = [arcs.all[number] for number in best_tree(root + 1, root, arcs.all)]
    parents: list[int | None] = [None] * root
    for arc in chosen:
        parents[arc.child] = None if arc.parent == root else arc.parent
    shares = _shares(root, arcs.tempered(settings.closeness_counted), settings)
    into: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for arc in arcs.all:
        if arc.parent != root:
            into[arc.child].append((arc.parent, shares[arc.number]))
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(child)
    return _Grove(sets, between, into, parents, children)


def _arcs(sets: Sequence[Twins], between: Mapping[tuple[int, int], Match], settings: CopySettings) -> _Arcs:
    """Every possible edge and what it adds: closeness and direction; from the last node, being a source oneself."""
    length, told = zip(*(_told(twins.head.text) for twins in sets), strict=True)
    usual = _middle(length), _middle([len(names) for names in told])
    number = {article.id: place for place, twins in enumerate(sets) for article in twins.articles}
    whole = {number[end] for match in between.values() if match.kind != "partial" for end in (match.a, match.b)}
    whole |= {place for place, twins in enumerate(sets) if twins.others}
    arcs: list[Arc] = []
    near: list[float] = []
    for (left, right), match in between.items():
        lean = match.lean if number[match.a] == left else -match.lean
        if match.kind == "partial":
            # Sentences of a text that others carry whole come from it, and not from the one that has only them.
            lean += settings.lean_to_whole * ((left in whole) - (right in whole))
        # Both terms are the same either way round: length is no evidence of direction.
        common = match.score * min(length[left], length[right]) / usual[0]
        names = len(told[left] & told[right]) / usual[1]
        close = settings.weight_closeness * common + settings.weight_of_anchors * names
        for parent, child, odds in ((left, right, lean), (right, left, -lean)):
            arcs.append(Arc(parent, child, close + math.log(share_of(odds)), len(arcs)))
            near.append(close)
    for child in range(len(sets)):
        arcs.append(Arc(len(sets), child, -settings.cost_of_source, len(arcs)))
        near.append(-settings.cost_of_source)
    return _Arcs(arcs, near)


class _Arcs(NamedTuple):
    """All arcs that there may be, and how much of the weight of each is closeness."""

    all: Sequence[Arc]
    near: Sequence[float]

    def tempered(self, share: float) -> list[Arc]:
        """The arcs with only a share of the closeness, which counts one likeness of two texts many times over."""
        return [arc._replace(weight=arc.weight - (1.0 - share) * near) for arc, near in zip(*self, strict=True)]


def _told(text: str) -> tuple[int, frozenset[str]]:
    """How many words a text has, and its different names and numbers: of many texts no more is to be held."""
    side = side_of(text)
    return len(side.reading.words), frozenset(side.anchors)


def _middle(counts: Sequence[int]) -> int:
    return max(1, sorted(counts)[len(counts) // 2])


def _shares(root: int, arcs: Sequence[Arc], settings: CopySettings) -> dict[int, float]:
    """For each arc its share of all trees; in a large family, of all that lead to its child."""
    if root <= settings.most_weighed:
        shares = arc_shares(root + 1, root, arcs)
        if shares is not None:
            return shares
    weight = {(arc.parent, arc.child): arc.weight for arc in arcs}
    best: dict[int, float] = {}
    for arc in arcs:
        best[arc.child] = max(best.get(arc.child, arc.weight), arc.weight)
    likely = {arc.number: math.exp(arc.weight - best[arc.child]) for arc in arcs}
    total: dict[int, float] = defaultdict(float)
    for arc in arcs:
        total[arc.child] += likely[arc.number]
    # The arc the other way round is a rival too, though it leads elsewhere.
    return {
        arc.number: likely[arc.number]
        / total[arc.child]
        * share_of(arc.weight - weight.get((arc.child, arc.parent), -settings.cost_of_source))
        for arc in arcs
    }


def _edges(grove: _Grove, settings: CopySettings) -> Iterator[Edge]:
    """A line for every set of twins that was made from another one, from head to head."""
    for child, parent in enumerate(grove.parents):
        if parent is None:
            continue
        shares = dict(grove.into[child])
        rivals = sorted(shares, key=lambda one: (-shares[one], one))
        least = settings.worth_naming * shares[rivals[0]]
        # A text that was copied word for word, if not to its end, is another way to the same words: no rival.
        alike = [one for one in rivals if one == parent or grove.is_verbatim(one, parent)]
        sure = min(1.0, sum(shares[one] for one in alike))
        head = grove.sets[parent].head.id
        below = _below(grove, child)
        others = [one for one in rivals if shares[one] >= least and one not in below] if sure < _SURE else []
        established = sure >= settings.established_edge
        named = [one for one in others if one not in alike] if established else list(dict.fromkeys([parent, *others]))
        yield Edge(
            parent=head if established else None,
            child=grove.sets[child].head.id,
            confidence=sure,
            candidates=tuple(grove.sets[one].head.id for one in named),
            shares=tuple(shares[one] for one in named),
            why=tuple(_why(grove, parent, child, settings)),
        )


# Share of all trees from which a line's rivals are not worth a word.
_SURE = 0.95


def _below(grove: _Grove, node: int) -> set[int]:
    """What hangs from a node by one or two lines: what was made from a text is no source of it."""
    direct = grove.children.get(node, ())[:_MOST_ASKED]
    return {*direct, *(one for child in direct for one in grove.children.get(child, ())[:_MOST_ASKED])}


def _why(grove: _Grove, parent: int, child: int, settings: CopySettings) -> Iterator[Evidence]:
    """The strongest statement of each kind for a line, and what a third text says of it."""
    match = grove.match(parent, child)
    assert match is not None
    sign = 1.0 if match.a in {article.id for article in grove.sets[parent].articles} else -1.0
    yield from strongest(match.cues, sign)
    yield from _witness(grove, parent, child, settings)


def strongest(cues: Sequence[Evidence], sign: float) -> Iterator[Evidence]:
    """Of the cues that speak for one way (1 or -1) the strongest of each kind; weights then speak for that way."""
    told = set()
    for cue in cues:
        weight = sign * (cue.weight or 0.0)
        if weight > 0 and cue.kind not in told:
            told.add(cue.kind)
            yield replace(cue, weight=weight)


def _witness(grove: _Grove, parent: int, child: int, settings: CopySettings) -> Iterator[Evidence]:
    """Readings of the parent in the child that a text on the other side of the parent has, or has not.

    The grandparent is asked first: what the parent brought in and the child repeats are errors carried over. Else a
    sister: a variant that is shared with a text from outside the pair is the older one.
    """
    texts = [twins.head.text for twins in (grove.sets[parent], grove.sets[child])]
    above = grove.parents[parent]
    if above is not None:
        if dict(grove.into[parent])[above] < settings.sure_above:
            return
        found = readings_of(texts[0], texts[1], grove.sets[above].head.text)
        if found.with_one > settings.chance_readings and stands_between(found, settings):
            text = (
                f"{_name(grove, child)} repeats {found.with_one} phrases that {_name(grove, parent)} brought in against"
                f" {_name(grove, above)}, and has {found.against} of {_name(grove, above)} that the other has not"
            )
            yield Evidence(kind="carried_error", text=text)
        return
    sisters = [one for one in grove.children[parent] if one != child][:_MOST_ASKED]
    best = None
    for one in sisters:
        found = readings_of(texts[0], texts[1], grove.sets[one].head.text)
        if found.with_other > settings.chance_readings and stands_between(found, settings):
            best = max(best or (0, 0, 0), (found.with_other, -found.against, one))
    if best is not None:
        text = (
            f"{_name(grove, best[2])}, a third text, shares {best[0]} phrases with {_name(grove, parent)} where"
            f" {_name(grove, child)} has other words, and {-best[1]} the other way round"
        )
        yield Evidence(kind="third_witness", text=text)


_MOST_ASKED = 8


def _name(grove: _Grove, number: int) -> str:
    head = grove.sets[number].head
    return head.outlet or head.title or head.source


def _twin_edges(grove: _Grove, settings: CopySettings) -> Iterator[Edge]:
    """A line from the head of each set to every other article with the same text."""
    for number, twins in enumerate(grove.sets):
        third = tuple(_credited(grove, number)) if twins.others else ()
        for other, cues in zip(twins.others, twins.evidence, strict=True):
            sure = share_of(sum(cue.weight or 0.0 for cue in cues))
            established = sure > settings.established_edge
            yield Edge(
                parent=twins.head.id if established else None,
                child=other.id,
                confidence=sure,
                candidates=() if established else (twins.head.id,),
                shares=() if established else (sure,),
                same=True,
                why=(*strongest(cues, 1.0), *third),
            )


def _credited(grove: _Grove, number: int) -> Iterator[Evidence]:
    """A third page with this text, made into another, that names the head's outlet as its source."""
    near = (*grove.children.get(number, ()), grove.parents[number])
    for one in near[:_MOST_ASKED]:
        if one is not None and names_as_source(grove.sets[one].head, grove.sets[number].head):
            text = f"{_name(grove, one)}, whose text is like both, names {_name(grove, number)} as its source"
            yield Evidence(kind="third_witness", text=text)
            return
