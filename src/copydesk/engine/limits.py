"""Limits on one piece of work: on the time it may take, and on what may break into it."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` inside the block when it takes longer than so many seconds.

    Works where the system has interval timers and this is the main thread, as it is in every worker process; elsewhere
    there is no limit. A single call of a library is not interrupted, only what follows it.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no search for cycles of objects break in, where many small objects are made that hold each other in none.

    It would take a twelfth of the time of reading pages, and a fifth of that of finding what is new among many.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
