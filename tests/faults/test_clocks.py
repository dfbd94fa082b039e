"""Clocks that are set back and ahead: nothing is lost, no time is negative, what is over stays over."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

import copydesk
from copydesk.desk import open_desk
from copydesk.desk_file import WatchPlan
from copydesk.fetching import World
from copydesk.records import Article, Edition, Page
from copydesk.watching.watch import Watch
from killing import NEWSROOM

AT = "2031-06-01T10:00:00+00:00"
YEAR = 365 * 86_400.0
NOW = 1_900_000_000.0
JUMPS = [0.0, -20 * YEAR, 20 * YEAR, -3600.0, 3600.0]


@pytest.fixture
def desk(tmp_path):
    with open_desk(tmp_path / "news.desk") as here:
        yield here


@pytest.fixture
def page(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    path = folder / "ferry.html"
    path.write_bytes(sorted(NEWSROOM.glob("*.html"))[0].read_bytes())
    return path


def test_pages_that_are_read_on_an_earlier_day_join_those_of_a_later_one(desk, page):
    list(desk.add([str(page)], as_of=date(2038, 12, 31), keep=True))
    list(desk.run())
    page.write_text(page.read_text().replace("ferry", "steamer"))
    list(desk.add([str(page)], as_of=date(2031, 1, 1), keep=True))
    list(desk.run())
    assert len(list(desk.store.all(Page))) == len(list(desk.store.all(Article))) == 2
    (edition,) = desk.store.all(Edition)
    first, last = desk.store.of_sources(Page, [str(page)])
    assert (first.as_of, last.as_of) == (date(2038, 12, 31), date(2031, 1, 1))
    # The reading that came last is the edition of the first, whatever the clock said.
    assert desk.article(edition.article).page == last.id
    assert desk.collection().as_of == date(2038, 12, 31)


def watched(desk, folder, now):
    world = World(now=lambda: now, today=lambda: date(2038, 12, 31), wait=lambda _stopped, _seconds: None)
    (done,) = Watch(desk, WatchPlan(folders=(str(folder),)), base=folder, world=world).rounds(once=True)
    return done


def test_a_watch_of_folders_reads_each_file_once_however_the_clock_jumps(desk, page):
    written = page.stat().st_mtime
    assert [watched(desk, page.parent, written + 60 + jump).files for jump in JUMPS] == [1, 0, 0, 0, 0]
    page.with_name("second.html").write_text(page.read_text().replace("ferry", "steamer"))
    assert [watched(desk, page.parent, written + 60 + jump).files for jump in JUMPS[1:]] == [1, 0, 0, 0]
    assert len(list(desk.store.all(Page))) == 2


def test_a_link_that_was_withdrawn_stays_so_and_one_that_is_over_opens_nothing_ahead(desk, page):
    list(desk.add([str(page)], as_of=date(2038, 12, 31)))
    list(desk.run())
    (story,) = desk.stories()
    ends = date(2031, 6, 10)
    kept = desk.people.share(story, ends=ends, at=AT)
    gone = desk.people.share(story, ends=ends, at=AT)
    desk.people.withdraw(gone.share.id, at=AT)
    for jump in JUMPS:
        day = date(2031, 6, 1) + timedelta(seconds=jump)
        assert desk.people.shared(gone.token, on=day) is None
        assert (desk.people.shared(kept.token, on=day) is not None) == (day <= ends)


def test_nothing_in_the_log_of_a_desk_goes_by_its_moments(desk, page):
    list(desk.add([str(page)], as_of=date(2038, 12, 31)))
    list(desk.run())
    moments = [f"20{year}-06-01T10:00:00+00:00" for year in (31, 11, 51)]
    for number, at in enumerate(moments):
        desk.people.add(f"Person {number}", at=at)
    assert [line.at for line in desk.people.audit()] == moments[::-1]


def test_durations_are_told_by_clocks_that_nobody_sets():
    """No moment of the wall is taken from another: a clock that is set would make the difference wrong or negative."""
    wall = {"time.time", "datetime.now", "datetime.utcnow", "date.today"}
    found = []
    for path in Path(copydesk.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                sides = [side for side in (node.left, node.right) if isinstance(side, ast.Call)]
                found += [path.name for side in sides if ast.unparse(side.func) in wall]
    assert found == []
