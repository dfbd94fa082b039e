"""Servers that misbehave: each gives a clear reason, in bounded time and memory, and the rest comes through."""

import gzip
import re
import socket
import struct
import time
import tracemalloc
import zlib

import pytest

from copydesk.fetching.unpacking import PIECE, TooLarge, body_of
from fetching.servers import (
    STORY,
    answer,
    dripping,
    fetched,
    moved,
    page,
    serving,
    settings_for,
    the_page,
    the_reason,
)  # fmt: skip


@pytest.fixture
def server():
    with serving() as made:
        yield made


def reason(server, said, **changes):
    server.says["/a"] = said
    settings = settings_for(server, **{"retries": 0, **changes})
    server.says["/b"] = page()
    if "total_seconds" in changes or "read_seconds" in changes:
        # A busy machine may need longer than these tests give even for what is well.
        return the_reason(fetched(server.url("/a"), settings))
    failed, well = fetched([server.url("/a"), server.url("/b")], settings)
    assert well.content == STORY, "the next page of the host comes through"
    return failed.reason


# -- what is well ----------------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_its_text(server):
    server.says["/a"] = page(ETag='"v1"', Last_Modified="Fri, 02 May 2031 08:00:00 GMT")
    one = the_page(fetched(server.url("/a#top"), settings_for(server)))
    assert (one.source, one.url) == (server.url("/a#top"), server.url("/a"))
    assert (one.form, one.content, one.size) == ("html", STORY, len(STORY))
    assert (one.etag, one.last_modified) == ('"v1"', "Fri, 02 May 2031 08:00:00 GMT")
    assert one.fetched.isoformat() == "2031-05-02"


@pytest.mark.parametrize("packed", ["gzip", "deflate", "bare deflate"])
def test_packed_bodies_are_unpacked(server, packed):
    ways = {"gzip": gzip.compress, "deflate": zlib.compress, "bare deflate": lambda raw: zlib.compress(raw, wbits=-15)}
    server.says["/a"] = page(ways[packed](STORY.encode()), Content_Encoding=packed.rpartition(" ")[2])
    assert the_page(fetched(server.url("/a"), settings_for(server))).content == STORY


def test_a_chunked_body_is_put_together(server):
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"
    half = len(STORY) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(one), one.encode()) for one in (STORY[:half], STORY[half:]))
    server.says["/a"] = head + chunks + b"0\r\n\r\n"
    assert the_page(fetched(server.url("/a"), settings_for(server))).content == STORY


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Größe über alles, sagte sie".encode(), "text/html; charset=iso-8859-1"),
        ("Größe über alles, sagte sie".encode("latin-1"), "text/html; charset=utf-8"),
        ("Größe über alles, sagte sie".encode("latin-1"), "text/html; charset=klingon"),
        ("Größe über alles, sagte sie".encode("latin-1"), "text/html"),
        ("Größe über alles, sagte sie".encode("latin-1"), 'text/html; charset="ISO-8859-1"'),
    ],
)
def test_a_wrong_label_of_encoding_does_no_harm(server, raw, kind):
    server.says["/a"] = answer(b"<html><body><p>" + raw + b"</p></body></html>", Content_Type=kind)
    assert "Größe über alles" in the_page(fetched(server.url("/a"), settings_for(server))).content


def test_a_right_label_is_believed_where_the_page_says_nothing(server):
    text = "<html><body><p>Снег закрыл перевал, сказали в четверг дорожники.</p></body></html>"
    server.says["/a"] = answer(text.encode("koi8-r"), Content_Type="text/html; charset=koi8-r")
    assert the_page(fetched(server.url("/a"), settings_for(server))).content == text


def test_without_a_content_type_the_bytes_decide(server):
    server.says["/a"] = answer(STORY)
    server.says["/b"] = answer("Snow closed the pass on Friday night, the road office said.")
    html, text = fetched([server.url("/a"), server.url("/b")], settings_for(server))
    assert (html.form, text.form) == ("html", "text")


def test_a_length_that_is_too_short_cuts_the_page_and_harms_no_other(server):
    server.says["/a"] = answer(STORY, length=300, Content_Type="text/html")
    server.says["/b"] = page()
    cut, whole = fetched([server.url("/a"), server.url("/b")], settings_for(server))
    assert (cut.content, whole.content) == (STORY[:300], STORY)


def test_redirects_are_followed(server):
    server.says["/a"] = moved("/b", "301 Moved")
    server.says["/b"] = moved(server.url("/c"), "308 Permanent Redirect")
    server.says["/c"] = page()
    one = the_page(fetched(server.url("/a"), settings_for(server)))
    assert (one.source, one.url) == (server.url("/a"), server.url("/c"))


@pytest.mark.parametrize("way", ["utf-8", "latin-1"])
def test_a_redirect_to_letters_beyond_ascii_is_followed(server, way):
    head = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /größe\r\n\r\n"
    server.says["/a"] = head.encode(way)
    server.says["/gr%C3%B6%C3%9Fe"] = page()
    assert the_page(fetched(server.url("/a"), settings_for(server))).url.endswith("/gr%C3%B6%C3%9Fe")


def test_a_header_that_is_repeated_counts_once(server):
    twice = b"Content-Type: text/html\r\nContent-Type: text/html\r\nTDM-Reservation: 1\r\nTDM-Reservation: 1\r\n"
    server.says["/a"] = b"HTTP/1.1 200 OK\r\n" + twice + b"Content-Length: %d\r\n\r\n" % len(STORY) + STORY.encode()
    assert the_page(fetched(server.url("/a"), settings_for(server))).reserved is True


# -- what is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("404 Not Found", "no such page"),
        ("410 Gone", "gone for good"),
        ("403 Forbidden", "save the page from a browser"),
        ("401 Unauthorized", "password"),
        ("451 Unavailable For Legal Reasons", "legal"),
        ("418 I'm a teapot", "status 418"),
        ("204 No Content", "status 204"),
        ("206 Partial Content", "status 206"),
        ("500 Oops", "status 500"),
        ("304 Not Modified", "status 304"),
        ("302 Found", "status 302"),
    ],
)
def test_a_status_that_brings_no_page_is_told(server, status, why):
    assert why in reason(server, answer(status=status))


def test_a_circle_of_redirects_is_named(server):
    server.says["/c"] = moved("/a")
    told = reason(server, moved("/c"))
    a, c = server.url("/a"), server.url("/c")
    assert f"in a circle ({a} to {c} to {a})" in told


def test_redirects_without_end_are_given_up(server):
    for number in range(10):
        server.says[f"/{number}"] = moved(f"/{number + 1}")
    assert "more than 5 times" in the_reason(fetched(server.url("/0"), settings_for(server)))
    assert server.paths() == [f"/{number}" for number in range(6)]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "https://a:b@example.org/", "mailto:x"])
def test_redirects_out_of_the_web_are_refused(server, target):
    told = reason(server, moved(target))
    assert "it redirects to" in told
    assert "a:b@" not in told


def test_a_silent_server_is_given_up(server):
    began = time.monotonic()
    assert "silent for too long" in reason(server, lambda _, ended: ended.wait(60), read_seconds=0.2)
    assert time.monotonic() - began < 30


def test_slow_headers_end_with_the_time_for_all(server):
    head = b"HTTP/1.1 200 OK\r\n"
    told = reason(server, dripping(b"X-More: 1\r\n", every=0.05, head=head), total_seconds=0.5)
    assert "not complete after 0.5 seconds" in told


def test_a_dripping_body_ends_with_the_time_for_all(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"
    assert "not complete after" in reason(server, dripping(b"a", every=0.05, head=head), total_seconds=0.5)


def test_an_endless_body_is_cut_off(server):
    def talk(place, ended):
        place.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not ended.is_set():
            place.sendall(b"<p>more</p>" * 1000)

    assert "larger than 0.2 MB" in reason(server, talk, largest_body_bytes=200_000)


@pytest.mark.parametrize("way", ["gzip", "deflate"])
def test_a_bomb_is_told(server, way):
    pack = gzip.compress if way == "gzip" else zlib.compress
    bomb = page(pack(bytes(20_000_000)), Content_Encoding=way)
    assert "larger than 1 MB" in reason(server, bomb, largest_body_bytes=1_000_000)


def test_a_bomb_is_never_held_in_memory():
    packed = gzip.compress(bytes(50_000_000))
    pieces = [packed[place : place + 65536] for place in range(0, len(packed), 65536)]
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            body_of(pieces, packed="gzip", limit=1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("wbits", [-15, 15, 31])
@pytest.mark.parametrize("more", [0, 1, 257, 514])
def test_a_body_that_fills_what_is_unpacked_at_once_is_whole(wbits, more):
    raw = b"0" * (PIECE + more)
    packed = "gzip" if wbits == 31 else "deflate"
    assert body_of([zlib.compress(raw, wbits=wbits)], packed=packed, limit=len(raw)) == raw


def test_what_comes_after_the_packed_data_is_bounded_too():
    pieces = [gzip.compress(b"<html>"), *[bytes(65536)] * 100]
    with pytest.raises(TooLarge):
        body_of(pieces, packed="gzip", limit=1_000_000)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (page(gzip.compress(STORY.encode())[:-20], Content_Encoding="gzip"), "ends in the middle"),
        (page(b"no gzip at all", Content_Encoding="gzip"), "damaged"),
        (page(b"\x00", Content_Encoding="deflate"), "damaged|ends in the middle"),
        (page(STORY, Content_Encoding="br"), "not asked for"),
        (page(STORY, Content_Encoding="gzip, gzip"), "not asked for"),
    ],
)
def test_packed_data_that_is_broken_is_told(server, said, why):
    assert re.search(why, reason(server, said))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (answer(STORY, length=100_000, Content_Type="text/html"), "in the middle of the answer"),
        (answer(STORY, length=-5), "no proper HTTP"),
        (answer(STORY, length="12, 13"), "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n<html>", "in the middle of the answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n<html>\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 200_000, "no proper HTTP"),
        (b"<html><p>HTTP/0.9 knew no headers</p></html>", "no proper HTTP|without an answer"),
        (b"\x16\x03\x01\x02\x00 not http at all\r\n\r\n", "no proper HTTP"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "no proper HTTP|without an answer"),
        (b"", "without an answer"),
        (b"HTTP/1.1 200", "without an answer|no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Flood: 1\r\n" * 20_000 + b"\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nX-Flood: " + b"a" * 300_000 + b"\r\n\r\n", "no proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n", "no proper HTTP"),
    ],
)
def test_what_is_no_http_is_told(server, said, why):
    assert re.search(why, reason(server, said)), reason(server, said)


def test_informational_answers_without_end_are_given_up(server):
    told = reason(server, dripping(b"HTTP/1.1 103 Early Hints\r\n\r\n", every=0.01), total_seconds=0.5)
    assert "not complete after" in told


def test_a_reset_connection_is_told(server):
    def talk(place, _):
        place.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>")
        place.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        place.close()

    assert "try again later" in reason(server, talk)


def test_nobody_at_the_port_is_told(server, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    url = server.url("/a")
    settings = settings_for(server, retries=0)
    server.close()
    told = the_reason(fetched(url, settings))
    assert "no connection to 127.0.0.1" in told
    assert "the proxy that the environment names is not used" in told


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("image/png", "it is image/png, and no page"),
        ("video/mp4", "it is video/mp4"),
        ("application/pdf", "it is application/pdf"),
        ("application/javascript", "it is application/javascript"),
    ],
)
def test_what_is_no_page_by_its_type_is_told(server, kind, why):
    assert why in reason(server, answer(STORY, Content_Type=kind))


@pytest.mark.parametrize(
    ("body", "why"),
    [(b"%PDF-1.7 ...", "PDF"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"", "empty"), (bytes(range(256)) * 9, "binary")],
)
def test_what_is_no_page_by_its_bytes_is_told(server, body, why):
    assert why in reason(server, answer(body, Content_Type="text/html"))
