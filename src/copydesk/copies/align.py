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
by how rare they are in the two texts; the chain of beads with the greatest sum is found by dynamic programming, again
on what is left over for moved stretches, and gaps of equal length between beads are filled. After Gale and Church,
"A program for aligning sentences in bilingual corpora" (1993), with similarity of words in place of length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from copydesk.settings import CopySettings
from copydesk.text.closed import COUNTING
from copydesk.text.normal import fold
from copydesk.text.sentences import Range, sentences
from copydesk.text.words import Word, words

Matrix = NDArray[np.float64]

LONGEST_SENTENCE = 120
"""Words. Longer "sentences" (lists, pages without stops) are cut, which bounds every word alignment."""

_NUMBER_WORDS = {word: str(value) for word, value in COUNTING.items()}
# Ways of writing one sound without its accent: Sölvberg, Soelvberg.
_DIGRAPHS = re.compile(r"(?<=[aou])e(?=[^aeiou])|(?<=a)a")


class Sentence(NamedTuple):
    """A sentence, or a piece of an overlong one: its code points and its words, by first and last number."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut for aligning: its words, one folded key a word, its sentences and their weighted features."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    bags: tuple[dict[str, float], ...]


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
    right text turned round: what two texts on this topic reach without having an order in common.
    """

    left: Reading
    right: Reading
    beads: tuple[Bead, ...]
    order: float
    disorder: float


class Difference(NamedTuple):
    """A run of words side by side: `same` when equal but for form."""

    same: bool
    left: Range
    right: Range
    left_words: tuple[Word, ...]
    right_words: tuple[Word, ...]


@lru_cache(maxsize=128)
def read(text: str) -> Reading:
    """The words, keys and sentences of a text. Remembered, since an article is compared with several others."""
    found = tuple(words(text))
    keys = tuple(key_of(word.text) for word in found)
    cut = tuple(_sentences(text, found))
    return Reading(found, keys, cut, tuple(_bag(found, keys, sentence) for sentence in cut))


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """What two spellings of one word share: `Fourteen` and `14`, `Sølvberg` and `Soelvberg`, `Mor's` and `Mor`."""
    folded = fold(word).removesuffix("'s")
    if word[:1].isupper():
        folded = _DIGRAPHS.sub("", folded)
    return _NUMBER_WORDS.get(folded, folded.replace(",", "") if folded[:1].isdigit() else folded)


def align(left: str, right: str, *, settings: CopySettings) -> Alignment:
    """The sentences of two texts that say the same thing."""
    one, other = read(left), read(right)
    if not one.sentences or not other.sentences:
        return Alignment(one, other, (), 0.0, 0.0)
    first, second = similarities(one, other)
    gains = _Gains((first, second))
    links = [*_chains(gains, settings)]
    beads = [bead for number, some in enumerate(links) for bead in _beads(one, other, some, moved=number > 0)]
    turned = _Gains((first, second[::-1]))
    return Alignment(one, other, tuple(sorted(beads)), _gain(gains, settings), _gain(turned, settings))


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


def similarities(one: Reading, other: Reading) -> tuple[Matrix, Matrix]:
    """Vectors of the sentences of either text: one row a sentence, one column a feature, weighted by rarity."""
    spread = Counter(chain.from_iterable(chain(one.bags, other.bags)))
    columns = {feature: number for number, feature in enumerate(spread)}
    total = len(one.bags) + len(other.bags)
    rarity = np.log((total + 1.0) / np.array(list(spread.values()), dtype=np.float64))
    return _matrix(one.bags, columns) * rarity, _matrix(other.bags, columns) * rarity


def _sentences(text: str, found: tuple[Word, ...]) -> Iterator[Sentence]:
    place = 0
    for start, end in sentences(text):
        first = place
        while place < len(found) and found[place].start < end:
            place += 1
        if place == first:
            continue
        cuts = [*range(first, place, LONGEST_SENTENCE), place]
        for low, high in pairwise(cuts):
            yield Sentence(
                start if low == first else found[low].start, end if high == place else found[high - 1].end, low, high
            )


def _bag(found: Sequence[Word], keys: Sequence[str], sentence: Sentence) -> dict[str, float]:
    """The features of a sentence and their weights: words, heads of long words, trigrams of names and numbers."""
    bag: dict[str, float] = {}
    for place in range(sentence.first, sentence.last):
        key, surface = keys[place], found[place].text
        capital = surface[:1].isupper() and place > sentence.first
        bag[key] = 1.5 if capital or key[:1].isdigit() else 1.0
        if len(key) > 5:
            bag[key[:5] + "-"] = 0.5
        if capital:
            padded = f"^{key}"
            for at in range(len(padded) - 2):
                bag["~" + padded[at : at + 3]] = 0.3
    return bag


def _matrix(bags: Sequence[dict[str, float]], columns: dict[str, int]) -> Matrix:
    matrix = np.zeros((len(bags), len(columns)))
    for row, bag in enumerate(bags):
        matrix[row, [columns[feature] for feature in bag]] = list(bag.values())
    return matrix


class _Gains:
    """What each bead would add to a chain: similarity above the floor, for 1-1, 1-2 and 2-1 sentences."""

    def __init__(self, vectors: tuple[Matrix, Matrix]) -> None:
        left, right = vectors
        # Only what both texts have adds to a product; a tenth of the columns, and too few for numpy to start threads.
        shared = left.any(axis=0) & right.any(axis=0)
        dots = left[:, shared] @ right[:, shared].T
        norms = np.linalg.norm(left, axis=1), np.linalg.norm(right, axis=1)
        lefts, rights = _doubled(left), _doubled(right)
        self.single = _cosine(dots, norms[0], norms[1])
        self.wide = _cosine(dots[:, :-1] + dots[:, 1:], norms[0], rights)
        self.tall = _cosine(dots[:-1] + dots[1:], lefts, norms[1])


def _doubled(vectors: Matrix) -> Matrix:
    """Lengths of the sums of neighbouring vectors."""
    return np.asarray(np.linalg.norm(vectors[:-1] + vectors[1:], axis=1))


def _cosine(dots: Matrix, left: Matrix, right: Matrix) -> Matrix:
    return np.asarray(dots / np.maximum(np.outer(left, right), 1e-9))


class _Link(NamedTuple):
    """A bead in sentence numbers: how many on either side from where, and how alike."""

    left: int
    right: int
    tall: int
    wide: int
    score: float


def _chains(gains: _Gains, settings: CopySettings) -> Iterator[list[_Link]]:
    """The best chain of beads, gaps filled, then chains of what is left over while they hold a sure bead."""
    rows, columns = gains.single.shape
    free_left, free_right = free = np.ones(rows, dtype=bool), np.ones(columns, dtype=bool)
    links = _best_chain(gains, free, floor=settings.bead_floor, weakest=settings.weakest_bead)
    links = _filled(links, gains, settings)
    while links:
        for link in links:
            free_left[link.left : link.left + link.tall] = False
            free_right[link.right : link.right + link.wide] = False
        yield links
        links = _best_chain(gains, free, floor=settings.moved_bead_floor, weakest=settings.weakest_bead)


def _gain(gains: _Gains, settings: CopySettings) -> float:
    """The similarity along the best chain through all sentences, in sentences."""
    free = np.ones(gains.single.shape[0], dtype=bool), np.ones(gains.single.shape[1], dtype=bool)
    links = _best_chain(gains, free, floor=settings.bead_floor, weakest=0.0)
    return sum(link.score * max(link.tall, link.wide) for link in links)


def _best_chain(
    gains: _Gains, free: tuple[NDArray[np.bool_], NDArray[np.bool_]], *, floor: float, weakest: float
) -> list[_Link]:
    """The monotone chain of beads with the greatest sum of similarity above the floor."""
    rows, columns = gains.single.shape
    # A sentence that has a far better partner elsewhere was moved: a weak bead in order must not keep it from there.
    partner = np.maximum(gains.single.max(axis=1)[:, None], gains.single.max(axis=0)[None, :])
    open_pair = free[0][:, None] & free[1][None, :] & (gains.single >= weakest * partner)
    single = np.where(open_pair, gains.single - floor, -1.0)
    # A doubled bead must beat two single ones, hence twice the gain less a little; and its second sentence must add to
    # the likeness, or a dropped sentence would hide in the bead of its neighbour.
    joins = gains.wide > np.maximum(gains.single[:, :-1], gains.single[:, 1:])
    wide = np.where(open_pair[:, :-1] & open_pair[:, 1:] & joins, 1.5 * (gains.wide - floor), -1.0)
    joins = gains.tall > np.maximum(gains.single[:-1], gains.single[1:])
    tall = np.where(open_pair[:-1] & open_pair[1:] & joins, 1.5 * (gains.tall - floor), -1.0)
    best = np.zeros((rows + 1, columns + 1))
    for row in range(1, rows + 1):
        line = best[row - 1].copy()
        np.maximum(line[1:], best[row - 1, :-1] + single[row - 1], out=line[1:])
        if columns > 1:
            np.maximum(line[2:], best[row - 1, :-2] + wide[row - 1], out=line[2:])
        if row > 1:
            np.maximum(line[1:], best[row - 2, :-1] + tall[row - 2], out=line[1:])
        best[row] = np.maximum.accumulate(line)
    return _traced(best, (single, wide, tall), gains)


def _traced(best: Matrix, steps: tuple[Matrix, Matrix, Matrix], gains: _Gains) -> list[_Link]:
    """The beads on the path that made the best sum."""
    single, wide, _ = steps
    links: list[_Link] = []
    row, column = best.shape[0] - 1, best.shape[1] - 1
    while row > 0 and column > 0:
        value = best[row, column]
        if value == best[row, column - 1]:
            column -= 1
        elif value == best[row - 1, column]:
            row -= 1
        elif value == best[row - 1, column - 1] + single[row - 1, column - 1]:
            row, column = row - 1, column - 1
            links.append(_Link(row, column, 1, 1, float(gains.single[row, column])))
        elif column > 1 and value == best[row - 1, column - 2] + wide[row - 1, column - 2]:
            row, column = row - 1, column - 2
            links.append(_Link(row, column, 1, 2, float(gains.wide[row, column])))
        else:
            row, column = row - 2, column - 1
            links.append(_Link(row, column, 2, 1, float(gains.tall[row, column])))
    return links[::-1]


def _filled(links: list[_Link], gains: _Gains, settings: CopySettings) -> list[_Link]:
    """The chain with gaps of as many sentences on either side filled, where a bead stands before and behind.

    Two sentences between their neighbours were reworded past knowing, unless one has its partner somewhere else.
    """
    # At most the floor of a moved bead: below it no partner elsewhere is sure.
    elsewhere = settings.moved_bead_floor
    filled = links[:1]
    for link in links[1:]:
        before = filled[-1]
        left, right = before.left + before.tall, before.right + before.wide
        if 0 < link.left - left == link.right - right <= 2:
            for step in range(link.left - left):
                score = float(gains.single[left + step, right + step])
                best = max(gains.single[left + step].max(), gains.single[:, right + step].max())
                if best < elsewhere or score >= settings.weakest_bead * best:
                    filled.append(_Link(left + step, right + step, 1, 1, score))
        filled.append(link)
    return filled


def _beads(one: Reading, other: Reading, links: Sequence[_Link], *, moved: bool) -> Iterator[Bead]:
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
