"""All comparisons of one dossier."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.checks.accounts import accounts, rarity_of, statements
from copydesk.checks.numbers import number_checks
from copydesk.checks.polarity import polarity_checks
from copydesk.checks.telling import telling_checks
from copydesk.checks.wording import wording_checks
from copydesk.records import Check, Dossier
from copydesk.settings import CheckSettings


def check(dossier: Dossier, *, settings: CheckSettings) -> tuple[Check, ...]:
    """The comparisons of statements of independent families of a storyline, conflicts first and surest first.

    Copies of one family are one side, told in the words of the family's root; what a copy alters is left to the
    alterations of that copy. What one account leaves out contradicts nothing.
    """
    told = accounts(dossier)
    if len(told) < 2:
        return ()
    found = {one.id: one for one in _all(dossier, settings)}
    kept = [one for one in found.values() if len(one.sides) > 1]
    return tuple(sorted(kept, key=lambda one: (_ORDER[one.outcome], -one.confidence, one.id)))


_ORDER = {"conflict": 0, "changed": 1, "different": 2, "altered": 3, "compatible": 4, "agrees": 5}


def _all(dossier: Dossier, settings: CheckSettings) -> Iterator[Check]:
    told = accounts(dossier)
    rarity = rarity_of(told)
    stated = [statements(account, rarity, settings=settings) for account in told]
    story = _story(dossier)
    yield from number_checks(dossier, told, settings=settings)
    conflicts = tuple(polarity_checks(stated, rarity, story, settings=settings))
    yield from conflicts
    yield from wording_checks(dossier, told, story, settings=settings)
    yield from telling_checks(stated, rarity, story, settings=settings)


def _story(dossier: Dossier) -> str:
    first = min(dossier.stories, key=lambda story: story.id)
    return str(first.storyline or first.id)
