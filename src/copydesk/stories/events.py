"""What likeness and days say of every two accounts: the ground on which they become events.

A unit is a family of copies, or an article that is nobody's copy: a family enters as one and never weighs twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from copydesk.records import Article, EventDate
from copydesk.settings import StorySettings
from copydesk.stories.likeness import Flags, Matrix, Numbers, Rows, among_neighbours, neighbourhoods, rows_of
from copydesk.stories.merging import Bonds
from copydesk.stories.terms import names_of, quoted_runs, terms_of, vector_of


@dataclass(frozen=True, slots=True)
class Unit:
    """The articles of one family, the one that speaks for them, its words and names with their counts.

    `days` are those they may tell of, the likeliest first.
    """

    articles: tuple[Article, ...]
    face: Article
    words: Mapping[str, int]
    names: Mapping[str, int]
    days: tuple[EventDate, ...] = ()

    @property
    def event(self) -> EventDate | None:
        """The likeliest day."""
        return self.days[0] if self.days else None


def bonds_of(units: Sequence[Unit], alike: Matrix, quotations: Matrix, *, settings: StorySettings) -> Bonds:
    """What every two units have between them, from their plain likeness and whether they share a quotation."""
    days = day_bonds([unit.days[:_READINGS] for unit in units], settings=settings)
    few = settings.same_event_few / max(1, len(units))
    shares = neighbourhoods(
        alike,
        _may_be_one(alike, days, quotations, settings=settings),
        most=settings.neighbours,
        floor=settings.neighbour_floor + few,
        full=settings.neighbour_full + few,
    )
    return Bonds(among_neighbours(alike, shares), alike.copy(), *days, quotations.copy())


def text_rows(units: Sequence[Unit], *, settings: StorySettings) -> Rows:
    """The vectors by which the texts of units are compared."""
    return rows_of([vector_of(unit.words, unit.names, settings=settings) for unit in units])


def quotation_rows(units: Sequence[Unit], *, settings: StorySettings) -> Rows:
    """Every run of so many quoted words of the texts of units: their product is the number of runs they share."""
    return rows_of([dict.fromkeys(quoted_runs(unit.face.text, settings.quoted_run), 1.0) for unit in units])


def _may_be_one(alike: Matrix, days: DayBonds, quotations: Matrix, *, settings: StorySettings) -> Flags:
    """Which units may tell of one event as far as days go; where no day speaks for it, likeness must stand out.

    A unit is held against the units whose days tell that they are of another event: it must be clearly nearer.
    """
    others = np.where(days.conflicts > 0, alike, 0).max(axis=1)
    nearer = alike >= settings.clearly_nearer * np.maximum(others[:, None], others[None])
    spoken_for = (days.agreements + days.overlaps + quotations) > 0
    return np.asarray((days.conflicts == 0) & (spoken_for | nearer))


_READINGS = 3
"""Days that a unit may tell of which are compared: a later account names its own day first and then the event's."""


class DayBonds(NamedTuple):
    """Whether the days of every two units conflict, agree, or overlap as intervals do: matrices of 0 and 1."""

    conflicts: Matrix
    agreements: Matrix
    overlaps: Matrix


def day_bonds(readings: Sequence[Sequence[EventDate]], *, settings: StorySettings) -> DayBonds:
    """What the days that units may tell of say of every two units, by the two days that lie nearest each other.

    The likelier days decide between equals; a unit without days says nothing.
    """
    count = len(readings)
    gap = np.full((count, count), _UNKNOWN, dtype=np.int64)
    width = np.zeros_like(gap)
    columns = [_columns(readings, place) for place in range(max(map(len, readings), default=0))]
    for low, high in columns:
        for other_low, other_high in columns:
            apart = np.maximum(0, np.maximum(low[:, None] - other_high[None], other_low[None] - high[:, None]))
            nearer = (low[:, None] > 0) & (other_low[None] > 0) & (apart < gap)
            gap[nearer] = apart[nearer]
            width[nearer] = np.maximum((high - low)[:, None], (other_high - other_low)[None])[nearer]
    near = gap <= settings.gate_days
    gate = np.where(width == 0, settings.gate_days, settings.vague_gate_days)
    found = (
        (gap < _UNKNOWN) & (gap > gate),
        near & (width <= settings.narrow_days),
        near & (width <= settings.wide_days),
    )
    conflicts, agreements, overlaps = (flags.astype(np.float32) for flags in found)
    return DayBonds(conflicts, agreements, overlaps)


_UNKNOWN = 1 << 40
"""Days between two units of which one has none."""


def _columns(readings: Sequence[Sequence[EventDate]], place: int) -> tuple[Numbers, Numbers]:
    """The first and last day of each unit's reading at this place, as ordinals; 0 where it has none."""
    days = [one[place] if place < len(one) else None for one in readings]
    low = np.array([day.low.toordinal() if day else 0 for day in days], dtype=np.int64)
    high = np.array([day.high.toordinal() if day else 0 for day in days], dtype=np.int64)
    return low, high


def unit_of(articles: Sequence[Article], days: Sequence[EventDate] = ()) -> Unit:
    """The unit of some articles of one family, the first of which speaks for them."""
    face = articles[0]
    title = face.title or ""
    return Unit(tuple(articles), face, terms_of(title, face.text), names_of(title, face.text), tuple(days))


def units_of(
    articles: Sequence[Article], families: Sequence[Sequence[str]], events: Mapping[str, tuple[EventDate, ...]]
) -> list[Unit]:
    """The units of a collection in order of their first article; an article in no family is a unit of its own."""
    by_id = {article.id: article for article in articles}
    members_of: dict[str, tuple[Article, ...]] = {}
    for family in families:
        present = tuple(by_id[one] for one in family if one in by_id)  # type: ignore[index]
        members_of.update(dict.fromkeys((article.id for article in present), present))
    found: dict[str, Unit] = {}
    for article in articles:
        members = members_of.get(article.id, (article,))
        if members[0].id not in found:
            days = next((found_days for one in members if (found_days := events.get(one.id))), ())
            found[members[0].id] = unit_of(members, days)
    return list(found.values())
