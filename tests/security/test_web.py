"""Requests to the web desk by somebody who means ill, through the program as it is served, without a network."""

import pytest
from starlette.testclient import TestClient

from copydesk.desk import open_desk
from copydesk.web.app import desk_app
from web_helpers import HERE, mark, no_work

HOSTILE = [
    "'; DROP TABLE articles; --",
    '" OR 1=1 NEAR/0 *',
    "{{7*7}}{% raw %}",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%0d%0aset-cookie:%20a=b",
    "%00",
    "%ff%fe",
    "\u202egnp.exe",
    "a" * 3_000,
    "(" * 1_000,
    "9" * 400,
    "-1",
    "1e999",
]
PATHS = [
    "/search?words={}",
    "/api/v1/search?words={}",
    "/api/v1/search?figure={}&words=a",
    "/api/v1/speakers/{}",
    "/api/v1/articles?limit={}",
    "/api/v1/articles?after={}",
    "/stories/{}.html",
    "/stories/{}.wacz",
    "/static/{}",
    "/shared/{}",
    "/?from={}",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "a.desk"
    with open_desk(path) as desk:
        person = desk.people.add("Ada", right="write", at="2031-05-06T10:00:00+00:00")
    app = desk_app(path, work=no_work)
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000), follow_redirects=False) as one:
        one.token = person.token
        yield one


@pytest.mark.parametrize("path", PATHS)
def test_a_hostile_address_is_answered_and_nothing_else(browser, path):
    held = {"authorization": f"Bearer {browser.token}"}
    for words in HOSTILE:
        answer = browser.get(path.format(words), headers=held)
        if answer.status_code == 429:
            break
        assert answer.status_code < 500, words
        assert "a=b" not in answer.headers.get("set-cookie", "")
        assert "root:" not in answer.text
        assert ">49<" not in answer.text


@pytest.mark.parametrize("place", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_logging_in_leads_nowhere_else(browser, place):
    fields = {"mark": mark(browser, "/login"), "token": browser.token, "next": place, "to": place, "return": place}
    answer = browser.post("/login", params={"next": place}, data=fields)
    assert answer.status_code in (303, 429)
    assert answer.headers.get("location", "/") == "/"
    browser.cookies.delete("copydesk-token")


def test_cookies_and_heads_say_what_they_must(browser):
    browser.cookies.clear()
    answer = browser.get("/login")
    assert {"HttpOnly", "SameSite=Lax"} <= {one.strip() for one in answer.headers["set-cookie"].split(";")}
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    secure = TestClient(browser.app, base_url=HERE.replace("http:", "https:"), client=("127.0.0.1", 50_001))
    assert "Secure" in secure.get("/login").headers["set-cookie"]
