"""The keys of articles: what each shares with its copies, however they were reworded.

Four families, as `Fingerprint` holds them. Word 5-grams outside quotations meet word-for-word and partial copies; one
in four is kept, chosen by its first words, so that two texts keep the same ones. Names and numbers in their order
survive rewording: 3-grams of them, 3-grams of the numbers alone, and 2-grams in texts that have few. Where names were
mangled too, long words, names and numbers go on in one order: of that order every word makes a key with the next but
one, since neighbours are often a phrase that anybody uses. Long quotations have keys of their own, since two
independent accounts share them. All texts of a batch are done at once; their keys do not depend on the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.copies.tokens import Flags, Hashes, Known, Places, Tokens, known_of, mixed, tokenise
from copydesk.records import Article, Fingerprint
from copydesk.settings import CopySettings
from copydesk.text.closed import FUNCTION
from copydesk.text.ids import stable_id
from copydesk.text.quotation import quotations
from copydesk.text.words import Word

Owners = NDArray[np.integer[Any]]
Words = NDArray[np.uint32]
Marks = NDArray[np.uint8]

SHINGLE = 5
ANCHORS = 3
LONG_WORD = 7

# Code points of texts taken at a time: large enough that a batch is one pass of numpy, small enough for its caches.
PORTION = 500_000

# The golden ratio in 64 bits, odd: the step of splitmix64.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_63_BITS = np.uint64((1 << 63) - 1)


class Keys(NamedTuple):
    """Keys of one family, and for each the number of the text that has it; a text may have one twice."""

    keys: Hashes
    owners: Owners


CONTENT, ANCHOR, QUOTED = (np.uint8(1 << bit) for bit in range(3))
"""What a word is: outside quotations and of a meaning of its own; a name or number; in a quotation."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """What judging needs of many texts: their words as 32-bit hashes and what each word is, texts one after another.

    `first[n]` is the row of text n's first word, `first[-1]` the number of all; `marks` are sums of
    `CONTENT`, `ANCHOR` and `QUOTED`. Of each text `content` and `anchors` count the words with these marks.
    """

    first: Places
    words: Words
    marks: Marks
    content: Places
    anchors: Places


@dataclass(frozen=True, slots=True)
class Prints:
    """The keys of many texts, by family, and their outlines."""

    families: Mapping[str, Keys]
    outlines: Outlines


def fingerprint(article: Article, *, settings: CopySettings) -> Fingerprint:
    """The keys of an article: each family without duplicates, in order of the hash, 63 bits each."""
    return fingerprints([article], settings=settings)[0]


def fingerprints(articles: Sequence[Article], *, settings: CopySettings) -> tuple[Fingerprint, ...]:
    """The keys of each article, as `fingerprint` gives them."""
    prints = prints_of([article.text for article in articles], settings=settings)
    cut = {name: _by_owner(family, len(articles)) for name, family in prints.families.items()}
    sizes = np.diff(prints.outlines.first).tolist()
    return tuple(
        Fingerprint(
            id=stable_id("print", article.id),
            article=article.id,
            words=sizes[number],
            **{name: rows[number] for name, rows in cut.items()},
        )
        for number, article in enumerate(articles)
    )


def prints_of(texts: Sequence[str], *, settings: CopySettings) -> Prints:
    """The keys and outlines of all texts, made a portion at a time."""
    families: dict[str, list[Keys]] = {}
    outlines, first = [], 0
    for last in _portions(texts) or [0]:
        tokens = tokenise(texts[first:last])
        content = (_function_words().places(tokens.hash) < 0) & (tokens.quoted == 0)
        for name, (keys, owners) in _families(tokens, content, settings).items():
            families.setdefault(name, []).append(Keys(keys, (owners + first).astype(np.int32)))
        outlines.append(_outlines(tokens, content))
        first = last
    return Prints({name: _together(*families.pop(name)) for name in list(families)}, _joined(outlines))


def quoted_words(text: str, found: Sequence[Word]) -> list[int]:
    """For each word the number of the quotation it stands in, counted from 1, or 0."""
    inside = [0] * len(found)
    place = 0
    for number, quotation in enumerate(quotations(text), 1):
        while place < len(found) and found[place].start < quotation.start:
            place += 1
        while place < len(found) and found[place].start < quotation.end:
            inside[place] = number
            place += 1
    return inside


# -- the families -----------------------------------------------------------------------------------------------------


def _families(tokens: Tokens, content: Flags, settings: CopySettings) -> dict[str, Keys]:
    return {
        "shingles": _shingles(tokens, settings.shingles_kept),
        "anchors": _anchors(tokens, settings.few_anchors),
        "skips": _skips(tokens, content),
        "quotations": _quotations(tokens, settings.long_quotation),
    }


def _grams(hashes: Hashes, places: Sequence[Places], salt: int) -> Hashes:
    """One 63-bit hash for every row of places; the salt keeps families apart."""
    found = np.full(len(places[0]), salt, dtype=np.uint64)
    for some in places:
        found ^= hashes[some]
        found *= _STEP
        found ^= found >> np.uint64(29)
    return mixed(found) & _63_BITS


def _runs(tokens: Tokens, rows: Places, *, size: int, salt: int, gap: int = 1) -> Keys:
    """Hashes of so many of the chosen words of a text in order, each `gap` after the one before."""
    span = (size - 1) * gap
    if len(rows) <= span:
        return Keys(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64))
    owners = tokens.text[rows]
    whole = np.flatnonzero(owners[span:] == owners[: len(rows) - span])
    return Keys(_grams(tokens.hash, [rows[whole + step * gap] for step in range(size)], salt), owners[whole])


def _shingles(tokens: Tokens, one_in: int) -> Keys:
    """Word 5-grams no word of which is quoted, chosen by the hash of their first two words."""
    count = max(0, len(tokens) - SHINGLE + 1)
    begins = mixed(tokens.hash[:count] * _STEP ^ tokens.hash[1 : count + 1])
    rows = np.flatnonzero(begins % np.uint64(one_in) == 0)
    free = tokens.text[rows] == tokens.text[rows + SHINGLE - 1]
    for step in range(SHINGLE):
        free &= tokens.quoted[rows + step] == 0
    rows = rows[free]
    return Keys(_grams(tokens.hash, [rows + step for step in range(SHINGLE)], SHINGLE), tokens.text[rows])


def _anchors(tokens: Tokens, few: int) -> Keys:
    rows = np.flatnonzero(tokens.capital | tokens.number)
    scarce = np.bincount(tokens.text[rows], minlength=len(tokens.first) - 1) < few
    return _together(
        _runs(tokens, rows, size=ANCHORS, salt=1),
        _runs(tokens, rows[scarce[tokens.text[rows]]], size=ANCHORS - 1, salt=2),
        _runs(tokens, np.flatnonzero(tokens.number), size=ANCHORS, salt=3),
    )


def _skips(tokens: Tokens, content: Flags) -> Keys:
    long = (tokens.end - tokens.start >= LONG_WORD) | tokens.capital | tokens.number
    return _runs(tokens, np.flatnonzero(long & content), size=2, salt=4, gap=2)


def _quotations(tokens: Tokens, least: int) -> Keys:
    """Head and tail of every long quotation: accounts cut one quotation differently, seldom at both ends."""
    cuts = np.flatnonzero(np.diff(tokens.quoted, prepend=0, append=0))
    low, high = cuts[:-1], cuts[1:]
    long = (high - low >= least) & (tokens.quoted[low] > 0)
    ends = np.unique(np.concatenate((low[long], high[long] - least)))
    return Keys(_grams(tokens.hash, [ends + step for step in range(least)], SHINGLE + 1), tokens.text[ends])


@lru_cache(maxsize=1)
def _function_words() -> Known:
    return known_of(sorted(FUNCTION | {"said"}))


# -- portions, and what they make together ----------------------------------------------------------------------------


def _portions(texts: Sequence[str]) -> list[int]:
    """The numbers of texts before which a portion ends."""
    ends, held = [], 0
    for number, text in enumerate(texts, 1):
        held += len(text)
        if held >= PORTION or number == len(texts):
            ends.append(number)
            held = 0
    return ends


def _outlines(tokens: Tokens, content: Flags) -> Outlines:
    words = (tokens.hash >> np.uint64(32)).astype(np.uint32)
    anchor = tokens.capital | tokens.number
    marks = content * CONTENT + anchor * ANCHOR + (tokens.quoted > 0) * QUOTED
    counts = (np.diff(np.append(0, np.cumsum(chosen))[tokens.first]) for chosen in (content, anchor))
    return Outlines(tokens.first, words, marks, *counts)


def _joined(parts: Sequence[Outlines]) -> Outlines:
    """The outlines of portions as one."""
    before = np.cumsum([0, *(len(one.words) for one in parts)]).tolist()
    firsts = [one.first[:-1] + shift for one, shift in zip(parts, before, strict=False)]
    return Outlines(
        np.append(np.concatenate(firsts), before[-1]),
        np.concatenate([one.words for one in parts]),
        np.concatenate([one.marks for one in parts]),
        np.concatenate([one.content for one in parts]),
        np.concatenate([one.anchors for one in parts]),
    )


def _together(*parts: Keys) -> Keys:
    return Keys(np.concatenate([one.keys for one in parts]), np.concatenate([one.owners for one in parts]))


def _by_owner(family: Keys, count: int) -> list[tuple[int, ...]]:
    """For each text its keys in order, without duplicates."""
    order = np.lexsort((family.keys, family.owners))
    keys, owners = family.keys[order], family.owners[order]
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    listed = keys[fresh].tolist()
    cuts = np.searchsorted(owners[fresh], np.arange(count + 1)).tolist()
    return [tuple(listed[low:high]) for low, high in pairwise(cuts)]
