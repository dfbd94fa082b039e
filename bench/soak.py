"""An hour of a web desk that twenty people read while pages come: does it hold out, and does its memory stay flat?

    python bench/soak.py --minutes 60
    python bench/soak.py --minutes 35 --pause 1
    python bench/soak.py --minutes 2 --pause 1 --articles 60 --helping 4 --helping-every 25

Serves a desk of made-up news by its own command. Readers (`readers.py`) walk screens and resources by chance, each from
an address of its own; pages come by upload and by `copydesk add` and `run`, in turn and at once; notes and decisions
are written and taken back. A line a minute tells asks, faults, how long answers took, and what the server holds: memory
that is its own (RssAnon, so that what the system keeps of files is not counted), open files, threads, the log of writes
that are not yet in the file (WAL), the file itself.

It ends with 1 where an answer was a fault or of two moments, a page was lost or stands there twice, a note or a
decision was not kept, the server wrote anything to its log or did not end when told to, the desk is damaged, memory
grew beyond what stands below, or the server keeps files or threads when all who asked have left. While they ask, those
follow the load: on a busy machine connections wait.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, pairwise
from math import sqrt
from pathlib import Path
from statistics import linear_regression, mean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from editors import AS_OF, LONGEST_JOB, Editor, Given, copydesk, names
from known_news import known_news
from readers import Line, Reader, Tally, Town

from copydesk.desk import open_desk
from copydesk.records import Article, Copy, Family, Page, Story

SAMPLED_EVERY = 5.0
MOST_GROWTH = 6.0
"""Megabytes an hour that the server may grow by: within the week after which a machine is commonly brought up to date,
1 GB. What the desk itself makes it hold is bounded (eight connections with 2 MB of pages each, 40 threads)."""
JUDGED_FROM = 20.0
"""Minutes past the warm-up from which on growth is judged: in less it cannot be told from what is used first."""
MOST_FILES = 2 * (8 + 1) + 8
"""Open files that there may be more when all have left than before the first came: eight connections for reading and
one for writing have the desk and its log open, and a few are shared."""
MOST_THREADS = 4
"""Threads that there may be more: those that answer end when they have had nothing to do for ten seconds."""
LONGEST_CALM = 90.0
"""Seconds in which a server must come to rest when all have left."""
MOST_WAL = 64 * 2**20
"""Bytes of the log of writes: transactions of a run are some megabytes. If it is longer, readers let go of nothing."""
LONGEST_END = 30.0


class Sample(NamedTuple):
    """What the server held at a moment (seconds since the start): bytes, numbers."""

    at: float
    own: int
    resident: int
    below: int
    files: int
    threads: int
    wal: int
    desk: int
    worked: float


# -- what the server holds --------------------------------------------------------------------------------------------


def sampled(pid: int, desk: Path, start: float) -> Sample:
    """What a process and those below it hold."""
    said = _status(pid)
    children = list(_below(pid))
    below = sum(_status(child).get("VmRSS", 0) for child in children)
    return Sample(
        time.monotonic() - start,
        said.get("RssAnon", 0),
        said.get("VmRSS", 0),
        below,
        _many(Path(f"/proc/{pid}/fd")),
        said.get("Threads", 0) // 1024,
        _size(desk.with_name(f"{desk.name}-wal")),
        _size(desk),
        _worked(pid),
    )


def _status(pid: int) -> dict[str, int]:
    """The numbers of /proc/PID/status, those in kilobytes as bytes (and the others as if they were)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    found = (re.fullmatch(r"(\w+):\s+(\d+)(?: kB)?", line) for line in lines)
    return {one.group(1): int(one.group(2)) * 1024 for one in found if one}


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _below(child)


def _worked(pid: int) -> float:
    """Seconds of processor time that a process, and those below it that have ended, have used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(fields[at]) for at in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def _many(folder: Path) -> int:
    try:
        return sum(1 for _ in folder.iterdir())
    except OSError:
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Growth(NamedTuple):
    """Megabytes an hour, with half of the width of its 95 % interval."""

    slope: float
    half: float


def calmed(pid: int, desk: Path, before: Sample, ask: Callable[[], object]) -> Sample:
    """What a server holds that one alone still asks: as soon as it is at rest, or when the time for that is over.

    Threads with nothing to do end when another is given work, so that it must be asked something.
    """
    start = time.monotonic()
    while True:
        ask()
        now = sampled(pid, desk, start)
        rest = now.files <= before.files + MOST_FILES and now.threads <= before.threads + MOST_THREADS
        if rest or now.at > LONGEST_CALM:
            return now
        time.sleep(1)


def growth(samples: Sequence[Sample]) -> Growth:
    """What line fits the server's own memory over time.

    Samples that follow one another are alike, so that they count for fewer: n (1 - r) / (1 + r) of n, r being the
    correlation of what the line leaves over with itself one sample later.
    """
    hours, size = [one.at / 3600 for one in samples], [one.own / 2**20 for one in samples]
    slope, base = linear_regression(hours, size)
    left = [held - base - slope * at for at, held in zip(hours, size, strict=True)]
    square = sum(one * one for one in left)
    alike = sum(a * b for a, b in pairwise(left)) / square if square else 0.0
    alike = min(0.99, max(0.0, alike))
    counted = max(3.0, len(left) * (1 - alike) / (1 + alike))
    middle = mean(hours)
    spread = sum((at - middle) ** 2 for at in hours) * counted / len(hours)
    error = sqrt(square / len(left) * counted / max(1.0, counted - 2) / spread) if spread else 0.0
    return Growth(slope, 2 * error)


# -- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def served(desk: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve a desk; its process and its port. What it says stands in a file."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "copydesk", "--desk", str(desk), "--workers", "1", "serve", "--port", str(port)]
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            while server.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield server, port
        finally:
            if server.poll() is None:
                server.kill()


# -- the soak ---------------------------------------------------------------------------------------------------------


def stocked(given: Given, articles: int) -> list[str]:
    """A new desk with so many articles, run to the end; the names of its pages."""
    source = given.folder / "stock.jsonl"
    pages = [json.dumps(one.page) for one in islice(given.news, articles)]
    source.write_text("\n".join(pages) + "\n", encoding="utf-8")
    for words in (("add", str(source), "--as-of", AS_OF), ("run",)):
        copydesk(given.desk, *words).check_returncode()
    return names(source)


def soak(  # noqa: PLR0913  what may be said of a soak, each by name
    given: Given, *, readers: int, minutes: float, pause: float, warm: float, log: Path | None
) -> list[str]:
    """Read and write for so many minutes; what was wrong."""
    tally, town = Tally(), Town()
    said = given.folder / "server.log"
    with served(given.desk, said) as (server, port):
        before = sampled(server.pid, given.desk, time.monotonic())
        probe = Line(port, readers + 1, tally)
        metrics = probe.get("metrics?", "/metrics").status == 200
        probe.close()
        people = [
            Reader(Line(port, at, tally), town, tally, pause=pause, seed=given.seed + at) for at in range(readers)
        ]
        editor = Editor(Line(port, readers, tally), town, tally, given=given)
        town.settle(names(given.folder / "stock.jsonl"))
        for one in people:
            one.metrics = metrics
            one.start()
        editor.start()
        samples = watched(server, given.desk, tally, minutes=minutes, log=log)
        for one in people:
            one.end()
        editor.end()
        for one in people:
            one.join(LONGEST_JOB)
        editor.join(2 * LONGEST_JOB)
        line = Line(port, readers + 1, tally)
        Reader(line, town, tally, pause=pause, seed=given.seed).walk()
        print(f"written: {', '.join(f'{name} {many}' for name, many in editor.done.items())}")
        after = calmed(server.pid, given.desk, before, lambda: line.get("notes", "/notes"))
        line.close()
        ended(server, tally)
    told_asks(tally)
    return [
        *tally.faults,
        *logged(said),
        *grown(samples, warm),
        *left(before, samples, after),
        *kept(given.desk, town.settled),
    ]


def watched(
    server: subprocess.Popen[bytes], desk: Path, tally: Tally, *, minutes: float, log: Path | None
) -> list[Sample]:
    """Sample the server for so many minutes, and print a line for each."""
    print("  min   asks faults  p50 ms  p95 ms  own MB   RSS  below files threads  WAL MB desk MB  CPU-s", flush=True)
    start, samples = time.monotonic(), list[Sample]()
    for minute in range(1, max(1, round(minutes)) + 1):
        while time.monotonic() - start < 60 * minute * minutes / max(1, round(minutes)):
            if server.poll() is not None:
                tally.wrong(f"the server ended by itself with {server.returncode}")
                return samples
            samples.append(sampled(server.pid, desk, start))
            time.sleep(SAMPLED_EVERY)
        took = sorted(one for act in tally.taken().values() for one in act)
        here = [one for one in samples if one.at >= 60 * (minute - 1)] or samples[-1:]
        now = here[-1]
        line = {
            "minute": minute,
            "asks": len(took),
            "faults": len(tally.faults),
            "p50": round(_part(took, 0.5), 1),
            "p95": round(_part(took, 0.95), 1),
            "own": round(now.own / 2**20, 2),
            "resident": round(now.resident / 2**20, 1),
            "below": round(max(one.below for one in here) / 2**20),
            "files": max(one.files for one in here),
            "threads": max(one.threads for one in here),
            "wal": round(max(one.wal for one in here) / 2**20, 1),
            "desk": round(now.desk / 2**20, 1),
            "worked": round(now.worked, 1),
        }
        print("{:5} {:6} {:6} {:7} {:7} {:7} {:5} {:6} {:5} {:7} {:7} {:7} {:6}".format(*line.values()), flush=True)
        if log is not None:
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(line) + "\n")
    return samples


def _part(took: Sequence[float], part: float) -> float:
    return took[min(len(took) - 1, int(len(took) * part))] if took else 0.0


def told_asks(tally: Tally) -> None:
    """Print how often each sort of thing was asked, and what was answered."""
    print("asked: " + ", ".join(f"{name} {many:,}" for name, many in tally.asked.most_common()))
    print("answered: " + ", ".join(f"{status or 'hung up'} {many:,}" for status, many in tally.statuses.most_common()))


# -- what may be wrong ------------------------------------------------------------------------------------------------


def ended(server: subprocess.Popen[bytes], tally: Tally) -> None:
    """Tell the server to end, and see that it does."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(LONGEST_END)
    except subprocess.TimeoutExpired:
        tally.wrong(f"the server goes on {LONGEST_END:.0f} seconds after it was told to end")


def logged(said: Path) -> list[str]:
    """What the server wrote beside where it is served."""
    lines = [line for line in said.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    told = [line for line in lines if "is served at" not in line]
    return [f"the server says: {' / '.join(told[:6])[:600]} ({len(told)} lines)"] if told else []


def grown(samples: Sequence[Sample], warm: float) -> list[str]:
    """Print what grew past the warm-up (minutes), and tell what grew more than it may."""
    after = [one for one in samples if one.at >= 60 * warm]
    if len(after) < 4:
        return ["too few samples past the warm-up"]
    found, minutes = growth(after), (after[-1].at - after[0].at) / 60
    judged = minutes >= JUDGED_FROM
    held = sorted(one.own for one in after)
    print(f"memory past the warm-up: {held[0] / 2**20:.1f} to {held[-1] / 2**20:.1f} MB")
    print(
        f"memory of the server: {after[0].own / 2**20:.1f} MB after {warm:.0f} minutes, {after[-1].own / 2**20:.1f}"
        f" at the end: {found.slope:+.2f} MB an hour, 95 % interval {found.slope - found.half:+.2f} to"
        f" {found.slope + found.half:+.2f}{'' if judged else ' (too short to judge)'}"
    )
    wrong = []
    if judged and found.slope > MOST_GROWTH and found.slope > found.half:
        wrong.append(f"memory grows by {found.slope:.2f} MB an hour, more than {MOST_GROWTH}")
    wal = max(one.wal for one in samples)
    if wal > MOST_WAL:
        wrong.append(f"the log of writes came to {wal / 2**20:.0f} MB")
    return wrong


def left(before: Sample, samples: Sequence[Sample], after: Sample) -> list[str]:
    """Print what a server held before the first came, at the most, and when all had left; tell what it keeps."""
    wrong = []
    for name, more in (("files", MOST_FILES), ("threads", MOST_THREADS)):
        first, last = getattr(before, name), getattr(after, name)
        most = max((getattr(one, name) for one in samples), default=first)
        print(f"{name}: {first} before the first came, {most} at the most, {last} {after.at:.0f} s after all had left")
        if last > first + more:
            wrong.append(f"{name} are {last} when all have left, {first} before the first came")
    return wrong


def kept(desk: Path, sent: frozenset[str]) -> list[str]:
    """What is wrong with a desk to which these pages were sent, and no others."""
    doctor = copydesk(desk, "doctor")
    wrong = [] if doctor.returncode == 0 else [f"doctor: {doctor.stdout[-400:]}"]
    with open_desk(desk, read_only=True) as held:
        articles = dict(held.store.fields(Article, "id", "source"))
        pages = Counter(source.rpartition("#")[2] for _, source in held.store.fields(Page, "id", "source"))
        there = Counter(source.rpartition("#")[2] for source in articles.values())
        for name, found in (("pages", pages), ("articles", there)):
            lost, doubled = sent - found.keys(), [one for one, times in found.items() if times > 1]
            if lost or doubled or found.keys() - sent:
                wrong.append(f"of {len(sent)} {name} {len(lost)} are lost, {len(doubled)} doubled")
        named = [one for story in held.store.all(Story) for one in story.articles]
        named += [one for family in held.store.all(Family) for one in family.articles]
        named += [one for pair in held.store.all(Copy) for one in (pair.a, pair.b)]
        if strangers := set(named) - articles.keys():
            wrong.append(f"{len(strangers)} articles are named that are not there")
        print(f"on the desk: {', '.join(f'{name} {many:,}' for name, many in held.counts().items() if many)}")
    return wrong


def main() -> int:
    """Read the options, fill a desk, read and write, and tell what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--warm", type=float, default=15.0, help="minutes that are no part of the line over memory")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two asks of a reader, in the mean")
    # More than a list has lines, so that answers do not become longer as pages come.
    parser.add_argument("--articles", type=int, default=600, help="articles that are on the desk before")
    parser.add_argument("--helping", type=int, default=8, help="pages that come at a time")
    parser.add_argument("--helping-every", type=float, default=120.0, metavar="SECONDS")
    parser.add_argument("--folder", type=Path, help="where the desk is kept; one that goes at the end, if left out")
    parser.add_argument("--log", type=Path, help="append a JSON line a minute")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        news = known_news(10**9, asked.seed)
        given = Given(folder / "soak.desk", folder, news, asked.helping, asked.helping_every, asked.seed)
        print(f"{len(stocked(given, asked.articles))} articles, {asked.readers} readers", flush=True)
        bounds = {"minutes": asked.minutes, "pause": asked.pause, "warm": min(asked.warm, asked.minutes / 4)}
        wrong = soak(given, readers=asked.readers, log=asked.log, **bounds)
    for one, times in Counter(wrong).most_common(40):
        print(f"WRONG: {one}" + (f" ({times} times)" if times > 1 else ""))
    print("nothing was wrong" if not wrong else f"{len(wrong)} things were wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
