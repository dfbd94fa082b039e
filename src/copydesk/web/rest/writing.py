"""What a program may put on a desk: pages, a run, decisions, notes. Long work is a job that can be followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Body, File, Form, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from copydesk.annotating import LARGEST, collection_of
from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.noting import LONGEST_WORDS
from copydesk.records import Article, Decision, Note
from copydesk.web.filling import kept
from copydesk.web.journal import Job
from copydesk.web.rest.answers import answered, listed, nothing, problems
from copydesk.web.rest.reading import LONGEST, After, Day, Ident, Limit, story_of
from copydesk.web.rest.resources import line_type, named, rows_of
from copydesk.web.serving import Absent, Clash, now, reading, serving, visitor, writing

ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
"""What W3C annotations are sent as (Web Annotation Protocol, 3.2)."""
MOST_GIVEN = 450
"""Files, and addresses, of one request: forms of more than 1,000 fields are refused before they are read."""
Made = TypeVar("Made")

router = APIRouter()


def _done(request: Request, task: Callable[[Desk], Made]) -> Made:
    """What a small write gives.

    Raises:
        Clash: it cannot be done as the desk stands.

    """
    try:
        return writing(request, task)
    except UsageError as error:
        raise Clash(f"{error}.") from error


# -- pages and jobs ---------------------------------------------------------------------------------------------------


class Unread(BaseModel):
    """What could not be read, and why."""

    input: str
    reason: str


class JobLine(BaseModel):
    """A job: what was asked for, how far it is, what could not be read. `share` is how much is done, in hundredths."""

    id: str
    state: Literal["waiting", "working", "done", "stopped"]
    asked_at: str
    by: str | None
    as_of: str
    names: list[str]
    addresses: list[str]
    starts: int
    pages: int
    unread: int
    adding: bool
    step: str | None
    place: int
    steps: int
    done: int
    total: int
    failed: int
    share: int
    failures: list[Unread]
    said: str | None
    ended_at: str | None


def _job_line(job: Job) -> dict[str, Any]:
    names = (name for name in JobLine.model_fields if name not in ("share", "failures"))
    unread = [{"input": given, "reason": reason} for given, reason in job.failures]
    return {**{name: getattr(job, name) for name in names}, "share": job.share, "failures": unread}


class Jobs(BaseModel):
    """Jobs, the newest first."""

    items: list[JobLine]
    next: str | None


@router.post("/pages", status_code=HTTPStatus.ACCEPTED, response_model=JobLine, responses=problems(), tags=["jobs"])
def add_pages(
    request: Request,
    files: Annotated[
        list[UploadFile],
        File(max_length=MOST_GIVEN, default_factory=nothing, description="Pages, archives, feeds: any input."),
    ],
    addresses: Annotated[
        list[Annotated[str, Field(pattern=r"^https?://[!-~]+$", max_length=2_000)]],
        Form(max_length=MOST_GIVEN, default_factory=nothing, description="Addresses to be fetched, politely."),
    ],
    as_of: Annotated[Day | None, Query(description="The day on which the pages were read; today if left out.")] = None,
) -> Response:
    """Add pages and do what is pending. What is added is kept on the desk; the answer is the job that does it."""
    board, place = serving(request).board, serving(request).board.files()
    names = list(kept([one for one in files if one.filename], place))
    day = as_of or datetime.now(UTC).date()
    by = visitor(request).name
    if not names and not addresses:
        return _begun(request, board.run(by=by))
    return _begun(request, board.add(place, names=names, addresses=addresses, as_of=day, by=by))


def _begun(request: Request, ident: str) -> Response:
    job = serving(request).board.job(ident)
    assert job is not None  # it was asked for a moment ago
    return answered(request, _job_line(job), status=HTTPStatus.ACCEPTED, headers={"location": f"/api/v1/jobs/{ident}"})


@router.get("/jobs", response_model=Jobs, responses=problems(), tags=["jobs"], summary="What was asked for")
def jobs(request: Request, after: After = None, limit: Limit = 50) -> Response:
    """Every job that is remembered, the newest first."""
    found = [job for job in serving(request).board.jobs() if after is None or job.id < after]
    shown = found[:limit]
    return listed(request, [_job_line(job) for job in shown], shown[-1].id if len(found) > limit else None)


@router.post("/jobs", status_code=HTTPStatus.ACCEPTED, response_model=JobLine, responses=problems(), tags=["jobs"])
def run(request: Request) -> Response:
    """Do what is pending; where that waits to be done already, the answer is that job."""
    return _begun(request, serving(request).board.run(by=visitor(request).name))


@router.get("/jobs/{ident}", response_model=JobLine, responses=problems(404), tags=["jobs"], summary="One job")
def job(request: Request, ident: Ident) -> Response:
    """How far a job is."""
    found = serving(request).board.job(ident)
    if found is None:
        raise Absent("There is no such job, or it is so long ago that it was forgotten.")
    return answered(request, _job_line(found))


# -- decisions --------------------------------------------------------------------------------------------------------

Named = Annotated[str, Field(min_length=1, max_length=LONGEST)]
_DECISIONS, _NOTES = named("decisions"), named("notes")
DecisionLine: Any = line_type(_DECISIONS)
NoteLine: Any = line_type(_NOTES)


class _Given(BaseModel):
    """What a program sends: fields that nobody knows are refused, since a slip of the pen would else do nothing."""

    model_config = ConfigDict(extra="forbid")


class Merge(_Given):
    """Stories are of one event."""

    kind: Literal["merge"]
    stories: Annotated[list[Named], Field(min_length=2, max_length=200)]


class Split(_Given):
    """Articles of a story are of another event than its others."""

    kind: Literal["split"]
    story: Named
    articles: Annotated[list[Named], Field(min_length=1, max_length=2_000)]


class Rename(_Given):
    """A story is called so."""

    kind: Literal["rename"]
    story: Named
    label: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Pin(_Given):
    """A story is right and complete as it is."""

    kind: Literal["pin"]
    story: Named


Wanted = Annotated[Merge | Split | Rename | Pin, Body(discriminator="kind")]


@router.post(
    "/decisions",
    status_code=HTTPStatus.CREATED,
    response_model=DecisionLine,
    responses=problems(404, 409),
    tags=["stories"],
    summary="Decide of a story",
)
def decide(request: Request, wanted: Wanted) -> Response:
    """Write a decision down, and have stories follow: it stands in every run until it is taken back."""
    by, at = visitor(request).name, now()
    with reading(request) as desk:
        for name in wanted.stories if isinstance(wanted, Merge) else (wanted.story,):
            story_of(desk, name)
    made = _done(request, lambda desk: _decided(desk, wanted, by=by, at=at))
    serving(request).board.run(by=by)
    headers = {"location": f"/api/v1/decisions/{made.id}"}
    return answered(request, _line(request, _DECISIONS, made), status=HTTPStatus.CREATED, headers=headers)


def _decided(desk: Desk, wanted: Merge | Split | Rename | Pin, *, by: str | None, at: str) -> Decision:
    if isinstance(wanted, Merge):
        return desk.merge(wanted.stories, by=by, at=at)
    if isinstance(wanted, Split):
        return desk.split(wanted.story, wanted.articles, by=by, at=at)
    if isinstance(wanted, Rename):
        return desk.rename(wanted.story, wanted.label, by=by, at=at)
    return desk.pin(wanted.story, by=by, at=at)


@router.delete(
    "/decisions/{ident}",
    response_model=DecisionLine,
    responses=problems(404),
    tags=["stories"],
    summary="Take a decision back",
)
def undo(request: Request, ident: Ident) -> Response:
    """Take a decision back, and have stories follow; the log still tells of it."""
    by, at = visitor(request).name, now()
    with reading(request) as desk:
        _refuse_absent(desk, Decision, ident)
    taken = _done(request, lambda desk: desk.undo(ident, by=by, at=at))
    serving(request).board.run(by=by)
    return answered(request, _line(request, _DECISIONS, taken))


def _refuse_absent(desk: Desk, kind: type[Any], ident: str) -> None:
    if ident not in desk.store.get(kind, [ident]):
        raise Absent(f"There is no {kind.__name__.lower()} with this id at this desk.")


def _line(request: Request, resource: Any, record: Any) -> Any:
    with reading(request) as desk:
        return rows_of(desk, resource, [record])[0]


# -- notes, as W3C Web Annotations ------------------------------------------------------------------------------------


class Refused(BaseModel):
    """An annotation that did not come in: which in order, from 0, and why."""

    number: int
    reason: str


class TakenInLine(BaseModel):
    """Notes that came in, and annotations that did not."""

    notes: list[NoteLine]
    refused: list[Refused]


class Annotations(JSONResponse):
    """JSON-LD in the profile of Web Annotations."""

    media_type = ANNOTATIONS


@router.get(
    "/annotations",
    response_model=dict[str, Any],
    response_class=Annotations,
    responses=problems(),
    tags=["notes"],
    summary="Notes as Web Annotations",
)
def all_notes(
    request: Request,
    of: Annotated[str | None, Query(max_length=LONGEST, description="The article, story or note they are on.")] = None,
) -> Response:
    """The notes of the desk, or those on one article, story or note, as a W3C annotation collection, newest first."""
    with reading(request) as desk:
        if of is None:
            told = desk.annotations()
        else:
            found = sorted(desk.store.pointing(Note, [of]), key=lambda note: (note.made_at, note.id), reverse=True)
            told = collection_of(found, {**desk.store.get(Article, {note.targets[0] for note in found})})
    return answered(request, told, media_type=ANNOTATIONS)


@router.post(
    "/annotations", response_model=TakenInLine, responses=problems(409), tags=["notes"], summary="Take notes in"
)
def take_in(
    request: Request,
    given: Annotated[dict[str, Any], Body(description="A W3C annotation, or a page or collection of them.")],
) -> Response:
    """Keep the notes that W3C annotations are, none twice; what is none is told among `refused`."""
    by, at = visitor(request).name, now()
    found = _done(request, lambda desk: desk.annotate(given, by=by, at=at))
    with reading(request) as desk:
        rows = rows_of(desk, _NOTES, found.notes)
    refused = [{"number": number, "reason": reason} for number, reason in found.refused]
    return answered(request, {"notes": rows, "refused": refused})


class Remark(_Given):
    """A note on `on`: an article, a story or a note. With `start` and `end` it is on these words of the article."""

    on: Named
    words: Annotated[str, Field(min_length=1, max_length=LONGEST_WORDS)]
    start: Annotated[int, Field(ge=0, le=LARGEST)] | None = None
    end: Annotated[int, Field(ge=0, le=LARGEST)] | None = None


@router.post(
    "/notes",
    status_code=HTTPStatus.CREATED,
    response_model=NoteLine,
    responses=problems(404, 409),
    tags=["notes"],
    summary="Write a note",
)
def remark(request: Request, given: Remark) -> Response:
    """Write a note on an article or on words of it, on a story, or in answer to a note."""
    by, at = visitor(request).name, now()
    made = _done(request, lambda desk: _remarked(desk, given, by=by, at=at))
    headers = {"location": f"/api/v1/notes/{made.id}"}
    return answered(request, _line(request, _NOTES, made), status=HTTPStatus.CREATED, headers=headers)


def _remarked(desk: Desk, given: Remark, *, by: str | None, at: str) -> Note:
    """The note, kept.

    Raises:
        Absent: what it is to be on is not there.

    """
    if given.on in desk.store.get(Note, [given.on]):
        return desk.notes.answer(given.on, given.words, by=by, at=at)
    article = desk.store.get(Article, [given.on]).get(given.on)
    if article is None:
        return desk.notes.on_story(story_of(desk, given.on), given.words, by=by, at=at)
    if given.start is None or given.end is None:
        return desk.notes.on_article(article, given.words, by=by, at=at)
    return desk.notes.on_words(article, (given.start, given.end), given.words, by=by, at=at)


@router.delete(
    "/notes/{ident}", response_model=NoteLine, responses=problems(404), tags=["notes"], summary="Take it back"
)
def withdraw(request: Request, ident: Ident) -> Response:
    """Take a note back, with what was answered to it; the log still tells of it."""
    by, at = visitor(request).name, now()
    with reading(request) as desk:
        _refuse_absent(desk, Note, ident)
    gone = _done(request, lambda desk: desk.notes.withdraw(ident, by=by, at=at))
    return answered(request, _line(request, _NOTES, gone))
