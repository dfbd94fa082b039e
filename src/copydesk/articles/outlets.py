"""The name of the outlet that served a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.articles.metadata import Metadata
from copydesk.articles.pieces import Piece
from copydesk.records import BlockKind
from copydesk.text.normal import fold

_LOGO = re.compile(r"\s*(?:[-\u2013\u2014|:,]\s+.*|\blogo\b.*|\bhome ?page\b.*|\bhome$)$", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'\u2019.&-]*|[a-z]{1,3}|&)(?:\s+(?:[^\W\d_a-z][\w'\u2019.&-]*|of|the|and|&|de|la)){0,4}"
)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]+\s+|\s*\|\s*|:\s+")
_RUN = re.compile(r"(?:The\s+)?[A-Z][\w'\u2019&-]*(?:\s+[A-Z][\w'\u2019&-]*){1,3}")
# A masthead stands among a page's first lines.
_MASTHEAD = 12


def outlet_of(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None, metadata: Metadata) -> str | None:
    """The outlet's name from metadata, the end of the page's title, its masthead, or what its own notices call it."""
    if metadata.outlets:
        return metadata.outlets[0]
    notices = [
        piece.text
        for piece, kind in zip(pieces, kinds, strict=True)
        if kind in ("promotion", "legal", "navigation", "widget", "other", "credit", "comments")
    ]
    folded = fold(" \n ".join(notices))
    return _from_page_title(title, metadata, folded) or _masthead(pieces, kinds, title, folded) or _named(notices)


def _from_page_title(title: str | None, metadata: Metadata, notices: str) -> str | None:
    """The part of the page's title that is not the headline."""
    for stated in metadata.page_titles:
        parts = [part.strip() for part in _PARTS.split(stated) if part.strip()]
        rest = [part for part in parts if fold(part) not in fold(title or "")]
        for part in (rest[-1:] + rest[:1]) if title and len(rest) < len(parts) else []:
            if len(part) <= 40 and _NAME.fullmatch(part) and fold(part) in notices:
                return part
    return None


def _masthead(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None, notices: str) -> str | None:
    """A short name among the first lines; better one that the page's other notices repeat."""
    best: tuple[float, str] | None = None
    for place, piece in enumerate(pieces[:_MASTHEAD]):
        if kinds[place] in ("body", "title", "standfirst", "byline", "date"):
            break
        name = _LOGO.sub("", piece.text).strip()
        if not 3 <= len(name) <= 40 or not _NAME.fullmatch(name) or fold(name) == fold(title or ""):
            continue
        score = notices.count(fold(name)) + 0.5 * (place == 0) + 0.2 * (" " in name) - 0.02 * place
        if best is None or score > best[0]:
            best = (score, name)
    return best[1] if best and best[0] >= 1.1 else None


def _named(notices: Sequence[str]) -> str | None:
    """The name that the page's own notices use most, at least twice."""
    counts: dict[str, int] = {}
    for notice in notices:
        for found in _RUN.finditer(notice[:600]):
            counts[found.group()] = counts.get(found.group(), 0) + 1
    best = max(counts, key=lambda name: (counts[name], len(name)), default=None)
    return best if best is not None and counts[best] >= 2 else None
