"""What a step takes of a machine."""

import multiprocessing
import os
import time

import pytest

from copydesk.observing import measuring
from copydesk.observing.measuring import Meter

needs_proc = pytest.mark.skipif(Meter().measured != "proc", reason="the system has no /proc with children")
MEGABYTES = 2**20


def burn(seconds):
    """Takes this much CPU-time, and gives how much it was: a machine that stalls charges more."""
    began = time.process_time()
    while (burned := time.process_time() - began) < seconds:
        pass
    return burned


def work_and_stay(size, seconds, told, go):
    held = bytearray(b"x") * (size * MEGABYTES)
    burn(seconds)
    told.set()
    go.wait(60)
    assert held[0] == ord("x")


@needs_proc
def test_time_and_memory_of_a_stretch_are_its_own():
    meter = Meter()
    meter.begin()
    held = bytearray(b"x") * (64 * MEGABYTES)
    burned = burn(0.2)
    first = meter.end()
    del held
    meter.begin()
    meter.end()  # a stretch begins with what was seen at the end of the one before
    meter.begin()
    second = meter.end()
    assert first.cpu_seconds == pytest.approx(burned, abs=0.15)
    assert first.seconds >= first.cpu_seconds * 0.9
    assert second.cpu_seconds < 0.15
    assert first.memory - second.memory > 32 * MEGABYTES


@needs_proc
def test_a_process_that_works_for_this_one_is_counted_while_it_lives_and_when_it_has_ended():
    spawn = multiprocessing.get_context("spawn")
    meter = Meter()
    meter.begin()
    alive = meter.end()
    meter.begin()
    told, go = spawn.Event(), spawn.Event()
    process = spawn.Process(target=work_and_stay, args=(48, 1.0, told, go))
    process.start()
    assert told.wait(60)
    during = meter.end()
    meter.begin()
    go.set()
    process.join()
    after = meter.end()
    assert during.cpu_seconds >= 0.9
    assert during.worker_memory > (alive.worker_memory or 0) + 40 * MEGABYTES
    # What it had is counted once, though it stands with the ended ones now.
    assert after.cpu_seconds < 0.9


@needs_proc
def test_a_look_inside_sees_what_was_let_go_before_the_end(monkeypatch):
    monkeypatch.setattr(measuring, "BETWEEN_LOOKS", 0.0)
    meter = Meter()
    meter.begin()
    high = bytearray(b"x") * (
        200 * MEGABYTES
    )  # the highest of this process, so that later ones are seen by looks alone
    meter.end()
    del high
    meter.begin()
    held = bytearray(b"x") * (64 * MEGABYTES)
    meter.look()
    del held
    seen = meter.end()
    meter.begin()
    meter.end()
    meter.begin()
    assert seen.memory - meter.end().memory > 32 * MEGABYTES


def process(proc, pid, *, size=9, high=9, now=9, children=(), ticks=0, waited=0):
    """A process in a folder like /proc."""
    (proc / str(pid) / "task" / str(pid)).mkdir(parents=True, exist_ok=True)
    (proc / str(pid) / "task" / str(pid) / "children").write_text(" ".join(map(str, children)))
    fields = ["0"] * 30
    fields[10], fields[12] = str(ticks), str(waited)
    (proc / str(pid) / "stat").write_text(f"{pid} (a name) S " + " ".join(fields))
    told = f"Name:\ta name\nVmSize:\t{size} kB\nVmHWM:\t{high} kB\nVmRSS:\t{now} kB\n"
    (proc / str(pid) / "status").write_text(told)


@pytest.mark.parametrize(("size", "high", "counted"), [(4_000, 2_600, 2_600), (4_000, 2_500, 5_100), (90, 20, 2_620)])
def test_a_process_that_is_still_its_parent_is_not_counted_twice(size, high, counted, tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    monkeypatch.setattr(measuring, "BETWEEN_LOOKS", 0.0)
    (tmp_path / "self").symlink_to(str(os.getpid()))
    process(tmp_path, os.getpid(), size=300, high=100, now=90, children=[7])
    process(tmp_path, 7, size=4_000, high=2_600, now=2_600)
    meter = Meter()
    meter.begin()
    process(tmp_path, 8, size=size, high=high, now=high)
    (tmp_path / "7" / "task" / "7" / "children").write_text("8")
    meter.look()
    (tmp_path / "7" / "task" / "7" / "children").write_text("")
    assert meter.end().worker_memory == counted * 1024


@pytest.mark.parametrize(
    ("waited", "counted"), [(0, 7), (800, 7), (900, 8)], ids=["by nobody", "by its parent", "and for another"]
)
def test_the_time_of_a_process_that_is_gone_is_counted_once_whoever_waited(waited, counted, tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    monkeypatch.setattr(measuring, "BETWEEN_LOOKS", 0.0)
    (tmp_path / "self").symlink_to(str(os.getpid()))
    process(tmp_path, os.getpid(), children=[7])
    process(tmp_path, 7, children=[8])
    process(tmp_path, 8, ticks=100, children=[9])
    process(tmp_path, 9)
    meter = Meter()
    meter._ticks = 100
    meter.begin()
    process(tmp_path, 8, ticks=600, children=[9])
    process(tmp_path, 9, ticks=200)
    meter.look()
    process(tmp_path, 7, waited=waited)  # both are gone, after eight seconds, of which one was before
    assert meter.end().cpu_seconds == pytest.approx(counted, abs=0.3)


def test_where_there_is_no_proc_the_system_tells_what_it_can(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    meter = Meter()
    assert meter.measured == ("rusage" if os.name == "posix" else "nothing")
    meter.begin()
    burned = burn(0.1)
    meter.look()
    taken = meter.end()
    assert taken.cpu_seconds == pytest.approx(burned, abs=0.08)
    assert taken.worker_memory is None
    assert taken.memory is None or taken.memory > MEGABYTES


def test_where_nothing_tells_memory_it_is_not_told(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    monkeypatch.setattr(measuring, "_most", lambda: None)
    meter = Meter()
    assert meter.measured == "nothing"
    meter.begin()
    assert meter.end().memory is None
