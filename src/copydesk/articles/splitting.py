"""Several articles on one page, one below the other, as in endless scroll.

A site gives all its articles one form of head, so the second article on a page is known by the head of the first: a
headline and a date in the same order, the date printed in the same way; in HTML also a heading of the same element and
class. Subheadings and boxes of one article have no such head, nor has a chronology, whose dates lie years apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from copydesk.articles.cues import Cue, cues_of, holds_date, is_date_line
from copydesk.articles.hints import FURNITURE, Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence
from copydesk.records import BlockKind
from copydesk.text.normal import fold

# A head has a title, a standfirst, a byline, a date, a picture and buttons between these.
_HEAD = 14
_BETWEEN = 5
_LONGEST_TITLE = 220
_SHORTEST_TITLE = 12
_HEADINGS = frozenset(("h1", "h2", "h3"))
# Parts of a page in which what reads like an article is none.
_OUTSIDE = (FURNITURE | Hint.ASIDE).value
_NO_STORY = frozenset(("comments", "legal", "promotion", "caption", "credit"))
_IMAGE = Hint.IMAGE.value
_NO_HEADLINE = (Cue.BY | Cue.SHARE | Cue.PROMOTION).value
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RUN = re.compile(r"(\d+)|[^\W\d_]+")


class Opening(NamedTuple):
    """Where an article begins: places of its title, of the date in its head (None: none), of its first paragraph."""

    title: int
    date: int | None
    first: int

    @property
    def start(self) -> int:
        """The first place of its head."""
        return self.title if self.date is None else min(self.title, self.date)


def several(
    pieces: Sequence[Piece],
    shapes: Sequence[Shape],
    labels: tuple[Sequence[BlockKind], Sequence[bool]],
    *,
    stated: Sequence[str],
    shortest: int,
) -> list[tuple[Opening, tuple[int, ...]]]:
    """The articles of a page that has several, the first one too: the opening and the paragraphs' places of each.

    `labels` are the kinds of the pieces and which are the body that was found, all articles of the page in one;
    `stated` are the headlines that the metadata give, `shortest` the least size of the first article and of a further
    one.
    """
    kinds, body = labels
    told = [place for place in compress(range(len(body)), body) if _is_solid(shapes[place])]
    if not told:
        return []
    main = _opening(pieces, shapes, max(0, told[0] - _HEAD), told[0])
    if main is None or not _may_go_on(pieces, kinds, main):
        return []
    told += [
        place for place in range(told[-1] + 1, len(pieces)) if _may_tell(pieces[place], shapes[place], kinds[place])
    ]
    headlines = _others(fold(pieces[main.title].text), [fold(text) for text in stated])
    seams = [
        opening
        for before, place in pairwise(told)
        if place - before > 1
        and (opening := _opening(pieces, shapes, max(before + 1, place - _HEAD), place)) is not None
        and _alike(pieces, main, opening, headlines)
    ]
    return _whole(told, shapes, main, seams, shortest=shortest)


def _others(own: str, stated: Sequence[str]) -> frozenset[str]:
    """The stated headlines of other articles; none where the page's own is not among them, or in other words."""
    words = set(own.split())
    if own not in stated:
        return frozenset()
    return frozenset(text for text in stated if 2 * len(words & set(text.split())) < min(len(words), len(text.split())))


def _whole(
    told: Sequence[int], shapes: Sequence[Shape], main: Opening, seams: Sequence[Opening], *, shortest: int
) -> list[tuple[Opening, tuple[int, ...]]]:
    """The articles that begin at these seams, if they and the one before them have the length of articles."""
    starts = [main, *seams]
    ends = [*(seam.first for seam in seams), told[-1] + 1]
    parts = [
        (start, tuple(told[bisect_left(told, start.first) : bisect_left(told, end)]))
        for start, end in zip(starts, ends, strict=True)
    ]
    solid = [_is_article([shapes[place] for place in places], shortest) for _, places in parts]
    found = [part for part, own in zip(parts, solid, strict=True) if own]
    return found if solid[0] and len(found) > 1 else []


def _is_article(shapes: Sequence[Shape], shortest: int) -> bool:
    return sum(map(is_prose, shapes)) >= 2 and sum(shape.size for shape in shapes) >= shortest


def _is_solid(shape: Shape) -> bool:
    """Whether a piece is a paragraph and no subheading."""
    return is_prose(shape) or is_sentence(shape) or shape.size > _LONGEST_TITLE


def _may_go_on(pieces: Sequence[Piece], kinds: Sequence[BlockKind], main: Opening) -> bool:
    """Whether anything below could be a head like the first one: most pages end here, at little cost."""
    below, labels = pieces[main.first + 1 :], kinds[main.first + 1 :]
    if main.date is not None and (
        "date" in labels
        or any(_tells_day(piece.text) for piece, kind in zip(below, labels, strict=True) if kind == "body")
    ):
        return True
    title = pieces[main.title]
    return title.tag in _HEADINGS and any(piece.classes == title.classes for piece in below if piece.tag == title.tag)


def _may_tell(piece: Piece, shape: Shape, kind: BlockKind) -> bool:
    """Whether a piece below the body may be a paragraph of another article."""
    return kind not in _NO_STORY and is_prose(shape) and piece.links < 0.3 and not piece.hints & _OUTSIDE


def _opening(pieces: Sequence[Piece], shapes: Sequence[Shape], low: int, first: int) -> Opening | None:
    """The head right above a paragraph, where there is one: a headline, with a date near it or as a heading."""
    date = next((place for place in range(first - 1, low - 1, -1) if _tells_day(pieces[place].text)), None)
    if date is not None:
        above = range(date - 1, max(low, date - _BETWEEN) - 1, -1)
        below = range(date + 1, min(first, date + _BETWEEN))
        title = next((place for place in (*above, *below) if _is_headline(pieces[place], shapes[place])), None)
        if title is not None:
            return Opening(title, date, first)
    headings = (place for place in range(first - 1, low - 1, -1) if pieces[place].tag in _HEADINGS)
    heading = next((place for place in headings if _is_headline(pieces[place], shapes[place])), None)
    return None if heading is None else Opening(heading, None, first)


def _tells_day(text: str) -> bool:
    return len(text) < 120 and is_date_line(text) and any(map(str.isdigit, text)) and holds_date(text)


def _is_headline(piece: Piece, shape: Shape) -> bool:
    text = piece.text
    if not _SHORTEST_TITLE <= shape.size <= _LONGEST_TITLE or (shape.words < 3 and piece.tag not in _HEADINGS):
        return False
    if piece.hints & _IMAGE or text.endswith((".", "\u3002", ":")) or is_date_line(text):
        return False
    return not cues_of(text) & _NO_HEADLINE


def _alike(pieces: Sequence[Piece], main: Opening, other: Opening, headlines: frozenset[str]) -> bool:
    """Whether a head has the form of the page's first, or is a headline that the metadata state beside the first."""
    title, own = pieces[other.title], pieces[main.title]
    if fold(title.text) == fold(own.text):
        return False
    if fold(title.text) in headlines:
        return True
    if main.date is not None and other.date is not None:
        dates = (pieces[main.date].text, pieces[other.date].text)
        same_order = (main.title < main.date) == (other.title < other.date)
        return same_order and title.tag == own.tag and _form_of(dates[0]) == _form_of(dates[1]) and _near(*dates)
    return title.tag == own.tag and bool(own.classes) and title.classes == own.classes and main.date == other.date


def _form_of(date: str) -> str:
    """How a date is printed, whatever day it is."""
    return _RUN.sub(lambda run: "0" if run.group(1) else "a", date)


def _near(left: str, right: str) -> bool:
    """Whether two dates lie in one year or in the next, as far as they tell their years."""
    years = [int(year) for text in (left, right) for year in _YEAR.findall(text)[:1]]
    return len(years) < 2 or abs(years[0] - years[1]) <= 1


def slices(openings: Sequence[Opening], pieces: Sequence[Piece], end: int) -> Iterator[tuple[int, int]]:
    """First and end place of each further article with its head, a headline given twice included."""
    starts = [_first_mention(pieces, opening) for opening in openings]
    yield from zip(starts, [*starts[1:], end], strict=True)


def _first_mention(pieces: Sequence[Piece], opening: Opening) -> int:
    name = pieces[opening.title].text
    above = range(max(0, opening.start - 3), opening.start)
    return next((place for place in above if pieces[place].text == name), opening.start)
