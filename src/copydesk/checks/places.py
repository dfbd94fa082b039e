"""One thing on two opposite sides: the north face and the south face, the left wing and the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import clauses, concept, concepts
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

_OPPOSITES = """
north northern / south southern
east eastern / west western
left / right
upper top / lower bottom
front / rear back
inner / outer
port / starboard
near / far
"""
_SIDES = {
    word: (number, half)
    for number, line in enumerate(_OPPOSITES.strip().split("\n"))
    for half, told in enumerate(line.split(" / "))
    for word in told.split()
}
# "The north face", "its right side": the word that places a thing, and the thing.
_PLACED = re.compile(
    rf"\b(?:the|its|his|her|their|a)\s(?P<side>{'|'.join(_SIDES)})(?:ern)?[-\s](?P<noun>[a-z]{{3,}})\b", re.IGNORECASE
)
_UNSURE = re.compile(r"\b(?:not|never|no|both|either|later|then|also|another|will|would|may|might|could|if)\b", re.I)
_SAME = 2  # concepts: what is put there and the deed
_MOST_OF_ONE = 8  # of one clause
_MOST = 60  # of one account: more stand in directions and lists


class _Placed(NamedTuple):
    """A clause that puts something on a side of a thing: the opposites, which of them, the thing.

    `before` are the concepts of what it puts there and of the deed, `told` those of the whole clause but the thing.
    """

    statement: Statement
    line: int
    half: int
    noun: str
    before: frozenset[str]
    told: frozenset[str]


def read_places(account: Sequence[Statement]) -> tuple[_Placed, ...]:
    """The clauses of an account that tell on which side of a thing something is."""
    return tuple(islice((one for statement in account for one in _placed(statement)), _MOST))


def compare_places(
    left: Sequence[_Placed], right: Sequence[_Placed], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one event put one thing on opposite sides, and neither tells of both."""
    pairs = [(one, other) for one, other in product(left, right) if _one_thing(one, other, rarity, settings)]
    apart = [(one, other) for one, other in pairs if one.half != other.half]
    if apart and len(apart) == len(pairs):
        one, other = apart[0]
        verdict = Verdict("where", "conflict", "the accounts appear to put one thing on opposite sides")
        yield make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _one_thing(one: _Placed, other: _Placed, rarity: Rarity, settings: CheckSettings) -> bool:
    if (one.line, one.noun) != (other.line, other.noun):
        return False
    if not of_one_event(one.statement.account, other.statement.account):
        return False
    # Who holds the north bank does not hold the other: what is put there, and how, must be the same.
    same = one.before & other.before
    if len(same) < _SAME or same != min(one.before, other.before, key=len):
        return False
    shared = one.told & other.told
    least = min(rarity.share(one.told), rarity.share(other.told))
    return rarity.share(shared) >= max(settings.place_rarity, settings.place_shared * least)


def _placed(statement: Statement) -> Iterator[_Placed]:
    text = statement.text
    for low, high in clauses(text, 0, len(text)) if not statement.quoted else ():
        if _UNSURE.search(text, low, high):
            continue
        for found in islice(_PLACED.finditer(text, low, high), _MOST_OF_ONE):
            noun = concept(found["noun"])
            line, half = _SIDES[found["side"].casefold()]
            before, after = text[low : found.start()], text[found.end() : high]
            deed = frozenset(concepts(word.text for word in words(before)))
            told = deed.union(concepts(word.text for word in words(after)))
            if noun and deed:
                yield _Placed(statement, line, half, noun, deed, told - {noun})
