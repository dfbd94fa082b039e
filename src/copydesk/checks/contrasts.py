"""One account says "by the company and not by the committee", another that it was the committee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from copydesk.checks.accounts import Statement, of_one_event, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check, CheckKind
from copydesk.settings import CheckSettings
from copydesk.text.concepts import clauses, concept
from copydesk.text.likeness import Rarity
from copydesk.text.words import words

_THING = r"[^.,;:()\"\u201c\u201d\u2014]{2,50}?"
_PREPOSITION = r"(?:by|in|at|on|near|from|outside|inside|under|over|because\sof|due\sto)"
# "By X and not (by) Y", "at X, not in Y": what is denied stands where the other stands.
_AFTER = re.compile(
    rf"\b(?P<as>{_PREPOSITION})\s(?P<is>{_THING})(?:,?\sand\snot|,\snot|,?\srather\sthan|,?\sinstead\sof)\s(?:{_PREPOSITION}\s)?"
    rf"(?P<denied>{_THING})(?=\s(?:that|which|who|when|as|after|before)\b|[.,;:()\u2014]|$)",
    re.IGNORECASE,
)
# "Farmers, not poachers, lit the fire", "it was farmers and not poachers who lit it".
_BEFORE = re.compile(
    rf"(?:^|\b(?:it\swas|that|and)\s)(?P<is>{_THING})(?:,?\sand\snot|,\snot|,?\srather\sthan)\s(?P<denied>{_THING}),?\s"
    r"(?P<deed>(?:who\s|that\s)?(?:[a-z]+ed|was|were|had|lit|shot|gave|set|took|broke|made|led|built|sent|paid)\b.*)",
    re.IGNORECASE,
)
_CAUSING = re.compile(r"\b(?:caus|trigger|spark|provok|blam|due|because|result)\w*\b", re.IGNORECASE)
_DENYING = re.compile(
    r"\b(?:not|never|no|nor|without|den(?:y|ied|ies)|rather than|might|if|whether)\b|\bmay\b"  # May is a month
)
# What stands before what it happened in, at or from.
_MOST = 8  # of one statement: a sentence with more is none
_PLACING = frozenset("in at near from outside inside under over on".split())


class _Contrast(NamedTuple):
    """What a statement sets aside: the concept of its noun, and the words of what is told, its verb among them."""

    statement: Statement
    kind: CheckKind
    denied: str
    verb: str
    deed: frozenset[str]


class Contrasts(NamedTuple):
    """What an account sets aside for something else, and all its statements."""

    contrasts: tuple[_Contrast, ...]
    statements: Sequence[Statement]


def read_contrasts(account: Sequence[Statement]) -> Contrasts:
    """What an account sets aside with "not"."""
    return Contrasts(tuple(one for statement in account for one in _contrasts(statement)), account)


def compare_contrasts(
    left: Contrasts, right: Contrasts, rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict for each doer, place or cause that one account sets aside for another and a second account gives."""
    for here, there in ((left, right), (right, left)):
        for contrast in here.contrasts:
            claim = next((one for one in there.statements if _gives(one, contrast, rarity, settings)), None)
            if claim is not None:
                yield _check(claim, contrast, story)


def _check(claim: Statement, contrast: _Contrast, story: str) -> Check:
    why = f'one account appears to give what the other sets aside with "not" ({_noun_told(contrast)})'
    verdict = Verdict(contrast.kind, "conflict", why)
    return make_check(story, claim.text, verdict, (side_of(claim), side_of(contrast.statement)))


def _noun_told(contrast: _Contrast) -> str:
    return next(word.text for word in words(contrast.statement.text) if concept(word.text) == contrast.denied)


def _contrasts(statement: Statement) -> Iterator[_Contrast]:
    if statement.quoted:
        return
    for found in islice(_AFTER.finditer(statement.text), _MOST):
        before = statement.text[: found.start("is")]
        kind: CheckKind = "where" if found["as"].casefold() in _PLACING else "who"
        yield from _contrast(statement, found, "cause" if _CAUSING.search(before) else kind, _concepts(before)[-1:])
    for found in islice(_BEFORE.finditer(statement.text), _MOST):
        yield from _contrast(statement, found, "who", _concepts(found["deed"])[:1])


def _contrast(statement: Statement, found: re.Match[str], kind: CheckKind, verb: Sequence[str]) -> Iterator[_Contrast]:
    noun = _concepts(found["denied"])
    instead = _concepts(found["is"])
    deed = frozenset(statement.concepts) - frozenset(noun) - frozenset(instead)
    if noun and verb and noun[-1] not in instead:
        yield _Contrast(statement, kind, noun[-1], verb[0], deed)


def _gives(claim: Statement, contrast: _Contrast, rarity: Rarity, settings: CheckSettings) -> bool:
    """Whether a statement gives what a contrast sets aside, of the same deed."""
    if contrast.denied not in claim.concepts or not of_one_event(claim.account, contrast.statement.account):
        return False
    shared = contrast.deed.intersection(claim.concepts)
    deeds = shared - contrast.statement.named
    # There are many ways to say that one thing brought another about, but one of saying who did it.
    if contrast.kind != "cause" and contrast.verb not in shared:
        return False
    if claim.quoted or not deeds or rarity.share(shared | {contrast.denied}) < settings.contrast_rarity:
        return False
    return any(_bound(claim.text[low:high], contrast, deeds) for low, high in _stretches(claim.text))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The whole of a statement, and where it says more than one thing its clauses."""
    parts = clauses(text, 0, len(text))
    yield from [(0, len(text))] if len(parts) < 5 else parts


def _bound(text: str, contrast: _Contrast, deeds: frozenset[str]) -> bool:
    """Whether a stretch binds what is set aside to the deed in the same way: after a like word, or as its subject."""
    if _DENYING.search(text):
        return False
    told = _concepts(text)
    if contrast.denied not in told:
        return False
    place = told.index(contrast.denied)
    if contrast.kind == "where":
        before = text[: _place_of(text, contrast.denied)]
        return re.search(rf"\b(?:{'|'.join(_PLACING)})\s(?:\w+\s){{0,3}}$", before, re.IGNORECASE) is not None
    after_by = re.search(r"\b(?:by|because\sof|due\sto)\s(?:[\w-]+\s){0,4}$", text[: _place_of(text, contrast.denied)])
    return after_by is not None or (place + 1 < len(told) and told[place + 1] in deeds)


def _place_of(text: str, wanted: str) -> int:
    return next((word.start for word in words(text) if concept(word.text) == wanted), 0)


def _concepts(text: str) -> list[str]:
    return [told for word in words(text) if (told := concept(word.text))]
