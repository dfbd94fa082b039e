"""From what a person names to pages: which files are taken, in what order, under what name and id."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
from datetime import date

import pytest

from copydesk.pages import content_of, find_pages
from copydesk.records import Failure, Page
from copydesk.settings import PageSettings
from pages.finding import DAY, LIMITS, STORY, find

HTML = "<!doctype html><html><body><h1>Ferry rams crane</h1><p>A ferry struck a crane.</p></body></html>"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(page, limits=LIMITS):
    return content_of(page, settings=limits)


def write(path, words):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


def rows(*values):
    return "".join(json.dumps(value) + "\n" for value in values)


def test_a_text_file_is_one_page(here):
    write(here / "a.txt", STORY)
    (page,) = find("a.txt")
    assert (page.source, page.form, page.size, page.as_of, page.fetched) == ("a.txt", "text", len(STORY), DAY, None)
    assert page.content is None
    assert content(page) == STORY


def test_a_folder_is_searched_through_in_order(here):
    for name in ("b.txt", "a.htm", "sub/c.html", "sub/deep/d.TXT", "z.html.gz"):
        write(here / "news" / name, gzip.compress(HTML.encode()) if name.endswith("gz") else HTML)
    for name in ("notes.pdf", ".hidden.txt", ".git/x.txt", "table.csv.gz", "picture.png"):
        write(here / "news" / name, "x")
    names = [page.source for page in find("news")]
    assert names == ["news/a.htm", "news/b.txt", "news/z.html.gz", "news/sub/c.html", "news/sub/deep/d.TXT"]


def test_links_are_not_followed_in_circles(here):
    write(here / "news/a.txt", STORY)
    (here / "news/again").symlink_to(here / "news", target_is_directory=True)
    assert [page.source for page in find("news")] == ["news/a.txt"]


def test_a_pattern_stands_for_its_files(here):
    for name in ("a1.txt", "a2.txt", "b1.txt"):
        write(here / name, STORY)
    assert [page.source for page in find("a*.txt")] == ["a1.txt", "a2.txt"]


def test_a_file_named_twice_is_one_page(here):
    write(here / "news/a.txt", STORY)
    assert len(find("news", "news/a.txt", "./news/../news/a.txt")) == 1


def test_identical_files_are_two_pages_and_a_file_keeps_its_id(here):
    write(here / "a.txt", STORY)
    write(here / "b.txt", STORY)
    first, second = find("a.txt", "b.txt")
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert find("a.txt") == [first]


def test_a_changed_file_is_another_page(here):
    path = write(here / "a.txt", STORY)
    (before,) = find("a.txt")
    path.write_text(STORY + "Corrected.\n")
    (after,) = find("a.txt")
    assert before.id != after.id


def test_a_page_packed_or_not_has_one_digest(here):
    write(here / "a.html", HTML)
    write(here / "b.html.gz", gzip.compress(HTML.encode()))
    write(here / "c.html", gzip.compress(HTML.encode()))
    plain, packed, unsaid = find("a.html", "b.html.gz", "c.html")
    assert plain.sha256 == packed.sha256 == unsaid.sha256
    assert content(packed) == content(unsaid) == HTML


def test_the_form_is_told_by_what_a_file_holds(here):
    write(here / "really-html.txt", HTML)
    write(here / "really-text.html", STORY)
    write(here / "about-tags.txt", "The tag <p> opens a paragraph and </p> closes it.\n" * 3)
    write(here / "fragment.html", "<p>A ferry struck a crane.</p>")
    forms = {page.source: page.form for page in find(".")}
    assert forms == {
        "really-html.txt": "html",
        "really-text.html": "text",
        "about-tags.txt": "text",
        "fragment.html": "html",
    }


def test_line_ends_become_one_newline(here):
    write(here / "a.txt", "one\r\ntwo\rthree\n")
    assert content(find("a.txt")[0]) == "one\ntwo\nthree\n"


def test_standard_input_keeps_its_text():
    (page,) = find("-", stdin=io.BytesIO(HTML.encode()))
    assert (page.source, page.form) == ("-", "html")
    assert content(page) == HTML


def test_standard_input_may_be_packed():
    (page,) = find("-", stdin=io.BytesIO(gzip.compress(STORY.encode())))
    assert content(page) == STORY


def test_standard_input_may_hold_records():
    lines = rows({"id": "x", "text": STORY}, {"id": "y", "text": STORY})
    assert [page.source for page in find("-", stdin=io.BytesIO(lines.encode()))] == ["-#x", "-#y"]


def test_a_container_gives_what_its_columns_say(here):
    row = {
        "id": "n1",
        "html": HTML,
        "text": STORY,
        "url": "https://meridianwire.example/ferry",
        "outlet": "Meridian Wire",
        "title": "Ferry rams crane",
        "published": "2030-10-18",
        "fetched": "2030-10-20T08:00:00Z",
    }
    write(here / "wire.jsonl", rows(row, {"text": STORY, "fetched": "20301021101500"}))
    first, second = find("wire.jsonl")
    assert (first.source, first.form, first.url, first.outlet) == ("wire.jsonl#n1", "html", row["url"], "Meridian Wire")
    assert (first.title, first.published, first.fetched) == ("Ferry rams crane", "2030-10-18", date(2030, 10, 20))
    assert (second.source, second.form, second.fetched) == ("wire.jsonl#2", "text", date(2030, 10, 21))
    assert (content(first), content(second)) == (HTML, STORY)


def test_columns_may_be_called_otherwise(here):
    write(here / "wire.jsonl", rows({"body": STORY, "site": "Meridian Wire", "title": STORY[:9]}))
    (page,) = find("wire.jsonl", columns={"text": "body", "outlet": "site"})
    assert page.outlet == "Meridian Wire"
    assert content(page) == STORY


def test_a_packed_container_keeps_its_records(here):
    write(here / "wire.jsonl.gz", gzip.compress(rows({"text": STORY}, {"text": STORY + "!"}).encode()))
    pages = find("wire.jsonl.gz")
    assert [content(page) for page in pages] == [STORY, STORY + "!"]


def test_records_of_one_name_are_told_apart(here):
    write(here / "wire.jsonl", rows({"id": 7, "text": STORY}, {"id": 7, "text": STORY}))
    first, second = find("wire.jsonl")
    assert (first.source, second.source) == ("wire.jsonl#7", "wire.jsonl#7@2")
    assert first.id != second.id


def test_a_page_is_found_again_from_another_folder(here, tmp_path_factory, monkeypatch):
    write(here / "news/a.txt", STORY)
    write(here / "news/b#1.jsonl", rows({"text": STORY, "id": "r#2"}))
    pages = find("news")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert [content(page) for page in pages] == [STORY, STORY]


def test_half_characters_and_nulls_do_not_pass(here):
    more = " and more words" * 20
    write(here / "wire.jsonl", '{"text": "one \\ud83d two \\u0000 three' + more + '"}\n')
    (page,) = find("wire.jsonl")
    assert content(page) == "one \ufffd two  three" + more


def test_pages_come_one_by_one(here):
    for number in range(3):
        write(here / f"{number}.txt", STORY)
    pages = find_pages(["."], as_of=DAY, settings=PageSettings())
    assert isinstance(next(pages), Page)
    (here / "1.txt").unlink()
    assert isinstance(next(pages), Failure | Page)
    assert [page.source for page in pages if isinstance(page, Page)] == ["2.txt"]


def test_a_pipe_is_read_once_and_kept(here):
    os.mkfifo(here / "pipe")
    writer = threading.Thread(target=(here / "pipe").write_text, args=(STORY,), daemon=True)
    writer.start()
    (page,) = find("pipe")
    writer.join(timeout=5)
    assert content(page) == STORY


def test_a_pipe_in_a_folder_keeps_nobody_waiting(here):
    os.mkfifo(here / "pipe.txt")
    write(here / "a.txt", STORY)
    assert [page.source for page in find(".")] == ["a.txt"]
