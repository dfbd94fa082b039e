"""A text cut for comparing: its words, one folded key a word, its sentences, and what each sentence is known again by.

Sentences are bags of folded words, word heads and (for capitalised words and numbers) letter trigrams. A `Reading` is
made once for an article and remembered; whatever comparing needs of one text alone stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.text.closed import COUNTING
from copydesk.text.normal import fold
from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range, sentences
from copydesk.text.words import Word, words

Matrix = NDArray[np.float64]
Numbers = NDArray[np.intp]

LONGEST_SENTENCE = 120
"""Words. Longer "sentences" (lists, pages without stops) are cut, which bounds every word alignment."""
MOST_SENTENCES = 1_000
"""Alignment takes the product of both counts in memory; 8,000 words of news are some 350 sentences."""

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
class Features:
    """The bags of a text's sentences as arrays.

    `names` are hashes of the features in ascending order and `columns` their numbers; `rows`, `cells` and `weights` say
    which sentence holds which, and how heavy; `held` is by how many sentences of this text each is held, `spread` the
    logarithm of that. `squares` has for each sentence the sum of
    its squared weights, and that sum with each weighted by the feature's spread once and twice; `joints` the same for
    products of neighbouring sentences. With them the length of a sentence under any rarity needs only the features
    that both texts have.
    """

    names: Numbers
    columns: Numbers
    rows: Numbers
    cells: Numbers
    weights: Matrix
    held: Matrix
    spread: Matrix
    squares: Matrix
    joints: Matrix


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut for aligning. `starts` are the places of the words; `features` the bags of its sentences as arrays."""

    words: tuple[Word, ...]
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    features: Features


# An article is compared with several others, one after the other: 130 of ordinary length are remembered. A reading
# takes 47 bytes a letter, so all of them 19 MB.
@remembered(letters=400_000)
def read(text: str) -> Reading:
    """The words, keys and sentences of a text."""
    found = tuple(words(text))
    keys = tuple([key_of(word.text) for word in found])
    cut = _bounded(list(_sentences(text, found)))
    bags = tuple([_bag(found, keys, sentence) for sentence in cut])
    return Reading(found, keys, tuple([word.start for word in found]), cut, _features(bags))


# Most words of a language that is not written in Latin letters come here. 200 bytes a word: 6 MB.
@lru_cache(maxsize=32_768)
def key_of(word: str) -> str:
    """What two spellings of one word share: `Fourteen` and `14`, `Sølvberg` and `Soelvberg`, `Mor's` and `Mor`."""
    folded = fold(word).removesuffix("'s")
    if word[:1].isupper():
        folded = _DIGRAPHS.sub("", folded)
    return _NUMBER_WORDS.get(folded, folded.replace(",", "") if folded[:1].isdigit() else folded)


def inside(reading: Reading, stretch: Range) -> Range:
    """The numbers of the words that stand in a stretch of code points."""
    return bisect_left(reading.starts, stretch[0]), bisect_left(reading.starts, stretch[1])


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


def _bounded(found: list[Sentence]) -> tuple[Sentence, ...]:
    """The sentences, neighbours made one where there are more than are ever aligned."""
    size = -(-len(found) // MOST_SENTENCES)
    if size <= 1:
        return tuple(found)
    parts = [found[low : low + size] for low in range(0, len(found), size)]
    return tuple([Sentence(part[0].start, part[-1].end, part[0].first, part[-1].last) for part in parts])


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


def _features(bags: Sequence[dict[str, float]]) -> Features:
    place: dict[str, int] = {}
    cells = np.array([place.setdefault(feature, len(place)) for bag in bags for feature in bag], dtype=np.intp)
    rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    weights = np.array([weight for bag in bags for weight in bag.values()], dtype=np.float64)
    held = np.bincount(cells, minlength=len(place)).astype(np.float64)
    spread = np.log(held)
    squares = _sums(weights**2, spread[cells], rows, len(bags))
    shared = [
        (row, place[feature], weight * after[feature])
        for row, (before, after) in enumerate(pairwise(bags))
        for feature, weight in before.items()
        if feature in after
    ]
    at = np.array([row for row, _, _ in shared], dtype=np.intp)
    products = np.array([product for _, _, product in shared], dtype=np.float64)
    spreads = spread[np.array([column for _, column, _ in shared], dtype=np.intp)]
    joints = _sums(products, spreads, at, max(0, len(bags) - 1))
    # Hashes only bring equal features together, so it is no matter that another run of Python has others.
    names = np.array([hash(feature) for feature in place], dtype=np.intp)
    columns = np.argsort(names)
    return Features(names[columns], columns, rows, cells, weights, held, spread, squares, joints)


def _sums(values: Matrix, spread: Matrix, rows: Numbers, count: int) -> Matrix:
    """Sums by row of the values, of the values times their spread, and times the square of it."""
    powers = (values, values * spread, values * spread * spread)
    return np.stack([np.bincount(rows, power, minlength=count) for power in powers])
