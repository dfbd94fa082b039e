"""The screens that a brief has too: a story, an article, a pair, a storyline, by the same views and templates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.noting import PinnedNote
from copydesk.records import Article, ArticleId, Copy, Fact, Story, StoryId, Summary
from copydesk.reports.calendar_file import calendar
from copydesk.reports.cards import headline, outlet
from copydesk.reports.holdings import Holdings, hold
from copydesk.reports.safe import unspelled
from copydesk.reports.storyline import Storyline, storyline_of, timeline_row
from copydesk.reports.view_article import article_view
from copydesk.reports.view_figure import figure_view
from copydesk.reports.view_line import line_view
from copydesk.reports.view_pair import pair_view
from copydesk.reports.view_speaker import speaker_view
from copydesk.reports.view_story import story_view
from copydesk.text.ids import stable_id
from copydesk.web.notes import Remark, back_to, note_marks, remarks
from copydesk.web.serving import Absent, begin_of, now, reading, serving, visitor

GONE = "There is no such {kind} at this desk. It may have joined another since: look among the stories."


class Member(NamedTuple):
    """A page of a story, to be chosen."""

    id: ArticleId
    title: str
    outlet: str


def story(request: Request) -> Response:
    """A story: its days, trees, comparisons, quotations, figures and pages; below, what people make of it."""
    ident = _ident(request, "story")
    with reading(request) as desk:
        held = _one(desk, Story, ident, "story")
        _refuse_others(request, held.id)
        holdings = hold(desk.around_story(held.id), live=True)
        said = _remarks(request, desk, desk.notes.of_story(held))
    if visitor(request).story is None:
        serving(request).writer.later(partial(see_story, held.id, visitor(request).name))
    values = story_view(held, holdings, begin=begin_of(request))
    shown = held.articles[values["listed"].begin : values["listed"].end]
    articles = [holdings.articles[one] for one in shown if one in holdings.articles]
    members = tuple(Member(one.id, headline(one), outlet(one)) for one in articles)
    beside = {"story_id": held.id, "members": members, "remarks": said, "back": back_to("stories", held.id)}
    return _shown(request, "desk_story.html", values | beside, holdings)


def see_story(ident: str, person: str | None, desk: Desk) -> None:
    """Write down what somebody has now seen of a story, so that what is new the next time can be told."""
    for summary in desk.store.get(Summary, [stable_id("summary", ident)]).values():
        desk.people.looked(person, summary.story, summary.state, at=now())


def article(request: Request) -> Response:
    """An article: what its page says of itself, its text, what was cut away, what people noted."""
    ident = _ident(request, "article")
    with reading(request) as desk:
        held = _one(desk, Article, ident, "page")
        holdings = hold(desk.around_article(held.id), live=True)
        _refuse_outside(request, holdings, held.id)
        pinned = () if visitor(request).story else desk.notes.of_article(held)
        said = _remarks(request, desk, pinned)
    values = article_view(held, holdings, also=note_marks(pinned, held))
    beside = {"article_id": held.id, "remarks": said, "back": back_to("articles", held.id)}
    return _shown(request, "desk_article.html", values | beside, holdings)


def pair(request: Request) -> Response:
    """Two texts, side by side."""
    ident = _ident(request, "pair").removeprefix("pair-")
    with reading(request) as desk:
        held = _one(desk, Copy, ident, "pair")
        holdings = hold(desk.around_pair(held.a, held.b), live=True)
        _refuse_outside(request, holdings, held.a, held.b)
        said = _remarks(request, desk, desk.notes.of_pair(held.a, held.b))
    beside = {"targets": f"{held.a} {held.b}", "remarks": said, "back": back_to("pairs", held.id)}
    return _shown(request, "desk_pair.html", pair_view(held, holdings) | beside, holdings)


def _remarks(request: Request, desk: Desk, pinned: Iterable[PinnedNote]) -> tuple[Remark, ...]:
    """Notes for a page; a visitor with a link reads the story, not what the people of the desk say of it."""
    return () if visitor(request).story is not None else remarks(desk, pinned)


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


def speaker(request: Request) -> Response:
    """A speaker: every utterance on this desk, with its day and how it travelled."""
    _refuse_link(request)
    key = unspelled(_ident(request, "speaker").removeprefix("speaker-"))
    with reading(request) as desk:
        holdings = hold(desk.around_speaker(key or ""), live=True)
    if key is None or key not in holdings.said:
        raise Absent("Nobody who is quoted on this desk is called so.")
    return _shown(request, "speaker.html", speaker_view(key, holdings), holdings)


def figure(request: Request) -> Response:
    """A fact: the figures that pages give for it, the earliest first."""
    _refuse_link(request)
    ident = _ident(request, "figure")
    with reading(request) as desk:
        held = _one(desk, Fact, ident, "figure")
        holdings = hold(desk.around_fact(held.id), live=True)
    return _shown(request, "figure.html", figure_view(held, holdings), holdings)


def home(request: Request) -> Response:
    """Where the brief's first page is: the stories; of a link that shows one story, that story."""
    shown = visitor(request).story
    return RedirectResponse("/" if shown is None else f"{visitor(request).root}stories/{shown}.html")


def _line(request: Request, name: str) -> tuple[Storyline, Holdings]:
    _refuse_link(request)
    with reading(request) as desk:
        try:
            holdings = hold(desk.around_storyline(name), live=True)
        except UsageError as error:
            raise Absent(GONE.format(kind="storyline")) from error
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


def _refuse_link(request: Request) -> None:
    """Keep a visitor with a link from what is of the whole desk."""
    if visitor(request).story is not None:
        raise Absent("This link shows one story, and nothing else.")


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
    Route("/speakers/{name}", speaker, methods=["GET"]),
    Route("/figures/{name}", figure, methods=["GET"]),
)
