"""A text as tokens for laying one reading beside another: words and marks with their places, keys and classes.

The class of a token decides what it may face: a name that was mangled still faces a name or at least a word of the same
standing, a figure faces a figure, a comma a comma. Words of closed classes are listed here; names and numbers come from
`copydesk.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from copydesk.text import closed
from copydesk.text.names import names
from copydesk.text.normal import fold
from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range
from copydesk.text.words import words

TokenKind = Literal["name", "number", "date", "function", "mark", "word"]

# Besides the words that any two texts share, those that a rewording puts in and takes out without saying anything else.
FUNCTION = closed.FUNCTION | frozenset(
    "hers onto upon near already own same one's inside outside beneath beside besides beyond amid atop toward towards"
    " throughout regarding concerning himself herself itself themselves ourselves yourself myself behalf instead"
    " whether".split()
)
WEEKDAYS = {name: number for number, name in enumerate(closed.WEEKDAYS)}
MONTHS = {name: number for number, name in enumerate(closed.MONTHS, 1)}
_SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
NUMBER_WORDS = frozenset(closed.COUNTING) - {"zero", "one"} | frozenset(
    "hundred thousand million billion trillion dozen half third quarter fifth".split()
)
# A choice that a spinning program left open, `{ferry|boat}`: no word of it is what the source said.
_CHOICE = re.compile(r"\{[^{}|\n]{1,60}(?:\|[^{}|\n]{1,60})+\}")
_MARK = re.compile(r"[.,;:!?\"\u201c\u201d\u00ab\u00bb()\u2026]")
_STRAIGHT = {"\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"', "\u2026": "."}


class Token(NamedTuple):
    """A word or a mark: `key` is equal for spellings that say the same (case, accents, a possessive left out).

    The key of a word in a choice that was left open, `{ferry|boat}`, begins with the brace.
    """

    text: str
    start: int
    end: int
    key: str
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a whole text and where each starts."""

    all: tuple[Token, ...]
    starts: tuple[int, ...]

    def within(self, place: Range) -> tuple[Token, ...]:
        """The tokens that start inside a range."""
        return self.all[bisect_left(self.starts, place[0]) : bisect_left(self.starts, place[1])]


# 38 bytes a letter: 8 MB.
@remembered(letters=200_000)
def tokens(text: str) -> Tokens:
    """The tokens of a text in order."""
    named = {place for name in names(text) for place in range(name.start, name.end)}
    found = sorted([*_words(text, named), *_marks(text)], key=lambda token: token.start)
    return Tokens(tuple(found), tuple(token.start for token in found))


# 200 bytes a word: 3 MB.
@lru_cache(maxsize=16_384)
def key_of(word: str) -> str:
    """The folded word without a possessive: `Ostmere's` and `OSTMERE` are both `ostmere`."""
    return fold(word).removesuffix("'s").removesuffix("'")


def month_of(key: str) -> int | None:
    """The month a key names, in full or by its usual short form."""
    return MONTHS.get(key) or _SHORT_MONTHS.get(key)


def _words(text: str, named: set[int]) -> list[Token]:
    choices = {place for found in _CHOICE.finditer(text) for place in range(found.start(), found.end())}
    found = []
    for word in words(text):
        key = key_of(word.text)
        kind = _kind(word.text, key, word.start in named)
        found.append(Token(word.text, word.start, word.end, f"{{{key}" if word.start in choices else key, kind))
    return found


def _kind(word: str, key: str, is_named: bool) -> TokenKind:
    if word[0].isdigit() or key in NUMBER_WORDS:
        return "number"
    if key in WEEKDAYS or (word[0].isupper() and month_of(key) is not None and key != "mar"):
        return "date"
    if is_named and (key not in FUNCTION or (word.isupper() and len(word) > 1)):  # US is no pronoun
        return "name"
    return "function" if key in FUNCTION else "word"


def _marks(text: str) -> list[Token]:
    """The marks that stand outside words, curly ones made straight in the key."""
    inside = {place for word in words(text) for place in range(word.start, word.end)}
    return [
        Token(found.group(), found.start(), found.end(), _STRAIGHT.get(found.group(), found.group()), "mark")
        for found in _MARK.finditer(text)
        if found.start() not in inside
    ]
