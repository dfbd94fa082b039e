"""Which events belong to one storyline, and the sentences that say so.

Nothing here holds the texts of more than some events at once: what a collection of a million accounts asks for are
arrays of names, and the words of those events that are alike in their names.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from copydesk.records import ArticleId, EventDate, Past, Sentence
from copydesk.settings import StorySettings
from copydesk.stories.company import JOINT, NameVectors
from copydesk.stories.couples import Weights
from copydesk.stories.events import Unit
from copydesk.stories.likeness import Numbers
from copydesk.stories.outlines import unpacked
from copydesk.stories.past import MONTH
from copydesk.stories.terms import name_vector, names_of
from copydesk.text.days import Days
from copydesk.text.likeness import cosine

SURE_NAMES = 2
"""Names that a sentence shares with the event it may point to, from which it does so whatever else is known."""

_MOST_MEANT = 3
"""Events that one sentence may point to: of a month in which more events have its names it tells nothing."""

_MOST_TIES = 3
"""Earlier events of its storyline that an event is tied to, the likest ones."""

_WORDS_HELD = 4096
"""Events whose words are held at once, 6 KB each: those that are compared next are mostly among the last."""


class Event(NamedTuple):
    """The units of one event with its day, and the publication of its articles where that is known."""

    units: Sequence[Unit]
    day: EventDate | None


class Reference(NamedTuple):
    """A sentence of one event that names the day of an earlier one: places of both, and where the sentence stands.

    `shared` counts the names it has in common with the earlier event.
    """

    source: int
    target: int
    article: ArticleId
    start: int
    end: int
    why: str
    shared: int


# -- references ------------------------------------------------------------------------------------------------------


def references(events: Sequence[Event], *, settings: StorySettings) -> list[Reference]:
    """The back-references between events, each target at most once a source: the sentence with most shared names.

    The events are read once, and those that sentences point to again.
    """
    looking, called = _looking_back(events)
    best: dict[tuple[int, int], Reference] = {}
    for one in looking:
        past = one.past
        meant = _meant((past.low, past.high), frozenset(one.told.names), called, settings.gate_days)
        meant.pop(one.source, None)
        for target, shared in _nearest(meant):
            known = best.get((one.source, target))
            if len(shared) > (known.shared if known else 0):
                why = f"names {past.words} and {', '.join(shared[:3])}: \u201c{_title(events[target])}\u201d"
                best[one.source, target] = Reference(
                    one.source, target, one.article, one.told.start, one.told.end, why, len(shared)
                )
    return [best[pair] for pair in sorted(best)]


class _Looking(NamedTuple):
    """A sentence of an event that names something long past."""

    source: int
    article: ArticleId
    past: Past
    told: Sentence


class _Named(NamedTuple):
    """An event that a name stands in: its days and its place."""

    low: date
    high: date
    place: int


def _looking_back(events: Iterable[Event]) -> tuple[list[_Looking], dict[str, list[_Named]]]:
    """The sentences that look back, and by the names in them the events that have a narrow day, in order of days."""
    looking: list[_Looking] = []
    days: list[EventDate | None] = []
    # Of each name eight bytes, Python's own hash: few of them stand in a sentence that looks back.
    owners, hashes = array("q"), array("q")
    for source, event in enumerate(events):
        narrow = event.day is not None and (event.day.high - event.day.low).days <= MONTH
        days.append(event.day if narrow else None)
        names: set[str] = set()
        for unit in event.units:
            names.update(unit.outline.called if narrow else ())
            looking.extend(_Looking(source, unit.face, past, told) for past, told in unit.pasts)
        hashes.extend(map(hash, names))
        owners.extend([source] * len(names))
    said = {hash(name): name for one in looking for name in one.told.names}
    found: dict[str, list[_Named]] = defaultdict(list)
    wanted = np.fromiter(said, dtype=np.int64, count=len(said))
    for at in np.flatnonzero(np.isin(np.array(hashes, dtype=np.int64), wanted)).tolist():
        day = days[owners[at]]
        assert day is not None  # names are kept of events with a narrow day alone
        found[said[hashes[at]]].append(_Named(day.low, day.high, owners[at]))
    return looking, {name: sorted(held) for name, held in found.items()}


def _meant(
    span: Days, said: frozenset[str], called: Mapping[str, Sequence[_Named]], margin: int
) -> dict[int, list[str]]:
    """The events with a day in a span and the names they share; a day named exactly may be off by the margin."""
    slack = timedelta(days=margin if span[0] == span[1] else 0)
    low, high = span[0] - slack, span[1] + slack
    found: dict[int, list[str]] = defaultdict(list)
    for name in sorted(said):
        held = called.get(name, ())
        for one in held[bisect_left(held, low - timedelta(days=MONTH), key=_low) : bisect_right(held, high, key=_low)]:
            if one.high >= low:
                found[one.place].append(name)
    return found


def _nearest(meant: Mapping[int, Sequence[str]]) -> list[tuple[int, Sequence[str]]]:
    """The events that share most names with a sentence; none where these are many, for then it means none of them."""
    most = max(map(len, meant.values()), default=0)
    nearest = [(place, shared) for place, shared in meant.items() if len(shared) == most]
    return nearest if len(nearest) <= _MOST_MEANT else []


def _low(named: _Named) -> date:
    return named.low


def _title(event: Event) -> str:
    return event.units[0].outline.title or "an earlier event"


# -- storylines ------------------------------------------------------------------------------------------------------


class Lines(NamedTuple):
    """The places of events by storyline, and the likeness of every two events that are alike enough by themselves."""

    lines: list[list[int]]
    edges: Mapping[frozenset[int], float]
    called: NameVectors


def group_events(events: Sequence[Event], referred: Sequence[Reference], *, settings: StorySettings) -> Lines:
    """The storylines by the likeness of names and words; a reference lowers what is asked.

    Both must be alike (the geometric mean of the two cosines counts): a place where much happens shares names,
    look-alike events share words. Events join by average link, so that one name in many events does not chain the
    whole world.
    """
    vectors = (_centre([name_vector(unit.names) for unit in event.units]) for event in events)
    called = NameVectors.of(vectors).in_company(settings)
    likeness = _Likeness(events, called.leading(), referred, settings=settings)
    edges = likeness.edges()
    return Lines(_Linking(len(events), likeness, edges).groups(settings.same_line), edges, called)


class _Likeness:
    """How alike two events are: the geometric mean of their likeness in names and in words, more where one points."""

    def __init__(
        self, events: Sequence[Event], called: NameVectors, referred: Iterable[Reference], *, settings: StorySettings
    ) -> None:
        self._called = called
        self._pointing = {frozenset((one.source, one.target)) for one in referred if one.shared >= SURE_NAMES}
        self._settings = settings
        self._raise = settings.same_line / settings.same_line_referred
        # Not a method: a circle would hold all names until the next search for circles, of which a run makes none.
        self._words = lru_cache(_WORDS_HELD)(partial(_words_of, events))

    def edges(self) -> dict[frozenset[int], float]:
        """The pairs that are alike enough to be of one storyline by themselves.

        What two events have in common in their names alone bounds it: words have a cosine of 1 at most.
        """
        least = self._settings.same_line
        found: dict[frozenset[int], float] = {}
        for pairs in self._called.pairs(max(self._settings.least_likeness, (least / self._raise) ** 2)):
            for later, earlier, names in zip(*(column.tolist() for column in pairs), strict=True):
                raised = self._raised(later, earlier)
                if names * raised * raised >= least * least:
                    score = raised * (names * self._in_words(later, earlier)) ** 0.5
                    if score >= least:
                        found[frozenset((later, earlier))] = score
        return found

    def between(self, left: Sequence[int], right: Sequence[int]) -> float:
        """The sum over every two events of two groups."""
        return float(sum(self._of(one, other) for one in left for other in right))

    def _of(self, left: int, right: int) -> float:
        names = self._called.likeness(left, right)
        if names < self._settings.least_likeness:
            return 0.0
        return float(self._raised(left, right) * (names * self._in_words(left, right)) ** 0.5)

    def _raised(self, left: int, right: int) -> float:
        return self._raise if frozenset((left, right)) in self._pointing else 1.0

    def _in_words(self, left: int, right: int) -> float:
        """The cosine of two events in their words and pairs of words."""
        terms, weights = self._words(left)
        others, theirs = self._words(right)
        if not len(others):
            return 0.0
        places = np.minimum(np.searchsorted(others, terms), len(others) - 1)
        return float(weights @ np.where(others[places] == terms, theirs[places], 0.0))


def _words_of(events: Sequence[Event], place: int) -> tuple[Numbers, Weights]:
    """The words and pairs of words of an event, by checksum in order, as a vector of length one."""
    told = [unpacked(unit.outline.terms) for unit in events[place].units]
    terms, which = np.unique(np.concatenate([one for one, _ in told]), return_inverse=True)
    summed = np.bincount(which, np.concatenate([one for _, one in told]), minlength=len(terms))
    weights = np.asarray(summed, dtype=np.float64)
    length = float(np.sqrt(weights @ weights))
    return terms, weights / length if length else weights


def _centre(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    length = cosine(total, total) ** 0.5
    return {term: weight / length for term, weight in total.items()} if length else {}


class _Linking:
    """Groups of events on their way to storylines, by average link: the mean over every two events of two groups.

    A mean is high enough only where that of a pair of the two is, so that sums are kept of such groups alone.
    """

    def __init__(self, count: int, likeness: _Likeness, edges: Mapping[frozenset[int], float]) -> None:
        self._likeness = likeness
        self._groups: dict[int, list[int]] = {place: [place] for place in range(count)}
        self._sums: dict[int, dict[int, float]] = defaultdict(dict)
        self._waiting: list[tuple[float, int, int]] = []
        for pair, score in edges.items():
            left, right = sorted(pair)
            self._sums[left][right] = self._sums[right][left] = score
            self._waiting.append((-score, left, right))

    def groups(self, least: float) -> list[list[int]]:
        """The groups once no two have a mean that is high enough; the most alike join first."""
        heapq.heapify(self._waiting)
        while self._waiting:
            score, left, right = heapq.heappop(self._waiting)
            if left not in self._groups or right not in self._groups or -score != self._mean(left, right):
                continue
            self._join(left, right)
            for other in self._sums[left]:
                mean = self._mean(left, other)
                if mean >= least:
                    heapq.heappush(self._waiting, (-mean, min(left, other), max(left, other)))
        return sorted(sorted(group) for group in self._groups.values())

    def _mean(self, left: int, right: int) -> float:
        return self._sums[left].get(right, 0.0) / (len(self._groups[left]) * len(self._groups[right]))

    def _join(self, left: int, right: int) -> None:
        """Let the right group become part of the left one; a sum that only one of them has is made for the other."""
        mine, theirs = self._sums[left], self._sums.pop(right)
        del mine[right], theirs[left]
        for other in {*mine, *theirs}:
            own = mine[other] if other in mine else self._between(left, other)
            more = theirs[other] if other in theirs else self._between(right, other)
            self._sums[other].pop(right, None)
            mine[other] = self._sums[other][left] = own + more
        self._groups[left].extend(self._groups.pop(right))

    def _between(self, left: int, right: int) -> float:
        return self._likeness.between(self._groups[left], self._groups[right])


# -- ties ------------------------------------------------------------------------------------------------------------


class Tie(NamedTuple):
    """Why two events of one storyline belong together: the sentence of the later that tells most of it."""

    source: int
    target: int
    article: ArticleId
    start: int
    end: int
    why: str


def ties_of(
    line: Sequence[int], events: Sequence[Event], found: Lines, referred: Mapping[tuple[int, int], Reference]
) -> Iterator[Tie]:
    """What ties each event of a storyline to earlier ones that it is like: a reference, else names in one sentence."""
    order = sorted(line, key=lambda place: _when(events[place], place))
    for at, source in enumerate(order):
        edges = [(found.edges.get(frozenset((source, target)), 0.0), target) for target in order[:at]]
        near = sorted((one for one in edges if one[0] > 0), key=lambda one: (-one[0], one[1]))[:_MOST_TIES]
        for _, target in near:
            pointing = referred.get((source, target))
            if pointing is not None:
                yield Tie(source, target, pointing.article, pointing.start, pointing.end, pointing.why)
            elif (tie := _by_names(source, target, events, found.called)) is not None:
                yield tie


def _when(event: Event, place: int) -> tuple[date, int]:
    return (event.day.low if event.day is not None else date.max), place


def _by_names(source: int, target: int, events: Sequence[Event], called: NameVectors) -> Tie | None:
    """The sentence of an event in which the names stand that tie it most to another."""
    mine = called[source]
    shared = {name: weight * mine[name] for name, weight in called[target].items() if name in mine}
    best: tuple[float, ArticleId, Sentence] | None = None
    for unit in events[source].units:
        for one in unit.sentences:
            told = sum(
                weight for name, weight in shared.items() if all(part in one.words for part in name.split(JOINT))
            )
            if told > (best[0] if best else 0.0):
                best = told, unit.face, one
    if best is None:
        return None
    _, article, told_in = best
    theirs = {part for name in shared for part in name.split(JOINT)}
    named = [text for text in told_in.names if theirs & names_of("", f"it is {text}").keys()]
    why = f"both name {', '.join(named[:3])}: \u201c{_title(events[target])}\u201d"
    return Tie(source, target, article, told_in.start, told_in.end, why)
