"""Sources: a row a site, every number with its cases."""

import re

from copydesk.sites import Source
from copydesk.store import SiteCounts
from copydesk.web.sources import _row
from web_helpers import spoken


def source(**told):
    known = {**dict.fromkeys(SiteCounts._fields, 0), "site": "Meridian Wire", "host": "wire.example", "pages": 212}
    return Source(SiteCounts(**{**known, "lags": (), "material": 3, **told}), None)


def test_a_share_has_its_cases_and_its_interval_and_few_cases_have_no_percentage():
    row = _row(source(shared=129))
    assert row.shared == ("61 %", "129 of 212, 54 to 67 %")
    row = _row(source(shared=12, first=3))
    assert row.first == ("3 of 12", None)
    assert _row(source()).open == ("none", None)


def test_what_is_not_known_is_said_so():
    row = _row(source())
    assert (row.lag, row.reserved, row.owner, row.material) == ("no case", "not stated", None, "3")
    row = _row(source(lags=((0, 40),), taken=50, material=6, reserved=2, free=7))
    assert (row.lag, row.reserved) == ("same day (40 cases)", "reserved on 2 of 9 that state it")
    assert row.material == "12 in 100 pages"


def test_every_site_leads_to_its_stories_and_its_pages(browser):
    answer = browser.get("/sources")
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)"><bdi>([^<]+)</bdi>.*?<a href="([^"]+)">(\d+)</a>', answer.text
    )
    assert ("Meridian Wire", "1") in {(name, pages) for _, name, _, pages in rows} or len(rows) > 3
    for stories, name, pages, _ in rows[:4]:
        assert f"outlet: {name}" in spoken(browser.get(stories.replace("&amp;", "&")))
        assert "Nothing on this desk answers" not in spoken(browser.get(pages.replace("&amp;", "&")))


def test_sites_are_in_the_order_asked_for(browser):
    names = re.findall(r'<th scope="row"><a[^>]*><bdi>([^<]+)', browser.get("/sources?sort=name").text)
    assert names == sorted(names, key=str.casefold)


def test_an_empty_desk_says_how_to_fill_it(serve, tmp_path):
    assert "No page has been read yet" in spoken(serve(tmp_path / "empty.desk").get("/sources"))


def test_sites_come_by_the_screenful(browser, monkeypatch):
    monkeypatch.setattr("copydesk.web.sources.MOST_SHOWN", 2)
    first = browser.get("/sources?sort=name")
    more = re.search(r'rel="next" href="([^"]+)"', first.text).group(1).replace("&amp;", "&")
    names = [re.findall(r'<th scope="row"><a[^>]*><bdi>([^<]+)', page.text) for page in (first, browser.get(more))]
    assert [len(one) for one in names] == [2, 2]
    assert not set(names[0]) & set(names[1])
    for begin in ("x", "-1", "99999999", "9" * 400, "\u0663"):
        assert (
            re.findall(r'<th scope="row"><a[^>]*><bdi>([^<]+)', browser.get(f"/sources?sort=name&from={begin}").text)
            == names[0]
        )
