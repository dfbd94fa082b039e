"""docs/searching.md says what happens: its commands run, its Python prints what is shown."""

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

from copydesk.cli import main

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "searching.md").read_text(encoding="utf-8")


pytestmark = pytest.mark.usefixtures("beside_the_newsroom")


def test_every_command_runs(capsys):
    commands = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) for line in block.splitlines()]
    assert len(commands) > 10
    for line in commands:
        program, *words = shlex.split(line)
        assert program == "copydesk"
        assert main(words) == 0, line
        assert capsys.readouterr().out or "export" in words or "import" in words, line


def test_the_python_prints_what_is_shown():
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL))
    asked = parser.get_doctest(blocks, {}, "searching.md", None, None)
    failed, tried = runner.run(asked, out=sys.stdout.write, clear_globs=False)
    asked.globs["desk"].close()
    assert (failed, tried > 20) == (0, True)
