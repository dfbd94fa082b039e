"""An archive made on this machine alone: a desk in the archive's folder does the work, and is then written out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from copydesk.archive.folder import refuse_other
from copydesk.archive.history import HISTORY, bring, history_of
from copydesk.archive.saving import held_in, keep, save, write_whole
from copydesk.archive.steps import MAKES, PAGES, Made, StepDone, kept, runs, stamp
from copydesk.desk import Desk, open_desk
from copydesk.errors import DeskError, NothingRead
from copydesk.flow import QUIET
from copydesk.logs import warn, without_secrets
from copydesk.records import Failure, Page
from copydesk.settings import Settings

DESK = "_desk"
"""The folder, in that of the archive, of the desk that does the work; it goes when the archive is written."""


class LocalArchive:
    """Pages in files, and the folder of what this machine makes of them: the face of `archive.Archive`.

    Raises:
        UsageError: the folder holds something else, or was made of other pages.

    """

    def __init__(  # noqa: PLR0913  what may be said of pages, each by name
        self,
        sources: Sequence[str],
        out: Path,
        *,
        as_of: date,
        settings: Settings,
        columns: Mapping[str, str] | None = None,
        workers: int = 1,
    ) -> None:
        self.cores = workers
        """How many processes work at once."""
        self._folder = out
        self._made_of = Made.here(tuple(sources), as_of, columns)
        self._settings = settings
        self._desk: Desk | None = None
        self._failed: list[Failure] = []
        told, held = self._made_of.told(), held_in(out)
        refuse_other(str(out), told, held)
        self._state: dict[str, Any] = held or {**told, "steps": {}}

    def run(self) -> Iterator[StepDone]:
        """Make what is not made yet, each step told when it is done; a run that was stopped goes on in its desk.

        Raises:
            NothingRead: there is no page in the files.

        """
        if self.finished():
            yield from (kept(name, self._state["steps"][name]) for name in MAKES)
            return
        place = self._folder / DESK
        # What the desk is of stands there before it does, so that no run goes on with that of another.
        keep(self._folder, self._state)
        place.mkdir(parents=True, exist_ok=True)
        with open_desk(place / "archive.desk", settings=self._settings, workers=self.cores) as desk:
            self._desk = desk
            try:
                yield self._add(desk)
                yield from _steps(desk)
                self._failed = [one for one in desk.failures() if one.step not in QUIET]
                for _ in save(desk.store, self._folder, self._made_of, settings=self._settings):
                    pass
            finally:
                self._remember(desk)
        self._desk = None
        shutil.rmtree(place)

    def _remember(self, desk: Desk) -> None:
        """Let the folder tell what the desk remembers of its runs; where it cannot be written, the log says so."""
        place = self._folder / HISTORY
        try:
            text = place.read_text(encoding="utf-8") if place.exists() else None
            history = history_of(text, partial(write_whole, place))
            bring(desk.store.history, history, archive=without_secrets(str(self._folder.absolute())))
        except (DeskError, OSError, ValueError) as error:
            warn("run.unrecorded", said=str(error))

    def finished(self) -> bool:
        """Whether every step is made as it would be now."""
        steps = self._state["steps"]
        return all(
            name in steps and steps[name]["stamp"] == stamp(run, steps) for name, run in runs(self._settings).items()
        )

    def failures(self, *, limit: int) -> list[Failure]:
        """So many of what could not be made in this run."""
        return self._failed[:limit]

    def sample(self, most: int) -> tuple[Iterable[Page], int]:  # noqa: ARG002  whoever plans chooses
        """The pages that are there once their step is done, and how many."""
        assert self._desk is not None
        return self._desk.store.all(Page), self._desk.counts()["Page"]

    def close(self) -> None:
        """Nothing is held."""

    def _add(self, desk: Desk) -> StepDone:
        """Put the pages on the desk."""
        begun, made = time.monotonic(), self._made_of
        found = list(map(_is_page, desk.add(list(made.sources), as_of=made.as_of, columns=dict(made.columns))))
        if not any(found):
            told = next((f"; the first failure: {one.input}: {one.reason}" for one in desk.failures()), "")
            raise NothingRead(f"there is no page in {' '.join(made.sources)}{told}")
        return StepDone(PAGES, True, len(found), found.count(False), found.count(True), time.monotonic() - begun)


def _is_page(found: Page | Failure) -> bool:
    return isinstance(found, Page)


def _steps(desk: Desk) -> Iterator[StepDone]:
    """Each step of the desk's run when it is done."""
    last: Any = None
    begun = time.monotonic()
    for progress in desk.run():
        if last is not None and progress.step != last.step:
            yield _done(desk, last, begun)
            begun = time.monotonic()
        last = progress
    yield _done(desk, last, begun)


def _done(desk: Desk, last: Any, begun: float) -> StepDone:
    made = desk.counts()[MAKES[last.step].__name__]
    return StepDone(last.step, True, last.total, last.failed, made, time.monotonic() - begun)
