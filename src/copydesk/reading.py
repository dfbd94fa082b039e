"""Reading without a desk: pages in, articles out, nothing kept. What notebooks, programs and `copydesk read` call."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from copydesk.errors import NothingRead, UnreadablePage
from copydesk.records import Article, Failure, Frame, Layout, Page
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from copydesk.articles import Explained
    from copydesk.fetching import Fetching

STEP = "articles"
GIVEN = "-"
"""The source of a page whose content was handed over; the name of standard input."""
LEARNED_FROM = 20_000
"""Pages from which the frames of sites are learned; later ones are read without: some 80 MB are held by then."""
TOGETHER = 32
"""Pages that are read at a time: half as many cost a fiftieth more a page; more cost no less, and come later."""
ALONE = 200
"""Pages that this process reads by itself: about what it reads while other processes would start (one second)."""


class Reading(NamedTuple):
    """A page with its articles and why it reads so; `reason` says why there is no article where there is none."""

    page: Page
    articles: tuple[Article, ...]
    blocks: tuple[Explained, ...]
    reason: str | None


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
    passed: Counter[str] | None = None,
    fetching: Fetching | None = None,
) -> Iterator[Article | Failure]:
    """The articles of all pages that names stand for, in order, a `Failure` in the place of what could not be read.

    `jobs` processes read at once; None for one while there are few pages and then one for each core (a script that
    asks for more than one needs the usual `if __name__ == "__main__"`). However many pages there are, a few at a time
    are held in memory. Several pages are gone through twice, first to learn what recurs on those of one site; what
    cannot be gone back to (standard input, an address) is read by itself. What containers hold besides pages (pictures,
    redirections) is counted in `passed`, by what it is.
    """
    from copydesk.fetching import is_address

    settings = settings or Settings()
    names = list(sources)
    pages, frames = _named(
        names,
        stdin,
        as_of=as_of,
        url=url,
        columns=columns,
        settings=settings,
        jobs=jobs,
        passed=passed,
        fetching=fetching,
    )
    # Addresses come one a second: each is read when it comes, and is not lost when the rest is not waited for.
    batch = 1 if fetching is not None and (fetching.lists or any(map(is_address, names))) else None
    yield from articles_of(pages, frames=frames, settings=settings, jobs=jobs, batch=batch)


def explain_all(  # noqa: PLR0913 - as for `read_all`
    sources: Iterable[str],
    stdin: BinaryIO | None = None,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    fetching: Fetching | None = None,
) -> Iterator[Reading | Failure]:
    """The pages that names stand for, each read as `read_all` does and explained; a `Failure` for what is no page."""
    settings = settings or Settings()
    pages, frames = _named(
        list(sources), stdin, as_of=as_of, columns=columns, settings=settings, jobs=1, fetching=fetching
    )
    for page in pages:
        if isinstance(page, Failure):
            yield page
            continue
        try:
            yield _explained(page, frames.get(page.id), settings)
        except UnreadablePage as error:
            yield _failure(page, error.reason)


def _explained(page: Page, frame: Frame | None, settings: Settings) -> Reading:
    from copydesk.articles import explain_page, read_articles
    from copydesk.engine.base import Fault
    from copydesk.page_steps import in_language, in_time
    from copydesk.pages import content_of

    articles: tuple[Article, ...] = ()
    reason = None
    with in_time(page, settings):
        content = content_of(page, settings=settings.pages)
        try:
            answer = in_language(read_articles(page, content, frame=frame, settings=settings.articles), settings)
            articles, reason = ((), answer.reason) if isinstance(answer, Fault) else (answer, None)
        except UnreadablePage as error:
            reason = error.reason
        told = explain_page(page, content, next(iter(articles), None), settings=settings.articles)
    return Reading(page, articles, told, reason)


def _named(  # noqa: PLR0913 - as for `read_all`
    names: list[str],
    stdin: BinaryIO | None,
    *,
    as_of: date | None,
    url: str | None = None,
    columns: Mapping[str, str] | None,
    settings: Settings,
    jobs: int | None,
    passed: Counter[str] | None = None,
    fetching: Fetching | None,
) -> tuple[Iterator[Page | Failure], dict[str, Frame]]:
    """The pages that names stand for, and the frames of those which can be gone through twice."""
    from copydesk.fetching import find_sources
    from copydesk.pages import find_pages

    # A person's today is that of the local clock.
    day = as_of or date.today()  # noqa: DTZ011
    again = [] if url is not None else _to_read_twice(names)
    twice = find_pages(again, as_of=day, settings=settings.pages, stdin=stdin, columns=columns, keep=True)
    frames = frames_of(twice, settings=settings, jobs=jobs) if again else {}
    pages = find_sources(
        names, as_of=day, settings=settings, stdin=stdin, columns=columns, keep=True, passed=passed, fetching=fetching
    )
    return (pages if url is None else (_at(url, one) for one in pages)), frames


def articles_of(
    found: Iterable[Page | Failure],
    *,
    frames: Mapping[str, Frame] | None = None,
    settings: Settings,
    jobs: int | None = None,
    batch: int | None = None,
) -> Iterator[Article | Failure]:
    """The articles of pages in the order of the pages, and a `Failure` for each page that has none.

    `frames` are those of the pages' sites, by page; `batch` is how many pages are read at a time.
    """
    from copydesk.engine.base import Fault
    from copydesk.page_steps import read_pages

    handed_out: deque[Page | Failure] = deque()
    inputs = _inputs(found, handed_out, frames or {})
    for answer in _carried(read_pages, inputs, settings=settings, jobs=jobs, batch=batch):
        while isinstance(unread := handed_out.popleft(), Failure):
            yield unread
        if isinstance(answer, Fault):
            yield _failure(unread, answer.reason)
        else:
            yield from answer
    yield from (one for one in handed_out if isinstance(one, Failure))


def frames_of(found: Iterable[Page | Failure], *, settings: Settings, jobs: int | None = None) -> dict[str, Frame]:
    """What recurs on pages of one site, by page; nothing of a page that shares no frame with another.

    Learned from the first 20,000 pages, so that memory stays bounded: 4 kB a page while it is learned.
    """
    from copydesk.articles import find_frames
    from copydesk.engine.base import Fault
    from copydesk.page_steps import lay_out_pages

    pages = (one for one in found if isinstance(one, Page))
    first = list(islice(pages, 2))
    if len(first) < 2:
        return {}
    learned = ({Page: (page,)} for page in chain(first, islice(pages, LEARNED_FROM - 2)))
    sites: dict[str, list[Layout]] = {}
    for answer in _carried(lay_out_pages, learned, settings=settings, jobs=jobs):
        for layout in () if isinstance(answer, Fault) else answer:
            sites.setdefault(layout.site, []).append(layout)
    framed = (find_frames(layouts, settings=settings.articles.frame) for layouts in sites.values())
    return {frame.page: frame for frames in framed for frame in frames}


def _to_read_twice(sources: Sequence[str]) -> list[str]:
    """The names that stand for pages which can be read again, unless that is a single page alone."""
    from copydesk.pages import is_single, is_there_again

    again = [source for source in sources if is_there_again(source)]
    return [] if len(again) == 1 and is_single(again[0]) else again


def _failure(page: Page, reason: str) -> Failure:
    return Failure(id=stable_id("x", STEP, page.id), step=STEP, input=page.source, reason=reason)


def _at(url: str, found: Page | Failure) -> Page | Failure:
    return replace(found, url=url) if isinstance(found, Page) else found


def _carried(
    step: Callable[..., Any],
    inputs: Iterator[Any],
    *,
    settings: Settings,
    jobs: int | None,
    batch: int | None = None,
) -> Iterator[Any]:
    """What a step gives for each input."""
    from copydesk.engine import LocalEngine, cores

    shares = ((1, islice(inputs, ALONE)), (cores(), inputs)) if jobs is None else ((jobs, inputs),)
    for workers, share in shares:
        engine = LocalEngine(workers, batch=batch or TOGETHER)
        try:
            yield from engine.map(partial(step, settings=settings), share)
        finally:
            engine.close()


def _inputs(
    found: Iterable[Page | Failure], handed_out: deque[Page | Failure], frames: Mapping[str, Frame]
) -> Iterator[dict[type[Any], Any]]:
    """Each page, with the frame of its site, as the input of a job, noting what was passed on the way."""
    for one in found:
        handed_out.append(one)
        if isinstance(one, Page):
            yield {Page: (one,), Frame: (frames[one.id],)} if one.id in frames else {Page: (one,)}


def _opened(page: str | bytes | os.PathLike[str]) -> tuple[list[str], BinaryIO | None]:
    """A name to look up, or the name of standard input with the content in its place."""
    if isinstance(page, str) and ("<" in page or "\n" in page):
        page = page.encode("utf-8", "surrogatepass")
    return ([GIVEN], BytesIO(page)) if isinstance(page, bytes) else ([os.fspath(page)], None)
