"""What cannot be read: each ends in a `Failure` that names the input and the cure, and the other pages come through."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from copydesk.errors import UnreadablePage
from copydesk.pages import content_of
from copydesk.records import Failure, Page
from copydesk.settings import PageSettings
from pages.finding import LIMITS, STORY, find

SMALL = PageSettings(largest_page_bytes=10_000)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reason_for(name, raw, limits=LIMITS):
    """Why a file of these bytes is refused, a good one beside it being read all the same."""
    Path(name).write_bytes(raw)
    Path("good.txt").write_text(STORY)
    failure, page = find(name, "good.txt", limits=limits)
    assert isinstance(failure, Failure)
    assert isinstance(page, Page)
    assert (failure.step, failure.input) == ("pages", name)
    return failure.reason


def rows(*values):
    return "".join(json.dumps(value) + "\n" for value in values).encode()


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", gzip.compress(b"")], ids=["nothing", "blanks", "packed nothing"])
def test_an_empty_file(raw):
    assert "empty" in reason_for("a.html", raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        (b"PK\x03\x04" + bytes(50), "zip"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x7fELF" + bytes(5000), "binary"),
        (b"name" + bytes(253) + b"ustar" + bytes(200), "tar"),
    ],
)
def test_a_file_that_holds_no_text(raw, said):
    assert said in reason_for("a.txt", raw)


def test_a_truncated_archive():
    packed = gzip.compress(os.urandom(3000))
    assert "ends in the middle" in reason_for("a.html.gz", packed[:-200])


def test_a_damaged_archive():
    packed = bytearray(gzip.compress(STORY.encode() * 50))
    packed[20:30] = b"\xff" * 10
    assert "damaged" in reason_for("a.html.gz", bytes(packed))


def test_a_page_over_the_limit():
    assert "larger than 0.01 MB" in reason_for("a.txt", STORY.encode() * 200, limits=SMALL)


def test_a_gzip_bomb_is_not_unpacked_further_than_the_limit():
    bomb = gzip.compress(b"word " * 20_000_000, compresslevel=1)
    assert len(bomb) < 1_000_000

    class Counted(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            piece = super().read(size)
            Counted.taken += len(piece)
            return piece

        read1 = read

        def readinto(self, space):
            count = super().readinto(space)
            Counted.taken += count
            return count

    (failure,) = find("-", stdin=Counted(bomb), limits=SMALL)
    assert "larger than" in failure.reason
    assert Counted.taken < len(bomb) / 2


def test_a_file_that_is_gone_when_it_is_read_again(here):
    (here / "a.txt").write_text(STORY)
    (page,) = find("a.txt")
    (here / "a.txt").unlink()
    with pytest.raises(UnreadablePage, match=r"a\.txt: it is gone; put it back"):
        content_of(page, settings=PageSettings())


def test_a_file_that_changed_before_it_is_read_again(here):
    (here / "a.txt").write_text(STORY)
    (page,) = find("a.txt")
    (here / "a.txt").write_text(STORY + "Corrected.")
    with pytest.raises(UnreadablePage, match="changed since it was added; add it again"):
        content_of(page, settings=PageSettings())


def test_a_record_that_changed_before_it_is_read_again(here):
    (here / "a.jsonl").write_bytes(rows({"text": STORY}, {"text": STORY}))
    pages = find("a.jsonl")
    (here / "a.jsonl").write_bytes(rows({"text": STORY}, {"text": "another"}))
    assert content_of(pages[0], settings=PageSettings()) == STORY
    with pytest.raises(UnreadablePage, match=r"a\.jsonl#2: it has changed"):
        content_of(pages[1], settings=PageSettings())


def test_a_dead_link(here):
    (here / "a.txt").symlink_to(here / "nowhere.txt")
    (failure,) = find(".")
    assert "gone" in failure.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission():
    Path("a.txt").write_text(STORY)
    Path("a.txt").chmod(0)
    (failure,) = find("a.txt")
    assert "permission denied" in failure.reason


def test_a_refused_file_is_said_to_be_refused(here, monkeypatch):
    (here / "a.txt").write_text(STORY)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    (failure,) = find("a.txt")
    assert "permission denied" in failure.reason


def test_an_empty_name_is_not_this_folder(here):
    (here / "a.txt").write_text(STORY)
    (failure,) = find("")
    assert (failure.input, failure.reason) == ("''", "the name is empty; name a file or a folder")


def test_a_password_in_an_address_is_not_shown():
    (failure,) = find("ftp://ada:secret@example.org/a")
    assert failure.input == "ftp://***@example.org/a"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.txt", "no such file"),
        ("ftp://example.org/a", "nothing is fetched from ftp:// here; save the page and name the file"),
        ("*.html", "no file fits"),
        ("https://meridianwire.example/a", "nothing is fetched"),
        ("empty", "holds no page"),
        ("report.pdf", "PDF"),
        ("x" * 5000, "cannot be looked up"),
    ],
)
def test_a_name_that_stands_for_nothing(here, name, said):
    (here / "empty").mkdir()
    (here / "report.pdf").write_bytes(b"%PDF")
    (failure,) = find(name)
    assert failure.input == name
    assert said in failure.reason


def test_a_name_that_is_no_unicode(here):
    (here / os.fsdecode(b"caf\xe9.txt")).write_text(STORY)
    (failure,) = find(".")
    assert "no valid Unicode" in failure.reason
    failure.input.encode()


def test_bad_lines_of_a_container_do_not_take_the_good_ones_along(here):
    deep = b'{"text": ' + b"[" * 100_000 + b"\n"
    raw = (
        rows({"text": STORY})
        + b'not json\n[1]\n\n{"text": "  "}\n{"body": "x"}\n'
        + deep
        + b'{"text": "' + b"x" * 20_000 + b'"}\n'
        + '{"text": "caf\xe9 \x93quoted\x94 in the harbour"}\n'.encode("latin-1")
        + rows({"id": "last", "text": STORY})
    )  # fmt: skip
    (here / "a.jsonl").write_bytes(raw)
    found = find("a.jsonl", limits=PageSettings(largest_page_bytes=150_000))
    small = find("a.jsonl", limits=SMALL)
    assert [one.source for one in found if isinstance(one, Page)] == [
        "a.jsonl#1",
        "a.jsonl#8",
        "a.jsonl#9",
        "a.jsonl#last",
    ]
    assert [one.input for one in small if isinstance(one, Failure)] == [
        f"a.jsonl#{line}" for line in (2, 3, 5, 6, 7, 8)
    ]
    pages = [one for one in small if isinstance(one, Page)]
    assert [content_of(page, settings=SMALL) for page in pages] == [STORY, "café “quoted” in the harbour", STORY]


def test_a_container_that_is_none_is_given_up(here):
    (here / "a.jsonl").write_text("no record here\n" * 5000)
    found = find("a.jsonl")
    assert len(found) == PageSettings().most_bad_records + 1
    assert "is it JSON" in found[-1].reason


def test_an_empty_container(here):
    (here / "a.jsonl").write_text("\n\n")
    (failure,) = find("a.jsonl")
    assert "empty" in failure.reason


def test_a_truncated_container_gives_what_came_before(here):
    lines = rows(*({"text": f"{STORY} {number} {os.urandom(30).hex()}"} for number in range(500)))
    (here / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-4000])
    found = find("a.jsonl.gz")
    assert isinstance(found[-1], Failure)
    assert "ends in the middle" in found[-1].reason
    assert sum(isinstance(one, Page) for one in found) > 100
