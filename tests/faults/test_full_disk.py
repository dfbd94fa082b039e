"""A disk that is full, and a limit to the size of files: told with the place and the cure, nothing is half-written."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from copydesk.cli import main
from copydesk.desk import open_desk
from copydesk.reports.placing import PART, staged
from copydesk.store.backup import faults_of
from killing import AS_OF, NEWSROOM

FULL = "the disk is full"
LIMITED = """
import resource, sys
from copydesk.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""
"""The program under a limit to the size of files, as `ulimit -f` sets it."""
ROOM = 3 * 2**20
"""Bytes of the small disk: the pages and a desk that holds them go in, a desk that was run does not."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder of pages, and a desk that nothing happened to."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "pages").mkdir()
    for page in sorted(NEWSROOM.iterdir())[:16]:
        shutil.copy(page, folder / "pages")
    with open_desk(folder / "news.desk") as desk:
        list(desk.add([str(folder / "pages")], as_of=date.fromisoformat(AS_OF)))
        list(desk.run())
    return folder


@pytest.fixture
def disk(tmp_path):
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("a small disk can only be made by root, and where `mount` may be used")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def snapshot(path):
    with open_desk(path, read_only=True) as desk:
        return desk.store.snapshot()


def fill(disk, *, but):
    """Write a file that leaves so many bytes free."""
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        file.truncate(max(0, file.tell() - but))


def held(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_stops_on_a_full_disk_and_goes_on_when_there_is_room(disk, filled, capsys):
    words = ["--desk", str(disk / "news.desk"), "--workers", "1", "-q"]
    assert main([*words, "add", str(filled / "pages"), "--as-of", AS_OF]) == 0
    capsys.readouterr()
    assert main([*words, "run"]) == 4
    said = capsys.readouterr().err
    assert f"{disk / 'news.desk'}: {FULL}; free space and run again (what was finished is kept" in said
    assert faults_of(disk / "news.desk") == ()
    assert main([*words, "run"]) == 4  # still full, still whole
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    assert main([*words, "run"]) == 0
    assert snapshot(disk / "news.desk") == snapshot(filled / "news.desk")


def test_adding_stops_on_a_full_disk_and_no_page_is_lost(disk, filled, capsys):
    words = ["--desk", str(disk / "news.desk"), "-q"]
    fill(disk, but=300_000)
    assert main([*words, "add", str(filled / "pages"), "--as-of", AS_OF]) == 4
    assert f"{disk / 'news.desk'}: " in capsys.readouterr().err
    (disk / "filler").unlink()
    assert main([*words, "add", str(filled / "pages"), "--as-of", AS_OF]) == 0
    assert snapshot(disk / "news.desk")["Page"] == snapshot(filled / "news.desk")["Page"]


@pytest.mark.parametrize(
    "words",
    [
        ["export", "{out}"],
        ["export", "{out}", "--to", "csv", "--to", "tei", "--to", "jsonld"],
        ["brief", "{pages}", "-o", "{out}"],
        ["publish", "{out}"],
        ["backup", "{out}/copy.desk"],
    ],
    ids=lambda words: " ".join(word for word in words if word[0] != "{"),
)
def test_nothing_half_written_takes_a_name(disk, filled, tmp_path, capsys, words):
    desk = shutil.copy(filled / "news.desk", tmp_path / "news.desk")
    out = disk / "out"
    out.mkdir()
    (out / "articles.jsonl").write_text("what stood there\n")
    fill(disk, but=60_000)
    before = held(out)
    told = [word.format(out=out, pages=filled / "pages") for word in words]
    assert main(["--desk", str(desk), "--workers", "1", "-q", *told]) == 4
    said = capsys.readouterr().err
    assert FULL in said
    assert str(out) in said
    assert held(out) == before
    (disk / "filler").unlink()


def test_an_evidence_pack_is_whole_or_not_there(disk, filled, capsys):
    with open_desk(filled / "news.desk", read_only=True) as desk:
        story = max(desk.stories(), key=lambda one: len(one.articles)).id
    fill(disk, but=20_000)
    words = ["--desk", str(filled / "news.desk"), "-q", "evidence", story, "-o", str(disk / "pack.wacz"), "--no-pdf"]
    assert main(words) == 4
    assert FULL in capsys.readouterr().err
    assert [path.name for path in disk.iterdir()] == ["filler"]


@pytest.mark.slow
def test_a_limit_to_the_size_of_files_is_told_as_such(filled, tmp_path):
    desk, words = tmp_path / "news.desk", ["--workers", "1", "-q"]

    def limited(size, *command):
        return subprocess.run(
            [sys.executable, "-c", LIMITED, str(size), "--desk", str(desk), *words, *command],
            capture_output=True,
            text=True,
            check=False,
        )

    assert limited(2**24, "add", str(filled / "pages"), "--as-of", AS_OF).returncode == 0
    stopped = limited(2**20, "run")
    assert (stopped.returncode, stopped.stderr.count("\n")) == (4, 1), stopped.stderr
    assert f"{desk}: the disk takes no more (SQLITE_IOERR_WRITE)" in stopped.stderr
    assert faults_of(desk) == ()
    assert limited(2**26, "run").returncode == 0
    assert snapshot(desk) == snapshot(filled / "news.desk")
    exported = limited(50_000, "export", str(tmp_path / "out"))
    assert exported.returncode == 4
    assert f"{tmp_path / 'out'}: it would be larger than files may be here" in exported.stderr
    assert held(tmp_path / "out") == {}


def test_what_a_killed_writer_left_waiting_goes_and_what_is_being_written_stays(tmp_path):
    (tmp_path / f"{PART}gone").mkdir()
    with staged(tmp_path) as first:
        (first / "a.txt").write_text("a")
        with staged(tmp_path) as second:
            (second / "b.txt").write_text("b")
        assert (first / "a.txt").read_text() == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_what_fails_leaves_what_stood_there(tmp_path):
    (tmp_path / "a.txt").write_text("before")

    def fail():
        with staged(tmp_path) as waiting:
            (waiting / "a.txt").write_text("after")
            waiting.write_text("a folder takes no text")

    with pytest.raises(IsADirectoryError):
        fail()
    assert held(tmp_path) == {"a.txt": b"before"}


def test_the_export_that_is_told_to_be_whole_is(filled, tmp_path):
    with open_desk(filled / "news.desk", read_only=True) as desk:
        counts = desk.export(tmp_path)
    told = json.loads((tmp_path / "export.json").read_text())
    assert told["counts"] == counts == {name: len(Path(tmp_path, name).read_bytes().splitlines()) for name in counts}
