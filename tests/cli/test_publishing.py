"""`publish` from the command line, and docs/publishing.md: its commands run, its limits are those of the code."""

import json
import re
import shlex
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.exports.excerpts import SHARE_OF_ARTICLE, WORDS_A_SPAN
from copydesk.publishing.folder import MANIFEST
from copydesk.publishing.plan import MOST_STORIES

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "publishing.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("beside_the_newsroom")


def publish(*words):
    return main(["--desk", "news.desk", "publish", *map(str, words)])


def test_it_says_where_the_site_is_and_how_much_was_written(tmp_path, capsys):
    assert publish(tmp_path) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["site"] == str(tmp_path / "index.html")
    assert first["written"] == first["files"] > 100
    assert publish(tmp_path, "--format", "text") == 0
    out, err = capsys.readouterr()
    assert out == f"{tmp_path / 'index.html'}\n"
    assert err.endswith(f"{first['files']} files: 0 written, 0 removed, {first['files']} as before\n")


def test_title_and_address_stand_on_every_page(tmp_path):
    assert publish(tmp_path, "--title", "Tales & <b>tides</b>", "--base-url", "https://news.example/coast/") == 0
    for path in tmp_path.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Tales &amp; &lt;b&gt;tides&lt;/b&gt;" in text
        assert f'<link rel="canonical" href="https://news.example/coast/{path.relative_to(tmp_path)}">' in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2031-01-01", "--days", "3"), "give one of them"),
        (("--base-url", "news.example"), "no address of a folder"),
        (("--base-url", "javascript:alert(1)"), "no address of a folder"),
        (("--base-url", "https://news.example/?a=b"), "no address of a folder"),
        (("--since", "lately"), "does not match the format"),
        (("--stories", "0"), "not in the range"),
    ],
)
def test_words_that_make_no_sense_are_told_and_nothing_is_written(tmp_path, capsys, words, said):
    folder = tmp_path / "site"
    assert publish(folder, *words) == 2
    assert said in capsys.readouterr().err
    assert not folder.exists()


def test_a_file_in_the_way_and_a_desk_that_is_none_are_told(tmp_path, capsys):
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    assert publish(tmp_path) == 2
    assert "was not made by copydesk publish" in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["index.html"]
    assert main(["--desk", "nowhere.desk", "publish", str(tmp_path / "site")]) == 4
    assert not (tmp_path / "site").exists()


def test_a_persons_own_robots_are_named(tmp_path, capsys):
    (tmp_path / "robots.txt").write_text("", encoding="utf-8")
    assert publish(tmp_path) == 0
    assert "robots.txt is your own and stays as it is" in capsys.readouterr().err


def test_the_commands_of_the_documentation_run(tmp_path, monkeypatch, capsys):
    desk = Path("news.desk").resolve()
    monkeypatch.chdir(tmp_path)
    Path("news.desk").symlink_to(desk)
    commands = re.findall(r"^    (copydesk .*)$", TEXT, re.MULTILINE)
    assert len(commands) == 4
    for line in commands:
        assert main(shlex.split(line)[1:]) == 0, line
    assert (tmp_path / "site" / "index.html").exists()
    assert capsys.readouterr().out


def test_the_documentation_tells_the_limits_of_the_code():
    assert f"at most {WORDS_A_SPAN} words in a row" in TEXT
    assert SHARE_OF_ARTICLE == 0.1  # "at most a tenth"
    assert f"{MOST_STORIES:,} where you do not say" in TEXT
    assert f"`{MANIFEST}`" in TEXT
