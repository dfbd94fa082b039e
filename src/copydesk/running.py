"""A run: the jobs of each step that are pending, given to an engine, and what it answers, given to the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple

from copydesk.engine import Engine
from copydesk.engine.base import Fault
from copydesk.flow import FLOW, Step
from copydesk.jobs import Inputs, Job
from copydesk.meeting import meet, wanted_of
from copydesk.records import Article, Failure, Page
from copydesk.settings import Settings
from copydesk.store import LedgerLine, Outcome, StepRun, Store
from copydesk.text.ids import stable_id

KEPT_TOGETHER = 64
"""Jobs whose outcomes are kept in one transaction: long enough to be quick, short enough that readers never wait and a
killed run loses seconds (the storage experiments wrote 31,900 rows a second in transactions of 500 rows)."""


class Progress(NamedTuple):
    """How far one step of a run is: jobs done of those that were pending, and how many of them failed."""

    step: str
    done: int
    total: int
    failed: int


def run(store: Store, engine: Engine, *, settings: Settings, through: str | None) -> Iterator[Progress]:
    """Do what is pending, step by step, through the step of this name or to the end."""
    runner = _Runner(store, engine, settings)
    for step in FLOW:
        yield from runner.run_step(step)
        if step.name == through:
            return


class _Runner:
    """One run over a store."""

    def __init__(self, store: Store, engine: Engine, settings: Settings) -> None:
        self._store = store
        self._engine = engine
        self._settings = settings

    def run_step(self, step: Step) -> Iterator[Progress]:
        """Do what is pending of a step, and drop what no job of it stands for any more."""
        run = StepRun(step.name, step.makes, step.version, self._settings.digest(*step.settings))
        if step.run is None:
            yield from self._arrivals(step, run)
            return
        digests = {kind: self._store.digests(kind) for kind in step.reads}
        jobs = {job.key: (job, _digest(job, digests)) for job in step.cut(self._store, self._engine)}
        ledger = self._store.ledger(step.name)
        self._store.forget(run, sorted(ledger.keys() - jobs.keys()))
        pending = [(job, inputs) for job, inputs in jobs.values() if _pending(ledger.get(job.key), run, inputs)]
        done = failed = 0
        yield Progress(step.name, 0, len(pending), 0)
        answers = zip(pending, self._answers(step, [job for job, _ in pending]), strict=True)
        while portion := list(islice(answers, KEPT_TOGETHER)):
            outcomes = [self._outcome(step, job, inputs, answer) for (job, inputs), answer in portion]
            self._store.put(run, outcomes)
            done += len(outcomes)
            failed += 0 if step.quiet else sum(outcome.failure is not None for outcome in outcomes)
            yield Progress(step.name, done, len(pending), failed)

    def _arrivals(self, step: Step, run: StepRun) -> Iterator[Progress]:
        """Bring the candidate pairs up to date with the prints that have come, changed or gone."""
        (job,) = step.cut(self._store, self._engine)
        wanted = wanted_of(self._store, {ident for _, ident in job.inputs})
        limits = self._settings.copies.block
        for done, total in meet(self._store, self._engine, run, wanted, limits=limits):
            yield Progress(step.name, done, total, 0)

    def _answers(self, step: Step, jobs: Sequence[Job]) -> Iterator[Any]:
        """What the engine gives for each job: a tuple of records, or a `Fault`."""
        assert step.run is not None  # a verb that is itself the work goes by `_arrivals`
        inputs = (self._inputs(job) for job in jobs)
        return self._engine.map(partial(step.run, settings=self._settings), inputs)

    def _inputs(self, job: Job) -> Inputs:
        """The records of a job, by kind, in the order in which the job names them."""
        ids: dict[type[Any], list[str]] = {}
        for kind, ident in job.inputs:
            ids.setdefault(kind, []).append(ident)
        held = {kind: self._store.get(kind, wanted) for kind, wanted in ids.items()}
        return {kind: tuple(held[kind][ident] for ident in wanted) for kind, wanted in ids.items()}

    def _outcome(self, step: Step, job: Job, inputs: str, answer: Any) -> Outcome:
        if not isinstance(answer, Fault):
            return Outcome(job.key, inputs, answer)
        name = self._name(job)
        failure = Failure(id=stable_id("x", step.name, job.key), step=step.name, input=name, reason=answer.reason)
        return Outcome(job.key, inputs, (), failure)

    def _name(self, job: Job) -> str:
        """What a person calls the input of a job: the source of its page or article, else its key."""
        sources: tuple[type[Page | Article], ...] = (Page, Article)
        for kind in sources:
            ids = [ident for one, ident in job.inputs if one is kind]
            own = [job.key] if job.key in ids else ids
            if len(own) == 1:
                return next((held.source for held in self._store.get(kind, own).values()), job.key)
        return job.key


def _digest(job: Job, digests: Mapping[type[Any], Mapping[str, str]]) -> str:
    """What stands for the inputs of a job: it changes when one of them does, or when there are others."""
    total = blake2b(digest_size=8)
    for kind, ident in job.inputs:
        total.update(f"{kind.__name__} {ident} {digests[kind].get(ident)}\n".encode())
    return total.hexdigest()


def _pending(line: LedgerLine | None, run: StepRun, inputs: str) -> bool:
    """Whether a job is to be done: new, changed, decided by other settings, or failed when last tried."""
    return line is None or line.failed or line.run != run.name or line.inputs != inputs
