"""Whether two figures of one fact speak of one thing after all: whose they are, of which day, of which of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from copydesk.records import Figure
from copydesk.text.concepts import concept
from copydesk.text.days import Days, days, resolve_all
from copydesk.text.names import names
from copydesk.text.numbers import numbers
from copydesk.text.quantities import quantity
from copydesk.text.words import words


class Scope(NamedTuple):
    """What a figure speaks of, as far as its sentence tells.

    `whose` is the name that is its subject, `days` the one day or month of its sentence, `chosen` the words that pick
    it out of several ("the first", "another"), `near` the concepts of the few words around it. `beside` are the other
    values of its unit in its sentence, `values` those of all its numbers; `elapsed` is whether it counts up to the day
    of writing.
    """

    whose: frozenset[str]
    days: Days | None
    chosen: frozenset[str]
    near: frozenset[str]
    beside: frozenset[float]
    values: frozenset[float]
    elapsed: bool


# A bare year is more often told beside ("the first since 2006") than the time of a figure.
_KINDS = frozenset({"date", "day_month", "month", "weekday", "relative"})
_NEAR = 4  # words before and after a figure that tell what it is of
_TABLE = 4  # numbers of a sentence from which it is a row of results: two of one thing would share some
_CHOOSING = frozenset(
    "first last final other another next previous second third alone only each every average record".split()
)
_ROOM = frozenset("alone across worldwide nationwide globally".split())
# A name after these is a place or an opponent, and not whose the figure is.
_OF = re.compile(r"\b(?:in|at|of|from|against|over|to|near|with|by|for|than|on|and|the|between)\s$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|old)\s$", re.IGNORECASE)
_SAYS = re.compile(r"^\s(?:said|says|told|added|reported|announced|put|puts)\b|^,?\s(?:who\s)?said\b")
_ELAPSED = re.compile(r"\bago\b|\b(?:after|in|for)\s(?:the\s)?(?:past\s|last\s)?$|\bsince\b|\bso far\b", re.IGNORECASE)
_TIMES = frozenset({"day", "second"})
_MONTHLY = frozenset({"month", "year"})


def scope_of(text: str, figure: Figure, start: int, *, beside: frozenset[float], written: date | None) -> Scope:
    """The scope of a figure in a sentence that begins at `start`; `beside` are the other values of its unit there."""
    low, high = figure.start - start, figure.end - start
    before, after = text[: max(0, low)], text[high:]
    held = [word.text.casefold() for word in words(before)[-_NEAR:] + words(after)[:_NEAR]]
    counted = quantity(figure.value, figure.unit, figure.surface).dimension
    return Scope(
        whose=_whose(text, low),
        days=_days(text, high, written),
        chosen=frozenset(word.text.casefold() for word in words(before)[-2:] + words(text[low:high])) & _CHOOSING
        | (frozenset(held) & _ROOM),
        near=frozenset(filter(None, map(concept, held))) - {concept(figure.unit or "")},
        beside=beside,
        values=frozenset(number.value for number in numbers(text)),
        elapsed=counted in _TIMES | _MONTHLY and _is_elapsed(before, after),
    )


def apart(left: Sequence[Scope], right: Sequence[Scope]) -> str | None:
    """Why figures of two values need not speak of one thing, in words for people; None where nothing parts them.

    Where a sentence leaves out whose its figure is ("he completed 17 passes"), the others of its value tell.
    """
    whose = [one.whose & other.whose for one, other in product(left, right) if one.whose and other.whose]
    if whose and not any(whose):
        return "they are told of different names"
    reasons = [_reason(one, other) for one, other in product(left, right)]
    return reasons[0] if all(reasons) else None


def _reason(one: Scope, other: Scope) -> str | None:
    """Why two figures need not speak of one thing.

    Of two sentences that give the same other figure of the unit, the ones that differ are likely of one thing.
    """
    if one.days and other.days and (one.days[1] < other.days[0] or other.days[1] < one.days[0]):
        return "they are given for different times"
    if one.chosen != other.chosen:
        return "the words before them choose different ones of several"
    listed = bool(one.beside and other.beside) and (one.beside != other.beside or len(one.beside) > 1)
    if listed and one.near and other.near and not one.near & other.near:
        return "figures of the same unit stand beside them, and the words around them differ"
    if min(len(one.values), len(other.values)) >= _TABLE and not one.values & other.values:
        return "both sentences are full of figures, and have none in common"
    return None


def _whose(text: str, low: int) -> frozenset[str]:
    """The words of the last name before a figure that is no place, opponent or speaker."""
    for name in reversed(names(text)):
        before = text[: name.start]
        free = name.end <= low and not _OF.search(before) and not _SAYS.match(text[name.end :])
        free = free and not (" " not in name.text and _ARTICLE.search(before))  # "an Australian climber"
        if free:
            return frozenset(name.text.casefold().split())
    return frozenset()


def _days(text: str, high: int, written: date | None) -> Days | None:
    """The one day that a sentence names, or the month or year right after a figure, as meant on the day of writing."""
    found = [one for one in days(text) if one.kind in _KINDS]
    if len(found) != 1 or written is None:
        return None
    (meant,) = resolve_all(found, written)
    beside = found[0].start - high >= 0 and len(words(text[high : found[0].start])) <= 1
    return meant if meant and (beside or meant[0] == meant[1]) else None


def _is_elapsed(before: str, after: str) -> bool:
    return _ELAPSED.search(before[-20:]) is not None or after.lstrip().startswith("ago")
