"""Adding pages by upload, in a real process: from an empty desk to stories, kept whole on the desk."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from copydesk.desk import open_desk
from copydesk.flow import FLOW
from copydesk.pages import content_of
from copydesk.records import Article, Failure, Page
from copydesk.store import Outcome, StepRun
from copydesk.web.app import desk_app
from copydesk.web.filling import STEPS, _free, _name, words_of
from copydesk.web.journal import Job
from web_helpers import HERE, mark, send, spoken, story_paths, wait_for

PAGES = Path(__file__).parents[2] / "examples" / "newsroom" / "pages"


def file(name):
    return ("files", (name, (PAGES / name).read_bytes(), "text/html"))


def packed(*names):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name in names:
            archive.write(PAGES / name, name)
    return ("files", ("more.zip", raw.getvalue(), "application/zip"))


def test_from_an_empty_desk_to_stories(tmp_path):
    path = tmp_path / "news.desk"
    with TestClient(desk_app(path), base_url=HERE) as browser:
        assert "This desk is empty" in spoken(browser.get("/"))
        files = [
            *(file("eidsund-ferry-a1.html"), packed("eidsund-ferry-a4.html", "eidsund-ferry-a9.html")),
            ("files", ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(400), "image/png")),
        ]
        given = {"mark": mark(browser), "as_of": "2038-12-31"}
        asked = browser.post("/add", data=given, files=files)
        assert asked.status_code == 200
        assert asked.url.path == "/runs/job-000001"
        wait_for(lambda: 'data-state="done"' in browser.get("/runs/job-000001").text, 120)
        told = spoken(browser.get("/runs/job-000001"))
        assert "done: 3 pages added, 1 not read" in told
        assert "picture.png" in told
        assert "Add 3 files" in spoken(browser.get("/runs"))
        assert story_paths(browser)
    with open_desk(path) as desk:
        pages = list(desk.store.all(Page))
        assert {page.source for page in pages} == {
            *("eidsund-ferry-a1.html", "more.zip#eidsund-ferry-a4.html", "more.zip#eidsund-ferry-a9.html")
        }
        # What was sent is gone from the disk, and can be read again all the same.
        assert not (tmp_path / "news.desk.work" / "job-000001").exists()
        assert all("ferry" in content_of(page, settings=desk.settings.pages) for page in pages)
        assert sum(step.total for step in desk.run()) == 0


def test_the_same_upload_again_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("news.desk")  # as it is named on the command line
    with TestClient(desk_app(path), base_url=HERE) as browser:
        for number in (1, 2):
            given = {"mark": mark(browser), "as_of": "2038-12-31"}
            browser.post("/add", data=given, files=[file("eidsund-ferry-a1.html")])
            wait_for(lambda: 'data-state="done"' in browser.get(f"/runs/job-00000{number}").text, 120)  # noqa: B023
    with open_desk(path) as desk:
        assert desk.counts()["Page"] == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "nothing was given"),
        ({"addresses": "example.org/story"}, "is no address"),
        ({"addresses": "file:///etc/passwd"}, "is no address"),
        ({"addresses": "https://example.org/story", "as_of": "yesterday"}, "to be written as"),
    ],
)
def test_what_cannot_be_added_is_told_with_the_cure(browser, fields, said):
    answer = send(browser, "/add", **{"as_of": "2038-12-31", **fields})
    assert answer.status_code == 422
    assert said in spoken(answer)
    assert "Nothing has been asked for yet" in spoken(browser.get("/runs"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("page.html", "page.html"),
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\a\\page.html", "C_/Users/a/page.html"),
        ("/absolute/page.html", "absolute/page.html"),
        ("folder/sub/page.html", "folder/sub/page.html"),
        ("-", "page"),
        ("--settings", "settings"),
        ("*.html", "_.html"),
        ("https://example.org/x", "https_/example.org/x"),
        ("a\x00b\nc.html", "a_b_c.html"),
        ("...", "page"),
        ("", "page"),
        ("x" * 500 + ".html", "x" * 115 + ".html"),
    ],
)
def test_names_of_files_stay_below_the_folder_and_mean_files(given, kept):
    assert _name(given) == kept


def test_two_files_of_one_name_are_two(tmp_path):
    (tmp_path / "page.html").touch()
    assert _free("page.html", tmp_path) == "page-2.html"


def test_progress_is_streamed(browser):
    send(browser, "/runs")
    answer = browser.get("/events?job=job-000001")  # it ends when the job does
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[5:]) for line in answer.text.splitlines() if line.startswith("data:")]
    assert (told[-1]["state"], told[-1]["share"]) == ("done", 100)


def test_runs_tell_what_made_what_stands_and_failures_of_one_reason_together(serve, tmp_path):
    path = tmp_path / "news.desk"
    with open_desk(path) as desk:
        failures = [
            Failure(id=f"x-{number}", step="articles", input=f"{number}.html", reason="it holds no article")
            for number in (1, 2)
        ]
        made = [Outcome(one.input, "", (), one) for one in failures]
        desk.store.put(StepRun("articles", Article, 3, "abcdef0123456789"), made)
    told = spoken(serve(path).get("/runs"))
    assert "reading articles articles 3 abcdef01 2 2" in told
    assert "2 at articles: it holds no article" in told
    assert "1.html articles it holds no article" in told


def test_every_step_of_the_flow_is_told_in_words():
    assert set(STEPS) == {step.name for step in FLOW}
    job = Job(id="j", state="working", step="copies", place=8, steps=16, done=3, total=1200)
    assert words_of(job) == "step 8 of 16: telling what was altered, 3 of 1,200"
