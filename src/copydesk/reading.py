"""Reading without a desk: pages in, articles out, nothing kept. What notebooks, programs and `copydesk read` call."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from copydesk.errors import NothingRead, UnreadablePage
from copydesk.records import Article, Failure, Page
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from copydesk.engine import Engine

STEP = "articles"
GIVEN = "-"
"""The source of a page whose content was handed over; the name of standard input."""
ALONE = 200
"""Pages that this process reads by itself: about what it reads while other processes would start (one second)."""


def read(
    page: str | bytes | os.PathLike[str],
    *,
    url: str | None = None,
    as_of: date | None = None,
    settings: Settings | None = None,
) -> tuple[Article, ...]:
    """The articles of a page: the page's own first, then other stories that it carries at length.

    `page` is a path; or the page itself, as bytes or as a string with a `<` or a line end in it. `url` is the page's
    address, if you know it; `as_of` the day on which it was fetched or read (default: today), after which no date
    of publication can lie. A path may also name a folder or a container: the articles of all its pages come back.

    Raises:
        UnreadablePage: there is no article on the page, or nothing at the path.

    """
    found: list[Article] = []
    for answer in read_all(*_opened(page), as_of=as_of, url=url, settings=settings):
        if isinstance(answer, Failure):
            raise UnreadablePage(answer.input, answer.reason)
        found.append(answer)
    if not found:
        raise NothingRead(f"{GIVEN if isinstance(page, bytes) else page}: there is no page; check what was given")
    return tuple(found)


def read_all(  # noqa: PLR0913 - what may be said of pages, each with a default
    sources: Iterable[str],
    stdin: BinaryIO | None = None,
    *,
    url: str | None = None,
    as_of: date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    jobs: int | None = 1,
) -> Iterator[Article | Failure]:
    """The articles of all pages that names stand for, in order, a `Failure` in the place of what could not be read.

    `jobs` processes read at once; None for one while there are few pages and then one for each core (a script that
    asks for more than one needs the usual `if __name__ == "__main__"`). However many pages there are, a few at a time
    are held in memory.
    """
    from copydesk.pages import find_pages

    settings = settings or Settings()
    # A person's today is that of the local clock.
    day = as_of or date.today()  # noqa: DTZ011
    found = find_pages(list(sources), as_of=day, settings=settings.pages, stdin=stdin, columns=columns)
    if url is not None:
        found = (replace(one, url=url) if isinstance(one, Page) else one for one in found)
    return articles_of(found, settings=settings, jobs=jobs)


def articles_of(
    found: Iterable[Page | Failure], *, settings: Settings, jobs: int | None = None
) -> Iterator[Article | Failure]:
    """The articles of pages in the order of the pages, and a `Failure` for each page that has none."""
    from copydesk.engine import LocalEngine, cores

    pages = iter(found)
    shares = ((1, islice(pages, ALONE)), (cores(), pages)) if jobs is None else ((jobs, pages),)
    for workers, share in shares:
        engine = LocalEngine(workers)
        try:
            yield from _carried(engine, share, settings)
        finally:
            engine.close()


def _carried(engine: Engine, found: Iterable[Page | Failure], settings: Settings) -> Iterator[Article | Failure]:
    from copydesk.engine.base import Fault

    handed_out: deque[Page | Failure] = deque()
    for answer in engine.map(partial(_read, settings=settings), _inputs(found, handed_out)):
        while isinstance(unread := handed_out.popleft(), Failure):
            yield unread
        if isinstance(answer, Fault):
            ident = stable_id("x", STEP, unread.id)
            yield Failure(id=ident, step=STEP, input=unread.source, reason=answer.reason)
        else:
            yield from answer
    yield from (one for one in handed_out if isinstance(one, Failure))


def _read(batch: Sequence[dict[type[Any], Any]], *, settings: Settings) -> Iterator[tuple[Any, ...]]:
    """What the step `articles` of a run does, so that a page reads alike with a desk and without."""
    from copydesk.flow import FLOW

    run = next(step.run for step in FLOW if step.name == STEP)
    assert run is not None
    return run(batch, settings)


def _inputs(found: Iterable[Page | Failure], handed_out: deque[Page | Failure]) -> Iterator[dict[type[Any], Any]]:
    """Each page as the input of a job, noting what was passed on the way."""
    for one in found:
        handed_out.append(one)
        if isinstance(one, Page):
            yield {Page: (one,)}


def _opened(page: str | bytes | os.PathLike[str]) -> tuple[list[str], BinaryIO | None]:
    """A name to look up, or the name of standard input with the content in its place."""
    if isinstance(page, str) and ("<" in page or "\n" in page):
        page = page.encode("utf-8", "surrogatepass")
    return ([GIVEN], BytesIO(page)) if isinstance(page, bytes) else ([os.fspath(page)], None)
