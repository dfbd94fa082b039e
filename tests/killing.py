"""Copydesk in processes of their own that are killed (signal 9) at moments told in seconds of their own work.

A process is forked from one that has everything imported, so that each go costs its work alone; and its moment is
counted in the processor time that it has used, so that a loaded machine kills at the same places as an idle one.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

LOOK = 0.0005
"""Seconds between two looks at how far a process is."""
NEWSROOM = Path(__file__).parents[1] / "examples/newsroom/pages"
AS_OF = "2038-12-31"
SPREAD = {"add": 1.5, "run": 0.5}
"""The commands, and up to which part of its work each is killed: adding is given again whole, a run goes on."""


class Ended(NamedTuple):
    """How a process ended: its exit status (None: killed), and the seconds of processor time it had used."""

    status: int | None
    seconds: float


def go(words: Sequence[str], *, after: float | None = None, output: Path | None = None) -> Ended:
    """The program with these words, killed once it has worked for so many seconds; what it says goes to a file."""
    child = os.fork()
    if child == 0:
        _be_copydesk(words, output)
    used = 0.0
    # The clock of another process' processor time, as clock_getcpuclockid(3) makes it of its number.
    clock = (~child << 3) | 2
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        used = time.clock_gettime(clock)
        if after is not None and used >= after:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(LOOK)
    _, status = os.waitpid(child, 0)
    return Ended(os.WEXITSTATUS(status) if os.WIFEXITED(status) else None, used)


def _be_copydesk(words: Sequence[str], output: Path | None) -> None:
    status = 70
    try:
        place = os.open(os.devnull if output is None else output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(place, 1)
        os.dup2(place, 2)
        from copydesk.cli import main

        status = main(words)
    finally:
        os._exit(status)


def warm() -> None:
    """Import what the processes need, once, and before they are forked."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import copydesk.cli
    import copydesk.desk
    import copydesk.engine.local
    import copydesk.reports.brief  # noqa: F401


def pages_for(folder: Path, *, amount: int) -> Path:
    """So many pages of the sample newsroom, of as few stories as may be, in a folder."""
    folder.mkdir(parents=True)
    for page in sorted(NEWSROOM.iterdir())[:amount]:
        shutil.copy(page, folder)
    return folder


class Kept(NamedTuple):
    """All that is on a desk: the digest of every record, what every job of the ledger came to, and the export."""

    records: dict[str, dict[str, str]]
    ledger: tuple[tuple[str, ...], ...]
    export: dict[str, bytes]

    def differs(self, other: Kept) -> list[str]:
        """Where two desks are not the same; nothing where they are."""
        kinds = [f"records of {kind}" for kind, held in self.records.items() if held != other.records[kind]]
        names = sorted(self.export.keys() | other.export.keys())
        files = [name for name in names if self.export.get(name) != other.export.get(name)]
        return [*kinds, *(["ledger"] if self.ledger != other.ledger else []), *files]


def kept_on(desk: Path, folder: Path) -> Kept:
    """What is on a desk, which is whole as a file; `folder` gets its export."""
    from copydesk.desk import open_desk

    base = sqlite3.connect(desk)
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    ledger = base.execute(
        "SELECT ledger.step, job, version || ':' || settings, inputs, state FROM ledger JOIN runs ON runs.id = run"
        " ORDER BY 1, 2"
    ).fetchall()
    base.close()
    with open_desk(desk, read_only=True) as here:
        here.export(folder)
        records = here.store.snapshot()
    return Kept(records, tuple(ledger), {path.name: path.read_bytes() for path in sorted(folder.iterdir())})


class Desks:
    """Desks that are filled with the same pages in a folder of their own."""

    def __init__(self, folder: Path, pages: Path) -> None:
        self.folder, self._pages = folder, pages
        self._count = 0

    def new(self) -> Path:
        """Where another desk will be."""
        self._count += 1
        return self.folder / f"{self._count}.desk"

    def words(self, desk: Path, command: str) -> list[str]:
        """`add` or `run` on a desk, in one process."""
        before = ["--desk", str(desk), "--workers", "1", "-q"]
        return [*before, "add", str(self._pages), "--as-of", AS_OF] if command == "add" else [*before, command]

    def unbroken(self) -> tuple[Kept, dict[str, float]]:
        """What there is on a desk that nothing happened to, and the seconds of work that each command took."""
        desk = self.new()
        seconds = {}
        for command in SPREAD:
            ended = go(self.words(desk, command))
            if ended.status != 0:
                raise AssertionError(f"{command} ended with {ended.status}")
            seconds[command] = ended.seconds
        return self.kept(desk), seconds

    def kept(self, desk: Path) -> Kept:
        """What is on a desk; the desk goes."""
        folder = desk.with_suffix(".out")
        kept = kept_on(desk, folder)
        shutil.rmtree(folder)
        for left in self.folder.glob(f"{desk.name}*"):
            left.unlink()
        return kept


class Fate(NamedTuple):
    """One desk that was killed until it was done: in which commands and after how many seconds, what is otherwise."""

    kills: tuple[tuple[str, float], ...]
    differs: tuple[str, ...]


def fates(desks: Desks, *, kills: int, seed: int) -> Iterator[Fate]:
    """Desks whose commands are killed at random moments and begun again until they end, until so many were killed.

    A moment is drawn evenly from nothing to a part of the work of the unbroken command (`SPREAD`), so that kills fall
    into opening, adding, every step, and the work that is found done.
    """
    chance = random.Random(seed)
    whole, seconds = desks.unbroken()
    left = kills
    while left > 0:
        desk = desks.new()
        struck: list[tuple[str, float]] = []
        for command, spread in SPREAD.items():
            while True:
                after = chance.uniform(0.0, seconds[command] * spread)
                ended = go(desks.words(desk, command), after=after if len(struck) < left else None)
                if ended.status is not None:
                    break
                struck.append((command, round(ended.seconds, 4)))
            if ended.status != 0:
                raise AssertionError(f"{command} ended with {ended.status} after {struck}")
        left -= len(struck)
        yield Fate(tuple(struck), tuple(whole.differs(desks.kept(desk))))


def written(fate: Fate) -> str:
    """A fate as a line of JSON."""
    return json.dumps({"kills": fate.kills, "differs": fate.differs})
