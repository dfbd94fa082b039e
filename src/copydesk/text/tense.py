"""Which way a clause looks from a word in it: back, at what has happened, or ahead."""

from __future__ import annotations

import re

_REACH = 160
"""Characters on either side in which the verb of a clause is sought: news sentences rarely part them by more."""

_BREAK = re.compile(r"[.!?;:\n\u201c\u201d\"()\u2014](?=\s|$|[\"'\u201d\u2019)\w])")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")

# Words after which something is still to come.
_MODALS = frozenset("will would shall should may might could must can won't wouldn't couldn't".split())
_COMING = frozenset(
    "next upcoming coming forthcoming until till ahead plans planning plan hopes intends aims wants expects pledged"
    " vowed promises expires begins starts opens takes".split()
)
# Participles that look ahead when "to", "for" or a form of "be" stands beside them.
_DUE = frozenset("expected due scheduled planned slated set poised likely supposed meant bound".split())
_BE = frozenset("is are be been was were being isn't aren't".split())
_FILLERS = frozenset("be been being not also only now then finally soon probably have".split())
# Verbs whose infinitive has happened already when the verb has.
_DONE = frozenset(
    "failed managed helped began started continued used seemed appeared refused declined able unable forced came went"
    " seems appears had got".split()
)
# Past forms of irregular verbs common in news; "-ed" covers the rest.
_PAST = frozenset(
    "was were had did said told met went came left took made gave held began broke won lost fell rose struck wrote"
    " spoke saw found got kept became led fled sent sank shook drew flew grew knew paid ran sold spent stood thought"
    " threw beat sought brought bought built caught chose drove felt fought heard sang swept taught understood"
    " underwent woke overtook overturned rang burst sat lay died has since".split()
)
_NOT_PAST = frozenset(
    "need speed hundred indeed exceed proceed feed bed red seed united used bleed breed sacred".split()
)


def looks_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether the clause around a stretch of text looks ahead of its day of writing; None where no word tells.

    The nearest verb before the stretch decides, else the first one after it.
    """
    before = _words(_last_clause(text[max(0, start - _REACH) : start]))
    for place in range(len(before) - 1, -1, -1):
        told = _direction(before, place)
        if told is not None:
            return told
    after = _words(_first_clause(text[end : end + _REACH]))
    for place in range(len(after)):
        told = _direction(after, place)
        if told is not None:
            return told
    return None


def _words(clause: str) -> list[str]:
    return [found.group().replace("\u2019", "'") for found in _WORD.finditer(clause)]


def _last_clause(before: str) -> str:
    last = 0
    for found in _BREAK.finditer(before):
        last = found.end()
    return before[last:]


def _first_clause(after: str) -> str:
    found = _BREAK.search(after)
    return after[: found.start()] if found else after


def _direction(clause: list[str], place: int) -> bool | None:
    word = clause[place].casefold()
    following = clause[place + 1] if place + 1 < len(clause) else ""
    before = [one.casefold() for one in clause[max(0, place - 3) : place]]
    if word in _MODALS or word in _COMING or word.endswith("'ll"):
        return True
    if word in _DUE and (following.casefold() in {"to", "for", "on", "by"} or (before and before[-1] in _BE)):
        return True
    if word == "to" and _infinitive(following):
        return not (before and before[-1] in _DONE)
    if word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST):
        return _under_modal(before)
    return None


def _infinitive(word: str) -> bool:
    """Whether "to" before this word opens an infinitive: no name, no determiner and no number follows."""
    return word.islower() and not word.endswith("ing") and word not in _DETERMINERS and not word.endswith("s")


_DETERMINERS = frozenset("a an the his her its their our my your this that these those it him them us me which".split())


def _under_modal(before: list[str]) -> bool:
    """Whether a past form stands under a modal or "to": "will be signed", "to be signed"."""
    for word in reversed(before):
        if word in _MODALS or word == "to":
            return True
        if word not in _FILLERS:
            return False
    return False
