"""The evidence pack of a story as a download."""

from hashlib import sha256

import pytest

from copydesk.desk import open_desk
from copydesk.evidence import verify
from web_helpers import send, spoken


@pytest.fixture
def story(desk_file):
    with open_desk(desk_file) as desk:
        return max(desk.stories(), key=lambda one: (len(one.articles), one.id))


def test_the_page_of_a_story_offers_its_pack_and_gives_it(browser, story, tmp_path):
    assert 'action="/evidence"' in browser.get(f"/stories/{story.id}.html").text
    answer = send(browser, "/evidence", story=story.id)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{story.id}.wacz"'
    assert answer.headers["x-sha256"] == sha256(answer.content).hexdigest()
    (tmp_path / "case.wacz").write_bytes(answer.content)
    assert [one.state for one in verify(tmp_path / "case.wacz") if one.state == "differs"] == []


def test_a_story_that_is_too_large_is_left_to_the_command(browser, story, monkeypatch):
    monkeypatch.setattr("copydesk.web.packs.MOST_ARTICLES", 1)
    answer = send(browser, "/evidence", story=story.id)
    assert answer.status_code == 422
    assert f"copydesk evidence {story.id}" in spoken(answer)


def test_one_pack_is_made_at_a_time(browser, story):
    from copydesk.web import packs

    with packs._MAKING:
        answer = send(browser, "/evidence", story=story.id)
    assert answer.status_code == 422
    assert "another pack is being made" in spoken(answer)


def test_a_story_that_is_not_there_has_none(browser):
    assert send(browser, "/evidence", story="story-nothing").status_code == 422
