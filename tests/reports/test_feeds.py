"""Feeds as readers take them."""

import json
from datetime import UTC, date, datetime

import feedparser
import pytest

from copydesk.reports.feeds import Channel, Entry, atom, json_feed, rss

CHANNEL = Channel("Ferries & bridges", "https://desk.example/f", "https://desk.example/", "What changed")
ENTRIES = (
    Entry(
        "urn:copydesk:told-1",
        "Harbour <closed>\x07",
        datetime(2031, 5, 2, 6, 30, tzinfo=UTC),
        "one\x00 two\nthree",
        href="https://desk.example/stories/1",
        html="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        facts={"story": "story-1"},
    ),
    Entry("https://desk.example/stories/2", "Two", date(2031, 5, 1), "words"),
    Entry("https://desk.example/stories/3", "Three", None, "no day"),
)
ATOM = atom(CHANNEL.title, CHANNEL.address, CHANNEL.page, ENTRIES)
RSS = rss(CHANNEL, ENTRIES)


@pytest.mark.parametrize("made", [ATOM, RSS], ids=["atom", "rss"])
def test_a_feed_reader_takes_both_with_the_same_entries(made):
    found = feedparser.parse(made)
    assert not found.bozo
    assert (found.feed.title, found.feed.link) == ("Ferries & bridges", CHANNEL.page)
    assert [one.id for one in found.entries] == [one.id for one in ENTRIES]
    assert [one.link for one in found.entries] == [one.href or one.id for one in ENTRIES]
    assert found.entries[1].title == "Two"


def test_moments_are_those_that_were_given_and_what_has_none_says_nothing():
    assert feedparser.parse(RSS).entries[0].published_parsed[:5] == (2031, 5, 2, 6, 30)
    assert feedparser.parse(ATOM).entries[0].updated_parsed[:5] == (2031, 5, 2, 6, 30)
    assert "published" not in feedparser.parse(RSS).entries[2]
    assert "date_published" not in json.loads(json_feed(CHANNEL, ENTRIES))["items"][2]


@pytest.mark.parametrize("made", [ATOM, RSS, json_feed(CHANNEL, ENTRIES)], ids=["atom", "rss", "json"])
def test_what_strangers_wrote_is_text_and_control_characters_are_gone(made):
    assert b"<script" not in made
    assert b"<closed>" not in made or made.startswith(b"{")  # JSON Feed's titles are plain text
    assert not any(byte in made for byte in (b"\x00", b"\x07", b"\\u0000", b"\\u0007"))


def test_a_json_feed_has_what_its_version_asks_for_and_our_own_object():
    feed = json.loads(json_feed(CHANNEL, ENTRIES))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["home_page_url"]) == (CHANNEL.address, CHANNEL.page)
    assert all(isinstance(one["id"], str) and ("content_text" in one or "content_html" in one) for one in feed["items"])
    assert feed["items"][0]["date_published"] == "2031-05-02T06:30:00Z"
    assert feed["items"][0]["_copydesk"] == {"story": "story-1"}
    assert "_copydesk" not in feed["items"][1]


def test_the_same_entries_give_the_same_bytes():
    assert rss(CHANNEL, ENTRIES) == RSS
    assert atom(CHANNEL.title, CHANNEL.address, CHANNEL.page, ENTRIES) == ATOM
