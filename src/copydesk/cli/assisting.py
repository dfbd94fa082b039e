"""`mcp`: the desk for assistants, over the Model Context Protocol."""

from __future__ import annotations

from importlib.util import find_spec

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.errors import UsageError


@click.command(epilog=options.examples("copydesk --desk news.desk mcp"))
@pass_call
def mcp(call: Call) -> None:
    """Let an assistant ask the desk, over the Model Context Protocol.

    It speaks on standard input and output: an assistant's program starts it, nobody types to it. Six tools find
    stories and articles, tell one story, compare two articles, tell who carries a text, who said what, and where a
    figure stands. They only read, every answer is short and carries the spans it rests on. docs/assistants.md tells
    how to set it up.
    """
    if find_spec("mcp") is None:
        raise UsageError("assistants need the library mcp: pip install 'copydesk[mcp]'")
    from copydesk.assistants.server import server_of
    from copydesk.assistants.talking import talk

    with call.open(read_only=True) as desk:
        talk(server_of(desk))
