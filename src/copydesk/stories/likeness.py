"""How alike texts are: by the rare words, pairs of words and names that they share, and by what their neighbours share.

Each text is a vector whose weights depend on it and the background table alone, never on the collection, so that an
answer does not change because another text came in. Two accounts of one event may share little directly; what both
share with a third tells. So each text is taken together with its nearest neighbours before two are compared
(document expansion: Singhal and Pereira, "Document expansion for speech retrieval", SIGIR 1999; for nearest neighbours
in retrieval Turcot and Lowe, "Better matching with fewer features", 2009). On ECB+ this raises the BCubed F of average
link from .914 to .938, days left aside; where no neighbour is above the floor nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Days = NDArray[np.int32]

_CELLS = 4_000_000
"""Cells of a product that are made at once: bounds memory to some tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse vectors in the order of their texts: entry `at` of `terms` and `weights` belongs to text `owners[at]`."""

    count: int
    owners: Numbers
    terms: Numbers
    weights: Matrix

    def since(self, first: int) -> Rows:
        """The vectors from this text on, counted from 0 again."""
        begin = int(np.searchsorted(self.owners, first))
        return Rows(self.count - first, self.owners[begin:] - first, self.terms[begin:], self.weights[begin:])


def rows_of(terms: Sequence[Numbers], weights: Sequence[Matrix]) -> Rows:
    """Vectors as rows: the terms of each text, by number, and their weights."""
    none = np.zeros(0, dtype=np.int64)
    return Rows(
        len(terms),
        np.repeat(np.arange(len(terms), dtype=np.int64), [len(one) for one in terms]),
        np.concatenate([none, *terms]),
        np.concatenate([np.zeros(0, dtype=np.float32), *weights]),
    )


def joined(parts: Iterable[Rows]) -> Rows:
    """Several rows as one, in their order."""
    owners, terms, weights = [], [], []
    count = 0
    for part in parts:
        owners.append(part.owners + count)
        terms.append(part.terms)
        weights.append(part.weights)
        count += part.count
    none = np.zeros(0, dtype=np.int64)
    return Rows(
        count,
        np.concatenate([none, *owners]),
        np.concatenate([none, *terms]),
        np.concatenate([np.zeros(0, dtype=np.float32), *weights]),
    )


def likenesses(left: Rows, right: Rows) -> Matrix:
    """The products of every vector of the left rows with every one of the right: left texts by right texts."""
    blocks = [block for _, block in _blocks(left, right)]
    return np.concatenate([np.zeros((0, right.count), dtype=np.float32), *blocks])


def _blocks(left: Rows, right: Rows) -> Iterator[tuple[int, Matrix]]:
    """The products by blocks of left texts, each with the place of its first.

    A term that many texts have is a column of a dense product; the pairs of texts that share another are listed.
    """
    order = np.argsort(right.terms, kind="stable")
    terms, owners, weights = right.terms[order], right.owners[order], right.weights[order]
    low = np.searchsorted(terms, left.terms, "left")
    sizes = np.searchsorted(terms, left.terms, "right") - low
    common = _common(terms, right.count)
    dense = _columns(right, common)
    sizes[sizes >= _of_many(right.count)] = 0
    step = max(1, _CELLS // max(1, right.count))
    bounds = np.searchsorted(left.owners, np.arange(0, left.count + step, step))
    for first, begin, end in zip(range(0, left.count, step), bounds, bounds[1:], strict=False):
        listed = np.flatnonzero(sizes[begin:end]) + begin
        times = sizes[listed]
        ends = np.cumsum(times)
        places = np.arange(times.sum()) - np.repeat(ends - times - low[listed], times)
        cells = np.repeat((left.owners[listed] - first) * right.count, times) + owners[places]
        values = np.repeat(left.weights[listed], times) * weights[places]
        count = min(step, left.count - first)
        block = np.bincount(cells, values, minlength=count * right.count).reshape(count, right.count)
        here = Rows(count, left.owners[begin:end] - first, left.terms[begin:end], left.weights[begin:end])
        yield first, (block + _columns(here, common) @ dense.T).astype(np.float32)


def _of_many(count: int) -> int:
    """From how many texts on, of so many, a term is a column of its own: below that, listing its pairs is less work."""
    return max(_MANY, count // _ONE_IN)


_MANY = 32
_ONE_IN = 40


def _common(terms: Numbers, count: int) -> Numbers:
    """The terms that many of the texts have, in order, from all terms in order."""
    starts = np.flatnonzero(np.diff(terms, prepend=-1))
    return np.asarray(terms[starts[np.diff(starts, append=len(terms)) >= _of_many(count)]])


def _columns(rows: Rows, terms: Numbers) -> NDArray[np.float64]:
    """The weights of these terms in each text."""
    found = np.zeros((rows.count, len(terms)))
    if len(terms):
        places = np.minimum(np.searchsorted(terms, rows.terms), len(terms) - 1)
        held = terms[places] == rows.terms
        # Two terms of one text may have one checksum.
        np.add.at(found, (rows.owners[held], places[held]), rows.weights[held])
    return found


def neighbourhoods(alike: Matrix, allowed: Flags, *, most: int, floor: float, full: float) -> Matrix:
    """What each text takes from each other: itself 1, its nearest allowed neighbours up to 1 by how alike they are.

    A neighbour counts from likeness `floor` on and wholly from `full` on; at most `most` of them do.
    """
    count = len(alike)
    shares = np.where(allowed, np.clip((alike - floor) / (full - floor), 0, 1), 0).astype(np.float32)
    np.fill_diagonal(shares, 0)
    if count > most + 1:
        nearest = np.argpartition(-shares, most, axis=1)[:, :most]
        kept = np.zeros_like(shares)
        np.put_along_axis(kept, nearest, np.take_along_axis(shares, nearest, axis=1), axis=1)
        shares = kept
    np.fill_diagonal(shares, 1)
    return shares


def among_neighbours(alike: Matrix, shares: Matrix) -> Matrix:
    """The cosine of every two texts, each taken together with its neighbours."""
    raw = _by_shares(shares, _by_shares(shares, alike).T)
    length = np.sqrt(np.maximum(np.diag(raw), 1e-9))
    return np.asarray(raw / np.outer(length, length), dtype=np.float32)


def _by_shares(shares: Matrix, values: Matrix) -> Matrix:
    """The product of two square matrices of which the first has few entries a row."""
    total = np.zeros_like(values)
    rows, columns = np.nonzero(shares)
    # The first entries of all rows at once, then the second ones, and so on: each row at most once a turn.
    turns = np.arange(len(rows)) - np.searchsorted(rows, rows, "left")
    for turn in range(int(turns.max(initial=-1)) + 1):
        here = turns == turn
        total[rows[here]] += shares[rows[here], columns[here], None] * values[columns[here]]
    return total
