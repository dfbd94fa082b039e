"""`move`: a desk from a file to a database, or back."""

from __future__ import annotations

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row
from copydesk.reports.wording import counted


@click.command(
    epilog=options.examples(
        "copydesk move news.desk postgresql://desk@localhost/news",
        "copydesk move postgresql://desk@localhost/news sqlite:news.desk",
    )
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@options.form
@pass_call
def move(call: Call, *, source: str, target: str, json: bool) -> None:
    """Move a desk to another place: a file, or a database on a server of PostgreSQL.

    FROM and TO are files (`sqlite:` may stand before them) or addresses like postgresql://USER@HOST/DATABASE. All goes
    along: records with what is known of how they were made, people, notes, looks, the audit log, what a watch
    remembers. TO must hold no desk yet. It becomes one when everything is there and was read again, equal by count and
    digest of every table; until then, and when the move is stopped, it holds nothing. FROM stays as it is. What is
    written on FROM meanwhile is not moved, so end what writes there first.
    """
    from copydesk.store.address import place_of
    from copydesk.store.moving import move as moved

    rows = 0
    for one in moved(place_of(source), place_of(target)):
        rows += one.rows
        if json:
            print_row(one._asdict())
        else:
            note(f"{one.table}: {one.rows:,} ({one.digest})", quiet=call.quiet)
    if not json:
        click.echo(
            f"{place_of(target)} is the desk now, with {counted(rows, 'row')}; {place_of(source)} stands as it was"
        )
