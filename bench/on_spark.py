"""What each step of an archive takes, on a desk in one process and on Spark: seconds of CPU, Java and Python apart.

    python bench/on_spark.py --articles 10000                  # a desk, in one process
    python bench/on_spark.py --articles 10000 --spark          # Spark on two cores of this machine
    python bench/on_spark.py --articles 20000 --spark --through families

Made-up news with known copies (`known_news`, one account in twenty copied). Seconds of CPU, not of the clock, so that
a busy machine gives the same; they are read from /proc, which Linux has. Of Spark it is told at the end what went
between the tasks of each step, as the archive remembers it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from known_news import known_news

from copydesk.archive import Archive, remembered_in
from copydesk.desk import open_desk
from copydesk.engine.spark import SparkEngine
from copydesk.observing.keeping import runs
from copydesk.settings import Settings

AS_OF = date(2038, 12, 31)
COPIED_ONE_IN = 20
TICKS = os.sysconf("SC_CLK_TCK")


def spent(process: int) -> tuple[float, float]:
    """Seconds of CPU of a process, and of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own, theirs = (sum(map(int, fields[at : at + 2])) / TICKS for at in (11, 13))
    return own, theirs


def below(process: int) -> Iterator[int]:
    """The descendants of a process."""
    for place in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, place.read_text().split()):
            yield child
            yield from below(child)


def on_spark(pages: Path, folder: Path, master: str, *, through: str | None) -> None:
    """Make an archive and tell what each step took of Java and of Python."""
    engine = SparkEngine(master)
    archive = Archive(engine, [str(pages)], str(folder), as_of=AS_OF, settings=Settings())
    (java,) = (
        one for one in below(os.getpid()) if b"java" in Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")[0]
    )
    before, of_java = spent(java)[0], {}
    for step in archive.run(through=through):
        if step.done:
            now = spent(java)[0]
            of_java[step.step], before = now - before, now
            told(step.step, step.jobs, step.seconds, f"{of_java[step.step]:8.1f} CPU-s Java")
    engine.close()
    print("as the archive remembers it:")
    for one in runs(remembered_in(folder), limit=1)[0].steps:
        # Python is what is left of all; the driver's own part is a second or two in all.
        python = max(0.0, (one.cpu_seconds or 0.0) - of_java[one.step])
        spread = f"{one.tasks:6,} tasks {(one.shuffled or 0) / 2**20:10,.2f} MB between them"
        cpu = f"{of_java[one.step]:8.1f} CPU-s Java {python:8.1f} Python"
        told(one.step, one.planned, one.seconds, f"{cpu} {spread}")


def on_desk(pages: Path, desk_file: Path, *, through: str | None) -> None:
    """Run a desk and tell what each step took."""
    with open_desk(desk_file) as desk:
        before, begun = sum(spent(os.getpid())), time.perf_counter()
        jobs = sum(1 for _ in desk.add([str(pages)], as_of=AS_OF))
        step = "pages"
        for progress in desk.run(through=through):
            if progress.step != step:
                now = sum(spent(os.getpid()))
                told(step, jobs, time.perf_counter() - begun, f"{now - before:8.1f} CPU-s")
                before, begun = now, time.perf_counter()
            step, jobs = progress.step, progress.total
        told(step, jobs, time.perf_counter() - begun, f"{sum(spent(os.getpid())) - before:8.1f} CPU-s")


def told(step: str, jobs: int, seconds: float, cpu: str) -> None:
    """Print what a step took."""
    print(f"{step:14} {jobs:9,} jobs {seconds:8.1f} s {cpu}", flush=True)


def main() -> None:
    """Read the options, make the news and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--spark", action="store_true", help="on Spark instead of a desk")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--through", help="the last step; all unless said")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pages = Path(place) / "news.jsonl"
        with pages.open("w", encoding="utf-8") as lines:
            news = known_news(asked.articles, asked.seed, copied_one_in=COPIED_ONE_IN)
            lines.writelines(json.dumps(one.page) + "\n" for one in news)
        if asked.spark:
            on_spark(pages, Path(place) / "archive", asked.master, through=asked.through)
        else:
            on_desk(pages, Path(place) / "run.desk", through=asked.through)


if __name__ == "__main__":
    main()
