"""What each piece of a page is: the one labeller for HTML and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.articles.cues import COMMENTS, LEGAL, PHOTO, PROMOTION, RELATED, SHARE, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.notes import is_credit, label_of
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.records import BlockKind
from copydesk.text.normal import fold


@dataclass(frozen=True, slots=True)
class Head:
    """Places of what stands over the body, where it was found."""

    title: int | None = None
    standfirst: int | None = None
    byline: int | None = None


# Kinds that follow from where a piece stands, in order of trust.
_BY_HINT: tuple[tuple[int, BlockKind], ...] = (
    (Hint.HIDDEN.value, "widget"),
    (Hint.COMMENTS.value, "comments"),
    (Hint.CAPTION.value, "caption"),
    (Hint.LEGAL.value, "legal"),
    (Hint.SHARE.value, "widget"),
    (Hint.PROMOTION.value, "promotion"),
    (Hint.ADVERT.value, "promotion"),
    (Hint.RELATED.value, "related"),
    (Hint.NAVIGATION.value, "navigation"),
    (Hint.TAGS.value, "navigation"),
    (Hint.FORM.value, "widget"),
    (Hint.WIDGET.value, "widget"),
    (Hint.FOOTER.value, "navigation"),
    (Hint.HEADER.value, "navigation"),
)
# A heading is short: a line that opens a part of the page, not a sentence about it.
_LONGEST_HEADING = 60
# Words of notices say nothing about a longer text: a summary may speak of donations and cookies.
_LONGEST_NOTICE = 400


def label(pieces: Sequence[Piece], shapes: Sequence[Shape], body: Sequence[bool], head: Head) -> list[BlockKind]:
    """The kind of every piece; `body` marks the article's paragraphs."""
    places = [place for place, marked in enumerate(body) if marked]
    first, last = places[0], places[-1]
    name = fold(pieces[head.title].text) if head.title is not None else None
    kinds: list[BlockKind] = []
    zone: BlockKind | None = None
    for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True)):
        if body[place]:
            zone = None
            kinds.append("body")
            continue
        zone = _zone(piece, shape, zone) if place > last or zone else zone
        if name and place < last and fold(piece.text) == name:
            kinds.append("title")
        elif place == head.standfirst:
            kinds.append("standfirst")
        elif place == head.byline:
            kinds.append("byline")
        else:
            kinds.append(_kind(piece, shape, zone, _side(place, first, last)))
    return kinds


def _side(place: int, first: int, last: int) -> int:
    """-1 before the body, 0 inside, 1 after."""
    return -1 if place < first else int(place > last)


def _zone(piece: Piece, shape: Shape, zone: BlockKind | None) -> BlockKind | None:
    """The part of the page that begins here, or the one that goes on."""
    if shape.size > _LONGEST_HEADING or shape.closed:
        return zone
    if COMMENTS.search(piece.text):
        return "comments"
    return "related" if RELATED.search(piece.text) else zone


def _kind(piece: Piece, shape: Shape, zone: BlockKind | None, side: int) -> BlockKind:
    text = piece.text
    if piece.hints & Hint.IMAGE.value:
        return "caption" if side <= 0 and shape.words > 3 and not piece.hints & Hint.HEADER.value else "widget"
    if is_date_line(text) or label_of(text):
        return "date" if zone != "comments" else "comments"
    if is_credit(text) and zone != "comments":
        return "credit"
    hinted = next((kind for hint, kind in _BY_HINT if piece.hints & hint), None)
    if hinted == "navigation" and shape.size < _LONGEST_NOTICE and LEGAL.search(text):
        return "legal"
    if hinted is not None and not (hinted == "related" and RELATED.search(text) is None and shape.words < 3):
        return hinted
    return _by_words(piece, shape, zone, side)


def _by_words(piece: Piece, shape: Shape, zone: BlockKind | None, side: int) -> BlockKind:
    """The kind of a piece that no markup explains."""
    text = piece.text[:400]
    if shape.size < _LONGEST_NOTICE and LEGAL.search(text):
        return "legal"
    if shape.size < _LONGEST_NOTICE and SHARE.search(text):
        return "widget"
    if zone == "comments":
        return "comments"
    if shape.size < _LONGEST_NOTICE and PROMOTION.search(text):
        return "promotion"
    if RELATED.search(text) or zone == "related":
        return "related"
    if piece.hints & Hint.FIGURE.value or (side <= 0 and shape.words > 4 and PHOTO.search(text)):
        return "caption"
    if side > 0 and shape.words >= 4 and shape.size <= 220:
        return "related"
    if shape.words <= 4:
        return "navigation" if piece.links > 0.5 or side != 0 else "other"
    return "other"
