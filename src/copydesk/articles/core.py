"""The core of a page: the best run of paragraph-like pieces, found without any learned weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copydesk.articles.columns import Columns, Floats
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Measures, Shape, is_sentence

# Places in which an article's paragraphs do not stand.
_OUTSIDE = (
    Hint.HEADER
    | Hint.NAVIGATION
    | Hint.FOOTER
    | Hint.FORM
    | Hint.HIDDEN
    | Hint.IMAGE
    | Hint.COMMENTS
    | Hint.LEGAL
    | Hint.WIDGET
).value
_BESIDE = (Hint.ASIDE | Hint.RELATED | Hint.PROMOTION | Hint.ADVERT | Hint.SHARE | Hint.CAPTION | Hint.TAGS).value

# A second run is looked at when it comes within a half of the best; of 0.3, 0.5 and 0.7 the best on held-back pages.
_NEAR = 0.5
_MOST_CORES = 3
_NEVER = 1e9
# Items of lists and texts cut short are teasers more often than paragraphs.
_ITEM = Hint.LIST.value
_CUT_SHORT = ("...", "\u2026", "[...]", "[\u2026]")
_TELLING = tuple(hint.value for hint in Hint if hint.value & (_OUTSIDE | _BESIDE))
_BITS = np.array(_TELLING, dtype=np.int64)[:, None]


def settled(pieces: Sequence[Piece], measures: Measures) -> list[Piece]:
    """The pieces without those hints that hold for most of the page's prose: a hint about everything says nothing."""
    sizes = measures.size[measures.prose]
    hints = np.array([pieces[place].hints for place in np.flatnonzero(measures.prose).tolist()], dtype=np.int64)
    shares = ((hints & _BITS) != 0) @ sizes
    common = sum(hint for hint, share in zip(_TELLING, shares.tolist(), strict=True) if share > 0.5 * sizes.sum())
    if not common:
        return list(pieces)
    return [piece._replace(hints=piece.hints & ~common) if piece.hints & common else piece for piece in pieces]


def values_of(columns: Columns) -> Floats:
    """What each piece adds to a run: paragraphs add their length up to a limit, everything else takes away."""
    measures = columns.measures
    worth = np.where(measures.sentence, 0.2, -0.4)
    worth[measures.prose] = np.minimum(measures.size[measures.prose], 600.0) / 200.0
    good = worth > 0
    beside = (columns.hints & _BESIDE) != 0
    cut = np.fromiter((text.endswith(_CUT_SHORT) for text in columns.texts), dtype=np.bool_, count=len(columns))
    worth[good & beside] *= 0.2
    worth[good & ~beside & (cut | ((columns.hints & _ITEM) != 0))] *= 0.5
    worth -= 2.0 * columns.links * np.maximum(worth, 0.0)
    outside = (columns.hints & _OUTSIDE) != 0
    worth[outside] = np.where(measures.size[outside] < 200, -1.0, -2.0)
    return worth


def cores_of(values: Sequence[float]) -> list[tuple[int, int]]:
    """First and end index of the run with the greatest sum of values, and of others apart from it that come near."""
    left = list(values)
    found: list[tuple[int, int]] = []
    greatest = 0.0
    while len(found) < _MOST_CORES:
        total, start, end = _best_run(left)
        if total <= _NEAR * greatest or total <= 0:
            break
        greatest = greatest or total
        found.append((start, end))
        left[start:end] = [-_NEVER] * (end - start)
    return found


def brief_of(shapes: Sequence[Shape], *, share: float) -> list[bool]:
    """The sentences of a page that is a brief and little else, all False on any other page.

    A brief of one or two sentences is too short to be told from a notice by itself; but where sentences make up this
    share of all that the page says, there is nothing else that it could be.
    """
    whole = sum(shape.size for shape in shapes)
    told = [is_sentence(shape) for shape in shapes]
    said = sum(shape.size for shape, sentence in zip(shapes, told, strict=True) if sentence)
    return told if said and said >= share * whole else [False] * len(shapes)


def _best_run(values: Sequence[float]) -> tuple[float, int, int]:
    """The greatest sum of a run, its first and its end index (Kadane's algorithm)."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    for place, value in enumerate(values):
        total += value
        if total <= 0:
            total, start = 0.0, place + 1
        elif total > best[0]:
            best = (total, start, place + 1)
    return best
