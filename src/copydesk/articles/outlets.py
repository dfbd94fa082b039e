"""The name of the outlet that served a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.articles.cues import LEGAL, PROMOTION, RELATED, SHARE
from copydesk.articles.hints import Hint
from copydesk.articles.metadata import Metadata
from copydesk.articles.pieces import Piece
from copydesk.records import BlockKind
from copydesk.text.normal import fold

_LOGO = re.compile(r"\s*(?:[-\u2013\u2014|:,]\s+.*|\blogo\b.*|\bhome ?page\b.*|\bhome$)$", re.IGNORECASE)
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'\u2019.&-]*|[a-z]{1,3}|&)(?:\s+(?:[^\W\d_a-z][\w'\u2019.&-]*|of|the|and|&|de|la)){0,4}"
)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]+\s+|\s*\|\s*|:\s+")
_TAIL = re.compile(r"\s+(?:AI|App|Trust|Group|Ltd|Limited|Inc|Media|Publishing|Newspapers|Company|Co)\b.*$")
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
    return _from_page_title(title, metadata, folded) or _named(_masthead(pieces, kinds, title), notices)


def _from_page_title(title: str | None, metadata: Metadata, notices: str) -> str | None:
    """The part of the page's title that is not the headline."""
    for stated in metadata.page_titles:
        parts = [part.strip() for part in _PARTS.split(stated) if part.strip()]
        rest = [part for part in parts if fold(part) not in fold(title or "")]
        for part in (rest[-1:] + rest[:1]) if title and len(rest) < len(parts) else []:
            if len(part) <= 40 and _NAME.fullmatch(part) and fold(part) in notices:
                return part
    return None


def _masthead(pieces: Sequence[Piece], kinds: Sequence[BlockKind], title: str | None) -> list[str]:
    """Names among the first lines, the first of all first."""
    found: list[str] = []
    for piece, kind in zip(pieces[:_MASTHEAD], kinds, strict=False):
        if kind in ("body", "title", "standfirst"):
            break
        name = _LOGO.sub("", piece.text).strip()
        usual = PROMOTION.search(name) or SHARE.search(name) or RELATED.search(name) or piece.hints & Hint.LIST.value
        if 3 <= len(name) <= 40 and _NAME.fullmatch(name) and not usual and fold(name) != fold(title or ""):
            found.append(name)
    return found


def _named(masthead: Sequence[str], notices: Sequence[str]) -> str | None:
    """The name with most support: among the first lines, in a copyright line, or that other notices of the page use.

    A single word needs a notice to support it; a name in the middle of a sentence that begins with "The" needs none.
    """
    scores: dict[str, float] = {}
    for place, name in enumerate(masthead):
        scores[name] = 0.6 + 0.9 * (" " in name) - 0.1 * place
    for notice in notices:
        for found in _RUN.finditer(notice[:600]):
            name = _TAIL.sub("", found.group())
            scores.setdefault(name, 0.0)
            if name.startswith("The ") and found.start() > 0:
                scores[name] += 1.2
    legal = [fold(notice) for notice in notices if LEGAL.search(notice)]
    folded = [fold(notice) for notice in notices]
    for name in scores:
        key = fold(name)
        scores[name] += 0.35 * min(3, sum(key in notice for notice in folded)) + sum(key in line for line in legal[:2])
    best = max(scores, key=lambda name: (scores[name], name.startswith("The "), -len(name)), default=None)
    return best if best is not None and scores[best] >= 1.4 else None
