"""Adding pages by upload and by address, the jobs that read them, and what could not be read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.fetching import is_address
from copydesk.observing import RunRecord
from copydesk.records import Failure
from copydesk.reports import wording
from copydesk.reports.safe import short
from copydesk.reports.spent import memory_told, seconds_told
from copydesk.store import RunLine
from copydesk.web.journal import Job
from copydesk.web.sending import line, sent, text
from copydesk.web.serving import Absent, Refused, reading, see, serving, visitor

MOST_ADDRESSES = 5_000
"""Addresses of one form; more come better as a list file."""
LONGEST_NAME = 120
"""Characters of a file's name, and of a folder's: file systems take 255 bytes."""
NAMED = 2
DEAREST = 3
"""Steps of a run that are named, those that took longest."""
"""Files and addresses of a job that are named; more are counted."""
SHOWN_JOBS = 30
SHOWN_RUNS = 10
SHOWN_FAILURES = 300
SHOWN_GROUPS = 40
REFRESH_SECONDS = 3
"""How often a page without scripts is asked for again while something goes on."""
STEPS = {
    "layouts": "seeing how pages are laid out",
    "frames": "finding what recurs on pages of one site",
    "articles": "reading articles",
    "editions": "finding other readings of the same page",
    "prints": "taking prints of texts",
    "candidates": "finding texts that may be one",
    "matches": "comparing texts",
    "families": "growing copy trees",
    "copies": "telling what was altered",
    "outlines": "outlining what each account tells of",
    "datings": "dating",
    "happenings": "grouping accounts of one event",
    "stories": "telling stories",
    "quotes": "finding who said what",
    "figures": "finding figures",
    "attributions": "joining what one speaker said",
    "facts": "joining figures of one fact",
    "checks": "comparing accounts",
    "alone": "finding what one account tells alone",
    "summaries": "summing up stories",
    "carriages": "telling how sites came by their texts",
}
"""What a step of the flow does, for those who wait for it."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff*?\[\]:|<>\"]")


class Told(NamedTuple):
    """A job in words."""

    id: str
    what: str
    state: str
    words: str
    when: str
    by: str | None
    share: int
    job: Job


def add(request: Request) -> Response:
    """The form by which pages come to the desk."""
    today = datetime.now(UTC).date().isoformat()
    current = serving(request).board.current()
    values = {"root": "/", "today": today, "current": None if current is None else _told(current)}
    return serving(request).look.page(request, "add.html", values)


def added(request: Request, form: FormData) -> Response:
    """Take files and addresses, and have them added."""
    uploads = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    addresses = text(form, "addresses").split()
    _refuse_addresses(addresses)
    if not uploads and not addresses:
        raise Refused("nothing was given: choose files, drop them, or write addresses, one a line")
    try:
        as_of = date.fromisoformat(line(form, "as_of"))
    except ValueError as error:
        raise Refused("the day on which the pages were read is to be written as 2031-06-30") from error
    board = serving(request).board
    place = board.files()
    names = list(kept(uploads, place))
    lists = line(form, "lists") == "yes"
    by = visitor(request).name
    return see(f"/runs/{board.add(place, names=names, addresses=addresses, as_of=as_of, lists=lists, by=by)}")


def _refuse_addresses(addresses: list[str]) -> None:
    wrong = next((one for one in addresses if not is_address(one)), None)
    if wrong is not None:
        raise Refused(f"{wrong[:80]!r} is no address; write one a line, each with https:// before it")
    if len(addresses) > MOST_ADDRESSES:
        raise Refused(
            f"these are more than {MOST_ADDRESSES:,} addresses; give a file that lists them, and have it fetched"
        )


def kept(uploads: list[UploadFile], place: Path) -> Iterator[str]:
    """Put what was sent into a folder; the names by which pages will be called come back."""
    for upload in uploads:
        name = _free(_name(upload.filename or ""), place)
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(upload.file, file, 1 << 20)
        yield name


def _name(given: str) -> str:
    """A name that stays below the folder, and means a file and nothing else (no pattern, no address, no input)."""
    parts = (_UNFIT.sub("_", one).strip() for one in given.replace("\\", "/").split("/"))
    kept = [one[-LONGEST_NAME:] for one in parts if one.strip(".")]
    return "/".join(kept[-4:]).lstrip("-") or "page"


def _free(name: str, place: Path) -> str:
    """The name, or one beside it where another file of this upload is called so."""
    path, number = PurePosixPath(name), 1
    while (place / path).exists():
        number += 1
        path = PurePosixPath(name).with_stem(f"{PurePosixPath(name).stem}-{number}")
    return str(path)


# -- what goes on, and what was not read ------------------------------------------------------------------------------


def runs(request: Request) -> Response:
    """Every job, the newest first, and what could not be read."""
    board = serving(request).board
    jobs = board.jobs()
    with reading(request) as desk:
        failures = desk.failures_page(limit=SHOWN_FAILURES)
        groups = desk.failure_groups()
        steps = tuple(_step(one) for one in desk.store.runs())
        took = tuple(_took(one) for one in desk.runs(limit=SHOWN_RUNS))
    values = {
        "root": "/",
        "jobs": tuple(_told(job) for job in jobs[:SHOWN_JOBS]),
        "failures": tuple(_failure(one) for one in failures),
        "failed": sum(one.amount for one in groups),
        "groups": tuple(one for one in groups[:SHOWN_GROUPS] if one.amount > 1),
        "steps": steps,
        "took": took,
    }
    going = any(not job.over for job in jobs)
    return serving(request).look.page(request, "runs.html", values, refresh=REFRESH_SECONDS if going else None)


def run(request: Request) -> Response:
    """One job, as far as it is."""
    job = _job(request)
    refresh = None if job.over else REFRESH_SECONDS
    return serving(request).look.page(request, "job.html", {"root": "/", "told": _told(job)}, refresh=refresh)


def begun(request: Request, _form: FormData) -> Response:
    """Do what is pending."""
    return see(f"/runs/{serving(request).board.run(by=visitor(request).name)}")


def gone_on(request: Request, _form: FormData) -> Response:
    """Go on with a job that stopped."""
    job = _job(request)
    serving(request).board.again(job.id)
    return see(f"/runs/{job.id}")


def _job(request: Request) -> Job:
    job = serving(request).board.job(request.path_params["job"])
    if job is None:
        raise Absent("There is no such run, or it is so long ago that it was forgotten.")
    return job


def _told(job: Job) -> Told:
    what = "Do what is pending"
    if job.adds:
        what = f"Add {_given(job)}"
    return Told(job.id, what, job.state, words_of(job), job.asked_at.replace("T", " ")[:16], job.by, job.share, job)


def _given(job: Job) -> str:
    """What a job adds: by name where it is one or two things, else by number."""
    given = [*(PurePosixPath(one).name for one in job.names), *job.addresses]
    if len(given) <= NAMED:
        return " and ".join(short(one, LONGEST_NAME) for one in given)
    files, addresses = len(job.names), len(job.addresses)
    told = [wording.counted(files, "file")] if files else []
    return " and ".join([*told, f"{addresses:,} address{'es' if addresses > 1 else ''}"] if addresses else told)


def words_of(job: Job) -> str:
    """How far a job is, in a line."""
    if job.state == "waiting":
        return "waiting for its turn"
    if job.state == "stopped":
        return f"stopped: {job.said or 'no reason was told'}"
    read = f"{wording.counted(job.pages, 'page')} added" if job.adds else ""
    read += f", {job.unread:,} not read" if job.unread else ""
    if job.state == "done":
        return f"done: {read or 'nothing is pending'}"
    if job.adding or job.step is None:
        return f"adding pages: {read or 'beginning'}"
    amount = f", {job.done:,} of {job.total:,}" if job.total else ""
    return f"step {job.place} of {job.steps}: {STEPS.get(job.step, job.step)}{amount}"


def _step(one: RunLine) -> dict[str, Any]:
    """A step as the table of a desk has it: what it does, under what version and settings, and how much it did."""
    return {"what": STEPS.get(one.step, one.step), **one._asdict()}


def _took(one: RunRecord) -> dict[str, Any]:
    """A run of the desk in a line, with its dearest steps first."""
    steps = sorted((step for step in one.steps if step.pending), key=lambda step: -step.seconds)
    return {
        "id": one.id,
        "when": one.started_at.replace("T", " ")[:16],
        "state": one.state,
        "done": one.done,
        "failed": one.failed,
        "time": seconds_told(one.seconds),
        "memory": memory_told(one.memory),
        "dearest": tuple((STEPS.get(step.step, step.step), seconds_told(step.seconds)) for step in steps[:DEAREST]),
    }


def _failure(one: Failure) -> dict[str, Any]:
    return {"input": one.input, "step": one.step, "reason": one.reason}


ROUTES = (
    Route("/add", add, methods=["GET"]),
    Route("/add", sent(added), methods=["POST"]),
    Route("/runs", runs, methods=["GET"]),
    Route("/runs", sent(begun), methods=["POST"]),
    Route("/runs/{job}", run, methods=["GET"]),
    Route("/runs/{job}/again", sent(gone_on), methods=["POST"]),
)
