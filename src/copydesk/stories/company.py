"""The names of events, and how alike events are by them: a collection's worth, in arrays.

A name of many events tells little, two such names together may tell much. What is held is some hundred bytes an event,
and the work is bounded by how many events a name may lead to, not by the square of their number.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

import numpy as np

from copydesk.settings import StorySettings
from copydesk.stories.couples import Couples, Places, Weights, runs_of
from copydesk.stories.likeness import Numbers

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
        terms: Places,
        weights: Weights,
        *,
        couples: Places | None = None,
    ) -> None:
        """`ends` is where the entries of each event end; `couples` are two numbers of names for each couple."""
        self.vocabulary = vocabulary
        self._couples = np.zeros((0, 2), dtype=np.int32) if couples is None else couples
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
            np.frombuffer(terms, dtype=np.int32) if terms else np.zeros(0, dtype=np.int32),
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
        if term < len(self.vocabulary):
            return self.vocabulary[term]
        return JOINT.join(self.vocabulary[one] for one in self._couples[term - len(self.vocabulary)].tolist())

    @property
    def owners(self) -> Places:
        """The event of each entry."""
        sizes = np.diff(self.ends, prepend=0)
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), sizes)

    def in_company(self, settings: StorySettings) -> NameVectors:
        """The names of each event with what they tell: one of many events counts the less the more hold it.

        Two such names together count as one name that as many events hold as hold both, less what chance would bring
        together: two heads of state whom everybody names tell of their meetings all the same. Lengths are left as they
        come out: of what is called by the names of the whole world alone, nothing is known. What one event alone holds
        counts in its length and is let go of, for it is like nothing: of the names of a million accounts most are so.
        """
        held = np.bincount(self.terms, minlength=len(self.vocabulary))
        owners = self.owners
        told = self.weights * np.minimum(1.0, settings.hub_events / held[self.terms])
        couples = Couples.of(self, held, settings.hub_events)
        squares, amounts = np.bincount(owners, told * told, minlength=len(self)), np.zeros(len(self), dtype=np.int64)
        for block in couples.told():
            np.add.at(squares, block.events, block.weights * block.weights)
            amounts += np.bincount(block.events[block.shared], minlength=len(self))
        lengths = np.maximum(1.0, np.sqrt(squares))
        shared = held > 1
        names, number_of = np.flatnonzero(shared), (np.cumsum(shared) - 1).astype(np.int32)
        mine = shared[self.terms]
        rows = _Rows(amounts + np.bincount(owners[mine], minlength=len(self)))
        rows.add(owners[mine], number_of[self.terms[mine]], told[mine] / lengths[owners[mine]])
        for block in couples.told():
            here, first = block.shared, np.int32(len(names))
            rows.add(block.events[here], block.which[here] + first, block.weights[here] / lengths[block.events[here]])
        vocabulary = tuple(self.vocabulary[name] for name in names.tolist())
        return NameVectors(vocabulary, rows.ends, rows.terms, rows.weights, couples=number_of[couples.names])

    def leading(self) -> NameVectors:
        """The same without the names of so many events that they lead nowhere."""
        counts = np.bincount(self.terms, minlength=1)
        kept = counts[self.terms] <= _LEADS_TO
        ends: Numbers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(kept)])[self.ends]
        return NameVectors(self.vocabulary, ends, self.terms[kept], self.weights[kept], couples=self._couples)

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
        order = np.argsort(self.terms, kind="stable").astype(np.int32)
        # How many earlier events hold the name of each entry, and where it is among all entries in order of names.
        before, place_of = np.empty_like(order), np.empty_like(order)
        firsts, sizes = runs_of(self.terms[order])
        place_of[order] = np.arange(len(order), dtype=np.int32)
        before[order] = np.arange(len(order), dtype=np.int32) - np.repeat(firsts.astype(np.int32), sizes)
        ends = np.cumsum(before, dtype=np.int64)
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
            keys, which = np.unique(owners[mine].astype(np.int64) * len(self) + owners[theirs], return_inverse=True)
            products = self.weights[mine] * self.weights[theirs]
            alike = np.asarray(np.bincount(which, products, minlength=len(keys)), dtype=np.float64)
            kept = alike >= least
            later, earlier = np.divmod(keys[kept], max(1, len(self)))
            yield Pairs(later, earlier, alike[kept])
            begin = end


class _Rows:
    """The entries of events, in the order in which they are added to each; `amounts` is how many each will have."""

    def __init__(self, amounts: Numbers) -> None:
        self.ends: Numbers = np.cumsum(amounts)
        self.terms = np.empty(int(amounts.sum()), dtype=np.int32)
        self.weights = np.empty(len(self.terms))
        self._next = self.ends - amounts

    def add(self, owners: Places, terms: Places, weights: Weights) -> None:
        """Put entries behind those that are there; `owners` are their events, in order."""
        amounts = np.bincount(owners, minlength=len(self._next))
        places = np.arange(len(owners)) + (self._next - np.cumsum(amounts) + amounts)[owners]
        self.terms[places], self.weights[places] = terms, weights
        self._next += amounts
