"""How the C library gives memory back, for a process that goes on for weeks."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

# What `mallopt(3)` calls what is set here (glibc's malloc.h).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_HEAPS = {
    # Heaps that threads share. Each keeps what the largest answer of its threads has needed: of sixteen, as there would
    # be with two cores, the memory of a server grows for half an hour before it is steady.
    _ARENA_MAX: 2,
    # Blocks from which each stands for itself and goes back to the system when it is let go of. If it is not set, glibc
    # raises it to the largest block it has met (up to 32 MB), and the texts of large answers leave holes in the heaps:
    # after five minutes of readers 30 MB of them, and 17 with this. It is glibc's own first value.
    _MMAP_THRESHOLD: 128 * 2**10,
    # What may lie free at the end of a heap before it is given back; twice the former, as glibc has it.
    _TRIM_THRESHOLD: 256 * 2**10,
}
EVERY = 30.0
"""Seconds after which a server gives back what lies free inside its heaps. What the largest answers at one time have
needed would stay otherwise, and each time that more of them meet than ever before it would be more. It takes
milliseconds, in which Python goes on."""


def share_heaps() -> None:
    """Have threads share heaps and give large blocks back, where the C library is glibc; elsewhere nothing is done."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl has one heap, and no such words
            for what, bound in _HEAPS.items():
                ctypes.CDLL(None).mallopt(what, bound)


def give_back() -> None:
    """Give the system what lies free inside the heaps, in whole pages; elsewhere than with glibc nothing is done."""
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def giving_back(every: float = EVERY) -> Iterator[None]:
    """Inside, what lies free is given back every so many seconds."""
    over = Event()

    def give() -> None:
        while not over.wait(every):
            give_back()

    thread = Thread(target=give, name="copydesk-heaps", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
