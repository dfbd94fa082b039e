"""Run the commands that the documents show and write what they print below them: part of `make docs`.

A block of the language `console` that begins with `$ copydesk ...` is an example; `| head -20` cuts what it prints.
One that names a desk, `--desk news.desk`, asks a desk of the sample newsroom that is made for it.
`python scripts/examples.py --check` writes nothing and ends with 1 when a document shows something else.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```console\n\$ (copydesk [^\n]*)\n.*?```", re.DOTALL)
COLUMNS = "96"
A_DESK = "--desk news.desk"


@cache
def beside_a_desk() -> tempfile.TemporaryDirectory[str]:
    """A folder with `examples`, and with `news.desk`, a desk that has read the sample newsroom."""
    from copydesk.desk import open_desk

    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "examples").symlink_to(ROOT / "examples")
    before = Path.cwd()
    os.chdir(folder.name)
    with open_desk("news.desk") as desk:
        list(desk.add(["examples/newsroom/pages"], as_of=date(2038, 12, 31)))
        list(desk.run())
    os.chdir(before)
    return folder


def shown(command: str) -> str:
    """What a command prints, cut after the lines that its `| head` allows, a line of dots where something was cut."""
    words, _, most = command.partition(" | head -")
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(words)],
        cwd=beside_a_desk().name if A_DESK in words else ROOT,
        env={**os.environ, "COLUMNS": COLUMNS, "NO_COLOR": "1", "TERM": "dumb"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    lines = [line.rstrip() for line in done.stdout.rstrip().split("\n")]
    kept = lines[: int(most)] if most else lines
    return "\n".join([*kept, "..."] if len(kept) < len(lines) else kept)


def written(text: str) -> str:
    """A document with what its commands print now."""
    return BLOCK.sub(lambda found: f"```console\n$ {found[1]}\n{shown(found[1])}\n```", text)


def main() -> int:
    """Write or check; 1 when a document shows what no command prints."""
    status = 0
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = written(before)
        if after != before and "--check" in sys.argv:
            print(f"{page.relative_to(ROOT)}: run `make docs`")
            status = 1
        elif after != before:
            page.write_text(after, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
