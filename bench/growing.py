"""What new pages cost on a desk that has many: CPU-seconds and jobs of each step, beside those of the first run.

    python bench/growing.py --articles 2000 --new 20
    python bench/growing.py --desk big.desk --new 100

The pages are those of `known_news.py`: the desk has the first ones (or is a copy of one that exists, made of them by
`million.py`), the new ones come on the days behind them. A desk whose steps are of an older version is brought up to
date first, and what that took is told in the place of a first run.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from known_news import KnownNews, known_news

from copydesk.desk import Desk, open_desk

AS_OF = date(2038, 12, 31)


class Cost(NamedTuple):
    """What a step took: jobs done, CPU-seconds, and the most memory that the process has had, in megabytes."""

    jobs: int
    seconds: float
    peak: int


def added(desk: Desk, news: Iterable[KnownNews], folder: Path, name: str) -> float:
    """Put pages on a desk; the CPU-seconds that it took."""
    source = folder / f"{name}.jsonl"
    with source.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(one.page) + "\n" for one in news)
    start = time.process_time()
    for _ in desk.add([str(source)], as_of=AS_OF):
        pass
    return time.process_time() - start


def run(desk: Desk) -> dict[str, Cost]:
    """What each step of a run takes."""
    costs: dict[str, Cost] = {}
    last = time.process_time()
    for progress in desk.run():
        now = time.process_time()
        before = costs[progress.step].seconds if progress.step in costs else 0.0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        costs[progress.step] = Cost(progress.total, before + now - last, peak)
        last = now
    return costs


def told(first: dict[str, Cost], later: dict[str, Cost]) -> None:
    """Print what each step took the first time and for the new pages."""
    print(f"{'step':14} {'jobs':>9} {'CPU s':>8} | {'jobs':>7} {'CPU s':>8} {'share':>7} {'peak MB':>8}")
    for step, cost in later.items():
        share = f"{cost.seconds / first[step].seconds:.1%}" if first[step].seconds else ""
        print(
            f"{step:14} {first[step].jobs:9,} {first[step].seconds:8.2f} |"
            f" {cost.jobs:7,} {cost.seconds:8.2f} {share:>7} {cost.peak:8,}"
        )
    whole, new = (sum(cost.seconds for cost in costs.values()) for costs in (first, later))
    print(f"{'all':14} {'':9} {whole:8.2f} | {'':7} {new:8.2f} {new / whole if whole else 0:7.1%}")


def main() -> None:
    """Read the options, fill a desk, let pages come, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000, help="articles that are on the desk before")
    parser.add_argument("--desk", type=Path, help="a desk that has articles; a copy of it is worked on")
    parser.add_argument("--new", type=int, default=20, help="pages that come")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--again", action="store_true", help="a third run, which should find nothing to do")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "growing.desk"
        if asked.desk:
            shutil.copyfile(asked.desk, path)
        with open_desk(path) as desk:
            standing = asked.articles if not asked.desk else desk.counts()["Page"]
            news = known_news(standing + asked.new, asked.seed)
            stock = list(islice(news, standing))
            if not asked.desk:
                added(desk, stock, Path(folder), "stock")
            first = run(desk)
            put = added(desk, news, Path(folder), "new")
            later = run(desk)
            print(f"{asked.new} pages come to {standing:,}: put on the desk in {put:.2f} CPU-seconds")
            told(first, later)
            if asked.again:
                told(first, run(desk))


if __name__ == "__main__":
    main()
