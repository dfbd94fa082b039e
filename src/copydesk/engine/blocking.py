"""Candidate pairs: articles that share enough rare keys, found by one sort for each family of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.engine.base import FAMILIES
from copydesk.records import ArticleId, Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import stable_id

Numbers = NDArray[np.int64]
Postings = tuple[NDArray[np.int64] | NDArray[np.uint64], Numbers]


class Pairs(NamedTuple):
    """Pairs of owners (`left` < `right`) in order, and by family how many keys join each."""

    left: Numbers
    right: Numbers
    counts: Mapping[str, Numbers]


def block(prints: Sequence[Fingerprint], limits: BlockLimits) -> tuple[Candidate, ...]:
    """The pairs of articles that share enough keys of any one family, ordered by their ids.

    A key that stands in more than `limits.most_articles` articles joins each of them with the next alone, by article
    id: a text that hundreds carry still hangs together, and a stock phrase costs no more than one pair an article. The
    counts of a `Candidate` are those of the keys that join its pair.
    """
    ordered = sorted(prints, key=lambda one: one.article)
    found = join({name: _postings([getattr(one, name) for one in ordered]) for name in FAMILIES}, len(ordered), limits)
    columns = [column.tolist() for column in found.counts.values()]
    pairs = zip(found.left.tolist(), found.right.tolist(), *columns, strict=True)
    candidates = (_candidate(ordered[left].article, ordered[right].article, counts) for left, right, *counts in pairs)
    return tuple(sorted(candidates, key=lambda candidate: candidate.id))


def join(families: Mapping[str, Postings], owners: int, limits: BlockLimits) -> Pairs:
    """The pairs of owners, numbered from 0, that share enough keys of any one family.

    `families` has for each of `FAMILIES` two arrays, keys and owners; what stands twice counts once.
    """
    shared = {name: _shared(*families[name], owners, most=limits.most_articles) for name in FAMILIES}
    enough = [pairs[counts >= getattr(limits, f"least_{name}")] for name, (pairs, counts) in shared.items()]
    wanted = _counted(np.concatenate(enough))[0]
    left, right = np.divmod(wanted, max(1, owners))
    return Pairs(left, right, {name: _looked_up(wanted, *family) for name, family in shared.items()})


def _candidate(left: ArticleId, right: ArticleId, counts: Sequence[int]) -> Candidate:
    named = dict(zip(FAMILIES, counts, strict=True))
    return Candidate(id=stable_id("pair", left, right), a=left, b=right, **named)


def _postings(keys: Sequence[Sequence[int]]) -> Postings:
    """All keys, and for each the number of its owner."""
    sizes = [len(one) for one in keys]
    flat = np.fromiter(chain.from_iterable(keys), dtype=np.int64, count=sum(sizes))
    return flat, np.repeat(np.arange(len(keys), dtype=np.int64), sizes)


def _shared(
    keys: NDArray[np.int64] | NDArray[np.uint64], owners: Numbers, count: int, *, most: int
) -> tuple[Numbers, Numbers]:
    """Pairs of owners, written as `left * count + right` in order, and how many keys each pair shares."""
    order = np.argsort(keys)
    keys, owners = keys[order], owners[order]
    same = keys[1:] == keys[:-1]
    held = np.zeros(len(keys), dtype=bool)
    held[1:] |= same
    held[:-1] |= same
    keys, owners = keys[held], owners[held]
    if not len(keys):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    # Most keys stand in one article; of the others the owners are put in order, and those that have a key twice go.
    number = np.cumsum(np.append(0, keys[1:] != keys[:-1]))
    number, owners = np.divmod(_counted(number * count + owners)[0], count)
    starts = np.flatnonzero(np.append(True, number[1:] != number[:-1]))
    sizes = np.diff(starts, append=len(owners))
    pairs = [_pairs_of(owners, starts[sizes == size], int(size), most=most) for size in np.unique(sizes[sizes > 1])]
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    left, right = np.concatenate(pairs, axis=1)
    return _counted(left * count + right)


def _counted(values: Numbers) -> tuple[Numbers, Numbers]:
    """The values in order, and how often each stands there; `numpy.unique` takes several times as long."""
    ordered = np.sort(values)
    starts = (
        np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, dtype=np.int64)
    )
    return ordered[starts], np.diff(starts, append=len(ordered))


def _pairs_of(owners: Numbers, starts: Numbers, size: int, *, most: int) -> Numbers:
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
