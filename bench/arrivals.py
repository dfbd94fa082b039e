"""A hundred new articles on a desk of a hundred thousand: how long until their candidate pairs are known.

    python bench/arrivals.py --stored 100000 --new 100 [--events FILE] [--newsroom FOLDER]

The texts are those of `known_copies.py`. The desk is filled first, in portions; what is timed is one arrival: prints
of the new articles, what a desk must look at to know that they are new, and the pairs that they make with all that
stand. Wall time and CPU time of one thread, of three arrivals.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from known_copies import NEWSROOM, base_texts, collection

from copydesk.copies import fingerprints
from copydesk.engine import LocalEngine
from copydesk.meeting import meet, wanted_of
from copydesk.records import Article, ArticleId, Candidate, Fingerprint, PageId
from copydesk.settings import Settings
from copydesk.store import Outcome, SqliteStore, StepRun

SETTINGS = Settings()
PRINTS = StepRun("prints", Fingerprint, 1, "bench")
PAIRS = StepRun("candidates", Candidate, 1, "bench")
PORTION = 5000
ARRIVALS = 3


def article(number: int, text: str) -> Article:
    """An article of which nothing is known but its text."""
    return Article(
        id=ArticleId(f"article-{number}"), page=PageId("page"), source=f"{number}", position=0, text=text, blocks=()
    )


def keep(store: SqliteStore, articles: Sequence[Article]) -> None:
    """Put the prints of articles on the desk."""
    made = fingerprints(articles, settings=SETTINGS.copies)
    store.put(PRINTS, [Outcome(one.article, "", (one,)) for one in made])


def pair(store: SqliteStore) -> None:
    """Bring the candidate pairs up to date with the prints on the desk."""
    for _ in meet(store, LocalEngine(), PAIRS, wanted_of(store), limits=SETTINGS.copies.block):
        pass


def main() -> None:
    """Fill a desk, let articles arrive, and print what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, default=20_000, help="articles on the desk before")
    parser.add_argument("--new", type=int, default=100, help="articles of one arrival")
    parser.add_argument("--newsroom", type=Path, default=NEWSROOM, help="folder with gold.jsonl: base texts")
    parser.add_argument("--events", type=Path, help="JSON lines with text and event: more base texts")
    parser.add_argument("--seed", type=int, default=2)
    asked = parser.parse_args()
    base = base_texts(asked.newsroom, asked.events)
    texts = collection(base, asked.stored + ARRIVALS * asked.new, len(base) // 2, asked.seed)
    articles = [article(number, known.text) for number, known in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.desk")
        start = time.process_time()
        for first in range(0, asked.stored, PORTION):
            keep(store, articles[first : min(first + PORTION, asked.stored)])
            pair(store)
        print(f"{asked.stored:,} articles put on a desk: {time.process_time() - start:.1f} CPU-seconds", flush=True)
        for turn in range(ARRIVALS):
            first = asked.stored + turn * asked.new
            wall, cpu = time.perf_counter(), time.process_time()
            keep(store, articles[first : first + asked.new])
            pair(store)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            print(f"{asked.new} new ones, their pairs known after {wall:.2f} s ({cpu:.2f} s of CPU)", flush=True)
        store.close()


if __name__ == "__main__":
    main()
