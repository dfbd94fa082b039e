"""What the server counts and tells of itself, read as Prometheus and as an operator would."""

import json
import logging
from datetime import date

import pytest
from prometheus_client.parser import text_string_to_metric_families

from copydesk import logs
from copydesk.desk import open_desk
from copydesk.observing.explaining import told_rows
from copydesk.web.filling import STEPS
from web_helpers import send, spoken, story_paths

AT = "2031-05-06T10:00:00+00:00"


def samples(browser, **headers):
    """Every sample by its name and labels."""
    answer = browser.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        for one in family.samples:
            found[one.name, tuple(sorted(one.labels.items()))] = one.value
    return found


def value(found, name, **labels):
    return found[name, tuple(sorted(labels.items()))]


@pytest.fixture
def people(desk_file):
    """A desk with somebody who may write and somebody who may only read: their tokens."""
    with open_desk(desk_file) as desk:
        writer = desk.people.add("Ada Ferrant", right="write", at=AT)
        reader = desk.people.add("Ben Okoro", right="read", at=AT)
        story = desk.stories()[0]
        share = desk.people.share(story, ends=date(2999, 1, 1), at=AT)
    return writer, reader, share


@pytest.fixture
def heard():
    """The lines that were logged."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(logs.Lines().format(record)))

    handler = Kept()
    logs.LOGGER.addHandler(handler)
    logs.LOGGER.setLevel(logging.INFO)
    yield lines
    logs.LOGGER.removeHandler(handler)
    logs.LOGGER.setLevel(logging.NOTSET)


def test_the_desk_and_its_last_run_are_told_in_base_units(browser, desk_file):
    found = samples(browser)
    with open_desk(desk_file, read_only=True) as desk:
        counts, (run,) = desk.counts(), desk.runs()
    assert value(found, "copydesk_records", kind="article") == counts["Article"]
    assert value(found, "copydesk_desk_up") == 1
    assert value(found, "copydesk_desk_size_bytes") >= desk_file.stat().st_size
    assert value(found, "copydesk_last_run_success") == 1
    assert {dict(labels)["step"] for name, labels in found if name == "copydesk_last_run_step_seconds"} == set(STEPS)
    copies = next(one for one in run.steps if one.step == "copies")
    assert value(found, "copydesk_last_run_step_seconds", step="copies") == copies.seconds
    assert value(found, "copydesk_last_run_step_jobs", step="copies", outcome="done") == copies.done > 0
    assert value(found, "copydesk_jobs", state="waiting") == 0
    assert value(found, "process_cpu_seconds_total") > 0


def test_requests_are_counted_by_the_pattern_of_their_address_and_never_by_the_address(browser):
    for path in (*story_paths(browser)[:2], "nothing-here?token=abc", "api/v1/articles?limit=1"):
        browser.get(f"/{path}")
    browser.request("BREW", "/")
    browser.get("/", headers={"host": "elsewhere.example.org"})
    found = samples(browser)
    assert value(found, "copydesk_requests_total", method="GET", route="/api/v1/articles", status="2xx") == 1
    assert value(found, "copydesk_requests_total", method="GET", route="none", status="4xx") == 2
    assert value(found, "copydesk_requests_total", method="other", route="/", status="4xx") == 1
    stories = [
        labels for name, labels in found if name == "copydesk_requests_total" and "stories" in dict(labels)["route"]
    ]
    assert len(stories) == 1
    assert "{" in dict(stories[0])["route"]
    assert value(found, "copydesk_request_seconds_count", route="/api/v1/articles") == 1
    assert value(found, "copydesk_request_seconds_bucket", route="/api/v1/articles", le="+Inf") == 1


def test_no_address_makes_more_series_than_there_are_routes(browser):
    def ask(number):
        for path in (f"/a-{number}", f"/stories/story-{number}.html", f"/shared/{number}/x", f"/static/{number}"):
            browser.get(path)
        return samples(browser).keys()

    ask(0)
    before = ask(1)
    for number in range(2, 12):
        ask(number)
    assert ask(12) == before


def test_who_may_read_the_desk_may_read_the_metrics_and_nobody_else(serve, desk_file, people):
    writer, reader, share = people
    browser = serve(desk_file)
    answer = browser.get("/metrics", follow_redirects=False)
    assert answer.status_code == 401
    assert "copydesk_" not in answer.text
    assert browser.get("/metrics", headers={"authorization": "Bearer person-1.wrong"}).status_code == 401
    assert browser.get(f"/shared/{share.token}/metrics").status_code == 404
    for one in (writer, reader):
        found = samples(browser, authorization=f"Bearer {one.token}")
        assert not any("Ada" in str(key) or "person-" in str(key) for key in found)


def test_each_request_is_a_line_that_names_no_address_no_token_and_who_by_id(serve, desk_file, people, heard):
    writer, _, share = people
    browser = serve(desk_file)
    browser.get("/search?words=a-secret-word", headers={"authorization": f"Bearer {writer.token}"})
    browser.get(f"/shared/{share.token}/")
    browser.get("/search?words=a-secret-word", follow_redirects=False)
    asked = [line for line in heard if line["event"] == "request"]
    assert [(line["route"], line["status"], line["who"]) for line in asked] == [
        ("/search", 200, writer.person.id),
        ("/shared/{token}", 307, None),
        ("/shared/{token}", 200, None),
        ("none", 303, None),
    ]
    written = json.dumps(heard)
    for secret in (writer.token, share.token, "a-secret-word", "Ada Ferrant"):
        assert secret not in written


def test_a_fault_is_told_by_where_it_came_from_and_not_by_its_words(browser, heard, monkeypatch):
    def broken(*_told, **_how):
        raise RuntimeError("words of a page: password=hunter2")

    monkeypatch.setattr("copydesk.desk.Desk.failure_groups", broken)
    with pytest.raises(RuntimeError):
        browser.get("/runs")
    (line,) = [one for one in heard if one["event"] == "request"]
    assert (line["level"], line["status"], line["error"]) == ("error", 500, "RuntimeError")
    assert any("broken" in one for one in line["at"])
    assert "hunter2" not in json.dumps(line)


def test_what_is_asked_for_by_a_form_is_counted_too(browser):
    assert send(browser, "/runs", page="/runs").status_code == 200
    assert value(samples(browser), "copydesk_requests_total", method="POST", route="/runs", status="3xx") == 1


def test_programs_are_told_of_runs_as_explain_tells_them(browser, desk_file):
    with open_desk(desk_file, read_only=True) as desk:
        told = json.loads(json.dumps(list(told_rows(desk.explain_run()))))
    (run,) = browser.get("/api/v1/runs").json()["items"]
    assert [{name: value for name, value in run.items() if name != "steps"}, *run["steps"]] == told
    assert browser.get("/api/v1/runs/last").json() == browser.get(f"/api/v1/runs/{run['id']}").json() == run
    for name in ("run-99", "article-1", "run-", "x"):
        assert browser.get(f"/api/v1/runs/{name}").status_code == 404


def test_runs_come_page_by_page_the_newest_first(browser, desk_file):
    with open_desk(desk_file) as desk:
        for _ in range(2):
            list(desk.run(through="layouts"))
    first = browser.get("/api/v1/runs?limit=2").json()
    assert [one["id"] for one in first["items"]] == ["run-3", "run-2"]
    rest = browser.get(f"/api/v1/runs?limit=2&after={first['next']}").json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (["run-1"], None)


def test_the_screen_of_runs_tells_what_they_took(browser):
    told = spoken(browser.get("/runs"))
    assert "What runs took" in told
    assert "run-1" in told
