"""How a check is put together: its sides in order, one for each family, and its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
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
    """How a comparison came out, and what that rests on, in words for people."""

    kind: CheckKind
    outcome: Outcome
    why: str


@cache
def how_sure(kind: CheckKind, outcome: Outcome) -> float:
    """How often a comparison of this kind that came out so was right, 0 to 1, with one right and one wrong added.

    It is counted in `reliability.tsv`: pages with known answers, and pages that were read one by one (docs/checks.md).
    """
    lines = resources.files(__package__).joinpath("reliability.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    counted = [(int(right), int(told)) for _, of, came, right, told in rows if (of, came) == (kind, outcome)]
    right, told = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0)
    return round((right + 1) / (told + 2), 3)


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
        confidence=how_sure(verdict.kind, verdict.outcome),
        why=verdict.why,
    )
