"""What the lead of an article tells of days: those that its clauses put in the past, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from copydesk.records import Article
from copydesk.settings import StorySettings
from copydesk.text.days import DayMention, Days, days, resolve_all
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
        said = _SAYING.search(told, max(0, mention.start - 40), mention.start)
        yield (_FIRST if mention.start < first else _LATER) * (_OF_SAYING if said else 1.0), span


def _is_news(mention: DayMention, span: Days, anchor: date) -> bool:
    past = span[0] == span[1] and 0 <= (anchor - span[0]).days <= NEAR
    return past and not (mention.ahead and span[0] > anchor)


def lead(text: str, settings: StorySettings) -> str:
    """The first sentences of a text."""
    found = sentences(text[:_LONGEST_LEAD])[: settings.lead_sentences]
    return text[: found[-1][1]] if found else ""
