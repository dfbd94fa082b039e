"""What stands outside the text and was lost: byline, credit line, dateline."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.records import Alteration, AlterationKind, Article
from copydesk.text.normal import fold


def outside_alterations(source: Article, copy: Article) -> Iterator[Alteration]:
    """The source's byline, credit lines and dateline that the copy's page no longer has."""
    page = fold(" ".join(block.text for block in copy.blocks))
    for block in source.blocks:
        if block.kind == "byline" and not _names_kept(source, copy, page):
            yield _lost("dropped_attribution", block.text)
        if block.kind == "credit" and fold(block.text) not in page:
            yield _lost("dropped_attribution", block.text)
    if source.dateline and not copy.dateline:
        yield _lost("date", source.dateline)


def _names_kept(source: Article, copy: Article, page: str) -> bool:
    """Whether every person of the byline, or the byline itself, still stands on the copy's page."""
    return bool(source.byline) and all(fold(name) in page for name in source.byline) and bool(copy.blocks)


def _lost(kind: AlterationKind, text: str) -> Alteration:
    return Alteration(kind=kind, before=text, after="", a=None, b=None, material=True)
