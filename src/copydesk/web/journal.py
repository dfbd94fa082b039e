"""How a job tells of itself, beyond the life of a server: lines of JSON in a file, and what they amount to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

State = Literal["waiting", "working", "done", "stopped"]
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of long work, as far as it is.

    `files` and `addresses` are what was given to be added; `names` what the files are called. `pages` and `unread`
    count what adding gave, `step` is what runs now, the `place`th of `steps`, with `done` of `total` pieces of work and
    `failed` of them not done. `said` is why it stopped, `news` what has come of it.
    """

    id: str
    state: State = "waiting"
    asked_at: str = ""
    by: str | None = None
    as_of: str = ""
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    lists: bool = False
    starts: int = 0
    pages: int = 0
    unread: int = 0
    adding: bool = False
    step: str | None = None
    place: int = 0
    steps: int = 0
    done: int = 0
    total: int = 0
    failed: int = 0
    failures: tuple[tuple[str, str], ...] = ()
    said: str | None = None
    ended_at: str | None = None

    @property
    def adds(self) -> bool:
        """Whether it adds pages, or only does what is pending."""
        return bool(self.names or self.addresses)

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self.state in ("done", "stopped")

    @property
    def share(self) -> int:
        """How much of it is done, in hundredths; steps count alike, though they take unlike times."""
        if self.state == "done":
            return 100
        within = self.done / self.total if self.total else 0.0
        return min(99, int(100 * (max(0, self.place - 1) + within) / self.steps)) if self.steps else 0


def fold(job: Job, line: Told) -> Job:
    """The job after one more line of its journal; a line that says nothing known changes nothing."""
    event = line.get("event")
    known = {name: _value(line[name]) for name in Job.__dataclass_fields__ if name in line and name != "id"}
    if event == "started":
        return replace(job, state="working", starts=job.starts + 1, said=None, ended_at=None, failures=(), **known)
    if event == "failure":
        return replace(job, failures=(*job.failures, (str(line.get("input")), str(line.get("reason")))))
    if event in ("asked", "adding", "step"):
        return replace(job, **known)
    if event in ("done", "stopped"):
        return replace(job, state="done" if event == "done" else "stopped", **known)
    if event == "again":
        return replace(job, state="waiting", **known)
    return job


def folded(ident: str, lines: Iterable[str]) -> Job:
    """What a journal amounts to. A line that was cut off when a process ended is passed over."""
    job = Job(id=ident)
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict):
            job = fold(job, told)
    return job


def write(path: Path, event: str, **told: Any) -> None:
    """Add a line to a journal; it is there for every reader when this returns."""
    line = json.dumps({"event": event, **told}, ensure_ascii=True)
    with path.open("a", encoding="utf-8") as journal:
        journal.write(f"{line}\n")


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
