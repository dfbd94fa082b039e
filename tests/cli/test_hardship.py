"""What goes wrong around a run: bad pages, a desk that cannot be written, a full disk, a killed run, a shut pipe."""

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.store import opening

TITLE = "Vessmar to close its fish market"
BODY = (
    "The harbour council of Vessmar voted on Tuesday to close the old fish market after a survey found it unsafe.",
    "Councillor Jonas Tarrel said the repair would have cost 4.2 million crowns, “more than it earns in ten years”.",
    "Traders, some of whom have sold herring there for three generations, said they had been told of no survey.",
    "The market will shut its doors on 1 May, and the stalls are to move to the car park behind the customs house.",
    "Two other markets on the coast have closed since 2029, and a third is to follow before the end of the year.",
)


def page(title=TITLE, body=BODY, head=""):
    paragraphs = "".join(f"<p>{one}</p>\n" for one in body)
    top = f"<!doctype html><html><head>{head}<title>{title}</title></head>"
    return f"{top}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    (tmp_path / "pages").mkdir()
    return tmp_path


@pytest.fixture(autouse=True)
def good(here):
    (here / "pages/market.html").write_text(page())
    (here / "pages/reprint.html").write_text(page(body=(*BODY[:1], BODY[1].replace("4.2", "42"), *BODY[2:])))
    return here


def lines(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def export(folder):
    return {path.name: path.read_text() for path in Path(folder).iterdir()}


# -- bad pages --------------------------------------------------------------------------------------------------------


def test_good_pages_come_through_whatever_lies_beside_them(good, capsys):
    folder = good / "pages"
    western = page(title="Snow on the Tarn pass", head='<meta charset="windows-1252">')
    lying = page(title="Storm over Vessmar", head='<meta charset="utf-8">')
    (folder / "declared.html").write_bytes(western.encode("cp1252"))
    (folder / "lying.html").write_bytes(lying.encode("cp1252"))
    (folder / "twin.html").write_text(page())
    (folder / "really-html.txt").write_text(page(title="Market closes"))
    (folder / "packed.html.gz").write_bytes(gzip.compress(page(title="Market shut").encode()))
    bad = {
        "empty.html": b"",
        "binary.html": bytes(range(256)) * 100,
        "truncated.html.gz": gzip.compress(os.urandom(5000))[:-1000],
        "bomb.html.gz": gzip.compress(bytes(100_000_000), compresslevel=1),
        "huge.html": page().encode() + b" " * 50_000_000,
        "bare.html": b"<html><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav></body></html>",
        "broken.jsonl": b'{"text": \n',
    }
    for name, raw in bad.items():
        (folder / name).write_bytes(raw)
    (folder / "deep.html").write_text(page().replace("<article>", "<div>" * 20_000))

    status = main(["--workers", "1", "brief", "pages", "-o", "out", "--as-of", "2038-12-31", "--format", "text"])

    assert status == 1
    told = capsys.readouterr().err
    read = {Path(row["page"]).name: row for row in lines("out/articles.jsonl") if row["position"] == 0}
    failed = {Path(row["input"].partition("#")[0]).name: row for row in lines("out/failures.jsonl")}
    assert read.keys() - {"deep.html"} == {
        "market.html", "reprint.html", "declared.html", "lying.html", "twin.html", "really-html.txt", "packed.html.gz"
    }  # fmt: skip
    assert failed.keys() - {"deep.html"} == bad.keys()
    assert ("deep.html" in read) != ("deep.html" in failed)
    assert all(name in told for name in bad)
    assert "“more than it earns in ten years”" in read["declared.html"]["text"]
    assert "“more than it earns in ten years”" in read["lying.html"]["text"]
    assert read["twin.html"]["id"] != read["market.html"]["id"]
    assert "Error" not in "".join(row["reason"] for row in failed.values())


def test_a_file_that_vanishes_between_add_and_run(capsys):
    assert main(["--desk", "news.desk", "add", "pages"]) == 0
    Path("pages/reprint.html").unlink()
    assert main(["--desk", "news.desk", "--workers", "1", "run"]) == 1
    assert "not read: pages/reprint.html: it is gone; put it back" in capsys.readouterr().err
    assert main(["--desk", "news.desk", "export", "out"]) == 0
    assert [row["page"] for row in lines("out/articles.jsonl")] == ["pages/market.html"]
    assert [row["input"] for row in lines("out/failures.jsonl")] == ["pages/reprint.html"]


# -- a desk that cannot be written ------------------------------------------------------------------------------------


def limited(monkeypatch, pragma):
    """Every desk opened for writing from now on is under this pragma."""
    writable = opening._writable

    def under(path):
        base = writable(path)
        base.execute(f"PRAGMA {pragma}")
        return base

    monkeypatch.setattr(opening, "_writable", under)


def test_a_full_disk_stops_with_a_clear_message_and_goes_on_later(capsys, monkeypatch):
    long = (
        *BODY,
        *(f"Stall number {number} sold herring, cod and crab to the kitchens of the town." for number in range(300)),
    )
    Path("pages/long.html").write_text(page(title="The stalls of the market", body=long))
    assert main(["--desk", "news.desk", "add", "pages", "--as-of", "2038-12-31"]) == 0
    with monkeypatch.context() as full:
        limited(full, "max_page_count = 1")  # SQLite makes it what the file has
        assert main(["--desk", "news.desk", "--workers", "1", "run"]) == 4
    (said,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("copydesk:")]
    assert said.startswith("copydesk: news.desk: the disk is full; free space and run again")
    assert main(["--desk", "news.desk", "--workers", "1", "run"]) == 0
    assert main(["--desk", "news.desk", "export", "out"]) == 0
    assert len(lines("out/articles.jsonl")) == 3


def test_a_read_only_desk_answers_and_refuses_to_be_filled(capsys, monkeypatch):
    assert main(["--desk", "news.desk", "-q", "add", "pages"]) == 0
    assert main(["--desk", "news.desk", "-q", "--workers", "1", "run"]) == 0
    limited(monkeypatch, "query_only = ON")
    assert main(["--desk", "news.desk", "add", "pages"]) == 4
    assert "the desk cannot be written; check the permissions" in capsys.readouterr().err
    assert main(["--desk", "news.desk", "search", "herring"]) == 0
    assert main(["--desk", "news.desk", "export", "out"]) == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_desk_in_a_folder_that_may_not_be_written(good, capsys):
    assert main(["--desk", "news.desk", "-q", "add", "pages"]) == 0
    good.chmod(0o555)
    Path("news.desk").chmod(0o444)
    try:
        assert main(["--desk", "news.desk", "add", "pages"]) == 4
        assert main(["--desk", "news.desk", "doctor"]) == 0
    finally:
        good.chmod(0o755)
    assert "news.desk" in capsys.readouterr().err


# -- real processes ---------------------------------------------------------------------------------------------------

STRUCK = """
import os, signal, sys
from copydesk.store import sqlite
from copydesk.cli import main
name, moment, blow = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
owner = sqlite.SqliteStore
inner, calls = getattr(owner, name), 0
def struck(*words, **more):
    global calls
    calls += 1
    if calls == moment:
        os.kill(os.getpid(), blow)
    return inner(*words, **more)
setattr(owner, name, struck)
sys.exit(main(sys.argv[4:]))
"""
"""The program, struck by a signal when it comes to the n-th call of one function of the store."""


def process(*words, **more):
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *words], capture_output=True, text=True, check=False, **more
    )


def struck(name, moment, blow, *words):
    command = [sys.executable, "-c", STRUCK, name, str(moment), str(int(blow)), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_closed_pipe_is_no_fault():
    text = "\n".join((TITLE, "", *BODY))
    Path("wire.jsonl").write_text("".join(json.dumps({"id": f"n{n}", "text": text}) + "\n" for n in range(120)))
    command = [sys.executable, "-m", "copydesk", "--workers", "1", "read", "wire.jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reading:
        assert json.loads(reading.stdout.readline())["page"] == "wire.jsonl#n0"
        reading.stdout.close()
        err = reading.stderr.read()
    assert (reading.returncode, err) == (0, "")


def test_statuses_reach_the_shell():
    assert process("read", "nowhere").returncode == 3
    assert process("nonsense").returncode == 2
    assert process("--desk", "nowhere.desk", "search", "x").returncode == 4


def test_a_page_from_another_program():
    text = "\n\n".join((TITLE, *BODY))
    ended = process("--workers", "1", "read", "-", "--as-of", "2038-12-31", input=text)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["page"] == "-"


def test_control_c_ends_cleanly_and_the_run_goes_on():
    assert process("--desk", "news.desk", "add", "pages").returncode == 0
    ended = struck("put", 3, signal.SIGINT, "--desk", "news.desk", "--workers", "1", "-q", "run")
    assert ended.returncode == 130
    assert ended.stderr == "copydesk: stopped; what was finished is kept, give the same command again to go on\n"
    assert process("--desk", "news.desk", "--workers", "1", "run").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "moment"),
    [("put", 1), ("put", 3), ("put", 5), ("put", 9), ("_insert", 1), ("_insert", 6), ("_insert", 12)],
)
def test_a_killed_run_resumes_and_ends_with_the_same_records(name, moment):
    words = ("--desk", "news.desk", "--workers", "1", "-q")
    for folder in ("whole", "killed"):
        Path("news.desk").unlink(missing_ok=True)
        assert process(*words, "add", "pages", "--as-of", "2038-12-31").returncode == 0
        if folder == "killed":
            assert struck(name, moment, signal.SIGKILL, *words, "run").returncode == -signal.SIGKILL
        assert process(*words, "run").returncode == 0
        assert process(*words, "export", folder).returncode == 0
    assert lines("whole/copies.jsonl")
    assert export("killed") == export("whole")


@pytest.mark.slow
def test_a_killed_add_is_finished_by_adding_again():
    words = ("--desk", "news.desk", "-q")
    assert struck("_insert", 2, signal.SIGKILL, *words, "add", "pages").returncode == -signal.SIGKILL
    assert process(*words, "add", "pages").returncode == 0
    assert "pages: 2" in process(*words, "doctor").stdout


@pytest.mark.slow
def test_a_killed_run_leaves_no_workers_behind(good):
    for number in range(24):
        (good / f"pages/more{number}.html").write_text(page(title=f"Market notice {number}"))
    assert process("--desk", "news.desk", "-q", "add", "pages").returncode == 0
    command = [sys.executable, "-m", "copydesk", "--desk", "news.desk", "--workers", "2", "run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while not running.stderr.readline().startswith("articles:"):
            assert running.poll() is None
        running.kill()
        # Workers hold the other ends of these pipes: they come to an end when the last worker has.
        running.communicate(timeout=30)
    assert running.returncode == -signal.SIGKILL
    assert process("--desk", "news.desk", "run").returncode == 0
