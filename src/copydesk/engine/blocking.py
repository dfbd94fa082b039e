"""Candidate pairs: articles that share enough rare keys, found by one sort for each family of keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import stable_id

Numbers = NDArray[np.int64]


def block(prints: Sequence[Fingerprint], limits: BlockLimits) -> tuple[Candidate, ...]:
    """The pairs of articles that share enough keys of any one family, ordered by their ids.

    A key that stands in more than `limits.most_articles` articles joins each of them with the next alone, by article
    id: a text that hundreds carry still hangs together, and a stock phrase costs no more than one pair an article. The
    counts of a `Candidate` are those of the keys that join its pair.
    """
    ordered = sorted(prints, key=lambda one: one.article)
    shared = [
        _shared([one.shingles for one in ordered], limits.most_articles),
        _shared([one.anchors for one in ordered], limits.most_articles),
        _shared([one.quotations for one in ordered], limits.most_articles),
    ]
    least = (limits.least_shingles, limits.least_anchors, limits.least_quotations)
    enough = [pairs[counts >= low] for (pairs, counts), low in zip(shared, least, strict=True)]
    wanted = np.unique(np.concatenate(enough)) if enough else np.zeros(0, dtype=np.int64)
    columns = [_looked_up(wanted, *family) for family in shared]
    found = (
        _candidate(ordered, int(pair), [int(column[row]) for column in columns]) for row, pair in enumerate(wanted)
    )
    return tuple(sorted(found, key=lambda candidate: candidate.id))


def _candidate(ordered: Sequence[Fingerprint], pair: int, counts: Sequence[int]) -> Candidate:
    left, right = (ordered[place].article for place in divmod(pair, len(ordered)))
    return Candidate(
        id=stable_id("pair", left, right),
        a=left,
        b=right,
        shingles=counts[0],
        anchors=counts[1],
        quotations=counts[2],
    )


def _shared(keys: Sequence[Sequence[int]], most: int) -> tuple[Numbers, Numbers]:
    """Pairs of articles, written as `left * articles + right` in order, and how many keys each pair shares."""
    flat = np.fromiter((key for one in keys for key in one), dtype=np.int64)
    owners = np.repeat(np.arange(len(keys), dtype=np.int64), [len(one) for one in keys])
    order = np.lexsort((owners, flat))
    flat, owners = flat[order], owners[order]
    starts = np.flatnonzero(np.diff(flat, prepend=flat[:1] - 1))
    sizes = np.diff(starts, append=len(flat))
    shared = np.unique(sizes[sizes > 1])
    pairs = [_pairs_of(owners, starts[sizes == size], int(size), most) for size in shared]
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    left, right = np.concatenate(pairs, axis=1)
    return np.unique(left * len(keys) + right, return_counts=True)


def _pairs_of(owners: Numbers, starts: Numbers, size: int, most: int) -> Numbers:
    """The pairs of articles that keys join which stand in just `size` articles: two rows, left and right."""
    members = owners[starts[:, None] + np.arange(size)]
    ones = np.arange(size - 1)
    left, right = np.triu_indices(size, 1) if size <= most else (ones, ones + 1)
    return np.stack((members[:, left].ravel(), members[:, right].ravel()))


def _looked_up(wanted: Numbers, pairs: Numbers, counts: Numbers) -> Numbers:
    """The counts of the wanted pairs, 0 where a pair has none."""
    if not len(pairs):
        return np.zeros(len(wanted), dtype=np.int64)
    places = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
    return np.where(pairs[places] == wanted, counts[places], 0)
