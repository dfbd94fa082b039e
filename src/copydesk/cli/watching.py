"""`watch`: keeping a desk up to date after a desk file, and telling what became of its stories."""

from __future__ import annotations

import signal
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import DONE, FAILURES, Call, end, pass_call
from copydesk.cli.heaps import give_back, share_heaps
from copydesk.cli.shown import note, print_row, print_text
from copydesk.errors import UsageError
from copydesk.reports.changed import NAMES, row, told
from copydesk.reports.safe import short
from copydesk.reports.wording import counted
from copydesk.settings import Settings

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.desk_file import DeskFile
    from copydesk.watching import Round, Watch

LABEL_SHOWN = 80
SHOWN = 8
"""Changes of one story that a terminal shows for a round."""


@click.command(
    epilog=options.examples(
        "copydesk watch desk.toml",
        "copydesk watch desk.toml --once --format jsonl",
        "copydesk watch desk.toml --allow-private",
    )
)
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Ask what is due, tell what became of it, and end: for cron and systemd.")
@click.option("--allow-private", "private", is_flag=True, help="Ask lists and pages of private networks too.")
@options.form
@pass_call
def watch(call: Call, *, path: Path, once: bool, private: bool, json: bool) -> None:
    """Keep a desk up to date and tell what became of its stories.

    FILE is a desk file: feeds, sitemaps, sites, pages and folders to watch, and how often (docs/watching.md shows one).
    What they name is fetched politely and kept on the desk, pages are asked later whether they were corrected, and the
    desk is run. Told are new independent accounts, where accounts newly differ, what copies have altered, which pages
    carry a text, and which copies still carry what their source has corrected since.

    The desk and its settings are those of FILE. All that is known between two rounds stands on the desk, so a watch may
    be ended or die at any moment; Ctrl-C ends it. With --once the exit status is 1 where a list begins to fail or a
    page is given up.
    """
    from copydesk.desk_file import read_desk_file
    from copydesk.watching import Watch
    from copydesk.watching.watch import alone

    planned = read_desk_file(path)
    share_heaps()
    with alone(planned.desk), opened(call, planned, private=private) as desk:
        watching = Watch(desk, planned.watch, base=path.parent)
        _end_on_term(watching)
        failed = False
        for done in watching.rounds(once=once):
            _tell(done, json=json, quiet=call.quiet)
            give_back()
            failed = bool(done.troubles or done.pages.given_up or done.failed_jobs)
    end(FAILURES if once and failed else DONE)


def opened(call: Call, planned: DeskFile, *, private: bool = False, read_only: bool = False) -> Desk:
    """The desk that a desk file names, with its settings.

    Raises:
        UsageError: settings were given beside those of the file.

    """
    if call.settings != Settings():
        raise UsageError(f"--settings does not go with a desk file; write them under [settings] in {planned.path}")
    settings = planned.settings
    if private:
        settings = replace(settings, fetch=replace(settings.fetch, allow_private_addresses=True))
    return replace(call, desk=planned.desk, settings=settings).open(read_only=read_only)


def _end_on_term(watching: Watch) -> None:
    """Let the round that goes on be finished when the system asks us to end."""
    signal.signal(signal.SIGTERM, lambda *_: watching.stopped.set())


def _tell(done: Round, *, json: bool, quiet: bool) -> None:
    if json:
        for change in done.changes:
            print_row({"at": done.at, **row(change)})
        print_row(_row(done))
        return
    for story, changes in groupby(done.changes, key=lambda change: change.story):
        found = list(changes)
        print_text(f"{short(story.label, LABEL_SHOWN)} ({story.id})")
        for change in found[:SHOWN]:
            print_text(f"{NAMES[change.kind]}: {told(change)}", indent="  ")
        if len(found) > SHOWN:
            print_text(f"and {len(found) - SHOWN:,} more, which --format jsonl shows", indent="  ")
    for trouble in (*done.troubles, *done.pages.given_up):
        note(f"not read: {trouble.url}: {trouble.reason}")
    note(_line(done), quiet=quiet)


def _line(done: Round) -> str:
    pages = done.pages
    parts = [
        f"{done.at}: {counted(done.lists, 'list')} asked",
        f"{counted(pages.new + done.files, 'page')} new",
        f"{pages.changed} changed",
        f"{pages.same} as before",
        f"{pages.failed} not read",
    ]
    return ", ".join(parts)


def _row(done: Round) -> dict[str, object]:
    troubles = [one._asdict() for one in done.troubles]
    pages = {**done.pages._asdict(), "given_up": [one._asdict() for one in done.pages.given_up]}
    return {
        "round": done.at,
        "lists": done.lists,
        "pages": pages,
        "files": done.files,
        "troubles": troubles,
        "failed_jobs": done.failed_jobs,
        "changes": len(done.changes),
    }
