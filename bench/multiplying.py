"""A desk many times over: every record of it again, under other ids, days and invented words of the same length.

What relates records to one another holds in each copy as in the first, and no two copies share a text: so a large desk
is made without comparing its texts again. Prints and candidate pairs are made really.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

from made_up_news import SYLLABLES

import copydesk.records as kinds
from copydesk.engine import LocalEngine
from copydesk.flow import FLOW
from copydesk.jobs import Job
from copydesk.observing import RunRecord
from copydesk.observing.keeping import Keeper
from copydesk.records import Article, Candidate, Fingerprint
from copydesk.running import _digest, _Runner
from copydesk.settings import Settings
from copydesk.store import SqliteStore, StepRun
from copydesk.store.codec import decode, digest
from copydesk.store.tables import TABLES

KINDS = [kind for kind in TABLES if kind not in ("Fingerprint", "Candidate", "Failure", "Decision", "Note")]
PORTION = 20_000
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnprstvwxyz"
_ID = re.compile(r"\b([a-z]+-[0-9a-f]{14})[0-9a-f]{2}\b")
_DAY = re.compile(r"\b203[1-3]-\d\d-\d\d")
_INVENTED = re.compile(rf"(?:(?<=\\n)|\b)(?:{'|'.join(SYLLABLES)}){{2,3}}\b", re.IGNORECASE)
_PLACE = re.compile(r"#news-")


def multiply(source: Path, target: Path, times: int) -> None:
    """Make a desk of so many copies of another; each copy is kept in a few transactions."""
    first = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    store = SqliteStore(target)
    base = store._base  # noqa: SLF001  rows are written as the store writes them, without making records of them
    base.executemany("INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?)", first.execute("SELECT * FROM runs"))
    held = {kind: kinds.__dict__[kind] for kind in KINDS}
    for number in range(times):
        other = _other(number)
        for name, kind in held.items():
            rows = first.execute(f"SELECT run, job, body FROM {TABLES[name]} ORDER BY place")
            while portion := rows.fetchmany(PORTION):
                base.begin(writing=True)
                for run, job, body in portion:
                    store._insert(base, _line(kind, other(body)), run, other(job))  # noqa: SLF001  as above
                base.end(keep=True)
        print(f"copy {number + 1} of {times}", flush=True)
    store.close()


def settle(target: Path) -> None:
    """Make prints and candidate pairs, and tell the ledger that everything else is done."""
    store, engine, settings = SqliteStore(target), LocalEngine(1), Settings()
    told = RunRecord(id="run-0", state="working", started_at="")
    runner = _Runner(store, engine, settings, keeper=Keeper(store, told))
    base = store._base  # noqa: SLF001  the ledger is written without the records of its jobs
    for step in FLOW:
        if step.makes in (Fingerprint, Candidate):
            for _ in runner.run_step(step):
                pass
        else:
            digests = {kind: store.digests(kind) for kind in step.reads}
            run = StepRun(step.name, step.makes, step.version, settings.digest(*step.settings))
            base.begin(writing=True)
            base.execute(
                "INSERT OR IGNORE INTO runs (step, version, settings) VALUES (?, ?, ?)",
                (run.step, run.version, run.settings),
            )
            (number,) = base.execute(
                "SELECT id FROM runs WHERE step = ? AND version = ? AND settings = ?",
                (run.step, run.version, run.settings),
            ).fetchone()
            base.executemany(
                "INSERT OR REPLACE INTO ledger (step, job, run, inputs, state) VALUES (?, ?, ?, ?, 'done')",
                _lines(step.name, step.cut(store, engine), number, digests),
            )
            base.end(keep=True)
        print(f"{step.name}: done", flush=True)
    pages = store._base.execute("SELECT id, json_extract(body, '$.sha256') FROM pages").fetchall()  # noqa: SLF001
    (number,) = base.execute("SELECT id FROM runs WHERE step = 'pages'").fetchone()
    base.begin(writing=True)
    rows = (("pages", page, number, content) for page, content in pages)
    base.executemany("INSERT OR REPLACE INTO ledger (step, job, run, inputs, state) VALUES (?, ?, ?, ?, 'done')", rows)
    base.end(keep=True)
    store.close()


def _lines(step: str, jobs: Iterator[Job], run: int, digests: dict) -> Iterator[tuple[str, str, int, str]]:
    for job in jobs:
        yield step, job.key, run, _digest(job, digests)


def _line(kind: type, body: str) -> SimpleNamespace:
    """What the store writes of a record; only of an article it wants more than its id and kind."""
    row = json.loads(body)
    record = decode(Article, body) if kind is Article else _Named[kind](row["id"])
    return SimpleNamespace(record=record, row=row, body=body, digest=digest(body))


class _Kinds(dict):
    """For each kind of record a kind of the same name that holds nothing but an id."""

    def __missing__(self, kind: type) -> type:
        self[kind] = type(kind.__name__, (), {"__init__": lambda self, ident: setattr(self, "id", ident)})
        return self[kind]


_Named = _Kinds()


def _other(number: int) -> Callable[[str], str]:
    """What turns a text into that of a copy: ids, days, invented words, places of pages."""
    ending = f"{number:02x}"
    vowels, consonants = number % len(VOWELS), number // len(VOWELS)
    turned = {}
    for letters, by in ((VOWELS, vowels), (CONSONANTS, consonants)):
        for cased in (letters, letters.upper()):
            turned.update(zip(cased, cased[by:] + cased[:by], strict=True))
    table = str.maketrans(turned)

    @lru_cache(maxsize=2000)
    def later(day: str) -> str:
        return (date.fromisoformat(day) + timedelta(days=9 * number)).isoformat()

    def other(text: str) -> str:
        text = _ID.sub(rf"\g<1>{ending}", text)
        text = _DAY.sub(lambda found: later(found.group()), text)
        text = _PLACE.sub(f"#news-{number}-", text)
        return _INVENTED.sub(lambda found: found.group().translate(table), text)

    return other
