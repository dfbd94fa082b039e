"""What stands before every screen: hosts, forms of others, tokens, rates, sizes, and what answers say of themselves."""

import re

import pytest

from copydesk.desk import open_desk
from copydesk.web.guard import POLICY, Rates
from copydesk.web.limits import Limits
from web_helpers import HERE, mark, send, spoken, story_paths

AT = "2031-05-06T10:00:00+00:00"
SCREENS = ("/", "/add", "/runs", "/search", "/decisions", "/people", "/login", "/nowhere")


@pytest.fixture
def tokens(desk_file):
    """A desk with two people: their tokens."""
    with open_desk(desk_file) as desk:
        return {right: desk.people.add(right.title(), right=right, at=AT).token for right in ("read", "write")}


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_says_that_nothing_of_others_runs_in_it(browser, path):
    answer = browser.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|\son\w+=", answer.text)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "desk.local", "", "127.0.0.1.evil.org", "a b"])
def test_a_name_that_others_may_point_here_is_refused(browser, host):
    answer = browser.get("/", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "stories/" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765", "LOCALHOST"])
def test_this_machine_is_always_meant(browser, host):
    assert browser.get("/", headers={"host": host}).status_code == 200


@pytest.mark.usefixtures("tokens")
def test_a_name_that_was_given_is_ours(serve, desk_file):
    browser = serve(desk_file, names=frozenset(["desk.example.org"]), wide=True)
    answer = browser.get("/login", headers={"host": "Desk.Example.org"})
    assert answer.status_code == 200


def test_a_form_without_our_mark_is_refused(browser):
    for fields in ({}, {"mark": ""}, {"mark": "0" * 64}, {"mark": "ø"}):
        answer = browser.post("/runs", data=fields)
        assert answer.status_code == 403
    assert "runs yet" not in spoken(answer)
    assert "Nothing has been asked for yet" in spoken(browser.get("/runs"))


def test_the_mark_of_another_browser_is_refused(serve, desk_file):
    one, other = serve(desk_file), serve(desk_file)
    assert one.post("/runs", data={"mark": mark(other)}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"referer": "http://evil.example/page"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_though_it_has_the_mark(browser, headers):
    answer = browser.post("/runs", data={"mark": mark(browser)}, headers=headers)
    assert answer.status_code == 403


def test_a_form_of_our_own_is_taken(browser):
    told = {"origin": HERE, "sec-fetch-site": "same-origin"}
    answer = browser.post("/runs", data={"mark": mark(browser)}, headers=told, follow_redirects=False)
    assert answer.status_code == 303


@pytest.mark.usefixtures("tokens")
def test_with_people_nothing_is_read_or_written_without_a_token(serve, desk_file):
    browser = serve(desk_file)
    for path in (*SCREENS, "/events", "/search.atom?words=ferry", "/index.html"):
        if path == "/login":
            continue
        answer = browser.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert browser.get("/api/v1/stories").status_code == 401
    for path in ("/runs", "/decisions/merge", "/add", "/people", "/shares"):
        assert browser.post(path, data={"mark": mark(browser, "/login")}).status_code == 401


def test_a_wide_desk_without_people_lets_nobody_in(serve, desk_file):
    browser = serve(desk_file, wide=True)
    assert browser.get("/", follow_redirects=False).headers["location"] == "/login"


def test_a_token_logs_in_and_out(serve, desk_file, tokens):
    browser = serve(desk_file)
    refused = send(browser, "/login", page="/login", token="person-1.wrong")
    assert refused.status_code == 403
    assert "no token of this desk" in spoken(refused)
    assert send(browser, "/login", page="/login", token=tokens["write"]).status_code == 200
    assert story_paths(browser)
    cookies = [one for one in browser.cookies.jar if one.name == "copydesk-token"]
    assert all(
        one.has_nonstandard_attr("HttpOnly") and one.get_nonstandard_attr("SameSite") == "Lax" for one in cookies
    )
    send(browser, "/logout", page="/people")
    assert browser.get("/", follow_redirects=False).headers["location"] == "/login"


def test_who_may_only_read_writes_nothing(serve, desk_file, tokens):
    browser = serve(desk_file)
    send(browser, "/login", page="/login", token=tokens["read"])
    assert browser.get("/").status_code == 200
    answer = browser.post("/runs", data={"mark": mark(browser, "/search")})
    assert answer.status_code == 403
    assert "not write" in spoken(answer)
    assert '<form method="post" action="/runs"' not in browser.get("/runs").text
    asked = send(browser, "/search", page="/search", text="The ferry struck the crane in the harbour of Eidsund.")
    assert asked.status_code == 200  # to ask who carries a text writes nothing


def test_a_program_shows_its_token_and_needs_no_form(serve, desk_file, tokens):
    browser = serve(desk_file)
    told = {"authorization": f"Bearer {tokens['write']}"}
    assert browser.get("/", headers=told).status_code == 200
    assert browser.post("/runs", headers=told, follow_redirects=False).status_code == 303
    assert browser.get("/", headers={"authorization": "Bearer person-1.x"}, follow_redirects=False).status_code == 303


def test_a_token_that_was_taken_back_opens_nothing(serve, desk_file, tokens):
    browser = serve(desk_file)
    send(browser, "/login", page="/login", token=tokens["read"])
    with open_desk(desk_file) as desk:
        desk.people.remove("Read", at=AT)
    assert browser.get("/", follow_redirects=False).status_code == 303


@pytest.mark.usefixtures("tokens")
def test_a_link_shows_its_story_and_nothing_else(serve, desk_file):
    with open_desk(desk_file) as desk:
        stories = sorted(desk.stories(), key=lambda one: -len(one.articles))
        link = desk.people.share(stories[0], ends=stories[0].event_date.high.replace(year=2999), at=AT)
    browser, root = serve(desk_file), f"/shared/{link.token}"
    shown = browser.get(f"{root}/")
    assert shown.status_code == 200
    assert str(shown.url).endswith(f"{root}/stories/{stories[0].id}.html")
    assert "By hand" not in shown.text
    assert 'role="search"' not in shown.text
    assert browser.get(f"{root}/articles/{stories[0].articles[0]}.html").status_code == 200
    for path in (
        f"stories/{stories[1].id}.html",
        f"articles/{stories[1].articles[0]}.html",
        *("search?words=ferry", "runs", "people", "decisions", "add", "sources", "notes", "search.atom?words=ferry"),
    ):
        assert browser.get(f"{root}/{path}").status_code == 404, path
    assert browser.get(f"{root}/events").status_code == 404
    assert browser.post(f"{root}/decisions/pin", data={"story": stories[0].id}).status_code == 403
    assert browser.get("/shared/share-1.wrong/").status_code == 404
    with open_desk(desk_file) as desk:
        desk.people.withdraw(link.share.id, at=AT)
    assert browser.get(f"{root}/").status_code == 404


def test_too_many_requests_are_told_to_wait(serve, desk_file):
    browser = serve(desk_file, limits=Limits(reads_at_once=3, reads_a_second=0.001))
    assert [browser.get("/login").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert browser.get("/login").headers["retry-after"] == "1"


@pytest.mark.usefixtures("tokens")
def test_guessing_tokens_is_slowed_down(serve, desk_file):
    browser = serve(desk_file, limits=Limits(logins_at_once=2, logins_a_second=0.001))
    given = {"mark": mark(browser, "/login"), "token": "person-1.guess"}
    assert [browser.post("/login", data=given).status_code for _ in range(4)] == [403, 403, 429, 429]


def test_rates_fill_up_again_and_forget_who_was_long_silent():
    now = [0.0]
    rates = Rates(1.0, 2.0, most=2, clock=lambda: now[0])
    assert [rates.take("a") for _ in range(3)] == [True, True, False]
    now[0] = 1.5
    assert [rates.take("a") for _ in range(2)] == [True, False]
    assert rates.take("b")
    assert rates.take("c")
    assert rates.take("a")  # forgotten for b and c, and so as one who never asked


def test_what_is_too_long_is_refused_before_it_is_read(serve, desk_file):
    browser = serve(desk_file, limits=Limits(largest_form_bytes=1_000))
    answer = browser.post("/decisions/rename", data={"mark": mark(browser), "label": "x" * 2_000})
    assert answer.status_code == 413
    for length in ("-1", "1e3", "9" * 5_000):
        assert browser.post("/runs", content=b"", headers={"content-length": length}).status_code == 413


def test_what_turns_out_too_long_is_refused(serve, desk_file):
    browser = serve(desk_file, limits=Limits(largest_form_bytes=1_000))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post("/decisions/rename", content=(b"label=" + b"x" * 500 for _ in range(4)), headers=kind)
    assert answer.status_code in (413, 422)


def test_programs_are_told_of_refusals_in_their_form(browser):
    answer = browser.get("/api/v1/nothing", headers={"host": "evil.example"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 421


def test_files_are_kept_for_ever_under_names_that_change_with_them(browser):
    page = browser.get("/").text
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/static/desk.000000000000.css").status_code == 404
    assert browser.get("/static/..%2fapp.py").status_code == 404
