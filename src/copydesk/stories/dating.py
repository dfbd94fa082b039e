"""When the main event of each article happened, and what a family of copies tells of the days of its members.

The event is dated by the day words of the lead, read from the day of writing: the dateline's, else that of publication.
The day on which a page was served is never used. Members of one family tell of one event, and none was published before
its source. Where no member tells a day, what later articles say of the event may (`named`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from copydesk.records import Article, ArticleId, Dating, EventDate, Family, Outline, Precision, Published
from copydesk.settings import StorySettings
from copydesk.stories.accounts import speaking_first
from copydesk.stories.calendar import Bound, told_by, written_between
from copydesk.stories.leads import NEAR, head_words, lead_days, share_held, stated_days
from copydesk.stories.named import is_open, named_elsewhere
from copydesk.stories.outlines import outline_of
from copydesk.text.days import Days, days, resolve
from copydesk.text.ids import stable_id


def date_articles(
    articles: Sequence[Article], families: Sequence[Family], *, settings: StorySettings
) -> tuple[Dating, ...]:
    """One dating for every article, in their order: its publication, inferred where its page is silent, and its event.

    `outline` and `date_outlines`, one after the other.
    """
    told = date_outlines(outlines(articles, families, settings=settings), settings=settings)
    by_article = {one.article: one for one in told}
    return tuple(by_article[article.id] for article in articles)


def outlines(
    articles: Sequence[Article], families: Sequence[Family], *, settings: StorySettings
) -> tuple[Outline, ...]:
    """The outlines of the families and of all articles in none, in order of the articles that speak for them."""
    family_of = {article: family for family in families for article in family.articles}
    accounts: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        family = family_of.get(article.id)
        accounts[article.id if family is None else family.id].append(article)
    found = {
        one.face: one
        for one in (outline(account, family_of.get(account[0].id), settings=settings) for account in accounts.values())
    }
    return tuple(found[article.id] for article in articles if article.id in found)


def outline(articles: Sequence[Article], family: Family | None, *, settings: StorySettings) -> Outline:
    """The outline of an account: the articles of a family, or one that stands alone, with what they tell of their days.

    A copy without a date of its own was published between the day of its source and `copy_lag_days` later (`basis`
    `copy`), a source without one not after the first of its copies, and at most so long before. Their event is that of
    the family: the day that most members tell, the source's first.
    """
    by_id = {article.id: article for article in articles}
    published = {article.id: article.published for article in articles}
    shared: Mapping[ArticleId, tuple[EventDate, ...]] = {}
    members = [article.id for article in articles]
    if family is not None:
        published.update(_inferred(family, by_id, settings))
        members = [ArticleId(one) for one in speaking_first(family, {one.id: one.text for one in articles})]
    own = {one: tuple(_events(by_id[one], published[one], settings)) for one in members}
    if family is not None:
        shared = _shared(family, own, _telling(members, by_id, settings))
    datings = [_dating(one, published[one], shared.get(one) or own[one]) for one in members]
    return outline_of(
        [by_id[one] for one in members],
        datings,
        published=published[members[0]],
        is_open=is_open(datings[0].candidates, settings),
        settings=settings,
    )


def date_outlines(accounts: Sequence[Outline], *, settings: StorySettings) -> tuple[Dating, ...]:
    """The datings of the articles of all accounts: as each tells, or as the sentences of others date its event."""
    named = named_elsewhere(accounts, settings=settings)
    return tuple(dating for account in accounts for dating in _told(account, named))


def date_outlined(accounts: Sequence[Outline], *, settings: StorySettings) -> tuple[Dating, ...]:
    """The datings of an account that tells its day, given alone; given all accounts, of those that do not (`waits`).

    They come in the order of the accounts, which may lie on disk.
    """
    if len(accounts) == 1 and not waits(accounts[0].lead, blank=accounts[0].blank):
        return accounts[0].datings
    named = named_elsewhere(accounts, settings=settings)
    waiting = (account for account in accounts if waits(account.lead, blank=account.blank))
    return tuple(dating for account in waiting for dating in _told(account, named))


def waits(lead: str, *, blank: bool) -> bool:
    """Whether an account with this lead waits for what others tell of its day: an outline has it where the day is open.

    One without text has none, and tells no day. By this, and by nothing else, the work of dating is cut into jobs.
    """
    return blank or bool(lead)


def _told(account: Outline, named: Mapping[ArticleId, tuple[EventDate, ...]]) -> Iterator[Dating]:
    for one in account.datings:
        yield _dating(one.article, one.published, named[account.face]) if account.face in named else one


def _dating(article: ArticleId, published: Published | None, candidates: tuple[EventDate, ...]) -> Dating:
    return Dating(
        id=stable_id("dating", article),
        article=article,
        published=published,
        event=candidates[0] if candidates else None,
        candidates=candidates,
    )


# -- publication -----------------------------------------------------------------------------------------------------


def _inferred(
    family: Family, by_id: Mapping[ArticleId, Article], settings: StorySettings
) -> Iterator[tuple[ArticleId, Published]]:
    """The publication of members whose pages tell nothing: not before their source, and mostly soon after it.

    Where no source of a member has a day, others of the family bound it: its copies do from above.
    """
    parents = {edge.child: edge.parent for edge in family.edges if edge.parent is not None}
    dated = {
        ident: published
        for ident in family.articles
        if ident in by_id and (published := by_id[ident].published) is not None
    }
    lag = timedelta(days=settings.copy_lag_days)
    copied = _copied_by(dated, parents)
    first = min((one.low for one in dated.values()), default=date.min)
    last = max((one.high for one in dated.values()), default=date.max)
    for ident in family.articles:
        article = by_id.get(ident)
        if article is None or ident in dated or not dated:
            continue
        sources = [dated[one] for one in _line_up(ident, parents) if one in dated]
        if sources:
            source = min(sources, key=lambda one: (one.low != one.high, one.low, one.high))
            low, high = source.low, source.high + lag
        else:
            low = first - lag
            high = copied[ident] if ident in copied else last + lag
        yield ident, _between(low, _served_by(article, low, high), settings)


def _copied_by(dated: Mapping[ArticleId, Published], parents: Mapping[ArticleId, str]) -> dict[ArticleId, date]:
    """For each article that a dated one was made from, the day by which the first of those was published."""
    found: dict[ArticleId, date] = {}
    for ident, published in sorted(dated.items(), key=lambda one: one[1].high):
        for source in _line_up(ident, parents):
            # What stands above an article that was met has been met too, with an earlier day.
            if source in found:
                break
            found[source] = published.high
    return found


def _line_up(article: ArticleId, parents: Mapping[ArticleId, str]) -> Iterator[ArticleId]:
    """An article, what it was made from, and so on up."""
    seen: set[ArticleId] = set()
    while article not in seen:
        seen.add(article)
        yield article
        article = ArticleId(parents.get(article, article))


def _between(low: date, high: date, settings: StorySettings) -> Published:
    """The publication of a page that dated relatives bound."""
    precision: Precision = "day" if low == high else "interval"
    return Published(low=low, high=high, precision=precision, basis="copy", confidence=settings.copy_confidence)


def _served_by(article: Article, low: date, high: date) -> date:
    """The last day on which a page can have been published: no later than the day on which it was served."""
    served = article.page_date
    return served if served is not None and low <= served < high else high


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
            for low, high in stated_days(article, settings):
                yield EventDate(low=low, high=high, basis="text")
        else:
            reach = timedelta(days=settings.news_age_days)
            yield EventDate(low=published.low - reach, high=published.high, basis="published between")
        return
    anchor = _written(article, published.low)
    found: dict[Days, float] = defaultdict(float)
    for weight, span in lead_days(article, anchor, settings):
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
        if span is not None and 0 <= (published - span[0]).days <= NEAR:
            return span[0]
    return published


_SAME_LEAD = 0.3
"""Share of a copy's headline and lead that stands in its source's from which both lead with one event.

In the newsroom edited and translated copies have .42 and more, texts that carry a part of the source at most .25; of
machine-reworded ones, whose weekdays are not to be trusted, every other has less.
"""


def _telling(
    members: Sequence[ArticleId], by_id: Mapping[ArticleId, Article], settings: StorySettings
) -> list[ArticleId]:
    """The members of a family that lead with its event: the one that speaks for it, and those with its lead."""
    first = head_words(by_id[members[0]], settings)
    return [
        one for one in members if one == members[0] or share_held(head_words(by_id[one], settings), first) >= _SAME_LEAD
    ]


def _shared(
    family: Family, own: Mapping[ArticleId, tuple[EventDate, ...]], telling: Sequence[ArticleId]
) -> dict[ArticleId, tuple[EventDate, ...]]:
    """The event days of a family for each of its members: exact ones before intervals, the sources' before the copies'.

    Machine-reworded copies change weekdays, so a day counts for every member that tells it, and the source decides
    between equals.
    """
    parents = {edge.child for edge in family.edges if edge.parent is not None}
    votes: dict[EventDate, float] = defaultdict(float)
    for ident in telling:
        for place, event in enumerate(own.get(ident, ())):
            exact = 10.0 if event.low == event.high else 0.0
            votes[event] += (exact + (1.0 if ident in parents else 2.5)) / (1 + place)
    ranked = tuple(event for event, _ in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0].low)))
    return dict.fromkeys(family.articles, ranked) if ranked else {}
