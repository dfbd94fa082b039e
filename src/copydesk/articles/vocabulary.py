"""The words of an article, split once, and how much of a line is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]{4,}")
_TOKEN = re.compile(r"[^\W_]+")
_DENSE_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


class Vocabulary(NamedTuple):
    """What words an article has: the longer ones, in lower case, and those that it writes in lower case."""

    content: frozenset[str]
    small: frozenset[str]


# The signs of ASCII that are no letters nor digits go as bytes: ten times as fast as by a regular expression, which
# then only looks at what is left of other scripts and marks.
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_SPACED = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))
_OTHERS = re.compile(r"[\W_]+")


def bare_letters(text: str) -> str:
    """The letters and digits of a text, and nothing between them."""
    plain = text.encode("utf-8", "surrogatepass").translate(None, _SIGNS).decode("utf-8", "surrogatepass")
    return plain if plain.isascii() else _OTHERS.sub("", plain)


def vocabulary_of(text: str) -> Vocabulary:
    """The words of a text, split once."""
    tokens = set(text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass").split())
    odd = [token for token in tokens if not token.isascii()]
    tokens.difference_update(odd)
    tokens.update(part for token in odd for part in _TOKEN.findall(token))
    content = {token.lower() for token in tokens if len(token) > 3}
    if odd:
        content |= _pairs(" ".join(odd))
    return Vocabulary(frozenset(content), frozenset(filter(str.islower, tokens)))


@lru_cache(maxsize=1024)
def content_words(text: str) -> frozenset[str]:
    """The longer words of a text, in lower case, and pairs of characters of a script without spaces."""
    words = frozenset(_WORD.findall(text.lower()))
    return words if text.isascii() else words | _pairs(text)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[place : place + 2] for run in _DENSE_RUN.findall(text) for place in range(len(run) - 1))


def shared(text: str, words: Collection[str]) -> float:
    """Share of a text's longer words that are among these."""
    own = content_words(text)
    return sum(word in words for word in own) / len(own) if own else 0.0
