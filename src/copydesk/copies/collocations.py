"""How usual it is that one English word follows another: what a spinner, who replaces word by word, does not mind.

The table `collocations.npz` is made by `scripts/collocations.py` from the language model of a package under a free
licence. A pair of words that it has not seen is likely where either word is usual by itself, and so gets the
probability of its second word, lowered by what the model keeps for pairs it has not seen (back-off; Katz 1987).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP = 0.25
"""Base-10 logarithms are kept in steps of this size: a level of 8 is a probability of one in a hundred."""
GAP = 255
"""The largest distance between two sorted keys that one byte tells."""
_BITS = 27
# Odd multipliers with well-spread bits (2**64 divided by the golden ratio; the finaliser of MurmurHash3).
_LEFT, _RIGHT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)


class Phrasing(NamedTuple):
    """Of each two neighbouring words: whether both are known, whether they were seen so, and log10 of how likely."""

    known: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    likely: NDArray[np.float64]


class _Table(NamedTuple):
    """Sorted keys of words and of pairs, each with log10 of its probability; `rests` are the words' back-off."""

    words: NDArray[np.uint32]
    chances: NDArray[np.float64]
    rests: NDArray[np.float64]
    pairs: NDArray[np.uint32]
    levels: NDArray[np.uint8]


def crc(word: str) -> int:
    """The 32 bits by which the table knows a word."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def pair_keys(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The bits by which the table knows pairs of words, from those of their words."""
    mixed = (left * _LEFT) ^ (right * _RIGHT)
    mixed ^= mixed >> np.uint64(29)
    return ((mixed * _LEFT) >> np.uint64(64 - _BITS)).astype(np.uint32)


def phrasing(words: Sequence[str]) -> Phrasing:
    """How usual each word's successor is: one entry for every two neighbours, so one less than words.

    Words are to be given in small letters with straight apostrophes.
    """
    table = _table()
    codes = np.fromiter(map(crc, words), dtype=np.uint64, count=len(words))
    places, found = _places(table.words, codes.astype(np.uint32))
    keys = pair_keys(codes[:-1], codes[1:])
    at, seen = _places(table.pairs, keys)
    known = found[:-1] & found[1:]
    seen &= known
    by_pair = table.levels[at] * -STEP
    by_word = table.rests[places[:-1]] + table.chances[places[1:]]
    return Phrasing(known, seen, np.where(seen, by_pair, by_word))


def _places(row: NDArray[np.uint32], wanted: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where in a sorted row each value stands or would, and whether it does."""
    places = np.minimum(np.searchsorted(row, wanted), len(row) - 1).astype(np.int64)
    return places, row[places] == wanted


@lru_cache(maxsize=1)
def _table() -> _Table:
    with resources.files(__package__).joinpath("collocations.npz").open("rb") as file, np.load(file) as packed:
        ends = np.cumsum(packed["gaps"], dtype=np.uint32)
        kept = packed["levels"] < GAP
        return _Table(
            packed["words"],
            packed["chances"] * -STEP,
            packed["rests"] * -STEP,
            ends[kept],
            packed["levels"][kept],
        )
