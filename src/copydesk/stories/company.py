"""The names of events, and how alike events are by them: a collection's worth, in arrays.

A name of many events tells little, two such names together may tell much. What is held is some hundred bytes an event,
and the work is bounded by how many events a name may lead to, not by the square of their number.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from copydesk.settings import StorySettings
from copydesk.stories.likeness import Numbers

Weights = NDArray[np.float64]

_MOST_HUBS = 12
"""Names of many events, the rarest of an event, of which pairs are made."""

_LEADS_TO = 64
"""Events in which a name may stand and still lead from one to another: bounds the work to so many pairs a name."""

JOINT = " & "
"""Between the two names of a couple."""

_PAIRS_AT_ONCE = 2_000_000
"""Pairs of one name that are summed at once: bounds memory to a hundred megabytes."""


class Pairs(NamedTuple):
    """Pairs of events, the later place first, and how alike they are by their names."""

    later: Numbers
    earlier: Numbers
    alike: Weights


class NameVectors(Sequence[dict[str, float]]):
    """A vector over names for each event, as rows of numbered terms; a couple is a term after the names."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        ends: Numbers,
        terms: Numbers,
        weights: Weights,
        *,
        couples: Numbers | None = None,
    ) -> None:
        """`ends` is where the entries of each event end; `couples` are two numbers of names for each couple."""
        self._vocabulary = vocabulary
        self._couples = np.zeros((0, 2), dtype=np.int64) if couples is None else couples
        self.ends, self.terms, self.weights = ends, terms, weights

    @classmethod
    def of(cls, vectors: Iterable[Mapping[str, float]]) -> NameVectors:
        """Vectors, read once."""
        numbers: dict[str, int] = {}
        ends, terms, weights = array("q"), array("i"), array("d")
        for vector in vectors:
            terms.extend([numbers.setdefault(name, len(numbers)) for name in vector])
            weights.extend(vector.values())
            ends.append(len(terms))
        return cls(
            tuple(numbers),
            np.frombuffer(ends, dtype=np.int64) if ends else np.zeros(0, dtype=np.int64),
            np.frombuffer(terms, dtype=np.int32).astype(np.int64) if terms else np.zeros(0, dtype=np.int64),
            np.frombuffer(weights, dtype=np.float64) if weights else np.zeros(0, dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> dict[str, float]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, float]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, float] | list[dict[str, float]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        begin = int(self.ends[at - 1]) if at else 0
        entries = slice(begin, int(self.ends[at]))
        return {
            self.name(term): weight
            for term, weight in zip(self.terms[entries].tolist(), self.weights[entries].tolist(), strict=True)
        }

    def name(self, term: int) -> str:
        """What a term is: a name, or two."""
        if term < len(self._vocabulary):
            return self._vocabulary[term]
        return JOINT.join(self._vocabulary[one] for one in self._couples[term - len(self._vocabulary)].tolist())

    @property
    def owners(self) -> Numbers:
        """The event of each entry."""
        sizes = np.diff(self.ends, prepend=0)
        return np.repeat(np.arange(len(self.ends), dtype=np.int64), sizes)

    def in_company(self, settings: StorySettings) -> NameVectors:
        """The names of each event with what they tell: one of many events counts the less the more hold it.

        Two such names together count as one name that as many events hold as hold both, less what chance would bring
        together: two heads of state whom everybody names tell of their meetings all the same. Lengths are left as they
        come out: of what is called by the names of the whole world alone, nothing is known.
        """
        most, size = settings.hub_events, len(self._vocabulary)
        held = np.bincount(self.terms, minlength=size)
        owners = self.owners
        told = self.weights * np.minimum(1.0, most / held[self.terms])
        holders, keys, weights = self._couples_of(owners, held, most)
        found, which, both = np.unique(keys, return_inverse=True, return_counts=True)
        left, right = np.divmod(found, max(1, size))
        by_chance = held[left] * held[right] / max(1, len(self))
        rare = np.maximum(0.0, 1 - by_chance / both) * np.minimum(1.0, most / both)
        weights = weights * rare[which]
        kept = weights > 0
        every = np.concatenate([owners, holders[kept]])
        order = np.argsort(every, kind="stable")
        terms = np.concatenate([self.terms, which[kept] + size])[order]
        together = np.concatenate([told, weights[kept]])[order]
        every = every[order]
        lengths = np.maximum(1.0, np.sqrt(np.bincount(every, together * together, minlength=len(self))))
        ends = np.cumsum(np.bincount(every, minlength=len(self)))
        return NameVectors(
            self._vocabulary, ends, terms, together / lengths[every], couples=np.stack([left, right], axis=1)
        )

    def _couples_of(self, owners: Numbers, held: Numbers, most: int) -> tuple[Numbers, Numbers, Weights]:
        """Every two names of an event that many events hold, with the geometric mean of their weights.

        The event, both names as one number (the one that is first in the alphabet first), and the weight of each.
        """
        size = len(self._vocabulary)
        alphabet = np.empty(size, dtype=np.int64)
        alphabet[sorted(range(size), key=self._vocabulary.__getitem__)] = np.arange(size)
        hubs = np.flatnonzero(held[self.terms] > most)
        hubs = hubs[np.lexsort((alphabet[self.terms[hubs]], held[self.terms[hubs]], owners[hubs]))]
        events = owners[hubs]
        among = np.arange(len(hubs)) - np.searchsorted(events, events, "left")
        hubs = hubs[among < _MOST_HUBS]
        events, terms, weights = owners[hubs], self.terms[hubs], self.weights[hubs]
        parts = []
        for apart in range(1, min(_MOST_HUBS, len(hubs))):
            first = np.flatnonzero(events[apart:] == events[:-apart])
            one, other = terms[first], terms[first + apart]
            in_order = alphabet[one] <= alphabet[other]
            key = np.where(in_order, one, other) * size + np.where(in_order, other, one)
            parts.append((events[first], key, np.sqrt(weights[first] * weights[first + apart])))
        if not parts:
            none = np.zeros(0, dtype=np.int64)
            return none, none, np.zeros(0)
        holders, keys, means = (np.concatenate(one) for one in zip(*parts, strict=True))
        return holders, keys, means

    def leading(self) -> NameVectors:
        """The same without the names of so many events that they lead nowhere."""
        counts = np.bincount(self.terms, minlength=1)
        kept = counts[self.terms] <= _LEADS_TO
        ends: Numbers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept)])[self.ends]
        return NameVectors(self._vocabulary, ends, self.terms[kept], self.weights[kept], couples=self._couples)

    def likeness(self, left: int, right: int) -> float:
        """The product of the vectors of two events."""
        one, other = self._row(left), self._row(right)
        shared = np.isin(self.terms[one], self.terms[other])
        if not shared.any():
            return 0.0
        theirs = dict(zip(self.terms[other].tolist(), self.weights[other].tolist(), strict=True))
        mine = zip(self.terms[one][shared].tolist(), self.weights[one][shared].tolist(), strict=True)
        return float(sum(weight * theirs[term] for term, weight in mine))

    def _row(self, place: int) -> slice:
        return slice(int(self.ends[place - 1]) if place else 0, int(self.ends[place]))

    def pairs(self, least: float) -> Iterator[Pairs]:
        """Every two events that are at least so much alike, in portions, the later places in order."""
        owners = self.owners
        order = np.lexsort((owners, self.terms))
        terms = self.terms[order]
        # How many earlier events hold the name of each entry.
        before = np.empty(len(order), dtype=np.int64)
        place_of = np.empty(len(order), dtype=np.int64)
        before[order] = np.arange(len(order)) - np.searchsorted(terms, terms, "left")
        place_of[order] = np.arange(len(order))
        ends = np.cumsum(before)
        begin = 0
        while begin < len(order):
            done = int(ends[begin - 1]) if begin else 0
            last = int(owners[min(len(order) - 1, int(np.searchsorted(ends, done + _PAIRS_AT_ONCE)))])
            # Whole events at a time: those up to the one in which the portion is full, or that one alone.
            end = int(self.ends[last - 1]) if last and int(self.ends[last - 1]) > begin else int(self.ends[last])
            times = before[begin:end]
            mine = np.repeat(np.arange(begin, end), times)
            starts = np.cumsum(times) - times
            theirs = order[np.repeat(place_of[begin:end] - times - starts, times) + np.arange(times.sum())]
            keys, which = np.unique(owners[mine] * len(self) + owners[theirs], return_inverse=True)
            products = self.weights[mine] * self.weights[theirs]
            alike = np.asarray(np.bincount(which, products, minlength=len(keys)), dtype=np.float64)
            kept = alike >= least
            later, earlier = np.divmod(keys[kept], max(1, len(self)))
            yield Pairs(later, earlier, alike[kept])
            begin = end
