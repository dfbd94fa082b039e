"""The engine of many machines: Spark (PySpark 4, the optional part `spark`; Java 17 or newer).

`map` and `block` are Spark's work; records cross into it as Arrow tables and come back as Arrow tables. `group` and
`components` come down to the driver, since what they bring together is returned to it whole: a dictionary there costs
less than a shuffle. `extend` does too: what is new is little, by its nature.
"""

from __future__ import annotations

import functools
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from copydesk.engine.base import DIED, FAMILIES, Batch, Change, Fault, In, Key, KeyIndex, Known
from copydesk.engine.frames import pairs
from copydesk.engine.local import BATCH, LocalEngine, attempt
from copydesk.errors import CopydeskError
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.text.ids import stable_id

# Inputs sent at a time: bounds what the driver holds, and is work enough for a cluster between two answers.
PORTION = 20_000
_ANSWERS = "place long, body binary"


class SparkEngine:
    """The four verbs on Spark. `master` is where it runs; the session is started when first needed (some ten seconds).

    The modules of what is carried must be found by the workers: here by this process's own path, on a cluster by what
    is installed there.
    """

    def __init__(
        self,
        master: str = "local[*]",
        *,
        batch: int = BATCH,
        portion: int = PORTION,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.workers = None
        """Not known here: the cluster decides."""
        self._master = master
        self._options = dict(options or {})
        self._batch = batch
        self._portion = portion
        self._session: Any = None
        self._driver = LocalEngine(1)

    @property
    def is_here(self) -> bool:
        """Whether all of it runs on this machine, below this process."""
        return self._master.startswith("local")

    def map(self, function: Batch, inputs: Iterable[Any]) -> Iterator[Any]:
        """One answer or `Fault` for each input, in the order of the inputs; no input can spoil another's."""
        source = iter(inputs)
        while portion := list(islice(source, self._portion)):
            yield from self._answers(function, [pickle.dumps(one) for one in portion])

    def block(self, prints: Iterable[Fingerprint], limits: BlockLimits) -> tuple[Candidate, ...]:
        """The pairs that share enough rare keys, ordered by their ids."""
        ordered = sorted(prints, key=lambda one: one.article)
        if not ordered:
            return ()
        found = pairs(self.session().createDataFrame(_key_table(ordered)), limits).toArrow().to_pylist()
        return tuple(sorted((_candidate(ordered, row) for row in found), key=lambda one: one.id))

    def extend(
        self,
        prints: Sequence[Fingerprint],
        gone: Sequence[str],
        index: KeyIndex,
        *,
        known: Known,
        limits: BlockLimits,
    ) -> Change:
        """What of the pairs changes when `prints` come to an index and the articles `gone` leave it; on the driver."""
        return self._driver.extend(prints, gone, index, known=known, limits=limits)

    def group(self, records: Iterable[In], by: Callable[[In], Key]) -> Iterator[tuple[Key, tuple[In, ...]]]:
        """All records with one key together, keys in order, records in the order given; made on the driver."""
        return self._driver.group(records, by)

    def components(self, edges: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
        """The connected sets of ends, each in order, ordered by their first; made on the driver."""
        return self._driver.components(edges)

    def close(self) -> None:
        """End the session, if one was started."""
        if self._session is not None:
            self._session.stop()
            self._session = None

    def session(self) -> Any:
        """The Spark session, started if it was not.

        Raises:
            CopydeskError: PySpark or Java is missing; the message tells how to get it.

        """
        if self._session is None:
            self._session = _started(self._master, self._options)
        return self._session

    def _answers(self, function: Batch, bodies: Sequence[bytes]) -> list[Any]:
        """The answers of a portion. Where a worker died over it, each half is tried alone, down to the one input."""
        import pyarrow as pa
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        table = pa.table({"place": range(len(bodies)), "body": pa.array(bodies, pa.binary())})
        carried = functools.partial(_carried, function=function, batch=self._batch)
        try:
            found = self.session().createDataFrame(table).mapInArrow(carried, _ANSWERS).toArrow()
        except (Py4JJavaError, PySparkException):
            if len(bodies) == 1:
                return [Fault(DIED)]
            middle = len(bodies) // 2
            return [*self._answers(function, bodies[:middle]), *self._answers(function, bodies[middle:])]
        answers = [_unpacked(body) for body in found.sort_by("place")["body"].to_pylist()]
        for answer in answers:
            if isinstance(answer, CopydeskError):
                raise answer
        return answers


def _carried(arrived: Iterator[Any], *, function: Batch, batch: int) -> Iterator[Any]:
    """In a worker: the answer or `Fault` of every row, in its place."""
    import pyarrow as pa

    for table in arrived:
        places, bodies = table.column("place").to_pylist(), table.column("body").to_pylist()
        answers: list[Any] = []
        for start in range(0, len(bodies), batch):
            inputs = [_unpacked(body) for body in bodies[start : start + batch]]
            try:
                answers.extend(attempt(function, inputs))
            except CopydeskError as error:  # a fault of the step, not of an input: told on the driver
                answers.extend([error] * len(inputs))
        packed = pa.array([pickle.dumps(one) for one in answers], pa.binary())
        yield pa.RecordBatch.from_arrays([pa.array(places, pa.int64()), packed], names=["place", "body"])


def _unpacked(body: bytes) -> Any:
    return pickle.loads(body)  # noqa: S301  what this program packed itself, as a pool of processes would


def _key_table(ordered: Sequence[Fingerprint]) -> Any:
    """The keys of articles, a row each; an article is its place in the order of ids."""
    import pyarrow as pa

    lists = pa.list_(pa.int64())
    columns = {name: pa.array([getattr(one, name) for one in ordered], lists) for name in FAMILIES}
    return pa.table({"owner": pa.array(range(len(ordered)), pa.int64()), **columns})


def _candidate(ordered: Sequence[Fingerprint], row: dict[str, int]) -> Candidate:
    left, right = ordered[row["a"]].article, ordered[row["b"]].article
    counts = {name: row[name] for name in FAMILIES}
    return Candidate(id=stable_id("pair", left, right), a=left, b=right, **counts)


def _started(master: str, options: Mapping[str, str]) -> Any:
    if not has_java():
        raise CopydeskError("Spark needs Java 17 or newer, and there is none here; install openjdk-17-jre-headless")
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise CopydeskError("Spark needs PySpark; pip install 'copydesk[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("copydesk")
    for name, value in {**_SETTINGS, **_here(master), **options}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        cure = "check the address of the master and the settings that were given"
        raise CopydeskError(f"Spark does not start at {master}: {reason_of_spark(error)}; {cure}") from error
    session.sparkContext.setLogLevel("FATAL")  # a worker that died is told as a `Fault`
    return session


_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # On one machine this is all that Java has; the Python processes beside it have their own.
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    # Rows that cross between Java and Python at once: an article may have 100 kB, and Spark takes ten times as many.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.python.worker.faulthandler.enabled": "true",
}


def _here(master: str) -> dict[str, str]:
    """Settings of a Spark on this machine: nobody else can reach it, and its workers find what this process found."""
    if not master.startswith("local"):
        return {}
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
    }


def reason_of_spark(error: Exception) -> str:
    """What went wrong, in one line: Spark tells it with every place of its program that the fault went through."""
    if DIED_THERE in str(error):
        return "a worker of Spark died (out of memory, or a fault in a library); give it more memory or fewer cores"
    told = re.findall(r"[\w.$]*(?:Error|Exception|Fault): [^\n]+", str(error))
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return str((told or lines or [type(error).__name__])[-1])[:500]


DIED_THERE = "Python worker exited unexpectedly"
"""What Spark says when a Python process of its dies."""


def has_java() -> bool:
    """Whether a Java is found: where `JAVA_HOME` says, or on the path."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or (home is not None and (Path(home) / "bin" / "java").exists())
