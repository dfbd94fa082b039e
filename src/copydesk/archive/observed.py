"""What a step of an archive takes on Spark: what its stages tell, and what tasks on other machines tell of themselves.

With a master `local...` all processes run below this one, and are measured as those of a desk are
(`observing.measuring`). Of a cluster's machines this one sees nothing: there each task measures the Python process
that it runs in and sends home what it took, and Spark tells the time of its own threads. What a task took that was
lost with its machine, nobody tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import Any, NamedTuple

from copydesk.observing.keeping import StepNotes
from copydesk.observing.measuring import BETWEEN_LOOKS, Meter, OfTasks
from copydesk.observing.told import Measured, Why
from copydesk.store import LedgerLine, StepRun

Carried = Callable[[Iterator[Any]], Iterator[Any]]
"""What a worker does: tables of Arrow in, tables of Arrow out."""


class Spent(NamedTuple):
    """What Python processes spent: seconds of processors in all, and the most bytes of memory that one had."""

    cpu_seconds: float = 0.0
    memory: int = 0


class Adding:
    """How what tasks spent comes together, as Spark's accumulators want it."""

    def zero(self, _: Spent) -> Spent:
        """Nothing yet."""
        return Spent()

    def addInPlace(self, one: Spent, other: Spent) -> Spent:  # noqa: N802  the name is Spark's
        """Both."""
        return Spent(one.cpu_seconds + other.cpu_seconds, max(one.memory, other.memory))


def measured(arrived: Iterator[Any], *, function: Carried, spent: Any) -> Iterator[Any]:
    """In a worker: what the function makes of what arrives; what that takes is added to the accumulator `spent`."""
    meter = Meter()
    meter.begin()
    for batch in function(arrived):
        meter.look()
        yield batch
    taken = meter.end()
    spent.add(Spent(taken.cpu_seconds, (taken.memory or 0) + (taken.worker_memory or 0)))


class Observer:
    """Tells of each step what its tasks took, from what a session of Spark keeps of its stages."""

    def __init__(self, session: Any, *, here: bool) -> None:
        context = session.sparkContext
        self._java = context._jsc.sc()  # noqa: SLF001  PySpark offers no other way to what is kept of stages
        self._none = context._gateway.new_array(context._jvm.double, 0)  # noqa: SLF001  as above
        self._spent = None if here else context.accumulator(Spent(), Adding())
        self._before = Spent()
        self._next = 0
        self.measured: Measured = "proc" if here else "tasks"

    def carried(self, function: Carried) -> Carried:
        """The function as workers are given it."""
        return function if self._spent is None else partial(measured, function=function, spent=self._spent)

    def told(self) -> OfTasks:
        """What was taken since it was asked last."""
        from py4j.protocol import Py4JError

        try:
            stages = self._stages()
        except Py4JError:  # what is kept of stages is not promised, and no record of the archive rests on it
            stages = None
        tasks, lost, sent, nanoseconds = stages or (None, None, None, 0)
        if self._spent is None:
            return OfTasks(tasks, lost, sent)
        now = self._spent.value
        cpu = now.cpu_seconds - self._before.cpu_seconds + nanoseconds / 1e9
        self._before = now
        # The most that one process had in this step or before: it cannot be taken back.
        return OfTasks(tasks, lost, sent, cpu, now.memory)

    def _stages(self) -> tuple[int, int, int, int]:
        """Tasks that were done, those that were lost, bytes that went between them, nanoseconds of Java."""
        self._java.listenerBus().waitUntilEmpty()
        held = self._java.statusStore().stageList(None, False, False, self._none, None)
        total = [0, 0, 0, 0]
        after = self._next
        for place in range(held.size()):
            stage = held.apply(place)
            if stage.stageId() >= self._next:
                after = max(after, stage.stageId() + 1)
                # Tasks that Spark itself calls off, since it needs no more of them, are not among the failed.
                told = (stage.numCompleteTasks(), stage.numFailedTasks())
                more = (stage.shuffleWriteBytes(), stage.executorCpuTime())
                total = [one + other for one, other in zip(total, (*told, *more), strict=True)]
        self._next = after
        return total[0], total[1], total[2], total[3]


@contextmanager
def looked_at(notes: StepNotes) -> Iterator[None]:
    """What is held is looked at meanwhile: who waits for Spark has no other moment for it."""
    over = Event()
    looking = Thread(target=_look, args=(notes, over), daemon=True)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def _look(notes: StepNotes, over: Event) -> None:
    while not over.wait(BETWEEN_LOOKS):
        notes.look()


def why_made(line: Any, run: StepRun) -> tuple[Why, LedgerLine | None]:
    """Why a step is made of which `run.json` has this line, or none; and what the line says of version and settings."""
    if line is None:
        return "new", None
    before = LedgerLine(run=f"{line['version']}:{line['settings']}", inputs="", failed=False)
    if before.run == run.name:
        return "inputs", before
    return ("settings" if line["version"] == run.version else "version"), before
