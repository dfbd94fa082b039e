"""One event at two times of day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.closed import COUNTING
from copydesk.text.concepts import clauses, concept
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

_HOURS = {word: value for word, value in COUNTING.items() if 1 <= value <= 12}
_CLOCK = re.compile(
    r"(?<![\d:.])(?<!:\s)\b(?P<hour>1[0-2]|0?[1-9])(?:[.:]\s?(?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b"
    r"|\bat\s(?P<hour24>[01]?\d|2[0-3])[.:](?P<minute24>[0-5]\d)\b"
    rf"|\b(?:at|after)\s(?P<word>{'|'.join(_HOURS)})\sin\sthe\s(?P<part>morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\b(?:after|about|around|past)\s(?:\w+\s)?$", re.IGNORECASE)
# A time up to which or from which something holds is not the time of an event.
_LIMIT = re.compile(r"\b(?:as of|by|before|since|until|till|from|between)\s(?:\w+\s)?$", re.IGNORECASE)

# Times of day of one account that are compared: more stand in timetables and lists of results, and the work is square.
_MOST_TIMES = 60


class _Timed(NamedTuple):
    """A clause with its time of day in minutes, the concepts of the clause with its subject, and the names in it."""

    statement: Statement
    minutes: int
    loose: bool
    concepts: frozenset[str]
    named: frozenset[str]


def read_times(account: Sequence[Statement]) -> tuple[_Timed, ...]:
    """The clauses of an account that give a time of day."""
    return tuple(islice((one for statement in account for one in _timed(statement)), _MOST_TIMES))


def compare_times(
    left: Sequence[_Timed], right: Sequence[_Timed], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """What two accounts of one story time alike or apart: clauses alike in words, or that give one odd minute."""
    for one, other in product(left, right):
        one_event = of_one_event(one.statement.account, other.statement.account)
        if one_event and (_tells(one, other) or _alike(one, other, rarity, settings)):
            yield _check(one, other, story, settings)


def _tells(one: _Timed, other: _Timed) -> bool:
    """Whether two clauses give one and the same odd minute (6.42pm), which hardly two events of one story share."""
    return one.minutes == other.minutes and one.minutes % 30 != 0 and not (one.loose or other.loose)


def _alike(one: _Timed, other: _Timed, rarity: Rarity, settings: CheckSettings) -> bool:
    """Whether two clauses tell of one event: two rare words in common or more, and not each other names."""
    if one.named and other.named and not one.named & other.named:
        return False
    shared = one.concepts & other.concepts
    return len(shared) > 1 and rarity.share(shared) >= settings.time_rarity


def _check(one: _Timed, other: _Timed, story: str, settings: CheckSettings) -> Check:
    apart = abs(one.minutes - other.minutes)
    sides = (side_of(one.statement), side_of(other.statement))
    if apart <= settings.minutes_apart or (apart <= 60 and (one.loose or other.loose)):
        told = "the same time of day" if not apart else "times of day that fit each other"
        verdict = Verdict("when", "compatible" if apart else "agrees", f"both give {told}")
    else:
        why = f"the accounts appear to time one event {apart // 60}h {apart % 60:02d}min apart"
        verdict = Verdict("when", "conflict", why)
    return make_check(story, one.statement.text, verdict, sides)


def _timed(statement: Statement) -> Iterator[_Timed]:
    text = statement.text
    for low, high in clauses(text, 0, len(text)):
        for found in _CLOCK.finditer(text, low, high):
            if _LIMIT.search(text, low, found.start()):
                continue
            held = words(_subject(text, low) + text[low:high])
            told = frozenset(filter(None, (concept(word.text) for word in held))) - {"a.m", "p.m", "am", "pm"}
            loose = found["word"] is not None or _LOOSE.search(text, low, found.start()) is not None
            yield _Timed(statement, _minutes(found), loose, told, told & statement.told_of)


def _subject(text: str, low: int) -> str:
    """The beginning of a sentence whose clause at `low` goes on after what stands between commas."""
    first = clauses(text, 0, len(text))[0][1]
    return f"{text[:first]} " if low > first and text[first : first + 1] == "," else ""


def _minutes(found: re.Match[str]) -> int:
    """Minutes since midnight."""
    if found["hour24"]:
        return int(found["hour24"]) * 60 + int(found["minute24"])
    if found["word"]:
        late = found["part"].casefold() != "morning"
        return _HOURS[found["word"].casefold()] % 12 * 60 + 720 * late
    late = found["half"].casefold() == "p"
    return int(found["hour"]) % 12 * 60 + int(found["minute"] or 0) + 720 * late
