"""Who the subject of a verb is: the phrase before it, past asides, adverbials and relative clauses."""

from __future__ import annotations

import re

from copydesk.claims.grammar import (
    AUXILIARIES,
    CONTRACTED,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    WEEKDAYS,
    Phrase,
    Tokens,
    has_finite,
    is_adverb,
    is_finite,
    phrase_before,
)
from copydesk.claims.lexicon import BODY_NOUNS, DOCUMENTS, MEDIA, SPEAKERS, SPEECH
from copydesk.text.names import TITLES

_REACH = 12
"""How many tokens left of a verb the one whom a relative clause describes is looked for."""
_CLAUSAL = frozenset("after before since until".split())
"""Prepositions that before a subject and its verb are conjunctions: `after police said`."""
_WHERE = frozenset("in at near from outside".split())
_PARTY = re.compile(r"[A-Z]-[A-Z]\w*")
"""A lawmaker's party and state: `Ana Mor, R-Texas, said`."""


def has_own_verb(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb stands between a subject and a later verb, outside the asides that commas set off."""
    described = False
    for at in range(start, end):
        if tokens[at].low == ",":
            described = False
        elif tokens[at].low in RELATIVES:
            described = True
        elif not described and is_finite(tokens, at):
            return True
    return False


def subject_before(tokens: Tokens, first: int) -> Phrase | None:
    """The subject of a verb group that begins at token `first`, looked for on its left."""
    if first == 0:
        return None
    before = tokens[first - 1]
    if before.low in PRONOUNS or before.low in CONTRACTED:
        return Phrase(first - 1, first)
    if before.low in RELATIVES:
        end = first - 1
        if end and tokens[end - 1].low == ",":
            return around_commas(tokens, end - 1) or phrase_before(tokens, end - 1)
        phrase = phrase_before(tokens, end)
        adverbial = phrase is not None and tokens[phrase.first].low in PREPOSITIONS
        return _nearest(tokens, phrase) if before.low == "who" or adverbial else phrase
    if before.low in {",", ")", "—", "–"}:
        return around_commas(tokens, first - 1)
    own = _past_adverbial(tokens, _own_clause(tokens, phrase_before(tokens, first)))
    return _with_other(tokens, _past_relative(tokens, own, first))


def _with_other(tokens: Tokens, phrase: Phrase | None) -> Phrase | None:
    """The phrase with the one that `and` joins to it behind a comma: `..., police and a friend of hers said`."""
    if phrase is None or phrase.first < 2 or tokens[phrase.first - 1].low != "and":
        return phrase
    other = phrase_before(tokens, phrase.first - 1)
    opens = other is not None and (other.first == 0 or tokens[other.first - 1].low == ",")
    if other is None or not opens or tokens[other.first].low in PREPOSITIONS or not is_someone(tokens, other):
        return phrase
    return Phrase(other.first, phrase.last)


def _own_clause(tokens: Tokens, phrase: Phrase | None) -> Phrase | None:
    """The subject of the nearest clause: `took the step after several experts (advised)`."""
    if phrase is None:
        return None
    parts = [at + 1 for at in range(phrase.first + 1, phrase.last - 1) if tokens[at].low in _CLAUSAL]
    own = parts and not tokens[parts[-1]].text[0].isdigit() and tokens[parts[-1]].low not in WEEKDAYS
    return Phrase(parts[-1], phrase.last) if own else phrase


def _nearest(tokens: Tokens, phrase: Phrase | None) -> Phrase | None:
    """The last noun of a phrase, which a `who` right behind it describes: `on Monday by police who say`."""
    if phrase is None:
        return None
    parts = [at + 1 for at in range(phrase.first, phrase.last) if tokens[at].low in PREPOSITIONS - {"of"}]
    return Phrase(parts[-1], phrase.last) if parts and parts[-1] < phrase.last else phrase


def _past_adverbial(tokens: Tokens, phrase: Phrase | None) -> Phrase | None:
    """The phrase, or what stands before it where it is but a place or time: `who in 2031 called`."""
    if phrase is None or not (tokens[phrase.first].low in PREPOSITIONS or tokens[phrase.first].low in WEEKDAYS):
        return phrase
    if tokens[phrase.first].low in _CLAUSAL and phrase.last - phrase.first > 1:
        return Phrase(phrase.first + 1, phrase.last)
    before = tokens[phrase.first - 1] if phrase.first else None
    if before is not None and before.is_word and before.low.endswith("ed") and before.low not in SPEECH:
        return phrase_before(tokens, phrase.first - 1)
    return subject_before(tokens, phrase.first)


def _past_relative(tokens: Tokens, phrase: Phrase | None, first: int) -> Phrase | None:
    """The one whom a relative clause before the verb describes: `a man who saw the crash said`."""
    end = phrase.first if phrase is not None else first
    for at in range(end - 1, max(0, end - _REACH), -1):
        if not tokens[at].is_word:
            break
        if tokens[at].low in {"who", "which"} and has_finite(tokens, at + 1, end):
            return phrase_before(tokens, at) or phrase
    return phrase


def around_commas(tokens: Tokens, comma: int) -> Phrase | None:
    """The subject that stands before a comma, whichever of its commas set off who that is.

    `Skjold, the line that owns the ship, said`; `the port's director, Ana Mor, said`; `Mor, who took questions, said`.
    """
    end = comma
    described: Phrase | None = None
    while end > 0:
        start = end
        while start > 0 and (tokens[start - 1].is_word or tokens[start - 1].text in "'’.$£€%-&"):
            start -= 1
        phrase = None if start == end or _is_aside(tokens, start) else phrase_before(tokens, end)
        if phrase is not None and tokens[phrase.first].low in PREPOSITIONS:
            phrase = _led(tokens, phrase)
        elif phrase is not None and (_is_region(tokens, phrase) or _is_acronym(tokens, phrase)):
            phrase = None
        if phrase is not None and _is_named(tokens, phrase):
            return phrase
        if phrase is not None and (described is None or not has_finite(tokens, start, end)):
            described = phrase
        if start == 0 or tokens[start - 1].low not in {",", "(", ")"}:
            break
        end = start - 1
    return described


def _led(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    """The one whom a participle describes, of whom a phrase is a part: `a team led by engineers, said`."""
    verb = phrase.first - 1
    led = verb > 0 and tokens[phrase.first].low == "by" and is_finite(tokens, verb)
    return phrase_before(tokens, verb) if led else None


def _is_acronym(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase but shortens the name before its brackets: `Ana Mor of the Port Authority (PA) said`."""
    opens = phrase.first > 1 and tokens[phrase.first - 1].text == "("
    return opens and phrase.last == phrase.first + 1 and tokens[phrase.first].text.isupper()


def _is_region(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase but says where the place before its comma lies: `in Greenbelt, Maryland, said`."""
    at = phrase.first - 2
    if phrase.last > phrase.first + 1 or at < 1 or not tokens[at].is_capital:
        return False
    while at > 0 and tokens[at].is_capital:
        at -= 1
    return tokens[at].low in _WHERE


def _is_aside(tokens: Tokens, start: int) -> bool:
    """Whether a stretch between commas tells of its neighbour and cannot be it: `who led it`, `51`, `meeting in X`."""
    low = tokens[start].low
    if _PARTY.fullmatch(tokens[start].text):
        return True
    if start == 0 and low.endswith("ing") and tokens[1].low in PREPOSITIONS | DETERMINERS:
        return True
    return low in RELATIVES | AUXILIARIES or low.isdigit() or (low.endswith("ing") and not tokens[start].is_capital)


def _is_named(tokens: Tokens, phrase: Phrase) -> bool:
    """Whether a phrase is a name or ends in one: what a description beside it describes."""
    office = any(tokens[at].low in PREPOSITIONS for at in range(phrase.first, phrase.last))
    if office and tokens[phrase.first].low in TITLES:
        return False
    end = next(
        (
            at
            for at in range(phrase.first + 1, phrase.last)
            if tokens[at].low in PREPOSITIONS and not _in_name(tokens, at)
        ),
        phrase.last,
    )
    last = tokens[end - 1]
    if end < phrase.last and last.low in TITLES | SPEAKERS:
        return False
    return last.is_capital and not last.text[0].isdigit() and tokens[phrase.first].low not in POSSESSIVES


def _in_name(tokens: Tokens, at: int) -> bool:
    return tokens[at - 1].is_capital and at + 1 < len(tokens) and tokens[at + 1].is_capital


def is_someone(tokens: Tokens, phrase: Phrase, *, plainly: bool = False) -> bool:
    """Whether a phrase may be one who speaks: a pronoun, a name, a text, or a noun for people and bodies.

    `plainly` where the ending of a word (`boater`, but also `disorder`) is not enough.
    """
    end = next((at for at in range(phrase.first + 1, phrase.last) if tokens[at].low in PREPOSITIONS), phrase.last)
    head = tokens[end - 1]
    if head.low.removesuffix("s") in DOCUMENTS:
        return True
    return (
        head.is_capital
        or head.low in PRONOUNS | SPEAKERS | DOCUMENTS | BODY_NOUNS | MEDIA
        or head.low in TITLES
        or (not plainly and head.low.endswith(("er", "or", "ist", "ers")))
    )


def main_subject(tokens: Tokens) -> Phrase | None:
    """The subject of the first finite verb of a unit, if it stands at its head."""
    for at in range(1, len(tokens)):
        if tokens[at - 1].is_word and is_finite(tokens, at):
            phrase = subject_before(tokens, group_start(tokens, at))
            return phrase if phrase is not None and phrase.first <= 4 else None
    return None


def group_start(tokens: Tokens, at: int) -> int:
    """The first token of the adverbs and auxiliaries that stand before a verb."""
    while at > 0 and tokens[at - 1].is_word and is_adverb(tokens[at - 1].low):
        at -= 1
    return at
