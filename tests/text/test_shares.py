"""Shares with their intervals."""

import pytest

from copydesk.text.shares import share


def test_the_interval_is_that_of_wilson():
    told = share(20, 100)
    assert (told.amount, told.cases, told.value) == (20, 100, 0.2)
    assert told.low == pytest.approx(0.1334, abs=1e-4)
    assert told.high == pytest.approx(0.2888, abs=1e-4)


def test_all_or_none_of_the_cases_still_leave_room_for_doubt():
    assert share(0, 40).low == 0
    assert share(0, 40).high == pytest.approx(0.0876, abs=1e-4)
    assert share(40, 40).high == 1
    assert share(40, 40).low < 1


def test_of_too_few_cases_no_share_is_told():
    assert share(3, 29).value is None
    assert share(3, 30).value == 0.1


def test_of_no_cases_anything_may_be_true():
    assert share(0, 0)[1:] == (0, 0.0, 1.0)
