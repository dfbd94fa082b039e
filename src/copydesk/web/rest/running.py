"""GET: the runs that the desk remembers, what each step of them took, and why its jobs were done."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from copydesk.errors import UsageError
from copydesk.observing.explaining import RunTold, told_rows
from copydesk.observing.told import PREFIX, Measured, State, Why
from copydesk.web.rest.answers import answered, listed, problems
from copydesk.web.rest.reading import After, Ident, Limit
from copydesk.web.serving import Absent, reading

router = APIRouter()


class Reason(BaseModel):
    """So many jobs that were done for one reason; `before` is what the ledger had, `VERSION:SETTINGS`."""

    why: Why
    jobs: int
    before: str | None


class FailedLine(BaseModel):
    """Jobs that failed for one reason, with the first of their inputs."""

    reason: str
    jobs: int
    input: str


class StepLine(BaseModel):
    """A step of a run: its jobs, why they were done, seconds, and bytes of memory at its peak."""

    kind: Literal["step"]
    run: str
    step: str
    version: int
    settings: str
    planned: int
    taken_over: int
    pending: int
    done: int
    failed: int
    dropped: int
    records: int
    redone: list[Reason]
    failures: list[FailedLine]
    seconds: float
    cpu_seconds: float | None
    memory: int | None
    worker_memory: int | None
    tasks: int | None
    lost_tasks: int | None
    shuffled: int | None
    why: list[str]


class RunLine(BaseModel):
    """A run: how it was made, what it did and took, `notes` on the whole of it, and its steps."""

    kind: Literal["run"]
    id: str
    state: State
    started_at: str
    ended_at: str | None
    copydesk: str | None
    python: str | None
    engine: str | None
    workers: int | None
    sort_memory: str | None
    settings: str | None
    sections: dict[str, str] | None
    decisions: str | None
    through: str | None
    measured: Measured
    articles: int | None
    new_articles: int | None
    said: str | None
    archive: str | None
    pending: int
    taken_over: int
    records: int
    seconds: float
    cpu_seconds: float | None
    memory: int | None
    seconds_an_article: float | None
    done: int
    failed: int
    notes: list[str]
    steps: list[StepLine]


class Runs(BaseModel):
    """Runs, the newest first."""

    items: list[RunLine]
    next: str | None


def _line(told: RunTold) -> dict[str, Any]:
    whole, *steps = told_rows(told)
    return {**whole, "steps": steps}


@router.get("/runs", response_model=Runs, responses=problems(), tags=["jobs"], summary="What runs did and took")
def runs(request: Request, after: After = None, limit: Limit = 10) -> Response:
    """The runs that the desk remembers, the newest first."""
    number = (after or "").removeprefix(PREFIX)
    before = int(number) if number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER else None
    with reading(request) as desk:
        found = desk.runs(limit=limit + 1, before=before)
        items = [_line(desk.explain_run(one.id)) for one in found[:limit]]
    return listed(request, items, items[-1]["id"] if len(found) > limit else None)


LONGEST_NUMBER = 16
"""Digits of the number of a run, and one more."""


@router.get("/runs/{ident}", response_model=RunLine, responses=problems(404), tags=["jobs"], summary="One run")
def run(request: Request, ident: Ident) -> Response:
    """What a run did, why, and what it took; `last` is the newest."""
    try:
        with reading(request) as desk:
            told = desk.explain_run(ident)
    except UsageError as error:
        raise Absent(f"{error}.") from error
    return answered(request, _line(told))
