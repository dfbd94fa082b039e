"""`timeline`: storylines in order of time, as text, JSON lines or a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row, print_text
from copydesk.reports import wording
from copydesk.reports.cards import outlet

if TYPE_CHECKING:
    from copydesk.reports.storyline import Event, Storyline


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk timeline",
        "copydesk --desk news.desk timeline line-0f3a9c11 --format ics > ferry.ics",
        "copydesk --desk news.desk timeline story-77aa01be --format jsonl",
    )
)
@click.argument("name", required=False, metavar="STORYLINE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "ics"]),
    help="Readable text, one JSON object a storyline, or a calendar.  [default: text on a terminal, jsonl in a pipe]",
)
@pass_call
def timeline(call: Call, *, name: str | None, form: str | None) -> None:
    """Show storylines in order of time: a line an event, with its best sentence and what its day rests on.

    STORYLINE is its id or the beginning of one, or the id of a story or an article in it; without it every storyline on
    the desk is shown. Events without a day are told apart; a calendar leaves them out.
    """
    from copydesk.reports.calendar_file import calendar
    from copydesk.reports.storyline import timeline_row

    with call.open(read_only=True) as desk:
        lines, holdings = desk.timelines(name)
    if form == "ics":
        told = calendar(lines)
        if told is None:
            note("no event here has a day, so there is no calendar", quiet=call.quiet)
        else:
            # Line ends are those of the standard on every system.
            click.echo(told.encode(), nl=False)
        return
    if not lines:
        note("no two stories on this desk belong to one storyline", quiet=call.quiet)
    for line in lines:
        if options.wants_json(form):
            print_row(timeline_row(line, holdings))
        else:
            _print(line)


def _print(line: Storyline) -> None:
    print_text(f"{line.id}  {line.label}")
    for event in (*line.events, *line.undated):
        _print_event(event)


def _print_event(event: Event) -> None:
    day = event.story.event_date
    when = "day not established" if day is None else f"{wording.event_days(day)} ({wording.event_basis(day)})"
    print_text(f"{when}  {event.label}", indent="  ")
    if event.told is not None:
        print_text(f"“{event.told.words}” ({outlet(event.told.article)})", indent="      ")
    print_text(wording.ladder_line(event.story.ladder), indent="      ")
    for decision in event.decisions:
        print_text(wording.decided(decision), indent="      ")
