"""Two accounts tell one thing in their own words: statements that share enough that is rare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from copydesk.checks.accounts import Statement, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.likeness import Rarity, cosine


def telling_checks(
    told: Sequence[Sequence[Statement]], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """An agreement for each two statements of different accounts that are each other's best match and alike enough."""
    for left, right in combinations(told, 2):
        for one, other, score in _partners(left, right):
            shared = sorted(one.bag.keys() & other.bag.keys(), key=lambda word: -one.bag[word] * other.bag[word])
            weight = sum(rarity.of(word) for word in shared)
            if score >= settings.same_telling and len(shared) > 1 and weight >= settings.telling_rarity:
                why = f"two accounts appear to tell the same (shared: {', '.join(shared[:6])})"
                verdict = Verdict("words", "agrees", min(0.9, 0.3 + score), why)
                yield make_check(story, one.text, verdict, (side_of(one), side_of(other)))


def _partners(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, float]]:
    """Pairs of statements that are each other's best match."""
    scores = [[cosine(one.bag, other.bag) for other in right] for one in left]
    for row, values in enumerate(scores):
        best = max(range(len(values)), key=values.__getitem__, default=None)
        if best is not None and values[best] > 0.0 and values[best] == max(line[best] for line in scores):
            yield left[row], right[best], values[best]
