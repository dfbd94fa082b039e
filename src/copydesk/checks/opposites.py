"""One person or thing of which two accounts tell opposite deeds: backed and opposed, survived and died."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, as_told, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.likeness import Rarity, cosine
from copydesk.text.words import words

# Deeds of general English of which one leaves no room for the others, a line a group, as they stand in the past tense.
_OPPOSITES = """
backed supported voted_for voted_with endorsed / opposed voted_against rejected / abstained
accepted approved / rejected refused turned_down declined
confirmed admitted acknowledged conceded / denied disputed rejected
upheld / overturned quashed struck_down annulled reversed
convicted / acquitted cleared
survived / died perished drowned was_killed
stopped halted pulled_over / drove_on drove_off sped_off sped_away drove_away carried_on
worked functioned held / failed malfunctioned gave_way broke_down
left walked_out quit / stayed remained
won / lost
praised hailed welcomed / criticised criticized condemned denounced
allowed permitted authorised authorized / banned forbade barred prohibited blocked
ratified / vetoed
kept retained / scrapped abandoned dropped
raised increased / lowered cut reduced
arrested detained / released freed
signed / refused_to_sign declined_to_sign
testified spoke answered / declined_to_answer refused_to_answer stayed_silent remained_silent kept_silent
"""
_GROUPS: dict[str, list[tuple[int, int]]] = {}
for _number, _line in enumerate(_OPPOSITES.strip().split("\n")):
    for _half, _words in enumerate(_line.split(" / ")):
        for _phrase in _words.split():
            _GROUPS.setdefault(_phrase.replace("_", " "), []).append((_number, _half))
_DEED = re.compile(
    rf"\b(?:{'|'.join(re.escape(one) for one in sorted(_GROUPS, key=len, reverse=True))})\b", re.IGNORECASE
)
# A clause told between commas after its noun: "Terra, whose ship had sunk, voted with the rest".
_ASIDE = re.compile(r",\s(?:who|whose|whom|which|where)\b[^,;:.]*,")
# What a subject or an object stands within.
_EDGE = re.compile(
    r"[;:()\"\u201c\u201d\u2014.?!]|\s[-\u2013]\s"
    r"|\b(?:and|but|or|while|whereas|although|though|that|because|when|after|before|if|which|until|as|since|so|than)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|from|to|with|by|for|over|under|near|into|within|against|between|during|through|about|across"
    r"|despite|without|who|whose|whom|where)\b",
    re.IGNORECASE,
)
_BE = re.compile(r"\b(?:was|were|been|being|be|is|are)\s(?:(?:not|never)\s)?(?:\w+ly\s)?$", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|hardly|\w+n['\u2019]t)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_MAYBE = re.compile(
    r"\b(?:will|would|shall|should|could|can|may|might|must|if|unless|whether|allegedly|reportedly|almost|nearly"
    r"|to|or)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
# "The rejected plan", "a lost cause": a deed that has become an adjective tells nothing new.
_ADJECTIVE = re.compile(r"\b(?:the|a|an|this|that|these|those|its|his|her|their|our|my|most)\s$", re.IGNORECASE)
_CAPITAL = re.compile(r"\w\s+[^\W\d_a-z]|^\s+[^\W\d_a-z]")
_BY = re.compile(r"^\W*(?:\w+\s){0,4}?by\s(?P<agent>[^,;:.]+)", re.IGNORECASE)
_WHICH = frozenset("first second third fourth fifth last next new old other another again then later earlier".split())
_MOST = 200  # of one account that are compared: more stand in lists, and the work is square
_REACH = 70  # characters of a subject, or of an object


class _Noun(NamedTuple):
    """Who does a thing, or to what it is done: the concept of its noun, all its concepts, and words that choose."""

    head: str | None
    concepts: tuple[str, ...]
    chosen: frozenset[str]


class _Deed(NamedTuple):
    """What a statement says was done: the group of opposites and the side in it, who did it and to what."""

    statement: Statement
    group: int
    side: int
    doer: _Noun
    object: _Noun


def read_opposites(account: Sequence[Statement]) -> tuple[_Deed, ...]:
    """The deeds of an account that have an opposite."""
    return tuple(islice((deed for statement in account for deed in _deeds(statement)), _MOST))


def compare_opposites(
    left: Sequence[_Deed], right: Sequence[_Deed], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one story tell opposite deeds of one thing: the closest pair."""
    pairs = [(one, other) for one, other in product(left, right) if _opposed(one, other, rarity, settings)]
    # Whoever is said to have done both by one account has, for all that is known, done both.
    pairs = [(one, other) for one, other in pairs if not (_both(one, right) or _both(other, left))]
    if pairs:
        one, other = max(pairs, key=lambda pair: cosine(pair[0].statement.bag, pair[1].statement.bag))
        yield _check(one, other, story)


def _check(one: _Deed, other: _Deed, story: str) -> Check:
    shared = as_told(_shared(one, other), one.statement)
    why = f"the accounts appear to tell opposite deeds of one thing (shared words: {shared})"
    verdict = Verdict("polarity", "conflict", why)
    return make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _deeds(statement: Statement) -> Iterator[_Deed]:
    if statement.quoted:
        return
    text = _ASIDE.sub(lambda aside: "," + " " * (len(aside.group()) - 1), statement.text)
    for found in _DEED.finditer(text):
        before, after = text[max(0, found.start() - _REACH) : found.start()], text[found.end() : found.end() + _REACH]
        # "Refused to go" is of another deed than "refused the offer".
        if _MAYBE.search(before) or _ADJECTIVE.search(before) or after.startswith(" to "):
            continue
        denied = _NOT.search(before) is not None
        passive = _BE.search(before) is not None and not found.group().casefold().startswith("was ")
        subject = _subject(_EDGE.split(before)[-1])
        agent = _BY.match(after) if passive else None
        doer = _noun(agent["agent"]) if agent else _NOBODY if passive else subject
        done_to = subject if passive else _object(_EDGE.split(after)[0])
        for group, side in _GROUPS[" ".join(found.group().casefold().split())]:
            if not denied:
                yield _Deed(statement, group, side, doer, done_to)


_NOBODY = _Noun(None, (), frozenset())


def _subject(phrase: str) -> _Noun:
    """The noun phrase that ends before a verb: of a noun with another set beside it, the one that is a name."""
    parts = [part for part in phrase.split(",") if part.strip()]
    named = [part for part in parts if _CAPITAL.search(part)]
    return _noun((named or parts or [""])[-1])


def _object(phrase: str) -> _Noun:
    """The noun phrase that follows a verb; of one after a preposition no noun is the object."""
    phrase = phrase.partition(",")[0]
    found = _noun(phrase)
    return found._replace(head=None) if _PREPOSITION.match(phrase.lstrip()) else found


def _noun(phrase: str) -> _Noun:
    parts = [part for part in _PREPOSITION.split(phrase) if part.strip()]
    first = [told for word in words(parts[0]) if (told := concept(word.text))] if parts else []
    held = [word.text for word in words(phrase)]
    chosen = frozenset(word.casefold() for word in held) & _WHICH
    return _Noun(first[-1] if first else None, tuple(filter(None, map(concept, held))), chosen)


def _opposed(one: _Deed, other: _Deed, rarity: Rarity, settings: CheckSettings) -> bool:
    if one.group != other.group or one.side == other.side:
        return False
    if not of_one_event(one.statement.account, other.statement.account):
        return False
    if not (_may_be_one(one.doer, other.doer) and _may_be_one(one.object, other.object)):
        return False
    shared = _shared(one, other)
    if not shared or rarity.share(shared) < settings.state_rarity:
        return False
    if not ((one.doer.head and other.doer.head) or (one.object.head and other.object.head)):
        return False
    # Where an account leaves out who did it or to what, the other must be the same by name, or share the object.
    named = one.statement.named & other.statement.named & shared
    whole = bool(one.object.head) == bool(other.object.head) and one.doer.head and other.doer.head
    return bool(whole or named or set(one.object.concepts) & set(other.object.concepts))


def _shared(one: _Deed, other: _Deed) -> set[str]:
    doers = set(one.doer.concepts) & set(other.doer.concepts)
    return doers | (set(one.object.concepts) & set(other.object.concepts))


def _may_be_one(left: _Noun, right: _Noun) -> bool:
    """Whether two phrases may mean one thing: one is not told, or their nouns are one and what is told of them fits."""
    if left.head is None or right.head is None:
        return True
    if left.chosen != right.chosen:
        return False
    shared = set(left.concepts) & set(right.concepts)
    if left.head not in right.concepts and right.head not in left.concepts:
        return False
    return len(shared) > 1 or len(left.concepts) == 1 or len(right.concepts) == 1


def _both(one: _Deed, others: Sequence[_Deed]) -> bool:
    """Whether the other account tells the same deed of the same thing too."""
    return any(
        one.group == other.group
        and one.side == other.side
        and _shared(one, other)
        and _may_be_one(one.doer, other.doer)
        for other in others
    )
