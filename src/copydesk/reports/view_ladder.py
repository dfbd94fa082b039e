"""Why a ladder counts as it does: what counts once on each step, with the pages and the words for it."""

from __future__ import annotations

from typing import NamedTuple

from copydesk.records import Place, Rung, Story
from copydesk.reports import wording
from copydesk.reports.cards import article_href, named, outlet, place_href
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.text.sentences import sentences

MOST_OF_A_KIND = 60
"""What counts on one step that is listed one by one; the rest is counted."""
MOST_PAGES = 8
MOST_PLACES = 3
LONGEST_WORDS = 220
LONGEST_NAME = 80
LONGEST_PARAGRAPH = 20_000
"""Characters of a paragraph that is looked through for its sentences."""


class Words(NamedTuple):
    """Words of a page and where they stand."""

    text: str
    outlet: str
    href: str


class Counted(NamedTuple):
    """What counts once: its name, why, the pages behind it as name and place, and words that say so."""

    name: str | None
    why: str
    pages: tuple[tuple[str, str], ...]
    more: int
    words: tuple[Words, ...]


class Step(NamedTuple):
    """A step of the ladder with all that counts on it."""

    name: str
    counted: tuple[Counted, ...]
    more: int


def ladder_steps(story: Story, holdings: Holdings) -> tuple[Step, ...]:
    """The steps of a story's ladder that are explained, in their order."""
    found: list[Step] = []
    for kind, name in wording.RUNGS.items():
        rungs = [rung for rung in story.ladder.rungs if rung.kind == kind]
        if rungs:
            counted = tuple(_counted(rung, holdings) for rung in rungs[:MOST_OF_A_KIND])
            found.append(Step(name, counted, max(0, len(rungs) - MOST_OF_A_KIND)))
    return tuple(found)


def _counted(rung: Rung, holdings: Holdings) -> Counted:
    pages = [holdings.articles[one] for one in rung.articles if one in holdings.articles]
    return Counted(
        name=None if rung.name is None else short(rung.name, LONGEST_NAME),
        why=named(rung.why, holdings),
        pages=tuple((outlet(one), article_href(one.id)) for one in pages[:MOST_PAGES]),
        more=max(0, len(pages) - MOST_PAGES),
        words=tuple(
            _words(place, holdings) for place in rung.places[:MOST_PLACES] if place.article in holdings.articles
        ),
    )


def _words(place: Place, holdings: Holdings) -> Words:
    article = holdings.articles[place.article]
    return Words(
        short(_sentence(article.text, place), LONGEST_WORDS), outlet(article), place_href(article, place.start)
    )


def _sentence(text: str, place: Place) -> str:
    """The sentence in which a place stands; the words of the place itself where the paragraph is endless."""
    start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.start)
    paragraph = text[start : end if end >= 0 else len(text)]
    if len(paragraph) > LONGEST_PARAGRAPH:
        return text[place.start : place.end]
    at = place.start - start
    held = (paragraph[low:high] for low, high in sentences(paragraph) if low <= at < high)
    return next(held, text[place.start : place.end])
