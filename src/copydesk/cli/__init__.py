"""The command line: parses words, asks the desk, prints what comes back, and adds no logic of its own.

`app` holds the options before a command and turns errors into exit statuses; `shown` prints and `wording` of the
reports phrases; then one file per group of commands: `reading`, `filling`, `running`, `giving`, `pairs`, `deciding`,
`timelines`, `searching`, `asking`, `noting`, `people`, `moving`, `keeping`, `serving`, `assisting`, `watching`,
`digesting`, `evidence`, `publishing`, `plugins`, `health`.
"""

from copydesk.cli.app import cli, main
from copydesk.cli.asking import explain
from copydesk.cli.assisting import mcp
from copydesk.cli.deciding import decisions, merge, pin, rename, split, stories, undo
from copydesk.cli.digesting import digest
from copydesk.cli.evidence import evidence, verify
from copydesk.cli.filling import add
from copydesk.cli.giving import brief, export
from copydesk.cli.health import completion, doctor
from copydesk.cli.keeping import backup, restore
from copydesk.cli.moving import move
from copydesk.cli.noting import notes
from copydesk.cli.pairs import compare, copies, diff
from copydesk.cli.people import people
from copydesk.cli.plugins import plugins
from copydesk.cli.publishing import publish
from copydesk.cli.reading import read
from copydesk.cli.running import load, run
from copydesk.cli.searching import search
from copydesk.cli.serving import serve
from copydesk.cli.timelines import timeline
from copydesk.cli.watching import watch

_COMMANDS = (
    *(read, compare, add, run, load, export, brief, search, copies, diff),
    *(stories, timeline, merge, split, rename, pin, undo, decisions),
    *(serve, mcp, watch, digest, evidence, verify, publish, notes, people),
    *(move, backup, restore, explain, plugins, doctor, completion),
)
for _command in _COMMANDS:
    cli.add_command(_command)

__all__ = ["cli", "main"]
