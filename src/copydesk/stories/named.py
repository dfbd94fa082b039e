"""Events whose day their own articles do not tell, dated by what later articles say of them.

"Ten people died when the ferry ran under a crane in October 2030": a dated article names a month as past, together with
names and words that stand in the headline and lead of one undated article and of no other. The days are then those of
that month. Nobody is believed against what an article itself tells: its own interval is narrowed where both overlap,
and where they do not, that is told and nothing changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from copydesk.records import Article, ArticleId, EventDate, Published
from copydesk.settings import StorySettings
from copydesk.stories.leads import head_words, lead, share_held
from copydesk.stories.past import LONGEST, PastDay, past_days
from copydesk.stories.terms import names_of, terms_of
from copydesk.text.days import DayMention, Days, days, resolve, stated
from copydesk.text.quotation import quotations

_SHOWN = 80
"""Characters of a headline that a basis shows."""

_HUB = 200
"""Heads in which a name may stand and still lead to each of them: the world's capitals lead nowhere."""


class _Head(NamedTuple):
    """What an account tells first: the words and names of its headline, standfirst and lead."""

    face: Article
    words: frozenset[str]
    names: frozenset[str]
    days: tuple[EventDate, ...]


class _Naming(NamedTuple):
    """A sentence of a dated article that names a day of the past, and how much of it an account's head holds."""

    article: Article
    past: PastDay
    share: float


def named_elsewhere(
    accounts: Sequence[tuple[Article, tuple[EventDate, ...]]],
    published: Mapping[ArticleId, Published | None],
    *,
    settings: StorySettings,
) -> dict[ArticleId, tuple[EventDate, ...]]:
    """The days of accounts that the sentences of others date, by the article that speaks for each account.

    `accounts` are such articles with the days that they may tell of, the likeliest first; those that tell a day, or few
    of them, are not changed.
    """
    heads = [_head(face, told, settings) for face, told in accounts]
    if not any(_is_open(head, settings) for head in heads):
        return {}
    found: dict[int, list[_Naming]] = defaultdict(list)
    for place, naming in _namings(heads, published, settings=settings):
        found[place].append(naming)
    dated = {heads[place].face.id: _dated(heads[place], namings, settings) for place, namings in found.items()}
    return {ident: told for ident, told in dated.items() if told}


def _is_open(head: _Head, settings: StorySettings) -> bool:
    """Whether the day of an account is still to be told."""
    return not head.days or (head.days[0].high - head.days[0].low).days > settings.narrow_days


def _head(face: Article, told: tuple[EventDate, ...], settings: StorySettings) -> _Head:
    first = " ".join((face.standfirst or "", lead(face.text, settings)))
    return _Head(face, head_words(face, settings), frozenset(names_of(face.title or "", first)), told)


def _namings(
    heads: Sequence[_Head], published: Mapping[ArticleId, Published | None], *, settings: StorySettings
) -> Iterator[tuple[int, _Naming]]:
    """The sentences that name a day of the past and the names of an account whose own day is open, with its place."""
    heads_of: dict[str, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        for name in head.names:
            heads_of[name].append(place)
    pasts = [tuple(past_days(head.face, published.get(head.face.id))) for head in heads]
    own: dict[int, list[DayMention]] = {}
    for writer, head in enumerate(heads):
        for past in pasts[writer]:
            sentence = head.face.text[past.start : past.end]
            near = _near(sentence, heads_of, settings) if past.outright else ()
            # Whoever names these days as past tells of another event, as the writer does.
            others = {place: heads[place] for place in near if not _any_within(pasts[place], past.span)}
            target = _told_of(_shares(sentence, others), past.span, heads, settings=settings)
            if target is None:
                continue
            if target not in own:
                own[target] = days(heads[target].face.text[:LONGEST])
            if _may_be(heads[target], own[target], past):
                yield target, _Naming(head.face, past, _shares(sentence, {target: heads[target]})[target])


def _any_within(pasts: Sequence[PastDay], span: Days) -> bool:
    return any(past.span[0] <= span[1] and span[0] <= past.span[1] for past in pasts)


def _near(sentence: str, heads_of: Mapping[str, Sequence[int]], settings: StorySettings) -> list[int]:
    """The accounts whose heads hold enough of the names in a sentence."""
    shared: Counter[int] = Counter()
    for name in frozenset(names_of("", sentence)):
        heads = heads_of.get(name, ())
        shared.update(heads if len(heads) <= _HUB else ())
    return [place for place, count in shared.items() if count >= settings.named_names]


def _shares(sentence: str, heads: Mapping[int, _Head]) -> dict[int, float]:
    """How much of a sentence each head holds, by the rarity of its words."""
    if not heads:
        return {}
    spoken = [term for term in terms_of("", sentence) if " " not in term]
    return {place: share_held(spoken, head.words) for place, head in heads.items()}


def _told_of(shares: Mapping[int, float], span: Days, heads: Sequence[_Head], *, settings: StorySettings) -> int | None:
    """The account that a sentence tells of; None where its day is known or another account, of other days, is near."""
    best = max(shares, key=lambda place: (shares[place], -place), default=None)
    if best is None or not _is_open(heads[best], settings):
        return None
    fits = bool(heads[best].days) and _holds(heads[best], span, settings)
    if shares[best] < (settings.named_share_fitting if fits else settings.named_share):
        return None
    rivals = [heads[place] for place in shares if shares[place] * settings.clearly_nearer > shares[best]]
    others = [head for head in rivals if not _is_open(head, settings) and not _holds(head, span, settings)]
    return None if others else best


def _holds(head: _Head, span: Days, settings: StorySettings) -> bool:
    """Whether one of the days that an account may tell of lies within a span, or near it."""
    near = timedelta(days=settings.gate_days)
    return any(day.low <= span[1] + near and span[0] <= day.high + near for day in head.days)


def _may_be(head: _Head, mentions: Sequence[DayMention], past: PastDay) -> bool:
    """Whether an account, by all days that its text mentions, may tell of those that another article names for it.

    Not if it names them itself, for then they are its background, nor if it names a later year as past, nor if its page
    was served before.
    """
    served = head.face.page_date
    if served is not None and past.span[0] > served:
        return False
    for mention in mentions:
        span = stated(mention)
        if span is None:
            continue
        if mention.ahead is False and span[0].year > past.span[1].year:
            return False
        if mention.kind != "year" and span[0] <= past.span[1] and past.span[0] <= span[1]:
            return False
    return True


def _dated(head: _Head, namings: Sequence[_Naming], settings: StorySettings) -> tuple[EventDate, ...]:
    """The days of an account, from what others name; none where they do not agree with one another."""
    low = max(naming.past.span[0] for naming in namings)
    high = min(naming.past.span[1] for naming in namings)
    if low > high:
        return ()
    best = max(namings, key=lambda naming: (naming.share, naming.article.id))
    title = (best.article.title or best.article.source)[:_SHOWN]
    why = f"named as {best.past.words} by “{title}”"
    if not head.days:
        return _with_own_words(head, EventDate(low=low, high=high, basis=why), settings)
    own = head.days[0]
    if own.low > high or low > own.high:
        return (replace(own, basis=f"{own.basis}; but {why}"), *head.days[1:])
    both = EventDate(low=max(low, own.low), high=min(high, own.high), basis=f"{own.basis}; {why}")
    return (*_with_own_words(head, both, settings), *head.days[1:])


def _with_own_words(head: _Head, told: EventDate, settings: StorySettings) -> tuple[EventDate, ...]:
    """The days that others tell of an account, in the light of the weekday or day of a month that its lead names.

    One such day within them is the day; if there are several, or its lead names other days, the whole interval stands,
    wide enough for both.
    """
    fitting = {day for day in _own_days(head, told, settings) if told.low <= day <= told.high}
    if len(fitting) == 1 and told.low != told.high:
        (day,) = fitting
        return EventDate(low=day, high=day, basis=f"{told.basis}; its lead names the day"), told
    return (told,)


def _own_days(head: _Head, told: EventDate, settings: StorySettings) -> Iterator[date]:
    """The days within an interval that the lead of an account may mean by weekdays or days of a month that are past."""
    first = lead(head.face.text, settings)
    quoted = [(one.start, one.end) for one in quotations(first)]
    for mention in days(first):
        if mention.ahead is True or any(start <= mention.start < end for start, end in quoted):
            continue
        if mention.kind in {"weekday", "day_month"} and mention.year is None:
            for ordinal in range(told.low.toordinal(), told.high.toordinal() + 1):
                day = date.fromordinal(ordinal)
                span = resolve(replace(mention, shift=0, ahead=False), day)
                if span == (day, day):
                    yield day
