"""What a watch asks, what it leaves alone, and what it survives."""

import itertools
import json
import os
from pathlib import Path

import pytest

from copydesk.errors import DeskError, UsageError
from copydesk.records import Article, Page
from copydesk.watching import Watch
from copydesk.watching.watch import alone
from fetching.servers import answer, moved, page
from watching.newsrooms import DAY, EVERY, HOUR, Town, at, told, watch


@pytest.fixture
def town():
    made = Town(("none", "none", "none"))
    yield made
    made.close()


@pytest.fixture
def desk(town):
    with town.desk(None) as made:
        yield made


def rounds(town, desk, number, **plan):
    """So many rounds of one watch."""
    going = watch(town, desk, **plan).rounds()
    return [next(going) for _ in range(number)]


def once(town, desk, **plan):
    (done,) = watch(town, desk, **plan).rounds(once=True)
    return done


def serve(town, **says):
    """Let the first newsroom say other things at some paths."""
    room = next(iter(town.rooms.values()))
    well = room._well
    room._well = lambda path, headers: says[path] if path in says else well(path, headers)
    return room


def sources(desk):
    return sorted(one.source.rpartition("/")[2] for one in desk.store.all(Page))


def test_a_site_leads_to_the_feeds_of_its_own_head_and_to_no_others(town, desk):
    room = serve(
        town,
        **{
            "/": page(
                "<title>Home</title><link rel=alternate type=application/rss+xml href=/feed.xml>"
                '<link rel="alternate" type="application/rss+xml" href="http://paper01.example/feed.xml">'
                '<link rel="alternate" hreflang="fr" href="/fr"><p>Read all about it in the paper of today.</p>'
            )
        },
    )
    room.publish(1, at(0))
    done = once(town, desk, feeds=(), sites=(f"{room.root}/",))
    assert (done.lists, done.pages.new, sources(desk)) == (2, 1, ["1"])
    assert not town.times("paper01.example/feed.xml")


def test_a_site_without_feeds_leads_to_the_sitemaps_of_its_robots(town, desk):
    room = serve(town, **{"/": page("<title>Home</title><p>Read all about it in the paper of today.</p>")})
    index = f"<sitemapindex><sitemap><loc>{room.root}/new.xml</loc></sitemap></sitemapindex>"
    pages = (
        f"<urlset><url><loc>{room.root}/news/1</loc><lastmod>2031-05-01</lastmod></url>"
        f"<url><loc>{room.root}/news/2</loc><lastmod>2031-03-01</lastmod></url></urlset>"
    )
    for seed in (1, 2):
        room.publish(seed, at(0))
    lists = {"/index.xml": answer(index), "/new.xml": answer(pages)}
    well = room._well
    room._well = lambda path, headers: lists.get(path) or well(path, headers)
    usual = room.says
    robots = answer(f"User-agent: *\nAllow: /\nSitemap: {room.root}/index.xml\nSitemap: http://paper01.example/x.xml\n")
    room.says = lambda path, headers, day: robots if path == "/robots.txt" else usual(path, headers, day)
    done = once(town, desk, feeds=(), sites=(f"{room.root}/",))
    assert (done.lists, sources(desk)) == (3, ["1"])  # the second is out of reach, and another host is another site


def test_a_site_that_names_no_list_is_told_with_the_cure(town, desk):
    room = serve(town, **{"/": page("<title>Home</title><p>Read all about it in the paper of today.</p>")})
    done = once(town, desk, feeds=(), sites=(f"{room.root}/",))
    ((url, reason),) = done.troubles
    assert url == f"{room.root}/"
    assert "name it under feeds or sitemaps" in reason


def test_a_feed_is_asked_whether_it_has_changed(town, desk):
    room = next(iter(town.rooms.values()))
    room.publish(1, at(0))
    rounds(town, desk, 8, feeds=(f"{room.root}/feed.xml",), again=())
    assert town.headers("paper00.example/feed.xml")["if-none-match"]
    assert len(town.times("paper00.example/news/1")) == 1


def test_a_dead_feed_is_asked_less_and_less_often_and_told_once(town, desk):
    room = serve(town, **{"/feed.xml": answer(status="404 Not Found")})
    done = rounds(town, desk, 6, feeds=(f"{room.root}/feed.xml",), longest=DAY)
    asked = town.times("paper00.example/feed.xml")
    waits = [round((later - former) / HOUR) for former, later in itertools.pairwise(asked)]
    assert waits == [12, 24, 24, 24, 24]
    assert [len(one.troubles) for one in done] == [1, 0, 0, 0, 0, 0]


def test_a_page_that_is_not_there_is_given_up_at_last(town, desk):
    room = next(iter(town.rooms.values()))
    room.publish(1, at(0)).path = "/news/9"
    serve(town, **{"/news/9": answer(status="404 Not Found")})
    done = rounds(town, desk, 30, feeds=(f"{room.root}/feed.xml",), tries=3)
    assert len(town.times("paper00.example/news/9")) == 3
    ((url, reason),) = [one for round_ in done for one in round_.pages.given_up]
    assert (url, "404" in reason) == (f"{room.root}/news/9", True)


def test_a_redirected_page_is_one_page(town, desk):
    room = next(iter(town.rooms.values()))
    report = room.publish(1, at(0))
    serve(town, **{"/news/1": moved("/story"), "/story": page(report.html(room.outlet))})
    rounds(town, desk, 4, feeds=(f"{room.root}/feed.xml",))
    (held,) = desk.store.all(Page)
    assert (held.source, held.url) == (f"{room.root}/news/1", f"{room.root}/story")


def test_what_a_public_list_names_never_leads_into_a_private_network(town, tmp_path):
    room = next(iter(town.rooms.values()))
    room.publish(1, at(0))
    with town.desk(None) as desk:
        going = Watch(desk, town.plan(), base=tmp_path, world=town.world())
        list(going.rounds(once=True))
        memos = desk.store.watches.all("page")
        # As if the list had been one of the open internet.
        desk.store.watches.put(memo._replace(facts={**memo.facts, "private": False}, due=0.0) for memo in memos)
        asked = len(town.asked)
        (done,) = watch(town, desk).rounds(once=True)
        assert done.pages.failed == 1
        assert not [path for _, path, _ in town.asked[asked:] if "/news/" in path]


def test_a_laptop_that_slept_for_days_asks_everything_once(town, desk):
    for room in town.rooms.values():
        room.publish(room.name, at(0))
    going = watch(town, desk).rounds()
    next(going)
    town.time.seconds += 5 * DAY
    before = len(town.asked)
    done = next(going)
    paths = [path for _, path, _ in town.asked[before:]]
    assert len(set(paths)) == len(paths)
    assert (done.lists, done.pages.same) == (3, 3)


def test_a_clock_that_was_years_ahead_stops_nothing(town, desk):
    room = next(iter(town.rooms.values()))
    room.publish(1, at(0))
    ahead = 20 * 365 * DAY
    wrong = Watch(desk, town.plan(), base=Path(), world=town.world(now=lambda: town.now() + ahead))
    list(wrong.rounds(once=True))
    room.publish(2, at(0))
    room.reports[0].figure = 5100
    done = rounds(town, desk, 3)
    assert sum(one.pages.new for one in done) == 1
    assert sum(one.pages.changed for one in done) == 1


def test_a_list_that_nobody_names_any_more_is_asked_no_more(town, desk):
    first, second, _ = town.rooms.values()
    rounds(town, desk, 1, feeds=(f"{first.root}/feed.xml", f"{second.root}/feed.xml"))
    rounds(town, desk, 3, feeds=(f"{second.root}/feed.xml",))
    assert len(town.times("paper00.example/feed.xml")) == 1
    assert len(town.times("paper01.example/feed.xml")) > 1


def test_robots_are_kept_for_a_day(town, desk):
    room = next(iter(town.rooms.values()))
    rounds(town, desk, 2, feeds=(f"{room.root}/feed.xml",))
    town.time.seconds += 0.3 * DAY
    once(town, desk, feeds=(f"{room.root}/feed.xml",))
    assert len(town.times("paper00.example/robots.txt")) == 1
    town.time.seconds += DAY
    once(town, desk, feeds=(f"{room.root}/feed.xml",))
    assert len(town.times("paper00.example/robots.txt")) == 2


def test_a_page_that_robots_forbid_is_not_asked_for(town, desk):
    room = next(iter(town.rooms.values()))
    room.publish(1, at(0))
    usual = room.says
    robots = answer("User-agent: *\nDisallow: /news/\n")
    room.says = lambda path, headers, day: robots if path == "/robots.txt" else usual(path, headers, day)
    done = once(town, desk, feeds=(f"{room.root}/feed.xml",))
    assert (done.pages.failed, town.times("paper00.example/news/1")) == (1, [])


def test_folders_are_looked_through_and_a_file_that_is_being_written_waits(town, desk, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()

    def put(name, seed, age):
        title, lines = told(seed, "42")
        (folder / name).write_text("\n\n".join([title, *lines]), encoding="utf-8")
        os.utime(folder / name, (town.now() - age,) * 2)

    put("one.txt", 1, age=60)
    put("two.txt", 2, age=1)
    going = Watch(desk, town.plan(feeds=(), folders=("inbox",)), base=tmp_path, world=town.world()).rounds()
    assert next(going).files == 1
    second = next(going)
    assert second.files == 1
    assert next(going).files == 0
    put("one.txt", 3, age=60)
    assert next(going).files == 1
    assert len(list(desk.store.all(Page))) == 3
    assert len(list(desk.store.all(Article))) == 3


def test_pages_by_themselves_are_asked_every_round(town, desk):
    room = next(iter(town.rooms.values()))
    report = room.publish(1, at(0))
    going = watch(town, desk, feeds=(), pages=(f"{room.root}/news/1",)).rounds()
    assert next(going).pages.new == 1
    assert next(going).pages.same == 1
    report.figure = 9000
    assert next(going).pages.changed == 1
    asked = town.times("paper00.example/news/1")
    assert min(later - former for former, later in itertools.pairwise(asked)) >= EVERY - 1


def test_what_was_on_the_desk_before_is_no_news_and_what_comes_is_told_once(town, desk):
    first, second, _ = town.rooms.values()
    first.publish(1, at(0))
    list(desk.add([f"{first.root}/news/1"], as_of=town.today(), fetching=None))
    assert once(town, desk).changes[0].kind == "story"
    assert once(town, desk).changes == ()
    second.publish(1, at(0), credit=first.outlet)
    town.time.seconds += EVERY
    (change,) = once(town, desk).changes
    assert change.kind == "copies"
    assert once(town, desk).changes == ()


def test_two_watches_of_one_desk_are_one_too_many(tmp_path):
    with alone(tmp_path / "a.desk"):
        with pytest.raises(DeskError, match="another watch"), alone(tmp_path / "a.desk"):
            pass
        with alone(tmp_path / "b.desk"):
            pass
    with alone(tmp_path / "a.desk"):
        pass


def test_a_plan_that_watches_nothing_is_refused(town, desk):
    with pytest.raises(UsageError, match="nothing to watch"):
        watch(town, desk, feeds=())


def test_the_memory_of_a_watch_is_plain_json(town, desk):
    next(iter(town.rooms.values())).publish(1, at(0))
    once(town, desk)
    for kind in ("list", "page", "host", "site", "round"):
        for memo in desk.store.watches.all(kind):
            assert json.loads(json.dumps(memo.facts)) == memo.facts
