"""How two articles stand to each other along the lines of their family's tree, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from copydesk.copies.direction import share_of
from copydesk.records import Direction, Edge, Evidence, Family, Match
from copydesk.settings import CopySettings

_KINDS_NEEDED = 2


class Told(NamedTuple):
    """A direction, how probably it is right (None for unknown), its evidence, and whether the source is a root."""

    direction: Direction
    sure: float | None
    why: tuple[Evidence, ...]
    of_root: bool = False


_UNKNOWN = Told("unknown", None, ())


def direction_in(match: Match, family: Family | None, *, settings: CopySettings) -> Told:
    """The direction of a pair in its family: unknown unless sure enough and borne out by two kinds of evidence."""
    if match.kind == "quotes_only":
        return _UNKNOWN
    told = _alone(match) if family is None else _in_tree(match, *_lines(_Held(family)))
    kinds = {evidence.kind for evidence in told.why}
    sure = told.sure is not None and told.sure >= settings.established_direction
    return told if sure and len(kinds) >= _KINDS_NEEDED else _UNKNOWN


def _alone(match: Match) -> Told:
    """What the pair says by itself."""
    direction: Direction = "a_to_b" if match.lean > 0 else "b_to_a"
    sign = math.copysign(1.0, match.lean)
    return Told(direction, share_of(abs(match.lean)), _spoken(match, sign), of_root=True)


def _spoken(match: Match, sign: float) -> tuple[Evidence, ...]:
    return tuple(cue for cue in match.cues if sign * (cue.weight or 0.0) > 0)


def _in_tree(match: Match, lines: Mapping[str, Edge], lost: frozenset[str]) -> Told:
    """How two articles stand in the tree; word-for-word copies of one text stand where it does."""
    one, other = _head(match.a, lines), _head(match.b, lines)
    if one == other:
        return _of_twins(match, one, lines)
    above_one, above_other = _way_up(one, lines), _way_up(other, lines)
    down, up = _came_from(one, other, lines), _came_from(other, one, lines)
    common = next((node for node in above_one if node in above_other and node not in {one, other}), None)
    both = 0.0 if common is None else _both_came_from(common, (one, other), lines, lost) - down - up
    if common is not None and both > max(down, up):
        edges = (*_way_down(common, above_one), *_way_down(common, above_other))
        return Told("common_source", both, tuple(_with_others((), edges)))
    if down >= up:
        return _down(
            "a_to_b",
            match,
            down,
            edges=_way_down(one, above_other) if one in above_other else (),
            of_root=one not in lines,
        )
    return _down(
        "b_to_a", match, up, edges=_way_down(other, above_one) if other in above_one else (), of_root=other not in lines
    )


def _of_twins(match: Match, head: str, lines: Mapping[str, Edge]) -> Told:
    """Two articles with one text: the head was first, and all others come from it."""
    edges = [lines[end] for end in (match.a, match.b) if end != head]
    if any(edge.parent is None for edge in edges):
        return _UNKNOWN
    sure = math.prod(edge.confidence for edge in edges)
    if len(edges) > 1:
        return Told("common_source", sure, tuple(_with_others((), edges)))
    return _down("a_to_b" if match.a == head else "b_to_a", match, sure, edges=edges, of_root=head not in lines)


def _down(direction: Direction, match: Match, sure: float, *, edges: Sequence[Edge], of_root: bool) -> Told:
    """From an article to one that was made from it, directly or through others."""
    spoken = _spoken(match, 1.0 if direction == "a_to_b" else -1.0)
    return Told(direction, sure, tuple(_with_others(spoken, edges)), of_root)


def _came_from(source: str, article: str, lines: Mapping[str, Edge]) -> float:
    """The probability that an article goes back to a source: by its likeliest line and by those of other candidates."""
    known: dict[str, float] = {source: 1.0}
    waiting = {article: None}
    while waiting:
        node = next(reversed(waiting))
        edge = lines.get(node)
        ways = () if edge is None else _ways(edge)
        fresh = next((parent for parent, _ in ways if parent not in known and parent not in waiting), None)
        if fresh is not None and len(waiting) + len(known) < _LONGEST_WAY:
            waiting[fresh] = None
            continue
        known.setdefault(node, min(1.0, sum(share * known.get(parent, 0.0) for parent, share in ways)))
        del waiting[node]
    return known[article]


def _both_came_from(source: str, ends: tuple[str, str], lines: Mapping[str, Edge], lost: frozenset[str]) -> float:
    """The probability that both go back to a source; that a lost one existed is one question for all its children."""
    one, other = (_came_from(source, end, lines) for end in ends)
    return min(one, other) if source in lost else one * other


# Lines that are followed upwards, those of all candidates together; what goes on beyond them is not established.
_LONGEST_WAY = 60


def _ways(edge: Edge) -> tuple[tuple[str, float], ...]:
    """The parents that an article may have, each with its probability."""
    others = tuple(zip(edge.candidates, edge.shares, strict=False))
    return others if edge.parent is None else ((edge.parent, edge.confidence), *others)


def _with_others(spoken: Sequence[Evidence], edges: Sequence[Edge]) -> Iterator[Evidence]:
    """The evidence of the pair itself, and of the lines between what it does not tell."""
    yield from spoken
    told = {evidence.text for evidence in spoken}
    for edge in edges:
        for evidence in edge.why:
            if evidence.text not in told:
                told.add(evidence.text)
                yield Evidence(kind=evidence.kind, text=evidence.text)


def _head(article: str, lines: Mapping[str, Edge]) -> str:
    """The article that stands in the tree for all with its text."""
    edge = lines.get(article)
    if edge is None or not edge.same:
        return article
    return edge.parent if edge.parent is not None else edge.candidates[0]


def _way_up(article: str, lines: Mapping[str, Edge]) -> dict[str, Edge | None]:
    """An article and its likeliest sources, nearest first, each with the line that leads down from it."""
    found: dict[str, Edge | None] = {article: None}
    node = article
    while (edge := lines.get(node)) is not None and len(found) < _LONGEST_WAY:
        node = edge.parent if edge.parent is not None else next(iter(edge.candidates), node)
        if node in found:
            break
        found[node] = edge
    return found


def _way_down(source: str, above: Mapping[str, Edge | None]) -> list[Edge]:
    """The lines from one of an article's sources down to it."""
    found: list[Edge] = []
    for node, edge in above.items():
        if edge is not None:
            found.append(edge)
        if node == source:
            break
    return found


class _Held:
    """A family as a key: the same one is found again at once, however large it is."""

    def __init__(self, family: Family) -> None:
        self.family = family

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.family is other.family

    def __hash__(self) -> int:
        return id(self.family)


@lru_cache(maxsize=16)
def _lines(held: _Held) -> tuple[dict[str, Edge], frozenset[str]]:
    """The line that leads to each article of a family, and the ids of its lost sources."""
    return {edge.child: edge for edge in held.family.edges}, frozenset(one.id for one in held.family.lost)
