"""Search for programs: by question, by a whole text, by speaker, by figure."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from copydesk.carrying import LONGEST as LONGEST_TEXT
from copydesk.carrying import Carrier
from copydesk.errors import UsageError
from copydesk.searching import Answers, Question, StoryAnswers
from copydesk.store import Voice
from copydesk.web.rest.answers import MOST_ITEMS, answered, listed, problems
from copydesk.web.rest.reading import After, Day
from copydesk.web.rest.resources import line_type, named, rows_of, type_of
from copydesk.web.serving import Absent, reading

LONGEST = 1_000
MOST_DAYS = 3_660
Text = Annotated[str | None, Query(max_length=LONGEST)]
Few = Annotated[int, Query(ge=1, le=50, description="How many stories at most.")]

_QUOTES, _FIGURES = (named(one) for one in ("quotes", "figures"))
# Types that are made from records.
StoryLine: Any = type_of(StoryAnswers)
CarrierLine: Any = type_of(Carrier)
VoiceLine: Any = type_of(Voice)
QuoteLine: Any = line_type(_QUOTES)
FigureLine: Any = line_type(_FIGURES)

router = APIRouter(tags=["search"])


class AnswersPage(BaseModel):
    """What answers a question, by story and family; `articles` and `found` are how many articles and stories do.

    `said` tells what is wrong with a question that cannot be asked; then nothing answers it.
    """

    items: list[StoryLine]
    next: str | None
    articles: int
    found: int
    more: bool
    said: str | None


@router.get("/search", response_model=AnswersPage, responses=problems(), summary="Articles that answer a question")
def search(  # noqa: PLR0913  what a question may ask, each by its name in the address
    request: Request,
    *,
    words: Text = None,
    passage: Text = None,
    speaker: Text = None,
    figure: Text = None,
    outlet: Text = None,
    language: Text = None,
    near: Annotated[Day | None, Query(description="Published within `days` of this day.")] = None,
    days: Annotated[int, Query(ge=0, le=MOST_DAYS)] = 3,
    one_per_family: Annotated[bool, Query(description="One article of each family of copies.")] = False,
    after: After = None,
    limit: Few = 20,
) -> Response:
    """Articles that meet every part of a question, grouped by story, then by family of copies, the best first.

    `words` stand anywhere in title or text (`"..."` is a phrase, `ferr*` any word so begun), `passage` word for word
    together; `speaker` is a name or a part of one, `figure` as a page would say it ("100,000 troops").
    """
    question = Question(
        words=words,
        passage=passage,
        speaker=speaker,
        figure=figure,
        near=near,
        days=days,
        outlet=outlet,
        language=language,
        one_per_family=one_per_family,
    )
    said = None
    with reading(request) as desk:
        try:
            found = desk.find(question, after=after, limit=limit)
        except UsageError as error:
            said = f"{error}."
            found = Answers(question=question, stories=(), articles=0, found=0, more=False, after=None)
    told = {"articles": found.articles, "found": found.found, "more": found.more, "said": said}
    return listed(request, found.stories, found.after, **told)


class Pasted(BaseModel):
    """A text that somebody holds."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    limit: Annotated[int, Field(ge=1, le=50)] = 8


class Carriers(BaseModel):
    """Who carries a text, most of it first; `said` tells why a text cannot be looked for."""

    items: list[CarrierLine]
    said: str | None


@router.post("/carriers", response_model=Carriers, responses=problems(), summary="Who carries a text")
def carriers(request: Request, pasted: Pasted) -> Response:
    """Articles that carry a text or a part of it: how, how much, in which passages. The text is not kept."""
    with reading(request) as desk:
        try:
            found = list(desk.carriers(pasted.text, limit=pasted.limit))
        except UsageError as error:
            return answered(request, {"items": [], "said": f"{error}."})
    return answered(request, {"items": found, "said": None})


class Speakers(BaseModel):
    """Who is quoted, the most quoted first."""

    items: list[VoiceLine]


@router.get("/speakers", response_model=Speakers, responses=problems(), summary="Who is quoted")
def speakers(
    request: Request,
    begun: Annotated[str, Query(max_length=LONGEST, description="Words of the name, the last perhaps begun.")] = "",
    limit: Few = 20,
) -> Response:
    """Speakers by the fullest name known, the most quoted first."""
    with reading(request) as desk:
        found = desk.speakers(begun, limit=limit)
    return answered(request, {"items": [voice._asdict() for voice in found]})


class Speaker(BaseModel):
    """Somebody who is quoted: how often, and what, that of the newest articles first."""

    name: str
    quotes: int
    said: list[QuoteLine]


@router.get("/speakers/{name}", response_model=Speaker, responses=problems(404), summary="What somebody said")
def speaker(
    request: Request,
    name: Annotated[str, Path(max_length=LONGEST)],
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 200,
) -> Response:
    """The quotes of whoever is called so."""
    with reading(request) as desk:
        try:
            found = desk.speaker(name, limit=limit)
        except UsageError as error:
            raise Absent(f"{error}.") from error
        rows = rows_of(desk, _QUOTES, found.said)
    return answered(request, {"name": found.name, "quotes": found.quotes, "said": rows})


class FoundFigures(BaseModel):
    """Figures that say what a question does, the nearest first; `said` tells why a question cannot be asked."""

    items: list[FigureLine]
    said: str | None


@router.get("/search/figures", response_model=FoundFigures, responses=problems(), summary="Figures that say so many")
def figures(
    request: Request,
    says: Annotated[str, Query(max_length=LONGEST, description="As a page would write it: `100,000 troops`.")],
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS)] = 100,
) -> Response:
    """Figures that say what a question does, however they write it, the nearest first."""
    with reading(request) as desk:
        try:
            found = tuple(desk.figures(says, limit=limit))
        except UsageError as error:
            return answered(request, {"items": [], "said": f"{error}."})
        return answered(request, {"items": rows_of(desk, _FIGURES, found), "said": None})
