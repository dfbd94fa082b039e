"""Archives made by Spark are what a desk makes: the same jobs, the same records; what dies is done again, or told."""

import json
import random
import shutil
from dataclasses import replace
from itertools import groupby

import pytest

from archive.functions import dies_of_one
from archive.helpers import AS_OF, PAGES, same, worked
from copydesk.archive import Archive, load, remembered_in, running
from copydesk.archive.cuts import TWINS
from copydesk.archive.steps import MAKES
from copydesk.desk import open_desk
from copydesk.engine import LocalEngine
from copydesk.engine.frames import components
from copydesk.errors import NothingRead, UsageError
from copydesk.flow import FLOW
from copydesk.observing.explaining import explain_run
from copydesk.observing.keeping import runs
from copydesk.settings import Settings

pytestmark = [
    pytest.mark.slow,
    # The gateway between Python and Java leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed .*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]
STEPS = {step.name: step for step in FLOW}


def test_an_archive_is_loaded_as_the_desk_that_runs_over_the_same_pages(on_spark, newsroom, tmp_path):
    with open_desk() as desk:
        for _ in load(on_spark.folder, desk.store):
            pass
        same(newsroom, desk)
        assert worked(desk) == {}
        desk.export(tmp_path / "loaded")
    newsroom.export(tmp_path / "run")
    for path in sorted((tmp_path / "run").iterdir()):
        assert path.read_bytes() == (tmp_path / "loaded" / path.name).read_bytes(), path.name


def test_every_step_but_that_of_pairs_has_a_twin():
    assert set(TWINS) == {step.name for step in FLOW if step.run is not None}


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_gives_exactly_the_jobs_of_its_cut(name, on_spark, newsroom):
    wanted = {job.key: job.inputs for job in STEPS[name].cut(newsroom.store, LocalEngine())}
    rows = [
        (row.job, row.place, part.kind, row.id)
        for part in TWINS[name](on_spark.archive._table)
        for row in part.frame.collect()
    ]
    rows.sort(key=lambda row: row[:2])
    found = {
        job: tuple(dict.fromkeys((kind, ident) for _, _, kind, ident in held))
        for job, held in groupby(rows, key=lambda row: row[0])
    }
    assert found == wanted


def test_an_archive_that_is_finished_is_left_as_it_is_and_a_step_that_is_not_is_made(on_spark, tmp_path):
    folder = tmp_path / "archive"
    shutil.copytree(on_spark.folder, folder)
    again = [step for step in archive_in(folder, on_spark).run() if step.done]
    assert all(step.kept for step in again)
    state = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    del state["steps"]["prints"]
    (folder / "run.json").write_text(json.dumps(state), encoding="utf-8")
    (folder / "prints" / "_SUCCESS").unlink()
    next((folder / "prints" / "rows=records").glob("*.parquet")).unlink()
    again = {step.step: step for step in archive_in(folder, on_spark).run() if step.done}
    assert [name for name, step in again.items() if not step.kept] == ["prints"]
    assert again["prints"].records == next(step.records for step in on_spark.steps if step.step == "prints")
    told = explain_run(remembered_in(folder))
    assert (told.record.id, told.before.id) == ("run-2", "run-1")
    assert {one.record.step: one.record.taken_over for one in told.steps} == {
        step.step: 0 if step.step == "prints" else step.jobs for step in on_spark.steps
    }


def test_an_archive_remembers_what_each_step_did_and_took(on_spark):
    (record,) = runs(remembered_in(on_spark.folder))
    assert (record.state, record.engine, record.workers, record.measured) == ("done", "spark", 2, "proc")
    assert record.archive == f"file://{on_spark.folder}"
    done = {step.step: step for step in on_spark.steps}
    assert [one.step for one in record.steps] == list(MAKES)
    for one in record.steps:
        assert (one.pending, one.done, one.records) == (one.planned, done[one.step].jobs, done[one.step].records)
        assert {reason.why for reason in one.redone} <= {"new"}
        assert one.tasks > 0
        assert one.lost_tasks == 0
        assert one.cpu_seconds > 0
    assert record.articles == record.new_articles == done["articles"].records
    # Java and the processes of Python that it starts work for this one.
    assert max(one.worker_memory for one in record.steps) > 200 * 2**20
    assert sum(one.shuffled for one in record.steps) > 0


def test_a_run_that_ends_in_its_first_step_is_gone_on_with(on_spark, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "_counted", stopped)
        with pytest.raises(KeyboardInterrupt):
            list(archive_in(tmp_path, on_spark).run())
    monkeypatch.setattr(running, "FLOW", ())
    (done,) = [step for step in archive_in(tmp_path, on_spark).run() if step.done]
    assert not done.kept
    assert done.records == next(step.records for step in on_spark.steps if step.step == "pages")
    assert [one.state for one in runs(remembered_in(tmp_path))] == ["done", "stopped"]


def archive_in(folder, on_spark, **said):
    told = {"as_of": AS_OF, "settings": Settings(), **said}
    return Archive(on_spark.engine, [str(PAGES)], str(folder), **told)


def test_a_setting_that_changes_redoes_what_it_decides_and_what_reads_that(on_spark):
    changed = replace(Settings(), claims=replace(Settings().claims, measure_words=5))
    archive = archive_in(on_spark.folder, on_spark, settings=changed)
    due = {name for name in MAKES if not archive._finished(name)}
    assert {"quotes", "figures", "attributions", "facts"} <= due
    assert not due & {"pages", "articles", "prints", "matches", "families", "copies", "stories"}


def test_the_folder_of_another_archive_or_of_other_files_is_refused(on_spark, tmp_path):
    with pytest.raises(UsageError, match="was made with another as_of"):
        archive_in(on_spark.folder, on_spark, as_of=AS_OF.replace(year=2030))
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds files and no archive"):
        archive_in(tmp_path, on_spark)


def test_where_there_is_no_page_the_first_failure_is_told(on_spark, tmp_path):
    archive = Archive(on_spark.engine, ["nowhere/"], str(tmp_path / "out"), as_of=AS_OF, settings=Settings())
    with pytest.raises(NothingRead, match=r"nowhere/.*no such file"):
        list(archive.run())


def test_a_page_by_which_its_process_dies_is_told_and_takes_no_other_along(on_spark, tmp_path, monkeypatch):
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("one.txt", "deadly.txt", "two.txt", "three.txt"):
        (pages / name).write_text(
            f"{name}\n\n" + f"What stands in {name} is a page like others. " * 20, encoding="utf-8"
        )
    monkeypatch.setattr(running, "FLOW", (replace(STEPS["layouts"], run=dies_of_one),))
    monkeypatch.setattr(running, "QUIET", frozenset())
    archive = Archive(on_spark.engine, [str(pages)], str(tmp_path / "out"), as_of=AS_OF, settings=Settings())
    done = {step.step: step for step in archive.run() if step.done}["layouts"]
    assert (done.jobs, done.failed, done.records) == (4, 1, 3)
    (told,) = archive.failures(limit=9)
    assert told.input == str(pages / "deadly.txt")
    assert "died" in told.reason
    step = next(one for one in explain_run(remembered_in(tmp_path / "out")).record.steps if one.step == "layouts")
    assert (step.done, step.failed) == (3, 1)
    assert [(one.input, one.jobs) for one in step.failures] == [(told.input, 1)]
    assert step.lost_tasks > 0


def test_pages_at_addresses_are_read_by_spark_and_keep_their_content(on_spark, tmp_path, monkeypatch):
    pages = tmp_path / "pages"
    (pages / "inner").mkdir(parents=True)
    text = "What stands at an address is a page like others. " * 20
    (pages / "one.txt").write_text(f"One\n\n{text}", encoding="utf-8")
    (pages / "table.jsonl").write_text(json.dumps({"id": "two", "text": text}) + "\n{", encoding="utf-8")
    (pages / "inner" / "three.txt").write_text(f"Three\n\n{text}", encoding="utf-8")
    (pages / "picture.png").write_bytes(b"no page")
    monkeypatch.setattr(running, "FLOW", ())
    out = str(tmp_path / "out")
    archive = Archive(on_spark.engine, [f"file://{pages}"], out, as_of=AS_OF, settings=Settings())
    done = {step.step: step for step in archive.run() if step.done}["pages"]
    assert (done.records, done.failed) == (3, 1)
    found, number = archive.sample(9)
    assert number == 3
    assert sorted(page.source.rpartition("/")[2] for page in found) == ["one.txt", "table.jsonl#two", "three.txt"]
    assert all(page.content for page in found)


@pytest.mark.parametrize("one_task", [0, 10_000], ids=["by rounds", "in one task"])
def test_components_of_tables_are_those_of_an_engine(one_task, on_spark):
    dice = random.Random(4)
    edges = [(f"n{dice.randrange(150):03}", f"n{dice.randrange(150):03}") for _ in range(110)]
    edges += [(f"chain{number:03}", f"chain{number + 1:03}") for number in range(60)] + [("alone", "alone")]
    found = components(on_spark.engine.session().createDataFrame(edges, "a string, b string"), one_task=one_task)
    sets = {}
    for member, label in found.collect():
        sets.setdefault(label, []).append(member)
    assert tuple(tuple(sorted(sets[label])) for label in sorted(sets)) == LocalEngine().components(edges)
