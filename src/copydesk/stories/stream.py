"""Events as articles come in: a window of the last accounts is grouped again and again, what leaves it is settled.

Grouping a window anew costs little more than placing each account by itself, and loses nothing by the order in which
they came; single-pass placing with repair gives up .02 to .05 of BCubed F on ECB+ (measured by `bench/stories.py`).
Memory is bounded by the window: six matrices of `window_units` squared numbers of four bytes, 100 MB at 2,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from typing import NamedTuple

import numpy as np

from copydesk.settings import StorySettings
from copydesk.stories.events import Unit, bonds_of, quotation_rows, text_rows
from copydesk.stories.likeness import Matrix, joined, likenesses
from copydesk.stories.merging import merged


class Placed(NamedTuple):
    """The event of an account, both by number: accounts in order of arrival, events in order of appearance."""

    unit: int
    event: int


def group_units(
    units: Sequence[Unit], *, settings: StorySettings, days: Sequence[int] | None = None
) -> list[list[int]]:
    """The places of the units by event, each group and the groups in order of their first unit.

    Units merge while the mean likeness of their texts is high enough; the more alike go first. Pairs whose days are
    further apart than `gate_days` count against a merge, and where no pair of days agrees, more is asked. A collection
    larger than the window goes through it in order of `days` (ordinals; those of the units where they are not given);
    units without one come last.
    """
    order: Sequence[int] = range(len(units))
    if len(units) > settings.window_units:
        known = [_day(unit) for unit in units] if days is None else days
        order = sorted(order, key=lambda place: (known[place], place))
    stream = EventStream(settings=settings)
    groups: dict[int, list[int]] = {}
    for placed in chain(stream.add(units[place] for place in order), stream.close()):
        groups.setdefault(placed.event, []).append(order[placed.unit])
    return sorted(sorted(group) for group in groups.values())


def _day(unit: Unit) -> int:
    """The day by which a unit is put in order, as an ordinal; one without a day comes last."""
    return unit.days[0].low.toordinal() if unit.days else 1 << 40


class EventStream:
    """Groups units into events as they come. Give units to `add` in any order, best that of their days."""

    def __init__(self, *, settings: StorySettings) -> None:
        self._settings = settings
        self._units: list[Unit] = []
        self._events: list[int | None] = []
        self._numbers = count()
        self._left = 0
        self._texts = text_rows([], settings=settings)
        self._quotations = quotation_rows([])
        self._alike: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._quoted: Matrix = np.zeros((0, 0), dtype=np.float32)

    def add(self, units: Iterable[Unit]) -> Iterator[Placed]:
        """Take units in; what leaves the window on the way comes out, settled."""
        size, source = self._settings.regrouped_units, iter(units)
        while coming := list(islice(source, size)):
            yield from self._make_room(len(coming))
            self._take(coming)
            if self._events.count(None) >= size:
                self._regroup()

    def current(self) -> tuple[Placed, ...]:
        """The units in the window with the events that they are in as of now."""
        if None in self._events:
            self._regroup()
        return tuple(Placed(self._left + at, event) for at, event in enumerate(self._events) if event is not None)

    def close(self) -> Iterator[Placed]:
        """What is still in the window, settled; the stream is empty then."""
        yield from self._leave(len(self._units))

    def _make_room(self, coming: int) -> Iterator[Placed]:
        """Let as many go at once as come between two groupings, since what goes must have been grouped."""
        if len(self._units) + coming > self._settings.window_units:
            yield from self._leave(min(max(coming, self._settings.regrouped_units), len(self._units)))

    def _leave(self, number: int) -> Iterator[Placed]:
        """Let the oldest units go."""
        yield from self.current()[:number]
        del self._units[:number], self._events[:number]
        self._left += number
        self._texts, self._quotations = self._texts.since(number), self._quotations.since(number)
        self._alike = self._alike[number:, number:].copy()
        self._quoted = self._quoted[number:, number:].copy()

    def _take(self, units: Sequence[Unit]) -> None:
        """Compare new units with those in the window."""
        texts, quotations = text_rows(units, settings=self._settings), quotation_rows(units)
        self._texts = joined((self._texts, texts))
        self._quotations = joined((self._quotations, quotations))
        self._alike = _grown(self._alike, likenesses(texts, self._texts))
        self._quoted = _grown(self._quoted, (likenesses(quotations, self._quotations) > 0).astype(np.float32))
        self._units.extend(units)
        self._events.extend([None] * len(units))

    def _regroup(self) -> None:
        """Group the window anew; an event keeps its number with the group that holds most of it."""
        bonds = bonds_of(self._units, self._alike, self._quoted, settings=self._settings)
        groups = merged(bonds, settings=self._settings)
        votes = [Counter(known for place in group if (known := self._events[place]) is not None) for group in groups]
        claims = sorted((-size, event, number) for number, vote in enumerate(votes) for event, size in vote.items())
        numbers: dict[int, int] = {}
        given: set[int] = set()
        for _, event, number in claims:
            if number not in numbers and event not in given:
                numbers[number] = event
                given.add(event)
        for number, group in enumerate(groups):
            event = numbers[number] if number in numbers else next(self._numbers)
            for place in group:
                self._events[place] = event


def _grown(square: Matrix, rows: Matrix) -> Matrix:
    """A symmetric matrix with rows added below, and the same as columns."""
    known = len(square)
    grown = np.zeros((known + len(rows),) * 2, dtype=np.float32)
    grown[:known, :known] = square
    grown[known:] = rows
    grown[:known, known:] = rows[:, :known].T
    return grown
