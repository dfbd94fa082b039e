"""Connections to one desk: several that read side by side, and one that writes, in turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Empty, LifoQueue
from threading import Lock
from typing import TypeVar

from copydesk.desk import Desk, open_desk
from copydesk.errors import DeskError
from copydesk.settings import Settings
from copydesk.store.address import Place

LOG = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class Busy(DeskError):
    """Everybody asks at once; the same will be answered a little later."""


class Readers:
    """Desks for reading, each used by one thread at a time. What is read in one turn is of one moment.

    There are at most so many, and some of them stay open while nobody asks: each holds pages of the file that it has
    read, and statements that it knows.
    """

    def __init__(self, path: Place, settings: Settings, *, most: int, idle: int, wait: float) -> None:
        self._path, self._settings, self._most, self._wait = path, settings, most, wait
        self._most_idle = idle
        self._idle: LifoQueue[Desk] = LifoQueue()
        self._lock = Lock()
        self._made = 0

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """A desk to ask.

        Raises:
            Busy: all are taken for longer than one waits.
            DeskError: the file cannot be read.

        """
        desk = self._taken()
        try:
            with desk.store.steady():
                yield desk
        finally:
            self._give(desk)

    def close(self) -> None:
        """Let go of the file; desks that are in use stay open until their process ends."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _give(self, desk: Desk) -> None:
        """Have a desk wait for the next who asks, or close it where enough do."""
        with self._lock:
            enough = self._idle.qsize() >= self._most_idle
            if enough:
                self._made -= 1
            else:
                self._idle.put(desk)
        if enough:
            desk.close()

    def _taken(self) -> Desk:
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        with self._lock:
            if self._made < self._most:
                desk = open_desk(self._path, settings=self._settings, read_only=True)
                self._made += 1
                return desk
        try:
            return self._idle.get(timeout=self._wait)
        except Empty as error:
            raise Busy("the desk is busy; ask again in a moment") from error


class Writer:
    """One thread through which all small writes go, in the order in which they were asked for."""

    def __init__(self, path: Place, settings: Settings) -> None:
        self._path, self._settings = path, settings
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copydesk-writer")
        self._desk: Desk | None = None

    def do(self, task: Callable[[Desk], Answer], *, within: float = 30.0) -> Answer:
        """What a task gives that may write on the desk; what it raises is raised here.

        Raises:
            Busy: its turn has not come, or not ended, within so many seconds; it will be done all the same.

        """
        asked = self._thread.submit(lambda: task(self._opened()))
        try:
            return asked.result(timeout=within)
        except TimeoutError as error:
            raise Busy("the desk is busy; what you sent will be kept, look again in a moment") from error

    def later(self, task: Callable[[Desk], None]) -> None:
        """Have a task done when its turn comes; nobody waits for it, and the log tells if it fails."""
        self._thread.submit(self._tried, task)

    def _tried(self, task: Callable[[Desk], None]) -> None:
        try:
            task(self._opened())
        except Exception:
            LOG.exception("a small write did not succeed")

    def close(self) -> None:
        """Finish what was asked for, then let go of the file."""
        self._thread.submit(self._let_go)
        self._thread.shutdown(wait=True)

    def _opened(self) -> Desk:
        if self._desk is None:
            self._desk = open_desk(self._path, settings=self._settings)
        return self._desk

    def _let_go(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None
