"""`publish`: a site for readers from what is on a desk."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path

import click

from copydesk.cli import options
from copydesk.cli.app import PROGRAM, Call, pass_call
from copydesk.cli.shown import note, print_row
from copydesk.reports.wording import counted

EVERY = 5.0
"""Seconds between two lines that tell how far it is."""


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk publish site",
        "copydesk --desk news.desk publish site --title 'The Coast, told by all' --base-url https://news.example/coast",
        "copydesk --desk news.desk publish site --days 30 --stories 200",
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="OUT")
@click.option("--title", help="What the site is called.")
@click.option(
    "--base-url",
    "base",
    metavar="ADDRESS",
    help="Where others will find OUT, for whole addresses in feeds and a sitemap.  [default: relative, no sitemap]",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Leave out stories of which nothing was published on that day or later.",
)
@click.option(
    "--days", type=click.IntRange(min=1), help="The same, counted back from the latest publication on the desk."
)
@click.option("--stories", type=click.IntRange(min=1), help="At most so many stories, the latest.  [default: 1000]")
@options.form
@pass_call
def publish(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    folder: Path,
    title: str | None,
    base: str | None,
    since: datetime | None,
    days: int | None,
    stories: int | None,
    json: bool,
) -> None:
    """Make a site for readers of what is on the desk.

    OUT gets a front page of stories, the latest first, each with its independent accounts and copies folded under their
    source, and pages for stories, storylines and outlets, with feeds and a search: plain files for any host, which load
    nothing from elsewhere. Of articles stand headlines, addresses and short excerpts alone (docs/publishing.md).

    Given again, only what changed is written, and pages go whose stories went. Files that it did not make stay.
    Until a site is whole, the one before stands as it was.
    """
    from copydesk import __version__
    from copydesk.publishing import SitePlan
    from copydesk.publishing import publish as make
    from copydesk.publishing.plan import MOST_STORIES, TITLE

    options.refuse_unwritable(folder)
    plan = SitePlan(
        title=(title or "").strip() or TITLE,
        base_url=(base or "").rstrip("/"),
        since=None if since is None else since.date(),
        days=days,
        stories=stories or MOST_STORIES,
        program=f"{PROGRAM} {__version__}",
    )
    with call.open(read_only=True) as desk:
        done = make(desk, folder, plan, tell=_teller(quiet=call.quiet))
    for name in done.kept:
        note(f"{folder / name} is your own and stays as it is", quiet=call.quiet)
    if json:
        print_row(
            {"site": str(folder / "index.html"), "files": done.files, "written": len(done.written),
             "removed": len(done.removed)}
        )  # fmt: skip
        return
    click.echo(str(folder / "index.html"))
    note(
        f"{counted(done.files, 'file')}: {len(done.written):,} written, {len(done.removed):,} removed, "
        f"{done.files - len(done.written):,} as before",
        quiet=call.quiet,
    )


class _teller:  # noqa: N801  called like a function
    """Tells every few seconds how far it is."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= EVERY and sys.stderr is not None:
            self._last = now
            note(f"stories: {done:,} of {total:,}", quiet=self._quiet)
