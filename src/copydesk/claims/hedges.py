"""What hedges make of a number: `more than 40` is open above, `nearly 40` below, `about 40` on both sides."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.text.numbers import Number

# A bound that is kept is the value itself: "low" leaves the figure open above, "high" below, "both" on both sides.
_LOW = (
    r"(?<!\bno )(?<!\bnot )more than|(?<!\bnot )over|above|at least|at the least|no (?:fewer|less) than|not less than"
    r"|upwards? of|exceed(?:s|ed|ing)?|in excess of|a minimum of|just over|well over|greater than|higher than"
    r"|better than|beyond|as few as|as little as|(?:to |would |will |could )top|topp(?:ed|ing)|surpass(?:ed|es|ing)"
)
_HIGH = (
    r"(?<!\bno )(?<!\bnot )(?:fewer|less) than|under|below|up to|at (?:the )?most|no more than|not more than|nearly"
    r"|almost|not quite|just under|well under|as many as|as much as|a maximum of|just short of|shy of|close to|nearing"
    r"|approaching|within|as high as|lower than|hardly|not even"
)
_ABOUT = (
    r"about|around|some|roughly|approximately|approx\.?|circa|an? estimated|estimated|estimates?(?: of)?|perhaps"
    r"|maybe|something like|in the region of|on the order of|somewhere near|probably|nigh on|barely|scarcely|virtually"
    r"|more or less"
)
_DETERMINER = r"(?:(?:an?|the|another|additional|extra|further|other|its|their|his|her|US)\s+){0,3}"
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<both>{_ABOUT}))\s+{_DETERMINER}"
    "|(?:(?P<above>[>\u2265])|(?P<beneath>[<\u2264])|(?P<near>[~\u2248]))\\s?)$",
    re.IGNORECASE,
)
_SIDES = {"low": "low", "above": "low", "high": "high", "beneath": "high", "both": "both", "near": "both"}
OR_SO = re.compile(r"\s+or\s+so\b|-odd\b|\s+odd\b|ish\b|\s+or\s+thereabouts\b", re.IGNORECASE)
_OR_MORE = re.compile(
    r"\s+or\s+(?:more|over|older|above|higher)\b|\s+and\s+(?:over|older|up|upwards)(?=[.,;:!?)]|$)|-?\s?plus\b|\+",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    r"\s+or\s+(?:less|fewer|under|younger|below|lower)\b|\s+and\s+(?:under|younger)(?=[.,;:!?)]|$)", re.IGNORECASE
)
_EXACT = re.compile(r"\bover\s+$", re.IGNORECASE)
_REACH = 45  # characters to either side in which a hedge stands


class Bounds(NamedTuple):
    """The span of a figure with its hedge, its bounds (None is open), and whether it is hedged at all."""

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool


def bounds(  # noqa: PLR0913 (a figure before it is a record; a record for it would only be unpacked again)
    text: str, within: tuple[int, int], span: tuple[int, int], *, number: Number, value: float, timed: bool
) -> Bounds:
    """What the words around a figure say of its bounds; `timed` is whether it is a length of time."""
    start, end = span
    if number.kind == "ordinal":
        return Bounds(start, end, value, value, approximate=False)
    low, high = _scaled(number, value)
    before = text[max(within[0], start - _REACH) : start]
    hedged = _hedge_before(before, value=value, timed=timed)
    if hedged:
        side, begin = hedged
        start -= len(before) - begin
        return Bounds(start, end, None if side != "low" else low, high if side == "high" else None, approximate=True)
    behind = (text[number.end : min(within[1], number.end + _REACH)], text[end : min(within[1], end + _REACH)])
    if any(map(_OR_MORE.match, behind)):
        return Bounds(start, end, low, None, approximate=True)
    if any(map(_OR_LESS.match, behind)):
        return Bounds(start, end, None, high, approximate=True)
    if any(map(OR_SO.match, behind)):
        return Bounds(start, end, None, None, approximate=True)
    return Bounds(start, end, low, high, approximate=number.approximate)


def _scaled(number: Number, value: float) -> tuple[float | None, float | None]:
    """The bounds of a number in the unit of the value (decades are told in years), the lower one first."""
    scale = value / number.value if number.value else 1.0
    low = None if number.low is None else number.low * scale
    high = None if number.high is None else number.high * scale
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _hedge_before(before: str, *, value: float, timed: bool) -> tuple[str, int] | None:
    """Which side a hedge opens, and where it begins; a deadline ("within 30 days") and "over two days" are none."""
    found = _BEFORE.search(before)
    if found is None or found.lastgroup is None:
        return None
    if timed and (found.group().casefold().startswith("within") or (_EXACT.search(before) and value < 10)):
        return None
    return _SIDES[found.lastgroup], found.start()
