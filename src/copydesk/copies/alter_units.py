"""The measure that follows a number, under one name for its spellings: `km`, `kilometres`, `-kilometer`."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.text.normal import fold

# Measures of length, area, volume, mass, time, temperature, speed, power, information and money in news English,
# each by its usual spellings; a money word not listed is still a measure where it follows a scale (`2bn eidra`).
_SPELLINGS = {
    "percent": "% percent per-cent pc",
    "percentage point": "percentage-point percentage-points",
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
    "tonne": "tonne tonnes ton tons",
    "pound": "pound pounds lb lbs",
    "ounce": "ounce ounces oz",
    "second": "second seconds sec secs",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years",
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
_NEXT = re.compile(r"[\s\-\u2010\u2011\u00a0]{0,2}(%|[^\W\d_]+)")


class Unit(NamedTuple):
    """The measure that follows a number, None where none does, and where its last word ends."""

    name: str | None
    end: int


def unit_after(text: str, place: int) -> Unit:
    """The measure whose first word stands right after `place`."""
    first = _NEXT.match(text, place)
    if first is None:
        return Unit(None, place)
    word = fold(first[1])
    second = _NEXT.match(text, first.end())
    if second is not None:
        pair = fold(second[1])
        if word in _POWERS and pair in _NAME_OF:
            return Unit(f"{word} {_NAME_OF[pair]}", second.end())
        if f"{word}-{pair}" in _NAME_OF:
            return Unit(_NAME_OF[f"{word}-{pair}"], second.end())
    return Unit(_NAME_OF[word], first.end()) if word in _NAME_OF else Unit(None, place)
