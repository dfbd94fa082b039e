"""How long each screen of the web desk takes on a large desk, at rest and while pages are added.

    python bench/serving.py --articles 1000 --make small.desk
    python bench/serving.py --from small.desk --times 100 --make big.desk
    python bench/screens.py big.desk

Serves the desk by its own command and asks for each screen a hundred times, about another record each time: first at
rest, then while another process puts pages on the desk and runs, as a person would with the command: give it a copy.
Told are half and the slowest of twenty by the clock, and how long the server worked for one screen, which a busy
machine changes little.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count, cycle
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

from made_up_news import made_up_news

from copydesk.desk import open_desk
from copydesk.records import Article, Fact, Figure, Story
from copydesk.reports.safe import page_name, spelled
from copydesk.store.tables import TABLES

MOST_MS, MOST_PASTED_MS = 200, 300
"""What the slowest of twenty may take."""
PASTED = 1_500
"""Characters of a pasted text: three paragraphs."""
HELPING = 500
"""Pages that are added at a time; one helping follows another."""
SIDES = 60
"""Addresses of this machine that are asked from, in turn: one alone may not ask so often."""
AS_OF = "2038-12-31"
NOTED, PINNED = 1_000, 400
"""Notes, and decisions, on a desk that people have worked on."""
SORTS = ("news", "first", "last", "accounts", "changes")


class Ask(NamedTuple):
    """What is asked for; with a text, a form is sent."""

    path: str
    text: str = ""


# -- what is asked for ------------------------------------------------------------------------------------------------


def screens(path: Path, times: int, chance: random.Random) -> dict[str, list[Ask]]:
    """Each screen, so many times, about other records."""
    held = {kind: some(path, kind, times, chance) for kind in ("Story", "Article", "Copy", "Fact", "Figure")}
    large = largest(path, times)
    with open_desk(path, read_only=True) as desk:
        articles = desk.store.get(Article, held["Article"]).values()
        lines = [one.storyline for one in desk.store.get(Story, [*held["Story"], *large]).values() if one.storyline]
        measured = [one.surface for one in desk.store.get(Figure, held["Figure"]).values()]
        voices = [one.name for letter in "abcdefghijklmnop" for one in desk.speakers(letter, limit=times // 10)]
        facts = list(desk.store.get(Fact, held["Fact"]))
    texts = [one.text for one in articles]
    outlets = [one.outlet for one in articles if one.outlet]
    days = [one.published.low.isoformat() for one in articles if one.published]
    words = sorted({word for text in texts for word in re.findall(r"[a-z]{5,}", text)})
    pick = chance.choice
    every = range(times)
    return {
        "inbox": [Ask("/?" + urlencode({"sort": SORTS[at % len(SORTS)]})) for at in every],
        "story": [Ask(f"/stories/{page_name('story', one)}") for one in held["Story"]],
        "story, the largest": [Ask(f"/stories/{page_name('story', one)}") for one in large],
        "article": [Ask(f"/articles/{page_name('article', one)}") for one in held["Article"]],
        "pair": [Ask(f"/pairs/{page_name('pair', one)}") for one in held["Copy"]],
        "storyline": [Ask(f"/lines/{page_name('line', pick(lines))}") for _ in every if lines],
        "speaker": [Ask(f"/speakers/speaker-{spelled(pick(voices).casefold())}.html") for _ in every if voices],
        "figure": [Ask(f"/figures/{page_name('fact', pick(facts))}") for _ in every if facts],
        "search, a word": [Ask("/search?" + urlencode({"words": pick(words)})) for _ in every],
        "search, two words": [Ask("/search?" + urlencode({"words": f"{pick(words)} {pick(words)}"})) for _ in every],
        "search, a phrase": [Ask("/search?" + urlencode({"words": f'"{phrase(pick(texts), chance)}"'})) for _ in every],
        "search, a speaker": [Ask("/search?" + urlencode({"speaker": pick(voices)})) for _ in every if voices],
        "search, a figure": [Ask("/search?" + urlencode({"figure": pick(measured)})) for _ in every if measured],
        "search, near a day": [
            Ask("/search?" + urlencode({"words": pick(words), "near": pick(days)})) for _ in every if days
        ],
        "search, one a family": [
            Ask("/search?" + urlencode({"words": pick(words), "one_per_family": "on"})) for _ in every
        ],
        "search, of an outlet": [
            Ask("/search?" + urlencode({"words": pick(words), "outlet": pick(outlets)})) for _ in every if outlets
        ],
        "search, as a feed": [Ask("/search.atom?" + urlencode({"words": pick(words)})) for _ in every],
        "search, an empty form": [Ask("/search") for _ in every],
        "who carries a text": [Ask("/search", pick(texts)[:PASTED]) for _ in every],
        "list of speakers": [Ask("/speakers.html") for _ in every],
        "speakers by name": [Ask("/speakers.html?" + urlencode({"name": pick(voices)[:3]})) for _ in every if voices],
        "list of figures": [Ask("/figures.html?" + urlencode({"figure": pick(measured)})) for _ in every if measured],
        "merge": [Ask(f"/stories/{one}/merge") for one in held["Story"]],
        **{
            name: [Ask(f"/{name}") for _ in every]
            for name in ("sources", "notes", "decisions", "runs", "people", "add")
        },
    }


def worked_on(path: Path) -> None:
    """Bring a desk up to date, and put on it what people write in some months, where nobody has written yet."""
    with open_desk(path) as desk:
        if desk.notes.latest(1)[0]:
            return
        articles = desk.store.after(Article, "", limit=NOTED)
        stories = desk.store.after(Story, "", limit=PINNED)
        moments = [f"2038-01-{1 + at % 28:02}T{at // 28 % 24:02}:00:00+00:00" for at in range(NOTED)]
        with desk.store.together():
            for article, at in zip(articles, moments, strict=False):
                desk.notes.on_words(article, (5, 25), "A remark on what stands here.", by="Ada", at=at)
            for story, at in zip(stories, moments, strict=False):
                desk.pin(story.id, by="Ada", at=at)


def some(path: Path, kind: str, times: int, chance: random.Random) -> list[str]:
    """The ids of so many records of a kind, by chance."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        most = base.execute(f"SELECT max(place) FROM {TABLES[kind]}").fetchone()[0] or 0
        at_or_after = f"SELECT id FROM {TABLES[kind]} WHERE place >= ? LIMIT 1"
        found = (base.execute(at_or_after, (chance.randint(1, most),)).fetchone() for _ in range(times if most else 0))
        return [row[0] for row in found if row]


def largest(path: Path, times: int) -> list[str]:
    """The stories of the most articles."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        by_size = "SELECT id FROM stories ORDER BY json_array_length(body, '$.articles') DESC LIMIT ?"
        return [row[0] for row in base.execute(by_size, (times,))]


def phrase(text: str, chance: random.Random) -> str:
    """Four words that follow each other in a text."""
    words = text.replace('"', " ").split()
    at = chance.randrange(max(1, len(words) - 4))
    return " ".join(words[at : at + 4])


# -- asking -----------------------------------------------------------------------------------------------------------


class Person:
    """Asks a server, from one address after another."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._sides = cycle(f"127.0.0.{number}" for number in range(2, 2 + SIDES))
        answer, page = self._asked("GET", "/search", {})
        found = re.search(rb'name="mark" value="(\w+)"', page)
        self._mark = found.group(1).decode() if found else ""
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]

    def ask(self, asked: Ask) -> float:
        """How many milliseconds an answer took."""
        headers = {"cookie": self._cookie}
        body = None
        if asked.text:
            headers |= {"content-type": "application/x-www-form-urlencoded", "origin": f"http://127.0.0.1:{self._port}"}
            body = urlencode({"mark": self._mark, "text": asked.text})
        start = time.perf_counter()
        answer, page = self._asked("POST" if body else "GET", asked.path, headers, body)
        took = (time.perf_counter() - start) * 1000
        if answer.status != 200:
            raise SystemExit(f"{asked.path} answers {answer.status}: {page[:300]!r}")
        return took

    def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120, source_address=(next(self._sides), 0))
        try:
            line.request(method, path, body=body, headers=dict(headers))
            answer = line.getresponse()
            return answer, answer.read()
        finally:
            line.close()


def worked(pid: int) -> float:
    """Milliseconds that a process has worked; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def told(name: str, server: int, person: Person, asks: Sequence[Ask]) -> bool:
    """Ask for one screen again and again, and print what it took; whether it was quick enough."""
    before = worked(server)
    took = sorted(person.ask(one) for one in asks)
    work = (worked(server) - before) / len(asks)
    half, slow = took[len(took) // 2], took[min(len(took) - 1, len(took) * 95 // 100)]
    most = MOST_PASTED_MS if asks[0].text else MOST_MS
    print(
        f"  {name:24} {half:8.1f} {slow:8.1f} {work:8.1f}   {'' if slow <= most else f'more than {most}'}", flush=True
    )
    return slow <= most


# -- the server, and who adds -----------------------------------------------------------------------------------------


@contextmanager
def served(path: Path) -> Iterator[tuple[int, int]]:
    """Serve a desk; its process and its port."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "copydesk", "--desk", str(path), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield server.pid, port
        finally:
            server.terminate()


def add_for_ever(path: Path, folder: Path) -> None:
    """Put pages on the desk and run, one helping after another."""
    for helping in count(1):
        pages = folder / f"more-{helping}.jsonl"
        with pages.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(one._asdict()) + "\n" for one in made_up_news(HELPING, 1_000 + helping))
        for what in (["add", str(pages), "--as-of", AS_OF], ["run"]):
            command = [sys.executable, "-m", "copydesk", "--desk", str(path), *what]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def adding(path: Path) -> Iterator[None]:
    """While this is open, pages come in."""
    with tempfile.TemporaryDirectory() as folder:
        process = get_context("spawn").Process(target=_adding, args=(path, Path(folder)))
        process.start()
        try:
            yield
            if not process.is_alive():
                raise SystemExit("nothing was added meanwhile")
        finally:
            os.killpg(process.pid or 0, 15)
            process.join()


def _adding(path: Path, folder: Path) -> None:
    os.setpgid(0, 0)
    add_for_ever(path, folder)


def main() -> None:
    """Ask for every screen, twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("desk", type=Path, help="a desk, to which pages are added: give a copy")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--only", default="", help="screens whose name has this in it")
    parser.add_argument("--quiet", action="store_true", help="at rest only")
    asked = parser.parse_args()
    worked_on(asked.desk)
    asks = {
        name: found
        for name, found in screens(asked.desk, asked.times, random.Random(5)).items()
        if found and asked.only in name
    }
    with served(asked.desk) as (server, port):
        person = Person(port)
        print("  screen                   half ms  p95 ms  worked ms\nat rest")
        fine = [told(name, server, person, one) for name, one in asks.items()]
        if not asked.quiet:
            with adding(asked.desk):
                time.sleep(5)
                print("while pages are added")
                fine += [told(name, server, person, one) for name, one in asks.items()]
    raise SystemExit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
