"""How a page sets a piece: what its markup says of form, kept so that a text can be written out as it stood."""

from __future__ import annotations

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.records import BlockStyle

_LIST, _QUOTE = Hint.LIST.value, Hint.QUOTE.value
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A line all in bold that does not end as a sentence heads what follows; longer lines in bold are emphasis.
_LONGEST_BOLD = 100
_ALL = 0.95
_ENDS = '.!?:;,\u2026"\u201d\u3002\uff01\uff1f'


def style_of(piece: Piece) -> BlockStyle:
    """The style of a piece; a paragraph where nothing says otherwise."""
    tag, hints = piece.tag, piece.hints
    if tag in _HEADINGS or (piece.strong >= _ALL and _is_bold_line(piece.text)):
        return "heading"
    if tag == "li" or hints & _LIST:
        return "item"
    return "quote" if tag == "blockquote" or hints & _QUOTE else "paragraph"


def _is_bold_line(text: str) -> bool:
    bold = len(text) <= _LONGEST_BOLD and text[-1:] not in _ENDS
    return bold and "://" not in text and "www." not in text
