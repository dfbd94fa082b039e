"""Words inside quotation marks that the copy has changed."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.polarity import opposite
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.closed import COUNTING
from copydesk.text.normal import american
from copydesk.text.quotation import Quotation, quotations

_CUT = re.compile(r"[.,;:!?]\s+")

_IN_FULL = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would"}
_NOT = {"can't": "cannot", "won't": "willnot", "shan't": "shallnot"}
_SHORTENED = re.compile(r"n't$|'(?:re|ll|ve|m|d)$")
_SPOKEN = {"m": "million", "bn": "billion", "tn": "trillion"} | {str(value): word for word, value in COUNTING.items()}


def quote_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Quotations of the source whose words differ in the copy; immaterial where only spelling does.

    Where a sentence and its counterpart have one quotation each whose words hardly face each other, the one stands for
    the other: it was cut, or put into other words altogether.
    """
    theirs = quotations(pairing.copy.text)
    starts = [quotation.start for quotation in theirs]
    taken: set[Range] = set()
    alone: list[Range] = []
    for quotation in quotations(pairing.source.text):
        whole = (quotation.start, quotation.end)
        for place in _clauses(pairing.source.text, whole, pairing.settings.longest_quotation):
            numbers = range(*pairing.left_numbers(place))
            said = [pairing.left[n] for n in numbers if pairing.left[n].kind != "mark"]
            facing = [m for n in numbers if (m := pairing.right_of[n]) is not None]
            if not said or len(facing) < pairing.settings.least_quotation_facing * len(said):
                alone += [whole] if said and place == whole else []
                continue
            counterpart = _counterpart(pairing, facing, theirs, starts)
            taken.add(counterpart)
            after = counterpart if place == whole else pairing.stretch(facing)
            yield from _changed(pairing, place, after, pairing.stretch(facing))
    yield from _left_over(pairing, alone, [(one.start, one.end) for one in theirs if (one.start, one.end) not in taken])


def _left_over(pairing: Pairing, alone: Sequence[Range], free: Sequence[Range]) -> Iterator[Alteration]:
    """The only quotation of a stretch that has no counterpart, with the only one of the copy's that has none."""
    for bead in pairing.beads:
        mine = [place for place in alone if _stands_in(pairing.left, bead.left, place)]
        theirs = [place for place in free if _stands_in(pairing.right, bead.right, place)]
        if len(mine) == len(theirs) == 1:
            yield from _changed(pairing, mine[0], theirs[0], theirs[0])


def _stands_in(row: Sequence[Token], numbers: Range, place: Range) -> bool:
    """Whether a place begins within a stretch of tokens."""
    return numbers[0] < numbers[1] and row[numbers[0]].start <= place[0] < row[numbers[1] - 1].end


def _words(pairing: Pairing, place: Range) -> list[Token]:
    """The words of the copy in a place, without marks."""
    return [token for token in pairing.right[slice(*pairing.right_numbers(place))] if token.kind != "mark"]


def _changed(pairing: Pairing, place: Range, after: Range, stretch: Range) -> Iterator[Alteration]:
    """The alteration of a quotation, unless the copy's quotation, or else the words that face it, say the same.

    Marks are lost, and paragraphs cut, in the middle of quotations whose words were kept.
    """
    said = [token for token in pairing.left[slice(*pairing.left_numbers(place))] if token.kind != "mark"]
    words, facing = _words(pairing, after), _words(pairing, stretch)
    if _unmarked(pairing, said, stretch):
        with_marks = max(0, place[0] - 1), min(len(pairing.source.text), place[1] + 1)
        yield pairing.alteration("quote", with_marks, stretch, material=True)
    elif not (_same_words(said, words) or _same_words(said, facing)):
        material = not _spelled_alike(said, words, least=pairing.settings.word_spelled_alike)
        yield pairing.alteration("quote", place, after, material=material)


def _unmarked(pairing: Pairing, said: Sequence[Token], stretch: Range) -> bool:
    """Whether an edited copy gives words that were quoted as its own: no quotation mark is left in their paragraph.

    A word or two are quoted for their sound, and a copy without any marks has lost them all in the reading.
    """
    if pairing.kind not in {"edited", "partial"} or len(said) < _LEAST_QUOTED:
        return False
    text = pairing.copy.text
    first, last = text.rfind("\n", 0, stretch[0]) + 1, text.find("\n", stretch[1])
    paragraph = text[first : last if last >= 0 else len(text)]
    return not _ANY_MARK.search(paragraph) and _ANY_MARK.search(text) is not None


_LEAST_QUOTED = 4
_ANY_MARK = re.compile(r"[\"\u201c\u201d\u00ab\u00bb\u2018]|(?<!\w)'|'(?!\w)|\u2019(?!\w)")


def _clauses(text: str, place: Range, longest: int) -> list[Range]:
    """A quotation as it is, or a long one cut at its stops and commas, so that the place of a change stays narrow."""
    if place[1] - place[0] <= longest:
        return [place]
    cuts = [place[0], *(found.end() for found in _CUT.finditer(text, *place)), place[1]]
    return [(start, end) for start, end in itertools.pairwise(cuts) if text[start:end].strip()]


def _counterpart(pairing: Pairing, facing: Sequence[int], theirs: Sequence[Quotation], starts: Sequence[int]) -> Range:
    """The copy's quotation that most of the facing words stand in; the stretch they cover where there is none."""
    row = pairing.right
    inside: Counter[int] = Counter()
    for number in facing:
        at = bisect_right(starts, row[number].start) - 1
        if at >= 0 and row[number].start < theirs[at].end:
            inside[at] += 1
    best = max(inside, key=lambda at: inside[at], default=None)
    if best is not None and inside[best] * 2 >= len(facing):
        return theirs[best].start, theirs[best].end
    return pairing.stretch(facing)


def _same_words(said: Sequence[Token], words: Sequence[Token]) -> bool:
    """Whether two quotations have the same letters and numbers: brackets and hyphens change nothing said."""
    one, other = ([_spoken(token) for token in row] for row in (said, words))
    if "".join(one) == "".join(other):
        return True
    shortened = any(token.text.casefold().endswith(("'s", "\u2019s")) for token in (*said, *words))
    return shortened and [word for word in one if word not in _CLITIC] == [
        word for word in other if word not in _CLITIC
    ]


_CLITIC = frozenset({"is", "has"})
"""What an apostrophe and an s may stand for: it's their last chance."""


def _spoken(token: Token) -> str:
    """A word as it is said: `14` and `fourteen`, `bn` and `billion` sound alike, `don't` is `do not` in short."""
    key = american(_SPOKEN.get(token.key, token.key))
    return _SHORTENED.sub(lambda found: _IN_FULL[found.group()], _NOT.get(key, key)) if "'" in key else key


def _spelled_alike(said: Sequence[Token], words: Sequence[Token], *, least: float) -> bool:
    """Whether two quotations differ in spelling alone, none of whose words turns another round: Kray, Kraj."""
    return len(said) == len(words) and all(
        one.key == other.key
        or (
            not (one.key[0].isdigit() or opposite(one.key, other.key))
            and Indel.normalized_similarity(one.key, other.key) >= least
        )
        for one, other in zip(said, words, strict=True)
    )
