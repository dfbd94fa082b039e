"""A record as a notebook shows it: a little HTML that stands by itself, runs nothing and loads nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from copydesk.records import Article, Failure, Page
from copydesk.reports import wording
from copydesk.reports.composing import composed
from copydesk.reports.safe import language, short, web_address
from copydesk.reports.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

OPEN_PARAGRAPHS = 4
"""Paragraphs that are read at once; the others are a click away."""
MOST_PARAGRAPHS = 300
MOST_BLOCKS = 200
LONGEST_BLOCK = 300
"""What is cut off, so that a page of megabytes does not make a notebook of megabytes."""


def html_of(record: Article | Page | Failure) -> str:
    """The HTML of a record, at most some hundred kilobytes, in the colours of whatever it stands in."""
    values = _article(record) if isinstance(record, Article) else {"record": record}
    return _templates().get_template(f"notebook_{type(record).__name__.lower()}.html").render(values)


@cache
def _templates() -> Environment:
    return environment()


def _article(article: Article) -> dict[str, Any]:
    paragraphs = composed(article)[:MOST_PARAGRAPHS]
    cut = [block for block in article.blocks if block.kind != "body"]
    return {
        "article": article,
        "address": web_address(article.url),
        "lang": language(article.language),
        "described": wording.described(article),
        "opening": paragraphs[:OPEN_PARAGRAPHS],
        "rest": paragraphs[OPEN_PARAGRAPHS:],
        "left_out": wording.left_out(article),
        "dates": tuple((one, wording.ROLES[one.role]) for one in article.dates[:MOST_BLOCKS]),
        "cut": tuple((wording.BLOCKS[one.kind], short(one.text, LONGEST_BLOCK)) for one in cut[:MOST_BLOCKS]),
        "unlisted": max(0, len(cut) - MOST_BLOCKS),
    }
