"""One deed, two doers: sentences of two accounts whose plain grammar gives one act to different persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from copydesk.checks.accounts import Statement, as_told, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.closed import FUNCTION
from copydesk.text.concepts import concept, concepts
from copydesk.text.likeness import Rarity
from copydesk.text.names import TITLES, Name, names, without_titles
from copydesk.text.normal import fold

# "X was at the helm", "X was steering": the deed follows.
_WAS = re.compile(r",?\s(?:was|were|is)\s(?:at|in|behind|on)?\s?(?:the\s)?(?P<deed>[a-z]+)\b(?!\s(?:not|never|by)\b)")
# "X signed that annex", "X put his name to the railway part": the deed and its object follow.
_DID = re.compile(
    r"(?:,\s[^,]{3,40},)?\s(?:[a-z]+\s[a-z ]{0,40}\sand\s)?(?:later\s|then\s|himself\s|herself\s)?"
    r"(?P<deed>(?:[a-z]+ed|[a-z]+)\b(?:\s(?:his|her|their)\s\w+)?(?:\s(?:over|up|out|off|to|on))?"
    r"\s(?:the|a|an|that|this|its|his|her)\s(?:[a-z]+\s)?[a-z]+)\b"
)
# "the note was handed over in the hall by an official, X": the deed, and at most a place before its doer.
_BY = re.compile(
    r"(?P<deed>(?:[a-z]+\s){1,4}?(?:was|were|been)\s[a-z]+(?:\s(?:over|up|out|off))?)"
    r"(?:\s(?:in|on|at)\sthe\s\w+)?\sby\s[^.;:]{0,60}$"
)
# To put one's name to a thing is to sign it, and no appointment.
_PUT_NAME = re.compile(r"^(?:put|puts|set)\s(?:his|her|their)\s(?:name|signature)\sto\b")
# What one person does at a time: of two who are named for it, one is wrong. (Two may well welcome one decision.)
_SOLE = frozenset(
    map(
        concept,
        "steer pilot drive command chair preside host hand present win score referee shoot order appoint succeed"
        " replace sign".split(),
    )
)
# Who a person is says nothing of what he did.
_OFFICES = frozenset(map(concept, TITLES | {"leader", "first"})) - _SOLE
_NEGATED = re.compile(r"\b(?:not|never|no|without|denied)\b|n['\u2019]t\b", re.IGNORECASE)
# "A second shot" is another deed than "the shot".
_ANOTHER = re.compile(r"\b(?:second|third|another|other|again|also)\b")


class _Deed(NamedTuple):
    """What a statement says that a person did, as concepts, and the subject before it in its sentence."""

    statement: Statement
    person: str
    deed: frozenset[str]
    around: frozenset[str]


def read_doers(account: Sequence[Statement]) -> tuple[_Deed, ...]:
    """The deeds of an account that are one person's at a time."""
    return tuple(deed for statement in account for deed in _deeds(statement))


def compare_doers(
    left: Sequence[_Deed], right: Sequence[_Deed], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict where two accounts of one story give one rare deed to two persons: the rarest."""
    pairs = [
        (weight, one, other)
        for one, other in product(left, right)
        if (weight := _one_deed(one, other, rarity)) >= settings.deed_rarity
        and not _shares(one, right)
        and not _shares(other, left)
    ]
    if pairs:
        _, one, other = max(pairs, key=lambda pair: pair[0])
        yield _check(one, other, story)


def _check(one: _Deed, other: _Deed, story: str) -> Check:
    shared = as_told(one.deed & other.deed, one.statement)
    why = f"the accounts appear to name different persons for one act (shared words: {shared})"
    verdict = Verdict("who", "conflict", why)
    return make_check(story, one.statement.text, verdict, (side_of(one.statement), side_of(other.statement)))


def _deeds(statement: Statement) -> Iterator[_Deed]:
    if statement.quoted:
        return
    text = statement.text
    around = frozenset(statement.concepts)
    for name in names(text):
        person = fold(without_titles(name.text))
        if " " not in person:
            continue
        for found in _of_name(text, name):
            plain = _PUT_NAME.sub("signed", found)
            deed = frozenset(concepts(re.findall(r"[^\W\d_]+", plain))) - _OFFICES
            if deed & _SOLE and not _NEGATED.search(found) and not _ANOTHER.search(found):
                yield _Deed(statement, person, deed, around)


def _of_name(text: str, name: Name) -> Iterator[str]:
    """The words of the deeds that the grammar gives to a name."""
    for pattern in (_WAS, _DID):
        found = pattern.match(text, name.end)
        if found and found["deed"].split()[0] not in FUNCTION:
            yield found["deed"]
    found = _BY.search(text, max(0, name.start - 120), name.start)
    if found:
        yield found["deed"]


def _shares(one: _Deed, others: Sequence[_Deed]) -> bool:
    """Whether the other account gives the deed to that person too, so that both did it."""
    return any(_may_be_one(one.person, other.person) and one.deed & other.deed & _SOLE for other in others)


def _one_deed(one: _Deed, other: _Deed, rarity: Rarity) -> float:
    """How rare a deed is that two statements give to different persons; 0 where it may be two deeds or one person."""
    if not of_one_event(one.statement.account, other.statement.account) or _may_be_one(one.person, other.person):
        return 0.0
    shared = one.deed & other.deed
    if not shared & _SOLE or _together(one, other) or _together(other, one):
        return 0.0
    return rarity.share(shared | (one.around & other.around) - _OFFICES)


def _together(one: _Deed, other: _Deed) -> bool:
    """Whether the statement of one joins its person and the other's by "and", so that both did it."""
    first, second = re.escape(one.person), re.escape(other.person)
    joined = rf"{first}\W+and\b[^.;]{{0,40}}{second}|{second}\W+and\b[^.;]{{0,40}}{first}"
    return re.search(joined, fold(one.statement.text)) is not None


def _may_be_one(left: str, right: str) -> bool:
    """Whether two names may be of one person: part of one another, or surnames that begin alike."""
    one, other = left.rpartition(" ")[2], right.rpartition(" ")[2]
    return left in right or right in left or one[:3] == other[:3]
