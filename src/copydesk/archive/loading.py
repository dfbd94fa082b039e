"""An archive brought to a desk: records, ledger lines and run names, so that nothing of it is pending there.

What the archive remembers of the runs that made it, the desk remembers too from then on.

What is loaded is what a desk would hold that had been given the same pages. Pages that are added later cost what they
cost on any desk. A load that is stopped goes on when it is given again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from copydesk.archive.columns import JOBS, RECORDS, arrow_schema, columns_of, record_of
from copydesk.archive.folder import RUN, understood
from copydesk.archive.history import bring, remembered_in
from copydesk.archive.steps import MAKES, PAGES
from copydesk.engine import FAMILIES
from copydesk.engine.limits import uncollected
from copydesk.errors import DeskError, UsageError
from copydesk.jobs import WHOLE
from copydesk.logs import warn
from copydesk.records import Candidate, Edition, Failure, Fingerprint, Page
from copydesk.running import KEPT_TOGETHER, Progress
from copydesk.store import Arrival, Outcome, StepRun, Store
from copydesk.text.ids import stable_id

PORTION = 10_000
"""Articles whose keys come to the desk's index at once, as on a desk that meets them (`meeting`)."""
_OF_LEDGER = ("job", "inputs", "input", "reason")


def load(folder: Path, store: Store) -> Iterator[Progress]:
    """Bring the archive in a folder to a desk, step by step.

    Raises:
        UsageError: it is no archive, or not finished; or the desk holds other pages.

    """
    steps = _steps(folder)
    # A run at the same time would hold a step for finished whose ledger is written here.
    with store.turn("run"):
        _refuse_others(folder, store)
        for run, jobs in steps:
            if run.makes is Candidate:
                yield from _meet(folder, store, run)
            else:
                yield from _put(folder, store, run, jobs)
        _remember(folder, store)


def _steps(folder: Path) -> list[tuple[StepRun, int]]:
    """The steps of an archive in their order, each with the number of its jobs."""
    try:
        state = understood((folder / RUN).read_text(encoding="utf-8"), str(folder))
    except FileNotFoundError as error:
        raise UsageError(f"{folder} is no archive: there is no {RUN} in it; name what `copydesk run` made") from error
    missing = [name for name in MAKES if name not in state["steps"]]
    if missing:
        cure = f"give the command that made it again: {missing[0]} is the next step"
        raise UsageError(f"{folder} is not finished; {cure}")
    held = state["steps"]
    runs = [StepRun(name, kind, held[name]["version"], held[name]["settings"]) for name, kind in MAKES.items()]
    return [(run, held[run.step]["jobs"]) for run in runs]


def _remember(folder: Path, store: Store) -> None:
    """Let the desk remember the runs that made the archive; where that cannot be, it is loaded all the same."""
    try:
        bring(remembered_in(folder).history, store.history)
    except (DeskError, UsageError) as error:
        warn("run.unrecorded", said=str(error))


def _refuse_others(folder: Path, store: Store) -> None:
    """A desk holds the pages of the archive or none: what articles say of each other must have been found of all."""
    there = set(store.digests(Page))
    for part in _parts(folder, PAGES) if there else ():
        there.difference_update(_read(part, JOBS, Page, ("job",))["job"])
    if there:
        cure = "name a new desk; pages may be added to it when the archive is loaded"
        raise UsageError(f"the desk holds {len(there):,} pages that are not of this archive; {cure}")


def _put(folder: Path, store: Store, run: StepRun, jobs: int) -> Iterator[Progress]:
    """The records of a step with its ledger, a part of the archive at a time, jobs in order."""
    ledger = store.ledger(run.step)
    done = failed = 0
    if len(ledger) == jobs and all(line.run == run.name for line in ledger.values()):
        return
    yield Progress(run.step, 0, jobs, 0)
    for part in _parts(folder, run.step):
        with uncollected():
            outcomes = _outcomes(part, run)
        for start in range(0, len(outcomes), KEPT_TOGETHER):
            portion = outcomes[start : start + KEPT_TOGETHER]
            store.put(run, portion)
            done += len(portion)
            failed += sum(one.failure is not None for one in portion)
            yield Progress(run.step, done, jobs, failed)


def _outcomes(part: Sequence[Path], run: StepRun) -> list[Outcome]:
    """What the jobs in a part of a step gave, in the order of their names."""
    made: dict[str, list[tuple[int, Any]]] = {}
    for row in _rows(part, RECORDS, run.makes):
        made.setdefault(row["job"], []).append((row["place"], record_of(run.makes, row)))
    columns = _read(part, JOBS, run.makes, _OF_LEDGER)
    found = []
    for job, inputs, name, reason in sorted(zip(*(columns[one] for one in _OF_LEDGER), strict=True)):
        failure = None
        if reason is not None:
            failure = Failure(id=stable_id("x", run.step, job), step=run.step, input=name, reason=reason)
        records = sorted(made.get(job, ()), key=lambda one: one[0])
        found.append(Outcome(job, inputs, tuple(record for _, record in records), failure))
    return found


def _meet(folder: Path, store: Store, run: StepRun) -> Iterator[Progress]:
    """The candidate pairs, and the keys of the articles by which those that come later will meet them."""
    later = {edition.article for edition in store.all(Edition)}
    there = store.keys.members()
    prints = store.digests(Fingerprint)
    total, done = len(prints), 0
    yield Progress(run.step, 0, total, 0)
    for pairs, some in zip_longest(_pairs(folder, run), _portions(sorted(prints))):
        held = store.get(Fingerprint, some or ()).values()
        coming = [one for one in held if one.article not in later and one.article not in there]
        keys = {family: [getattr(one, family) for one in coming] for family in FAMILIES}
        members: dict[str, str] = {one.article: prints[one.id] for one in coming}
        store.arrive(run, Arrival(job=WHOLE, made=pairs or (), dropped=(), members=members, keys=keys, gone=()))
        done += len(some or ())
        yield Progress(run.step, done, total, 0)


def _pairs(folder: Path, run: StepRun) -> Iterator[tuple[Any, ...]]:
    for part in _parts(folder, run.step):
        for piece in part:
            yield tuple(record_of(Candidate, row) for row in _rows([piece], RECORDS, Candidate))


def _portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), PORTION):
        yield values[start : start + PORTION]


# -- files ------------------------------------------------------------------------------------------------------------


def _parts(folder: Path, step: str) -> list[list[Path]]:
    """The files of a step, those of one task together, tasks in order."""
    found: dict[str, list[Path]] = {}
    for path in sorted((folder / step).glob("rows=*/part-*.parquet")):
        found.setdefault("-".join(path.name.split("-")[:2]), []).append(path)
    return [found[task] for task in sorted(found)]


def _rows(part: Sequence[Path], rows: str, kind: type[Any]) -> Iterator[dict[str, Any]]:
    columns = _read(part, rows, kind, None)
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _read(part: Sequence[Path], rows: str, kind: type[Any], names: Sequence[str] | None) -> dict[str, list[Any]]:
    """The columns of jobs or of records in a part of a step."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("archives need pyarrow, which is not installed; pip install 'copydesk[parquet]'") from error
    wanted = [one for one in arrow_schema(columns_of(kind)).names if one != "rows" and (names is None or one in names)]
    found: dict[str, list[Any]] = {name: [] for name in wanted}
    for path in part:
        if path.parent.name == f"rows={rows}":
            table = parquet.ParquetFile(path).read(columns=wanted)
            for name in wanted:
                found[name].extend(table.column(name).to_pylist())
    return found
