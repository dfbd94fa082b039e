"""What likeness and days say of every two accounts: the ground on which they become events.

A unit is a family of copies, or an article that is nobody's copy: a family enters as one and never weighs twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np

from copydesk.records import Article, ArticleId, EventDate, Outline, Past, Published, Sentence
from copydesk.settings import StorySettings
from copydesk.stories.likeness import Days, Flags, Matrix, Numbers, Rows, among_neighbours, neighbourhoods, rows_of
from copydesk.stories.merging import Bonds
from copydesk.stories.outlines import checksum, outline_of, unpacked, unpacked_runs
from copydesk.stories.terms import name_vector


@dataclass(frozen=True, slots=True)
class Unit:
    """The articles of one family by their outline, the one that speaks for them first.

    `days` are those they may tell of, the likeliest first. People may have parted the articles of a family: then they
    are some of the outline's, perhaps without its face.
    """

    outline: Outline
    articles: tuple[ArticleId, ...]
    days: tuple[EventDate, ...] = ()

    @property
    def face(self) -> ArticleId:
        """The article that speaks for them."""
        return self.articles[0]

    @property
    def event(self) -> EventDate | None:
        """The likeliest day."""
        return self.days[0] if self.days else None

    @property
    def names(self) -> dict[str, int]:
        """The words of its names with their counts."""
        return dict(zip(self.outline.names, self.outline.counts, strict=True))

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of its face in which names stand; none where another article speaks for the part."""
        return self.outline.sentences if self.face == self.outline.face else ()

    @property
    def pasts(self) -> Iterator[tuple[Past, Sentence]]:
        """What its face names as long past, each with its sentence."""
        told = self.sentences
        return ((past, told[past.sentence]) for past in (self.outline.pasts if told else ()))


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
    """The vectors by which the texts of units are compared: words, pairs of words, and names, each with its share."""
    share = settings.name_share
    terms, weights = [], []
    for unit in units:
        words, counted = unpacked(unit.outline.terms)
        called = name_vector(unit.names)
        named = np.fromiter((checksum(f"@{name}") for name in called), dtype=np.int64, count=len(called))
        told = np.fromiter((one * share**0.5 for one in called.values()), dtype=np.float32, count=len(called))
        terms.append(np.concatenate([words, named]))
        weights.append(np.concatenate([counted * np.float32((1 - share) ** 0.5), told]))
    return rows_of(terms, weights)


def quotation_rows(units: Sequence[Unit]) -> Rows:
    """Every run of so many quoted words of the texts of units: their product is the number of runs they share."""
    runs = [unpacked_runs(unit.outline.quoted) for unit in units]
    return rows_of(runs, [np.ones(len(one), dtype=np.float32) for one in runs])


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
    gap = np.full((count, count), _UNKNOWN, dtype=np.int32)
    width = np.zeros_like(gap)
    columns = [_column(readings, place) for place in range(max(map(len, readings), default=0))]
    for one in columns:
        for other in columns:
            # Few units tell more than one day, so only those that do are held against each other.
            here = np.ix_(one.units, other.units)
            apart = np.maximum(0, np.maximum(one.low[:, None] - other.high[None], other.low[None] - one.high[:, None]))
            wide = np.maximum((one.high - one.low)[:, None], (other.high - other.low)[None])
            nearer = apart < gap[here]
            width[here] = np.where(nearer, wide, width[here])
            gap[here] = np.where(nearer, apart, gap[here])
    near = gap <= settings.gate_days
    gate = np.where(width == 0, settings.gate_days, settings.vague_gate_days)
    found = (
        (gap < _UNKNOWN) & (gap > gate),
        near & (width <= settings.narrow_days),
        near & (width <= settings.wide_days),
    )
    conflicts, agreements, overlaps = (flags.astype(np.float32) for flags in found)
    return DayBonds(conflicts, agreements, overlaps)


_UNKNOWN = 1 << 30
"""Days between two units of which one has none."""


class _Column(NamedTuple):
    """The units that have a reading at one place, with the first and last day of each as ordinals."""

    units: Numbers
    low: Days
    high: Days


def _column(readings: Sequence[Sequence[EventDate]], place: int) -> _Column:
    days = [(number, one[place]) for number, one in enumerate(readings) if place < len(one)]
    return _Column(
        np.array([number for number, _ in days], dtype=np.int64),
        np.array([day.low.toordinal() for _, day in days], dtype=np.int32),
        np.array([day.high.toordinal() for _, day in days], dtype=np.int32),
    )


def unit_of(
    articles: Sequence[Article],
    days: Sequence[EventDate] = (),
    *,
    published: Published | None = None,
    settings: StorySettings,
) -> Unit:
    """The unit of some articles of one family, the first of which speaks for them and was published then."""
    outline = outline_of(articles, published=published, settings=settings)
    return Unit(outline, outline.articles, tuple(days))


class Units(Sequence[Unit]):
    """Units that are made when they are asked for, from outlines that may lie on disk.

    `days` gives the days that an article may tell of, the likeliest first.
    """

    def __init__(
        self, outlines: Sequence[Outline], days: Callable[[ArticleId], Sequence[EventDate]], parts: Sequence[Part]
    ) -> None:
        self._outlines = outlines
        self._days = days
        self._parts = parts

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, place: int) -> Unit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Unit]: ...
    def __getitem__(self, place: int | slice) -> Unit | list[Unit]:
        if isinstance(place, slice):
            return [self._unit(part) for part in self._parts[place]]
        return self._unit(self._parts[place])

    def _unit(self, part: Part) -> Unit:
        told = next((days for one in part.articles if (days := self._days(one))), ())
        return Unit(self._outlines[part.place], part.articles, tuple(told))


class Part(NamedTuple):
    """The articles of an outline, by its place, that are one unit: all of them, unless people have parted them."""

    place: int
    articles: tuple[ArticleId, ...]
