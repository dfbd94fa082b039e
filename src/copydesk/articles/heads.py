"""What stands over an article: title, standfirst, byline, and the outlet's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from copydesk.articles.cues import BY, LABEL, NO_PERSON, PHOTO, ROLE, SHARE, is_date_line
from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.text.normal import fold

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]+\s+|\s*\|\s*")
_NAME = re.compile(
    r"(?:[^\W\d_]\.\s?){0,2}[^\W\d_][\w'\u2019.-]*(?:\s+(?:(?:de|da|do|dos|van|von|der|den|di|del|della|du|la|le|bin|al|el|y|ibn)"
    r"\s+){0,2}[^\W\d_][\w'\u2019.-]*){1,3}"
)
_PARTICLES = frozenset("de da do dos van von der den di del della du la le bin al el y ibn zu af av ap of".split())
_JOINS = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bog\b|\boch\b|\ben\b)\s+")
_WORD = re.compile(r"\w{4,}|[\u3040-\u9fff\uac00-\ud7af]{2}")
_SIGNED = re.compile(r"^\W*(?:reporting|reported|written) by\s+([^;()]{3,120}?)\s*(?:[;.)]|$)", re.IGNORECASE)
_IMAGE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg)$", re.IGNORECASE)


def content_words(text: str) -> frozenset[str]:
    """The longer words of a text, folded: what a headline and its article share."""
    return frozenset(_WORD.findall(fold(text)))


def shared(text: str, words: Collection[str]) -> float:
    """Share of a text's longer words that are among these."""
    own = content_words(text)
    return len(own & frozenset(words)) / len(own) if own else 0.0


def without_site(title: str, site: Collection[str]) -> str:
    """A page title without the parts that name the site: the longest part, or all parts that do not."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title.strip()
    cut = _SEPARATOR.search(title)
    names = {fold(name) for name in site}
    if fold(parts[-1]) in names or len(parts[-1]) < 0.5 * len(title):
        last = list(_SEPARATOR.finditer(title))[-1]
        shorter = title[: last.start()].strip()
        return without_site(shorter, site) if len(_SEPARATOR.split(shorter)) > 1 and names else shorter
    return title[cut.end() :].strip() if cut and fold(parts[0]) in names else title.strip()


def title_at(
    pieces: Sequence[Piece], shapes: Sequence[Shape], first: int, words: Collection[str], *, stated: Sequence[str]
) -> int | None:
    """The place of the visible headline before the body, None where no piece looks like one.

    `words` are the body's, `stated` the titles that metadata give, the most trusted first.
    """
    seen: dict[str, int] = {}
    for piece in pieces[: first + 200]:
        key = fold(piece.text[:300])
        seen[key] = seen.get(key, 0) + 1
    folded = [fold(title) for title in stated]
    best: tuple[float, int] | None = None
    for place in range(max(0, first - 120), first):
        piece, shape = pieces[place], shapes[place]
        key = fold(piece.text[:300])
        if not 8 <= shape.size <= 300 or piece.tag == "img" or is_date_line(piece.text) or SHARE.search(piece.text):
            continue
        masthead = _names_site(piece, pieces)
        score = _looks_like_title(piece, shape) + (-1.5 if masthead else _about(piece.text, words))
        score += 1.0 * (seen[key] > 1 and shape.words > 3) + _stated(key, folded) - min(2.0, 0.08 * (first - place))
        if best is None or score > best[0]:
            best = (score, place)
    if best is None or best[0] <= 1.5:
        return _over_dates(pieces, shapes, first)
    place = best[1]
    if not pieces[place].tag:
        place = _first_of_head(pieces, shapes, place, words)
    return place


def _first_of_head(pieces: Sequence[Piece], shapes: Sequence[Shape], place: int, words: Collection[str]) -> int:
    """The headline of lines without markup: the first line about the article of those that stand together over it.

    Dates, bylines and labels may stand between headline and standfirst.
    """
    found = place
    for above in range(place - 1, max(-1, place - 6), -1):
        piece, shape = pieces[above], shapes[above]
        text = piece.text
        if is_date_line(text) or LABEL.search(text) or BY.match(text) or people(text):
            continue
        fits = shape.words >= 4 and 15 <= shape.size <= 220 and not (shape.closed and not text.endswith(("?", "!")))
        if not fits or piece.hints or _is_caption(pieces, above) or SHARE.search(text) or not shared(text, words):
            break
        found = above
    return found


_HEADINGS = frozenset({"h1", "h2", "h3"})


def _over_dates(pieces: Sequence[Piece], shapes: Sequence[Shape], first: int) -> int | None:
    """A headline too short to be known by its words, in lines without markup: one or two lines over byline and date."""
    dated = next((place for place in range(max(0, first - 12), first) if is_date_line(pieces[place].text)), None)
    if dated is None or pieces[dated].tag:
        return None
    place = dated - 1
    while place >= 0 and (people(pieces[place].text) or BY.match(pieces[place].text)):
        place -= 1
    found = None
    for above in range(place, max(-1, place - 2), -1):
        text, shape = pieces[above].text, shapes[above]
        fits = shape.words >= 2 and 8 <= shape.size <= 220 and not SHARE.search(text) and not LABEL.search(text)
        if not fits or _names_site(pieces[above], pieces) or is_date_line(text) or PHOTO.search(text):
            break
        found = above
    return found


def _looks_like_title(piece: Piece, shape: Shape) -> float:
    score = 1.0 if 20 <= shape.size <= 160 else 0.0
    score += {"h1": 2.0, "h2": 1.0, "h3": 0.3}.get(piece.tag, 0.0)
    score += 0.5 * bool(piece.hints & Hint.TITLE.value)
    score -= 1.0 * bool(piece.hints & (Hint.LIST | Hint.NAVIGATION | Hint.RELATED | Hint.CAPTION).value)
    score -= 1.0 * (shape.closed and not shape.size < 30) + 1.5 * (shape.stops > 1)
    score -= 1.0 * piece.links * (piece.tag not in ("h1", "h2"))
    score -= 1.5 * (not piece.tag and PHOTO.search(piece.text) is not None)
    return score - 1.2 * (shape.words < 4) - 2.0 * bool(BY.match(piece.text) and shape.words < 8)


def _names_site(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a line that is no heading begins with a name that others of the page use: a masthead with its motto."""
    parts = _SEPARATOR.split(piece.text)
    if piece.tag in _HEADINGS or len(parts) < 2 or not 4 <= len(parts[0]) <= 40:
        return False
    return any(parts[0] in other.text for other in pieces if other.text != piece.text)


def _about(text: str, words: Collection[str]) -> float:
    """How much a line speaks of what the body speaks of; one shared word is little."""
    own = content_words(text)
    return 3.0 * shared(text, words) * min(1.0, len(own) / 3.0)


def _stated(key: str, stated: Sequence[str]) -> float:
    """How well metadata support a visible headline."""
    if not key:
        return 0.0
    if key in stated:
        return 3.0
    return 2.0 if len(key) > 15 and any(key in title for title in stated) else 0.0


def standfirst_at(
    pieces: Sequence[Piece], shapes: Sequence[Shape], title: int, first: int, *, stated: Collection[str]
) -> int | None:
    """The place of the standfirst between title and body, None where there is none."""
    name = fold(pieces[title].text)
    described = {fold(text) for text in stated}
    for place in range(title + 1, first):
        piece, shape = pieces[place], shapes[place]
        key = fold(piece.text)
        if key == name or piece.tag == "img":
            continue
        if key in described and shape.words >= 4:
            return place
        if is_date_line(piece.text) or BY.match(piece.text) or people(piece.text):
            continue
        if PHOTO.match(piece.text) and not shape.closed:
            continue
        if not piece.tag and (_is_caption(pieces, place) or LABEL.search(piece.text) or _is_long(shape)):
            continue
        unfit = Hint.CAPTION | Hint.FIGURE | Hint.BYLINE | Hint.DATE | Hint.SHARE | Hint.LIST | Hint.TAGS | Hint.ADVERT
        single = place == first - 1 and not pieces[place - 1].hints & Hint.LIST.value
        hints = piece.hints & ~Hint.LIST.value if single else piece.hints
        if hints & unfit.value or piece.links > 0.5 or SHARE.search(piece.text):
            continue
        marked = bool(piece.hints & Hint.STANDFIRST.value)
        if shape.words >= 6 and 30 <= shape.size <= 500 and (marked or single or place <= title + 3):
            return place
    return None


def _is_caption(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line without markup is a picture's: it names a photographer, or says a neighbouring line again."""
    text = pieces[place].text
    near = [piece.text for piece in (*pieces[max(0, place - 1) : place], *pieces[place + 1 : place + 2])]
    return bool(PHOTO.search(text)) or any(
        len(one) > 15 and (one in text or text in one) and one != text for one in near
    )


def _is_long(shape: Shape) -> bool:
    """Whether a line without markup is rather a paragraph than a standfirst."""
    return shape.closed and (shape.size > 180 or shape.stops > 1)


def people(text: str) -> tuple[str, ...]:
    """The names of people in a byline; empty where it names nobody, or a desk, or is no byline at all."""
    if len(text) > 200 or not text.strip():
        return ()
    bare = BY.sub("", text.strip())
    found: list[str] = []
    for part in _JOINS.split(bare):
        name = ROLE.sub("", part.strip()).strip(" .,;:")
        if not name:
            continue
        if not is_person(name):
            if found and (name[0].islower() or len(found) == 1):
                continue
            return ()
        found.append(name)
    return tuple(dict.fromkeys(found))


def is_person(name: str) -> bool:
    """Whether a text has the form of a person's name: two to four capitalised words, none of them an office."""
    if not _NAME.fullmatch(name) or len(name) > 50:
        return False
    words = name.replace(".", ". ").split()
    if not all(word[0].isupper() or word in _PARTICLES for word in words) or not words[-1][0].isupper():
        return False
    if sum(word.isupper() and len(word) > 3 for word in words) not in (0, len(words)):
        return False
    return not any(word.casefold().strip(".'\u2019") in NO_PERSON for word in words)


def byline_at(pieces: Sequence[Piece], low: int, title: int, high: int) -> tuple[int, tuple[str, ...]] | None:
    """The byline among the pieces from `low` to `high`: its place and its people, who may be none.

    A line of names without "by" counts only below the title.
    """
    fallback: tuple[int, tuple[str, ...]] | None = None
    for place in range(low, high):
        piece = pieces[place]
        text = piece.text
        if len(text) > 200 or _IMAGE_NAME.search(text) or piece.hints & (Hint.CAPTION | Hint.IMAGE).value:
            continue
        signed = BY.match(text) is not None and text[:1].isupper()
        marked = bool(piece.hints & Hint.BYLINE.value)
        named = people(text)
        if named and (signed or marked or (place > title and _alone(pieces, place, named))):
            return place, named
        if fallback is None and (signed and len(text) < 80):
            fallback = (place, ())
    return fallback


def signer(text: str) -> tuple[str, ...]:
    """The people whom a line under an article names as its reporters."""
    found = _SIGNED.match(text)
    return people(found.group(1)) if found else ()


def _alone(pieces: Sequence[Piece], place: int, named: tuple[str, ...]) -> bool:
    """Whether a line of names without "by" stands where a byline stands: next to a date, or under a title."""
    text = pieces[place].text
    if len(text) > sum(map(len, named)) + 5 * len(named) + 25:
        return False
    near = (*pieces[max(0, place - 2) : place], *pieces[place + 1 : place + 3])
    return any(is_date_line(piece.text) for piece in near)
