"""Words with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# A word keeps inner apostrophes and hyphens ("Mor's", "30-year"), a number its separators ("4,200", "3.4").
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+[^\W\d_]+", re.UNICODE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


class Word(NamedTuple):
    """A word and where it stands: `text` is as on the page, `start` and `end` are code points, end excluded."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words and numbers of a text in order; scripts without spaces give one word a character."""
    if _CJK.search(text):
        return list(_mixed(text))
    return [Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def word_texts(text: str) -> list[str]:
    """The words of a text without their places: a third of the time."""
    return [word.text for word in _mixed(text)] if _CJK.search(text) else _WORD.findall(text)


def word_starts(text: str) -> list[int]:
    """Where the words of a text begin: half of the time."""
    if _CJK.search(text):
        return [word.start for word in _mixed(text)]
    return [found.start() for found in _WORD.finditer(text)]


def _mixed(text: str) -> Iterator[Word]:
    """Words of a text that holds Chinese, Japanese or Korean characters."""
    for found in _WORD.finditer(text):
        start = found.start()
        run = found.group()
        if not _CJK.search(run):
            yield Word(run, start, found.end())
            continue
        for offset, character in enumerate(run):
            yield Word(character, start + offset, start + offset + 1)
