"""docs/watching.md and docs/digest.md: their desk files are read, their commands run, their tables are complete."""

import json
import os
import re
import shlex
import shutil
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from copydesk.cli import main
from copydesk.desk_file import DigestPlan, MailPlan, WatchPlan, read_desk_file
from copydesk.reports.changed import ChangeKind

ROOT = Path(__file__).parents[1]
WATCHING, DIGEST = (ROOT / "docs" / name for name in ("watching.md", "digest.md"))
PAGES = ROOT / "examples" / "newsroom" / "pages"


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def commands(page):
    told = re.findall(r"^ {4}copydesk ([^#\n]*)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [shlex.split(one) for one in told]


@pytest.mark.parametrize("page", [WATCHING, DIGEST], ids=lambda page: page.name)
def test_the_desk_files_that_are_shown_are_read(page, tmp_path):
    (text,) = blocks(page, "toml")
    (tmp_path / "desk.toml").write_text(text, encoding="utf-8")
    planned = read_desk_file(tmp_path / "desk.toml")
    assert planned.desk == tmp_path / "news.desk"
    if page is WATCHING:
        # What is shown for the times are the defaults.
        assert (planned.watch.every, planned.watch.delay, planned.watch.again) == (
            WatchPlan().every,
            WatchPlan().delay,
            WatchPlan().again,
        )
        assert planned.settings.fetch.contact == "desk@news.example"
    else:
        assert planned.digest.mail.to == ("ada@news.example", "ben@news.example")
        assert (planned.digest.most, planned.digest.kept) == (DigestPlan().most, DigestPlan().kept)


def test_every_setting_of_a_desk_file_is_told():
    told = WATCHING.read_text(encoding="utf-8") + DIGEST.read_text(encoding="utf-8")
    for part in (WatchPlan, DigestPlan, MailPlan):
        for one in fields(part):
            assert re.search(rf"\b{one.name}\b", told), one.name


def test_every_kind_of_change_is_told():
    told = re.findall(r"^\| `(\w+)` \|", WATCHING.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(told) == sorted(get_args(ChangeKind))


def test_the_commands_that_are_shown_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    for path in sorted(PAGES.glob("*.html"))[:6]:
        os.utime(shutil.copy(path, tmp_path / "inbox"), (1e9, 1e9))  # a file that was just written would wait
    text = 'desk = "news.desk"\n[watch]\nfolders = ["inbox"]\n[digest]\nfolder = "public"\n'
    (tmp_path / "desk.toml").write_text(text, encoding="utf-8")
    for words in (one for one in commands(WATCHING) if "--once" in one):
        assert main(["--workers", "1", *words]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[-1]["files"] == 6
    assert rows[-1]["changes"] == len(rows) - 1 > 0
    dry, real = commands(DIGEST)
    assert main(["-q", *dry]) == 0
    printed = capsys.readouterr().out
    assert not (tmp_path / "public").exists()
    assert main(["-q", *real]) == 0
    assert capsys.readouterr().out == printed
    assert sorted(path.name for path in (tmp_path / "public").iterdir()) == [
        "digest.atom",
        "digest.json",
        "digest.rss",
        "index.html",
    ]
    assert main(["-q", *real, "--format", "text"]) == 0
    assert capsys.readouterr().out == "0 stories changed\n"
