"""The bench of load: it notices what it is there to notice, and a desk under load gives it nothing to notice."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benches import benches

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    return benches("readers", "soak")


@pytest.fixture
def desk(bench):
    """A reader of a server that answers what the test has put at a path: a status, and a text or what is JSON."""
    readers, _ = bench
    answers = {}

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self):
            status, said = answers[urlsplit(self.path).path]
            content = (said if isinstance(said, str) else json.dumps(said)).encode()
            self.send_response(status)
            self.send_header("content-type", "text/html" if isinstance(said, str) else "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        tally, town = readers.Tally(), readers.Town()
        reader = readers.Reader(readers.Line(server.server_port, 0, tally), town, tally, pause=0, seed=1)
        yield answers, reader, town, tally
        reader._line.close()
        server.shutdown()
        thread.join()


def listed(*pages):
    items = [{"id": f"article-{at}", "page": f"news.jsonl#{page}", "text": page} for at, page in enumerate(pages)]
    return {"items": items, "next": None}


def test_a_whole_list_of_articles_is_nothing_to_tell_of(desk):
    answers, reader, town, tally = desk
    town.settle(["a", "b"])
    answers["/api/v1/articles"] = (200, listed("a", "b", "c"))
    reader.walk()
    assert tally.faults == []
    assert tally.asked == {"REST walk": 1}


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        (("a",), "1 of 2 pages are lost, b among them"),
        (("a", "b", "b"), "1 pages stand there twice, b among them"),
    ],
)
def test_a_page_that_is_lost_or_doubled_is_told(desk, pages, told):
    answers, reader, town, tally = desk
    town.settle(["a", "b"])
    answers["/api/v1/articles"] = (200, listed(*pages))
    reader.walk()
    assert tally.faults == [told]


def test_a_fault_of_the_server_and_a_screen_that_ends_early_are_told(desk):
    answers, reader, _, tally = desk
    answers["/"] = (500, "<html>A fault</html>")
    reader.inbox()
    answers["/"] = (200, "<html><p>Half a scre")
    reader.inbox()
    assert [told.partition(" answers ")[2].split(" ")[0] for told in tally.faults] == ["500:", "20"]


def test_a_list_of_two_moments_is_told(desk):
    answers, reader, _, tally = desk
    stories = [{"id": "s-1", "articles": ["a", "b"]}, {"id": "s-2", "articles": ["b", "c"]}]
    answers["/api/v1/stories"] = (200, {"items": stories, "next": None})
    answers["/api/v1/inbox"] = (200, {"items": stories, "next": None, "total": 3})
    for name in ("stories", "inbox"):
        reader._chance.choice = lambda _, name=name: name
        reader.lists()
    assert tally.faults == [
        "1 articles stand in two stories of one list, b among them",
        "the inbox counts 3 stories and has 2",
    ]


def test_an_article_whose_text_changes_or_that_goes_is_told(desk):
    answers, reader, town, tally = desk
    town.saw("REST articles", ["article-0"])
    reader._chance.choice = lambda among: next((one for one in among if one in ("articles", "article-0")), among[0])
    for answer in ((200, {"text": "one text"}), (200, {"text": "another text"}), (404, {})):
        answers["/api/v1/articles/article-0"] = answer
        reader.one()
    assert tally.faults == ["article article-0 has another text than before", "article article-0 is there no longer"]


def sample(soak, minute, megabytes, **more):
    told = {"files": 30, "threads": 10, "wal": 0, "desk": 0, "worked": 0.0, "resident": 0, "below": 0} | more
    return soak.Sample(at=60.0 * minute, own=int(megabytes * 2**20), **told)


def test_memory_that_goes_up_and_down_is_flat_and_memory_that_climbs_is_told(bench, capsys):
    _, soak = bench
    flat = [sample(soak, minute, 100 + minute % 3) for minute in range(60)]
    assert soak.grown(flat, 15) == []
    climbing = [sample(soak, minute, 100 + minute % 3 + minute / 5) for minute in range(60)]
    assert [told.partition(".")[0] for told in soak.grown(climbing, 15)] == ["memory grows by 12"]
    found = soak.growth(climbing)
    assert abs(found.slope - 12) < found.half < 2
    assert "95 % interval" in capsys.readouterr().out


def test_what_grew_in_a_few_minutes_is_not_judged(bench, capsys):
    _, soak = bench
    assert soak.grown([sample(soak, minute, 100 + minute) for minute in range(10)], 1) == []
    assert "too short to judge" in capsys.readouterr().out


def test_a_log_that_grows_is_told(bench, capsys):
    _, soak = bench
    samples = [sample(soak, at, 100, wal=at * 2**21) for at in range(60)]
    assert soak.grown(samples, 15) == ["the log of writes came to 118 MB"]
    assert capsys.readouterr().out


def test_files_and_threads_that_are_kept_when_all_have_left_are_told(bench, capsys):
    _, soak = bench
    before, loaded = sample(soak, 0, 100), [sample(soak, at, 100, files=300, threads=50) for at in range(60)]
    assert soak.left(before, loaded, sample(soak, 61, 100)) == []
    assert "300 at the most" in capsys.readouterr().out
    assert soak.left(before, loaded, sample(soak, 61, 100, files=80, threads=40)) == [
        "files are 80 when all have left, 30 before the first came",
        "threads are 40 when all have left, 10 before the first came",
    ]


def test_a_server_is_asked_until_it_is_at_rest(bench, monkeypatch):
    _, soak = bench
    before, asked = sample(soak, 0, 100), []
    monkeypatch.setattr(soak, "sampled", lambda *_: sample(soak, 0, 100, files=200 - 60 * len(asked)))
    monkeypatch.setattr(soak.time, "sleep", lambda _: None)
    assert soak.calmed(1, Path("a.desk"), before, lambda: asked.append("notes")).files == 20
    assert asked == ["notes"] * 3


def test_a_server_that_does_not_come_to_rest_is_left_alone_at_last(bench, monkeypatch):
    _, soak = bench
    minutes = iter(range(9))
    monkeypatch.setattr(soak, "sampled", lambda *_: sample(soak, next(minutes), 100, files=200))
    monkeypatch.setattr(soak.time, "sleep", lambda _: None)
    assert soak.calmed(1, Path("a.desk"), sample(soak, 0, 100), lambda: None).at == 120.0


@pytest.mark.slow
def test_a_minute_with_twenty_readers_leaves_nothing_to_tell(tmp_path):
    words = "--minutes 1 --pause 1 --articles 40 --helping 4 --helping-every 15".split()
    command = [sys.executable, str(BENCH / "soak.py"), *words, "--folder", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    assert "nothing was wrong" in ended.stdout


@pytest.mark.slow
def test_pages_come_while_twenty_processes_read():
    command = [sys.executable, str(BENCH / "ingestion.py"), "--articles", "24", "--helping", "6"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    assert "24 pages, 20 readers" in ended.stdout
