"""Rephrasing that changes no statement we know of: at most one entry a stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.records import Alteration, Range


def wording_alterations(pairing: Pairing, told: Sequence[Alteration]) -> Iterator[Alteration]:
    """For each stretch whose words differ beyond what is told already: from its first such word to its last."""
    left_told = _covered([one.a for one in told])
    right_told = _covered([one.b for one in told])
    for bead in pairing.beads:
        left = [n for n in _changed_left(pairing, bead) if pairing.left[n].start not in left_told]
        right = [n for n in _changed_right(pairing, bead) if pairing.right[n].start not in right_told]
        if left and right:
            a = pairing.left[left[0]].start, pairing.left[left[-1]].end
            b = pairing.right[right[0]].start, pairing.right[right[-1]].end
            yield pairing.alteration("wording", a, b, material=False)


def _covered(places: Sequence[Range | None]) -> set[int]:
    return {number for place in places if place is not None for number in range(*place)}


def _changed_left(pairing: Pairing, bead: Bead) -> list[int]:
    return [
        n
        for n in range(*bead.left)
        if pairing.left[n].kind != "mark"
        and ((m := pairing.right_of[n]) is None or pairing.right[m].key != pairing.left[n].key)
    ]


def _changed_right(pairing: Pairing, bead: Bead) -> list[int]:
    return [
        n
        for n in range(*bead.right)
        if pairing.right[n].kind != "mark"
        and ((m := pairing.left_of[n]) is None or pairing.left[m].key != pairing.right[n].key)
    ]
