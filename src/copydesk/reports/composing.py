"""An article's text as its page set it: paragraphs, subheadings, items of lists, quotations, the times of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from copydesk.records import Article, Block

# Blocks between the time of an entry and its first paragraph: a headline, a name, a button.
_BELOW = 4


def composed(article: Article) -> tuple[Block, ...]:
    """The body of an article as blocks with their styles, the first with its dateline as on the page.

    Without the dateline the texts of blocks of kind `body`, joined by newlines, are `Article.text`; the times of a
    live report's entries stand between them as headings of kind `date`. Where the body blocks are not the text, its
    lines come back as plain paragraphs.
    """
    body = [block for block in article.blocks if block.kind == "body"]
    if "\n".join(block.text for block in body) != article.text:
        body = [Block(kind="body", text=line) for line in article.text.split("\n") if line.strip()]
    elif article.kind == "live":
        body = list(_timed(article.blocks))
    first = next((place for place, block in enumerate(body) if block.kind == "body"), None)
    if first is not None and article.dateline:
        body[first] = replace(body[first], text=f"{article.dateline} {body[first].text}")
    return tuple(body)


def _timed(blocks: Sequence[Block]) -> Iterator[Block]:
    """The paragraphs of a live report, each entry below its time."""
    time, at = "", -_BELOW
    for place, block in enumerate(blocks):
        if block.kind == "date":
            time, at = block.text, place
        if block.kind == "body":
            if time and place - at <= _BELOW:
                yield Block(kind="date", text=time, style="heading")
            time = ""
            yield block
