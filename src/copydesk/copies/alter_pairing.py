"""Two whole texts token beside token: the sentence beads of `align`, each laid word beside word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.copies.align import align
from copydesk.copies.alter_tokens import Token, Tokens, tokens
from copydesk.copies.alter_words import face
from copydesk.records import Passage, Range
from copydesk.settings import CopySettings


@dataclass(frozen=True, slots=True)
class Pairing:
    """The tokens of a source and of its copy; `right_of` and `left_of` give the number of the facing token, or None.

    `beads` are the ranges of token numbers that were laid beside each other, in the order of the source.
    """

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    right_of: tuple[int | None, ...]
    left_of: tuple[int | None, ...]
    beads: tuple[tuple[Range, Range], ...]

    def left_numbers(self, place: Range) -> Range:
        """The numbers of the source's tokens that start inside a range of its text."""
        return _numbers(self.left, place)

    def right_numbers(self, place: Range) -> Range:
        """The same for the copy."""
        return _numbers(self.right, place)


def pair_up(source: str, copy: str, passages: Sequence[Passage], *, settings: CopySettings) -> Pairing:
    """The two texts token beside token, within the sentences that `passages` touch on both sides."""
    one, other = tokens(source), tokens(copy)
    right_of: list[int | None] = [None] * len(one.all)
    beads = [
        (_numbers(one.all, bead.left), _numbers(other.all, bead.right))
        for bead in align(source, copy, settings=settings).beads
        if _touched(bead.left, bead.right, passages)
    ]
    for left, right in beads:
        facing = face(one.all[slice(*left)], other.all[slice(*right)])
        for number, facing_number in enumerate(facing.right_of):
            if facing_number is not None:
                right_of[left[0] + number] = right[0] + facing_number
    return Pairing(one.all, other.all, tuple(right_of), _turned(right_of, other), tuple(beads))


def _touched(left: Range, right: Range, passages: Sequence[Passage]) -> bool:
    return any(_overlap(left, one.a) and _overlap(right, one.b) for one in passages)


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _turned(right_of: Sequence[int | None], right: Tokens) -> tuple[int | None, ...]:
    found: list[int | None] = [None] * len(right.all)
    for number, other in enumerate(right_of):
        if other is not None:
            found[other] = number
    return tuple(found)


def _numbers(row: Sequence[Token], place: Range) -> Range:
    start = bisect_left(row, place[0], key=lambda token: token.start)
    return start, bisect_left(row, place[1], lo=start, key=lambda token: token.start)
