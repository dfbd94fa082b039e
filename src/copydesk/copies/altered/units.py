"""The measure that follows a number, under one name for its spellings: `km`, `kilometres`, `-kilometer`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from copydesk.copies.altered.tokens import FUNCTION
from copydesk.text.normal import fold
from copydesk.text.numbers import numbers
from copydesk.text.quantities import SI

# Measures of length, area, volume, mass, time, speed, power and money in news English, each by its usual spellings.
_SPELLINGS = {
    "percent": "% percent per-cent pc",
    "percentage point": "percentage-point percentage-points",
    "point": "point points",
    "basis point": "basis-point basis-points bp bps",
    "kilometre": "km kms kilometre kilometres kilometer kilometers",
    "metre": "metre metres meter meters",
    "centimetre": "cm centimetre centimetres centimeter centimeters",
    "millimetre": "mm millimetre millimetres millimeter millimeters",
    "mile": "mile miles",
    "yard": "yard yards",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "hectare": "hectare hectares ha",
    "acre": "acre acres",
    "litre": "litre litres liter liters",
    "gallon": "gallon gallons",
    "barrel": "barrel barrels",
    "kilogram": "kg kilo kilos kilogram kilograms kilogramme kilogrammes",
    "gram": "gram grams gramme grammes",
    "tonne": "tonne tonnes",
    "ton": "ton tons",
    "pound": "pound pounds lb lbs",
    "ounce": "ounce ounces oz",
    "second": "second seconds sec secs",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years yr yrs annum annums",
    "decade": "decade decades",
    "century": "century centuries",
    "degree": "degree degrees",
    "knot": "knot knots",
    "watt": "watt watts",
    "kilowatt": "kw kilowatt kilowatts",
    "megawatt": "mw megawatt megawatts",
    "gigawatt": "gw gigawatt gigawatts",
    "dollar": "dollar dollars",
    "euro": "euro euros",
    "cent": "cent cents",
    "page": "page pages",
}
_NAME_OF = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_POWERS = {"cubic", "square"}
# How much of one base a unit is: units of one base can be converted into each other. A rewording takes points for
# percent, which is no other amount; its pounds are weights, its gallons those of the United States.
_FACTORS = SI | {
    "percent": ("percent", 1.0),
    "percentage point": ("percent", 1.0),
    "point": ("percent", 1.0),
    "basis point": ("percent", 0.01),
    "gallon": ("cubic metre", 0.003785),
    "pound": ("kilogram", 0.4536),
    "ounce": ("kilogram", 0.02835),
    "day": ("second", 86_400.0),
    "week": ("second", 604_800.0),
}
_NEXT = re.compile(r"[\s\-\u2010\u2011\u00a0]{0,2}(?:an? )?(%|[^\W\d_]+)")
_SCALES = frozenset("m bn tn k mn million billion trillion thousand".split())
# People and what is counted like them: never a measure, however often it follows a number.
PEOPLE = frozenset(
    "people person persons humans human individuals folk men women children man woman child soldiers troops workers"
    " employees members residents passengers families households patients students voters users customers supporters"
    " adults deaths jobs homes others times".split()
)


class Unit(NamedTuple):
    """The measure that follows a number, None where none does, and where its words begin and end."""

    name: str | None
    start: int
    end: int


def unit_after(text: str, place: int) -> Unit:
    """The measure whose first word stands right after `place`."""
    first = _NEXT.match(text, place)
    if first is None:
        return Unit(None, place, place)
    word = fold(first[1])
    second = _NEXT.match(text, first.end())
    if second is not None:
        pair = fold(second[1])
        if word in _POWERS and pair in _NAME_OF:
            return Unit(f"{word} {_NAME_OF[pair]}", first.start(1), second.end())
        if f"{word}-{pair}" in _NAME_OF:
            return Unit(_NAME_OF[f"{word}-{pair}"], first.start(1), second.end())
    if word in _NAME_OF:
        return Unit(_NAME_OF[word], first.start(1), first.end())
    counted = measures(text)
    if word in counted:
        return Unit(word, first.start(1), first.end())
    if second is not None and first[1][0].isupper() and fold(second[1]) in counted:
        return Unit(fold(second[1]), first.start(1), second.end())
    return Unit(None, place, place)


_DOERS = re.compile(r"(?:[eo]rs|ists|ians|men)$")
_NO_CROWD = 1e6


@lru_cache(maxsize=64)
def measures(text: str) -> frozenset[str]:
    """Unlisted words of a text that behave as measures do: each follows several different numbers, and is no people.

    What ends as those who do something are called (miners) is people, unless it is counted as money is.
    """
    after: dict[str, set[float]] = {}
    for number in numbers(text):
        found = _NEXT.match(text, number.end)
        if found is not None and number.kind == "cardinal":
            after.setdefault(fold(found[1]), set()).add(number.value)
    return frozenset(
        word
        for word, values in after.items()
        if len(values) > 1 and len(word) > 3 and word not in PEOPLE and word not in FUNCTION and word not in _SCALES
        if not _DOERS.search(word) or any(value >= _NO_CROWD or value % 1 for value in values)
    )


def same_amount(one: float, unit: str | None, other: float, other_unit: str | None, *, within: float) -> bool:
    """Whether two amounts in convertible units are one within a share of the greater: 640 km and 400 miles."""
    if unit is None or other_unit is None:
        return False
    (base, factor), (other_base, other_factor) = (_FACTORS.get(name, (name, 1.0)) for name in (unit, other_unit))
    left, right = one * factor, other * other_factor
    return base == other_base and abs(left - right) <= within * max(abs(left), abs(right))
