"""Work that waits on disk: what is more than a few megabytes goes to files that nobody else sees.

The files have no name (where the system allows it), so that they are gone when they are closed or their process ends,
however it ends: nothing is left to be cleaned up after a kill.
"""

from __future__ import annotations

import errno
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any, Generic, TypeVar, overload

from copydesk.errors import DeskError

One = TypeVar("One")

HELD = 16 * 2**20
"""Bytes of a spool that are held in memory before it goes to disk."""
_TOGETHER = 256
VALUE = 2**10
"""Bytes of memory that are reckoned for a value that is sorted: a short row of texts takes half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """Where work that is too large for memory waits, and how many bytes of memory a step may take for its own.

    `folder` None is the one that the system has for temporary files.
    """

    folder: Path | None = None
    memory: int = 2 * 2**30

    def file(self) -> IO[bytes]:
        """A new file that is gone when it is closed, or when this process ends."""
        return TemporaryFile(dir=self.folder)


class Spool(Generic[One]):
    """A row of values in the order in which they were added, read once or often; on disk where it is long."""

    def __init__(self, scratch: Scratch) -> None:
        # Closed with the spool, not in a block of its own.
        folder = None if scratch.folder is None else str(scratch.folder)
        self._file = SpooledTemporaryFile(max_size=min(HELD, scratch.memory), dir=folder)  # noqa: SIM115
        self._amount = 0
        self._next: list[One] = []

    def __len__(self) -> int:
        return self._amount

    def add(self, one: One) -> None:
        """Put a value, which must be picklable, behind the others."""
        self._next.append(one)
        self._amount += 1
        if len(self._next) >= _TOGETHER:
            self._write()

    def __iter__(self) -> Iterator[One]:
        """All values from the first on; nothing can be added while they are read."""
        self._write()
        self._file.seek(0)
        left = self._amount
        while left:
            together: Sequence[One] = pickle.load(self._file)  # noqa: S301  written above, in a file without a name
            left -= len(together)
            yield from together

    def close(self) -> None:
        """Let go of what it holds."""
        self._file.close()

    def _write(self) -> None:
        if self._next:
            with told_full():
                pickle.dump(self._next, self._file, pickle.HIGHEST_PROTOCOL)
            self._next = []


class Kept(Sequence[One]):
    """A row of values on disk, each of them read by its place; the last that were asked for are held."""

    def __init__(self, values: Iterable[One], scratch: Scratch, *, held: int = 4096) -> None:
        self._file = scratch.file()
        self._ends = array("q", [0])
        with told_full():
            for one in values:
                self._ends.append(self._ends[-1] + self._file.write(pickle.dumps(one, pickle.HIGHEST_PROTOCOL)))
            self._file.flush()
        self._read = lru_cache(held)(self._at)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> One: ...
    @overload
    def __getitem__(self, place: slice) -> list[One]: ...
    def __getitem__(self, place: int | slice) -> One | list[One]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._read(range(len(self))[place])

    def __iter__(self) -> Iterator[One]:
        """All values from the first on, none of which is held for it."""
        return map(self._at, range(len(self)))

    def close(self) -> None:
        """Let go of what it holds."""
        self._file.close()

    def _at(self, place: int) -> One:
        self._file.seek(self._ends[place])
        value: One = pickle.loads(self._file.read(self._ends[place + 1] - self._ends[place]))  # noqa: S301  as above
        return value


@contextmanager
def told_full() -> Iterator[None]:
    """Tell a full disk as such: what was kept before stands, and the run can go on once there is room."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DeskError(
                "the disk is full where the work of a run waits (the folder of the desk); free space and run again"
                " (what was finished is kept, nothing is half-written)"
            ) from error
        raise


def sort(values: Iterable[One], by: Callable[[One], Any], scratch: Scratch) -> Iterator[One]:
    """The values in the order of what `by` gives for each, equal ones in the order given; on disk where they are many.

    The values and those of `by` must be picklable and comparable. Runs that fit in memory are sorted and wait on disk,
    and are then merged (Knuth, The Art of Computer Programming 3, 5.4).
    """
    source = iter(values)
    most = max(1, scratch.memory // VALUE)
    first = sorted(islice(source, most), key=by)
    runs: list[Spool[One]] = []
    while further := sorted(islice(source, most), key=by):
        runs.append(Spool(scratch))
        for one in further:
            runs[-1].add(one)
    if not runs:
        yield from first
        return
    yield from merge(first, *runs, key=by)
    for run in runs:
        run.close()


def together(values: Iterable[Any], amount: int) -> Iterator[list[Any]]:
    """The values in their order, so many at a time."""
    source = iter(values)
    while portion := list(islice(source, amount)):
        yield portion
