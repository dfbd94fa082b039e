"""`digest`: what became of the stories of a desk since the last one, sent and written as the desk file says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row
from copydesk.cli.watching import opened
from copydesk.reports.safe import tidy
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.desk_file import DeskFile
    from copydesk.digests import Made


@click.command(
    epilog=options.examples(
        "copydesk digest desk.toml --dry-run",
        "copydesk digest desk.toml",
        "copydesk digest desk.toml --out public/digest",
    )
)
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Print the digest; send, write and remember nothing.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the page and the feeds here.  [default: folder under [digest] in FILE]",
)
@options.form
@pass_call
def digest(call: Call, *, path: Path, dry: bool, out: Path | None, json: bool) -> None:
    """Tell which stories changed since the last digest.

    FILE is a desk file (docs/digest.md shows one). Told are new independent accounts, where accounts newly differ, what
    copies have altered, and which copies still carry what their source has corrected. Of articles stand headlines,
    addresses and the compared words alone, 25 in a row and a tenth of an article at most.

    It goes where the file says: as mail, as alerts, and into a folder as a page, Atom, RSS and JSON Feed. What a server
    does not take stays untold and is in the next digest. Where nothing changed, nothing is sent. The digest is printed
    too.
    """
    from copydesk import digests
    from copydesk.desk_file import read_desk_file
    from copydesk.fetching import World

    planned = read_desk_file(path)
    folder = out or (planned.beside(planned.digest.folder) if planned.digest.folder else None)
    if folder is not None and not dry:
        options.refuse_unwritable(folder)
    world = World()
    # A desk that is not there is no empty desk: to read it first says so.
    with opened(call, planned, read_only=True):
        pass
    with opened(call, planned, read_only=dry) as desk:
        made = digests.make(desk, planned.digest, world=world)
        if not dry:
            _send(made, planned, quiet=call.quiet)
            digests.remember(desk.store, made, planned.digest, world=world)
        if not dry and folder is not None:
            for written in digests.write_files(folder, digests.kept_digests(desk.store.watches), planned.digest):
                note(str(written), quiet=call.quiet)
    _print(made, json=json)


def _send(made: Made, planned: DeskFile, *, quiet: bool) -> None:
    """Send a digest where there is something to tell: first the mail, which is what people wait for."""
    from copydesk.digests import message_of, notifiers_named, notify, send, send_alerts

    plan = planned.digest
    if not made.digest.stories:
        return
    # What is not installed is said before anything is sent.
    plugged = notifiers_named(plan.notify)
    if plan.mail is not None:
        send(message_of(made.digest, plan.mail), plan.mail)
        note(f"sent to {counted(len(plan.mail.to), 'recipient')}", quiet=quiet)
    if plan.alerts:
        send_alerts(made.digest, plan.alerts)
        note(f"told at {counted(len(plan.alerts), 'place')}", quiet=quiet)
    if plugged:
        notify(made.digest, plugged)
        note(f"told by {counted(len(plugged), 'notifier')}", quiet=quiet)


def _print(made: Made, *, json: bool) -> None:
    from copydesk.reports.digest import story_lines

    if json:
        for story in made.digest.stories:
            print_row({**story._asdict(), "lines": [line._asdict() for line in story.lines]})
        return
    for story in made.digest.stories:
        click.echo(tidy("\n".join([*story_lines(story), ""])))
    waiting = f", {made.digest.waiting} more in the next digest" if made.digest.waiting else ""
    click.echo(f"{counted(len(made.digest.stories), 'story')} changed{waiting}")
