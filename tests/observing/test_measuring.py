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
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


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
    burn(0.2)
    first = meter.end()
    del held
    meter.begin()
    meter.end()  # a stretch begins with what was seen at the end of the one before
    meter.begin()
    second = meter.end()
    assert first.cpu_seconds == pytest.approx(0.2, abs=0.1)
    assert first.seconds >= first.cpu_seconds * 0.9
    assert second.cpu_seconds < 0.05
    assert first.memory - second.memory > 32 * MEGABYTES


@needs_proc
def test_a_process_that_works_for_this_one_is_counted_while_it_lives_and_when_it_has_ended():
    spawn = multiprocessing.get_context("spawn")
    meter = Meter()
    meter.begin()
    alive = meter.end()
    meter.begin()
    told, go = spawn.Event(), spawn.Event()
    process = spawn.Process(target=work_and_stay, args=(48, 0.3, told, go))
    process.start()
    assert told.wait(60)
    during = meter.end()
    meter.begin()
    go.set()
    process.join()
    after = meter.end()
    assert during.cpu_seconds >= 0.25
    assert during.worker_memory > (alive.worker_memory or 0) + 40 * MEGABYTES
    # What it had is counted once, though it stands with the ended ones now.
    assert after.cpu_seconds < 0.25


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


def test_where_there_is_no_proc_the_system_tells_what_it_can(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    meter = Meter()
    assert meter.measured == ("rusage" if os.name == "posix" else "nothing")
    meter.begin()
    burn(0.1)
    meter.look()
    taken = meter.end()
    assert taken.cpu_seconds == pytest.approx(0.1, abs=0.08)
    assert taken.worker_memory is None
    assert taken.memory is None or taken.memory > MEGABYTES


def test_where_nothing_tells_memory_it_is_not_told(monkeypatch, tmp_path):
    monkeypatch.setattr(measuring, "PROC", str(tmp_path))
    monkeypatch.setattr(measuring, "_most", lambda: None)
    meter = Meter()
    assert meter.measured == "nothing"
    meter.begin()
    assert meter.end().memory is None
