"""Feeds saved as files: each entry of an RSS, Atom or JSON feed that says something is a page.

A feed is read whole and its entries are kept: tomorrow the same file holds others. A feed whose XML breaks is read
entry by entry, so that a broken one takes no other along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from copydesk.errors import UnreadablePage
from copydesk.pages.decoding import decode
from copydesk.pages.entries import Entry, Found, Opened, Told, line_of, moment_of
from copydesk.pages.links import WEB_ADDRESS, Address
from copydesk.pages.streams import read_whole
from copydesk.pages.xmltree import BrokenXml, HostileXml, Node, read_xml
from copydesk.records import Form
from copydesk.settings import PageSettings

KEPT = frozenset(["item", "entry", "title", "author", "image", "textinput"])
"""Elements that are read, each whole: entries, and what the feed says of itself (an image has a title of its own)."""
ENTRIES = ("item", "entry")
OF_MEDIA = re.compile(r"mrss|itunes|play-podcasts")
"""Namespaces whose elements are called as those of feeds are and speak of pictures and recordings."""
ENTRY = re.compile(r"<((?:\w{1,20}:)?(?:item|entry))(?:\s[^<>]{0,2000})?>(.*?)(</\1\s*>|(?=<\1[\s>])|\Z)", re.S)
"""An entry in broken XML: to its end, to where the next begins, or to the end of the file."""
ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|RDF)\b[^<>]{0,8000}>")
PREFIX = re.compile(r"<([A-Za-z][\w.-]{0,30}):[A-Za-z]")
BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|\w{2,31};)")
HOLDS_NOTHING = "the entry holds nothing; fetch the feed again"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAG = re.compile(r"<[^<>]{0,2000}>")
HAS_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class _Item:
    """What one entry of any kind of feed says."""

    title: str | None
    content: str | None
    summary: str | None
    is_html: bool
    url: str | None
    ident: str | None
    author: str | None
    published: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed taken apart: what it is called, its entries, and what is said of those that break."""

    outlet: str | None
    items: Iterable[_Item | str]


def read_feed(opened: Opened) -> Found:
    """The entries of a feed that hold text, each a page; those that hold a title alone are passed over and counted."""
    limit = opened.settings.largest_list_bytes
    raw = read_whole(opened.stream, source=opened.source, settings=opened.settings, limit=limit)
    feed = _feed_of(raw, source=opened.source, settings=opened.settings)
    number = titles = others = 0
    for number, item in enumerate(feed.items, start=1):
        if isinstance(item, str):
            others += 1
            yield opened.refused(number, item)
        elif _says_something(item, opened.settings):
            others += 1
            yield _entry(item, number, feed.outlet)
        else:
            titles += 1
    if titles:
        opened.passed["entries of feeds without text"] += titles
    if titles and not others:
        what = "1 title" if titles == 1 else f"{titles:,} titles"
        raise UnreadablePage(opened.source, f"the feed holds {what} and no text; add --fetch to fetch the pages")
    if not number:
        raise UnreadablePage(opened.source, "the feed holds no entry; fetch it again")


def addresses_of_feed(raw: bytes, *, source: str, settings: PageSettings) -> Iterator[Address]:
    """The address of every entry of a feed that has one, with what the feed says of it."""
    feed = _feed_of(raw, source=source, settings=settings)
    for item in feed.items:
        if not isinstance(item, str) and item.url is not None:
            yield Address(url=item.url, kind="page", title=item.title, outlet=feed.outlet, published=item.published)


def _feed_of(raw: bytes, *, source: str, settings: PageSettings) -> _Feed:
    text = decode(raw, settings=settings).text
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text, source)
    text = NO_XML.sub("", text)
    try:
        nodes = _parsed(text, settings)
    except HostileXml as error:
        raise UnreadablePage(source, f"{error}, as attacks do and feeds do not; fetch it again") from error
    except BrokenXml:
        return _mended(text, settings)
    return _xml_feed(nodes)


def _entry(item: _Item, number: int, outlet: str | None) -> Entry:
    told = Told(
        url=item.url if item.url and WEB_ADDRESS.fullmatch(item.url) else None,
        outlet=outlet,
        title=item.title,
        author=item.author,
        credited=item.source,
        published=item.published,
    )
    words = item.content or item.summary or ""
    form: Form = "html" if item.is_html else "text"
    page = _as_page(item.title, words) if item.is_html else "\n\n".join(filter(None, (item.title, words)))
    return Entry(content=page, form=form, record=item.ident or str(number), told=told)


def _as_page(title: str | None, words: str) -> str:
    """An entry as the page that a feed reader shows: its title, then its content."""
    heading = "" if title is None else f"<h1>{escape(title, quote=False)}</h1>\n"
    head = f"<head><title>{escape(title or '', quote=False)}</title></head>"
    return f"<html>{head}<body><article>\n{heading}{words}\n</article></body></html>"


def _says_something(item: _Item, settings: PageSettings) -> bool:
    words = plain(item.content or item.summary or "")
    return len(words) >= settings.shortest_summary and words != item.title


def plain(markup: str) -> str:
    """HTML as one line of text."""
    return " ".join(unescape(TAG.sub(" ", markup)).split())


# -- XML --------------------------------------------------------------------------------------------------------------


def _xml_feed(nodes: Sequence[Node]) -> _Feed:
    first = next((place for place, node in enumerate(nodes) if node.name in ENTRIES), len(nodes))
    own = [*nodes[:first], *(node for node in nodes[first:] if node.name not in ENTRIES)]
    outlet = next((name for node in own if node.name == "title" and (name := _line(node))), None)
    feed_author = next((name for node in own if node.name == "author" and (name := _person(node))), None)
    items = (_item(node, feed_author) for node in nodes if node.name in ENTRIES)
    return _Feed(outlet, tuple(items))


def _item(node: Node, feed_author: str | None) -> _Item:
    node.inner = [one for one in node.inner if isinstance(one, str) or not OF_MEDIA.search(one.space)]
    content, content_is_html = _words(node.child("encoded", "content"))
    summary, summary_is_html = _words(node.child("description", "summary"))
    if content is not None and summary is not None and len(plain(content)) < len(plain(summary)):
        content, content_is_html = summary, summary_is_html
    names = [name for one in node.children("creator", "author") if (name := _person(one))]
    source = node.child("source")
    return _Item(
        title=_line(node.child("title")),
        content=content,
        summary=summary,
        is_html=content_is_html if content is not None else summary_is_html,
        url=_address(node),
        ident=line_of(_text(node.child("guid", "id"))) or line_of(node.attributes.get("about")),
        author="; ".join(dict.fromkeys(names)) or feed_author,
        published=moment_of(_text(node.child("published", "pubDate", "date", "issued", "created", "updated"))),
        source=None if source is None else _line(source.child("title") or source),
    )


def _words(node: Node | None) -> tuple[str | None, bool]:
    """What an element says, and whether that is HTML."""
    if node is None:
        return None, True
    kind = node.attributes.get("type", "")
    if any(isinstance(one, Node) for one in node.inner):
        return node.markup(), True
    words = node.text().strip()
    if not words or (kind.partition("/")[0] not in ("", "text", "html", "xhtml", "escaped") and "html" not in kind):
        return None, True
    return words, "html" in kind or HAS_TAG.search(words) is not None or (kind == "" and "&" in words)


def _line(node: Node | None) -> str | None:
    """An element as one line of text; the HTML in a title is markup, twice escaped or not."""
    return None if node is None else line_of(plain(node.text()))


def _text(node: Node | None) -> str | None:
    return None if node is None else node.text()


def _person(node: Node) -> str | None:
    """The name of an author; RSS asks for `address (name)`, Atom for an element of its own."""
    words = _line(node.child("name") or node)
    named = None if words is None else re.fullmatch(r"\S{1,200}@\S{1,200} \(([^()]{1,200})\)", words)
    if named is not None:
        return named[1]
    return None if words is None or re.fullmatch(r"\S+@\S+", words) else words


def _address(node: Node) -> str | None:
    """Where the entry stands on the web: its link, of several the alternate one, or a guid that says to be it."""
    links = list(node.children("origLink", "link"))
    chosen = [one for one in links if one.attributes.get("rel", "alternate") == "alternate"] or links
    for one in chosen:
        if url := line_of(one.attributes.get("href") or one.text()):
            return url
    words = line_of(_text(node.child("guid", "id")))
    return words if words is not None and WEB_ADDRESS.fullmatch(words) else None


def _mended(text: str, settings: PageSettings) -> _Feed:
    """A feed whose XML breaks, entry by entry, each within a root of its own; ampersands that stand alone are meant."""
    text = BARE_AMPERSAND.sub("&amp;", text)
    first = ENTRY.search(text)
    root, head = _root(text), text[: first.start()] if first else text
    feed = _xml_feed(_readable(f"{root}{ROOT.split(head)[-1]}", settings))
    return _Feed(feed.outlet, _one_by_one(root, text, settings))


def _one_by_one(root: str, text: str, settings: PageSettings) -> Iterator[_Item | str]:
    """The entries of broken XML; what is wrong in the place of one that cannot be read by itself either."""
    for found in ENTRY.finditer(text):
        whole = found[0] if found[3] else f"{found[0]}</{found[1]}>"
        try:
            items = _xml_feed(_parsed(f"{root}{whole}</copydesk>", settings)).items
            yield from (item if _holds_anything(item) else HOLDS_NOTHING for item in items)
        except BrokenXml as error:
            yield f"the entry is broken XML ({error}); the others were read"


def _holds_anything(item: _Item | str) -> bool:
    return isinstance(item, str) or any((item.title, item.content, item.summary, item.url))


def _parsed(text: str, settings: PageSettings) -> list[Node]:
    return list(read_xml(text, kept=KEPT, deepest=settings.deepest_xml))


def _readable(text: str, settings: PageSettings) -> list[Node]:
    """The elements before the place at which the XML breaks."""
    nodes: list[Node] = []
    try:
        for node in read_xml(text, kept=KEPT, deepest=settings.deepest_xml):
            nodes.append(node)  # noqa: PERF402  what came before the error is wanted
    except BrokenXml:
        pass
    return nodes


def _root(text: str) -> str:
    """A root element that declares every prefix used: as the feed's own does, or as a name of no meaning."""
    found = ROOT.search(text)
    declared = re.findall(r"\sxmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')", found[0]) if found else []
    known = {one.partition("=")[0].strip().removeprefix("xmlns:") for one in declared}
    missing = sorted(set(PREFIX.findall(text)) - known - {"xml"})
    added = "".join(f' xmlns:{prefix}="urn:x"' for prefix in missing)
    return f"<copydesk{''.join(declared)}{added}>"


# -- JSON -------------------------------------------------------------------------------------------------------------


def _json_feed(text: str, source: str) -> _Feed:
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(source, f"the feed is broken JSON ({error}); fetch it again") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadablePage(source, "the feed holds no list of items; fetch it again")
    author = _json_author(feed)
    return _Feed(line_of(feed.get("title")), tuple(_json_item(one, author) for one in items))


def _json_item(item: Any, feed_author: str | None) -> _Item | str:
    if not isinstance(item, dict):
        return "the item is no JSON object; fetch the feed again"
    html, text, summary = (_json_words(item.get(name)) for name in ("content_html", "content_text", "summary"))
    return _Item(
        title=line_of(item.get("title")),
        content=html or text,
        summary=summary,
        is_html=html is not None,
        url=line_of(item.get("url")) or line_of(item.get("external_url")),
        ident=line_of(item.get("id")),
        author=_json_author(item) or feed_author,
        published=moment_of(line_of(item.get("date_published"))),
        source=None,
    )


def _json_words(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _json_author(holder: dict[str, Any]) -> str | None:
    """The names of the authors, as version 1.1 lists them and version 1 names one."""
    authors = holder.get("authors")
    listed = authors if isinstance(authors, list) else [holder.get("author")]
    names = [name for one in listed if isinstance(one, dict) and (name := line_of(one.get("name")))]
    return "; ".join(names) or None
