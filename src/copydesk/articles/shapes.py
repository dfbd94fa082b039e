"""The shape of a text: what can be told of it without knowing its language."""

from __future__ import annotations

import re
from typing import NamedTuple

_DENSE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]")
_STOP = re.compile(r"[.!?\u2026][\"'\u2019\u201d\u00bb)\]]*(?=\s|$)|[\u3002\uff01\uff1f\u0964\u06d4]")
_CLOSED = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u0964\u06d4][\"'\u2019\u201d\u00bb)\]\u300d\u300f\u201c]*\s*$")
_WORD = re.compile(r"\w+")
_COMMA = re.compile(r"[,;:\u3001\uff0c\u060c]")

# A Chinese or Japanese character says about as much as two and a half letters of an alphabet: translations of one
# text differ in length by about this factor.
_DENSITY = 1.5


class Shape(NamedTuple):
    """Measures of a text: `size` in letters of an alphabet, `stops` sentence ends, `closed` if it ends with one."""

    size: float
    words: int
    stops: int
    commas: int
    closed: bool
    capitals: float
    digits: float
    opens: bool


def shape_of(text: str) -> Shape:
    """The shape of a text; its first 4,000 characters are looked at closely."""
    head = text[:4000]
    dense = len(_DENSE.findall(head))
    words = _WORD.findall(head)
    letters = sum(map(len, words)) or 1
    capitals = sum(1 for word in words if word[0].isupper())
    digits = sum(map(str.isdigit, head[:200]))
    return Shape(
        size=len(text) + _DENSITY * dense * (len(text) / max(1, len(head))),
        words=max(len(words), dense // 2),
        stops=len(_STOP.findall(head)),
        commas=len(_COMMA.findall(head)),
        closed=_CLOSED.search(text[-12:]) is not None,
        capitals=capitals / max(1, len(words)),
        digits=digits / max(1, min(letters, 200)),
        opens=bool(head)
        and (head[0].isupper() or head[0] in "\"'\u201c\u2018\u00ab\u300c\u201e([" or head[0].isdigit()),
    )


def is_prose(shape: Shape) -> bool:
    """Whether a text reads like a paragraph: long enough to be sentences, and with a sentence's marks."""
    return (shape.size >= 80 and shape.stops > 0 and (shape.closed or shape.stops > 1)) or (
        shape.size >= 160 and shape.commas > 1 and shape.capitals < 0.5
    )


def is_sentence(shape: Shape) -> bool:
    """Whether a text may be one short sentence."""
    return shape.closed and shape.words >= 4 and shape.size >= 20
