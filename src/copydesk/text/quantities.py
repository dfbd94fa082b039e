"""Values with units brought to one footing, so that 640km and 640,000 metres can be compared."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.text.lemmas import singular

# The SI brochure's factors, and the statute values of miles and feet: how much of its base unit a unit is. A pound is
# more often money than a weight in news, and stays what it is.
SI: dict[str, tuple[str, float]] = {
    "kilometre": ("metre", 1e3),
    "centimetre": ("metre", 1e-2),
    "millimetre": ("metre", 1e-3),
    "mile": ("metre", 1609.344),
    "nautical mile": ("metre", 1852.0),
    "yard": ("metre", 0.9144),
    "foot": ("metre", 0.3048),
    "inch": ("metre", 0.0254),
    "square kilometre": ("square metre", 1e6),
    "hectare": ("square metre", 1e4),
    "acre": ("square metre", 4046.856),
    "square mile": ("square metre", 2589988.11),
    "cubic yard": ("cubic metre", 0.764555),
    "cubic foot": ("cubic metre", 0.0283168),
    "litre": ("cubic metre", 1e-3),
    "tonne": ("kilogram", 1e3),
    "metric ton": ("kilogram", 1e3),
    "ton": ("kilogram", 1e3),
    "gram": ("kilogram", 1e-3),
    "kilowatt": ("watt", 1e3),
    "megawatt": ("watt", 1e6),
    "gigawatt": ("watt", 1e9),
    "kilowatt hour": ("joule", 3.6e6),
    "megawatt hour": ("joule", 3.6e9),
    "gigawatt hour": ("joule", 3.6e12),
    "week": ("day", 7.0),
    "fortnight": ("day", 14.0),
    "minute": ("second", 60.0),
    "hour": ("second", 3600.0),
    "basis point": ("percentage point", 0.01),
    "ratio": ("percent", 100.0),
    "meter": ("metre", 1.0),
    "kilometer": ("metre", 1e3),
    "liter": ("cubic metre", 1e-3),
}
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)\b|(?:[a-z]+[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|\w+teenth|\w+tieth|hundredth)\b",
    re.IGNORECASE,
)


class Quantity(NamedTuple):
    """A value in the base unit of its dimension; `dimension` is a base unit, a currency, a noun, or `ordinal`."""

    dimension: str
    value: float


def quantity(value: float, unit: str | None, surface: str) -> Quantity:
    """The quantity of a figure: SI units for measures, percent for shares, the last word of a compound noun."""
    if _ORDINAL.match(surface.strip()):
        return Quantity("ordinal", value)
    if unit is None:
        return Quantity("", value)
    name = unit.casefold()
    base, factor = SI.get(name, (name, 1.0))
    if base == name:
        base = singular(name.rpartition(" ")[2]) if "metre" not in name else name
    return Quantity(base, value * factor)


def alike(left: float, right: float) -> bool:
    """Whether two values are the same but for rounding in the last digit of a conversion."""
    return abs(left - right) <= 1e-6 * max(abs(left), abs(right), 1e-9) + 1e-9


def digits(value: float) -> int:
    """How many significant digits a value has: one for 40 and 3000, three for 6.42; the more, the less by chance."""
    plain = f"{abs(value):.6g}"
    return len(plain.partition("e")[0].replace(".", "").strip("0")) or 1
