"""A run told on a terminal, or as lines of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from copydesk.cli.shown import print_row, print_text
from copydesk.observing.explaining import cost_of, told_rows
from copydesk.observing.told import RunRecord, StepRecord, memory_of
from copydesk.reports.spent import memory_told, seconds_told
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from copydesk.observing.explaining import RunTold

HEADS = ("step", "jobs", "done", "taken over", "failed", "records", "time", "CPU", "memory")


def give_run(told: RunTold, *, json: bool) -> None:
    """Print a run."""
    if json:
        for row in told_rows(told):
            print_row(row)
        return
    record = told.record
    print_text(f"{record.id}: {_state(record)}")
    for line in (_with(record), *told.notes):
        print_text(line, indent="  ")
    worked = [one for one in told.steps if one.record.pending or one.record.dropped]
    if worked:
        click.echo()
        for line in _table([one.record for one in worked], record):
            click.echo(line)
    if idle := len(told.steps) - len(worked):
        print_text(f"{counted(idle, 'step')} had nothing to do: all their jobs were current", indent="  ")
    if worked:
        click.echo()
    for step in worked:
        for line in (*step.why, *_spread(step.record), *_failures(step.record, record)):
            print_text(f"{step.record.step}: {line}")
    click.echo()
    print_text(_cost(record))


def _state(record: RunRecord) -> str:
    ended = f", ended {_moment(record.ended_at)}" if record.ended_at else ""
    return f"{record.state}; begun {_moment(record.started_at)}{ended} (UTC)"


def _moment(written: str) -> str:
    return written.replace("T", " ").removesuffix("+00:00")


def _with(record: RunRecord) -> str:
    """By what it was made."""
    workers = "" if record.workers is None else f", {record.workers} at work at once"
    memory = f", {record.sort_memory} for what is sorted" if record.sort_memory else ""
    return (
        f"copydesk {record.copydesk or '?'}, engine {record.engine or '?'}{workers}{memory}, settings {record.settings}"
    )


def _table(steps: Sequence[StepRecord], record: RunRecord) -> Iterator[str]:
    rows = [HEADS, *(_row(one) for one in steps), _sum(record)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    for name, *cells in rows:
        placed = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((name.ljust(widths[0]), *placed))


def _row(step: StepRecord) -> tuple[str, ...]:
    counts = (step.planned, step.done, step.taken_over, step.failed, step.records)
    spent = (seconds_told(step.seconds), seconds_told(step.cpu_seconds), memory_told(memory_of(step)))
    return (step.step, *(f"{one:,}" for one in counts), *spent)


def _sum(record: RunRecord) -> tuple[str, ...]:
    names = ("planned", "done", "taken_over", "failed", "records")
    counts = [sum(getattr(one, name) for one in record.steps) for name in names]
    spent = (seconds_told(record.seconds), seconds_told(record.cpu_seconds), memory_told(record.memory))
    return ("all steps", *(f"{one:,}" for one in counts), *spent)


def _spread(step: StepRecord) -> Iterator[str]:
    """Over how many tasks of Spark a step was spread, and what became of them."""
    if step.tasks is not None:
        lost = f", {step.lost_tasks:,} of which died and were done again" if step.lost_tasks else ""
        sent = f"; {memory_told(step.shuffled)} went between them" if (step.shuffled or 0) >= 2**20 else ""
        yield f"{counted(step.tasks, 'task')} of Spark{lost}{sent}"


def _failures(step: StepRecord, record: RunRecord) -> Iterator[str]:
    """Why jobs failed; the reasons of house name the cure."""
    for one in step.failures:
        yield f"{counted(one.jobs, 'job')} failed: {one.input}: {one.reason}"
    untold = step.failed - sum(one.jobs for one in step.failures)
    if untold:
        told = "`failures.jsonl` of an export" if record.archive is None else f"the folder {step.step}/rows=jobs"
        yield f"{counted(untold, 'job')} failed for other reasons, which {told} has"


def _cost(record: RunRecord) -> str:
    """What an article has cost."""
    if record.articles is None:
        return "what it cost an article is not established: the run ended before articles were counted"
    cost = cost_of(record)
    where = "on the desk" if record.archive is None else "in the archive"
    held = f"{counted(record.articles, 'article')} {where}"
    if cost is None:
        return f"{held}, none of them new to this run, so nothing is told of what one has cost"
    what = "on the clock" if record.cpu_seconds is None else "of CPU"
    return f"{held}, {record.new_articles:,} of them new to this run: {seconds_told(cost)} {what} for each of these"
