"""The list of attacks in docs/security.md: each is a test that exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


def test_there_is_a_list():
    assert len(set(NAMED)) > 30


def test_each_test_that_is_named_exists():
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).exists()
        or name not in {one.name for one in ast.walk(ast.parse((ROOT / file).read_text())) if hasattr(one, "name")}
    ]
    assert not missing
