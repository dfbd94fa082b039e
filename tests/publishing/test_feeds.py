"""Feeds, sitemap and robots.txt of a site are what their standards ask for."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from copydesk.publishing import SitePlan, feeding, publish
from publishing.reading import OUTSIDE, Page

BASE = "https://news.example/coast"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(site, suffix):
    return sorted(one for one in site.rglob(f"*{suffix}") if one.name != ".copydesk-site.json")


def test_the_front_page_and_each_storyline_and_outlet_have_three_feeds(site):
    pages = {"feed", *(one.stem for one in (*site.glob("lines/line-*.html"), *site.glob("outlets/outlet-*.html")))}
    for suffix in (".atom", ".rss", ".json"):
        assert {one.stem for one in feeds(site, suffix)} == pages


@pytest.mark.parametrize("suffix", [".atom", ".rss"])
def test_feeds_are_read_by_a_reader_of_feeds(site, suffix):
    for path in feeds(site, suffix):
        told = feedparser.parse(path.read_bytes())
        assert not told.bozo, told.get("bozo_exception")
        assert told.feed.title
        assert told.feed.link.startswith(f"{BASE}/")
        assert told.entries
        for entry in told.entries:
            assert entry.id.startswith("urn:copydesk:story-")
            assert entry.link.startswith(f"{BASE}/stories/story-")
            assert (site / entry.link.removeprefix(f"{BASE}/")).is_file()
            assert entry.title


def test_atom_has_what_the_standard_asks_for(site):
    for path in feeds(site, ".atom"):
        root = fromstring(path.read_bytes())
        assert root.find(f"{ATOM}id").text == f"{BASE}/{path.relative_to(site)}"
        assert [one.get("href") for one in root.findall(f"{ATOM}link") if one.get("rel") == "self"] == [
            f"{BASE}/{path.relative_to(site)}"
        ]
        for part in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert part.find(ATOM + name).text, path
            assert RFC3339.fullmatch(part.find(f"{ATOM}updated").text)


def test_rss_has_what_the_standard_asks_for(site):
    for path in feeds(site, ".rss"):
        root = fromstring(path.read_bytes())
        assert root.get("version") == "2.0"
        channel = root.find("channel")
        assert all(channel.find(name).text for name in ("title", "link", "description"))
        for item in channel.findall("item"):
            assert item.find("guid").get("isPermaLink") == "false"
            day = item.find("pubDate")
            assert day is None or isinstance(parsedate_to_datetime(day.text), datetime)


def test_json_feeds_have_what_the_standard_asks_for(site):
    for path in feeds(site, ".json"):
        told = json.loads(path.read_bytes())
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert told["feed_url"] == f"{BASE}/{path.relative_to(site)}"
        assert told["items"]
        assert len({one["id"] for one in told["items"]}) == len(told["items"])
        for item in told["items"]:
            assert item["content_text"]
            assert item["content_html"]
            assert "date_published" not in item or RFC3339.fullmatch(item["date_published"])
            assert item["_copydesk"]["story"] in item["id"]


def test_what_stands_in_a_feed_runs_nothing_and_leads_to_the_pages_that_are_told_of(site, tmp_path):
    for item in json.loads((site / "feed.json").read_bytes())["items"]:
        piece = tmp_path / "piece.html"
        piece.write_text(item["content_html"], encoding="utf-8")
        page = Page(piece)
        assert {tag for tag, _ in page.elements} <= {"blockquote", "p", "ul", "li", "a"}
        assert all(one["href"].startswith("https://") and set(one["rel"].split()) == OUTSIDE for one in page.all("a"))


def test_without_an_address_feeds_lead_from_where_they_lie_and_say_so(newsroom, tmp_path):
    publish(newsroom, tmp_path, SitePlan())
    for path in feeds(tmp_path, ".json"):
        told = json.loads(path.read_bytes())
        assert feeding.RELATIVE in told["description"]
        for item in told["items"]:
            assert (path.parent / item["url"]).resolve().is_file()
    for path in feeds(tmp_path, ".atom"):
        root = fromstring(path.read_bytes())
        assert root.find(f"{ATOM}id").text.startswith("urn:copydesk:feed-")
        assert feeding.RELATIVE in root.find(f"{ATOM}subtitle").text
    assert not (tmp_path / "sitemap.xml").exists()
    assert "Sitemap" not in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_the_sitemap_has_every_page_and_robots_lead_to_it(site):
    root = fromstring((site / "sitemap.xml").read_bytes())
    found = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(found) == sorted(f"{BASE}/{one.relative_to(site)}" for one in site.rglob("*.html"))
    assert f"Sitemap: {BASE}/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    assert all(urljoin(one, ".").startswith(BASE) for one in found)


def test_a_sitemap_of_very_many_pages_comes_in_parts(monkeypatch):
    monkeypatch.setattr(feeding, "MOST_ADDRESSES", 10)
    files = dict(feeding.sitemap_files([f"stories/{number}.html" for number in range(25)], SitePlan(base_url=BASE)))
    assert sorted(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    index = fromstring(files["sitemap.xml"])
    assert [one.text.rpartition("/")[2] for one in index.iter() if one.tag.endswith("loc")] == sorted(files)[:3]
    counts = [sum(one.tag.endswith("}loc") for one in fromstring(files[name]).iter()) for name in sorted(files)[:3]]
    assert counts == [10, 10, 5]
