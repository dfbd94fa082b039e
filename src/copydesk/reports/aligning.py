"""Two texts side by side: rows of paragraphs that belong together, from the passages that two articles share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copydesk.records import Range
from copydesk.text.sentences import paragraphs

# A link counts from a quarter of the shorter paragraph on: below that, two paragraphs share a phrase, not their matter.
LEAST_SHARE = 0.25


class Row(NamedTuple):
    """Paragraphs, by their places, that stand beside each other; `moved` where the right text has another order."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    moved: bool


def aligned_rows(left: str, right: str, passages: Iterable[tuple[Range, Range]]) -> tuple[Row, ...]:
    """Every paragraph of both texts once, in the order of the left; those without a partner stand alone.

    Numbers count the paragraphs from 0. A paragraph of the right alone follows the one before it in its own text.
    """
    lefts, rights = paragraphs(left), paragraphs(right)
    partner = _joined(_links(lefts, rights, passages), len(lefts))
    groups = _groups(partner, len(lefts), len(rights))
    return tuple(_ordered(groups))


def _links(
    lefts: Sequence[Range], rights: Sequence[Range], passages: Iterable[tuple[Range, Range]]
) -> dict[tuple[int, int], float]:
    """How much of the shorter of two paragraphs the passages between them cover."""
    covered: dict[tuple[int, int], float] = {}
    for at_left, at_right in passages:
        for i, share in _touched(lefts, at_left):
            for j, other in _touched(rights, at_right):
                covered[i, j] = covered.get((i, j), 0.0) + min(share, other)
    return {
        (i, j): size / min(lefts[i][1] - lefts[i][0], rights[j][1] - rights[j][0]) for (i, j), size in covered.items()
    }


def _touched(places: Sequence[Range], stretch: Range) -> Iterator[tuple[int, int]]:
    """The paragraphs that a stretch overlaps, and by how many characters."""
    index = max(0, bisect_right(places, stretch[0], key=lambda place: place[0]) - 1)
    while index < len(places) and places[index][0] < stretch[1]:
        overlap = min(places[index][1], stretch[1]) - max(places[index][0], stretch[0])
        if overlap > 0:
            yield index, overlap
        index += 1


def _joined(links: dict[tuple[int, int], float], lefts: int) -> dict[int, int]:
    """Each linked paragraph (right ones counted on from `lefts`) with the one that stands for its group."""
    best: dict[int, tuple[float, int]] = {}
    for (i, j), share in sorted(links.items()):
        if share >= LEAST_SHARE:
            best[i] = max(best.get(i, (0.0, 0)), (share, lefts + j))
            best[lefts + j] = max(best.get(lefts + j, (0.0, 0)), (share, i))
    leader: dict[int, int] = {}
    for one, (_, other) in sorted(best.items()):
        leader[_lead(leader, one)] = _lead(leader, other)
    return {one: _lead(leader, one) for one in best}


def _lead(leader: dict[int, int], one: int) -> int:
    while leader.get(one, one) != one:
        leader[one] = leader.get(leader[one], leader[one])
        one = leader[one]
    return one


def _groups(partner: dict[int, int], lefts: int, rights: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Groups of paragraphs in the order of the left; one of the right alone goes after its neighbour."""
    members: dict[int, tuple[list[int], list[int]]] = {}
    for one in range(lefts + rights):
        group = members.setdefault(partner.get(one, -1 - one), ([], []))
        group[one >= lefts].append(one if one < lefts else one - lefts)
    place: dict[int, tuple[int, int]] = {}
    for left, right in members.values():
        place.update(dict.fromkeys(right, (left[0], 0)) if left else {})
    before = (-1, 0)
    for j in range(rights):
        before = place.setdefault(j, (before[0], j + 1))
    ordered = sorted(members.values(), key=lambda group: (group[0][0], 0) if group[0] else place[group[1][0]])
    return [(tuple(left), tuple(right)) for left, right in ordered]


def _ordered(groups: Iterable[tuple[tuple[int, ...], tuple[int, ...]]]) -> Iterator[Row]:
    last = -1
    for left, right in groups:
        both = bool(left and right)
        yield Row(left, right, both and right[0] < last)
        last = max(last, right[0]) if both else last
