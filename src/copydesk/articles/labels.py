"""What each piece of a page is: the one labeller for HTML and plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from copydesk.articles.cues import Cue, cues_of, cues_of_all, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.notes import is_credit, label_of
from copydesk.articles.pieces import MENU, Piece
from copydesk.articles.shapes import Shape
from copydesk.records import BlockKind
from copydesk.text.normal import fold


@dataclass(frozen=True, slots=True)
class Head:
    """Places of what stands over the body, where it was found."""

    title: int | None = None
    standfirst: int | None = None
    byline: int | None = None

    def moved(self, places: Sequence[int]) -> Head:
        """The same head where these are the places of the pieces in which it was found."""
        found = (None if place is None else places[place] for place in (self.title, self.standfirst, self.byline))
        return Head(*found)


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
_SHARE, _PROMOTION, _COMMENTS, _RELATED, _LEGAL, _PHOTO, _CREDIT = (
    cue.value for cue in (Cue.SHARE, Cue.PROMOTION, Cue.COMMENTS, Cue.RELATED, Cue.LEGAL, Cue.PHOTO, Cue.CREDIT)
)
_IMAGE, _HEADER, _FIGURE = Hint.IMAGE.value, Hint.HEADER.value, Hint.FIGURE.value


def label(pieces: Sequence[Piece], shapes: Sequence[Shape], body: Sequence[bool], head: Head) -> list[BlockKind]:
    """The kind of every piece; `body` marks the article's paragraphs."""
    places = list(compress(range(len(body)), body))
    first, last = places[0], places[-1]
    title = pieces[head.title].text if head.title is not None else ""
    name = fold(title)
    # The title once more, but for case, marks and accents, has nearly as many letters.
    shortest, longest = (len(title) - _MARKED, len(title) + _MARKED) if title else (1, 0)
    kinds: list[BlockKind] = []
    zone: BlockKind | None = None
    standfirst, byline = head.standfirst, head.byline
    told = iter(cues_of_all([piece.text for piece, own in zip(pieces, body, strict=True) if not own]))
    for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True)):
        if body[place]:
            zone = None
            kinds.append("body")
            continue
        text, cues = piece.text, next(told)
        if cues and shape.size <= _LONGEST_HEADING and not shape.closed:
            # The part of the page that begins here, or the one that goes on. Readers speak below the article.
            if cues & _COMMENTS and (place > last or zone):
                zone = "comments"
            elif cues & _RELATED:
                zone = "related"
        if shortest <= len(text) <= longest and place < last and (text == title or fold(text) == name):
            kinds.append("title")
        elif place == standfirst:
            kinds.append("standfirst")
        elif place == byline:
            kinds.append("byline")
        else:
            kinds.append(_kind(piece, shape, cues, zone, side=-1 if place < first else int(place > last)))
    top = head.title if head.title is not None else first
    _caption_lines(pieces, shapes, kinds, range(top, last))
    return kinds


def _caption_lines(pieces: Sequence[Piece], shapes: Sequence[Shape], kinds: list[BlockKind], span: range) -> None:
    """Mark lines without markup as captions where the line below names a picture's maker, or they do so themselves."""
    for place in span:
        if kinds[place] not in _UNSAID or pieces[place].tag or shapes[place].words < _FEWEST:
            continue
        below = pieces[place + 1].text
        named = kinds[place + 1] == "caption" or (kinds[place + 1] in _UNSAID and cues_of(below) & _PHOTO)
        if cues_of(pieces[place].text) & _PHOTO or (named and len(below) < _LONGEST_HEADING):
            kinds[place] = "caption"


# A link of this many words inside an article is another one's headline.
_HEADLINE, _LINKED = 3, 0.5
_UNSAID = frozenset(("other", "navigation"))
_FEWEST = 3
# Letters by which the same title in other marks and accents is longer or shorter.
_MARKED = 4


# "An hour ago" has no figure.
_AGED = frozenset((" ago", " old"))


def _kind(piece: Piece, shape: Shape, cues: int, zone: BlockKind | None, *, side: int) -> BlockKind:
    """The kind of a piece that is neither head nor body; `side` is -1 before the body, 0 inside, 1 after."""
    text, hints = piece.text, piece.hints
    if hints & _IMAGE:
        return "caption" if side <= 0 and shape.words > 3 and not hints & _HEADER else "widget"
    if (shape.digits and (is_date_line(text) or label_of(text))) or (text[-4:] in _AGED and is_date_line(text)):
        return "date" if zone != "comments" else "comments"
    if cues & _CREDIT and is_credit(text) and zone != "comments":
        return "credit"
    hinted = _of_hints(hints)
    if hinted == "navigation" and shape.size < _LONGEST_NOTICE and cues & _LEGAL:
        return "legal"
    if hinted is not None and not (hinted == "related" and not cues & _RELATED and shape.words < 3):
        return hinted
    if piece.tag == MENU:
        return "navigation"
    return _by_words(piece, shape, cues, zone, side=side)


@lru_cache(maxsize=4096)
def _of_hints(hints: int) -> BlockKind | None:
    return next((kind for hint, kind in _BY_HINT if hints & hint), None)


def _by_words(piece: Piece, shape: Shape, cues: int, zone: BlockKind | None, *, side: int) -> BlockKind:
    """The kind of a piece that no markup explains."""
    notice = shape.size < _LONGEST_NOTICE
    if notice and cues & _LEGAL:
        return "legal"
    if notice and cues & _SHARE:
        return "widget"
    if zone == "comments":
        return "comments"
    if notice and cues & _PROMOTION:
        return "promotion"
    if cues & _RELATED or (zone == "related" and (side > 0 or shape.words >= _HEADLINE)):
        return "related"
    if side == 0 and shape.words >= _HEADLINE and piece.links > _LINKED:
        return "related"
    if piece.hints & _FIGURE or (side <= 0 and shape.words > 4 and cues & _PHOTO):
        return "caption"
    if side > 0 and shape.words >= 4 and shape.size <= 220:
        return "related"
    if shape.words <= 4:
        return "navigation" if piece.links > 0.5 or side != 0 else "other"
    return "other"
