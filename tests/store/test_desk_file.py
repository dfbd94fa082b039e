"""Opening desk files: new, old, newer, foreign, read-only, full."""

import re
import sqlite3
import stat

import pytest

from copydesk.desk import open_desk
from copydesk.errors import DeskError
from copydesk.flow import FLOW
from copydesk.records import Article, ArticleId, Edition
from copydesk.store import Outcome, SqliteStore, StepRun
from copydesk.store.codec import encode
from copydesk.store.migrations import APPLICATION_ID, MIGRATIONS, migrate, version_of
from copydesk.store.tables import NUMBERS, TABLES


def test_a_new_file_has_the_newest_shape(tmp_path):
    SqliteStore(tmp_path / "a.desk").close()
    base = sqlite3.connect(tmp_path / "a.desk")
    assert version_of(base) == len(MIGRATIONS)
    base.close()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_past_shape_can_be_brought_up_to_date(tmp_path, version):
    path = tmp_path / "old.desk"
    base = sqlite3.connect(path, isolation_level=None)
    for step in MIGRATIONS[:version]:
        step(base)
    base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    base.execute(f"PRAGMA user_version = {version}")
    base.close()
    store = SqliteStore(path)
    assert store.counts()["Article"] == 0
    assert store.search("anything", limit=1) == []
    store.close()


def as_it_was(path, version, base):
    """A desk file of a past shape, with all that a desk of today has of what there was then."""
    old = sqlite3.connect(path, isolation_level=None)
    for step in MIGRATIONS[:version]:
        step(old)
    tables = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT NULL")]
    own = [one for one in tables if not re.match("sqlite_|found_|measured_|run_counts|changes|settled", one)]
    old.execute("BEGIN")
    for table in own:
        columns = [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
        columns += ["rowid"] if table in ("found", "measured") else []
        named = ", ".join(f'"{one}"' for one in columns)
        rows = base.execute(f"SELECT {named} FROM {table}").fetchall()
        marks = ", ".join("?" * len(columns))
        old.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
    # No step stands in a ledger whose records a desk of that shape could not keep.
    made = [step.name for step in FLOW if TABLES[step.makes.__name__] in own]
    old.execute(f"DELETE FROM ledger WHERE step NOT IN ('pages', {', '.join('?' * len(made))})", made)
    old.execute("COMMIT")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.execute(f"PRAGMA user_version = {version}")
    old.close()
    return own


@pytest.mark.slow
@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_what_stands_on_a_desk_of_every_past_shape_stands_on_it_afterwards(tmp_path, newsroom, version):
    held = as_it_was(tmp_path / "old.desk", version, newsroom.store._base.connection)
    kinds = [kind for kind, table in TABLES.items() if table in held]
    store = SqliteStore(tmp_path / "old.desk")
    snapshot = store.snapshot()
    assert {kind: snapshot[kind] for kind in kinds} == {kind: newsroom.store.snapshot()[kind] for kind in kinds}
    assert not any(snapshot[kind] for kind in TABLES if kind not in kinds)
    assert store.ledger("quotes") == newsroom.store.ledger("quotes")
    assert store.arrived(snapshot["Article"]) == newsroom.store.arrived(snapshot["Article"])
    assert {run for run in newsroom.store.runs() if run.step in JOBS_OF_ANY_SHAPE} <= set(store.runs())
    for query, of in KEPT_BESIDE:
        if set(of) <= set(kinds):
            theirs = newsroom.store._base.execute(query).fetchall()
            assert theirs, query
            assert store._base.execute(query).fetchall() == theirs, query
    assert store.search("ferry", limit=9) == newsroom.store.search("ferry", limit=9)
    store.close()


JOBS_OF_ANY_SHAPE = ("articles", "quotes", "copies")
KEPT_BESIDE = (
    (f"SELECT target, kind, place FROM pointers WHERE kind = {NUMBERS['Copy']} ORDER BY 1, 2, 3", ["Copy"]),
    (f"SELECT target, kind, place FROM pointers WHERE kind = {NUMBERS['Article']} ORDER BY 1, 2, 3", ["Article"]),
    ("SELECT article, title, outlet, source, url, language, low, high, own, site FROM cards ORDER BY 1", ["Dating"]),
    # By which of its spellings a name goes follows the order of arrival where two storylines spell it otherwise.
    ("SELECT key, quotes FROM voices ORDER BY 1", ["Quote", "Attribution"]),
    ("SELECT place, value, dimension FROM counted ORDER BY 1", ["Figure"]),
    ("SELECT rowid, words FROM measured ORDER BY 1", ["Figure"]),
    ("SELECT * FROM sites ORDER BY 1", ["Article"]),
    ("SELECT * FROM carried ORDER BY 1", ["Carriage"]),
    ("SELECT * FROM listing ORDER BY 1", ["Summary"]),
    ("SELECT facet, value, stories FROM facets WHERE stories ORDER BY 1, 2", ["Summary"]),
)
"""What follows the records, and of which kinds."""


@pytest.mark.slow
@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_desk_of_every_past_shape_goes_on_to_the_same_records(tmp_path, newsroom, version):
    as_it_was(tmp_path / "old.desk", version, newsroom.store._base.connection)
    with open_desk(tmp_path / "old.desk") as desk:
        for _ in desk.run():
            pass
        assert desk.store.snapshot() == newsroom.store.snapshot()


def test_a_desk_from_before_pointers_gets_them(tmp_path):
    edition = Edition(id="e-1", article=ArticleId("a-2"), edition_of=ArticleId("a-1"), why="same address")
    base = sqlite3.connect(tmp_path / "old.desk", isolation_level=None)
    before = next(number for number, step in enumerate(MIGRATIONS) if step.__name__ == "_pointers")
    for step in MIGRATIONS[:before]:
        step(base)
    base.execute("INSERT INTO runs (id, step, version, settings) VALUES (1, 'editions', 1, 'abc')")
    line = ("e-1", 1, "a-1", "d1", encode(edition))
    base.execute("INSERT INTO editions (id, run, job, digest, body) VALUES (?, ?, ?, ?, ?)", line)
    base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    base.execute(f"PRAGMA user_version = {before}")
    base.close()
    store = SqliteStore(tmp_path / "old.desk")
    assert store.pointing(Edition, ["a-1"]) == store.pointing(Edition, ["a-2"]) == [edition]
    store.close()


def test_migrating_twice_changes_nothing(tmp_path):
    base = sqlite3.connect(tmp_path / "a.desk", isolation_level=None)
    migrate(base)
    shape = base.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    migrate(base)
    assert base.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == shape
    base.close()


def test_a_desk_of_a_newer_copydesk_is_refused(tmp_path):
    path = tmp_path / "newer.desk"
    SqliteStore(path).close()
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 999")
    base.close()
    with pytest.raises(DeskError, match=r"newer\.desk.*newer copydesk; update copydesk"):
        SqliteStore(path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "theirs.db"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE theirs (x)")
    base.commit()
    base.close()
    before = path.read_bytes()
    with pytest.raises(DeskError, match="not a desk"):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("these are notes, and quite long ones at that " * 40)
    with pytest.raises(DeskError, match="not a desk"):
        SqliteStore(path)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(DeskError, match="check that the folder exists"):
        SqliteStore(tmp_path / "nowhere" / "a.desk")


def test_reading_where_there_is_no_desk_says_how_to_make_one(tmp_path):
    with pytest.raises(DeskError, match="there is no desk here"):
        SqliteStore(tmp_path / "a.desk", read_only=True)


def test_a_desk_opened_for_reading_cannot_be_written(tmp_path):
    path = tmp_path / "a.desk"
    SqliteStore(path).close()
    path.chmod(stat.S_IRUSR)
    store = SqliteStore(path, read_only=True)
    with pytest.raises(DeskError, match="cannot be written"):
        store.put(StepRun("articles", Article, 1, "x"), [Outcome("p", "d", ())])
    store.close()


def test_a_full_disk_leaves_what_was_there_and_says_so(tmp_path):
    path = tmp_path / "full.desk"
    store = SqliteStore(path)
    store.put(StepRun("articles", Article, 1, "x"), [Outcome("p", "d", ())])
    (pages,) = store._base.execute("PRAGMA page_count").fetchone()
    store._base.execute(f"PRAGMA max_page_count = {pages}")
    many = [Outcome(f"job {number}", "d" * 500, ()) for number in range(500)]
    with pytest.raises(DeskError, match="the disk is full; free space and run again"):
        store.put(StepRun("articles", Article, 1, "x"), many)
    assert list(store.ledger("articles")) == ["p"]
    store.close()


def test_a_desk_where_nothing_can_be_written_beside_it_is_read_as_it_stands(tmp_path):
    path = tmp_path / "a.desk"
    SqliteStore(path).close()
    (tmp_path / "a.desk-shm").mkdir()  # where WAL would put its shared memory
    store = SqliteStore(path, read_only=True)
    assert store.counts()["Article"] == 0
    store.close()
