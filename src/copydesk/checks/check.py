"""All comparisons of one dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from copydesk.checks.accounts import Account, accounts, comparable, rarity_of, statements
from copydesk.checks.altered import altered_checks
from copydesk.checks.causes import compare_causes, read_causes
from copydesk.checks.contrasts import compare_contrasts, read_contrasts
from copydesk.checks.dates import compare_dates, read_dates
from copydesk.checks.doers import compare_doers, read_doers
from copydesk.checks.making import Comparison, Verdict, make_check
from copydesk.checks.nobody import compare_fates, read_fates
from copydesk.checks.numbers import number_checks
from copydesk.checks.opposites import compare_opposites, read_opposites
from copydesk.checks.persons import compare_persons, read_persons
from copydesk.checks.places import compare_places, read_places
from copydesk.checks.polarity import compare_polarities, read_polarities
from copydesk.checks.states import compare_states, read_states
from copydesk.checks.telling import compare_tellings, read_tellings
from copydesk.checks.times import compare_times, read_times
from copydesk.checks.wording import wording_checks
from copydesk.records import Check, Dossier
from copydesk.settings import CheckSettings


def check(dossier: Dossier, *, settings: CheckSettings) -> tuple[Check, ...]:
    """The comparisons of statements of independent families of a storyline, conflicts first and surest first.

    Copies of one family are one side, told in the words of the family's root; what a copy alters is set beside its
    source as altered, and never counts for or against another account. What one account leaves out contradicts nothing,
    and statements that conflict, or that a surer comparison has already put side by side, are not called alike as well.
    """
    told = accounts(dossier)
    altered = altered_checks(dossier, _story(dossier), settings=settings)
    kept: dict[str, Check] = {one.id: one for one in altered}
    taken: dict[_Place, set[int]] = {}
    for number, one in enumerate(_joined(list(_all(dossier, told, settings)) if len(told) > 1 else [])):
        places = [(side.article, side.start) for side in one.sides]
        if len(places) > 1 and not (one.kind == "words" and _are_taken(places, taken)):
            kept[one.id] = one
            for place in places:
                taken.setdefault(place, set()).add(number)
    return tuple(sorted(kept.values(), key=lambda one: (_ORDER[one.outcome], -one.confidence, one.id)))


_Place = tuple[str, int]


def _are_taken(places: Sequence[_Place], taken: Mapping[_Place, set[int]]) -> bool:
    """Whether earlier checks have put each two of some places side by side; `taken` tells which checks have a place.

    To hold the pairs themselves would take the square of the accounts that agree on one figure.
    """
    within = [taken.get(place) or set() for place in places]
    if set.intersection(*within):
        return True
    return all(not one.isdisjoint(other) for one, other in combinations(within, 2))


def _joined(found: list[Check]) -> Iterator[Check]:
    """The checks in order; those that set one and the same statement against several accounts as one."""
    groups: dict[tuple[str, str, int], list[Check]] = {}
    for number, one in enumerate(found):
        groups.setdefault(_statement(one) or ("", "", number), []).append(one)
    for first, *rest in groups.values():
        sides = [side for one in (first, *rest) for side in one.sides]
        verdict = Verdict(first.kind, first.outcome, first.why)
        yield make_check(first.story, first.subject, verdict, sides) if rest else first


def _statement(one: Check) -> tuple[str, str, int] | None:
    """The statement that a check is about: the denial, which stands last, or the first of two that are alike."""
    if one.kind == "polarity":
        side = one.sides[-1]
    elif one.kind == "words" and one.outcome == "compatible":
        side = one.sides[0]
    else:
        return None
    return (one.subject, side.article, side.start)


_COMPARISONS = (
    Comparison(read_polarities, compare_polarities),
    Comparison(read_states, compare_states),
    Comparison(read_opposites, compare_opposites),
    Comparison(read_fates, compare_fates),
    Comparison(read_contrasts, compare_contrasts),
    Comparison(read_persons, compare_persons),
    Comparison(read_times, compare_times),
    Comparison(read_dates, compare_dates),
    Comparison(read_places, compare_places),
    Comparison(read_doers, compare_doers),
    Comparison(read_causes, compare_causes),
    Comparison(read_tellings, compare_tellings),
)
"""What is compared besides figures and utterances, the surest first."""

_ORDER = {"conflict": 0, "changed": 1, "different": 2, "altered": 3, "compatible": 4, "agrees": 5}


def _all(dossier: Dossier, told: Sequence[Account], settings: CheckSettings) -> Iterator[Check]:
    """All comparisons, the surest kinds first; those of statements only between accounts that are worth comparing."""
    rarity = rarity_of(told)
    stated = [statements(account, rarity, settings=settings) for account in told]
    pairs = comparable(told, settings=settings)
    story = _story(dossier)
    yield from number_checks(dossier, told, settings=settings)
    yield from wording_checks(dossier, told, story, settings=settings)
    for kind in _COMPARISONS:
        read = [kind.read(account) for account in stated]
        for left, right in pairs:
            yield from kind.compare(read[left], read[right], rarity, story, settings=settings)


def _story(dossier: Dossier) -> str:
    first = min(dossier.stories, key=lambda story: story.id)
    return str(first.storyline or first.id)
