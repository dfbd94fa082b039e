"""A desk of any size to measure the web desk on: made-up news is added and run like any other.

    python bench/serving.py --articles 4000 --make small.desk
    python bench/serving.py --from small.desk --times 25 --make big.desk

The news stands beside the desk as JSON Lines. What is finished stays finished: give the first command again to go on.
The second makes a desk many times over, which takes minutes for 100,000 articles and not hours.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made_up_news import made_up_news
from multiplying import multiply, settle

from copydesk.desk import open_desk

AS_OF = date(2038, 12, 31)


def make(path: Path, count: int, *, seed: int, workers: int) -> None:
    """Fill a desk with so many articles and run every step, telling what each took."""
    source = path.with_suffix(".jsonl")
    if not source.exists():
        with source.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(news._asdict()) + "\n" for news in made_up_news(count, seed))
    with open_desk(path, workers=workers) as desk:
        start = time.perf_counter()
        found = desk.add([str(source)], as_of=AS_OF)
        added = 0
        while portion := len(list(islice(found, 10_000))):
            added += portion
        told("add", added, start)
        step, start, done = "", time.perf_counter(), 0
        for progress in desk.run():
            if step and progress.step != step:
                told(step, done, start)
                start = time.perf_counter()
            step, done = progress.step, progress.total
        told(step, done, start)
        counts = ", ".join(f"{name} {amount:,}" for name, amount in desk.counts().items() if amount)
    print(f"{path}: {path.stat().st_size / 1e6:,.0f} MB; {counts}")


def told(step: str, jobs: int, start: float) -> None:
    """Print what a step took."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{step:14} {jobs:9,} jobs  {time.perf_counter() - start:8.1f} s  peak {peak:,} MB", flush=True)


def main() -> None:
    """Read the options and make the desk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--make", type=Path, required=True, metavar="DESK", help="the file to make or to go on with")
    parser.add_argument("--from", type=Path, dest="source", metavar="DESK", help="a desk that is made many times over")
    parser.add_argument("--times", type=int, default=25)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    if asked.source:
        multiply(asked.source, asked.make, asked.times)
        settle(asked.make)
    else:
        make(asked.make, asked.articles, seed=asked.seed, workers=asked.workers)


if __name__ == "__main__":
    main()
