"""The one list that HTML and plain text both become: pieces of a page in order, each with what is known around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from copydesk.articles.hints import Hint
from copydesk.articles.markdown import is_markdown, line_of
from copydesk.articles.wrapping import unwrapped

# A line of this many cells is a row of a table and stays one piece; two cells are columns of the page's layout.
_ROW = 3
_SIGNS = "\u2022\u25e6\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb\u25b6\u25ba\u25b8\u2023\u2043\u2219\u27a4"
_BULLET = re.compile(rf"(?:\s+(?:[{_SIGNS}\u00b7*-]|\d{{1,3}}\.)|[{_SIGNS}])\s+")
_INDENTS = frozenset(_SIGNS + " \t\u00a0\u2003\u2002\u3000")
# A rule drawn across the page with signs parts what stands around it as a blank line does.
_RULE = re.compile(r"[-_=*~+#\u2013\u2014\s]{3,}")
_HINTS = {"li": Hint.LIST.value, "blockquote": Hint.QUOTE.value, "tr": Hint.TABLE.value}
_piece = tuple.__new__


MENU = "menu"
"""The tag of a piece that is a whole list of links."""


class Piece(NamedTuple):
    """A stretch of a page that stands by itself: a block element, a line, an image's alternative text.

    `tag` is the element it stands in ("" in plain text), `hints` the value of a `Hint`, `links` and `strong` shares
    of its characters, `container` a number for the element around it and `wrapper` for the one around that (0 in
    plain text), `gap` whether something parts it from the piece before: a blank line, or the border of an element.
    """

    text: str
    tag: str = ""
    hints: int = 0
    links: float = 0.0
    strong: float = 0.0
    container: int = 0
    wrapper: int = 0
    gap: bool = True
    classes: str = ""


# Signs that show nothing: soft hyphen, zero-width space, word joiner, byte order mark.
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))


def plain(text: str) -> str:
    """A text with one space for any white space, none at its ends, and without signs that show nothing."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text
    text = " ".join(text.split())
    # None of those signs is printable; to look each letter up among them is what takes time.
    return text if text.isascii() or text.isprintable() else " ".join(text.translate(_UNSEEN).split())


def pieces_of_text(content: str) -> list[Piece]:
    """The pieces of a plain text: its lines, parted at a tab, without bullets; a list item has the hint `LIST`.

    Lines that were broken at a fixed width are joined again; signs of Markdown become tags and hints; a line of signs
    alone, as `* * *`, is a gap.
    """
    lines = unwrapped(content.splitlines())
    if is_markdown(content):
        return _pieces_of_markdown(lines)
    pieces: list[Piece] = []
    gap = True
    for line in lines:
        text, hints = line, 0
        if line[:1] in _INDENTS and (bullet := _BULLET.match(line)) and bullet.end() < len(line):
            text, hints = line[bullet.end() :], Hint.LIST.value
        elif _RULE.fullmatch(line):
            text = ""
        for cell in (plain(text),) if "\t" not in text or hints else _cells(text):
            if cell:
                pieces.append(_piece(Piece, (cell, "", hints, 0.0, 0.0, 0, 0, gap, "")))
            gap = not cell
    return pieces


def _cells(line: str) -> list[str]:
    """A line parted at tabs; the row of a table, which has many of them, stays whole."""
    cells = [cell for part in line.split("\t") if (cell := plain(part))]
    return cells if 0 < len(cells) < _ROW else [" ".join(cells)]


def _pieces_of_markdown(lines: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    gap = True
    for written in lines:
        line = line_of(written)
        text = plain(line.text)
        hints = _HINTS.get(line.tag, 0)
        if text:
            linked, strong = min(1.0, line.linked / len(text)), min(1.0, line.strong / len(text))
            pieces.append(Piece(text, line.tag, hints, linked, strong, gap=gap))
        images = [alt for image in line.images if (alt := plain(image))]
        pieces += [Piece(alt, "img", hints | Hint.IMAGE.value) for alt in images]
        gap = not (text or images)
    return pieces
