"""A run over an archive: each step of the flow as one relation after the other, from the pages in files to the last.

What a step makes is a folder of Parquet; the next reads it there. So a run that was stopped, or died, goes on behind
the last step that it finished, and a setting that changes redoes the steps that it decides and those that read them.
What each run did and took is remembered in the folder (`history`, `observed`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial, reduce
from typing import Any

from copydesk.archive.columns import JOBS, RECORDS, columns_of, fields_of, record_of, says_all, spark_schema
from copydesk.archive.cuts import TWINS, Part
from copydesk.archive.folder import ROUNDS, Folder, refuse_other
from copydesk.archive.history import HISTORY, Remembered, history_of
from copydesk.archive.observed import Observer, looked_at, why_made
from copydesk.archive.steps import MAKES, PAGES, STEP_OF, Made, StepDone, kept, line_of_run, runs, stamp
from copydesk.archive.workers import ARRIVING, MOST, Sources, Work, name_pairs, read_bytes, read_files, work
from copydesk.engine.frames import pairs
from copydesk.engine.spark import SparkEngine, reason_of_spark
from copydesk.errors import CopydeskError, NothingRead, UnreadablePage
from copydesk.flow import FLOW, QUIET, Step
from copydesk.jobs import WHOLE
from copydesk.logs import without_secrets
from copydesk.observing import FailedJobs
from copydesk.observing.keeping import REASONS, Keeper, begun, closed
from copydesk.pages.walking import find_files, is_container
from copydesk.plugging import digest_of
from copydesk.records import Article, Edition, Failure, Fingerprint, Page
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

BY_KEYS = "by its keys"
"""The inputs of the one job of candidates: what has come is told by the index of keys."""
FILES_TOGETHER = 200
"""Files of one page each that one task reads; a container is a task by itself."""
PAGES_A_TASK = 2_000
"""Pages of which the jobs of a step make one task: a few minutes of the dearest step, so that a lost machine, or a
last task, costs little."""
TASKS_A_CORE = 3
"""Tasks for each core at least: one that takes longer then leaves no core without work for long."""


class Archive:
    """Pages in files, and the folder of what is made of them by a Spark engine.

    Raises:
        UsageError: the folder holds something else, or was made of other pages.

    """

    def __init__(  # noqa: PLR0913  what may be said of pages, each by name
        self,
        engine: SparkEngine,
        sources: Sequence[str],
        out: str,
        *,
        as_of: date,
        settings: Settings,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self._engine = engine
        self._session = engine.session()
        self._settings = settings
        self._runs = runs(settings)
        self._observer = Observer(self._session, here=engine.is_here)
        self._made_of = Made.here(tuple(sources), as_of, columns)
        self.folder = Folder(self._session, out)
        told, held = self._made_of.told(), self.folder.state()
        refuse_other(self.folder.place, told, held)
        self._state = held or {**told, "steps": {}}

    def run(self, *, through: str | None = None) -> Iterator[StepDone]:
        """Make what is not made yet, step by step (to the end, or `through` one), told as each begins and is done.

        What is done, why and what that takes is written to `history.json` meanwhile; a run that finds all finished
        leaves the folder as it is.

        Raises:
            NothingRead: there is no page in the files.

        """
        if self.finished():
            yield from (kept(name, self._state["steps"][name]) for name in MAKES)
            return
        # From its beginning on the folder tells what it is made of, so that a run that dies in it is gone on with.
        self.folder.keep(self._state)
        history = history_of(self.folder.text(HISTORY), partial(self.folder.write, HISTORY))
        # How many cores a cluster has is not known before its machines have come.
        engine = ("spark", self.cores if self._engine.is_here else None)
        record = begun(self._settings, digest_of(self._settings), engine=engine, through=through)
        told = replace(record, archive=without_secrets(self.folder.place), measured=self._observer.measured)
        with closed(Remembered(history), told) as keeper:
            yield from self._steps(keeper, through)

    def _steps(self, keeper: Keeper, through: str | None) -> Iterator[StepDone]:
        yield from self._pages(keeper)
        # Joins are cut as finely as jobs are; Spark puts together what is small.
        finely = max(self._tasks(), int(self._session.conf.get("spark.sql.shuffle.partitions")))
        self._session.conf.set("spark.sql.shuffle.partitions", str(finely))
        for step in FLOW:
            yield StepDone(step.name, False)
            yield self._step(step.name, partial(self._made, step), keeper)
            if step.name == through:
                break
        self.folder.drop(ROUNDS)

    @property
    def cores(self) -> int:
        """How many tasks run at once."""
        return int(self._session.sparkContext.defaultParallelism)

    def finished(self) -> bool:
        """Whether every step is made as it would be now."""
        return all(self._finished(name) for name in MAKES)

    def failures(self, *, limit: int) -> list[Failure]:
        """So many of what could not be made, step by step; those of quiet steps, told again later, left out."""
        found: list[Failure] = []
        for name, line in self._state["steps"].items():
            if name not in QUIET and line["failed"] and len(found) < limit:
                failed = self._rows(name).filter(f"rows = '{JOBS}' and reason is not null").orderBy("job")
                rows = failed.select("job", "input", "reason").limit(limit - len(found)).collect()
                found.extend(_failure(name, *row) for row in rows)
        return found

    def sample(self, most: int) -> tuple[list[Page], int]:
        """So many pages chosen by a hash of their ids, and how many there are."""
        from pyspark.sql import functions as f

        held = self._table(Page)
        some = held.orderBy(f.xxhash64("id")).limit(most).toArrow().to_pylist()
        return [record_of(Page, row) for row in some], self._state["steps"][PAGES]["records"]

    def close(self) -> None:
        """End the session."""
        self._engine.close()

    # -- steps --------------------------------------------------------------------------------------------------

    def _pages(self, keeper: Keeper) -> Iterator[StepDone]:
        yield StepDone(PAGES, False)
        crossing = "spark.sql.execution.arrow.maxRecordsPerBatch"
        usual = self._session.conf.get(crossing)
        self._session.conf.set(crossing, "1")  # a row may be a whole file
        try:
            done = self._step(PAGES, self._found, keeper)
        finally:
            self._session.conf.set(crossing, usual)
        yield done
        if not done.records:
            told = self.failures(limit=1)
            why = f"; the first failure: {told[0].input}: {told[0].reason}" if told else ""
            raise NothingRead(f"there is no page in {' '.join(self._made_of.sources)}{why}")

    def _finished(self, name: str) -> bool:
        """Whether a step is made as it would be now."""
        steps = self._state["steps"]
        return name in steps and steps[name]["stamp"] == stamp(self._runs[name], steps)

    def _step(self, name: str, make: Any, keeper: Keeper) -> StepDone:
        """Make a step, if it is not finished as it would be now."""
        steps, run = self._state["steps"], self._runs[name]
        with keeper.step(run) as notes:
            if self._finished(name):
                notes.planned = steps[name]["jobs"]
                return kept(name, steps[name])
            why, before = why_made(line := steps.pop(name, None), run)
            if line is not None:
                self.folder.keep(self._state)
            start = time.monotonic()
            try:
                with looked_at(notes):
                    self._write(name, make)
                    jobs, failed, records = self._counted(name)
                    reasons = self._reasons(name) if failed and name not in QUIET else ()
            finally:
                notes.of_tasks = self._observer.told()
            notes.planned = jobs
            notes.redone(why, jobs, before=before)
            notes.counted(jobs, records, reasons)
        done = StepDone(name, True, jobs, failed, records, time.monotonic() - start)
        steps[name] = line_of_run(run, steps, done)
        self.folder.keep(self._state)
        self.folder.drop(ROUNDS)
        return done

    def _write(self, name: str, make: Any) -> None:
        """Write the rows of a step. Where a worker died over it, each job is done in a process of its own."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        for guarded in (False, True):
            try:
                make(guarded=guarded).write.mode("overwrite").partitionBy("rows").parquet(self.folder.of(name))
            except (Py4JError, PySparkException) as error:
                if guarded:
                    raise CopydeskError(f"step {name}: {reason_of_spark(error)}") from error
            else:
                return

    def _counted(self, name: str) -> tuple[int, int, int]:
        """How many jobs of a step were done, how many failed, and how many records they made."""
        from pyspark.sql import functions as f

        of_jobs = f.col("rows") == JOBS
        asked = (of_jobs, of_jobs & f.col("reason").isNotNull(), ~of_jobs)
        jobs, failed, records = self._rows(name).agg(*(f.count_if(what) for what in asked)).first()
        return jobs, failed, records

    def _reasons(self, name: str) -> list[FailedJobs]:
        """Why jobs of a step failed, the most frequent reason first."""
        from pyspark.sql import functions as f

        failed = self._rows(name).filter(f"rows = '{JOBS}' and reason is not null").groupBy("reason")
        counted = failed.agg(f.count("*").alias("jobs"), f.min("input").alias("input"))
        rows = counted.orderBy(f.desc("jobs"), "reason").limit(REASONS).collect()
        return [FailedJobs(reason=row.reason, jobs=row.jobs, input=row.input) for row in rows]

    # -- rows ---------------------------------------------------------------------------------------------------

    def _rows(self, name: str) -> Any:
        """What a step wrote, jobs and records."""
        return self._session.read.schema(spark_schema(columns_of(MAKES[name]))).parquet(self.folder.of(name))

    def _table(self, kind: type[Any]) -> Any:
        """The records of a kind."""
        return self._rows(STEP_OF[kind]).filter(f"rows = '{RECORDS}'")

    def _found(self, *, guarded: bool) -> Any:  # noqa: ARG002  every step is made alike
        """The pages in the files, and in what Hadoop finds at addresses."""
        made_of, schema = self._made_of, spark_schema(columns_of(Page))
        sources = Sources(self._settings, made_of.as_of, made_of.columns, made_of.base)
        tasks = list(_files_of([one for one in made_of.sources if "://" not in one], self._settings.pages.readers)) or [
            []
        ]
        spread = self._session.sparkContext.parallelize([(files,) for files in tasks], len(tasks))
        files = self._session.createDataFrame(spread, "files array<string>")
        found = files.mapInArrow(self._observer.carried(partial(read_files, sources=sources)), schema)
        if addresses := [one for one in made_of.sources if "://" in one]:
            there = self._session.read.format("binaryFile").option("recursiveFileLookup", "true").load(addresses)
            there = there.select("path", "content")
            there = there.dropDuplicates(["path"]) if len(addresses) > 1 else there
            return found.unionAll(
                there.mapInArrow(self._observer.carried(partial(read_bytes, sources=sources)), schema)
            )
        return found

    def _made(self, step: Step, *, guarded: bool) -> Any:
        """The rows of a step."""
        if step.run is None:
            return self._candidates(step)
        arriving = [self._arriving(part) for part in TWINS[step.name](self._table) if part.kind in step.reads]
        spread = reduce(lambda left, right: left.unionByName(right), arriving)
        # Pages that lie in one file side by side are read by one task, so that no file is gone through by many.
        spread = (spread.repartitionByRange if Page in step.reads else spread.repartition)(self._tasks(), "near")
        asked = Work(step.run, step.reads, step.makes, self._settings, MOST if step.verb == "group" else None)
        carried = self._observer.carried(partial(work, asked=asked, guarded=guarded))
        made = spread.sortWithinPartitions("near", "job", "place").mapInArrow(
            carried, spark_schema(columns_of(step.makes))
        )
        # Which article came first is told by the order in which `load` finds them.
        return made.checkpoint().repartitionByRange(self._tasks(), "job") if step.makes is Article else made

    def _arriving(self, part: Part) -> Any:
        """The records that jobs want, each in its place, as `workers.ARRIVING`."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        if says_all(part.kind):
            fields = f.struct(*(f.col(one.name) for one in fields_of(part.kind)))
            line = f.to_json(fields, {"ignoreNullFields": "false"})
        else:
            line = f.col("body")
        held = self._table(part.kind).select("id", "digest", line.alias("whole"))
        wanted = part.frame.withColumns({"kind": f.lit(part.kind.__name__), "shared": f.lit(part.shared)})
        together = Window.partitionBy("near", "id").orderBy("job", "place")
        first = f.row_number().over(together) == 1 if part.shared else f.lit(True)
        joined = wanted.withColumn("first", first).join(held, "id")
        return joined.withColumn("line", f.when(f.col("first"), f.col("whole"))).select(*ARRIVING)

    def _candidates(self, step: Step) -> Any:
        """The pairs of articles that share enough rare keys, and the one job that looks at all."""
        from pyspark.sql import functions as f

        later = self._table(Edition).select(f.col("article"))
        prints = self._table(Fingerprint).join(later, "article", "left_anti").withColumnRenamed("article", "owner")
        found = pairs(prints, self._settings.copies.block)
        schema = spark_schema(columns_of(step.makes))
        named = found.mapInArrow(partial(name_pairs, job=WHOLE), schema)
        done = self._session.createDataFrame([(JOBS, WHOLE, BY_KEYS)], "rows string, job string, inputs string")
        return named.unionByName(done, allowMissingColumns=True)

    def _tasks(self) -> int:
        """How many tasks the jobs of a step are spread over."""
        pages: int = self._state["steps"][PAGES]["records"]
        return max(TASKS_A_CORE * self.cores, pages // PAGES_A_TASK)


def _files_of(sources: Sequence[str], readers: Sequence[str] = ()) -> Iterator[list[str]]:
    """The files that sources name, each once, as one task after the other reads them."""
    import os

    seen: set[str] = set()
    together: list[str] = []
    for source in sources:
        for found in find_files(source, readers=readers):
            name = found.source if isinstance(found, UnreadablePage) else found
            if (real := os.path.realpath(name)) in seen:
                continue
            seen.add(real)
            if is_container(name):
                yield [name]
                continue
            together.append(name)
            if len(together) == FILES_TOGETHER:
                yield together
                together = []
    if together:
        yield together


def _failure(step: str, job: str, name: str, reason: str) -> Failure:
    return Failure(id=stable_id("x", step, job), step=step, input=name, reason=reason)
