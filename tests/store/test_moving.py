"""A desk moves to another place whole, or not at all."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest

from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import DeskError
from copydesk.records import StoryId
from copydesk.store import Memo, SqliteStore, moving, open_store
from copydesk.store.address import place_of
from copydesk.store.moving import MOVED, Moved, move

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"
AT = "2031-03-20T09:00:00+00:00"
NEW = (
    "A ferry struck the quay on Monday while the crew were repairing a painted pelican on its bow, and nobody was hurt,"
    " the harbour office said in a short statement that named neither the master nor the owner of the vessel.\n\n"
    "Divers will look at the piles under the quay before other ships are let in again, which may take until Friday."
)
ODD = "nul \x00, half \ud83d, \U0010fffe, \\u0000 and \\N"


@pytest.fixture(scope="module")
def desk(newsroom, tmp_path_factory):
    """A desk file on which there is something in every table."""
    path = tmp_path_factory.mktemp("moving") / "news.desk"
    base = SqliteStore(path)
    newsroom.store._base.connection.backup(base._base.connection)
    base.close()
    with open_desk(path) as desk:
        list(desk.add([str(path.parent / "missing.html")], as_of=date(2038, 12, 31)))
        people = desk.store.people
        people.add("Gone", right="read", digest="d0", at=AT)
        people.remove("person-1")
        people.add("Ada", right="write", digest="d1", at=AT)
        story = StoryId(next(iter(desk.store.digests(type(desk.stories()[0])))))
        people.share(story, ends=date(2031, 4, 1), digest="d2", by="Ada", at=AT)
        people.looked("Ada", story, {"accounts": 1}, at=AT)
        people.save("Ada", ODD, ODD, at=AT)
        people.log("looked", story, words=ODD, by="Ada", at=AT)
        desk.store.watches.put([Memo("list", "https://example.org/feed", 12.25, {"tag": ODD})])
    return path


def known(place, folder):
    """What a desk answers, and the files of its export."""
    with open_desk(place) as desk:
        desk.export(folder)
        store = desk.store
        people = (store.people.everyone(), store.people.shares(), store.people.audit(), store.people.saved("Ada"))
        found = (store.search("ferry", limit=9), store.search('"the harbour"', limit=9), store.listing.facets())
        answers = (store.snapshot(), store.runs(), people, found, store.watches.all("list"), store.keys.members())
    return answers, {path.name: path.read_bytes() for path in folder.iterdir()}


def answers_of(desk):
    store = desk.store
    return store.people.add("Ben", right="read", digest="d9", at=AT).id


@pytest.mark.slow
def test_a_desk_moves_to_a_server_and_back_and_is_the_same(desk, database, tmp_path):
    told = list(move(desk, place_of(database)))
    assert [one.table for one in told] == list(MOVED)
    assert all(one.rows for one in told if one.table not in ("decisions", "notes"))
    back = list(move(place_of(database), tmp_path / "back.desk"))
    assert back == told
    before = known(desk, tmp_path / "a")
    assert known(database, tmp_path / "b") == before
    assert known(tmp_path / "back.desk", tmp_path / "c") == before
    # Numbers that were given are not given again.
    with open_desk(database) as on_server, open_desk(tmp_path / "back.desk") as in_file:
        assert answers_of(on_server) == answers_of(in_file) == "person-3"


@pytest.mark.slow
def test_what_was_moved_goes_on_where_it_was(desk, database, tmp_path):
    list(move(desk, place_of(database)))
    with open_desk(database) as moved:
        # What is settled is found anew: the ledger says that nothing is pending.
        assert moved.store.settled.get("stories") is None
        assert [one.total for one in moved.run() if one.total] == []
        assert moved.store.settled.get("stories").jobs == len(moved.stories())
        before = len(moved.store.keys.members())
        page = tmp_path / "ferry.txt"
        page.write_text(f"Ferry strikes quay\n\n{NEW}\n")
        list(moved.add([str(page)], as_of=date(2038, 12, 31)))
        for _ in moved.run():
            pass
        assert moved.counts()["Article"] == 45
        assert len(moved.store.keys.members()) == before + 1
        assert [hit.title for hit in moved.search('"painted pelican"', limit=9)] == ["Ferry strikes quay"]


def test_a_desk_moves_from_a_file_to_another(desk, tmp_path):
    told = list(move(desk, tmp_path / "copy.desk"))
    assert sum(one.rows for one in told) > 5_000
    assert known(tmp_path / "copy.desk", tmp_path / "b") == known(desk, tmp_path / "a")
    assert not list(tmp_path.glob("*.moving*"))


def test_a_place_where_a_desk_stands_is_left_alone(desk, tmp_path):
    SqliteStore(tmp_path / "empty.desk").close()
    list(move(desk, tmp_path / "empty.desk"))
    before = (tmp_path / "empty.desk").read_bytes()
    with pytest.raises(DeskError, match=r"empty\.desk: a desk stands there already"):
        list(move(desk, tmp_path / "empty.desk"))
    assert (tmp_path / "empty.desk").read_bytes() == before


def test_where_there_is_no_desk_nothing_is_moved(tmp_path):
    with pytest.raises(DeskError, match="there is no desk here"):
        list(move(tmp_path / "nothing.desk", tmp_path / "new.desk"))
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_arrive_as_it_was_sent_is_not_kept(desk, tmp_path, monkeypatch):
    fill = moving.ToFile.fill

    def losing(self, table, columns, rows):
        kept = list(rows)
        fill(self, table, columns, kept[:-1] if table == "figures" else kept)

    monkeypatch.setattr(moving.ToFile, "fill", losing)
    with pytest.raises(DeskError, match=r"rows of `figures` were sent, and what arrived is not the same; nothing was"):
        list(move(desk, tmp_path / "new.desk"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_server_on_which_a_desk_stands_is_left_alone_and_an_empty_desk_is_filled(desk, database):
    open_store(place_of(database)).close()
    list(move(desk, place_of(database)))
    with pytest.raises(DeskError, match="a desk stands there already"):
        list(move(desk, place_of(database)))
    with closing(open_store(place_of(database))) as store:
        assert store.counts()["Article"] == 44


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", "postgres"])
def test_a_move_that_is_killed_leaves_the_target_empty_and_the_source_as_it_was(desk, database, tmp_path, kind):
    target = database if kind == "postgres" else str(tmp_path / "new.desk")
    before = desk.read_bytes()
    script = (
        "import sys, time; from copydesk.store import moving; from copydesk.store.address import place_of\n"
        "for one in moving.move(place_of(sys.argv[1]), place_of(sys.argv[2])):\n"
        "    print(one.table, flush=True); time.sleep(9)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(desk), target], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert desk.read_bytes() == before
    assert not (tmp_path / "new.desk").exists()
    if kind == "postgres":
        assert schemas(database) == 0
    assert sum(one.rows for one in move(desk, place_of(target))) > 5_000


def schemas(address: str) -> int:
    """How many schemas of ours there are, once the server has seen that a client is gone."""
    for _ in range(50):
        with psycopg.connect(address) as connection:
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if connection.execute(others).fetchone() == (0,):
                return connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'copydesk'").fetchone()[0]
        time.sleep(0.1)
    raise AssertionError("a client that was killed is still there")


def test_the_command_tells_every_table_and_where_the_desk_is_now(desk, tmp_path, capsys):
    assert main(["move", str(desk), f"sqlite:{tmp_path / 'new.desk'}", "--format", "text"]) == 0
    told = capsys.readouterr()
    assert "articles: 44 (" in told.err
    assert f"{tmp_path / 'new.desk'} is the desk now" in told.out
    assert main(["move", str(desk), str(tmp_path / "new.desk")]) == 4
    assert "a desk stands there already" in capsys.readouterr().err


def test_a_row_stands_for_itself_whatever_it_says():
    sums = []
    for row in (("a", "b"), ("ab", ""), ("a", None), ("a", "None"), (1,), (1.0,), ("1",), (b"1",), (ODD,)):
        one = moving._Sum()
        list(one.over([row]))
        sums.append(Moved("t", one.rows, one.digest()))
    assert len(set(sums)) == len(sums)
