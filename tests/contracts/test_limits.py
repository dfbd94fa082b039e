"""The time limit on one piece of work."""

import signal
import threading
import time

import pytest

from copydesk.engine.limits import within


def busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_work_within_its_time_is_left_alone():
    before = signal.getsignal(signal.SIGALRM)
    with within(5):
        busy(0.01)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_work_over_its_time_is_stopped():
    started = time.monotonic()
    with pytest.raises(TimeoutError), within(0.05):
        busy(60)
    assert time.monotonic() - started < 30


def test_there_is_no_limit_off_the_main_thread():
    done = []

    def work():
        with within(0.01):
            busy(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
