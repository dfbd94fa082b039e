"""What people write: decisions and notes, by forms, with names where the desk has people."""

import json
import re

import pytest

from copydesk.desk import open_desk
from web_helpers import mark, send, spoken


@pytest.fixture
def stories(desk_file):
    """The stories of the desk, the largest first."""
    with open_desk(desk_file) as desk:
        return sorted(desk.stories(), key=lambda one: (-len(one.articles), one.id))


def story_of(path, page):
    """The story that the article of a page stands in: which of two of a size comes first depends on where pages lie."""
    with open_desk(path) as desk:
        (article,) = (one.id for one in desk.articles() if one.source.endswith(page) and one.position == 0)
        return next(one.id for one in desk.stories() if article in one.articles)


def decisions(path):
    with open_desk(path) as desk:
        return desk.decisions()


def test_stories_are_merged_and_parted_again(browser, desk_file, stories):
    one, other = stories[0].id, story_of(desk_file, "sarova-summit-a1.html")
    offered = browser.get(f"/stories/{one}/merge?words=accord")
    assert f'value="{other}"' in offered.text
    answer = send(browser, "/decisions/merge", story=one, others=[other])
    assert "joined by hand" in spoken(answer)
    (made,) = decisions(desk_file)
    assert made.kind == "merge"
    assert "Do what is pending" in spoken(browser.get("/runs"))  # stories follow by themselves
    answer = send(browser, "/decisions/undo", decision=made.id)
    assert "joined by hand" not in spoken(answer)
    assert decisions(desk_file) == ()
    assert "undo" in spoken(browser.get("/people"))


def test_a_story_is_named_parted_and_pinned(browser, desk_file, stories):
    story = stories[0]
    send(browser, "/decisions/rename", story=story.id, label="  The ferry\n of Eidsund ")
    send(browser, "/decisions/split", story=story.id, articles=[story.articles[-1]])
    send(browser, "/decisions/pin", story=story.id)
    made = decisions(desk_file)
    assert [one.kind for one in made] == ["rename", "split", "pin"] or len({one.made_at for one in made}) < 3
    assert next(one.label for one in made if one.kind == "rename") == "The ferry of Eidsund"


def test_what_cannot_be_decided_is_told(browser, stories):
    assert "choose at least one story" in spoken(send(browser, "/decisions/merge", story=stories[0].id))
    assert "choose the pages" in spoken(send(browser, "/decisions/split", story=stories[0].id))
    every = send(browser, "/decisions/split", story=stories[0].id, articles=list(stories[0].articles))
    assert every.status_code == 422
    assert send(browser, "/decisions/undo", decision="decision-nothing").status_code == 422


def test_a_note_on_words_stands_beside_them(browser, desk_file, stories):
    article = stories[0].articles[0]
    page = f"/articles/{article}.html"
    fields = {"on": "article", "targets": article, "start": "0", "end": "12", "back": page}
    answer = send(browser, "/notes", page=page, body="Is this so?\nAsk again.", **fields)
    assert answer.url.path == page
    assert "Is this so?" in answer.text
    assert '<mark class="noted' in answer.text
    (note,) = (one.note for one in pinned(desk_file))
    assert (note.start, note.end, note.by) == (0, 12, None)
    assert f'id="{note.id}"' in answer.text
    assert note.exact in spoken(browser.get("/notes")).replace("&#39;", "'")
    assert json.loads(browser.get("/notes.json").text)["total"] == 1


def pinned(path):
    with open_desk(path) as desk:
        return desk.notes.every()


def test_a_note_is_answered_settled_opened_and_withdrawn(browser, desk_file, stories):
    story = stories[0].id
    back = f"/stories/{story}.html"
    send(browser, "/notes", page=back, on="story", targets=story, body="Who was first?", back=back)
    note = pinned(desk_file)[0].note.id
    answer = send(browser, "/notes/answer", page=back, note=note, body="The wire.", back=back)
    assert answer.url.path == back
    assert "The wire." in answer.text
    assert "settled" in spoken(send(browser, "/notes/resolve", page=back, note=note, back=back))
    assert "open again" not in spoken(send(browser, "/notes/reopen", page=back, note=note, back=back))
    assert "Who was first?" not in spoken(send(browser, "/notes/withdraw", page=back, note=note, back=back))
    assert pinned(desk_file) == ()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/people", "javascript:alert(1)", ""])
def test_a_form_leads_back_into_the_desk_alone(browser, stories, back):
    given = {"mark": mark(browser), "on": "story", "targets": stories[0].id, "body": "x", "back": back}
    answer = browser.post("/notes", data=given, follow_redirects=False)
    assert answer.headers["location"].startswith("/notes#note-")


@pytest.mark.parametrize(
    "fields",
    [
        {"start": "5", "end": "5"},
        {"start": "-1", "end": "5"},
        {"start": "0", "end": "99999999"},
        {"start": "٣", "end": "5"},
        {"body": " "},
        {"body": "x" * 10_001},
    ],
)
def test_a_note_that_stands_nowhere_is_refused(browser, desk_file, stories, fields):
    given = {"on": "article", "targets": stories[0].articles[0], "start": "", "end": "", "body": "x", **fields}
    assert send(browser, "/notes", **given).status_code == 422
    assert pinned(desk_file) == ()


def test_who_writes_is_named(serve, desk_file, stories):
    at = "2031-05-06T10:00:00+00:00"
    with open_desk(desk_file) as desk:
        token = desk.people.add("Ada", right="write", at=at).token
    browser = serve(desk_file)
    send(browser, "/login", page="/login", token=token)
    send(browser, "/notes", on="story", targets=stories[0].id, body="Mine.")
    send(browser, "/decisions/pin", story=stories[0].id)
    assert (pinned(desk_file)[0].note.by, decisions(desk_file)[0].by) == ("Ada", "Ada")
    answer = send(browser, "/people", name="Bo", right="read")
    told = re.search(r'<code class="token">(person-\d+\.[^<]+)</code>', answer.text).group(1)
    assert told not in browser.get("/people").text
    assert browser.get("/", headers={"authorization": f"Bearer {told}"}).status_code == 200
    shared = send(browser, "/shares", story=stories[0].id)
    link = re.search(r'<code class="token">(http[^<]+)</code>', shared.text).group(1)
    browser.cookies.clear()
    assert browser.get(link).status_code == 200
    assert "Mine." not in browser.get(link).text


def test_a_token_is_renewed_and_who_renews_their_own_stays_logged_in(serve, desk_file):
    at = "2031-05-06T10:00:00+00:00"
    with open_desk(desk_file) as desk:
        (ada, token), (bo, other) = desk.people.add("Ada", at=at), desk.people.add("Bo", right="read", at=at)
    browser = serve(desk_file)
    send(browser, "/login", page="/login", token=token)
    for person in (ada, bo):
        answer = send(browser, "/people/renew", page="/people", name=person.id)
        told = re.search(r'<code class="token">(person-\d+\.[^<]+)</code>', answer.text).group(1)
        assert told.startswith(f"{person.id}.")
    assert browser.get("/people").status_code == 200, "Ada's own new token is in the cookie"
    browser.cookies.clear()
    for past, status in ((token, 401), (other, 401), (told, 200)):
        assert browser.get("/api/v1/stories", headers={"authorization": f"Bearer {past}"}).status_code == status


def test_the_first_person_is_added_on_the_machine(browser):
    answer = send(browser, "/people", name="Eve", right="write")
    assert answer.status_code == 422
    assert "copydesk --desk DESK people add NAME" in spoken(answer)


def test_a_note_on_words_needs_no_script(browser, desk_file, stories):
    page = f"/articles/{stories[0].articles[0]}.html"
    with open_desk(desk_file) as desk:
        exact = desk.article(stories[0].articles[0]).text.split(".")[1].strip()
    fields = {"on": "article", "targets": stories[0].articles[0], "start": "", "end": "", "back": page, "body": "Why?"}
    answer = send(browser, "/notes", page=page, exact=exact, **fields)
    assert '<mark class="noted' in answer.text
    assert pinned(desk_file)[0].note.exact == exact
    refused = send(browser, "/notes", page=page, exact="words that nobody wrote", **fields)
    assert refused.status_code == 422
    assert "do not stand in the text" in spoken(refused)


def test_old_notes_and_decisions_stand_on_further_screens(serve, desk_file, stories):
    at = "2031-05-06T{:02}:{:02}:00+00:00".format
    with open_desk(desk_file) as desk, desk.store.together():
        for number in range(130):
            desk.notes.on_story(stories[0], f"Remark {number}.", at=at(number // 60, number % 60))
            desk.pin(stories[number % len(stories)].id, at=at(number // 60, number % 60))
        made = len(desk.decisions())
    browser = serve(desk_file)
    first, second = spoken(browser.get("/notes")), spoken(browser.get("/notes?from=100"))
    assert ("Remark 129." in first, "Remark 29." in first, "30 older notes" in first) == (True, False, True)
    assert ("Remark 29." in second, "Remark 30." in second, "older" in second) == (True, False, False)
    assert spoken(browser.get("/notes?from=-1")) == first
    assert made == 130
    assert "30 older decisions" in spoken(browser.get("/decisions"))
    assert browser.get("/decisions?from=100").text.count("<li id=") == 30
