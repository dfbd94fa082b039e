"""Forms of a text for comparing. `straighten` keeps every offset; `fold` does not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
    }
)
_UNMARKED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe"}
)


# To see that a text holds none of these takes half the time of a translation.
_CROOKED, _MARKED = frozenset(map(chr, _STRAIGHT)), frozenset(map(chr, _UNMARKED))


def straighten(text: str) -> str:
    """The text with curly marks, dashes and odd spaces made plain; the length is kept, so offsets hold."""
    if text.isascii():
        return text.replace("`", "'")
    return text if _CROOKED.isdisjoint(text) else text.translate(_STRAIGHT)


def unaccent(text: str) -> str:
    """The text without accents: `Orbán` gives `Orban`, `Sølvberg` gives `Solvberg`."""
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFKD", text if _MARKED.isdisjoint(text) else text.translate(_UNMARKED))
    for accent in _accents(marked):
        marked = marked.replace(accent, "")
    return marked


_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def _accents(text: str) -> list[str]:
    """The combining characters of a text, each once. They are few where the text holds many others: curly marks."""
    return [one for one in frozenset(_BEYOND_ASCII.findall(text)) if unicodedata.combining(one)]


def fold(text: str) -> str:
    """The text for comparing words: straight marks, no accents, lower case, single spaces."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


# Beside these, which compatibility forms leave alone, most texts of western scripts are ASCII.
_COMMON = (
    *((mark, "'") for mark in "\u2018\u2019"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u2013", "-"),
    ("\u2014", "-"),
)
# Names, headlines and descriptions are compared with one another again and again while a page is read; paragraphs are
# not. Of a page there are fewer: were four times as many remembered, none more would be met again.
_SHORT, _REMEMBERED = 400, 1_024


def _fold(text: str) -> str:
    if not text.isascii():
        for mark, straight in _COMMON:
            text = text.replace(mark, straight)
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    return " ".join(unaccent(straighten(unicodedata.normalize("NFKC", text))).casefold().split())


_fold_short = lru_cache(maxsize=_REMEMBERED)(_fold)


# British endings and clusters with what American English writes for them; the longest first.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})our(?=s?$|ed|ing|ite|able|hood|ly|less|ful)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=s?$|d$)"), "er"),
    (re.compile(r"(?<=[a-z]{2})ence(?=s?$|less)"), "ense"),
    (re.compile(r"(?<=[a-z]{2})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=gram)me(?=s?$)"), ""),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|ers?)$)"), "l"),
    (re.compile(r"(?<=[a-z])[ao]e(?=[dlmst])"), "e"),
)


# Words inside quotations that differ: few.
@lru_cache(maxsize=4_096)
def american(word: str) -> str:
    """A word in small letters as American English spells it, for comparing: `harbours` gives `harbors`.

    Words that only look alike may change too, but two different words seldom become one.
    """
    for british, spelling in _BRITISH:
        word = british.sub(spelling, word)
    return word
