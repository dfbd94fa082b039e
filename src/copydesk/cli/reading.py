"""`read`: pages to articles, with no desk."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options
from copydesk.cli.app import FAILURES, NOTHING_READ, Call, end, pass_call
from copydesk.cli.shown import print_article, print_failure, print_row
from copydesk.records import Article, Failure, Page
from copydesk.reports.contract import article_row
from copydesk.settings import Settings
from copydesk.text.ids import stable_id

if TYPE_CHECKING:
    from copydesk.engine import Engine


STEP = "articles"


@click.command(
    epilog=options.examples(
        "copydesk read ferry.html",
        "copydesk read pages/ --as-of 2031-06-30 > articles.jsonl",
        "curl -s https://example.org/story | copydesk read -",
    )
)
@options.sources
@options.as_of
@options.columns
@options.form
@pass_call
def read(call: Call, *, sources: tuple[str, ...], as_of: date, columns: dict[str, str], json: bool) -> None:
    """Print the articles of pages, without keeping anything.

    PATH is a file, a folder, a pattern in quotes, or - for standard input: .html .htm .txt .jsonl, each also with .gz.
    A page may hold several articles. In a pipe every article is a line of `articles.jsonl` as docs/contract.md tells.
    """
    from copydesk.engine import LocalEngine
    from copydesk.pages import find_pages

    stdin = getattr(sys.stdin, "buffer", None)
    found = find_pages(sources, as_of=as_of, settings=call.settings.pages, stdin=stdin, columns=columns)
    engine = LocalEngine(call.cores())
    read_some = failed = False
    try:
        for answer in articles_of(found, engine=engine, call=call):
            if isinstance(answer, Failure):
                failed = True
                print_failure(answer)
            else:
                read_some = True
                print_row(article_row(answer)) if json else print_article(answer)
    finally:
        engine.close()
    end(NOTHING_READ if not read_some else FAILURES if failed else 0)


def articles_of(found: Iterable[Page | Failure], *, engine: Engine, call: Call) -> Iterator[Article | Failure]:
    """The articles of pages in the order of the pages, and a `Failure` for each page that has none."""
    from copydesk.engine.base import Fault

    handed_out: deque[Page | Failure] = deque()
    for answer in engine.map(partial(_read, settings=call.settings), _inputs(found, handed_out)):
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
