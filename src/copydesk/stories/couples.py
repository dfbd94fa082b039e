"""Two names that stand together in events: what they tell where each of them stands in very many.

The couples of the names of a million accounts would take gigabytes, so none are held: they are made anew, some
millions at a time, each time they are gone through, in a second for thirty million.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from copydesk.stories.likeness import Flags, Numbers

Weights = NDArray[np.float64]
Places = NDArray[np.int32]
"""Numbers of events, names or couples: of a million accounts there are tens of millions, so half the bytes count."""

_MOST_HUBS = 12
"""Names of many events, the rarest of an event, of which couples are made."""

_NONE = -1
"""Both names of no couple."""

_MADE_AT_ONCE = 500_000
"""Couples that are made at once: what they tell takes a hundred bytes each."""

_COUNTED_AT_ONCE = 4_000_000
"""Couples that are sorted at once to be counted: bounds memory to a hundred megabytes."""


class Called(Protocol):
    """Names of events by number: where the entries of each event end, the name of each entry, and its weight."""

    vocabulary: Sequence[str]
    terms: Places
    weights: Weights

    def __len__(self) -> int:
        """How many events there are."""
        ...

    @property
    def owners(self) -> Places:
        """The event of each entry."""
        ...


class _Made(NamedTuple):
    """Couples as they are made: the event, both names as one number, and the geometric mean of their weights."""

    events: Places
    keys: Numbers
    means: Weights


class Told(NamedTuple):
    """Couples with what they tell, events in order; `which` is the number of one that several events share."""

    events: Places
    which: Places
    weights: Weights
    shared: Flags


class Couples:
    """Every two names of an event that many events hold, of the rarest of each event.

    `names` are the two names of each couple that more than one event holds, the one that is first in the alphabet
    first: as many rows of two numbers.
    """

    def __init__(self, hubs: _Hubs, held: Numbers, *, most: int, events: int) -> None:
        """`held` is how many of all `events` hold each name; a couple of more than `most` of them tells less."""
        self._hubs = hubs
        self._held, self._most, self._events = held, most, events
        self._keys, both = self._counted()
        # What is not among the keys may be sought behind the last of them; one event alone holds it.
        self._sought, self._both = np.append(self._keys, _NONE), np.append(both, 1)
        self.names = np.stack(np.divmod(self._keys, max(1, len(held))), axis=1)

    @classmethod
    def of(cls, called: Called, held: Numbers, most: int) -> Couples:
        """The couples of names that more than `most` events hold."""
        common = np.flatnonzero(held > most).tolist()
        alphabet = np.zeros(len(held), dtype=np.int32)
        alphabet[sorted(common, key=called.vocabulary.__getitem__)] = np.arange(len(common))
        owners, terms = called.owners, called.terms
        hubs = np.flatnonzero(held[terms] > most)
        hubs = hubs[np.lexsort((alphabet[terms[hubs]], held[terms[hubs]], owners[hubs]))]
        among = np.arange(len(hubs)) - np.searchsorted(owners[hubs], owners[hubs], "left")
        hubs = hubs[among < _MOST_HUBS]
        found = _Hubs(owners[hubs], terms[hubs], called.weights[hubs], alphabet)
        return cls(found, held, most=most, events=len(called))

    def told(self) -> Iterator[Told]:
        """The couples with what they tell, the events of each portion in order.

        All where few events hold both names; nothing where no more do than chance would bring together.
        """
        for made in self._made():
            places = np.searchsorted(self._keys, made.keys)
            known = self._sought[places] == made.keys
            both = np.where(known, self._both[places], 1)
            left, right = np.divmod(made.keys, max(1, len(self._held)))
            by_chance = self._held[left] * self._held[right] / max(1, self._events)
            rare = np.maximum(0.0, 1 - by_chance / both) * np.minimum(1.0, self._most / both)
            weights = made.means * rare
            yield Told(made.events, places.astype(np.int32), weights, known & (weights > 0))

    def _made(self) -> Iterator[_Made]:
        events, terms, weights, alphabet = self._hubs
        for apart in range(1, min(_MOST_HUBS, len(events))):
            together = np.flatnonzero(events[apart:] == events[:-apart])
            for begin in range(0, len(together), _MADE_AT_ONCE):
                first = together[begin : begin + _MADE_AT_ONCE]
                one, other = terms[first].astype(np.int64), terms[first + apart].astype(np.int64)
                in_order = alphabet[one] <= alphabet[other]
                keys = np.where(in_order, one, other) * len(self._held) + np.where(in_order, other, one)
                yield _Made(events[first], keys, np.sqrt(weights[first] * weights[first + apart]))

    def _counted(self) -> tuple[Numbers, Numbers]:
        """The couples that more than one event holds, in order, and how many hold each; counted a part at a time."""
        parts = 1 + sum(len(made.keys) for made in self._made()) // _COUNTED_AT_ONCE
        keys, counts = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for part in range(parts):
            inside = np.sort(
                np.concatenate([keys[0], *(made.keys[made.keys % parts == part] for made in self._made())])
            )
            firsts, both = runs_of(inside)
            keys.append(inside[firsts[both > 1]])
            counts.append(both[both > 1])
        found, times = np.concatenate(keys), np.concatenate(counts)
        order = np.argsort(found)
        return found[order], times[order]


class _Hubs(NamedTuple):
    """The names of events of which couples are made, those of an event together, and their places in the alphabet."""

    events: Places
    terms: Places
    weights: Weights
    alphabet: Places


def runs_of(ordered: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Where each run of equal numbers begins, and how long it is."""
    begins = np.ones(len(ordered), dtype=np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    firsts = np.flatnonzero(begins)
    return firsts, np.diff(firsts, append=len(ordered))
