"""How a page sets a piece: what its markup says of form, kept so that a text can be written out as it stood."""

from __future__ import annotations

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.records import BlockStyle

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A line all in bold that does not end as a sentence heads what follows; longer lines in bold are emphasis.
_LONGEST_BOLD = 100
_ALL = 0.95
_ENDS = '.!?:;,\u2026"\u201d\u3002\uff01\uff1f'


def style_of(piece: Piece) -> BlockStyle:
    """The style of a piece; a paragraph where nothing says otherwise."""
    if piece.tag in _HEADINGS or _is_bold_line(piece):
        return "heading"
    if piece.tag == "li" or piece.hints & Hint.LIST.value:
        return "item"
    return "quote" if piece.tag == "blockquote" or piece.hints & Hint.QUOTE.value else "paragraph"


def _is_bold_line(piece: Piece) -> bool:
    text = piece.text
    bold = piece.strong >= _ALL and len(text) <= _LONGEST_BOLD and text[-1:] not in _ENDS
    return bold and "://" not in text and "www." not in text
