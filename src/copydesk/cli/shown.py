"""How results, progress and failures look. Results go to standard output, all else to standard error."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from copydesk.records import Failure
from copydesk.reports.safe import tidy

if TYPE_CHECKING:
    from copydesk.running import Progress

# What steers a terminal (C1; C0 is escaped by JSON itself), reorders what stands around it, or is half a character.
_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# A name with a password before the host of an address. Whoever told it should have left it out; this is the last door.
_PASSWORD = re.compile(r"(?<=:/)(/?)[^\s/?#@]*:[^\s/?#]*@")
WIDEST = 100
"""Columns beyond which lines of text are hard to follow."""


def print_row(row: Any) -> None:
    """One JSON object on a line of its own."""
    click.echo(as_json(row))


def as_json(row: Any, *, indent: int | None = None) -> str:
    """A row as JSON that a terminal shows as it stands: the same values, what steers it is escaped."""
    written = json.dumps(row, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def for_screen(text: str) -> str:
    """Text as it is for a file or another program, and without characters that steer it for a terminal."""
    return tidy(text) if sys.stdout.isatty() else text


def print_text(text: str, *, indent: str = "") -> None:
    """Text from pages, wrapped and without characters that steer a terminal."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    for paragraph in tidy(text).split("\n"):
        click.echo(textwrap.fill(paragraph, width, initial_indent=indent, subsequent_indent=indent))


def note(message: str, *, quiet: bool = False) -> None:
    """A line for the person, never part of the result."""
    if not quiet:
        click.echo(tidy(without_passwords(message)), err=True)


def without_passwords(message: str) -> str:
    """A message in which no address has a name and password."""
    return _PASSWORD.sub(r"\1***@", message)


def note_passed(passed: Counter[str], *, quiet: bool) -> None:
    """What archives held besides pages, where they did."""
    if passed:
        note("passed over: " + ", ".join(f"{kind} ({count:,})" for kind, count in passed.most_common()), quiet=quiet)


def print_failure(failure: Failure) -> None:
    """What could not be made, and why: told even when all else is quiet."""
    what = "not read" if failure.step in {"pages", "articles"} else f"not made ({failure.step})"
    note(f"{what}: {failure.input}: {failure.reason}")


def follow(steps: Iterable[Progress], *, quiet: bool) -> dict[str, Progress]:
    """Show a run while it goes on; the last state of every step comes back."""
    last: dict[str, Progress] = {}
    for step in steps if quiet else _bars(steps) if sys.stderr.isatty() else _plain(steps):
        last[step.step] = step
    return last


def _bars(steps: Iterable[Progress]) -> Iterator[Progress]:
    """A bar for each step that has something to do."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}
        for step in steps:
            if step.total and step.step not in tasks:
                tasks[step.step] = bars.add_task(step.step, total=step.total)
            if step.step in tasks:
                bars.update(tasks[step.step], completed=step.done)
            yield step


def _plain(steps: Iterable[Progress]) -> Iterator[Progress]:
    """A short line for each step that had something to do."""
    for step in steps:
        if step.total and step.done == step.total:
            failed = f", {step.failed} failed" if step.failed else ""
            note(f"{step.step}: {step.done} of {step.total}{failed}")
        yield step
