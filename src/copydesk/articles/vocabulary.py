"""The words of an article, split once, and how much of a line is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import filterfalse
from typing import NamedTuple

from copydesk.text.remembering import remembered

_WORD = re.compile(r"[^\W_]{4,}")
_TOKEN = re.compile(r"[^\W_]+")
# Patterns that begin with one character, and not with a repeat of it, are looked for in a third of the time.
_DENSE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_DENSE_RUN = re.compile(f"{_DENSE}{_DENSE}+")


class Vocabulary(NamedTuple):
    """What words an article has: the longer ones, in lower case, and those that it writes in lower case."""

    content: frozenset[str]
    small: frozenset[str]


# The signs of ASCII that are no letters nor digits go as bytes: ten times as fast as by a regular expression, which
# then only looks at what is left of other scripts and marks.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SPACED = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
_SIGNS_OF_LINE, _SIGNS_OF_WORD = _SIGNS.replace(b"\n", b""), _SIGNS.replace(b"_", b"")
_SPACED_BUT_WORDS = bytes.maketrans(_SIGNS_OF_WORD, b" " * len(_SIGNS_OF_WORD))
_MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0"
_OTHERS = re.compile(r"[^\w\n][^\w\n]*")
_SMALL = re.compile(r"(?<!\w)[^\W\d_A-Z]\w*")


def bare_letters(texts: Sequence[str]) -> list[str]:
    """Of each text the letters and digits, and nothing between them, without case."""
    if not texts:
        return []
    whole = "\n".join([text.replace("\n", " ") for text in texts]).encode("utf-8", "surrogatepass")
    bare = whole.translate(None, _SIGNS_OF_LINE).decode("utf-8", "surrogatepass")
    for mark in _MARKS:
        bare = bare.replace(mark, "")
    return (bare if bare.isascii() else _OTHERS.sub("", bare)).casefold().split("\n")


def words_in(text: str) -> list[str]:
    """The words of a text in order: letters and digits on end."""
    return text.encode().translate(_SPACED).decode().split() if text.isascii() else _TOKEN.findall(text)


def small_words(texts: Sequence[str]) -> frozenset[str]:
    """The words that these texts write in lower case."""
    tokens, odd = _tokens("\n".join(texts), _SPACED_BUT_WORDS)
    found = {token for token in tokens if token[0].islower()}
    return frozenset(found.union(_SMALL.findall(" ".join(odd))))


def vocabulary_of(text: str) -> Vocabulary:
    """The words of a text, split once."""
    tokens, odd = _tokens(text, _SPACED)
    others = " ".join(odd)
    tokens.update(_TOKEN.findall(others))
    small = frozenset(filter(str.islower, tokens))
    # What is written in lower case is its own lower case; most words are, and to make a word anew costs most here.
    content = {token if token in small else token.lower() for token in tokens if len(token) > 3}
    if odd:
        content |= _pairs(others)
    return Vocabulary(frozenset(content), small)


def _tokens(text: str, spaced: bytes) -> tuple[set[str], list[str]]:
    """What stands between the signs of ASCII: tokens of ASCII, and the others, which may hold further signs."""
    tokens = set(text.encode("utf-8", "surrogatepass").translate(spaced).decode("utf-8", "surrogatepass").split())
    odd = list(filterfalse(str.isascii, tokens))
    tokens.difference_update(odd)
    return tokens, odd


# Titles and blocks of one page are compared with one another. 15 bytes a letter: 1 MB.
@remembered(letters=50_000)
def content_words(text: str) -> frozenset[str]:
    """The longer words of a text, in lower case, and pairs of characters of a script without spaces."""
    words = frozenset(_WORD.findall(text.lower()))
    return words if text.isascii() else words | _pairs(text)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[place : place + 2] for run in _DENSE_RUN.findall(text) for place in range(len(run) - 1))


def shared(text: str, words: Collection[str]) -> float:
    """Share of a text's longer words that are among these."""
    own = content_words(text)
    return len(own.intersection(words)) / len(own) if own else 0.0
