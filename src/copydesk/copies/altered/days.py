"""Days and times of a source against those of its copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from copydesk.copies.altered.facts import Fact
from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.tokens import FUNCTION, month_of
from copydesk.records import Alteration
from copydesk.text.closed import COUNTING
from copydesk.text.days import DayMention

# Stretches of time as English names them: one put for another moves what is said to another time.
_STRETCHES = {
    form: name
    for name in ("minute", "hour", "day", "night", "week", "weekend", "month", "year", "decade", "century")
    for form in (name, f"{name}s")
} | {"centuries": "century"}


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
    yield from _stretches(pairing)


def _matched(pairing: Pairing, left: Sequence[Fact], right: Sequence[Fact]) -> dict[int, int]:
    """For each day of the source that the copy has too, which one of the copy's; facing ones first.

    A spun copy keeps the order of its source, so that a day that faces another one was exchanged for it, even where it
    stands elsewhere in the sentence.
    """
    matched: dict[int, int] = {}
    for must_face in (True, False):
        for number, fact in enumerate(left):
            exchanged = pairing.kind == "spun" and any(pairing.faces(fact, other) for other in right)
            if number in matched or (not must_face and exchanged):
                continue
            for place, other in enumerate(right):
                if place in matched.values() or (must_face and not pairing.faces(fact, other)):
                    continue
                if _same_day(fact, _in_words(pairing, other)) or (must_face and _anchored(pairing, fact, other)):
                    matched[number] = place
                    break
    return matched


def _in_words(pairing: Pairing, fact: Fact) -> Fact:
    """A month of the copy with the day that a word tells before or behind it: fourteen February."""
    if fact.day is None or fact.day.month is None or fact.day.day is not None:
        return fact
    first, last = pairing.right_numbers((fact.start, fact.end))
    beside = pairing.right[max(0, first - 1) : first] + pairing.right[last : last + 1]
    told = [COUNTING[token.key] for token in beside if token.key in COUNTING]
    return replace(fact, day=replace(fact.day, day=told[0])) if len(told) == 1 else fact


def _same_day(fact: Fact, other: Fact) -> bool:
    """Whether two expressions may mean one day: what the source says, the copy says too; it may say more."""
    one, two = fact.day, other.day
    if one is None or two is None:
        return fact.time is not None and fact.time == other.time
    weekday = one.weekday
    if one.month is not None and one.day is not None and two.weekday is None:
        weekday = None  # the day of the month stands for it
    mine, theirs = (one.year, one.month, one.day, weekday), (two.year, two.month, two.day, two.weekday)
    if any(part is not None for part in mine):
        return all(part in {None, said} for part, said in zip(mine, theirs, strict=True))
    if one.kind == two.kind == "after":
        return (abs(one.shift), one.unit) == (abs(two.shift), two.unit)  # two days after it, it came two days earlier
    return (one.shift, one.unit) == (two.shift, two.unit) and one.kind == two.kind


def _anchored(pairing: Pairing, fact: Fact, other: Fact) -> bool:
    """Whether a day of the week, or one told from the day of writing, and a day of a month may be one.

    The days on which the texts were published tell, where they are known; where not, an editor is believed, who puts
    the one for the other, and a spinning program is not.
    """
    one, two = fact.day, other.day
    if one is None or two is None:
        return False
    if one.month is None and two.month is None:
        return _told_from_today(pairing, one, two)
    if one.month is not None and two.month is not None:
        return False
    dated, loose = (one, two) if one.month is not None else (two, one)
    if loose.year is not None or (loose.weekday is None and loose.unit != "day") or dated.day is None:
        return False
    anchors = [
        article.published.low
        for article in (pairing.source, pairing.copy)
        if article.published is not None and article.published.low == article.published.high
    ]
    if not anchors:
        return pairing.kind != "spun"
    return any(_is_day(loose, near, anchor) for anchor in anchors if (near := _nearest(dated, anchor)) is not None)


def _told_from_today(pairing: Pairing, one: DayMention, two: DayMention) -> bool:
    """Whether one of two days is told by its weekday, the other from the day of writing: Thursday, yesterday."""
    by_name, from_today = (one, two) if one.weekday is not None else (two, one)
    if by_name.weekday is None or from_today.weekday is not None or from_today.year is not None:
        return False
    published = (pairing.copy if from_today is two else pairing.source).published
    if from_today.kind != "relative" or from_today.unit != "day" or pairing.kind == "spun":
        return False
    if published is None or published.low != published.high:
        return True
    return (published.low.weekday() + from_today.shift) % 7 == by_name.weekday


def _is_day(mention: DayMention, day: date, anchor: date) -> bool:
    """Whether a mention, read on a day, may mean a day."""
    if mention.weekday is not None:
        return day.weekday() == mention.weekday and abs((day - anchor).days) <= _A_FORTNIGHT
    return abs((day - anchor).days - mention.shift) <= 1


_A_FORTNIGHT = 14
"""Days within which a day is named by its weekday alone."""


def _nearest(mention: DayMention, anchor: date) -> date | None:
    """The day that a day and a month mean, in the year that brings it nearest to another day."""
    assert mention.month is not None
    assert mention.day is not None
    found = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1) if mention.year is None else (mention.year,):
        with suppress(ValueError):
            found.append(date(year, mention.month, mention.day))
    return min(found, key=lambda day: abs(day - anchor), default=None)


def _gone(pairing: Pairing, fact: Fact) -> Iterator[Alteration]:
    """A named day or a time that faces words which are no day any more, or that was cut out of its sentence."""
    if fact.day is not None and (fact.day.month, fact.day.weekday, fact.day.year) == (None, None, None):
        return
    if fact.time is not None and _hour_is_told(pairing, fact):
        return
    first, last = pairing.left_numbers((fact.start, fact.end))
    own = [n for n in range(first, last) if pairing.left[n].kind != "mark" and pairing.left[n].key not in FUNCTION]
    facing = [m for n in range(first, last) if (m := pairing.right_of[n]) is not None]
    facing = [m for m in facing if pairing.right[m].kind != "mark"]
    kept = [n for n in own if (m := pairing.right_of[n]) is not None and _same_word(pairing, n, m)]
    if len(kept) == len(own) or (kept and pairing.kind != "spun"):
        return
    if facing:
        yield pairing.alteration("date", (fact.start, fact.end), pairing.stretch(facing), material=True)
    elif pairing.kind != "partial" and _cut_out(pairing, first, last):
        yield pairing.alteration("date", (fact.start, fact.end), None, material=True)


def _hour_is_told(pairing: Pairing, fact: Fact) -> bool:
    """Whether the number of the hour stands around the same place of the copy in another form: three in the morning."""
    assert fact.time is not None
    hours = {fact.time // 60, (fact.time // 60 - 1) % 12 + 1}
    number = pairing.left_numbers((fact.start, fact.end))[0]
    facing = next((m for m in pairing.right_of[number : number + _NEAR] if m is not None), None)
    if facing is None:
        return False
    near = pairing.right[max(0, facing - _NEAR) : facing + _NEAR]
    return any(COUNTING.get(token.key) in hours for token in near)


_NEAR = 6
"""Words within which the hour stands that is told in words."""


def _same_word(pairing: Pairing, number: int, other: int) -> bool:
    """Whether two tokens are one word, or one month in full and in short."""
    left, right = pairing.left[number].key, pairing.right[other].key
    return left == right or (month_of(left) is not None and month_of(left) == month_of(right))


def _cut_out(pairing: Pairing, first: int, last: int) -> bool:
    """Whether the words right before and right behind a gap stand in the copy beside each other."""
    before = [m for n in range(max(0, first - 2), first) if (m := pairing.right_of[n]) is not None]
    behind = [m for n in range(last, min(last + 2, len(pairing.left))) if (m := pairing.right_of[n]) is not None]
    return bool(before and behind) and 0 < behind[0] - before[-1] <= 2


def _stretches(pairing: Pairing) -> Iterator[Alteration]:
    """A week made a month, where no number stands before it (there it is a unit)."""
    for number, token in enumerate(pairing.left):
        facing = pairing.right_of[number]
        if facing is None or token.key not in _STRETCHES or (number and pairing.left[number - 1].kind == "number"):
            continue
        other = pairing.right[facing]
        if other.key in _STRETCHES and _STRETCHES[other.key] != _STRETCHES[token.key] and _after_one(pairing, number):
            yield pairing.alteration("date", (token.start, token.end), (other.start, other.end), material=True)


def _after_one(pairing: Pairing, number: int) -> bool:
    """Whether the word before a stretch of time was kept: `the coming weeks`, not `a week` made `seven days`."""
    facing = pairing.right_of[number]
    if not number or not facing:
        return False
    before, other = pairing.left[number - 1], pairing.right[facing - 1]
    return before.key == other.key and before.kind not in {"number", "mark"} and before.key not in {"a", "an"}
