"""Notes on exact words, on articles, stories and pairs: to be read beside them, and all of them on one screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.noting import PinnedNote
from copydesk.records import Article, Note, Story
from copydesk.reports.cards import LONGEST_TITLE, article_href, headline, place_href
from copydesk.reports.marking import Mark
from copydesk.reports.safe import page_name, short
from copydesk.web.finding import story_path
from copydesk.web.sending import line, sent, text
from copydesk.web.serving import Absent, Refused, begin_of, now, reading, see, serving, visitor, writing

MOST_SHOWN = 100
"""Notes of one screen."""
LONGEST_EXACT = 400
"""Characters shown of the words that a note is on; all of them are marked in the article."""
_BACK = re.compile(r"/(?:stories|articles|pairs)/[a-z0-9_-]+\.html|/notes")
STANDINGS = {
    "moved": "its words stand elsewhere since the page was read anew",
    "orphaned": "its words are gone since the page was read anew",
}


class Reply(NamedTuple):
    """What was answered to a note."""

    id: str
    words: str
    by: str | None
    when: str


class Remark(NamedTuple):
    """A note as a page shows it: `about` is what it is on and where that is, `exact` the words."""

    id: str
    words: str
    by: str | None
    when: str
    about: tuple[str, str | None]
    exact: str | None
    standing: str | None
    resolved: str | None
    replies: tuple[Reply, ...]


def remarks(desk: Desk, pinned: Iterable[PinnedNote]) -> tuple[Remark, ...]:
    """Notes, ready to be shown."""
    held = list(pinned)
    named = {name for one in held for name in (*one.note.targets, one.article or "")}
    articles = desk.store.get(Article, named, without=("blocks", "dates", "statements"))
    stories = desk.store.get(Story, {name for one in held if one.note.on == "story" for name in one.note.targets})
    return tuple(_remark(one, articles, stories) for one in held)


def note_marks(pinned: Iterable[PinnedNote], article: Article) -> tuple[Mark, ...]:
    """The words of an article that open notes are on, as marks for its text."""
    return tuple(
        Mark(one.place[0], one.place[1], "noted", f"note: {short(one.note.words, 160)}")
        for one in pinned
        if one.place is not None and one.article == article.id and one.note.resolved_at is None
    )


def _remark(one: PinnedNote, articles: dict[str, Article], stories: dict[str, Story]) -> Remark:
    note = one.note
    settled = None if note.resolved_at is None else f"settled {_when(note.resolved_at)}"
    return Remark(
        id=note.id,
        words=note.words,
        by=note.by,
        when=_when(note.made_at),
        about=_about(one, articles, stories),
        exact=None if note.exact is None else short(note.exact, LONGEST_EXACT),
        standing=STANDINGS.get(one.standing),
        resolved=settled if settled is None or note.resolved_by is None else f"{settled} by {note.resolved_by}",
        replies=tuple(Reply(each.id, each.words, each.by, _when(each.made_at)) for each in one.answers),
    )


def _about(one: PinnedNote, articles: dict[str, Article], stories: dict[str, Story]) -> tuple[str, str | None]:
    """What a note is on, and where; no place where that is gone."""
    note = one.note
    if note.on == "story":
        story = stories.get(note.targets[0])
        return ("a story that has joined another", None) if story is None else _story(story)
    article = articles.get(one.article or note.targets[0])
    if article is None:
        return short(note.source or "an article that is gone", LONGEST_TITLE), None
    if note.on == "pair":
        other = articles.get(note.targets[1])
        return f"{headline(article)} / {headline(other) if other else 'a page that is gone'}", None
    where = place_href(article, one.place[0], "/") if one.place is not None else article_href(article.id, "/")
    return headline(article), where


def _story(story: Story) -> tuple[str, str | None]:
    return short(story.label, LONGEST_TITLE), story_path(story.id)


def _when(moment: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC"


# -- screens ----------------------------------------------------------------------------------------------------------


def notes(request: Request) -> Response:
    """The notes of the desk, the newest first, so many a screen."""
    with reading(request) as desk:
        pinned, more = desk.notes.latest(MOST_SHOWN, begin=(begin := begin_of(request)))
        shown = remarks(desk, pinned)
    older = begin + len(shown) if more else None
    values = {"root": "/", "remarks": shown, "more": more, "older": older, "back": "/notes", "on": None}
    return serving(request).look.page(request, "notes.html", values)


def collection(request: Request) -> Response:
    """All notes as a W3C annotation collection."""
    with reading(request) as desk:
        row: Any = desk.annotations()
    content = json.dumps(row, ensure_ascii=True, indent=2)
    return Response(
        content, headers={"content-type": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'}
    )


# -- writing ----------------------------------------------------------------------------------------------------------


def written(request: Request, form: FormData) -> Response:
    """A note on words, an article, a story or a pair."""
    on, words, by = line(form, "on"), text(form, "body"), visitor(request).name
    targets, exact = line(form, "targets").split(), line(form, "exact")
    place = _place(form)

    def write(desk: Desk) -> Note:
        if on == "story":
            return desk.notes.on_story(_one(desk, Story, targets), words, by=by, at=now())
        article = _one(desk, Article, targets)
        if on == "pair" and len(targets) == 2:
            other = _one(desk, Article, targets[1:])
            return desk.notes.on_pair(article.id, other.id, words, by=by, at=now())
        stands = place or _found(article, exact)
        if stands is None:
            return desk.notes.on_article(article, words, by=by, at=now())
        return desk.notes.on_words(article, stands, words, by=by, at=now())

    note = writing(request, write)
    return see(f"{_back(form)}#{note.id}")


def _place(form: FormData) -> tuple[int, int] | None:
    """The words that were selected, as code points of the text; None where the note is on the whole."""
    given = line(form, "start"), line(form, "end")
    if not all(given):
        return None
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in given):
        raise Refused("the place of these words was not understood; select them anew")
    return int(given[0]), int(given[1])


def _found(article: Article, exact: str) -> tuple[int, int] | None:
    """Where words stand in a text, the first time that they do; None where none were given."""
    if not exact:
        return None
    start = article.text.find(exact)
    if start < 0:
        raise Refused("these words do not stand in the text; copy them as they are, from one paragraph")
    return start, start + len(exact)


def _one(desk: Desk, kind: type[Any], targets: list[str]) -> Any:
    found = desk.store.get(kind, targets[:1])
    if not found:
        raise Absent("What this note is on is no longer on this desk; load the page anew.")
    return next(iter(found.values()))


def _changed(task: Callable[[Desk, FormData, str | None], Note]) -> Callable[[Request, FormData], Response]:
    """A form that does something to a note, and goes back to where the note was read."""

    def handler(request: Request, form: FormData) -> Response:
        by = visitor(request).name
        writing(request, lambda desk: task(desk, form, by))
        return see(f"{_back(form)}#notes")

    return handler


def _answer(desk: Desk, form: FormData, by: str | None) -> Note:
    return desk.notes.answer(line(form, "note"), text(form, "body"), by=by, at=now())


def _resolve(desk: Desk, form: FormData, by: str | None) -> Note:
    return desk.notes.resolve(line(form, "note"), by=by, at=now())


def _reopen(desk: Desk, form: FormData, by: str | None) -> Note:
    return desk.notes.reopen(line(form, "note"), by=by, at=now())


def _withdraw(desk: Desk, form: FormData, by: str | None) -> Note:
    return desk.notes.withdraw(line(form, "note"), by=by, at=now())


def _back(form: FormData) -> str:
    """Where the form was, as far as it is a page of ours."""
    given = line(form, "back")
    return given if _BACK.fullmatch(given) else "/notes"


def back_to(kind: str, ident: str) -> str:
    """The page on which a note is read, as forms say it."""
    return f"/{kind}/{page_name({'stories': 'story', 'articles': 'article', 'pairs': 'pair'}[kind], ident)}"


ROUTES = (
    Route("/notes", notes, methods=["GET"]),
    Route("/notes.json", collection, methods=["GET"]),
    Route("/notes", sent(written), methods=["POST"]),
    Route("/notes/answer", sent(_changed(_answer)), methods=["POST"]),
    Route("/notes/resolve", sent(_changed(_resolve)), methods=["POST"]),
    Route("/notes/reopen", sent(_changed(_reopen)), methods=["POST"]),
    Route("/notes/withdraw", sent(_changed(_withdraw)), methods=["POST"]),
)
