"""Two texts side by side: rows of paragraphs that belong together, from the passages that two articles share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from copydesk.records import Range
from copydesk.text.sentences import paragraphs

# A link counts from a quarter of the shorter paragraph on: below that, two paragraphs share a phrase, not their matter.
LEAST_SHARE = 0.25


Way = Literal["up", "down"]
Shape = Literal["kept", "merged", "split", "recast", "left_only", "right_only"]
Group = tuple[tuple[int, ...], tuple[int, ...]]
_Part = tuple[int, float, float]
"""A paragraph, and the part of a passage that lies in it: where it begins and ends, from 0.0 to 1.0."""


class Row(NamedTuple):
    """Paragraphs, by their places, that stand beside each other.

    `moved` says where the right text has them: earlier (`up`) or later (`down`) than what surrounds them in the left
    one; None where both texts keep the order.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    moved: Way | None

    @property
    def shape(self) -> Shape:
        """What became of the paragraphs on the way from left to right."""
        if not self.right:
            return "left_only"
        if not self.left:
            return "right_only"
        if len(self.left) > 1:
            return "merged" if len(self.right) == 1 else "recast"
        return "split" if len(self.right) > 1 else "kept"


def aligned_rows(left: str, right: str, passages: Iterable[tuple[Range, Range]]) -> tuple[Row, ...]:
    """Every paragraph of both texts once, in the order of the left; those without a partner stand alone.

    Numbers count the paragraphs from 0. A paragraph of the right alone follows the one before it in its own text.
    """
    lefts, rights = paragraphs(left), paragraphs(right)
    partner = _joined(_links(lefts, rights, passages), len(lefts))
    groups = _groups(partner, len(lefts), len(rights))
    return tuple(_ordered(groups, [end - start for start, end in lefts]))


def _links(
    lefts: Sequence[Range], rights: Sequence[Range], passages: Iterable[tuple[Range, Range]]
) -> dict[tuple[int, int], float]:
    """How much of the shorter of two paragraphs the passages between them cover.

    Within a passage over several paragraphs what stands at the same part of the way on either side belongs together.
    """
    covered: dict[tuple[int, int], float] = {}
    for at_left, at_right in passages:
        size = min(at_left[1] - at_left[0], at_right[1] - at_right[0])
        for i, j, part in _common(list(_touched(lefts, at_left)), list(_touched(rights, at_right))):
            covered[i, j] = covered.get((i, j), 0.0) + part * size
    return {
        (i, j): size / min(lefts[i][1] - lefts[i][0], rights[j][1] - rights[j][0]) for (i, j), size in covered.items()
    }


def _common(ones: Sequence[_Part], others: Sequence[_Part]) -> Iterator[tuple[int, int, float]]:
    """The paragraphs of either side that share a part of the way, and how much of it."""
    waiting = 0
    for i, start, end in ones:
        while waiting < len(others) and others[waiting][2] <= start:
            waiting += 1
        place = waiting
        while place < len(others) and others[place][1] < end:
            j, first, last = others[place]
            yield i, j, min(end, last) - max(start, first)
            place += 1


def _touched(places: Sequence[Range], stretch: Range) -> Iterator[_Part]:
    """The paragraphs that a stretch overlaps, and which part of the stretch lies in each, from 0.0 to 1.0."""
    whole = stretch[1] - stretch[0]
    index = max(0, bisect_right(places, stretch[0], key=lambda place: place[0]) - 1)
    while index < len(places) and places[index][0] < stretch[1]:
        start, end = max(places[index][0], stretch[0]), min(places[index][1], stretch[1])
        if end > start:
            yield index, (start - stretch[0]) / whole, (end - stretch[0]) / whole
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


def _groups(partner: dict[int, int], lefts: int, rights: int) -> list[Group]:
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


def _ordered(groups: Sequence[Group], lengths: Sequence[int]) -> Iterator[Row]:
    """The groups as rows, those told that do not stand in the order which most of the text keeps."""
    steady = _steady([(right[0], sum(lengths[i] for i in left)) if left and right else None for left, right in groups])
    last = -1
    for number, (left, right) in enumerate(groups):
        moved: Way | None = None
        if number in steady:
            last = right[0]
        elif left and right:
            moved = "up" if right[0] < last else "down"
        yield Row(left, right, moved)


def _steady(places: Sequence[tuple[int, int] | None]) -> set[int]:
    """Which places, each with its weight, make the heaviest chain that rises: what was moved is the rest.

    A table of best chains by their last place (Fenwick, 1994) finds it in n log n steps.
    """
    size = max((place for place, _ in filter(None, places)), default=-1) + 1
    best: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    before: dict[int, int] = {}
    for number, found in enumerate(places):
        if found is None:
            continue
        place, weight = found
        heaviest, at = (0, -1), place
        while at > 0:
            heaviest = max(heaviest, best[at], key=lambda one: one[0])
            at -= at & -at
        before[number] = heaviest[1]
        chain, at = (heaviest[0] + weight, number), place + 1
        while at <= size:
            best[at] = max(best[at], chain, key=lambda one: one[0])
            at += at & -at
    _, number = max(best, key=lambda one: one[0])
    steady: set[int] = set()
    while number >= 0:
        steady.add(number)
        number = before[number]
    return steady
