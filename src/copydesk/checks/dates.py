"""One event on two days: clauses of two accounts that tell one deed of one person or thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, product
from typing import NamedTuple

from copydesk.checks.accounts import DAYS, Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import clauses, concepts
from copydesk.text.days import days, resolve_all
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

_KINDS = frozenset({"date", "day_month", "weekday", "relative"})
# A time up to which or from which something holds is not the day of an event.
_LIMIT = re.compile(r"\b(?:as of|by|before|since|until|till|from|between|to|of|after|for)\s(?:\w+\s)?$", re.IGNORECASE)
# "Learned of it ten minutes before it was announced": on the day of what the account tells.
_MOMENTS = re.compile(
    r"\b(?:(?:\w+\s)?minutes?|an?\shour|moments|seconds|shortly|just)\s(?:before|after)\s(?:it|the|its|they|that)\b",
    re.IGNORECASE,
)
_SAME = {"learn": "inform", "hear": "inform"}  # who was informed learned of it
_UNSURE = re.compile(
    r"\b(?:will|would|should|could|may|might|must|due|expected|planned|scheduled|again|another|also|later|not|never|second"
    r"|said|told|says)\b"
)
_SUBJECT = 200  # characters at the head of a sentence that may hold its subject
_MOST = 60  # dated clauses of one account: more stand in calendars


class _Day(NamedTuple):
    """A day as it is named, and the day that it means: None where the day of writing is not known well enough."""

    named: str
    weekday: int | None
    exact: date | None


class _Dated(NamedTuple):
    """A clause with its day, the concepts of the clause with its subject, and the names among them."""

    statement: Statement
    day: _Day
    concepts: frozenset[str]
    named: frozenset[str]


def read_dates(account: Sequence[Statement]) -> tuple[_Dated, ...]:
    """The clauses of an account that give the day of a deed."""
    return tuple(islice((one for statement in account for one in _dated(statement, account)), _MOST))


def compare_dates(
    left: Sequence[_Dated], right: Sequence[_Dated], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one story put one deed on two days, and none of them gives the other's day."""
    pairs = [(one, other) for one, other in product(left, right) if _one_deed(one, other, rarity, settings)]
    apart = [pair for pair in pairs if not _meet(pair[0].day, pair[1].day)]
    for one, other in apart[:1]:
        if len(apart) == len(pairs):
            why = f'the accounts appear to put one event on different days ("{one.day.named}", "{other.day.named}")'
            verdict = Verdict("when", "conflict", why)
            yield make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _meet(left: _Day, right: _Day) -> bool:
    """Whether two days may be one: weekdays alone are compared where the day of writing is not known."""
    if left.exact and right.exact:
        return left.exact == right.exact
    return left.weekday is None or right.weekday is None or left.weekday == right.weekday


def _one_deed(one: _Dated, other: _Dated, rarity: Rarity, settings: CheckSettings) -> bool:
    if not of_one_event(one.statement.account, other.statement.account):
        return False
    if one.named and other.named and not one.named & other.named:
        return False
    shared = one.concepts & other.concepts
    deeds = shared - one.named - other.named
    least = min(rarity.share(one.concepts), rarity.share(other.concepts))
    weight = rarity.share(shared)
    return bool(deeds) and weight >= max(settings.date_rarity, settings.date_shared * least)


def _dated(statement: Statement, account: Sequence[Statement]) -> Iterator[_Dated]:
    text, written = statement.text, statement.account.high
    if statement.quoted or written is None:
        return
    parts = clauses(text, 0, len(text))
    for low, high in parts:
        subject = text[parts[0][0] : min(parts[0][1], _SUBJECT)] + " " if low else ""
        if _UNSURE.search(text, low, high):
            continue
        day = _day(statement, low, high) or (_MOMENTS.search(text, low, high) and _first_day(account))
        if day:
            held = [word.text for word in words(subject + text[low:high]) if word.text.casefold() not in DAYS]
            told = frozenset(_SAME.get(one, one) for one in concepts(held))
            yield _Dated(statement, day, told, told & statement.told_of)


def _day(statement: Statement, low: int, high: int) -> _Day | None:
    """The one day that a clause gives for what it tells."""
    found = [one for one in days(statement.text[low:high]) if one.kind in _KINDS]
    account = statement.account
    if len(found) != 1 or account.high is None or _LIMIT.search(statement.text, low, low + found[0].start):
        return None
    (meant,) = resolve_all(found, account.high)
    known = account.low == account.high or found[0].kind == "date"
    exact = meant[0] if known and meant and meant[0] == meant[1] else None
    weekday = exact.weekday() if exact else found[0].weekday if not found[0].shift else None
    return _Day(found[0].text, weekday, exact) if exact or weekday is not None else None


def _first_day(account: Sequence[Statement]) -> _Day | None:
    """The day of what an account tells: the first that its opening gives."""
    return next((day for statement in account[:8] if (day := _day(statement, 0, len(statement.text)))), None)
