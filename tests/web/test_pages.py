"""The screens that a brief has too: the same matter at the same addresses, with what a served page adds."""

import json
import re

import pytest

from copydesk.desk import open_desk
from web_helpers import send, spoken, story_paths


@pytest.fixture
def story(desk_file):
    """The largest story of the desk."""
    with open_desk(desk_file) as desk:
        return max(desk.stories(), key=lambda one: len(one.articles))


def links(answer, folder):
    return list(dict.fromkeys(re.findall(rf'href="\.\./({folder}/[^"#]+)', answer.text)))


def test_every_link_of_a_story_leads_somewhere(browser, story):
    answer = browser.get(f"/stories/{story.id}.html")
    found = [path for folder in ("articles", "pairs", "lines", "speakers", "figures") for path in links(answer, folder)]
    assert {path.partition("/")[0] for path in found} >= {"articles", "pairs", "speakers"}
    for path in found:
        assert browser.get(f"/{path}").status_code == 200, path


def test_the_pages_of_a_very_large_story_are_gone_through_part_by_part(browser, story, monkeypatch):
    monkeypatch.setattr("copydesk.reports.large.MOST_LISTED", 2)
    total, seen, place = len(story.articles), [], f"/stories/{story.id}.html"
    assert total > 4
    while place:
        answer = browser.get(place)
        said, choices = spoken(answer), re.findall(r'name="articles" value="([^"]+)"', answer.text)
        assert f"pages {len(seen) + 1} to {len(seen) + len(choices)} of {total}" in said
        seen.extend(choices)
        later = re.search(r'href="(\?from=\d+)#pages" rel="next"', answer.text)
        place = later and f"/stories/{story.id}.html{later[1]}"
    assert tuple(seen) == story.articles
    assert ('rel="prev"' in answer.text, "?from=2#pages" in browser.get(f"/stories/{story.id}.html").text) == (
        True,
        True,
    )


def test_a_story_on_the_desk_says_what_its_brief_says(browser, story, filled):
    from copydesk.reports.brief import write_brief

    with open_desk(filled) as desk:
        folder = filled.parent / "brief"
        write_brief(desk.collection(), folder)
    told = spoken(browser.get(f"/stories/{story.id}.html"))
    page = (folder / "stories" / f"{story.id}.html").read_text(encoding="utf-8")
    for heading in re.findall(r"<h2[^>]*>([^<]+)", page):
        assert heading.strip() in told


def test_a_storyline_is_a_page_a_table_of_data_and_a_calendar(browser, story):
    page = browser.get(f"/stories/{story.id}.html")
    lines = links(page, "lines")
    if not lines:
        pytest.skip("this story stands alone")
    assert json.loads(browser.get(f"/{lines[0].replace('.html', '.json')}").text)["storyline"] == story.storyline
    assert browser.get(f"/{lines[0].replace('.html', '.ics')}").text.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "path",
    [
        "/stories/story-0000000000000000.html",
        "/stories/nothing",
        "/articles/article-x.html",
        "/pairs/pair-copy-x.html",
        "/lines/line-x.html",
        "/lines/line-x.pdf",
        "/speakers/speaker-nobody-at-all.html",
        "/speakers/speaker-_110000_.html",
        "/figures/fact-x.html",
        "/stories/..%2f..%2fetc%2fpasswd.html",
        "/runs/job-000099",
        "/runs/..%2fjob",
    ],
)
def test_what_is_not_there_is_told_so(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "<h1>Not here</h1>" in answer.text


def test_the_index_of_the_brief_is_the_list_of_stories(browser):
    assert browser.get("/index.html").url.path == "/"


def test_a_story_that_was_looked_at_tells_what_is_new(serve, desk_file, story):
    browser = serve(desk_file)
    assert "new since you looked" not in browser.get("/").text
    with open_desk(desk_file) as desk:
        before = {"accounts": 0, "conflicts": 0, "changed": 0, "altered": 0, "material": 0, "spun": 0, "corrections": 0}
        desk.people.looked(None, story.id, before, at="2031-05-06T10:00:00+00:00")
    answer = browser.get("/")
    assert "new since you looked" in answer.text
    assert story_paths(browser)[0].endswith(f"{story.id}.html")
    send(browser, "/seen", story=story.id)
    assert "new since you looked" not in browser.get("/").text


def test_opening_a_story_is_looking_at_it(browser, desk_file, story):
    browser.get(f"/stories/{story.id}.html")
    browser.app.state.serving.writer.do(lambda desk: desk.counts())  # it is written when its turn has come
    with open_desk(desk_file) as desk:
        assert story.id in desk.people.looks(None, [story.id])
