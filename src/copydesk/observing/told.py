"""The record of a run: what each step did, why, and what it took.

The desk keeps the newest (`store.history`), and so does the folder of an archive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Protocol, get_args

from copydesk.store.history import History, Told

State = Literal["working", "done", "stopped", "failed", "broken off", "unreadable"]
"""How a run stands: at work; at its end; left by whoever asked for it; ended by an error; its process ended without a
word, as the next run found; what was remembered of it is damaged. What is at work for very long may be broken off too,
until the next run looks."""
Why = Literal["new", "failed", "version", "settings", "inputs"]
"""Why a job was done: the ledger did not know it; it had failed; the step's version or its settings were others; what
it reads was other. Of several reasons the first stands."""
Measured = Literal["proc", "rusage", "tasks", "nothing"]
"""How memory and the processor's time were measured (`measuring.py`; `tasks`: those of a cluster told it besides)."""


class Remembering(Protocol):
    """Whoever remembers runs: a desk's store, the folder of an archive."""

    @property
    def history(self) -> History:
        """The runs by number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone:
    """So many jobs that were done for one reason. `before` is `VERSION:SETTINGS` in the ledger, where that is why."""

    why: Why
    jobs: int
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJobs:
    """Jobs that failed for one reason, with the first of their inputs."""

    reason: str
    jobs: int
    input: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One step of a run. Of the `planned` jobs, `taken_over` were current, and `pending` were to be done.

    Of these, `done` were, and `failed` could not be; `dropped` are jobs that no longer exist. `seconds` are on the
    clock, `cpu_seconds` of all processes. `memory` is what this process had at most, `worker_memory` what those that
    work for it had, each at its own peak; in bytes. None is not measured.

    On Spark the work of a step is spread over `tasks`, of which `lost_tasks` died and were done again; `shuffled` are
    the bytes that were sent between them. On a cluster (`measured` is `tasks`) `memory` is what the driver had with
    its Java, and `worker_memory` the most that one Python worker had.
    """

    step: str
    version: int
    settings: str
    planned: int = 0
    taken_over: int = 0
    pending: int = 0
    done: int = 0
    failed: int = 0
    dropped: int = 0
    records: int = 0
    redone: tuple[Redone, ...] = ()
    failures: tuple[FailedJobs, ...] = ()
    seconds: float = 0.0
    cpu_seconds: float | None = None
    memory: int | None = None
    worker_memory: int | None = None
    tasks: int | None = None
    lost_tasks: int | None = None
    shuffled: int | None = None

    @property
    def run(self) -> str:
        """How the ledger writes its version and settings."""
        return f"{self.version}:{self.settings}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run. Moments are ISO 8601, UTC.

    `sort_memory` is the setting `engine.memory`, `settings` the digest of all that decide, `sections` that of each
    section, `decisions` one of what people have decided; `through` the step at which it was to end. `said` is the error
    that ended it. `articles` are those on the desk, `new_articles` those that this run saw first; None where it did not
    come so far. `archive` is the folder that the run made, None where it was made on a desk.
    """

    id: str
    state: State
    started_at: str
    ended_at: str | None = None
    copydesk: str | None = None
    python: str | None = None
    engine: str | None = None
    workers: int | None = None
    sort_memory: str | None = None
    settings: str | None = None
    sections: Mapping[str, str] | None = None
    decisions: str | None = None
    through: str | None = None
    measured: Measured = "nothing"
    articles: int | None = None
    new_articles: int | None = None
    said: str | None = None
    archive: str | None = None
    steps: tuple[StepRecord, ...] = ()

    @property
    def number(self) -> int:
        """The number of its id."""
        return int(self.id.removeprefix(PREFIX))

    @property
    def seconds(self) -> float:
        """What its steps took on the clock."""
        return sum(one.seconds for one in self.steps)

    @property
    def cpu_seconds(self) -> float | None:
        """What its steps took of all processors; None where it was not measured."""
        told = [one.cpu_seconds for one in self.steps if one.cpu_seconds is not None]
        return sum(told) if told else None

    @property
    def memory(self) -> int | None:
        """The most that a step took, with those that worked for it."""
        return max((memory_of(one) or 0 for one in self.steps), default=0) or None

    @property
    def done(self) -> int:
        """Jobs that were done."""
        return sum(one.done for one in self.steps)

    @property
    def failed(self) -> int:
        """Jobs that failed."""
        return sum(one.failed for one in self.steps)


PREFIX = "run-"


def memory_of(step: StepRecord) -> int | None:
    """What a step took at its peaks, with those that worked for it."""
    return None if step.memory is None else step.memory + (step.worker_memory or 0)


def run_row(record: RunRecord) -> dict[str, Any]:
    """A run as JSON has it; `run_record` reads it again."""
    return {**_row(record), "steps": [step_row(one) for one in record.steps]}


def step_row(step: StepRecord) -> dict[str, Any]:
    """A step as JSON has it."""
    return {**_row(step), "redone": list(map(_row, step.redone)), "failures": list(map(_row, step.failures))}


def _row(record: RunRecord | StepRecord | Redone | FailedJobs) -> dict[str, Any]:
    # `dataclasses.asdict` copies every value, which for a run took as long as all that was measured in it.
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


def run_record(told: Told) -> RunRecord:
    """The record of a run that the desk remembers; what an older or newer copydesk has otherwise is left out.

    Of what is damaged there is the number alone.
    """
    try:
        return _record(told)
    except (AttributeError, TypeError, ValueError):
        return RunRecord(id=f"{PREFIX}{told.number}", state="unreadable", started_at="")


def _record(told: Told) -> RunRecord:
    facts = _known(RunRecord, told.facts)
    steps = tuple(_step(one) for one in facts.pop("steps", ()))
    if facts.get("state") not in get_args(State):
        facts["state"] = "broken off"
    return RunRecord(**{"started_at": "", **facts, "id": f"{PREFIX}{told.number}", "steps": steps})


def _step(facts: Mapping[str, Any]) -> StepRecord:
    kept = _known(StepRecord, facts)
    redone = tuple(Redone(**_known(Redone, one)) for one in kept.pop("redone", ()))
    failures = tuple(FailedJobs(**_known(FailedJobs, one)) for one in kept.pop("failures", ()))
    return replace(StepRecord(**kept), redone=redone, failures=failures)


def _known(kind: type[Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name in _NAMES[kind]}


_NAMES = {kind: tuple(one.name for one in fields(kind)) for kind in (RunRecord, StepRecord, Redone, FailedJobs)}
