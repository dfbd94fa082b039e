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


def vocabulary_of(text: str) -> Vocabulary:
    """The words of a text, split once."""
    tokens = set(_TOKEN.findall(text))
    content = {token.lower() for token in tokens if len(token) > 3}
    if not text.isascii():
        content |= _pairs(text)
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
