"""Where two aligned stretches differ word by word: what the eye should rest on within a passage that was reworded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

from copydesk.records import Range
from copydesk.text.normal import fold
from copydesk.text.words import Word, words

MOST_CELLS = 25_000_000
"""Words times words that are compared: two passages of 5,000 each, far beyond any sentence of a page."""


def differing(left: str, right: str, passages: Iterable[tuple[Range, Range]]) -> tuple[list[Range], list[Range]]:
    """The runs of words of either text that the other has not at that place, in the order of the passages.

    Case, accents and the form of marks make no difference; words keep their order (longest common subsequence).
    """
    lefts: list[Range] = []
    rights: list[Range] = []
    for at_left, at_right in passages:
        one, other = words(left[slice(*at_left)]), words(right[slice(*at_right)])
        lefts.extend(_shifted(_runs(one, other, side=0), at_left[0]))
        rights.extend(_shifted(_runs(one, other, side=1), at_right[0]))
    return lefts, rights


def outside_of(ranges: Iterable[Range], others: Iterable[Range]) -> Iterator[Range]:
    """What of some ranges, none of which overlaps another, lies within none of the others."""
    taken = sorted(others)
    waiting = 0
    done = 0
    for start, end in sorted(ranges):
        at = max(start, done)
        while waiting < len(taken) and taken[waiting][0] < end:
            if at < taken[waiting][0]:
                yield at, taken[waiting][0]
            done = max(done, taken[waiting][1])
            at = max(at, done)
            waiting += 1
        if at < end:
            yield at, end


def _runs(one: Sequence[Word], other: Sequence[Word], *, side: int) -> Iterator[Range]:
    if len(one) * len(other) > MOST_CELLS:
        return
    found = (one, other)[side]
    for code in LCSseq.opcodes([fold(word.text) for word in one], [fold(word.text) for word in other]):
        first, last = (code.dest_start, code.dest_end) if side else (code.src_start, code.src_end)
        if code.tag != "equal" and first < last:
            yield found[first].start, found[last - 1].end


def _shifted(runs: Iterable[Range], by: int) -> Iterator[Range]:
    return ((start + by, end + by) for start, end in runs)
