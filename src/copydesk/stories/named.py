"""Events whose day their own articles do not tell, dated by what later articles say of them.

"Ten people died when the ferry ran under a crane in October 2030": a dated article names a month as past, together with
names and words that stand in the headline and lead of one undated article and of no other. The days are then those of
that month. Nobody is believed against what an article itself tells: its own interval is narrowed where both overlap,
and where they do not, that is told and nothing changes.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from copydesk.records import ArticleId, EventDate, Outline, Past
from copydesk.settings import StorySettings
from copydesk.stories.leads import share_held
from copydesk.text.days import days, resolve
from copydesk.text.quotation import quotations

_SHOWN = 80
"""Characters of a headline that a basis shows."""

_HUB = 200
"""Heads in which a name may stand and still lead to each of them: the world's capitals lead nowhere."""


class _Head(NamedTuple):
    """What an account tells first: the words and names of its headline, standfirst and lead."""

    account: Outline
    words: frozenset[str]
    days: tuple[EventDate, ...]


class _Naming(NamedTuple):
    """A sentence of a dated article that names a day of the past, and how much of it an account's head holds."""

    account: Outline
    past: Past
    share: float


def named_elsewhere(accounts: Sequence[Outline], *, settings: StorySettings) -> dict[ArticleId, tuple[EventDate, ...]]:
    """The days of accounts that the sentences of others date, by the article that speaks for each account.

    Accounts that tell a day, or few of them, are not changed. The accounts may lie on disk: they are read twice, and
    those that are meant again.
    """
    found: dict[int, list[_Naming]] = defaultdict(list)
    for place, naming in _namings(accounts, settings=settings):
        found[place].append(naming)
    dated = {accounts[place].face: _dated(_head(accounts[place]), namings) for place, namings in found.items()}
    return {ident: told for ident, told in dated.items() if told}


def is_open(days: Sequence[EventDate], settings: StorySettings) -> bool:
    """Whether the day of an account that tells these is still to be told."""
    return not days or (days[0].high - days[0].low).days > settings.narrow_days


def _head(account: Outline) -> _Head:
    return _Head(account, frozenset(account.head), account.datings[0].candidates)


class _Saying(NamedTuple):
    """A sentence that names days of the past outright: the place of its account, which of its pasts, and its words."""

    place: int
    past: int
    words: tuple[str, ...]


def _namings(accounts: Sequence[Outline], *, settings: StorySettings) -> Iterator[tuple[int, _Naming]]:
    """The sentences that name a day of the past and the names of an account whose own day is open, with its place."""
    sayings, heads_of = _index(accounts, settings=settings)
    for saying in sayings:
        teller = accounts[saying.place]
        past = teller.pasts[saying.past]
        near = {place: _head(accounts[place]) for place in _near(saying.words, heads_of, settings)}
        # Whoever names these days as past tells of another event, as the writer does.
        heads = {place: head for place, head in near.items() if not _any_within(head.account.pasts, past)}
        shares = {place: share_held(past.terms, head.words) for place, head in heads.items()}
        target = _told_of(shares, past, heads, settings=settings)
        if target is not None and _may_be(heads[target].account, past):
            yield target, _Naming(teller, past, shares[target])


def _index(
    accounts: Sequence[Outline], *, settings: StorySettings
) -> tuple[list[_Saying], Mapping[str, Sequence[int]]]:
    """The sentences that may tell of an account whose day is open, and the heads in which their names stand."""
    sayings: list[_Saying] = []
    in_open_heads: set[str] = set()
    for place, account in enumerate(accounts):
        if is_open(account.datings[0].candidates, settings):
            in_open_heads.update(account.head_names)
        outright = ((at, past.sentence) for at, past in enumerate(account.pasts) if past.outright)
        sayings.extend(_Saying(place, at, account.sentences[sentence].words) for at, sentence in outright)
    sayings = [one for one in sayings if sum(word in in_open_heads for word in one.words) >= settings.named_names]
    wanted = {word for one in sayings for word in one.words}
    heads_of: dict[str, array[int]] = {}
    for place, account in enumerate(accounts if sayings else ()):
        for name in wanted.intersection(account.head_names):
            heads_of.setdefault(name, array("q")).append(place)
    return sayings, heads_of


def _any_within(pasts: Sequence[Past], named: Past) -> bool:
    return any(past.low <= named.high and named.low <= past.high for past in pasts)


def _near(said: Iterable[str], heads_of: Mapping[str, Sequence[int]], settings: StorySettings) -> list[int]:
    """The accounts whose heads hold enough of the names in a sentence."""
    shared: Counter[int] = Counter()
    for name in said:
        heads = heads_of.get(name, ())
        shared.update(heads if len(heads) <= _HUB else ())
    return [place for place, count in shared.items() if count >= settings.named_names]


def _told_of(
    shares: Mapping[int, float], past: Past, heads: Mapping[int, _Head], *, settings: StorySettings
) -> int | None:
    """The account that a sentence tells of; None where its day is known or another account, of other days, is near."""
    best = max(shares, key=lambda place: (shares[place], -place), default=None)
    if best is None or not is_open(heads[best].days, settings):
        return None
    fits = bool(heads[best].days) and _holds(heads[best], past, settings)
    if shares[best] < (settings.named_share_fitting if fits else settings.named_share):
        return None
    rivals = [heads[place] for place in shares if shares[place] * settings.clearly_nearer > shares[best]]
    others = [head for head in rivals if not is_open(head.days, settings) and not _holds(head, past, settings)]
    return None if others else best


def _holds(head: _Head, past: Past, settings: StorySettings) -> bool:
    """Whether one of the days that an account may tell of lies within those named as past, or near them."""
    near = timedelta(days=settings.gate_days)
    return any(day.low <= past.high + near and past.low <= day.high + near for day in head.days)


def _may_be(account: Outline, past: Past) -> bool:
    """Whether an account, by all days that its text states, may tell of those that another article names for it.

    Not if it names them itself, for then they are its background, nor if it names a later year as past, nor if its page
    was served before.
    """
    if account.served is not None and past.low > account.served:
        return False
    for one in account.stated:
        if one.back and one.low.year > past.high.year:
            return False
        if not one.year and one.low <= past.high and past.low <= one.high:
            return False
    return True


def _dated(head: _Head, namings: Sequence[_Naming]) -> tuple[EventDate, ...]:
    """The days of an account, from what others name; none where they do not agree with one another."""
    low = max(naming.past.low for naming in namings)
    high = min(naming.past.high for naming in namings)
    if low > high:
        return ()
    best = max(namings, key=lambda naming: (naming.share, naming.account.face))
    title = (best.account.title or best.account.source)[:_SHOWN]
    why = f"named as {best.past.words} by “{title}”"
    if not head.days:
        return _with_own_words(head.account, EventDate(low=low, high=high, basis=why))
    own = head.days[0]
    if own.low > high or low > own.high:
        return (replace(own, basis=f"{own.basis}; but {why}"), *head.days[1:])
    both = EventDate(low=max(low, own.low), high=min(high, own.high), basis=f"{own.basis}; {why}")
    return (*_with_own_words(head.account, both), *head.days[1:])


def _with_own_words(account: Outline, told: EventDate) -> tuple[EventDate, ...]:
    """The days that others tell of an account, in the light of the weekday or day of a month that its lead names.

    One such day within them is the day; if there are several, or its lead names other days, the whole interval stands,
    wide enough for both.
    """
    fitting = {day for day in _own_days(account.lead, told) if told.low <= day <= told.high}
    if len(fitting) == 1 and told.low != told.high:
        (day,) = fitting
        return EventDate(low=day, high=day, basis=f"{told.basis}; its lead names the day"), told
    return (told,)


def _own_days(first: str, told: EventDate) -> Iterator[date]:
    """The days within an interval that a lead may mean by weekdays or days of a month that are past."""
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
