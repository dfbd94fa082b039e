"""Lists of addresses: OPML, sitemaps, feeds, and plain lists name pages that are not here.

Nothing is fetched in this room. A list is told apart from a page, and what it says of each address comes back, for
whoever is asked to fetch them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from copydesk.errors import UnreadablePage
from copydesk.pages.decoding import decode
from copydesk.pages.entries import line_of, moment_of
from copydesk.pages.xmltree import BrokenXml, HostileXml, Node, read_xml
from copydesk.settings import PageSettings

KEPT = frozenset(["outline", "url", "sitemap"])
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that a list names, what stands there, and what the list says of it; None where it says nothing."""

    url: str
    kind: Literal["page", "feed", "sitemap"]
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    last_modified: str | None = None


def addresses_in_list(raw: bytes, *, source: str, settings: PageSettings) -> Iterator[Address]:
    """The addresses of an OPML file, a sitemap, an index of sitemaps, or a text of one address a line.

    A list that breaks off gives what stands before the break.

    Raises:
        UnreadablePage: it names no address, or declares entities of its own.

    """
    text = decode(raw, settings=settings).text
    named = False
    for address in _in_xml(text, source, settings) if text.lstrip("\ufeff \t\r\n").startswith("<") else _in_text(text):
        named = True
        yield address
    if not named:
        raise UnreadablePage(source, "the list names no address; fetch it again")


def _in_text(text: str) -> Iterator[Address]:
    for line in text.splitlines():
        if WEB_ADDRESS.fullmatch(line.strip()):
            yield Address(url=line.strip(), kind="page")


def _in_xml(text: str, source: str, settings: PageSettings) -> Iterator[Address]:
    try:
        for node in read_xml(text, kept=KEPT, deepest=settings.deepest_xml):
            if node.name == "outline":
                yield from _outlined(node)
            elif node.name in ("url", "sitemap"):
                yield from _mapped(node)
    except HostileXml as error:
        raise UnreadablePage(source, f"{error}, as attacks do and lists do not; fetch it again") from error
    except BrokenXml:
        return


def _outlined(node: Node) -> Iterator[Address]:
    """The feeds and pages of an outline and of all outlines within it."""
    told = {name.lower(): value for name, value in node.attributes.items()}
    feed, page = line_of(told.get("xmlurl")), line_of(told.get("htmlurl")) or line_of(told.get("url"))
    url = feed or page
    if url is not None and WEB_ADDRESS.fullmatch(url):
        title = line_of(told.get("title")) or line_of(told.get("text"))
        outlet = title if feed else None
        yield Address(url=url, kind="feed" if feed else "page", title=None if feed else title, outlet=outlet)
    for inner in node.children("outline"):
        yield from _outlined(inner)


def _mapped(node: Node) -> Iterator[Address]:
    """A line of a sitemap, with what its news extension says of the page."""
    url = _said(node, "loc")
    if url is None or not WEB_ADDRESS.fullmatch(url):
        return
    news = node.child("news")
    publication = None if news is None else news.child("publication")
    yield Address(
        url=url,
        kind="sitemap" if node.name == "sitemap" else "page",
        title=None if news is None else _said(news, "title"),
        outlet=None if publication is None else _said(publication, "name"),
        published=None if news is None else moment_of(_said(news, "publication_date")),
        last_modified=moment_of(_said(node, "lastmod")),
    )


def _said(node: Node, name: str) -> str | None:
    found = node.child(name)
    return None if found is None else line_of(found.text())
