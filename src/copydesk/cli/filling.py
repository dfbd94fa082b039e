"""`add`: filling a desk; and what several commands do with one: adding pages, and doing what is pending."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import DONE, FAILURES, NOTHING_READ, Call, end, pass_call
from copydesk.cli.asked import fetches
from copydesk.cli.shown import follow, note, note_passed, print_failure, print_row
from copydesk.cli.telling import tell_news
from copydesk.logs import tell
from copydesk.records import Failure, Page
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.fetching import Fetching


PAGES = "pages"
WAITS = "another run is at work at this desk; this one begins when it has ended"


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk add pages/ wire.jsonl --as-of 2031-06-30",
        "copydesk --desk news.desk add https://example.org/story --urls more.txt",
        "copydesk --desk news.desk add export.jsonl --columns text=body,outlet=site",
    )
)
@options.sources
@options.as_of
@options.columns
@options.form
@pass_call
@fetches
def add(  # noqa: PLR0913  one parameter an option
    call: Call, *, sources: tuple[str, ...], as_of: date, columns: dict[str, str], json: bool, fetching: Fetching
) -> None:
    """Put pages on the desk; `run` then reads them.

    PATH is a file of any kind that `copydesk read` opens, a folder, a pattern in quotes, or - for standard input.
    A page that is on the desk already and has not changed stays as it is. The files must stay where they are until
    `run` has read them. PATH may be an address (https://...): it is fetched, as docs/fetching.md tells, and kept on
    the desk; given again, it is asked whether it has changed.
    """
    with call.open() as desk:
        pages, failures = put(
            desk, sources, as_of=as_of, columns=columns, json=json, quiet=call.quiet, fetching=fetching
        )
    if not json:
        click.echo(f"{counted(pages, 'page')} on the desk" + (f", {failures} not read" if failures else ""))
    end(NOTHING_READ if not pages else FAILURES if failures else DONE)


def put(  # noqa: PLR0913  one parameter an option
    desk: Desk,
    sources: Iterable[str],
    *,
    as_of: date,
    columns: dict[str, str],
    fetching: Fetching,
    json: bool = False,
    quiet: bool = False,
) -> tuple[int, int]:
    """Add pages and tell what could not be read; how many pages and failures there were."""
    pages = failures = 0
    stdin = getattr(sys.stdin, "buffer", None)
    passed = Counter[str]()
    for one in desk.add(list(sources), as_of=as_of, columns=columns, stdin=stdin, passed=passed, fetching=fetching):
        if isinstance(one, Failure):
            failures += 1
            print_failure(one)
        else:
            pages += 1
            if json:
                print_row(_row(one))
    note_passed(passed, quiet=quiet)
    tell("pages.added", pages=pages, failed=failures)
    return pages, failures


def work(desk: Desk, call: Call, *, json: bool = False, through: str | None = None) -> int:
    """Run the desk, at most through the step of a name, and show how far it is; how many jobs failed."""
    before = desk.standing()
    last = follow(desk.run(through=through, waiting=lambda: note(WAITS, quiet=call.quiet)), quiet=call.quiet)
    for failure in desk.failures():
        if failure.step != PAGES:  # those were told when the page was added
            print_failure(failure)
    for step in last.values() if json else ():
        print_row(step._asdict())
    done = sum(step.done for step in last.values())
    if not json:
        note("nothing was pending" if not done else f"done: {counted(done, 'job')}", quiet=call.quiet)
    if done:
        tell_news(desk, desk.news(before), json=json, quiet=call.quiet)
    return sum(step.failed for step in last.values())


def _row(page: Page) -> dict[str, str | int | None]:
    return {"id": page.id, "page": page.source, "form": page.form, "bytes": page.size, "as_of": page.as_of.isoformat()}
