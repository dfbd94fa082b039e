"""What an archive remembers of the runs that made it: as a desk does, in a file, and carried along to a desk."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from archive.helpers import AS_OF, PAGES
from copydesk.archive import LocalArchive, load, remembered_in
from copydesk.archive.history import HISTORY, KEPT, FileHistory, bring, history_of
from copydesk.archive.observed import Adding, Spent, looked_at, measured, why_made
from copydesk.archive.steps import MAKES
from copydesk.cli import main
from copydesk.cli.runs import give_run
from copydesk.desk import open_desk
from copydesk.errors import DeskError, UsageError
from copydesk.flow import FLOW
from copydesk.observing.explaining import explain_run
from copydesk.observing.keeping import Keeper, begun
from copydesk.observing.measuring import OfTasks
from copydesk.observing.told import FailedJobs, run_record
from copydesk.records import Page
from copydesk.settings import Settings
from copydesk.store import StepRun, Told

RUN = StepRun("prints", Page, 3, "abcd")


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Three pages of the sample newsroom."""
    folder = tmp_path_factory.mktemp("few")
    for path in sorted(PAGES.glob("eidsund-ferry-a*.html"))[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def made(few, tmp_path_factory):
    """The archive of them, made on this machine; for asking, not for changing."""
    folder = tmp_path_factory.mktemp("made") / "archive"
    list(archive_of(few, folder).run())
    return folder


@pytest.fixture
def copied(made, tmp_path):
    """The same, for changing."""
    return Path(shutil.copytree(made, tmp_path / "archive"))


def archive_of(pages, out):
    return LocalArchive([str(pages)], out, as_of=AS_OF, settings=Settings())


def memory():
    """A history that is written to a list."""
    told = []
    return FileHistory(None, told.append), told


def test_runs_have_numbers_and_come_newest_first():
    history, told = memory()
    assert [history.begin({"n": n}) for n in range(3)] == [1, 2, 3]
    history.keep(2, {"n": 9})
    assert history.get(2) == Told(2, {"n": 9, "id": "run-2"})
    assert history.get(7) is None
    assert [one.number for one in history.last(limit=2)] == [3, 2]
    assert [one.number for one in history.last(limit=9, before=3)] == [2, 1]
    assert FileHistory(told[-1], told.append).last(limit=9) == history.last(limit=9)


def test_the_oldest_are_forgotten_and_no_number_is_given_again():
    history, told = memory()
    for n in range(KEPT + 2):
        history.begin({"n": n})
    assert len(history.last(limit=KEPT + 9)) == KEPT
    assert FileHistory(told[-1], told.append).begin({}) == KEPT + 3


def test_a_file_that_cannot_be_written_is_an_error_that_runs_go_on_behind():
    def full(_):
        raise OSError("no space left on device")

    with pytest.raises(DeskError, match=r"history\.json cannot be written"):
        FileHistory(None, full).begin({})


@pytest.mark.parametrize(
    "text", ["{", '{"form": 99}', '{"form": 1, "runs": [3]}', '{"form": 1, "runs": [{"id": "x"}]}']
)
def test_a_file_that_is_not_understood_is_begun_anew_by_a_run_and_refused_by_explain(text, copied):
    (copied / HISTORY).write_text(text, encoding="utf-8")
    assert history_of(text, print).last(limit=9) == []
    with pytest.raises(UsageError, match=r"history\.json is damaged"):
        remembered_in(copied)
    with open_desk() as desk:
        for _ in load(copied, desk.store):
            pass
        assert desk.counts()["Article"]
        assert desk.runs() == ()


def test_an_archive_of_this_machine_remembers_what_its_desk_did(made):
    (record,) = map(run_record, remembered_in(made).history.last(limit=9))
    assert (record.id, record.state, record.engine) == ("run-1", "done", "local")
    assert record.archive == str(made)
    assert [one.step for one in record.steps] == [step.name for step in FLOW]
    assert record.articles == record.new_articles == 3
    assert record.cpu_seconds > 0


def test_a_desk_that_is_loaded_remembers_the_runs_of_the_archive_once(made, tmp_path):
    with open_desk(tmp_path / "a.desk") as desk:
        for _ in range(2):
            for _ in load(made, desk.store):
                pass
        (record,) = desk.runs()
        assert record.archive == str(made)
        told = desk.explain_run()
        assert told.notes == (f"it made the archive {made}",)
        list(desk.run())
        assert [one.archive for one in desk.runs()] == [None, str(made)]
        assert any("nothing was pending" in note for note in desk.explain_run().notes)


def test_an_archive_that_is_finished_is_left_as_it_is_and_one_made_anew_remembers_both(copied, few):
    before = (copied / HISTORY).read_text(encoding="utf-8")
    list(archive_of(few, copied).run())
    assert (copied / HISTORY).read_text(encoding="utf-8") == before
    state = json.loads((copied / "run.json").read_text(encoding="utf-8"))
    (copied / "run.json").write_text(json.dumps({**state, "steps": {}}), encoding="utf-8")
    list(archive_of(few, copied).run())
    assert [one.number for one in remembered_in(copied).history.last(limit=9)] == [2, 1]


def test_a_run_that_is_stopped_is_told_by_the_archive_before_it_is_finished(few, tmp_path):
    run = archive_of(few, tmp_path / "archive").run()
    assert [next(run).step for _ in range(4)] == list(MAKES)[:4]
    run.close()
    (told,) = remembered_in(tmp_path / "archive").history.last(limit=9)
    assert told.facts["state"] == "stopped"
    list(archive_of(few, tmp_path / "archive").run())
    assert [one.facts["state"] for one in remembered_in(tmp_path / "archive").history.last(limit=9)] == [
        "done",
        "stopped",
    ]


def test_runs_are_brought_in_their_order_and_each_once():
    there, here = memory()[0], memory()[0]
    for n in range(3):
        there.begin({"n": n, "started_at": str(n)})
    here.begin({"n": 1, "started_at": "1"})
    bring(there, here, archive="a/")
    bring(there, here, archive="b/")
    assert [(one.facts["n"], one.facts.get("archive")) for one in here.last(limit=9)] == [
        (2, "a/"),
        (0, "a/"),
        (1, None),
    ]


def test_explain_tells_of_an_archive_on_a_terminal_and_in_lines(made, capsys):
    assert main(["explain", "--archive", str(made), "--format", "text"]) == 0
    told = capsys.readouterr().out
    assert "run-1: done" in told
    assert "3 articles in the archive, 3 of them new to this run" in told
    assert main(["explain", "run-1", "--archive", str(made), "--format", "jsonl"]) == 0
    whole, *steps = map(json.loads, capsys.readouterr().out.splitlines())
    assert whole["archive"] == str(made)
    assert [one["step"] for one in steps] == [step.name for step in FLOW]


@pytest.mark.parametrize(
    ("words", "said"), [(["run-9"], "the newest are run-1"), (["check-0f3a9c11d2e45b67"], "is no run")]
)
def test_explain_says_what_an_archive_does_not_remember(words, said, made, capsys):
    assert main(["explain", *words, "--archive", str(made)]) == 2
    assert said in capsys.readouterr().err


def test_explain_refuses_a_folder_that_is_no_archive(tmp_path, capsys):
    assert main(["explain", "--archive", str(tmp_path)]) == 2
    assert "is no archive" in capsys.readouterr().err


# -- what a step takes on Spark, without Spark ----------------------------------------------------------------------


class Sum:
    """What Spark's accumulator does, in one process."""

    def __init__(self):
        self.value = Adding().zero(Spent())

    def add(self, more):
        self.value = Adding().addInPlace(self.value, more)


def test_a_task_tells_what_its_process_took():
    def doubled(arrived):
        for one in arrived:
            sum(range(1_000_000))
            yield 2 * one

    spent = Sum()
    assert list(measured(iter([1, 2]), function=doubled, spent=spent)) == [2, 4]
    once = spent.value
    assert once.cpu_seconds > 0
    assert list(measured(iter([3]), function=doubled, spent=spent)) == [6]
    assert spent.value.cpu_seconds > once.cpu_seconds
    assert spent.value.memory >= once.memory


def test_why_a_step_is_made_is_told_from_what_run_json_says_of_it():
    line = {"version": 3, "settings": "abcd"}
    assert why_made(None, RUN) == ("new", None)
    assert why_made({**line, "version": 2}, RUN)[0] == "version"
    assert why_made({**line, "settings": "ef"}, RUN)[0] == "settings"
    why, before = why_made(line, RUN)
    assert (why, before.run) == ("inputs", RUN.name)


def test_what_tasks_tell_stands_beside_what_was_measured_here(capsys):
    history, _ = memory()
    keeper = Keeper(Kept(history), begun(Settings(), "x", engine=("spark", None), through=None))
    with keeper.step(RUN) as notes, looked_at(notes):
        notes.planned = 5
        notes.redone("new", 5)
        notes.counted(5, 3, [FailedJobs(reason="no text", jobs=2, input="a.html")])
        notes.of_tasks = OfTasks(tasks=4, lost=1, shuffled=2**20, cpu_seconds=1_000.0, memory=7)
    (step,) = keeper.record.steps
    assert (step.planned, step.done, step.failed, step.records) == (5, 3, 2, 3)
    assert (step.tasks, step.lost_tasks, step.shuffled, step.worker_memory) == (4, 1, 2**20, 7)
    assert step.cpu_seconds >= 1_000
    assert step.failures == (FailedJobs(reason="no text", jobs=2, input="a.html"),)
    keeper.end("done")
    assert explain_run(Kept(history)).record.steps == (step,)
    give_run(explain_run(Kept(history)), json=False)
    told = " ".join(capsys.readouterr().out.split())
    assert "prints: 4 tasks of Spark, 1 of which died and were done again; 1 MB went between them" in told
    assert "prints: 2 jobs failed: a.html: no text" in told


def test_the_settings_that_made_an_archive_read_its_pages_anew_are_named():
    history, _ = memory()
    other = replace(Settings(), pages=replace(Settings().pages, shortest_summary=61))
    before = None
    for settings in (Settings(), other):
        run = StepRun("pages", Page, 1, settings.digest("pages"))
        keeper = Keeper(Kept(history), begun(settings, settings.digest(), engine=("spark", 2), through=None))
        with keeper.step(run) as notes:
            notes.planned = 3
            why, held = why_made(before, run)
            notes.redone(why, 3, before=held)
        keeper.end("done")
        before = {"version": 1, "settings": run.settings}
    (step,) = explain_run(Kept(history)).steps
    assert step.why[0].endswith("settings of pages were changed since run-1")


class Kept:
    """One who remembers runs."""

    def __init__(self, history):
        self.history = history
