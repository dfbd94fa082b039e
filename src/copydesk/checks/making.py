"""How a check is put together: its sides in order, one for each family, and its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from copydesk.checks.accounts import Statement
from copydesk.records import Check, CheckKind, FamilyId, Outcome, Side
from copydesk.text.ids import stable_id


class Comparison(NamedTuple):
    """One kind of comparison: what it reads in the statements of an account, and how it compares two accounts.

    `compare` takes what `read` gave for each, the rarity of words, the id that the checks are of, and `settings`.
    """

    read: Callable[[Sequence[Statement]], Any]
    compare: Callable[..., Iterator[Check]]


class Verdict(NamedTuple):
    """How a comparison came out, how surely, and what that rests on, in words for people."""

    kind: CheckKind
    outcome: Outcome
    confidence: float
    why: str


def make_check(story: str, subject: str, verdict: Verdict, sides: Iterable[Side]) -> Check:
    """A check whose sides are the first of each family, in the order given."""
    first: dict[FamilyId, Side] = {}
    for side in sides:
        first.setdefault(side.family, side)
    kept = tuple(first.values())
    places = (f"{side.article}:{side.start}:{side.end}" for side in kept)
    return Check(
        id=stable_id("check", story, verdict.kind, verdict.outcome, *places),
        story=story,
        subject=subject,
        kind=verdict.kind,
        outcome=verdict.outcome,
        sides=kept,
        confidence=round(min(1.0, max(0.0, verdict.confidence)), 3),
        why=verdict.why,
    )
