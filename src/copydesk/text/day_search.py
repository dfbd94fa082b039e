"""How expressions of days are sought in a text: each form where the words are that it needs, and nowhere else.

A text of news holds a few words of the calendar among some hundred forms, so most of the time went into forms that
could not fit. What a text holds is read once: its words, and where its numbers begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from copydesk.text.calendars import Language, Unit

DayKind = Literal["date", "day_month", "day", "month", "season", "year", "weekday", "relative", "after"]


@dataclass(frozen=True, slots=True)
class DayMention:
    """An expression of a day, month or year: where it stands, its parts, and which way its clause looks.

    `shift` counts `unit`s from the day of writing (`relative`) or from the day named before (`after`); for a weekday,
    a month or a season it is -1 for "last", 1 for "next" and 0 otherwise, and counts weeks or years where `unit` says
    so ("Monday of last week", "April of last year"). `ahead` is None where the clause does not tell. `either` marks
    numbers that may be read day first or month first (`day` and `month` hold the first reading).
    """

    text: str
    start: int
    end: int
    kind: DayKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int = 0
    unit: Unit = "day"
    part: Literal["early", "late"] | None = None
    ahead: bool | None = None
    either: bool = False
    language: Language = field(default="en", compare=False)
    """The language whose verbs tell the direction."""


class Form(NamedTuple):
    """One way to name a day. It is tried where the text holds a digit, if it needs one, and one of its `words`.

    `numbered` forms begin with the first digit of a number, and are tried at numbers alone: those that begin with a
    year, `yearly` ones, at numbers of four digits and more, the others, which begin with a day, at those of two digits
    at most. Others may tell `whole` words, in small letters, one of
    which stands in all that they fit, and their `reach`: the most characters before that word, or before a number
    where no words are told, that they begin. They are tried there alone.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], DayMention | None]
    digit: bool = False
    words: tuple[str, ...] = ()
    numbered: bool = False
    yearly: bool = False
    whole: frozenset[str] = frozenset()
    reach: int | None = None

    def matches(self, held: Held) -> Iterable[re.Match[str]]:
        """Where the form fits in a text that has numbers if the form needs one; none inside another."""
        if self.whole and held.is_plain and self.whole.isdisjoint(held.words):
            return ()
        if self.words and not _holds(held.lower, self.words):
            return ()
        if self.numbered:
            return _at_numbers(self.pattern, held.text, held.years if self.yearly else held.days)
        if self.reach is None or not held.is_plain or len(held.lower) != len(held.text):
            return self.pattern.finditer(held.text)
        places = _places(held.lower, self.whole & held.words) if self.whole else held.numbers
        return _near(self.pattern, held.text, places, self.reach)


# Written so, and not as one repeat, a pattern is looked for by its first character: in a third of the time.
_NUMBER = re.compile(r"\d\d*")
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_YEAR, _OF_DAY = 4, 2


class Held:
    """What a text holds that forms need: where numbers begin, those as long as years or as days, and its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = text.casefold()
        spans = [number.span() for number in _NUMBER.finditer(text)]
        self.numbers = [start for start, _ in spans]
        self.years = [start for start, end in spans if end - start >= _OF_YEAR]
        self.days = [start for start, end in spans if end - start <= _OF_DAY]

    @cached_property
    def words(self) -> frozenset[str]:
        """The runs of letters, in small letters."""
        return frozenset(" ".join({*_LETTERS.findall(self.text)}).casefold().split())

    @cached_property
    def is_plain(self) -> bool:
        """Whether its words are those that patterns see: these take a dotted capital and a dotless i for an i."""
        return "\u0130" not in self.text and "\u0131" not in self.text


def found_in(text: str, forms: Sequence[Form]) -> list[DayMention]:
    """The expressions of days that forms find in a text, in order, none inside another; the first form wins."""
    found: list[DayMention] = []
    taken = bytearray(len(text))
    held = Held(text)
    for form in forms:
        if form.digit and not held.numbers:
            continue
        for match in form.matches(held):
            if taken[match.end() - 1]:
                continue
            mention = form.read(match)
            if mention is not None and taken.find(1, mention.start, mention.end) < 0:
                found.append(mention)
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return sorted(found, key=lambda mention: mention.start)


def _at_numbers(pattern: re.Pattern[str], text: str, numbers: Sequence[int]) -> list[re.Match[str]]:
    """Where a pattern that begins with a number fits."""
    fitting: list[re.Match[str]] = []
    end = 0
    for place in numbers:
        if place >= end and (found := pattern.match(text, place)):
            fitting.append(found)
            end = found.end()
    return fitting


def _near(pattern: re.Pattern[str], text: str, places: Sequence[int], reach: int) -> list[re.Match[str]]:
    """Where a pattern fits that holds one of these places, at most so far behind its beginning: what `finditer` finds.

    Places stand in order. The first fit from any point on begins no sooner than `reach` before the next place.
    """
    fitting: list[re.Match[str]] = []
    end = 0
    for place in places:
        if place < end:
            continue
        for start in range(max(end, place - reach), place + 1):
            if found := pattern.match(text, start):
                fitting.append(found)
                end = found.end()
                break
    return fitting


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Where some words begin in a text, in order, inside of others too."""
    places: list[int] = []
    for word in words:
        place = text.find(word)
        while place >= 0:
            places.append(place)
            place = text.find(word, place + 1)
    return sorted(places)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs more than the search
        if word in text:
            return True
    return False
