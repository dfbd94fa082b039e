"""`export` and `brief`: what is on a desk, as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import DONE, FAILURES, Call, end, pass_call
from copydesk.cli.asked import fetches
from copydesk.cli.filling import put, work
from copydesk.cli.shown import note, print_row
from copydesk.errors import NothingRead
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.fetching import Fetching

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk export out",
    )
)
@click.argument("folder", type=FOLDER, metavar="OUT")
@options.form
@pass_call
def export(call: Call, *, folder: Path, json: bool) -> None:
    """Write all that is on the desk as JSON lines.

    The folder OUT gets one file for each kind of record. The files and their fields are told in docs/contract.md;
    `export.json` is written last.
    """
    options.refuse_unwritable(folder)
    with call.open(read_only=True) as desk:
        counts = desk.export(folder)
    if json:
        print_row({"folder": str(folder), "counts": counts})
        return
    for name, lines in counts.items():
        click.echo(f"{lines:>8,}  {folder / name}")


@click.command(
    epilog=options.examples(
        "copydesk brief pages/ -o out",
        "copydesk --desk news.desk brief pages/ -o out --as-of 2031-06-30",
        "copydesk brief --urls addresses.txt -o out",
    )
)
@options.sources
@click.option("-o", "--out", "folder", type=FOLDER, required=True, metavar="OUT", help="The folder to write into.")
@options.as_of
@options.columns
@options.form
@pass_call
@fetches
def brief(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    sources: tuple[str, ...],
    folder: Path,
    as_of: date,
    columns: dict[str, str],
    json: bool,
    fetching: Fetching,
) -> None:
    """Make a brief of pages in one go.

    OUT/index.html is the brief, all records stand beside it. PATH is as for `add`. The brief needs no server and no
    network. Without --desk nothing else is kept; with it, the pages join those of that desk, only what is new is done,
    and the brief is of all of them. Written into the folder of an earlier brief, it tells what is new since.
    """
    options.refuse_unwritable(folder)
    with _desk_of(call) as desk:
        pages, unread = put(desk, sources, as_of=as_of, columns=columns, quiet=call.quiet, fetching=fetching)
        note(f"{counted(pages, 'page')} to read", quiet=call.quiet)
        failed = work(desk, call)
        _refuse_nothing(desk)
        index, counts = _written(desk, folder)
    if json:
        print_row({"brief": str(index), "counts": counts})
    else:
        click.echo(str(index))
    end(FAILURES if unread or failed else DONE)


def _desk_of(call: Call) -> Desk:
    """The desk that was named, or one in memory that is gone afterwards."""
    from copydesk.desk import open_desk

    if call.desk is not None:
        return call.open()
    return open_desk(settings=call.settings, workers=call.cores())


def _refuse_nothing(desk: Desk) -> None:
    if not desk.counts()["Article"]:
        raise NothingRead("no article could be read from what was named; the reasons are above")


def _written(desk: Desk, folder: Path) -> tuple[Path, dict[str, int]]:
    from copydesk.news import last_look
    from copydesk.reports.brief import write_brief

    before = last_look(folder)
    counts = desk.export(folder)
    return write_brief(desk.collection(), folder, news=before and desk.news(before)), counts
