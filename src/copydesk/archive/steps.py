"""What an archive is made of: the steps in their order, and what of each decides whether it is to be made anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from copydesk.archive.folder import FORM
from copydesk.flow import FLOW
from copydesk.plugging import digest_of
from copydesk.records import Page
from copydesk.settings import Settings
from copydesk.store import StepRun

PAGES = "pages"
MAKES: Mapping[str, type[Any]] = {PAGES: Page, **{step.name: step.makes for step in FLOW}}
"""What each step makes, in the order of the steps; each kind is made by one."""
READS: Mapping[str, tuple[type[Any], ...]] = {PAGES: (), **{step.name: step.reads for step in FLOW}}
STEP_OF: Mapping[type[Any], str] = {kind: name for name, kind in MAKES.items()}


class StepDone(NamedTuple):
    """How a step went: jobs, those of them that failed, records, seconds; `done` False while it is begun.

    `kept` is whether it was finished before and left as it is.
    """

    step: str
    done: bool
    jobs: int = 0
    failed: int = 0
    records: int = 0
    seconds: float = 0.0
    kept: bool = False


class Made(NamedTuple):
    """What an archive is made of, as its `run.json` tells it: sources as they were named in the folder `base`."""

    sources: tuple[str, ...]
    as_of: date
    columns: Mapping[str, str]
    base: str

    @classmethod
    def here(cls, sources: tuple[str, ...], as_of: date, columns: Mapping[str, str] | None) -> Made:
        """Sources as they are named in this folder."""
        return cls(sources, as_of, dict(columns or {}), str(Path.cwd()))

    def told(self) -> dict[str, Any]:
        """The beginning of a `run.json`."""
        told = {"sources": list(self.sources), "base": self.base, "as_of": self.as_of.isoformat()}
        return {"form": FORM, **told, "columns": dict(self.columns)}


def runs(settings: Settings) -> dict[str, StepRun]:
    """Each step at its version and with these settings, by name, in order."""
    pages = StepRun(PAGES, Page, 1, digest_of(settings, "pages"))
    steps = (StepRun(one.name, one.makes, one.version, digest_of(settings, *one.settings)) for one in FLOW)
    return {run.step: run for run in (pages, *steps)}


def stamp(run: StepRun, steps: Mapping[str, Mapping[str, Any]]) -> str:
    """What decided on a step: itself, its settings, and all that decided on what it reads (`steps` of a `run.json`)."""
    total = blake2b(f"{run.step} {run.name}\n".encode(), digest_size=8)
    for kind in READS[run.step]:
        if maker := STEP_OF.get(kind):
            total.update(steps.get(maker, {}).get("stamp", "").encode())
    return total.hexdigest()


def line_of_run(run: StepRun, steps: Mapping[str, Mapping[str, Any]], done: StepDone) -> dict[str, Any]:
    """What `run.json` tells of a step that is done."""
    counted = {"jobs": done.jobs, "failed": done.failed, "records": done.records, "seconds": round(done.seconds, 3)}
    return {"stamp": stamp(run, steps), "version": run.version, "settings": run.settings, **counted}


def kept(name: str, line: Mapping[str, Any]) -> StepDone:
    """A step that was finished before."""
    return StepDone(name, True, line["jobs"], line["failed"], line["records"], line["seconds"], kept=True)
