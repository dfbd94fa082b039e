"""When a text was written, as far as its own words tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from copydesk.text.closed import COUNTING, WEEKDAYS
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

    Three kinds of evidence count: a length of time up to the writing beside the month in which it began ("in nearly two
    years ... not since March 2028"); days without a year that are still ahead, which then lie within a season; and a
    weekday beside a day of a month, which fits few years between those named as past and as to come.
    """
    found = _elapsed(text)
    if found is None:
        return _by_weekdays(text, latest)
    low, high = found
    high = min(high, latest)
    for mention in days(text):
        if mention.kind == "day_month" and mention.ahead:
            low, high = _before_day(mention, low, high)
    return (low, high) if low <= high else None


@lru_cache(maxsize=16)
def years_that_fit(text: str, latest: date) -> tuple[date, ...]:
    """The days, one a year, that a weekday beside a day of a month leaves open: after past years, before those to come.

    Empty where the text names no such day, none whose weekday fits, or no year that is plainly past.
    """
    if _ON_WEEKDAY.search(text) is None:
        return ()
    mentions = days(text[:_READ])
    told = [one for one in mentions if one.kind == "day_month" and one.weekday is not None]
    coming = {one.year for one in mentions if one.year is not None and _may_come(one, text)}
    past = [one for one in mentions if one.year is not None and one.year not in coming and one.year <= latest.year]
    if not told or not past:
        return ()
    # "In 2027" is hardly said in that year, "since March 2027" may be.
    first = max((one.year or 0) + (one.kind == "year") for one in past)
    last = min([latest.year, *(year for year in coming if year is not None)])
    fitting = (_fitting(told, year) for year in range(first, last + 1))
    return tuple(day for day in fitting if day is not None and day <= latest)


_READ = 8_000
"""Characters of a text that are read for its days."""
_DAY_NAMES = "|".join(name[:3].capitalize() for name in WEEKDAYS)
_ON_WEEKDAY = re.compile(
    rf"\b(?:{_DAY_NAMES})\w*,? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+\.? \d)",
)
_UP_TO = re.compile(r"\b(?:by|until|till|before|from)\s(?:the end of\s)?$", re.IGNORECASE)
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=31)
"""How long before and after a day that it names by its weekday a text is published, as itself or as a copy."""


def _may_come(mention: DayMention, text: str) -> bool:
    """Whether a year may be one to come: its clause looks ahead or does not tell, or something lasts up to it."""
    return mention.ahead is not False or _UP_TO.search(text, max(0, mention.start - 20), mention.start) is not None


def _fitting(told: Sequence[DayMention], year: int) -> date | None:
    """The first of the days in a year, where all of them have their weekdays in it."""
    found = []
    for mention in told:
        try:
            day = date(year, mention.month or 1, mention.day or 1)
        except ValueError:
            return None
        if day.weekday() != mention.weekday:
            return None
        found.append(day)
    return found[0]


def _by_weekdays(text: str, latest: date) -> Days | None:
    """The weeks around a weekday's day, where one year alone fits."""
    fitting = years_that_fit(text, latest)
    if len(fitting) != 1:
        return None
    return fitting[0] - _BEFORE, min(fitting[0] + _AFTER, latest)


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
