"""Which units tell of one event: average link over likeness, under a gate of days.

A unit is a family of copies, or an article that is nobody's copy: a family enters as one and never weighs twice.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from copydesk.records import Article, EventDate
from copydesk.settings import StorySettings
from copydesk.stories.terms import Terms, names_of, quoted_runs, terms_of, weighted

Pair = tuple[int, int]


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


def group_units(units: Sequence[Unit], *, settings: StorySettings) -> list[list[int]]:
    """The places of the units by event, each group and the groups in order of their first unit.

    Clusters merge while the mean likeness of their units is high enough; the more alike go first. Pairs whose days are
    further apart than `gate_days` count against a merge. Where no pair of days agrees, more is asked: see `_may_merge`.
    """
    vectors = likeness_vectors(units, settings=settings)
    runs = [quoted_runs(unit.face.text, settings.quoted_run) for unit in units]
    merger = _Merger(units, similar_pairs(vectors, settings=settings), runs, settings)
    return sorted(merger.run(), key=lambda group: group[0])


def likeness_vectors(units: Sequence[Unit], *, settings: StorySettings) -> list[Terms]:
    """One unit vector a unit: words and pairs of words, and names, each with its share."""
    words = word_vectors(units, settings=settings)
    names = name_vectors(units, settings=settings)
    share = settings.name_share
    return [
        {
            **{term: weight * (1 - share) ** 0.5 for term, weight in word.items()},
            **{f"@{term}": weight * share**0.5 for term, weight in name.items()},
        }
        for word, name in zip(words, names, strict=True)
    ]


def word_vectors(units: Sequence[Unit], *, settings: StorySettings) -> list[dict[str, float]]:
    """One unit vector a unit over its words and pairs of words, by their rarity."""
    return weighted(
        [unit.words for unit in units],
        pseudo_texts=settings.background_texts,
        lone_weight=settings.lone_weight,
    )


def name_vectors(units: Sequence[Unit], *, settings: StorySettings) -> list[dict[str, float]]:
    """One unit vector a unit over the words of its names, by their rarity."""
    return weighted(
        [unit.names for unit in units],
        pseudo_texts=settings.background_texts,
        lone_weight=settings.lone_weight,
    )


def similar_pairs(vectors: Sequence[Terms], *, settings: StorySettings) -> Iterator[tuple[int, int, float]]:
    """Every pair of places (the smaller first) with its likeness, from `least_likeness` on, by an inverted index."""
    places: dict[str, list[int]] = defaultdict(list)
    values: dict[str, list[float]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for term, weight in vector.items():
            places[term].append(place)
            values[term].append(weight)
    index = {term: (np.array(found), np.array(values[term])) for term, found in places.items() if len(found) > 1}
    for place, vector in enumerate(vectors):
        likeness = np.zeros(len(vectors))
        for term, weight in vector.items():
            if term in index:
                found, weights = index[term]
                likeness[found] += weight * weights
        for other in np.flatnonzero(likeness[:place] >= settings.least_likeness).tolist():
            yield other, place, float(likeness[other])


def days_apart(left: EventDate, right: EventDate) -> int:
    """The least number of days between two intervals; 0 where they overlap."""
    return max(0, (right.low - left.high).days, (left.low - right.high).days)


_READINGS = 3
"""Days that a unit may tell of which are compared: a later account names its own day first and then the event's."""


def _nearest_days(left: Sequence[EventDate], right: Sequence[EventDate]) -> tuple[EventDate, EventDate] | None:
    """The two days of two units that lie nearest each other, likelier ones first; None where a unit has none."""
    pairs = [(one, other) for one in left for other in right]
    return min(pairs, key=lambda pair: days_apart(*pair)) if pairs else None


@dataclass(slots=True)
class _Bond:
    """What the pairs between two clusters say: sum of likeness, and how many days conflict, agree, or may agree."""

    likeness: float = 0.0
    conflicts: int = 0
    agreements: int = 0
    overlaps: int = 0

    def add(self, other: _Bond) -> None:
        self.likeness += other.likeness
        self.conflicts += other.conflicts
        self.agreements += other.agreements
        self.overlaps += other.overlaps


@dataclass(slots=True)
class _Merger:
    """Clusters on their way to events: each has its members and a bond with every cluster it shares anything with."""

    units: Sequence[Unit]
    pairs: Iterator[tuple[int, int, float]]
    runs: Sequence[frozenset[tuple[str, ...]]]
    settings: StorySettings
    members: dict[int, list[int]] = field(default_factory=dict)
    bonds: dict[int, dict[int, _Bond]] = field(default_factory=dict)
    waiting: list[tuple[float, int, int]] = field(default_factory=list)

    def run(self) -> list[list[int]]:
        """The members of every cluster once nothing more may merge."""
        self.members = {place: [place] for place in range(len(self.units))}
        self.bonds = {place: {} for place in self.members}
        for left, right, likeness in self.pairs:
            bond = _Bond(likeness, *self._days(left, right))
            self.bonds[left][right] = bond
            self.bonds[right][left] = bond
        for left, others in self.bonds.items():
            for right in others:
                if left < right:
                    self._offer(left, right)
        while self.waiting:
            score, left, right = heapq.heappop(self.waiting)
            if left in self.members and right in self.members and -score == self._score(left, right):
                self._merge(left, right)
        return [sorted(group) for group in self.members.values()]

    def _days(self, left: int, right: int) -> tuple[int, int, int]:
        """Whether the days of two units conflict, agree, or overlap as intervals do, as counts of one."""
        near = _nearest_days(self.units[left].days[:_READINGS], self.units[right].days[:_READINGS])
        if near is None:
            return 0, 0, 0
        one, other = near
        if days_apart(one, other) > self.settings.gate_days:
            return 1, 0, 0
        width = max((one.high - one.low).days, (other.high - other.low).days)
        return 0, int(width <= self.settings.narrow_days), int(width <= self.settings.wide_days)

    def _score(self, left: int, right: int) -> float:
        """Mean likeness over all pairs of two clusters, less what conflicting days take away."""
        bond = self.bonds[left].get(right)
        if bond is None:
            return 0.0
        pairs = len(self.members[left]) * len(self.members[right])
        return (bond.likeness - self.settings.conflict_weight * bond.conflicts) / pairs

    def _offer(self, left: int, right: int) -> None:
        if self._may_merge(left, right):
            heapq.heappush(self.waiting, (-self._score(left, right), min(left, right), max(left, right)))

    def _may_merge(self, left: int, right: int) -> bool:
        """Whether two clusters are alike enough; where no days meet, also clearly nearer than any known other event.

        A quotation that both carry speaks for one event as well as days do.
        """
        score, bond = self._score(left, right), self.bonds[left][right]
        if bond.agreements and not bond.conflicts:
            return score >= self.settings.same_event_dated
        if score < self.settings.same_event_undated + self.settings.same_event_few / len(self.units):
            return False
        if bond.overlaps and not bond.conflicts:
            return True
        nearest = max(self._nearest_other(left), self._nearest_other(right))
        return score >= self.settings.clearly_nearer * nearest or self._share_a_quotation(left, right)

    def _nearest_other(self, cluster: int) -> float:
        """The highest mean likeness of a cluster to one that the days tell to be another event."""
        size = len(self.members[cluster])
        return max(
            (
                bond.likeness / (size * len(self.members[other]))
                for other, bond in self.bonds[cluster].items()
                if bond.conflicts > bond.agreements
            ),
            default=0.0,
        )

    def _share_a_quotation(self, left: int, right: int) -> bool:
        said = {run for place in self.members[left] for run in self.runs[place]}
        return any(not said.isdisjoint(self.runs[place]) for place in self.members[right])

    def _merge(self, left: int, right: int) -> None:
        """Let the right cluster become part of the left one."""
        self.members[left].extend(self.members.pop(right))
        mine = self.bonds[left]
        mine.pop(right, None)
        for other, bond in self.bonds.pop(right).items():
            if other == left:
                continue
            theirs = self.bonds[other]
            theirs.pop(right)
            if other in mine:
                mine[other].add(bond)
            else:
                mine[other] = bond
                theirs[left] = bond
        for other in mine:
            self._offer(left, other)


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
