"""The pages that list stories: the front page, what is earlier, storylines, outlets, and an index of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from copydesk.publishing.phrases import Day
from copydesk.publishing.story_page import Card
from copydesk.reports import wording
from copydesk.reports.cards import line_href
from copydesk.reports.safe import short, spelled, web_address
from copydesk.reports.storyline_drawing import MOST_DRAWN, Mark, draw_whole, stretches
from copydesk.text.normal import fold

FRONT = 30
"""Stories of the front page: those of the latest days; what is earlier has pages of its own, a month each."""
ON_PAGE = 150
"""Stories or names of one page of a list."""
MOST_EVENTS = 400
MOST_STORIES_OF_A_NAME = 12


class Sheet(NamedTuple):
    """A page to be made: where it stands below the folder of the site, by which template, with what."""

    place: str
    template: str
    values: dict[str, Any]


class DayGroup(NamedTuple):
    """Stories of one day."""

    day: Day
    stories: tuple[Card, ...]


class Outlet(NamedTuple):
    """An outlet with the stories in which it has a page, and in how many of them the earliest of an account."""

    name: str
    stem: str
    stories: tuple[Card, ...]
    first: int


class LineShown(NamedTuple):
    """A storyline of which two events or more are told here, in the order of time; those without a day are last."""

    id: str
    label: str
    stories: tuple[Card, ...]

    @property
    def stem(self) -> str:
        """The name of its files."""
        return line_href(self.id, "").removeprefix("lines/").removesuffix(".html")

    @property
    def summary(self) -> str:
        """How many events, from when to when."""
        days = [day for one in self.stories if one.span is not None for day in one.span]
        told = wording.counted(len(self.stories), "event")
        if not days:
            return told
        return f"{told}, {min(days)} to {max(days)}" if min(days) != max(days) else f"{told}, {min(days)}"


def by_day(cards: Iterable[Card]) -> tuple[DayGroup, ...]:
    """Stories under their days, in the order in which they come."""
    return tuple(
        DayGroup(day._replace(basis=""), tuple(found))
        for day, found in ((key, list(of)) for key, of in groupby(cards, key=lambda one: one.day._replace(basis="")))
    )


def front(cards: Sequence[Card]) -> Sheet:
    """The front page."""
    shown = cards[:FRONT]
    values = {"groups": by_day(shown), "more": len(cards) - len(shown), "total": len(cards)}
    return Sheet("index.html", "site_front.html", values)


def earlier(cards: Sequence[Card]) -> Iterator[Sheet]:
    """Every story under its month, and the list of months."""
    months = []
    for month, found in groupby(cards, key=lambda one: (one.month or "undated", one.month_name)):
        stories = list(found)
        months.append((*month, len(stories)))
        for number, part, pages in _parts(stories, f"earlier/{month[0]}"):
            values = {"title": month[1], "groups": by_day(part), "number": number, "pages": pages}
            yield Sheet(pages[number], "site_month.html", values)
    yield Sheet("earlier/index.html", "site_months.html", {"months": months, "total": len(cards)})


def lines_of(cards: Iterable[Card]) -> tuple[LineShown, ...]:
    """The storylines of which two events or more are told, those with the latest events first."""
    found: dict[str, list[Card]] = {}
    for one in cards:
        if one.line is not None:
            found.setdefault(one.line, []).append(one)
    return tuple(
        LineShown(ident, max(stories, key=lambda one: one.pages).label, tuple(sorted(stories, key=_when)))
        for ident, stories in found.items()
        if len(stories) > 1
    )


def line_sheets(lines: Sequence[LineShown]) -> Iterator[Sheet]:
    """A page for each storyline, and the list of them."""
    for line in lines:
        dated = [one for one in line.stories if one.span is not None]
        marks = [_mark(one) for one in dated]
        shown = {one.story: one for one in (*dated[:MOST_EVENTS], *_undated(line)[:MOST_EVENTS])}
        values = {
            "title": line.label,
            "line": line,
            "whole": draw_whole(marks, label=f"Timeline of {line.label}; the list below says the same"),
            "stretches": stretches(marks),
            "undrawn": max(0, len(marks) - MOST_DRAWN),
            "events": dated[:MOST_EVENTS],
            "undated": _undated(line)[:MOST_EVENTS],
            "more": len(line.stories) - len(shown),
            "on_page": shown,
        }
        yield Sheet(f"lines/{line.stem}.html", "site_line.html", values)
    for number, part, pages in _parts(lines, "lines/index"):
        yield Sheet(pages[number], "site_lines.html", {"lines": part, "number": number, "pages": pages})


def _undated(line: LineShown) -> list[Card]:
    return [one for one in line.stories if one.span is None]


def outlets_of(cards: Iterable[Card]) -> tuple[Outlet, ...]:
    """The outlets of a site by name: the order of the alphabet, which says nothing of their worth."""
    found: dict[str, tuple[str, list[tuple[Card, bool]]]] = {}
    for one in cards:
        for name, is_first in one.outlets:
            found.setdefault(fold(name), (name, []))[1].append((one, is_first))
    return tuple(
        Outlet(name, f"outlet-{spelled(key)}", tuple(one for one, _ in told), sum(is_first for _, is_first in told))
        for key, (name, told) in sorted(found.items())
        if key
    )


def outlet_sheets(outlets: Sequence[Outlet]) -> Iterator[Sheet]:
    """A page for each outlet, and the list of them."""
    for one in outlets:
        for number, part, pages in _parts(one.stories, f"outlets/{one.stem}"):
            values = {"title": one.name, "outlet": one, "groups": by_day(part), "number": number, "pages": pages}
            yield Sheet(pages[number], "site_outlet.html", values)
    for number, part, pages in _parts(outlets, "outlets/index"):
        yield Sheet(pages[number], "site_outlets.html", {"outlets": part, "number": number, "pages": pages})


def _mark(card: Card) -> Mark:
    assert card.span is not None  # undated events are not drawn
    return Mark(*card.span, card.day.words, card.label, f"#{event_anchor(card.story)}")


def event_anchor(story: str) -> str:
    """The place of an event on the page of its storyline."""
    return "event-" + "".join(one if one.isalnum() and one.isascii() else "-" for one in story.removeprefix("story-"))


def _when(card: Card) -> tuple[bool, str, str]:
    return (card.span is None, "" if card.span is None else card.span[0].isoformat(), card.story)


def _parts(found: Sequence[Any], stem: str) -> Iterator[tuple[int, Sequence[Any], tuple[str, ...]]]:
    """What a list holds in pages of a fair length: the number of each from 0, its part, and where all of them are."""
    starts = range(0, max(1, len(found)), ON_PAGE)
    pages = tuple(f"{stem}.html" if not number else f"{stem}-{number + 1}.html" for number in range(len(starts)))
    for number, start in enumerate(starts):
        yield number, found[start : start + ON_PAGE], pages


# -- names ------------------------------------------------------------------------------------------------------------


class Name(NamedTuple):
    """An entry of the index: what it is called, what it is, and where it leads; `more` places are not listed."""

    words: str
    kind: str
    places: tuple[tuple[str, str], ...]
    more: int


def name_sheets(cards: Sequence[Card], lines: Iterable[LineShown], outlets: Iterable[Outlet]) -> Iterator[Sheet]:
    """The index of titles, speakers, outlets and storylines by their first letter, and the page of the search."""
    letters: dict[str, list[tuple[str, Name]]] = {}
    for key, name in _names(cards, lines, outlets):
        letters.setdefault(_initial(key), []).append((key, name))
    known = sorted(letters, key=lambda one: (one == "other", one))
    counts = [(one, f"names/{one}.html", len(letters[one])) for one in known]
    for one in known:
        entries = [name for _, name in sorted(letters[one], key=lambda pair: (pair[0], pair[1].kind))]
        for number, part, pages in _parts(entries, f"names/{one}"):
            values = {"letter": one, "letters": counts, "entries": part, "number": number, "pages": pages}
            yield Sheet(pages[number], "site_names.html", values)
    yield Sheet("search.html", "site_search.html", {"letters": counts})


def _names(cards: Sequence[Card], lines: Iterable[LineShown], outlets: Iterable[Outlet]) -> Iterator[tuple[str, Name]]:
    for one in cards:
        yield _key(one.label), Name(one.label, "story", ((one.day.words, one.href),), 0)
    for line in lines:
        yield _key(line.label), Name(line.label, "storyline", ((line.summary, f"lines/{line.stem}.html"),), 0)
    for outlet in outlets:
        said = wording.counted(len(outlet.stories), "story")
        yield _key(outlet.name), Name(outlet.name, "outlet", ((said, f"outlets/{outlet.stem}.html"),), 0)
    speakers: dict[str, tuple[str, list[Card]]] = {}
    for one in cards:
        for name in one.speakers:
            speakers.setdefault(fold(name), (name, []))[1].append(one)
    for name, told in speakers.values():
        places = tuple((one.label, one.href) for one in told[:MOST_STORIES_OF_A_NAME])
        entry = Name(name, "quoted", places, len(told) - len(places))
        yield _key(name), entry
        last = name.split()[-1]  # people are looked up by their last names, bodies by their first
        if _initial(_key(last)) != _initial(_key(name)):
            yield f"{_key(last)} {_key(name)}", entry


def _key(words: str) -> str:
    """By what an entry is put in order: without accents, and without the marks that it may begin with."""
    plain = fold(words).casefold()
    return plain.lstrip("".join(one for one in plain if not one.isalnum())) or plain


def _initial(key: str) -> str:
    first = spelled(key[:1])
    return first if len(first) == 1 and first.isascii() and first.isalpha() else "other"


def folder_of(place: str) -> str:
    """The way from a page to the folder of the site."""
    return "../" * place.count("/")


def whole_address(base: str, place: str) -> str:
    """The address of a page: whole where the folder's is known, else seen from that folder."""
    return f"{base}/{place}" if base and web_address(f"{base}/{place}") else place


def title_of(line: LineShown | Outlet) -> str:
    """What a list is called, in the length of a headline."""
    return short(line.label if isinstance(line, LineShown) else line.name, 160)
