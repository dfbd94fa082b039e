"""What a run would cost, told before it: articles, keys, candidate pairs, CPU time by step and memory, from a sample.

Some pages, chosen by a hash of their names, are read, printed and blocked as a run would do it; of their pairs some are
compared; and a few pages go through the whole flow. What grows with the pages is scaled by their number. Pairs grow
with its square, but not within a family that is larger than what `block` joins in full: there each article has one.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from heapq import nsmallest
from itertools import count
from math import log2
from typing import Any, NamedTuple

from copydesk.desk import Desk
from copydesk.engine import FAMILIES, LocalEngine
from copydesk.engine.base import Fault
from copydesk.flow import FLOW, Step
from copydesk.jobs import Job
from copydesk.records import Candidate, Fingerprint, Page
from copydesk.settings import Settings
from copydesk.store import Outcome, SqliteStore, StepRun

# Pages that are read and blocked: of 100,000 with one copy in ten, 4,000 hold some sixteen pairs, enough to tell half
# from double; up to so many every pair is seen. They take a minute.
BLOCKED = 4_000
# Pages that go through the whole flow, half of them first, so that steps over the collection show how they grow.
RUN_WHOLE = 240
# Jobs of each step over pairs that are timed.
TIMED = 120
_THROUGH = "candidates"
_OF_PAIRS = ("matches", "families", "copies")


class StepCost(NamedTuple):
    """What one step would take: jobs, and CPU-seconds of one process."""

    step: str
    jobs: int
    seconds: float


class Plan(NamedTuple):
    """What a run over so many pages would meet and take. `memory` is in bytes, None where the system does not tell."""

    pages: int
    sampled: int
    articles: int
    keys: int
    pairs: int
    matches: int
    steps: tuple[StepCost, ...]
    memory: int | None

    @property
    def seconds(self) -> float:
        """CPU-seconds in all."""
        return sum(step.seconds for step in self.steps)


def plan(pages: Iterable[Page], *, settings: Settings, number: int | None = None) -> Plan:
    """The cost of a run over these pages, as one process would have it; of so many, where these are chosen of more."""
    counted = count()
    ranked = ((_rank(page.id), next(counted), page) for page in pages)
    sample = [page for _, _, page in nsmallest(BLOCKED, ranked)]
    number = max(next(counted), number or 0)
    if not sample:
        return Plan(0, 0, 0, 0, 0, 0, (), None)
    small, half = sample[:RUN_WHOLE], sample[: min(len(sample), RUN_WHOLE) // 2]
    before = _timed_run(half, settings)
    low = _most_memory()
    whole = _timed_run(small, settings)
    high = _most_memory()
    with _desk(sample, settings) as desk:
        blocked = _timed(desk, through=_THROUGH)
        share = len(sample) / number
        counts = desk.counts()
        pairs = _all_pairs(tuple(desk.store.all(Candidate)), share, settings.copies.block.most_articles)
        keys = sum(len(getattr(one, family)) for one in desk.store.all(Fingerprint) for family in FAMILIES)
        of_pairs = {name: _trial(desk, _STEPS[name]) for name in _OF_PAIRS}
    matches = round(pairs * of_pairs["matches"].made)
    scale = _Scale(number, len(sample), len(small))
    steps = (*_of_articles(scale, blocked, before, whole), *_of_pairs(pairs, matches, of_pairs))
    memory = None if high is None or low is None else _memory(low, high, len(small) - len(half), number)
    return Plan(
        pages=number,
        sampled=len(sample),
        articles=round(counts["Article"] / share),
        keys=round(keys / share),
        pairs=pairs,
        matches=matches,
        steps=tuple(sorted(steps, key=lambda one: list(_STEPS).index(one.step))),
        memory=memory,
    )


_STEPS = {step.name: step for step in FLOW}


class _Trial(NamedTuple):
    """How a step over pairs did: jobs in all, CPU-seconds for one, and records that one made."""

    jobs: int
    seconds: float
    made: float


class _Scale(NamedTuple):
    """How many pages there are, how many were blocked, and how many went through the whole flow."""

    pages: int
    blocked: int
    whole: int


def _of_articles(
    scale: _Scale, blocked: Mapping[str, StepCost], half: Mapping[str, StepCost], whole: Mapping[str, StepCost]
) -> Iterator[StepCost]:
    """The steps that grow with the pages; those that look at many articles together may grow faster."""
    for step in FLOW:
        if step.name in blocked:
            yield _scaled(step.name, blocked[step.name], scale.pages / scale.blocked, 1.0)
        elif step.name not in _OF_PAIRS:
            together = step.verb == "group" or whole[step.name].jobs == 1
            power = _growth(half[step.name], whole[step.name]) if together else 1.0
            yield _scaled(step.name, whole[step.name], scale.pages / scale.whole, power)


def _of_pairs(pairs: int, matches: int, trials: Mapping[str, _Trial]) -> Iterator[StepCost]:
    """The steps that grow with the pairs."""
    families = round(matches * trials["families"].jobs / max(1, trials["copies"].jobs))
    for name, jobs in zip(_OF_PAIRS, (pairs, families, matches), strict=True):
        yield StepCost(name, jobs, jobs * trials[name].seconds)


def _rank(page: str) -> bytes:
    return blake2b(page.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _desk(pages: Sequence[Page], settings: Settings) -> Desk:
    """A desk in memory with these pages on it."""
    desk = Desk(SqliteStore(None), engine=LocalEngine(1), settings=settings)
    run = StepRun("pages", Page, 1, settings.digest("pages"))
    desk.store.put(run, [Outcome(page.id, page.sha256, (page,)) for page in pages])
    return desk


def _timed_run(pages: Sequence[Page], settings: Settings) -> dict[str, StepCost]:
    with _desk(pages, settings) as desk:
        return _timed(desk)


def _timed(desk: Desk, through: str | None = None) -> dict[str, StepCost]:
    """What each step of a run took."""
    seconds: dict[str, float] = {}
    jobs: dict[str, int] = {}
    last = time.process_time()
    for progress in desk.run(through=through):
        now = time.process_time()
        seconds[progress.step] = seconds.get(progress.step, 0.0) + now - last
        jobs[progress.step], last = progress.total, now
    return {name: StepCost(name, jobs[name], seconds[name]) for name in jobs}


def _trial(desk: Desk, step: Step) -> _Trial:
    """Some of the jobs of a step, spread evenly, done and kept."""
    jobs = list(step.cut(desk.store, LocalEngine(1)))
    some = jobs[:: max(1, len(jobs) // TIMED)][:TIMED]
    if not some or step.run is None:
        return _Trial(len(jobs), 0.0, 0.0)
    started = time.process_time()
    outcomes = [_outcome(desk, step, job) for job in some]
    seconds = time.process_time() - started
    desk.store.put(StepRun(step.name, step.makes, step.version, ""), outcomes)
    return _Trial(len(jobs), seconds / len(some), sum(len(one.records) for one in outcomes) / len(some))


def _outcome(desk: Desk, step: Step, job: Job) -> Outcome:
    assert step.run is not None
    ids: dict[type[Any], list[str]] = {}
    for kind, ident in job.inputs:
        ids.setdefault(kind, []).append(ident)
    held = {kind: desk.store.get(kind, wanted) for kind, wanted in ids.items()}
    inputs = {kind: tuple(held[kind][ident] for ident in wanted) for kind, wanted in ids.items()}
    (answer,) = LocalEngine(1).map(partial(step.run, settings=desk.settings), [inputs])
    return Outcome(job.key, "", () if isinstance(answer, Fault) else answer)


def _all_pairs(candidates: Sequence[Candidate], share: float, most: int) -> int:
    """How many pairs there are of all pages, when these are those of a share of them.

    In a group of the sample that hangs together, each article has met, of those it has beside the first two, this
    share. Where the whole group is larger than what is joined in full, each of its articles has as many pairs as here.
    """
    engine = LocalEngine(1)
    found = 0.0
    inside: Counter[str] = Counter()
    groups = engine.components((one.a, one.b) for one in candidates)
    first = {article: members[0] for members in groups for article in members}
    inside.update(first[one.a] for one in candidates)
    for members in groups:
        size = 2 + (len(members) - 2) / share
        found += inside[members[0]] / (share * share if size <= most else share)
    return round(found)


def _growth(half: StepCost, whole: StepCost) -> float:
    """The power of the number of pages by which a step over the collection grows, between 1 and 2."""
    if half.seconds <= _TOO_SHORT:
        return 1.0
    return min(2.0, max(1.0, log2(whole.seconds / half.seconds)))


# CPU-seconds below which chance tells more than growth.
_TOO_SHORT = 0.02


def _scaled(name: str, cost: StepCost, times: float, power: float) -> StepCost:
    jobs = cost.jobs if cost.jobs == 1 else round(cost.jobs * times)
    return StepCost(name, jobs, cost.seconds * times**power)


def _memory(low: int, high: int, pages: int, number: int) -> int:
    """What a run takes at its peak: what it took for the sample, and for each page more what those between took."""
    return high + max(0, number - 2 * pages) * max(0, high - low) // max(1, pages)


def _most_memory() -> int | None:
    """The most memory that this process has had, in bytes; None where the system does not tell."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return None
    held = getrusage(RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
