"""`watch` and `digest` as a person or a script calls them."""

import json
import os
import subprocess
import sys

import pytest

from copydesk.cli import main
from copydesk.watching.watch import alone

TEXT = """Vessmar to close its fish market

The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.
Councillor Ada Brenn said the repair of the northern hall would have cost 4.2 million crowns this year alone.
Traders, some of whom have sold herring there for three generations, said that they had been told of no survey.
The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    (tmp_path / "inbox").mkdir()
    put(tmp_path / "inbox" / "market.txt", TEXT)
    (tmp_path / "desk.toml").write_text('desk = "news.desk"\n[watch]\nfolders = ["inbox"]\n', encoding="utf-8")
    return tmp_path


def put(path, text):
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1e9, 1e9))  # a file that was just written would wait


def test_a_round_tells_in_words_what_came(capsys):
    assert main(["--workers", "1", "watch", "desk.toml", "--once", "--format", "text"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Vessmar to close its fish market (story-")
    assert "  new story: 1 independent account; the earliest known here is of market.txt" in said.out
    assert "1 page new" in said.err
    assert main(["--workers", "1", "-q", "watch", "desk.toml", "--once", "--format", "text"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_list_that_fails_is_told_and_ends_a_single_round_with_1(here, capsys):
    (here / "desk.toml").write_text('[watch]\nfeeds = ["http://127.0.0.1:9/feed"]\n', encoding="utf-8")
    assert main(["--workers", "1", "watch", "desk.toml", "--once"]) == 1
    said = capsys.readouterr()
    row = json.loads(said.out)
    assert row["troubles"][0]["url"] == "http://127.0.0.1:9/feed"
    assert "port 9 is not asked" in row["troubles"][0]["reason"]
    assert main(["--workers", "1", "watch", "desk.toml", "--once"]) == 0  # told once


def test_settings_stand_in_the_desk_file_alone(here, capsys):
    (here / "other.toml").write_text("[fetch]\nretries = 0\n", encoding="utf-8")
    assert main(["--settings", "other.toml", "watch", "desk.toml", "--once"]) == 2
    assert "write them under [settings] in desk.toml" in capsys.readouterr().err


def test_a_second_watch_is_refused(here, capsys):
    with alone(here / "news.desk"):
        assert main(["watch", "desk.toml", "--once"]) == 4
    assert "another watch" in capsys.readouterr().err


def test_folders_are_watched_without_the_libraries_of_fetching(here):
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('httpcore', 'idna', 'protego')));"
        "from copydesk.cli import main; sys.exit(main(['--workers', '1', 'watch', 'desk.toml', '--once']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["files"] == 1


def test_a_digest_of_a_desk_that_is_not_there_makes_none(here, capsys):
    for words in (["digest", "desk.toml"], ["digest", "desk.toml", "--dry-run"]):
        assert main(words) == 4
        assert "news.desk" in capsys.readouterr().err
    assert not (here / "news.desk").exists()


def test_a_mail_that_is_not_taken_is_told_and_leaves_the_changes_untold(here, capsys):
    put(here / "inbox" / "second.txt", TEXT.replace("4.2 million", "42 million"))
    mail = '[digest.mail]\nserver = "127.0.0.1"\nport = 9\nsecurity = "none"\nsender = "a@b.example"\nto = ["c@d.e"]\n'
    with (here / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(f'[digest]\nfolder = "public"\n{mail}')
    assert main(["-q", "--workers", "1", "watch", "desk.toml", "--once"]) == 0
    capsys.readouterr()
    assert main(["digest", "desk.toml", "--dry-run"]) == 0
    before = capsys.readouterr().out
    assert json.loads(before.splitlines()[0])["lines"]
    assert main(["digest", "desk.toml"]) == 1
    assert "the mail was not sent by 127.0.0.1:9" in capsys.readouterr().err
    assert main(["digest", "desk.toml", "--dry-run"]) == 0
    assert capsys.readouterr().out == before
