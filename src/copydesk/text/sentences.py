"""Sentences and paragraphs with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.text.remembering import remembered

Range = tuple[int, int]

# Stops after these are no sentence ends. Titles, months, compass points and company forms of English news, and single
# capitals (initials): the list is closed on purpose, since a missed abbreviation costs less than a glued sentence.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sen rep gov gen col lt sgt capt maj adm rev hon jr sr vs etc inc ltd co corp no"
    " approx est dept jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m e.g"
    " i.e cf al u.s u.k u.n".split()
)
_END = re.compile(r"(?P<stop>[.!?\u2026]+|[\u3002\uff01\uff1f])(?P<marks>[\"'\u2019\u201d)\]]*)(?P<gap>\s+|$)")
_OPENS = re.compile(r"[\"'\u2018\u201c(\[\u00ab]*[\w$\u00a3\u20ac#]")
_LAST_WORD = re.compile(r"[\w.]+$")
_BEYOND_ABBREVIATIONS = 1 + max(map(len, ABBREVIATIONS))
"""Characters before a stop that tell whether it may end an abbreviation; more are not looked at."""


def paragraphs(text: str) -> list[Range]:
    """The paragraphs of a text, that is its lines that hold more than white space."""
    return list(_known_paragraphs(text))


# A page asks for those of one text for every place in it to which it leads; with the text 2 bytes a letter: 1 MB.
@remembered(letters=400_000)
def _known_paragraphs(text: str) -> tuple[Range, ...]:
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Range]:
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            yield start, start + len(line)
        start += len(line) + 1


def sentences(text: str) -> list[Range]:
    """The sentences of a text in order, white space around them left out; none crosses a paragraph.

    A sentence by itself is one sentence.
    """
    return list(_known_sentences(text))


# Names, quotations, leads and days are read of one text one after the other, and each of them asks for its sentences.
@remembered(letters=100_000)
def _known_sentences(text: str) -> tuple[Range, ...]:
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Range]:
    for start, end in paragraphs(text):
        yield from _in_paragraph(text, start, end)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Range]:
    begin = start
    for found in _END.finditer(text, start, end):
        if not _ends(text, begin, found, end):
            continue
        told = _trimmed(text, begin, found.end("marks"))
        if told is not None:
            yield told
        begin = found.end()
    told = _trimmed(text, begin, end)
    if told is not None:
        yield told


def _ends(text: str, begin: int, found: re.Match[str], limit: int) -> bool:
    """Whether a stop ends its sentence: not after an abbreviation or initial, not before a lower-case word."""
    end = found.end()
    if end >= limit:
        return True
    following = _OPENS.match(text, end)
    if following is None:
        return True
    if text[following.end() - 1].islower():
        return False
    stop, marks = found.group("stop", "marks")
    if stop != "." or marks:
        return True
    place = found.start()
    before = _LAST_WORD.search(text, max(begin, place - _BEYOND_ABBREVIATIONS), place)
    if before is None:
        return True
    word = before.group()
    return word.casefold() not in ABBREVIATIONS and not (len(word) == 1 and word.isupper())


def _trimmed(text: str, start: int, end: int) -> Range | None:
    """The place of what stands between two places, white space left out; None where nothing stands there."""
    inner = text[start:end]
    stripped = inner.lstrip()
    if not stripped:
        return None
    start += len(inner) - len(stripped)
    return start, start + len(stripped.rstrip())
