"""When a text was written, as far as its own words tell."""

from __future__ import annotations

import re
from datetime import date, timedelta

from copydesk.text.closed import COUNTING
from copydesk.text.days import DayMention, Days, days, month_days, stated
from copydesk.text.sentences import sentences

_ELAPSED = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(COUNTING)}) (?P<unit>years|months)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|after)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_SINCE_YEAR = re.compile(r"\b(?:since|after)\s+(?:\w+\s+){0,3}\d{4}\b", re.IGNORECASE)
_ABOUT = timedelta(days=75)
"""How far from a round count of years a writer may be: "nearly two years" was found ten weeks off either way."""

_AHEAD = timedelta(days=92)
"""How far ahead a day without its year is named: beyond a season the year would be given."""


def written_between(text: str, latest: date) -> Days | None:
    """The days between which a text was written, from what it counts itself from; None when it does not tell.

    Two kinds of evidence count: a length of time up to the writing beside the month in which it began ("in nearly two
    years ... not since March 2028"), and days without a year that are still ahead, which then lie within a season.
    """
    found = _elapsed(text)
    if found is None:
        return None
    low, high = found
    high = min(high, latest)
    for mention in days(text):
        if mention.kind == "day_month" and mention.ahead:
            low, high = _before_day(mention, low, high)
    return (low, high) if low <= high else None


def _elapsed(text: str) -> Days | None:
    """The day of writing by "N years" and "since MONTH YEAR", in one sentence or in two that follow each other."""
    if _ELAPSED.search(text) is None or _SINCE_YEAR.search(text) is None:
        return None
    places = sentences(text)
    for (start, middle), (_, end) in zip(places, [*places[1:], *places[-1:]], strict=True):
        stretch = text[start : max(middle, end)]
        length = _ELAPSED.search(stretch)
        if length is None:
            continue
        for mention in days(stretch):
            begun = stated(mention) if mention.kind == "month" and mention.year else None
            if begun is not None and _SINCE.search(stretch[max(0, mention.start - 40) : mention.start]):
                return _later(begun, length)
    return None


def _later(begun: Days, length: re.Match[str]) -> Days | None:
    count = length["count"].casefold()
    number = int(count) if count.isdigit() else COUNTING[count]
    months = number * (12 if length["unit"].casefold() == "years" else 1)
    total = begun[0].year * 12 + begun[0].month - 1 + months
    try:
        low, high = month_days(total // 12, total % 12 + 1)
        return low - _ABOUT, high + _ABOUT
    except (ValueError, OverflowError):
        return None


def _before_day(mention: DayMention, low: date, high: date) -> Days:
    """The interval cut to the season before a day that is still to come, where that leaves something."""
    for year in range(low.year, high.year + 2):
        try:
            day = date(year, mention.month or 1, mention.day or 1)
        except ValueError:
            continue
        if day >= low and day - _AHEAD <= high:
            return max(low, day - _AHEAD), min(high, day)
    return low, high
