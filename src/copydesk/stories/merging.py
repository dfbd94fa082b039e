"""Clusters grow together: average link over likeness, under what the days of their members say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.settings import StorySettings
from copydesk.stories.likeness import Flags, Matrix

NEVER = np.float32(-1e9)


@dataclass(slots=True)
class Bonds:
    """What every two clusters have between them, summed over the pairs of their members; all symmetric.

    Likeness among neighbours, by which clusters grow, and plain likeness, by which they are told from other events; and
    how many pairs have days that conflict, agree, or may agree, or share a quotation.
    """

    likeness: Matrix
    plain: Matrix
    conflicts: Matrix
    agreements: Matrix
    overlaps: Matrix
    quotations: Matrix

    def all(self) -> tuple[Matrix, ...]:
        """The six matrices."""
        return self.likeness, self.plain, self.conflicts, self.agreements, self.overlaps, self.quotations

    def join(self, left: int, right: int) -> None:
        """Let the right cluster become part of the left one."""
        for matrix in self.all():
            matrix[left] += matrix[right]
            matrix[:, left] = matrix[left]
            matrix[right] = matrix[:, right] = 0


def merged(bonds: Bonds, *, settings: StorySettings) -> list[list[int]]:
    """The members of every cluster once nothing more may merge, in order of their first member.

    The most alike merge first. `bonds` is used up.
    """
    merger = _Merger(bonds, settings)
    return sorted(merger.run())


class _Merger:
    """Clusters on their way to events. Rows of clusters that became part of another are dead."""

    def __init__(self, bonds: Bonds, settings: StorySettings) -> None:
        count = len(bonds.likeness)
        self.bonds = bonds
        self.settings = settings
        self.members: dict[int, list[int]] = {place: [place] for place in range(count)}
        self.sizes = np.ones(count, dtype=np.float32)
        self.alive = np.ones(count, dtype=np.bool_)
        # Pairs that were found not to be clearly nearer than to another event, until one of them grows.
        self.refused = np.zeros((count, count), dtype=np.bool_)
        self.best = np.full(count, NEVER)
        self.partner = np.zeros(count, dtype=np.int64)
        for place in range(count):
            self._look(place)

    def run(self) -> list[list[int]]:
        """Merge the best pair until none may."""
        while len(self.best) and self.best[left := int(self.best.argmax())] > NEVER:
            right = int(self.partner[left])
            if self._stands_out(left, right):
                self._merge(min(left, right), max(left, right))
            else:
                self.refused[left, right] = self.refused[right, left] = True
                self._look(left)
                self._look(right)
        return [sorted(group) for group in self.members.values()]

    def _scores(self, cluster: int) -> Matrix:
        """Mean likeness to each cluster, less what conflicting days take away."""
        bonds = self.bonds
        total = bonds.likeness[cluster] - self.settings.conflict_weight * bonds.conflicts[cluster]
        return np.asarray(total / (self.sizes * self.sizes[cluster]), dtype=np.float32)

    def _offers(self, cluster: int) -> Matrix:
        """The score with each cluster that this one may merge with, `NEVER` for the others."""
        bonds, settings = self.bonds, self.settings
        scores = self._scores(cluster)
        dated = (bonds.agreements[cluster] > 0) & (bonds.conflicts[cluster] == 0)
        asked = np.where(dated, settings.same_event_dated, settings.same_event_undated)
        enough = (scores >= asked) & self.alive & ~self.refused[cluster]
        enough[cluster] = False
        return np.where(enough, scores, NEVER)

    def _look(self, cluster: int) -> None:
        """Find the best partner of a cluster."""
        offers = self._offers(cluster)
        self.partner[cluster] = place = int(offers.argmax())
        self.best[cluster] = offers[place]

    def _stands_out(self, left: int, right: int) -> bool:
        """Whether two clusters that are alike enough are of one event by their days, or clearly nearer than another.

        A quotation that both carry speaks for one event as well as days do.
        """
        bonds = self.bonds
        free = not bonds.conflicts[left, right]
        if free and (bonds.agreements[left, right] or bonds.overlaps[left, right]):
            return True
        nearest = max(self._nearest_other(left), self._nearest_other(right))
        score = float(bonds.plain[left, right] / (self.sizes[left] * self.sizes[right]))
        return score >= self.settings.clearly_nearer * nearest or bool(bonds.quotations[left, right])

    def _nearest_other(self, cluster: int) -> float:
        """The highest mean likeness of a cluster to one that the days tell to be another event."""
        bonds = self.bonds
        others: Flags = self.alive & (bonds.conflicts[cluster] > bonds.agreements[cluster])
        if not others.any():
            return 0.0
        return float((bonds.plain[cluster] / (self.sizes * self.sizes[cluster]))[others].max())

    def _merge(self, left: int, right: int) -> None:
        """Let the right cluster become part of the left one, and look again where that can matter."""
        self.members[left].extend(self.members.pop(right))
        self.bonds.join(left, right)
        self.sizes[left] += self.sizes[right]
        self.alive[right] = False
        self.best[right] = NEVER
        self.refused[left] = self.refused[:, left] = False
        stale = np.flatnonzero(self.alive & (self.best > NEVER) & ((self.partner == left) | (self.partner == right)))
        offers = self._offers(left)
        self.partner[left] = place = int(offers.argmax())
        self.best[left] = offers[place]
        better = offers > self.best
        self.best[better], self.partner[better] = offers[better], left
        for cluster in stale.tolist():
            if cluster != left:
                self._look(cluster)
