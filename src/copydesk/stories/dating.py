"""When the main event of each article happened, and what a family of copies tells of the days of its members.

The event is dated by the day words of the lead, read from the day of writing: the dateline's, else that of publication.
The day on which a page was served is never used. Members of one family tell of one event, and none was published before
its source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from copydesk.records import Article, ArticleId, Dating, EventDate, Family, Published
from copydesk.settings import StorySettings
from copydesk.stories.calendar import Bound, told_by, written_between
from copydesk.text.days import DayMention, Days, days, resolve, resolve_all, stated
from copydesk.text.ids import stable_id
from copydesk.text.quotation import quotations
from copydesk.text.sentences import sentences

_NEAR = 10
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


def date_articles(
    articles: Sequence[Article], families: Sequence[Family], *, settings: StorySettings
) -> tuple[Dating, ...]:
    """One dating for every article, in their order: its publication, inferred where its page is silent, and its event.

    A copy without a date of its own was published between the day of its source and `copy_lag_days` later (`basis`
    `copy`). Its event is that of its family: the day that most members tell, the source's first.
    """
    by_id = {article.id: article for article in articles}
    published = {article.id: article.published for article in articles}
    for family in families:
        published.update(_inferred(family, by_id, settings))
    own = {article.id: tuple(_events(article, published[article.id], settings)) for article in articles}
    shared = {ident: event for family in families for ident, event in _shared(family, own).items()}
    return tuple(_dating(article, published[article.id], own[article.id], shared) for article in articles)


def _dating(
    article: Article,
    published: Published | None,
    events: tuple[EventDate, ...],
    shared: Mapping[ArticleId, tuple[EventDate, ...]],
) -> Dating:
    candidates = shared.get(article.id) or events
    return Dating(
        id=stable_id("dating", article.id),
        article=article.id,
        published=published,
        event=candidates[0] if candidates else None,
        candidates=candidates,
    )


# -- publication -----------------------------------------------------------------------------------------------------


def _inferred(
    family: Family, by_id: Mapping[ArticleId, Article], settings: StorySettings
) -> Iterator[tuple[ArticleId, Published]]:
    """The publication of members whose pages tell nothing: not before their source, and mostly soon after it."""
    parents = {edge.child: edge.parent for edge in family.edges if edge.parent is not None}
    dated = {
        ident: published
        for ident in family.articles
        if ident in by_id and (published := by_id[ident].published) is not None
    }
    for ident in family.articles:
        article = by_id.get(ident)
        if article is None or ident in dated or ident not in parents:
            continue
        earlier = [one for one in family.articles if one in dated and not _stems_from(one, ident, parents)]
        if not earlier:
            continue
        source = min((dated[one] for one in earlier), key=lambda one: (one.low != one.high, one.low, one.high))
        high = source.high + timedelta(days=settings.copy_lag_days)
        if article.page_date is not None and source.low <= article.page_date < high:
            high = article.page_date
        exact = source.low == high
        yield (
            ident,
            Published(
                low=source.low,
                high=high,
                precision="day" if exact else "interval",
                basis="copy",
                confidence=settings.copy_confidence,
            ),
        )


def _stems_from(article: str, source: str, parents: Mapping[ArticleId, str]) -> bool:
    """Whether an article was made from a source, directly or through others."""
    seen: set[str] = set()
    while article not in seen:
        seen.add(article)
        if article == source:
            return True
        article = parents.get(ArticleId(article), article)
    return False


# -- event -----------------------------------------------------------------------------------------------------------


def _events(article: Article, published: Published | None, settings: StorySettings) -> Iterator[EventDate]:
    """The days on which the news of an article may have happened, the likeliest first.

    Where the day of publication is not known, known days that the text names narrow it.
    """
    if published is None or published.low != published.high:
        bound = written_between(article.text, own=settings.calendar)
        if bound is not None and _may_be(bound, article, published):
            yield told_by(bound, news_age_days=settings.news_age_days)
        elif published is None:
            yield from _told_outright(article, settings)
        else:
            reach = timedelta(days=settings.news_age_days)
            yield EventDate(low=published.low - reach, high=published.high, basis="published between")
        return
    anchor = _written(article, published.low)
    found: dict[Days, float] = defaultdict(float)
    for weight, span in _lead_days(article, anchor, settings):
        found[span] += weight
    for span in sorted(found, key=lambda span: -found[span]):
        yield EventDate(low=span[0], high=span[1], basis="text")
    if not found:
        low = anchor - timedelta(days=settings.news_age_days)
        yield EventDate(low=low, high=anchor, basis="published shortly after")


def _may_be(bound: Bound, article: Article, published: Published | None) -> bool:
    """Whether a text may have been written then: not after its page was served, nor outside of its publication."""
    served = article.page_date
    if served is not None and bound.low > served:
        return False
    return published is None or (bound.low <= published.high and published.low <= bound.high)


def _written(article: Article, published: date) -> date:
    """The day of writing: that of the dateline where it lies within the days before publication."""
    for mention in days(article.dateline or ""):
        span = resolve(mention, published) if mention.kind in {"date", "day_month"} else None
        if span is not None and 0 <= (published - span[0]).days <= _NEAR:
            return span[0]
    return published


def _lead_days(article: Article, anchor: date, settings: StorySettings) -> Iterator[tuple[float, Days]]:
    """The days named in the lead that its clauses put in the past, each with its weight."""
    lead = _lead(article.text, settings)
    quoted = [(one.start, one.end) for one in quotations(lead)]
    mentions = days(lead)
    first = (sentences(lead) or [(0, 0)])[0][1]
    for mention, span in zip(mentions, resolve_all(mentions, anchor), strict=True):
        if span is None or not _is_news(mention, span, anchor):
            continue
        if any(start <= mention.start < end for start, end in quoted):
            continue
        said = _SAYING.search(lead, max(0, mention.start - 40), mention.start)
        yield (_FIRST if mention.start < first else _LATER) * (_OF_SAYING if said else 1.0), span


def _is_news(mention: DayMention, span: Days, anchor: date) -> bool:
    past = span[0] == span[1] and 0 <= (anchor - span[0]).days <= _NEAR
    return past and not (mention.ahead and span[0] > anchor)


def _lead(text: str, settings: StorySettings) -> str:
    found = sentences(text[:_LONGEST_LEAD])[: settings.lead_sentences]
    return text[: found[-1][1]] if found else ""


def _told_outright(article: Article, settings: StorySettings) -> Iterator[EventDate]:
    """Full dates in the lead of an article whose own day nobody tells."""
    for mention in days(_lead(article.text, settings)):
        span = stated(mention) if mention.kind == "date" else None
        if span is not None and mention.ahead is not True:
            yield EventDate(low=span[0], high=span[1], basis="text")


def _shared(family: Family, own: Mapping[ArticleId, tuple[EventDate, ...]]) -> dict[ArticleId, tuple[EventDate, ...]]:
    """The event days of a family for each of its members: exact ones before intervals, the sources' before the copies'.

    Machine-reworded copies change weekdays, so a day counts for every member that tells it, and the source decides
    between equals.
    """
    parents = {edge.child for edge in family.edges if edge.parent is not None}
    votes: dict[EventDate, float] = defaultdict(float)
    for ident in family.articles:
        for place, event in enumerate(own.get(ident, ())):
            exact = 10.0 if event.low == event.high else 0.0
            votes[event] += (exact + (1.0 if ident in parents else 2.5)) / (1 + place)
    ranked = tuple(event for event, _ in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0].low)))
    return dict.fromkeys(family.articles, ranked) if ranked else {}
