"""Runs with nothing to do, or little: what is left out is what nothing came to, and nothing is hidden by it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from copydesk import running
from copydesk.desk import Desk, open_desk
from copydesk.engine import LocalEngine
from copydesk.flow import FLOW
from copydesk.jobs import shown
from copydesk.records import Article, Family, Page
from copydesk.settings import Settings, StorySettings
from copydesk.store import SqliteStore, StepRun

AS_OF = date(2038, 12, 31)
REPORT = "The ferry Rauna struck the quay at Vessel on Tuesday and {} people were hurt, Ilse Tamarind said.\n\n{}"
MORE = 'Nobody knew of harbour {} before, the master said, and "nobody will". '


def write(folder: Path, number: int) -> str:
    page = folder / f"{number:02}.txt"
    text = REPORT.format(number // 2, MORE.format(number // 2) * 3)
    page.write_text(f"Ferry strikes quay {number // 2}\n\n{text}\n", encoding="utf-8")
    return str(page)


@pytest.fixture
def pages(tmp_path):
    return [write(tmp_path, number) for number in range(6)]


@pytest.fixture
def desk(pages):
    with Desk(SqliteStore(None)) as made:
        list(made.add(pages, as_of=AS_OF))
        list(made.run())
        yield made


def unsettled(desk):
    """The same desk with nothing known of any step, so that the next run looks at all there is."""
    desk.store._base.execute("DELETE FROM settled")
    return desk


def looked_at(desk, **how):
    """The steps of a run whose records are looked at."""
    cut = []

    def noting(shelf, kinds):
        cut.append(kinds)
        return shown(shelf, kinds)

    with patch.object(running, "shown", noting):
        done = list(desk.run(**how))
    return cut, done


def told(desk):
    """What the last run says of each step, but for what it took."""
    (run,) = desk.runs(limit=1)
    return [replace(one, seconds=0.0, cpu_seconds=None, memory=None, worker_memory=None) for one in run.steps]


# -- what steps read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", FLOW, ids=lambda step: step.name)
def test_a_step_is_shown_what_it_declares_and_needs_all_of_it(newsroom, step):
    asked = set()

    class Asked:
        arrived = newsroom.store.arrived

        def __getattr__(self, name):
            def answer(kind, *rest, **named):
                asked.add(kind)
                return getattr(newsroom.store, name)(kind, *rest, **named)

            return answer

    for job in step.cut(shown(Asked(), step.reads), LocalEngine()):
        asked.update(kind for kind, _ in job.inputs)
    assert asked == set(step.reads)


@pytest.mark.parametrize("name", ["all", "ids", "digests", "made", "fields"])
def test_what_a_step_does_not_declare_it_cannot_look_at(desk, name):
    shelf = shown(desk.store, [Family])
    with pytest.raises(TypeError, match=r"looks at Article and does not declare it: name it in `Step.reads`"):
        getattr(shelf, name)(Article)
    assert getattr(shelf, name)(Family)


def test_a_step_that_reads_what_it_does_not_declare_ends_the_run(desk):
    undeclared = tuple(replace(step, reads=(Article,)) if step.name == "outlines" else step for step in FLOW)
    with patch.object(running, "FLOW", undeclared), pytest.raises(TypeError, match="looks at Edition"):
        list(unsettled(desk).run())


# -- what is left out -------------------------------------------------------------------------------------------------


def test_of_a_desk_on_which_nothing_came_nothing_is_looked_at_and_all_is_told_as_ever(desk):
    cut, progress = looked_at(desk)
    assert cut == []
    idle = told(desk)
    cut, again = looked_at(unsettled(desk))
    assert len(cut) >= len(FLOW)
    assert (again, told(desk)) == (progress, idle)
    assert [one.step for one in again] == [step.name for step in FLOW]


def test_a_decision_is_looked_at_by_what_reads_decisions_alone(desk):
    story, *_ = desk.stories()
    desk.rename(story.id, "The quay at Vessel", at="2038-12-31T00:00:00Z")
    cut, _ = looked_at(desk)
    reading = {step.name for step in FLOW if step.reads in cut}
    assert {"happenings", "stories", "summaries"} <= reading
    assert reading.isdisjoint({"layouts", "articles", "prints", "matches", "families", "copies", "outlines", "datings"})
    assert "The quay at Vessel" in {story.label for story in desk.stories()}


# -- what is not ------------------------------------------------------------------------------------------------------


def test_what_failed_is_tried_again_and_nothing_else_is_looked_at(pages):
    with Desk(SqliteStore(None)) as whole, Desk(SqliteStore(None)) as desk:
        for one in (whole, desk):
            list(one.add(pages, as_of=AS_OF))
        list(whole.run())
        text = Path(pages[2]).read_bytes()
        Path(pages[2]).unlink()
        list(desk.run())
        held = [one.input for one in desk.failures()]
        assert held == [pages[2]]
        cut, progress = looked_at(desk)
        assert set(cut) == {(Page,), FLOW[2].reads}
        assert [(one.step, one.total, one.failed) for one in progress if one.total] == [
            *[("layouts", 1, 0)] * 2,
            ("articles", 1, 0),
            ("articles", 1, 1),
        ]
        (articles,) = [one for one in told(desk) if one.step == "articles"]
        assert (articles.planned, articles.taken_over, articles.pending, articles.failed) == (6, 5, 1, 1)
        Path(pages[2]).write_bytes(text)
        list(desk.run())
        assert list(desk.failures()) == []
        assert desk.store.snapshot().keys() == whole.store.snapshot().keys()
        assert desk.store.digests(Article) == whole.store.digests(Article)
        assert looked_at(desk)[0] == []


def test_where_more_failed_than_is_remembered_all_is_looked_at(desk, tmp_path):
    list(desk.add([write(tmp_path, 8)], as_of=AS_OF))
    (tmp_path / "08.txt").unlink()
    with patch.object(running, "TRIED_AGAIN", 1):
        list(desk.run())
        assert desk.store.settled.get("layouts") is None
        cut, progress = looked_at(desk)
    assert (Page,) in cut
    assert [one.total for one in progress if one.step == "layouts"] == [1, 1]


@pytest.mark.parametrize("step", ["layouts", "prints", "families", "quotes", "carriages"])
def test_a_page_that_comes_while_a_run_is_at_work_is_taken_up_by_the_next(pages, tmp_path, step):
    path = tmp_path / "a.desk"
    with open_desk(path) as desk, open_desk(path) as other:
        list(desk.add(pages[:5], as_of=AS_OF))
        for progress in desk.run():
            if progress.step == step and progress.done == 0:
                list(other.add(pages[5:], as_of=AS_OF))
        list(desk.run())
        assert {article.source for article in desk.articles()} == set(pages)
        assert looked_at(desk)[0] == []
        before = desk.store.snapshot()
        assert not any(progress.total for progress in unsettled(desk).run())
        assert desk.store.snapshot() == before


@pytest.mark.parametrize("left_at", ["layouts", "outlines", "carriages"])
def test_a_run_that_is_thrown_away_settles_nothing_that_it_did_not_finish(pages, desk, tmp_path, left_at):
    list(desk.add([write(tmp_path, 9)], as_of=AS_OF))
    for progress in desk.run():
        if progress.step == left_at and progress.total:
            break
    with Desk(SqliteStore(None)) as whole:
        list(whole.add(pages, as_of=AS_OF))
        list(whole.run())
        list(whole.add([str(tmp_path / "09.txt")], as_of=AS_OF))
        list(whole.run())
        list(desk.run())
        assert desk.store.snapshot() == whole.store.snapshot()


def test_settings_and_versions_that_are_others_are_looked_at_and_so_are_the_former_when_they_come_back(desk):
    before, first = desk.store.snapshot(), desk.settings
    desk.settings = Settings(stories=StorySettings(neighbours=first.stories.neighbours + 1))
    cut, _ = looked_at(desk)
    assert any(step.reads in cut for step in FLOW if step.name == "happenings")
    desk.settings = first
    list(desk.run())
    assert desk.store.snapshot() == before
    raised = (*FLOW[:-1], replace(FLOW[-1], version=FLOW[-1].version + 1))
    with patch.object(running, "FLOW", raised):
        cut, progress = looked_at(desk)
    assert set(cut) == {FLOW[-1].reads}
    assert progress[-1].done > 0
    assert looked_at(desk)[1][-1].done == progress[-1].done


def test_another_release_looks_at_everything_once(desk):
    with patch.object(running, "__version__", "9.9"):
        cut, progress = looked_at(desk)
        assert set(cut) == {step.reads for step in FLOW}
        assert not any(one.total for one in progress)
        assert looked_at(desk)[0] == []


def test_what_another_wrote_into_the_ledger_is_looked_at(desk):
    ledger = desk.store.ledger("quotes")
    desk.store.forget(StepRun("quotes", FLOW[13].makes, 1, ""), list(ledger)[:2])
    _, progress = looked_at(desk)
    assert {one.step: one.done for one in progress if one.done}["quotes"] == 2
    assert desk.store.ledger("quotes") == ledger
