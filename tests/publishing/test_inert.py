"""Pages come from strangers: whatever they hold, a site of them runs nothing, loads nothing and stays readable."""

import json
import re
from xml.etree.ElementTree import fromstring

import feedparser

from copydesk.desk import open_desk
from copydesk.publishing import SitePlan, publish
from publishing.reading import dead_links, harm, pages_of
from web.test_inert import EVIL, UNSHOWN, hostile

__all__ = ["hostile"]


def published(path, folder, **plan):
    with open_desk(path, read_only=True) as desk:
        publish(desk, folder, SitePlan(**plan))
    return folder


def test_no_page_of_a_hostile_desk_has_an_element_or_attribute_that_is_not_ours(hostile, tmp_path):
    site = published(hostile, tmp_path, title=EVIL)
    pages = pages_of(site)
    assert {path.parent.name for path in pages} >= {"stories", "outlets", "names", "earlier"}
    for path, page in pages.items():
        assert harm(page) == [], path
        assert page.open == [], path
        assert not UNSHOWN.search(path.read_text(encoding="utf-8")), path
    assert dead_links(site) == []


def test_the_hostile_words_are_still_there_to_be_read(hostile, tmp_path):
    text = pages_of(published(hostile, tmp_path))[tmp_path / "index.html"].text
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text


def test_no_hostile_address_is_linked(hostile, tmp_path):
    site = published(hostile, tmp_path)
    for page in pages_of(site).values():
        assert not [one for one in page.links if re.match(r"\s*(javascript|data|vbscript):", one, re.IGNORECASE)]


def test_data_blocks_of_hostile_pages_end_where_they_should(hostile, tmp_path):
    for path in published(hostile, tmp_path).glob("stories/*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count("<script") == text.count("</script>") == 1
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert json.loads(block)["@graph"]


def test_feeds_and_search_of_a_hostile_desk_are_what_their_standards_ask_for(hostile, tmp_path):
    site = published(hostile, tmp_path, title=EVIL)
    for path in (site / "feed.atom", site / "feed.rss"):
        assert not feedparser.parse(path.read_bytes()).bozo
        assert "alert(1)" in "".join(fromstring(path.read_bytes()).itertext())
        assert b"<script" not in path.read_bytes()
    assert "<script" not in "".join(
        one["content_html"] for one in json.loads((site / "feed.json").read_bytes())["items"]
    )
    for path in site.glob("search/*.js"):
        text = path.read_text(encoding="ascii")
        called = re.fullmatch(r"copydeskTake\((.*)\);\n", text, re.DOTALL)
        assert json.loads(f"[{called.group(1)}]"), path
