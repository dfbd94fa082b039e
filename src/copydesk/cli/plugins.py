"""`plugins`: what packages add to copydesk on this machine."""

from __future__ import annotations

import click

from copydesk.cli import options
from copydesk.cli.shown import print_row, print_text
from copydesk.errors import UsageError
from copydesk.plugging import GROUPS, Installed, installed, plug_in


@click.command(epilog=options.examples("copydesk plugins", "copydesk plugins --format jsonl"))
@options.form
def plugins(*, json: bool) -> None:
    """List the plug-ins that are installed, with their packages and whether they can be used.

    Readers open further forms of files, exporters write further forms, models find languages, quotes or figures,
    notifiers bring digests elsewhere, registries know owners of outlets. Each is used only where a setting or an
    option names it; docs/plug-ins.md tells how to write one.
    """
    found = installed()
    for one in found:
        wrong = fault_of(one)
        if json:
            print_row({**one._asdict(), "group": GROUPS[one.kind], "wrong": wrong})
        else:
            print_text(f"{one.kind:<9} {one.name:<16} {one.package} {one.version}{f': {wrong}' if wrong else ''}")
    if not found and not json:
        print_text("no plug-in is installed")


def fault_of(one: Installed) -> str | None:
    """Why a plug-in cannot be used; None where it can be."""
    try:
        plug_in(one.kind, one.name)
    except UsageError as error:
        return one.wrong or str(error)
    return None
