"""Expressions of days in text, and the days they mean when something is known of the day of writing.

`days` finds them, each with its parts and with the direction in which its clause looks; `resolve` gives the first and
the last day that one may mean. The rules for weekdays and for days without a year follow the tense of the clause:
"said on Monday" looks back, "is expected on Monday" ahead, and "Friday" written on a Friday is that very day.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from copydesk.text.calendars import Unit
from copydesk.text.day_forms import ABSOLUTE, MONTHLY, YEARS
from copydesk.text.day_search import DayKind, DayMention, found_in
from copydesk.text.day_words import RELATIVE
from copydesk.text.tense import looks_ahead

__all__ = ["DayMention", "Days", "Order", "dated", "days", "month_days", "resolve", "resolve_all", "stated"]

Order = Literal["dmy", "mdy"]
Days = tuple[date, date]
"""The first and the last day; the same day twice when it is exact."""

_FORMS = (*ABSOLUTE, *MONTHLY, *RELATIVE, *YEARS)
_SHORT_LINE = 400
"""Characters up to which a line is remembered with its dates: sites print the same ones on every page."""


def days(text: str) -> list[DayMention]:
    """The expressions of days in a text, in order, none inside another."""
    return [_told(mention, text) if mention.ahead is None else mention for mention in found_in(text, _FORMS)]


def _told(mention: DayMention, text: str) -> DayMention:
    """The mention with the direction in which its clause looks."""
    ahead = looks_ahead(text, mention.start, mention.end, language=mention.language)
    return mention if ahead is None else replace(mention, ahead=ahead)


def dated(text: str) -> tuple[DayMention, ...]:
    """The days and months of a text that name their year (kinds `date` and `month`), and days of a month, in order.

    Their clauses are not asked which way they look.
    """
    return _remembered(text) if len(text) <= _SHORT_LINE else tuple(found_in(text, ABSOLUTE))


@lru_cache(maxsize=4096)
def _remembered(line: str) -> tuple[DayMention, ...]:
    return tuple(found_in(line, ABSOLUTE))


def resolve(
    mention: DayMention, anchor: date, *, before: Days | None = None, order: Order | None = None
) -> Days | None:
    """The first and last day that a mention may mean when it was written on `anchor`; None where that is open.

    `before` is what the day named just before it means, for "the next day". `order` tells how numbers are read;
    without it "03/04/2031" gives both readings, as the interval between them.
    """
    try:
        return _RESOLVERS[mention.kind](mention, anchor, before, order)
    except (ValueError, OverflowError):
        return None


def resolve_all(mentions: Sequence[DayMention], anchor: date, *, order: Order | None = None) -> list[Days | None]:
    """What each mention of one text means, in their order, each seen in the light of the one before."""
    meant: list[Days | None] = []
    before: Days | None = None
    for mention in mentions:
        span = resolve(mention, anchor, before=before, order=order)
        meant.append(span)
        before = span if span is not None and span[0] == span[1] else before
    return meant


def stated(mention: DayMention, *, order: Order | None = None) -> Days | None:
    """The days that a mention means by itself, whenever it was written: full dates, months and years with a year."""
    if mention.year is None:
        return None
    return resolve(mention, date(mention.year, 1, 1), order=order)


def month_days(year: int, month: int) -> Days:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


# -- meaning ---------------------------------------------------------------------------------------------------------


def _of_date(mention: DayMention, _anchor: date, _before: Days | None, order: Order | None) -> Days:
    year, month, day = mention.year or 0, mention.month or 0, mention.day or 0
    if mention.either and order is None:
        both = sorted((date(year, month, day), date(year, day, month)))
        return both[0], both[1]
    one = date(year, day, month) if mention.either and order == "mdy" else date(year, month, day)
    return one, one


def _of_day_month(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days | None:
    """The day of that name nearest to the anchor on the side to which the clause looks; its weekday may decide."""
    near = [
        date(year, mention.month or 0, mention.day or 0)
        for year in range(anchor.year - 6, anchor.year + 3)
        if (mention.day or 0) <= calendar.monthrange(year, mention.month or 1)[1]
    ]
    fitting = [day for day in near if mention.weekday in (None, day.weekday())]
    sided = [day for day in fitting if mention.ahead is None or (day >= anchor) == mention.ahead or day == anchor]
    if not (sided or fitting):
        return None
    one = min(sided or fitting, key=lambda day: abs((day - anchor).days))
    return one, one


def _of_day(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days | None:
    """The day of that number nearest to the anchor on the side to which the clause looks."""
    near = [
        date(count // 12, count % 12 + 1, mention.day or 1)
        for count in range(_months(anchor) - 2, _months(anchor) + 3)
        if (mention.day or 1) <= calendar.monthrange(count // 12, count % 12 + 1)[1]
    ]
    one = min(
        (day for day in near if day == anchor or (day > anchor) == (mention.ahead is True)), key=_distance(anchor)
    )
    return one, one


def _months(day: date) -> int:
    """The months from the year 0 to a day's month."""
    return day.year * 12 + day.month - 1


def _distance(anchor: date) -> Callable[[date], int]:
    return lambda day: abs((day - anchor).days)


def _of_month(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    month = mention.month or 0
    if mention.year is not None:
        return _part_of(month_days(mention.year, month), mention.part)
    if mention.unit == "year":
        return month_days(anchor.year + mention.shift, month)
    distance = (month - anchor.month) % 12
    if not mention.ahead and distance:
        distance -= 12
    if distance == 0:
        distance = 12 * mention.shift
    count = _months(anchor) + distance
    return _part_of(month_days(count // 12, count % 12 + 1), mention.part)


def _of_season(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    """The season of that name: of its year, of this year, or the nearest on the side to which the clause looks."""
    month = mention.month or 0
    if mention.year is not None:
        return _three_months(mention.year, month)
    if mention.unit == "year":
        return _three_months(anchor.year, month)
    near = [_three_months(year, month) for year in range(anchor.year - 2, anchor.year + 2)]
    if mention.ahead:
        return min(span for span in near if span[1] >= anchor)
    return max(span for span in near if (span[1] if mention.shift else span[0]) <= anchor)


def _three_months(year: int, month: int) -> Days:
    last = year * 12 + month + 1
    return date(year, month, 1), month_days(last // 12, last % 12 + 1)[1]


def _part_of(span: Days, part: str | None) -> Days:
    """The first or the last half of a stretch, with a margin: "late May" rarely means the first fortnight."""
    if part is None:
        return span
    middle = span[0] + (span[1] - span[0]) / 2
    return (span[0], middle) if part == "early" else (middle, span[1])


def _of_year(mention: DayMention, _anchor: date, _before: Days | None, _order: Order | None) -> Days:
    return date(mention.year or 0, 1, 1), date(mention.year or 0, 12, 31)


def _of_weekday(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    wanted = mention.weekday or 0
    if mention.unit == "week":
        one = anchor + timedelta(days=wanted - anchor.weekday() + 7 * mention.shift)
        return one, one
    back = (anchor.weekday() - wanted) % 7
    if mention.ahead:
        forward = (7 - back) % 7
        days_off = forward or (7 if mention.shift else 0)
    else:
        days_off = -(back or (7 if mention.shift else 0))
    one = anchor + timedelta(days=days_off)
    return one, one


def _of_relative(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    if mention.unit in {"minute", "hour", "day", "night"}:
        return _near_days(mention, anchor)
    span = _stretch(mention.unit, mention.shift, anchor)
    if mention.part is not None and mention.shift == 0:
        return (span[0], anchor) if mention.part == "early" else (anchor, span[1])
    if mention.unit == "weekend" and mention.shift == 0 and not mention.ahead and span[0] > anchor:
        span = _stretch("weekend", -1, anchor) if mention.ahead is False else span
    return _part_of(span, mention.part)


def _near_days(mention: DayMention, anchor: date) -> Days:
    """The day so many days off, the two between which a night or some hours may lie, or this day for some minutes."""
    if mention.unit == "night":
        other = anchor + timedelta(days=1 if mention.ahead else -1)
        return min(other, anchor), max(other, anchor)
    if mention.unit == "hour":
        whole = -mention.shift // 24
        return anchor - timedelta(days=whole + 1), anchor - timedelta(days=whole)
    one = anchor + timedelta(days=mention.shift if mention.unit == "day" else 0)
    return one, one


def _stretch(unit: Unit, shift: int, anchor: date) -> Days:
    """The week, weekend, month or year that lies `shift` units from the one of the anchor."""
    if unit in {"week", "weekend"}:
        monday = anchor + timedelta(days=7 * shift - anchor.weekday())
        return (monday if unit == "week" else monday + timedelta(days=5)), monday + timedelta(days=6)
    if unit == "month":
        count = _months(anchor) + shift
        return month_days(count // 12, count % 12 + 1)
    return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31)


def _of_after(mention: DayMention, _anchor: date, before: Days | None, _order: Order | None) -> Days | None:
    if before is None:
        return None
    shift = timedelta(days=mention.shift * (7 if mention.unit == "week" else 1))
    return before[0] + shift, before[1] + shift


_RESOLVERS: dict[DayKind, Callable[[DayMention, date, Days | None, Order | None], Days | None]] = {
    "date": _of_date,
    "day_month": _of_day_month,
    "day": _of_day,
    "month": _of_month,
    "season": _of_season,
    "year": _of_year,
    "weekday": _of_weekday,
    "relative": _of_relative,
    "after": _of_after,
}
