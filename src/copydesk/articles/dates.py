"""Every date on a page, what it is, and the day of publication that they support together.

Each place where a page may tell its day has a weight: how often it is right by itself. Days gain by every independent
place that supports them; the day with the most support is the day of publication, in the page's own time zone. A day
that only a site's masthead prints is the day on which the page was served and says nothing about publication. Where
nothing tells, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple, cast

from copydesk.articles.date_labels import CALLED_TODAY
from copydesk.articles.date_lines import Bounds, bounds_of, lines_of, number_order, order_of_language
from copydesk.articles.date_metadata import Reading, address_readings, metadata_readings, order_of_host
from copydesk.articles.date_places import printed_readings
from copydesk.articles.date_traces import (
    FIRST_COMMENT,
    age_readings,
    comment_readings,
    dateline_readings,
    event_readings,
    lone_readings,
    yearless_days,
)
from copydesk.records import Block, DateBasis, DateCandidate, DateRole, Precision, Published
from copydesk.settings import DateSettings
from copydesk.text.anchor import written_between, years_that_fit
from copydesk.text.days import DayMention, Days, dated, month_days, stated

_LONGEST_DATELINE = 200
"""Characters; what is longer is no dateline."""


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
    fetched: date | None = None,
    recurring: Collection[str] = (),
    settings: DateSettings | None = None,
) -> Dates:
    """The dates of one page; `metadata` are pairs of name and content, the names as the page has them.

    Nothing after `as_of` is publication, and nothing after the day the page was served. Numbers that may be read both
    ways ("03/04/2031") are read as other dates of the page, its dateline, its country or its language support.
    `fetched` is the day of reading, where it is known: ages are counted from it. `recurring` are lines that other pages
    of the site print as well: what they date is no article.
    """
    settings = settings or DateSettings()
    dateline = dateline[:_LONGEST_DATELINE] if dateline is not None else None
    written = _written(dateline, text)
    bounds = bounds_of(blocks)
    readings = _readings(blocks, metadata, url, (dateline, text), (bounds, language, recurring, settings))
    readings = _unmasked([_settled(reading, written, readings) for reading in readings], fetched, settings)
    served = next((one.low for one in readings if one.role == "page_served"), None)
    readings += age_readings(blocks, bounds, anchor=fetched or served, settings=settings)
    latest = min(as_of, served) if served is not None else as_of
    readings = _in_own_zone(readings)
    if not any(one.role == "published" and one.low == one.high and one.weight >= settings.enough for one in readings):
        printed = [_Written(mention, 0, "printed", 0) for mention in yearless_days(blocks, bounds)]
        written = (*printed, *written)
        readings += _of_last_year(printed, fetched or served, settings)
    published = _published(readings, written, latest, settings) or _of_text(text, latest, settings)
    if published is None or published.basis == "text":
        readings += _open_years(text, latest)
    return Dates(published=published, page_date=served, candidates=_candidates(readings, published, latest))


def _readings(
    blocks: Sequence[Block],
    metadata: Sequence[tuple[str, str]],
    url: str | None,
    told: tuple[str | None, str],
    given: tuple[Bounds | None, str | None, Collection[str], DateSettings],
    /,
) -> list[Reading]:
    """Every date that stands in one of the places, in the order metadata, address, blocks, dateline."""
    (dateline, text), (bounds, language, recurring, settings) = told, given
    lines = lines_of(blocks, bounds)
    order = number_order(lines) or order_of_host(url) or order_of_language(language)
    readings = [
        *metadata_readings(metadata, order=order, settings=settings),
        *address_readings(url, settings=settings),
        *printed_readings(lines, bounds, order=order, recurring=recurring, settings=settings),
        *comment_readings(lines, bounds),
        *dateline_readings(dateline, text, settings=settings),
        *event_readings(text),
    ]
    if not any(one.role == "published" and one.weight for one in readings):
        known = {one.low for one in readings if one.role in {"modified", "page_served"}}
        end = bounds.last + bounds.closing if bounds is not None else None
        lone = lone_readings(lines, end, order=order, settings=settings)
        readings += [one for one in lone if one.low not in known]
    return readings


# -- the day of serving ------------------------------------------------------------------------------------------------


def _unmasked(readings: list[Reading], fetched: date | None, settings: DateSettings) -> list[Reading]:
    """The readings, those of a masthead that cannot be the day of serving taken for what they are.

    Nobody is served a page before it was published: a masthead's day before a day that the page plainly states is
    another date. A day that only stands near the headline and is the day of reading is that of serving. The heading of
    a day's entries in a blog looks like a masthead; it is publication when something else of the page supports it.
    """
    plain = [
        one.low
        for one in readings
        if one.role == "published" and one.basis != "printed" and one.weight >= settings.weights.address
    ]
    found = [_served_now(one, readings, settings) if one.low == fetched else one for one in readings]
    return [_unmasked_one(one, found, min(plain, default=None), settings) for one in found]


def _served_now(one: Reading, readings: Sequence[Reading], settings: DateSettings) -> Reading:
    """A date near the headline that is the day of reading, as the day of serving unless something else supports it."""
    near = one.role == "published" and one.basis == "printed" and one.weight <= settings.weights.near
    if not near or _is_backed(one, readings, settings):
        return one
    return one._replace(role="page_served", weight=0.0, why=f"{one.why}, and the day on which the page was read")


def _unmasked_one(one: Reading, readings: Sequence[Reading], plain: date | None, settings: DateSettings, /) -> Reading:
    if one.role != "page_served" or one.why == CALLED_TODAY:
        return one
    if plain is not None and one.low < plain - timedelta(days=1):
        return one._replace(role="other", weight=0.0, why=f"{one.why}, but the page states a later day")
    if one.weight and _is_backed(one, readings, settings):
        return one._replace(role="published", why="heads the entries of its day")
    return one


def _is_backed(masthead: Reading, readings: Sequence[Reading], settings: DateSettings) -> bool:
    """Whether metadata, address or comments put publication on or soon before the day of a masthead."""
    for one in readings:
        if one.role == "published" and one.basis in {"metadata", "url"} and one.low <= masthead.low <= one.high:
            return True
        late = (one.low - masthead.low).days if one.why == FIRST_COMMENT else -1
        if 0 <= late <= settings.first_comment:
            return True
    return False


def _in_own_zone(readings: list[Reading]) -> list[Reading]:
    """The readings; a time in universal time counts for the day that the page prints, where its clock allows that."""
    printed = {one.low for one in readings if one.role == "published" and one.basis == "printed" and one.weight >= 0.5}
    return [_moved(one, printed) for one in readings]


def _moved(one: Reading, printed: Collection[date]) -> Reading:
    if one.slack == (0, 0) or one.role != "published" or one.low in printed:
        return one
    within = [day for day in printed if one.slack[0] <= (day - one.low).days <= one.slack[1]]
    if len(within) != 1:
        return one
    why = f"{one.why}: {one.low.isoformat()} in universal time, another day by the clock of the page"
    return one._replace(low=within[0], high=within[0], why=why)


# -- the day that the text says it was written ---------------------------------------------------------


_DAY_WORD = re.compile(r"\b(?P<word>today|yesterday|tomorrow)[,(]? {0,2}(?:the )?(?=[A-Z0-9])", re.IGNORECASE)
_DAY_STEMS = ("oday", "esterday", "omorrow")
_NEXT_TO = 40
"""Characters behind such a word in which its day stands."""
_SHIFT = {"today": 0, "yesterday": 1, "tomorrow": -1}


def _written(dateline: str | None, text: str) -> tuple[_Written, ...]:
    """The days without their year on which a text says it was written: its dateline, or "yesterday, 20 March"."""
    found = [_Written(mention, 0, "dateline", 1) for mention in dated(dateline or "") if mention.kind == "day_month"]
    for word in _day_words(text):
        shift = _SHIFT[word["word"].casefold()]
        mentions = dated(text[word.end() : word.end() + _NEXT_TO])
        found += [_Written(one, shift, "text", 0) for one in mentions if one.kind == "day_month" and one.start == 0]
    return tuple(found)


def _day_words(text: str) -> Iterator[re.Match[str]]:
    """Where a text says "today" or the like before what may be its day; nothing where it says so in capitals alone."""
    if not any(stem in text for stem in _DAY_STEMS):
        return
    small = text.lower()
    if len(small) != len(text):  # a letter that is two in small letters: places are not the same
        yield from _DAY_WORD.finditer(text)
        return
    places = sorted(found.start() - 1 for stem in _DAY_STEMS for found in re.finditer(stem, small))
    for place in places:
        if place >= 0 and (found := _DAY_WORD.match(text, place)):
            yield found


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


def _published(
    readings: Sequence[Reading], written: Sequence[_Written], latest: date, settings: DateSettings
) -> Published | None:
    """The best supported day; else the month of the address, narrowed by the dateline; else None."""
    fitting = [one for one in readings if one.role == "published" and one.low <= latest]
    exact = sorted({one.low for one in fitting if one.low == one.high})
    if exact:
        best = max(exact, key=lambda day: (_support(day, fitting, written, settings), -day.toordinal()))
        support = _support(best, fitting, written, settings)
        if support >= settings.enough:
            return _claim(best, best, _basis(best, fitting), support)
    wide = sorted((one for one in fitting if one.low != one.high), key=lambda one: one.high - one.low)
    commented = _by_comments(readings, written, latest, settings)
    if not wide:
        return commented
    claim = _narrowed(wide[0], written, latest)
    if commented is None or commented.high < claim.low or commented.low > claim.high:
        return claim
    return _claim(max(claim.low, commented.low), min(claim.high, commented.high), claim.basis, claim.confidence)


def _support(day: date, readings: Iterable[Reading], written: Sequence[_Written], settings: DateSettings) -> float:
    """How far the places of the page together support a day: one minus the chance that all of them err."""
    doubt = 1.0
    by_basis: dict[str, float] = {}
    for one in readings:
        by_basis[one.basis] = max(by_basis.get(one.basis, 0.0), one.weight * _agreement(day, one, settings))
    for weight in by_basis.values():
        doubt *= 1 - weight
    if any(one.fits(day) for one in written):
        doubt *= 1 - settings.weights.dateline
    return round(1 - doubt, 3)


def _agreement(day: date, reading: Reading, settings: DateSettings) -> float:
    """How far a reading speaks for a day: wholly when it is that day, half when it is a month that holds it."""
    off = (day - reading.low).days
    if reading.basis == "dateline":
        return float(0 <= off <= 1)
    if reading.low == reading.high:
        return 1.0 if off == 0 else settings.other_midnight * (reading.slack[0] <= off <= reading.slack[1])
    return 0.5 * (reading.low <= day <= reading.high)


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


def _by_comments(
    readings: Sequence[Reading], written: Sequence[_Written], latest: date, settings: DateSettings
) -> Published | None:
    """The month before the first comment, or the day in it on which the text says it was written."""
    first = next((reading.low for reading in readings if reading.why == FIRST_COMMENT), None)
    if first is None or first > latest:
        return None
    soon = timedelta(days=settings.first_comment)
    for one in written:
        for day in (one.in_year(first.year), one.in_year(first.year - 1)):
            if day is not None and timedelta(0) <= first - day <= soon:
                return _claim(day, min(day + timedelta(days=one.margin), first), one.basis, settings.enough)
    return _claim(first - soon, first, "text", settings.enough)


def _claim(low: date, high: date, basis: DateBasis, confidence: float) -> Published:
    return Published(low=low, high=high, precision=_precision(low, high), basis=basis, confidence=confidence)


def _precision(low: date, high: date) -> Precision:
    if low == high:
        return "day"
    return "month" if (low, high) == month_days(low.year, low.month) else "interval"


def _of_text(text: str, latest: date, settings: DateSettings) -> Published | None:
    """What the text alone tells of its day of writing, where that is narrow enough to be of use."""
    span = written_between(text, latest)
    if span is None or (span[1] - span[0]).days > settings.widest_text:
        return None
    return _claim(*span, "text", settings.enough)


def _of_last_year(printed: Iterable[_Written], anchor: date | None, settings: DateSettings) -> Iterator[Reading]:
    """Printed days without their year as the last such days before the page was read."""
    if anchor is None:
        return
    for one in printed:
        near = (day for year in (anchor.year - 1, anchor.year) if (day := one.in_year(year)) is not None)
        day = max((day for day in near if day <= anchor), default=None)
        if day is not None:
            why = "printed at the headline without its year: the last one before the page was read"
            yield Reading(day, day, one.mention.text, "published", "printed", settings.weights.age, why)


def _open_years(text: str, latest: date) -> Iterator[Reading]:
    """The days that a weekday in the text leaves open, one a year, so that what is known is kept."""
    for day in years_that_fit(text, latest):
        why = "a weekday and a day of the text go together in this year"
        yield Reading(day, day, day.isoformat(), "published", "text", 0.0, why)


def _candidates(readings: Sequence[Reading], published: Published | None, latest: date) -> tuple[DateCandidate, ...]:
    """Every date that was weighed, and whether it supports what is claimed."""
    found: list[DateCandidate] = []
    for one in readings:
        kept = one.role == "page_served"
        why = one.why
        if one.role == "published":
            kept = published is not None and one.low <= published.high and published.low <= one.high
            if one.low > latest:
                why = f"{why}; lies after the day of reading"
            elif not kept:
                why = f"{why}; better supported days contradict it"
        found.append(_candidate(one, kept, why))
    return tuple(found)


class _Draft:
    """A candidate whose fields may still be set; it becomes a candidate as it is, for its slots are the same."""

    __slots__ = ("basis", "kept", "precision", "role", "surface", "value", "why", "zone")

    value: str
    surface: str
    role: DateRole
    kept: bool
    why: str
    basis: DateBasis
    zone: str | None
    precision: Precision


def _candidate(reading: Reading, kept: bool, why: str, /) -> DateCandidate:
    """A reading as a candidate, in a quarter of the time that a frozen dataclass takes to set its fields."""
    draft = _Draft()
    draft.value, draft.surface, draft.role, draft.kept = _value(reading), reading.surface, reading.role, kept
    draft.why, draft.basis, draft.zone = why, reading.basis, reading.zone
    draft.precision = _precision(reading.low, reading.high)
    draft.__class__ = DateCandidate  # type: ignore[assignment]  # to the checker no class is another
    return cast("DateCandidate", draft)


def _value(reading: Reading) -> str:
    """ISO 8601: a day, or a month where that is all that is told."""
    if reading.low == reading.high:
        return reading.low.isoformat()
    if (reading.low, reading.high) == month_days(reading.low.year, reading.low.month):
        return reading.low.isoformat()[:7]
    return f"{reading.low.isoformat()}/{reading.high.isoformat()}"
