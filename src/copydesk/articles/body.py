"""Which pieces of a page are the paragraphs of its article."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.articles.core import core_of, value_of
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape


def body_of(pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """For each piece whether it is a paragraph of the article; all False where there is none."""
    core = core_of(pieces, shapes)
    if core is None:
        return [False] * len(pieces)
    return [
        core[0] <= place < core[1] and value_of(piece, shape) > 0
        for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True))
    ]
