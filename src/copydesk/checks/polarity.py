"""One account says that something happened, another that it did not: same verb and object, one of them denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from copydesk.checks.accounts import DAYS, Statement, as_told, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import clauses, concept, concepts
from copydesk.text.lemmas import stem
from copydesk.text.likeness import Rarity, cosine
from copydesk.text.words import Word, words

_DENIALS = frozenset("not never no none nobody without cannot neither nor hardly failed fails refused declined".split())
_DENIED = re.compile(r"n['\u2019]t$")
# What is denied ends before these: a reason, a time, another clause.
_STOPS = frozenset(
    "when because due after before until till since as if that who which while though although but until despite"
    " unless than whether so where".split()
)
# Words between a denial and what it denies: "did not seem to wave", "without taking a single question".
_PASSED = frozenset(map(concept, "appear seem single begin manage able happen".split()))
# Who was not told of a thing denies the telling, and not the thing.
_SPEECH = frozenset("say said says tell told add added report reported".split())
# "not only", "no longer", "no more than", "not least" deny nothing of the kind.
_NO_DENIAL = frozenset(
    "only longer more less least fewer doubt matter wonder sooner until just yet even all small".split()
)
_AUXILIARIES = frozenset(
    "do does did is are was were be been being am has have had will would shall should can could may might must"
    " pleaded pleads".split()
)
_ORDINALS = frozenset("first second third fourth fifth last next".split())
_MARKS = frozenset("\"'\u2018\u201c")
# Who "they" are stands in another sentence, so that its names need not meet those of the other account.
_PRONOUN = re.compile(r"\W*(?:then\s)?(?:he|she|it|they|both|neither|nobody|no one)\b", re.IGNORECASE)
_NUMBER_AFTER = re.compile(r"\.?\s?\d")  # "No. 5", "no 10"
_BEFORE = re.compile(r"\b(?:previously|formerly|used to|in the past|once)\b", re.IGNORECASE)
# What has not happened yet, or only might, is neither told nor denied.
_MODAL = re.compile(
    r"\b(?:will|would|shall|should|must|may|might|could|can|cannot|to be|if|unless|whether"
    r"|(?:wo|would|should|must|might|could|ca)n['\u2019]t)\b",
    re.IGNORECASE,
)
# "Did not take the lead until the fourth quarter" says that it was taken.
_BUT_THEN = re.compile(r"\b(?:until|till|unless|except|other than)\b", re.IGNORECASE)
# "The plan to break into the office": what follows was meant, and nothing says that it was done.
_MEANT = re.compile(r"\bto\s(\w+)")


_PARTICIPLE = re.compile(r"(?:d|n|t|ng|k|m)$")  # sounded, given, sent, rung, struck, swum

# "Ada Holm did (not)", "Ada Holm, the premier, has (no)"; "the house of Ada Holm did not" is told of no person.
_SUBJECT = re.compile(
    r"(?:^|[.,;:\u2014\"\u201c]\s?|\b(?:that|and|but|while|said)\s)"
    r"(?P<name>[^\W\d_a-z][\w'\u2019-]*(?:\s[^\W\d_a-z][\w'\u2019-]*){0,3})"
    r"(?:,[^,]{3,50},)?\s(?:(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)(?:n['\u2019]t)?\s)?$"
)
_SUBJECT_REACH = 160  # characters before a denial in which its subject stands
# Verbs that mean little alone but tell what is done with their object: "took questions".
_LIGHT = frozenset(map(stem, "take make give get hold put set keep come go leave".split()))

# Who did not do the first did none of the others either, a line a deed; forms as they stand in `concept`.
_INCLUDES = {
    concept(general): frozenset(filter(None, map(concept, particular.split())))
    for general, particular in (
        ("touch", "hit strike graze brush push kick grab punch slap"),
        ("damage", "destroy"),
        ("speak", "testify answer"),
        ("move", "leave travel"),
    )
}

_MOST_DENIALS = 8  # of one statement: a sentence with more is none, and each is sought in all of it


class _Denial(NamedTuple):
    """What a statement denies: the concepts in the scope of its denial, in order.

    `passive` is the verb of "no warning signal was sounded", which stands after what it denies; `subject` the words of
    the name that stands before its verb.
    """

    statement: Statement
    scope: tuple[str, ...]
    modal: bool
    passive: str | None
    subject: frozenset[str]


class _Claim(NamedTuple):
    """A clause that denies nothing; `meant` are the concepts of its infinitives."""

    statement: Statement
    concepts: tuple[str, ...]
    modal: bool
    meant: frozenset[str]


class Polarities(NamedTuple):
    """What an account denies, and what it tells."""

    denials: tuple[_Denial, ...]
    claims: tuple[_Claim, ...]


def read_polarities(account: Sequence[Statement]) -> Polarities:
    """The denials and the claims of an account."""
    denials = (denial for statement in account for denial in islice(_denials(statement), _MOST_DENIALS))
    return Polarities(tuple(denials), tuple(claim for statement in account for claim in _claims(statement)))


def compare_polarities(
    left: Polarities, right: Polarities, rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """A conflict for each thing that one account denies and another tells, best matched first and once a statement."""
    for here, there in ((left, right), (right, left)):
        for denial in here.denials:
            found = [(score, claim) for claim in there.claims if (score := _gainsays(denial, claim, rarity, settings))]
            if found and not _denied_too(denial, there.denials):
                _, claim = max(found, key=lambda pair: pair[0])
                yield _check(denial, claim, story)


def _check(denial: _Denial, claim: _Claim, story: str) -> Check:
    what = as_told(set(denial.scope) & set(claim.concepts), denial.statement, meaning=_meaning)
    why = f"one account appears to say what the other says did not happen (shared words: {what})"
    verdict = Verdict("polarity", "conflict", why)
    return make_check(story, denial.statement.text, verdict, (side_of(claim.statement), side_of(denial.statement)))


def _denials(statement: Statement) -> Iterator[_Denial]:
    if statement.quoted:
        return
    found = words(statement.text)
    for place, word in enumerate(found):
        lower = word.text.casefold()
        if lower not in _DENIALS and not _DENIED.search(lower):
            continue
        if place + 1 < len(found) and found[place + 1].text.casefold() in _NO_DENIAL:
            continue
        if statement.text[word.start - 1 : word.start] in _MARKS or _NUMBER_AFTER.match(statement.text, word.end):
            continue
        if lower == "without" and not any(one.text.endswith("ing") for one in found[place + 1 : place + 3]):
            continue  # "without a process" says how, and "without asking" what was not done
        if (lower == "not" and _of_a_part(found, place)) or _BUT_THEN.search(statement.text, word.end):
            continue
        scope = _scope(statement.text, found, place)
        if lower == "no" and place and found[place - 1].end + 1 == word.start:
            verb = _meaning(found[place - 1].text)  # "touched no player", "found no trace"
            scope = (verb, *scope) if verb and scope else scope
        if scope:
            passive = _passive(found, place) if lower in {"no", "none"} else None
            modal = _is_modal(statement.text, word.start)
            yield _Denial(statement, scope, modal, passive, _subject(statement.text[: word.start]))


def _subject(before: str) -> frozenset[str]:
    """The concepts of the name of which a verb right after these words is told; none where it is told of no name."""
    found = _SUBJECT.search(before[-_SUBJECT_REACH:])
    return frozenset(concepts(found.group("name").split())) if found else frozenset()


def _of_a_part(found: list[Word], place: int) -> bool:
    """Whether "not" stands before no verb of its own: "the team, not the player", "which is not to say"."""
    before = found[place - 1].text.casefold() if place else ""
    after = found[place + 1].text.casefold() if place + 1 < len(found) else ""
    return after == "to" or (before not in _AUXILIARIES and after not in {"a", "one", "any"})


def _scope(text: str, found: list[Word], place: int) -> tuple[str, ...]:
    """The concepts after a denial, up to the end of its clause."""
    scope: list[str] = []
    for before, word in zip(found[place:], found[place + 1 : place + 12], strict=False):
        lower = word.text.casefold()
        if lower in _STOPS or re.search(r"[,;:\u2014()]", text[before.end : word.start]):
            break
        if lower in _SPEECH and not scope:
            return ()
        told = _meaning(word.text)
        if told is not None and told not in _PASSED and lower not in DAYS and lower not in _ORDINALS:
            scope.append(told)
    return tuple(dict.fromkeys(scope))[:5]


def _passive(found: list[Word], place: int) -> str | None:
    """The verb after the auxiliary within the few words after a denial."""
    near = [word.text.casefold() for word in found[place + 1 : place + 7]]
    at = next((number for number, word in enumerate(near) if word in {"was", "were", "is", "are", "been"}), None)
    after = [word for word in near[at + 1 :] if word != "ever" and not word.endswith("ly")] if at is not None else []
    return _meaning(after[0]) if after and _PARTICIPLE.search(after[0]) else None


def _meaning(word: str) -> str | None:
    """The concept of a word, light verbs included."""
    told = concept(word)
    if told is None and (form := stem(word)) in _LIGHT:
        return form
    return told


def _is_modal(text: str, place: int) -> bool:
    clause = next(((a, b) for a, b in clauses(text, 0, len(text)) if a <= place < b), (0, len(text)))
    return _MODAL.search(text, *clause) is not None


def _claims(statement: Statement) -> Iterator[_Claim]:
    if statement.quoted:
        return
    text = statement.text
    for low, high in clauses(text, 0, len(text)):
        if _BEFORE.search(text, low, high):
            continue
        plain = [word.text for word in words(text[low:high])]
        if any(word.casefold() in _DENIALS or _DENIED.search(word) for word in plain):
            continue
        told = tuple(filter(None, map(_meaning, plain)))
        if told:
            meant = frozenset(filter(None, map(_meaning, _MEANT.findall(text, low, high))))
            yield _Claim(statement, told, _MODAL.search(text, low, high) is not None, meant)


def _gainsays(denial: _Denial, claim: _Claim, rarity: Rarity, settings: CheckSettings) -> float:
    """How surely a clause tells what a statement denies: 0 where it does not."""
    if denial.modal or claim.modal:
        return 0.0
    shared = _shared(denial, claim)
    named = denial.statement.named.intersection(denial.scope)
    if not named <= set(claim.statement.concepts):
        return 0.0
    if not shared or not _near(shared, claim.concepts) or (denial.passive or shared[0]) in claim.meant:
        return 0.0
    if denial.subject and not denial.subject & set(claim.statement.concepts):  # of somebody else
        return 0.0
    if denial.statement.named.issuperset(shared):  # "this was not A B" says nothing of what A B did
        return 0.0
    context = cosine(denial.statement.bag, claim.statement.bag)
    weight = rarity.share(shared)
    one, other = denial.statement.named, claim.statement.named
    if not _names_meet(denial, claim):
        return 0.0
    if len(shared) == 1 and (context < settings.polarity_context_one or not one & other):
        return 0.0
    sure = weight >= settings.polarity_sure and bool(one & other) and _LIGHT.isdisjoint(shared)
    if weight < settings.polarity_rarity or (context < settings.polarity_context and not sure):
        return 0.0
    return min(1.0, 0.5 + context)


def _names_meet(denial: _Denial, claim: _Claim) -> bool:
    """Whether both may tell of the same persons and places.

    Names of who says it and of days keep two statements apart only where they share no more than a verb and its object.
    """
    one, other = denial.statement, claim.statement
    if not one.named or not other.named or one.named & other.named or _PRONOUN.match(one.text):
        return True
    apart = one.told_of and other.told_of and not one.told_of & other.told_of
    return not apart and len(set(denial.scope) & set(claim.concepts)) > 2


def _shared(denial: _Denial, claim: _Claim) -> tuple[str, ...]:
    """What is denied and told: the verb with its object, or the noun with the verb of "no signal was sounded"."""
    held = set(claim.concepts)
    if denial.passive is None:
        core = tuple(_as_claimed(one, held) for one in denial.scope[:2])
        return core if held.issuperset(core) else ()
    things = [one for one in denial.scope if one != denial.passive and one in held]
    return (things[-1], denial.passive) if things and denial.passive in held else ()


def _as_claimed(denied: str, held: set[str]) -> str:
    """A deed that is denied as a claim may tell it: itself, or one that it includes."""
    return denied if denied in held else min(_INCLUDES.get(denied, frozenset()) & held, default=denied)


def _near(core: Sequence[str], told: Sequence[str]) -> bool:
    """Whether the concepts stand within a few words of one another."""
    places = [told.index(one) for one in core]
    return max(places) - min(places) <= 4


def _denied_too(denial: _Denial, others: Sequence[_Denial]) -> bool:
    """Whether the other account denies the same."""
    return any(len(set(denial.scope[:3]) & set(other.scope)) >= min(2, len(denial.scope)) for other in others)
