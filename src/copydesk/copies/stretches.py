"""Which part of a very long text is compared: the one that shares most runs of words with the other text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range
from copydesk.text.words import words

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]

# Words in a run by which two texts are brought together, and code points of a text that are looked at: a book has one
# million, and what is longer was made without end.
_RUN = 5
_MOST_LETTERS = 4_000_000
# The odd constant of Fibonacci hashing (Knuth, "The Art of Computer Programming" 3, 6.4).
_SPREADING = np.uint64(0x9E3779B97F4A7C15)


class _Runs(NamedTuple):
    """One hash for every run of words of a text, and the places of its words."""

    hashes: Hashes
    starts: Places


def compared_stretches(left: str, right: str, *, most: int) -> tuple[Range, Range]:
    """The code points of either text that are compared: all of a text of at most so many words, else so many of them.

    Where two long texts share nothing, they are compared from their beginnings.
    """
    # No word is shorter than a letter: most texts need no counting.
    if max(len(left), len(right)) <= most:
        return (0, len(left)), (0, len(right))
    one, other = runs_of(left[:_MOST_LETTERS]), runs_of(right[:_MOST_LETTERS])
    mine = _densest(one, other.hashes, most)
    theirs = _densest(other, one.hashes[slice(*mine)], most)
    return _cut(left, one, mine), _cut(right, other, theirs)


# Long texts alone come here; 3 bytes a letter and the text itself.
@remembered(letters=4 * _MOST_LETTERS)
def runs_of(text: str) -> _Runs:
    """The runs of a text. Only equal hashes count, whatever they are."""
    found = words(text)
    keys = np.array([hash(word.text.lower()) for word in found], dtype=np.int64).astype(np.uint64)
    mixed = np.zeros(max(0, len(keys) - _RUN + 1), dtype=np.uint64)
    for at in range(_RUN if len(mixed) else 0):
        mixed = (mixed ^ keys[at : at + len(mixed)]) * _SPREADING
    return _Runs(mixed, np.array([word.start for word in found], dtype=np.intp))


def _densest(runs: _Runs, others: Hashes, most: int) -> Range:
    """The numbers of the words, at most so many, that hold most runs of the other text; those in the middle of them."""
    count = len(runs.starts)
    if count <= most:
        return 0, count
    shared = np.flatnonzero(np.isin(runs.hashes, others))
    if not len(shared):
        return 0, most
    held = np.searchsorted(shared, shared + most, side="left") - np.arange(len(shared))
    best = int(held.argmax())
    last = int(shared[best + int(held[best]) - 1])
    first = max(0, min(int(shared[best]) - (most - (last - int(shared[best]))) // 2, count - most))
    return first, first + most


def _cut(text: str, runs: _Runs, chosen: Range) -> Range:
    """The code points of some words, from the beginning of the line on which they begin."""
    first, last = chosen
    if last - first == len(runs.starts):
        return 0, len(text)
    start = int(runs.starts[first]) if first else 0
    end = int(runs.starts[last]) if last < len(runs.starts) else len(text)
    line = text.rfind("\n", 0, start) + 1
    # A line that begins a page earlier is no beginning to go back to.
    return (line if start - line <= end - start else start), end
