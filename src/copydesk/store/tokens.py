"""The words of a text as SQLite's full text has them (`unicode61 remove_diacritics 2`), so that both stores find alike.

A token is a run of letters, digits and private characters, in small letters; Latin letters lose their marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_RUN = re.compile(r"\S+")
# Marks that FTS5 takes for a part of the letter before them; other marks part words, as it has them.
_MARKS = frozenset(
    chr(0x300 + bit)
    for mask, first in ((0x08029FDF, 0), (0x000361F8, 32))
    for bit in range(first, first + 32)
    if mask >> (bit - first) & 1
)
_PARTS = " "


class Token(NamedTuple):
    """A word, and where it stands."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return _folded(text).replace(_GONE, "").split()


def token_places(text: str) -> Iterator[Token]:
    """The tokens of a text with their places."""
    for found in _RUN.finditer(_folded(text)):
        if word := found[0].replace(_GONE, ""):
            yield Token(word, found.start(), found.end())


_GONE = "\x01"
"""Stands for a mark that is no part of the word, so that places hold."""


def _folded(text: str) -> str:
    """The text in which each letter is what a token has of it, and all else is a space."""
    return text.translate({ord(one): _letter(one) for one in set(text)})


@cache
def _letter(one: str) -> str:
    if one in _MARKS:
        return _GONE
    category = unicodedata.category(one)
    if category[0] not in "LN" and category != "Co":
        return _PARTS
    bare = unicodedata.normalize("NFD", one)
    if bare[0].isascii() and bare[0].isalpha() and all(unicodedata.combining(mark) for mark in bare[1:]):
        return bare[0].lower()
    folded = one.casefold()
    return folded if len(folded) == 1 else one.lower() if len(one.lower()) == 1 else one
