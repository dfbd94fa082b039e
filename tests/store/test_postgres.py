"""A desk on a server of PostgreSQL: who is refused, what becomes of a lost connection, several processes at once."""

import multiprocessing
import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from filecmp import dircmp
from pathlib import Path

import psycopg
import pytest

from copydesk.cli import main
from copydesk.desk import Desk, open_desk
from copydesk.engine import LocalEngine
from copydesk.errors import DeskError
from copydesk.records import Article, ArticleId, Block, Page, PageId
from copydesk.store import Outcome, PostgresStore, SqliteStore, StepRun, postgres_shape
from copydesk.store.address import Address
from copydesk.store.moving import MOVED, move
from copydesk.store.opening import opened
from copydesk.store.postgres_shape import SHAPES

pytestmark = pytest.mark.slow

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"
AS_OF = date(2038, 12, 31)
READ = StepRun("articles", Article, 1, "abc")


def article(number: int) -> Article:
    return Article(
        id=ArticleId(f"a-{number}"),
        page=PageId(f"p-{number}"),
        source=f"{number}.html",
        position=0,
        text="The ferry struck the quay.",
        blocks=(Block(kind="body", text="The ferry struck the quay."),),
    )


def outcomes(first: int, last: int) -> list[Outcome]:
    return [Outcome(f"p-{number}", "d1", (article(number),)) for number in range(first, last)]


def ask(address: str, *statements: str) -> list[tuple]:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            found = connection.execute(statement)
        return found.fetchall() if found.description else []


# -- opening ----------------------------------------------------------------------------------------------------------


def test_the_tables_and_columns_are_those_of_a_desk_file(database):
    PostgresStore(Address(database)).close()
    columns = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'copydesk'"
    theirs: dict[str, set[str]] = {}
    for table, column in ask(database, columns):
        theirs.setdefault(table, set()).add(column)
    base = opened(None, read_only=False)
    tables = (*MOVED, "run_counts", "changes", "settled")
    ours = {table: {row[1] for row in base.execute(f"PRAGMA table_info({table})")} for table in tables}
    base.close()
    assert set(theirs) - set(ours) == {"shape", "totals"}
    assert {table: columns - theirs[table] for table, columns in ours.items() if columns - theirs[table]} == {}
    more = {table: theirs[table] - columns for table, columns in ours.items() if theirs[table] - columns}
    assert set(more) == {"found", "measured", "changes"}


def test_every_table_of_a_desk_file_is_moved():
    base = opened(None, read_only=False)
    held = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    base.close()
    own = {name for name in held if name.startswith(("sqlite_", "found_", "measured_"))}
    assert held - own - set(MOVED) == {"run_counts", "changes", "settled"}


@pytest.mark.parametrize("version", range(1, len(SHAPES)))
def test_every_past_shape_is_brought_up_to_date_with_what_stands_on_it(database, version, monkeypatch):
    with monkeypatch.context() as then:
        then.setattr(postgres_shape, "SHAPES", SHAPES[:version])
        with closing(PostgresStore(Address(database))) as store:
            store.put(READ, outcomes(0, 2))
    assert ask(database, "SELECT version FROM copydesk.shape") == [(version,)]
    with pytest.raises(DeskError, match="older copydesk; open it once for writing"):
        PostgresStore(Address(database), read_only=True)
    with closing(PostgresStore(Address(database))) as store:
        assert list(store.all(Article)) == [article(0), article(1)]
        assert len(store.search("ferry", limit=9)) == 2
        store.put(READ, outcomes(0, 3))
        assert store.counts()["Article"] == 3
    assert ask(database, "SELECT version FROM copydesk.shape") == [(len(SHAPES),)]


def test_a_transaction_whose_number_another_server_gave_is_counted(database):
    with closing(PostgresStore(Address(database))) as store:
        before = store.settled.changes([Article])["Article"]
        with store.together():
            # As a dump says it that is read in here, and whose last change had the number of this transaction.
            (mine,) = store._base.execute("SELECT txid_current()").fetchone()
            ask(database, f"UPDATE copydesk.changes SET by = {mine} WHERE records = 'articles'")
            store.put(READ, outcomes(0, 1))
            store.put(READ, outcomes(1, 2))
        assert store.settled.changes([Article])["Article"] == before + 1


def test_words_of_speakers_that_an_older_copydesk_wrote_twice_stand_once_and_the_desk_can_be_moved(
    database, tmp_path, monkeypatch
):
    page = tmp_path / "crane.txt"
    page.write_text('The crane fell at noon.\n\n"Nobody had looked at the crane," said Ada Brekke of the harbour.\n')
    held = "SELECT word, count(*) FROM copydesk.voice_words GROUP BY word ORDER BY word"
    with monkeypatch.context() as then:
        # A run wants all that a desk has today; so what sets the words right comes last here.
        then.setattr(postgres_shape, "SHAPES", (*SHAPES[:3], *SHAPES[4:]))
        with open_desk(database) as desk:
            list(desk.add([str(page)], as_of=AS_OF))
            list(desk.run())
        ask(database, "INSERT INTO copydesk.voice_words SELECT * FROM copydesk.voice_words WHERE word <> 'ada'")
    assert ask(database, held) == [("ada", 1), ("brekke", 2)]
    monkeypatch.setattr(postgres_shape, "SHAPES", (*SHAPES[:3], *SHAPES[4:], SHAPES[3]))
    with open_desk(database) as desk:
        assert [one.name for one in desk.speakers("ada brekke", limit=9)] == ["Ada Brekke"]
    assert ask(database, held) == [("ada", 1), ("brekke", 1)]
    for _ in move(Address(database), tmp_path / "moved.desk"):
        pass
    with open_desk(tmp_path / "moved.desk") as desk:
        assert [one.name for one in desk.speakers("brekke", limit=9)] == ["Ada Brekke"]


def test_opening_twice_changes_nothing(database):
    shape = "SELECT c.relname, c.oid::bigint FROM pg_class c WHERE relnamespace = 'copydesk'::regnamespace ORDER BY 1"
    PostgresStore(Address(database)).close()
    before = ask(database, shape)
    PostgresStore(Address(database)).close()
    assert ask(database, shape) == before


def test_a_desk_of_a_newer_copydesk_is_refused(database):
    PostgresStore(Address(database)).close()
    ask(database, "UPDATE copydesk.shape SET version = 999")
    with pytest.raises(DeskError, match="newer copydesk; update copydesk"):
        PostgresStore(Address(database))


@pytest.mark.parametrize("table", ["theirs (x int)", "shape (application text, version int)"])
def test_another_programs_schema_is_refused_and_left_alone(database, table):
    ask(database, "CREATE SCHEMA copydesk", f"CREATE TABLE copydesk.{table}")
    with pytest.raises(DeskError, match="another program's, not a desk; name another database"):
        PostgresStore(Address(database))
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'copydesk'"
    assert ask(database, tables) == [(1,)]


def test_other_schemas_of_the_database_are_nobodys_business(database):
    ask(database, "CREATE TABLE articles (x int)", "INSERT INTO articles VALUES (7)")
    with closing(PostgresStore(Address(database))) as store:
        store.put(READ, outcomes(0, 2))
        assert store.counts()["Article"] == 2
    assert ask(database, "SELECT x FROM articles") == [(7,)]


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres):
    with pytest.raises(DeskError, match="as LATIN1 and cannot hold every letter"):
        PostgresStore(Address(postgres.database(encoding="LATIN1")))


def test_reading_where_there_is_no_desk_says_how_to_make_one(database):
    with pytest.raises(DeskError, match=re.escape("there is no desk here; make one with `copydesk --desk postgresql")):
        PostgresStore(Address(database), read_only=True)
    assert ask(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'copydesk'") == [(0,)]


def test_a_desk_opened_for_reading_cannot_be_written(database):
    PostgresStore(Address(database)).close()
    with closing(PostgresStore(Address(database), read_only=True)) as store:
        with pytest.raises(DeskError, match="opened for reading"):
            store.put(READ, outcomes(0, 1))
        assert store.counts()["Article"] == 0


def test_a_database_or_a_user_that_is_not_there_is_named_with_the_cure(postgres, capsys):
    nowhere = postgres.address("nowhere")
    assert main(["--desk", nowhere, "add", str(PAGES)]) == 4
    assert "there is no such database; make it with `createdb nowhere`" in capsys.readouterr().err
    stranger = nowhere.replace("desk@", "stranger:s3cret@").replace("nowhere", "postgres")
    assert main(["--desk", stranger, "doctor"]) == 4
    said = "".join(capsys.readouterr())
    assert "postgresql://stranger@" in said
    assert "s3cret" not in said


# -- a lost connection ------------------------------------------------------------------------------------------------


def test_a_connection_that_is_lost_in_a_write_leaves_nothing_and_the_next_write_goes_on(postgres, database):
    with closing(PostgresStore(Address(database))) as store:
        store.put(READ, outcomes(0, 3))

        def write_and_lose():
            with store.together():
                store.put(READ, outcomes(3, 40))
                postgres.restart()
                store.put(READ, outcomes(40, 80))

        with pytest.raises(DeskError, match=r"connection to the server was lost.*run again"):
            write_and_lose()
        assert store.counts()["Article"] == 3
        assert len(store.ledger("articles")) == 3
        assert len(store.search("ferry", limit=99)) == 3
        store.put(READ, outcomes(3, 80))
        assert store.counts()["Article"] == 80
        assert len(store.search("ferry", limit=99)) == 80


def test_a_reader_whose_connection_was_lost_between_two_questions_asks_on_another(postgres, database):
    PostgresStore(Address(database)).close()
    with closing(PostgresStore(Address(database), read_only=True)) as store:
        postgres.restart()
        with store.steady():
            assert store.counts()["Article"] == 0
        postgres.restart()
        assert list(store.all(Article)) == []


def test_a_run_that_loses_its_server_goes_on_where_it_was(postgres, database, newsroom):
    with open_desk(database) as desk:
        list(desk.add([str(PAGES)], as_of=AS_OF))

        def run_and_lose():
            for progress in desk.run():
                if progress.step == "quotes" and progress.done:
                    postgres.restart()

        with pytest.raises(DeskError, match="was lost"):
            run_and_lose()
    with open_desk(database) as desk:
        for _ in desk.run():
            pass
        assert desk.store.snapshot()["Quote"] == newsroom.store.snapshot()["Quote"]
        assert desk.counts() == newsroom.counts()


# -- the whole desk ---------------------------------------------------------------------------------------------------


def same(left: Path, right: Path) -> bool:
    compared = dircmp(left, right)
    assert compared.common_files
    return not (compared.diff_files or compared.left_only or compared.right_only)


def test_a_desk_is_the_same_in_a_file_and_on_a_server(database, tmp_path):
    stores = (SqliteStore(tmp_path / "news.desk"), PostgresStore(Address(database)))
    answers = []
    for number, store in enumerate(stores):
        with Desk(store, engine=LocalEngine(1)) as desk:
            list(desk.add([str(PAGES)], as_of=AS_OF))
            for _ in desk.run():
                pass
            desk.export(tmp_path / f"out-{number}")
            found = [desk.search(query, limit=9) for query in ("ferry", "crane harbour", '"the harbour"', "Eidsund")]
            listed = [
                desk.store.listing.page(order=order) for order in ("first", "last", "accounts", "changes", "news")
            ]
            voices = [(one.name, one.quotes) for one in desk.store.finding.voices("", limit=99)]
            sites = [desk.store.sites.names(by_name=by_name) for by_name in (True, False)]
            counted = desk.store.sites.counts(sites[0])
            answers.append((desk.store.snapshot(), found, listed, voices, sites, counted, desk.store.listing.facets()))
            answers[-1] += (desk.store.runs(), desk.inherited())
    assert answers[0] == answers[1]
    assert same(tmp_path / "out-0", tmp_path / "out-1")


def work(address: str, pages: list[str]) -> None:
    with open_desk(address) as desk:
        list(desk.add(pages, as_of=AS_OF))
        for _ in desk.run():
            pass


def test_two_processes_that_add_and_run_at_once_lose_and_double_nothing(database, newsroom):
    pages = sorted(map(str, PAGES.iterdir()))
    spawned = multiprocessing.get_context("spawn")
    halves = (pages[: len(pages) * 2 // 3], pages[len(pages) // 3 :])
    processes = [spawned.Process(target=work, args=(database, half)) for half in halves]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
        assert process.exitcode == 0
    with open_desk(database) as desk:
        assert [one.total for one in desk.run() if one.total] == []
        for kind in ("Page", "Article", "Match", "Copy", "Quote", "Figure", "Story"):
            mine, theirs = desk.store.snapshot()[kind], newsroom.store.snapshot()[kind]
            assert len(mine) == len(theirs), kind
        assert len(list(desk.store.all(Page))) == len(pages)


def test_a_dump_that_is_read_into_another_database_is_the_desk_again(postgres, database, newsroom, tmp_path):
    with closing(sqlite3.connect(tmp_path / "news.desk")) as file:
        newsroom.store._base.connection.backup(file)
    for _ in move(tmp_path / "news.desk", Address(database)):
        pass
    other = postgres.database()
    dump = tmp_path / "dump.sql"
    dump.write_bytes(postgres.do("pg_dump", database))
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", dump, other], check=True, stdout=subprocess.DEVNULL)
    with open_desk(other) as desk:
        assert desk.store.snapshot() == newsroom.store.snapshot()
        assert desk.search("ferry", limit=9) == newsroom.search("ferry", limit=9)
        assert [one.total for one in desk.run() if one.total] == []


def test_the_command_line_asks_a_desk_on_a_server(database, tmp_path, capsys):
    ferry = next(path for path in PAGES.iterdir())
    assert main(["--desk", database, "-q", "add", "--as-of", "2038-12-31", str(ferry)]) == 0
    assert main(["--desk", database, "-q", "run"]) == 0
    assert main(["--desk", database, "export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "articles.jsonl").stat().st_size
    capsys.readouterr()
    assert main(["--desk", database, "doctor", "--format", "text"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"{Address(database)} opens; it holds pages: 1" in said
