"""What stands over an article: title and standfirst."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from copydesk.articles.bylines import people
from copydesk.articles.cues import Cue, cues_of, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.articles.titles import title_of_lines
from copydesk.articles.vocabulary import content_words, shared
from copydesk.text.normal import fold

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb\u2022:\u2039\u203a<>/-]+\s+|\s*[|\uff5c]\s*")
# Without one of these, or a stroke, nothing separates.
_SEPARATES = re.compile(r"\s[|\u2013\u2014\u00b7\u00bb\u2022:\u2039\u203a<>/-]")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LONGEST_TITLE = 300
_SHORTEST_TITLE = 8
# What a page says of itself it says near its top, if it says it often.
_LOOKED_AT = 400
# A headline stands this many pieces before the first paragraph at most.
_FAR = 120


def without_site(title: str, site: Collection[str]) -> str:
    """A page title without the parts that name the site: without those at its end, or the first, that do so.

    Where no name of the site is known, the last part goes if it is the shorter half.
    """
    names = {fold(name) for name in site}
    left = title.strip()
    for _ in range(_MOST_PARTS):
        looked = left[:_LONGEST_STATED]
        cuts = list(_SEPARATOR.finditer(looked)) if _may_separate(looked) else []
        ends = [*(cut.start() for cut in cuts), len(looked)]
        bounds = zip([0, *(cut.end() for cut in cuts)], ends, strict=True)
        parts = [part for start, end in bounds if (part := looked[start:end]).strip()] if cuts else []
        if len(parts) < 2:
            return left
        if fold(parts[-1]) in names or len(parts[-1]) < 0.5 * len(left):
            left = left[: cuts[-1].start()].strip()
            if not names:
                return left
        elif fold(parts[0]) in names:
            return left[cuts[0].end() :].strip()
        else:
            return left
    return left


def _may_separate(text: str) -> bool:
    """Whether a text may hold a separator: this is seen in a tenth of the time of looking for one."""
    return "|" in text or "\uff5c" in text or _SEPARATES.search(text) is not None


# A page's title has a headline, and behind it at most a section, a desk and the site.
_MOST_PARTS, _LONGEST_STATED = 5, 500


def title_at(
    pieces: Sequence[Piece], shapes: Sequence[Shape], first: int, words: Collection[str], *, stated: Sequence[str]
) -> int | None:
    """The place of the visible headline before the body, None where no piece looks like one.

    `words` are the body's, `stated` the titles that metadata give, folded, the most trusted first.
    """
    if not any(piece.tag for piece in pieces[:first]):
        return title_of_lines(pieces, shapes, first, words)
    span = range(max(0, first - _FAR), first)
    view = _View(pieces, shapes, first, words, stated, Counter([piece.text for piece in pieces[: first + 200]]))
    headings = {place for place in span if pieces[place].tag in _HEADINGS or pieces[place].hints & _TITLED}
    # A body that begins a line early begins with the headline.
    headings |= {place for place in range(first, min(first + _EARLY, len(pieces))) if pieces[place].tag == "h1"}
    best = max((view.score(place) for place in headings), default=_NONE)
    if best[0] < _SURE:
        best = max(best, max((view.score(place) for place in span if place not in headings), default=_NONE))
    return -best[1] if best[0] > _LEAST else None


_NO_STANDFIRST, _LABEL = (Cue.SHARE | Cue.BY).value, Cue.LABEL.value
_STANDFIRST, _LIST = Hint.STANDFIRST.value, Hint.LIST.value
_TITLED, _SHARE, _PHOTO, _BY = Hint.TITLE.value, Cue.SHARE.value, Cue.PHOTO.value, Cue.BY.value
_EARLY = 3
_NONE = (-9.0, 0)
# What scores less is no headline; a heading with this much needs no look at lines that are none.
_LEAST, _SURE = 1.5, 5.0


class _View(NamedTuple):
    """What a headline is looked for in: the page, its first paragraph, the body's words, stated titles, counts."""

    pieces: Sequence[Piece]
    shapes: Sequence[Shape]
    first: int
    words: Collection[str]
    stated: Sequence[str]
    seen: Counter[str]

    def score(self, place: int) -> tuple[float, int]:
        """How much a piece looks like the headline, and its place, negative so that of equals the first is greatest."""
        piece, shape = self.pieces[place], self.shapes[place]
        text = piece.text
        if piece.tag == "img" or not _SHORTEST_TITLE <= shape.size <= _LONGEST_TITLE:
            return _NONE
        backed = _stated(text, self.stated)
        if not backed and (_is_no_title(piece) or is_date_line(text) or cues_of(text) & _SHARE):
            return _NONE
        masthead = _names_site(piece, self.pieces)
        score = _looks_like_title(piece, shape) + (-1.5 if masthead else _about(text, self.words))
        score += 1.0 * (self.seen[text] > 1 and shape.words > 3) + backed - min(2.0, 0.08 * (self.first - place))
        return score, -place


_ELSEWHERE = (Hint.NAVIGATION | Hint.FOOTER | Hint.COMMENTS | Hint.HIDDEN).value


def _is_no_title(piece: Piece) -> bool:
    """Whether markup says that a piece is something else: a link or a part of the frame, and no heading."""
    if not piece.tag or piece.tag in _HEADINGS or piece.hints & _TITLED:
        return False
    return piece.links > 0.5 or bool(piece.hints & _ELSEWHERE)


_BESIDE = (Hint.LIST | Hint.NAVIGATION | Hint.RELATED | Hint.CAPTION).value


def _looks_like_title(piece: Piece, shape: Shape) -> float:
    cues = cues_of(piece.text)
    score = 1.0 if 20 <= shape.size <= 160 else 0.0
    score += {"h1": 2.0, "h2": 1.0, "h3": 0.3}.get(piece.tag, 0.0)
    score += 0.5 * bool(piece.hints & _TITLED)
    score -= 1.0 * bool(piece.hints & _BESIDE)
    score -= 1.0 * (shape.closed and not shape.size < 30) + 1.5 * (shape.stops > 1)
    score -= 1.0 * piece.links * (piece.tag not in ("h1", "h2"))
    score -= 1.5 * (not piece.tag and bool(cues & _PHOTO))
    return score - 1.2 * (shape.words < 4) - 2.0 * (shape.words < 8 and bool(cues & _BY))


def _names_site(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line that is no heading begins with a name that others of the page use: a masthead with its motto."""
    if piece.tag in _HEADINGS or not _may_separate(piece.text) or not (found := _SEPARATOR.search(piece.text)):
        return False
    name = piece.text[: found.start()]
    return 4 <= len(name) <= 40 and any(name in other.text for other in pieces[:_LOOKED_AT] if other.text != piece.text)


def _about(text: str, words: Collection[str]) -> float:
    """How much a line speaks of what the body speaks of; one shared word is little."""
    own = content_words(text)
    return 3.0 * shared(text, words) * min(1.0, len(own) / 3.0)


def _stated(text: str, stated: Sequence[str]) -> float:
    """How well metadata support a visible headline."""
    if not stated:
        return 0.0
    key = fold(text)
    if key in stated:
        return 3.0
    return 2.0 if len(key) > 15 and any(key in title for title in stated) else 0.0


def standfirst_at(
    pieces: Sequence[Piece], shapes: Sequence[Shape], title: int, first: int, *, stated: Collection[str]
) -> int | None:
    """The place of the standfirst between title and body, None where there is none; `stated` are folded."""
    name = fold(pieces[title].text)
    for place in range(title + 1, first):
        piece, shape = pieces[place], shapes[place]
        if piece.tag == "img" or shape.words < 4 or shape.size > 2_000:
            continue
        key = fold(piece.text)
        if key == name:
            continue
        if key in stated:
            return place
        if _fits_standfirst(pieces, shapes, place) and _stands_as_one(pieces, place, title, first):
            return None if _is_extract(piece.text, pieces[first : first + _NEAR]) else place
    return None


# Of an extract, so many letters stand in one of the first paragraphs, so many of them looked at.
_EXTRACT, _NEAR = 60, 40


def _is_extract(text: str, paragraphs: Sequence[Piece]) -> bool:
    """Whether a line only says beforehand what a paragraph says in the same words."""
    return any(text[:_EXTRACT] in paragraph.text for paragraph in paragraphs)


def _fits_standfirst(pieces: Sequence[Piece], shapes: Sequence[Shape], place: int) -> bool:
    """Whether the words of a line may be a standfirst's: a sentence about the article, nobody's name, no caption."""
    piece, shape = pieces[place], shapes[place]
    if shape.words < 6 or not 30 <= shape.size <= 500 or piece.links > 0.5:
        return False
    cues = cues_of(piece.text)
    if cues & _NO_STANDFIRST or is_date_line(piece.text) or people(piece.text):
        return False
    if cues & _PHOTO and not shape.closed and _OPENS_AS_PHOTO.match(piece.text):
        return False
    return bool(piece.tag) or not (_is_caption(pieces, place) or cues & _LABEL or _is_long(shape))


_OPENS_AS_PHOTO = re.compile(
    r"\W*(?:photo|picture|image|foto|bild|imagen|immagine|cr\u00e9dit|credit)\b", re.IGNORECASE
)
_UNFIT = (
    Hint.CAPTION
    | Hint.FIGURE
    | Hint.BYLINE
    | Hint.DATE
    | Hint.SHARE
    | Hint.LIST
    | Hint.TAGS
    | Hint.ADVERT
    | Hint.NAVIGATION
    | Hint.COMMENTS
    | Hint.HIDDEN
).value


def _stands_as_one(pieces: Sequence[Piece], place: int, title: int, first: int) -> bool:
    """Whether a line stands where a standfirst stands: under the title, or alone over the first paragraph."""
    piece = pieces[place]
    if piece.tag and _is_like(piece, pieces[first]) and not piece.hints & _STANDFIRST:
        return False
    single = place == first - 1 and not pieces[place - 1].hints & _LIST
    hints = piece.hints & ~_LIST if single else piece.hints
    return not hints & _UNFIT and (bool(hints & _STANDFIRST) or single or place <= title + 3)


def _is_like(piece: Piece, paragraph: Piece) -> bool:
    """Whether markup makes no difference between a piece and the first paragraph: then it is one that was missed."""
    if piece.strong > _STRONG > paragraph.strong or piece.text[-1:].isalnum():
        return False
    return (piece.tag, piece.container, piece.classes) == (paragraph.tag, paragraph.container, paragraph.classes)


_STRONG = 0.9


def _is_caption(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line without markup is a picture's: it names a photographer, or says a neighbouring line again."""
    text = pieces[place].text
    if cues_of(text) & _PHOTO:
        return True
    near = [piece.text for piece in (*pieces[max(0, place - 1) : place], *pieces[place + 1 : place + 2])]
    return any(len(one) > 15 and (one in text or text in one) and one != text for one in near)


def _is_long(shape: Shape) -> bool:
    """Whether a line without markup is rather a paragraph than a standfirst."""
    return shape.closed and (shape.size > 180 or shape.stops > 1)
