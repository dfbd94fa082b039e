"""Write docs/reference.md from the code: every command with its help, every setting with its default and its reason.

`python scripts/reference.py --check` writes nothing and ends with 1 when the file is not what the code says.
"""

import ast
import dataclasses
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

import copydesk.settings
from copydesk.cli import cli
from copydesk.flow import FLOW

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "docs" / "reference.md"


def commands() -> Iterator[str]:
    """The help of every command, as a person sees it."""
    yield "## Commands\n"
    for name, command in [("copydesk", cli), *sorted((f"copydesk {name}", one) for name, one in cli.commands.items())]:
        context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100)
        yield f"### `{name}`\n\n```text\n{command.get_help(context)}\n```\n"


def steps() -> Iterator[str]:
    """The order of the day."""
    yield "## Steps\n\n| step | reads | makes | version | settings |\n|---|---|---|---|---|"
    for step in FLOW:
        reads = ", ".join(f"`{kind.__name__}`" for kind in step.reads)
        sections = ", ".join(f"`[{name}]`" for name in step.settings)
        yield f"| {step.name} | {reads} | `{step.makes.__name__}` | {step.version} | {sections} |"
    yield ""


def settings() -> Iterator[str]:
    """Every setting with its default and the comment above it."""
    yield "## Settings\n\nA TOML file with one table a section, given as `--settings FILE`.\n"
    for section in dataclasses.fields(copydesk.settings.Settings):
        kind = type(getattr(copydesk.settings.Settings(), section.name))
        yield f"### `[{section.name}]`\n\n{inspect.getdoc(kind)}\n"
        rows = list(_rows(kind))
        if rows:
            yield "| setting | default | why |\n|---|---|---|"
            yield from rows
            yield ""


def _rows(kind: type) -> Iterator[str]:
    """The fields of a section with the comment lines that stand above each."""
    lines = inspect.getsource(kind).splitlines()
    defaults = kind()
    (tree,) = ast.parse("\n".join(lines)).body
    assert isinstance(tree, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            value = getattr(defaults, node.target.id)
            shown = "a section" if dataclasses.is_dataclass(value) else f"`{value!r}`"
            yield f"| `{node.target.id}` | {shown} | {_comment(lines, node.lineno - 1)} |"


def _comment(lines: list[str], place: int) -> str:
    """The comment that ends above a line, and the one at its end."""
    above: list[str] = []
    while place > 0 and lines[place - 1].strip().startswith("#"):
        place -= 1
        above.insert(0, lines[place].strip("# "))
    return " ".join(above).replace("|", "\\|")


def main() -> int:
    """Write or check; 1 when the file is out of date."""
    head = "# Reference\n\nWritten by `make docs` from the code.\n"
    text = "\n".join([head, *commands(), *steps(), *settings()]).rstrip() + "\n"
    if "--check" in sys.argv:
        return int(not PLACE.exists() or PLACE.read_text(encoding="utf-8") != text)
    PLACE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
