"""Candidate pairs of more keys than memory holds: rows are parted on disk by a hash, and each part is done by itself.

Keys with their owners are parted by the key, so that all who have a key stand in one part; the pairs that these parts
give are parted by the pair, so that all counts of a pair stand in one. (A hash join with partitions on disk, as by
Kitsuregawa and others 1983.) Parts are made so small that each takes no more than its share of the memory
that is given, whatever there is in all. The pairs are those of `blocking.block`; the contract suite holds them equal.

What grows with the articles in memory: the ids of them and of the pairs that are found, some 100 bytes an article and
32 a pair.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.engine.base import FAMILIES
from copydesk.engine.blocking import Numbers, candidate_of, groups_of, pairs_of
from copydesk.engine.spools import Scratch, together, told_full
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import id_number, stable_id

Rows = NDArray[Any]

KEYS = np.dtype([("by", "<i8"), ("owner", "<i4")])
PAIRS = np.dtype([("by", "<i8"), ("family", "i1"), ("count", "<i4")])
FOUND = np.dtype([("id", "<u8"), ("pair", "<i8"), *((family, "<i4") for family in FAMILIES)])
WORKING = 16
"""Times its own size that a part of rows takes at its peak while it is done: sorting, grouping, the pairs it gives."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_PRINTS = 2_000


class Sizes(NamedTuple):
    """How the work was cut, for tests and plans: postings, rows of pairs, and the parts of either."""

    postings: int
    pairs: int
    key_parts: int
    pair_parts: int


def block_on_disk(
    prints: Iterable[Fingerprint],
    limits: BlockLimits,
    scratch: Scratch,
    *,
    workers: int = 1,
    told: Callable[[Sizes], None] = lambda _: None,
) -> Iterator[Candidate]:
    """The pairs of articles that share enough keys of any one family, ordered by their ids (as `blocking.block`).

    Prints are read once, and none is held. `workers` parts are worked on at a time. `told` is given the sizes.

    Raises:
        DeskError: the disk is full.

    """
    names, keys = _gathered(prints, scratch)
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), dtype=np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    pairs = _Table(PAIRS, scratch)
    parts = max(table.parts(workers) for table in keys)
    with ThreadPoolExecutor(workers) as pool:
        for number, family in enumerate(keys):
            work = partial(_pairs_in, rank=rank, family=number, most=limits.most_articles, held=scratch.memory)
            for found in _ahead(pool, work, family.regions(parts), workers):
                for rows in found:
                    pairs.add(rows)
            family.close()
        told(Sizes(sum(map(len, keys)), len(pairs), parts, pairs.parts(workers)))
        enough = partial(_enough, least=[getattr(limits, f"least_{family}") for family in FAMILIES])
        regions = pairs.regions(pairs.parts(workers))
        found = [one for one in _ahead(pool, partial(enough, articles=(names, order)), regions, workers) if len(one)]
    pairs.close()
    rows = np.concatenate([np.zeros(0, dtype=FOUND), *found])
    rows.sort(order="id")
    for row in rows.tolist():
        left, right = divmod(row[1], max(1, len(names)))
        yield candidate_of(names[order[left]], names[order[right]], row[2:])


def _gathered(prints: Iterable[Fingerprint], scratch: Scratch) -> tuple[list[Any], list[_Table]]:
    """The articles in the order in which they come, and for each family the keys, with the numbers of who has them."""
    names: list[Any] = []
    tables = [_Table(KEYS, scratch) for _ in FAMILIES]
    for portion in together(prints, _PRINTS):
        for table, family in zip(tables, FAMILIES, strict=True):
            lists = [getattr(one, family) for one in portion]
            rows = np.empty(sum(map(len, lists)), dtype=KEYS)
            rows["by"] = np.concatenate([np.zeros(0, dtype=np.int64), *(np.asarray(one, np.int64) for one in lists)])
            owners = np.arange(len(names), len(names) + len(portion), dtype=np.int32)
            rows["owner"] = np.repeat(owners, [len(one) for one in lists])
            table.add(rows)
        names.extend(one.article for one in portion)
    return names, tables


def _pairs_in(rows: Rows, *, rank: NDArray[np.int32], family: int, most: int, held: int) -> list[Rows]:
    """The pairs that some keys join, each as often as they do, in pieces that are no larger than the memory allows."""
    owners = rank[rows["owner"]].astype(np.int64)
    groups = groups_of(rows["by"], owners, len(rank))
    found = []
    for codes in pairs_of(groups, len(rank), most=most, together=max(1, held // 512)):
        pairs, counts = np.unique(codes, return_counts=True)
        told = np.empty(len(pairs), dtype=PAIRS)
        told["by"], told["family"], told["count"] = pairs, family, counts
        found.append(told)
    return found


def _enough(rows: Rows, *, least: Sequence[int], articles: tuple[Sequence[str], Sequence[int]]) -> Rows:
    """Of some pairs those that share enough keys of any one family, with their counts."""
    names, order = articles
    pairs, place = np.unique(rows["by"], return_inverse=True)
    cells = place + rows["family"].astype(np.int64) * len(pairs)
    counts = np.bincount(cells, weights=rows["count"], minlength=len(FAMILIES) * len(pairs)).astype(np.int64)
    table = counts.reshape(len(FAMILIES), -1)
    wanted = (table >= np.array(least)[:, None]).any(axis=0)
    found = np.empty(int(wanted.sum()), dtype=FOUND)
    found["pair"] = pairs[wanted]
    for family, row in zip(FAMILIES, table, strict=True):
        found[family] = row[wanted]
    ends = (divmod(pair, len(names)) for pair in found["pair"].tolist())
    ids = [id_number(stable_id("pair", names[order[left]], names[order[right]])) for left, right in ends]
    found["id"] = np.array(ids, dtype=np.uint64)
    return found


class _Table:
    """Rows of numbers, which go to a file when they are more than a part of the memory that is given."""

    def __init__(self, kind: np.dtype[Any], scratch: Scratch) -> None:
        self._kind, self._scratch = kind, scratch
        self._held: list[Rows] = []
        self._bytes = self._written = 0
        self._file: Any = None

    def __len__(self) -> int:
        return (self._bytes + self._written) // self._kind.itemsize

    def add(self, rows: Rows) -> None:
        """Put rows behind the others."""
        self._held.append(rows)
        self._bytes += rows.nbytes
        # Four families of keys are gathered at once, and pairs beside them.
        if self._bytes > self._scratch.memory // WORKING:
            self._write()

    def parts(self, workers: int) -> int:
        """Into how many parts the rows must be cut for so many of them to be done at a time."""
        whole = len(self) * self._kind.itemsize * WORKING * workers
        return min(_MOST_PARTS, -(-whole // self._scratch.memory)) or 1

    def regions(self, parts: int) -> Iterator[Rows]:
        """The rows in so many parts by a hash of their first column, those with one value in one part."""
        if parts == 1:
            yield np.concatenate([np.zeros(0, dtype=self._kind), *self._chunks()])
            return
        sizes = np.zeros(parts, dtype=np.int64)
        for rows in self._chunks():
            sizes += np.bincount(_part_of(rows, parts), minlength=parts)
        starts = np.cumsum(sizes) - sizes
        free = starts.copy()
        with self._scratch.file() as file:
            for rows in self._chunks():
                part = _part_of(rows, parts)
                order = np.argsort(part, kind="stable")
                counts = np.bincount(part, minlength=parts)
                ends = np.cumsum(counts)
                for number in np.flatnonzero(counts).tolist():
                    mine = rows[order[ends[number] - counts[number] : ends[number]]]
                    with told_full():
                        file.seek(int(free[number]) * self._kind.itemsize)
                        file.write(mine.tobytes())
                free += counts
            for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
                file.seek(start * self._kind.itemsize)
                yield np.frombuffer(file.read(size * self._kind.itemsize), dtype=self._kind)

    def close(self) -> None:
        """Let go of the rows."""
        self._held = []
        if self._file is not None:
            self._file.close()

    def _write(self) -> None:
        if self._file is None:
            self._file = self._scratch.file()
        with told_full():
            for rows in self._held:
                self._file.write(rows.tobytes())
            self._file.flush()
        self._held, self._bytes, self._written = [], 0, self._written + self._bytes

    def _chunks(self) -> Iterator[Rows]:
        """The rows in the order in which they were added, some megabytes at a time."""
        size = max(1, self._scratch.memory // WORKING // self._kind.itemsize // 2) * self._kind.itemsize
        for start in range(0, self._written, size):
            self._file.seek(start)
            yield np.frombuffer(self._file.read(min(size, self._written - start)), dtype=self._kind)
        yield from self._held


# Parts are written side by side: with more of them each write would be of a few rows only.
_MOST_PARTS = 4_096


def _part_of(rows: Rows, parts: int) -> Numbers:
    """The part of each row, by a hash of its first column: keys may be any numbers, small ones in a row too."""
    mixed = rows["by"].astype(np.uint64) * _GOLDEN
    return np.asarray((mixed >> np.uint64(33)) % np.uint64(parts), dtype=np.int64)


def _ahead(pool: ThreadPoolExecutor, work: Callable[[Rows], Any], parts: Iterable[Rows], workers: int) -> Iterator[Any]:
    """What work gives for each part, in order; so many are worked on at a time (numpy sorts without Python's lock)."""
    waiting: deque[Future[Any]] = deque()
    for part in parts:
        waiting.append(pool.submit(work, part))
        if len(waiting) >= workers:
            yield waiting.popleft().result()
    for one in waiting:
        yield one.result()
