"""Finding things on a desk: by words, an exact passage, a speaker, a figure, a day, an outlet, all of them together.

What answers is grouped by story, and within a story by family, so that twenty copies of one text are one line. Places
of what was asked for are told as spans of the article's text, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from copydesk.claims import find_figures
from copydesk.errors import UsageError
from copydesk.records import (
    Article,
    ArticleId,
    Block,
    FamilyId,
    Figure,
    FigureId,
    PageId,
    Quote,
    QuoteId,
    Range,
    Story,
    StoryId,
)
from copydesk.settings import Settings
from copydesk.store import Store
from copydesk.store.cards import meanings, size_of_figure
from copydesk.store.finding import Card, SizedFigure, Sought, Voice
from copydesk.store.searching import asked
from copydesk.text.numbers import Number, numbers
from copydesk.text.seeking import marks, merged, needles, windows

Placed = TypeVar("Placed", Quote, Figure)

# Articles that are grouped: a question that more answer is too wide to read through, and is told to be.
MOST = 1_000
# Of a family and of a story so much is shown; the numbers of all are told.
SHOWN_OF_FAMILY, SHOWN_OF_STORY = 3, 8
# Words of one question: more is a text, which `carriers` looks for.
MOST_WORDS = 64
LONGEST_FIELD = 1_000
# Days about a day where none are told: what happened on a day is told within three.
DAYS = 3
# Code points of a snippet, and how many there are of an article: a line or two each.
_SHAPE = {"width": 240, "lead": 60, "most": 2}
MOST_MARKS = 200
# A number said to be about so many is met by what is a tenth more or less, one said to be more (less) than so many by
# what is up to twice (down to half) of it, a measure by what rounding in another unit makes of it.
ABOUT, BEYOND, ROUNDED = 0.1, 2.0, 0.02
_COUNTS = frozenset(("person", "percent", "percentage point", "ordinal"))

_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to look for; every part that is given must be met.

    `words` stand anywhere in title or text (`"..."` is a phrase, `ferr*` any word so begun), `passage` word for word
    together. `speaker` is a name or a part of one, `figure` as a page would say it ("100,000 troops"), `near` a day
    within `days` of which the article was published, `outlet` a name or a part of one, `language` a code.
    """

    words: str | None = None
    passage: str | None = None
    speaker: str | None = None
    figure: str | None = None
    near: date | None = None
    days: int = DAYS
    outlet: str | None = None
    language: str | None = None
    one_per_family: bool = False

    def query(self) -> str:
        """The question as the query of an address: `words=ferry&near=2031-03-20`."""
        given = {name: value for name, value in asdict(self).items() if value not in (None, False, "")}
        if self.near is None or self.days == DAYS:
            given.pop("days")
        return urlencode({name: "yes" if value is True else str(value) for name, value in given.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A stretch of an article's text that begins at `start`; `marks` are places in `text` of what was asked for."""

    start: int
    text: str
    marks: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An article that answers, with the places that do; `low` to `high` are the days on which it may be published."""

    article: ArticleId
    title: str | None
    outlet: str | None
    source: str
    url: str | None
    language: str | None
    low: date | None
    high: date | None
    title_marks: tuple[Range, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    quotes: tuple[QuoteId, ...] = ()
    figures: tuple[FigureId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAnswers:
    """What answers of one family, best first; `articles` are how many do. An article without copies has no family."""

    family: FamilyId | None
    articles: int
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAnswers:
    """What answers of one story, by family; `articles` and `texts` are how many articles and families do."""

    story: StoryId | None
    label: str | None
    articles: int
    texts: int
    families: tuple[FamilyAnswers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A page of what answers a question, the best story first.

    `articles` and `found` are how many articles and stories answer in all; where `more` do than can be grouped these
    are the best. `after` leads to the next page, None on the last.
    """

    question: Question
    stories: tuple[StoryAnswers, ...]
    articles: int
    found: int
    more: bool
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFound:
    """Somebody who is quoted, by the fullest name known: their quotes, those of the newest articles first."""

    name: str
    quotes: int
    said: tuple[Quote, ...]


def question_of(given: Mapping[str, str]) -> Question:
    """The question that an address asks, as `Question.query` writes it.

    Raises:
        UsageError: a part is too long, or no day, or no number of days.

    """
    known = {one.name for one in fields(Question)}
    parts = {name: value.strip() for name, value in given.items() if name in known and value.strip()}
    try:
        return Question(
            **{
                name: parts[name]
                for name in ("words", "passage", "speaker", "figure", "outlet", "language")
                if name in parts
            },
            near=date.fromisoformat(parts["near"]) if "near" in parts else None,
            days=int(parts.get("days", DAYS)),
            one_per_family=parts.get("one_per_family", "no").casefold() in ("yes", "true", "on", "1"),
        )
    except ValueError as error:
        raise UsageError(f"{error}; give a day as 2031-03-20 and days as a number") from error


def find(store: Store, question: Question, *, after: str | None, limit: int, settings: Settings) -> Answers:
    """The stories that answer a question, so many of them from a cursor on.

    Raises:
        UsageError: nothing is asked, too much at once, or the cursor is none.

    """
    question = _encodable(question)
    _refuse(question)
    with store.steady():
        figures = _sized(store, question.figure, limit=MOST, settings=settings) if question.figure else ()
        cards = store.finding.find(_sought(question, figures), most=MOST + 1)
        groups = _grouped(store, cards[:MOST])
        rest = _from(groups, after)
        page = [_story_answers(group, question) for group in rest[:limit]]
        told = _told(store, page, question, figures)
    return Answers(
        question=question,
        stories=told,
        articles=len(cards[:MOST]),
        found=len(groups),
        more=len(cards) > MOST,
        after=_cursor(rest[limit - 1]) if len(rest) > limit else None,
    )


def speakers(store: Store, begun: str, *, limit: int) -> tuple[Voice, ...]:
    """Who is quoted, by a name whose words these are, the last perhaps begun; the most quoted first."""
    return tuple(store.finding.voices(_whole(begun), limit=limit))


def speaker(store: Store, name: str, *, limit: int) -> SpeakerFound:
    """Who is called so, and what they said; of several the one who is quoted most.

    Raises:
        UsageError: nobody who is quoted on this desk is.

    """
    with store.steady():
        named = store.finding.named(_whole(name))
        if not named:
            raise UsageError(f"nobody who is quoted on this desk is called {name!r}; give a name as a page does")
        ids = store.finding.spoken(named[0].name, limit=limit)
        held = store.get(Quote, ids)
    return SpeakerFound(name=named[0].name, quotes=named[0].quotes, said=tuple(held[one] for one in ids))


def figures(store: Store, query: str, *, limit: int, settings: Settings) -> tuple[Figure, ...]:
    """Figures that say what a query does, however they write it ("half a million refugees"): the nearest first.

    Raises:
        UsageError: there is no number in the query.

    """
    with store.steady():
        ids = [one.figure for one in _sized(store, query, limit=limit, settings=settings)]
        held = store.get(Figure, ids)
    return tuple(held[one] for one in ids)


# -- what is asked ----------------------------------------------------------------------------------------------------


def _encodable(question: Question) -> Question:
    """The question without halves of surrogate pairs, which no text on a desk has."""
    texts = {name: value for name, value in asdict(question).items() if isinstance(value, str)}
    whole: dict[str, Any] = {name: value.encode("utf-8", "replace").decode() for name, value in texts.items()}
    return replace(question, **whole)


def _whole(name: str) -> str:
    """A name that can be asked for: not too long, no halves of surrogate pairs."""
    return name[:LONGEST_FIELD].encode("utf-8", "replace").decode()


def _refuse(question: Question) -> None:
    texts = [question.words, question.passage, question.speaker, question.figure, question.outlet, question.language]
    if not any(text and _TOKEN.search(text) for text in texts) and question.near is None:
        raise UsageError("nothing is asked: give words, a passage, a speaker, a figure, a day, an outlet or a language")
    long = next((text for text in texts if text and len(text) > LONGEST_FIELD), None)
    if long is not None or len(_TOKEN.findall(f"{question.words or ''} {question.passage or ''}")) > MOST_WORDS:
        raise UsageError(
            f"the question is too long: ask for {MOST_WORDS} words at most, or paste the text to see who carries it"
        )
    if not 0 <= question.days <= 36_600:
        raise UsageError(f"{question.days} days about a day: give a number from 0 to 36600")


def _sought(question: Question, found: Sequence[SizedFigure]) -> Sought:
    passage = " ".join(_TOKEN.findall(question.passage or ""))
    match = asked(f'{question.words or ""} {f""" "{passage}" """ if passage else ""}')
    return Sought(
        match=match or None,
        speaker=question.speaker,
        articles=tuple(dict.fromkeys(one.article for one in found)) if question.figure else None,
        near=None if question.near is None else (question.near, question.days),
        outlet=question.outlet,
        language=question.language,
    )


def _sized(store: Store, query: str, *, limit: int, settings: Settings) -> list[SizedFigure]:
    """Figures of the size and about the things that a query names."""
    figure = figure_of(query, settings=settings)
    dimension, value = size_of_figure(figure)
    measure = figure.si_unit is not None
    low, high = _bounds(figure, value, measure=measure)
    strict = measure or dimension in _COUNTS
    # What the dimension says need not be said in the same words: metres meet miles.
    known = meanings(f"{dimension} {figure.unit or ''}") if strict else ()
    about = [one for one in meanings(f"{figure.measures} {query}") if one not in known]
    return store.finding.figures(low, high, dimension=dimension if strict else None, about=about, limit=limit)


def figure_of(query: str, *, settings: Settings) -> Figure:
    """The first figure that the claims grammar reads in a query, else its first number.

    Raises:
        UsageError: there is none.

    """
    text = " ".join(query.split())[:LONGEST_FIELD]
    asked_in = Article(
        id=ArticleId("question"),
        page=PageId("question"),
        source="question",
        position=0,
        text=text,
        blocks=(Block(kind="body", text=text),),
        language="en",
    )
    for figure in find_figures(asked_in, settings=settings.claims) if text else ():
        return figure
    for number in numbers(text):
        return _bare(number, text)
    raise UsageError(f"there is no figure in {text!r}; give a number with what it counts, as 100,000 troops")


def _bare(number: Number, text: str) -> Figure:
    """A number that stands alone as a figure of whatever: `4200`, `first`."""
    return Figure(
        id=FigureId("question"),
        article=ArticleId("question"),
        start=number.start,
        end=number.end,
        surface=text[number.start : number.end],
        value=number.value,
        low=number.low,
        high=number.high,
        unit=None,
        per=None,
        measures="",
        approximate=number.approximate,
    )


def _bounds(figure: Figure, value: float, *, measure: bool) -> tuple[float, float]:
    """The values that are as much as a figure says; `value` is its own on the footing of the desk."""
    scale = value / figure.value if figure.value else 1.0
    slack = (ROUNDED if measure else 1e-6) * abs(value) + 1e-9
    if not figure.approximate:
        return value - slack, value + slack
    if figure.low is not None and figure.high is not None:
        low, high = sorted((figure.low * scale, figure.high * scale))
        return low - slack, high + slack
    if figure.low is None and figure.high is None:
        return value - ABOUT * abs(value) - slack, value + ABOUT * abs(value) + slack
    ends = (value, value * BEYOND) if figure.high is None else (value / BEYOND, value)
    return min(ends) - slack, max(ends) + slack


# -- groups -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """The cards of one story, best first, by family; its rank among stories."""

    rank: tuple[float, int, str]
    story: StoryId | None
    families: tuple[tuple[FamilyId | None, tuple[Card, ...]], ...]


def _grouped(store: Store, cards: Sequence[Card]) -> list[_Group]:
    ids = [card.article for card in cards]
    story_of, family_of = store.finding.groups("Story", ids), store.finding.groups("Family", ids)
    stories: dict[str, dict[str, list[Card]]] = {}
    for card in cards:
        story = stories.setdefault(story_of.get(card.article, card.article), {})
        story.setdefault(family_of.get(card.article, card.article), []).append(card)
    groups = []
    for ident, families in stories.items():
        first = next(iter(families.values()))[0]
        named = tuple(
            (FamilyId(family) if family != mine[0].article else None, tuple(mine)) for family, mine in families.items()
        )
        rank = (round(first.score, 4), -first.low.toordinal() if first.low else 0, ident)
        groups.append(_Group(rank, StoryId(ident) if first.article in story_of else None, named))
    return sorted(groups, key=lambda group: group.rank)


def _cursor(group: _Group) -> str:
    score, day, ident = group.rank
    return f"{score},{day},{ident}"


def _from(groups: Sequence[_Group], after: str | None) -> list[_Group]:
    """The groups behind a cursor; it holds though others have come or gone."""
    if after is None:
        return list(groups)
    try:
        score, day, ident = after.split(",", 2)
        rank = (float(score), int(day), ident)
    except ValueError as error:
        raise UsageError(f"{after!r} is no place in these answers; begin again without it") from error
    return [group for group in groups if group.rank > rank]


def _story_answers(group: _Group, question: Question) -> StoryAnswers:
    shown = 1 if question.one_per_family else SHOWN_OF_FAMILY
    families = tuple(
        FamilyAnswers(family=family, articles=len(cards), answers=tuple(_answer(card) for card in cards[:shown]))
        for family, cards in group.families[:SHOWN_OF_STORY]
    )
    return StoryAnswers(
        story=group.story,
        label=None,
        articles=sum(len(cards) for _, cards in group.families),
        texts=len(group.families),
        families=families,
    )


def _answer(card: Card) -> Answer:
    return Answer(
        article=card.article,
        title=card.title,
        outlet=card.outlet,
        source=card.source,
        url=card.url,
        language=card.language,
        low=card.low,
        high=card.high,
    )


# -- what is shown of it ----------------------------------------------------------------------------------------------


def _told(
    store: Store, page: Sequence[StoryAnswers], question: Question, sized: Sequence[SizedFigure]
) -> tuple[StoryAnswers, ...]:
    """The answers of a page with their labels, marks and snippets."""
    stories = store.get(Story, [one.story for one in page if one.story is not None])
    ids = [answer.article for one in page for family in one.families for answer in family.answers]
    cards = store.finding.cards(ids)
    texts = store.finding.texts(card.place for card in cards.values())
    sought = needles(question.words or "", question.passage or "")
    quotes = _by_article(_quotes(store, question, ids))
    shown = set(ids)
    figures_shown = [one.figure for one in sized if one.article in shown]
    counted = _by_article(store.get(Figure, figures_shown).values())

    def told(answer: Answer) -> Answer:
        text = texts.get(cards[answer.article].place, "") if answer.article in cards else ""
        said, numbers = quotes.get(answer.article, []), counted.get(answer.article, [])
        places = [(one.start, one.end) for one in said] + [(one.start, one.end) for one in numbers]
        found = windows(text, merged([*marks(text, sought, most=MOST_MARKS), *places]), **_SHAPE)
        return replace(
            answer,
            title_marks=tuple(marks(answer.title or "", sought, most=MOST_MARKS)),
            snippets=tuple(Snippet(start=one.start, text=text[one.start : one.end], marks=one.marks) for one in found),
            quotes=tuple(one.id for one in said),
            figures=tuple(one.id for one in numbers),
        )

    return tuple(
        replace(
            one,
            label=stories[one.story].label if one.story in stories else None,
            families=tuple(
                replace(family, answers=tuple(told(answer) for answer in family.answers)) for family in one.families
            ),
        )
        for one in page
    )


def _quotes(store: Store, question: Question, articles: Sequence[str]) -> Iterable[Quote]:
    if question.speaker is None:
        return ()
    ids = store.finding.spoken(question.speaker, articles=articles, limit=MOST)
    return store.get(Quote, ids).values()


def _by_article(records: Iterable[Placed]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for record in records:
        found.setdefault(record.article, []).append(record)
    return {article: sorted(mine, key=lambda one: one.start) for article, mine in found.items()}
