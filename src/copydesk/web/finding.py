"""Search: words, a passage, a speaker, a figure, near a day; or a whole text: who carries it. Results as a feed too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from copydesk.carrying import tidied
from copydesk.desk import Desk
from copydesk.errors import UsageError
from copydesk.records import Article, Fact, Passage, Range, Story, StoryId
from copydesk.reports import wording
from copydesk.reports.cards import LONGEST_TITLE, article_href, file_name, place_href
from copydesk.reports.claim_words import measured
from copydesk.reports.feeds import Entry, atom
from copydesk.reports.holdings import speaker_key
from copydesk.reports.safe import page_name, short, spelled, unspelled
from copydesk.searching import Answer, Answers, FamilyAnswers, Question, StoryAnswers, question_of
from copydesk.web.sending import line, sent, text
from copydesk.web.serving import Refused, now, reading, see, serving, visitor, writing

STORIES_SHOWN = 20
"""Stories of one screen of answers."""
NAMED = 12
"""Speakers, and figures, that a screen of answers names."""
STORIES_FED = 50
"""Stories of a feed."""
API = "/api/v1/search"
PARTS = ("words", "passage", "speaker", "figure", "outlet", "language", "near", "days", "one_per_family")
"""What a question may ask, by the names of its form."""


_EMPTY: dict[str, object] = {
    "root": "",
    "rows": None,
    "said": None,
    "text": "",
    "carriers": None,
    "speakers": (),
    "figures": (),
}


class Piece(NamedTuple):
    """A stretch of a text, and whether it is what was asked for."""

    text: str
    marked: bool


class Found(NamedTuple):
    """An article that answers, as the screen shows it."""

    title: tuple[Piece, ...]
    href: str
    outlet: str
    day: str
    snippets: tuple[tuple[str, tuple[Piece, ...]], ...]


class Group(NamedTuple):
    """What answers of one text family."""

    answers: tuple[Found, ...]
    more: int


class Named(NamedTuple):
    """A speaker or a figure that has a page, with a few words on it."""

    name: str
    href: str
    said: str


class Shared(NamedTuple):
    """A stretch of a pasted text and of the article that carries it; `same` where the words are equal."""

    here: str
    there: str
    href: str
    same: bool


class Carried(NamedTuple):
    """An article that carries a text: `here` is how much of the text, `there` how much of the article that is."""

    title: str
    href: str
    outlet: str
    day: str
    kind: str
    here: str
    there: str
    story: tuple[str, str] | None
    passages: tuple[Shared, ...]
    more: int


class Row(NamedTuple):
    """What answers of one story; a story that is not yet told of has no page."""

    label: str
    href: str | None
    articles: int
    texts: int
    families: tuple[Group, ...]
    more: int


def search(request: Request) -> Response:
    """The form, and what answers it."""
    given = request.query_params
    asked = {name: given[name].strip() for name in PARTS if given.get(name, "").strip()}
    values: dict[str, object] = _EMPTY | {"asked": dict.fromkeys(PARTS, "") | asked}
    with reading(request) as desk:
        values["saved"] = desk.people.saved(visitor(request).name)
        if asked.keys() - {"days", "one_per_family"}:
            try:
                question = question_of(asked)
                answers = desk.find(question, after=request.query_params.get("after"), limit=STORIES_SHOWN)
                values |= _answered(desk, answers) | _known(desk, question)
            except UsageError as error:
                values["said"] = str(error)
    return serving(request).look.page(request, "search.html", values)


def _answered(desk: Desk, answers: Answers) -> dict[str, object]:
    query = answers.question.query()
    ids = {answer.article for row in answers.stories for family in row.families for answer in family.answers}
    articles: dict[str, Article] = desk.store.get(Article, ids)
    return {
        "rows": tuple(_row(one, articles) for one in answers.stories),
        "articles": answers.articles,
        "found": answers.found,
        "more": answers.more,
        "query": query,
        "next": None if answers.after is None else f"/search?{query}&{urlencode({'after': answers.after})}",
        "feed": f"/search.atom?{query}",
        "call": f"{API}?{query}",
    }


def _known(desk: Desk, question: Question) -> dict[str, object]:
    """Who is called as was asked, and which figures say what was asked for: each has a page of its own."""
    voices = desk.speakers(question.speaker, limit=NAMED) if question.speaker else ()
    speakers = tuple(
        Named(one.name, path, wording.counted(one.quotes, "quote")) for one in voices if (path := said_by(one.name))
    )
    figures = tuple(desk.figures(question.figure, limit=NAMED)) if question.figure else ()
    articles = desk.store.get(Article, {one.article for one in figures})
    facts = {name: fact for fact in desk.store.pointing(Fact, [one.id for one in figures]) for name in fact.figures}
    found: dict[str, Named] = {}
    for one in figures:
        fact = facts.get(one.id)
        if fact is not None:
            article = articles[one.article]
            said = f"{short(one.surface, 60)}: {short(article.outlet or file_name(article), 60)}"
            place = f"/figures/{page_name('fact', fact.id)}"
            found.setdefault(fact.id, Named(short(measured(fact.measures)[0], LONGEST_TITLE), place, said))
    return {"speakers": speakers, "figures": tuple(found.values())}


def said_by(name: str) -> str | None:
    """The page of a speaker; none where the name is too long to be told by an address."""
    stem = spelled(speaker_key(name))
    return None if unspelled(stem) is None else f"/speakers/speaker-{stem}.html"


def _row(one: StoryAnswers, articles: dict[str, Article]) -> Row:
    families = tuple(_group(family, articles) for family in one.families)
    first = families[0].answers[0] if families and families[0].answers else None
    label = one.label or ("".join(piece.text for piece in first.title) if first else "")
    href = None if one.story is None else story_path(one.story)
    return Row(short(label, LONGEST_TITLE), href, one.articles, one.texts, families, one.texts - len(families))


def _group(family: FamilyAnswers, articles: dict[str, Article]) -> Group:
    found = tuple(_found(one, articles[one.article]) for one in family.answers if one.article in articles)
    return Group(found, family.articles - len(found))


def _found(one: Answer, article: Article) -> Found:
    title = one.title or short(article.text, LONGEST_TITLE)
    marks = one.title_marks if one.title and len(one.title) <= LONGEST_TITLE else ()
    return Found(
        title=pieces(title if marks else short(title, LONGEST_TITLE), marks),
        href=article_href(one.article, ""),
        outlet=short(one.outlet or file_name(article), 60),
        day=_days(one.low, one.high),
        snippets=tuple(
            (place_href(article, snippet.start, ""), pieces(snippet.text, snippet.marks)) for snippet in one.snippets
        ),
    )


def pieces(text: str, marks: Sequence[Range]) -> tuple[Piece, ...]:
    """A text cut where marks begin and end; the pieces joined are the text again. Marks are in order and apart."""
    found, at = [], 0
    for start, end in marks:
        found += [Piece(text[at:start], marked=False), Piece(text[start:end], marked=True)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:], marked=False)) if piece.text)


def story_path(story: StoryId | str) -> str:
    """Where the page of a story is."""
    return f"/stories/{page_name('story', story)}"


def _days(low: date | None, high: date | None) -> str:
    if low is None or high is None:
        return "not dated"
    return low.isoformat() if low == high else f"{low.isoformat()} to {high.isoformat()}"


# -- a text: who carries it -------------------------------------------------------------------------------------------


def carried(request: Request, form: FormData) -> Response:
    """Who carries a text that was pasted or dropped."""
    given = form.get("file")
    raw = given.file.read(serving(request).limits.largest_form_bytes) if isinstance(given, UploadFile) else b""
    asked = raw.decode("utf-8", "replace") if raw else text(form, "text")
    if not asked.strip():
        raise Refused("no text was given: paste one, or drop a file of plain text")
    with reading(request) as desk:
        found = _carriers(desk, asked)
        values = _EMPTY | {
            "asked": dict.fromkeys(PARTS, ""),
            "text": asked[:LONGEST_ECHO],
            "saved": desk.people.saved(visitor(request).name),
            "carriers": found,
            "said": None if found else "Nobody on this desk carries this text, as far as was found.",
        }
    return serving(request).look.page(request, "search.html", values)


def _carriers(desk: Desk, asked: str) -> tuple[Carried, ...]:
    """Who carries a text, each with what is carried.

    Raises:
        UsageError: there are no words in it.

    """
    given, found = tidied(asked), desk.carriers(asked)
    articles = desk.store.get(Article, [one.article for one in found])
    stories = desk.store.get(Story, {one.story for one in found if one.story is not None})
    told = []
    for one in found:
        article = articles[one.article]
        passages = tuple(_shared(passage, given, article) for passage in one.passages[:PASSAGES_SHOWN])
        story = stories.get(one.story) if one.story is not None else None
        carried = Carried(
            title=short(one.title or article.text, LONGEST_TITLE),
            href=article_href(one.article, ""),
            outlet=short(one.outlet or file_name(article), 60),
            day=_days(one.low, one.high),
            kind=wording.COPIES[one.kind],
            here=f"{one.coverage:.0%}",
            there=f"{one.coverage_there:.0%}",
            story=None if story is None else (short(story.label, LONGEST_TITLE), story_path(story.id)),
            passages=passages,
            more=len(one.passages) - len(passages),
        )
        told.append(carried)
    return tuple(told)


def _shared(passage: Passage, given: str, article: Article) -> Shared:
    here, there = given[slice(*passage.a)], article.text[slice(*passage.b)]
    words = short(there, LONGEST_PASSAGE)
    return Shared(short(here, LONGEST_PASSAGE), words, place_href(article, passage.b[0], ""), passage.same)


PASSAGES_SHOWN = 12
LONGEST_PASSAGE = 400
LONGEST_ECHO = 20_000
"""Characters of a pasted text that are shown again in its box."""


# -- feeds and saved searches -----------------------------------------------------------------------------------------


def fed(request: Request) -> Response:
    """The stories that answer, as an Atom feed."""
    asked = {name: value for name, value in request.query_params.items() if name in PARTS}
    with reading(request) as desk:
        answers = desk.find(question_of(asked), after=None, limit=STORIES_FED)
    site = f"{request.url.scheme}://{request.headers['host']}"
    query = answers.question.query()
    entries = [_entry(one, site) for one in answers.stories if one.story is not None]
    content = atom(
        f"copydesk: {_said(answers.question)}", f"{site}/search.atom?{query}", f"{site}/search?{query}", entries
    )
    return Response(content, headers={"content-type": "application/atom+xml; charset=utf-8"})


def _entry(one: StoryAnswers, site: str) -> Entry:
    days = [answer.high for family in one.families for answer in family.answers if answer.high is not None]
    told = [
        f"{answer.outlet or answer.source}: {snippet.text}"
        for family in one.families
        for answer in family.answers
        for snippet in answer.snippets[:1]
    ]
    first = one.families[0].answers[0] if one.families and one.families[0].answers else None
    label = one.label or (first.title if first else None) or str(one.story)
    return Entry(
        id=f"{site}{story_path(one.story or '')}",
        title=label,
        updated=max(days) if days else None,
        summary="\n".join(short(said, 300) for said in told[:4]),
    )


def _said(question: Question) -> str:
    given = [question.words, question.passage, question.speaker, question.figure, question.outlet, question.language]
    near = [f"near {question.near.isoformat()}"] if question.near else []
    return ", ".join([short(one, 80) for one in given if one] + near)


def saved(request: Request, form: FormData) -> Response:
    """Keep a search under a name."""
    name, query, who = line(form, "name"), line(form, "query"), visitor(request).name
    writing(request, lambda desk: desk.people.save(who, name, query, at=now()))
    return see(f"/search?{query}")


def unsaved(request: Request, form: FormData) -> Response:
    """Drop a saved search."""
    ident, who = line(form, "search"), visitor(request).name
    writing(request, lambda desk: desk.people.unsave(who, ident))
    return see("/search")


ROUTES = (
    Route("/search", search, methods=["GET"]),
    Route("/search", sent(carried), methods=["POST"]),
    Route("/search.atom", fed, methods=["GET"]),
    Route("/searches", sent(saved), methods=["POST"]),
    Route("/searches/drop", sent(unsaved), methods=["POST"]),
)
