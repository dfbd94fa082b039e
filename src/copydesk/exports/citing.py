"""A page as it is cited: what a list of references needs, as far as the page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from copydesk.exports.fitting import file_stem, held
from copydesk.exports.given import Given
from copydesk.records import Published
from copydesk.reports import wording
from copydesk.reports.safe import language, web_address


class Reference(NamedTuple):
    """A page to cite. `key` is unique and plain; `note` tells what its day rests on, where that is not the page."""

    key: str
    title: str
    outlet: str | None
    authors: tuple[str, ...]
    published: Published | None
    url: str | None
    accessed: date | None
    language: str | None
    note: str


def references(given: Given) -> Iterator[Reference]:
    """The main article of every page, in the order of the collection, each on one line of plain text a field."""
    for article in given.holdings.articles.values():
        if article.position == 0:
            published = given.holdings.published(article)
            yield Reference(
                key=file_stem(article.id),
                title=_line(given.heading(article)),
                outlet=None if article.outlet is None else _line(article.outlet),
                authors=tuple(_line(one) for one in article.byline),
                published=published,
                url=web_address(article.url),
                accessed=article.fetched,
                language=language(article.language),
                note="" if published is None else f"day of publication: {wording.published(published)}",
            )


def _line(text: str) -> str:
    return " ".join(held(text).split())
