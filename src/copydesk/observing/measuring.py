"""What this process and those that work for it take of a machine: time of processors, and memory.

Where the system has `/proc` (Linux), memory is the resident set as the kernel counts it: at the end of a step the
highest it ever was (`VmHWM`) where that rose in the step, else the highest that was seen when somebody looked; pages
that processes share count for each of them. Processes that work for this one are found below it, however deep, and
their time is counted while they live. Of those that have ended the system gives the time to who has waited for them;
where nobody has (Spark's Python processes have such a parent), what was seen last stands. Elsewhere `getrusage` tells
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
_OWN, _WAITED = slice(11, 13), slice(13, 15)


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
    """One process: its parent, its time and that of children it waited for, its memory now, at its highest, in all."""

    parent: int
    cpu: float
    waited: float
    now: int
    high: int
    size: int


_NOTHING = _Seen(0, 0.0, 0.0, 0, 0, 0)


class Meter:
    """Measures one stretch of work after the other: `begin`, now and then `look`, `end`."""

    def __init__(self) -> None:
        self._clock = 0.0
        self._looked = 0.0
        self._cpu = 0.0
        self._last: dict[int, _Seen] = {}
        self._gone: dict[int, _Seen] = {}
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
        self._cpu, self._last, self._gone = _cpu_seconds(self._before), self._before, {}
        self._peaks = {pid: seen.now for pid, seen in self._before.items()}
        self._clock = self._looked = time.perf_counter()

    def look(self) -> None:
        """Look at what is held, if nobody has for a while."""
        now = time.perf_counter()
        if now - self._looked >= BETWEEN_LOOKS:
            self._looked = now
            self._seen_all(self._processes())

    def end(self) -> Taken:
        """What the stretch took."""
        seconds = time.perf_counter() - self._clock
        after = self._known = self._processes()
        self._seen_all(after)
        cpu = max(0.0, _cpu_seconds(after) + _lost(self._gone, self._before, after) - self._cpu)
        if self.measured != "proc":
            return Taken(seconds, cpu, _most(), None)
        own = self._peaks.pop(self._own, None)
        return Taken(seconds, cpu, own, sum(self._peaks.values()) if self._peaks else None)

    def _seen_all(self, now: dict[int, _Seen]) -> None:
        """Note what all processes hold, and what was seen last of those that are gone."""
        self._gone.update((pid, seen) for pid, seen in self._last.items() if pid not in now)
        self._last = now
        for pid, seen in now.items():
            self._gone.pop(pid, None)
            self._raise(pid, seen)

    def _raise(self, pid: int, seen: _Seen) -> None:
        """Note what a process holds: exactly where its highest rose in this stretch, else what is seen now."""
        before = self._before.get(pid)
        high = seen.high if before is None or seen.high > before.high else seen.now
        self._peaks[pid] = max(self._peaks.get(pid, 0), high)

    def _processes(self) -> dict[int, _Seen]:
        """This process and all below it."""
        found: dict[int, _Seen] = {}
        waiting = [(self._own, 0)] if self.measured == "proc" else []
        while waiting and len(found) < MOST_PROCESSES:
            pid, parent = waiting.pop()
            # One that ends meanwhile is gone from the list, and its time stands with its parent's.
            with suppress(OSError, ValueError, IndexError):
                if pid not in found:
                    found[pid] = _own_of(self._seen(pid, parent), found.get(parent))
                    waiting.extend((child, pid) for child in _children(pid))
        told = os.times()
        # The system tells the time of this process more finely than /proc does.
        waited = told.children_user + told.children_system
        found[self._own] = found.get(self._own, _NOTHING)._replace(cpu=time.process_time(), waited=waited)
        return found

    def _seen(self, pid: int, parent: int) -> _Seen:
        parts = _read(f"{PROC}/{pid}/stat").rpartition(b")")[2].split()
        own, waited = (sum(map(int, parts[which])) / self._ticks for which in (_OWN, _WAITED))
        told = {name: int(kilobytes) * 1024 for name, kilobytes in _STATUS.findall(_read(f"{PROC}/{pid}/status"))}
        return _Seen(parent, own, waited, told.get(b"RSS", 0), told.get(b"HWM", 0), told.get(b"Size", 0))


def _cpu_seconds(seen: dict[int, _Seen]) -> float:
    """The time of processes, and of those below them that have ended and were waited for."""
    return sum(one.cpu + one.waited for one in seen.values())


def _lost(gone: dict[int, _Seen], before: dict[int, _Seen], now: dict[int, _Seen]) -> float:
    """The time of processes that are gone and that nobody has waited for: what they had when they were last seen."""
    below: dict[int, list[int]] = {}
    for pid, seen in gone.items():
        below.setdefault(seen.parent, []).append(pid)

    def total(pid: int) -> float:
        return gone[pid].cpu + max(gone[pid].waited, sum(map(total, below.get(pid, ()))))

    lost = 0.0
    for heir in below.keys() & now.keys():
        waited = now[heir].waited - before.get(heir, _NOTHING).waited
        lost += max(0.0, sum(map(total, below[heir])) - waited)
    return lost


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
