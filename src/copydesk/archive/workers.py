"""What is done in a worker of Spark: rows that arrive become jobs, jobs become records, records become rows.

Rows of one job follow one another, so no more than a few jobs are held at once. `applyInArrow` would start a stream of
Arrow for every job, which took twice as long for 20,000 jobs of three rows, and jobs could not be done in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import groupby, islice
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from copydesk.archive.columns import JOBS, arrow_schema, columns_of, row_of
from copydesk.engine.base import FAMILIES, Fault
from copydesk.engine.guarding import Guard
from copydesk.engine.local import BATCH, attempt
from copydesk.flow import Run
from copydesk.jobs import Inputs
from copydesk.pages import find_pages, pages_of_bytes
from copydesk.pages.walking import is_searched_for
from copydesk.records import Article, Candidate, Failure, Page
from copydesk.running import INPUT
from copydesk.settings import Settings
from copydesk.store.codec import decode
from copydesk.text.ids import stable_id

ARRIVING = ("near", "job", "place", "kind", "id", "digest", "shared", "line")
"""The columns of what arrives: which job wants which record at which place, and the codec's line of it.

Of what several jobs that are `near` share, the line comes with the first of them alone.
"""
ROWS = 512
"""Rows that are sent back at once."""
MOST = 2 * 2**30 // INPUT
"""Records that one job may bring together: what a desk holds in its 2 GB, unless it is given more."""


class Gathered(NamedTuple):
    """A job that has arrived whole: its inputs, their digest, what a person calls it, and why it is not done, if so."""

    key: str
    inputs: Inputs
    digest: str
    name: str
    refused: str | None = None


class Work(NamedTuple):
    """What is done to the jobs of a step: a function of the rooms over records of these kinds, and what it makes."""

    run: Run
    reads: tuple[type[Any], ...]
    makes: type[Any]
    settings: Settings
    most: int | None = None
    """Records that one job may bring together; None where all are to be looked at at once."""


def work(arrived: Iterator[Any], *, asked: Work, guarded: bool) -> Iterator[Any]:
    """The rows of a step: of each job a row that says that it is done, and the records that it made.

    With `guarded` every job is done in a process of its own, so that one by which its process dies is told as failed
    and takes no other along; that takes a second process for each worker.
    """
    kinds = {one.__name__: one for one in asked.reads}
    jobs = _gathered(_rows(arrived, ARRIVING), kinds, asked.most)
    function = partial(asked.run, settings=asked.settings)
    if not guarded:
        answered = _answered(jobs, lambda inputs: attempt(function, inputs))
        yield from _tables(answered, asked.makes)
        return
    guard = Guard()
    try:
        yield from _tables(_answered(jobs, lambda inputs: guard.answers(function, inputs)), asked.makes)
    finally:
        guard.close()


def _answered(jobs: Iterator[Gathered], answer: Callable[[list[Inputs]], Iterable[Any]]) -> Iterator[dict[str, Any]]:
    while batch := list(islice(jobs, BATCH)):
        answers = iter(answer([job.inputs for job in batch if job.refused is None]))
        for job in batch:
            yield from _rows_of(job, next(answers) if job.refused is None else Fault(job.refused))


def _rows_of(job: Gathered, answer: Any) -> Iterator[dict[str, Any]]:
    if isinstance(answer, Fault):
        yield {"rows": JOBS, "job": job.key, "inputs": job.digest, "input": job.name, "reason": answer.reason}
        return
    yield {"rows": JOBS, "job": job.key, "inputs": job.digest}
    for place, record in enumerate(answer):
        yield row_of(record, job=job.key, place=place)


def _gathered(rows: Iterator[tuple[Any, ...]], kinds: Mapping[str, type[Any]], most: int | None) -> Iterator[Gathered]:
    """The jobs of rows in order. What a job names twice it is done to once, where it is first named."""
    for _, beside in groupby(rows, key=lambda row: row[0]):
        shared: dict[tuple[str, str], Any] = {}
        for key, group in groupby(beside, key=lambda row: row[1]):
            total = blake2b(digest_size=8)
            held: dict[tuple[str, str], Any] = {}
            for _, _, _, kind, ident, digest, is_shared, line in group:
                if line is not None and is_shared:
                    shared[kind, ident] = decode(kinds[kind], line)
                if (kind, ident) in held:
                    continue
                total.update(f"{kind} {ident} {digest}\n".encode())
                fits = most is None or len(held) < most
                record = decode(kinds[kind], line) if fits and not is_shared else shared.get((kind, ident))
                held[kind, ident] = record
            yield _whole(key, held, total.hexdigest(), kinds=kinds, most=most)


def _whole(
    key: str, held: Mapping[tuple[str, str], Any], digest: str, *, kinds: Mapping[str, type[Any]], most: int | None
) -> Gathered:
    if most is not None and len(held) > most:
        return Gathered(key, {}, digest, key, too_large(len(held), most))
    inputs: dict[type[Any], list[Any]] = {}
    for (kind, _), record in held.items():
        inputs.setdefault(kinds[kind], []).append(record)
    whole = {kind: tuple(records) for kind, records in inputs.items()}
    return Gathered(key, whole, digest, _name(key, whole))


def too_large(inputs: int, most: int) -> str:
    """Why a job is not done that brings together so many records."""
    cure = "load the archive, and run the desk with more --memory"
    return f"it brings together {inputs:,} records, of which {most:,} fit into the memory of a worker; {cure}"


def _name(key: str, inputs: Inputs) -> str:
    """What a person calls the input of a job, as `running` does: the source of its page or article, else its key."""
    for kind in (Page, Article):
        held = inputs.get(kind, ())
        own = [one for one in held if one.id == key] or held
        if len(own) == 1:
            return str(own[0].source)
    return key


# -- pages ------------------------------------------------------------------------------------------------------------


class Sources(NamedTuple):
    """How files are read: as `Desk.add` would from the folder `base`."""

    settings: Settings
    as_of: Any
    columns: Mapping[str, str]
    base: str


def read_files(arrived: Iterator[Any], *, sources: Sources) -> Iterator[Any]:
    """The rows of the pages in files, a row of the column `files` naming some; the files must be there."""
    from contextlib import chdir

    with chdir(sources.base):
        for (files,) in _rows(arrived, ("files",)):
            found = find_pages(
                files, as_of=sources.as_of, settings=sources.settings.pages, columns=dict(sources.columns)
            )
            yield from _tables((row for one in found for row in _rows_of_page(one)), Page)


def read_bytes(arrived: Iterator[Any], *, sources: Sources) -> Iterator[Any]:
    """The rows of the pages in what Spark has read: columns `path` and `content`; every page keeps its content.

    Files that are none of those a folder is searched for are passed over.
    """
    settings = sources.settings.pages
    for path, content in _rows(arrived, ("path", "content")):
        if is_searched_for(PurePosixPath(path).name):
            found = pages_of_bytes(
                content, source=path, as_of=sources.as_of, settings=settings, columns=dict(sources.columns)
            )
            yield from _tables((row for one in found for row in _rows_of_page(one)), Page)


def _rows_of_page(found: Page | Failure) -> Iterator[dict[str, Any]]:
    if isinstance(found, Failure):
        yield {"rows": JOBS, "job": found.input, "inputs": "", "input": found.input, "reason": found.reason}
        return
    yield {"rows": JOBS, "job": found.id, "inputs": found.sha256}
    yield row_of(found, job=found.id, place=0)


# -- pairs ------------------------------------------------------------------------------------------------------------


def name_pairs(arrived: Iterator[Any], *, job: str) -> Iterator[Any]:
    """The rows of candidate pairs, of the articles `a` and `b` and the counts of the keys that join them."""
    for batch in arrived:
        columns = [batch.column(name).to_pylist() for name in ("a", "b", *FAMILIES)]
        yield from _tables((_row_of_pair(*row, job=job) for row in zip(*columns, strict=True)), Candidate)


def _row_of_pair(left: Any, right: Any, *counts: int, job: str) -> dict[str, Any]:
    families = dict(zip(FAMILIES, counts, strict=True))
    return row_of(Candidate(id=stable_id("pair", left, right), a=left, b=right, **families), job=job, place=0)


# -- rows and tables --------------------------------------------------------------------------------------------------


def _rows(arrived: Iterable[Any], names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    for batch in arrived:
        yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def _tables(rows: Iterator[dict[str, Any]], kind: type[Any]) -> Iterator[Any]:
    """Rows of a step as batches of Arrow, with the columns of its kind."""
    import pyarrow as pa

    schema = arrow_schema(columns_of(kind))
    while portion := list(islice(rows, ROWS)):
        yield pa.RecordBatch.from_pylist(portion, schema=schema)
