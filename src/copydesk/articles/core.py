"""The core of a page: the best run of paragraph-like pieces, found without any learned weight."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence

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


def settled(pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[Piece]:
    """The pieces without those hints that hold for most of the page's prose: a hint about everything says nothing."""
    prose = [(piece.hints, shape.size) for piece, shape in zip(pieces, shapes, strict=True) if is_prose(shape)]
    whole = sum(size for _, size in prose)
    common = 0
    for hint in _TELLING:
        if sum(size for hints, size in prose if hints & hint) > 0.5 * whole:
            common |= hint
    if not common:
        return list(pieces)
    return [piece._replace(hints=piece.hints & ~common) for piece in pieces]


def value_of(piece: Piece, shape: Shape) -> float:
    """What a piece adds to a run: paragraphs add their length up to a limit, everything else takes away."""
    if piece.hints & _OUTSIDE:
        return -1.0 if shape.size < 200 else -2.0
    worth = -0.4
    if is_prose(shape):
        worth = min(shape.size, 600.0) / 200.0
    elif is_sentence(shape):
        worth = 0.2
    if piece.hints & _BESIDE and worth > 0:
        worth *= 0.2
    elif worth > 0 and (piece.hints & _ITEM or piece.text.endswith(_CUT_SHORT)):
        worth *= 0.5
    return worth - 2.0 * piece.links * (worth > 0) * worth


def core_of(pieces: Sequence[Piece], shapes: Sequence[Shape]) -> tuple[int, int] | None:
    """First and end index of the run with the greatest sum of values; None where no piece is prose."""
    return next(iter(cores_of(pieces, shapes)), None)


def cores_of(pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[tuple[int, int]]:
    """The best run, and others apart from it whose sum comes near to it, the best first."""
    values = [value_of(piece, shape) for piece, shape in zip(pieces, shapes, strict=True)]
    found: list[tuple[int, int]] = []
    greatest = 0.0
    while len(found) < _MOST_CORES:
        total, start, end = _best_run(values)
        if total <= _NEAR * greatest or total <= 0:
            break
        greatest = greatest or total
        found.append((start, end))
        values[start:end] = [-_NEVER] * (end - start)
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
