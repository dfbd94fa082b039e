"""Feeds from entries: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from copydesk.reports.safe import short, tidy

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
EXTENSION = "_copydesk"
"""The object of a JSON Feed in which what no feed has a name for stands, as the specification asks of extensions."""
UNKNOWN_DAY = "1970-01-01T00:00:00Z"
"""Atom asks every entry for a moment; what has no day is put at the beginning of time, where readers show none."""
LONGEST_TITLE = 300

register_namespace("", ATOM)


class Entry(NamedTuple):
    """What a feed tells of one story: its id (an address or another URI), its name, its last day or moment, some words.

    `href` is where it leads, where that is not its id; `html` are the words as HTML that is safe to show, `facts` what
    programs may want to know.
    """

    id: str
    title: str
    updated: date | datetime | None
    summary: str
    href: str | None = None
    html: str | None = None
    facts: Mapping[str, Any] = {}


class Head(NamedTuple):
    """What a feed of Atom may say besides: what it is about, and its id where its address is not a whole one."""

    about: str
    ident: str | None


class Channel(NamedTuple):
    """A feed as a whole: its title, its own address, that of the page that shows the same, and what it is about."""

    title: str
    address: str
    page: str
    about: str = ""


def atom(title: str, address: str, page: str, entries: Sequence[Entry], *, head: Head | None = None) -> bytes:
    """A feed as Atom; `address` is its own, `page` that of the screen that shows the same."""
    about, ident = head or Head("", None)
    feed = Element(_name("feed"))
    _put(feed, "id", ident or address)
    _put(feed, "title", title)
    if about:
        _put(feed, "subtitle", about)
    _put(feed, "updated", max((_moment(one.updated) for one in entries), default=UNKNOWN_DAY))
    SubElement(_put(feed, "author", None), _name("name")).text = "copydesk"
    SubElement(feed, _name("link"), {"rel": "self", "href": address})
    SubElement(feed, _name("link"), {"rel": "alternate", "type": "text/html", "href": page})
    for one in entries:
        entry = SubElement(feed, _name("entry"))
        _put(entry, "id", one.id)
        _put(entry, "title", short(one.title, LONGEST_TITLE))
        _put(entry, "updated", _moment(one.updated))
        SubElement(entry, _name("link"), {"rel": "alternate", "type": "text/html", "href": one.href or one.id})
        _put(entry, "summary", one.summary)
        if one.html is not None:
            _put(entry, "content", one.html).set("type", "html")
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def rss(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """A feed as RSS 2.0."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    feed = SubElement(root, "channel")
    _said(feed, "title", channel.title)
    _said(feed, "link", channel.page)
    _said(feed, "description", channel.about or channel.title)
    SubElement(feed, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": channel.address})
    for one in entries:
        item = SubElement(feed, "item")
        _said(item, "title", short(one.title, LONGEST_TITLE))
        _said(item, "link", one.href or one.id)
        _said(item, "guid", one.id).set("isPermaLink", json.dumps((one.href or one.id) == one.id))
        if one.updated is not None:
            _said(item, "pubDate", format_datetime(_whole(one.updated)))
        _said(item, "description", one.html or one.summary)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def json_feed(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """A feed as JSON Feed 1.1, with the facts of each entry in its object `_copydesk`."""
    feed = {
        "version": JSON_FEED,
        "title": tidy(channel.title),
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "description": tidy(channel.about),
        "authors": [{"name": "copydesk"}],
        "items": [_item(one) for one in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(one: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": one.id,
        "url": one.href or one.id,
        "title": short(one.title, LONGEST_TITLE),
        "content_text": tidy(one.summary),
    }
    if one.html is not None:
        told["content_html"] = tidy(one.html)
    if one.updated is not None:
        told["date_published"] = _moment(one.updated)
    if one.facts:
        told[EXTENSION] = dict(one.facts)
    return told


def _put(place: Element, name: str, words: str | None) -> Element:
    return _said(place, _name(name), words)


def _said(place: Element, name: str, words: str | None) -> Element:
    child = SubElement(place, name)
    child.text = None if words is None else tidy(words)
    return child


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _whole(day: date | datetime) -> datetime:
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)
    return moment.astimezone(UTC)


def _moment(day: date | datetime | None) -> str:
    return UNKNOWN_DAY if day is None else _whole(day).strftime("%Y-%m-%dT%H:%M:%SZ")
