"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from copydesk.errors import UsageError
from copydesk.store.address import Place, place_of

Command = TypeVar("Command", bound=Callable[..., Any])

sources = click.argument("sources", nargs=-1, metavar="PATH...")


def examples(*lines: str) -> str:
    """The end of a command's help: lines to try, kept as they stand (the mark tells click not to wrap them)."""
    return "\n".join(["Examples:", "", "\b", *(f"  {line}" for line in lines)])


def as_of(command: Command) -> Command:
    """`--as-of`: the one place where copydesk looks at a clock."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _context, _option, value: _day(value),
        metavar="DATE",
        help="The day on which the pages are read; no publication lies after it.  [default: today]",
    )(command)


def columns(command: Command) -> Command:
    """`--columns`: what the columns of a table are called."""
    return click.option(
        "--columns",
        callback=lambda _context, _option, value: _mapping(value),
        metavar="NAME=COLUMN,...",
        help="Names of columns (of .jsonl, .csv or Parquet) that are not called text, html, id, url, outlet, title,"
        " author, credited, published or fetched.",
    )(command)


def form(command: Command) -> Command:
    """`--format`: readable text or JSON lines; given to the command as `json`."""
    return click.option(
        "--format",
        "json",
        type=click.Choice(["text", "jsonl"]),
        callback=lambda _context, _option, value: wants_json(value),
        help="Readable text, or one JSON object a line.  [default: text on a terminal, jsonl in a pipe]",
    )(command)


def place(_context: click.Context, _option: click.Parameter, value: str | None) -> Place | None:
    """Where a desk is, as an option names it."""
    return None if value is None else place_of(value)


def refuse_unwritable(folder: Path) -> None:
    """Say before the work, and not after it, that its result could not be kept.

    Raises:
        UsageError: nothing can be written into this folder.

    """
    place = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not place.is_dir() or not os.access(place, os.W_OK):
        raise UsageError(f"{folder}: nothing can be written there; name another folder")


def _day(value: datetime | None) -> date:
    # The command line is where a person stands, and a person's today is that of the local clock.
    return date.today() if value is None else value.date()  # noqa: DTZ011


def _mapping(value: str | None) -> Mapping[str, str]:
    from copydesk.pages.containers import COLUMNS

    pairs = [pair.partition("=") for pair in (value or "").split(",") if pair.strip()]
    names = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
    for ours, theirs in names.items():
        if ours not in COLUMNS or not theirs:
            raise click.BadParameter(f"{ours!r} is none of {', '.join(COLUMNS)}; give pairs like text=body,outlet=site")
    return names


def wants_json(value: str | None) -> bool:
    """Whether JSON lines are asked for, or go into a pipe where nothing is."""
    return value == "jsonl" or (value is None and not sys.stdout.isatty())
