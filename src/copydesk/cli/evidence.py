"""`evidence` and `verify`: all about one story in one file, and the checking of such a file on another machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import DONE, FAILURES, Call, end, pass_call
from copydesk.cli.shown import note, print_row
from copydesk.errors import NothingRead
from copydesk.reports.safe import short
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.evidence import Made
    from copydesk.evidence.making import Stamper

FILE = click.Path(dir_okay=False, path_type=Path)
LONGEST = 600
"""Characters of a line of a check that a terminal shows: a pack may come from anybody."""
SIGNS = {"holds": "holds  ", "differs": "DIFFERS", "note": "note   "}


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk evidence story-2146e84bfcdaee62 -o zoo.wacz",
        "copydesk --desk news.desk evidence story-2146 -o zoo.wacz --notes",
        "copydesk --desk news.desk evidence story-2146 -o zoo.wacz --timestamp-server https://tsa.example/tsr",
    )
)
@click.argument("story", metavar="STORY")
@click.option("-o", "--out", "path", type=FILE, required=True, metavar="PACK", help="The file to write, a WACZ.")
@click.option("--notes", is_flag=True, help="With what people noted on the story, its articles and pairs.")
@click.option("--no-pdf", "pdf", is_flag=True, default=True, flag_value=False, help="Without the report in print.")
@click.option(
    "--timestamp-server",
    "server",
    metavar="URL",
    help="Ask this authority (RFC 3161) to vouch for the time; it is sent a digest and nothing else.",
)
@click.option("--allow-private", "private", is_flag=True, help="The authority may stand in a private network.")
@click.option(
    "--made-at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%SZ"]),
    metavar="TIME",
    help="The time of making that the pack states, in UTC; the same desk and time give the same bytes.  [default: now]",
)
@options.form
@pass_call
def evidence(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    story: str,
    path: Path,
    notes: bool,
    pdf: bool,
    server: str | None,
    private: bool,
    made_at: datetime | None,
    json: bool,
) -> None:
    """Put all that is known of a story into one file.

    STORY is an id, the beginning of one, or the id of one of its articles. PACK is a WACZ: the pages as they were read,
    with the records, the spans, what made them, and a report as HTML and PDF in hedged wording. `copydesk verify` finds
    every changed byte of it on any machine; keep the digest that is printed, and tell it on another way than the file.
    A page whose file is gone or has changed is not archived, and the report says so.
    """
    from copydesk.evidence import gather, make

    options.refuse_unwritable(path.parent)
    at = datetime.now(UTC) if made_at is None else made_at.replace(tzinfo=UTC)
    with call.open(read_only=True) as desk:
        case = gather(desk, story, notes=notes)
    made = make(case, path, made_at=at.replace(microsecond=0), pdf=pdf, stamp=_stamper(call, server, private=private))
    for source, why in made.missing:
        note(f"{source}: {why}", quiet=call.quiet)
    if made.undrawn:
        note(f"{counted(made.undrawn, 'sign')} could not be drawn in report.pdf; it says so", quiet=call.quiet)
    _print(made, json=json)


@click.command(
    epilog=options.examples(
        "copydesk verify zoo.wacz",
        "copydesk verify zoo.wacz --digest 1f2e…",
        "copydesk verify zoo.wacz --timestamp-roots authority.pem",
    )
    + "\n\nExit status: 0 the pack is whole; 1 something differs; 2 the command's words are off; 3 it is no pack."
)
@click.argument("pack", type=FILE, metavar="PACK")
@click.option("--digest", metavar="HEX", help="The SHA-256 of the whole file, as you were told it on another way.")
@click.option(
    "--timestamp-roots", "roots", type=FILE, metavar="PEM", help="Certificates that must vouch for its time stamp."
)
@options.form
@pass_call
def verify(call: Call, *, pack: Path, digest: str | None, roots: Path | None, json: bool) -> None:
    """Check an evidence pack, whoever made it and wherever.

    Looked at are the seal, every byte of the zip, the digest of every member, the time stamp, the words at the place of
    every span, the digest of every page; and its pages are read once more: do their articles read the same? Nothing is
    unpacked, and nothing is asked of the network. Who changes a pack and its digests with it is found out by --digest
    or by a time stamp.
    """
    from copydesk.evidence.checking import NotAPack
    from copydesk.evidence.checking import verify as checked

    differs = 0
    try:
        for one in checked(pack, digest=digest, roots=roots, settings=call.settings):
            differs += one.state == "differs"
            if json:
                print_row(one._asdict())
            else:
                click.echo(f"{SIGNS[one.state]}  {short(one.what, LONGEST)}: {short(one.said, LONGEST)}")
    except NotAPack as error:
        raise NothingRead(str(error)) from error
    if not json:
        click.echo(f"{pack}: {counted(differs, 'thing')} differ" if differs else f"{pack}: whole")
    end(FAILURES if differs else DONE)


def _stamper(call: Call, server: str | None, *, private: bool) -> Stamper | None:
    """What asks the authority that was named."""
    if server is None:
        return None
    from copydesk.evidence.stamping import stamped
    from copydesk.fetching import World

    fetch = replace(call.settings.fetch, allow_private_addresses=True) if private else call.settings.fetch
    return lambda listed: stamped(listed, server, settings=fetch, world=World())


def _print(made: Made, *, json: bool) -> None:
    if json:
        row = {"pack": str(made.path), "sha256": made.sha256, "bytes": made.size, "articles": made.articles}
        print_row({**row, "pages": made.pages, "undrawn": made.undrawn, "stamped": made.stamped})
        return
    pages = sum(made.pages.values())
    whole = made.pages.get("bytes", 0) + made.pages.get("record", 0)
    click.echo(f"{made.path}: {counted(made.articles, 'article')}, {whole} of {counted(pages, 'page')} with its bytes")
    click.echo(f"SHA-256 {made.sha256}")
