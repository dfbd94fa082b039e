"""The screens that a brief has too: a story, an article, a pair, a storyline, by the same views and templates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.records import Article, Copy, Story, StoryId
from copydesk.reports.calendar_file import calendar
from copydesk.reports.holdings import Holdings, hold
from copydesk.reports.storyline import Storyline, storyline_of, timeline_row
from copydesk.reports.view_article import article_view
from copydesk.reports.view_line import line_view
from copydesk.reports.view_pair import pair_view
from copydesk.reports.view_story import story_view
from copydesk.web.serving import Absent, reading, serving, visitor
from copydesk.web.slices import around_article, around_line, around_pair, around_story

GONE = "There is no such {kind} at this desk. It may have joined another since: look among the stories."


def story(request: Request) -> Response:
    """A story: its days, trees, comparisons, quotations, figures and pages; below, what people make of it."""
    ident = _ident(request, "story")
    with reading(request) as desk:
        held = _one(desk, Story, ident, "story")
        _refuse_others(request, held.id)
        holdings = hold(around_story(desk, held))
    return _shown(request, "desk_story.html", story_view(held, holdings) | {"story_id": held.id}, holdings)


def article(request: Request) -> Response:
    """An article: what its page says of itself, its text, what was cut away."""
    ident = _ident(request, "article")
    with reading(request) as desk:
        held = _one(desk, Article, ident, "page")
        holdings = hold(around_article(desk, held))
    _refuse_outside(request, holdings, held.id)
    return _shown(request, "desk_article.html", article_view(held, holdings) | {"article_id": held.id}, holdings)


def pair(request: Request) -> Response:
    """Two texts, side by side."""
    ident = _ident(request, "pair")
    with reading(request) as desk:
        held = _one(desk, Copy, ident, "pair")
        holdings = hold(around_pair(desk, held))
    _refuse_outside(request, holdings, held.a, held.b)
    return _shown(request, "pair.html", pair_view(held, holdings), holdings)


def line(request: Request) -> Response:
    """A storyline over time; as JSON and as a calendar under the same name."""
    name, _, form = request.path_params["name"].rpartition(".")
    told, holdings = _line(request, name)
    if form == "html":
        return _shown(request, "line.html", line_view(told, holdings), holdings)
    if form == "json":
        row = json.dumps(timeline_row(told, holdings), indent=2, ensure_ascii=True)
        return Response(f"{row}\n", media_type="application/json")
    days = calendar([told]) if form == "ics" else None
    if days is not None:
        content = days.encode("utf-8", "replace")
        return Response(content, headers={"content-type": "text/calendar; charset=utf-8"})
    raise Absent(GONE.format(kind="storyline"))


def home(request: Request) -> Response:
    """Where the brief's first page is: the stories; of a link that shows one story, that story."""
    shown = visitor(request).story
    return RedirectResponse("/" if shown is None else f"{visitor(request).root}stories/{shown}.html")


def _line(request: Request, name: str) -> tuple[Storyline, Holdings]:
    if visitor(request).story is not None:
        raise Absent("This link shows one story.")
    with reading(request) as desk:
        holdings = hold(around_line(desk, name))
    stories = holdings.storylines.get(name)
    if not stories:
        raise Absent(GONE.format(kind="storyline"))
    return storyline_of(name, stories, holdings), holdings


# -- what every one of them needs -------------------------------------------------------------------------------------


def _ident(request: Request, kind: str) -> str:
    """The id in an address, which is the name of the brief's file."""
    name: str = request.path_params["name"]
    if not name.endswith(".html"):
        raise Absent(GONE.format(kind=kind))
    return name.removesuffix(".html")


def _one(desk: Desk, kind: type[Any], ident: str, called: str) -> Any:
    """The record with this id.

    Raises:
        Absent: there is none.

    """
    found = desk.store.get(kind, [ident])
    if ident not in found:
        raise Absent(GONE.format(kind=called))
    return found[ident]


def _refuse_others(request: Request, asked: StoryId) -> None:
    """Keep a visitor with a link to the story that it shows."""
    if visitor(request).story not in (None, asked):
        raise Absent("This link shows another story.")


def _refuse_outside(request: Request, holdings: Holdings, *articles: str) -> None:
    """Keep a visitor with a link to the articles of the story that it shows."""
    shown = visitor(request).story
    if shown is None:
        return
    for one in articles:
        told = next((story for name, story in holdings.story_of.items() if name == one), None)
        if told is None or told.id != shown:
            raise Absent("This page is not of the story that the link shows.")


def _shown(request: Request, template: str, values: Mapping[str, Any], holdings: Holdings) -> Response:
    collection = holdings.collection
    return serving(request).look.page(
        request,
        template,
        values,
        as_of=collection.as_of.isoformat(),
        settings=collection.settings,
        scale=max((one.ladder.pages for one in holdings.stories.values()), default=1),
    )


ROUTES = (
    Route("/index.html", home, methods=["GET"]),
    Route("/stories/{name}", story, methods=["GET"]),
    Route("/articles/{name}", article, methods=["GET"]),
    Route("/pairs/{name}", pair, methods=["GET"]),
    Route("/lines/{name}", line, methods=["GET"]),
)
