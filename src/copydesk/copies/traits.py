"""Two texts measured: the named figures from which it is judged whether one was made from the other, and how.

Order is the evidence. Two accounts of one event share names, numbers and quotations; only a copy has them in the same
order, sentence by sentence. So each figure of order is taken against the same text turned round, which is what two
texts on this topic reach by chance. `least` and `most` are by the shorter and by the longer text: a copy may have lost
half of its source, or stand in a text of its own.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from copydesk.copies.collocations import phrasing
from copydesk.copies.measures import FUNCTION_WORDS, Likeness, Side
from copydesk.copies.reading import inside, read
from copydesk.text.normal import straighten
from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range

# Added to short lists, so that three numbers in order do not count like thirty.
_DOUBT = 3
_DOUBTED_SENTENCES = 4
_DOUBTED_WORDS = 20
# Equal words that count as much as any number: a hundred are six sentences.
_PLENTY = 100
# Pairs of known words below which a text is too short to be called odd, and how odd the newsroom's sound texts are.
_FEW_PAIRS = 40
_SOUND = 3.0
# Likeness of spelling (0 to 100) from which two names are one.
_ONE_NAME = 75


class Traits(NamedTuple):
    """What speaks for a copy, each from 0 (as good as chance) to about 1."""

    longest_run: float
    """The longest equal run outside quotations, on a logarithmic scale up to a hundred words."""
    carried: float
    """Words of sentences carried whole, on the same scale."""
    sentences_least: float
    """Likeness of sentences in order beyond what the text turned round reaches, of the sentences of the shorter."""
    apart: float
    """By how much sentences that are each other's best match, wherever they stand, beat the next best, of those of the
    shorter text: a sentence of a copy has one source, that of another account has none or several."""
    words_least: float
    """Words outside quotations that carry meaning, in common order beyond what the text turned round reaches."""
    names_least: float
    """Names and numbers in common order beyond what the text turned round reaches."""
    numbers_most: float
    """Numbers in common order."""
    lengths_least: float
    """Share of the words that stand, in order, beside a sentence as long: no choice of words can hide that."""
    lengths_most: float


class Manner(NamedTuple):
    """What tells the kinds of copy apart, once one text was made from the other."""

    equal_least: float
    """Share of the shorter text's words outside quotations that stand in equal runs."""
    equal_most: float
    carried: float
    lengths_least: float
    lengths_most: float
    turn: float
    """Of the words common to aligned passages, those in the same order there: a translator turns clauses round."""
    frame: float
    """Of the function words of aligned passages, those that stand in the same order: a spinner leaves them alone."""
    kept: float
    """Of the names in aligned passages, those that the other side spells much alike: a spinner mangles them."""
    even: float
    """Share of aligned passages that are one sentence beside one, as a spinner leaves them."""
    whole: float
    """Share of aligned passages that were carried whole: an editor keeps some and rewrites others, a spinner none."""
    swapped: float
    """Of the words that differ in aligned passages, those that stand one for one in place of others."""
    odd: float
    """How seldom the neighbouring words of the odder text stand together in English: a spinner does not mind that."""


def traits_of(likeness: Likeness) -> Traits:
    """What speaks for a copy in one pair."""
    left, right = likeness.left, likeness.right
    sentences = len(left.reading.sentences), len(right.reading.sentences)
    gain = likeness.alignment.order - likeness.alignment.disorder
    words = _beyond_chance(left.content, right.content)
    names = _beyond_chance(left.anchors, right.anchors)
    numbers = LCSseq.similarity(left.numbers, right.numbers)
    length = len(left.reading.words), len(right.reading.words)
    fitting = _fitting(likeness)
    return Traits(
        longest_run=_scaled(likeness.longest),
        carried=_scaled(_carried_words(likeness)),
        sentences_least=gain / (min(sentences) + _DOUBTED_SENTENCES),
        apart=likeness.alignment.apart / (min(sentences) + _DOUBTED_SENTENCES),
        words_least=words / (min(len(left.content), len(right.content)) + _DOUBTED_WORDS),
        names_least=names / (min(len(left.anchors), len(right.anchors)) + _DOUBT),
        numbers_most=numbers / (max(len(left.numbers), len(right.numbers)) + _DOUBT),
        lengths_least=fitting / max(1, min(length)),
        lengths_most=fitting / max(1, *length),
    )


def manner_of(likeness: Likeness, traits: Traits) -> Manner:
    """How a copy was made, as far as one pair tells."""
    turn, frame, kept, swapped = _wording(likeness)
    beads = likeness.alignment.beads
    pairs = [(_sentences(likeness.left, bead.left), _sentences(likeness.right, bead.right)) for bead in beads]
    own = [_own(side, likeness.foot) for side in (likeness.left, likeness.right)]
    return Manner(
        equal_least=likeness.own_words / max(1, min(own)),
        equal_most=likeness.own_words / max(1, *own),
        carried=traits.carried,
        lengths_least=traits.lengths_least,
        lengths_most=traits.lengths_most,
        turn=turn,
        frame=frame,
        kept=kept,
        even=sum(pair == (1, 1) for pair in pairs) / max(1, len(pairs)),
        whole=len(likeness.carried) / max(1, len(pairs)),
        swapped=swapped,
        odd=max(oddity(likeness.left.text), oddity(likeness.right.text)),
    )


# Of a number the text itself is what is held.
@remembered(letters=1_000_000)
def oddity(text: str) -> float:
    """How odd the pairs of neighbouring words of a text are: near 0 for sound news text, 1 and more for spun text.

    Three times the share of pairs that were never seen together, and minus the mean log10 of how likely they are.
    """
    plain = straighten(text)
    usual = phrasing([plain[word.start : word.end].lower() for word in read(text).words])
    count = int(usual.known.sum())
    if count < _FEW_PAIRS:
        return 0.0
    unseen = 1.0 - float(usual.seen[usual.known].sum()) / count
    return 3.0 * unseen - float(usual.likely[usual.known].mean()) - _SOUND


def _beyond_chance(ones: Sequence[str], others: Sequence[str]) -> int:
    """Keys common in order, less those common when one side is turned round."""
    return LCSseq.similarity(ones, others) - LCSseq.similarity(ones, others[::-1])


def _own(side: Side, foot: int) -> int:
    """Words of a text outside quotations and without what both texts end with."""
    return side.quoted[: len(side.quoted) - foot].count(0)


def _scaled(count: int) -> float:
    return math.log1p(min(count, _PLENTY)) / math.log1p(_PLENTY)


def _carried_words(likeness: Likeness) -> int:
    beads = [likeness.alignment.beads[number] for number in likeness.carried]
    return sum(last - first for first, last in (inside(likeness.left.reading, bead.left) for bead in beads))


def _fitting(likeness: Likeness) -> int:
    """Words that stand in order beside a sentence, as far as that is as long."""
    fitting = 0
    for bead in likeness.alignment.beads:
        if not bead.moved:
            ones, others = inside(likeness.left.reading, bead.left), inside(likeness.right.reading, bead.right)
            fitting += min(ones[1] - ones[0], others[1] - others[0])
    return fitting


def _sentences(side: Side, stretch: Range) -> int:
    """How many sentences a bead holds on one side."""
    starts = [sentence.start for sentence in side.reading.sentences]
    return bisect_left(starts, stretch[1]) - bisect_left(starts, stretch[0])


def _wording(likeness: Likeness) -> tuple[float, float, float, float]:
    """Inside aligned passages: order of common words and of function words, names kept, words swapped; each 0 to 1."""
    common = ordered = frames = framed = names = kept = swaps = changes = 0
    for bead in likeness.alignment.beads:
        ones, others = inside(likeness.left.reading, bead.left), inside(likeness.right.reading, bead.right)
        mine, theirs = likeness.left.reading.keys[slice(*ones)], likeness.right.reading.keys[slice(*others)]
        edits = Levenshtein.editops(mine, theirs)
        swaps += 2 * sum(edit.tag == "replace" for edit in edits)
        changes += len(edits)
        shared = set(mine).intersection(theirs) - FUNCTION_WORDS
        here, there = ([key for key in side if key in shared] for side in (mine, theirs))
        common += min(len(here), len(there))
        ordered += LCSseq.similarity(here, there)
        here, there = ([key for key in side if key in FUNCTION_WORDS] for side in (mine, theirs))
        frames += min(len(here), len(there))
        framed += LCSseq.similarity(here, there)
        here, there = _names(likeness.left, ones), _names(likeness.right, others)
        names += len(here) + len(there)
        kept += _found(here, there) + _found(there, here)
    return ordered / max(1, common), framed / max(1, frames), kept / max(1, names), swaps / max(1, changes + swaps // 2)


def _found(names: Sequence[str], others: Sequence[str]) -> int:
    """How many names have one spelled much like them among the others."""
    held = set(others)
    return sum(name in held or any(fuzz.ratio(name, other) >= _ONE_NAME for other in others) for name in names)


def _names(side: Side, stretch: Range) -> list[str]:
    """The capitalised words of a stretch but for its first."""
    first, last = stretch
    words, keys = side.reading.words, side.reading.keys
    return [keys[place] for place in range(first + 1, last) if words[place].text[:1].isupper()]
