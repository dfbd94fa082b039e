"""docs/evidence.md: its commands run, and its tables tell every part and every line."""

import re
import shlex
import zipfile
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.evidence import verify

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.fixture
def commands(newsroom):
    story = max(newsroom.stories(), key=lambda story: len(story.articles)).id
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line.replace("story-565e", story))[1:] for line in lines]


@pytest.mark.usefixtures("beside_the_newsroom")
def test_the_commands_run(commands):
    assert len(commands) == 4
    for words in commands:
        assert main(words) == 0, words


@pytest.mark.usefixtures("beside_the_newsroom")
def test_every_part_of_a_pack_and_every_line_of_its_check_is_told(commands):
    assert main(commands[1]) == 0
    with zipfile.ZipFile("accord.wacz") as file:
        names = file.namelist()
    for name in names:
        last = name.rpartition("/")[2]
        assert any(one in TEXT for one in (name, last, f"`{last.removesuffix('.jsonl')}`", "`indexes/`")), name
    for one in verify(Path("accord.wacz")):
        assert f"`{one.what}`" in TEXT, one.what
