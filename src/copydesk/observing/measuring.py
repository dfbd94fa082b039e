"""What this process and those that work for it take of a machine: time of processors, and memory.

Where the system has `/proc` (Linux), memory is the resident set as the kernel counts it: at the end of a step the
highest it ever was (`VmHWM`) where that rose in the step, else the highest that was seen when somebody looked; pages
that processes share count for each of them. Processes that work for this one are found below it, however deep, and
their time is counted while they live; of those that have ended the system gives the time. Elsewhere `getrusage` tells
the time of this process and of those that have ended, and the most memory that this process has ever had, which is
then an upper bound for the step. Where there is neither (Windows), memory is not measured.

Whatever else goes on in this process (other threads) is counted with it, and machines of a cluster are not.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from copydesk.observing.told import Measured

PROC = "/proc"
BETWEEN_LOOKS = 0.5
"""Seconds between two looks at memory inside a step; one takes some 0.1 ms."""
MOST_PROCESSES = 1_000
_STATUS = re.compile(rb"^Vm(HWM|RSS|Size):\s*(\d+)", re.MULTILINE)
# Fields of /proc/PID/stat behind the name of the program (proc(5)): times of it, and of those below it that ended.
_TIMES = slice(11, 15)


class Taken(NamedTuple):
    """What a step took: seconds on the clock and of processors, the most memory in bytes, here and in workers."""

    seconds: float
    cpu_seconds: float
    memory: int | None
    worker_memory: int | None


class OfTasks(NamedTuple):
    """What the tasks of a step took, as an engine of many machines tells it; None where it does not.

    Of the machines of a cluster, which this one does not see, it is also told how many seconds of processors they
    spent, and the most memory in bytes that one Python worker had.
    """

    tasks: int | None = None
    lost: int | None = None
    shuffled: int | None = None
    cpu_seconds: float | None = None
    memory: int | None = None


class _Seen(NamedTuple):
    """One process: the time it has had, with children that have ended, its memory now and at its highest, all of it."""

    cpu: float
    now: int
    high: int
    size: int


class Meter:
    """Measures one stretch of work after the other: `begin`, now and then `look`, `end`."""

    def __init__(self) -> None:
        self._clock = 0.0
        self._looked = 0.0
        self._cpu = 0.0
        self._before: dict[int, _Seen] = {}
        self._peaks: dict[int, int] = {}
        self._known: dict[int, _Seen] | None = None
        self._ticks = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
        self._own = os.getpid()
        self.measured: Measured = _how()

    def begin(self) -> None:
        """A stretch begins; where the one before it has just ended, nothing is looked at twice."""
        self._before = self._processes() if self._known is None else self._known
        self._known = None
        self._cpu = self._cpu_seconds(self._before)
        self._peaks = {pid: seen.now for pid, seen in self._before.items()}
        self._clock = self._looked = time.perf_counter()

    def look(self) -> None:
        """Look at what is held, if nobody has for a while."""
        now = time.perf_counter()
        if now - self._looked >= BETWEEN_LOOKS:
            self._looked = now
            for pid, seen in self._processes().items():
                self._raise(pid, seen)

    def end(self) -> Taken:
        """What the stretch took."""
        seconds = time.perf_counter() - self._clock
        after = self._known = self._processes()
        for pid, seen in after.items():
            self._raise(pid, seen)
        cpu = max(0.0, self._cpu_seconds(after) - self._cpu)
        if self.measured != "proc":
            return Taken(seconds, cpu, _most(), None)
        own = self._peaks.pop(self._own, None)
        return Taken(seconds, cpu, own, sum(self._peaks.values()) if self._peaks else None)

    def _raise(self, pid: int, seen: _Seen) -> None:
        """Note what a process holds: exactly where its highest rose in this stretch, else what is seen now."""
        before = self._before.get(pid)
        high = seen.high if before is None or seen.high > before.high else seen.now
        self._peaks[pid] = max(self._peaks.get(pid, 0), high)

    def _cpu_seconds(self, seen: dict[int, _Seen]) -> float:
        """The time of this process, of those below it, and of those below it that have ended."""
        below = sum(one.cpu for pid, one in seen.items() if pid != self._own)
        told = os.times()
        return time.process_time() + told.children_user + told.children_system + below

    def _processes(self) -> dict[int, _Seen]:
        """This process and all below it."""
        found: dict[int, _Seen] = {}
        if self.measured != "proc":
            return found
        waiting = [(self._own, 0)]
        while waiting and len(found) < MOST_PROCESSES:
            pid, parent = waiting.pop()
            # One that ends meanwhile is gone from the list, and its time stands with its parent's.
            with suppress(OSError, ValueError, IndexError):
                if pid not in found:
                    found[pid] = _own_of(self._seen(pid), found.get(parent))
                    waiting.extend((child, pid) for child in _children(pid))
        return found

    def _seen(self, pid: int) -> _Seen:
        if pid == self._own:
            cpu = 0.0  # the system tells that of this process more finely
        else:
            parts = _read(f"{PROC}/{pid}/stat").rpartition(b")")[2].split()
            cpu = sum(map(int, parts[_TIMES])) / self._ticks
        told = {name: int(kilobytes) * 1024 for name, kilobytes in _STATUS.findall(_read(f"{PROC}/{pid}/status"))}
        return _Seen(cpu, told.get(b"RSS", 0), told.get(b"HWM", 0), told.get(b"Size", 0))


def _own_of(seen: _Seen, parent: _Seen | None) -> _Seen:
    """A process without the memory that is its parent's.

    Before it becomes another program, one that was made by vfork(2) has no memory but its parent's: Java starts
    programs so, and would be counted twice where one is seen at that moment.
    """
    if parent is not None and (seen.size, seen.high) == (parent.size, parent.high):
        return seen._replace(now=0, high=0)
    return seen


def _children(pid: int) -> Iterator[int]:
    """The processes that one has started and that have not ended."""
    for task in os.listdir(f"{PROC}/{pid}/task"):  # noqa: PTH208  as `_read`
        yield from map(int, _read(f"{PROC}/{pid}/task/{task}/children").split())


def _read(path: str) -> bytes:
    # Bare calls of the system: a file object would take as long again, and steps without work are measured too.
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 1 << 16)
    finally:
        os.close(file)


def _how() -> Measured:
    """How this system tells what is taken."""
    try:
        Path(PROC, "self", "task", str(os.getpid()), "children").stat()
    except OSError:
        return "rusage" if _most() is not None else "nothing"
    return "proc"


def _most() -> int | None:
    """The most memory that this process has ever had, in bytes; None where the system does not tell."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return None
    held = getrusage(RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
