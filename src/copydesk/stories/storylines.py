"""Which events belong to one storyline, and the sentences that say so."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from copydesk.records import Article, EventDate, Published
from copydesk.settings import StorySettings
from copydesk.stories.events import Unit
from copydesk.stories.likeness import alike_pairs, rows_of
from copydesk.stories.terms import Terms, name_vector, word_vector
from copydesk.text.days import Days, days, resolve_all
from copydesk.text.likeness import cosine
from copydesk.text.names import names
from copydesk.text.sentences import sentences

_MONTH = 31
"""Days; wider spans point at nothing in particular."""

_BACK = timedelta(days=14)
"""A reference points back when what it names lies at least so far before the event that is told."""


SURE_NAMES = 2
"""Names that a sentence shares with the event it may point to, from which it does so whatever else is known."""


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
    article: Article
    start: int
    end: int
    why: str
    shared: int


class _PastDay(NamedTuple):
    """A day or month that a sentence names as long past: its words and meaning, the sentence, and the names in it."""

    words: str
    span: Days
    start: int
    end: int
    names: frozenset[str]


def references(
    events: Sequence[Event], published: Mapping[str, Published | None], *, settings: StorySettings
) -> list[Reference]:
    """The back-references between events, each target at most once a source: the sentence with most shared names."""
    dated = sorted((day.low, place) for place, event in enumerate(events) if (day := event.day) and _is_narrow(day))
    spoken = [_names_of_event(event) for event in events]
    best: dict[tuple[int, int], Reference] = {}
    for source, event in enumerate(events):
        for unit in event.units:
            for past in _past_days(unit.face, published.get(unit.face.id)):
                for target in _within(dated, past.span, settings.gate_days):
                    shared = past.names & spoken[target]
                    known = best.get((source, target))
                    if target != source and len(shared) > (known.shared if known else 0):
                        best[source, target] = _reference(
                            (source, target), unit.face, past, shared, target=events[target]
                        )
    return [best[pair] for pair in sorted(best)]


def _is_narrow(day: EventDate) -> bool:
    return (day.high - day.low).days <= _MONTH


def _past_days(article: Article, published: Published | None) -> Iterator[_PastDay]:
    """The days and months that an article names as long past; without a day of its own, only those with a year."""
    known = published is not None and (published.high - published.low).days <= _MONTH
    anchor = published.low if published is not None else date.max
    mentions = [mention for mention in days(article.text) if known or mention.year is not None]
    places = sentences(article.text)
    starts = [start for start, _ in places]
    said: dict[int, frozenset[str]] = {}
    for mention, span in zip(mentions, resolve_all(mentions, anchor), strict=True):
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or span is None or mention.ahead is True or not _is_long_past(span, anchor):
            continue
        start, end = places[at]
        if at not in said:
            said[at] = frozenset(name.text for name in names(article.text[start:end]))
        yield _PastDay(mention.text, span, start, end, said[at])


def _is_long_past(span: Days, anchor: date) -> bool:
    return span[1] < anchor - _BACK and (span[1] - span[0]).days <= _MONTH


def _within(dated: Sequence[tuple[date, int]], span: Days, margin: int) -> Iterator[int]:
    """The events whose day lies in a span; a day named exactly may be off by the margin of the gate."""
    slack = timedelta(days=margin if span[0] == span[1] else 0)
    for place in range(bisect_left(dated, (span[0] - slack, -1)), len(dated)):
        if dated[place][0] > span[1] + slack:
            return
        yield dated[place][1]


def _names_of_event(event: Event) -> frozenset[str]:
    return frozenset(name.text for unit in event.units for name in names(unit.face.text))


def _reference(
    places: tuple[int, int], article: Article, past: _PastDay, shared: frozenset[str], *, target: Event
) -> Reference:
    label = target.units[0].face.title or "an earlier event"
    why = f"names {past.words} and {', '.join(sorted(shared)[:3])}: \u201c{label}\u201d"
    return Reference(*places, article, past.start, past.end, why, len(shared))


def group_events(events: Sequence[Event], referred: Sequence[Reference], *, settings: StorySettings) -> list[list[int]]:
    """The places of the events by storyline, by the likeness of names and words; a reference lowers what is asked.

    Both must be alike (the geometric mean of the two cosines counts): a place where much happens shares names,
    look-alike events share words. Events join by average link, so that one name in many events does not chain the
    whole world.
    """
    by_name = [_centre([name_vector(unit.names) for unit in event.units]) for event in events]
    by_word = [
        _centre([word_vector(unit.words, pair_length=settings.pair_length) for unit in event.units]) for event in events
    ]
    pointing = {frozenset((one.source, one.target)) for one in referred if one.shared >= SURE_NAMES}
    asked = settings.same_line / settings.same_line_referred
    scores: dict[frozenset[int], float] = {}
    for left, right, names_alike in alike_pairs(rows_of(by_name), least=settings.least_likeness):
        pair = frozenset((left, right))
        alike = (names_alike * cosine(by_word[left], by_word[right])) ** 0.5
        scores[pair] = alike * (asked if pair in pointing else 1.0)
    return _average_link(len(events), scores, settings.same_line)


def _centre(vectors: Sequence[Terms]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
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
