"""Word beside word within two stretches that say the same thing, even where hardly a word was kept.

A global alignment (Needleman and Wunsch, 1970, with the affine gaps of Gotoh, 1982). Two tokens earn by how alike they
are: equal, spelled alike (a mangled name), or of one class (a replaced name faces the name it replaces, a figure a
figure, a mark a mark). Rows are computed whole, so that a sentence costs microseconds a word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from copydesk.copies.altered.tokens import Token

Matrix = NDArray[np.float32]

# What two facing tokens earn. Equal names and numbers are the strongest ties of a reworded text, function words and
# commas the weakest; unlike words of one class still face each other rather than stand alone.
_EQUAL = {"name": 4.0, "number": 4.0, "date": 3.5, "word": 3.0, "function": 1.2, "mark": 1.0}
_ALIKE = {"name": 1.0, "number": 1.6, "date": 1.4, "word": 0.1, "function": 0.2, "mark": -0.6}
_UNLIKE = -0.5
_MARK_AND_WORD = -2.5
_NAME_AND_WORD = 0.0
_QUOTE_MARKS = 2.0
_STOPS = 1.5
_SPELLED_ALIKE = 0.6  # share of letters in common order from which two spellings may be one word
_OPEN, _EXTEND = -0.7, -0.3
_KINDS = ("name", "number", "date", "word", "function", "mark")
_CELLS = 4_000_000  # a larger table is not worth its time: no two real sentences make one


def face(left: Sequence[Token], right: Sequence[Token]) -> tuple[int | None, ...]:
    """For each left token the number of the right one that faces it, or None, in the alignment of greatest gain.

    Nothing faces anything in rows too long to compare.
    """
    if not left or not right or len(left) * len(right) > _CELLS:
        return (None,) * len(left)
    return _path(_gains(left, right))


def _gains(left: Sequence[Token], right: Sequence[Token]) -> Matrix:
    """What each two tokens earn by facing each other."""
    kinds_left, kinds_right = _kind_numbers(left), _kind_numbers(right)
    gains = _by_kind()[kinds_left[:, None], kinds_right[None, :]]
    alike = cdist(
        [token.key for token in left],
        [token.key for token in right],
        scorer=Indel.normalized_similarity,
        dtype=np.float32,
    )
    wordy = (kinds_left != _KINDS.index("mark"))[:, None] & (kinds_right != _KINDS.index("mark"))[None, :]
    long = (_lengths(left) > 3)[:, None] & (_lengths(right) > 3)[None, :]
    spelled = wordy & long & (alike >= _SPELLED_ALIKE)
    gains = np.where(spelled, np.maximum(gains, 0) + 2.0 * (alike - 0.4), gains)
    equal = alike >= 1.0
    rewards = np.array([_reward(token) for token in left], dtype=np.float32)
    return np.where(equal, rewards[:, None], gains).astype(np.float32)


def _kind_numbers(row: Sequence[Token]) -> NDArray[np.intp]:
    return np.array([_KINDS.index(token.kind) for token in row], dtype=np.intp)


def _lengths(row: Sequence[Token]) -> NDArray[np.intp]:
    return np.array([len(token.key) for token in row], dtype=np.intp)


def _by_kind() -> Matrix:
    """What unlike tokens earn by their classes alone."""
    table = np.full((len(_KINDS), len(_KINDS)), _UNLIKE, dtype=np.float32)
    for number, kind in enumerate(_KINDS):
        table[number, number] = _ALIKE[kind]
    name, word, mark = _KINDS.index("name"), _KINDS.index("word"), _KINDS.index("mark")
    table[name, word] = table[word, name] = _NAME_AND_WORD
    table[mark, :mark] = table[:mark, mark] = _MARK_AND_WORD
    return table


def _reward(token: Token) -> float:
    if token.key == '"':
        return _QUOTE_MARKS
    if token.kind == "mark" and token.key in ".!?":
        return _STOPS
    return _EQUAL[token.kind]


def _path(gains: Matrix) -> tuple[int | None, ...]:
    """The best path through a table of gains: the column that each row faces, or None."""
    height, width = gains.shape
    ramp = np.arange(width + 1, dtype=np.float32) * -_EXTEND
    best = np.empty((height + 1, width + 1), dtype=np.float32)
    down = np.full(width + 1, -1e9, dtype=np.float32)
    best[0] = _OPEN - ramp
    best[0, 0] = 0.0
    for row in range(1, height + 1):
        down = np.maximum(down, best[row - 1] + _OPEN) + _EXTEND
        reach = down.copy()
        reach[1:] = np.maximum(reach[1:], best[row - 1, :-1] + gains[row - 1])
        ahead = np.maximum.accumulate(reach + ramp)
        best[row, 0] = reach[0]
        best[row, 1:] = np.maximum(reach[1:], ahead[:-1] + _OPEN - ramp[1:])
    return _traced(best, gains)


def _traced(best: Matrix, gains: Matrix) -> tuple[int | None, ...]:
    """Walk the table back from its end: a step that the diagonal explains faces, any other is a gap."""
    row, column = gains.shape
    found: list[int | None] = [None] * row
    while row > 0 and column > 0:
        here = best[row, column]
        if abs(here - (best[row - 1, column - 1] + gains[row - 1, column - 1])) < 1e-3:
            row, column = row - 1, column - 1
            found[row] = column
            continue
        row, column = _before_gap(best, row, column)
    return tuple(found)


def _before_gap(best: Matrix, row: int, column: int) -> tuple[int, int]:
    """Where the gap that ends here began."""
    ups = best[:row, column] + _OPEN + _EXTEND * np.arange(row, 0, -1, dtype=np.float32)
    lefts = best[row, :column] + _OPEN + _EXTEND * np.arange(column, 0, -1, dtype=np.float32)
    up, left = int(ups.argmax()), int(lefts.argmax())
    return (up, column) if ups[up] >= lefts[left] else (row, left)
