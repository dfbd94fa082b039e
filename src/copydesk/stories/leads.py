"""What the lead of an article tells: its words, and the days that its clauses put in the past, with their weights."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from copydesk.records import Article
from copydesk.settings import StorySettings
from copydesk.stories.terms import rarity, terms_of
from copydesk.text.days import DayMention, Days, days, resolve_all, stated
from copydesk.text.quotation import quotations
from copydesk.text.sentences import sentences

NEAR = 10
"""Days from publication within which a day named in the lead can be that of the news; older ones are background."""

_LONGEST_LEAD = 3_000
"""Characters within which a lead ends, whatever its sentences."""

_FIRST, _LATER = 1.0, 0.5
"""What a day named in the first sentence counts, and one named later in the lead."""

_OF_SAYING = 0.4
"""By how much less a day counts on which something was only said: "..., police said on Friday"."""
_SAYING = re.compile(
    r"\b(?:said|told|says|tells|announced|reported|added|confirmed|wrote)\b(?:\s+\w+){0,3}\s*$", re.IGNORECASE
)


def lead_days(article: Article, anchor: date, settings: StorySettings) -> Iterator[tuple[float, Days]]:
    """The days named in the lead that its clauses put in the past, each with its weight."""
    told = lead(article.text, settings)
    quoted = [(one.start, one.end) for one in quotations(told)]
    mentions = days(told)
    first = (sentences(told) or [(0, 0)])[0][1]
    for mention, span in zip(mentions, resolve_all(mentions, anchor), strict=True):
        if span is None or not _is_news(mention, span, anchor):
            continue
        if any(start <= mention.start < end for start, end in quoted):
            continue
        said = _is_of_saying(told, mention.start)
        yield (_FIRST if mention.start < first else _LATER) * (_OF_SAYING if said else 1.0), span


def stated_days(article: Article, settings: StorySettings) -> Iterator[Days]:
    """The full dates in the lead that are not still to come, and which no weekday of its deeds speaks against.

    "The bell tolled on Tuesday for those killed when the dam broke on 18 January 2032", a Sunday, tells of another day.
    """
    told = lead(article.text, settings)
    mentions = [mention for mention in days(told) if mention.ahead is not True]
    weekdays = {
        mention.weekday for mention in mentions if mention.kind == "weekday" and not _is_of_saying(told, mention.start)
    }
    for mention in mentions:
        span = stated(mention) if mention.kind == "date" else None
        if span is not None and (not weekdays or span[0].weekday() in weekdays):
            yield span


def _is_of_saying(told: str, start: int) -> bool:
    """Whether something was only said on the day that is named here."""
    return _SAYING.search(told, max(0, start - 40), start) is not None


def _is_news(mention: DayMention, span: Days, anchor: date) -> bool:
    past = span[0] == span[1] and 0 <= (anchor - span[0]).days <= NEAR
    return past and not (mention.ahead and span[0] > anchor)


def head_words(article: Article, settings: StorySettings) -> frozenset[str]:
    """The words of the headline, the standfirst and the lead of an article."""
    first = " ".join((article.standfirst or "", lead(article.text, settings)))
    return frozenset(term for term in terms_of(article.title or "", first) if " " not in term)


def share_held(words: Iterable[str], held: Collection[str]) -> float:
    """How much of the rarity of some words others hold, 0 to 1."""
    weights = {word: rarity(word) for word in words}
    return sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)


def lead(text: str, settings: StorySettings) -> str:
    """The first sentences of a text."""
    found = sentences(text[:_LONGEST_LEAD])[: settings.lead_sentences]
    return text[: found[-1][1]] if found else ""
