"""docs/exports.md tells of every format."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

from copydesk.exports import FORMATS
from copydesk.exports.bundle import _BETWEEN, _RELATIONS
from copydesk.exports.excerpts import SHARE_OF_ARTICLE, WORDS_A_SPAN

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_format_is_asked_for():
    commands = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL) for line in block.splitlines()]
    asked = {word for line in commands for before, word in pairwise(shlex.split(line)) if before == "--to"}
    assert asked == {*FORMATS, "list"}


def test_every_format_has_its_row_and_its_section():
    for one in FORMATS.values():
        row = next(line for line in TEXT.splitlines() if line.startswith("| [") and f"[`{one.name}`]" in line)
        assert row.rstrip(" |").endswith("yes" if one.public else "no")
        anchor = re.search(rf"\[`{one.name}`\]\(#([\w-]+)\)", row)[1]
        heads = [re.sub(r"[^\w -]", "", head).replace(" ", "-").lower() for head in re.findall(r"^## (.*)", TEXT, re.M)]
        assert anchor in heads


def test_terms_and_limits_are_those_of_the_code():
    for term in (*_BETWEEN.values(), *(plain for plain, _, _ in _RELATIONS.values())):
        assert term.removeprefix("copydesk:") in TEXT
    assert f"at most {WORDS_A_SPAN} words" in TEXT
    assert SHARE_OF_ARTICLE == 0.1  # "at most a tenth of the article's words"
