"""Pieces as blocks: a dateline parted from its paragraph, paragraphs that the page runs together from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.articles.notes import dateline_of
from copydesk.articles.pieces import Piece
from copydesk.articles.styles import style_of
from copydesk.records import Block, BlockKind

# Two paragraphs run together: a lower-case word, a stop and at once a capitalised word that goes on.
_GLUED = re.compile(r"[.!?](?=[\"\u201c\u201e\u00ab\u2018']?(?P<word>[^\W\d_]['\u2019\w]+)\s)")
_WORD_BEFORE = 3


def blocks_of(
    pieces: Sequence[Piece], kinds: Sequence[BlockKind], recurs: Sequence[int]
) -> tuple[tuple[Block, ...], str | None]:
    """Every piece as a block, or as several, in order; and the dateline, which is a block before the first paragraph.

    The text of an article is its blocks of kind `body`, joined by newlines.
    """
    blocks: list[Block] = []
    dateline: str | None = None
    opened = False
    for piece, kind, count in zip(pieces, kinds, recurs, strict=True):
        style = style_of(piece)
        if kind != "body":
            blocks.append(Block(kind=kind, text=piece.text, style=style, recurs=count))
            continue
        text = piece.text
        if not opened:
            opened, dateline = True, dateline_of(text)
            if dateline is not None:
                blocks.append(Block(kind="dateline", text=dateline))
                text = text[len(dateline) :].strip()
        blocks.extend(Block(kind="body", text=part, style=style, recurs=count) for part in parts_of(text))
    return tuple(blocks), dateline


def text_of(blocks: Sequence[Block]) -> str:
    """The paragraphs among blocks, joined by one newline."""
    return "\n".join(block.text for block in blocks if block.kind == "body")


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
