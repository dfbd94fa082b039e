"""A desk as an archive: what `load` takes, written without Spark, and the same rows that Spark would write.

It is for a desk on which pages were put before its first run, as that of an archive is. A step is written beside its
place and then moved there, so that a folder never holds a part of one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from copydesk.archive.columns import JOBS, RECORDS, arrow_schema, columns_of, row_of
from copydesk.archive.folder import RUN, refuse_other, understood
from copydesk.archive.steps import MAKES, Made, StepDone, line_of_run, runs
from copydesk.errors import UsageError
from copydesk.records import Article, Failure
from copydesk.settings import Settings
from copydesk.store import LedgerLine, Store
from copydesk.text.ids import stable_id

JOBS_A_PART = 2_000
RECORDS_A_PIECE = 20_000
"""Records that are held while they are written: one job may make hundreds of thousands."""


def save(store: Store, folder: Path, made: Made, *, settings: Settings) -> Iterator[StepDone]:
    """Write what a desk holds into the folder of an archive, step by step, after a run with these settings.

    Raises:
        UsageError: the folder holds something else, or an archive of other pages.

    """
    told, held = made.told(), held_in(folder)
    refuse_other(str(folder), told, held)
    state: dict[str, Any] = {**told, "steps": {}}
    if held is None:
        keep(folder, state)
    for name, run in runs(settings).items():
        yield StepDone(name, False)
        done = _save_step(store, folder, name)
        state["steps"][name] = line_of_run(run, state["steps"], done)
        yield done
    keep(folder, state)


def keep(folder: Path, state: dict[str, Any]) -> None:
    """Write the `run.json` of a folder, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / RUN, json.dumps(state, ensure_ascii=False, indent=1))


def write_whole(place: Path, text: str) -> None:
    """Write a file, whole or not at all."""
    new = place.with_name(f"{place.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(place)


def held_in(folder: Path) -> dict[str, Any] | None:
    """What the `run.json` of a folder says; None where the folder is new or empty.

    Raises:
        UsageError: it holds files and no archive.

    """
    if (folder / RUN).exists():
        return understood((folder / RUN).read_text(encoding="utf-8"), str(folder))
    if folder.exists() and any(not one.name.startswith(("_", ".")) for one in folder.iterdir()):
        raise UsageError(f"{folder} holds files and no archive of copydesk; name a new or an empty folder")
    return None


def _save_step(store: Store, folder: Path, name: str) -> StepDone:
    """Write one step; how much of it there is."""
    new, place = folder / f"_{name}", folder / name
    shutil.rmtree(new, ignore_errors=True)
    ledger, kind = store.ledger(name), MAKES[name]
    made = store.made(kind)
    for part, jobs in enumerate(_portions(sorted(ledger))):
        _write(new / f"rows={JOBS}", (part, 0), kind, [_line(store, name, job, ledger[job]) for job in jobs])
        rows = (row for job in jobs for row in _records(store, kind, job, made.get(job, ())))
        pieces = count()
        while portion := list(islice(rows, RECORDS_A_PIECE)):
            _write(new / f"rows={RECORDS}", (part, next(pieces)), kind, portion)
    new.mkdir(parents=True, exist_ok=True)
    (new / "_SUCCESS").touch()
    shutil.rmtree(place, ignore_errors=True)
    new.replace(place)
    failed = sum(line.failed for line in ledger.values())
    return StepDone(name, True, len(ledger), failed, sum(len(ids) for job, ids in made.items() if job in ledger))


def _portions(jobs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(jobs), JOBS_A_PART):
        yield jobs[start : start + JOBS_A_PART]


def _line(store: Store, step: str, job: str, line: LedgerLine) -> dict[str, Any]:
    if not line.failed:
        return {"rows": JOBS, "job": job, "inputs": line.inputs}
    ident = stable_id("x", step, job)
    failure = store.get(Failure, [ident])[ident]
    return {"rows": JOBS, "job": job, "inputs": line.inputs, "input": failure.input, "reason": failure.reason}


def _records(store: Store, kind: type[Any], job: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of what a job made; articles in the order in which they came, as the job gave them."""
    ordered = store.arrived(ids) if kind is Article else ids
    held = store.get(kind, ordered)
    for place, ident in enumerate(ordered):
        yield row_of(held[ident], job=job, place=place)


def _write(folder: Path, number: tuple[int, int], kind: type[Any], portion: Sequence[dict[str, Any]]) -> None:
    """Write one piece of one part of a step."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("archives need pyarrow, which is not installed; pip install 'copydesk[parquet]'") from error
    columns = [one for one in columns_of(kind) if one.name != "rows"]
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(list(portion), schema=arrow_schema(columns))
    part, piece = number
    parquet.write_table(table, folder / f"part-{part:05}-desk.c{piece:03}.zstd.parquet", compression="zstd")
