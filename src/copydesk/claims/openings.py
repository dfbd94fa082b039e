"""Where what a cue reports begins on its right: past the one addressed, place and time, `that`."""

from __future__ import annotations

from copydesk.claims.cues import Cue
from copydesk.claims.grammar import (
    AUXILIARIES,
    CONTRACTED,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    WEEKDAYS,
    Tokens,
    has_finite,
    is_adverb,
    is_finite,
    phrase_after,
)
from copydesk.claims.lexicon import DOCUMENTS, MEDIA, PARTICLES, SPEECH
from copydesk.text.closed import COUNTING
from copydesk.text.names import TITLES

_DAYS = frozenset("yesterday today earlier later again recently tonight here late early".split())
_HOURS = frozenset("morning afternoon evening night".split())
_SPANS = frozenset("week month year".split())
_TIMES = frozenset("last this next earlier later yesterday today tonight recently again".split())
ASIDE = frozenset("as while before after when because".split())
_NOBODY = frozenset("that to not if whether about for how why what".split())
_TOLD = frozenset("tell warn remind advise caution".split())
_PLAIN = frozenset("say claim argue insist believe tell think".split())
# These ask for something to be done: they report speech only with that something (`instructed them to leave`).
_TO_SOMEONE = frozenset("direct instruct encourage".split())
"""Of those, the ones that name whom they ask; without one, they are passive: `men instructed to leave`."""
_TO_DO = frozenset("direct instruct ask request threaten encourage offer".split())
_OPENERS = frozenset(("and", "but", "or", "then", "yet"))
# What people do with things too (`officers found a gun`): without `that`, only texts and bodies that judge tell by it.
_FINDING = frozenset("find show determine calculate trace".split())
_FINDERS = DOCUMENTS | frozenset("court jury judge commission committee panel board tribunal researchers".split())
_STOOD_FOR = frozenset(("who", "whom", "which", "that", "what"))
_GIVEN = frozenset("without despite under with unlike".split())
_LONGEST_CONDITION = 10
"""Tokens before the comma that ends a condition."""
_ABOUT = frozenset("about around over under between near above below".split())
_STATED = frozenset(
    "statement letter interview report message email post tweet briefing speech note call conference"
    " article column book memo filing lawsuit essay memoir blog complaint affidavit presentation"
    " time weekend rally hearing trial meeting forum event court television".split()
)


def content_start(tokens: Tokens, cue: Cue) -> int | None:
    """The token at which what the cue says begins on its right; None where nothing follows but place and time."""
    at = cue.last
    if cue.takes == "p":
        return cue.verb
    if is_silence(tokens, at):
        return None
    if "a" in cue.takes and at < len(tokens) and tokens[at].is_word and tokens[at].low not in _NOBODY:
        rest = past_addressed(tokens, at)
        if cue.lemma == "tell" or _says_more(tokens, rest):
            at = rest
        if at == rest < len(tokens) and tokens[at].low in {"to", "not"} and cue.lemma in _TOLD:
            return at
    that = _that(tokens, at)
    return that if that is not None else _clause_start(tokens, cue, at)


def _clause_start(tokens: Tokens, cue: Cue, at: int) -> int | None:
    """The token at which a clause without `that`, a thing or an infinitive begins, past place and time."""
    after = past_adjuncts(tokens, at)
    if after >= len(tokens) or not tokens[after].is_word:
        return None
    clause = bool(set(cue.takes) & set("cw")) or "a" in cue.takes
    if after > at and not (clause and has_finite(tokens, after, len(tokens))):
        return None
    led = (tokens[after].low in PREPOSITIONS and tokens[after].low != "to") or tokens[after].low in ASIDE
    if led and not _bounds(tokens, after):
        return after if cue.lemma in _PLAIN and _is_condition(tokens, after) else None
    if tokens[after].low == "to" and (not set(cue.takes) & set("oa") or _is_hearer(tokens, after + 1)):
        return None
    return after if _holds(tokens, cue, after) else None


def _is_condition(tokens: Tokens, at: int) -> bool:
    """Whether a clause opens with its condition: `say without the patch, the flaw could spread`."""
    if tokens[at].low not in _GIVEN:
        return False
    comma = next(
        (place for place in range(at, min(at + _LONGEST_CONDITION, len(tokens))) if tokens[place].low == ","), None
    )
    if comma is None or comma + 1 >= len(tokens) or has_finite(tokens, at, comma):
        return False
    opens = tokens[comma + 1]
    subject = opens.is_capital or opens.low in DETERMINERS or opens.low in PRONOUNS
    return subject and has_finite(tokens, comma + 2, len(tokens))


def _is_hearer(tokens: Tokens, at: int) -> bool:
    """Whether a `to` leads to somebody and not to what is to be done: `confirmed to the council`."""
    return at >= len(tokens) or tokens[at].is_capital or tokens[at].low in DETERMINERS


def _bounds(tokens: Tokens, at: int) -> bool:
    """Whether a preposition but bounds a number: `at least 40`, `about half`, `as many as 20`."""
    low, following = tokens[at].low, tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in {"at", "as"}:
        return following in ({"least", "most"} if low == "at" else {"many", "much", "few"})
    return low in _ABOUT and (following[:1].isdigit() or following in COUNTING)


def past_addressed(tokens: Tokens, at: int) -> int:
    """The token behind the one addressed, where `that`, `to` or a clause begins: `told Reuters two men had left`."""
    phrase = phrase_after(tokens, at)
    if phrase is None:
        return at
    to = next((place for place in range(at + 1, phrase.last) if tokens[place].low == "to"), None)
    if to is not None and tokens[to + 1].text[0].islower() and tokens[to + 1].low not in DETERMINERS:
        return to
    if phrase.last >= len(tokens) or not is_finite(tokens, phrase.last):
        return phrase.last
    return next((place for place in range(at + 1, phrase.last) if _turns(tokens, at, place)), phrase.last)


def _turns(tokens: Tokens, at: int, place: int) -> bool:
    """Whether the one addressed ends before a token and the subject of what is told begins with it."""
    before, token = tokens[place - 1], tokens[place]
    if not before.is_word or before.low in DETERMINERS or before.low in PREPOSITIONS:
        return False
    if before.is_capital:
        return token.is_word and not token.is_capital and token.low not in MEDIA | PREPOSITIONS
    plural = place == at + 1 and before.low.endswith("s")
    return (token.is_capital and before.low not in TITLES) or plural or token.low in DETERMINERS


_SILENCE = frozenset({"nothing", "little", "anything"})


def is_silence(tokens: Tokens, at: int) -> bool:
    """Whether `nothing` or `no more` is all that somebody says."""
    following = [token.low for token in tokens[at : at + 2]]
    if following[:1] == ["no"] and following[1:] == ["more"]:
        following = ["nothing"]
    end = next(
        (place for place in range(at, len(tokens)) if tokens[place].low in {",", ";", "and", "but"}), len(tokens)
    )
    return bool(following) and following[0] in _SILENCE and not has_finite(tokens, at, end)


def _holds(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether what follows is of the form that the cue takes: a clause, or for verbs like `denounce` a thing."""
    named = cue.lemma not in PARTICLES or cue.last > cue.verb + 1
    if tokens[at].low in _OPENERS or (cue.lemma in _FINDING and not _is_finder(tokens, cue)):
        return False
    if cue.lemma in PARTICLES and cue.last > cue.verb + 1:
        return True
    if cue.lemma == "call":
        return _calls(tokens, at)
    if "o" in cue.takes and named:
        return _says_a_thing(tokens, cue, at) and (cue.lemma not in _TO_DO or _is_to_do(tokens, cue, at))
    return bool(set(cue.takes) & set("caw")) and _is_clause(tokens, cue, at)


def _says_a_thing(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether a thing is one that is said: not `admitted 40 patients`, and of painting only `a picture of`."""
    if cue.lemma == "paint":
        return any(token.low in {"portrait", "picture"} for token in tokens[at : at + 5])
    return cue.lemma != "admit" or not tokens[at].text[0].isdigit()


def _calls(tokens: Tokens, at: int) -> bool:
    """Whether somebody is given a name that is not in marks: `called the vote a sham`."""
    phrase = phrase_after(tokens, at)
    named = phrase is not None and phrase.last < len(tokens) and tokens[phrase.last].low in {"a", "an"}
    return named and all(token.quotation is None for token in tokens[at:])


def _is_to_do(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether what follows names something to be done, and for `instruct` and its like by whom."""
    if cue.lemma == "offer":
        return tokens[at].low == "to"
    told = cue.lemma not in _TO_SOMEONE or tokens[at].low not in {"to", "never"}
    return told and any(token.low == "to" for token in tokens[at : at + 10]) and tokens[at].low != "not"


def _is_clause(tokens: Tokens, cue: Cue, at: int) -> bool:
    """Whether a clause with a verb of its own begins at a token."""
    if tokens[at].low in PRONOUNS and set(cue.takes) & set("ca"):
        return at + 1 < len(tokens) and tokens[at + 1].is_word
    if tokens[at].low in CONTRACTED:
        return True
    first = next((place for place in range(at, len(tokens)) if _is_own_verb(tokens, place)), None)
    if first == at and _is_object(tokens, cue):
        return True
    if first is None or first == at:
        return first is None and cue.lemma in _PLAIN and tokens[at].low in DETERMINERS and len(tokens) > at + 3
    if cue.lemma == "write" and any(token.low == "," for token in tokens[at:first]):
        return False
    if cue.lemma not in _PLAIN and any(token.low in ASIDE for token in tokens[at:first]):
        return False
    if set(cue.takes) & set("ca"):
        return (
            cue.lemma in _PLAIN or not tokens[at].text[0].isdigit() or all(one.low != "," for one in tokens[at:first])
        )
    return not any(token.low in PRONOUNS | RELATIVES or not token.is_word for token in tokens[at + 1 : first])


def _is_finder(tokens: Tokens, cue: Cue) -> bool:
    """Whether the subject is a text, or a body that judges, by its noun or as `it`."""
    words = tokens[cue.subject.first : cue.subject.last] if cue.subject is not None else ()
    return any(token.low in _FINDERS or token.low == "it" for token in words)


def _is_object(tokens: Tokens, cue: Cue) -> bool:
    """Whether a clause tells of the one that its relative pronoun stands for: `who experts said was the leader`."""
    return cue.subject is not None and cue.subject.first > 0 and tokens[cue.subject.first - 1].low in _STOOD_FOR


def _is_own_verb(tokens: Tokens, at: int) -> bool:
    """Whether a finite verb is one of the clause, not a further verb of the speaker: `keeps it and reported ...`."""
    return is_finite(tokens, at) and tokens[at - 1].low not in {"and", "but"}


def _says_more(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and (tokens[at].low in {"that", "to", "not", "of", "about", "against"})


def _that(tokens: Tokens, at: int) -> int | None:
    """The token after the `that` of this verb, if place, time and a relative clause alone stand between."""
    relative = False
    for place in range(at, min(at + 16, len(tokens))):
        token = tokens[place]
        if place == at and token.low == "that" and place + 1 < len(tokens) and tokens[place + 1].low in AUXILIARIES:
            return place
        if token.low == "that" and (place == at or tokens[place - 1].low not in PREPOSITIONS | {"so", "such"}):
            if place == at or not _lacks_subject(tokens, place):
                return place + 1
            relative = True
        spoken = SPEECH.get(token.low)
        if token.quotation is not None or token.low in {";", ":"} or (spoken is not None and spoken.shape == "ing"):
            return None
        aside = token.low in PREPOSITIONS | _TIMES | WEEKDAYS | MONTHS | {"who", "which", "whose"} or is_adverb(
            token.low
        )
        if place == at and token.is_word and not aside:
            return None
        relative = relative or token.low in {"who", "which", "whose"}
        if not relative and place > at and is_finite(tokens, place) and tokens[place - 1].low not in _STATED:
            return None
    return None


def _lacks_subject(tokens: Tokens, that: int) -> bool:
    """Whether a `that` behind a noun has no subject of its own: `said in a ruling that took two hours to read`."""
    end = next((at for at in range(that, len(tokens)) if tokens[at].low in {",", ";"}), len(tokens))
    return that + 1 < end and is_finite(tokens, that + 1) and not has_finite(tokens, that + 2, end)


def past_adjuncts(tokens: Tokens, at: int) -> int:
    """The token after `on Friday`, `last week`, `in a statement`, `to reporters` and the like."""
    moved = True
    while moved and at < len(tokens):
        moved = False
        low = tokens[at].low
        nextlow = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if low in WEEKDAYS or low in _DAYS:
            at, moved = at + 1 + (nextlow in _HOURS), True
        elif low in {"last", "this", "next", "earlier", "on"} and nextlow in WEEKDAYS | _SPANS | _HOURS:
            at, moved = at + 2 + (at + 2 < len(tokens) and tokens[at + 2].low in _HOURS), True
        elif low in PREPOSITIONS and low != "of":
            phrase = phrase_after(tokens, at + 1)
            words = {token.low for token in tokens[at + 1 : phrase.last]} if phrase else set()
            if phrase is not None and words & _STATED:
                stated = next(p for p in range(at + 1, phrase.last) if tokens[p].low in _STATED)
                at, moved = stated + 1, True
    return at
