"""A few words around what was found, chosen as SQLite's FTS5 does (`fts5_aux.c`): most phrases, then a start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copydesk.store.tokens import Token, token_places

GAP = " … "
# What a window is worth: for a phrase that it has, for one more of the same, and for standing at the start of a text
# or a sentence.
NEW, SAME, FIRST, SENTENCE = 1000, 1, 120, 100

Said = tuple[list[str], bool]
"""The words of a phrase, and whether the last of them goes on."""


class _Column(NamedTuple):
    text: str
    words: list[Token]
    # Where phrases stand: the number of the first word, and which phrase it is.
    found: list[tuple[int, int]]
    sentences: list[int]


def snippet(columns: Sequence[str], phrases: Sequence[Said], most: int) -> str:
    """At most so many words of one of these texts, where most of the phrases stand."""
    best, chosen, start = -1, None, 0
    for column in (_column(text, phrases) for text in columns):
        for score, begin in _windows(column, phrases, most):
            if score > best:
                best, chosen, start = score, column, begin
    return "" if chosen is None else _cut(chosen, start, most)


def _column(text: str, phrases: Sequence[Said]) -> _Column:
    words = list(token_places(text))
    found = sorted(
        (place, number)
        for number, phrase in enumerate(phrases)
        for place in range(len(words) - len(phrase[0]) + 1)
        if _stands(words, place, phrase)
    )
    return _Column(text, words, found, [place for place, word in enumerate(words) if _begins(text, word.start)])


def _stands(words: Sequence[Token], place: int, phrase: Said) -> bool:
    said, begun = phrase
    there = [one.word for one in words[place : place + len(said)]]
    return bool(said) and (there == said or (begun and there[:-1] == said[:-1] and there[-1].startswith(said[-1])))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here: at the start of a text, or behind a stop and a space."""
    before = text[:start].rstrip(" \t\n\r")
    return not before or (len(before) < start and before[-1] in ".:")


def _windows(column: _Column, phrases: Sequence[Said], most: int) -> list[tuple[int, int]]:
    """What the windows of a text are worth, and with which word each begins."""
    tried: list[tuple[int, int]] = []
    for place, _ in column.found:
        score, begin = _worth(column, phrases, place, most)
        tried.append((score, begin))
        if len(column.words) > most:
            before = [one for one in column.sentences if one <= place]
            if before and before[-1] < place:
                score, _ = _worth(column, phrases, before[-1], most)
                tried.append((score + (FIRST if before[-1] == 0 else SENTENCE), before[-1]))
    return tried


def _worth(column: _Column, phrases: Sequence[Said], place: int, most: int) -> tuple[int, int]:
    """What the window is worth that begins at a word, and where it begins when what was found stands in its middle."""
    seen: set[int] = set()
    score, first, last = 0, -1, 0
    for at, number in column.found:
        if place <= at < place + most:
            score += SAME if number in seen else NEW
            seen.add(number)
            first = at if first < 0 else first
            last = at + len(phrases[number][0])
    begin = min(first - (most - (last - first)) // 2, len(column.words) - most)
    return score, max(begin, 0)


def _cut(column: _Column, start: int, most: int) -> str:
    words = column.words[start : start + most]
    if not words:
        return column.text
    head = "" if start == 0 else GAP
    behind = start + most < len(column.words)
    begin = 0 if start == 0 else words[0].start
    return f"{head}{column.text[begin : words[-1].end]}{GAP}" if behind else f"{head}{column.text[begin:]}"
