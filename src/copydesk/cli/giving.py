"""`export` and `brief`: what is on a desk, as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import DONE, FAILURES, PROGRAM, Call, end, pass_call
from copydesk.cli.asked import fetches
from copydesk.cli.filling import put, work
from copydesk.cli.shown import note, print_row
from copydesk.errors import NothingRead, UsageError
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.exports import Given
    from copydesk.fetching import Fetching

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk export out",
        "copydesk --desk news.desk export out --to csv --to tei",
        "copydesk --desk news.desk export site --to jsonld --public",
        "copydesk --desk news.desk export corpus --to dataset --one-per-family",
        "copydesk export --to list",
    )
)
@click.argument("folder", type=FOLDER, metavar="OUT", required=False)
@click.option("--to", "formats", multiple=True, metavar="FORMAT", help="A form to write; again for more. `list` lists.")
@click.option("--public", is_flag=True, help="To be published: headlines, addresses and short excerpts only.")
@click.option("--one-per-family", is_flag=True, help="In a dataset one text of each family, and no copies.")
@click.option(
    "--include-reserved",
    metavar="REASON",
    help="In a dataset also pages whose rights of text and data mining are reserved, and why; the card tells it.",
)
@options.form
@pass_call
def export(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    folder: Path | None,
    formats: tuple[str, ...],
    public: bool,
    one_per_family: bool,
    include_reserved: str | None,
    json: bool,
) -> None:
    """Write all that is on the desk as JSON lines, or in forms that other programs read.

    The folder OUT gets one file for each kind of record. The files and their fields are told in docs/contract.md;
    `export.json` is written last. With --to it gets those forms instead; docs/exports.md tells what each holds.
    """
    if "list" in formats:
        _print_formats(json=json)
        return
    if folder is None:
        raise click.UsageError("Missing argument 'OUT'.")
    _refuse_idle(formats, public=public, one_per_family=one_per_family, include_reserved=include_reserved)
    options.refuse_unwritable(folder)
    if not formats:
        with call.open(read_only=True) as desk:
            _print_counts(folder, desk.export(folder), json=json)
        return
    from copydesk.exports import formats_named, write

    chosen = formats_named(formats, public=public)
    with call.open(read_only=True) as desk:
        given = _given(desk, public=public, one_per_family=one_per_family, include_reserved=include_reserved)
    written = write(chosen, given, folder)
    if "claimreview" in formats and not any(one.path.startswith("claimreview") for one in written):
        note("nobody signed a verdict on this desk, so there is no draft of a ClaimReview", quiet=call.quiet)
    _print_counts(folder, {one.path: one.amount for one in written}, json=json)


def _refuse_idle(formats: tuple[str, ...], *, public: bool, one_per_family: bool, include_reserved: str | None) -> None:
    """Refuse options that would change nothing: whoever gave them believes that they do."""
    if public and not formats:
        raise UsageError("the files of the contract hold whole articles, which --public refuses; name a form with --to")
    if (one_per_family or include_reserved is not None) and "dataset" not in formats:
        raise UsageError("--one-per-family and --include-reserved are for --to dataset")
    if include_reserved is not None and not include_reserved.strip():
        raise UsageError("--include-reserved needs the reason in words; it stands on the card of the dataset")


def _given(desk: Desk, *, public: bool, one_per_family: bool, include_reserved: str | None) -> Given:
    from copydesk import __version__
    from copydesk.exports import Given
    from copydesk.exports.excerpts import Excerpts
    from copydesk.reports.holdings import hold

    collection = desk.collection()
    return Given(
        holdings=hold(collection),
        program=f"{PROGRAM} {__version__}",
        notes=tuple(one.note for one in desk.notes.every()),
        excerpts=Excerpts(collection.families) if public else None,
        one_per_family=one_per_family,
        include_reserved=include_reserved,
    )


def _print_formats(*, json: bool) -> None:
    from copydesk.exports import every_format

    for one in every_format():
        if json:
            print_row({"format": one.name, "files": one.where, "holds": one.words, "public": one.public})
        else:
            click.echo(f"{one.name:<12} {one.where:<24} {one.words}{'' if one.public else ' (not --public)'}")


def _print_counts(folder: Path, counts: dict[str, int], *, json: bool) -> None:
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
