"""The one list that HTML and plain text both become: pieces of a page in order, each with what is known around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from copydesk.articles.hints import Hint

# A line of this many cells is a row of a table and stays one piece; two cells are columns of the page's layout.
_ROW = 3
_BULLET = re.compile(r"(?:\s+(?:[\u2022\u25e6\u25aa\u2023\u00b7*-]|\d{1,3}\.)|[\u2022\u25e6\u25aa\u2023])\s+")


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
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


def pieces_of_text(content: str) -> list[Piece]:
    """The pieces of a plain text: its lines, parted at a tab, without bullets; a list item has the hint `LIST`."""
    pieces: list[Piece] = []
    gap = True
    for line in content.splitlines():
        bare = line.strip()
        if not bare:
            gap = True
            continue
        bullet = _BULLET.match(line)
        if bullet and bullet.end() < len(line):
            pieces.append(Piece(line[bullet.end() :].strip(), hints=Hint.LIST.value, gap=gap))
            gap = False
            continue
        cells = [" ".join(cell.split()) for cell in bare.split("\t") if cell.strip()]
        for cell in cells if len(cells) < _ROW else [" ".join(cells)]:
            pieces.append(Piece(cell, gap=gap))
            gap = False
    return pieces
