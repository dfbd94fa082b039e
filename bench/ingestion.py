"""Pages come to one desk, added and run again and again, while twenty processes read it through the library.

    python bench/ingestion.py --articles 200 --helping 20 --readers 20

Every reader looks at moments of the desk, one after another, until no more pages come. At each moment all must fit: a
count is that of the lines, stories, families and pairs name articles that are there, no article of an earlier moment is
missing. At the end each page stands there once. The exit status is 1 where something did not fit, or a reader, or the
one who adds, was told that the desk is locked.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from copydesk.desk import Desk, open_desk
from copydesk.records import Article, Copy, Family, Page, Quote, Story

AS_OF = date(2038, 12, 31)
PAUSE = 0.2
"""Seconds between two moments at which a reader looks, in the mean: twenty then look 100 times a second at the most."""
LONGEST_END = 120.0


class Seen(NamedTuple):
    """What a reader has seen: moments, how long the slowest look took, and what did not fit."""

    moments: int
    slowest: float
    wrong: tuple[str, ...]


def read_along(desk: Path, over: Any, seen: Any, seed: int) -> None:
    """Look at the desk until it is over, then tell what was seen."""
    chance, wrong, before, moments, slowest = random.Random(seed), list[str](), set[str](), 0, 0.0
    try:
        with open_desk(desk, read_only=True) as held:
            while True:
                last = over.is_set()
                start = time.perf_counter()
                with held.store.steady():
                    there = set(held.store.digests(Article))
                    wrong += unfit(held, there)
                wrong += [f"article {one} is there no longer" for one in sorted(before - there)]
                before, moments = there, moments + 1
                slowest = max(slowest, time.perf_counter() - start)
                if last:
                    break
                time.sleep(chance.expovariate(1 / PAUSE))
    except Exception as error:  # noqa: BLE001  whatever it is, it is told
        wrong.append(f"reader {seed}: {type(error).__name__}: {error}")
    seen.put(Seen(moments, slowest, tuple(wrong[:5])))


def unfit(desk: Desk, articles: set[str]) -> Iterator[str]:
    """What of one moment of a desk does not fit together."""
    counts = desk.counts()
    for kind in (Page, Article, Story, Quote):
        lines = len(desk.store.digests(kind))
        if counts[kind.__name__] != lines:
            yield f"{counts[kind.__name__]} {kind.__name__} records are counted, {lines} are there"
    for story in desk.store.all(Story):
        if strangers := set(story.articles) - articles:
            yield f"{story.id} names {strangers.pop()}, which is not there"
    for family in desk.store.all(Family):
        if strangers := set(family.articles) - articles:
            yield f"{family.id} names {strangers.pop()}, which is not there"
    for _, *pair in desk.store.fields(Copy, "id", "a", "b"):
        if strangers := set(pair) - articles:
            yield f"a pair names {strangers.pop()}, which is not there"


def add(desk: Path, folder: Path, *, articles: int, helping: int, seed: int) -> list[str]:
    """Put so many made-up articles on a desk, a helping at a time, and run after each; their names."""
    from known_news import known_news

    news, sent = known_news(articles, seed), list[str]()
    while pages := [one.page for one in islice(news, helping)]:
        source = folder / f"pages-{len(sent)}.jsonl"
        source.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
        with open_desk(desk) as held:
            for _ in held.add([str(source)], as_of=AS_OF):
                pass
            for _ in held.run():
                pass
        sent += [page["id"] for page in pages]
    return sent


def kept(desk: Path, sent: list[str]) -> list[str]:
    """What is wrong with the pages and articles on a desk to which these were sent."""
    wrong = []
    with open_desk(desk, read_only=True) as held:
        for kind in (Page, Article):
            found = Counter(source.rpartition("#")[2] for _, source in held.store.fields(kind, "id", "source"))
            if found != Counter(sent):
                lost, more = Counter(sent) - found, found - Counter(sent)
                wrong.append(f"of {len(sent)} {kind.__name__} records {lost.total()} are lost, {more.total()} too many")
    return wrong


def main() -> int:
    """Read the options, add while others read, and tell what did not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--helping", type=int, default=20, help="pages that come at a time")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    context = get_context("forkserver")
    context.set_forkserver_preload(["copydesk.desk"])
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "news.desk"
        open_desk(desk).close()
        over, seen = context.Event(), context.Queue()
        readers = [
            context.Process(target=read_along, args=(desk, over, seen, asked.seed + at)) for at in range(asked.readers)
        ]
        for reader in readers:
            reader.start()
        try:
            given = {"articles": asked.articles, "helping": asked.helping, "seed": asked.seed}
            sent = add(desk, Path(folder), **given)
        finally:
            over.set()
        told = [seen.get(timeout=LONGEST_END) for _ in readers]
        for reader in readers:
            reader.join(LONGEST_END)
        wrong = [*(one for reader in told for one in reader.wrong), *kept(desk, sent)]
    moments, slowest = sum(one.moments for one in told), max(one.slowest for one in told)
    print(f"{len(sent)} pages, {len(told)} readers, {moments} moments, the slowest look {slowest:.2f} s")
    for one in wrong:
        print(f"WRONG: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
