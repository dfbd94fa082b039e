"""Days and times of a source against those of its copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.alter_facts import Fact
from copydesk.copies.alter_pairing import Pairing
from copydesk.records import Alteration


def day_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Days and times that are others in the copy, or have lost a part, bead by bead."""
    for bead in pairing.beads:
        left, right = pairing.facts(bead, "date")
        matched = _matched(pairing, left, right)
        for number, fact in enumerate(left):
            if number in matched:
                continue
            free = (o for place, o in enumerate(right) if place not in matched.values() and pairing.faces(fact, o))
            other = next(free, None)
            if other is not None:
                yield pairing.alteration("date", (fact.start, fact.end), (other.start, other.end), material=True)
            else:
                yield from _gone(pairing, fact)


def _matched(pairing: Pairing, left: Sequence[Fact], right: Sequence[Fact]) -> dict[int, int]:
    """For each day of the source that the copy has too, which one of the copy's; facing ones first."""
    matched: dict[int, int] = {}
    for must_face in (True, False):
        for number, fact in enumerate(left):
            for place, other in enumerate(right):
                free = number not in matched and place not in matched.values()
                if free and _same_day(fact, other) and (not must_face or pairing.faces(fact, other)):
                    matched[number] = place
    return matched


def _same_day(fact: Fact, other: Fact) -> bool:
    """Whether two expressions may mean one day: what the source says, the copy says too; it may say more."""
    one, two = fact.day, other.day
    if one is None or two is None:
        return fact.time is not None and fact.time == other.time
    mine, theirs = (one.year, one.month, one.day, one.weekday), (two.year, two.month, two.day, two.weekday)
    if any(part is not None for part in mine):
        return all(part in {None, said} for part, said in zip(mine, theirs, strict=True))
    return (one.shift, one.unit) == (two.shift, two.unit) and one.kind == two.kind


def _gone(pairing: Pairing, fact: Fact) -> Iterator[Alteration]:
    """A named day or a time that faces words which are no day any more."""
    facing = [n for n in pairing.facing(fact) if pairing.right[n].kind != "mark"]
    named = fact.day is None or (fact.day.month, fact.day.weekday, fact.day.year) != (None, None, None)
    digits = {token.key for token in pairing.left[slice(*pairing.left_numbers((fact.start, fact.end)))]}
    kept = any(pairing.right[n].key in digits for n in facing)
    if facing and named and (pairing.kind == "spun" or not kept):
        yield pairing.alteration("date", (fact.start, fact.end), pairing.stretch(facing), material=True)
