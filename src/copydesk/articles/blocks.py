"""Pieces as blocks: a dateline parted from its paragraph, paragraphs that the page runs together from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import cast

from copydesk.articles.notes import dateline_of
from copydesk.articles.pieces import Piece
from copydesk.articles.styles import style_of
from copydesk.records import Block, BlockKind, BlockStyle

# Two paragraphs run together: a lower-case word, a stop and at once a capitalised word that goes on.
_RUN_ON = r"(?=[\"\u201c\u201e\u00ab\u2018']?(?P<word>[^\W\d_]['\u2019\w]+)\s)"
_GLUED = re.compile(rf"[.!?]{_RUN_ON}")
# A pattern that begins with one character is looked for in a fifth of the time of one that begins with a set.
_GLUED_BY = tuple((stop, re.compile(rf"\{stop}{_RUN_ON}")) for stop in ".!?")
_WORD_BEFORE = 3


def blocks_of(
    pieces: Sequence[Piece], kinds: Sequence[BlockKind], recurs: Sequence[int]
) -> tuple[tuple[Block, ...], str | None]:
    """Every piece as a block, or as several, in order; and the dateline, which is a block before the first paragraph.

    The text of an article is its blocks of kind `body`, joined by newlines.
    """
    rows: list[_Row] = list(zip(kinds, map(_text, pieces), map(style_of, pieces), recurs, strict=True))
    paragraphs = [place for place, kind in enumerate(kinds) if kind == "body"]
    dateline: str | None = None
    # From the last to the first, so that rows put in do not move those that are still to be looked at.
    for place in reversed(paragraphs):
        _, text, style, count = rows[place]
        opening: list[_Row] = []
        if place == paragraphs[0] and (dateline := dateline_of(text)) is not None:
            opening, text = [("dateline", dateline, "paragraph", 0)], text[len(dateline) :].strip()
        if not opening and not _may_run_on(text):
            continue
        parts = list(parts_of(text))
        if opening or parts != [text]:
            rows[place : place + 1] = [*opening, *[("body", part, style, count) for part in parts]]
    return _blocks(rows), dateline


_Row = tuple[BlockKind, str, BlockStyle, int]
_text = itemgetter(0)


class _Draft:
    """A block whose fields may still be set; it becomes a block as it is, for its slots are the same."""

    __slots__ = ("kind", "recurs", "style", "text")

    kind: BlockKind
    text: str
    style: BlockStyle
    recurs: int


def _blocks(rows: Sequence[_Row]) -> tuple[Block, ...]:
    """A block of each row: in a sixth of the time that a frozen dataclass takes to set its fields."""
    drafts: list[_Draft] = []
    for kind, text, style, recurs in rows:
        draft = _Draft()
        draft.kind, draft.text, draft.style, draft.recurs = kind, text, style, recurs
        draft.__class__ = Block  # type: ignore[assignment]  # to the checker no class is another
        drafts.append(draft)
    return cast("tuple[Block, ...]", tuple(drafts))


def text_of(blocks: Sequence[Block]) -> str:
    """The paragraphs among blocks, joined by one newline."""
    return "\n".join(block.text for block in blocks if block.kind == "body")


def _may_run_on(text: str) -> bool:
    for stop, glued in _GLUED_BY:  # noqa: SIM110 - a generator costs as much as a search
        if stop in text and glued.search(text):
            return True
    return False


def parts_of(text: str) -> Iterator[str]:
    """The paragraphs in what the page runs together as one."""
    start = 0
    for found in _GLUED.finditer(text):
        before, word = text[max(0, found.start() - _WORD_BEFORE) : found.start()], found["word"]
        if (
            len(before) == _WORD_BEFORE
            and before.isalpha()
            and before.islower()
            and word[0].isupper()
            and word[1:].islower()
        ):
            yield text[start : found.end()].strip()
            start = found.end()
    if start < len(text):
        yield text[start:].strip() if start else text
