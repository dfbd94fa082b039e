"""Every date on a page, what it is, and the day of publication that they support together.

Each place where a page may tell its day has a weight: how often it is right by itself. Days gain by every independent
place that supports them; the day with the most support is the day of publication. A day that only a site's masthead
prints is the day on which the page was served and says nothing about publication. Where nothing tells, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from copydesk.articles.date_places import FIRST_COMMENT, WEIGHTS, Reading, read_dates
from copydesk.records import Block, DateBasis, DateCandidate, Precision, Published
from copydesk.text.anchor import written_between
from copydesk.text.days import DayMention, Days, days, month_days, stated

ENOUGH = 0.5
"""Support below which no day is claimed; a day that a page prints in one plain place reaches it."""

_LONGEST_DATELINE = 200
"""Characters; what is longer is no dateline."""

WIDEST_TEXT = 200
"""Days; what the text alone tells is kept when it narrows the day of writing to about half a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The day of publication with its basis, the day the page was served, and every candidate that was weighed."""

    published: Published | None
    page_date: date | None
    candidates: tuple[DateCandidate, ...]


def find_dates(  # noqa: PLR0913 - every place of a page where a date may stand
    *,
    blocks: Sequence[Block],
    metadata: Sequence[tuple[str, str]],
    url: str | None,
    text: str,
    dateline: str | None,
    as_of: date,
    language: str | None,
) -> Dates:
    """The dates of one page; `metadata` are pairs of name and content, the names as the page has them.

    Nothing after `as_of` is publication, and nothing after the day the page was served. Numbers that may be read both
    ways ("03/04/2031") are read as other dates of the page, its dateline or its language support.
    """
    dateline = dateline[:_LONGEST_DATELINE] if dateline is not None else None
    readings = read_dates(blocks, metadata, url, dateline, language=language)
    by_dateline = _day_months(dateline)
    readings = [_settled(reading, by_dateline, readings) for reading in readings]
    served = next((reading.low for reading in readings if reading.role == "page_served"), None)
    latest = min(as_of, served) if served is not None else as_of
    written = _day_months(dateline, text)
    published = _published(readings, written, latest) or _of_text(text, latest)
    candidates = _candidates(readings, published, latest)
    return Dates(published=published, page_date=served, candidates=candidates)


# -- the day that the text says it was written ---------------------------------------------------------


_DAY_WORD = re.compile(r"\b(?P<word>today|yesterday|tomorrow)[,(]? {0,2}(?:the )?$", re.IGNORECASE)
_SHIFT = {"today": 0, "yesterday": 1, "tomorrow": -1}


def _day_months(dateline: str | None, text: str = "") -> tuple[_Written, ...]:
    """The days without their year on which a text says it was written: its dateline, or "yesterday, 20 March"."""
    found = [_Written(mention, 0, "dateline", 1) for mention in days(dateline or "") if mention.kind == "day_month"]
    for mention in days(text):
        word = _DAY_WORD.search(text[max(0, mention.start - 16) : mention.start])
        if mention.kind == "day_month" and word is not None:
            found.append(_Written(mention, _SHIFT[word["word"].casefold()], "text", 0))
    return tuple(found)


class _Written(NamedTuple):
    """A day without its year on which a text was written: `shift` days later, published within `margin` days."""

    mention: DayMention
    shift: int
    basis: DateBasis
    margin: int

    def in_year(self, year: int) -> date | None:
        meant = stated(replace(self.mention, kind="date", year=year))
        return meant[0] + timedelta(days=self.shift) if meant is not None else None

    def fits(self, day: date) -> bool:
        """Whether the text may have been published on a day."""
        written = self.in_year(day.year)
        return written is not None and 0 <= (day - written).days <= self.margin


def _settled(reading: Reading, written: Sequence[_Written], readings: Sequence[Reading]) -> Reading:
    """A reading whose numbers could be read both ways, read as the dateline or another date of the page supports."""
    if reading.other is None:
        return reading
    for low, high in _two_ways(reading):
        agreeing = any(one.low == one.high == low for one in readings if one is not reading and one.other is None)
        if agreeing or any(one.fits(low) for one in written):
            return reading._replace(low=low, high=high, other=None)
    return reading


def _two_ways(reading: Reading) -> tuple[Days, Days]:
    first, other = (reading.low, reading.high), reading.other or (reading.low, reading.high)
    if reading.low != reading.high:  # an interval between both readings
        return (reading.low, reading.low), (reading.high, reading.high)
    return first, other


# -- weighing --------------------------------------------------------------------------------------------------------


def _published(readings: Sequence[Reading], written: Sequence[_Written], latest: date) -> Published | None:
    """The best supported day; else the month of the address, narrowed by the dateline; else None."""
    fitting = [one for one in readings if one.role == "published" and one.low <= latest]
    exact = sorted({one.low for one in fitting if one.low == one.high})
    if exact:
        best = max(exact, key=lambda day: (_support(day, fitting, written), -day.toordinal()))
        support = _support(best, fitting, written)
        if support >= ENOUGH:
            return _claim(best, best, _basis(best, fitting), support)
    wide = sorted((one for one in fitting if one.low != one.high), key=lambda one: one.high - one.low)
    commented = _by_comments(readings, written, latest)
    if not wide:
        return commented
    claim = _narrowed(wide[0], written, latest)
    if commented is None or commented.high < claim.low or commented.low > claim.high:
        return claim
    return _claim(max(claim.low, commented.low), min(claim.high, commented.high), claim.basis, claim.confidence)


def _support(day: date, readings: Iterable[Reading], written: Sequence[_Written]) -> float:
    """How far the places of the page together support a day: one minus the chance that all of them err."""
    doubt = 1.0
    by_basis: dict[str, float] = {}
    for one in readings:
        if one.basis == "dateline":
            agrees = timedelta(0) <= day - one.low <= timedelta(days=1)
        else:
            agrees = one.low <= day <= one.high
        if agrees:
            by_basis[one.basis] = max(by_basis.get(one.basis, 0.0), one.weight * (1.0 if one.low == one.high else 0.5))
    for weight in by_basis.values():
        doubt *= 1 - weight
    if any(one.fits(day) for one in written):
        doubt *= 1 - WEIGHTS["dateline"]
    return round(1 - doubt, 3)


def _basis(day: date, readings: Iterable[Reading]) -> DateBasis:
    """The basis of the reading that weighs most among those of this very day."""
    same = [one for one in readings if one.low == one.high == day]
    return max(same, key=lambda one: one.weight).basis


def _narrowed(reading: Reading, written: Sequence[_Written], latest: date) -> Published:
    """A month, cut to the day on which the text says it was written."""
    low, high = reading.low, min(reading.high, latest)
    for one in written:
        day = one.in_year(low.year)
        if day is not None and low <= day <= high:
            return _claim(day, min(day + timedelta(days=one.margin), high), one.basis, reading.weight)
    return _claim(low, high, reading.basis, reading.weight)


_SOON = timedelta(days=31)
"""Within a month of publication the first comment comes, if any."""


def _by_comments(readings: Sequence[Reading], written: Sequence[_Written], latest: date) -> Published | None:
    """The month before the first comment, or the day in it on which the text says it was written."""
    first = next((reading.low for reading in readings if reading.why == FIRST_COMMENT), None)
    if first is None or first > latest:
        return None
    for one in written:
        for day in (one.in_year(first.year), one.in_year(first.year - 1)):
            if day is not None and timedelta(0) <= first - day <= _SOON:
                return _claim(day, min(day + timedelta(days=one.margin), first), one.basis, ENOUGH)
    return _claim(first - _SOON, first, "text", ENOUGH)


def _claim(low: date, high: date, basis: DateBasis, confidence: float) -> Published:
    whole_month = (low, high) == month_days(low.year, low.month)
    precision: Precision = "day" if low == high else "month" if whole_month else "interval"
    return Published(low=low, high=high, precision=precision, basis=basis, confidence=confidence)


def _of_text(text: str, latest: date) -> Published | None:
    """What the text alone tells of its day of writing, where that is narrow enough to be of use."""
    span = written_between(text, latest)
    if span is None or (span[1] - span[0]).days > WIDEST_TEXT:
        return None
    return _claim(*span, "text", 0.5)


def _candidates(readings: Sequence[Reading], published: Published | None, latest: date) -> tuple[DateCandidate, ...]:
    """Every date that was weighed, and whether it supports what is claimed."""
    found = []
    for one in readings:
        kept = one.role == "page_served"
        why = one.why
        if one.role == "published":
            kept = published is not None and one.low <= published.high and published.low <= one.high
            if one.low > latest:
                why = f"{why}; lies after the day of reading"
            elif not kept:
                why = f"{why}; better supported days contradict it"
        found.append(DateCandidate(value=_value(one), surface=one.surface, role=one.role, kept=kept, why=why))
    return tuple(found)


def _value(reading: Reading) -> str:
    """ISO 8601: a day, or a month where that is all that is told."""
    if reading.low == reading.high:
        return reading.low.isoformat()
    if (reading.low, reading.high) == month_days(reading.low.year, reading.low.month):
        return reading.low.isoformat()[:7]
    return f"{reading.low.isoformat()}/{reading.high.isoformat()}"
