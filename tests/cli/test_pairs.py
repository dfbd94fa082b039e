"""`compare` and `copies` with no desk: pages in, families and pairs out, as words, lines of JSON and a page."""

import io
import re
import sys
from pathlib import Path

import pytest

from cli.calling import program, rows, write_pages

DAY = ("--as-of", "2038-12-31")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_DESK", raising=False)
    write_pages(tmp_path / "pages")
    return tmp_path


@pytest.fixture
def copydesk(capsys):
    return program(capsys, "--workers", "1")


def test_compare_tells_kind_direction_and_material_changes_with_their_reasons(copydesk):
    status, out, err = copydesk("compare", "pages/market.html", "pages/reprint.html", *DAY, "--format", "text")
    assert (status, err) == (0, "")
    assert "“Vessmar to close its fish market” (Coast Today" in out
    assert re.search(r"\d material changes?, \d+ wording changes?", out)
    assert "(another amount is given)" in " ".join(out.split())
    assert not re.search(r"\b(copied|stole|plagiari[sz]ed|fake|original)\b", out, re.IGNORECASE)


def test_compare_in_a_pipe_is_one_line_with_both_articles_and_the_pair(copydesk):
    (told,) = rows(copydesk("compare", "pages/reprint.html", "pages/market.html", *DAY)[1])
    assert [told[side]["page"] for side in ("left", "right")] == ["pages/reprint.html", "pages/market.html"]
    assert {"kind", "direction", "confidence", "passages", "alterations", "why"} <= told["copy"].keys()
    assert {told["left"]["id"], told["right"]["id"]} == {told["copy"]["a"], told["copy"]["b"]}
    (told,) = rows(copydesk("compare", "pages/reprint.html", "pages/market.html", *DAY, "--material")[1])
    assert told["copy"]["alterations"]
    assert all(change["material"] for change in told["copy"]["alterations"])


def test_compare_writes_a_page_that_stands_alone(copydesk):
    status, _, err = copydesk("compare", "pages/market.html", "pages/reprint.html", *DAY, "-o", "out/pair.html")
    assert (status, err) == (0, "both texts side by side: out/pair.html\n")
    page = Path("out/pair.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "42 million" in page
    assert "index.html" not in page


def test_compare_of_two_pages_with_nothing_in_common(copydesk):
    status, out, err = copydesk("compare", "pages/market.html", "pages/snow.html", *DAY, "--output", "pair.html")
    assert (status, err) == (0, "these two pages share no text\n")
    assert rows(out)[0]["copy"] is None
    assert not Path("pair.html").exists()


def test_compare_reads_one_page_from_standard_input(copydesk, monkeypatch):
    content = io.TextIOWrapper(io.BytesIO(Path("pages/reprint.html").read_bytes()))
    monkeypatch.setattr(sys, "stdin", content)
    (told,) = rows(copydesk("compare", "pages/market.html", "-", *DAY)[1])
    assert told["right"]["outlet"] == "Coast Today"
    assert told["copy"] is not None


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("pages/market.html", "nowhere.html"), 3, "nowhere.html"),
        (("pages/market.html", "pages"), 2, "several pages"),
        (("pages/market.html",), 2, "Missing argument"),
    ],
)
def test_compare_of_what_is_no_page(copydesk, words, status, told):
    found, out, err = copydesk("compare", *words, *DAY)
    assert (found, out) == (status, "")
    assert told in err


def test_copies_of_a_folder_are_families_with_sources_before_what_seems_made_from_them(copydesk):
    status, out, _ = copydesk("-q", "copies", "pages", *DAY, "--format", "text")
    assert status == 0
    assert out.startswith("3 articles · 1 pair with text in common · 1 family\n")
    assert "2 texts of one family" in out
    assert out.index("market.html") < out.index("reprint.html")
    assert "snow" not in out
    assert not Path("copydesk.desk").exists()


def test_copies_in_a_pipe_are_pairs_and_families_as_in_the_contract(copydesk):
    found = rows(copydesk("-q", "copies", "pages", *DAY)[1])
    assert [one["record"] for one in found] == ["copy", "family"]
    assert set(found[1]["articles"]) == {found[0]["a"], found[0]["b"]}
    assert {"edges", "roots", "lost"} <= found[1].keys()


def test_copies_among_pages_that_share_nothing(copydesk):
    status, out, err = copydesk("copies", "pages/snow.html", "pages/market.html", *DAY)
    assert (status, out) == (0, "")
    assert "none of these 2 articles shares text" in err


def test_copies_tells_what_it_could_not_read_and_compares_the_rest(copydesk):
    Path("pages/empty.html").touch()
    status, out, err = copydesk("-q", "copies", "pages", *DAY)
    assert status == 1
    assert len(rows(out)) == 2
    assert "pages/empty.html" in err
    assert copydesk("copies", "nowhere.html", *DAY)[0] == 3


def test_a_single_name_asks_the_desk_of_this_folder_and_a_folder_is_read(copydesk):
    copydesk("-q", "add", "pages", *DAY)
    copydesk("-q", "run")
    assert Path("copydesk.desk").exists()
    (asked,) = rows(copydesk("copies", "market")[1])
    assert "record" not in asked
    assert [one["record"] for one in rows(copydesk("-q", "copies", "pages", *DAY)[1])] == ["copy", "family"]


def test_a_desk_is_asked_about_one_article(copydesk):
    status, out, err = copydesk("--desk", "news.desk", "copies", "one", "two")
    assert (status, out) == (2, "")
    assert "leave out --desk" in err
