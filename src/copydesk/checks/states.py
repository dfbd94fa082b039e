"""One thing in two opposite states: raised and lowered, open and shut; told by two accounts of one event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, as_told, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check, CheckKind
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.likeness import Rarity, cosine
from copydesk.text.words import words

# Opposites of general English that say in what state a thing is, a line a pair.
_OPPOSITES = """
raised upright lifted / lowered down
open opened / shut closed blocked jammed sealed locked
locked bolted / unlocked
on lit / off unlit dark
alive / dead
guilty convicted / innocent acquitted cleared
full / empty
armed / unarmed
present / absent
conscious / unconscious
accepted approved passed upheld / rejected refused overturned
free freed released / jailed detained held
married / unmarried
awake / asleep
loaded / unloaded
insured / uninsured
licensed / unlicensed
sober / drunk
intact undamaged unhurt unharmed / destroyed damaged wrecked injured hurt
successful / unsuccessful
legal lawful / illegal unlawful
won / lost
aware / unaware ignorant
unanimous / split divided
genuine authentic real / fake forged bogus
deliberate intentional / accidental unintentional
voluntary / forced compulsory
paid / unpaid
safe / unsafe dangerous
inside indoors / outside outdoors
public / secret
upstairs / downstairs
ashore / aboard
"""
_STATE: dict[str, tuple[int, bool]] = {
    word: (number, left)
    for number, line in enumerate(_OPPOSITES.strip().split("\n"))
    for left, half in zip((True, False), line.split(" / "), strict=True)
    for word in half.split()
}
_PLACES = {_STATE[word][0] for word in ("inside", "upstairs", "ashore")}
_BEING = re.compile(
    r"\b(?P<modal>(?:will|would|could|should|must|may|might|can)\s)?(?P<be>was|were|is|are|(?:had|has|have)\sbeen)\s"
    r"(?:(?P<not>not|never)\s)?(?:\w+ly\s|still\s|already\s|then\s)?(?P<state>\w+)(?:\s(?P<second>shut|open|closed))?",
    re.IGNORECASE,
)
_REACH = 6  # words of the subject before its verb


class _State(NamedTuple):
    """What a statement says of a thing: the concepts of its subject, the pair of opposites, and which of them."""

    statement: Statement
    subject: tuple[str, ...]
    pair: int
    left: bool


def read_states(account: Sequence[Statement]) -> tuple[_State, ...]:
    """The states that an account gives things."""
    return tuple(state for statement in account for state in _states(statement))


def compare_states(
    left: Sequence[_State], right: Sequence[_State], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one story give a thing opposite states: the closest pair."""
    pairs = [(one, other) for one, other in product(left, right) if _opposed(one, other, rarity, settings)]
    if pairs:
        one, other = max(pairs, key=lambda pair: cosine(pair[0].statement.bag, pair[1].statement.bag))
        yield _check(one, other, story)


def _check(one: _State, other: _State, story: str) -> Check:
    shared = as_told(set(one.subject) & set(other.subject), one.statement)
    why = f"the accounts appear to give opposite states of one thing (shared words: {shared})"
    kind: CheckKind = "where" if one.pair in _PLACES else "polarity"
    verdict = Verdict(kind, "conflict", why)
    return make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _states(statement: Statement) -> Iterator[_State]:
    if statement.quoted:
        return
    for found in _BEING.finditer(statement.text):
        state = next((_STATE[word] for word in _states_of(found) if word in _STATE), None)
        if found["modal"] or state is None:
            continue
        before = [word.text for word in words(statement.text[: found.start()])][-_REACH:]
        subject = tuple(filter(None, map(concept, before)))
        if subject:
            yield _State(statement, subject, state[0], state[1] != bool(found["not"]))


def _states_of(found: re.Match[str]) -> tuple[str, ...]:
    return ((found["second"] or "").casefold(), found["state"].casefold())


def _opposed(one: _State, other: _State, rarity: Rarity, settings: CheckSettings) -> bool:
    """Whether two states are opposite and of one thing: the word before the verb is in both subjects, and is rare."""
    if one.pair != other.pair or one.left == other.left:
        return False
    shared = [word for word in one.subject if word in other.subject]
    head = one.subject[-1] in other.subject or other.subject[-1] in one.subject
    needed = settings.state_rarity / 2 if set(one.subject) == set(other.subject) else settings.state_rarity
    return head and rarity.share(shared) >= needed
