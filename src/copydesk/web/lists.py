"""Who is quoted on this desk, and which figures say what was asked for: the brief's lists, made to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.records import Article, Fact, Figure
from copydesk.reports import wording
from copydesk.reports.cards import LONGEST_TITLE, file_name, place_href
from copydesk.reports.claim_words import measured
from copydesk.reports.passages import around
from copydesk.reports.safe import page_name, short
from copydesk.web.finding import said_by
from copydesk.web.serving import reading, serving

MOST_SPEAKERS, MOST_FIGURES = 200, 60
"""Lines of a list; a few more letters, or words, make it shorter."""
LONGEST_ASKED = 200


class Heard(NamedTuple):
    """A speaker, with where all they said stands."""

    name: str
    href: str | None
    quotes: str


class Given(NamedTuple):
    """A figure with the words around it, where it stands, and the page of what it is a reading of."""

    before: str
    surface: str
    after: str
    href: str
    outlet: str
    fact: tuple[str, str] | None


def speakers(request: Request) -> Response:
    """Who is quoted, the most quoted first; narrowed by words of a name."""
    name = request.query_params.get("name", "")[:LONGEST_ASKED]
    with reading(request) as desk:
        found = list(desk.speakers(name, limit=MOST_SPEAKERS + 1))
    heard = tuple(
        Heard(short(one.name, LONGEST_TITLE), said_by(one.name), wording.counted(one.quotes, "quotation"))
        for one in found[:MOST_SPEAKERS]
    )
    values = {"root": "/", "asked": name, "speakers": heard, "more": len(found) > MOST_SPEAKERS}
    return serving(request).look.page(request, "heard.html", values)


def figures(request: Request) -> Response:
    """The figures that say what was asked for, however they write it, the nearest first."""
    query = request.query_params.get("figure", "")[:LONGEST_ASKED]
    given: tuple[Given, ...] = ()
    said = None
    if query.strip():
        try:
            with reading(request) as desk:
                given = tuple(_given(desk, desk.figures(query, limit=MOST_FIGURES)))
        except UsageError as error:
            said = f"{error}."
    values = {"root": "/", "asked": query, "figures": given, "said": said, "full": len(given) == MOST_FIGURES}
    return serving(request).look.page(request, "given.html", values)


def _given(desk: Desk, found: Iterable[Figure]) -> list[Given]:
    shown = tuple(found)
    articles = desk.store.get(Article, {one.article for one in shown})
    facts = {name: fact for fact in desk.store.pointing(Fact, [one.id for one in shown]) for name in fact.figures}
    return [_line(one, articles[one.article], facts.get(one.id)) for one in shown if one.article in articles]


def _line(figure: Figure, article: Article, fact: Fact | None) -> Given:
    before, after = around(article.text, figure.start, figure.end)
    named = (
        None
        if fact is None
        else (short(measured(fact.measures)[0], LONGEST_TITLE), f"/figures/{page_name('fact', fact.id)}")
    )
    return Given(
        before=before,
        surface=article.text[figure.start : figure.end],
        after=after,
        href=place_href(article, figure.start, "/"),
        outlet=short(article.outlet or file_name(article), 60),
        fact=named,
    )


ROUTES = (
    Route("/speakers.html", speakers, methods=["GET"]),
    Route("/figures.html", figures, methods=["GET"]),
)
