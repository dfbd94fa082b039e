"""Other stories that a page carries at length: cards of title, label and a summary of several sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.articles.cues import Cue, cues_of, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.records import BlockKind
from copydesk.text.normal import fold

# How far above its summary a card's first title may stand: picture, title twice, outlet, age, outlet, title.
_CARD = 9
# A summary has so many sentences.
_STOPS = 2
_KINDS = ("related", "other", "navigation", "promotion", "caption")


@dataclass(frozen=True, slots=True)
class Card:
    """Places of a carried story: its summary, its title, and everything from its first line on."""

    start: int
    title: int
    summary: tuple[int, ...]


def find_cards(
    pieces: Sequence[Piece], shapes: Sequence[Shape], kinds: Sequence[BlockKind], *, shortest: int
) -> list[Card]:
    """The carried stories of a page in order; a summary has two sentences or more and `shortest` letters.

    What stands between the page's own headline and its last paragraph is a part of its article, or a picture's text.
    """
    cards: list[Card] = []
    own = _own(kinds)
    floor = 0
    for place in [place for place, shape in enumerate(shapes) if shape.stops >= _STOPS]:
        if place < floor or place in own or not _is_summary(pieces[place], shapes[place], kinds[place], shortest):
            continue
        end = place + 1
        while end < len(pieces) and _is_summary(pieces[end], shapes[end], kinds[end], shortest):
            end += 1
        title = _title_above(pieces, shapes, kinds, max(floor, place - _CARD), place=place)
        if title is not None and _is_card(pieces, kinds, title, max(floor, place - _CARD), place=place):
            start = _first_mention(pieces, title, max(floor, place - _CARD))
            cards.append(Card(start, title, tuple(range(place, end))))
        floor = end
    return cards


def _own(kinds: Sequence[BlockKind]) -> range:
    """The places from the page's headline to the last paragraph of its article."""
    if "body" not in kinds:
        return range(0)
    first, last = kinds.index("body"), len(kinds) - 1 - list(reversed(kinds)).index("body")
    titles = (place for place in range(first) if kinds[place] == "title")
    return range(next(titles, max(0, first - _CARD)), last + 1)


def _is_summary(piece: Piece, shape: Shape, kind: BlockKind, shortest: int) -> bool:
    return shape.stops >= _STOPS and shape.size >= shortest and kind in _KINDS and piece.links < 0.5


def _title_above(
    pieces: Sequence[Piece], shapes: Sequence[Shape], kinds: Sequence[BlockKind], low: int, *, place: int
) -> int | None:
    """The headline nearest above a summary."""
    for above in range(place - 1, low - 1, -1):
        shape = shapes[above]
        if kinds[above] in ("body", "comments", "legal"):
            return None
        if kinds[above] == "widget" or is_date_line(pieces[above].text):
            continue
        if shape.words >= 4 and 20 <= shape.size <= 200 and not cues_of(pieces[above].text) & Cue.PROMOTION.value:
            return above
    return None


def _is_card(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: int, low: int, *, place: int) -> bool:
    """Whether something else than its form says that this is a story: its title twice, an age or date, its place."""
    name = fold(pieces[title].text)
    twice = any(fold(pieces[other].text) == name for other in range(low, title))
    # A picture's text and an offer stand near dates too: theirs must stand between title and summary.
    near = title if kinds[place] in ("caption", "promotion") else max(low, title - 4)
    dated = any(kinds[other] == "date" for other in range(near, place))
    related = bool(pieces[title].hints & Hint.RELATED.value and pieces[place].hints & Hint.RELATED.value)
    return twice or dated or (related and kinds[place] not in ("caption", "promotion"))


def _first_mention(pieces: Sequence[Piece], title: int, low: int) -> int:
    name = fold(pieces[title].text)
    return next((place for place in range(low, title + 1) if fold(pieces[place].text) == name), title)
