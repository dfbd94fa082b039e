"""Pieces as blocks: a dateline parted from its paragraph, paragraphs that the page runs together from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.articles.notes import dateline_of
from copydesk.articles.pieces import Piece
from copydesk.articles.styles import style_of
from copydesk.records import Block, BlockKind, BlockStyle

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
            blocks.append(_block(kind, piece.text, style, count))
            continue
        text = piece.text
        if not opened:
            opened, dateline = True, dateline_of(text)
            if dateline is not None:
                blocks.append(Block(kind="dateline", text=dateline))
                text = text[len(dateline) :].strip()
        blocks.extend(_block("body", part, style, count) for part in parts_of(text))
    return tuple(blocks), dateline


# Of the time that it takes to make blocks, a frozen dataclass spends two thirds on looking up its own fields by name.
_new = object.__new__
_set_kind, _set_text, _set_style, _set_recurs = (
    Block.__dict__[name].__set__ for name in ("kind", "text", "style", "recurs")
)


def _block(kind: BlockKind, text: str, style: BlockStyle, recurs: int, /) -> Block:
    """A block, its fields set in their slots at once."""
    block = _new(Block)
    _set_kind(block, kind)
    _set_text(block, text)
    _set_style(block, style)
    _set_recurs(block, recurs)
    return block


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
