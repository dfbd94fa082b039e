"""What the gate of quality refuses: each way in which a floor could fall unseen."""

import shutil
import subprocess
from dataclasses import replace

import pytest

from quality.history import (
    Entry,
    digest_of_data,
    earlier_histories,
    extended,
    floors_of,
    read_history,
    refusals,
    written,
)

HERE, ELSEWHERE = "a" * 64, "b" * 64


def history(*steps, data=HERE):
    """A history in which figures were held to floors one after the other, each with its reason if any."""
    entries = ()
    for figure, floor, *because in steps:
        entry = Entry(day="2031-05-02", figure=figure, floor=floor, measured=floor, data=data, because="".join(because))
        entries = extended(entries, entry)
    return entries


RISEN = history(("body", 0.95), ("quotes", 0.8), ("body", 0.97))
REASON = "the gold counted headings as paragraphs"


def refused(entries, **how):
    return "\n".join(refusals(entries, **{"data": HERE, **how}))


def test_a_history_that_rises_holds():
    assert refusals(RISEN, data=HERE) == []
    assert floors_of(RISEN) == {"body": 0.97, "quotes": 0.8}


def test_a_floor_that_falls_with_a_reason_holds():
    fallen = history(("body", 0.97), ("body", 0.95, REASON))
    assert refusals(fallen, data=HERE) == []
    assert floors_of(fallen) == {"body": 0.95}


@pytest.mark.parametrize("because", ["", "   ", "worse now"])
def test_a_floor_that_falls_without_a_reason_is_refused(because):
    told = refused(history(("body", 0.97), ("quotes", 0.8), ("body", 0.95, because)))
    assert "entry 3 lowers body from 0.97 to 0.95 and says no reason" in told
    assert "--lower body" in told


def test_a_figure_that_is_taken_out_needs_a_reason_too():
    assert "lowers body from 0.97 to 0.0" in refused(history(("body", 0.97), ("body", 0.0)))
    assert floors_of(history(("body", 0.97), ("body", 0.0, REASON))) == {}


def test_a_floor_lowered_by_hand_is_refused():
    by_hand = (*RISEN[:-1], replace(RISEN[-1], floor=0.9))
    assert "entry 3 (body 0.9) does not follow from those before it" in refused(by_hand)


@pytest.mark.parametrize(
    "change", [{"because": REASON}, {"day": "2031-05-03"}, {"data": ELSEWHERE}, {"measured": 0.99}]
)
def test_an_entry_changed_by_hand_is_refused(change):
    assert "does not follow" in refused((replace(RISEN[0], **change), *RISEN[1:]))


def test_an_entry_taken_out_of_the_middle_is_refused():
    assert "entry 2 (body 0.97) does not follow" in refused((RISEN[0], RISEN[2]))


def test_entries_in_another_order_are_refused():
    assert "does not follow" in refused((RISEN[1], RISEN[0], RISEN[2]))


def test_a_floor_that_was_measured_on_other_data_is_refused():
    told = refused(history(("body", 0.97), data=ELSEWHERE))
    assert "body was measured on other pages" in told
    assert "measure again" in told


def test_a_floor_that_was_measured_again_on_these_data_holds():
    again = Entry(day="2031-05-03", figure="body", floor=0.97, measured=0.99, data=HERE)
    assert refused(extended(history(("body", 0.97), data=ELSEWHERE), again)) == ""


def test_a_floor_above_what_was_measured_is_refused():
    high = Entry(day="2031-05-02", figure="body", floor=0.99, measured=0.97, data=HERE)
    assert "which 0.97 does not reach" in refused(extended((), high))


def test_the_last_entry_does_not_go_unseen_where_an_earlier_commit_has_it():
    assert refusals(RISEN, data=HERE, earlier=[RISEN, RISEN[:2]]) == []
    assert "only 2 stand as they were" in refused(RISEN[:2], earlier=[RISEN])


def test_a_history_written_wholly_anew_does_not_go_unseen():
    anew = history(("body", 0.9), ("quotes", 0.7))
    assert refusals(anew, data=HERE) == []
    assert "only 0 stand as they were" in refused(anew, earlier=[RISEN])


def test_what_is_written_is_read_again():
    assert read_history(written(RISEN)) == RISEN
    assert written(history(("body", 0.97), ("body", 0.95, REASON))).count(REASON) == 1


@pytest.mark.parametrize("line", ["body\t0.97", "2031-05-02\tbody\thigh\t\taa\t\tbb", ""])
def test_a_line_that_is_no_entry_is_named(line):
    with pytest.raises(ValueError, match="line 5 is no entry"):
        read_history(written(RISEN) + line + "\n")


def test_columns_of_another_name_are_refused():
    with pytest.raises(ValueError, match="must name the columns"):
        read_history("figure\tfloor\nbody\t0.97\n")


# -- the data ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path):
    """A sample of one page with its gold, and a scorer."""
    for name in ("pages/a.html", "gold/gold.jsonl", "scoring.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("A ferry struck a crane.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["pages/a.html", "gold/gold.jsonl", "scoring.py"])
def test_the_digest_is_another_when_anything_of_it_changes(sample, name):
    before = digest_of_data(sample, sample / "scoring.py")
    assert before == digest_of_data(sample, sample / "scoring.py")
    (sample / name).write_text("A ferry struck a quay.\n", encoding="utf-8")
    assert before != digest_of_data(sample, sample / "scoring.py")


def test_the_digest_is_another_when_a_page_goes_comes_or_is_renamed(sample):
    def digest():
        return digest_of_data(sample, sample / "scoring.py")

    seen = {digest()}
    (sample / "pages" / "b.html").write_text("", encoding="utf-8")
    seen.add(digest())
    (sample / "pages" / "a.html").rename(sample / "pages" / "c.html")
    seen.add(digest())
    (sample / "pages" / "c.html").unlink()
    seen.add(digest())
    assert len(seen) == 4


# -- earlier commits --------------------------------------------------------------------------------------------------


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_earlier_commits_are_asked_where_there_are_any(tmp_path):
    path = tmp_path / "floors.tsv"
    git(tmp_path, "init", "--quiet")
    for entries in (RISEN[:1], RISEN):
        path.write_text(written(entries), encoding="utf-8")
        git(tmp_path, "add", "floors.tsv")
        git(tmp_path, "commit", "--quiet", "-m", "Floors rise")
    assert earlier_histories(path) == [RISEN, RISEN[:1]]
    assert "only 1 stand" in refused(RISEN[:1], earlier=earlier_histories(path))


def test_without_git_there_is_no_earlier_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert earlier_histories(tmp_path / "floors.tsv") == []
