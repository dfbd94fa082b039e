"""A guest's manners: who asks, how often, and what robots.txt says. Time is a clock that only waiting moves."""

import threading
from itertools import pairwise

import pytest

from copydesk.fetching import Fetching, fetch_pages
from copydesk.records import Page
from fetching.servers import (
    TODAY,
    Clock,
    answer,
    fetched,
    moved,
    page,
    serving,
    settings_for,
    the_page,
    the_reason,
    world_of,
)  # fmt: skip
from timing import takes_less

NAMES = dict.fromkeys(("one.example", "two.example", "three.example", "four.example"), ("127.0.0.1",))


@pytest.fixture
def server():
    with serving() as made:
        made.says.update({f"/{name}": page(f"<html><p>Page {name}.</p></html>") for name in "abcdef"})
        yield made


@pytest.fixture
def clock(server):
    server.clock = Clock()
    return server.clock


def world(clock):
    return world_of(NAMES, clock=clock, wait=clock.wait, now=lambda: 1_900_000_000.0)


def robots(text, **headers):
    return answer(text, Content_Type="text/plain", **headers)


# -- who asks --------------------------------------------------------------------------------------------------------


def test_the_agent_says_who_it_is_and_where_to_complain(server):
    settings = settings_for(server, about="https://desk.example/about", contact="desk@example.org")
    the_page(fetched(server.url("/a"), settings))
    headers = server.headers("/a")
    assert headers["user-agent"].startswith("copydesk/")
    assert headers["user-agent"].endswith(" (+https://desk.example/about)")
    assert headers["from"] == "desk@example.org"
    assert "cookie" not in headers
    assert "referer" not in headers


def test_no_more_is_asked_for_than_was_named(server):
    server.says["/a"] = page('<html><link rel="next" href="/b"><a href="/c">c</a><img src="/d"><p>Text.</p></html>')
    the_page(fetched(server.url("/a"), settings_for(server)))
    assert [path for _, path, _ in server.asked] == ["/robots.txt", "/.well-known/tdmrep.json", "/a"]


def test_an_address_named_twice_is_asked_once(server):
    urls = [server.url("/a"), server.url("/a#part"), f" {server.url('/a')} ", server.url("/b")]
    assert len(fetched(urls, settings_for(server))) == 2
    assert server.paths() == ["/a", "/b"]


def test_proxies_of_the_environment_are_not_asked(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    the_page(fetched(server.url("/a"), settings_for(server)))


# -- how often -------------------------------------------------------------------------------------------------------


def test_between_two_questions_to_a_host_there_is_a_pause(server, clock):
    urls = [server.url(f"/{name}") for name in "abcd"]
    assert len(fetched(urls, settings_for(server, delay_seconds=1.5), world=world(clock))) == 4
    times = [moment for moment, _, _ in server.asked]
    assert times == [1.5 * number for number in range(6)]


def test_hosts_are_asked_at_once_and_each_over_one_connection(server):
    meeting = threading.Barrier(3, timeout=5)

    def talk(place, _):
        meeting.wait()
        server.answer(place, page())

    server.says["/a"] = talk
    urls = [server.url(f"/{path}", host) for host in list(NAMES)[:3] for path in "ab"]
    found = fetched(urls, settings_for(server, hosts_at_once=3), world=world_of(NAMES))
    assert all(isinstance(one, Page) for one in found)
    assert server.most_at_once == 3


def test_no_more_hosts_at_once_than_the_settings_say(server):
    urls = [server.url(f"/{path}", host) for host in NAMES for path in "abc"]
    fetched(urls, settings_for(server, hosts_at_once=2), world=world_of(NAMES))
    assert len(server.paths()) == 12
    assert server.most_at_once <= 2


def test_a_redirect_to_another_host_keeps_that_hosts_pause(server, clock):
    server.says["/to"] = moved(server.url("/a", "two.example"))
    urls = [server.url("/b", "two.example"), server.url("/to", "one.example")]
    fetched(urls, settings_for(server, delay_seconds=2.0, hosts_at_once=1), world=world(clock))
    asked = [moment for moment, _, headers in server.asked if headers["host"].startswith("two.")]
    assert all(later - sooner >= 2.0 for sooner, later in pairwise(asked))


def test_the_pause_that_a_site_asks_for_is_kept(server, clock):
    server.says["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7\n")
    fetched([server.url("/a"), server.url("/b")], settings_for(server), world=world(clock))
    assert [moment for moment, _, _ in server.asked] == [0, 7, 14, 21]


def test_the_rate_that_a_site_asks_for_is_kept(server, clock):
    server.says["/robots.txt"] = robots("User-agent: *\nRequest-rate: 1/5\n")
    fetched([server.url("/a"), server.url("/b")], settings_for(server), world=world(clock))
    assert [moment for moment, _, _ in server.asked] == [0, 5, 10, 15]


@pytest.mark.parametrize(("asked", "kept"), [("86400", 30), ("nan", 0), ("0.5", 0.5), ("0", 0), ("-5", 0), ("x", 0)])
def test_a_pause_beyond_reason_is_cut(server, clock, asked, kept):
    server.says["/robots.txt"] = robots(f"User-agent: *\nCrawl-delay: {asked}\n")
    fetched(server.url("/a"), settings_for(server), world=world(clock))
    assert [moment for moment, _, _ in server.asked] == [0, kept, 2 * kept]


# -- robots.txt ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("User-agent: *\nDisallow: /a\n", "bc"),
        ("User-agent: copydesk\nDisallow: /b\n\nUser-agent: *\nDisallow: /\n", "ac"),
        ("User-agent: CopyDesk\nDisallow: /\n", ""),
        ("User-agent: copydeskbot\nDisallow: /\n", "abc"),
        ("User-agent: *\nDisallow: /\nAllow: /c$\n", "c"),
        ("\ufeffUser-agent: *\r\nDisallow: /*b\r\n", "ac"),
        ("User-agent: *\nDisallow:\n", "abc"),
        ("User-agent: *\nDisallow: /a\nUser-agent: other\nDisallow: /b\n", "bc"),
        ("User-agent: other\nUser-agent: copydesk\n\n# both\nDisallow: /a\n\nDisallow: /b\n", "c"),
        ("User-agent: copydesk\nUser-agent: other\nDisallow: /a\n", "bc"),
        ("User-agent: copydesk\nAllow: /\nUser-agent: other\nUser-agent: more\nDisallow: /\n", "abc"),
        ("User-agent: copydesk/1.0\nSitemap: https://x.example/\nDisallow: /a\n", "bc"),
        ("User-agent: copydesk\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: COPYDESK\nDisallow: /b\n", "c"),
        ("user agent copydesk # us\ndisallow: /a\n", "bc"),
        ("User-agent: copy\nDisallow: /a\n", "abc"),
        ("Disallow: /\nUser-agent: *\nDisallow: /a\n", "bc"),
        ("<!doctype html><html><p>no such file</p></html>", "abc"),
        ("", "abc"),
        ("\x00\xff" * 500, "abc"),
    ],
)
def test_what_robots_txt_forbids_is_not_asked_for(server, text, read):
    server.says["/robots.txt"] = robots(text)
    found = fetched([server.url(f"/{name}") for name in "abc"], settings_for(server))
    assert "".join(path[1:] for path in server.paths()) == read
    assert [isinstance(one, Page) for one in found] == [name in read for name in "abc"]
    assert all("robots.txt" in one.reason for one in found if not isinstance(one, Page))


def test_robots_txt_is_asked_for_once_a_run_and_for_each_site(server):
    with serving() as other:
        other.says["/a"] = page()
        urls = [server.url("/a"), server.url("/b"), other.url("/a")]
        fetched(urls, settings_for(server, other))
        for one in (server, other):
            assert [path for _, path, _ in one.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", ["400 Bad", "401 No", "403 No", "404 No", "410 Gone"])
def test_without_a_robots_txt_all_may_be_read(server, status):
    server.says["/robots.txt"] = answer(status=status)
    the_page(fetched(server.url("/a"), settings_for(server)))


@pytest.mark.parametrize("said", [answer(status="500 Oops"), answer(status="503 Busy"), answer(status="429 No"), b""])
def test_where_robots_txt_cannot_be_had_nothing_is_read(server, said):
    server.says["/robots.txt"] = said
    found = fetched([server.url("/a"), server.url("/b")], settings_for(server, retries=1))
    assert all("robots.txt" in one.reason and "try again later" in one.reason for one in found)
    assert [path for _, path, _ in server.asked] == ["/robots.txt", "/robots.txt"]


def test_robots_txt_may_come_at_the_second_try(server):
    server.says["/robots.txt"] = [answer(status="503 Busy"), robots("User-agent: *\nDisallow: /b\n")]
    found = fetched([server.url("/a"), server.url("/b")], settings_for(server))
    assert [isinstance(one, Page) for one in found] == [True, False]


def test_robots_txt_may_have_moved(server):
    server.says["/robots.txt"] = moved("/elsewhere.txt")
    server.says["/elsewhere.txt"] = robots("User-agent: *\nDisallow: /a\n")
    assert "robots.txt" in the_reason(fetched(server.url("/a"), settings_for(server)))


def test_a_robots_txt_that_moves_in_a_circle_is_none(server):
    server.says["/robots.txt"] = moved("/robots.txt")
    the_page(fetched(server.url("/a"), settings_for(server)))


def test_of_a_huge_robots_txt_the_beginning_counts(server):
    rules = "".join(f"Disallow: /private/{number}\n" for number in range(40_000))
    server.says["/robots.txt"] = robots("User-agent: *\nDisallow: /a\n" + rules + "Disallow: /b\n")
    found = fetched([server.url("/a"), server.url("/b")], settings_for(server))
    assert [isinstance(one, Page) for one in found] == [False, True]


def test_half_a_rule_at_the_end_of_what_is_read_is_none(server):
    text = "User-agent: *\nDisallow: /private/\n"
    server.says["/robots.txt"] = robots(text)
    settings = settings_for(server, robots_bytes=text.index("/private") + 1)
    the_page(fetched(server.url("/a"), settings))


def test_patterns_made_to_take_for_ever_do_not(server):
    server.says["/robots.txt"] = robots("User-agent: *\nDisallow: /" + "*a" * 60 + "*b$\n")
    server.says["/" + "a" * 1500] = page()
    the_page(fetched(server.url("/" + "a" * 1500), settings_for(server)))


def test_a_robots_txt_of_many_programs_and_many_rules_takes_no_time(server):
    text = "".join(f"User-agent: a{number}\n" for number in range(12_000)) + "User-agent: copydesk\n"
    server.says["/robots.txt"] = robots(text + "".join(f"Disallow: /x{number}\n" for number in range(12_000)))
    server.says["/x11999"] = page()
    urls, settings = [server.url("/a"), server.url("/x11999")], settings_for(server)
    found = takes_less(5, lambda: fetched(urls, settings))
    assert [isinstance(one, Page) for one in found] == [True, False]


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(server):
    server.says["/robots.txt"] = robots("User-agent: *\nDisallow: /b\n")
    server.says["/a"] = moved("/b")
    assert "robots.txt" in the_reason(fetched(server.url("/a"), settings_for(server)))
    assert server.paths() == ["/a"]


# -- trying again ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["429 Too Many", "500 Oops", "502 Bad", "503 Busy", "504 Late"])
def test_a_passing_fault_is_tried_again_after_a_growing_pause(server, clock, status):
    server.says["/a"] = [answer(status=status), answer(status=status), page()]
    the_page(fetched(server.url("/a"), settings_for(server, retry_seconds=2.0), world=world(clock)))
    assert [moment for moment, path, _ in server.asked if path == "/a"] == [0, 2, 6]


def test_faults_that_stay_are_told(server, clock):
    server.says["/a"] = answer(status="502 Bad")
    assert "status 502" in the_reason(fetched(server.url("/a"), settings_for(server, retries=2), world=world(clock)))
    assert server.paths() == ["/a", "/a", "/a"]


@pytest.mark.parametrize("status", ["404 No", "403 No", "501 No", "304 Not Modified"])
def test_what_will_not_pass_is_asked_once(server, status):
    server.says["/a"] = answer(status=status)
    the_reason(fetched(server.url("/a"), settings_for(server)))
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("told", ["45", "Tue, 17 Mar 2030 17:47:25 GMT"])
@pytest.mark.parametrize("status", ["429 Too Many", "503 Busy"])
def test_who_asks_to_be_left_alone_is_left_alone(server, clock, status, told):
    server.says["/a"] = [answer(status=status, Retry_After=told), page()]
    settings = settings_for(server, retry_seconds=1.0)
    fetched([server.url("/a"), server.url("/b")], settings, world=world(clock))
    assert [(path, moment) for moment, path, _ in server.asked][2:] == [("/a", 0), ("/a", 45), ("/b", 45)]


def test_who_asks_to_be_left_alone_for_long_is_not_asked_again(server, clock):
    server.says["/a"] = answer(status="429 Too Many", Retry_After="86400")
    urls = [server.url(f"/{name}") for name in "abcdef"]
    found = fetched(urls, settings_for(server, delay_seconds=1.0), world=world(clock))
    assert "left alone" in found[0].reason
    assert all("86400 seconds" in one.reason for one in found[1:])
    assert server.paths() == ["/a"]
    assert clock() <= 2, "nobody waits for a turn that never comes"


@pytest.mark.parametrize("told", ["soon", "-1", "", "Fri, 99 May", "9" * 400])
def test_nonsense_about_when_to_come_again_harms_nothing(server, clock, told):
    server.says["/a"] = [answer(status="503 Busy", Retry_After=told), page()]
    fetched(server.url("/a"), settings_for(server), world=world(clock))


def test_a_lost_connection_is_tried_again(server):
    server.says["/a"] = [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>", page()]
    the_page(fetched(server.url("/a"), settings_for(server)))


def test_a_host_that_is_down_is_not_asked_for_every_page(server):
    server.says.update({f"/{name}": b"" for name in "abcde"})
    found = fetched([server.url(f"/{name}") for name in "abcde"], settings_for(server, retries=1))
    assert "".join(path[1:] for path in server.paths()) == "aabbcc"
    assert all("3 times on end" in one.reason for one in found[3:])


def test_neither_is_one_that_drips(server, clock):
    def talk(place, ended):
        while not ended.is_set():
            clock.seconds += 1
            place.sendall(b"X")

    server.says.update(dict.fromkeys(["/a", "/b", "/c", "/d", "/e"], talk))
    urls = [server.url(f"/{name}") for name in "abcde"]
    found = fetched(urls, settings_for(server, total_seconds=60.0), world=world(clock))
    assert "".join(path[1:] for path in server.paths()) == "abc"
    assert all("3 times on end" in one.reason for one in found[3:])


def test_pages_that_are_too_large_bar_no_host(server):
    found = fetched([server.url(f"/{name}") for name in "abcde"], settings_for(server, largest_body_bytes=10))
    assert len(server.paths()) == 5
    assert all("larger than" in one.reason for one in found)


def test_failures_that_are_not_on_end_bar_no_host(server):
    server.says.update({f"/{name}": b"" for name in "ace"})
    found = fetched([server.url(f"/{name}") for name in "abcdef"], settings_for(server, retries=0))
    assert [isinstance(one, Page) for one in found] == [False, True] * 3


def test_who_takes_no_more_stops_the_threads(server):
    urls = [server.url(f"/{path}", host) for host in NAMES for path in "abcdef"]
    settings = settings_for(server, delay_seconds=0.2)
    found = fetch_pages(urls, as_of=TODAY, settings=settings, fetching=Fetching(world=world_of(NAMES)))
    next(found)
    before = len(server.asked)
    found.close()
    waiting = [thread for thread in threading.enumerate() if thread.name == "fetching"]
    for thread in waiting:
        thread.join(2)
    assert not any(thread.is_alive() for thread in waiting)
    assert len(server.asked) <= before + 4
