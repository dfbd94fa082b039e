"""A watch: one round after another, each told; what lies between two rounds is on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import NamedTuple

from copydesk import changing
from copydesk.changing import Untold
from copydesk.desk import Desk
from copydesk.desk_file import WatchPlan
from copydesk.errors import DeskError, UsageError
from copydesk.fetching import World
from copydesk.fetching.gathering import need_libraries
from copydesk.logs import tell
from copydesk.reports.changed import Change
from copydesk.store.address import Place, beside
from copydesk.watching.folders import read_folders
from copydesk.watching.memory import LIST, PAGE, Asked, Memory, Trouble
from copydesk.watching.pages import Came, read_due

NAME = "watch"
LOOK = 60.0
"""Seconds of waiting after which the clock on the wall is looked at: while a laptop sleeps, no other need go on."""
LEAST = 300.0
"""Seconds between the ends of two rounds at least: pages that fall due one by one are asked for together."""


class Round(NamedTuple):
    """One round: when it ended (ISO 8601, UTC), what was asked, what came, what failed, and what became of stories."""

    at: str
    lists: int
    pages: Came
    files: int
    troubles: tuple[Trouble, ...]
    failed_jobs: int
    changes: tuple[Change, ...]


class Watch:
    """Keeps a desk up to date after a plan; `base` is the folder from which the plan's folders are seen."""

    def __init__(self, desk: Desk, plan: WatchPlan, *, base: Path, world: World | None = None) -> None:
        if not (plan.feeds or plan.sitemaps or plan.sites or plan.pages or plan.folders):
            raise UsageError("there is nothing to watch; name feeds, sitemaps, sites, pages or folders under [watch]")
        # Who watches folders alone needs none of the libraries of fetching.
        self._asks = bool(plan.feeds or plan.sitemaps or plan.sites or plan.pages)
        if self._asks:
            need_libraries()
        self.stopped = Event()
        self._desk, self._plan, self._base = desk, plan, base
        self._world = world or World()
        self._memory = Memory(desk.store.watches, plan, self._world)
        self._dirty = True

    def rounds(self, *, once: bool = False) -> Iterator[Round]:
        """Round after round until the event `stopped` is set, or one; what a round tells is told when the next begins.

        A round that was cut off is taken up by the next.
        """
        store, settings = self._desk.store, self._desk.settings
        if not changing.ever_told(store, NAME):
            changing.begin(store, NAME, self._world.now(), settings=settings)
        while not self.stopped.is_set():
            done, found = self._round()
            yield done
            changing.remember(store, found)
            if once:
                return
            self._wait()

    def _round(self) -> tuple[Round, list[Untold]]:
        memory, desk, world = self._memory, self._desk, self._world
        interrupted = memory.begin()
        asked, came = self._fetch(interrupted=interrupted) if self._asks else (Asked(0, ()), Came())
        files = read_folders(desk, memory, self._base)
        failed = self._run(needed=bool(interrupted or came.new or came.changed or files))
        memory.note_round(ended=world.now())
        found = list(changing.untold(desk.store, NAME, settings=desk.settings))
        counts = {name: getattr(came, name) for name in ("new", "changed", "same", "failed")}
        tell("watch.round", lists=asked.lists, files=files, failed_jobs=failed, pages=counts, stories=len(found))
        done = Round(
            at=world.moment(),
            lists=asked.lists,
            pages=came,
            files=files,
            troubles=asked.troubles,
            failed_jobs=failed,
            changes=tuple(change for one in found for change in one.changes),
        )
        return done, found

    def _fetch(self, *, interrupted: bool) -> tuple[Asked, Came]:
        """Ask the lists and pages that are due; what is known of their hosts is kept whatever happens."""
        from copydesk.fetching.visiting import Visitor
        from copydesk.watching.lists import ask_due

        memory, desk, world = self._memory, self._desk, self._world
        hosts = memory.hosts(desk.settings.fetch, interrupted=interrupted)
        visitor = Visitor.of(settings=desk.settings, world=world, as_of=world.today(), hosts=hosts)
        try:
            asked = ask_due(memory, visitor)
            memory.keep_hosts(hosts)
            return asked, read_due(desk, memory, hosts)
        finally:
            memory.keep_hosts(hosts)

    def _run(self, *, needed: bool) -> int:
        """Do what is pending; how many jobs failed. The first round does so in any case."""
        if not (needed or self._dirty):
            return 0
        failed: dict[str, int] = {}
        for progress in self._desk.run():
            failed[progress.step] = progress.failed
        self._dirty = False
        return sum(failed.values())

    def _wait(self) -> None:
        """Wait until something is due by the clock on the wall."""
        ended = self._world.now()
        regular = ended + self._plan.every
        soonest = self._memory.watches.soonest([LIST, PAGE]) if self._asks else None
        # Folders are looked through as often as lists.
        wanted = min(regular, soonest or regular) if self._plan.folders else (soonest or regular)
        while not self.stopped.is_set():
            now = self._world.now()
            left = max(wanted, ended + min(LEAST, self._plan.every)) - now
            # A clock that was set back must not make the watch wait for it.
            if left <= 0 or now < ended - LOOK:
                return
            self._world.wait(self.stopped, min(left, LOOK))


@contextmanager
def alone(desk: Place) -> Iterator[None]:
    """Nobody else watches this desk meanwhile: two would ask every host twice as often.

    Raises:
        DeskError: somebody does.

    """
    try:
        import fcntl
    except ImportError:  # where there are no such locks, nothing is locked
        yield
        return
    path = beside(desk, ".watch")
    with path.open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DeskError(f"{desk}: another watch is at this desk; let it end, or end it, and try again") from error
        yield
