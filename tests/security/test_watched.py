"""A watched folder, into which others may put what they like."""

from types import SimpleNamespace

import pytest

from copydesk.settings import Settings
from copydesk.watching.folders import read_folders


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "private.html").write_text("<p>Only for the desk.</p>")
    (tmp_path / "in" / "page.html").write_text("<p>A ferry struck a crane.</p>")
    return tmp_path


def read(base):
    """The names of the files that a round puts on the desk."""
    added = []
    desk = SimpleNamespace(settings=Settings(), add=lambda names, **_: added.extend(names) or [])
    memory = SimpleNamespace(
        plan=SimpleNamespace(folders=("in",)),
        watches=SimpleNamespace(get=lambda *_: {}, put=list),
        world=SimpleNamespace(now=lambda: 4e9, today=lambda: None),
    )
    read_folders(desk, memory, base)
    return sorted(name.rpartition("/")[2] for name in added)


def test_a_link_out_of_a_watched_folder_is_not_read(watched):
    (watched / "in" / "taken.html").symlink_to(watched / "private.html")
    (watched / "in" / "up.html").symlink_to("../private.html")
    assert read(watched) == ["page.html"]


def test_a_link_within_it_is(watched):
    (watched / "in" / "again.html").symlink_to("page.html")
    assert read(watched) == ["again.html", "page.html"]
