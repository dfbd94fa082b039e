"""`run IN OUT` and `load` from the command line: what they print, how they go on, and what they say that is wrong."""

import json
import sys
from types import SimpleNamespace

import pytest

from archive.helpers import PAGES
from copydesk.archive.steps import MAKES, StepDone
from copydesk.cli import main
from copydesk.cli.running import _make
from copydesk.records import Failure

DAY = ("--as-of", "2038-12-31")


@pytest.fixture
def few(tmp_path):
    """A folder of six pages of the sample newsroom, and one that holds no article."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for path in sorted(PAGES.glob("*.html"))[:6]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "empty.html").write_text("<html><body><p>Menu</p></body></html>", encoding="utf-8")
    return folder


def test_an_archive_is_made_loaded_and_left_as_it_is_the_second_time(few, tmp_path, capsys):
    out, desk = tmp_path / "archive", tmp_path / "news.desk"
    assert main(["--workers", "1", "run", *DAY, str(few), str(out)]) == 1
    told, noted = capsys.readouterr()
    rows = [json.loads(line) for line in told.splitlines()]
    assert [row["step"] for row in rows] == list(MAKES)
    assert not any(row["kept"] for row in rows)
    assert (rows[0]["records"], rows[3]["failed"]) == (7, 1)
    assert "plan: " in noted
    assert "not read: " in noted
    assert "empty.html" in noted
    assert sorted(one.name for one in out.iterdir()) == sorted([*MAKES, "history.json", "run.json"])

    assert main(["--workers", "1", "run", *DAY, str(few), str(out), "--format", "text"]) == 1
    told, noted = capsys.readouterr()
    assert told == ""
    assert noted.count("finished before") == len(MAKES)
    assert "plan: " not in noted

    assert main(["--desk", str(desk), "load", str(out), "--format", "text"]) == 1
    assert capsys.readouterr().out.endswith(f"articles on {desk}\n")
    assert main(["--desk", str(desk), "run", "--format", "text"]) == 1
    assert "articles: 1 of 1, 1 failed" in capsys.readouterr().err


def test_a_desk_is_loaded_with_its_counts(few, tmp_path, capsys):
    (few / "empty.html").unlink()
    assert main(["-q", "--workers", "1", "run", *DAY, str(few), str(tmp_path / "archive")]) == 0
    assert capsys.readouterr().err == ""
    assert main(["-q", "--desk", str(tmp_path / "news.desk"), "load", str(tmp_path / "archive")]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["Page"] == 6
    assert counts["Article"] >= 6


def test_a_run_that_was_stopped_goes_on_in_its_desk(few, tmp_path, capsys, monkeypatch):
    from copydesk.archive import local

    def stopped(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(local, "save", stopped)
        assert main(["--workers", "1", "run", *DAY, "--no-plan", str(few), str(tmp_path / "archive")]) == 130
    capsys.readouterr()
    assert main(["--workers", "1", "run", *DAY, "--no-plan", str(PAGES), str(tmp_path / "archive")]) == 2
    assert "was made with another sources" in capsys.readouterr().err
    assert main(["--workers", "1", "run", *DAY, "--no-plan", str(few), str(tmp_path / "archive")]) == 1
    rows = {row["step"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["articles"]["jobs"] == 1  # the one that failed is tried again, the others stand
    assert rows["prints"]["jobs"] == 0


def test_what_fails_in_a_quiet_step_is_counted_where_it_is_told(capsys):
    failure = Failure(id="x", step="articles", input="a.html", reason="it is empty; fetch the page again")
    steps = [StepDone(name, True, 2, 1, 1) for name in ("layouts", "articles")]
    archive = SimpleNamespace(run=lambda: steps, failures=lambda limit: [failure][:limit])
    assert _make(SimpleNamespace(quiet=True), archive, "out", plan=False, json=True) == 1
    assert capsys.readouterr().err == "not read: a.html: it is empty; fetch the page again\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pages"], "name both"),
        (["--master", "local[2]", "pages", "out"], "add --engine spark"),
        (["--conf", "spark.driver.memory=1g", "pages", "out"], "add --engine spark"),
        (["--engine", "spark", "--conf", "memory", "pages", "out"], "no setting of Spark"),
        (["pages", "hdfs://host/out"], "no folder of this machine"),
    ],
)
def test_words_that_are_off_are_told_with_what_to_say(words, said, capsys):
    assert main(["run", *DAY, *words]) == 2
    assert said in capsys.readouterr().err


def test_where_there_is_no_page_nothing_is_read(tmp_path, capsys):
    assert main(["run", *DAY, str(tmp_path / "nowhere"), str(tmp_path / "out")]) == 3
    assert "there is no such file" in capsys.readouterr().err


def test_a_folder_with_other_files_is_not_written_over(few, capsys):
    assert main(["run", *DAY, str(few), str(few)]) == 2
    assert "holds files and no archive" in capsys.readouterr().err


def test_without_java_or_pyspark_the_cure_is_told(few, tmp_path, capsys, monkeypatch):
    words = ["run", "--engine", "spark", *DAY, str(few), str(tmp_path / "out")]
    monkeypatch.setattr("copydesk.engine.spark.has_java", lambda: False)
    assert main(words) == 1
    assert "install openjdk-17-jre-headless" in capsys.readouterr().err
    monkeypatch.setattr("copydesk.engine.spark.has_java", lambda: True)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(words) == 1
    assert "pip install 'copydesk[spark]'" in capsys.readouterr().err
