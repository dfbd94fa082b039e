"""Which way a clause looks from a word in it: back, at what has happened, or ahead."""

from __future__ import annotations

import re
from collections.abc import Callable

from copydesk.text.calendars import Language

_REACH = 160
"""Characters on either side in which the verb of a clause is sought: news sentences rarely part them by more."""

_BREAK = re.compile(r"[.!?;:\n\u201c\u201d\"()\u2014](?=\s|$|[\"'\u201d\u2019)\w])")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")

# Words after which something is still to come.
_MODALS = frozenset("will would shall should may might could must can won't wouldn't couldn't".split())
_COMING = frozenset(
    "next upcoming coming forthcoming until till ahead plans planning plan hopes intends aims wants expects pledged"
    " vowed promises".split()
)
# Verbs of timetables, whose present tells what is to come: "schools reopen Monday", "the board meets on 15 July".
_TIMETABLE = frozenset(
    "begin begins start starts opens reopen reopens resume resumes meet meets convene convenes sits expire expires"
    " closes ends runs go goes takes leaves arrives returns flies travels plays faces hosts".split()
)
_DID = frozenset("did didn't to".split())
# Participles that look ahead when "to", "for" or a form of "be" stands beside them.
_DUE = frozenset("expected due scheduled planned slated set poised likely supposed meant bound".split())
_BE = frozenset("is are be been was were being isn't aren't".split())
_FILLERS = frozenset("be been being not also only now then finally soon probably have".split())
# Verbs whose infinitive has happened already when the verb has.
_DONE = frozenset(
    "failed managed helped began started continued used seemed appeared refused declined able unable forced came went"
    " seems appears had got".split()
)
# "Had hoped to" tells of a hope that is over.
_VAIN = frozenset("hoped wanted planned intended tried meant".split())
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


def looks_ahead(text: str, start: int, end: int, *, language: Language = "en") -> bool | None:
    """Whether the clause around a stretch of text looks ahead of its day of writing; None where no word tells.

    The nearest verb before the stretch decides, else the first one after it.
    """
    told = _direction if language == "en" else _TOLD_IN[language]
    before = _words(_last_clause(text[max(0, start - _REACH) : start]))
    for place in range(len(before) - 1, -1, -1):
        ahead = told(before, place)
        if ahead is not None:
            return ahead
    after = _words(_first_clause(text[end : end + _REACH]))
    for place in range(len(after)):
        ahead = told(after, place)
        if ahead is not None:
            return ahead
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
    if word not in _TELLING and not word.endswith(("ed", "'ll")):
        return None
    following = clause[place + 1] if place + 1 < len(clause) else ""
    before = [one.casefold() for one in clause[max(0, place - 3) : place]]
    if word in _MODALS or word in _COMING or word.endswith("'ll"):
        return True
    if word in _TIMETABLE and not (before and before[-1] in _DID):
        return True
    if word in _DUE and (following.casefold() in {"to", "for", "on", "by"} or (before and before[-1] in _BE)):
        return True
    if word == "to" and _infinitive(following):
        return not (before and (before[-1] in _DONE or (before[-1] in _VAIN and "had" in before)))
    if word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NOT_PAST):
        return _under_modal(before)
    return None


_TELLING = _MODALS | _COMING | _TIMETABLE | _DUE | _PAST | {"to"}


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


# -- other languages ---------------------------------------------------------------------------------------------------

# Verbs and participles that look ahead, and auxiliaries and endings of what has happened. Romance futures are known by
# their endings; a clause of which nothing is known is taken to look back, as most of news does.
_GERMAN_AHEAD = frozenset(
    "wird werden soll sollen will wollen dürfte dürften kann könnte könnten muss müssen möchte plant planen beginnt"
    " beginnen startet starten tritt öffnet endet läuft entscheidet".split()
)
_GERMAN_PAST = frozenset("war waren wurde wurden hatte hatten hat haben kam kamen ging gingen gab sank".split())
_NO_GERMAN_PAST = frozenset("heute bitte könnte könnten dürfte dürften sollte sollten letzte letzten".split())
_FRENCH_AHEAD = frozenset(
    "va vont doit doivent devrait devraient peut pourrait compte comptent prévoit prévu prévue".split()
)
_SPANISH_AHEAD = frozenset("va van debe deben podría podrían prevé prevén previsto prevista".split())
_ITALIAN_AHEAD = frozenset("deve devono dovrebbe dovrebbero potrebbe prevede previsto prevista".split())
_FRENCH_PAST = frozenset("a ont est sont avait avaient était étaient fut".split())
_SPANISH_PAST = frozenset("ha han fue fueron había habían era eran hizo dijo".split())
_ITALIAN_PAST = frozenset("ha hanno è sono era erano aveva avevano fu".split())
_FRENCH_FUTURE = re.compile(r"\w{2,}(?:ra|ront|rai|rons)$")
_SPANISH_FUTURE = re.compile(r"\w{2,}r(?:á|án|emos)$")
_ITALIAN_FUTURE = re.compile(r"\w{2,}r(?:à|anno|emo)$")
_SPANISH_DONE = re.compile(r"\w{2,}(?:ó|aron|ieron|aba|aban|ían?)$")
_ITALIAN_DONE = re.compile(r"\w{3,}(?:ato|ito|uto|ava|avano)$")
_FRENCH_DONE = re.compile(r"\w{3,}(?:ait|aient|èrent|irent)$")


def _german(clause: list[str], place: int) -> bool | None:
    word = clause[place]
    if word in _GERMAN_AHEAD:
        return True
    past = word.islower() and len(word) > 4 and word.endswith(("te", "ten")) and word not in _NO_GERMAN_PAST
    return False if past or word in _GERMAN_PAST else None


def _french(clause: list[str], place: int) -> bool | None:
    return _romance(clause[place], _FRENCH_AHEAD, _FRENCH_FUTURE, _FRENCH_PAST, _FRENCH_DONE)


def _spanish(clause: list[str], place: int) -> bool | None:
    return _romance(clause[place], _SPANISH_AHEAD, _SPANISH_FUTURE, _SPANISH_PAST, _SPANISH_DONE)


def _italian(clause: list[str], place: int) -> bool | None:
    return _romance(clause[place], _ITALIAN_AHEAD, _ITALIAN_FUTURE, _ITALIAN_PAST, _ITALIAN_DONE)


def _romance(
    word: str, ahead: frozenset[str], future: re.Pattern[str], past: frozenset[str], done: re.Pattern[str], /
) -> bool | None:
    if not word.islower():
        return None
    if word in ahead or future.match(word):
        return True
    return False if word in past or done.match(word) else None


_TOLD_IN: dict[Language, Callable[[list[str], int], bool | None]] = {
    "de": _german,
    "fr": _french,
    "es": _spanish,
    "it": _italian,
}
