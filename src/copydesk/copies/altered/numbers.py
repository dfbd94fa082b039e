"""Numbers and units of a source against those of its copy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from copydesk.copies.altered.facts import Fact, facts
from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.copies.altered.units import KNOWN_MONEY, SPANS, Unit, measures, money_before, same_amount, unit_after
from copydesk.records import Alteration, Range

# Money that a word tells without a number; to win is no money of Korea.
_MONEY_ALONE = KNOWN_MONEY - {"won"}
# Words that leave open how many; put for a number, they take it away.
_VAGUE = frozenset("few several many some various numerous".split())


def number_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Numbers that are others in the copy, and units that are, bead by bead."""
    for bead in pairing.beads:
        left, right = pairing.facts(bead, "number")
        matched = _matched(pairing, left, right)
        taken = set(matched.values())
        for number, fact in enumerate(left):
            if number in matched:
                yield from _unit(pairing, fact, right[matched[number]])
                continue
            free = (o for place, o in enumerate(right) if place not in taken and pairing.faces(fact, o))
            other = next(free, None)
            if _spoken_again(pairing, fact, other, bead):
                continue
            if other is not None:
                yield from _changed(pairing, fact, other)
            else:
                yield from _vague(pairing, fact)


def _matched(pairing: Pairing, left: Sequence[Fact], right: Sequence[Fact]) -> dict[int, int]:
    """For each number of the source that the copy has too, which one of the copy's; facing ones first.

    In a spun copy a number that faces another one was exchanged for it, even where it stands elsewhere in the sentence.
    """
    matched: dict[int, int] = {}
    for must_face in (True, False):
        for number, fact in enumerate(left):
            exchanged = pairing.kind == "spun" and any(pairing.faces(fact, other) for other in right)
            if number in matched or (not must_face and exchanged):
                continue
            for place, other in enumerate(right):
                free = place not in matched.values() and (not must_face or pairing.faces(fact, other))
                if free and _same_value(pairing, fact, other):
                    matched[number] = place
                    break
    return matched


def _same_value(pairing: Pairing, fact: Fact, other: Fact) -> bool:
    assert fact.number is not None
    assert other.number is not None
    one, two = fact.number.value, other.number.value
    if math.isclose(one, two, rel_tol=1e-9):
        return True
    if {fact.number.kind, other.number.kind} == {"ratio", "ordinal"}:
        return math.isclose(one * two, 1.0, rel_tol=1e-9)  # one in eight, every eighth
    mine, theirs = unit_after(pairing.source.text, fact.end).name, unit_after(pairing.copy.text, other.end).name
    if "percent" in {mine, theirs} and None in {mine, theirs}:
        share, percent = (one, two) if theirs == "percent" else (two, one)
        return abs(100 * share - percent) < (_ROUNDED if percent.is_integer() else 1e-9)
    if "metre" in {mine, theirs} and None in {mine, theirs}:
        return any(math.isclose(a, b * 1e6) for a, b in ((one, two), (two, one)))  # 100m is 100 metres too
    return mine != theirs and same_amount(one, mine, two, theirs, within=1e-9)


_ROUNDED = 0.7
"""Percent: two in three are 66% or 67%; a decimal says that it was not rounded so."""


def _spoken_again(pairing: Pairing, fact: Fact, other: Fact | None, bead: Bead) -> bool:
    """Whether all number words of a number ("two of every three") stand in the copy's stretch, joined otherwise."""
    assert fact.number is not None
    keys = {token.key for token in pairing.right[slice(*bead.right)]}
    spoken = [t.key for t in pairing.left[slice(*pairing.left_numbers((fact.start, fact.end)))] if t.kind == "number"]
    kinds = {fact.number.kind, other.number.kind if other is not None and other.number is not None else "cardinal"}
    joined = len(spoken) > 1 or not kinds.isdisjoint({"ratio", "fraction"})
    return joined and bool(spoken) and all(key in keys for key in spoken)


def _changed(pairing: Pairing, fact: Fact, other: Fact) -> Iterator[Alteration]:
    assert fact.number is not None
    assert other.number is not None
    mine, theirs = unit_after(pairing.source.text, fact.end), unit_after(pairing.copy.text, other.end)
    a, b = _places(pairing, fact, other)
    if mine.name != theirs.name and same_amount(
        fact.number.value, mine.name, other.number.value, theirs.name, within=pairing.settings.converted_within
    ):
        yield pairing.alteration("unit", a, b, material=False)
        return
    yield pairing.alteration("number", a, b, material=True)
    yield from _unit(pairing, fact, other)


def _vague(pairing: Pairing, fact: Fact) -> Iterator[Alteration]:
    """A number that faces a word which leaves open how many."""
    vague = [n for n in pairing.facing(fact) if pairing.right[n].key in _VAGUE]
    if vague:
        yield pairing.alteration("number", (fact.start, fact.end), pairing.stretch(vague), material=True)


def _places(pairing: Pairing, fact: Fact, other: Fact) -> tuple[Range, Range]:
    """Where two numbers stand, each with its sign of money; with their units where both have one."""
    mine, theirs = unit_after(pairing.source.text, fact.end), unit_after(pairing.copy.text, other.end)
    start, other_start = money_before(pairing.source.text, fact.start), money_before(pairing.copy.text, other.start)
    if mine.name is None or theirs.name is None:
        return (start.start, fact.end), (other_start.start, other.end)
    return (start.start, max(fact.end, mine.end)), (other_start.start, max(other.end, theirs.end))


def _unit(pairing: Pairing, fact: Fact, other: Fact) -> Iterator[Alteration]:
    """The unit of a number that has another one, or none, in the copy."""
    assert fact.number is not None
    assert other.number is not None
    before, after = unit_after(pairing.source.text, fact.end), unit_after(pairing.copy.text, other.end)
    if _other_money(pairing, fact, other):
        yield pairing.alteration("unit", *_places(pairing, fact, other), material=True)
        return
    if before.name is None or before.name == after.name or (before.guessed and pairing.kind != "spun"):
        return
    if same_amount(
        fact.number.value, before.name, other.number.value, after.name, within=pairing.settings.converted_within
    ):
        return
    if after.name is None and pairing.kind == "spun":
        after = _facing_unit(pairing, before)
    if after.name is None:
        return
    if Indel.normalized_similarity(before.name, after.name) >= pairing.settings.word_spelled_alike:
        return
    a, b = (fact.start, max(fact.end, before.end)), (min(other.start, after.start), max(other.end, after.end))
    yield pairing.alteration("unit", a, b, material=True)


def _other_money(pairing: Pairing, fact: Fact, other: Fact) -> bool:
    """Whether two amounts are given in money of different signs; a word for the money may stand for a sign."""
    mine, theirs = (
        money_before(text, one.start).name or unit_after(text, one.end).name
        for text, one in ((pairing.source.text, fact), (pairing.copy.text, other))
    )
    return mine != theirs and {mine, theirs} <= KNOWN_MONEY


def _facing_unit(pairing: Pairing, before: Unit) -> Unit:
    """The words of the copy that face a unit, if they are other words; a Unit without a name if there are none."""
    first, last = pairing.left_numbers((before.start, before.end))
    pairs = [(pairing.left[n].key, m) for n in range(first, last) if (m := pairing.right_of[n]) is not None]
    changed = [
        number
        for key, number in pairs
        if pairing.right[number].kind in {"word", "name"}
        and Indel.normalized_similarity(key, pairing.right[number].key) < pairing.settings.word_spelled_alike
    ]
    if not changed:
        return Unit(None, before.start, before.end)
    start, end = pairing.stretch([number for _, number in pairs])
    return Unit("other", start, end)


def measure_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Words of measure that stand without a number and were replaced: `the thaler gained`."""
    if pairing.kind != "spun":
        return
    counted = [
        unit_after(pairing.source.text, fact.end) for fact in facts(pairing.source.text) if fact.kind == "number"
    ]
    told = {place for unit in counted for place in range(unit.start, unit.end)}
    names = {form for word in measures(pairing.source.text) for form in (word, word.removesuffix("s"))} - SPANS
    for number, token in enumerate(pairing.left):
        facing = pairing.right_of[number]
        known = token.key in names or (token.key.removesuffix("s") in _MONEY_ALONE and _of_a_land(pairing, number))
        if not known or facing is None or token.start in told:
            continue
        other = pairing.right[facing]
        if (
            other.kind == "word"
            and Indel.normalized_similarity(token.key, other.key) < pairing.settings.word_spelled_alike
        ):
            yield pairing.alteration("unit", (token.start, token.end), (other.start, other.end), material=True)


def _of_a_land(pairing: Pairing, number: int) -> bool:
    """Whether a name or `the` stands before a word for money: the Norwegian crown."""
    before = pairing.left[number - 1] if number else None
    return before is not None and (before.kind == "name" or before.key == "the")
