"""What the steps over single pages do to a batch: the same with a desk and without, so that a page reads alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from copydesk.articles import lay_out, read_articles
from copydesk.engine.limits import within
from copydesk.errors import UnreadablePage
from copydesk.pages import content_of
from copydesk.records import Article, Frame, Layout, Page
from copydesk.settings import Settings

Inputs = Mapping[type[Any], tuple[Any, ...]]
"""The records of one job, by kind."""


def lay_out_pages(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Layout, ...]]:
    """The layout of each page."""
    for inputs in batch:
        (page,) = inputs[Page]
        with in_time(page, settings):
            layout = lay_out(page, content_of(page, settings=settings.pages), settings=settings.articles)
        yield (layout,)


def read_pages(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Article, ...]]:
    """The articles of each page, given the frame of its site where one is known."""
    for inputs in batch:
        (page,) = inputs[Page]
        frame = next(iter(inputs.get(Frame, ())), None)
        with in_time(page, settings):
            content = content_of(page, settings=settings.pages)
            articles = read_articles(page, content, frame=frame, settings=settings.articles)
        yield articles


@contextmanager
def in_time(page: Page, settings: Settings) -> Iterator[None]:
    """Hold the work on one page to its time limit."""
    seconds = settings.pages.longest_page_seconds
    try:
        with within(seconds):
            yield
    except TimeoutError as error:
        cure = "leave it out, or raise longest_page_seconds under [pages] in a --settings file"
        raise UnreadablePage(page.source, f"reading it took longer than {seconds:g} seconds; {cure}") from error
