"""Two accounts tell one thing in their own words: statements that share enough that is rare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.checks.accounts import Statement, as_told, side_of
from copydesk.checks.making import Verdict, make_check
from copydesk.records import Check
from copydesk.settings import CheckSettings
from copydesk.text.concepts import concepts
from copydesk.text.likeness import Rarity

# "Transport minister Ada Holm", "Ada Holm, the transport minister,", "the owner, Altamira,": who somebody is.
_WHO = re.compile(
    r"(?:\b[a-z-]+\s){1,3}(?=[^\W\d_a-z]\w+\s[^\W\d_a-z])|(?<=\w),\s(?:the|a|an|its|their|his|her|who\sheads?)\s[^,.;:]{3,60}(?=,|\s(?:said|told)\b)"
    r"|\b(?:the|its|their|a)\s(?:[a-z-]+\s){0,3}[a-z-]+(?=,\s[^\W\d_a-z])"
)
# Who dismisses a claim does not tell what it claims.
_DENYING = re.compile(r"\b(?:den(?:y|ied|ies)|dismiss(?:ed|es)|reject(?:ed|s)|disput(?:ed|es))\b", re.IGNORECASE)


def read_tellings(account: Sequence[Statement]) -> Sequence[Statement]:
    """The statements of an account, all of them."""
    return account


def compare_tellings(
    left: Sequence[Statement], right: Sequence[Statement], rarity: Rarity, story: str, *, settings: CheckSettings
) -> Iterator[Check]:
    """One check for each two statements of different accounts that are each other's best match and alike enough.

    They are called compatible and no more: who did what may differ among the words that two sentences share. What they
    share must be more than a name with its office, and their figures must not all differ.
    """
    for one, other, score in _partners(left, right):
        both = one.bag.keys() & other.bag.keys()
        shared = sorted(both, key=lambda word: (-one.bag[word] * other.bag[word], word))
        if score < settings.same_telling or not _tells(one, other, shared, rarity, settings=settings):
            continue
        why = f"independent accounts appear to tell of one thing (shared words: {as_told(shared[:6], one)})"
        verdict = Verdict("words", "compatible", why)
        yield make_check(story, one.text, verdict, (side_of(one), side_of(other)))


def _introduced(text: str) -> frozenset[str]:
    """The concepts of the words that say who the persons and bodies of a sentence are."""
    return frozenset(one for found in _WHO.finditer(text) for one in concepts(re.findall(r"\w+", found.group())))


def _tells(one: Statement, other: Statement, shared: list[str], rarity: Rarity, *, settings: CheckSettings) -> bool:
    if len(shared) < 2 or rarity.share(shared) < settings.telling_rarity:
        return False
    if bool(_DENYING.search(one.text)) != bool(_DENYING.search(other.text)):
        return False
    left, right = one.named | _introduced(one.text), other.named | _introduced(other.text)
    deeds = [word for word in shared if word not in left or word not in right]
    if rarity.share(deeds) < settings.telling_deeds:
        return False
    return not one.figures or not other.figures or bool(one.figures & other.figures)


def _partners(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, float]]:
    """Pairs of statements that are each other's best match, with their likeness."""
    holding: dict[str, list[tuple[int, float]]] = {}
    for place, other in enumerate(right):
        for word, weight in other.bag.items():
            holding.setdefault(word, []).append((place, weight))
    rows = [_scores(one, holding) for one in left]
    highest = [0.0] * len(right)
    for row in rows:
        for place, score in row.items():
            highest[place] = max(highest[place], score)
    for one, row in zip(left, rows, strict=True):
        if row:
            place, score = max(row.items(), key=lambda pair: (pair[1], -pair[0]))
            if score >= highest[place]:
                yield one, right[place], score


def _scores(one: Statement, holding: dict[str, list[tuple[int, float]]]) -> dict[int, float]:
    """The cosines of a statement with those of the other account that share a word with it."""
    row: dict[int, float] = {}
    for word, weight in one.bag.items():
        for place, other in holding.get(word, ()):
            row[place] = row.get(place, 0.0) + weight * other
    return row
