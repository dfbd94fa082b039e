"""How a check is put together: its sides in order, one for each family, and its id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from copydesk.records import Check, CheckKind, FamilyId, Outcome, Side
from copydesk.text.ids import stable_id


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
