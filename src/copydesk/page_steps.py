"""What the steps over single pages do to a batch: the same with a desk and without, so that a page reads alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from copydesk.articles import Opened, Weighed, articles_on, lay_out, open_page, weigh
from copydesk.engine.base import Fault
from copydesk.engine.limits import uncollected, within
from copydesk.errors import UnreadablePage
from copydesk.pages import content_of
from copydesk.plugging import COPYDESK, PlugIn, kept_languages, model_named
from copydesk.records import Article, Frame, Layout, Page, Statement
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


def read_pages(batch: Sequence[Inputs], settings: Settings) -> Iterator[tuple[Article, ...] | Fault]:
    """The articles of each page, given the frame of its site where one is known; a `Fault` for a page without any.

    The pages of a batch are judged at once, which costs half as much as one by one and gives the same.
    """
    with uncollected():
        # What the pages are cut into is gone when the search for cycles is let in again, and is not looked through.
        answers = _answers(batch, settings)
    yield from answers


def _answers(batch: Sequence[Inputs], settings: Settings) -> list[tuple[Article, ...] | Fault]:
    """As `read_pages`, all at once."""
    opened = [_opened(inputs, settings) for inputs in batch]
    weighed = weigh([one for one in opened if isinstance(one, Opened)], settings=settings.articles)
    answers = [one if isinstance(one, Fault) else _read(one.page, weighed, settings) for one in opened]
    return [one if isinstance(one, Fault) else in_language(one, settings) for one in answers]


def in_language(articles: tuple[Article, ...], settings: Settings) -> tuple[Article, ...] | Fault:
    """The articles of a page in the languages that the model named by the settings tells; a `Fault` where it fails."""
    if settings.articles.language_model == COPYDESK:
        return articles
    model = model_named(settings.articles.language_model, "languages")
    texts = [article.text for article in articles]
    try:
        languages = kept_languages(texts, model.does.languages(texts))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a stranger's program is told of it by name
        return Fault(model.reason(error))
    return tuple(_said_in(article, one, model) for article, one in zip(articles, languages, strict=True))


def _said_in(article: Article, language: str | None, model: PlugIn) -> Article:
    """An article in the language that a model names, with what its page states beside that."""
    stated = [
        replace(one, kept=one.value[:2].lower() == language) if one.field == "language" else one
        for one in article.statements
        if (one.field, one.source) != ("language", "text")
    ]
    if language and not any(one.kept for one in stated if one.field == "language"):
        why = f"by {model.facts.told}"
        stated.append(Statement(field="language", value=language, source="text", kept=True, why=why))
    return replace(article, language=language, statements=tuple(stated))


def _opened(inputs: Inputs, settings: Settings) -> Opened | Fault:
    """A page cut into pieces."""
    (page,) = inputs[Page]
    frame = next(iter(inputs.get(Frame, ())), None)
    try:
        with in_time(page, settings):
            content = content_of(page, settings=settings.pages)
            return open_page(page, content, frame=frame, settings=settings.articles)
    except UnreadablePage as error:
        return Fault(error.reason)


def _read(page: Page, weighed: Iterator[Weighed], settings: Settings) -> tuple[Article, ...] | Fault:
    """The articles of a page, which is the next of these."""
    try:
        with in_time(page, settings):
            return articles_on(next(weighed), settings=settings.articles)
    except UnreadablePage as error:
        return Fault(error.reason)


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
