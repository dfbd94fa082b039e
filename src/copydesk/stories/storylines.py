"""Which events belong to one storyline, and the sentences that say so."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple, TypeVar

from copydesk.records import ArticleId, EventDate, Sentence
from copydesk.settings import StorySettings
from copydesk.stories.events import Unit
from copydesk.stories.outlines import unpacked
from copydesk.stories.past import MONTH
from copydesk.stories.terms import Terms, name_vector, names_of
from copydesk.text.days import Days
from copydesk.text.likeness import cosine

Term = TypeVar("Term", str, int)

SURE_NAMES = 2
"""Names that a sentence shares with the event it may point to, from which it does so whatever else is known."""

_MOST_MEANT = 3
"""Events that one sentence may point to: of a month in which more events have its names it tells nothing."""

_MOST_HUBS = 12
"""Names of many events, the rarest of an event, of which pairs are made."""

_LEADS_TO = 64
"""Events in which a name may stand and still lead from one to another: bounds the work to so many pairs a name."""

_JOINT = " & "
"""Between the two names of a couple."""

_MOST_TIES = 3
"""Earlier events of its storyline that an event is tied to, the likest ones."""


class Event(NamedTuple):
    """The units of one event with its day, and the publication of its articles where that is known."""

    units: tuple[Unit, ...]
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
    """The back-references between events, each target at most once a source: the sentence with most shared names."""
    called = _days_of_names(events)
    best: dict[tuple[int, int], Reference] = {}
    for source, event in enumerate(events):
        for unit in event.units:
            for past, told in unit.pasts:
                meant = _meant((past.low, past.high), frozenset(told.names), called, settings.gate_days)
                meant.pop(source, None)
                for target, shared in _nearest(meant):
                    known = best.get((source, target))
                    if len(shared) > (known.shared if known else 0):
                        why = f"names {past.words} and {', '.join(shared[:3])}: \u201c{_title(events[target])}\u201d"
                        best[source, target] = Reference(
                            source, target, unit.face, told.start, told.end, why, len(shared)
                        )
    return [best[pair] for pair in sorted(best)]


class _Named(NamedTuple):
    """An event that a name stands in: its days and its place."""

    low: date
    high: date
    place: int


def _days_of_names(events: Sequence[Event]) -> dict[str, list[_Named]]:
    """The events with a narrow day by the names in them, in order of their days."""
    found: dict[str, list[_Named]] = defaultdict(list)
    for place, event in enumerate(events):
        if event.day is not None and (event.day.high - event.day.low).days <= MONTH:
            for name in {name for unit in event.units for name in unit.outline.called}:
                found[name].append(_Named(event.day.low, event.day.high, place))
    return {name: sorted(held) for name, held in found.items()}


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
    called: Sequence[Terms]


def group_events(events: Sequence[Event], referred: Sequence[Reference], *, settings: StorySettings) -> Lines:
    """The storylines by the likeness of names and words; a reference lowers what is asked.

    Both must be alike (the geometric mean of the two cosines counts): a place where much happens shares names,
    look-alike events share words. Events join by average link, so that one name in many events does not chain the
    whole world.
    """
    called = names_in_company(
        [_centre([name_vector(unit.names) for unit in event.units]) for event in events], settings
    )
    by_word = [_centre([_words_of(unit) for unit in event.units]) for event in events]
    pointing = {frozenset((one.source, one.target)) for one in referred if one.shared >= SURE_NAMES}
    asked = settings.same_line / settings.same_line_referred
    scores: dict[frozenset[int], float] = {}
    for left, right, names_alike in _alike_by_name(called, settings=settings):
        pair = frozenset((left, right))
        alike = (names_alike * cosine(by_word[left], by_word[right])) ** 0.5
        scores[pair] = alike * (asked if pair in pointing else 1.0)
    lines = _average_link(len(events), scores, settings.same_line)
    return Lines(lines, {pair: score for pair, score in scores.items() if score >= settings.same_line}, called)


def names_in_company(vectors: Sequence[Terms], settings: StorySettings) -> list[dict[str, float]]:
    """The names of each event with what they tell: one of many events counts the less the more hold it.

    Two such names together count as one name that as many events hold as hold both, less what chance would bring
    together: two heads of state whom everybody names tell of their meetings all the same. Lengths are left as they come
    out: of what is called by the names of the whole world alone, nothing is known.
    """
    most = settings.hub_events
    held = Counter(name for vector in vectors for name in vector)
    couples = [_couples(vector, held, most) for vector in vectors]
    both = Counter(couple for found in couples for couple in found)
    rare = {
        couple: _company(couple, count, held, len(vectors)) * min(1.0, most / count) for couple, count in both.items()
    }
    called = []
    for vector, found in zip(vectors, couples, strict=True):
        told = {name: weight * min(1.0, most / held[name]) for name, weight in vector.items()}
        told.update({_JOINT.join(couple): weight * rare[couple] for couple, weight in found.items() if rare[couple]})
        length = max(1.0, cosine(told, told) ** 0.5)
        called.append({name: weight / length for name, weight in told.items()})
    return called


def _company(couple: tuple[str, str], both: int, held: Mapping[str, int], events: int) -> float:
    """Which share of the events that hold two names would not hold both by chance."""
    by_chance = held[couple[0]] * held[couple[1]] / events
    return max(0.0, 1 - by_chance / both)


def _couples(vector: Terms, held: Mapping[str, int], most: int) -> dict[tuple[str, str], float]:
    """Every two names of an event that many events hold, with the geometric mean of their weights."""
    hubs = sorted((name for name in vector if held[name] > most), key=lambda name: (held[name], name))[:_MOST_HUBS]
    return {couple: (vector[couple[0]] * vector[couple[1]]) ** 0.5 for couple in combinations(sorted(hubs), 2)}


def _alike_by_name(called: Sequence[Terms], *, settings: StorySettings) -> Iterator[tuple[int, int, float]]:
    """Every two events that are alike in their names, the later place first; what a hub alone joins is left out."""
    leading = {name for name, count in Counter(name for told in called for name in told).items() if count <= _LEADS_TO}
    holders: dict[str, list[int]] = defaultdict(list)
    for place, told in enumerate(called):
        alike: dict[int, float] = defaultdict(float)
        for name, weight in told.items():
            if name in leading:
                for earlier in holders[name]:
                    alike[earlier] += weight * called[earlier][name]
                holders[name].append(place)
        for earlier, score in alike.items():
            if score >= settings.least_likeness:
                yield place, earlier, score


def _words_of(unit: Unit) -> dict[int, float]:
    """The words and pairs of words of a unit with their weights, by checksum."""
    terms, weights = unpacked(unit.outline.terms)
    return dict(zip(terms.tolist(), weights.tolist(), strict=True))


def _centre(vectors: Sequence[Mapping[Term, float]]) -> dict[Term, float]:
    total: dict[Term, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    length = cosine(total, total) ** 0.5
    return {term: weight / length for term, weight in total.items()} if length else {}


def _average_link(count: int, scores: Mapping[frozenset[int], float], least: float) -> list[list[int]]:
    """Groups whose mean score is high enough, the most alike first; pairs without a score count as zero."""
    groups: dict[int, list[int]] = {place: [place] for place in range(count)}
    sums: dict[int, dict[int, float]] = {place: {} for place in range(count)}
    waiting: list[tuple[float, int, int]] = []
    for pair, score in scores.items():
        left, right = sorted(pair)
        sums[left][right] = sums[right][left] = score
        if score >= least:
            waiting.append((-score, left, right))
    heapq.heapify(waiting)
    while waiting:
        score, left, right = heapq.heappop(waiting)
        if left not in groups or right not in groups or -score != _mean(groups, sums, left, right):
            continue
        _join(groups, sums, left, right)
        for other in sums[left]:
            mean = _mean(groups, sums, left, other)
            if mean >= least:
                heapq.heappush(waiting, (-mean, min(left, other), max(left, other)))
    return sorted(sorted(group) for group in groups.values())


def _mean(groups: Mapping[int, Sequence[int]], sums: Mapping[int, Mapping[int, float]], left: int, right: int) -> float:
    return sums[left].get(right, 0.0) / (len(groups[left]) * len(groups[right]))


def _join(groups: dict[int, list[int]], sums: dict[int, dict[int, float]], left: int, right: int) -> None:
    groups[left].extend(groups.pop(right))
    for other, total in sums.pop(right).items():
        del sums[other][right]
        if other != left:
            sums[left][other] = sums[other][left] = sums[left].get(other, 0.0) + total


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


def _by_names(source: int, target: int, events: Sequence[Event], called: Sequence[Terms]) -> Tie | None:
    """The sentence of an event in which the names stand that tie it most to another."""
    shared = {name: weight * called[source][name] for name, weight in called[target].items() if name in called[source]}
    best: tuple[float, ArticleId, Sentence] | None = None
    for unit in events[source].units:
        for one in unit.sentences:
            told = sum(
                weight for name, weight in shared.items() if all(part in one.words for part in name.split(_JOINT))
            )
            if told > (best[0] if best else 0.0):
                best = told, unit.face, one
    if best is None:
        return None
    _, article, told_in = best
    theirs = {part for name in shared for part in name.split(_JOINT)}
    named = [text for text in told_in.names if theirs & names_of("", f"it is {text}").keys()]
    why = f"both name {', '.join(named[:3])}: \u201c{_title(events[target])}\u201d"
    return Tie(source, target, article, told_in.start, told_in.end, why)
