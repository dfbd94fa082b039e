"""`stories`, `merge`, `split`, `rename`, `pin`, `undo`, `decisions`: what is grouped, and what people decided of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row, print_text
from copydesk.records import Decision, Story
from copydesk.reports import wording
from copydesk.reports.contract import plain
from copydesk.reports.safe import short

_SHOWN = 6
"""Articles of a decision that are named on a terminal."""

_DONE = {
    "merge": "stories of {count} articles are one",
    "split": "{count} articles are of another event than {others} others",
    "rename": "the story of {count} articles is called “{label}”",
    "pin": "{count} articles are one event, and the whole of it",
}


def by_option(command: Any) -> Any:
    """`--by`: who does it."""
    return click.option("--by", metavar="NAME", help="Who does it; kept with it, and in the log.")(command)


@click.command(epilog=options.examples("copydesk --desk news.desk stories"))
@options.form
@pass_call
def stories(call: Call, *, json: bool) -> None:
    """List the stories on the desk, one event each, the earliest first."""
    with call.open(read_only=True) as desk:
        for story in desk.stories():
            if json:
                print_row(plain(story))
            else:
                _print_story(story)


@click.command(epilog=options.examples("copydesk --desk news.desk merge story-0f3a9c11 story-77aa01be --by Ada"))
@click.argument("names", nargs=-1, required=True, metavar="STORY STORY...")
@by_option
@pass_call
def merge(call: Call, *, names: tuple[str, ...], by: str | None) -> None:
    """Decide that stories are of one event."""
    with call.open() as desk:
        _told(desk.merge(names, by=by, at=_now()), call)


@click.command(epilog=options.examples("copydesk --desk news.desk split story-0f3a9c11 article-5d41402a --by Ada"))
@click.argument("name", metavar="STORY")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@by_option
@pass_call
def split(call: Call, *, name: str, articles: tuple[str, ...], by: str | None) -> None:
    """Decide that articles of a story are of another event than its others."""
    with call.open() as desk:
        _told(desk.split(name, articles, by=by, at=_now()), call)


@click.command(epilog=options.examples("copydesk --desk news.desk rename story-0f3a9c11 'Ferry accident in Eidsund'"))
@click.argument("name", metavar="STORY")
@click.argument("label")
@by_option
@pass_call
def rename(call: Call, *, name: str, label: str, by: str | None) -> None:
    """Call a story by another name than the headline of its earliest account."""
    with call.open() as desk:
        _told(desk.rename(name, label, by=by, at=_now()), call)


@click.command(epilog=options.examples("copydesk --desk news.desk pin story-0f3a9c11"))
@click.argument("name", metavar="STORY")
@by_option
@pass_call
def pin(call: Call, *, name: str, by: str | None) -> None:
    """Decide that a story is right and complete as it is: no run changes it."""
    with call.open() as desk:
        _told(desk.pin(name, by=by, at=_now()), call)


@click.command(epilog=options.examples("copydesk --desk news.desk undo decision-9e107d9d"))
@click.argument("name", metavar="DECISION")
@by_option
@pass_call
def undo(call: Call, *, name: str, by: str | None) -> None:
    """Take a decision back."""
    with call.open() as desk:
        _told(desk.undo(name, by=by, at=_now()), call, taken="no longer: ")


@click.command(epilog=options.examples("copydesk --desk news.desk decisions"))
@options.form
@pass_call
def decisions(call: Call, *, json: bool) -> None:
    """List what people decided of stories, in the order in which they did."""
    with call.open(read_only=True) as desk:
        for one in desk.decisions():
            if json:
                print_row(plain(one))
            else:
                print_text(f"{one.id}  {_summary(one)}")
                who = f"by {one.by}, " if one.by else ""
                print_text(f"{who}{(one.made_at or '')[:16].replace('T', ' ')} UTC", indent="    ")


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _told(decision: Decision, call: Call, *, taken: str = "") -> None:
    print_text(f"{decision.id}  {taken}{_summary(decision)}")
    note("stories follow with the next `copydesk run`", quiet=call.quiet)


def _summary(decision: Decision) -> str:
    said = _DONE[decision.kind].format(
        count=len(decision.articles), others=len(decision.others), label=short(decision.label or "", 80)
    )
    named = ", ".join(decision.articles[:_SHOWN])
    return f"{said}: {named}{', …' if len(decision.articles) > _SHOWN else ''}"


def _print_story(story: Story) -> None:
    print_text(f"{story.id}  {story.label}")
    day = story.event_date
    when = "day not established" if day is None else f"{wording.event_days(day)} ({wording.event_basis(day)})"
    by_hand = f" · {len(story.decisions)} decided by hand" if story.decisions else ""
    print_text(f"{when} · {wording.ladder_line(story.ladder)}{by_hand}", indent="    ")
