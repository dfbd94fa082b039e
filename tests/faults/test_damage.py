"""A desk file some of whose bytes are not as they were written: told as such, never a traceback, and repaired."""

import json
import random
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.errors import CopydeskError, DeskError
from copydesk.records import Article, Page
from copydesk.store import SqliteStore
from copydesk.store.backup import faults_of
from copydesk.store.repair import damage_of, repair
from killing import NEWSROOM

AS_OF = date(2038, 12, 31)
AT = "2031-06-01T10:00:00+00:00"
ASKED = (["export", "{out}"], ["search", "ferry"], ["stories"], ["doctor"], ["run"])


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A desk of four pages with a person, a note and a decision, and the folder of its pages."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "pages").mkdir()
    for page in sorted(NEWSROOM.iterdir())[:4]:
        shutil.copy(page, folder / "pages")
    with open_desk(folder / "news.desk") as desk:
        list(desk.add([str(folder / "pages")], as_of=AS_OF))
        list(desk.run())
        desk.people.add("Ada", right="write", at=AT)
        (story, *_) = desk.stories()
        desk.rename(story.id, "The ferry at Eidsund", by="Ada", at=AT)
        desk.notes.on_story(story, "Who told of the crane first?", by="Ada", at=AT)
        list(desk.run())
    return folder


@pytest.fixture
def desk(filled, tmp_path):
    return Path(shutil.copy(filled / "news.desk", tmp_path / "news.desk"))


def flipped(path, seed):
    """Some bytes of a file are others: single ones, or a whole sector that became nothing or noise."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    if seed % 4 == 0:
        at = chance.randrange(0, len(content) - 512)
        content[at : at + 512] = chance.randbytes(512) if seed % 8 else bytes(512)
    else:
        for _ in range(chance.choice((1, 5, 40))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def asked(path, commands, capsys):
    """Each command, its exit status, and what it said of the desk."""
    out = path.with_name("out")
    for words in commands:
        capsys.readouterr()
        status = main(["--desk", str(path), "--workers", "1", "-q", *[word.format(out=out) for word in words]])
        told = capsys.readouterr()
        yield words[0], status, told.err + (told.out if words[0] == "doctor" else "")


def snapshot(path):
    with open_desk(path) as desk:
        return desk.store.snapshot()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100))
def test_damage_is_told_or_does_no_harm_and_what_is_left_is_saved(desk, filled, capsys, monkeypatch, seed):
    monkeypatch.setenv("COPYDESK_TRACEBACK", "1")  # an error that copydesk does not know fails the test
    flipped(desk, seed)
    before = desk.read_bytes()
    copy = Path(shutil.copy(desk, desk.with_name("asked.desk")))
    for command, status, said in asked(copy, (ASKED[0], ASKED[1 + seed % 4]), capsys):
        assert status in (0, 1, 3, 4), (command, said)
        if status == 4:
            assert "doctor --repair" in said, (command, said)
            assert "asked.desk" in said
    done = repaired(desk, before)
    if done is None:
        return
    assert faults_of(desk) == ()
    if done.damaged is not None:
        assert done.damaged.read_bytes() == before
    if seed % 5 == 0:
        with open_desk(desk) as here:
            list(here.add([str(filled / "pages")], as_of=AS_OF))
            assert not sum(one.failed for one in here.run())
        there, whole = snapshot(desk), snapshot(filled / "news.desk")
        assert there["Page"].keys() == whole["Page"].keys()
        assert there["Article"] == whole["Article"]


def repaired(desk, before):
    """What a repair did; None where the table of tables itself is gone, which is told, and nothing is touched."""
    try:
        return repair(desk)
    except DeskError as error:
        said = str(error)
    assert said.startswith(str(desk))
    assert desk.read_bytes() == before
    return None


def spoil(path, table):
    """Overwrite the page of the file at which a table begins."""
    base = sqlite3.connect(path)
    (root,) = base.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (size,) = base.execute("PRAGMA page_size").fetchone()
    base.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(content)


def test_a_whole_desk_is_left_alone(desk, capsys):
    before = desk.read_bytes()
    assert main(["--desk", str(desk), "doctor", "--repair"]) == 0
    assert "is whole; nothing was done" in capsys.readouterr().out
    assert desk.read_bytes() == before
    assert [path.name for path in desk.parent.iterdir() if "damaged" in path.name] == []


def test_what_is_derived_is_made_again_from_the_pages(desk, filled, capsys):
    whole = snapshot(filled / "news.desk")
    spoil(desk, "figures")
    assert main(["--desk", str(desk), "doctor"]) == 4
    assert "doctor --repair" in capsys.readouterr().out
    assert main(["--desk", str(desk), "doctor", "--repair"]) == 0
    told = capsys.readouterr().out
    assert f"kept as {desk}.damaged-1" in json.loads(told.splitlines()[-2])["seen"]
    assert main(["--desk", str(desk), "--workers", "1", "-q", "run"]) == 0
    assert snapshot(desk) == whole


def test_people_notes_and_decisions_stay(desk, filled):
    spoil(desk, "quotes")
    repair(desk)
    with open_desk(filled / "news.desk", read_only=True) as whole, open_desk(desk) as saved:
        assert saved.people.everyone() == whole.people.everyone()
        assert saved.decisions() == whole.decisions()
        assert saved.store.snapshot()["Note"] == whole.store.snapshot()["Note"]
        assert saved.people.audit() == whole.people.audit()
        list(saved.run())
        assert "The ferry at Eidsund" in {story.label for story in saved.stories()}


def test_what_is_remembered_of_a_run_goes_where_it_cannot_be_read(desk):
    base = sqlite3.connect(desk)
    base.execute('INSERT INTO history (number, facts) VALUES (900, \'{"state": "done\')')
    base.commit()
    base.close()
    spoil(desk, "figures")
    repair(desk)
    with open_desk(desk) as here:
        assert 900 not in [told.number for told in here.store.history.last(limit=1_000)]
        list(here.run())
        assert here.runs()[0].state == "done"


@pytest.mark.parametrize("facts", ['{"state": "done', "[]", "7", '{"steps": [{"step": "prints"}]}', '{"steps": 1}'])
def test_a_run_goes_on_where_what_is_remembered_of_another_is_damaged(desk, facts):
    base = sqlite3.connect(desk)
    base.execute("INSERT INTO history (number, facts) VALUES (900, ?)", (facts,))
    base.commit()
    base.close()
    log = desk.with_name("log.jsonl")
    assert main(["--desk", str(desk), "--log", str(log), "--workers", "1", "-q", "run"]) == 0
    with open_desk(desk) as here:
        assert [(one.number, one.state) for one in here.runs(limit=2)] == [(901, "done"), (900, "unreadable")]
        assert "damaged" in " ".join(here.explain_run("run-900").notes)
    assert ("run.unreadable" in log.read_text()) is not facts.startswith('{"steps"')


def test_an_article_stays_as_it_was_read_where_its_page_is_gone(desk, tmp_path):
    with open_desk(desk) as here:
        gone = next(iter(here.store.all(Page)))
        (article,) = [one for one in here.store.all(Article) if one.page == gone.id]
    spoil(desk, "checks")
    kept = Path(gone.source).rename(tmp_path / "away")
    try:
        repair(desk)
        with open_desk(desk) as here:
            list(here.run())
            assert here.article(article.id) == article
            assert {one.input for one in here.failures()} == {gone.source}
    finally:
        kept.rename(gone.source)


def test_a_row_that_cannot_be_read_costs_itself_alone(desk):
    base = sqlite3.connect(desk)
    (ident,) = base.execute("SELECT id FROM articles ORDER BY place LIMIT 1 OFFSET 1").fetchone()
    base.execute("UPDATE articles SET body = replace(body, 'ferry', 'fairy') WHERE id = ?", (ident,))
    base.commit()
    base.close()
    assert damage_of(desk) == (f"articles: the record {ident} is not as it was written",)
    done = {one.table: one for one in repair(desk).tables}
    assert (done["articles"].rows, done["articles"].lost) == (3, 1)
    assert (done["pages"].rows, done["pages"].lost) == (4, 0)


def test_the_first_bytes_may_be_gone(desk, filled, capsys):
    content = desk.read_bytes()
    desk.write_bytes(bytes(16) + content[16:])
    assert main(["--desk", str(desk), "export", str(desk.parent / "out")]) == 4
    assert "doctor --repair" in capsys.readouterr().err
    done = repair(desk)
    assert {one.table: one.rows for one in done.tables}["pages"] == 4
    with open_desk(desk) as here:
        list(here.run())
    assert snapshot(desk) == snapshot(filled / "news.desk")


def test_a_second_repair_does_not_write_over_the_first(desk):
    for number in (1, 2):
        spoil(desk, "figures")
        assert repair(desk).damaged == desk.with_name(f"news.desk.damaged-{number}")


def test_a_desk_in_use_is_not_repaired(desk, capsys):
    spoil(desk, "figures")
    using = SqliteStore(desk)
    assert main(["--desk", str(desk), "doctor", "--repair"]) == 4
    assert "another program has this desk open" in capsys.readouterr().err
    using.close()


def test_what_is_no_desk_is_not_repaired(tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("these are notes, and quite long ones at that " * 40)
    before = notes.read_bytes()
    for path in (notes, tmp_path / "nowhere.desk"):
        with pytest.raises(CopydeskError, match=path.name):
            repair(path)
    assert notes.read_bytes() == before
    assert main(["--desk", "postgresql://localhost/news", "doctor", "--repair"]) == 2


def test_a_desk_where_nothing_can_be_written_beside_it_is_looked_through(desk):
    desk.with_name("news.desk-shm").mkdir()  # where SQLite would put its shared memory
    assert faults_of(desk) == damage_of(desk) == ()
