"""The record of a run, written while it goes on: what a step is asked to do and why, what it did, what that took."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from copydesk import __version__
from copydesk.errors import DeskError
from copydesk.logs import LONGEST, fail, tell, warn, without_secrets
from copydesk.observing.measuring import Meter, OfTasks
from copydesk.observing.told import (
    PREFIX,
    FailedJobs,
    Redone,
    Remembering,
    RunRecord,
    State,
    StepRecord,
    Why,
    run_record,
    run_row,
)
from copydesk.records import Decision
from copydesk.settings import Settings, section_names
from copydesk.store import UNREADABLE, LedgerLine, Outcome, StepRun, Store

OF_ARTICLES = "prints"
"""The step that has one job for every article: what it plans is how many there are."""
REASONS = 20
"""Reasons, of work and of failures, that the record of a step tells; the others are counted with the last."""
BETWEEN_WRITES = 1.0
"""Seconds between two writings of a record while its run goes on: a killed run is told to within a second or a step."""


class StepNotes:
    """What is noted of one step while it is at work."""

    def __init__(self, run: StepRun, meter: Meter) -> None:
        self.run = run
        self._meter = meter
        self._why: Counter[tuple[Why, str | None]] = Counter()
        self._failures: Counter[str] = Counter()
        self._inputs: dict[str, str] = {}
        self.planned = self.done = self.failed = self.dropped = self.records = 0
        self.of_tasks: OfTasks | None = None

    def is_pending(self, line: LedgerLine | None, inputs: str) -> bool:
        """Whether a job is to be done: new, changed, decided by other settings, or failed when last tried."""
        why = why_pending(line, self.run, inputs)
        self.planned += 1
        if why is not None:
            self.redone(why, before=line)
        return why is not None

    def redone(self, why: Why, jobs: int = 1, *, before: LedgerLine | None = None) -> None:
        """So many jobs are to be done for a reason."""
        if jobs:
            self._why[why, before.run if before is not None and why in ("version", "settings") else None] += jobs

    def kept(self, outcomes: Sequence[Outcome], *, quiet: bool = False) -> None:
        """These were done; failures of a quiet step are told by a later one."""
        self.done += len(outcomes)
        for one in outcomes:
            self.records += len(one.records)
            if one.failure is not None and not quiet:
                self.failed += 1
                self._failures[one.failure.reason] += 1
                if len(self._inputs) < REASONS:
                    self._inputs.setdefault(one.failure.reason, one.failure.input)
        self.look()

    def counted(self, jobs: int, records: int, failures: Iterable[FailedJobs]) -> None:
        """So much was done in all, and for these reasons jobs failed: what is counted when a step is over."""
        self.done, self.records = jobs, records
        for one in failures:
            self.failed += one.jobs
            self._failures[one.reason] += one.jobs
            if len(self._inputs) < REASONS:
                self._inputs.setdefault(one.reason, one.input)

    def met(self, share: float, *, dropped: int, records: int) -> None:
        """This share of the work is done, where it is not counted by jobs."""
        self.done = round(share * sum(self._why.values()))
        self.dropped, self.records = dropped, records
        self.look()

    def look(self) -> None:
        """Look at what is held, if nobody has for a while."""
        self._meter.look()

    def record(self) -> StepRecord:
        """What the step did and took, up to now."""
        taken = self._meter.end()
        told = self.of_tasks or OfTasks()
        memory = (taken.memory, taken.worker_memory)
        if told.cpu_seconds is not None:
            memory = (None if taken.memory is None else taken.memory + (taken.worker_memory or 0), told.memory)
        pending = sum(self._why.values())
        return StepRecord(
            step=self.run.step,
            version=self.run.version,
            settings=self.run.settings,
            planned=self.planned,
            taken_over=max(0, self.planned - pending),
            pending=pending,
            done=self.done - self.failed,
            failed=self.failed,
            dropped=self.dropped,
            records=self.records,
            redone=tuple(Redone(why=why, jobs=jobs, before=before) for (why, before), jobs in self._some()),
            failures=tuple(
                FailedJobs(reason=_fit(reason), jobs=self._failures[reason], input=_fit(one))
                for reason, one in self._inputs.items()
            ),
            seconds=round(taken.seconds, 4),
            cpu_seconds=round(taken.cpu_seconds + (told.cpu_seconds or 0.0), 4),
            memory=memory[0],
            worker_memory=memory[1],
            tasks=told.tasks,
            lost_tasks=told.lost,
            shuffled=told.shuffled,
        )

    def _some(self) -> list[tuple[tuple[Why, str | None], int]]:
        return self._why.most_common(REASONS)


class Keeper:
    """Writes the record of one run. What it cannot write is told to the log, and the run goes on."""

    def __init__(self, kept_by: Remembering, record: RunRecord) -> None:
        self._history = kept_by.history
        self._meter = Meter()
        self._written = time.perf_counter()
        self._number: int | None = None
        told = record.measured == "tasks"
        self.record = record if told else replace(record, measured=self._meter.measured)
        with self._told_of_faults():
            self._end_what_broke_off()
        with self._told_of_faults():
            self._number = self._history.begin(run_row(self.record))
            self.record = replace(self.record, id=f"{PREFIX}{self._number}")

    @contextmanager
    def step(self, run: StepRun) -> Iterator[StepNotes]:
        """What is done inside is noted as this step's, also where it ends in the middle."""
        self._meter.begin()
        notes = StepNotes(run, self._meter)
        try:
            yield notes
        finally:
            self._add(notes)

    def end(self, state: State, said: str | None = None) -> None:
        """The run is over."""
        told = None if said is None else _fit(said)
        self.record = replace(self.record, state=state, said=told, ended_at=_now())
        self._write()
        one = self.record
        spent = {"seconds": round(one.seconds, 3), "cpu_seconds": one.cpu_seconds, "memory_bytes": one.memory}
        telling = fail if state == "failed" else tell
        telling("run.ended", run=one.id, state=state, done=one.done, failed=one.failed, **spent, said=told)

    def _add(self, notes: StepNotes) -> None:
        step = notes.record()
        changed: dict[str, Any] = {"steps": (*self.record.steps, step)}
        if step.step == OF_ARTICLES:
            changed["articles"] = step.planned
            changed["new_articles"] = sum(one.jobs for one in step.redone if one.why == "new")
        self.record = replace(self.record, **changed)
        if step.pending or step.dropped:
            names = ("step", "version", "planned", "taken_over", "done", "failed", "dropped", "records", "seconds")
            counts = {name: getattr(step, name) for name in (*names, "cpu_seconds")}
            memory = {"memory_bytes": step.memory, "worker_bytes": step.worker_memory}
            tasks = {} if step.tasks is None else {"tasks": step.tasks, "lost_tasks": step.lost_tasks}
            tell("run.step", run=self.record.id, **counts, **memory, **tasks)
        if time.perf_counter() - self._written > BETWEEN_WRITES:
            self._write()

    def _write(self) -> None:
        if self._number is not None:
            with self._told_of_faults():
                self._history.keep(self._number, run_row(self.record))
        self._written = time.perf_counter()

    def _end_what_broke_off(self) -> None:
        """Whoever has the turn runs alone: what is said to be at work is not. What cannot be read is told of."""
        for told in self._history.last(limit=1):
            if told.facts.get("state") == UNREADABLE:
                said = "what was remembered of this run is damaged and cannot be told; no record rests on it"
                warn("run.unreadable", run=f"{PREFIX}{told.number}", said=said)
            if told.facts.get("state") == "working":
                self._history.keep(told.number, {**told.facts, "state": "broken off"})

    @contextmanager
    def _told_of_faults(self) -> Iterator[None]:
        try:
            yield
        except DeskError as error:
            warn("run.unrecorded", run=self.record.id, said=str(error))


@contextmanager
def recorded(
    store: Store, *, settings: Settings, digest: str, engine: tuple[str, int | None], through: str | None
) -> Iterator[Keeper]:
    """A run goes on inside; its record is closed however it ends. `engine` is its name, and its workers if known."""
    record = begun(settings, digest, engine=engine, through=through)
    decided = _decided(store.digests(Decision))
    with closed(store, replace(record, sort_memory=settings.engine.memory, decisions=decided)) as keeper:
        yield keeper


def begun(settings: Settings, digest: str, *, engine: tuple[str, int | None], through: str | None) -> RunRecord:
    """The record of a run that begins now, with what every run knows of itself."""
    return RunRecord(
        id=f"{PREFIX}0",
        state="working",
        started_at=_now(),
        copydesk=__version__,
        python=platform.python_version(),
        engine=engine[0],
        workers=engine[1],
        settings=digest,
        sections={name: settings.digest(name) for name in section_names()},
        through=through,
    )


@contextmanager
def closed(kept_by: Remembering, record: RunRecord) -> Iterator[Keeper]:
    """A run goes on inside; its record is written from now on, and closed however the run ends."""
    keeper = Keeper(kept_by, record)
    told = keeper.record
    tell("run.started", run=told.id, engine=told.engine, workers=told.workers, through=told.through)
    try:
        yield keeper
    except GeneratorExit:
        keeper.end("stopped")
        raise
    except (KeyboardInterrupt, SystemExit):
        keeper.end("stopped", "it was ended from outside")
        raise
    except BaseException as error:
        # The words of errors that are not ours may quote a page.
        keeper.end("failed", str(error) if isinstance(error, DeskError) else type(error).__name__)
        raise
    keeper.end("done")


def why_pending(line: LedgerLine | None, run: StepRun, inputs: str) -> Why | None:
    """Why a job is to be done, None where it is current."""
    if line is None:
        return "new"
    if line.failed:
        return "failed"
    if line.run != run.name:
        return "settings" if line.run.partition(":")[0] == str(run.version) else "version"
    return "inputs" if line.inputs != inputs else None


def runs(kept_by: Remembering, *, limit: int = 20, before: int | None = None) -> tuple[RunRecord, ...]:
    """The runs that are remembered, the newest first."""
    return tuple(map(run_record, kept_by.history.last(limit=limit, before=before)))


def _decided(digests: Mapping[str, str]) -> str:
    told = "\n".join(f"{ident} {digests[ident]}" for ident in sorted(digests))
    return blake2b(told.encode(), digest_size=8).hexdigest()


def _fit(text: str) -> str:
    """A text as a record may hold it."""
    return without_secrets(text)[:LONGEST]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
