"""One account says that nobody came to harm, another tells of somebody who did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from copydesk.checks.accounts import Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

# What may befall people, and what of it includes the other: who was killed was hurt.
_FATES = frozenset(filter(None, map(concept, "die hurt missing arrest rescue".split())))
# What such a sentence holds besides those it means.
_AROUND = frozenset(map(concept, "claim cost lose life lives none nobody no-one far confirm immediate single".split()))
_DIE, _HURT = concept("die"), concept("hurt")
# "Nobody who took it died", "none of the crew was hurt", "no deaths", "claimed no lives", "without loss of life".
_NOBODY = re.compile(
    r"\b(?:nobody|no\sone|no-one|none\sof|not\s(?:one|a\ssingle)\b|no\s(?:people|person|passengers?|residents?|civilians?|casualties"
    r"|deaths?|injuries|fatalities|(?:loss\sof\s)?life|lives)|without\s(?:loss\sof\slife|injur\w+|casualt\w+))",
    re.IGNORECASE,
)
_LIVES = re.compile(r"\b(?:lives?|life|casualt\w+|fatalit\w+)\b", re.IGNORECASE)
# Where one of them lives, the other does not.
_ELSEWHERE = frozenset(
    pair
    for one, other in (("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western"))
    for pair in ((concept(one), concept(other)), (concept(other), concept(one)))
)
_MOST = 8  # of one statement: a sentence with more is none
_REACH = 80  # characters before "nobody" that may say where
_CLAUSE_END = re.compile(r"[,;:()\"\u201c\u201d\u2014.]|\b(?:but|although|while|because|when|after|and)\b")
# "A man died", "one death", "two of them were hurt", "killing five".
_SOMEBODY = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|several|\d[\d,]*)\b",
    re.IGNORECASE,
)
_DENYING = re.compile(r"\b(?:no|not|nobody|none|never|nor|without|zero)\b|n['\u2019]t\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:if|could|might|would|may|will|whether|fear\w*|unless|almost|previous\w*|earlier|ago|last\s(?:week|month|year))\b"
)
# What may still be counted: a later day says more, and no less.
_SO_FAR = re.compile(r"\b(?:so\sfar|yet|immediate|initial|has\sbeen|have\sbeen|report(?:s|ed))\b", re.IGNORECASE)


class _Fate(NamedTuple):
    """What befell somebody, or nobody; `among` are the concepts that say who is meant."""

    statement: Statement
    fate: str
    among: frozenset[str]


class Fates(NamedTuple):
    """What an account says befell nobody, and what it says befell somebody."""

    nobody: tuple[_Fate, ...]
    somebody: tuple[_Fate, ...]


def read_fates(account: Sequence[Statement]) -> Fates:
    """What befell people, by an account."""
    nobody = tuple(fate for statement in account for fate in _nobody(statement))
    return Fates(nobody, tuple(fate for statement in account for fate in _somebody(statement)))


def compare_fates(left: Fates, right: Fates, rarity: Rarity, story: str, *, settings: CheckSettings) -> Iterator[Check]:
    """A conflict for each thing that befell nobody by one account, and somebody by the other; a change if it is later.

    Where the first account itself tells of somebody of those it means, it means another place or group.
    """
    for here, there in ((left, right), (right, left)):
        for none in here.nobody:
            if any(_includes(none.fate, one.fate) and not one.among - none.among for one in here.somebody):
                continue
            some = next((one for one in there.somebody if _befell(none, one, rarity, settings)), None)
            if some is not None:
                yield _check(none, some, story)


def _check(none: _Fate, some: _Fate, story: str) -> Check:
    early, late = none.statement.account.high, some.statement.account.low
    later = early is None or late is None or early < late
    sides = (side_of(none.statement), side_of(some.statement))
    if later and _SO_FAR.search(none.statement.text):
        why = "what one account says had befallen nobody appears to have befallen somebody by a later day"
        verdict = Verdict("polarity", "changed", why)
    else:
        why = "one account appears to say that it befell nobody, the other tells of somebody"
        verdict = Verdict("polarity", "conflict", why)
    return make_check(story, none.statement.text, verdict, sides)


def _befell(none: _Fate, some: _Fate, rarity: Rarity, settings: CheckSettings) -> bool:
    """Whether somebody of those meant came to the harm that nobody is said to have come to."""
    named = none.among & none.statement.named
    if not _includes(none.fate, some.fate) or not named <= some.among:
        return False
    if any(one in none.among and other in some.among for one, other in _ELSEWHERE):
        return False
    if named:
        return True
    shared = rarity.share(none.among & some.among)
    one_event = of_one_event(none.statement.account, some.statement.account)
    return one_event and shared >= max(settings.fate_rarity, rarity.share(none.among) * settings.fate_shared)


def _includes(denied: str, told: str) -> bool:
    return denied == told or (denied == _HURT and told == _DIE)


def _nobody(statement: Statement) -> Iterator[_Fate]:
    if statement.quoted:
        return
    for found in islice(_NOBODY.finditer(statement.text), _MOST):
        end = _CLAUSE_END.search(statement.text, found.end())
        before = _CLAUSE_END.split(statement.text[max(0, found.start() - _REACH) : found.start()])[-1]
        clause = before + statement.text[found.start() : end.start() if end else len(statement.text)]
        if _UNSURE.search(clause):
            continue
        told = [one for word in words(clause) if (one := concept(word.text))]
        fates = [one for one in told if one in _FATES]
        fate = fates[-1] if fates else _DIE if _LIVES.search(clause) else None
        if fate:
            yield _Fate(statement, fate, frozenset(told) - _FATES - _AROUND)


def _somebody(statement: Statement) -> Iterator[_Fate]:
    text = statement.text
    if statement.quoted or _DENYING.search(text) or _UNSURE.search(text) or not _SOMEBODY.search(text):
        return
    for fate in _FATES.intersection(statement.concepts):
        yield _Fate(statement, fate, frozenset(statement.concepts) - _FATES)
