"""What is made to exhaust its reader: every one is over within seconds, whether it is read or refused."""

import gzip
import zlib
from datetime import date
from functools import partial

import pytest

from copydesk.pages import pages_of_bytes
from copydesk.records import Failure, Page
from copydesk.settings import PageSettings
from pages.made import HTML, IS_HTML, TEXT, answer, item, packed, record, rss, zipped
from timing import takes_less

DAY = date(2038, 12, 31)
LIMITS = PageSettings()
SECONDS = 2.0
MANY = 200_000
HEAD = b"From: a <a@b.example>\nMIME-Version: 1.0\nMessage-ID: <1@b.example>\n"
PLAIN = HEAD + b"Content-Type: text/plain"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=B\n\n"
AGAIN = b"Content-Encoding: gzip" + b", gzip" * 900 + b"\r\n"
NESTED = b"".join(
    b"--B%d\nContent-Type: multipart/mixed; boundary=B%d\n\n" % (level, level + 1) for level in range(3000)
)


def again_and_again(raw, times):
    for _ in range(times):
        raw = gzip.compress(raw)
    return raw


HOSTILE = {
    "a head of quoted names": b'From: "a" ' + b'"a" ' * MANY + b"\nMIME-Version: 1.0\n\n" + TEXT.encode(),
    "a head of addresses": b"From: " + b"a@b, " * MANY + b"\nMIME-Version: 1.0\n\n" + TEXT.encode(),
    "a head of encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * MANY + b"\n\n" + TEXT.encode(),
    "a head of parameters": PLAIN + b"; a=b" * MANY + b"\n\n" + TEXT.encode(),
    "a head of open quotes": PLAIN + b'; a="b\\"' * MANY + b"\n\n" + TEXT.encode(),
    "a head on endless lines": HEAD + b"Subject: a\n" + b" b\n" * MANY + b"\n" + TEXT.encode(),
    "a part with a head of parameters": MIXED + b"--B\nContent-Type: text/plain" + b"; a=b" * MANY + b"\n\nx\n--B--\n",
    "parts without number": MIXED + b"--B\n\nx\n" * MANY + b"--B--\n",
    "parts within parts": HEAD + b"Content-Type: multipart/mixed; boundary=B0\n\n" + NESTED,
    "elements without number": rss(item(), "<a/>" * 3_000_000),
    "elements within elements": rss(item(), "<a>" * MANY),
    "items that never end": b"<rss><channel>" + b"<item>" * MANY,
    "ampersands": rss(item("& " * MANY)),
    "comments before the root": b"<!---->" * MANY + rss(item()),
    "scripts that never end": b"<script" * MANY + "é".encode("cp1252") * 9,
    "comments that never end": b"<!--" * MANY + "é".encode("cp1252") * 9,
    "tags that never end": b"<" * MANY + "é".encode("cp1252") * 9,
    "packed again and again": record("one", answer(again_and_again(b"x", 900), IS_HTML + AGAIN)),
    "chunks of one byte": record("one", answer(b"1\r\nx\r\n" * MANY, IS_HTML + b"Transfer-Encoding: chunked\r\n")),
    "members without number": b"\x1f\x8b\x08" * MANY,
    "records without number": b"WARC/1.0\r\n\r\n" * MANY,
    "empty members": packed(record("one")) + gzip.compress(b"") * 20_000,
    "lists within lists": b'{"text": ' + b"[" * MANY,
    "a feed of lists": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * MANY,
    "items of no words": b'{"version": "https://jsonfeed.org/version/1", "items": [{}' + b", {}" * (MANY // 2) + b"]}",
    "a zip of a million spaces": zipped({f"{number}.html": " " * 1_000_000 for number in range(90)}),
    "blanks": b" " * 20_000_000,
    "line ends": b"\r\n" * 5_000_000 + HTML.encode(),
    "half of zlib": zlib.compress(b"x" * 9_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_over_within_seconds(name):
    read = partial(pages_of_bytes, HOSTILE[name], source="hostile", as_of=DAY, settings=LIMITS)
    found = takes_less(SECONDS, lambda: list(read()))
    assert found
    assert all(isinstance(one, Page | Failure) for one in found)
    assert len(found) <= LIMITS.most_bad_records + 2


def test_a_feed_with_elements_without_number_is_refused_by_its_name():
    (failure,) = pages_of_bytes(HOSTILE["elements without number"], source="a.rss", as_of=DAY, settings=LIMITS)
    assert "elements without number" in failure.reason


def test_a_long_head_does_not_hide_the_page_below_it():
    (page,) = pages_of_bytes(HOSTILE["a head of parameters"], source="a.eml", as_of=DAY, settings=LIMITS)
    assert page.content == TEXT
