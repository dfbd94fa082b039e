"""An article's keys: what it shares with its copies, however they were reworded.

Three families, as `Fingerprint` holds them. Word 5-grams outside quotations meet word-for-word and partial copies; one
in four is kept, chosen by its hash, so that two texts keep the same ones. Names and numbers in their order survive
rewording: 3-grams of them, 2-grams for texts whose names were mangled, 3-grams of the numbers alone, and for texts with
few of either the order of their long words. Long quotations have keys of their own, since two independent accounts
share them too. Hashes are built from BLAKE2b of each word, so they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from copydesk.copies.align import key_of
from copydesk.records import Article, Fingerprint
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.quotation import quotations
from copydesk.text.sentences import sentences
from copydesk.text.words import Word, words

Hashes = NDArray[np.uint64]

SHINGLE = 5
ANCHORS = 3
LONG_WORD = 8

# Odd constants of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_63_BITS = np.uint64((1 << 63) - 1)


def fingerprint(article: Article, *, settings: CopySettings) -> Fingerprint:
    """The keys of an article: each family without duplicates, in order of the hash, 63 bits each."""
    found = words(article.text)
    keys = [key_of(word.text) for word in found]
    quoted = quoted_words(article.text, found)
    hashes = np.array([_hash(key) for key in keys], dtype=np.uint64)
    return Fingerprint(
        id=stable_id("print", article.id),
        article=article.id,
        words=len(found),
        shingles=_kept(_sampled(_outside(hashes, quoted), settings.shingles_kept)),
        anchors=_kept(_anchors(article.text, found, keys, settings)),
        quotations=_kept(_quotations(hashes, quoted, settings.long_quotation)),
    )


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


def anchors_of(text: str, found: Sequence[Word], keys: Sequence[str]) -> list[str]:
    """The names and numbers of a text in order: capitalised words that open no sentence, and figures."""
    opening = {start for start, _ in sentences(text)}
    return [
        key
        for word, key in zip(found, keys, strict=True)
        if key[:1].isdigit() or (word.text[:1].isupper() and word.start not in opening)
    ]


@lru_cache(maxsize=65536)
def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _grams(hashes: Hashes, size: int, salt: int) -> Hashes:
    """One hash for every run of `size`; the salt keeps families apart."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = np.full(count, salt, dtype=np.uint64)
    for at in range(size):
        mixed = (mixed ^ hashes[at : at + count]) * _STEP
        mixed ^= mixed >> np.uint64(29)
    for shift, factor in zip((30, 27), _MIX, strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _outside(hashes: Hashes, quoted: Sequence[int]) -> Hashes:
    """Word 5-grams no word of which is quoted."""
    free = np.array(quoted, dtype=np.int64) == 0
    count = len(hashes) - SHINGLE + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    whole = np.logical_and.reduce([free[at : at + count] for at in range(SHINGLE)])
    return np.asarray(_grams(hashes, SHINGLE, SHINGLE)[whole])


def _sampled(grams: Hashes, one_in: int) -> Hashes:
    return np.asarray(grams[grams % np.uint64(one_in) == 0])


def _anchors(text: str, found: Sequence[Word], keys: Sequence[str], settings: CopySettings) -> Hashes:
    anchors = anchors_of(text, found, keys)
    named = _hashed(anchors)
    numbers = _hashed(key for key in anchors if key[:1].isdigit())
    grams = [_grams(named, ANCHORS, 1), _grams(named, ANCHORS - 1, 2), _grams(numbers, ANCHORS, 3)]
    if len(anchors) < settings.few_anchors:
        grams.append(_grams(_hashed(key for key in keys if len(key) >= LONG_WORD), ANCHORS, 4))
    return np.concatenate(grams)


def _hashed(keys: Iterable[str]) -> Hashes:
    return np.array([_hash(key) for key in keys], dtype=np.uint64)


def _quotations(hashes: Hashes, quoted: Sequence[int], least: int) -> Hashes:
    """Head and tail of every long quotation: accounts cut one quotation differently, seldom at both ends."""
    numbers = np.array(quoted, dtype=np.int64)
    cuts = np.flatnonzero(np.diff(numbers, prepend=0, append=0))
    ends = [
        hashes[place : place + least]
        for low, high in pairwise(cuts)
        if numbers[low] and high - low >= least
        for place in (low, high - least)
    ]
    return np.concatenate([_grams(end, least, 5) for end in ends]) if ends else np.zeros(0, dtype=np.uint64)


def _kept(grams: Hashes) -> tuple[int, ...]:
    return tuple(np.unique(grams & _63_BITS).tolist())
