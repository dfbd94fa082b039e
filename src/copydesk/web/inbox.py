"""The first screen: one row a story, narrowed by facets, sorted, and what changed materially since somebody looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple, get_args
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.reports.view_inbox import FACETS, facet_name, inbox_row
from copydesk.store import Order
from copydesk.web.pages import home, see_story
from copydesk.web.sending import line, sent
from copydesk.web.serving import reading, see, serving, visitor, writing

ROWS = 40
"""Stories of one screen: three screens of a laptop."""
VALUES, OFFERED = 8, 60
"""Values of a facet that stand open, and that are offered at all."""
SORTS: dict[Order, str] = {
    "news": "changed since you looked",
    "first": "newest",
    "last": "last published",
    "accounts": "most accounts",
    "changes": "most to look at",
}
"""The orders of the list, by what they are called; the first stands where nobody chose."""

Filters = Mapping[str, Sequence[str]]


class Choice(NamedTuple):
    """A value of a facet: how many stories have it, whether it is chosen, and where choosing it (or not) leads."""

    name: str
    amount: int
    chosen: bool
    href: str


class Facet(NamedTuple):
    """A facet with its values, the most frequent first."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    rest: tuple[Choice, ...]


def inbox(request: Request) -> Response:
    """Every story, one row each."""
    if visitor(request).story is not None:
        return home(request)
    filters, order = _filters(request), _order(request)
    person = visitor(request).name
    with reading(request) as desk:
        listing = desk.store.listing
        after = request.query_params.get("after")
        page = listing.page(filters, order=order, person=person, after=after, limit=ROWS)
        looks = desk.people.looks(person, [one.story for one in page.stories])
        seen = {ident: look.state for ident, look in looks.items()}
        counts = listing.facets(filters, most=OFFERED)
        values = {
            "root": "",
            "rows": tuple(inbox_row(one, seen.get(one.story)) for one in page.stories),
            "total": page.total,
            "facets": _facets(counts, filters, order),
            "chosen": _chosen(filters, order),
            "sorts": tuple((name, _address(filters, one), one == order) for one, name in SORTS.items()),
            "next": None if page.cursor is None else _address(filters, order, after=page.cursor),
            "saved": desk.people.saved(person),
            "pages": desk.counts()["Page"] if not page.total else 0,
            "here": str(request.url.query),
        }
    scale = max((one.pages for one in page.stories), default=1)
    return serving(request).look.page(request, "inbox.html", values, scale=scale)


def _filters(request: Request) -> Filters:
    asked = {name: request.query_params.getlist(name) for name in FACETS}
    return {name: tuple(dict.fromkeys(values)) for name, values in asked.items() if any(values)}


def _order(request: Request) -> Order:
    asked = request.query_params.get("sort", "")
    return next((one for one in get_args(Order) if one == asked), next(iter(SORTS)))


def _address(filters: Filters, order: Order, **more: str) -> str:
    given = [(name, value) for name, values in filters.items() for value in values]
    sort = [] if order == next(iter(SORTS)) else [("sort", order)]
    query = urlencode([*given, *sort, *more.items()])
    return f"/?{query}" if query else "/"


def _turned(filters: Filters, facet: str, value: str) -> Filters:
    """The filters with a value chosen that was not, or not chosen that was."""
    held = filters.get(facet, ())
    kept = tuple(one for one in held if one != value) if value in held else (*held, value)
    return {name: values for name, values in {**filters, facet: kept}.items() if values}


def _facets(counts: Mapping[str, Sequence[tuple[str, int]]], filters: Filters, order: Order) -> tuple[Facet, ...]:
    found = []
    for facet, title in FACETS.items():
        values = counts.get(facet, ())
        if facet == "month":
            values = sorted(values, key=lambda one: one[0], reverse=True)
        choices = tuple(
            Choice(
                facet_name(facet, value),
                amount,
                value in filters.get(facet, ()),
                _address(_turned(filters, facet, value), order),
            )
            for value, amount in values
        )
        if choices and (len(choices) > 1 or filters.get(facet)):
            found.append(Facet(facet, title, choices[:VALUES], choices[VALUES:]))
    return tuple(found)


def _chosen(filters: Filters, order: Order) -> tuple[tuple[str, str], ...]:
    """What is chosen, each with where leaving it out leads."""
    return tuple(
        (f"{FACETS[facet].lower()}: {facet_name(facet, value)}", _address(_turned(filters, facet, value), order))
        for facet, values in filters.items()
        for value in values
    )


# -- looks ------------------------------------------------------------------------------------------------------------


def looked(request: Request, form: FormData) -> Response:
    """A story counts as seen, as it is now."""
    writing(request, partial(see_story, line(form, "story"), visitor(request).name))
    query = line(form, "here")
    return see(f"/?{query}" if query else "/")


ROUTES = (
    Route("/", inbox, methods=["GET"]),
    Route("/seen", sent(looked), methods=["POST"]),
)
