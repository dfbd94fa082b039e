"""One process that is watched: who does a thing that may end its process, and how it is told when it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from copydesk.engine.base import DIED, Batch, Fault
from copydesk.engine.local import attempt, pool_of


class Guard:
    """A process beside this one that does one thing after the other, and is replaced when it dies over one."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def answers(self, function: Batch, inputs: Iterable[Any]) -> Iterator[Any]:
        """One answer or `Fault` for each input, in order, each made alone."""
        for one in inputs:
            self._pool = self._pool or pool_of(1)
            try:
                yield self._pool.submit(attempt, function, [one]).result()[0]
            except BrokenProcessPool:
                self.close()
                yield Fault(DIED)

    def close(self) -> None:
        """End the process, if there is one."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
