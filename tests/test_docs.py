"""The documents say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs_blocks import PAGES, ROOT


def test_the_reference_is_what_the_code_says():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "reference.py", "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


def test_the_commands_shown_print_what_is_shown():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "examples.py", "--check"], check=False)
    assert done.returncode == 0, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", without_code(page)):
        place, _, anchor = target.partition("#")
        if "://" in target:
            continue
        led_to = page.parent / place if place else page
        assert led_to.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(led_to), f"{page.name} links to {target}"


def test_the_index_names_every_page_once():
    named = re.findall(
        r"^- \[[^\]]+\]\(([^)#]+)\)", (ROOT / "docs" / "index.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    pages = {path.name for path in PAGES} | {"CHANGELOG.md"}
    assert sorted(Path(name).name for name in named) == sorted(pages - {"README.md", "index.md"})


def without_code(page):
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page):
    """The names that headings have as anchors, as forges make them: `how-well`, the next of that name `how-well-1`."""
    heads = re.findall(r"^#+ (.*)", without_code(page), flags=re.MULTILINE)
    names = [re.sub(r"[^\w -]", "", head).strip().replace(" ", "-").lower() for head in heads]
    return {f"{name}-{before}" if (before := names[:place].count(name)) else name for place, name in enumerate(names)}
