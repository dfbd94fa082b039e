"""What hosts try on who asks them, beside what `tests/fetching` has: each attack ends in bounded time and memory."""

import gzip
import resource
import socket
import ssl
import threading
import time

import pytest

pytest.importorskip("httpcore")
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
    world_of,
)
from timing import takes_less


@pytest.fixture
def server():
    with serving() as made:
        yield made


def seconds_of(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def megabytes():
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# -- names ------------------------------------------------------------------------------------------------------------


def test_a_name_that_nobody_answers_for_is_given_up_in_time():
    ended = threading.Event()
    world = world_of(look_up=lambda _host, _port: ended.wait(20) and ())
    settings = settings_for(connect_seconds=0.2, retries=0)
    told = []
    try:
        took = seconds_of(lambda: told.extend(fetched("http://slow.example/", settings, world=world)))
    finally:
        ended.set()
    assert "nobody says in time what the name slow.example stands for" in the_reason(told)
    assert took < 10


def test_a_name_that_nobody_answers_for_holds_up_no_other_host(server):
    ended = threading.Event()

    def look_up(host, _port):
        return (ended.wait(20) and ()) if host == "slow.example" else ("127.0.0.1",)

    server.says["/a"] = page()
    settings = settings_for(server, connect_seconds=0.5, retries=0, hosts_at_once=1)
    urls = ["http://slow.example/", server.url("/a", "news.example")]
    try:
        found = fetched(urls, settings, world=world_of(look_up=look_up))
    finally:
        ended.set()
    assert sorted(getattr(one, "content", "") for one in found) == ["", STORY]


def test_a_name_of_very_many_addresses_is_refused_for_the_one_that_leads_inside():
    many = [f"93.184.{number // 250}.{number % 250 + 1}" for number in range(20_000)]
    world = world_of(look_up=lambda _host, _port: (*many, "127.0.0.1"))
    told = the_reason(fetched("http://many.example/", settings_for(allow_private_addresses=False), world=world))
    assert "127.0.0.1, which is not open to the internet" in told


@pytest.mark.parametrize("found", [("not an address",), ("127.0.0.1\r\nhost: x",), ("999.1.1.1",), ("",)])
def test_a_look_up_that_gives_no_address_stops_nothing(server, found):
    server.says["/a"] = page()
    world = world_of(look_up=lambda host, _port: found if host == "odd.example" else ("127.0.0.1",))
    found = fetched(
        ["http://odd.example/", server.url("/a", "well.example")], settings_for(server, retries=0), world=world
    )
    odd, well = sorted(found, key=lambda one: hasattr(one, "sha256"))
    assert "the name odd.example leads to what is no address" in odd.reason
    assert well.content == STORY


def test_an_address_that_changes_between_the_check_and_the_redirect_is_checked_again(server):
    server.says["/a"] = moved(server.url("/b", "turns.example"))
    answers = iter([("127.0.0.1",), ("127.0.0.1",), ("127.0.0.1",), ("169.254.169.254",)])
    world = world_of(look_up=lambda _host, _port: next(answers, ("169.254.169.254",)))
    url = server.url("/a", "turns.example")
    assert "169.254.169.254, which no page is read from" in the_reason(fetched(url, settings_for(server), world=world))
    assert "/b" not in server.paths()


# -- heads ------------------------------------------------------------------------------------------------------------


def test_a_redirect_to_an_address_without_end_is_told_and_cut(server):
    server.says["/a"] = moved("/" + "a" * 60_000)
    server.says["/b"] = page()
    failed, well = fetched([server.url("/a"), server.url("/b")], settings_for(server, retries=0))
    assert len(failed.reason) < 3_000
    assert well.content == STORY


@pytest.mark.parametrize(
    "target", ["/b\r\nHost: inside.example", "/b%0d%0aX-Evil: 1", "//\x00/b", "http://[::1", "\\\\a"]
)
def test_no_redirect_adds_a_line_to_the_next_question(server, target):
    server.says["/a"] = moved(target)
    found = fetched(server.url("/a"), settings_for(server, retries=0))
    assert len(found) == 1
    for _, path, headers in server.asked:
        assert "\r" not in path
        assert "x-evil" not in headers
        assert headers["host"].startswith("127.0.0.1")


def test_cookies_and_other_wishes_of_a_host_are_not_kept(server):
    server.says["/a"] = moved("/b").replace(b"\r\n\r\n", b"\r\nSet-Cookie: id=1\r\nRefresh: 0; url=file:///etc\r\n\r\n")
    server.says["/b"] = page(Set_Cookie="id=2", Link="<http://169.254.169.254/>; rel=preload")
    the_page(fetched(server.url("/a"), settings_for(server)))
    assert "cookie" not in server.headers("/b")
    assert "referer" not in server.headers("/b")


@pytest.mark.parametrize(
    "coding", ["gzip, " * 900 + "gzip", "identity, gzip", "gzip;q=1", "x-gzip, deflate", "zstd", "\xff", "g" * 60_000]
)
def test_chains_of_encodings_are_not_unpacked(server, coding):
    server.says["/a"] = page(gzip.compress(STORY.encode()), Content_Encoding=coding)
    told = the_reason(fetched(server.url("/a"), settings_for(server, retries=0)))
    assert "not asked for" in told
    assert len(told) < 400


# -- answers that take for ever ---------------------------------------------------------------------------------------


def test_a_greeting_of_tls_that_never_comes_ends_with_the_time_for_all():
    """A server that accepts and says nothing while a certificate is waited for."""
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        port = listener.getsockname()[1]
        settings = settings_for(ports=(port,), total_seconds=0.5, read_seconds=0.3, retries=0)
        told = []
        took = seconds_of(lambda: told.extend(fetched(f"https://127.0.0.1:{port}/", settings)))
    finally:
        listener.close()
    assert "silent for too long" in the_reason(told) or "not complete" in the_reason(told)
    assert took < 10
    assert ssl.HAS_SNI


def test_a_chunk_announced_and_never_sent_ends_with_the_time_for_all(server):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n<html>"
    server.says["/a"] = dripping(b"a", every=0.05, head=head)
    settings = settings_for(server, total_seconds=0.6, retries=0)
    assert "not complete after 0.6 seconds" in the_reason(fetched(server.url("/a"), settings))


def endless(head, piece):
    def talk(place, ended):
        place.sendall(head)
        while not ended.is_set():
            place.sendall(piece)

    return talk


def test_of_a_robots_txt_of_gigabytes_the_beginning_is_read(server):
    lines = b"Disallow: /secret\n" * 4_000
    server.says["/robots.txt"] = endless(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\n", lines)
    server.says["/a"] = page()
    before = megabytes()
    found = fetched([server.url("/a"), server.url("/secret")], settings_for(server))
    assert [getattr(one, "content", None) for one in found] == [STORY, None]
    assert "does not let programs read it" in found[1].reason
    assert megabytes() - before < 60


def test_of_a_packed_robots_txt_of_gigabytes_too(server):
    bomb = gzip.compress(b"User-agent: *\nDisallow: /secret\n" + b"# nothing\n" * 20_000_000, compresslevel=1)
    server.says["/robots.txt"] = answer(bomb, Content_Encoding="gzip")
    server.says["/a"] = page()
    before = megabytes()
    found = fetched([server.url("/a"), server.url("/secret")], settings_for(server))
    assert [getattr(one, "content", None) for one in found] == [STORY, None]
    assert megabytes() - before < 60


def test_a_robots_txt_of_one_endless_line_forbids_nothing_and_takes_no_time(server):
    server.says["/robots.txt"] = endless(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /", b"*a" * 60_000)
    server.says["/a"] = page()
    settings = settings_for(server)
    the_page(takes_less(2, lambda: fetched(server.url("/a"), settings)))


def test_a_robots_txt_that_drips_bars_its_site_and_no_other(server):
    server.says["/robots.txt"] = dripping(b"#", every=0.05, head=b"HTTP/1.1 200 OK\r\n\r\n")
    settings = settings_for(server, total_seconds=0.5, retries=0)
    with serving() as other:
        other.says["/a"] = page()
        both = settings_for(server, other, total_seconds=5.0, retries=0)
        assert "robots.txt" in the_reason(fetched(server.url("/a"), settings))
        the_page(fetched(other.url("/a"), both))


def test_reservations_without_end_say_nothing(server):
    server.says["/.well-known/tdmrep.json"] = endless(b"HTTP/1.1 200 OK\r\n\r\n", b"[" * 60_000)
    server.says["/a"] = page()
    assert the_page(fetched(server.url("/a"), settings_for(server))).reserved is None
