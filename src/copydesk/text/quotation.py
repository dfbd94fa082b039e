"""Stretches inside quotation marks, whatever marks the page uses."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.text.sentences import paragraphs

_CURLY = {"\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_DOUBLE = re.compile('["\u201c\u201d\u201e\u00ab]')
_ANY_DOUBLE = re.compile('["\u201c\u201d\u00bb]')
# A decade ('90s) and a clipped word ('em) begin with a mark that opens nothing.
_SINGLE_OPEN = re.compile(
    r"(?<![\w\u2019'])['\u2018](?!\d\ds?\b|(?:em|til|tis|twas|cause|n)\b)(?=[\w\[(\u2026.$\u00a3\u20ac])"
)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?;:\])\u2026%])['\u2019](?!\w)")
_PLURAL_POSSESSIVE = re.compile(r"s['\u2019]\s+\w")


_PHRASE_WORDS = 4
"""Quoted phrases inside a sentence of their paper's own are mostly this short; longer ones are whole statements."""


class Quotation(NamedTuple):
    """Words inside marks: `start` and `end` leave the marks out; `closed` is False where the paragraph ends first."""

    start: int
    end: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """Quoted stretches in order, outermost marks only, pairing by paragraph; a mark without a partner never raises.

    Single marks count as quotation marks only in texts whose house style they are: where they pair up and outnumber
    double marks (an apostrophe or a possessive is none). An opening mark without a closing one runs to the end of its
    paragraph, as newspapers do when a quotation goes on in the next.
    """
    doubles = [found for start, end in paragraphs(text) for found in _doubles(text, start, end)]
    singles = [found for start, end in paragraphs(text) for found in _singles(text, start, end)]
    if len(singles) > 2 * len(doubles) and singles:
        return _outermost([*singles, *doubles])
    return doubles


def _doubles(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    place = start
    while opening := _DOUBLE.search(text, place, end):
        place, mark = opening.start(), opening.group()
        if mark != "\u201d" or _opens(text, place, start):
            close = _partner(text, place, end, _CURLY.get(mark, mark))
            stop = close if close is not None else end
            if stop > place + 1:
                found.append(Quotation(place + 1, stop, close is not None))
            place = stop
        place += 1
    return found


def _opens(text: str, place: int, start: int) -> bool:
    return (place == start or text[place - 1].isspace()) and place + 1 < len(text) and not text[place + 1].isspace()


def _partner(text: str, place: int, end: int, close: str) -> int | None:
    """Where the mark that closes the one at `place` stands; curly and straight marks may close each other."""
    inner = False
    for other in _ANY_DOUBLE.finditer(text, place + 1, end):
        mark = other.group()
        if mark == close or (close == "\u201d" and mark == '"') or (close == '"' and mark == "\u201d" and not inner):
            return other.start()
        inner = inner or mark == "\u201c"
    return None


def _singles(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    place = start
    while opening := _SINGLE_OPEN.search(text, place, end):
        closing = next(
            (
                close
                for close in _SINGLE_CLOSE.finditer(text, opening.end(), end)
                if not _possessive(text, opening.end(), close.start(), end)
            ),
            None,
        )
        if closing is None:
            break
        found.append(Quotation(opening.end(), closing.start(), True))
        place = closing.end()
    return found


def _possessive(text: str, start: int, place: int, end: int) -> bool:
    """Whether a mark after an s is more likely a plural possessive (`leaders' hand`) than the end of a quotation.

    A few words in lower case (`his 'no limits' partnership`) are a quoted phrase; a sentence goes on to a later mark.
    """
    if place == 0 or _PLURAL_POSSESSIVE.match(text, place - 1) is None:
        return False
    inside = text[start:place]
    if inside[:1].islower() and len(inside.split()) <= _PHRASE_WORDS:
        return False
    return _SINGLE_CLOSE.search(text, place + 1, end) is not None


def _outermost(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept
