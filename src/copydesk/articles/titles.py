"""The headline among lines without markup: each line's signs, weighed by `titles.json`, one weight a line, to be read.

The weights are trained by `scripts/train_titles.py`: a choice of one line among those of a page (a conditional logit).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from copydesk.articles.bylines import opens_byline
from copydesk.articles.cues import Cue, cues_of, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.articles.vocabulary import content_words

WEIGHTS = Path(__file__).with_name("titles.json")
# A headline stands this many lines before the first paragraph at most, and has so many letters.
_FAR = 100
_SHORTEST, _LONGEST = 6, 300
# A masthead with its motto stands among the first lines.
_MASTHEAD = 4
_UNFIT = (Cue.SHARE | Cue.PROMOTION | Cue.OFFER | Cue.RELATED | Cue.COMMENTS | Cue.LEGAL | Cue.LABEL).value
_PHOTO, _SHARE, _BY = Cue.PHOTO.value, Cue.SHARE.value, Cue.BY.value
_LIST = Hint.LIST.value
_QUOTES = "\"'\u201c\u2018\u00ab\u201e"
_FILE = re.compile(r"^\S+$|\.(?:jpe?g|png|gif|webp|svg)\b", re.IGNORECASE)
_SEPARATED = re.compile(r"\s[|\u2013\u2014\u00b7\u00bb-]\s|\|")
# A line speaks of the article when this share of its longer words stands in it.
_ABOUT = 0.5


@lru_cache(maxsize=1)
def weights_of_package() -> dict[str, float]:
    """The weights that come with the package, by sign."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def title_of_lines(
    pieces: Sequence[Piece],
    shapes: Sequence[Shape],
    first: int,
    words: Collection[str],
    *,
    weights: dict[str, float] | None = None,
) -> int | None:
    """The place of the headline over the first paragraph, at `first`; None where no line looks like one.

    `words` are the longer words of the body, in lower case.
    """
    weights = weights or weights_of_package()
    best: tuple[float, int] | None = None
    for place, signs in candidates(pieces, shapes, first, words):
        score = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        if best is None or score > best[0]:
            best = (score, place)
    if best is None or best[0] <= weights.get("none", 0.0) - _SLACK:
        return None
    above = best[1] - 1
    short = above >= 0 and _about(pieces[above].text, words)[1] > 0 and _is_short(pieces, shapes, above, first)
    return above if short else best[1]


def _is_short(pieces: Sequence[Piece], shapes: Sequence[Shape], place: int, first: int) -> bool:
    """Whether a line over the best one is a headline too short to be known by its words, and that one its standfirst.

    Neither is said anywhere else on the page, as mastheads, names of sections and headlines often are, and both stand
    right over a byline or a date.
    """
    if not _may_head(pieces[place], shapes[place]) or not 2 <= shapes[place].words <= _FEW:
        return False
    text = pieces[place].text
    if is_date_line(text) or opens_byline(text) or _names_site(text, pieces):
        return False
    under = [piece.text for piece in pieces[place + 2 : min(place + 5, first)]]
    if not any(is_date_line(one) or opens_byline(one) for one in under):
        return False
    best = pieces[place + 1].text
    if (
        any(best in piece.text for piece in pieces if piece.text is not best)
        or pieces[place].gap != pieces[place + 1].gap
    ):
        return False
    folded = text.casefold()
    return not any(folded in piece.text.casefold() for piece in pieces if piece.text is not text)


_FEW = 4
# Few of the pages trained on show no headline, so "none" is set too high; of those held back none is lost by this.
_SLACK = 3.0


def candidates(
    pieces: Sequence[Piece], shapes: Sequence[Shape], first: int, words: Collection[str]
) -> list[tuple[int, dict[str, float]]]:
    """The places of the lines that may be the headline, and the signs of each; of equal lines the last one counts."""
    first = _past_open_lines(shapes, first)
    low = max(0, first - _FAR)
    lines = _lines_of(pieces, shapes, words, span=range(low, first))
    seen = Counter([piece.text for piece in pieces[: first + 200]])
    found: list[tuple[int, dict[str, float]]] = []
    taken: set[str] = set()
    for place in range(first - 1, low - 1, -1):
        text, shape = pieces[place].text, shapes[place]
        if not _SHORTEST <= shape.size <= _LONGEST or lines.dated[place - low] or text in taken:
            continue
        if place < _MASTHEAD and _names_site(text, pieces):
            continue
        taken.add(text)
        signs = _of_words(text, shape, *lines.about[place - low])
        signs |= _of_place(lines, place)
        signs |= _of_neighbours(lines, place)
        signs |= _of_others(lines, place, count=seen[text])
        found.append((place, signs))
    return found


class _Lines(NamedTuple):
    """The lines before a text, asked once each: what follows `span` has one value for each place in it.

    `about` is the share and number of words in common with the text, `speaks` whether that is much, `dated` whether a
    line is a date, `signed` whether it opens as a byline; `whole` are the lines as one text, `equal` how often each is
    said.
    """

    pieces: Sequence[Piece]
    shapes: Sequence[Shape]
    span: range
    about: Sequence[tuple[float, int]]
    speaks: Sequence[bool]
    dated: Sequence[bool]
    signed: Sequence[bool]
    cues: Sequence[int]
    whole: str
    equal: Counter[str]


def _lines_of(pieces: Sequence[Piece], shapes: Sequence[Shape], words: Collection[str], *, span: range) -> _Lines:
    texts = [pieces[place].text for place in span]
    about = [_about(text, words) for text in texts]
    return _Lines(
        pieces,
        shapes,
        span,
        about,
        speaks=[_speaks(one) for one in about],
        dated=[is_date_line(text) for text in texts],
        signed=[opens_byline(text) for text in texts],
        cues=[cues_of(text) for text in texts],
        whole="\n".join(["", *texts, ""]),
        equal=Counter(texts),
    )


def _past_open_lines(shapes: Sequence[Shape], first: int) -> int:
    """The first place behind the lines that open a body and are short and no sentence: its head may be among them."""
    end = first
    while end < min(first + _OPEN, len(shapes) - 1) and not shapes[end].closed and shapes[end].size <= _LONGEST:
        end += 1
    return end


_OPEN = 2


def _about(text: str, words: Collection[str]) -> tuple[float, int]:
    """The share of a line's longer words that the body has too, and how many they are."""
    own = content_words(text[:_LONGEST])
    common = len(own.intersection(words))
    return (common / len(own) if own else 0.0), common


def _of_words(text: str, shape: Shape, share: float, common: int) -> dict[str, float]:
    """Signs in the line itself."""
    cues = cues_of(text)
    signs = {
        "about": share * min(1.0, common / 3.0),
        "in common": min(common, 6) / 6.0,
        "length of a headline": float(25 <= shape.size <= 130),
        "short": float(shape.size < 20),
        "long": float(shape.size > 160),
        "few words": float(shape.words < 4),
        "sentence": float(shape.closed and not text.endswith(("?", "!"))),
        "asks or exclaims": float(text.endswith(("?", "!"))),
        "two sentences": float(shape.stops > 1),
        "photo": float(bool(cues & _PHOTO)),
        "other cue": float(bool(cues & _UNFIT)),
        "begins a byline": float(opens_byline(text) and shape.words < 8),
        "capitals": shape.capitals,
        "all capitals": float(text.isupper()),
        "capitals that speak": float(text.isupper() and share >= _ABOUT and common > 1),
        "short that speaks": float(shape.words < 4 and common > 0),
        "small first letter": float(text[:1].islower()),
        "one word": float(bool(_FILE.search(text))),
        "separated": float(bool(_SEPARATED.search(text))),
        "colon": float(text.endswith(":")),
        "digits": min(1.0, 4.0 * shape.digits),
    }
    return {name: value for name, value in signs.items() if value}


def _of_place(lines: _Lines, place: int) -> dict[str, float]:
    """Signs in where the line stands: dates, names and buttons around it, gaps, distances."""
    pieces, low = lines.pieces, lines.span.start
    at, step = place - low, lines.span.stop - place
    above = slice(max(0, at - 2), at)
    signs = {
        "right over the text": float(step == 1),
        "within five lines": float(step <= 5),
        "within fifteen lines": float(step <= 15),
        "far": min(step, 60) / 60.0,
        "first line": float(place == 0),
        "item": float(bool(pieces[place].hints & _LIST)),
        "gap above": float(pieces[place].gap),
        "gap below": float(pieces[place + 1].gap),
        "date below": float(any(lines.dated[at + 1 : at + 4])),
        "date above": float(any(lines.dated[above])),
        "byline below": float(any(lines.signed[at + 1 : at + 4])),
        "byline above": float(any(lines.signed[above])),
        "share row below": float(any(cues & _SHARE for cues in lines.cues[at + 1 : at + 5])),
    }
    return {name: value for name, value in signs.items() if value}


def _of_neighbours(lines: _Lines, place: int) -> dict[str, float]:
    """Signs in the next lines above and below that are no date, name or button: of two headlines the upper is one."""
    pieces, shapes, low = lines.pieces, lines.shapes, lines.span.start
    above = _next(lines, range(place - 1, max(low, place - 6) - 1, -1))
    below = _next(lines, range(place + 1, min(lines.span.stop, place + 6)))
    open_line = not shapes[place].closed and not lines.cues[place - low] & (_UNFIT | _PHOTO)
    closely = above == place - 1 and _may_head(pieces[above], shapes[above])
    headed = above is not None and _may_be(pieces[above], shapes[above])
    speaks = below is not None and lines.speaks[below - low]
    opens = below == place + 1 and open_line and speaks
    signs = {
        "headline above": float(headed),
        "headline that speaks above": float(above is not None and headed and lines.about[above - low][1] > 1),
        "line closely above": float(closely),
        "line closely above, as set off": float(closely and pieces[place].gap == pieces[place - 1].gap),
        "opens what speaks": float(opens and not lines.speaks[place - low]),
        "opens what speaks, set off": float(opens and pieces[place].gap and pieces[place + 1].gap),
        "headline below": float(below is not None and _may_be(pieces[below], shapes[below])),
        "speaks below": float(speaks),
        "sentence below": float(below is not None and shapes[below].closed and shapes[below].words > 5),
        "text below": float(below is None),
        "shares words below": _shared(pieces[place].text, pieces[below].text) if below is not None else 0.0,
        "shares words above": _shared(pieces[place].text, pieces[above].text) if above is not None else 0.0,
    }
    return {name: value for name, value in signs.items() if value}


def _next(lines: _Lines, places: range) -> int | None:
    """The first of these places whose line is no date, byline or button."""
    low = lines.span.start
    for place in places:
        at = place - low
        if not (lines.dated[at] or lines.cues[at] & _PASSED or lines.signed[at]) and len(lines.pieces[place].text) > 2:
            return place
    return None


_PASSED = (Cue.SHARE | Cue.COMMENTS).value


def _may_be(piece: Piece, shape: Shape) -> bool:
    """Whether a line has the form of a headline."""
    return (
        20 <= shape.size <= 160 and shape.words > 2 and not shape.closed and not cues_of(piece.text) & (_UNFIT | _PHOTO)
    )


def _may_head(piece: Piece, shape: Shape) -> bool:
    """Whether a line may be a short headline: two words and more, no button, no item, no end of a sentence."""
    if shape.words < 2 or shape.size > 160 or shape.closed or piece.hints & _LIST:
        return False
    return not cues_of(piece.text) & (_UNFIT | _PHOTO) and not _SEPARATED.search(piece.text)


def _shared(left: str, right: str) -> float:
    """Share of the longer words of a line that another line has."""
    own, others = content_words(left[:_LONGEST]), content_words(right[:_LONGEST])
    return len(own & others) / len(own) if own else 0.0


def _of_others(lines: _Lines, place: int, *, count: int) -> dict[str, float]:
    """Signs in what other lines say: the headline is the first of those that speak of the article, often said twice."""
    pieces, span = lines.pieces, lines.span
    text, at = pieces[place].text, place - span.start
    near = [pieces[other].text for other in (place - 2, place - 1, place + 1, place + 2) if other in span]
    speaks, before = lines.speaks[at], sum(lines.speaks[max(0, at - 12) : at])
    following = sum(lines.speaks[at + 1 : at + 12])
    # More often found than lines that are equal to it: a longer line holds it.
    inside = len(text) > _TOLD and lines.whole.count(text) > lines.equal[text]
    signs = {
        "said again": float(count > 1 and len(text) > _TOLD),
        "said three times": float(count > 2 and len(text) > _TOLD),
        "begins a longer line": float(inside and lines.whole.count(f"\n{text}") > lines.equal[text]),
        "stands in a longer line": float(inside),
        "neighbour says it": float(
            any(text != one and (text in one or one in text) for one in near if len(one) > _TOLD)
        ),
        "first to speak of it": float(speaks and not before),
        "speaks of it after others": float(speaks and before > 0),
        "others speak after": min(following, 3) / 3.0,
        "others spoke before": min(before, 3) / 3.0,
        "names the site": float(_names_site(text, pieces)),
        "quotation": float(text[:1] in _QUOTES and text[-1:] in "\"'\u201d\u2019\u00bb\u201c"),
    }
    return {name: value for name, value in signs.items() if value}


# A line of so many letters is said twice by chance: a label, a name.
_TOLD = 15


def _names_site(text: str, pieces: Sequence[Piece]) -> bool:
    """Whether a line begins with a name that others of the page use: a masthead with its motto."""
    found = _SEPARATED.search(text)
    name = text[: found.start()].strip() if found else ""
    return 4 <= len(name) <= 40 and any(name in piece.text for piece in pieces[:400] if piece.text != text)


def _speaks(about: tuple[float, int]) -> bool:
    return about[0] >= _ABOUT and about[1] > 1
