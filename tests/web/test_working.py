"""Jobs: one after another, each in a process of its own, told by journals that outlive the server."""

import json
from datetime import date

import pytest

from copydesk.errors import DeskError
from copydesk.settings import Settings
from copydesk.web.journal import Job, fold, folded, write
from copydesk.web.limits import Limits
from copydesk.web.working import Board, alone
from web_helpers import dying_work, endless_work, no_work, wait_for

AS_OF = date(2038, 12, 31)


@pytest.fixture
def boards(tmp_path):
    """Boards over one desk file, as one server after another has them."""
    made = []

    def board(work=no_work, **limits):
        one = Board(tmp_path / "news.desk", Settings(), limits=Limits(**limits), workers=1, work=work)
        made.append(one)
        return one

    yield board
    for one in made:
        one.close()


def lines(tmp_path, ident):
    return [json.loads(one) for one in (tmp_path / "news.desk.work" / f"{ident}.jsonl").read_text().splitlines()]


def test_a_job_waits_is_done_and_its_files_go(boards):
    board = boards()
    place = board.files()
    (place / "a.html").write_text("<p>Text</p>")
    ident = board.add(place, names=["a.html"], as_of=AS_OF, by="Ada")
    assert board.job(ident) == Job(
        id=ident, asked_at=board.job(ident).asked_at, by="Ada", as_of="2038-12-31", names=("a.html",)
    )
    assert board.current().id == ident
    board.open()
    wait_for(lambda: board.job(ident).state == "done")
    wait_for(lambda: not place.exists())
    assert board.current() is None


def test_a_run_that_waits_already_serves_for_the_next_who_asks(boards):
    board = boards()
    first = board.run()
    assert board.run() == first
    assert [job.adds for job in board.jobs()] == [False]


def test_what_was_being_done_when_the_server_ended_is_taken_up_again(boards, tmp_path):
    board = boards(endless_work)
    ident = board.run()
    board.open()
    wait_for(lambda: board.job(ident).step == "copies")
    assert board.job(ident).share == 45
    board.close()
    assert boards().job(ident).state == "waiting"

    later = boards()
    later.open()
    wait_for(lambda: later.job(ident).state == "done")
    assert [one["event"] for one in lines(tmp_path, ident)] == ["asked", "started", "step", "again", "started", "done"]


def test_a_process_that_dies_again_and_again_is_not_started_for_ever(boards):
    board = boards(dying_work, most_starts=2)
    ident = board.run()
    board.open()
    job = wait_for(lambda: (one := board.job(ident)).state == "stopped" and one)
    assert job.starts == 2
    assert "ended without a word" in job.said


def test_a_job_that_stopped_goes_on_when_asked(boards):
    board = boards(dying_work, most_starts=1)
    ident = board.run()
    board.open()
    wait_for(lambda: board.job(ident).state == "stopped")
    board.close()
    later = boards()
    later.open()
    later.again(ident)
    wait_for(lambda: later.job(ident).state == "done")


def test_old_journals_are_forgotten(boards, tmp_path):
    board = boards(most_jobs=3)
    for _ in range(5):
        ident = board.files().name
        write(tmp_path / "news.desk.work" / f"{ident}.jsonl", "asked")
        write(tmp_path / "news.desk.work" / f"{ident}.jsonl", "done")
    newest = board.run()
    assert [job.id for job in board.jobs()] == [newest, "job-000005", "job-000004"]
    assert not (tmp_path / "news.desk.work" / "job-000001").exists()


@pytest.mark.parametrize("ident", ["", "..", "job-", "job-x", "../news", "job-1/../../x", "job-000009"])
def test_what_is_no_job_is_none(boards, ident):
    assert boards().job(ident) is None


def test_a_journal_that_was_cut_off_or_tells_nonsense_is_read_as_far_as_it_goes():
    told = ['{"event": "asked", "names": ["a.html"]}', "[]", '"x"', '{"event": "later"}', '{"event": "started"}']
    job = folded("job-000001", [*told, '{"event": "do'])
    assert (job.state, job.names, job.starts) == ("working", ("a.html",), 1)


def test_how_far_a_job_is():
    job = fold(Job(id="j"), {"event": "step", "step": "copies", "place": 8, "steps": 16, "done": 0, "total": 0})
    assert job.share == 43
    assert fold(job, {"event": "done"}).share == 100
    assert Job(id="j").share == 0


def test_a_desk_is_served_by_one_server_at_a_time(tmp_path):
    with alone(tmp_path / "news.desk"):
        with alone(tmp_path / "other.desk"):
            pass
        with pytest.raises(DeskError, match="another server serves this desk"), alone(tmp_path / "news.desk"):
            pytest.fail("two servers at one desk")
    with alone(tmp_path / "news.desk"):
        pass
