"""The edges of a body: what stands between or beside paragraphs and is none, by rules that hold on any page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, compress, pairwise

from copydesk.articles.cues import OFFER, PHOTO, PROMOTION, SHARE, Cue, cues_of
from copydesk.articles.hints import Hint
from copydesk.articles.notes import is_credit
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence
from copydesk.articles.vocabulary import bare_letters
from copydesk.text.normal import fold

_LEGAL, _OFFER, _PROMOTION = Cue.LEGAL.value, Cue.OFFER.value, Cue.PROMOTION.value
_ADVERT = re.compile(
    r"^\W*(?:advertisements?|anzeige|werbung|publicit\u00e9|publicidad[e]?|pubblicit\u00e0"
    r"|(?:article|story) continues (?:below|after)|scroll to continue)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"^\W{0,3}(?:\u00a9|\(c\)\s|copyright\b)", re.IGNORECASE)
# The name of a file or the end of an address, which stands for a picture.
_FILE = re.compile(r"[A-Za-z0-9%.]+(?:[-_/][A-Za-z0-9%.]+){3,}")
# An article goes on behind an advertisement or a list of links, but not behind this many pieces of something else.
_FAR = 25
# A shorter text may stand twice in an article by chance.
_ECHO = 20
# Looking for every line in a whole text takes the square of its length; no article has this many letters.
_LONGEST_COMPARED = 150_000
_CAPITALS = re.compile(r"[^\W\d_a-z]{2,}(?:[ '\u2019-][^\W\d_a-z]{2,})+\s[^.]*[a-z]")
# "(CNN)The president", "GENEVA (Reuters) - The"; "(COMBO) This picture" is a caption.
_SOURCE = re.compile(
    r"(?:[^\W\d_a-z][\w.,' -]{1,50} )?\([A-Z][\w.]{1,14}(?: [A-Z][\w.]+)?\)\s?[\u2014\u2013-]+\s"
    r"|\([A-Z]{2,8}\)(?=[\"\u201cA-Z])"
)
# Standfirsts of the labelled pages have up to 200 letters.
_LONGEST_HEAD = 220
_LONGEST_OFFER = 320
_LONGEST_NOTICE = 160
_LONGEST_NAME = 60


def trimmed(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks without pull quotes, credits, offers, notices and stretches that belong to something else."""
    kept = list(marks)
    for _, rule in RULES:
        kept = rule(kept, pieces, shapes)
    return kept


def below_title(
    marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape], titles: Sequence[str]
) -> list[bool]:
    """The marks without those above the headline, where the page shows one of the titles that its metadata state.

    They stay where most of the text would go: then the line below is no headline but a mention.
    """
    stated = [fold(title) for title in titles if len(title) > _ECHO]
    # Folded, plain letters stay as many; of others with marks on them some go.
    longest = max(map(len, stated), default=0)
    places = (place for place, piece in enumerate(pieces) if _ECHO < len(piece.text) <= _MARKED * longest)
    at = next((place for place in places if _is_title(pieces[place].text, stated, longest)), None)
    if at is None or not any(marks[: at + 1]):
        return list(marks)
    above = sum(shape.size for shape, mark in zip(shapes[:at], marks[:at], strict=True) if mark)
    below = sum(shape.size for shape, mark in zip(shapes[at:], marks[at:], strict=True) if mark)
    return [mark and place > at for place, mark in enumerate(marks)] if 2 * above < below else list(marks)


def _is_title(text: str, stated: Sequence[str], longest: int) -> bool:
    if len(text) > longest and text.isascii():
        return False
    head = text[:_FIRST]
    # First letters of ASCII stay as they are but for case, whatever follows: most lines are told by them.
    if head.isascii() and "`" not in head:
        head = head.lower().rstrip()
        if not any(head in title for title in stated):
            return False
    text = fold(text)
    return len(text) > _ECHO and any(
        text == title or (text in title and 2 * len(text) > len(title)) for title in stated
    )


# So few letters tell most lines from a title.
_FIRST = 12
_FEW = 7
# A letter has so many marks at most, itself counted.
_MARKED = 4


def _opened(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks from the true first paragraph on.

    First words in capitals open an article: short lines above are its head; its agency in brackets opens it whatever
    stands above. A long line of plain text right above the first paragraph is no head: it is the first paragraph, its
    stop lost.
    """
    places = _marked(marks)
    kept = _from_source(marks, places, pieces, shapes)
    for number, place in enumerate(places[:4]):
        if number and is_prose(shapes[place]) and _CAPITALS.match(pieces[place].text):
            if all(shapes[above].size < _LONGEST_HEAD for above in places[:number]):
                for above in places[:number]:
                    kept[above] = False
            break
    above = places[0] - 1 if places else -1
    if above < 0 or pieces[above].tag or pieces[above].hints:
        return kept
    if shapes[above].size > _LONGEST_HEAD or (is_prose(shapes[above]) and _is_listed(pieces, above)):
        text = pieces[above].text
        kept[above] = not any(cue.search(text) for cue in (PHOTO, PROMOTION, OFFER, SHARE)) and not is_credit(text)
    return kept


def _from_source(
    marks: Sequence[bool], places: Sequence[int], pieces: Sequence[Piece], shapes: Sequence[Shape]
) -> list[bool]:
    """The marks from the paragraph on that names its agency in brackets before anything else, if most come after."""
    above, whole = 0.0, _size(places, shapes)
    for number, place in enumerate(places):
        if 2 * above >= whole:
            break
        if number and "(" in (text := pieces[place].text) and _SOURCE.match(text):
            return [mark and at >= place for at, mark in enumerate(marks)]
        above += shapes[place].size
    return list(marks)


def _is_listed(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a list above a line says the same: a box of what the article brings, which opens with its opening."""
    text = pieces[place].text
    return any(piece.text == text and piece.hints & Hint.LIST.value for piece in pieces[max(0, place - 12) : place])


def _is_note(piece: Piece, shape: Shape) -> bool:
    """Whether a piece is a credit, an offer or the label of an advertisement."""
    if shape.size >= _LONGEST_OFFER:
        return is_credit(piece.text)
    text = piece.text
    if " " not in text and _FILE.fullmatch(text):
        return True
    cues = cues_of(text)
    if is_credit(text) or (shape.size < 60 and _ADVERT.search(text)):
        return True
    if shape.size < _LONGEST_NOTICE and (_NOTICE.match(text) or (shape.stops < 2 and cues & _LEGAL)):
        return True
    return cues & _OFFER > 0 and not any(mark in text for mark in '"\u201c\u00ab')


def _without_notes(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks without credits, offers, notices and labels of advertisements."""
    return [marked and not _is_note(piece, shape) for marked, piece, shape in zip(marks, pieces, shapes, strict=True)]


def _without_echoes(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks without pieces that say again, word for word, a part of another paragraph, or a whole one.

    A short line without a stop that follows a part said again is whose words these are.
    """
    places = _marked(marks)
    bare = bare_letters([pieces[place].text for place in places])
    # A line is a part only of longer ones, which stand before it here.
    ordered = sorted(bare, key=len, reverse=True)
    whole = "\n".join(ordered)
    longer = dict(zip(map(len, reversed(ordered)), reversed(_starts(ordered)), strict=True))
    kept = list(marks)
    seen: set[str] = set()
    for place, text in zip(places, bare, strict=True):
        size = len(text)
        if size < _ECHO:
            continue
        inner = size < 300 and len(whole) < _LONGEST_COMPARED and _stands_in(text, whole, longer[size])
        if inner or text in seen:
            kept[place] = False
            after = place + 1
            if inner and after < len(shapes) and shapes[after].size < _LONGEST_NAME and not shapes[after].closed:
                kept[after] = False
        seen.add(text)
    return kept


def _stands_in(text: str, whole: str, end: int) -> bool:
    """Whether a line stands in a text before this place.

    A few letters from its middle are looked for first: the fewer, the more of the text a search may leave out.
    """
    middle = len(text) // 2
    return whole.find(text[middle : middle + _FEW], 0, end) >= 0 and whole.find(text, 0, end) >= 0


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins when they are joined by newlines."""
    return [0, *accumulate(len(line) + 1 for line in lines)][: len(lines)]


def _without_islands(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks without stretches far from the longest one, and without ends that hold no sentence."""
    stretches = _stretches(marks, 2)
    if not stretches:
        return list(marks)
    sizes = [_size(stretch, shapes) for stretch in stretches]
    main = sizes.index(max(sizes))
    kept = list(stretches[main])
    for order in (range(main - 1, -1, -1), range(main + 1, len(stretches))):
        edge = stretches[main]
        for number in order:
            stretch = stretches[number]
            distance = edge[0] - stretch[-1] if number < main else stretch[0] - edge[-1]
            solid = any(is_prose(shapes[place]) for place in stretch)
            appeals = sum(cues_of(pieces[place].text) & _PROMOTION > 0 for place in stretch)
            if (
                distance > _FAR
                or 2 * appeals > len(stretch)
                or (not solid and (distance > 6 or not any(is_sentence(shapes[p]) for p in stretch)))
            ):
                break
            kept += stretch
            edge = stretch
    chosen = set(kept)
    return [place in chosen for place in range(len(marks))]


def _without_strangers(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks without stretches apart from the longest one that say nothing of what it says.

    In text only: the markup of HTML says more of a stretch than its words.
    """
    stretches = _stretches(marks, _APART)
    kept = list(marks)
    if len(stretches) < 2 or pieces[stretches[0][0]].tag:
        return kept
    main = max(stretches, key=lambda stretch: _size(stretch, shapes))
    said = _said(pieces[place].text for place in main)
    for stretch in stretches:
        own = _said(pieces[place].text for place in stretch) if stretch is not main else said
        if len(own) >= _TELLING and len(own & said) < _KINDRED * len(own):
            for place in stretch:
                kept[place] = False
    return kept


def _below_headline(marks: Sequence[bool], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """The marks from the headline on, where the longest stretch has none and a later one has.

    A headline is a line whose words are said again below it: teasers stand under the name of a list instead. In text
    only.
    """
    stretches = _stretches(marks, _APART)
    if len(stretches) < 2 or pieces[stretches[0][0]].tag:
        return list(marks)
    sizes = [_size(stretch, shapes) for stretch in stretches]
    main = sizes.index(max(sizes))
    if _headline(stretches[main], pieces, shapes)[0] > _UNHEADED:
        return list(marks)
    for stretch, size in zip(stretches[main + 1 :], sizes[main + 1 :], strict=True):
        share, at = _headline(stretch, pieces, shapes) if size >= _LEAST_HEADED * sizes[main] else (0.0, 0)
        if share >= _HEADED:
            return [mark and place > at for place, mark in enumerate(marks)]
    return list(marks)


def _headline(stretch: Sequence[int], pieces: Sequence[Piece], shapes: Sequence[Shape]) -> tuple[float, int]:
    """The greatest share of its longer words that a line over a stretch has in common with it, and that line."""
    said = _said(pieces[place].text for place in stretch)
    best = (0.0, stretch[0])
    for place in range(max(0, stretch[0] - _ABOVE), stretch[0]):
        if is_prose(shapes[place]) or shapes[place].size > _LONGEST_HEAD:
            continue
        words = _said([pieces[place].text])
        if len(words) >= _TELLING_HEAD:
            best = max(best, (len(words & said) / len(words), place))
    return best


def filled(
    marks: Sequence[bool], chances: Sequence[float], pieces: Sequence[Piece], shapes: Sequence[Shape]
) -> list[bool]:
    """The marks with paragraphs between marked ones, where those on both sides are more than what they add.

    In text only: a paragraph between two of the article is of another text more seldom than the chain takes it to be.
    """
    kept = list(marks)
    places = _marked(marks)
    if not places or pieces[places[0]].tag:
        return kept
    whole, before = _size(places, shapes), 0.0
    for start, end in pairwise(places):
        before += shapes[start].size
        added = [
            place
            for place in range(start + 1, end)
            if chances[place] >= _LIKELY and is_prose(shapes[place]) and not _is_note(pieces[place], shapes[place])
        ]
        if _size(added, shapes) <= min(before, whole - before):
            for place in added:
                kept[place] = True
    return _without_echoes(kept, pieces, shapes) if kept != list(marks) else kept


def continued(
    marks: Sequence[bool],
    chances: Sequence[float],
    pieces: Sequence[Piece],
    shapes: Sequence[Shape],
    *,
    recurs: Sequence[int],
) -> list[bool]:
    """The marks with paragraphs that follow close behind, where the frame of the site is known and they are not in it.

    In text only. A paragraph behind boxes may be of the article or of the frame: where it recurs on no other page, and
    the page has a frame, it is the article's.
    """
    kept = list(marks)
    last = max(_marked(marks), default=-1)
    if last < 0 or pieces[last].tag or not any(recurs):
        return kept
    for place in range(last + 1, len(kept)):
        if place - last > _BEHIND:
            break
        if chances[place] >= _LIKELY and is_prose(shapes[place]) and not recurs[place]:
            kept[place], last = True, place
    return trimmed(kept, pieces, shapes)


def _stretches(marks: Sequence[bool], apart: int) -> list[list[int]]:
    """The marked places, parted where more than so many steps lie between two."""
    stretches: list[list[int]] = []
    before = -apart - 1
    for place in _marked(marks):
        if place - before > apart:
            stretches.append([])
        stretches[-1].append(place)
        before = place
    return stretches


def _marked(marks: Sequence[bool]) -> list[int]:
    """The marked places."""
    return list(compress(range(len(marks)), marks))


def _size(places: Iterable[int], shapes: Sequence[Shape]) -> float:
    return sum([shapes[place].size for place in places])


def _said(texts: Iterable[str]) -> set[str]:
    """The beginnings of the longer words of texts."""
    return {word[:_STEM] for text in texts for word in _LONGER.findall(text.casefold())}


# Pieces further apart than this many places are of different stretches. Of the words of a stretch of the same article
# the longest one has .11 and more on the labelled dumps, of notices and teasers less than .1. Fewer words tell nothing.
_APART = 4
_KINDRED = 0.1
_TELLING = 4
_LONGER = re.compile(r"[^\W\d_]{5,}")
_STEM = 6
# A headline stands so near above its text, has so many longer words at least, and shares so many of them with it: on
# the labelled dumps half of the articles' first stretches .75 and more, teasers less than .5. A stretch with less than
# the second share has none; one under a headline is no less than this share of the longest.
_ABOVE, _TELLING_HEAD = 12, 3
_HEADED, _UNHEADED = 0.6, 0.3
_LEAST_HEADED = 0.2
# Of paragraphs between two of the article with a chance of .1 to .5, two in three are the article's.
_LIKELY = 0.1
# Boxes between paragraphs of the newsroom's dumps have at most five lines.
_BEHIND = 6


Rule = Callable[[Sequence[bool], Sequence[Piece], Sequence[Shape]], list[bool]]
RULES: tuple[tuple[str, Rule], ...] = (
    ("a credit, an offer, a notice or the label of an advertisement", _without_notes),
    ("says again what stands in another paragraph", _without_echoes),
    ("stands above the headline", _below_headline),
    ("too far from the article, or an end without a sentence", _without_islands),
    ("says nothing of what the article says", _without_strangers),
    ("stands above the words that open the article", _opened),
)
"""The rules in their order, each with what it says of a piece whose mark it takes away."""
