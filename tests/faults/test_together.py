"""Several programs at one desk: they wait their turn, nothing is doubled, and a backup is of one moment."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import DeskError
from copydesk.store import SqliteStore
from copydesk.store.backup import back_up, faults_of, restore
from killing import AS_OF, NEWSROOM, kept_on


def started(desk, *words):
    """The program at a desk, in a process of its own."""
    command = [sys.executable, "-m", "copydesk", "--desk", str(desk), "--workers", "1", "-q", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def all_end_well(*processes):
    for process in processes:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for page in sorted(NEWSROOM.iterdir())[:8]:
        shutil.copy(page, folder)
    return folder


@pytest.fixture(scope="module")
def whole(pages, tmp_path_factory):
    """A desk that was filled by one program alone."""
    desk = tmp_path_factory.mktemp("whole") / "news.desk"
    for words in (["add", str(pages), "--as-of", AS_OF], ["run"]):
        assert main(["--desk", str(desk), "--workers", "1", "-q", *words]) == 0
    return desk


@pytest.mark.slow
def test_adding_and_running_twice_at_once_doubles_nothing(pages, whole, tmp_path):
    desk = tmp_path / "news.desk"
    add = ("add", str(pages), "--as-of", AS_OF)
    all_end_well(started(desk, *add), started(desk, *add))
    all_end_well(started(desk, "run"), started(desk, "run"), started(desk, *add))
    all_end_well(started(desk, "run"))
    assert kept_on(desk, tmp_path / "a").differs(kept_on(whole, tmp_path / "b")) == []


@pytest.mark.slow
def test_a_run_takes_over_from_one_that_was_killed(pages, whole, tmp_path):
    desk = tmp_path / "news.desk"
    all_end_well(started(desk, "add", str(pages), "--as-of", AS_OF))
    with SqliteStore(desk).turn("run"):
        first, second = started(desk, "run"), started(desk, "run")
        time.sleep(0.2)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        assert second.poll() is None  # it waits
    all_end_well(second)
    assert kept_on(desk, tmp_path / "a").differs(kept_on(whole, tmp_path / "b")) == []


@pytest.mark.slow
def test_a_backup_while_others_write_is_of_one_moment(pages, whole, tmp_path):
    desk = tmp_path / "news.desk"
    all_end_well(started(desk, "add", str(pages), "--as-of", AS_OF))
    running = started(desk, "run")
    copies = []
    while running.poll() is None and len(copies) < 40:
        copies.append(tmp_path / f"copy-{len(copies)}.desk")
        back_up(desk, copies[-1])
        time.sleep(0.05)
    all_end_well(running)
    assert [faults_of(copy) for copy in copies] == [()] * len(copies)
    halfway = copies[len(copies) // 2]
    assert main(["--desk", str(halfway), "--workers", "1", "-q", "run"]) == 0
    assert kept_on(halfway, tmp_path / "a").differs(kept_on(whole, tmp_path / "b")) == []


def test_a_run_that_waits_says_so(whole, tmp_path):
    desk = Path(shutil.copy(whole, tmp_path / "news.desk"))
    said = threading.Event()
    steps = []

    def other():
        with open_desk(desk) as here:
            steps.extend(here.run(waiting=said.set))

    with SqliteStore(desk).turn("run"):
        thread = threading.Thread(target=other)
        thread.start()
        assert said.wait(60)
        assert steps == []
    thread.join(60)
    assert steps
    assert not any(step.done for step in steps if step.total == 0)


def test_a_backup_is_a_desk_as_it_was_and_comes_back(whole, tmp_path, capsys):
    desk = Path(shutil.copy(whole, tmp_path / "news.desk"))
    before = kept_on(desk, tmp_path / "a")
    assert main(["--desk", str(desk), "backup", str(tmp_path / "copy.desk"), "--format", "text"]) == 0
    assert "looked through and whole" in capsys.readouterr().out
    with open_desk(desk) as changed:
        changed.merge([story.id for story in changed.stories()][:2], at="2031-06-01T10:00:00+00:00")
    assert main(["--desk", str(desk), "restore", str(tmp_path / "copy.desk")]) == 0
    assert kept_on(desk, tmp_path / "b").differs(before) == []
    with open_desk(f"{desk}.before-1", read_only=True) as former:
        assert len(former.decisions()) == 1


def test_a_backup_writes_over_nothing(whole, tmp_path):
    (tmp_path / "copy.desk").write_text("mine")
    with pytest.raises(DeskError, match=r"copy\.desk: something stands there already"):
        back_up(whole, tmp_path / "copy.desk")
    assert (tmp_path / "copy.desk").read_text() == "mine"


def test_a_desk_in_use_is_not_written_over(whole, tmp_path):
    desk = Path(shutil.copy(whole, tmp_path / "news.desk"))
    with open_desk(desk, read_only=True) as using:
        assert using.counts()["Page"]
        with pytest.raises(DeskError, match="another program has this desk open"):
            restore(whole, desk)
    assert restore(whole, desk) == tmp_path / "news.desk.before-1"


def test_what_is_damaged_is_neither_backed_up_nor_restored(whole, tmp_path):
    desk = Path(shutil.copy(whole, tmp_path / "news.desk"))
    base = sqlite3.connect(desk)
    (root,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = 'figures'").fetchone()
    base.close()
    content = bytearray(desk.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    desk.write_bytes(content)
    with pytest.raises(DeskError, match=r"damaged.*doctor --repair"):
        back_up(desk, tmp_path / "copy.desk")
    assert not (tmp_path / "copy.desk").exists()
    with pytest.raises(DeskError, match=r"this backup is damaged, so the desk was left as it was"):
        restore(desk, Path(shutil.copy(whole, tmp_path / "other.desk")))
    with pytest.raises(DeskError, match="there is no backup here"):
        restore(tmp_path / "nowhere.desk", desk)


def test_a_database_is_backed_up_by_its_own_means(capsys, tmp_path):
    for words in (["backup", str(tmp_path / "a")], ["restore", str(tmp_path / "a")]):
        assert main(["--desk", "postgresql://localhost/news", *words]) == 2
        assert "docs/postgres.md" in capsys.readouterr().err


def test_a_backup_is_made_while_the_web_desk_serves(whole, tmp_path):
    from starlette.testclient import TestClient

    from copydesk.web.app import desk_app
    from web_helpers import HERE, no_work

    desk = Path(shutil.copy(whole, tmp_path / "news.desk"))
    with TestClient(desk_app(desk, work=no_work), base_url=HERE, client=("127.0.0.1", 50_000)) as browser:
        assert browser.get("/").status_code == 200
        back_up(desk, tmp_path / "copy.desk")
        assert browser.get("/").status_code == 200
        with pytest.raises(DeskError, match="another program has this desk open"):
            restore(tmp_path / "copy.desk", desk)
        assert browser.get("/").status_code == 200
    assert kept_on(tmp_path / "copy.desk", tmp_path / "a").differs(kept_on(whole, tmp_path / "b")) == []
