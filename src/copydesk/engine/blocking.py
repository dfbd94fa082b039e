"""Candidate pairs: articles that share enough rare keys, found by one sort for each family of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.engine.base import FAMILIES
from copydesk.records import ArticleId, Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import stable_id

Numbers = NDArray[np.int64]
Postings = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]


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
    candidates = (candidate_of(ordered[left].article, ordered[right].article, counts) for left, right, *counts in pairs)
    return tuple(sorted(candidates, key=lambda candidate: candidate.id))


def join(families: Mapping[str, Postings], owners: int, limits: BlockLimits) -> Pairs:
    """The pairs of owners, numbered from 0, that share enough keys of any one family.

    `families` has for each of `FAMILIES` two arrays, keys and owners; what stands twice counts once.
    """
    shared = {name: _shared(*families[name], owners, most=limits.most_articles) for name in FAMILIES}
    wanted = np.unique(np.concatenate([_often(shared[name], getattr(limits, f"least_{name}")) for name in FAMILIES]))
    left, right = np.divmod(wanted, max(1, owners))
    counts = {
        name: np.searchsorted(pairs, wanted, side="right") - np.searchsorted(pairs, wanted)
        for name, pairs in shared.items()
    }
    return Pairs(left, right, counts)


def candidate_of(left: ArticleId, right: ArticleId, counts: Sequence[int]) -> Candidate:
    """A pair with its counts, in the order of `FAMILIES`."""
    named = dict(zip(FAMILIES, counts, strict=True))
    return Candidate(id=stable_id("pair", left, right), a=left, b=right, **named)


def _postings(keys: Sequence[Sequence[int]]) -> Postings:
    """All keys, and for each the number of its owner."""
    sizes = [len(one) for one in keys]
    flat = np.fromiter(chain.from_iterable(keys), dtype=np.int64, count=sum(sizes))
    return flat, np.repeat(np.arange(len(keys), dtype=np.int64), sizes)


def _shared(keys: NDArray[np.integer[Any]], owners: NDArray[np.integer[Any]], count: int, *, most: int) -> Numbers:
    """Pairs of owners, written as `left * count + right`, in order, each as often as it shares a key."""
    pairs = pairs_of(groups_of(keys, owners, count), count, most=most)
    found = np.concatenate([np.zeros(0, dtype=np.int64), *pairs])
    found.sort()
    return found


def groups_of(
    keys: NDArray[np.integer[Any]], owners: NDArray[np.integer[Any]], count: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Who has one key together: owners, those of one key behind each other in order; where each key begins; how many.

    Only keys that several owners have; an owner that has a key twice stands there once.
    """
    order = np.argsort(keys)
    keys, owners = keys[order], owners[order]
    same = keys[1:] == keys[:-1]
    held = np.zeros(len(keys), dtype=bool)
    held[1:] |= same
    held[:-1] |= same
    keys, owners = keys[held], owners[held]
    del order, same, held  # as large as all keys, which may be tens of millions
    # Most keys stand in one article; of the others the owners are put in order, and those that have a key twice go.
    number = np.cumsum(_changes(keys)) - 1
    both = np.sort(number * count + owners)
    number, members = np.divmod(both[_changes(both)], max(1, count))
    starts = np.flatnonzero(_changes(number))
    sizes = np.diff(starts, append=len(members))
    return members, starts, sizes


def pairs_of(
    groups: tuple[Numbers, Numbers, Numbers], count: int, *, most: int, together: int | None = None
) -> Iterator[Numbers]:
    """The pairs, written as `left * count + right`, that keys join; a pair as often as it does, in any order.

    `groups` are what `groups_of` gives. With `together` in pieces of so many pairs or little more.
    """
    members, starts, sizes = groups
    for size in (np.flatnonzero(np.bincount(sizes, minlength=2)[2:]) + 2).tolist():
        begin = starts[sizes == size]
        each = size * (size - 1) // 2 if size <= most else size - 1
        step = len(begin) if together is None else max(1, together // each)
        for at in range(0, len(begin), step):
            yield _pairs_of(members, begin[at : at + step], size, count, most=most)


def _changes(values: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Where a value in order is another than the one before it."""
    return np.asarray(np.append(True, values[1:] != values[:-1])[: len(values)])


def _often(pairs: Numbers, least: int) -> Numbers:
    """The pairs in order, without duplicates, that stand there at least so often."""
    found = pairs[least - 1 :]
    found = found[found == pairs[: len(found)]]
    return np.asarray(found[_changes(found)])


def _pairs_of(owners: Numbers, starts: Numbers, size: int, count: int, *, most: int) -> Numbers:
    """The pairs, written as one number, of articles that keys join which stand in just `size` articles."""
    members = owners[starts[:, None] + np.arange(size)]
    ones = np.arange(size - 1)
    left, right = np.triu_indices(size, 1) if size <= most else (ones, ones + 1)
    return np.asarray(members[:, left] * count + members[:, right]).ravel()
