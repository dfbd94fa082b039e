"""Values in SI units, beside those that a page gives: 640 kilometre is 640,000 metre, 90 km an hour 25 m a second.

Only units that mean one thing are told: a ton, a gallon, a pint and a barrel have several sizes, a pound is more often
money, a month and a year have no fixed length.
"""

from __future__ import annotations

from typing import NamedTuple


class Measure(NamedTuple):
    """A value in an SI unit, in full and in the singular: `metre`, `kilogram`, `cubic metre per day`."""

    value: float
    unit: str


class _Size(NamedTuple):
    """How much of an SI unit a unit is; `zero` is where a scale begins that does not begin at nothing."""

    base: str
    factor: float
    zero: float = 0.0


_PREFIXES = {
    "milli": 1e-3,
    "centi": 1e-2,
    "": 1.0,
    "kilo": 1e3,
    "mega": 1e6,
    "giga": 1e9,
    "tera": 1e12,
}
_DERIVED = ("metre", "watt", "joule", "volt", "amp", "hertz", "pascal", "newton")
# The SI brochure (9th edition, table 8), and the international agreement of 1959 on yard and pound.
_LENGTHS = {
    "mile": 1609.344,
    "nautical mile": 1852.0,
    "yard": 0.9144,
    "foot": 0.3048,
    "inch": 0.0254,
    "fathom": 1.8288,
    "furlong": 201.168,
}
_SQUARES = {"mile", "yard", "foot", "inch"}
_SIZES = {
    f"{prefix}{unit}": _Size("ampere" if unit == "amp" else unit, factor)
    for prefix, factor in _PREFIXES.items()
    for unit in _DERIVED
}
_SIZES |= {name: _Size("metre", factor) for name, factor in _LENGTHS.items()}
_SIZES |= {f"square {name}": _Size("square metre", _LENGTHS[name] ** 2) for name in _SQUARES}
_SIZES |= {f"cubic {name}": _Size("cubic metre", _LENGTHS[name] ** 3) for name in _SQUARES}
_SIZES |= {f"square {prefix}metre": _Size("square metre", factor**2) for prefix, factor in _PREFIXES.items()}
_SIZES |= {f"cubic {prefix}metre": _Size("cubic metre", factor**3) for prefix, factor in _PREFIXES.items()}
_SIZES |= {f"{prefix}watt hour": _Size("joule", 3600.0 * factor) for prefix, factor in _PREFIXES.items()}
_SIZES |= {f"{prefix}gram": _Size("kilogram", factor / 1e3) for prefix, factor in _PREFIXES.items()}
_SIZES |= {f"{prefix}litre": _Size("cubic metre", factor / 1e3) for prefix, factor in _PREFIXES.items()}
_SIZES |= {
    "hectare": _Size("square metre", 1e4),
    "acre": _Size("square metre", 4046.8564224),
    "tonne": _Size("kilogram", 1e3),
    "metric ton": _Size("kilogram", 1e3),
    "metric tonne": _Size("kilogram", 1e3),
    "kilo": _Size("kilogram", 1.0),
    "ounce": _Size("kilogram", 0.028349523125),
    "stone": _Size("kilogram", 6.35029318),
    "second": _Size("second", 1.0),
    "minute": _Size("second", 60.0),
    "hour": _Size("second", 3600.0),
    "day": _Size("second", 86_400.0),
    "week": _Size("second", 604_800.0),
    "fortnight": _Size("second", 1_209_600.0),
    "knot": _Size("metre per second", 1852.0 / 3600.0),
    "calorie": _Size("joule", 4.184),
    "kilocalorie": _Size("joule", 4184.0),
    "horsepower": _Size("watt", 745.69987158227),
    "bar": _Size("pascal", 1e5),
    "millibar": _Size("pascal", 1e2),
    "degree celsius": _Size("kelvin", 1.0, 273.15),
    "degree fahrenheit": _Size("kelvin", 5.0 / 9.0, 459.67),
}
_SPELLINGS = {"meter": "metre", "liter": "litre", "gramme": "gram", "centigrade": "celsius"}


def in_si(value: float, unit: str | None, per: str | None, *, difference: bool = False) -> Measure | None:
    """A value in SI units with its rate; None where its unit has none.

    A temperature is in kelvin; a `difference` of two has no zero to count from. What a rate goes by is brought over too
    where that has one size (an hour, a litre), and is kept where it has none (a year, a head).
    """
    size = _size(unit)
    if size is None:
        return None
    of = size.factor * (value if difference else value + size.zero)
    if per is None:
        return Measure(_rounded(of), size.base)
    by = _size(per)
    if by is None:
        return Measure(_rounded(of), f"{size.base} per {per}")
    return Measure(_rounded(of / by.factor), f"{size.base} per {by.base}")


def _size(unit: str | None) -> _Size | None:
    if unit is None:
        return None
    return _SIZES.get(" ".join(_spelled(word) for word in unit.casefold().split()))


def _spelled(word: str) -> str:
    """A word of a unit in the spelling of the brochure: `kilometer` is `kilometre`."""
    for ending, spelling in _SPELLINGS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + spelling
    return word


def _rounded(value: float) -> float:
    """A value to twelve digits, so that 640 km are 640000.0 and a factor leaves no dust behind."""
    return float(f"{value:.12g}")
