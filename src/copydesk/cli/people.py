"""`people`, with commands of its own: who may use a desk over the web, links that show one story, and the audit log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row, print_text
from copydesk.records import Person
from copydesk.reports.contract import plain

_DAYS = 14
"""Days for which a share link works where none are given: long enough to read a story, short enough to forget it."""


def _by(command: Any) -> Any:
    return click.option("--by", metavar="NAME", help="Who does it; kept in the log of what was done by hand.")(command)


@click.group(
    epilog=options.examples(
        "copydesk --desk news.desk people add Ada",
        "copydesk --desk news.desk people add 'Ben Okoro' --read-only",
        "copydesk --desk news.desk people renew Ada",
        "copydesk --desk news.desk people list",
        "copydesk --desk news.desk people share story-0f3a9c11 --days 7",
        "copydesk --desk news.desk people log",
    )
)
def people() -> None:
    """Give people tokens, and links that show one story.

    A desk without people asks nobody, and `serve` keeps it to this machine. From the first person on every reading and
    writing over the web needs a token. The command line needs none: whoever can open the file can read it.
    """


@people.command()
@click.argument("name")
@click.option("--read-only", is_flag=True, help="The person may look, and change nothing.")
@_by
@pass_call
def add(call: Call, *, name: str, read_only: bool, by: str | None) -> None:
    """Give somebody a token. It is shown this once; the desk keeps only its hash."""
    with call.open() as desk:
        issued = desk.people.add(name, right="read" if read_only else "write", by=by, at=_now())
    _tell(call, issued.person, issued.token)


@people.command()
@click.argument("name")
@_by
@pass_call
def renew(call: Call, *, name: str, by: str | None) -> None:
    """Give somebody a new token in place of theirs; NAME is their name or id. The old one opens nothing any more."""
    with call.open() as desk:
        issued = desk.people.renew(name, by=by, at=_now())
    _tell(call, issued.person, issued.token)


@people.command()
@click.argument("name")
@_by
@pass_call
def remove(call: Call, *, name: str, by: str | None) -> None:
    """Take somebody's token from them; NAME is their name or id. What they wrote stays."""
    with call.open() as desk:
        gone = desk.people.remove(name, by=by, at=_now())
    print_text(f"{gone.id}  {gone.name} may no longer {_may(gone.right)}")


@people.command("list")
@options.form
@pass_call
def everyone(call: Call, *, json: bool) -> None:
    """List the people of this desk."""
    with call.open(read_only=True) as desk:
        found = desk.people.everyone()
    if not found:
        note("nobody yet: over the web only this machine may use the desk", quiet=call.quiet)
    for one in found:
        if json:
            print_row(plain(one))
        else:
            print_text(f"{one.id}  {one.name} may {_may(one.right)}, since {one.added_at[:10]}")


@people.command()
@click.argument("story", metavar="STORY")
@click.option("--days", type=click.IntRange(1, 366), default=_DAYS, show_default=True, help="For how many days.")
@_by
@pass_call
def share(call: Call, *, story: str, days: int, by: str | None) -> None:
    """Make a link that shows one story to whoever has it. The token is shown this once."""
    ends = datetime.now(UTC).date() + timedelta(days=days)
    with call.open() as desk:
        issued = desk.people.share(desk.story(story), ends=ends, by=by, at=_now())
    print_text(f"{issued.share.id}  shows {issued.share.story} through {ends.isoformat()}")
    click.echo(f"/shared/{issued.token}")
    note("put the address of the server before it; `people withdraw` ends it sooner", quiet=call.quiet)


@people.command()
@options.form
@pass_call
def shares(call: Call, *, json: bool) -> None:
    """List the links that were made, withdrawn ones too."""
    with call.open(read_only=True) as desk:
        for one in desk.people.shares():
            if json:
                print_row(plain(one))
            else:
                ended = f"withdrawn {one.withdrawn_at[:10]}" if one.withdrawn_at else f"through {one.ends.isoformat()}"
                print_text(f"{one.id}  {one.story}, {ended}")


@people.command()
@click.argument("name", metavar="SHARE")
@_by
@pass_call
def withdraw(call: Call, *, name: str, by: str | None) -> None:
    """End a link now."""
    with call.open() as desk:
        gone = desk.people.withdraw(name, by=by, at=_now())
    print_text(f"{gone.id}  shows {gone.story} no more")


@people.command()
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many lines.")
@options.form
@pass_call
def log(call: Call, *, limit: int, json: bool) -> None:
    """Show what was done by hand, the newest first: decisions, notes, tokens, links."""
    with call.open(read_only=True) as desk:
        for line in desk.people.audit(limit=limit):
            if json:
                print_row(plain(line))
            else:
                who = line.by or "no name given"
                print_text(f"{line.number}  {line.at[:16].replace('T', ' ')} UTC  {who}: {line.action}")
                print_text(f"{line.target}: {line.words}", indent="    ")


def _tell(call: Call, person: Person, token: str) -> None:
    print_text(f"{person.id}  {person.name}, who may {_may(person.right)}")
    click.echo(token)
    note("give this token to them alone; it is not kept and cannot be shown again", quiet=call.quiet)


def _may(right: str) -> str:
    return "read and write" if right == "write" else "read"


def _now() -> str:
    return datetime.now(UTC).isoformat()
