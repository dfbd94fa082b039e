"""The interface for programs: what it answers, in which envelope, and what it refuses."""

import io
import json
from datetime import date

import pytest
from starlette.requests import Request

from copydesk.desk import open_desk
from copydesk.records import Article, Decision, Story
from copydesk.reports.contract import plain
from copydesk.web.rest.answers import listed
from copydesk.web.rest.resources import RESOURCES

API = "/api/v1"


def all_pages(browser, path, **params):
    """Every row of a list, page after page along the links in the heads."""
    rows, answer = [], browser.get(f"{API}/{path}", params={"limit": 7, **params})
    while True:
        assert answer.status_code == 200, answer.text
        rows.extend(answer.json()["items"])
        if "next" not in answer.links:
            assert answer.json()["next"] is None
            return rows
        answer = browser.get(answer.links["next"]["url"])


def exported(path, folder, name):
    with open_desk(path) as desk:
        desk.export(folder)
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["articles", "families", "stories", "quotes", "figures", "checks"])
def test_lists_hold_the_lines_of_the_export(browser, desk_file, tmp_path, name):
    lines = exported(desk_file, tmp_path / "out", name)
    assert len(lines) > 3 or name in ("families", "stories")
    by_id = {line["id"]: line for line in lines}
    assert {row["id"]: row for row in all_pages(browser, name)} == by_id


def test_a_pair_has_its_id_beside_what_the_export_tells(browser, desk_file, tmp_path):
    lines = exported(desk_file, tmp_path / "out", "copies")
    rows = all_pages(browser, "copies")
    assert [{name: value for name, value in row.items() if name != "id"} for row in rows] == lines
    assert browser.get(f"{API}/copies/{rows[0]['id']}").json() == rows[0]


def test_every_list_gives_its_records_by_their_ids(browser):
    for resource in RESOURCES:
        for row in all_pages(browser, resource.name)[:2]:
            assert browser.get(f"{API}/{resource.name}/{row['id']}").json() == row


@pytest.mark.parametrize("items", [[], ["one"], [{"text": "a \u00f8 b", "day": date(2031, 5, 5)}, {"id": None}]])
def test_a_list_is_written_line_by_line_as_it_would_be_at_once(items):
    request = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []})
    answer = listed(request, items, None, total=len(items), by="news")
    whole = {"total": len(items), "by": "news", "items": items, "next": None}
    assert bytes(answer.body) == json.dumps(whole, default=plain, separators=(",", ":")).encode("ascii")
    assert "etag" in answer.headers


def test_a_list_can_be_asked_for_what_is_of_one_article(browser):
    article = all_pages(browser, "quotes")[0]["article"]
    of_it = all_pages(browser, "quotes", of=article)
    assert of_it == [row for row in all_pages(browser, "quotes") if row["article"] == article]
    story = all_pages(browser, "stories", of=article)
    assert [article in one["articles"] for one in story] == [True]


def test_what_has_not_changed_comes_without_a_body(browser):
    first = browser.get(f"{API}/stories")
    again = browser.get(f"{API}/stories", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = browser.get(f"{API}/stories", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("articles/article-none", 404, "no article with this id"),
        ("nothing-of-this-name", 404, "nothing at this address"),
        ("articles?limit=0", 422, "query.limit"),
        ("search?near=yesterday", 422, "query.near"),
        ("jobs/job-999999", 404, "no such job"),
        ("explain/article-none", 404, "nothing on this desk has the id"),
        ("inbox?after=nonsense", 404, "cursor"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(browser, path, status, said):
    answer = browser.get(f"{API}/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail"}
    assert told["status"] == status
    assert said in told["detail"]


def test_an_address_that_is_asked_in_another_way_says_which_it_knows(browser):
    answer = browser.request("PUT", f"{API}/articles", json={}, headers={"origin": "http://127.0.0.1:8765"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_the_inbox_is_narrowed_by_facets(browser):
    everything = browser.get(f"{API}/inbox").json()
    with_conflicts = browser.get(f"{API}/inbox", params={"flag": "conflicts"}).json()
    assert 0 < with_conflicts["total"] < everything["total"]
    assert all(row["conflicts"] for row in with_conflicts["items"])


def test_search_groups_by_story_and_tells_why_it_cannot_be_asked(browser):
    found = browser.get(f"{API}/search", params={"words": "ferry"}).json()
    assert found["articles"] >= found["found"] >= 1
    assert found["items"][0]["families"][0]["answers"][0]["title"]
    nothing = browser.get(f"{API}/search").json()
    assert nothing["items"] == []
    assert "nothing is asked" in nothing["said"]


def test_a_pasted_text_finds_its_carrier(browser):
    article = max(all_pages(browser, "articles"), key=lambda row: len(row["text"]))
    found = browser.post(f"{API}/carriers", json={"text": article["text"]}).json()["items"]
    assert article["id"] in {one["article"] for one in found}
    assert found[0]["coverage"] == 1.0


def test_a_speaker_is_found_by_name_with_all_that_was_said(browser):
    first = browser.get(f"{API}/speakers").json()["items"][0]
    told = browser.get(f"{API}/speakers/{first['name']}").json()
    assert (told["name"], told["quotes"]) == (first["name"], first["quotes"])
    assert {row["speaker"] for row in told["said"]} >= {first["name"]}


def test_figures_are_found_as_a_page_would_say_them(browser):
    figure = next(row for row in all_pages(browser, "figures") if row["unit"] == "person" and row["value"] > 5)
    found = browser.get(f"{API}/search/figures", params={"says": f"{figure['value']:.0f} people"}).json()
    assert figure["value"] in {row["value"] for row in found["items"]}
    assert browser.get(f"{API}/search/figures", params={"says": "many"}).json()["said"]


def test_a_finding_is_explained_with_its_words(browser):
    check = all_pages(browser, "checks")[0]
    told = browser.get(f"{API}/explain/{check['id']}").json()
    assert (told["kind"], told["step"]) == ("Check", "checks")
    assert {one["text"] for one in told["words"]} == {side["text"] for side in check["sides"]}


def test_pages_are_added_as_a_job_that_can_be_followed(browser):
    page = ("ferry.html", io.BytesIO(b"<h1>A ferry</h1><p>It sailed.</p>"), "text/html")
    answer = browser.post(f"{API}/pages", params={"as_of": "2031-04-01"}, files={"files": page})
    assert answer.status_code == 202, answer.text
    job = browser.get(answer.headers["location"]).json()
    assert (job["names"], job["as_of"]) == (["ferry.html"], "2031-04-01")
    assert [one["id"] for one in browser.get(f"{API}/jobs").json()["items"]] == [job["id"]]


def test_addresses_that_are_none_are_refused(browser):
    answer = browser.post(f"{API}/pages", data={"addresses": "file:///etc/passwd"})
    assert answer.status_code == 422


def test_stories_are_merged_and_parted_again(browser, desk_file):
    with open_desk(desk_file, read_only=True) as desk:
        one, other, *_ = [story.id for story in desk.store.all(Story)]
    made = browser.post(f"{API}/decisions", json={"kind": "merge", "stories": [one, other]})
    assert made.status_code == 201, made.text
    assert browser.get(made.headers["location"]).json() == made.json()
    assert browser.get(f"{API}/jobs").json()["items"], "stories follow by a run"
    taken = browser.delete(made.headers["location"])
    assert taken.json() == made.json()
    assert browser.get(made.headers["location"]).status_code == 404
    assert [line["action"] for line in browser.get(f"{API}/audit").json()["items"]] == ["undo", "merge"]
    with open_desk(desk_file, read_only=True) as desk:
        assert not list(desk.store.all(Decision))


def test_a_decision_that_cannot_stand_is_a_conflict(browser, desk_file):
    with open_desk(desk_file, read_only=True) as desk:
        story = next(desk.store.all(Story))
    everything = {"kind": "split", "story": story.id, "articles": list(story.articles)}
    assert browser.post(f"{API}/decisions", json=everything).status_code == 409
    assert browser.post(f"{API}/decisions", json={"kind": "pin", "story": "story-none"}).status_code == 404
    slip = {"kind": "pin", "story": story.id, "lable": "x"}
    assert browser.post(f"{API}/decisions", json=slip).status_code == 422


def test_a_note_goes_out_as_a_web_annotation_and_comes_in_as_one(browser, serve, filled, tmp_path):
    article = all_pages(browser, "articles")[0]
    note = {"on": article["id"], "words": "Says who?", "start": 3, "end": 20}
    made = browser.post(f"{API}/notes", json=note)
    assert (made.status_code, made.json()["exact"]) == (201, article["text"][3:20])
    told = browser.get(f"{API}/annotations", params={"of": article["id"]})
    assert told.headers["content-type"].startswith("application/ld+json")
    other = tmp_path / "other.desk"
    other.write_bytes(filled.read_bytes())
    taken = serve(other).post(f"{API}/annotations", json=told.json()).json()
    assert [one["words"] for one in taken["notes"]] == ["Says who?"]
    assert taken["refused"] == []
    assert browser.delete(made.headers["location"]).status_code == 200
    assert browser.get(f"{API}/annotations").json()["total"] == 0


def test_a_note_on_no_words_is_a_conflict_and_on_nothing_is_not_found(browser):
    article = all_pages(browser, "articles")[0]
    beyond = {"on": article["id"], "words": "x", "start": 10, "end": 10**6}
    assert browser.post(f"{API}/notes", json=beyond).status_code == 409
    assert browser.post(f"{API}/notes", json={"on": "nothing", "words": "x"}).status_code == 404


def test_a_link_that_shows_one_story_opens_no_interface(serve, desk_file):
    with open_desk(desk_file) as desk:
        story = next(desk.store.all(Story))
        _, token = desk.people.share(story, ends=date(2999, 1, 1), at="2031-04-01T00:00:00+00:00")
        assert list(desk.store.all(Article))
    browser = serve(desk_file)
    assert browser.get(f"/shared/{token}/stories/{story.id}.html").status_code == 200
    for path in ("articles", "search?words=ferry", "stories", ""):
        assert browser.get(f"/shared/{token}{API}/{path}".rstrip("/")).status_code == 404


def test_reading_and_writing_ask_a_token_once_there_are_people(serve, desk_file):
    with open_desk(desk_file) as desk:
        _, reads = desk.people.add("Ada", right="read", at="2031-04-01T00:00:00+00:00")
    browser = serve(desk_file)
    assert browser.get(f"{API}/stories").status_code == 401
    head = {"authorization": f"Bearer {reads}"}
    assert browser.get(f"{API}/stories", headers=head).status_code == 200
    assert browser.post(f"{API}/jobs", headers=head).status_code == 403


def test_the_description_names_every_address_and_every_field(browser):
    told = browser.get(f"{API}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {f"{API}/{resource.name}" for resource in RESOURCES} <= set(told["paths"])
    line = told["components"]["schemas"]["ArticleLine"]
    article = all_pages(browser, "articles")[0]
    assert set(article) == set(line["properties"])
    for path in told["paths"].values():
        for asked in path.values():
            assert asked["responses"]["422"]["content"].keys() == {"application/problem+json"}
