"""What two texts have in common: aligned sentences, equal runs outside quotations, whole sentences carried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from copydesk.copies.align import Alignment, align
from copydesk.copies.fingerprints import quoted_words
from copydesk.copies.reading import Reading, inside, read
from copydesk.settings import CopySettings
from copydesk.text.closed import FUNCTION
from copydesk.text.remembering import remembered

Hashes = NDArray[np.uint64]

# Words that any two reports share.
FUNCTION_WORDS = FUNCTION | {"said"}
# Added to short lists, so that three numbers in order do not count like thirty.
_DOUBT = 3
# The odd constant of Fibonacci hashing (Knuth, "The Art of Computer Programming" 3, 6.4): it spreads neighbours.
_SPREADING = np.uint64(0x9E3779B97F4A7C15)
_DOUBTED_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One text: how it was read, and what is measured in it.

    `quoted` has for each word the number of the quotation it stands in, or 0; `anchors` are the names and numbers
    outside quotations, `numbers` the numbers alone, `content` the words outside quotations that carry meaning, all in
    order; `hashes` are of the keys.
    """

    text: str
    reading: Reading
    quoted: tuple[int, ...]
    anchors: tuple[str, ...]
    numbers: tuple[str, ...]
    content: tuple[str, ...]
    hashes: Hashes

    def grams(self, size: int) -> Hashes:
        """One hash for each run of so many words; equal runs have equal hashes."""
        count = len(self.hashes) - size + 1
        mixed = np.zeros(max(0, count), dtype=np.uint64)
        for at in range(size if count > 0 else 0):
            mixed = (mixed ^ self.hashes[at : at + count]) * _SPREADING
        return mixed


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words at two places, by word numbers; `own` of them stand outside quotations on both sides."""

    left: int
    right: int
    length: int
    own: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was found in one pair.

    `runs` are equal words, `carried` the numbers of the beads that hold a sentence taken over whole; `foot` words at
    the end of both texts are a notice or a signature that both carry, and count as nobody's own.
    """

    left: Side
    right: Side
    alignment: Alignment
    runs: tuple[Run, ...]
    carried: tuple[int, ...]
    foot: int

    @property
    def own_words(self) -> int:
        """Words in equal runs, those in quotations not counted."""
        return sum(run.own for run in self.runs)

    @property
    def longest(self) -> int:
        """The longest equal run, words in quotations not counted."""
        return max((run.own for run in self.runs), default=0)


# As many as there are readings: a side takes 4 bytes a letter besides.
@remembered(letters=400_000)
def side_of(text: str) -> Side:
    """A text made ready for measuring."""
    reading = read(text)
    quoted = quoted_words(text, reading.words)
    opening = {sentence.first for sentence in reading.sentences}
    anchors = tuple(
        key
        for place, (word, key) in enumerate(zip(reading.words, reading.keys, strict=True))
        if key[:1].isdigit() or (word.text[:1].isupper() and place not in opening and not quoted[place])
    )
    numbers = tuple([key for key in anchors if key[:1].isdigit()])
    pairs = zip(reading.keys, quoted, strict=True)
    content = tuple([key for key, quotation in pairs if not quotation and key not in FUNCTION_WORDS])
    # Equal runs are compared word for word, so it is no matter that another run of Python has other hashes.
    hashes = np.array([hash(key) for key in reading.keys], dtype=np.int64).astype(np.uint64)
    return Side(text, reading, tuple(quoted), anchors, numbers, content, hashes)


def measure(left: Side, right: Side, *, settings: CopySettings) -> Likeness:
    """What a pair of texts has in common."""
    alignment = align(left.text, right.text, settings=settings)
    foot = shared_foot(left, right, settings.longest_foot)
    runs = equal_runs(left, right, settings.shortest_run, foot=foot)
    return Likeness(left, right, alignment, runs, _carried(alignment, left, right, foot=foot, settings=settings), foot)


def without_foot(likeness: Likeness, *, settings: CopySettings) -> Likeness:
    """The same measured without what both texts end with: by that alone two texts would have much in common."""
    if not likeness.foot:
        return likeness
    left, right = (
        side_of(side.text[: side.reading.words[-likeness.foot].start]) for side in (likeness.left, likeness.right)
    )
    return measure(left, right, settings=settings)


def shared_foot(left: Side, right: Side, most: int) -> int:
    """How many words of whole paragraphs both texts end with, if these are so few and less than half of either text.

    Who signs a report, what an outlet says of itself and how it asks to be paid stand there, and make no copy.
    """
    ones, others = left.reading, right.reading
    limit = min(most + 1, (min(len(ones.keys), len(others.keys)) + 1) // 2)
    foot = equal = 0
    while equal < limit and ones.keys[-1 - equal] == others.keys[-1 - equal]:
        equal += 1
        if _opens_paragraph(left, -equal) and _opens_paragraph(right, -equal):
            foot = equal
    return foot if equal < limit else 0


def _opens_paragraph(side: Side, place: int) -> bool:
    """Whether a paragraph begins with this word."""
    word = side.reading.words[place]
    return "\n" in side.text[max(0, word.start - _MARKS) : word.start]


# Marks that may stand between a line's beginning and its first word.
_MARKS = 4


def equal_runs(left: Side, right: Side, shortest: int, *, foot: int = 0) -> tuple[Run, ...]:
    """Equal runs of at least so many words, each the longest at its place, in the order of left.

    Greedy string tiling (Wise, "YAP3", 1996) over hashed word n-grams: no word of either side stands in two runs.
    The last `foot` words are nobody's own.
    """
    ones, others = left.reading.keys, right.reading.keys
    body = len(ones) - foot
    found: list[Run] = []
    taken: set[int] = set()
    until = 0
    for at, starts in _shared_grams(left.grams(shortest), right.grams(shortest)):
        if at < until:
            continue
        free = [start for start in starts if start not in taken]
        length, start = max(((_length(ones, others, at, start, taken=taken), -start) for start in free), default=(0, 0))
        if not length:
            continue
        own = sum(not (left.quoted[at + step] or right.quoted[step - start]) for step in range(min(length, body - at)))
        found.append(Run(at, -start, length, own))
        taken.update(range(-start, length - start))
        until = at + length
    return tuple(found)


def _shared_grams(ones: Hashes, others: Hashes) -> Iterator[tuple[int, list[int]]]:
    """The places on the left whose gram stands on the right too, each with its first places there, in order."""
    order = np.argsort(others, kind="stable")
    ordered = others[order]
    low = np.searchsorted(ordered, ones, side="left")
    high = np.searchsorted(ordered, ones, side="right")
    for at in np.flatnonzero(low < high).tolist():
        yield at, order[low[at] : min(high[at], low[at] + _MOST_PLACES)].tolist()


# A phrase repeated more often than this in one text is no evidence at each of its places.
_MOST_PLACES = 8


def _length(ones: Sequence[str], others: Sequence[str], at: int, start: int, *, taken: set[int]) -> int:
    """How many words from here on are equal and free."""
    limit = min(len(ones) - at, len(others) - start)
    step = 0
    while step < limit and ones[at + step] == others[start + step] and start + step not in taken:
        step += 1
    return step


def _carried(alignment: Alignment, left: Side, right: Side, *, foot: int, settings: CopySettings) -> tuple[int, ...]:
    """The beads, by number, in which a sentence of some length was taken over nearly word for word.

    A quotation that both report is not enough: some words outside the marks must be the same too.
    """
    found = []
    for number, bead in enumerate(alignment.beads):
        if bead.score < settings.whole_sentence_alike / 2:
            continue
        ones, others = inside(left.reading, bead.left), inside(right.reading, bead.right)
        if ones[1] > len(left.reading.keys) - foot:
            continue
        mine, theirs = left.reading.keys[slice(*ones)], right.reading.keys[slice(*others)]
        equal = LCSseq.similarity(mine, theirs)
        if equal < settings.shortest_whole_sentence or equal < settings.whole_sentence_alike * max(
            len(mine), len(theirs)
        ):
            continue
        own = [key for key, quote in zip(mine, left.quoted[slice(*ones)], strict=True) if not quote]
        theirs_own = [key for key, quote in zip(theirs, right.quoted[slice(*others)], strict=True) if not quote]
        if LCSseq.similarity(own, theirs_own) >= settings.least_own_words:
            found.append(number)
    return tuple(found)


def leads(likeness: Likeness) -> bool:
    """Whether one of the texts begins with a sentence carried whole; background and notices stand further on."""
    left, right = (side.reading.sentences[0].start for side in (likeness.left, likeness.right))
    beads = [likeness.alignment.beads[number] for number in likeness.carried]
    return any(bead.left[0] == left or bead.right[0] == right for bead in beads)


def shared_quotations(left: Side, right: Side, runs: Sequence[Run], least: int) -> tuple[Run, ...]:
    """The parts of equal runs that stand in a quotation on both sides, as far as they are long enough."""
    found = []
    for run in runs:
        both = [bool(left.quoted[run.left + step] and right.quoted[run.right + step]) for step in range(run.length)]
        place = 0
        for quoted, steps in groupby(both):
            size = len(list(steps))
            if quoted and size >= least:
                found.append(Run(run.left + place, run.right + place, size, 0))
            place += size
    return tuple(found)
