"""The records of runs, and what `explain` tells from them: true, or said not to be established."""

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from copydesk import running
from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import DeskError, UsageError
from copydesk.flow import FLOW
from copydesk.observing import run_record
from copydesk.observing.explaining import cost_of, is_run, told_rows
from copydesk.store import Told

SAMPLE = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"
PAGES = [str(path) for path in sorted(SAMPLE.glob("eidsund-ferry-a*.html"))[:4]]
DAY = date(2038, 12, 31)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A desk with some pages of the sample newsroom, run once."""
    path = tmp_path_factory.mktemp("ran") / "a.desk"
    with open_desk(path) as desk:
        list(desk.add(PAGES[:3], as_of=DAY))
        list(desk.run())
    return path


@pytest.fixture
def desk(ran, tmp_path):
    with open_desk(shutil.copy(ran, tmp_path / "a.desk")) as opened:
        yield opened


def steps(record):
    return {one.step: one for one in record.steps}


def why(told, step):
    return " / ".join(next(one.why for one in told.steps if one.record.step == step))


def test_the_record_of_a_run_counts_what_the_desk_holds(desk):
    (record,) = desk.runs()
    counts = desk.counts()
    assert (record.id, record.state, record.engine, record.workers) == ("run-1", "done", "local", 1)
    assert [one.step for one in record.steps] == [step.name for step in FLOW]
    for step in FLOW:
        one = steps(record)[step.name]
        assert one.records == counts[step.makes.__name__], step.name
        assert (one.planned, one.pending, one.done) == (one.planned, one.planned, one.planned)
        assert {reason.why for reason in one.redone} <= {"new"}
        assert one.seconds > 0
        assert one.cpu_seconds is not None
    assert record.articles == record.new_articles == counts["Article"]
    assert record.started_at <= record.ended_at
    assert cost_of(record) == pytest.approx(record.cpu_seconds / counts["Article"], abs=1e-3)


def test_a_run_with_nothing_to_do_says_so_and_takes_everything_over(desk):
    list(desk.run())
    told = desk.explain_run()
    assert told.record.id == "run-2"
    assert told.before.id == "run-1"
    assert any("nothing was pending" in note for note in told.notes)
    assert all((one.pending, one.taken_over) == (0, one.planned) for one in told.record.steps)
    assert cost_of(told.record) is None


def test_new_pages_are_told_as_new_and_what_they_touch_as_changed(desk):
    list(desk.add(PAGES[3:], as_of=DAY))
    list(desk.run())
    told = desk.explain_run()
    assert why(told, "layouts") == "1 job new: pages that had not been read"
    assert steps(told.record)["prints"].taken_over == 3
    assert told.record.new_articles == told.record.articles - 3
    assert "what they read was other than before" in why(told, "facts")
    assert "attributions" not in why(told, "stories")
    assert "happenings" in why(told, "stories")


def test_changed_settings_are_named_by_their_section(desk):
    settings = desk.settings
    desk.settings = dataclasses.replace(settings, claims=dataclasses.replace(settings.claims, **other(settings.claims)))
    list(desk.run())
    told = desk.explain_run()
    assert any("claims" in note for note in told.notes)
    assert "settings of claims were changed since run-1" in why(told, "quotes")
    assert steps(told.record)["copies"].pending == 0


def other(section):
    """A number of a section, and another value of it."""
    field = next(one for one in dataclasses.fields(section) if type(getattr(section, one.name)) is int)
    return {field.name: getattr(section, field.name) + 1}


def test_which_setting_is_not_established_where_no_run_with_the_former_ones_is_remembered(desk):
    desk.store.history.keep(1, {"state": "done"})
    settings = desk.settings
    desk.settings = dataclasses.replace(settings, claims=dataclasses.replace(settings.claims, **other(settings.claims)))
    list(desk.run())
    assert "not established" in why(desk.explain_run(), "quotes")


def test_a_raised_version_is_told_with_both(desk, monkeypatch):
    raised = tuple(dataclasses.replace(one, version=99) if one.name == "quotes" else one for one in FLOW)
    monkeypatch.setattr(running, "FLOW", raised)
    list(desk.run())
    told = desk.explain_run()
    before = next(one.version for one in FLOW if one.name == "quotes")
    assert f"raised from {before} to 99" in why(told, "quotes")
    # They gave the same records, so nothing behind them was to be done.
    assert steps(told.record)["checks"].pending == 0


def test_what_changed_before_this_run_is_not_laid_to_it(desk):
    list(desk.add(PAGES[3:], as_of=DAY))
    list(desk.run(through="happenings"))
    assert any("later ones stayed pending" in note for note in desk.explain_run().notes)
    list(desk.run())
    facts = why(desk.explain_run(), "stories")
    assert "not established" in facts


def test_a_decision_by_hand_is_told(desk):
    desk.rename(desk.stories()[0].id, "Another name", at="2031-05-06T10:00:00+00:00")
    list(desk.run())
    told = desk.explain_run()
    assert any("decided something by hand" in note for note in told.notes)
    assert "decisions made by hand" in why(told, "happenings")


def test_failures_are_kept_with_their_reason_and_tried_again(tmp_path):
    page = tmp_path / "gone.html"
    shutil.copy(PAGES[0], page)
    with open_desk(tmp_path / "a.desk") as desk:
        list(desk.add([*PAGES[1:2], str(page)], as_of=DAY))
        page.unlink()
        list(desk.run())
        articles = steps(desk.runs()[0])["articles"]
        (failed,) = articles.failures
        assert (articles.done, articles.failed, failed.jobs) == (1, 1, 1)
        assert failed.input == str(page)
        assert steps(desk.runs()[0])["layouts"].failed == 0  # its failures are told by a later step
        list(desk.run())
        assert "tried again, which had failed before" in why(desk.explain_run(), "articles")
        assert [one.reason for one in desk.failures()] == [failed.reason]


def test_pages_that_went_are_told_as_dropped(desk):
    run = running.StepRun("articles", running.Article, 0, "")
    desk.store.put(run, [running.Outcome("a page that is gone", "", ())])
    list(desk.run())
    told = desk.explain_run()
    assert steps(told.record)["articles"].dropped == 1
    assert "1 job dropped" in why(told, "articles")


def test_a_run_that_is_left_is_stopped_with_what_it_had_done(desk):
    list(desk.add(PAGES[3:], as_of=DAY))
    for progress in desk.run():
        if progress.step == "articles":
            break
    del progress
    told = desk.explain_run()
    assert told.record.state == "stopped"
    assert steps(told.record)["layouts"].done == 1
    assert "1 job still to be done when the run ended" in why(told, "articles")


def test_an_error_is_kept_by_its_kind_and_not_by_its_words(desk, monkeypatch):
    list(desk.add(PAGES[3:], as_of=DAY))

    def broken(*_told, **_how):
        raise RuntimeError("words of a page")

    monkeypatch.setattr(running._Runner, "_gather", broken)
    with pytest.raises(RuntimeError):
        list(desk.run())
    (record, _) = desk.runs()
    assert (record.state, record.said) == ("failed", "RuntimeError")


def test_a_record_that_cannot_be_written_does_not_end_the_run(desk, monkeypatch):
    def full(*_told, **_how):
        raise DeskError("the disk is full")

    for name in ("begin", "keep", "last"):
        monkeypatch.setattr(desk.store.history, name, full)
    assert [one.step for one in desk.run()][-1] == FLOW[-1].name


def test_a_run_whose_process_was_killed_is_told_by_the_next(ran, tmp_path):
    path = Path(shutil.copy(ran, tmp_path / "a.desk"))
    code = f"""
        import os, signal
        from copydesk.desk import open_desk
        desk = open_desk({str(path)!r})
        for progress in desk.run():
            if progress.step == "copies":
                os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_desk(path) as desk:
        assert "at work, or its process ended" in desk.explain_run().notes[0]
        list(desk.run())
        assert [one.state for one in desk.runs()] == ["done", "broken off", "done"]
        assert any("ended without a word" in note for note in desk.explain_run("run-2").notes)


def test_what_another_copydesk_has_noted_otherwise_is_left_out():
    facts = {"state": "resting", "mood": "good", "steps": [{"step": "prints", "version": 1, "settings": "x", "new": 1}]}
    record = run_record(Told(7, facts))
    assert (record.id, record.number, record.state) == ("run-7", 7, "broken off")
    assert (record.steps[0].step, record.steps[0].memory) == ("prints", None)
    assert record.memory is None
    assert record.cpu_seconds is None


@pytest.mark.parametrize("name", ["last", "run-1", "run-000012"])
def test_names_of_runs(name):
    assert is_run(name)


@pytest.mark.parametrize("name", ["run-", "run-x", "run-1\n", "story-run-1", "run-" + "1" * 99, "run-١", "", "RUN-1"])
def test_what_is_no_name_of_a_run(name):
    assert not is_run(name)


def test_a_run_that_is_not_remembered_is_refused_with_those_that_are(desk, tmp_path):
    with pytest.raises(UsageError, match="the newest are run-1"):
        desk.explain_run("run-9")
    with open_desk(tmp_path / "new.desk") as new, pytest.raises(UsageError, match="none is remembered"):
        new.explain_run()


def test_a_run_that_does_nothing_changes_no_record_of_the_desk(desk):
    before = desk.store.snapshot()
    list(desk.run())
    assert desk.store.snapshot() == before


def test_workers_are_counted(tmp_path):
    with open_desk(tmp_path / "a.desk", workers=2) as desk:
        list(desk.add([str(path) for path in sorted(SAMPLE.glob("*.html"))[:10]], as_of=DAY))
        list(desk.run(through="prints"))
        (record,) = desk.runs()
    assert (record.workers, record.through, record.articles is not None) == (2, "prints", True)
    if record.measured == "proc":
        assert steps(record)["layouts"].worker_memory > 2**20


# -- the command ------------------------------------------------------------------------------------------------------


def test_explain_tells_a_run_for_people(ran, capsys):
    assert main(["--desk", str(ran), "explain", "last", "--format", "text"]) == 0
    told = capsys.readouterr().out
    assert all(len(line) <= 110 for line in told.splitlines())
    told = " ".join(told.split())
    for part in ("run-1: done", "taken over", "all steps", "layouts: 3 jobs new", "of CPU for each of these"):
        assert part in told


def test_explain_tells_a_run_for_programs(ran, capsys):
    assert main(["--desk", str(ran), "explain"]) == 0
    whole, *rows = map(json.loads, capsys.readouterr().out.splitlines())
    with open_desk(ran, read_only=True) as desk:
        assert [whole, *rows] == json.loads(json.dumps(list(told_rows(desk.explain_run("run-1")))))
    assert (whole["kind"], whole["id"], whole["state"]) == ("run", "run-1", "done")
    assert [row["step"] for row in rows] == [step.name for step in FLOW]
    assert all(row["run"] == "run-1" for row in rows)


def test_a_run_that_is_not_there_ends_with_the_status_of_wrong_words(ran, capsys):
    assert main(["--desk", str(ran), "explain", "run-99"]) == 2
    assert "run-1" in capsys.readouterr().err


def test_a_run_writes_its_log_where_it_is_told_to(ran, tmp_path, monkeypatch):
    path = Path(shutil.copy(ran, tmp_path / "a.desk"))
    with open_desk(path) as desk:
        list(desk.add(PAGES[3:], as_of=DAY))
    assert main(["--desk", str(path), "--log", str(tmp_path / "a.log"), "--quiet", "run"]) == 0
    monkeypatch.setenv("COPYDESK_LOG", str(tmp_path / "b.log"))
    assert main(["--desk", str(path), "--quiet", "run"]) == 0
    monkeypatch.delenv("COPYDESK_LOG")
    assert main(["--desk", str(path), "--quiet", "run"]) == 0
    first, second = (
        [json.loads(line) for line in (tmp_path / name).read_text().splitlines()] for name in ("a.log", "b.log")
    )
    assert [line["event"] for line in second] == ["run.started", "run.ended"]
    told = {line["step"]: line for line in first if line["event"] == "run.step"}
    assert told["articles"]["done"] == 1
    assert first[-1]["run"] == "run-2"
    assert first[-1]["memory_bytes"] > 2**20
    assert all(os.sep not in str(line) for line in first)  # no name of a page stands in it
