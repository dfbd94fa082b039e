"""What can be true of one person alone, or of one person not at once: the last to leave; there, and away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.likeness import Rarity
from copydesk.text.names import names, without_titles
from copydesk.text.normal import fold
from copydesk.text.words import words

# "The last out, foreman A B", "the first to reach the wreck was a fisherman, A B".
_RANKED = re.compile(
    r"\bthe\s(?P<rank>first|last|only\sone|sole\ssurvivor)\s(?:[a-z]+\s)?(?P<deed>to\s[^.,;:]{3,60}?|out|in|off|up|ashore|home)"
    r"(?=,|\swas\b|\sis\b|[.;:]|$)",
    re.IGNORECASE,
)
# How people leave a place, as news has it beside "to leave": of which one is the last whatever the word.
_LEAVING = frozenset("out up off ashore leave left exit emerge climb escape surface evacuate".split())
_THERE = re.compile(
    r"\b(?:attended|witnessed|oversaw|(?:watched|followed)\b(?=[^.;:]{0,60}\s(?:from|at|beside|in|on)\s)"
    r"|(?:was|were)\s(?:present|there|at\sthe|among)|took\spart|stood\s(?:at|in|on|beside|by)|visited)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:never\s(?:came|went|visited|attended|arrived|appeared|travelled|showed\sup|set\sfoot)"
    r"|did(?:\snot|n['\u2019]t)\s(?:come|go|visit|attend|arrive|appear|travel|show\sup|take\spart)"
    r"|stayed\saway|was\s(?:absent|not\s(?:present|there|at\sthe|among))|skipped|boycotted)\b",
    re.IGNORECASE,
)
_FROM_AFAR = re.compile(r"\b(?:tv|television|screen|pictures?|video|online|livestream|broadcast|afar|abroad)\b", re.I)
_UNSURE = re.compile(
    r"\b(?:will|would|should|could|may|might|must|had|if|whether|not|never|no|expected|planned|due)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:^|\b(?:and|but|that)\s)(?:he|she)\b", re.IGNORECASE)
# "Stayed away all day": a time is not what somebody stayed away from.
_WHEN = frozenset(map(concept, "day days night morning afternoon evening week all time moment event".split()))
# Words after which a name is of somebody else: "the last out said that A B ...".
_OF_ANOTHER = re.compile(r"\b(?:said|says|told|had|has|who|whose|whom|after|before|when|and|but)\b")
_LEAVES = "leaves"  # stands for all ways of leaving
_OBJECT = re.compile(r"^[^.,;:()\u2014]{0,50}")
_MOST = 8  # of one statement: a sentence with more is none
_REACH = 90  # characters from a name to what is told of it


class _Told(NamedTuple):
    """What a statement tells of a person, whose name is folded: `what` is a rank, `there` or `away`.

    `of` are the concepts of what it is a rank in, or of where the person was.
    """

    statement: Statement
    person: str
    what: str
    of: frozenset[str]


class Persons(NamedTuple):
    """The ranks that an account gives to persons, and where it says that they were or were not."""

    ranked: tuple[_Told, ...]
    placed: tuple[_Told, ...]


def read_persons(account: Sequence[Statement]) -> Persons:
    """The ranks and places of persons in an account."""
    return Persons(tuple(_ranked(account)), tuple(_placed(account)))


def compare_persons(
    left: Persons, right: Persons, rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one story give one rank to two persons, and where one is there and away."""
    ranked = (pair for pair in product(left.ranked, right.ranked) if _two_persons(*pair, rarity, settings))
    for one, other in islice(ranked, 1):
        why = f"the accounts appear to name different persons as the {one.what} to do one thing"
        yield _check(one, other, Verdict("who", "conflict", why), story)
    placed = (pair for pair in product(left.placed, right.placed) if _there_and_away(*pair))
    for one, other in islice(placed, 1):
        why = "one account appears to say that a person was there, the other that the person was not"
        yield _check(one, other, Verdict("polarity", "conflict", why), story)


def _check(one: _Told, other: _Told, verdict: Verdict, story: str) -> Check:
    return make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _of_one_story(one: _Told, other: _Told) -> bool:
    return of_one_event(one.statement.account, other.statement.account)


def _two_persons(one: _Told, other: _Told, rarity: Rarity, settings: CheckSettings) -> bool:
    """Whether two persons have one rank in one thing."""
    if one.what != other.what or _same_person(one.person, other.person) or not _of_one_story(one, other):
        return False
    shared = one.of & other.of
    return _LEAVES in shared or rarity.share(shared) >= settings.state_rarity


def _there_and_away(one: _Told, other: _Told) -> bool:
    """Whether one person is said to have been there, and away from what is told there or is named nowhere else."""
    if {one.what, other.what} != {"there", "away"} or not _same_person(one.person, other.person):
        return False
    there, away = (one, other) if one.what == "there" else (other, one)
    text = fold(there.statement.account.article.text)
    named = away.of & away.statement.named
    known = bool(named) and all(re.search(rf"\b{re.escape(name)}", text) for name in named)
    shared = away.of & frozenset(there.statement.concepts)
    return _of_one_story(one, other) and (not away.of or known or bool(shared))


def _ranked(account: Sequence[Statement]) -> Iterator[_Told]:
    for number, statement in enumerate(account):
        for found in islice(_RANKED.finditer(statement.text), _MOST) if not statement.quoted else ():
            person = _after(statement.text, found.end()) or _before(account, number, found.start())
            if person and not _UNSURE.search(statement.text, max(0, found.start() - 30), found.start()):
                told = [word.text.casefold() for word in words(found["deed"])]
                leaves = {_LEAVES} if _LEAVING.intersection(told) else set[str]()
                of = leaves | {one for one in map(concept, told) if one}
                yield _Told(statement, person, found["rank"].casefold(), frozenset(of))


def _placed(account: Sequence[Statement]) -> Iterator[_Told]:
    for number, statement in enumerate(account):
        for what, pattern in (("there", _THERE), ("away", _AWAY)) if not statement.quoted else ():
            for found in islice(pattern.finditer(statement.text), _MOST):
                person = _before(account, number, found.start())
                near = statement.text[max(0, found.start() - 25) : found.start()]
                object_ = _OBJECT.search(statement.text[found.end() :])
                where = object_.group() if object_ else ""
                if person and not _UNSURE.search(near) and not _FROM_AFAR.search(where):
                    of = frozenset(told for word in words(where) if (told := concept(word.text)))
                    yield _Told(statement, person, what, of - _WHEN)


def _after(text: str, place: int) -> str | None:
    """The person named right after a place: "the last out, shift foreman A B", "the first to go was A B"."""
    found = next(iter(_persons(text[place : place + _REACH])), None)
    return found[0] if found and not _OF_ANOTHER.search(text[place : place + found[1]]) else None


def _before(account: Sequence[Statement], number: int, place: int) -> str | None:
    """The person of whom something is told at a place: the last named before it, or whom "he" at its head means."""
    text = account[number].text[:place]
    found = list(_persons(text))
    if found:
        return found[-1][0] if place - found[-1][1] <= _REACH else None
    if number and _PRONOUN.search(text) and account[number - 1].account is account[number].account:
        earlier = {person for person, _ in _persons(account[number - 1].text)}
        return earlier.pop() if len(earlier) == 1 else None
    return None


def _persons(text: str) -> Iterator[tuple[str, int]]:
    """The full names of a text, folded, with the places where they begin."""
    for name in names(text):
        person = without_titles(name.text)
        if " " in person:
            yield fold(person), name.start


def _same_person(left: str, right: str) -> bool:
    return left in right or right in left or left.rpartition(" ")[2] == right.rpartition(" ")[2]
