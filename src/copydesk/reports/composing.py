"""An article's text as its page set it: paragraphs, subheadings, items of lists, quotations."""

from __future__ import annotations

from dataclasses import replace

from copydesk.records import Article, Block


def composed(article: Article) -> tuple[Block, ...]:
    """The body of an article as blocks with their styles, the first with its dateline as on the page.

    Without the dateline their texts, joined by newlines, are `Article.text`. Where the body blocks are not the text,
    its lines come back as plain paragraphs.
    """
    body = [block for block in article.blocks if block.kind == "body"]
    if "\n".join(block.text for block in body) != article.text:
        body = [Block(kind="body", text=line) for line in article.text.split("\n") if line.strip()]
    if body and article.dateline:
        body[0] = replace(body[0], text=f"{article.dateline} {body[0].text}")
    return tuple(body)
