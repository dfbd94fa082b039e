"""What articles name as long past: days and months with their sentences, by which earlier events are known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from copydesk.records import Article, Published
from copydesk.text.days import DayMention, Days, days, resolve_all
from copydesk.text.sentences import sentences

MONTH = 31
"""Days; wider spans point at nothing in particular."""

_BACK = timedelta(days=14)
"""A reference points back when what it names lies at least so far before the event that is told."""

_YEAR_AND_MORE = 370
"""Days within which a day without a year is meant: what lies further back is named with its year."""

LONGEST = 40_000
"""Characters of a text that are looked at."""

_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)


class PastDay(NamedTuple):
    """A day or month that a sentence names as long past: its words, what they mean, and where the sentence stands.

    `outright` where the words alone tell the day, or month, once the day of writing is known: neither counted from
    another day of the text ("25 days after") nor the beginning of something that lasts ("since May").
    """

    words: str
    span: Days
    start: int
    end: int
    outright: bool


def past_days(article: Article, published: Published | None) -> Iterator[PastDay]:
    """The days and months that an article names as long past; without a day of its own, only those with a year."""
    text = article.text[:LONGEST]
    known = published is not None and (published.high - published.low).days <= MONTH
    anchor = published.low if published is not None else date.max
    mentions = [mention for mention in days(text) if known or mention.year is not None]
    if not mentions:
        return
    places = sentences(text)
    starts = [start for start, _ in places]
    for mention, span in zip(mentions, resolve_all(mentions, anchor), strict=True):
        at = bisect_right(starts, mention.start) - 1
        if at < 0 or span is None or mention.ahead is True or not _is_long_past(span, anchor):
            continue
        yield PastDay(mention.text, span, *places[at], _is_outright(text, mention, span, anchor))


def _is_long_past(span: Days, anchor: date) -> bool:
    return span[1] < anchor - _BACK and (span[1] - span[0]).days <= MONTH


def _is_outright(text: str, mention: DayMention, span: Days, anchor: date) -> bool:
    if mention.kind == "after" or _SINCE.search(text, max(0, mention.start - 8), mention.start):
        return False
    return mention.year is not None or (anchor - span[0]).days <= _YEAR_AND_MORE
