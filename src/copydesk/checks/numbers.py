"""Figures of one fact in several accounts: do they agree, fit, change with time, or conflict?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from copydesk.checks.accounts import Account, side_at
from copydesk.checks.making import Verdict, make_check
from copydesk.checks.scopes import Scope, apart, scope_of
from copydesk.records import ArticleId, Check, Dossier, Fact, FamilyId, Figure, Outcome, Side
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.days import Days, days, resolve_all
from copydesk.text.numbers import numbers
from copydesk.text.quantities import alike, digits, quantity
from copydesk.text.words import words


class _Given(NamedTuple):
    """What one account gives for a fact, and all the figures of its article."""

    account: Account
    figure: Figure
    value: float
    side: Side
    beside: Sequence[Figure]


# Counts that grow, or for the missing fall, while the news goes on: a later report updates an earlier one.
_TOLLS = frozenset(
    map(
        concept,
        "dead injured missing arrested rescued displaced homeless evacuated infected destroyed trapped".split(),
    )
)
# What a toll counts, or may count where its noun is left out. A length or a sum does not grow as news goes on.
_COUNTED = frozenset({"person", "home", "house", "household", "family", "building", "village", None})


def number_checks(dossier: Dossier, told: Sequence[Account], *, settings: CheckSettings) -> Iterator[Check]:
    """One check for every value of a fact that several accounts give, and one for every fact they differ on."""
    of_article = {account.article.id: account for account in told}
    figures = {figure.id: figure for figure in dossier.figures}
    beside: dict[ArticleId, list[Figure]] = {}
    for figure in dossier.figures:
        beside.setdefault(figure.article, []).append(figure)
    for fact in dossier.facts:
        given = _given([figures[name] for name in fact.figures if name in figures], of_article, beside, settings)
        if len({one.account.family for one in given}) > 1 and not _is_bare(given):
            yield from _compared(fact, given, settings)


def _is_bare(given: list[_Given]) -> bool:
    """Whether all that is given are small numbers of nothing ("twice", "the first"), which agree by chance."""
    return all(one.figure.unit is None and digits(one.figure.value) < 2 for one in given)


def _given(
    figures: Sequence[Figure],
    of_article: Mapping[ArticleId, Account],
    beside: Mapping[ArticleId, Sequence[Figure]],
    settings: CheckSettings,
) -> list[_Given]:
    """The figures of a fact that stand in accounts, the first of each account for every value."""
    found: list[_Given] = []
    values: dict[FamilyId, list[float]] = {}
    for figure in figures:
        account = of_article.get(figure.article)
        if account is None:
            continue
        value = quantity(figure.value, figure.unit, figure.surface).value
        given = values.setdefault(account.family, [])
        if not any(alike(one, value) for one in given):
            given.append(value)
            side = side_at(account, figure.start, figure.end, settings=settings)
            found.append(_Given(account, figure, value, side, beside.get(figure.article, ())))
    return found


def _compared(fact: Fact, given: list[_Given], settings: CheckSettings) -> Iterator[Check]:
    groups: list[list[_Given]] = []
    for one in given:
        group = next((group for group in groups if alike(group[0].value, one.value)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    for group in groups:
        if len({one.account.family for one in group}) > 1:
            yield _agreement(fact, group)
    for left, right in combinations(groups, 2):
        pair = _apart(left, right)
        if pair:
            yield _difference(fact, left, right, several=len(groups) > settings.most_values, settings=settings)


def _apart(left: list[_Given], right: list[_Given]) -> bool:
    return any(one.account.family != other.account.family for one in left for other in right)


def _agreement(fact: Fact, group: list[_Given]) -> Check:
    same = len({(one.figure.low, one.figure.high) for one in group}) == 1
    surfaces = " / ".join(dict.fromkeys(one.figure.surface for one in group))
    outcome: Outcome = "agrees" if same else "compatible"
    told = "give the same figure" if same else "give the same figure, one of them hedged"
    why = f"{len({one.account.family for one in group})} independent accounts {told}: {surfaces}"
    verdict = Verdict("number", outcome, why)
    return make_check(fact.story, fact.measures, verdict, [one.side for one in group])


def _difference(
    fact: Fact, left: list[_Given], right: list[_Given], *, several: bool, settings: CheckSettings
) -> Check:
    outcome, why = _relation(left, right, settings)
    if outcome == "conflict" and several:
        outcome, why = "different", "the accounts give more than two values, so they likely count several things"
    why = f"{left[0].figure.surface} against {right[0].figure.surface}: {why}"
    verdict = Verdict("number", outcome, why)
    return make_check(fact.story, fact.measures, verdict, [one.side for one in (*left, *right)])


def _relation(left: list[_Given], right: list[_Given], settings: CheckSettings) -> tuple[Outcome, str]:
    if any(_fits(one, other, settings) for one in _unlike(left) for other in _unlike(right)):
        return "compatible", "one is hedged or rounded, and the other lies within it"
    if _give_both(left, right):
        return "different", "each of the passages gives both numbers"
    if _is_toll(left[0]) and _later(left, right, _as_of):
        return "changed", "the count appears to have moved on between the two days of publication"
    scopes = [_scope(one) for one in left], [_scope(one) for one in right]
    if all(one.elapsed for group in scopes for one in group) and _later(left, right, _written):
        return "changed", "both count the time up to their day of writing"
    if reason := apart(*scopes):
        return "different", reason
    return "conflict", "the words around both figures suggest that they measure one thing, and they do not fit"


def _scope(given: _Given) -> Scope:
    side, counted = given.side, _dimension(given.figure)
    inside = (one for one in given.beside if side.start <= one.start < side.end and one.id != given.figure.id)
    beside = frozenset(one.value for one in inside if _dimension(one) == counted)
    # A count that moves on is compared by its days before.
    written = None if _is_toll(given) else given.account.high
    return scope_of(side.text, given.figure, side.start, beside=beside, written=written)


def _dimension(figure: Figure) -> str:
    return quantity(figure.value, figure.unit, figure.surface).dimension


def _fits(one: _Given, other: _Given, settings: CheckSettings) -> bool:
    """Whether two figures can both hold: one within the other's bounds, near a hedged one, or its rounding."""
    left, right = one.figure, other.figure
    if one.value == other.value:
        return True
    if not (left.approximate or right.approximate):
        coarse, fine = sorted((left.value, right.value), key=digits)
        return digits(fine) > digits(coarse) > 1 and _rounds(fine, coarse)
    low, high = sorted((abs(one.value), abs(other.value)))
    if high <= low * (1 + settings.near_hedged) or _is_below(one, other) or _is_below(other, one):
        return True
    return (left.high is None and left.low is not None and other.value >= one.value and high <= 1.5 * low) or (
        right.high is None and right.low is not None and one.value >= other.value and high <= 1.5 * low
    )


def _unlike(group: Sequence[_Given]) -> list[_Given]:
    """Of figures that say the same with the same bounds one: of a thousand accounts that agree there is one."""
    said = [(one.value, one.figure.value, one.figure.low, one.figure.high, one.figure.approximate) for one in group]
    return list(dict(zip(said, group, strict=True)).values())


def _give_both(left: Sequence[_Given], right: Sequence[_Given]) -> bool:
    """Whether two passages give both values ("sons of 6 and 16", "of 16 and 6"), so that neither is denied."""
    here, there = set(_both(left)), set(_both(right))
    return any((other, own) in there for own, other in here)


def _both(group: Sequence[_Given]) -> Iterator[tuple[float, float]]:
    """The value of each figure with each other that its passage gives."""
    for given in group:
        values = {number.value for number in numbers(given.side.text)}
        if given.figure.value in values:
            yield from ((given.figure.value, other) for other in values)


def _is_below(bound: _Given, other: _Given) -> bool:
    """Whether a figure lies under one that only says "less than"."""
    return bound.figure.low is None and bound.figure.high is not None and other.value <= bound.value


def _rounds(fine: float, coarse: float) -> bool:
    return alike(float(f"{fine:.{digits(coarse)}g}"), coarse)


def _is_toll(given: _Given) -> bool:
    return given.figure.unit in _COUNTED and any(concept(word.text) in _TOLLS for word in words(given.side.text))


def _later(left: list[_Given], right: list[_Given], of: Callable[[_Given], Days | None]) -> bool:
    """Whether all that one side gives is of a later day than all of the other, or may be as a day is not known."""
    first, second = [[of(one) for one in group] for group in (left, right)]
    if any(day is None for day in (*first, *second)):
        return True
    return _before(first, second) or _before(second, first)


def _before(first: list[Days | None], second: list[Days | None]) -> bool:
    ends, begins = [one[1] for one in first if one], [other[0] for other in second if other]
    return not ends or not begins or max(ends) < min(begins)


def _written(given: _Given) -> Days | None:
    low, high = given.account.low, given.account.high
    return None if low is None or high is None else (low, high)


def _as_of(given: _Given) -> Days | None:
    """The first and the last day for which a count may be given: from a day that its sentence names to publication."""
    low, high = given.account.low, given.account.high
    if low is None or high is None:
        return None
    named = [
        mention for mention in days(given.side.text) if mention.kind in {"date", "day_month", "weekday", "relative"}
    ]
    meant = [span[1] for span in resolve_all(named, high) if span is not None and span[1] <= high]
    return max(meant, default=low), high
