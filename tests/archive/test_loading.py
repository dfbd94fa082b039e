"""A desk written as an archive and brought to another desk: the same desk, on which nothing is pending."""

import json
import shutil

import pytest

from archive.helpers import AS_OF, PAGES, same, saved, worked
from copydesk.archive import load
from copydesk.archive.steps import MAKES
from copydesk.desk import open_desk
from copydesk.errors import UsageError
from copydesk.flow import FLOW
from copydesk.records import Failure, Page
from copydesk.running import Progress


@pytest.fixture(scope="module")
def archive(newsroom, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archives") / "newsroom"
    saved(newsroom, folder)
    return folder


def loaded(folder, desk):
    return {step.step: step for step in load(folder, desk.store)}


def test_a_loaded_desk_is_the_desk_that_was_written(newsroom, archive):
    with open_desk() as desk:
        loaded(archive, desk)
        same(newsroom, desk)


def test_nothing_is_pending_on_a_loaded_desk_and_it_exports_the_same_bytes(newsroom, archive, tmp_path):
    with open_desk() as desk:
        loaded(archive, desk)
        assert worked(desk) == {}
        desk.export(tmp_path / "loaded")
    newsroom.export(tmp_path / "run")
    for path in sorted((tmp_path / "run").iterdir()):
        assert path.read_bytes() == (tmp_path / "loaded" / path.name).read_bytes(), path.name


def test_new_pages_cost_no_more_on_a_loaded_desk_than_on_the_one_that_was_run(archive, tmp_path):
    text = "\n\n".join(
        f"The tram stopped at the old mill for the {number}th time, the council said." for number in range(40)
    )
    (tmp_path / "new.txt").write_text(f"A tram stops\n\n{text}", encoding="utf-8")
    done = []
    for begin in (load_into(archive), run_in):
        with open_desk() as desk:
            begin(desk)
            assert all(isinstance(one, Page) for one in desk.add([str(tmp_path / "new.txt")], as_of=AS_OF))
            done.append(worked(desk))
            counts = desk.counts()
        done.append(counts)
    assert done[0] == done[2]
    assert done[1] == done[3]
    assert done[0]["articles"] == done[0]["prints"] == 1


def load_into(archive):
    return lambda desk: loaded(archive, desk)


def run_in(desk):
    list(desk.add([str(PAGES)], as_of=AS_OF))
    worked(desk)


def test_a_load_that_was_stopped_goes_on_and_one_that_is_done_does_nothing(newsroom, archive):
    with open_desk() as desk:
        for number, _ in enumerate(load(archive, desk.store)):
            if number == 12:
                break
        assert desk.counts()["Page"]
        assert not desk.counts()["Story"]
        loaded(archive, desk)
        same(newsroom, desk)
        again = loaded(archive, desk)
        assert set(again) <= {"candidates"}
        same(newsroom, desk)


def test_failures_come_along_and_are_tried_again(tmp_path):
    (tmp_path / "pages").mkdir()
    shutil.copy(next(PAGES.glob("*.html")), tmp_path / "pages" / "good.html")
    (tmp_path / "pages" / "empty.html").write_text("<html><body><p>Menu</p></body></html>", encoding="utf-8")
    with open_desk() as one, open_desk() as other:
        list(one.add([str(tmp_path / "pages")], as_of=AS_OF))
        worked(one)
        told = {step.step: step.failed for step in saved(one, tmp_path / "archive")}
        assert told["articles"] == 1
        loaded(tmp_path / "archive", other)
        assert list(one.store.all(Failure)) == list(other.store.all(Failure)) != []
        assert worked(other) == {"articles": 1}


def test_every_step_has_a_folder_and_a_line_that_tells_what_decided(archive):
    state = json.loads((archive / "run.json").read_text(encoding="utf-8"))
    assert list(state["steps"]) == list(MAKES)
    for step in FLOW:
        assert state["steps"][step.name]["version"] == step.version
        assert (archive / step.name / "_SUCCESS").exists()


def test_a_folder_that_is_no_archive_is_refused(tmp_path):
    with open_desk() as desk, pytest.raises(UsageError, match="no archive"):
        loaded(tmp_path, desk)


def test_an_archive_that_is_not_finished_is_refused_with_the_next_step(archive, tmp_path):
    state = json.loads((archive / "run.json").read_text(encoding="utf-8"))
    del state["steps"]["matches"]
    (tmp_path / "run.json").write_text(json.dumps(state), encoding="utf-8")
    with open_desk() as desk, pytest.raises(UsageError, match="matches is the next step"):
        loaded(tmp_path, desk)


@pytest.mark.parametrize(("text", "said"), [("{", "damaged"), ('{"form": 99}', "another version")])
def test_a_run_record_that_is_not_understood_is_refused(text, said, tmp_path):
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with open_desk() as desk, pytest.raises(UsageError, match=said):
        loaded(tmp_path, desk)


def test_a_desk_with_other_pages_is_refused(archive, tmp_path):
    (tmp_path / "other.txt").write_text("Another page\n\n" + "It is of no archive. " * 30, encoding="utf-8")
    with open_desk() as desk:
        list(desk.add([str(tmp_path / "other.txt")], as_of=AS_OF))
        with pytest.raises(UsageError, match="1 pages that are not of this archive"):
            loaded(archive, desk)


def test_a_desk_is_not_written_over_another_archive_or_other_files(newsroom, archive, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds files and no archive"):
        saved(newsroom, tmp_path)
    state = json.loads((archive / "run.json").read_text(encoding="utf-8"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "run.json").write_text(json.dumps({**state, "as_of": "2030-01-01"}), encoding="utf-8")
    with pytest.raises(UsageError, match="was made with another as_of"):
        saved(newsroom, other)


def test_progress_is_told_to_the_last_job(archive):
    with open_desk() as desk:
        for name, step in loaded(archive, desk).items():
            assert isinstance(step, Progress)
            assert step.done == step.total, name
