"""The candidate pairs of a desk, brought up to date with the articles that have come, changed or gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from copydesk.engine import FAMILIES, Change, Engine
from copydesk.engine.limits import uncollected
from copydesk.engine.spools import together
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.store import Arrival, StepRun, Store

# Articles that come at a time: their keys (some 400 each) are held in memory, all others stay on the desk.
PORTION = 10_000
# From this share of those that stand, all pairs are made anew: each portion looks into the whole of a large index, so
# that a few of them cost what all pairs do.
ANEW = 0.5
# Prints that are read at once while all pairs are made.
READ = 2_000
JOB = "collection"


class Wanted(NamedTuple):
    """The print that an article should meet others by: its id and digest."""

    ident: str
    digest: str


class Met(NamedTuple):
    """How far prints have met: how many of how many, and the pairs made so far.

    Of all, `fresh` are new here or were changed, `new` of them the former; `gone` are articles that went.
    """

    done: int
    total: int
    fresh: int
    new: int
    gone: int
    made: int


def meet(
    store: Store, engine: Engine, run: StepRun, wanted: Mapping[str, Wanted], *, limits: BlockLimits
) -> Iterator[Met]:
    """Make the pairs on a desk those of the wanted prints, by article; how far it is is told in between.

    Only what has come, changed or gone since the last time is looked at, unless it was made otherwise then. Each
    portion is kept whole or not at all, and what is kept is not done again.
    """
    line = store.ledger(run.step).get(JOB)
    if line is None or line.run != run.name:
        store.forget(run, [JOB])
        store.clear_keys()
    with uncollected():
        held = store.keys.members()
        gone = tuple(one for one, digest in held.items() if one not in wanted or wanted[one].digest != digest)
        fresh = [one for one, print_of in wanted.items() if held.get(one) != print_of.digest]
    new = sum(one not in held for one in fresh)
    met = Met(0, len(fresh), len(fresh), new, len(gone) - (len(fresh) - new), 0)
    if len(fresh) > max(PORTION, ANEW * len(held)):
        for done, made in _anew(store, engine, run, wanted, limits=limits):
            yield met._replace(done=done, total=len(wanted), made=made)
        return
    portions = [fresh[start : start + PORTION] for start in range(0, len(fresh), PORTION)]
    if not portions and (gone or line is None):
        portions = [[]]
    yield met
    for portion in portions:
        with uncollected():
            prints = tuple(store.get(Fingerprint, [wanted[one].ident for one in portion]).values())
            change = engine.extend(prints, gone, store.keys, known=partial(store.get, Candidate), limits=limits)
            store.arrive(run, _arrival(prints, wanted, change=change, gone=gone))
        gone, met = (), met._replace(done=met.done + len(portion), made=met.made + len(change.made))
        yield met


def _anew(
    store: Store, engine: Engine, run: StepRun, wanted: Mapping[str, Wanted], *, limits: BlockLimits
) -> Iterator[tuple[int, int]]:
    """All pairs at once, where most articles are new: each print is read twice, whatever their number.

    Told in between is how many of the wanted have met, and how many pairs were made of them. The job is done with the
    last portion; what a run that was killed has left is dropped by the next.
    """
    store.forget(run, [JOB])
    store.clear_keys()
    yield 0, 0
    done = pairs_made = 0
    for prints in _read(store, wanted):
        store.arrive(run, _arrival(prints, wanted, last=False))
        done += len(prints)
        # The other half of the work is to pair them.
        yield done // 2, 0
    pairs = engine.block((one for prints in _read(store, wanted) for one in prints), limits)
    with uncollected():
        for made in together(pairs, PORTION):
            store.arrive(run, _arrival((), wanted, change=Change(tuple(made), ()), last=False))
            pairs_made += len(made)
    store.arrive(run, _arrival((), wanted))
    yield len(wanted), pairs_made


def _read(store: Store, wanted: Mapping[str, Wanted]) -> Iterator[tuple[Fingerprint, ...]]:
    """The wanted prints, some at a time."""
    for portion in together((one.ident for one in wanted.values()), READ):
        yield tuple(store.get(Fingerprint, portion).values())


def _arrival(
    prints: Sequence[Fingerprint],
    wanted: Mapping[str, Wanted],
    *,
    change: Change | None = None,
    gone: tuple[str, ...] = (),
    last: bool = True,
) -> Arrival:
    keys = {family: [getattr(one, family) for one in prints] for family in FAMILIES}
    members: dict[str, str] = {one.article: wanted[one.article].digest for one in prints}
    made, dropped = change or Change((), ())
    return Arrival(job=JOB, made=made, dropped=dropped, members=members, keys=keys, gone=gone, last=last)


def wanted_of(store: Store, prints: Collection[str] | None = None) -> dict[str, Wanted]:
    """The prints on a desk, or those of them with these ids, by their articles."""
    with uncollected():
        digests = store.digests(Fingerprint)
        made = store.made(Fingerprint).items()
        return {
            article: Wanted(one, digests[one])
            for article, ids in made
            for one in ids
            if prints is None or one in prints
        }
