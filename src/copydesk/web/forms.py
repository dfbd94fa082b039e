"""What people make of stories by hand: merge, split, rename, pin, take back. Each stands in every run from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.records import Article, Decision, Story
from copydesk.reports import wording
from copydesk.reports.cards import LONGEST_TITLE, headline
from copydesk.reports.safe import short
from copydesk.searching import Question
from copydesk.web.finding import story_path
from copydesk.web.sending import line, sent, several
from copydesk.web.serving import Absent, Refused, begin_of, now, reading, see, serving, visitor, writing

MOST_OFFERED = 24
"""Stories that are offered to be merged with one; a search finds any other."""
OF_ONE_SEARCH = 8
"""Stories that each search offers where nobody said what to look for."""
MOST_DECISIONS = 100
"""Decisions of one screen."""
NEAR_DAYS = 7
"""Accounts of one event come out within a week of it."""
TRIED_WORDS = 3
"""Words of a story's name that are looked for, the longest first: short ones are everywhere."""
NAMED = 6
"""Articles of a decision that are named."""


class Made(NamedTuple):
    """A decision as its screen tells it: what, of which pages, and the story that they stand in now."""

    id: str
    kind: str
    words: str
    label: str
    titles: tuple[str, ...]
    more: int
    href: str | None


class Offered(NamedTuple):
    """A story that may be merged with another."""

    id: str
    label: str
    href: str
    said: str


def decisions(request: Request) -> Response:
    """What people decided, the newest first, so many a screen."""
    begin = begin_of(request)
    with reading(request) as desk:
        found = desk.decisions()
        shown = tuple(reversed(found))[begin : begin + MOST_DECISIONS]
        named = {one for decision in shown for one in decision.articles[:NAMED]}
        articles = desk.store.get(Article, named, without=("blocks", "dates", "statements"))
        stories = _stories_of(desk, {decision.articles[0] for decision in shown})
    made = tuple(_made(one, articles, stories) for one in shown)
    more = max(0, len(found) - begin - len(shown))
    values = {"root": "/", "made": made, "more": more, "older": begin + len(shown) if more else None}
    return serving(request).look.page(request, "decisions.html", values)


def _stories_of(desk: Desk, articles: Iterable[str]) -> dict[str, Story]:
    """The story of each of these articles."""
    return {one: story for story in desk.store.pointing(Story, articles) for one in story.articles}


def _made(one: Decision, articles: dict[str, Article], stories: dict[str, Story]) -> Made:
    titles = tuple(headline(articles[name]) for name in one.articles[:NAMED] if name in articles)
    story = stories.get(one.articles[0])
    href = None if story is None else story_path(story.id)
    label = one.label or (story.label if story is not None else titles[0] if titles else "a story that is gone")
    return Made(
        one.id,
        one.kind,
        wording.decided(one),
        short(label, LONGEST_TITLE),
        titles,
        len(one.articles) - len(titles),
        href,
    )


# -- deciding ---------------------------------------------------------------------------------------------------------


def _decided(request: Request, task: Callable[[Desk, str | None], Decision]) -> Response:
    """Write a decision down, have stories follow, and show it."""
    by = visitor(request).name
    made = writing(request, lambda desk: task(desk, by))
    serving(request).board.run(by=by)
    return see(f"/decisions#{made.id}")


def merged(request: Request, form: FormData) -> Response:
    """Stories are of one event."""
    names = list(dict.fromkeys([line(form, "story"), *several(form, "others")]))
    if len(names) < 2:
        raise Refused("choose at least one story that tells of the same event")
    return _decided(request, lambda desk, by: desk.merge(names, by=by, at=now()))


def parted(request: Request, form: FormData) -> Response:
    """Pages of a story are of another event than its others."""
    name, articles = line(form, "story"), several(form, "articles")
    if not articles:
        raise Refused("choose the pages that tell of another event")
    return _decided(request, lambda desk, by: desk.split(name, articles, by=by, at=now()))


def renamed(request: Request, form: FormData) -> Response:
    """A story is called so."""
    name, label = line(form, "story"), line(form, "label")[:LONGEST_TITLE]
    return _decided(request, lambda desk, by: desk.rename(name, label, by=by, at=now()))


def pinned(request: Request, form: FormData) -> Response:
    """A story is right and complete as it is."""
    return _decided(request, lambda desk, by: desk.pin(line(form, "story"), by=by, at=now()))


def undone(request: Request, form: FormData) -> Response:
    """Take a decision back."""
    by, name = visitor(request).name, line(form, "decision")
    writing(request, lambda desk: desk.undo(name, by=by, at=now()))
    serving(request).board.run(by=by)
    return see("/decisions")


def merging(request: Request) -> Response:
    """The stories with which one may be merged: those it is tied to or points to, and those that a search finds."""
    ident = request.path_params["story"]
    asked = request.query_params.get("words", "").strip()
    with reading(request) as desk:
        story = desk.store.get(Story, [ident]).get(ident)
        if story is None:
            raise Absent("There is no such story at this desk.")
        ids = _found(desk, Question(words=asked), MOST_OFFERED) if asked else _likely(desk, story)
        found = desk.store.get(Story, dict.fromkeys(ids))
    wanted = (one for name in dict.fromkeys(ids) if name != ident and (one := found.get(name)) is not None)
    offered = tuple(_offered(one) for one in wanted)[:MOST_OFFERED]
    values = {"root": "/", "story": _offered(story), "offered": offered, "words_asked": asked}
    return serving(request).look.page(request, "merge.html", values)


def _likely(desk: Desk, story: Story) -> list[str]:
    """Stories that may tell of the same event: of the same storyline, about the same days, with a word of the name."""
    line = () if story.storyline is None else desk.store.pointers(Story, [story.storyline])
    found = [*(link.story for link in (*story.ties, *story.links)), *line]
    day = story.event_date.low if story.event_date is not None else None
    if day is not None:
        found += _found(desk, Question(near=day, days=NEAR_DAYS), OF_ONE_SEARCH)
    longest = sorted(short(story.label, LONGEST_TITLE).split(), key=len, reverse=True)[:TRIED_WORDS]
    for word in longest:
        found += _found(desk, Question(words=word), OF_ONE_SEARCH)
    return found


def _found(desk: Desk, question: Question, most: int) -> list[str]:
    """The first stories that answer a question; none where it cannot be asked."""
    try:
        answers = desk.find(replace(question, one_per_family=True), limit=most)
    except UsageError:
        return []
    return [one.story for one in answers.stories if one.story is not None]


def _offered(story: Story) -> Offered:
    said = f"{wording.event(story.event_date)} · {wording.ladder_line(story.ladder)}"
    return Offered(story.id, short(story.label, LONGEST_TITLE), story_path(story.id), said)


ROUTES = (
    Route("/decisions", decisions, methods=["GET"]),
    Route("/decisions/merge", sent(merged), methods=["POST"]),
    Route("/decisions/split", sent(parted), methods=["POST"]),
    Route("/decisions/rename", sent(renamed), methods=["POST"]),
    Route("/decisions/pin", sent(pinned), methods=["POST"]),
    Route("/decisions/undo", sent(undone), methods=["POST"]),
    Route("/stories/{story}/merge", merging, methods=["GET"]),
)
