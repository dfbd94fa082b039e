"""Memory that is let go of goes back to the system."""

import sys
import threading
from pathlib import Path

import pytest

from copydesk.cli import heaps

glibc = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(heaps.ctypes.CDLL(None), "malloc_trim"), reason="only glibc can be told so"
)


def held() -> int:
    """The megabytes that are this process's own."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon"))


@glibc
def test_what_lies_free_between_what_is_held_is_given_back():
    # Blocks of 64 KB lie in the heap itself; of each hundred one is held, so that no end of the heap is free.
    blocks = [b"\1" * (64 * 2**10) for _ in range(1_600)]
    few = blocks[::100]
    full = held()
    del blocks
    heaps.give_back()
    assert held() < full - 50
    assert len(few) == 16


def test_it_is_given_back_again_and_again_until_all_is_over(monkeypatch):
    given, times = threading.Event(), []

    def give_back():
        times.append(1)
        if len(times) == 3:
            given.set()

    monkeypatch.setattr(heaps, "give_back", give_back)
    with heaps.giving_back(every=0.001):
        assert given.wait(30)
    after = len(times)
    assert not any(one.name == "copydesk-heaps" for one in threading.enumerate())
    assert len(times) == after


@pytest.mark.parametrize("act", [heaps.share_heaps, heaps.give_back])
def test_another_system_is_left_as_it_is(act, monkeypatch):
    monkeypatch.setattr(heaps.sys, "platform", "win32")
    monkeypatch.setattr(heaps.ctypes, "CDLL", lambda _: pytest.fail("there is no such library"))
    act()


@pytest.mark.parametrize("act", [heaps.share_heaps, heaps.give_back])
def test_a_library_without_these_words_is_left_as_it_is(act, monkeypatch):
    monkeypatch.setattr(heaps.sys, "platform", "linux")
    monkeypatch.setattr(heaps.ctypes, "CDLL", lambda _: object())
    act()
