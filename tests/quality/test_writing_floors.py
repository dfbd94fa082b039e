"""`scripts/floors.py`: floors rise by themselves and fall by name and reason alone."""

import importlib.util
import sys
from pathlib import Path

import pytest

from quality import history as past

SCRIPT = Path(__file__).parents[2] / "scripts" / "floors.py"
PAGE = """| floor | of | at least |
|---|---|---|
| `body` | the body | 0.5 |
| `quotes` | quotes | 0.5 |

It has 1 entries, the last `0`.
"""
REASON = "the gold counts headings as paragraphs now"


@pytest.fixture
def floors(tmp_path, monkeypatch):
    """The script, with a history of two floors and a page of its own, and figures that a test sets."""
    spec = importlib.util.spec_from_file_location("floors_script", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec.loader.exec_module(script)
    entries = ()
    for figure in ("body", "quotes"):
        one = past.Entry(day="2031-05-02", figure=figure, floor=0.9, measured=0.95, data=past.digest_of_data())
        entries = past.extended(entries, one)
    monkeypatch.setattr(past, "HISTORY", tmp_path / "floors.tsv")
    monkeypatch.setattr(script, "PAGE", tmp_path / "quality.md")
    past.HISTORY.write_text(past.written(entries), encoding="utf-8")
    script.PAGE.write_text(PAGE, encoding="utf-8")

    def run(*words, body=0.92, quotes=0.92):
        monkeypatch.setattr(script, "measured", lambda: {"body": body, "quotes": quotes})
        monkeypatch.setattr(sys, "argv", ["floors.py", *words])
        status = script.main()
        kept = past.read_history(past.HISTORY.read_text(encoding="utf-8"))
        return status, kept, script.PAGE.read_text(encoding="utf-8")

    return run


def test_a_figure_within_its_floor_changes_nothing(floors):
    status, kept, _ = floors(body=0.9)
    assert (status, len(kept)) == (0, 2)


def test_a_floor_rises_by_itself_and_the_page_tells_it(floors):
    status, kept, page = floors(body=0.984)
    assert (status, past.floors_of(kept)) == (0, {"body": 0.96, "quotes": 0.9})
    assert "| `body` | the body | 0.96 |" in page
    assert f"3 entries, the last `{kept[-1].link}`" in page
    assert past.unsound(kept) == []


def test_a_figure_under_its_floor_is_told_and_nothing_is_written(floors, capsys):
    status, kept, page = floors(body=0.88, quotes=1.0)
    assert (status, len(kept), page) == (1, 2, PAGE)
    assert "body is 0.8800, under its floor of 0.9" in capsys.readouterr().err


def test_a_floor_falls_by_name_and_with_its_reason(floors):
    status, kept, _ = floors("--lower", "body", "--because", REASON, body=0.88)
    assert (status, past.floors_of(kept)) == (0, {"body": 0.86, "quotes": 0.9})
    assert kept[-1].because == REASON
    assert past.unsound(kept) == []


@pytest.mark.parametrize(
    "words", [["--lower", "body"], ["--lower", "body", "--because", "worse now"], ["--because", REASON]]
)
def test_neither_name_nor_reason_goes_without_the_other(floors, words, capsys):
    with pytest.raises(SystemExit):
        floors(*words, body=0.88)
    assert "go together" in capsys.readouterr().err


def test_another_figure_does_not_fall_along(floors):
    status, kept, _ = floors("--lower", "body", "--because", REASON, body=0.88, quotes=0.88)
    assert (status, len(kept)) == (1, 2)


@pytest.mark.parametrize("name", ["body", "no_such_figure"])
def test_a_floor_that_would_not_fall_is_not_lowered(floors, name):
    status, kept, _ = floors("--lower", name, "--because", REASON, body=0.99)
    assert (status, len(kept)) == (1, 2)


def test_other_data_give_every_figure_a_new_entry(floors, monkeypatch):
    monkeypatch.setattr(past, "digest_of_data", lambda: "c" * 64)
    status, kept, _ = floors()
    assert (status, len(kept)) == (0, 4)
    assert past.refusals(kept, data="c" * 64) == []


def test_checking_measures_nothing(floors, capsys):
    assert floors("--check")[0] == 0
    text = past.HISTORY.read_text(encoding="utf-8")
    past.HISTORY.write_text(text.replace("\t0.9\t", "\t0.8\t", 1), encoding="utf-8")
    assert floors("--check")[0] == 1
    assert "does not follow" in capsys.readouterr().err
