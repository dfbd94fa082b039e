"""Every command, as a person or a script calls it: what it prints, where, and with which exit status."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from cli.calling import OTHER, program, rows, write_pages
from copydesk.cli import cli


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    write_pages(tmp_path / "pages")
    return tmp_path


@pytest.fixture
def copydesk(capsys):
    return program(capsys)


@pytest.fixture
def desk(copydesk):
    copydesk("--desk", "news.desk", "--workers", "1", "-q", "add", "pages", "--as-of", "2038-12-31")
    status, _, err = copydesk("--desk", "news.desk", "--workers", "1", "-q", "run")
    assert (status, err) == (0, "")
    return Path("news.desk")


# -- read ------------------------------------------------------------------------------------------------------------


def test_read_prints_articles_as_lines_of_the_contract(copydesk):
    status, out, err = copydesk("--workers", "1", "read", "pages", "--as-of", "2038-12-31")
    first, second, third = rows(out)
    assert (status, err) == (0, "")
    assert [one["page"] for one in (first, second, third)] == [f"pages/{n}.html" for n in ("market", "reprint", "snow")]
    assert first["title"] == "Vessmar to close its fish market"
    assert first["published"]["low"] == "2031-04-02"
    assert {"id", "position", "byline", "blocks", "dates", "edition_of"} <= first.keys()


def test_read_for_a_person(copydesk):
    status, out, _ = copydesk("read", "pages/market.html", "--format", "screen", "--as-of", "2038-12-31")
    assert status == 0
    assert out.startswith("Vessmar to close its fish market\n  Vessmar Courier · 2031-04-02 (from metadata")
    assert "herring there for three generations" in out
    assert "navigation" in out


def test_read_tells_what_it_could_not_read_and_reads_the_rest(copydesk):
    Path("pages/empty.html").touch()
    status, out, err = copydesk("--workers", "1", "read", "pages", "nowhere.html", "--as-of", "2038-12-31")
    assert status == 1
    assert len(rows(out)) == 3
    assert err.splitlines() == [
        "not read: pages/empty.html: it is empty; fetch the page again",
        "not read: nowhere.html: there is no such file or folder; check the name",
    ]


def test_read_of_nothing_that_can_be_read(copydesk):
    status, out, err = copydesk("read", "nowhere.html")
    assert (status, out) == (3, "")
    assert "nowhere.html" in err


def test_text_of_pages_cannot_steer_the_terminal(copydesk):
    Path("pages/market.html").write_text(Path("pages/market.html").read_text().replace("herring", "\x1b[2Jherring"))
    for form in ("screen", "text", "markdown"):
        _, out, _ = copydesk("read", "pages/market.html", "--format", form, "--as-of", "2038-12-31")
        assert "herring" in out
        assert "\x1b" not in out


# -- add, run, export, brief ------------------------------------------------------------------------------------------


def test_add_run_export(copydesk):
    status, out, _ = copydesk("--desk", "news.desk", "add", "pages", "--as-of", "2038-12-31")
    assert status == 0
    assert next((row["page"], row["form"], row["as_of"]) for row in rows(out)) == (
        "pages/market.html",
        "html",
        "2038-12-31",
    )
    status, out, err = copydesk("--desk", "news.desk", "--workers", "1", "run")
    assert status == 0
    assert {row["step"]: row["done"] for row in rows(out)}["articles"] == 3
    assert "articles: 3 of 3" in err.splitlines()
    status, out, _ = copydesk("--desk", "news.desk", "export", "out")
    assert status == 0
    assert rows(out)[0]["counts"]["articles.jsonl"] == 3
    export = json.loads(Path("out/export.json").read_text())
    assert (export["version"], export["as_of"]) == (1, "2038-12-31")
    assert len(Path("out/copies.jsonl").read_text().splitlines()) == 1


def test_a_second_run_has_nothing_to_do(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "run", "--format", "jsonl")
    assert status == 0
    assert sum(row["total"] for row in rows(out)) == 0


def test_add_counts_what_it_could_not_read(copydesk):
    Path("pages/empty.html").touch()
    status, out, err = copydesk("--desk", "news.desk", "add", "pages", "--format", "text")
    assert (status, out) == (1, "3 pages on the desk, 1 not read\n")
    assert "pages/empty.html: it is empty" in err
    assert copydesk("--desk", "news.desk", "add", "pages/empty.html")[0] == 3


def test_a_page_mended_and_added_again_is_no_failure_any_more(copydesk):
    text = Path("pages/snow.html").read_text()
    Path("pages/snow.html").write_text("")
    assert copydesk("--desk", "news.desk", "add", "pages")[0] == 1
    Path("pages/snow.html").write_text(text)
    assert copydesk("--desk", "news.desk", "add", "pages")[0] == 0
    assert copydesk("--desk", "news.desk", "--workers", "1", "run")[0] == 0
    copydesk("--desk", "news.desk", "export", "out")
    assert Path("out/failures.jsonl").read_text() == ""


def test_run_on_an_empty_desk_says_what_to_do(copydesk):
    status, _, err = copydesk("--desk", "news.desk", "run")
    assert status == 3
    assert "no pages on this desk" in err


def test_brief_in_one_go(here, copydesk):
    status, out, err = copydesk(
        "--workers", "1", "brief", "pages", "-o", "out", "--as-of", "2038-12-31", "--format", "text"
    )
    assert status == 0, err
    assert out == "out/index.html\n"
    assert Path("out/index.html").read_text().lstrip().lower().startswith("<!doctype html>")
    assert len(Path("out/articles.jsonl").read_text().splitlines()) == 3
    assert not list(here.glob("*.desk"))


def test_brief_on_a_desk_keeps_it(copydesk):
    words = ("--desk", "news.desk", "--workers", "1", "brief", "pages/snow.html", "-o", "out", "--as-of", "2038-12-31")
    assert copydesk(*words)[0] == 0
    assert copydesk("--desk", "news.desk", "search", "ploughs")[1].count("\n") == 1


def test_brief_of_nothing(copydesk):
    status, _, err = copydesk("brief", "nowhere", "-o", "out")
    assert status == 3
    assert "no article could be read" in err
    assert not Path("out").exists()


def test_columns_of_a_container(copydesk):
    body = re.sub(r"<[^>]+>", "", OTHER.split("<h1>")[1])
    Path("wire.jsonl").write_text(json.dumps({"body": body, "site": "Valley News"}) + "\n")
    status, out, err = copydesk(
        "--workers", "1", "read", "wire.jsonl", "--columns", "text=body,outlet=site", "--as-of", "2038-12-31"
    )
    assert status == 0, err
    assert rows(out)[0]["page"] == "wire.jsonl#1"
    status, _, err = copydesk("read", "wire.jsonl", "--columns", "words=body")
    assert status == 2
    assert "'words' is none of text, html" in err


# -- questions -------------------------------------------------------------------------------------------------------


def test_search(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "search", "snow", "ploughs")
    (hit,) = rows(out)
    assert (status, hit["title"], hit["source"]) == (0, "Snow closes the Tarn pass", "pages/snow.html")
    assert "Snow closes the Tarn pass" in copydesk("--desk", desk, "search", "ploughs", "--format", "text")[1]
    status, out, err = copydesk("--desk", desk, "search", "volcano")
    assert (status, out, err) == (0, "", "no article holds all these words\n")
    assert copydesk("--desk", desk, "search", "snow", "--outlet", "Nobody")[2] == "no article answers all of this\n"
    status, out, err = copydesk("--desk", desk, "search")
    assert (status, out) == (2, "")
    assert "nothing is asked" in err


def test_search_for_who_carries_a_text(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "search", "--carries", "pages/snow.html")
    assert status == 0
    first = rows(out)[0]
    assert (first["source"], first["kind"], first["coverage"]) == ("pages/snow.html", "verbatim", 1.0)
    Path("line.txt").write_text("Nothing of the kind was ever written here")
    status, out, err = copydesk("--desk", desk, "search", "--carries", "line.txt")
    assert (status, out, err) == (0, "", "no article on this desk carries this text\n")
    assert "word for word" in copydesk("--desk", desk, "search", "--carries", "pages/snow.html", "--format", "text")[1]
    assert "give it alone" in copydesk("--desk", desk, "search", "snow", "--carries", "line.txt")[2]
    assert "none.txt: No such file" in copydesk("--desk", desk, "search", "--carries", "none.txt")[2]


def test_copies_in_hedged_words(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "copies", "market", "--format", "text")
    assert status == 0
    assert "Vessmar to close its fish market" in out
    assert "Coast Today" in out
    assert "material change" in out
    assert not re.search(r"\b(copied|stole|plagiari[sz]ed|fake|original)\b", out, re.IGNORECASE)
    (copy,) = rows(copydesk("--desk", desk, "copies", "reprint.html")[1])
    assert {"a", "b", "kind", "direction", "passages", "alterations", "why"} <= copy.keys()
    assert copydesk("--desk", desk, "copies", "snow")[2] == "no article on this desk shares text with it\n"


def test_diff_tells_material_changes_first(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "diff", "reprint", "market", "--material", "--format", "text")
    assert status == 0
    changes = [line for line in out.splitlines() if "→" in line]
    assert any("4.2" in line and "42" in line for line in changes)
    assert all(line.strip().startswith("*") for line in changes)
    (copy,) = rows(copydesk("--desk", desk, "diff", "market", "reprint", "--material")[1])
    assert copy["alterations"]
    assert all(change["material"] for change in copy["alterations"])
    status, out, err = copydesk("--desk", desk, "diff", "market", "snow")
    assert (status, out, err) == (0, "", "these two articles share no text\n")


def test_explain_shows_words_and_run(desk, copydesk):
    (copy,) = rows(copydesk("--desk", desk, "copies", "market")[1])
    status, out, _ = copydesk("--desk", desk, "explain", copy["id"])
    (told,) = rows(out)
    assert status == 0
    assert (told["kind"], told["run"]["step"]) == ("copy", "copies")
    assert re.fullmatch("[0-9a-f]{16}", told["run"]["settings"])
    assert told["words"][0]["text"]
    out = copydesk("--desk", desk, "explain", copy["id"], "--format", "text")[1]
    assert "the words it rests on" in out
    assert "made by step copies, version" in out


@pytest.mark.parametrize("words", [("copies", "nobody"), ("diff", "market", "nobody"), ("explain", "x-nothing")])
def test_asking_for_what_is_not_there(desk, copydesk, words):
    status, out, err = copydesk("--desk", desk, *words)
    assert (status, out) == (2, "")
    assert words[-1] in err


# -- health and words ------------------------------------------------------------------------------------------------


def test_doctor(desk, copydesk):
    status, out, _ = copydesk("--desk", desk, "doctor")
    seen = {row["what"]: row["seen"] for row in rows(out)}
    assert status == 0
    assert seen["sqlite"].startswith(sqlite3.sqlite_version)
    assert "numpy" in seen
    assert "pages: 3" in seen["desk"]
    Path("bad.desk").write_text("no desk at all, but long enough to be looked at by anybody who cares" * 20)
    status, out, _ = copydesk("--desk", "bad.desk", "doctor", "--format", "text")
    assert status == 4
    assert "--  desk: bad.desk" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(copydesk, shell):
    status, out, _ = copydesk("completion", shell)
    assert status == 0
    assert "_COPYDESK_COMPLETE" in out


def test_every_command_explains_itself_with_an_example(copydesk):
    for name in cli.commands:
        status, out, _ = copydesk(name, "--help")
        assert status == 0
        assert re.search(rf"Examples:\n\n +(\S.* )?copydesk (--desk news\.desk )?{name}\b", out), name


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "nonsense"),
        (("read",), "PATH"),
        (("read", "x", "--as-of", "yesterday"), "yesterday"),
        (("--workers", "0", "run"), "0"),
        (("--settings", "nowhere.toml", "doctor"), "nowhere.toml"),
        (("add", "--desk", "x", "y"), "--desk stands before the command"),
    ],
)
def test_words_that_are_off(copydesk, words, said):
    status, out, err = copydesk(*words)
    assert (status, out) == (2, "")
    assert said in err


def test_settings_reach_the_rooms(copydesk):
    Path("small.toml").write_text("[pages]\nlargest_page_bytes = 900\n")
    status, _, err = copydesk("--settings", "small.toml", "--workers", "1", "read", "pages", "--as-of", "2038-12-31")
    assert status == 1
    assert err.count("larger than 0.0009 MB") == 2
    Path("small.toml").write_text("[pages]\nlargest = 900\n")
    status, _, err = copydesk("--settings", "small.toml", "read", "pages")
    assert status == 2
    assert "has no setting 'largest'" in err


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("[pages]\nlargest_page_bytes = -5", "[pages] largest_page_bytes must be 0 or more, not -5"),
        ("[fetch]\ntotal_seconds = nan", "[fetch] total_seconds must be a number with an end"),
        ("[fetch]\ntotal_seconds = inf", "[fetch] total_seconds must be a number with an end"),
        ("[fetch]\ntotal_seconds = 1" + "0" * 400, "[fetch] total_seconds must be a number with an end"),
        ('[fetch]\nports = [443, "a"]', "[fetch] ports must hold int, not 'a'"),
        ("[fetch]\nretries = 0.5", "[fetch] retries must be int, not float"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(copydesk, said, wrong):
    Path("odd.toml").write_text(said)
    status, out, err = copydesk("--settings", "odd.toml", "read", "pages")
    assert (status, out, err) == (2, "", f"copydesk: odd.toml: {wrong}\n")


def test_a_number_of_thousands_of_digits_is_refused_with_its_file(copydesk):
    Path("odd.toml").write_text("[fetch]\nretries = 1" + "0" * 5000)
    status, out, err = copydesk("--settings", "odd.toml", "read", "pages")
    assert (status, out) == (2, "")
    assert err.startswith("copydesk: odd.toml: cannot be read as settings (")


@pytest.mark.parametrize("words", [("search", "x"), ("copies", "x"), ("export", "out"), ("explain", "x")])
def test_a_question_makes_no_desk(copydesk, words):
    status, _, err = copydesk("--desk", "none.desk", *words)
    assert status == 4
    assert "none.desk: there is no desk here" in err
    assert not Path("none.desk").exists()


def test_a_desk_that_is_none(copydesk):
    status, _, err = copydesk("--desk", "pages/snow.html", "add", "pages")
    assert status == 4
    assert "pages/snow.html" in err
    base = sqlite3.connect("shop.db")
    base.execute("CREATE TABLE orders (id)")
    base.commit()
    base.close()
    status, _, err = copydesk("--desk", "shop.db", "add", "pages")
    assert status == 4
    assert "database of another program" in err


def test_a_desk_of_a_newer_version(desk, copydesk):
    base = sqlite3.connect(desk)
    base.execute("PRAGMA user_version = 999")
    base.close()
    for words in (("run",), ("search", "x"), ("add", "pages")):
        status, _, err = copydesk("--desk", desk, *words)
        assert status == 4
        assert "made by a newer copydesk; update copydesk" in err


def test_an_export_that_cannot_be_written(desk, copydesk):
    Path("taken").write_text("a file")
    for words in (("--desk", desk, "export", "taken/out"), ("brief", "pages", "-o", "taken/out")):
        status, _, err = copydesk(*words)
        assert status == 2
        assert "taken/out: nothing can be written there" in err


def test_editions_of_one_page_are_asked_about_by_its_name(desk, copydesk):
    page = Path("pages/market.html")
    page.write_text(page.read_text().replace("1 May", "3 May"))
    assert copydesk("--desk", desk, "add", "pages", "--as-of", "2038-12-31")[0] == 0
    assert copydesk("--desk", desk, "--workers", "1", "run")[0] == 0
    copydesk("--desk", desk, "export", "out")
    editions = [json.loads(line)["edition_of"] for line in Path("out/articles.jsonl").read_text().splitlines()]
    assert sum(one is not None for one in editions) == 1
    assert len(editions) == 4
    status, out, _ = copydesk("--desk", desk, "copies", "market.html")
    assert (status, len(rows(out))) == (0, 1)


@pytest.mark.parametrize("name", ["pages/snow.html", "snow.html", "snow", "sno"])
def test_a_page_may_be_called_by_any_clear_part_of_its_name(desk, copydesk, name):
    assert copydesk("--desk", desk, "copies", name)[2] == "no article on this desk shares text with it\n"
