"""A site takes the place of the one before whole or not at all, and touches no file that is not its own."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.publishing import SitePlan, publish
from copydesk.publishing.folder import MANIFEST, PART, staged
from publishing.reading import dead_ends, dead_links, files_of

FEW = SitePlan(stories=4)
ALL = SitePlan()


class EndedError(Exception):
    """Stands for whatever ends a publish."""


@pytest.fixture(scope="module")
def whole(newsroom, tmp_path_factory):
    """The site of all stories as it is when nothing happens to it."""
    folder = tmp_path_factory.mktemp("whole")
    publish(newsroom, folder, ALL)
    return folder


def put(folder, **files):
    """A small site of these files."""
    with staged(folder) as stage:
        for name, text in files.items():
            stage.put(f"{name}.html", text.encode())
        return stage.finish()


def test_a_second_publish_writes_nothing(newsroom, tmp_path):
    publish(newsroom, tmp_path, FEW)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = publish(newsroom, tmp_path, FEW)
    assert (done.written, done.removed) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == {
        path: stamp for path, stamp in before.items() if path.is_file()
    }


def test_only_what_changed_is_written_and_what_is_no_more_goes(tmp_path):
    put(tmp_path, index="one", story="two", old="three")
    done = put(tmp_path, index="one", story="2", new="4")
    assert done.written == ("new.html", "story.html")
    assert done.removed == ("old.html",)
    assert sorted(files_of(tmp_path)) == sorted([MANIFEST, "index.html", "new.html", "story.html"])


def test_stale_pages_go_with_their_folders_and_those_of_a_person_stay(newsroom, tmp_path):
    publish(newsroom, tmp_path, ALL)
    own = tmp_path / "stories" / "by-hand.html"
    own.write_text("mine", encoding="utf-8")
    (tmp_path / "CNAME").write_text("news.example", encoding="utf-8")
    done = publish(newsroom, tmp_path, FEW)
    assert len(done.removed) > 8
    assert len(list(tmp_path.glob("stories/story-*.html"))) == 4
    assert own.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "CNAME").exists()
    own.unlink()
    assert dead_links(tmp_path) == []


def test_a_file_of_a_person_in_the_way_is_named_before_anything_changes(newsroom, tmp_path):
    (tmp_path / "about.html").write_text("about me", encoding="utf-8")
    with pytest.raises(UsageError, match=r"about\.html was not made by copydesk publish"):
        publish(newsroom, tmp_path, FEW)
    assert files_of(tmp_path) == {"about.html": b"about me"}


def test_the_robots_of_a_person_stay(newsroom, tmp_path):
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    assert publish(newsroom, tmp_path, FEW).kept == ("robots.txt",)
    publish(newsroom, tmp_path, SitePlan(stories=2))
    assert "Disallow: /" in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_ended_while_it_is_made_the_site_before_stands_to_the_byte(newsroom, tmp_path):
    publish(newsroom, tmp_path, FEW)
    before = files_of(tmp_path)

    def tell(done, _total):
        if done == 7:
            raise EndedError

    with pytest.raises(EndedError):
        publish(newsroom, tmp_path, ALL, tell=tell)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("after", [0, 5, 90])
def test_ended_while_it_is_put_in_place_every_page_is_whole_and_the_next_publish_goes_on(
    newsroom, whole, tmp_path, monkeypatch, after
):
    publish(newsroom, tmp_path, FEW)
    moved = []

    def replace(self, target, _replace=Path.replace):
        if len(moved) == after:
            raise EndedError
        moved.append(target)
        return _replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(EndedError):
            publish(newsroom, tmp_path, ALL)
    assert dead_ends(tmp_path) == []
    publish(newsroom, tmp_path, ALL)
    assert files_of(tmp_path) == files_of(whole)


def test_killed_while_it_is_made_the_site_before_stands_and_what_was_left_goes(newsroom, tmp_path, beside_the_newsroom):
    site = tmp_path / "site"
    publish(newsroom, site, FEW)
    before = files_of(site)
    command = [sys.executable, "-m", "copydesk", "--desk", beside_the_newsroom / "news.desk", "publish", site]
    with subprocess.Popen([*map(str, command), "--title", "Another"], stderr=subprocess.DEVNULL) as run:
        end = time.monotonic() + 60
        while not list(site.glob(f"{PART}*/stories/*")) and run.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.002)
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL, "it was done before it could be killed"
    left = [one for one in files_of(site) if one.startswith(PART)]
    assert left
    assert {name: content for name, content in files_of(site).items() if name not in left} == before
    publish(newsroom, site, ALL)
    assert not [one for one in files_of(site) if one.startswith(PART)]
    assert dead_links(site) == []


def test_two_publishes_into_one_folder_do_not_meet(tmp_path):
    with staged(tmp_path), pytest.raises(UsageError, match="another publish is at work"), staged(tmp_path):
        pass


@pytest.mark.parametrize("place", ["../outside.txt", "/etc/outside.txt", "a/../../outside.txt", "A.html", ""])
def test_a_manifest_names_nothing_outside_the_folder(tmp_path, place):
    folder = tmp_path / "site"
    put(folder, index="one")
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    told = {"files": {place: "0", "index.html": "0"}}
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    put(folder, other="two")
    assert outside.exists()
    assert not (folder / "index.html").exists()
    with staged(folder) as stage, pytest.raises(ValueError, match="no place for a file"):
        stage.put(place, b"")


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": [1]}', "\udcff"])
def test_a_manifest_that_is_none_is_told(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UsageError, match="is not as copydesk publish writes it"), staged(tmp_path):
        pass


def test_a_page_that_a_person_changed_is_put_right_again(tmp_path):
    put(tmp_path, index="one")
    (tmp_path / "index.html").write_text("ONE", encoding="utf-8")
    assert put(tmp_path, index="one").written == ("index.html",)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "one"
