"""Several goes are no way around a test of time."""

import time

import pytest

from copydesk.text import sentences
from timing import GOES, quickest, takes_less

TOO_LONG = 0.02


def burned(_text):
    end = time.process_time() + TOO_LONG
    while time.process_time() < end:
        pass
    return iter(())


def test_a_go_has_no_answer_of_the_go_before(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", burned)
    assert quickest(lambda: sentences.sentences("Asked nowhere else."), TOO_LONG / 2) >= TOO_LONG


def test_one_stall_is_forgiven_and_what_takes_long_each_time_is_not():
    goes = iter(range(2 * GOES))
    assert takes_less(TOO_LONG / 2, lambda: next(goes) or burned("")) == 1
    with pytest.raises(AssertionError):
        takes_less(TOO_LONG / 2, lambda: burned(""))
