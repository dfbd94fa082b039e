"""Options of fetching, that all commands which take pages share: what a call names beside files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from copydesk.cli.app import Call
from copydesk.cli.shown import note

Command = TypeVar("Command", bound=Callable[..., Any])


def fetches(command: Command) -> Callable[..., Any]:
    """`--urls`, `--fetch` and `--allow-private`; the command is given the sources with all addresses, and `fetching`.

    It stands below `pass_call`, for it needs what stands before the command.
    """

    @wraps(command)
    def called(
        call: Call, *, sources: tuple[str, ...], urls: tuple[Path, ...], lists: bool, private: bool, **others: Any
    ) -> Any:
        from copydesk.fetching import Fetching
        from copydesk.fetching.lists import read_list

        named = tuple(one for path in urls for one in read_list(path, settings=call.settings))
        if not (sources or urls):
            raise click.MissingParameter(param_type="argument", param_hint="'PATH...'")
        if private:
            note("addresses of private networks are fetched too, as --allow-private asks", quiet=call.quiet)
            fetch = replace(call.settings.fetch, allow_private_addresses=True)
            call = replace(call, settings=replace(call.settings, fetch=fetch))

        def told(text: str) -> None:
            note(text, quiet=call.quiet)

        return command(call, sources=(*sources, *named), fetching=Fetching(lists=lists, told=told), **others)

    for option in reversed((_urls, _lists, _private)):
        called = option(called)
    return called


_urls = click.option(
    "--urls",
    type=click.Path(path_type=Path, allow_dash=True),
    multiple=True,
    metavar="FILE",
    help="Fetch the addresses in this file, one a line; - is standard input. How, and what never is: docs/fetching.md."
    " Where rights of text and data mining are reserved (TDMRep), pages are read and marked; skip_reserved under"
    " [fetch] in a --settings file leaves them out.",
)
_lists = click.option(
    "--fetch",
    "lists",
    is_flag=True,
    help="Fetch the addresses that a PATH lists: a feed, an OPML file, a sitemap, a text file with one a line.",
)
_private = click.option(
    "--allow-private",
    "private",
    is_flag=True,
    help="Fetch from private networks and from this machine too; else such addresses are refused.",
)
