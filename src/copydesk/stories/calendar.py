"""Known days: what a text says of an event whose day is known bounds the day on which the text was written.

"Last week's arrest warrant" was written in the week after the warrant; "to attend the opening ceremony on Friday" in
the days before the opening. A text names a known event when it holds a word of each of its groups; a sentence speaks of
it when it holds the last group, which is the deed, and another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from copydesk.records import EventDate
from copydesk.settings import KnownDay, known_day
from copydesk.text.days import DayMention, Days, days, resolve
from copydesk.text.sentences import sentences

_REACH = timedelta(days=62)
"""How far from a known day a text may be written that names it by a weekday, a week or a month."""

_RELATIVE = frozenset({"weekday", "relative"})

# "hours before the opening": the news is of that very day or night.
_SAME_DAY = re.compile(
    r"\b(?:hours|minutes|moments|shortly|just|immediately) (?:before|after|ahead of)\b", re.IGNORECASE
)
_LONGEST = 20_000
"""Characters of a text that are looked at."""


class Bound(NamedTuple):
    """The first and last day on which a text was written, and why."""

    low: date
    high: date
    why: str


def written_between(text: str, *, own: Sequence[str] = ()) -> Bound | None:
    """When a text was written, by the known events that it names with words of time; None where there are none.

    `own` are lines of a desk's calendar, which come before the shipped ones. Bounds that do not meet are told apart by
    number: the stretch that most of them hold, the earliest of equals, is given.
    """
    bounds = list(_bounds(text[:_LONGEST], _known(tuple(own))))
    if not bounds:
        return None
    ends = sorted({bound.low for bound in bounds})
    best = max(ends, key=lambda day: (sum(one.low <= day <= one.high for one in bounds), -day.toordinal()))
    held = [bound for bound in bounds if bound.low <= best <= bound.high]
    return Bound(
        max(bound.low for bound in held),
        min(bound.high for bound in held),
        "; ".join(dict.fromkeys(bound.why for bound in held)),
    )


def told_by(bound: Bound, *, news_age_days: int) -> EventDate:
    """The days that a text written between two days can tell of as news."""
    return EventDate(low=bound.low - timedelta(days=news_age_days), high=bound.high, basis=f"known day: {bound.why}")


@lru_cache(maxsize=8)
def _known(own: tuple[str, ...]) -> tuple[KnownDay, ...]:
    shipped = resources.files(__package__).joinpath("calendar.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(known_day(line) for line in (*own, *shipped))


def _bounds(text: str, known: Sequence[KnownDay]) -> Iterator[Bound]:
    whole = _told(text)
    here = [one for one in known if all(_holds(whole, group) for group in one.words)]
    if not here:
        return
    for start, end in sentences(text):
        one = _spoken_of(text[start:end], here)
        if one is not None:
            yield from _of_sentence(text[start:end], one)


def _spoken_of(sentence: str, known: Sequence[KnownDay]) -> KnownDay | None:
    """The known event that a sentence speaks of: it holds the last group, two in all, and more than any other's."""
    told = _told(sentence)
    held = [(sum(_holds(told, group) for group in one.words), one) for one in known]
    most = max(count for count, _ in held)
    best = [one for count, one in held if count == most and _holds(told, one.words[-1])]
    return best[0] if len(best) == 1 and most >= min(2, len(best[0].words)) else None


def _of_sentence(sentence: str, known: KnownDay) -> Iterator[Bound]:
    for mention in days(sentence):
        span = _anchors(mention, known.day) if mention.kind in _RELATIVE else None
        if span is not None:
            yield Bound(*span, f"“{mention.text}” of {known.what}, {known.day}")
    if (found := _SAME_DAY.search(sentence)) is not None:
        yield Bound(
            known.day - timedelta(days=1), known.day + timedelta(days=2), f"“{found.group()}” {known.what}, {known.day}"
        )


def _anchors(mention: DayMention, day: date) -> Days | None:
    """The first and last day of writing on which a mention means a day; None where no day near it does."""
    fitting = []
    for away in range(-_REACH.days, _REACH.days + 1):
        anchor = day + timedelta(days=away)
        span = resolve(mention, anchor)
        if span is not None and span[0] <= day <= span[1]:
            fitting.append(anchor)
    return (fitting[0], fitting[-1]) if fitting else None


class _Told(NamedTuple):
    """A text as it stands, and in small letters."""

    text: str
    small: str


def _told(text: str) -> _Told:
    return _Told(text, _small(text))


def _small(text: str) -> str:
    """A text in small letters; a dotted capital and a dotless i are an i, as they are to patterns that mind no case."""
    return text.replace("\u0130", "i").replace("\u0131", "i").casefold()


def _holds(told: _Told, group: Sequence[str]) -> bool:
    return any(_holds_word(told, word) for word in group)


def _holds_word(told: _Told, word: str) -> bool:
    """Whether a word stands whole in a text. Few of the calendar's do, and letters are found sooner than words."""
    letters, pattern = _sought(word)
    return letters in (told.text if _is_name(word) else told.small) and pattern.search(told.text) is not None


@lru_cache(maxsize=1024)
def _sought(word: str) -> tuple[str, re.Pattern[str]]:
    """The letters that a text with this word holds, in small letters unless it is a name, and its pattern."""
    named = _is_name(word)
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", 0 if named else re.IGNORECASE)
    return word if named else _small(word), pattern


def _is_name(word: str) -> bool:
    return word[:1].isupper()
