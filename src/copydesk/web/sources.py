"""The sites of the collection: a row each, every number with its cases; no league table."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.reports import wording
from copydesk.reports.safe import short
from copydesk.sites import Source
from copydesk.text.shares import Share
from copydesk.web.serving import begin_of, reading, serving

MOST_SHOWN = 150
"""Sites of one screen; a word narrows them down."""
LONGEST_SITE = 80
SORTS = {"pages": "most pages", "name": "by name"}


class Number(NamedTuple):
    """A share as the table has it: a percentage with its cases and its interval; below the fewest cases those alone."""

    told: str
    cases: str | None


class Row(NamedTuple):
    """A site: what it is called, how much of it is here, how its pages came by their texts."""

    name: str
    host: str | None
    pages: int
    found: str
    stories: str
    shared: Number
    first: Number
    credited: Number
    agency: Number
    uncredited: Number
    open: Number
    lag: str
    material: str
    corrections: int
    owner: str | None
    reserved: str


def sources(request: Request) -> Response:
    """Every site, those with most pages first, or by name."""
    by_name = request.query_params.get("sort") == "name"
    with reading(request) as desk:
        found, begin, total = desk.sources_page(by_name=by_name, begin=begin_of(request), limit=MOST_SHOWN)
    order = "&sort=name" if by_name else ""
    values = {
        "root": "/",
        "rows": tuple(_row(one) for one in found),
        "total": total,
        "begin": begin,
        "next": f"/sources?from={begin + MOST_SHOWN}{order}" if begin + MOST_SHOWN < total else None,
        "sorts": tuple((words, f"/sources?sort={name}", (name == "name") == by_name) for name, words in SORTS.items()),
    }
    return serving(request).look.page(request, "sources.html", values)


def _row(one: Source) -> Row:
    name = "pages that name no outlet" if one.name is None else short(one.name, LONGEST_SITE)
    return Row(
        name=name,
        host=None if one.host is None or one.host == one.name else short(one.host, LONGEST_SITE),
        pages=one.pages,
        found="/search" if one.name is None else f"/search?{urlencode({'outlet': one.name})}",
        stories="/" if one.name is None else f"/?{urlencode({'outlet': one.name})}",
        shared=_number(one.shared),
        first=_number(one.first),
        credited=_number(one.credited),
        agency=_number(one.agency),
        uncredited=_number(one.uncredited),
        open=_number(one.open),
        lag=_lag(one),
        material=f"{one.alterations:,}" if one.material is None else f"{one.material:.0f} in 100 pages",
        corrections=one.corrections,
        owner=None if one.owner is None else short(one.owner.owner, LONGEST_SITE),
        reserved=_reserved(one.reserved),
    )


def _number(one: Share) -> Number:
    if one.value is None:
        return Number(f"{one.amount:,} of {one.cases:,}" if one.cases else "none", None)
    interval = f"{100 * one.low:.0f} to {100 * one.high:.0f}"
    return Number(f"{100 * one.value:.0f} %", f"{one.amount:,} of {one.cases:,}, {interval} %")


def _lag(one: Source) -> str:
    """How long behind their sources pages come out."""
    if one.lag is None:
        return wording.counted(one.lags, "case") if one.lags else "no case"
    days = "same day" if one.lag < 1 else wording.counted(round(one.lag), "day")
    return f"{days} ({wording.counted(one.lags, 'case')})"


def _reserved(one: Share) -> str:
    """Whether rights of text and data mining are reserved, by the pages that say so."""
    return "not stated" if not one.cases else f"reserved on {one.amount:,} of {one.cases:,} that state it"


ROUTES = (Route("/sources", sources, methods=["GET"]),)
