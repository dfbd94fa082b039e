"""What a file is, by what it holds: a page, or one of the containers in which pages come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from copydesk.pages.decoding import MARKS
from copydesk.pages.forms import HTML_START

Kind = Literal[
    "page", "json lines", "table", "warc", "zip", "tar", "parquet", "feed", "list", "mail", "mbox", "webarchive"
]

PAGES = (".html", ".htm", ".xhtml", ".txt")
"""How pages are called."""
PACKED = (".gz", ".zst")
HEAD_BYTES = 8192
"""As much of a file as is looked at; the root element of a feed stands behind comments and style sheets."""
BY_FIRST_BYTES: tuple[tuple[bytes, Kind], ...] = (
    (b"WARC/", "warc"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"bplist00", "webarchive"),
)
TAR_MARK = slice(257, 262)
BY_NAME: Mapping[str, Kind] = {
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".csv": "table",
    ".tsv": "table",
    ".mbox": "mbox",
    ".eml": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".warc": "warc",
    ".wet": "warc",
}
"""Kinds that a name decides where the bytes leave it open; a page is named otherwise."""
ROOTS: Mapping[str, Kind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "opml": "list",
    "urlset": "list",
    "sitemapindex": "list",
}
"""Root elements of XML and what stands below them. RDF is RSS 1.0."""
BEFORE_ROOT = re.compile(
    r"\s*(?:<!--(?:(?!-->).){0,4000}-->|<\?[^>]{0,2000}\?>"
    r"|<!DOCTYPE\s+(?:\w{1,20}:)?(?P<declared>\w{1,20})[^\[>]{0,500}[\[>])",
    re.S | re.I,
)
ROOT = re.compile(r"\s*<(?:\w{1,20}:)?(\w{1,20})\b")
JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[\[{\"])")
JSON_FEED = re.compile(r"\s*\{[^{}\[\]]{0,2000}\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org", re.S)
HEAD_LINE = re.compile(r"(?:[A-Za-z][A-Za-z-]{1,60}: ?[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,200}){3,}")
"""At least three lines of a mail's head, continued on lines that begin with a blank."""
MAIL_MARK = re.compile(r"^(?:MIME-Version|Message-ID|Received|Delivered-To|Return-Path): ?", re.M | re.I)
ADDRESSES = re.compile(r"(?:\s*(?:#[^\n]{0,2000}|https?://[^\s<>\"]{1,2000})[ \t]*(?:\n|\Z))+", re.I)


def kind_of(head: bytes, name: str) -> Kind:
    """What begins with these bytes and is called so."""
    for first, kind in BY_FIRST_BYTES:
        if head.startswith(first):
            return kind
    if head[TAR_MARK] == b"ustar":
        return "tar"
    named = named_kind(name)
    if named in ("json lines", "table", "warc"):
        return "feed" if named == "json lines" and JSON_FEED.match(_text(head)) else named
    return _by_words(_text(head), named, name)


def named_kind(name: str) -> Kind:
    """The kind that a name alone tells, however it is packed."""
    plain = plain_name(name)
    return BY_NAME.get(plain[plain.rfind(".") :], "page")


def plain_name(name: str) -> str:
    """A file's name in small letters, without the suffixes that say how it is packed."""
    lower = name.lower()
    for packing in PACKED:
        lower = lower.removesuffix(packing)
    return lower


def _by_words(text: str, named: Kind, name: str) -> Kind:
    if text.lstrip().startswith("<"):
        return "page" if HTML_START.match(text) else _by_root(text)
    if JSON_FEED.match(text):
        return "feed"
    if text.startswith("From ") and HEAD_LINE.match(text.partition("\n")[2]):
        return "mbox"
    if named == "mbox":
        return "mbox"
    if named == "mail" or (HEAD_LINE.match(text) and MAIL_MARK.search(text)):
        return "mail"
    if JSON.match(text) and not plain_name(name).endswith(PAGES):
        return "json lines"
    return "list" if _is_list(text) else "page"


def _by_root(text: str) -> Kind:
    """The kind of an XML file: by its root element, or by the one that its document type declares."""
    place, declared = 0, None
    while (before := BEFORE_ROOT.match(text, place)) is not None:
        place, declared = before.end(), before["declared"] or declared
    found = ROOT.match(text, place)
    name = found[1] if found else declared or ""
    return ROOTS.get(name.lower(), "page")


def _is_list(text: str) -> bool:
    """Whether all lines are addresses, the last one left out where the head ends within it."""
    whole = text if len(text) < HEAD_BYTES else text[: text.rfind("\n") + 1]
    return "://" in whole and ADDRESSES.fullmatch(whole.strip()) is not None


def _text(head: bytes) -> str:
    """Bytes well enough decoded to know names and signs of ASCII by."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.decode("latin-1")
