"""The documents say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_reference_is_what_the_code_says():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "reference.py", "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


def test_the_commands_shown_print_what_is_shown():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "examples.py", "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_of_the_readme_runs(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = []
    for code in examples:
        exec(compile(code, "README.md", "exec"), {})
        lines.append(len(capsys.readouterr().out.splitlines()))
    assert lines == [3, 1]


def test_every_command_of_the_readme_exists():
    from copydesk.cli import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^ {4}copydesk (?:--desk \S+ )?(\w+)", readme, flags=re.MULTILINE)
    assert told
    assert set(told) <= set(cli.commands)
