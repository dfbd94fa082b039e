"""Atom feeds (RFC 4287), from entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from copydesk.reports.safe import short, tidy

ATOM = "http://www.w3.org/2005/Atom"
UNKNOWN_DAY = "1970-01-01T00:00:00Z"
"""Atom asks every entry for a moment; what has no day is put at the beginning of time, where readers show none."""

register_namespace("", ATOM)


class Entry(NamedTuple):
    """What a feed tells of one story: its address, which is its id, its name, its last day, some words."""

    id: str
    title: str
    updated: date | None
    summary: str


def atom(title: str, address: str, page: str, entries: Sequence[Entry]) -> bytes:
    """A feed as XML; `address` is its own, `page` that of the screen that shows the same."""
    feed = Element(_name("feed"))
    _put(feed, "id", address)
    _put(feed, "title", title)
    _put(feed, "updated", max((_moment(one.updated) for one in entries), default=UNKNOWN_DAY))
    SubElement(_put(feed, "author", None), _name("name")).text = "copydesk"
    SubElement(feed, _name("link"), {"rel": "self", "href": address})
    SubElement(feed, _name("link"), {"rel": "alternate", "type": "text/html", "href": page})
    for one in entries:
        entry = SubElement(feed, _name("entry"))
        _put(entry, "id", one.id)
        _put(entry, "title", short(one.title, 300))
        _put(entry, "updated", _moment(one.updated))
        SubElement(entry, _name("link"), {"rel": "alternate", "type": "text/html", "href": one.id})
        _put(entry, "summary", tidy(one.summary))
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _put(place: Element, name: str, words: str | None) -> Element:
    child = SubElement(place, _name(name))
    child.text = words
    return child


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(day: date | None) -> str:
    return UNKNOWN_DAY if day is None else f"{day.isoformat()}T00:00:00Z"
