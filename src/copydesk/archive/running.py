"""A run over an archive: each step of the flow as one relation after the other, from the pages in files to the last.

What a step makes is a folder of Parquet; the next reads it there. So a run that was stopped, or died, goes on behind
the last step that it finished, and a setting that changes redoes the steps that it decides and those that read them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.archive.columns import JOBS, RECORDS, columns_of, fields_of, says_all, spark_schema
from copydesk.archive.cuts import TWINS, Part
from copydesk.archive.folder import FORM, ROUNDS, Folder
from copydesk.archive.workers import Sources, name_pairs, read_files, work
from copydesk.engine.frames import pairs
from copydesk.engine.spark import SparkEngine, reason_of_spark
from copydesk.errors import CopydeskError, NothingRead, UnreadablePage, UsageError
from copydesk.flow import FLOW, Step
from copydesk.jobs import WHOLE
from copydesk.pages.walking import find_files, is_container
from copydesk.records import Article, Edition, Failure, Fingerprint, Page
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

PAGES = "pages"
BY_KEYS = "by its keys"
"""The inputs of the one job of candidates: what has come is told by the index of keys."""
FILES_TOGETHER = 200
"""Files of one page each that one task reads; a container is a task by itself."""
PAGES_A_TASK = 2_000
"""Pages of which the jobs of a step make one task: a few minutes of the dearest step, so that a lost machine, or a
last task, costs little."""
TASKS_A_CORE = 3
"""Tasks for each core at least: one that takes longer then leaves no core without work for long."""


class StepDone(NamedTuple):
    """How a step went: jobs, those of them that failed, records, seconds; `done` False while it is begun.

    `kept` is whether it was finished before and left as it is.
    """

    step: str
    done: bool
    jobs: int = 0
    failed: int = 0
    records: int = 0
    seconds: float = 0.0
    kept: bool = False


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
        self._session = engine.session()
        self._settings = settings
        self.folder = Folder(self._session, out)
        self._sources = tuple(sources)
        self._reading = Sources(settings, as_of, dict(columns or {}), str(Path.cwd()))
        self._state = self._taken_up()

    def _taken_up(self) -> dict[str, Any]:
        """What is finished already."""
        told = {
            "form": FORM,
            "sources": list(self._sources),
            "base": self._reading.base,
            "as_of": self._reading.as_of.isoformat(),
            "columns": dict(self._reading.columns),
        }
        held = self.folder.state()
        if held is None:
            return {**told, "steps": {}}
        for name, value in told.items():
            if held[name] != value:
                cure = f"name another folder, or say again what it was made of: {' '.join(held['sources'])}"
                raise UsageError(f"{self.folder.place} was made with another {name} ({held[name]}); {cure}")
        return held

    def run(self) -> Iterator[StepDone]:
        """Make what is not made yet, step by step, each told as it begins and when it is done.

        Raises:
            NothingRead: there is no page in the files.

        """
        yield from self._pages()
        for step in FLOW:
            yield StepDone(step.name, False)
            yield self._step(step.name, step.version, self._digest(step), partial(self._made, step))
        self.folder.drop(ROUNDS)

    @property
    def cores(self) -> int:
        """How many tasks run at once."""
        return int(self._session.sparkContext.defaultParallelism)

    def finished(self) -> bool:
        """Whether every step is made as it would be now."""
        steps = self._state["steps"]
        return all(step.name in steps and steps[step.name]["stamp"] == self._stamp_of(step) for step in FLOW)

    def failures(self, *, limit: int) -> list[Failure]:
        """So many of what could not be made, step by step; those of quiet steps, told again later, left out."""
        found: list[Failure] = []
        steps = [(PAGES, Page), *((step.name, step.makes) for step in FLOW if not step.quiet)]
        for name, kind in steps:
            if len(found) < limit and self._state["steps"].get(name, {}).get("failed"):
                failed = self._rows(name, kind).filter(f"rows = '{JOBS}' and reason is not null").orderBy("job")
                rows = failed.select("job", "input", "reason").limit(limit - len(found)).collect()
                found.extend(_failure(name, *row) for row in rows)
        return found

    def sample(self, most: int) -> tuple[list[Page], int]:
        """So many pages chosen by a hash of their ids, and how many there are."""
        from pyspark.sql import functions as f

        from copydesk.archive.columns import record_of

        held = self._table(Page)
        some = held.orderBy(f.xxhash64("id")).limit(most).toArrow().to_pylist()
        return [record_of(Page, row) for row in some], self._state["steps"][PAGES]["records"]

    # -- steps --------------------------------------------------------------------------------------------------

    def _pages(self) -> Iterator[StepDone]:
        yield StepDone(PAGES, False)
        done = self._step(PAGES, 1, self._settings.digest("pages"), self._found)
        yield done
        if not done.records:
            told = self.failures(limit=1)
            why = f"; the first failure: {told[0].input}: {told[0].reason}" if told else ""
            raise NothingRead(f"there is no page in {' '.join(self._sources)}{why}")

    def _digest(self, step: Step) -> str:
        return self._settings.digest(*step.settings)

    def _stamp_of(self, step: Step) -> str:
        return self._stamp(step.name, step.version, self._digest(step))

    def _step(self, name: str, version: int, settings: str, make: Any) -> StepDone:
        """Make a step, if it is not finished as it would be now."""
        stamp = self._stamp(name, version, settings)
        held = self._state["steps"].get(name)
        if held is not None and held["stamp"] == stamp:
            return StepDone(name, True, held["jobs"], held["failed"], held["records"], held["seconds"], kept=True)
        if self._state["steps"].pop(name, None) is not None:
            self.folder.keep(self._state)
        begun = time.monotonic()
        self._write(name, make)
        counted = self._counted(name)
        self._state["steps"][name] = {
            "stamp": stamp,
            "version": version,
            "settings": settings,
            **counted,
            "seconds": round(time.monotonic() - begun, 3),
        }
        self.folder.keep(self._state)
        self.folder.drop(ROUNDS)
        return StepDone(name, True, counted["jobs"], counted["failed"], counted["records"], time.monotonic() - begun)

    def _stamp(self, name: str, version: int, settings: str) -> str:
        """What decided on a step: itself, its settings, and all that decided on what it reads."""
        total = blake2b(f"{name} {version} {settings}\n".encode(), digest_size=8)
        reads = next((step.reads for step in FLOW if step.name == name), ())
        for maker in (PAGES, *(step.name for step in FLOW if step.makes in reads)):
            if maker != name:
                total.update(self._state["steps"].get(maker, {}).get("stamp", "").encode())
        return total.hexdigest()

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

    def _counted(self, name: str) -> dict[str, int]:
        from pyspark.sql import functions as f

        rows = self._rows(name, Page if name == PAGES else next(step.makes for step in FLOW if step.name == name))
        of_jobs = f.col("rows") == JOBS
        asked = {"jobs": of_jobs, "failed": of_jobs & f.col("reason").isNotNull(), "records": ~of_jobs}
        (found,) = rows.agg(*(f.count_if(what).alias(key) for key, what in asked.items())).collect()
        return dict(found.asDict())

    # -- rows ---------------------------------------------------------------------------------------------------

    def _rows(self, name: str, kind: type[Any]) -> Any:
        """What a step wrote, jobs and records."""
        return self._session.read.schema(spark_schema(columns_of(kind))).parquet(self.folder.of(name))

    def _table(self, kind: type[Any]) -> Any:
        """The records of a kind."""
        name = PAGES if kind is Page else next(step.name for step in FLOW if step.makes is kind)
        return self._rows(name, kind).filter(f"rows = '{RECORDS}'")

    def _found(self, *, guarded: bool) -> Any:  # noqa: ARG002  every step is made alike
        """The pages in the files."""
        tasks = list(_files_of(self._sources)) or [[]]
        spread = self._session.sparkContext.parallelize([(files,) for files in tasks], len(tasks))
        files = self._session.createDataFrame(spread, "files array<string>")
        return files.mapInArrow(partial(read_files, sources=self._reading), spark_schema(columns_of(Page)))

    def _made(self, step: Step, *, guarded: bool) -> Any:
        """The rows of a step."""
        if step.run is None:
            return self._candidates(step)
        arriving = [self._arriving(part) for part in TWINS[step.name](self._table) if part.kind in step.reads]
        spread = reduce(lambda left, right: left.unionByName(right), arriving)
        spread = spread.repartition(self._tasks(), "near").sortWithinPartitions("near", "job", "place")
        carried = partial(work, step=step.name, settings=self._settings, guarded=guarded)
        made = spread.mapInArrow(carried, spark_schema(columns_of(step.makes)))
        # Which article came first is told by the order in which `load` finds them.
        return made.checkpoint().repartitionByRange(self._tasks(), "job") if step.makes is Article else made

    def _arriving(self, part: Part) -> Any:
        """The records that jobs want, each in its place, as `workers.ARRIVING`."""
        from pyspark.sql import functions as f

        if says_all(part.kind):
            fields = f.struct(*(f.col(one.name) for one in fields_of(part.kind)))
            line = f.to_json(fields, {"ignoreNullFields": "false"})
        else:
            line = f.col("body")
        held = self._table(part.kind).select("id", "digest", line.alias("line"))
        wanted = part.frame.withColumn("kind", f.lit(part.kind.__name__))
        return wanted.join(held, "id").select("job", "near", "place", "kind", "id", "digest", "line")

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


def _files_of(sources: Sequence[str]) -> Iterator[list[str]]:
    """The files that sources name, each once, as one task after the other reads them."""
    import os

    seen: set[str] = set()
    together: list[str] = []
    for source in sources:
        for found in find_files(source):
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
