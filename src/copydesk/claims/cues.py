"""Where a sentence says that somebody speaks: the verb, its subject, and on which side its content stands."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from copydesk.claims.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    WEEKDAYS,
    Phrase,
    Token,
    Tokens,
    has_finite,
    is_adverb,
    is_finite,
    phrase_after,
    phrase_before,
)
from copydesk.claims.lexicon import DOCUMENTS, NOUNY, PARTICLES, SPEAKERS, SPEECH, STATEMENTS, Form
from copydesk.claims.subjects import around_commas, group_start, has_own_verb, is_someone, subject_before
from copydesk.text.closed import COUNTING

Shape = Literal["before", "after", "passive", "quoted", "source", "participle"]

_BE = frozenset("is are was were be been being am".split())
_NOT = frozenset(
    "not never didn't doesn't don't hasn't haven't wouldn't won't isn't wasn't can't cannot"
    " couldn't neither nor".split()
)
_MODALS = frozenset("will would can could may might shall should must do does did didn't doesn't don't cannot".split())
_PLURALS = frozenset(
    "police people both many some others most few two three they we you i who and critics media".split()
)
_PERHAPS = frozenset("can could may might should must".split())
_PRIVATE = frozenset("believe think reckon convince persuade".split())
"""Verbs that, without one who thinks, tell of no speech: `it is believed that`."""
_LABELS = frozenset("allege accuse report".split())
"""Verbs whose participle stands before a noun too: `two accused men`, `99 alleged members`."""
_OPENERS = frozenset(("and", "but", "or", "then", "yet"))
_QUOTED = frozenset("quoted cited reported".split())
_GIVES = frozenset(
    "make makes made making issue issued issues issuing give gave given repeat repeated repeats reiterate reiterated"
    " voice voiced express expressed offer offered".split()
)
"""Verbs that with the noun for a statement say that it was made: `issued a warning that`."""
_PUTS = frozenset("put puts gave gives".split())
_NEAR_NUMBER = 5
"""Tokens within which a number follows `at`: `at more than $40`."""
_SUBORDINATE = frozenset("after before since until because while when although though".split())
_NEAR_THAT = 5
_WHEN = frozenset("earlier later last this on week month year yesterday today also".split())
"""What may stand between `it was announced` and its `that`, within so many tokens."""
_NOUN_REACH = 4
"""How many tokens before the noun for a statement its owner or its verb may stand: `made the surprising claim that`."""
_INVERTED = frozenset("say add ask".split())
"""Verbs that may stand before whoever speaks; others do before what plainly can: `admitted his role`."""
_LONGEST_SUBJECT = 14
"""Tokens of a subject before `, said`: longer stretches are clauses, which the verb closes."""
_REACH = 12
"""How many tokens left of `as saying` its `quoted` may stand: "was quoted by the state news agency on Monday as"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech in a unit.

    `first` to `last` are its tokens. `shape` tells where the subject stands: before the verb, after it, or not at all
    (passive: `subject` is the agent, if any); `quoted` is "was quoted as saying", `source` "according to". `via` is
    the one through whom the words came, where the verb itself says so. `bare` is an infinitive or a denial of having
    spoken, that reports nothing.
    """

    first: int
    verb: int
    last: int
    lemma: str
    takes: str
    shape: Shape
    subject: Phrase | None
    via: Phrase | None = None
    bare: bool = False


def find_cues(tokens: Tokens) -> list[Cue]:
    """The cues of one unit in order; a coordinated or participial verb has the subject of the one before it."""
    cues: list[Cue] = []
    at = 0
    while at < len(tokens):
        cue = _cue_at(tokens, at, cues)
        if cue is not None:
            cues.append(cue)
            at = max(at, cue.last - 1 if cue.shape == "source" else cue.verb)
        at += 1
    return cues


def _cue_at(tokens: Tokens, at: int, earlier: list[Cue]) -> Cue | None:
    token = tokens[at]
    if not token.is_word:
        return None
    if token.low == "according" and at + 2 < len(tokens) and tokens[at + 1].low == "to":
        source = phrase_after(tokens, at + 2)
        return Cue(at, at, source.last, "according to", "c", "source", source) if source else None
    form = SPEECH.get(token.low)
    if token.low in STATEMENTS and (stated := _stated(tokens, at)) is not None:
        return stated
    if token.low in _PUTS and (put := _put(tokens, at)) is not None:
        return put
    if form is None or (token.text[0].isupper() and at > 0):
        return None
    first = at
    while first > 0 and tokens[first - 1].is_word and is_adverb(tokens[first - 1].low) and _is_lower(tokens, first - 1):
        first -= 1
    if not _is_verb(tokens, first, at, form):
        return None
    return _with_subject(tokens, first, at, form, earlier=earlier)


def _stated(tokens: Tokens, at: int) -> Cue | None:
    """A noun for a statement as a cue: `the minister's claim that`, `her warning that`, `issued a warning that`."""
    if at == 0 or at + 2 >= len(tokens) or tokens[at + 1].low != "that":
        return None
    following = tokens[at + 2]
    if following.low in AUXILIARIES or (following.text.islower() and following.low.endswith("ed")):
        return None
    first = next((place for place in range(at - 1, max(-1, at - _NOUN_REACH), -1) if _owns(tokens[place])), None)
    cue = Cue(at, at, at + 1, tokens[at].low, "c", "before", None)
    if first is not None:
        return dataclasses.replace(cue, subject=_owner(tokens, first))
    verb = next((place for place in range(at - 1, max(0, at - _NOUN_REACH), -1) if tokens[place].low in _GIVES), None)
    if verb is None or any(not token.is_word for token in tokens[verb:at]):
        return None
    return dataclasses.replace(cue, first=verb, verb=verb, subject=subject_before(tokens, group_start(tokens, verb)))


def _put(tokens: Tokens, at: int) -> Cue | None:
    """A verb that gives the size of something: `put the toll at 40`, `gave the attendance as 900`."""
    phrase = phrase_after(tokens, at + 1)
    first = group_start(tokens, at)
    subject = subject_before(tokens, first)
    if phrase is None or subject is None or not is_someone(tokens, subject):
        return None
    end = min(phrase.last + 1, len(tokens))
    sized = next((place for place in range(at + 2, end) if tokens[place].low in {"at", "as"}), None)
    if sized is None or any(token.low == "to" for token in tokens[at:sized]):
        return None
    if not any(_counts(token.low) for token in tokens[sized + 1 : sized + _NEAR_NUMBER]):
        return None
    return Cue(first, at, at + 1, tokens[at].low, "p", "before", subject)


def _owns(token: Token) -> bool:
    return token.low in POSSESSIVES or (token.is_word and token.low.endswith(("'s", "s'")))


def _owner(tokens: Tokens, at: int) -> Phrase | None:
    """The phrase whose possessive a token is: `the transport minister's`."""
    if tokens[at].low in POSSESSIVES:
        return Phrase(at, at + 1)
    before = phrase_before(tokens, at + 1)
    if before is None:
        return None
    of = next((place for place in range(at, before.first - 1, -1) if tokens[place].low in PREPOSITIONS), None)
    return before if of is None else Phrase(of + 1, at + 1)


def _is_lower(tokens: Tokens, at: int) -> bool:
    """Whether a word is no name, so that `Kelly` is no adverb; the first of a sentence may be capitalised."""
    return at == 0 or tokens[at].text[0].islower()


def _with_subject(tokens: Tokens, first: int, at: int, form: Form, *, earlier: list[Cue]) -> Cue | None:
    group = {token.low for token in tokens[first:at]}
    last = _after_particle(tokens, at, form)
    if last is None:
        return None
    cue = Cue(first, at, last, form.lemma, form.takes, "before", None, bare=bool(group & _NOT))
    if token_is_given(tokens, at):
        return dataclasses.replace(cue, first=at - 1, subject=subject_before(tokens, at - 1), bare=False)
    if form.shape == "ing" and at > 0 and tokens[at - 1].low == "as":
        return _quoted_as(tokens, cue)
    if form.shape == "ing" and not group & _BE:
        return _participle(tokens, cue, earlier)
    if form.shape == "past" and (group & _BE or (at + 1 < len(tokens) and tokens[at + 1].low == "by")):
        return _passive(tokens, cue)
    if at > 0 and tokens[at - 1].low == "to" and tokens[at].low == form.lemma:
        return _infinitive(tokens, cue, earlier)
    return _finite(tokens, cue, earlier)


def token_is_given(tokens: Tokens, at: int) -> bool:
    """Whether a form is the noun of `gave warning of`."""
    return tokens[at].low == "warning" and at > 0 and tokens[at - 1].low in {"gave", "give", "gives", "issued"}


def _is_verb(tokens: Tokens, first: int, at: int, form: Form) -> bool:
    """Whether the form is a verb here and not a noun or an adjective."""
    low = tokens[at].low
    before = tokens[at - 1] if at else None
    if _describes(tokens, first, at, form):
        return False
    if before is not None and before.is_word and first == at:
        blocked = (before.low in DETERMINERS and before.low not in {"this", "that", "both", "some", "any", "all"}) or (
            before.low in PREPOSITIONS and before.low not in {"to", "by", "of", "on"}
        )
        if (blocked and not (form.shape == "ing" and before.low in {"after", "before", "by"})) or before.low.endswith(
            ("'s", "s'")
        ):
            return False
        if before.low in {"of", "by", "on"} and form.shape != "ing":
            return False
    if form.shape == "base" and first == at and not _plural_before(tokens, at):
        closes = before is not None and (before.low == "," or before.quotation is not None) and low not in NOUNY
        return closes or bool(before and before.low == "to")
    if low in NOUNY and form.shape in {"base", "s"}:
        if any(token.low in _MODALS for token in tokens[first:at]):
            return True
        if form.shape == "s" and before is not None and not _singular_before(tokens, first):
            return False
        return _content_follows(tokens, at, form) or _closes_clause(tokens, at)
    return True


def _describes(tokens: Tokens, first: int, at: int, form: Form) -> bool:
    """Whether a form but describes the noun behind it: `two accused men`, `the just announced sale`, `think tank`."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if form.lemma == "think" or not first:
        return following.startswith("tank")
    if form.shape != "past":
        return False
    labelled = form.lemma in _LABELS and _counts(tokens[at - 1].low) and following != "that"
    return labelled or (first < at and tokens[first - 1].low in DETERMINERS - {"this", "that", "both", "some", "any"})


def _counts(low: str) -> bool:
    """Whether a word is a number."""
    return low[0].isdigit() or low in COUNTING


def _singular_before(tokens: Tokens, first: int) -> bool:
    """Whether the word before a form like `claims` can be its subject."""
    before = tokens[first - 1] if first else None
    if before is None or not before.is_word:
        return True
    return before.is_capital or before.low in PRONOUNS | SPEAKERS | DOCUMENTS | {"who", "which"}


def _closes_clause(tokens: Tokens, at: int) -> bool:
    """Whether a form like `notes` ends `..., the report notes`."""
    ends = at + 1 == len(tokens) or tokens[at + 1].low in {",", ".", ";"}
    phrase = phrase_before(tokens, at) if ends else None
    return phrase is not None and phrase.first > 0 and tokens[phrase.first - 1].low == ","


def _plural_before(tokens: Tokens, at: int) -> bool:
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.low in _PLURALS or (before.low.endswith("s") and not before.low.endswith(("ss", "'s"))):
        return True
    return at > 1 and tokens[at - 2].low == "and" and before.is_capital


def _content_follows(tokens: Tokens, at: int, form: Form) -> bool:
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.quotation is not None or following.low in {"that", ":", "how", "why"}:
        return True
    if following.low == "," and at + 2 < len(tokens):
        return tokens[at + 2].quotation is not None
    if following.low in DETERMINERS or following.low in PRONOUNS or following.low in {"there", "to"}:
        return True
    return following.is_capital or following.low in PARTICLES.get(form.lemma, ())


def _after_particle(tokens: Tokens, at: int, form: Form) -> int | None:
    """The token after the verb and its particle; None where a verb stands without the particle that makes it speech."""
    for particle in PARTICLES.get(form.lemma, ()):
        parts = particle.split()
        if parts and [token.low for token in tokens[at + 1 : at + 1 + len(parts)]] == parts:
            return at + 1 + len(parts) - (parts[-1] == "that")
    if form.lemma in {"hit", "lash", "make", "object", "point", "speak", "talk", "put"}:
        quoted = any(token.quotation is not None for token in tokens[at + 1 : at + 4])
        return at + 1 if quoted and form.lemma not in {"hit", "make", "object", "put"} else None
    return at + 1


def _quoted_as(tokens: Tokens, cue: Cue) -> Cue | None:
    """`X was quoted (by Y) as saying (by Y)`, `Y quoted X as saying`."""
    low = max(0, cue.verb - _REACH)
    verb = next((at for at in range(cue.verb - 2, low - 1, -1) if tokens[at].low in _QUOTED), None)
    if verb is None:
        return None
    first = verb
    while first > 0 and tokens[first - 1].is_word and is_adverb(tokens[first - 1].low):
        first -= 1
    passive = any(token.low in _BE for token in tokens[first:verb])
    before = subject_before(tokens, first)
    if not passive and verb + 1 < cue.verb - 1 and tokens[verb + 1].low != "by":
        return dataclasses.replace(cue, first=first, shape="quoted", subject=phrase_after(tokens, verb + 1), via=before)
    agent = next((at for at in (verb + 1, cue.last) if at < len(tokens) and tokens[at].low == "by"), None)
    via = phrase_after(tokens, agent + 1) if agent is not None else None
    last = via.last if via is not None and agent == cue.last else cue.last
    return dataclasses.replace(cue, first=first, last=last, shape="quoted", subject=before, via=via)


def _participle(tokens: Tokens, cue: Cue, earlier: list[Cue]) -> Cue | None:
    """`..., adding that`, `with both unions pledging to`."""
    before = tokens[cue.first - 1] if cue.first else None
    if (
        before is None
        or before.quotation is not None
        or before.low in {",", "and", "by", "but", "after", "before", "—", "–", "-"}
    ):
        subject = _inherited(tokens, cue.first, earlier)
        if subject is None and before is not None and before.low == ",":
            subject = around_commas(tokens, cue.first - 1)
        return dataclasses.replace(cue, shape="participle", subject=subject)
    phrase = phrase_before(tokens, cue.first)
    if phrase is not None and tokens[phrase.last - 1].low in DOCUMENTS:
        opens = [at for at in range(phrase.first, phrase.last) if tokens[at].low in DETERMINERS]
        first = opens[-1] if opens else phrase.first
        return dataclasses.replace(cue, shape="participle", subject=phrase._replace(first=first))
    if phrase is not None and tokens[phrase.first].low == "with" and phrase.last - phrase.first > 1:
        return dataclasses.replace(cue, shape="participle", subject=Phrase(phrase.first + 1, phrase.last))
    if phrase is not None and phrase.first > 0 and tokens[phrase.first - 1].low == "with":
        return dataclasses.replace(cue, shape="participle", subject=phrase)
    if cue.last < len(tokens) and tokens[cue.last].quotation is not None:
        return dataclasses.replace(cue, shape="participle", subject=_inherited(tokens, cue.first, earlier))
    return None


def _passive(tokens: Tokens, cue: Cue) -> Cue:
    """`was described by critics as`: the agent speaks; without one nobody is named."""
    for at in range(cue.last, min(cue.last + 4, len(tokens))):
        if tokens[at].low == "by":
            return dataclasses.replace(cue, shape="passive", subject=phrase_after(tokens, at + 1))
    untold = any(token.low in _NOT | _PERHAPS for token in tokens[cue.first : cue.verb]) or cue.lemma in _PRIVATE
    that = next(
        (at for at in range(cue.last, min(cue.last + _NEAR_THAT, len(tokens))) if tokens[at].low == "that"), None
    )
    told = that is not None and bool(set(cue.takes) & set("ca")) and not untold
    told = told and all(token.low in _WHEN | WEEKDAYS for token in tokens[cue.last : that])
    return dataclasses.replace(cue, shape="passive", bare=not told)


def _infinitive(tokens: Tokens, cue: Cue, earlier: list[Cue]) -> Cue:
    """`went on to say` speaks; `refused to say` and `plans to say` do not, but words quoted after them are."""
    to = cue.verb - 1
    urged = phrase_before(tokens, to) if to and tokens[to - 1].is_word else None
    if urged is not None and (urged.first == 0 or not tokens[urged.first - 1].low.endswith("ed")):
        urged = None
    if urged is not None and tokens[urged.last - 1].low.endswith("s") and not tokens[urged.last - 1].low.endswith("ss"):
        return dataclasses.replace(cue, subject=urged)
    went_on = to > 1 and tokens[to - 1].low == "on" and tokens[to - 2].low in {"went", "goes", "gone", "going"}
    if went_on:
        return dataclasses.replace(cue, first=to - 2, subject=subject_before(tokens, to - 2))
    return dataclasses.replace(cue, subject=_inherited(tokens, cue.first, earlier), bare=True)


def _finite(tokens: Tokens, cue: Cue, earlier: list[Cue]) -> Cue | None:
    """A verb with its subject on its left, or on its right after a quotation or a comma."""
    before = tokens[cue.first - 1] if cue.first else None
    after = _inverted(tokens, cue) if set(cue.takes) & set("caq") else None
    if before is None:
        return after
    if before.quotation is not None:
        return after or dataclasses.replace(cue, subject=_inherited(tokens, cue.first, earlier))
    if (
        before.low in _OPENERS
        or _is_listed(tokens, cue, earlier)
        or (before.low == "," and cue.first > 1 and tokens[cue.first - 2].quotation is not None)
    ):
        return after or dataclasses.replace(cue, subject=_inherited(tokens, cue.first, earlier))
    subject = subject_before(tokens, cue.first)
    if "n" in cue.takes and subject is not None and earlier and not is_someone(tokens, subject):
        return dataclasses.replace(cue, subject=_inherited(tokens, cue.first, earlier) or earlier[-1].subject)
    if before.low == "," and after is not None and not _stands_alone(tokens, subject, cue.first):
        return after
    cited = _cited(tokens, subject)
    if cited is not None and subject is not None:
        return dataclasses.replace(cue, subject=subject._replace(last=cited), via=phrase_after(tokens, cited + 2))
    return dataclasses.replace(cue, subject=subject) if subject is not None else after


def _cited(tokens: Tokens, subject: Phrase | None) -> int | None:
    """The token of `officials cited by the agency` at which the officials end."""
    if subject is None:
        return None
    return next(
        (
            at
            for at in range(subject.first + 1, subject.last - 2)
            if tokens[at].low in _QUOTED and tokens[at + 1].low == "by"
        ),
        None,
    )


def _is_listed(tokens: Tokens, cue: Cue, earlier: list[Cue]) -> bool:
    """Whether a verb after a comma goes on with a list of verbs: `called on X, denounced Y, and criticised Z`."""
    if (
        tokens[cue.first].low in AUXILIARIES
        or tokens[cue.first - 1].low != ","
        or not earlier
        or earlier[-1].shape != "before"
        or earlier[-1].subject is None
    ):
        return False
    between = tokens[earlier[-1].last : cue.first - 1]
    return bool(between) and all(token.low != "," for token in between)


def _stands_alone(tokens: Tokens, subject: Phrase | None, first: int) -> bool:
    """Whether a phrase left of `, said` can be its subject: it opens a clause and has no verb of its own before."""
    if subject is None or subject.last - subject.first > _LONGEST_SUBJECT:
        return False
    return not has_finite(tokens, 0, subject.first) and not has_own_verb(tokens, subject.last, first)


def _inverted(tokens: Tokens, cue: Cue) -> Cue | None:
    """`said Marta Illyes, 52`: a subject after the verb, with no other verb before the next mark."""
    if cue.last >= len(tokens) or tokens[cue.last].low in {"that", "to"} or cue.first < cue.verb - 1:
        return None
    before = tokens[cue.first - 1] if cue.first else None
    if before is not None and before.low != "," and before.quotation is None:
        return None
    phrase = phrase_after(tokens, cue.last)
    if phrase is None or not _can_speak(tokens, phrase):
        return None
    if (
        cue.lemma not in _INVERTED
        and before is not None
        and before.quotation is None
        and not is_someone(tokens, phrase, plainly=True)
    ):
        return None
    stop = phrase.last
    while stop < len(tokens) and tokens[stop].is_word and tokens[stop].low not in RELATIVES:
        if is_finite(tokens, stop):
            return None
        stop += 1
    return dataclasses.replace(cue, shape="after", subject=phrase)


def _can_speak(tokens: Tokens, phrase: Phrase) -> bool:
    head = tokens[phrase.first]
    if head.low in PREPOSITIONS or head.low in ADVERBS:
        return False
    return head.is_word and (not head.text[0].isdigit() or head.low.endswith("-old"))


def _inherited(tokens: Tokens, first: int, earlier: list[Cue]) -> Phrase | None:
    """The subject a verb without its own shares: that of the cue before it, or of the sentence's first verb."""
    for cue in reversed(earlier):
        if cue.subject is not None and cue.shape != "source" and not cue.bare:
            return cue.subject
    subjects = [subject_before(tokens, group_start(tokens, at)) for at in _verbs_before(tokens, first)]
    own = (one for one in subjects if one is None or one.first == 0 or tokens[one.first - 1].low not in _SUBORDINATE)
    return next(own, subjects[0] if subjects else None)


def _verbs_before(tokens: Tokens, first: int) -> list[int]:
    """The finite verbs before a token: the nearest first where a comma parts them from it, else in order."""
    found = [at for at in range(first) if is_finite(tokens, at)]
    return found[::-1] if first and tokens[first - 1].low == "," else found
