"""GET: every kind of record page by page, and one by its id; stories in one line each; a finding explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.records import AuditLine, Family, Story
from copydesk.reports.contract import plain
from copydesk.store.listing import FACETS
from copydesk.web.rest.answers import MOST_ITEMS, answered, listed, nothing, problems
from copydesk.web.rest.resources import RESOURCES, Resource, line_type, named, page_type, rows_of, type_of
from copydesk.web.serving import Absent, reading, visitor

LONGEST = 300
Ident = Annotated[str, Path(max_length=LONGEST, description="The id of a record, as lists give it.")]
After = Annotated[
    str | None,
    Query(max_length=2_000, description="The cursor of the page before: its `next`. Leave it out for the first page."),
]
Of = Annotated[str | None, Query(max_length=2_000, description="The id of what they are of.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many at most.")]
Values = Annotated[list[Annotated[str, Query(max_length=LONGEST)]], Query(max_length=20, default_factory=nothing)]


def _iso(given: object) -> object:
    """A day as ISO 8601 writes it, and in no other way that a reader of dates would guess at.

    Raises:
        ValueError: it is written otherwise.

    """
    if isinstance(given, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ValueError("a day is written as 2031-06-30")
    return given


Day = Annotated[date, BeforeValidator(_iso)]

router = APIRouter()


class Index(BaseModel):
    """What there is: the version of the contract, how many records of each kind, and where they are."""

    version: int
    counts: dict[str, int]
    resources: dict[str, str]


@router.get("", response_model=Index, responses=problems(), summary="What there is")
def index(request: Request) -> Response:
    """How many records of each kind the desk holds, and at which addresses."""
    with reading(request) as desk:
        counts = desk.counts() | {"Failure": sum(one.amount for one in desk.failure_groups())}
    kinds = {resource.name: resource.kind.__name__ for resource in RESOURCES}
    told = {name: counts.get(kind, 0) for name, kind in kinds.items()}
    return answered(request, Index(version=1, counts=told, resources=_addresses()).model_dump())


def _addresses() -> dict[str, str]:
    named = [resource.name for resource in RESOURCES]
    others = ("inbox", "search", "carriers", "speakers", "sources", "annotations", "pages", "jobs", "runs", "audit")
    return {name: f"/api/v1/{name}" for name in (*named, *others)}


# -- lists, and one by its id -----------------------------------------------------------------------------------------


def _serve(resource: Resource) -> None:
    """Give a resource its two addresses."""
    line = line_type(resource)
    name = resource.name
    tags: list[str | Enum] = ["records"]
    page = page_type(resource.kind.__name__, line)
    said = "" if resource.of is None else f"; with `of` those of one {resource.of}"
    router.add_api_route(
        f"/{name}",
        _lister(resource),
        response_model=page,
        responses=problems(404),
        tags=tags,
        name=f"list_{name}",
        summary=resource.what,
        description=f"{resource.what}, in the order of their ids{said}.",
    )
    router.add_api_route(
        f"/{name}/{{ident}}",
        _giver(resource),
        response_model=line,
        responses=problems(404),
        tags=tags,
        name=f"get_{name}",
        summary=f"{resource.what}: one of them",
        description="One by its id.",
    )


def _lister(resource: Resource) -> Callable[..., Response]:
    def everything(request: Request, after: After = None, limit: Limit = 50) -> Response:
        with reading(request) as desk:
            found = desk.store.after(resource.kind, after or "", limit=limit + 1)
            return _page(request, desk, resource, found=found, limit=limit)

    def pointing(request: Request, of: Of = None, after: After = None, limit: Limit = 50) -> Response:
        if of is None:
            return everything(request, after, limit)
        with reading(request) as desk:
            ids = [one for one in desk.store.pointers(resource.kind, [of]) if one > (after or "")][: limit + 1]
            held = desk.store.get(resource.kind, ids)
            return _page(request, desk, resource, found=[held[one] for one in ids], limit=limit)

    return everything if resource.of is None else pointing


def _page(request: Request, desk: Desk, resource: Resource, *, found: list[Any], limit: int) -> Response:
    shown = found[:limit]
    told = [record for record in shown if resource.tells(record)]
    return listed(request, rows_of(desk, resource, told), shown[-1].id if len(found) > limit else None)


def _giver(resource: Resource) -> Callable[..., Response]:
    def one(request: Request, ident: Ident) -> Response:
        with reading(request) as desk:
            record = _held(desk, resource, ident)
            (row,) = rows_of(desk, resource, [record])
        return answered(request, row)

    return one


def _held(desk: Desk, resource: Resource, ident: str) -> Any:
    """The record with this id; a family also by the id of one that has become a part of it.

    Raises:
        Absent: there is none.

    """
    found: Any = desk.store.get(resource.kind, [ident]).get(ident)
    if found is None and resource.kind is Family:
        found = desk.family(ident)
    if found is None or not resource.tells(found):
        raise Absent(f"There is no {resource.kind.__name__.lower()} with this id at this desk.")
    return found


for _one in RESOURCES:
    _serve(_one)


# -- the inbox --------------------------------------------------------------------------------------------------------

Order = Literal["first", "last", "accounts", "changes", "news"]
_SUMMARIES = named("summaries")
_INBOX: Any = page_type("Inbox", line_type(_SUMMARIES))


class InboxPage(_INBOX):  # type: ignore[misc]  # a type that is made from a record
    """Stories in one line each; `total` is how many there are on all pages."""

    total: int


@router.get("/inbox", response_model=InboxPage, responses=problems(404), tags=["stories"], summary="Stories, narrowed")
def inbox(  # noqa: PLR0913  each facet by its name in the address
    request: Request,
    *,
    outlet: Values,
    language: Values,
    place: Values,
    month: Values,
    change: Values,
    decision: Values,
    flag: Values,
    order: Annotated[Order, Query(description="What stands first; `news` is what changed since you looked.")] = "first",
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """Stories in one line each, narrowed by facets: of one facet any value, of several facets all."""
    given = {"outlet": outlet, "language": language, "place": place, "month": month, "change": change}
    given |= {"decision": decision, "flag": flag}
    filters = {name: values for name, values in given.items() if values and (name in FACETS or name == "flag")}
    with reading(request) as desk:
        try:
            page = desk.inbox(filters, order=order, person=visitor(request).name, after=after, limit=limit)
        except UsageError as error:
            raise Absent(f"{error}.") from error
        rows = rows_of(desk, _SUMMARIES, page.stories)
    return listed(request, rows, page.cursor, total=page.total)


# -- findings, explained ----------------------------------------------------------------------------------------------


class Words(BaseModel):
    """Words that a finding rests on: `where` they stand (`article-id[start:end]`), and they themselves."""

    where: str
    text: str


class Explained(BaseModel):
    """A record with the words it rests on and the run that made it."""

    kind: str
    record: dict[str, Any]
    step: str
    version: int
    settings: str
    words: list[Words]


@router.get(
    "/explain/{ident}",
    response_model=Explained,
    responses=problems(404),
    tags=["records"],
    summary="A finding explained",
)
def explain(request: Request, ident: Ident) -> Response:
    """The record of any kind with this id, the words it rests on, and the step, version and settings that made it."""
    with reading(request) as desk:
        try:
            found = desk.explain(ident)
        except UsageError as error:
            raise Absent(f"{error}.") from error
    stored = found.stored
    told = {"kind": type(stored.record).__name__, "record": plain(stored.record), "step": stored.step}
    told |= {"version": stored.version, "settings": stored.settings}
    words = [{"where": where, "text": text} for where, text in found.words]
    return answered(request, {**told, "words": words})


LogLine: Any = type_of(AuditLine)


class AuditPage(BaseModel):
    """Lines of the log of what people did by hand, the newest first."""

    items: list[LogLine]
    next: str | None


@router.get(
    "/audit", response_model=AuditPage, responses=problems(), tags=["people"], summary="What people did by hand"
)
def audit(
    request: Request,
    of: Annotated[str | None, Query(max_length=LONGEST, description="What it was done to.")] = None,
    after: Annotated[int | None, Query(ge=1, le=2**53, description="The `next` of the page before.")] = None,
    limit: Limit = 50,
) -> Response:
    """The log of what people did by hand, the newest first; lines are never changed or dropped."""
    with reading(request) as desk:
        found = desk.store.people.audit(before=after, target=of, limit=limit + 1)
    shown = found[:limit]
    return listed(request, [plain(one) for one in shown], str(shown[-1].number) if len(found) > limit else None)


def story_of(desk: Desk, name: str) -> Story:
    """The story that a program names.

    Raises:
        Absent: there is none.

    """
    try:
        return desk.story(name)
    except UsageError as error:
        raise Absent(f"{error}.") from error
