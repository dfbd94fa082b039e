"""The core of a page: its best run of pieces, given how likely each is to be one of the article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copydesk.articles.columns import Bounds, Columns
from copydesk.articles.hints import FURNITURE, Hint
from copydesk.articles.letters import Ints
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Floats, Shape, Truths, is_sentence

# Places in which an article's paragraphs do not stand.
_OUTSIDE = (FURNITURE | Hint.WIDGET).value
_BESIDE = (Hint.ASIDE | Hint.RELATED | Hint.PROMOTION | Hint.ADVERT | Hint.SHARE | Hint.CAPTION | Hint.TAGS).value

# Items of lists and texts cut short are teasers more often than paragraphs.
_ITEM = Hint.LIST.value
_CUT_SHORT = ("...", "\u2026", "[...]", "[\u2026]")
# The run is settled after so many turns: each turn takes its own F1 as the price of what it holds.
_TURNS = 4
# Sizes of what is divided by are no less than this.
_LEAST = 1e-9
# What prose is worth whose words no piece near it has, and what it gains by sharing them: teasers side by side do not.
_ALONE, _TOGETHER = 0.5, 1.5
_TELLING = tuple(hint.value for hint in Hint if hint.value & (_OUTSIDE | _BESIDE))
_BITS = np.array(_TELLING, dtype=np.int64)[:, None]
_piece = tuple.__new__
Runs = tuple[Ints, Ints]
"""First and end row of a run of each page."""


def settled(pieces: Sequence[Piece], size: Floats, prose: Truths) -> list[Piece]:
    """The pieces without those hints that hold for most of the page's prose: a hint about everything says nothing.

    `size` and `prose` are those of their measures.
    """
    sizes = size[prose]
    hints = np.array([pieces[place].hints for place in np.flatnonzero(prose).tolist()], dtype=np.int64)
    shares = ((hints & _BITS) != 0) @ sizes
    half = 0.5 * sizes.sum()
    common = sum(hint for hint, share in zip(_TELLING, shares.tolist(), strict=True) if share > half)
    if not common:
        return list(pieces)
    left = ~common
    # The same as `_replace` in a tenth of its time.
    return [
        _piece(Piece, piece[:2] + (own & left,) + piece[3:])  # noqa: RUF005 - to unpack takes twice as long
        if (own := piece.hints) & common
        else piece
        for piece in pieces
    ]


def values_of(columns: Columns) -> Floats:
    """What each piece adds to a run: paragraphs add their length up to a limit, everything else takes away."""
    measures = columns.measures
    worth = np.where(measures.sentence, 0.2, -0.4)
    worth[measures.prose] = np.minimum(measures.size[measures.prose], 600.0) / 200.0
    solid = measures.prose & columns.worded
    worth[solid] *= _ALONE + _TOGETHER * np.minimum(columns.coherence[solid], 0.5)
    good = worth > 0
    beside = (columns.hints & _BESIDE) != 0
    plain = np.flatnonzero(good & ~beside)
    cut = np.array([columns.texts[row].endswith(_CUT_SHORT) for row in plain.tolist()], dtype=np.bool_)
    worth[good & beside] *= 0.2
    worth[plain[cut | ((columns.hints[plain] & _ITEM) != 0)]] *= 0.5
    worth -= 2.0 * columns.links * np.maximum(worth, 0.0)
    outside = (columns.hints & _OUTSIDE) != 0
    worth[outside] = np.where(measures.size[outside] < 200, -1.0, -2.0)
    return worth


def best_runs(values: Floats, bounds: Bounds) -> Runs:
    """For each page first and end row of the run with the greatest sum of values; the whole where none is above 0."""
    starts, ends = _best_runs(values, bounds)
    none = starts == ends
    return np.where(none, bounds.starts, starts), np.where(none, bounds.ends, ends)


def cores_of(chances: Floats, sizes: Floats, bounds: Bounds) -> Runs:
    """For each page first and end row of the run of pieces with the greatest expected F1, each counted by its size.

    The best ratio of two sums over a run by turns of the best run at a price (Dinkelbach 1967); a page whose price
    stays the same keeps its run.
    """
    mass = chances * sizes
    whole = np.add.reduceat(mass, bounds.starts)
    price = np.ones(whole.size)
    starts, ends = bounds.starts, bounds.ends
    for _ in range(_TURNS):
        starts, ends = _best_runs(2.0 * mass - price[bounds.page] * sizes, bounds)
        before, price = price, 2.0 * _sums(mass, starts, ends) / np.maximum(_sums(sizes, starts, ends) + whole, _LEAST)
        if (price == before).all():
            break
    none = whole == 0
    return np.where(none, bounds.starts, starts), np.where(none, bounds.ends, ends)


def _sums(values: Floats, starts: Ints, ends: Ints) -> Floats:
    """The sum of each stretch of rows; 0 for an empty one."""
    edges = np.stack((starts, ends), axis=1).ravel()
    sums: Floats = np.add.reduceat(np.append(values, 0.0), edges)[::2]
    return np.where(starts < ends, sums, 0.0)


def brief_of(shapes: Sequence[Shape], *, share: float) -> list[bool]:
    """The sentences of a page that is a brief and little else, all False on any other page.

    A brief of one or two sentences is too short to be told from a notice by itself; but where sentences make up this
    share of all that the page says, there is nothing else that it could be.
    """
    whole = sum(shape.size for shape in shapes)
    told = [is_sentence(shape) for shape in shapes]
    said = sum(shape.size for shape, sentence in zip(shapes, told, strict=True) if sentence)
    return told if said and said >= share * whole else [False] * len(shapes)


def _best_runs(values: Floats, bounds: Bounds) -> Runs:
    """For each page first and end row of the run with the greatest sum; an empty one where no value is above 0."""
    gains = np.flatnonzero(values > 0)
    low, high = np.searchsorted(gains, bounds.starts), np.searchsorted(gains, bounds.ends)
    found = low < high
    # The best run lies between the first value above 0 and the last, and is all of that where nothing else is there.
    starts, ends = bounds.starts.copy(), bounds.starts.copy()
    starts[found], ends[found] = gains[low[found]], gains[high[found] - 1] + 1
    for page in np.flatnonzero(ends - starts > high - low).tolist():
        first = int(starts[page])
        start, end = _best_run(values[first : int(ends[page])].tolist())
        starts[page], ends[page] = first + start, first + end
    return starts, ends


def _best_run(values: Sequence[float]) -> tuple[int, int]:
    """First and end index of the run with the greatest sum (Kadane's algorithm)."""
    best = total = 0.0
    start, run = 0, (0, 0)
    for place, value in enumerate(values):
        total += value
        if total <= 0:
            total, start = 0.0, place + 1
        elif total > best:
            best, run = total, (start, place + 1)
    return run
