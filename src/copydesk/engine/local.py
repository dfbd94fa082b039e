"""The engine of one machine: this process, or a pool of processes."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, groupby, islice
from multiprocessing import get_context, parent_process
from typing import Any

from copydesk.engine.base import DIED, Batch, Change, Fault, In, Key, KeyIndex, Known
from copydesk.engine.packing import Packed, packed, unpacked
from copydesk.engine.spools import Scratch, sort, together
from copydesk.errors import CopydeskError, UnreadablePage
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits

# Inputs of one call: large enough that a model would be well fed and a process border is crossed seldom, small enough
# that two workers share sixty pages evenly.
BATCH = 8
# Batches handed out ahead of the slowest, and bytes of them: bounds memory, keeps every worker busy.
AHEAD_PER_WORKER = 4
AHEAD_BYTES = 64 * 2**20


def cores() -> int:
    """How many processes can work at once: the cores that this one may use, in a container fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class LocalEngine:
    """The four verbs on this machine. `workers` above one makes a pool, started when first needed.

    What is larger than the memory of `scratch` waits in its folder.
    """

    def __init__(self, workers: int = 1, *, batch: int = BATCH, scratch: Scratch | None = None) -> None:
        self.workers = workers
        """How many processes may work at once."""
        self._batch = batch
        self._scratch = scratch or Scratch()
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Batch, inputs: Iterable[Any]) -> Iterator[Any]:
        """One answer or `Fault` for each input, in the order of the inputs; no input can spoil another's."""
        source = iter(inputs)
        first = list(islice(source, self._batch + 1))
        if self.workers == 1 or len(first) <= self._batch:
            # One batch is done before a pool would have started, and what it holds need not cross over.
            for batch in together(chain(first, source), self._batch):
                yield from attempt(function, batch)
            return
        yield from self._pooled(function, packed(chain(first, source), self._batch))

    def block(self, prints: Iterable[Fingerprint], limits: BlockLimits) -> Iterator[Candidate]:
        """The pairs that share enough rare keys, ordered by their ids."""
        from copydesk.engine.runs import block_on_disk  # loads numpy

        return block_on_disk(prints, limits, self._scratch, workers=self.workers)

    def extend(
        self,
        prints: Sequence[Fingerprint],
        gone: Sequence[str],
        index: KeyIndex,
        *,
        known: Known,
        limits: BlockLimits,
    ) -> Change:
        """What of the pairs changes when `prints` come to an index and the articles `gone` leave it."""
        from copydesk.engine.arrivals import extend  # loads numpy

        return extend(prints, gone, index, known=known, limits=limits)

    def group(self, records: Iterable[In], by: Callable[[In], Key]) -> Iterator[tuple[Key, tuple[In, ...]]]:
        """All records with one key together, keys in order, records in the order given."""
        ordered = sort(records, by, self._scratch)
        for key, members in groupby(ordered, by):
            yield key, tuple(members)

    def components(self, edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
        """The connected sets of ends, each in order, ordered by their first (union-find with path halving)."""
        parent: dict[str, str] = {}
        for left, right in edges:
            low, high = sorted((_root(parent, left), _root(parent, right)))
            parent[high] = low
        members: dict[str, list[str]] = {}
        for end in sorted(parent):
            members.setdefault(_root(parent, end), []).append(end)
        return tuple(tuple(members[root]) for root in sorted(members))

    def close(self) -> None:
        """End the pool, if one was started."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _pooled(self, function: Batch, batches: Iterator[Packed]) -> Iterator[Any]:
        """`map` over the pool: batches are handed out some way ahead and their answers given in order."""
        waiting: deque[tuple[Packed, Future[list[Any]]]] = deque()
        ahead = 0
        for batch in batches:
            waiting.append((batch, self._submit(function, batch)))
            ahead += len(batch.body)
            while len(waiting) >= AHEAD_PER_WORKER * self.workers or (ahead > AHEAD_BYTES and len(waiting) > 1):
                ahead -= len(waiting[0][0].body)
                yield from self._answers(function, *waiting.popleft())
        for one in waiting:
            yield from self._answers(function, *one)

    def _submit(self, function: Batch, batch: Packed) -> Future[list[Any]]:
        """Hand a packed batch to the pool; a pool that broke is replaced by a new one."""
        for _ in range(2):
            if self._pool is None:
                self._pool = pool_of(self.workers)
            try:
                return self._pool.submit(_attempt_packed, function, batch)
            except BrokenProcessPool:
                self.close()
        raise CopydeskError("worker processes end as soon as they start; run again with --workers 1")

    def _answers(self, function: Batch, batch: Packed, future: Future[list[Any]]) -> list[Any]:
        """The answers of a batch; where a worker died over it, each input is tried in a process of its own."""
        try:
            return future.result()
        except BrokenProcessPool:
            self.close()
            return [_alone(function, one) for one in unpacked(batch)]


def attempt(function: Batch, batch: Sequence[Any]) -> list[Any]:
    """The answers of a batch; if one input raises, the others still get theirs and it gets a `Fault`."""
    try:
        answers = list(function(batch))
    except Exception as error:  # noqa: BLE001 - a bad record becomes a value with a reason, whatever was wrong with it
        if len(batch) == 1:
            return [Fault(reason_of(error))]
        return [answer for one in batch for answer in attempt(function, [one])]
    if len(answers) != len(batch):
        raise CopydeskError(f"a step gave {len(answers)} answers for {len(batch)} inputs")
    return answers


def _attempt_packed(function: Batch, batch: Packed) -> list[Any]:
    return attempt(function, unpacked(batch))


def reason_of(error: Exception) -> str:
    """What went wrong, for a person: our own errors speak for themselves, others with their type."""
    if isinstance(error, UnreadablePage):
        return error.reason  # the failure names the page itself
    if isinstance(error, CopydeskError):
        return str(error)
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _alone(function: Batch, one: Any) -> Any:
    """The answer for one input, made in a process of its own, or a `Fault` if that process dies."""
    with pool_of(1) as pool:
        try:
            return pool.submit(attempt, function, [one]).result()[0]
        except BrokenProcessPool:
            return Fault(DIED)


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Processes that do what they are given, and end with this one."""
    # Spawned, not forked: a fork of a process that has threads may hang (Python's own warning since 3.12).
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_work)


def _begin_work() -> None:
    """In a worker: leave Ctrl-C to the parent, which ends the pool, and do not outlive a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _root(parent: dict[str, str], end: str) -> str:
    parent.setdefault(end, end)
    while parent[end] != end:
        parent[end] = parent[parent[end]]
        end = parent[end]
    return end
