"""What the steps over pages do around the reading itself."""

from __future__ import annotations

import gc

import pytest

from copydesk.engine.limits import uncollected


def test_no_search_for_cycles_breaks_in_and_what_was_set_before_is_set_again() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_search_that_the_program_had_turned_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_an_error_within_leaves_nothing_turned_off() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
