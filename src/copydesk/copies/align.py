"""Alignment of two texts: sentence with sentence, word with word. Pure, symmetric, linear in memory.

Two calls make up the interface:

    align(left, right, *, settings) -> Alignment
        `beads`: which sentences of the two texts say the same thing, in the order of left. A bead holds one or two
        neighbouring sentences a side, as code-point ranges; none overlaps another on either side. `moved` marks those
        that stand out of the common order. Sentences in no bead stand alone in their text (dropped or added).
    differences(left, right, left_range, right_range) -> tuple[Difference, ...]
        The words of two aligned stretches, side by side and without gap: runs of equal words (`same`) and runs that
        differ, each with its words and its code-point range on either side. An empty side is an empty range at the
        place where the words would stand. Equal means equal after `fold` (case, accents, marks) and number words read
        as digits, so `same` runs may still differ in form.

Method: sentences are bags of folded words, word heads and (for capitalised words and numbers) letter trigrams, weighted
by how rare they are in the two texts (`reading`); the chain of beads with the greatest sum is found by dynamic
programming, again on what is left over for moved stretches, and gaps of equal length between beads are filled
(`chains`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from copydesk.copies.chains import Link, chains, gains
from copydesk.copies.reading import Reading, key_of, read
from copydesk.settings import CopySettings
from copydesk.text.sentences import Range
from copydesk.text.words import Word, words

__all__ = ["Alignment", "Bead", "Difference", "align", "differences", "key_of", "read"]


class Bead(NamedTuple):
    """Stretches that say the same thing; `score` is their similarity, 0 to 1."""

    left: Range
    right: Range
    score: float
    moved: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """The beads of two texts in the order of the left one.

    `order` is the sum of similarity along the best chain, in sentences; `disorder` the same with the sentences of the
    right text turned round: what two texts on this topic reach without having an order in common. `apart` is
    that of `Chains`.
    """

    left: Reading
    right: Reading
    beads: tuple[Bead, ...]
    order: float
    disorder: float
    apart: float


class Difference(NamedTuple):
    """A run of words side by side: `same` when equal but for form."""

    same: bool
    left: Range
    right: Range
    left_words: tuple[Word, ...]
    right_words: tuple[Word, ...]


def align(left: str, right: str, *, settings: CopySettings) -> Alignment:
    """The sentences of two texts that say the same thing."""
    one, other = read(left), read(right)
    if not one.sentences or not other.sentences:
        return Alignment(one, other, (), 0.0, 0.0, 0.0)
    found = chains(gains(one.features, other.features), settings=settings)
    beads = [bead for number, some in enumerate(found.links) for bead in _beads(one, other, some, moved=number > 0)]
    return Alignment(one, other, tuple(sorted(beads)), found.order, found.disorder, found.apart)


def differences(left: str, right: str, left_range: Range, right_range: Range) -> tuple[Difference, ...]:
    """The words of two aligned stretches side by side, from first to last."""
    one, other = words(left[slice(*left_range)]), words(right[slice(*right_range)])
    found = []
    for code in LCSseq.opcodes(_numbered(one), _numbered(other)):
        mine, theirs = (code.src_start, code.src_end), (code.dest_start, code.dest_end)
        found.append(
            Difference(
                code.tag == "equal",
                _stretch(one, *mine, left_range),
                _stretch(other, *theirs, right_range),
                tuple(_shifted(word, left_range[0]) for word in one[slice(*mine)]),
                tuple(_shifted(word, right_range[0]) for word in other[slice(*theirs)]),
            )
        )
    return tuple(_joined(found))


def _beads(one: Reading, other: Reading, links: Sequence[Link], *, moved: bool) -> Iterator[Bead]:
    for link in links:
        left = one.sentences[link.left].start, one.sentences[link.left + link.tall - 1].end
        right = other.sentences[link.right].start, other.sentences[link.right + link.wide - 1].end
        yield Bead(left, right, min(1.0, link.score), moved)


def _numbered(found: Sequence[Word]) -> list[str]:
    return [key_of(word.text) for word in found]


def _stretch(found: Sequence[Word], first: int, last: int, within: Range) -> Range:
    """The code points of some words in the whole text; an empty run stands before the next word, or at the end."""
    if first < last:
        return within[0] + found[first].start, within[0] + found[last - 1].end
    place = within[0] + found[first].start if first < len(found) else within[1]
    return place, place


def _shifted(word: Word, by: int) -> Word:
    return Word(word.text, word.start + by, word.end + by)


def _joined(found: Sequence[Difference]) -> Iterator[Difference]:
    """Neighbouring runs that differ made one."""
    held: Difference | None = None
    for run in found:
        if held is not None and not held.same and not run.same:
            held = Difference(
                False,
                _span(held.left, run.left),
                _span(held.right, run.right),
                held.left_words + run.left_words,
                held.right_words + run.right_words,
            )
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def _span(one: Range, other: Range) -> Range:
    """Both ranges in one; an empty range gives way."""
    if one[0] == one[1]:
        return other
    if other[0] == other[1]:
        return one
    return one[0], other[1]
