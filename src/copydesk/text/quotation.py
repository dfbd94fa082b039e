"""Stretches inside quotation marks, whatever marks the page uses."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.text.sentences import paragraphs, sentences

# Opening marks with those that may close them: English, French and German marks, CJK corners, and the doubled grave
# accents and apostrophes in which wire copy and text corpora write them.
_CLOSING = {
    "\u201c": frozenset(("\u201d", '"', "\u2019\u2019")),
    "\u201d": frozenset(("\u201d", '"')),
    '"': frozenset(('"', "\u201d")),
    "\u201e": frozenset(("\u201c", "\u201d", "\u201f", '"')),
    "\u00ab": frozenset("\u00bb"),
    "\u00bb": frozenset("\u00ab"),
    "\u300c": frozenset("\u300d"),
    "\u300e": frozenset("\u300f"),
    "\u2018\u2018": frozenset(("\u2019\u2019",)),
    "``": frozenset(("''",)),
    "''": frozenset(("''",)),
}
_DOUBLE = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300e]')
_DOUBLE_OR_PAIRED = re.compile("``|''|\u2018\u2018|[\"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300e]")
_ANY_DOUBLE = re.compile("''|\u2019\u2019|[\"\u201c\u201d\u201f\u00ab\u00bb\u300d\u300f]")
_CLOSERS = re.compile("''|[\"\u201d]")
_EITHER = frozenset(('"', "\u201d", "\u00bb", "''"))
"""Marks that may open or close; the rest of the opening marks only open."""
_ENDS = ",.!?\u2026"
_LONGEST = 2_000
"""Characters within which a reversed mark (`»`) must find its partner."""
# A decade ('90s) and a clipped word ('em) begin with a mark that opens nothing.
_SINGLE_OPEN = re.compile(
    r"(?<![\w\u2019'])['\u2018](?!\d\ds?\b|(?:em|til|tis|twas|cause|n|s)\b)(?=[\w\[(\u2026.$\u00a3\u20ac])"
)
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?;:\])\u2026%])['\u2019](?!\w)")
_PLURAL_POSSESSIVE = re.compile(r"s['\u2019]\s+\w")


_PHRASE_WORDS = 4
"""Quoted phrases inside a sentence of their paper's own are mostly this short; longer ones are whole statements."""


class Quotation(NamedTuple):
    """Words inside marks: `start` and `end` leave marks and the blanks beside them out.

    `closed` is False where the paragraph ends first; `before` and `behind` are how many characters the marks take.
    """

    start: int
    end: int
    closed: bool
    before: int = 1
    behind: int = 1

    @property
    def outer(self) -> tuple[int, int]:
        """The place of the words with their marks."""
        return self.start - self.before, self.end + (self.behind if self.closed else 0)


def quotations(text: str) -> list[Quotation]:
    """Quoted stretches in order, outermost marks only, pairing by paragraph; a mark without a partner never raises.

    Single marks count as quotation marks only in texts whose house style they are, where they pair up and outnumber
    double marks (an apostrophe or a possessive is none), and around whole statements. An opening mark without a closing
    one runs to the end of its paragraph, as newspapers do when a quotation goes on in the next.
    """
    doubles: list[Quotation] = []
    marks = _DOUBLE_OR_PAIRED if "''" in text or "\u2019\u2019" in text else _DOUBLE
    for start, end in paragraphs(text):
        first = marks.search(text, start, end)
        if first is not None:
            going_on = bool(doubles) and not doubles[-1].closed and text[doubles[-1].end : start].isspace()
            doubles += _doubles(text, first, (start, end), going_on=going_on)
    singles = [found for start, end in paragraphs(text) for found in _singles(text, start, end)]
    if len(singles) > 2 * len(doubles) and singles:
        return _outermost([*singles, *doubles])
    statements = [found for found in singles if _is_statement(text, found)]
    return _outermost([*doubles, *statements]) if statements else doubles


def _is_statement(text: str, found: Quotation) -> bool:
    """Whether words in single marks are a statement, whatever the house style: `'I am sure that it held,' she said`."""
    words = text[found.start : found.end]
    ended = words[-1:] in _ENDS and len(words.split()) > _PHRASE_WORDS
    opens = found.start < 2 or text[found.start - 2] in " \n"
    return ended and opens and words[0].isupper() and not any(mark in words for mark in '"\u201c\u201d')


def _doubles(text: str, first: re.Match[str], line: tuple[int, int], *, going_on: bool) -> list[Quotation]:
    """The quotations of a paragraph from its first mark on; `going_on` where the one before left its quotation open."""
    start, end = line
    found = _unopened(text, first, line, going_on=going_on)
    place = found[0].outer[1] if found else first.start()
    while opening := first.re.search(text, place, end):
        place = opening.end()
        if _opens(text, opening, start):
            close = _partner(text, place, end, opening.group())
            if (close.start() if close else end) > place:
                found.append(_inside(text, opening, close, end))
            place = close.end() if close else end
    return found


def _inside(text: str, opening: re.Match[str], close: re.Match[str] | None, end: int) -> Quotation:
    """The words between two marks; blanks beside the marks, as French sets them, count as the marks'."""
    start, stop = opening.end(), close.start() if close else end
    inner = text[start:stop]
    left = len(inner) - len(inner.lstrip())
    right = len(inner) - len(inner.rstrip()) if close else 0
    if left == len(inner):
        left = right = 0
    behind = right + (len(close.group()) if close else 0)
    return Quotation(start + left, stop - right, close is not None, left + len(opening.group()), behind)


def _unopened(text: str, first: re.Match[str], line: tuple[int, int], *, going_on: bool) -> list[Quotation]:
    """Words before a paragraph's first mark, where that can only close them: `... is safe,” she said`.

    They begin with the paragraph where the one before left its quotation open, else with their sentence.
    """
    (start, end), place = line, first.start()
    if place == start or not _CLOSERS.fullmatch(first.group()):
        return []
    stop = place - 1 if text[place - 1] == " " else place
    ended = stop > start and text[stop - 1] in _ENDS and (first.end() == end or text[first.end()] in " )")
    paired = first.group() == '"' and len(_CLOSERS.findall(text, start, end)) % 2 == 0
    if not ended or (not going_on and (paired or first.group() == "''")):
        return []
    begin = start if going_on else start + sentences(text[start:place])[-1][0]
    return [Quotation(begin, stop, True, 0, first.end() - stop)]


def _opens(text: str, opening: re.Match[str], start: int) -> bool:
    """Whether a mark can open a quotation: none that only closes, and none that stands like a closing one."""
    mark, place = opening.group(), opening.start()
    following = text[opening.end() : opening.end() + 1]
    if mark not in _EITHER:
        return True
    if mark == "\u00bb":
        return bool(following.strip()) and text.find("\u00ab", place, place + _LONGEST) >= 0
    if mark != '"':
        return (place == start or text[place - 1].isspace()) and bool(following.strip())
    if following.strip():
        return following not in ",.;:?!)" or text[place - 1 : place].isspace()
    before = text[max(start, place - 2) : place].rstrip()[-1:]
    return before == ":" or (bool(before) and before not in _ENDS and text[place - 1].isspace())


def _partner(text: str, place: int, end: int, mark: str) -> re.Match[str] | None:
    """The mark that closes the one that ends at `place`; curly and straight marks may close each other."""
    closing, inner = _CLOSING[mark], False
    for other in _ANY_DOUBLE.finditer(text, place, end):
        found = other.group()
        if found in closing:
            closes = not (inner and mark == '"' and found == "\u201d")
        else:
            closes = found == mark and text[other.start() - 1] in _ENDS
        if closes:
            return other
        inner = inner or found == "\u201c"
    return None


def _singles(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    place = start
    while opening := _SINGLE_OPEN.search(text, place, end):
        closing = next(
            (
                close
                for close in _SINGLE_CLOSE.finditer(text, opening.end(), end)
                if not _possessive(text, opening.end(), close.start(), end)
            ),
            None,
        )
        if closing is None:
            break
        found.append(Quotation(opening.end(), closing.start(), True))
        place = closing.end()
    return found


def _possessive(text: str, start: int, place: int, end: int) -> bool:
    """Whether a mark after an s is more likely a plural possessive (`leaders' hand`) than the end of a quotation.

    A few words in lower case (`his 'no limits' partnership`) are a quoted phrase; a sentence goes on to a later mark.
    """
    if place == 0 or _PLURAL_POSSESSIVE.match(text, place - 1) is None:
        return False
    inside = text[start:place]
    if inside[:1].islower() and len(inside.split()) <= _PHRASE_WORDS:
        return False
    return _SINGLE_CLOSE.search(text, place + 1, end) is not None


def _outermost(found: list[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept
