"""A storyline as drawings: the whole with its long gaps shortened, and stretches of it to scale, from all to a month.

A reader goes from the whole to a stretch and back by plain links; nothing here needs a script.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import log2
from typing import NamedTuple

from copydesk.reports import svg
from copydesk.reports.safe import short
from copydesk.reports.wording import counted

WIDTH = 960
LEFT, RIGHT = 20, 20
ROW = 26
"""Pixels from line to line: what WCAG 2.2 asks of a target (24), and air."""
AXIS = 34
LETTER = 6.6
"""Pixels of a letter at the size of labels, on average; only whether two labels touch depends on it."""
BESIDE = 12
"""Pixels from the middle of a mark to its label."""
LABEL_LETTERS = 70
FEWEST_LETTERS = 12
"""Letters of a label below which it says nothing and is left to the list."""
NAMED_GAP = 64
"""Pixels from which a gap has room for its length in words."""
MOST_DRAWN = 60
"""Events of one drawing; the list below it has all of them."""
MOST_STRETCHES = 36
"""Stretches that are drawn, those with the most events."""
YEARS_OF_DECADES = 20
"""Years from which on decades stand between the whole and its years."""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

Place = Callable[[float], int]
"""Where a day, as an ordinal, stands: pixels from the left."""


class Mark(NamedTuple):
    """An event to be drawn: its first and last day, those in words, its name, and where it is told."""

    low: date
    high: date
    day: str
    name: str
    href: str


class Stretch(NamedTuple):
    """A part of a storyline to scale; `anchor` is its place on the page, `level` 0 (all) to 3 (a month)."""

    anchor: str
    name: str
    level: int
    amount: int
    drawing: str


def draw_whole(marks: Sequence[Mark], *, label: str) -> str | None:
    """All events in order, None where there is none.

    A gap is as wide as the logarithm of its days, so that neither years push days together nor days years; what it
    spans is written above it.
    """
    drawn = list(marks[:MOST_DRAWN])
    if not drawn:
        return None
    knots = _knots(drawn)
    places = dict(knots)
    return _picture(drawn, lambda day: places[int(day)], list(_gaps(knots)), label=label)


def stretches(marks: Sequence[Mark]) -> tuple[Stretch, ...]:
    """The parts of a storyline that hold two events or more: all of it, decades, years, months.

    A part holds the events that lie wholly within it: wider ones would cover what lies beside them.
    """
    if len(marks) < 2:
        return ()
    periods: dict[_Period, list[Mark]] = defaultdict(list)
    for mark in marks:
        for period in _periods(mark):
            periods[period].append(mark)
    first, last = min(mark.low for mark in marks), max(mark.high for mark in marks)
    few_years = last.year - first.year <= YEARS_OF_DECADES
    several = [one for one, held in periods.items() if len(held) > 1 and not (few_years and one.level == 1)]
    kept = sorted(several, key=lambda one: (-len(periods[one]), one))[: MOST_STRETCHES - 1]
    found = [_stretch(marks, (first, last), anchor="all", name="all, to scale", level=0)]
    found += [_of_period(one, periods[one]) for one in sorted(kept)]
    return tuple(found)


class _Period(NamedTuple):
    """A decade (level 1), a year (2) or a month (3) by its first day."""

    level: int
    first: date


def _periods(mark: Mark) -> Iterator[_Period]:
    """The decade, the year and the month within which an event lies, as far as there is one."""
    low, high = mark.low, mark.high
    if low.year // 10 == high.year // 10:
        yield _Period(1, date(max(1, low.year - low.year % 10), 1, 1))
    if low.year == high.year:
        yield _Period(2, date(low.year, 1, 1))
        if low.month == high.month:
            yield _Period(3, date(low.year, low.month, 1))


def _of_period(period: _Period, marks: Sequence[Mark]) -> Stretch:
    level, first = period
    if level == 1:
        decade = first.year - first.year % 10
        bounds, anchor, name = (first, date(decade + 9, 12, 31)), f"decade-{decade:04}", f"{decade:04}s"
    elif level == 2:
        bounds, anchor, name = (first, date(first.year, 12, 31)), f"year-{first.year:04}", f"{first.year:04}"
    else:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        bounds, anchor = (first, last), f"month-{first.isoformat()[:7]}"
        name = f"{MONTHS[first.month - 1]} {first.year:04}"
    return _stretch(marks, bounds, anchor=anchor, name=name, level=level)


def _stretch(marks: Sequence[Mark], bounds: tuple[date, date], *, anchor: str, name: str, level: int) -> Stretch:
    """The events to scale between bounds."""
    low, high = bounds[0].toordinal(), bounds[1].toordinal() + 1
    label = f"{name}: {counted(len(marks), 'event')}"

    def place(day: float) -> int:
        return LEFT + round((day - low) * (WIDTH - LEFT - RIGHT) / (high - low))

    drawing = _picture(marks[:MOST_DRAWN], place, list(_ticks(bounds, place)), label=label)
    return Stretch(anchor, name, level, len(marks), drawing)


# -- scales -----------------------------------------------------------------------------------------------------------


def _knots(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Every first and last day with its place; the way from one to the next is the logarithm of the days between."""
    days = sorted({day.toordinal() for mark in marks for day in (mark.low, mark.high)})
    ways = [0.0, *(log2(1 + later - earlier) for earlier, later in pairwise(days))]
    # One day alone stands at the left, two stand no wider apart than what lies between them asks for.
    pixels = min(WIDTH - LEFT - RIGHT, 70 * sum(ways)) / (sum(ways) or 1)
    knots, passed = [], 0.0
    for day, way in zip(days, ways, strict=True):
        passed += way
        knots.append((day, LEFT + round(passed * pixels)))
    return knots


def _gaps(knots: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The length of each gap that has room for it, above the axis."""
    for (earlier, left), (later, right) in pairwise(knots):
        if right - left >= NAMED_GAP:
            yield svg.text((left + right) // 2, AXIS - 14, span_of(later - earlier), "day")
    for _, x in knots:
        yield svg.path(f"M{x} {AXIS - 8}V{AXIS}", "axis")


def span_of(days: int) -> str:
    """A stretch of time in words: days, weeks, months or years, whichever says it best."""
    if days < 14:
        return counted(days, "day")
    if days < 61:
        return counted(round(days / 7), "week")
    if days < 730:
        return counted(round(days / 30.44), "month")
    return counted(round(days / 365.25), "year")


def _ticks(bounds: tuple[date, date], place: Place) -> Iterator[str]:
    """Days of a month, months of a year, years of more."""
    for day, name in _named_days(*bounds):
        x = place(day.toordinal())
        yield svg.path(f"M{x} {AXIS - 8}V{AXIS}", "axis")
        yield svg.text(x + 3, AXIS - 14, name, "from")


def _named_days(first: date, last: date) -> Iterator[tuple[date, str]]:
    if (last - first).days <= 62:
        for ordinal in range(first.toordinal(), last.toordinal() + 1, 7):
            yield date.fromordinal(ordinal), date.fromordinal(ordinal).isoformat()
    elif last.year - first.year <= 1:
        step = 1 if (last - first).days <= 366 else 3
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        named = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        within = [day for day in named if day >= first]
        for day in within:
            with_year = day.month == 1 or day == within[0]
            yield day, f"{MONTHS[day.month - 1]} {day.year:04}" if with_year else MONTHS[day.month - 1]
    else:
        step = max(1, (last.year - first.year) // 10)
        for year in range(first.year, last.year + 1):
            if year % step == 0 and date(year, 1, 1) >= first:
                yield date(year, 1, 1), f"{year:04}"


# -- shapes -----------------------------------------------------------------------------------------------------------


def _picture(marks: Sequence[Mark], place: Place, above: Sequence[str], *, label: str) -> str:
    rows = _rows(marks, place)
    height = AXIS + ROW * (1 + max((row for row, _ in rows), default=0)) + 8
    axis = svg.path(f"M{LEFT} {AXIS}H{WIDTH - RIGHT}", "axis")
    stems = [svg.path(f"M{_middle(mark, place)} {AXIS}V{_height(row)}", "tick") for row, mark in rows]
    shapes = [_mark(mark, place, _height(row)) for row, mark in rows]
    return svg.picture("storyline", WIDTH, height, label, shapes=[*stems, axis, *above, *shapes])


def _height(row: int) -> int:
    return AXIS + ROW * row + ROW // 2 + 4


def _rows(marks: Sequence[Mark], place: Place) -> list[tuple[int, Mark]]:
    """Each event with the first row in which its mark and label touch no other."""
    rows: list[list[tuple[int, int]]] = []
    placed = []
    for mark in sorted(marks, key=lambda one: (one.low, one.high, one.name)):
        start, end = _extent(mark, place)
        row = next((at for at, taken in enumerate(rows) if all(end < a or b < start for a, b in taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((start, end))
        placed.append((row, mark))
    return placed


def _middle(mark: Mark, place: Place) -> int:
    return (place(mark.low.toordinal()) + place(mark.high.toordinal())) // 2


class _Label(NamedTuple):
    """The words beside a mark, as many as there is room for, and the side on which they stand."""

    words: str
    right: bool


def _label(mark: Mark, place: Place) -> _Label:
    """The label at the right where it fits there, else on the side that has more room."""
    words = short(f"{mark.day}  {mark.name}", LABEL_LETTERS)
    before, after = place(mark.low.toordinal()) - BESIDE, WIDTH - place(mark.high.toordinal()) - BESIDE
    right = after >= LETTER * len(words) or after >= before
    room = int((after if right else before) / LETTER)
    return _Label(short(words, room) if room >= FEWEST_LETTERS else "", right)


def _extent(mark: Mark, place: Place) -> tuple[int, int]:
    start, end = place(mark.low.toordinal()) - BESIDE, place(mark.high.toordinal()) + BESIDE
    words, right = _label(mark, place)
    long = round(LETTER * len(words))
    return (start, end + long) if right else (start - long, end)


def _mark(mark: Mark, place: Place, y: int) -> str:
    start, end = place(mark.low.toordinal()), place(mark.high.toordinal())
    if start == end:
        shape = svg.path(f"M{start} {y - 7}L{start + 7} {y}L{start} {y + 7}L{start - 7} {y}Z", "event")
    else:
        shape = svg.box(start, y - 4, (max(6, end - start), 8), "event", round_by=4)
    words, right = _label(mark, place)
    x, style = (end + BESIDE, "event-name") if right else (start - BESIDE, "event-name before")
    label = svg.text(x, y + 4, words, style)
    return svg.group([shape, label] if words else [shape], title=f"{mark.day}: {mark.name}", href=mark.href)
