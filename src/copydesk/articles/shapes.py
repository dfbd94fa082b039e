"""The shape of a text: what can be told of it without knowing its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.letters import (
    CLOSER,
    COMMA,
    DENSE,
    DIGIT,
    FULL_STOP,
    LOWER,
    OPENER,
    SPACE,
    STOP,
    UPPER,
    WORD,
    Ints,
    Letters,
    Words,
    letters_of,
    words_of,
)

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

# A Chinese or Japanese character says about as much as two and a half letters of an alphabet: translations of one
# text differ in length by about this factor.
_DENSITY = 1.5
# So much of a text is looked at closely; five counts up to this many fit into one number of 64 bits.
_CLOSELY = 4000
_FIELD = 12
# So many closing marks may follow a stop, and so many words are small ones by their length.
_MOST_CLOSERS = 3
_SMALL = 3


@dataclass(slots=True)
class Shape:
    """Measures of a text: `size` in letters of an alphabet, `stops` sentence ends, `closed` if it ends with one.

    In slots, which are read in a tenth of the time of the fields of a named tuple: rules ask for them a thousand times
    a page. Nothing sets them again.
    """

    size: float
    words: int
    stops: int
    commas: int
    closed: bool
    capitals: float
    digits: float
    opens: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """The shapes of several texts, as a list and as arrays, with their letters and words.

    `whole` is the number of characters, `small` the share of short lower-case words, `upper` whether all letters are
    capitals, `dense` the share of Chinese characters, kana and Hangul.
    """

    shapes: list[Shape]
    size: Floats
    words: Ints
    stops: Ints
    commas: Ints
    closed: Truths
    capitals: Floats
    digits: Floats
    opens: Truths
    small: Floats
    glued: Ints
    upper: Truths
    dense: Floats
    whole: Ints
    prose: Truths
    sentence: Truths
    letters: Letters
    index: Words

    def __len__(self) -> int:
        return len(self.shapes)


def measure(texts: Sequence[str]) -> Measures:
    """The measures of texts; the first 4,000 characters of each are looked at closely."""
    whole = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    letters = letters_of(texts if _is_plain(texts, whole) else [text[:_CLOSELY].replace("\n", " ") for text in texts])
    index = words_of(letters)
    flags, last = letters.flags, letters.last
    dense, characters, digits, commas = _counts(flags, letters.starts)
    cased = np.bitwise_or.reduceat(flags, letters.starts) & (UPPER | LOWER) if texts else flags
    first = flags[letters.starts[index.text] + index.at]
    count = len(texts)
    spaced = np.bincount(index.text, minlength=count)
    capitals = np.bincount(index.text[(first & UPPER) != 0], minlength=count)
    small = np.bincount(index.text[((first & LOWER) != 0) & (index.size <= _SMALL)], minlength=count)
    words = np.maximum(spaced, dense // 2)
    looked = np.maximum(1, np.minimum(whole, _CLOSELY))
    size = whole + _DENSITY * dense * (whole / looked)
    stops = _stops(letters)
    closed = _closed(flags, last, letters.starts)
    share = capitals / np.maximum(1, spaced)
    solid = ((size >= 80) & (stops > 0) & (closed | (stops > 1))) | ((size >= 160) & (commas > 1) & (share < 0.5))
    figures = digits / np.maximum(1, characters)
    opens = (flags[letters.starts] & (UPPER | OPENER | DIGIT)) != 0
    columns = (size, words, stops, commas, closed, share, figures, opens)
    return Measures(
        _shapes(columns),
        *columns,
        glued=_glued(flags, letters.starts),
        small=small / np.maximum(1, spaced),
        upper=cased == UPPER,
        dense=dense / np.maximum(1, characters),
        whole=whole,
        prose=solid,
        sentence=closed & (words >= 4) & (size >= 20),
        letters=letters,
        index=index,
    )


def _shapes(columns: Sequence[NDArray[np.generic]]) -> list[Shape]:
    """A shape of each row, without the call of a constructor for each."""
    shapes: list[Shape] = []
    for row in zip(*(column.tolist() for column in columns), strict=True):
        shape = _new(Shape)
        (
            shape.size,
            shape.words,
            shape.stops,
            shape.commas,
            shape.closed,
            shape.capitals,
            shape.digits,
            shape.opens,
        ) = row
        shapes.append(shape)
    return shapes


_new = object.__new__


def _is_plain(texts: Sequence[str], whole: Ints) -> bool:
    """Whether all texts are looked at as they are: none too long, none of several lines."""
    return not texts or (int(whole.max()) <= _CLOSELY and "\n" not in "".join(texts))


# The classes that are counted.
_COUNTED = (DENSE, WORD, DIGIT, COMMA)


@cache
def _fields() -> Ints:
    """For each set of classes a number with one in the field of each class that is counted."""
    sets = np.arange(1 << 16)
    fields = np.zeros(sets.size, dtype=np.int64)
    for place, one in enumerate(_COUNTED):
        fields |= ((sets & one) != 0).astype(np.int64) << (_FIELD * place)
    return fields


def _counts(flags: NDArray[np.uint16], starts: Ints) -> list[Ints]:
    """For each class that is counted how many characters of each text are of it: all counts in one number."""
    if not starts.size:
        return [np.zeros(0, dtype=np.int64) for _ in _COUNTED]
    sums = np.add.reduceat(_fields().take(flags), starts)
    return [sums >> (_FIELD * place) & ((1 << _FIELD) - 1) for place in range(len(_COUNTED))]


def _stops(letters: Letters) -> Ints:
    """The sentence ends of each text: a stop, closing marks and a space or the end; or a full stop."""
    flags = letters.flags
    places = np.flatnonzero((flags & (STOP | FULL_STOP)) != 0)
    after = np.minimum(places + 1, flags.size - 1)
    for _ in range(_MOST_CLOSERS):
        after = np.minimum(after + ((flags[after] & CLOSER) != 0), flags.size - 1)
    ends = ((flags[places] & FULL_STOP) != 0) | ((flags[after] & SPACE) != 0)
    text = np.searchsorted(letters.starts, places[ends], side="right") - 1
    return np.bincount(text, minlength=letters.starts.size)


def _glued(flags: NDArray[np.uint16], starts: Ints) -> Ints:
    """How often in each text a capital follows a small letter at once."""
    places = np.flatnonzero(((flags[:-1] & LOWER) != 0) & ((flags[1:] & UPPER) != 0))
    return np.bincount(np.searchsorted(starts, places, side="right") - 1, minlength=starts.size)


def _closed(flags: NDArray[np.uint16], last: Ints, starts: Ints) -> Truths:
    """Whether each text ends with a stop, whatever closing marks follow."""
    place = last
    for _ in range(2 * _MOST_CLOSERS):
        place = np.maximum(place - ((flags[place] & (CLOSER | SPACE)) != 0), starts)
    closed: Truths = (flags[place] & (STOP | FULL_STOP)) != 0
    return closed


def shapes_of(texts: Sequence[str]) -> list[Shape]:
    """The shapes of texts."""
    return measure(texts).shapes


def shape_of(text: str) -> Shape:
    """The shape of a text; its first 4,000 characters are looked at closely."""
    return shapes_of([text])[0]


def is_prose(shape: Shape) -> bool:
    """Whether a text reads like a paragraph: long enough to be sentences, and with a sentence's marks."""
    return (shape.size >= 80 and shape.stops > 0 and (shape.closed or shape.stops > 1)) or (
        shape.size >= 160 and shape.commas > 1 and shape.capitals < 0.5
    )


def is_sentence(shape: Shape) -> bool:
    """Whether a text may be one short sentence."""
    return shape.closed and shape.words >= 4 and shape.size >= 20
