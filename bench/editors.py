"""Who writes on a web desk under load: pages, notes, decisions of stories; and looks whether they stay.

What is written is read back at once; later some of it is taken back. Pages come by upload, by `copydesk add` and `run`,
and by both at once, so that two that would run wait for each other.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from readers import Line, Tally, Town

AS_OF = "2038-12-31"
NOTE_EVERY, DECISION_EVERY = 30.0, 170.0
LONGEST_JOB = 900.0
"""Seconds that what was asked for may wait and take."""


class Given(NamedTuple):
    """What an editor works with; a helping of pages comes every so many seconds."""

    desk: Path
    folder: Path
    news: Iterator[Any]
    helping: int
    every: float
    seed: int


class Editor(Thread):
    """One who puts pages on the desk, writes notes and decides of stories, until told to end."""

    def __init__(self, line: Line, town: Town, tally: Tally, *, given: Given) -> None:
        super().__init__(daemon=True)
        self._line, self._town, self._tally, self._given = line, town, tally, given
        self._chance = random.Random(given.seed)
        self._over = Event()
        self._helpings = self._notes = 0
        self._due = {"helping": given.every / 2, "note": NOTE_EVERY, "decision": DECISION_EVERY / 2}
        self._decided: list[str] = []
        self._written: list[str] = []
        self._begun: list[tuple[str, list[str]]] = []
        self.done: Counter[str] = Counter()

    def end(self) -> None:
        """Let it end with what it does."""
        self._over.set()

    def run(self) -> None:
        """Write until told to end, then see the work through to its end."""
        start = time.monotonic()
        each = {"helping": self._given.every, "note": NOTE_EVERY, "decision": DECISION_EVERY}
        acts = {"helping": self._helping, "note": self._note, "decision": self._decision}
        while not self._over.wait(0.5):
            for name, act in acts.items():
                if time.monotonic() - start > self._due[name]:
                    self._due[name] += each[name]
                    self._tried(act)
            self._tried(self._settled)
        for ident, pages in self._begun:
            self._tried(lambda ident=ident, pages=pages: self._wait_for(ident, pages))
        self._line.close()

    def _tried(self, act: Any) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  whatever it is, it is told, and the load goes on
            self._tally.wrong(f"editor: {type(error).__name__}: {error}")

    # -- pages ----------------------------------------------------------------------------------------------------

    def _helping(self) -> None:
        """Pages by upload, by the command line, or by both at once."""
        self._helpings += 1
        way = self._helpings % 3
        if way != 2:
            self._upload(self._pages(f"upload-{self._helpings}"))
        if way != 1:
            self._add(self._pages(f"added-{self._helpings}"))

    def _pages(self, name: str) -> Path:
        path = self._given.folder / f"{name}.jsonl"
        pages = [json.dumps(one.page) for one in islice(self._given.news, self._given.helping)]
        path.write_text("\n".join(pages) + "\n", encoding="utf-8")
        return path

    def _upload(self, path: Path) -> None:
        answer = self._line.file("upload", f"/api/v1/pages?as_of={AS_OF}", path.name, path.read_bytes())
        if answer.status != 202:
            self._tally.wrong(f"an upload is answered {answer.status}: {answer.text[:200]!r}")
            return
        self._begun.append((answer.told["id"], names(path)))
        self.done["uploads"] += 1

    def _add(self, path: Path) -> None:
        for words in (("add", str(path), "--as-of", AS_OF), ("run",)):
            ended = copydesk(self._given.desk, *words)
            if ended.returncode != 0:
                self._tally.wrong(f"copydesk {words[0]} ends with {ended.returncode}: {ended.stderr[-300:]!r}")
        self._town.settle(names(path))
        self.done["adds"] += 1

    def _settled(self) -> None:
        """See which uploads are done."""
        for one in list(self._begun):
            ident, pages = one
            answer = self._line.get("REST job", f"/api/v1/jobs/{ident}")
            state = answer.told["state"] if answer.status == 200 else "unknown"
            if state == "done":
                self._town.settle(pages)
            elif state == "stopped":
                self._tally.wrong(f"{ident} stopped: {answer.told['said']}")
            if state in ("done", "stopped"):
                self._begun.remove(one)
        if self._begun:
            self._over.wait(2)

    def _wait_for(self, ident: str, pages: list[str]) -> None:
        end = time.monotonic() + LONGEST_JOB
        while time.monotonic() < end:
            answer = self._line.get("REST job", f"/api/v1/jobs/{ident}")
            if answer.status == 200 and answer.told["state"] in ("done", "stopped"):
                if answer.told["state"] == "stopped":
                    self._tally.wrong(f"{ident} stopped: {answer.told['said']}")
                self._town.settle(pages)
                return
            time.sleep(1)
        self._tally.wrong(f"{ident} is not done after {LONGEST_JOB:.0f} seconds")

    # -- notes and decisions --------------------------------------------------------------------------------------

    def _note(self) -> None:
        """Write a note, look whether it is there, and take back an older one."""
        on = self._town.some(self._chance.choice(("REST articles", "REST stories")), self._chance)
        if on is None:
            return
        self._notes += 1
        answer = self._line.json("note", "/api/v1/notes", {"on": on, "words": f"Remark {self._notes}."})
        if answer.status == 404:  # a story that is called otherwise by now
            return
        if answer.status != 201:
            self._tally.wrong(f"a note is answered {answer.status}: {answer.text[:200]!r}")
            return
        ident = answer.told["id"]
        if self._line.get("note there", f"/api/v1/notes/{ident}").status != 200:
            self._tally.wrong(f"note {ident} is not there after it was written")
        self._written.append(ident)
        self.done["notes"] += 1
        if len(self._written) > 10:
            self._taken_back("notes", self._written.pop(0))

    def _decision(self) -> None:
        """Decide of a story, look whether it is written down, and take back an older decision."""
        told = self._line.get("REST stories", "/api/v1/stories?limit=500").told["items"]
        if len(told) < 2:
            return
        story, other = self._chance.sample(told, 2)
        wanted: dict[str, Any] = self._chance.choice(
            (
                {"kind": "rename", "story": story["id"], "label": f"Story {len(told)}"},
                {"kind": "pin", "story": story["id"]},
                {"kind": "merge", "stories": [story["id"], other["id"]]},
            )
        )
        answer = self._line.json("decision", "/api/v1/decisions", wanted)
        if answer.status in (404, 409):  # the story has changed between the two asks
            return
        if answer.status != 201:
            self._tally.wrong(f"a decision is answered {answer.status}: {answer.text[:200]!r}")
            return
        ident = answer.told["id"]
        if self._line.get("decision there", f"/api/v1/decisions/{ident}").status != 200:
            self._tally.wrong(f"decision {ident} is not there after it was made")
        self.done["decisions"] += 1
        self._decided.append(ident)
        if len(self._decided) > 3:
            self._taken_back("decisions", self._decided.pop(0))

    def _taken_back(self, what: str, ident: str) -> None:
        answer = self._line.take_back(f"{what} back", f"/api/v1/{what}/{ident}")
        if answer.status != 200:
            self._tally.wrong(f"to take back {ident} is answered {answer.status}: {answer.text[:200]!r}")


def copydesk(desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The program with these words, ended."""
    command = [sys.executable, "-m", "copydesk", "--desk", str(desk), "--workers", "1", "-q", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def names(path: Path) -> list[str]:
    """The names of the pages in a file."""
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]
