"""`explain`: the grounds of a finding on a desk that has been run, or what a run did and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.runs import give_run
from copydesk.cli.shown import print_row, print_text
from copydesk.errors import UsageError
from copydesk.observing.explaining import LAST, explain_run, is_run
from copydesk.reports.contract import plain
from copydesk.reports.safe import short

if TYPE_CHECKING:
    from copydesk.asking import Explanation
    from copydesk.observing.explaining import RunTold

WORDS_SHOWN = 240
"""Characters of a passage that are shown on a terminal; JSON lines carry all of it."""
LISTED = 12
"""Members of a list that are shown on a terminal."""


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk explain check-0f3a9c11d2e45b67",
        "copydesk --desk news.desk explain last",
        "copydesk --desk news.desk explain run-12 --format jsonl",
        "copydesk explain --archive archive/",
    )
)
@click.argument("ident", metavar="[ID|RUN|last]", default=LAST)
@click.option(
    "--archive",
    type=click.Path(file_okay=False, path_type=Path),
    help="Of the runs that made this archive, not of those on a desk.",
)
@options.form
@pass_call
def explain(call: Call, *, ident: str, archive: Path | None, json: bool) -> None:
    """Show a finding with its words, or what a run did and why.

    Of a finding it is told what made it, of a run also what it took of time and memory.

    What made a finding is a step, at a version, under settings. ID is that of any record: an article, a pair, a family,
    a story, a quote, a figure, a check. Ids stand in exported files, in the brief, and in what other commands print.

    RUN is a run that the desk remembers (run-12), `last` the newest, which is meant where nothing is named. Told is of
    each step how many jobs were done anew and why, how many were taken over as they stood, how many failed with the
    reason and the cure, and what it took of time and memory. docs/observing.md tells how these are measured. With
    --archive it is a run that made an archive, as the folder of that remembers it.
    """
    if archive is not None:
        give_run(_of_archive(archive, ident), json=json)
        return
    if is_run(ident):
        with call.open(read_only=True) as desk:
            told_run = desk.explain_run(ident)
        give_run(told_run, json=json)
        return
    with call.open(read_only=True) as desk:
        told = desk.explain(ident)
    if json:
        print_row(_explanation_row(told))
    else:
        _print_explanation(told)


def _of_archive(archive: Path, ident: str) -> RunTold:
    from copydesk.archive import remembered_in

    if not is_run(ident):
        raise UsageError(f"{ident} is no run; with --archive name one (run-2) or `last`, or load the archive to a desk")
    return explain_run(remembered_in(archive), ident)


def _value(value: Any) -> str:
    """A field of a record in one line; of long lists only how many there are."""
    if not isinstance(value, list):
        return short(str(value), WORDS_SHOWN)
    if all(isinstance(one, dict) and one.keys() == {"kind", "text"} and one["text"] for one in value):
        value = [f"{one['kind']}: {one['text']}" for one in value]
    if len(value) > LISTED or not all(isinstance(one, str) for one in value):
        return f"{len(value)}, which --format jsonl shows"
    return "; ".join(short(one, WORDS_SHOWN) for one in value)


def _explanation_row(told: Explanation) -> dict[str, object]:
    stored = told.stored
    return {
        "kind": type(stored.record).__name__.lower(),
        "record": plain(stored.record),
        "words": [{"place": place, "text": text} for place, text in told.words],
        "run": {"step": stored.step, "version": stored.version, "settings": stored.settings, "job": stored.job},
    }


def _print_explanation(told: Explanation) -> None:
    stored = told.stored
    print_text(f"{type(stored.record).__name__.lower()} {stored.record.id}")
    for name, value in plain(stored.record).items():
        if name not in {"id", "text", "content"} and value not in (None, [], ""):
            print_text(f"{name}: {_value(value)}", indent="  ")
    if told.words:
        click.echo("the words it rests on:")
    for place, words in told.words:
        print_text(f"{place}  {short(words, WORDS_SHOWN)}", indent="  ")
    click.echo(f"made by step {stored.step}, version {stored.version}, settings {stored.settings}, from {stored.job}")
