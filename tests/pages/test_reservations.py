"""What pages and sites say of text and data mining, by the terms of TDMRep."""

import json
from datetime import date

import pytest

from copydesk.pages import find_pages
from copydesk.pages.reservations import Reservation, by_headers, by_page, by_rules, read_rules
from copydesk.settings import PageSettings
from timing import takes_less

FILE = "/.well-known/tdmrep.json"


def rules(*rows):
    return read_rules(json.dumps(list(rows)).encode())


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"tdm-reservation": "1"}, Reservation(True, "header")),
        ({"tdm-reservation": " 0 "}, Reservation(False, "header")),
        (
            {"tdm-reservation": "1", "tdm-policy": "https://x.example/p"},
            Reservation(True, "header, policy https://x.example/p"),
        ),
        ({"tdm-reservation": "0", "tdm-policy": "https://x.example/p"}, Reservation(False, "header")),
        ({"tdm-reservation": "2"}, None),
        ({"tdm-reservation": "1, 1"}, None),
        ({"tdm-policy": "https://x.example/p"}, None),
        ({"x-robots-tag": "noai"}, None),
        ({}, None),
    ],
)
def test_headers(headers, said):
    assert by_headers(headers) == said


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<head><meta name="tdm-reservation" content="1"></head>', Reservation(True, "meta")),
        ("<META CONTENT=0 NAME=TDM-Reservation>", Reservation(False, "meta")),
        (
            '<meta name="tdm-policy" content="https://x.example/p\n"><meta name="tdm-reservation" content="1">',
            Reservation(True, "meta, policy https://x.example/p"),
        ),
        ('<meta name="tdm-reservation" content="yes">', None),
        ('<!-- <meta name="tdm-reservation" content="1"> --><p>Text.</p>', None),
        ('<p>Write &lt;meta name="tdm-reservation" content="1"&gt; into the head.</p>', None),
        ("<p>Text.</p>", None),
        ("", None),
    ],
)
def test_meta(html, said):
    assert by_page(html) == said


def pages(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    return list(find_pages([str(tmp_path / name)], as_of=date(2031, 5, 2), settings=PageSettings()))


def test_a_saved_page_is_marked_by_its_own_word(tmp_path):
    raw = b'<html><head><meta name="tdm-reservation" content="1"></head><body><p>Text.</p></body></html>'
    (one,) = pages(tmp_path, "a.html", raw)
    assert (one.reserved, one.reserved_by) == (True, "meta")
    (one,) = pages(tmp_path, "b.html", raw.replace(b"tdm-", b"any-"))
    assert (one.reserved, one.reserved_by) == (None, None)


@pytest.mark.parametrize(("meta", "reserved", "by"), [(b"", True, "header"), (b"0", False, "meta")])
def test_a_page_in_a_web_archive_is_marked_by_its_servers_word_unless_it_speaks_itself(tmp_path, meta, reserved, by):
    tag = b'<meta name="tdm-reservation" content="%s">' % meta if meta else b""
    body = b"<html><head>%s</head><body><p>Text.</p></body></html>" % tag
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTDM-Reservation: 1\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://x.example/a\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    (one,) = pages(tmp_path, "a.warc", head.encode() + answer + b"\r\n\r\n")
    assert (one.reserved, one.reserved_by) == (reserved, by)


def test_the_first_rule_that_fits_counts():
    read = rules(
        {"location": "/free/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"},
        {"location": "/a", "tdm-reservation": 0},
    )
    assert by_rules(read, "/free/b") == Reservation(False, FILE)
    assert by_rules(read, "/a") == Reservation(True, f"{FILE}, policy https://x.example/p")


def test_where_no_rule_fits_nothing_is_said():
    assert by_rules(rules({"location": "/a/", "tdm-reservation": 1}), "/b") is None


@pytest.mark.parametrize(
    ("location", "fits", "fits_not"),
    [
        ("/a", ["/a", "/ab", "/a/b?c"], ["/A", "/b", "/"]),
        ("/a/*.html", ["/a/b.html", "/a/b/c.html?d"], ["/a/b.htm", "/b.html"]),
        ("/*.html$", ["/a.html"], ["/a.html?b", "/a.htm"]),
        ("/a$", ["/a"], ["/ab"]),
        ("/a*b*c$", ["/abc", "/axbxbxc"], ["/abcx", "/acb"]),
        ("*", ["/", "/a"], []),
        ("/straße", ["/stra%C3%9Fe/a"], ["/strasse"]),
        ("/a%62c", ["/abc"], ["/a%2562c"]),
        ("/foo-%24", ["/foo-$", "/foo-%24"], ["/foo-"]),
        ("/a%2Fb", ["/a%2Fb"], ["/a/b"]),
    ],
)
def test_patterns_are_those_of_robots_txt(location, fits, fits_not):
    read = rules({"location": location, "tdm-reservation": 1})
    assert [target for target in (*fits, *fits_not) if by_rules(read, target)] == fits


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{}", b"[", b"null", b"[1, null, []]", b'[{"location": 5, "tdm-reservation": 1}]', b"\xff\xfe",
        b"[" * 99_999,
        b'[{"tdm-reservation": 1}]', b"<html></html>",
    ],
)  # fmt: skip
def test_what_is_no_such_file_says_nothing(raw):
    assert by_rules(read_rules(raw), "/") is None


@pytest.mark.parametrize("value", [True, 1.5, None, "one", [1], 10**400])
def test_other_values_are_none(value):
    assert by_rules(rules({"location": "/", "tdm-reservation": value}), "/") is None


def test_patterns_made_to_take_for_ever_do_not():
    read = rules({"location": "/" + "*a" * 500 + "*b$", "tdm-reservation": 1})
    assert takes_less(1, lambda: by_rules(read, "/" + "a" * 4000)) is None
