"""Long work: what is asked for waits in a row, one job at a time is done by a process, and the row outlives the server.

Beside the desk `news.desk` lies the folder `news.desk.work`: a journal a job, and the files that wait to be added.
"""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO, NamedTuple

from copydesk.errors import DeskError
from copydesk.logs import tell
from copydesk.settings import Settings
from copydesk.store.address import Place, beside, whole
from copydesk.web.journal import Job, folded, write
from copydesk.web.labour import labour
from copydesk.web.limits import Limits

Labour = Callable[..., None]
"""What a job's process does, called as `labour` is: with a journal, the folder of its files, the desk, how to work."""
STOP_SECONDS = 5.0
"""How long a process has to end when it is told to; what it had finished is kept."""


@contextmanager
def alone(desk: Place) -> Iterator[None]:
    """Inside, no other server of this machine serves the desk: two would do each job twice.

    Raises:
        DeskError: another does.

    """
    folder = beside(desk, ".work")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "served").open("a") as mark:
        try:
            lock_file(mark)
        except OSError as error:
            cure = "ask it at its address, or end it first"
            raise DeskError(f"{desk}: another server serves this desk already; {cure}") from error
        yield


def lock_file(file: IO[str]) -> None:
    """Hold a file against other processes until it is closed; where the system has no such locks, nothing is held.

    Raises:
        OSError: another process holds it.

    """
    try:
        import fcntl
    except ImportError:  # Windows
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class _Read(NamedTuple):
    size: int
    job: Job


class Board:
    """The jobs of one desk: asked for by `add` and `run`, done one after another, told by `jobs`."""

    def __init__(self, desk: Place, settings: Settings, *, limits: Limits, workers: int, work: Labour = labour) -> None:
        # A job's process works in the folder of its files, so every path is whole.
        self._desk = whole(desk)
        self._settings, self._limits, self._workers, self._work = settings, limits, workers, work
        self._folder = beside(desk, ".work")
        self._read: dict[str, _Read] = {}
        self._lock = Lock()
        self._wake, self._closed = Event(), Event()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._thread = Thread(target=self._labour, name="copydesk-jobs", daemon=True)

    @property
    def closed(self) -> bool:
        """Whether the server is about to end."""
        return self._closed.is_set()

    # -- asking for work ------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Begin with what was waiting or unfinished when the server last ended."""
        for job in self.jobs():
            if job.state == "working":
                self._interrupted(job)
        self._thread.start()

    def close(self) -> None:
        """End: what is being done stops, and is taken up again at the next start."""
        self._closed.set()
        self._wake.set()
        process = self._process
        if process is not None:
            process.terminate()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        for job in self.jobs():
            if job.state == "working":
                write(self._journal(job.id), "again", starts=0)

    def files(self) -> Path:
        """A new folder in which the files of one job are put before it is asked for."""
        number = max((_number(one) for one in self._names()), default=0) + 1
        with self._lock:
            while True:
                place = self._folder / f"job-{number:06d}"
                try:
                    place.mkdir(parents=True)
                except FileExistsError:
                    number += 1
                else:
                    return place

    def add(  # noqa: PLR0913  what may be said of pages, each by name
        self,
        place: Path,
        *,
        names: Sequence[str] = (),
        addresses: Sequence[str] = (),
        as_of: date,
        lists: bool = False,
        by: str | None = None,
    ) -> str:
        """Add these files (in the folder that `files` gave) and addresses, then run; the id of the job comes back."""
        told = {"names": list(names), "addresses": list(addresses), "lists": lists}
        return self._asked(place, as_of=as_of.isoformat(), by=by, **told)

    def run(self, *, by: str | None = None) -> str:
        """Do what is pending; where a job waits already, it will do so, and its id comes back."""
        waiting = next((job.id for job in self.jobs() if job.state == "waiting"), None)
        return waiting or self._asked(self.files(), by=by)

    def again(self, ident: str) -> None:
        """Go on with a job that stopped."""
        job = self.job(ident)
        if job is not None and job.state == "stopped":
            write(self._journal(ident), "again", starts=0, said=None, ended_at=None)
            self._read.pop(ident, None)
            self._wake.set()

    # -- telling of it --------------------------------------------------------------------------------------------

    def jobs(self) -> tuple[Job, ...]:
        """All jobs that are remembered, the newest first."""
        return tuple(job for name in sorted(self._names(), reverse=True) if (job := self.job(name)) is not None)

    def job(self, ident: str) -> Job | None:
        """One job, or None where there is none of this id."""
        held = self._read.get(ident)
        if not _is_job(ident) or (held is not None and held.job.over):
            return held.job if held else None
        try:
            raw = self._journal(ident).read_bytes()
        except OSError:
            return None
        if held is None or held.size != len(raw):
            job = folded(ident, raw.decode("utf-8", "replace").splitlines())
            held = self._read[ident] = _Read(len(raw), job)
        return held.job

    def current(self) -> Job | None:
        """The job that is being done, or that will be next."""
        open_jobs = [job for job in self.jobs() if not job.over]
        return next((job for job in open_jobs if job.state == "working"), open_jobs[-1] if open_jobs else None)

    # -- doing it -------------------------------------------------------------------------------------------------

    def _asked(self, place: Path, **told: object) -> str:
        write(self._journal(place.name), "asked", asked_at=_now(), **told)
        self._forget_oldest()
        self._wake.set()
        return place.name

    def _labour(self) -> None:
        """Do one job after another, until closed."""
        while not self._closed.is_set():
            self._wake.clear()
            waiting = [job for job in self.jobs() if job.state == "waiting"]
            if not waiting:
                self._wake.wait()
                continue
            self._do(waiting[-1])

    def _do(self, job: Job) -> None:
        place = self._folder / job.id
        told = {"settings": self._settings, "workers": self._workers}
        given = (self._journal(job.id), place, self._desk)
        # A process of its own, started afresh: this one has threads, and a page that ends its process ends no server.
        process = multiprocessing.get_context("spawn").Process(target=self._work, args=given, kwargs=told)
        tell("job.started", job=job.id, start=job.starts + 1, adds=job.adds)
        process.start()
        self._process = process
        if self._closed.is_set():
            process.terminate()
        process.join()
        self._process = None
        after = self.job(job.id)
        told = {} if after is None else {name: getattr(after, name) for name in ("state", "pages", "unread", "failed")}
        tell("job.ended", job=job.id, status=process.exitcode, **told)
        if after is not None and after.state == "done":
            shutil.rmtree(place, ignore_errors=True)
        elif after is not None and not after.over and not self._closed.is_set():
            self._interrupted(after)

    def _interrupted(self, job: Job) -> None:
        """A job whose process ended before it did: it goes on where it was, unless that happens again and again."""
        if job.starts < self._limits.most_starts:
            write(self._journal(job.id), "again")
            return
        said = "its process ended without a word, more than once; see the log of the server, then go on"
        write(self._journal(job.id), "stopped", said=said, ended_at=_now())

    # -- its folder -----------------------------------------------------------------------------------------------

    def _journal(self, ident: str) -> Path:
        return self._folder / f"{ident}.jsonl"

    def _names(self) -> Iterator[str]:
        try:
            found = {one.name.removesuffix(".jsonl") for one in self._folder.iterdir()}
        except OSError:
            return
        yield from (name for name in found if _is_job(name))

    def _forget_oldest(self) -> None:
        """Remove the journals of jobs that are long over."""
        for job in self.jobs()[self._limits.most_jobs :]:
            if job.over:
                self._journal(job.id).unlink(missing_ok=True)
                shutil.rmtree(self._folder / job.id, ignore_errors=True)
                self._read.pop(job.id, None)


def _is_job(name: str) -> bool:
    return name.startswith("job-") and name[4:].isascii() and name[4:].isdigit()


def _number(name: str) -> int:
    return int(name[4:])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
