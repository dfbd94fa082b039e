"""The measure that follows a number, under one name for its spellings: `km`, `kilometres`, `-kilometer`."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.copies.altered.tokens import FUNCTION
from copydesk.text.normal import fold
from copydesk.text.numbers import numbers
from copydesk.text.quantities import SI
from copydesk.text.remembering import remembered

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
    "sterling": "sterling",
    "yen": "yen",
    "rupee": "rupee rupees",
    "rouble": "rouble roubles ruble rubles",
    "franc": "franc francs",
    "crown": "crown crowns krona kronor krone kroner",
    "page": "page pages",
}
_NAME_OF = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_POWERS = {"cubic", "square", "nautical"}
# How much of one base a unit is: units of one base can be converted into each other. A percentage point is no percent.
# Pounds are taken for weights, gallons for those of the United States.
_FACTORS = SI | {
    "percent": ("percent", 1.0),
    "percentage point": ("point", 1.0),
    "point": ("point", 1.0),
    "basis point": ("point", 0.01),
    "gallon": ("cubic metre", 0.003785),
    "pound": ("kilogram", 0.4536),
    "ounce": ("kilogram", 0.02835),
    "day": ("second", 86_400.0),
    "week": ("second", 604_800.0),
}
_NEXT = re.compile(r"[\s\-\u2010\u2011\u00a0]{0,2}(%|[^\W\d_]+)")
_NEXT_TO_SHARE = re.compile(r"[\s\-\u2010\u2011\u00a0]{0,2}(?:of )?(?:an? )?(%|[^\W\d_]+)")
_SHARE = re.compile(r"(?:half|quarter|third|tenth|fifth)$", re.IGNORECASE)
# Signs and codes of money before an amount, by the names that the words for it have.
_MONEY = re.compile(r"(?:[A-Z]{1,3}[$\u00a3]|[$\u20ac\u00a3\u00a5\u20b9\u20bd\u20a9\u20ba]|\b[A-Z]{3} ?|\b[A-Z])$")
_SIGNS = {
    sign: name
    for name, signs in {
        "dollar": "$ US$ USD",
        "euro": "\u20ac EUR",
        "pound": "\u00a3 GBP",
        "yen": "\u00a5 JPY",
        "rupee": "\u20b9 INR",
        "rouble": "\u20bd RUB",
        "won": "\u20a9 KRW",
        "lira": "\u20ba TRY",
    }.items()
    for sign in signs.split()
}
KNOWN_MONEY = frozenset(_SIGNS.values()) | {"franc", "crown", "sterling"}
"""Money that is told by a sign, a code or a word alike."""
_SCALES = frozenset("m bn tn k mn million billion trillion thousand".split())
# People and what is counted like them: never a measure, however often it follows a number.
PEOPLE = frozenset(
    "people person persons humans human individuals folk men women children man woman child soldiers troops workers"
    " employees members residents passengers families households patients students voters users customers supporters"
    " adults deaths jobs homes others times".split()
)


_DOERS = re.compile(r"(?:[eo]rs|ists|ians|men)$")


class Unit(NamedTuple):
    """The measure that follows a number, None where none does, and where its words begin and end.

    `guessed` where the word is no known measure and none by its use in the text, but by the size of the number alone.
    """

    name: str | None
    start: int
    end: int
    guessed: bool = False


def money_before(text: str, place: int) -> Unit:
    """The money whose sign or code stands right before `place`; the sign itself where it is no known one."""
    found = _MONEY.search(text, max(0, place - 5), place)
    if found is None:
        return Unit(None, place, place)
    sign = found.group().strip()
    return Unit(_SIGNS.get(sign, sign), found.start(), place)


def unit_after(text: str, place: int) -> Unit:
    """The measure whose first word stands right after `place`; behind a share `of a` may stand between."""
    share = _SHARE.search(text, max(0, place - 8), place)
    first = (_NEXT_TO_SHARE if share else _NEXT).match(text, place)
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
    return _unlisted(text, place, first, second)


def _unlisted(text: str, place: int, first: re.Match[str], second: re.Match[str] | None) -> Unit:
    """The measure behind a number that no list has: by its use in the text, or by the size of the number."""
    counted, amount = measures(text), text[max(0, place - 10) : place]
    word = fold(first[1])
    if word in counted:
        return Unit(word, first.start(1), first.end())
    if second is not None and first[1][0].isupper():
        named = fold(second[1])
        if named in counted:
            return Unit(named, first.start(1), second.end())
        if _LARGE.search(amount) and _may_measure(named):
            return Unit(named, first.start(1), second.end(), guessed=True)
    if _may_measure(word) and (_VERY_LARGE.search(amount) or _RATE.match(text, first.end())):
        return Unit(word, first.start(1), first.end(), guessed=True)
    return Unit(None, place, place)


# Of what there are billions, and what is told for each of a known measure (12 centimes a litre), is measured, not
# counted; so is what bears the name of a land and goes by millions.
_LARGE = re.compile(r"(?:\d ?m|\d ?bn|million|billion|trillion)$")
_VERY_LARGE = re.compile(r"(?:\d ?bn|billion|\d ?tn|trillion)$")
SPANS = frozenset("second minute hour day week month year decade century".split())
"""Lengths of time: by themselves they measure nothing, and what is told for each of them is counted."""
_RATE = re.compile(rf"(?: an? | per |/)(?:{'|'.join(word for word in _NAME_OF if _NAME_OF[word] not in SPANS)})\b")


_TIMELY = frozenset("next last this later earlier since more less during annually yearly".split())


def _may_measure(word: str) -> bool:
    """Whether a word may be a measure by its form: no people, no scale, no word of a closed class."""
    return word.isalpha() and len(word) > 3 and not any(word in some for some in (PEOPLE, FUNCTION, _SCALES, _TIMELY))


_NO_CROWD = 1e6


@remembered(letters=200_000)
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
