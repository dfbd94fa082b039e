"""A large run on one machine: made-up news with known copies and events, run step by step, measured and scored.

    python bench/million.py make --articles 100000 news.jsonl
    python bench/million.py run news.jsonl big.desk --through stories --workers 2 --memory 2GB
    python bench/million.py score news.jsonl big.desk

    python bench/million.py pairs news.jsonl --articles 1000000 --memory 1GB

`run` adds the pages and does the steps; what is finished stays finished, so that the same command goes on after a kill.
It tells for each step the jobs, seconds on the clock, CPU-seconds and the peak of memory, all of the worker processes
among them. `score` compares what stands on the desk with what was made: recall of copies by level, precision of pairs,
and BCubed of stories. `pairs` makes no desk: it finds the candidate pairs of the texts on disk and judges some of
them, for a desk of a million needs 34 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import threading
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from copydesk.records import Article, ArticleId, Fingerprint, PageId
from copydesk.settings import EngineSettings, Settings

sys.path.insert(0, str(Path(__file__).parent))

AS_OF = date(2038, 12, 31)
SAMPLED_EVERY = 0.5
TICKS = os.sysconf("SC_CLK_TCK")


# -- what a run takes -------------------------------------------------------------------------------------------------


class Usage(NamedTuple):
    """CPU-seconds and bytes of memory (shared pages counted once) of this process and those it has started."""

    seconds: float
    memory: int


def processes() -> list[int]:
    """This process and all below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found = [os.getpid()]
    for one in found:
        found.extend(pid for pid, parent in parents.items() if parent == one)
    return found


def usage() -> Usage:
    """What the processes have taken until now."""
    ticks = memory = 0
    for pid in processes():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        own = sum(int(fields[at]) for at in (11, 12))
        ticks += own + (sum(int(fields[at]) for at in (13, 14)) if pid == os.getpid() else 0)
        memory += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return Usage(ticks / TICKS, memory)


class Watch:
    """The peak of memory since it was last asked, looked at in a thread."""

    def __init__(self) -> None:
        self._peak = 0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            self._peak = max(self._peak, usage().memory)
            time.sleep(SAMPLED_EVERY)

    def peak(self) -> int:
        """Bytes; from now on it is counted anew."""
        held, self._peak = max(self._peak, usage().memory), 0
        return held


class Taken(NamedTuple):
    """What one step took."""

    step: str
    jobs: int
    clock: float
    seconds: float
    memory: int


def told(taken: Taken, log: Path | None) -> None:
    """Print what a step took, and keep it."""
    each = 1000 * taken.seconds / max(1, taken.jobs)
    print(
        f"{taken.step:14} {taken.jobs:11,} jobs {taken.clock:9.1f} s {taken.seconds:9.1f} CPU-s {each:8.3f} ms each"
        f"  peak {taken.memory / 1e6:7,.0f} MB",
        flush=True,
    )
    if log is not None:
        with log.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(taken._asdict()) + "\n")


def timed(steps: Iterator[tuple[str, int]], log: Path | None) -> None:
    """Tell what each of the steps took, of which it is said how many jobs are done."""
    watch = Watch()
    name, jobs, clock, seconds = "", 0, time.perf_counter(), usage().seconds
    for step, done in steps:
        if step != name:
            now, used = time.perf_counter(), usage().seconds
            if name:
                told(Taken(name, jobs, now - clock, used - seconds, watch.peak()), log)
            name, clock, seconds = step, now, used
        jobs = done
    told(Taken(name, jobs, time.perf_counter() - clock, usage().seconds - seconds, watch.peak()), log)


# -- the commands -----------------------------------------------------------------------------------------------------


def make(path: Path, amount: int, *, seed: int, shape: str = "ordinary") -> None:
    """Write pages as JSON Lines, and beside them what is known of each."""
    from known_news import SHAPES

    with path.open("w", encoding="utf-8") as pages, truth_of(path).open("w", encoding="utf-8") as truth:
        for one in SHAPES[shape](amount, seed):
            pages.write(json.dumps(one.page, ensure_ascii=False) + "\n")
            known = {"id": one.page["id"], "event": one.event, "level": one.level, "source": one.source}
            truth.write(json.dumps(known) + "\n")


def truth_of(path: Path) -> Path:
    """Where it is told what is known of the pages of a file."""
    return path.with_suffix(".truth.jsonl")


def run(path: Path, desk: Path, *, through: str | None, workers: int, memory: str, log: Path | None) -> None:  # noqa: PLR0913
    """Add the pages and do the steps."""
    from copydesk.desk import open_desk

    with open_desk(desk, settings=Settings(engine=EngineSettings(memory=memory)), workers=workers) as opened:

        def steps() -> Iterator[tuple[str, int]]:
            for number, _ in enumerate(opened.add([str(path)], as_of=AS_OF), 1):
                yield "add", number
            for progress in opened.run(through=through):
                yield progress.step, progress.done

        timed(steps(), log)
        counts = ", ".join(f"{name} {amount:,}" for name, amount in opened.counts().items() if amount)
    print(f"{desk.stat().st_size / 1e6:,.0f} MB; {counts}")


def score(path: Path, desk: Path) -> None:
    """Print how well copies and stories were found."""
    truth = [json.loads(line) for line in truth_of(path).open(encoding="utf-8")]
    number = {one["id"]: place for place, one in enumerate(truth)}
    base = sqlite3.connect(f"{desk.absolute().as_uri()}?mode=ro", uri=True)
    query = "SELECT id, json_extract(body, '$.source') FROM articles"
    place_of = {ident: number[source.rpartition("#")[2]] for ident, source in base.execute(query)}
    query = "SELECT json_extract(body, '$.a'), json_extract(body, '$.b'), json_extract(body, '$.kind') FROM copies"
    pairs = {tuple(sorted((place_of[a], place_of[b]))) for a, b, kind in base.execute(query) if kind != "quotes_only"}
    root = [number[one["source"] or one["id"]] for one in truth]
    of_level: dict[str, list[bool]] = defaultdict(list)
    for place, one in enumerate(truth):
        if one["level"]:
            of_level[one["level"]].append(tuple(sorted((place, root[place]))) in pairs)
    for level, found in of_level.items():
        print(f"{level:24} recall {sum(found) / len(found):.4f} of {len(found):,}")
    false = [pair for pair in pairs if root[pair[0]] != root[pair[1]]]
    print(f"precision of {len(pairs):,} pairs: {1 - len(false) / max(1, len(pairs)):.4f}")
    stories = base.execute("SELECT value, stories.id FROM stories, json_each(stories.body, '$.articles')")
    story = {place_of[article]: ident for article, ident in stories}
    placed = sorted(story)
    if placed:
        precision, recall, both = bcubed([truth[one]["event"] for one in placed], [story[one] for one in placed])
        print(
            f"stories of {len(placed):,} articles: BCubed precision {precision:.4f}, recall {recall:.4f}, F {both:.4f}"
        )


class Texts:
    """The texts of a file of pages, read in a row and again one by one."""

    def __init__(self, path: Path, amount: int) -> None:
        self._path, self._amount = path, amount
        self._ends = array("q", [0])
        self.truth = [json.loads(line) for line in islice(truth_of(path).open(encoding="utf-8"), amount)]
        self._number = {one["id"]: place for place, one in enumerate(self.truth)}

    def portions(self) -> Iterator[list[Article]]:
        """All texts, a thousand at a time."""
        with self._path.open("rb") as lines:
            while portion := list(islice(lines, min(1_000, self._amount - len(self._ends) + 1))):
                for line in portion:
                    self._ends.append(self._ends[-1] + len(line))
                yield [_article(line) for line in portion]

    def again(self, ident: str) -> Article:
        """One of the texts that were read."""
        with self._path.open("rb") as lines:
            lines.seek(self._ends[self._number[ident]])
            return _article(lines.readline())


def _article(line: bytes) -> Article:
    row = json.loads(line)
    ident, text = row["id"], row["text"].replace("\n\n", "\n")
    return Article(id=ArticleId(ident), page=PageId(ident), source=ident, position=0, text=text, blocks=())


def pairs(path: Path, amount: int, *, workers: int, memory: str) -> None:
    """Print what the prints and candidate pairs of so many texts take, and how well known copies are among them."""
    from copydesk.copies import fingerprints
    from copydesk.engine.runs import block_on_disk
    from copydesk.engine.spools import Scratch
    from copydesk.engine_settings import size_of

    settings, texts = Settings().copies, Texts(path, amount)
    watch, started, clock = Watch(), usage().seconds, time.perf_counter()

    def tell(name: str) -> None:
        taken = time.perf_counter() - clock, usage().seconds - started
        told(Taken(name, amount, *taken, watch.peak()), None)

    def prints() -> Iterator[Fingerprint]:
        for portion in texts.portions():
            yield from fingerprints(portion, settings=settings)
        tell("prints and keys")

    scratch = Scratch(folder=path.absolute().parent, memory=size_of(memory))
    candidates = block_on_disk(prints(), settings.block, scratch, workers=workers, told=print)
    found = {(one.a, one.b) for one in candidates}
    tell("pairs in all")
    print(f"{len(found):,} pairs, {len(found) / amount:.3f} an article")
    judge(texts, found)


def judge(texts: Texts, found: set[tuple[str, str]]) -> None:
    """Print how many known copies met their sources and are judged copies, and how many strangers are."""
    from copydesk.copies import compare

    def is_copy(pair: tuple[str, str]) -> bool:
        match = compare(texts.again(pair[0]), texts.again(pair[1]), settings=Settings().copies)
        return match is not None and match.kind != "quotes_only"

    of_level: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in texts.truth:
        if one["level"]:
            first, second = sorted((one["id"], one["source"]))
            of_level[one["level"]].append((first, second))
    for level, known in of_level.items():
        met = sum(pair in found for pair in known) / len(known)
        some = known[:: max(1, len(known) // JUDGED)]
        judged = sum(pair in found and is_copy(pair) for pair in some) / len(some)
        print(f"{level:24} met {met:.4f} of {len(known):,}, judged copies {judged:.3f} of {len(some)}")
    root = {one["id"]: one["source"] or one["id"] for one in texts.truth}
    strangers = sorted(pair for pair in found if root[pair[0]] != root[pair[1]])
    some = strangers[:: max(1, len(strangers) // (10 * JUDGED))]
    print(f"{len(strangers):,} pairs of strangers; of {len(some):,} of them {sum(map(is_copy, some))} judged copies")


JUDGED = 100
"""Known pairs of each level that are judged."""


def bcubed(events: list[int], clusters: list[str]) -> tuple[float, float, float]:
    """BCubed precision, recall and F (Bagga and Baldwin 1998)."""
    both = Counter(zip(events, clusters, strict=True))
    by_event, by_cluster = Counter(events), Counter(clusters)
    precision = sum(count * count / by_cluster[cluster] for (_, cluster), count in both.items()) / len(events)
    recall = sum(count * count / by_event[event] for (event, _), count in both.items()) / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Read the options and do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("make", "run", "score", "pairs"))
    parser.add_argument("pages", type=Path, help="JSON Lines")
    parser.add_argument("desk", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--shape", default="ordinary", help="ordinary, one text, one event, one site")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--through", help="the last step to do  [default: all]")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", default="2GB", help="for what the run sorts and joins  [default: 2GB]")
    parser.add_argument("--log", type=Path, help="append a JSON line for each step")
    asked = parser.parse_args()
    if asked.command == "make":
        make(asked.pages, asked.articles, seed=asked.seed, shape=asked.shape)
    elif asked.command == "pairs":
        pairs(asked.pages, asked.articles, workers=asked.workers, memory=asked.memory)
    elif asked.desk is None:
        parser.error(f"{asked.command} wants a desk")
    elif asked.command == "run":
        told_of = {"through": asked.through, "workers": asked.workers, "memory": asked.memory, "log": asked.log}
        run(asked.pages, asked.desk, **told_of)
    else:
        score(asked.pages, asked.desk)


if __name__ == "__main__":
    main()
