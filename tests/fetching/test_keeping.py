"""What is kept of a visit: reservations, editions, and what lists hold."""

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

import copydesk
from copydesk.desk import open_desk
from copydesk.errors import UnreadablePage, UsageError
from copydesk.fetching import Fetching, find_sources
from copydesk.reading import read_all
from copydesk.records import Article, Edition, Failure, Page
from fetching.servers import STORY, TODAY, answer, fetched, page, serving, settings_for, the_page, the_reason, world_of

FILE = "/.well-known/tdmrep.json"


@pytest.fixture
def server():
    with serving() as made:
        yield made


# -- reservations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "header", "meta", "reserved", "by"),
    [
        (None, None, None, None, None),
        (1, None, None, True, FILE),
        (0, None, None, False, FILE),
        (None, 1, None, True, "header"),
        (None, None, 1, True, "meta"),
        (1, 0, None, False, "header"),
        (1, 1, 0, False, "meta"),
        (0, 0, 1, True, "meta"),
        (1, 7, 7, True, FILE),
    ],
)
def test_the_later_word_counts_where_there_is_one(server, file, header, meta, reserved, by):  # noqa: PLR0917
    if file is not None:
        server.says[FILE] = answer(json.dumps([{"location": "/", "tdm-reservation": file}]))
    tag = "" if meta is None else f'<meta name="tdm-reservation" content="{meta}">'
    headers = {} if header is None else {"TDM_Reservation": header}
    server.says["/a"] = page(STORY.replace("<head>", f"<head>{tag}"), **headers)
    one = the_page(fetched(server.url("/a"), settings_for(server)))
    assert (one.reserved, one.reserved_by) == (reserved, by)


@pytest.mark.parametrize("said", [b"", answer(status="500 Oops"), answer("no json"), answer("[]", length=90)])
def test_a_file_that_cannot_be_had_says_nothing_and_stops_nothing(server, said):
    server.says[FILE] = said
    server.says["/a"] = page()
    assert the_page(fetched(server.url("/a"), settings_for(server))).reserved is None
    assert [path for _, path, _ in server.asked].count(FILE) == 1


def test_the_file_is_not_asked_for_where_robots_txt_forbids_it(server):
    server.says["/robots.txt"] = answer("User-agent: *\nDisallow: /.well-known/\n")
    server.says["/a"] = page()
    the_page(fetched(server.url("/a"), settings_for(server)))
    assert FILE not in [path for _, path, _ in server.asked]


def test_reserved_pages_are_left_out_where_that_is_asked_for(server):
    server.says[FILE] = answer(json.dumps([{"location": "/file", "tdm-reservation": 1}]))
    server.says["/file"] = server.says["/free"] = page()
    server.says["/header"] = page(TDM_Reservation=1)
    server.says["/meta"] = page(STORY.replace("<head>", '<head><meta name="tdm-reservation" content="1">'))
    urls = [server.url(path) for path in ("/file", "/header", "/meta", "/free")]
    found = fetched(urls, settings_for(server, skip_reserved=True))
    assert [isinstance(one, Page) for one in found] == [False, False, False, True]
    assert all("reserved" in one.reason for one in found[:3])
    assert "/file" not in server.paths(), "a page that the site's file reserves is not even asked for"


# -- a desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(server):
    with open_desk(settings=settings_for(server)) as made:
        yield made


def put(desk, *sources, lists=False, day=TODAY):
    told = []
    fetching = Fetching(world=world_of(today=lambda: day), told=told.append, lists=lists)
    return list(desk.add(list(sources), as_of=TODAY, fetching=fetching)), told


def work(desk):
    for _ in desk.run():
        pass


def test_an_address_is_put_on_a_desk_and_read(server, desk):
    server.says["/a"] = page(TDM_Reservation=1)
    put(desk, server.url("/a"))
    work(desk)
    (article,) = desk.store.all(Article)
    assert (article.source, article.url, article.fetched) == (server.url("/a"), server.url("/a"), TODAY)
    assert article.title == "Snow closes the Tarn pass"
    assert article.tdm_reserved is True
    assert desk.article(server.url("/a")) == article


def test_what_has_not_changed_is_not_sent_again(server, desk):
    server.says["/a"] = page(ETag='"v1"', Last_Modified="Fri, 02 May 2031 08:00:00 GMT")
    first, _ = put(desk, server.url("/a"))
    before = desk.store.snapshot()
    server.says["/a"] = answer(status="304 Not Modified")
    again, told = put(desk, server.url("/a"))
    headers = server.headers("/a")
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "Fri, 02 May 2031 08:00:00 GMT")
    assert again == first
    assert desk.store.snapshot() == before
    assert "(has not changed)" in told[0]


def test_the_same_bytes_sent_again_change_nothing(server, desk):
    server.says["/a"] = [page(ETag='"v1"'), page(ETag='"v2"')]
    put(desk, server.url("/a"))
    before = desk.store.snapshot()
    _, told = put(desk, server.url("/a"), day=date(2031, 5, 3))
    assert desk.store.snapshot() == before
    assert "has not changed" in told[0]


def test_what_has_changed_is_an_edition(server, desk):
    server.says["/a"] = page(ETag='"v1"')
    put(desk, server.url("/a"))
    server.says["/a"] = page(STORY.replace("forty drivers", "fifty drivers"), ETag='"v2"')
    put(desk, server.url("/a"))
    work(desk)
    assert len(list(desk.store.all(Page))) == 2
    (edition,) = desk.store.all(Edition)
    assert edition.why == "the same address, read again"


def test_the_edition_of_the_same_day_that_was_fetched_first_is_the_first(server, desk):
    for hour, count in enumerate(("forty", "fifty", "sixty", "seventy", "eighty")):
        server.says["/a"] = page(STORY.replace("forty", count))
        now = 1_935_475_200.0 + 3600 * hour
        fetching = Fetching(world=world_of(now=lambda now=now: now))
        list(desk.add([server.url("/a")], as_of=TODAY, fetching=fetching))
    work(desk)
    editions = list(desk.store.all(Edition))
    first = desk.store.get(Article, {one.edition_of for one in editions})
    assert len(editions) == 4
    assert [("forty drivers" in one.text, one.fetched_at) for one in first.values()] == [
        (True, "2031-05-02T08:00:00+00:00")
    ]


def test_of_several_editions_the_newest_is_asked_for(server, desk):
    other = page(STORY.replace("forty", "fifty"), ETag='"v2"')
    for said in (page(ETag='"v1"'), other, page(ETag='"v3"'), answer(status="304 Not Modified")):
        server.says["/a"] = said
        found, _ = put(desk, server.url("/a"))
    assert server.headers("/a")["if-none-match"] == '"v1"'
    assert found[0].content == STORY


def test_a_reservation_that_is_new_is_kept_with_the_same_page(server, desk):
    server.says["/a"] = [page(), page(TDM_Reservation=1)]
    put(desk, server.url("/a"))
    put(desk, server.url("/a"))
    (one,) = desk.store.all(Page)
    assert (one.reserved, one.reserved_by) == (True, "header")


def test_a_validator_that_no_header_can_hold_is_not_sent(server, desk):
    server.says["/a"] = page(ETag='"v\xe91"', Last_Modified="gestern")
    put(desk, server.url("/a"))
    put(desk, server.url("/a"))
    assert "if-none-match" not in server.headers("/a")
    assert server.headers("/a")["if-modified-since"] == "gestern"


def test_a_page_that_moved_is_asked_for_where_it_is(server, desk):
    server.says["/a"] = answer(status="301 Moved", Location="/b")
    server.says["/b"] = page(ETag='"v1"')
    put(desk, server.url("/a"))
    put(desk, server.url("/a"))
    assert "if-none-match" not in server.headers("/a")
    assert server.headers("/b")["if-none-match"] == '"v1"'


def test_a_failure_is_kept_until_the_page_can_be_had_and_the_page_until_then(server, desk):
    server.says["/a"] = [page(), answer(status="404 No"), page()]
    put(desk, server.url("/a"))
    put(desk, server.url("/a"))
    assert [one.input for one in desk.failures()] == [server.url("/a")]
    assert len(list(desk.store.all(Page))) == 1
    put(desk, server.url("/a"))
    assert desk.failures() == ()


# -- lists -----------------------------------------------------------------------------------------------------------

ENTRY = (
    "<p>Ploughs cleared the road over the Tarn pass on Sunday, and buses ran again by noon, the road office said.</p>"
)


def rss(server, count=2):
    items = "".join(
        f"<item><title>Snow {number}</title><link>{server.url(f'/{number}')}</link><guid>{number}</guid>"
        f"<pubDate>Fri, 02 May 2031 08:00:00 GMT</pubDate><description><![CDATA[{ENTRY * 3}]]></description></item>"
        for number in range(1, count + 1)
    )
    return f"<rss version='2.0'><channel><title>Tarn Valley News</title>{items}</channel></rss>"


def test_a_feed_at_an_address_is_read(server, desk):
    server.says["/feed"] = answer(rss(server), Content_Type="application/rss+xml", TDM_Reservation=1)
    found, _ = put(desk, server.url("/feed"))
    assert [one.title for one in found] == ["Snow 1", "Snow 2"]
    assert all(one.fetched == TODAY and one.reserved and one.url for one in found)
    assert server.paths() == ["/feed"]
    before = desk.store.snapshot()
    put(desk, server.url("/feed"), day=date(2031, 5, 3))
    assert desk.store.snapshot() == before


@pytest.mark.parametrize("at_address", [True, False])
def test_what_a_named_feed_lists_is_fetched_when_asked_for(server, desk, tmp_path, at_address):
    server.says["/feed"] = answer(rss(server), Content_Type="application/rss+xml")
    server.says.update({"/1": page(), "/2": page(STORY.replace("forty", "fifty"))})
    (tmp_path / "news.rss").write_text(rss(server))
    found, _ = put(desk, server.url("/feed") if at_address else str(tmp_path / "news.rss"), lists=True)
    assert [(one.source, one.title, one.outlet) for one in found] == [
        (server.url("/1"), "Snow 1", "Tarn Valley News"),
        (server.url("/2"), "Snow 2", "Tarn Valley News"),
    ]


@pytest.mark.parametrize("kind", ["application/gzip", "application/x-gzip", "application/octet-stream", "text/xml"])
def test_a_packed_sitemap_is_unpacked(server, kind):
    text = f"<urlset><url><loc>{server.url('/1')}</loc></url></urlset>"
    server.says["/map.xml.gz"] = answer(gzip.compress(text.encode()), Content_Type=kind)
    server.says["/1"] = page()
    assert the_page(fetched(server.url("/map.xml.gz"), settings_for(server), lists=True)).source == server.url("/1")


@pytest.mark.parametrize(
    "raw",
    [gzip.compress(bytes(5_000_000)), b"\x1f\x8bno gzip", gzip.compress(b"WARC/1.0\r\n\r\n")],
    ids=["a bomb", "no gzip", "no list"],
)
def test_a_packed_file_that_is_no_list_is_told(server, raw):
    server.says["/a"] = answer(raw, Content_Type="application/gzip")
    assert the_reason(fetched(server.url("/a"), settings_for(server, largest_body_bytes=1_000_000)))


def test_a_list_within_a_list_is_not_followed(server, desk):
    index = f"<sitemapindex><sitemap><loc>{server.url('/map')}</loc></sitemap></sitemapindex>"
    server.says["/index"] = answer(index, Content_Type="application/xml")
    server.says["/map"] = answer(f"<urlset><url><loc>{server.url('/1')}</loc></url></urlset>", Content_Type="text/xml")
    (failed,) = put(desk, server.url("/index"), lists=True)[0]
    assert "list" in failed.reason
    assert server.paths() == ["/index", "/map"]


def test_without_asking_a_list_is_no_page_and_nothing_is_fetched(server, tmp_path):
    server.says["/list"] = answer(f"{server.url('/1')}\n{server.url('/2')}\n", Content_Type="text/plain")
    told = the_reason(fetched(server.url("/list"), settings_for(server)))
    assert "--fetch" in told
    (tmp_path / "list.txt").write_text(f"{server.url('/1')}\n{server.url('/2')}\n")
    (failed,) = find_sources([str(tmp_path / "list.txt")], as_of=TODAY, settings=settings_for(server))
    assert "--fetch" in failed.reason
    assert server.paths() == ["/list"]


def test_of_a_long_list_the_beginning_is_fetched(server, tmp_path):
    server.says.update({f"/{number}": page(STORY + str(number)) for number in range(9)})
    text = "".join(f"{server.url(f'/{number}')}\n" for number in range(9))
    server.says["/list"] = answer(text, Content_Type="text/plain")
    (tmp_path / "list.txt").write_text(text)
    settings = settings_for(server, most_of_list=4)
    for source in (server.url("/list"), str(tmp_path / "list.txt")):
        found = list(find_sources([source], as_of=TODAY, settings=settings, fetching=Fetching(lists=True)))
        assert sum(isinstance(one, Page) for one in found) == 4
        (failed,) = (one for one in found if isinstance(one, Failure))
        assert "9 addresses" in failed.reason


def test_files_stay_files_where_lists_are_fetched(server, tmp_path):
    (tmp_path / "story.html").write_text(STORY)
    (tmp_path / "list.txt").write_text(server.url("/1"))
    server.says["/1"] = page()
    found = list(
        find_sources([str(tmp_path)], as_of=TODAY, settings=settings_for(server), fetching=Fetching(lists=True))
    )
    assert [one.source for one in found] == [str(tmp_path / "story.html"), server.url("/1")]


def test_relative_addresses_of_a_fetched_list_are_seen_from_there(server):
    feed = "<rss><channel><item><title>Snow</title><link>/1</link></item></channel></rss>"
    server.says["/news/feed"] = answer(feed, Content_Type="application/rss+xml")
    server.says["/1"] = page()
    found = fetched(server.url("/news/feed"), settings_for(server), lists=True)
    assert [one.source for one in found] == [server.url("/1")]


def test_one_call_from_python_reads_an_address(server):
    server.says["/a"] = page(TDM_Reservation=1)
    (article,) = copydesk.read(server.url("/a"), as_of=TODAY, settings=settings_for(server))
    assert (article.title, article.url, article.tdm_reserved) == ("Snow closes the Tarn pass", server.url("/a"), True)
    with pytest.raises(UnreadablePage, match="no such page"):
        copydesk.read(server.url("/none"), as_of=TODAY, settings=settings_for(server))


def test_what_has_come_is_given_before_the_rest_is_there(server):
    server.says.update({f"/{number}": page(STORY + f"<!-- {number} -->") for number in range(8)})
    urls = [server.url(f"/{number}") for number in range(8)]
    # Five wait to be taken at most (four and the one in hand), and two are read ahead.
    answers = read_all(urls, as_of=TODAY, settings=settings_for(server, delay_seconds=0.05), fetching=Fetching())
    next(answers)
    assert len(server.paths()) < 8
    answers.close()


def test_who_fetches_nothing_loads_nothing_of_it():
    code = "import sys, copydesk.desk, copydesk.reading; print({'httpcore', 'idna', 'protego'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_fetching_needs_is_named_where_it_is_missing(server, monkeypatch):
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "protego" else find(name))
    with pytest.raises(UsageError, match=r"needs protego: pip install 'copydesk\[fetch\]'"):
        fetched(server.url("/a"), replace(settings_for(server)))
