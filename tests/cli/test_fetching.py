"""Addresses on the command line: what is fetched, what is told, and with which exit status."""

import json
from pathlib import Path

import pytest

from cli.calling import program, rows
from fetching.servers import STORY, answer, page, serving


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    with serving() as made:
        made.says["/a"] = page(TDM_Reservation=1)
        made.says["/b"] = page(STORY.replace("forty", "fifty"))
        Path("quick.toml").write_text(f"[fetch]\nports = [{made.port}]\ndelay_seconds = 0\nretries = 0\n")
        Path("list.txt").write_text(f"# mine\n{made.url('/a')}\n{made.url('/b')}\n")
        yield made


@pytest.fixture
def copydesk(capsys):
    return program(capsys, "--settings", "quick.toml", "--workers", "1")


def test_read_fetches_an_address(server, copydesk):
    status, out, err = copydesk("read", server.url("/a"), "--allow-private")
    (row,) = rows(out)
    assert status == 0
    assert (row["page"], row["url"], row["tdm_reserved"]) == (server.url("/a"), server.url("/a"), True)
    assert row["title"] == "Snow closes the Tarn pass"
    assert row["fetched"] is not None
    assert "private networks" in err
    assert f"1 of 1: {server.url('/a')} (text and data mining reserved)" in err


def test_libraries_that_are_missing_are_told_before_any_work(server, copydesk, monkeypatch):
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "httpcore" else find(name))
    Path("snow.html").write_text(STORY)
    status, out, err = copydesk("read", "snow.html", server.url("/a"))
    assert (status, out) == (2, "")
    assert err == "copydesk: fetching addresses needs httpcore: pip install 'copydesk[fetch]'\n"
    assert server.paths() == []


def test_markdown_says_what_is_reserved(server, copydesk):
    _, out, _ = copydesk("read", server.url("/a"), "--allow-private", "--format", "markdown")
    assert "\ntdm_reserved: true\n" in out
    _, out, _ = copydesk("read", server.url("/b"), "--allow-private", "--format", "markdown")
    assert "tdm_reserved" not in out


def test_the_screen_says_what_is_reserved(server, copydesk):
    _, out, _ = copydesk("read", server.url("/a"), "--allow-private", "--format", "screen")
    assert "text and data mining reserved" in " ".join(out.split())


def test_private_addresses_are_refused_unless_allowed(server, copydesk):
    status, out, err = copydesk("read", server.url("/a"))
    assert (status, out) == (3, "")
    assert "--allow-private" in err
    assert server.asked == []


def test_files_and_addresses_go_together_and_failures_are_told(server, copydesk):
    Path("story.html").write_text(STORY)
    urls = (server.url("/a"), server.url("/none"), "http://ada:secret@example.org/")
    status, out, err = copydesk("read", "story.html", *urls, "--allow-private")
    assert status == 1
    assert [row["page"] for row in rows(out)] == ["story.html", server.url("/a")]
    assert f"not read: {server.url('/none')}: there is no such page" in err
    assert "name or password" in err
    assert "secret" not in err


@pytest.mark.usefixtures("server")
def test_urls_of_a_file(copydesk):
    status, out, _ = copydesk("read", "--urls", "list.txt", "--allow-private")
    assert (status, len(rows(out))) == (0, 2)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "it holds no address"),
        ("# none yet\n", "it holds no address"),
        ("pages/a.html\n", "line 1 is no address ('pages/a.html')"),
        ("# mine\nhttps://one.example/\nwww.two.example\n", "line 3 is no address ('www.two.example')"),
        ("ftp://ada:secret@one.example/\n", "line 1 is no address ('ftp://***@one.example/')"),
    ],
)
def test_a_file_that_is_no_list_is_refused(server, copydesk, text, wrong):
    Path("other.txt").write_text(text)
    status, out, err = copydesk("read", "--urls", "other.txt")
    assert (status, out) == (2, "")
    assert err == f"copydesk: other.txt: {wrong}; write one a line, each with http:// or https://\n"
    assert copydesk("read", "--urls", "nowhere.txt")[0] == 2
    assert server.asked == []


def test_a_list_file_is_fetched_only_when_that_is_said(server, copydesk):
    status, _, err = copydesk("read", "list.txt", "--allow-private")
    assert status == 3
    assert "--fetch" in err
    assert server.asked == []
    status, out, _ = copydesk("read", "list.txt", "--fetch", "--allow-private")
    assert (status, len(rows(out))) == (0, 2)


def test_add_keeps_the_page_and_asks_whether_it_has_changed(server, copydesk):
    server.says["/a"] = page(ETag='"v1"')
    status, out, _ = copydesk("--desk", "news.desk", "add", server.url("/a"), "--allow-private")
    assert (status, len(rows(out))) == (0, 1)
    server.says["/a"] = answer(status="304 Not Modified")
    status, out, err = copydesk("--desk", "news.desk", "add", server.url("/a"), "--allow-private")
    assert (status, len(rows(out))) == (0, 1)
    assert "(has not changed)" in err
    server.says.clear()
    assert copydesk("--desk", "news.desk", "run")[0] == 0
    status, out, _ = copydesk("--desk", "news.desk", "search", "ploughs")
    assert [row["source"] for row in rows(out)] == [server.url("/a")]


def test_brief_of_addresses(server, copydesk):
    status, out, _ = copydesk("brief", "--urls", "list.txt", "--allow-private", "-o", "out")
    assert status == 0
    assert rows(out)[0]["counts"]["articles.jsonl"] == 2
    kept = [json.loads(line) for line in Path("out/articles.jsonl").read_text().splitlines()]
    assert sorted((row["page"], row["tdm_reserved"]) for row in kept) == [
        (server.url("/a"), True),
        (server.url("/b"), None),
    ]


def test_quiet_tells_failures_alone(server, copydesk):
    _, _, err = copydesk("-q", "read", server.url("/a"), server.url("/none"), "--allow-private")
    assert err.splitlines() == [
        f"not read: {server.url('/none')}: there is no such page; check the address (status 404)"
    ]


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("command", ["read", "add", "brief"])
def test_help_says_what_is_fetched(copydesk, command):
    status, out, _ = copydesk(command, "--help")
    assert status == 0
    for word in ("--urls", "--fetch", "--allow-private", "docs/fetching.md"):
        assert word in out
