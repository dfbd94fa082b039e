"""The days of a story as a drawing: events above the axis, publications below, one lane for each text family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from copydesk.reports import svg
from copydesk.reports.safe import short

WIDTH = 960
LEFT = 176
RIGHT = 28
ROW = 20
TOP = 10
AXIS = 26
NEAR = 24
"""Marks closer than this many pixels would touch and are put in rows of their own."""

# Days between ticks, from which the first that gives at most MOST_TICKS is taken; months and years are 30 and 365 days.
TICK_STEPS = (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 18262, 36525, 73050, 182625)
MOST_TICKS = 9
LONGEST_LABEL = 25


class Moment(NamedTuple):
    """A day, or the days between which something lies; `amount` says how many pages share it."""

    low: date
    high: date
    title: str
    href: str | None
    amount: int = 1


class Lane(NamedTuple):
    """The moments of one text family, under its letter and name."""

    label: str
    moments: tuple[Moment, ...]


class Scale(NamedTuple):
    """Days to pixels: the first and the last day drawn, as ordinals."""

    first: int
    last: int

    def x(self, ordinal: float) -> int:
        """Where a day begins."""
        return LEFT + round((ordinal - self.first) * (WIDTH - LEFT - RIGHT) / (self.last - self.first))


def draw_timeline(events: Sequence[Moment], lanes: Sequence[Lane], *, label: str) -> str | None:
    """The timeline as SVG, or None where nothing is dated.

    A single day is a diamond (event) or a disc (publication), an interval a bar from its first day to its last.
    """
    moments = [*events, *(moment for lane in lanes for moment in lane.moments)]
    if not moments:
        return None
    scale = _scale(moments)
    above = _rows(events, scale)
    shapes: list[str] = [svg.text(0, TOP + 14, "Events", "lane")] if events else []
    shapes.extend(shape for row, moment in above for shape in _event(moment, scale, TOP + ROW * row + ROW // 2))
    axis = TOP + ROW * _depth(above) + AXIS
    y = axis + 12
    for lane in lanes:
        rows = _rows(lane.moments, scale)
        shapes.append(svg.path(f"M0 {y}H{WIDTH}", "between"))
        shapes.append(svg.text(0, y + 15, short(lane.label, LONGEST_LABEL), "lane"))
        if not rows:
            shapes.append(svg.text(LEFT, y + 15, "not dated", "amount"))
        shapes.extend(_publication(moment, scale, y + ROW * row + ROW // 2) for row, moment in rows)
        y += ROW * max(1, _depth(rows)) + 2
    return svg.picture("timeline", WIDTH, y + 6, label, shapes=[*_axis(scale, axis, y), *shapes])


def _scale(moments: Sequence[Moment]) -> Scale:
    """From the first day to the last with some air, at least three days wide."""
    first = min(moment.low for moment in moments).toordinal()
    last = max(moment.high for moment in moments).toordinal() + 1
    air = max(1, (last - first) // 25)
    return Scale(max(1, first - air), min(date.max.toordinal(), last + air))


def _rows(moments: Sequence[Moment], scale: Scale) -> list[tuple[int, Moment]]:
    """Each moment with the first row in which it touches no other."""
    ends: list[int] = []
    placed: list[tuple[int, Moment]] = []
    for moment in sorted(moments, key=lambda one: (one.low, one.high, one.title)):
        start, end = scale.x(moment.low.toordinal()), scale.x(moment.high.toordinal() + 1)
        row = next((row for row, taken in enumerate(ends) if taken + NEAR <= start), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = max(end, start + 1)
        placed.append((row, moment))
    return placed


def _depth(rows: Sequence[tuple[int, Moment]]) -> int:
    return max((row + 1 for row, _ in rows), default=0)


def _middle(moment: Moment, scale: Scale) -> int:
    return scale.x(moment.low.toordinal() + 0.5)


def _event(moment: Moment, scale: Scale, y: int) -> Iterator[str]:
    if moment.low == moment.high:
        x = _middle(moment, scale)
        shapes = [svg.path(f"M{x} {y - 7}L{x + 7} {y}L{x} {y + 7}L{x - 7} {y}Z", "event")]
    else:
        shapes = [_bar(moment, scale, y, "event")]
    yield svg.group(shapes, title=moment.title, href=moment.href)


def _publication(moment: Moment, scale: Scale, y: int) -> str:
    if moment.low == moment.high:
        x = _middle(moment, scale)
        shapes = [svg.dot(x, y, 6, "page")]
        after = x + 9
    else:
        shapes = [_bar(moment, scale, y, "page span")]
        after = scale.x(moment.high.toordinal() + 1) + 4
    if moment.amount > 1:
        shapes.append(svg.text(after, y + 4, f"×{moment.amount}", "amount"))
    return svg.group(shapes, title=moment.title, href=moment.href)


def _bar(moment: Moment, scale: Scale, y: int, style: str) -> str:
    start, end = scale.x(moment.low.toordinal()), scale.x(moment.high.toordinal() + 1)
    return svg.box(start, y - 4, (max(4, end - start), 8), style, round_by=4)


def _axis(scale: Scale, y: int, bottom: int) -> Iterator[str]:
    yield svg.path(f"M{LEFT} {y}H{WIDTH - RIGHT}", "axis")
    for day, label in _ticks(scale):
        x = scale.x(day.toordinal() + 0.5)
        yield svg.path(f"M{x} {y - 4}V{bottom}", "tick")
        yield svg.text(x, y - 9, label, "day")


def _ticks(scale: Scale) -> Iterator[tuple[date, str]]:
    """Days, months or years at a distance that leaves room for their names."""
    span = scale.last - scale.first
    step = next((step for step in TICK_STEPS if span / step <= MOST_TICKS), TICK_STEPS[-1])
    if step < 30:
        start = scale.first if step < 7 else scale.first + (7 - date.fromordinal(scale.first).weekday()) % 7
        for ordinal in range(start, scale.last, step):
            yield date.fromordinal(ordinal), date.fromordinal(ordinal).isoformat()
        return
    months = max(1, round(step / 30.4))
    first = date.fromordinal(scale.first)
    month = -(-(first.year * 12 + first.month) // months) * months
    while month // 12 <= date.max.year and (day := date(month // 12, month % 12 + 1, 1)).toordinal() < scale.last:
        yield day, f"{day.year:04}" if months >= 12 else day.isoformat()[:7]
        month += months
