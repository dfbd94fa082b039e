"""Names, numbers and days of a source against what faces them in a copy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from copydesk.copies.alter_facts import Fact, facts
from copydesk.copies.alter_pairing import Pairing
from copydesk.copies.alter_tokens import FUNCTION, Token
from copydesk.copies.alter_units import unit_after
from copydesk.records import Alteration, AlterationKind, CopyKind, Range
from copydesk.text.days import DayMention
from copydesk.text.normal import straighten

SPELLED_ALIKE = 0.7
"""Share of letters in common order from which two capitalised words are spellings of one name."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Two texts laid beside each other, for the comparisons of this module."""

    source: str
    copy: str
    pairing: Pairing
    kind: CopyKind

    def alteration(self, kind: AlterationKind, a: Range | None, b: Range | None, *, material: bool) -> Alteration:
        """An alteration with the words of both places."""
        before = self.source[slice(*a)] if a else ""
        after = self.copy[slice(*b)] if b else ""
        return Alteration(kind=kind, before=before, after=after, a=a, b=b, material=material)


def fact_alterations(bench: Bench) -> Iterator[Alteration]:
    """What became of the source's names, numbers and days, bead by bead."""
    left, right = facts(bench.source), facts(bench.copy)
    for left_range, right_range in bench.pairing.beads:
        mine = _within(left, bench.pairing.left, left_range)
        theirs = _within(right, bench.pairing.right, right_range)
        yield from _names(bench, [fact for fact in mine if fact.kind == "name"], left_range, right_range)
        yield from _numbers(bench, mine, theirs)
        yield from _days(bench, mine, theirs)


def _within(found: Sequence[Fact], row: Sequence[Token], numbers: Range) -> list[Fact]:
    if numbers[0] >= numbers[1]:
        return []
    start, end = row[numbers[0]].start, row[numbers[1] - 1].end
    return [fact for fact in found if start <= fact.start < end]


def _facing(bench: Bench, fact: Fact) -> list[int]:
    """The numbers of the copy's tokens that face a fact of the source."""
    first, last = bench.pairing.left_numbers((fact.start, fact.end))
    return [other for other in bench.pairing.right_of[first:last] if other is not None]


def _stretch(bench: Bench, numbers: Sequence[int]) -> Range:
    """The place in the copy from the first to the last of some tokens."""
    return bench.pairing.right[min(numbers)].start, bench.pairing.right[max(numbers)].end


# -- names -------------------------------------------------------------------------------------------------------------


def _names(bench: Bench, found: Sequence[Fact], left_range: Range, right_range: Range) -> Iterator[Alteration]:
    left_keys = {token.key for token in bench.pairing.left[slice(*left_range)]}
    right_keys = {token.key for token in bench.pairing.right[slice(*right_range)]}
    for fact in found:
        parts = [
            _fate(bench, number, left_keys, right_keys, right_range)
            for number in range(*bench.pairing.left_numbers((fact.start, fact.end)))
            if bench.pairing.left[number].key not in FUNCTION and bench.pairing.left[number].kind != "mark"
        ]
        changed = [fate for fate in parts if fate.change]
        if not changed:
            continue
        places = [fate.place for fate in parts if fate.place is not None]
        if max(places) - min(places) > 2 * len(parts) + 4:
            places = [fate.place for fate in changed if fate.place is not None]
        material = any(fate.change == "replaced" for fate in changed)
        yield bench.alteration("name", (fact.start, fact.end), _stretch(bench, places), material=material)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of one word of a name: the copy's token, and how it differs (None: not, or it is gone)."""

    place: int | None
    change: str | None


def _fate(bench: Bench, number: int, left_keys: set[str], right_keys: set[str], right_range: Range) -> _Fate:
    word = bench.pairing.left[number]
    facing = bench.pairing.right_of[number]
    if word.key in right_keys:
        place = facing if facing is not None and bench.pairing.right[facing].key == word.key else None
        if place is None:
            place = next(n for n in range(*right_range) if bench.pairing.right[n].key == word.key)
        return _Fate(place, "spelled" if _spelled(word.text) != _spelled(bench.pairing.right[place].text) else None)
    alike = _alike(bench, word, left_keys, right_range)
    if alike is not None:
        return _Fate(alike, "spelled")
    if facing is None or not _may_replace(bench, bench.pairing.right[facing], left_keys):
        return _Fate(None, None)
    return _Fate(facing, "replaced")


def _alike(bench: Bench, word: Token, left_keys: set[str], right_range: Range) -> int | None:
    """The copy's token that is most like a word of a name in spelling, if it is alike enough."""
    best, found = SPELLED_ALIKE, None
    for number in range(*right_range):
        other = bench.pairing.right[number]
        if other.kind in {"mark", "function"} or other.key in left_keys:
            continue
        likeness = Indel.normalized_similarity(word.key, other.key)
        if likeness >= best:
            best, found = likeness + 1e-9, number
    return found


def _may_replace(bench: Bench, other: Token, left_keys: set[str]) -> bool:
    if other.kind in {"mark", "function"} or other.key in left_keys:
        return False
    return bench.kind == "spun" or other.kind == "name"


@lru_cache(maxsize=65536)
def _spelled(word: str) -> str:
    """A word with its accents but without case and possessive."""
    return straighten(word).casefold().removesuffix("'s").removesuffix("'")


# -- numbers -----------------------------------------------------------------------------------------------------------


def _numbers(bench: Bench, mine: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[Alteration]:
    left = [fact for fact in mine if fact.kind == "number"]
    right = [fact for fact in theirs if fact.kind == "number"]
    matched = _equal_numbers(bench, left, right)
    for number, fact in enumerate(left):
        if number in matched:
            yield from _unit(bench, fact, right[matched[number]])
            continue
        facing = set(_facing(bench, fact))
        free = [other for place, other in enumerate(right) if place not in matched.values()]
        other = next((o for o in free if facing & set(range(*bench.pairing.right_numbers((o.start, o.end))))), None)
        if other is not None:
            yield bench.alteration("number", (fact.start, fact.end), (other.start, other.end), material=True)


def _equal_numbers(bench: Bench, left: Sequence[Fact], right: Sequence[Fact]) -> dict[int, int]:
    """For each number of the source that the copy has too, which one of the copy's; facing ones first."""
    matched: dict[int, int] = {}
    for must_face in (True, False):
        for number, fact in enumerate(left):
            facing = set(_facing(bench, fact))
            for place, other in enumerate(right):
                if number in matched or place in matched.values() or not _same_value(bench, fact, other):
                    continue
                faces = facing & set(range(*bench.pairing.right_numbers((other.start, other.end))))
                if faces or not must_face:
                    matched[number] = place
    return matched


def _same_value(bench: Bench, fact: Fact, other: Fact) -> bool:
    assert fact.number is not None
    assert other.number is not None
    one, two = fact.number.value, other.number.value
    if math.isclose(one, two, rel_tol=1e-9):
        return True
    percents = {
        unit_after(text, found.end).name == "percent"
        for text, found in ((bench.source, fact), (bench.copy, other))
    }
    return percents == {True, False} and math.isclose(max(one, two), 100 * min(one, two), rel_tol=1e-9)


def _unit(bench: Bench, fact: Fact, other: Fact) -> Iterator[Alteration]:
    before, after = unit_after(bench.source, fact.end), unit_after(bench.copy, other.end)
    if before.name is None and after.name is None:
        return
    if before.name != after.name:
        yield bench.alteration(
            "unit", (fact.start, max(fact.end, before.end)), (other.start, max(other.end, after.end)), material=True
        )


# -- days --------------------------------------------------------------------------------------------------------------


def _days(bench: Bench, mine: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[Alteration]:
    left = [fact for fact in mine if fact.kind == "date"]
    right = [fact for fact in theirs if fact.kind == "date"]
    free = [other for other in right if not any(_same_day(fact, other) for fact in left)]
    for fact in left:
        if any(_same_day(fact, other) for other in right):
            continue
        facing = _facing(bench, fact)
        other = next(
            (o for o in free if set(facing) & set(range(*bench.pairing.right_numbers((o.start, o.end))))), None
        )
        if other is not None:
            yield bench.alteration("date", (fact.start, fact.end), (other.start, other.end), material=True)
        elif facing:
            yield bench.alteration("date", (fact.start, fact.end), _stretch(bench, facing), material=True)


def _same_day(fact: Fact, other: Fact) -> bool:
    if fact.day is None or other.day is None:
        return fact.time is not None and fact.time == other.time
    return _parts(fact.day) == _parts(other.day)


def _parts(day: DayMention) -> tuple[object, ...]:
    return (day.year, day.month, day.day, day.weekday, day.shift, day.unit)
