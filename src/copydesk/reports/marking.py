"""A text with its marks laid flat: pieces that do not overlap, paragraph by paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from copydesk.records import Range
from copydesk.text.sentences import paragraphs


class Mark(NamedTuple):
    """A stretch of a text to be marked: a style (CSS class), what it says when asked, a letter, a place to link to."""

    start: int
    end: int
    style: str
    title: str = ""
    letter: str = ""
    anchor: str | None = None


class Piece(NamedTuple):
    """A stretch of one paragraph with all that is marked on it; letters and anchor stand where their mark begins."""

    text: str
    style: str
    title: str
    letter: str
    anchor: str | None


class Paragraph(NamedTuple):
    """A paragraph: its number from 1, its place in the text and its pieces."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def marked(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The paragraphs of a text cut wherever a mark begins or ends; their pieces joined are the text again."""
    ordered = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    found: list[Paragraph] = []
    waiting, active = 0, list[Mark]()
    for number, (start, end) in enumerate(paragraphs(text), start=1):
        while waiting < len(ordered) and ordered[waiting].start < end:
            active.append(ordered[waiting])
            waiting += 1
        active = [mark for mark in active if mark.end > start]
        found.append(Paragraph(number, start, end, tuple(_pieces(text, start, end, active))))
    return tuple(found)


def layers(ranges: Iterable[Range]) -> Iterator[tuple[int, int, int]]:
    """Where ranges lie on each other: start, end and how many, in order, stretches under none left out."""
    steps: dict[int, int] = {}
    for start, end in ranges:
        steps[start] = steps.get(start, 0) + 1
        steps[end] = steps.get(end, 0) - 1
    depth, since = 0, 0
    for place in sorted(steps):
        if depth and place > since:
            yield since, place, depth
        depth += steps[place]
        since = place


def paragraph_number(text: str, place: int) -> int:
    """The number, from 1, of the paragraph that holds a place."""
    return max(1, bisect_right(paragraphs(text), (place, len(text))))


def _pieces(text: str, start: int, end: int, active: Sequence[Mark]) -> Iterator[Piece]:
    cuts = sorted({start, end, *_inside(active, start, end)})
    ordered = sorted(active, key=lambda mark: mark.start)
    waiting, over = 0, list[Mark]()
    for low, high in pairwise(cuts):
        while waiting < len(ordered) and ordered[waiting].start <= low:
            over.append(ordered[waiting])
            waiting += 1
        over = [mark for mark in over if mark.end > low]
        yield _piece(text[low:high], low, over)


def _inside(active: Sequence[Mark], start: int, end: int) -> Iterator[int]:
    for mark in active:
        if start < mark.start < end:
            yield mark.start
        if start < mark.end < end:
            yield mark.end


def _piece(text: str, low: int, over: Sequence[Mark]) -> Piece:
    opening = [mark for mark in over if mark.start == low]
    return Piece(
        text=text,
        style=" ".join(dict.fromkeys(mark.style for mark in over)),
        title="; ".join(dict.fromkeys(mark.title for mark in over if mark.title)),
        letter="".join(dict.fromkeys(mark.letter for mark in opening if mark.letter)),
        anchor=next((mark.anchor for mark in opening if mark.anchor), None),
    )
