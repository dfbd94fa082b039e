"""A run: the jobs of each step that are pending, given to an engine, and what it answers, given to the store.

Jobs are looked at a portion at a time, and those that are pending wait in a spool, so that a run holds no more of a
desk of a million articles than of one of a thousand. Where nothing that a step reads has changed since it was finished,
none of its jobs are looked at but those that failed (`store.settled`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from hashlib import blake2b
from itertools import compress, islice
from typing import Any, NamedTuple

from copydesk import __version__
from copydesk.engine import Engine
from copydesk.engine.base import Fault
from copydesk.engine.local import attempt
from copydesk.engine.spools import Kept, Scratch, Spool, together
from copydesk.flow import FLOW, Step
from copydesk.jobs import Inputs, Job, shown
from copydesk.meeting import JOB, meet, wanted_of
from copydesk.observing.keeping import Keeper, StepNotes, recorded, why_pending
from copydesk.plugging import digest_of, need
from copydesk.records import Article, Failure, Page
from copydesk.settings import Settings
from copydesk.store import FailedJob, Outcome, Settled, StepRun, Store
from copydesk.text.ids import stable_id

KEPT_TOGETHER = 64
"""Jobs whose outcomes are kept in one transaction: long enough to be quick, short enough that readers never wait and a
killed run loses seconds (the storage experiments wrote 31,900 rows a second in transactions of 500 rows)."""
LOOKED_AT = 1_000
"""Jobs of which the ledger is asked at once."""
READ_TOGETHER = 128
"""Records of jobs that are read at once: one statement a kind for some sixty pairs in place of one a pair."""

LAID_OUT = 20_000
"""Records of one job from which on those of a wide step wait on disk: accounts of one take 20 KB each in memory."""

INPUT = 5 * 2**10
"""Bytes of memory that are reckoned for each record of a job that brings records together. An article of 380 words with
its blocks takes 8 KB, what is found about it 1 KB or less, and a family has a pair for each article: some 5 KB a record
in the mean. With 2 GB a family may have 200,000 articles."""

TRIED_AGAIN = 20_000
"""Failed jobs with their inputs that are remembered of a step: some two megabytes. Of a step that has more, the next
run looks at all jobs."""

Pending = tuple[Job, str]
"""A job, and what stands for its inputs."""


class Progress(NamedTuple):
    """How far one step of a run is: jobs done of those that were pending, and how many of them failed."""

    step: str
    done: int
    total: int
    failed: int


def run(  # noqa: PLR0913  what may be said of a run, each by name
    store: Store,
    engine: Engine,
    *,
    settings: Settings,
    through: str | None,
    scratch: Scratch | None = None,
    waiting: Callable[[], None] | None = None,
) -> Iterator[Progress]:
    """Do what is pending, step by step, through the step of this name or to the end.

    `waiting` is called where another run is at work at the desk, before this one waits for it.
    """
    need(settings)
    who = type(engine).__name__.removesuffix("Engine").lower(), engine.workers
    begun = partial(recorded, settings=settings, digest=digest_of(settings), engine=who, through=through)
    # Two that run at once would drop what the other has just made, and make pairs twice.
    with store.turn("run", waiting=waiting), begun(store) as keeper:
        runner = _Runner(store, engine, settings, keeper=keeper, scratch=scratch)
        for step in FLOW:
            yield from runner.run_step(step)
            if step.name == through:
                return


class _Runner:
    """One run over a store."""

    def __init__(
        self, store: Store, engine: Engine, settings: Settings, *, keeper: Keeper, scratch: Scratch | None = None
    ) -> None:
        self._keeper = keeper
        self._store = store
        self._engine = engine
        self._settings = settings
        self._scratch = scratch or Scratch()

    def run_step(self, step: Step) -> Iterator[Progress]:
        """Do what is pending of a step, and drop what no job of it stands for any more."""
        run = StepRun(step.name, step.makes, step.version, digest_of(self._settings, *step.settings))
        with self._keeper.step(run) as notes:
            # Another release may cut otherwise what stands.
            by = f"{run.name} by {__version__}"
            # Asked before anything is looked at: what changes meanwhile is to be looked at by the next run.
            seen = self._store.settled.changes(step.reads)
            held = self._store.settled.get(step.name)
            if held is not None and (held.run, held.seen) != (by, seen):
                held = None
            if held is not None and not held.failed:
                notes.planned = held.jobs
                yield Progress(step.name, 0, 0, 0)
                return
            work = _Work(step, run, notes, held, _Failed())
            yield from self._arrivals(work) if step.run is None else self._portions(work)
            # A run that ends before this, however it does, leaves the step to be looked at.
            if seen is not None and work.failed.are_few:
                self._store.settled.keep(step.name, Settled(by, seen, notes.planned, work.failed.jobs()))

    def _portions(self, work: _Work) -> Iterator[Progress]:
        """Do the pending jobs of a step, so many at a time."""
        step, run, notes, *_ = work
        with closing(Spool[Pending](self._scratch)) as pending:
            failed = self._gather(work, pending)
            done = 0
            yield Progress(step.name, 0, len(pending), failed)
            answers = self._answers(step, iter(pending))
            while portion := list(islice(answers, KEPT_TOGETHER)):
                outcomes = [self._outcome(step, job, inputs, answer) for (job, inputs), answer in portion]
                self._store.put(run, outcomes)
                notes.kept(outcomes, quiet=step.quiet)
                for ((job, _), _), outcome in zip(portion, outcomes, strict=True):
                    work.failed.note(job, outcome)
                done += len(outcomes)
                failed += 0 if step.quiet else sum(outcome.failure is not None for outcome in outcomes)
                yield Progress(step.name, done, len(pending), failed)

    def _gather(self, work: _Work, pending: Spool[Pending]) -> int:
        """Put the pending jobs of a step into a spool, and drop those of the ledger that exist no more.

        How many are too large comes back: they fail, and it is told why.
        """
        step, run, notes, held, _ = work
        seen = _Names()
        refused: list[Outcome] = []
        jobs = _tried_again(step, held) if held else step.cut(shown(self._store, step.reads), self._engine)
        for portion in together(jobs, LOOKED_AT):
            for job in portion:
                seen.add(job.key)
            refused.extend(self._sorted_out(work, portion, pending))
        if held:
            notes.planned = held.jobs
        else:
            gone = list(seen.missing(self._store.noted(step.name)))
            self._store.forget(run, gone)
            notes.dropped = len(gone)
        self._store.put(run, refused)
        notes.kept(refused)
        return len(refused)

    def _sorted_out(self, work: _Work, portion: Sequence[Job], pending: Spool[Pending]) -> Iterator[Outcome]:
        """Put those of these jobs that are pending into a spool; the failures of those that are too large come back."""
        step, _, notes, _, failed = work
        most = self._scratch.memory // INPUT if step.verb == "group" else None
        shelf = shown(self._store, step.reads)
        digests = {kind: shelf.digests(kind, ids) for kind, ids in _named(portion).items()}
        ledger = self._store.ledger(step.name, [job.key for job in portion])
        for job in portion:
            inputs = _digest(job, digests)
            if not notes.is_pending(ledger.get(job.key), inputs):
                continue
            if most is None or len(job.inputs) <= most:
                pending.add((job, inputs))
                continue
            outcome = self._outcome(step, job, inputs, Fault(_too_large(len(job.inputs), most)))
            failed.note(job, outcome)
            yield outcome

    def _arrivals(self, work: _Work) -> Iterator[Progress]:
        """Bring the candidate pairs up to date with the prints that have come, changed or gone."""
        step, run, notes, *_ = work
        (job,) = step.cut(shown(self._store, step.reads), self._engine)
        wanted = wanted_of(self._store, {ident for _, ident in job.inputs})
        limits = self._settings.copies.block
        line = self._store.ledger(step.name, [JOB]).get(JOB)
        # All are met anew for one reason, or each for its own; prints have no inputs but themselves.
        anew = why_pending(line, run, line.inputs if line is not None else "")
        notes.planned = len(wanted)
        for number, met in enumerate(meet(self._store, self._engine, run, wanted, limits=limits)):
            if number == 0:
                notes.redone(anew or "new", len(wanted) if anew else met.new, before=line)
                notes.redone("inputs", 0 if anew else met.fresh - met.new)
            notes.met(met.done / max(1, met.total), dropped=met.gone, records=met.made)
            yield Progress(step.name, met.done, met.total, 0)

    def _answers(self, step: Step, pending: Iterator[Pending]) -> Iterator[tuple[Pending, Any]]:
        """Each job with what the engine gives for it: a tuple of records, or a `Fault`."""
        assert step.run is not None  # a verb that is itself the work goes by `_arrivals`
        function = partial(step.run, settings=self._settings)
        given: list[Pending] = []
        large: list[Pending] = []
        small = _without(large, pending) if step.wide else pending
        for answer in self._engine.map(function, self._inputs(small, given)):
            yield given.pop(0), answer
        for one in large:
            with ExitStack() as open_rows:
                inputs = self._laid_out(one[0], open_rows)
                (answer,) = attempt(function, [inputs])
            yield one, answer

    def _laid_out(self, job: Job, open_rows: ExitStack) -> Inputs:
        """The records of a large job, by kind, in the order in which it names them: on disk, each read when asked for.

        They cannot go to another process, so the job is done in this one.
        """
        ids: dict[type[Any], list[str]] = {}
        for kind, ident in job.inputs:
            ids.setdefault(kind, []).append(ident)
        rows: Mapping[type[Any], Any] = {kind: self._kept(kind, wanted) for kind, wanted in ids.items()}
        for row in rows.values():
            open_rows.callback(row.close)
        # What takes tuples takes these rows, which are read like them.
        return dict(rows)

    def _kept(self, kind: type[Any], ids: Iterable[str]) -> Kept[Any]:
        portions = ((portion, self._store.get(kind, portion)) for portion in together(ids, LOOKED_AT))
        return Kept((found[ident] for portion, found in portions for ident in portion), self._scratch)

    def _inputs(self, pending: Iterator[Pending], given: list[Pending]) -> Iterator[Inputs]:
        """The records of each job, by kind, in the order in which the job names them; the job is put behind `given`."""
        held: dict[type[Any], dict[str, Any]] = {}
        for portion in _portions(pending):
            # What the portion before has read is there: jobs behind each other often share a family.
            before, held = held, {}
            for kind, asked in _named(job for job, _ in portion).items():
                known = before.get(kind, {})
                held[kind] = {ident: known[ident] for ident in asked if ident in known}
                held[kind].update(self._store.get(kind, [ident for ident in asked if ident not in known]))
            for one in portion:
                given.append(one)
                ids: dict[type[Any], list[str]] = {}
                for kind, ident in one[0].inputs:
                    ids.setdefault(kind, []).append(ident)
                yield {kind: tuple(held[kind][ident] for ident in wanted) for kind, wanted in ids.items()}

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


class _Work(NamedTuple):
    """One step at work: `held` where it is settled, and no job but those that failed is to be looked at."""

    step: Step
    run: StepRun
    notes: StepNotes
    held: Settled | None
    failed: _Failed


class _Failed:
    """The jobs of a step that failed, as far as they are few enough to be remembered."""

    def __init__(self) -> None:
        self._jobs: list[FailedJob] = []
        self._size = 0

    @property
    def are_few(self) -> bool:
        """Whether all are here."""
        return self._size <= TRIED_AGAIN

    def note(self, job: Job, outcome: Outcome) -> None:
        """This came of a job."""
        if outcome.failure is not None:
            self._size += 1 + len(job.inputs)
            if self.are_few:
                self._jobs.append(FailedJob(job.key, tuple((kind.__name__, ident) for kind, ident in job.inputs)))

    def jobs(self) -> tuple[FailedJob, ...]:
        """Those that are here."""
        return tuple(self._jobs)


class _Names:
    """Which names have been seen, eight bytes for each: by Python's own hash, which no two runs have alike.

    Of a million names and a million others two have one hash in one run of 18 million; the next run then tells them.
    """

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, name: str) -> None:
        self._hashes.append(hash(name))

    def missing(self, names: Iterator[str]) -> Iterator[str]:
        """Those of these names that were not seen."""
        import numpy as np  # nothing else here needs it, and the first run over a desk does not come this far

        seen = None
        for portion in together(names, 50 * LOOKED_AT):
            seen = np.sort(np.frombuffer(self._hashes, dtype=np.int64)) if seen is None else seen
            asked = np.fromiter(map(hash, portion), dtype=np.int64, count=len(portion))
            places = np.minimum(np.searchsorted(seen, asked), max(0, len(seen) - 1))
            held = seen[places] == asked if len(seen) else np.zeros(len(asked), dtype=bool)
            yield from compress(portion, (~held).tolist())


def _tried_again(step: Step, held: Settled) -> Iterator[Job]:
    """The jobs of a settled step that failed when last tried, as they were cut then: what they read is the same."""
    kinds = {kind.__name__: kind for kind in step.reads}
    return (Job(key, tuple((kinds[kind], ident) for kind, ident in inputs)) for key, inputs in held.failed)


def _without(large: list[Pending], pending: Iterator[Pending]) -> Iterator[Pending]:
    """Jobs without those of so many records that these wait on disk, which are put behind `large`."""
    for one in pending:
        if len(one[0].inputs) < LAID_OUT:
            yield one
        else:
            large.append(one)


def _too_large(inputs: int, most: int) -> str:
    return (
        f"it brings together {inputs:,} records, of which {most:,} fit into the memory that is given; what an earlier"
        f" run made of them stands, and with --memory {-(-inputs * INPUT // 2**30)}GB before `run` it is done"
    )


def _portions(pending: Iterator[Pending]) -> Iterator[list[Pending]]:
    """Jobs in their order, so many at a time that their records are read by few statements and held at once."""
    portion: list[Pending] = []
    size = 0
    for one in pending:
        portion.append(one)
        size += len(one[0].inputs)
        if size >= READ_TOGETHER:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _named(portion: Iterable[Job]) -> dict[type[Any], dict[str, None]]:
    """The ids of the inputs of jobs, by kind, each once."""
    found: dict[type[Any], dict[str, None]] = {}
    for job in portion:
        for kind, ident in job.inputs:
            found.setdefault(kind, {})[ident] = None
    return found


def _digest(job: Job, digests: Mapping[type[Any], Mapping[str, str]]) -> str:
    """What stands for the inputs of a job: it changes when one of them does, or when there are others."""
    told = "".join([f"{kind.__name__} {ident} {digests[kind].get(ident)}\n" for kind, ident in job.inputs])
    return blake2b(told.encode(), digest_size=8).hexdigest()
