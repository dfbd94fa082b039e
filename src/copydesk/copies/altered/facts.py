"""The facts of a text that a copy may corrupt: names, numbers with their units, days and times, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from copydesk.copies.altered.tokens import MONTHS
from copydesk.text.days import DayMention, days
from copydesk.text.names import names
from copydesk.text.numbers import Number, numbers
from copydesk.text.remembering import remembered

FactKind = Literal["name", "number", "date"]

_TIME = re.compile(
    r"(?<![\w.,])(?:(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b|(?P<clock>\d{1,2}:\d\d)(?!\d))",
    re.IGNORECASE,
)
_TIME_IN_A_WORD = {"noon": 720, "midday": 720, "midnight": 0}
_NOON = re.compile(r"\b(?:noon|midday|midnight)\b")
_MAY_OR_MARCH = re.compile(r"\b(?:in|to|by|of|from|since|until|last|next|early|late|mid)[ -](May|March)\b")
_MONTH = re.compile(rf"\b({'|'.join(month.capitalize() for month in MONTHS if month not in {'may', 'march'})})\b")
# A currency by its letter, glued to an amount: L85m.
_AMOUNT = re.compile(r"[A-Z]{1,3}\d[\d.,]*(?:[kmb]n?)?$")


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, a number or a day: where it stands and, for numbers and days, what it was read as.

    `time` is a time of day as minutes from midnight.
    """

    kind: FactKind
    start: int
    end: int
    number: Number | None = None
    day: DayMention | None = None
    time: int | None = None


@remembered(letters=200_000)
def facts(text: str) -> tuple[Fact, ...]:
    """The facts of a text in order, none inside another: days before names, names before numbers."""
    found: list[Fact] = []
    taken = bytearray(len(text))
    for fact in [*_times(text), *_days(text), *_bare_months(text), *_names(text), *_numbers(text)]:
        if not any(taken[fact.start : fact.end]):
            found.append(fact)
            taken[fact.start : fact.end] = b"\x01" * (fact.end - fact.start)
    return tuple(sorted(found, key=lambda fact: fact.start))


def _times(text: str) -> list[Fact]:
    told = [(found, _minutes(found)) for found in _TIME.finditer(text)]
    told += [(found, _TIME_IN_A_WORD[found.group()]) for found in _NOON.finditer(text)]
    return [Fact("date", found.start(), found.end(), time=minutes) for found, minutes in told]


def _minutes(found: re.Match[str]) -> int:
    if found["clock"]:
        hour, minute = found["clock"].split(":")
        return 60 * int(hour) + int(minute)
    afternoon = 720 if found["half"] in "pP" else 0
    return 60 * (int(found["hour"]) % 12) + int(found["minute"] or 0) + afternoon


def _days(text: str) -> list[Fact]:
    """The days of a text; seasons are words of the weather too, and reworded freely."""
    told = (mention for mention in days(text) if mention.kind != "season")
    return [Fact("date", mention.start, mention.end, day=mention) for mention in told]


def _bare_months(text: str) -> list[Fact]:
    """Months that no preposition announces, as reworded texts have them; `May` and `March` only where one does."""
    return [
        Fact("date", found.start(1), found.end(1), day=_month(found[1], found.start(1), found.end(1)))
        for found in [*_MONTH.finditer(text), *_MAY_OR_MARCH.finditer(text)]
    ]


def _month(name: str, start: int, end: int) -> DayMention:
    return DayMention(text=name, start=start, end=end, kind="month", month=MONTHS[name.casefold()])


def _names(text: str) -> list[Fact]:
    return [Fact("name", name.start, name.end) for name in names(text) if not _AMOUNT.match(name.text)]


def _numbers(text: str) -> list[Fact]:
    return [Fact("number", number.start, number.end, number=number) for number in numbers(text)]
