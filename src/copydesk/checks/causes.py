"""One account gives a cause, another says that there was no such thing, or that it was not the cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.checks.accounts import Statement, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concept
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

_BE = r"(?:was|were|is|are|been|be)"
_BROUGHT = r"(?:caused|triggered|sparked|provoked|set\soff|brought\son)"
_THING = r"(?P<thing>[^.,;:()\"\u201c\u201d\u2014]{3,60})"
# "Blamed a tremor for the collapse", "was caused by a tremor", "because of a tremor"; the thing stands after them.
_GIVEN = re.compile(
    rf"\b(?:blam(?:es?|ed|ing)|{_BROUGHT}\sby|because\sof|due\sto|owing\sto|as\sa\sresult\sof|attributed\sto)\s{_THING}",
    re.IGNORECASE,
)
# "A tremor was to blame", "a tremor caused the collapse"; the thing stands before them.
_TO_BLAME = re.compile(
    rf"\s(?:{_BE}\sto\sblame|had\s{_BROUGHT}|{_BROUGHT}\s(?:the|a|an|its|this|that)\b)", re.IGNORECASE
)
_LONGEST = 60  # characters of what stands before them
# "There was no tremor", "recorded no tremor", "no trace of a tremor", "ruled out a tremor", "not caused by a tremor".
_ABSENT = re.compile(
    rf"\b(?:there\s(?:had\s)?{_BE}\sno|(?:record|register|detect|measur|show|notic)(?:s|ed|n)?\sno|(?:saw|found|felt)\sno"
    rf"|no\s(?:sign|trace|evidence|record)s?\sof|rul(?:es?|ed|ing)\sout|(?P<not>not\s(?:due\sto|because\sof|{_BROUGHT}\sby)))"
    rf"\s{_THING}",
    re.IGNORECASE,
)
_DENYING = re.compile(r"\b(?:not|never|no|without|den(?:y|ies|ied)|dismiss\w*|reject\w*|disput\w*|rul\w*\sout)\b", re.I)
_HEDGED = re.compile(
    r"\b(?:may|might|could|would|if|whether|possibl[ey]|risk|fear\w*|immediate|report(?:s|ed)?)\b", re.I
)
# Words that link a cause to what it brought about, and are not part of either.
_LINKS = frozenset(map(concept, "due owing cause trigger spark provoke blame attribute result".split()))
# What a noun phrase ends before: prepositions, relatives and other verbs.
_PHRASE_END = re.compile(
    r"\s(?:for|of|in|on|at|by|from|to|with|within|near|that|which|who|when|as|and|or|but|was|were|is|are|had|has|have)\s"
)


class _Cause(NamedTuple):
    """What a statement gives as a cause, or says was none: the concept of its noun.

    `of_this` where it is denied as the cause of something only, and may well have been.
    """

    statement: Statement
    thing: str
    of_this: bool = False


class Causes(NamedTuple):
    """The causes that an account gives, and those that it says were none."""

    given: tuple[_Cause, ...]
    absent: tuple[_Cause, ...]


def read_causes(account: Sequence[Statement]) -> Causes:
    """The causes that an account gives or denies."""
    given = tuple(cause for statement in account for cause in _given(statement))
    return Causes(given, tuple(cause for statement in account for cause in _absent(statement)))


def compare_causes(
    left: Causes, right: Causes, rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict for each cause that one account gives and another of the same storyline denies, once for each two.

    Causes are what somebody says they are, in quotation marks or out of them: what is opposed are two such claims.
    """
    for here, there in ((left, right), (right, left)):
        found = next(
            (
                (one, other)
                for one in here.given
                for other in there.absent
                if one.thing == other.thing
                and rarity.share((one.thing,)) >= settings.cause_rarity
                and (not other.of_this or rarity.share(_beside(one, other)) >= settings.cause_rarity)
            ),
            None,
        )
        if found:
            yield _check(*found, story)


def _check(given: _Cause, absent: _Cause, story: str) -> Check:
    why = "one account appears to give as a cause what another says was none"
    verdict = Verdict("cause", "conflict", why)
    return make_check(story, given.statement.text, verdict, (side_of(given.statement), side_of(absent.statement)))


def _given(statement: Statement) -> Iterator[_Cause]:
    text = statement.text
    after, before_it = list(_GIVEN.finditer(text)), list(_TO_BLAME.finditer(text))
    if not (after or before_it) or _DENYING.search(text) or _HEDGED.search(text):
        return
    for found in after:
        yield from _of_thing(statement, found["thing"])
    for found in before_it:
        before = re.split(r"[^\w\s'\u2019-]", text[max(0, found.start() - _LONGEST) : found.start()])[-1]
        yield from _of_thing(statement, _PHRASE_END.split(before)[-1])


def _absent(statement: Statement) -> Iterator[_Cause]:
    for found in _ABSENT.finditer(statement.text):
        if not _HEDGED.search(statement.text, 0, found.end()):
            yield from _of_thing(statement, found["thing"], of_this=found["not"] is not None)


def _beside(one: _Cause, other: _Cause) -> set[str]:
    """What two statements share besides a cause and names: what it is, or is not, the cause of."""
    left, right = one.statement, other.statement
    return set(left.concepts).intersection(right.concepts) - left.named - right.named - _LINKS - {one.thing}


def _of_thing(statement: Statement, phrase: str, *, of_this: bool = False) -> Iterator[_Cause]:
    """The noun of a phrase: its last word of meaning before a preposition or a verb."""
    noun = [told for word in words(_PHRASE_END.split(phrase)[0]) if (told := concept(word.text))]
    if noun:
        yield _Cause(statement, noun[-1], of_this)
