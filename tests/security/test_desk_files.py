"""A desk file that somebody else made: nothing in it acts, and nothing of it is taken on trust."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from copydesk.desk import open_desk
from copydesk.errors import DeskError
from copydesk.records import Article
from copydesk.store.opening import LONGEST_BYTES, opened
from copydesk.store.repair import repair

OURS = "a trigger under our name"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
ADDED = {
    "a trigger that forges": "CREATE TRIGGER forged AFTER INSERT ON articles BEGIN DELETE FROM pages; END",
    OURS: "DROP TRIGGER ledger_in; CREATE TRIGGER ledger_in AFTER INSERT ON ledger BEGIN DELETE FROM pages; END",
    "a view without end": f"CREATE VIEW endless AS {ENDLESS}",
    "a view in place of a table": f"DROP TABLE watches; CREATE VIEW watches AS {ENDLESS}",
    "an index that computes": "CREATE INDEX costly ON articles (length(zeroblob(200000000)))",
    "a table that computes": "CREATE TABLE more (a, b AS (zeroblob(200000000)))",
    "a default that computes": "CREATE TABLE more (a DEFAULT (zeroblob(200000000)))",
    "a module": "CREATE VIRTUAL TABLE more USING fts5 (words)",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "a.desk"
    open_desk(path).close()
    return path


@pytest.fixture
def desk_file(empty, tmp_path):
    return shutil.copy(empty, tmp_path / "a.desk")


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "writing"])
@pytest.mark.parametrize("what", [one for one in ADDED if one != OURS])
def test_what_acts_is_refused(desk_file, what, read_only):
    with closing(sqlite3.connect(desk_file)) as base:
        base.executescript(ADDED[what])
    with pytest.raises(DeskError, match="which copydesk did not make"):
        open_desk(desk_file, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "writing"])
def test_what_is_ours_in_other_words_is_refused_and_the_rest_can_be_saved(desk_file, tmp_path, read_only):
    (tmp_path / "a.txt").write_text("The ferry left Orrin at noon.")
    with open_desk(desk_file) as desk:
        list(desk.add([str(tmp_path / "a.txt")], as_of=date(2038, 12, 31)))
    with closing(sqlite3.connect(desk_file)) as base:
        base.executescript(ADDED[OURS])
    with pytest.raises(DeskError, match=r"'ledger_in' in other words.*doctor --repair"):
        open_desk(desk_file, read_only=read_only)
    assert repair(Path(desk_file)).damaged is not None
    with open_desk(desk_file) as desk:
        assert desk.counts()["Page"] == 1


def test_a_trigger_does_not_wait_for_the_desk_to_be_brought_up_to_date(desk_file):
    with closing(sqlite3.connect(desk_file)) as base:
        base.executescript(f"{ADDED['a trigger that forges']}; PRAGMA user_version = 3")
    with pytest.raises(DeskError, match="'forged'"):
        open_desk(desk_file)
    with closing(sqlite3.connect(desk_file)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (3,)


def test_statistics_that_sqlite_keeps_are_none_of_it(desk_file):
    with closing(sqlite3.connect(desk_file)) as base:
        base.executescript("ANALYZE")
    open_desk(desk_file).close()


def test_no_other_file_is_attached_and_no_extension_loaded(desk_file):
    with closing(opened(desk_file, read_only=False)) as base:
        with pytest.raises(sqlite3.OperationalError, match="too many attached databases"):
            base.execute("ATTACH DATABASE ':memory:' AS other")
        with pytest.raises(sqlite3.OperationalError, match="not authorized"):
            base.execute("SELECT load_extension('x')")
        assert base.execute("PRAGMA cell_size_check").fetchone() == (1,)


def test_no_value_is_without_end(desk_file):
    with closing(opened(desk_file, read_only=True)) as base, pytest.raises(sqlite3.Error, match="too big"):
        base.execute(f"SELECT zeroblob({LONGEST_BYTES + 1})").fetchone()


@pytest.mark.parametrize("line", ["[" * 100_000, "{", "null", '{"id": 3}', "9" * 5_000], ids=lambda line: line[:9])
def test_a_record_that_is_none_is_told_and_runs_nothing(desk_file, line):
    with closing(sqlite3.connect(desk_file)) as base:
        base.execute("INSERT INTO runs VALUES (1, 'articles', 1, 's')")
        base.execute("INSERT INTO articles VALUES (1, 'article-a', 1, 'j', 'd', ?)", (line,))
        base.commit()
    with open_desk(desk_file) as desk, pytest.raises((ValueError, KeyError, TypeError, AttributeError, RecursionError)):
        desk.store.get(Article, ["article-a"])
