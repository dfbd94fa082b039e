"""The process that does long work: it adds what was given, runs what is pending, and writes its journal as it goes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

from copydesk.desk import Desk, open_desk
from copydesk.errors import CopydeskError
from copydesk.fetching import Fetching
from copydesk.flow import FLOW
from copydesk.logs import listen_as_told, tell
from copydesk.records import Failure
from copydesk.settings import Settings
from copydesk.store.address import Place, whole
from copydesk.web.journal import Job, folded, write

BACK = 10
"""How far this process steps back behind others: half of what a system lets one do."""
BETWEEN_LINES = 0.2
"""Seconds between two lines of progress: as often as a person sees a number change."""
MOST_FAILURES = 200
"""What could not be read, told in a journal; all of it stands among the failures of the desk."""


def labour(journal: Path, files: Path, desk: Place, *, settings: Settings, workers: int) -> None:
    """Do the job of a journal. What it adds is kept whole on the desk, so the files may go when it has ended."""
    listen_as_told()
    _end_with_the_server()
    _step_back()
    job = folded(journal.stem, journal.read_text(encoding="utf-8").splitlines())
    write(journal, "started")
    try:
        with open_desk(whole(desk), settings=settings, workers=workers) as opened:
            if job.adds:
                # Pages are called as their files are, not by where they lay on the way.
                os.chdir(files if files.is_dir() else journal.parent)
                _add(job, opened, journal)
            failed = _run(opened, journal)
    except (CopydeskError, OSError, MemoryError) as error:
        write(journal, "stopped", said=str(error) or type(error).__name__, ended_at=_now())
        return
    except Exception as error:
        write(journal, "stopped", said=f"a fault in copydesk: {type(error).__name__}: {error}", ended_at=_now())
        raise
    write(journal, "done", ended_at=_now(), failed=failed)


def _end_with_the_server() -> None:
    """End in order, with the processes that work for this one, when told to, or when the server is gone."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server = multiprocessing.parent_process()
    if server is not None:
        Thread(target=_watch, args=(server,), daemon=True).start()


def _step_back() -> None:
    """Let the screens have the processor first: somebody waits for them, and for a run nobody sits there."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(BACK)


def _watch(server: BaseProcess) -> None:
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _add(job: Job, desk: Desk, journal: Path) -> None:
    pages = unread = 0
    told = 0.0
    fetching = Fetching(lists=job.lists)
    as_of = date.fromisoformat(job.as_of)
    for one in desk.add([*job.names, *job.addresses], as_of=as_of, fetching=fetching, keep=True):
        if isinstance(one, Failure):
            unread += 1
            if unread <= MOST_FAILURES:
                write(journal, "failure", input=one.input, reason=one.reason)
        else:
            pages += 1
        if time.monotonic() - told > BETWEEN_LINES:
            told = time.monotonic()
            write(journal, "adding", adding=True, pages=pages, unread=unread)
    write(journal, "adding", adding=False, pages=pages, unread=unread)
    tell("pages.added", pages=pages, failed=unread)


def _run(desk: Desk, journal: Path) -> int:
    """Do what is pending; how many pieces of work failed."""
    places = {step.name: place for place, step in enumerate(FLOW, start=1)}
    failed: dict[str, int] = {}
    told = 0.0
    for progress in desk.run():
        failed[progress.step] = progress.failed
        if progress.done in (0, progress.total) or time.monotonic() - told > BETWEEN_LINES:
            told = time.monotonic()
            line = {"step": progress.step, "place": places[progress.step], "steps": len(FLOW)}
            write(journal, "step", **line, done=progress.done, total=progress.total, failed=sum(failed.values()))
    return sum(failed.values())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
