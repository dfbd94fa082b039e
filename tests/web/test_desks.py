"""Connections to a desk: at most so many at one time, few while nobody asks."""

from contextlib import ExitStack

import pytest

from copydesk.settings import Settings
from copydesk.web.desks import Busy, Readers


@pytest.fixture
def readers(desk_file):
    held = Readers(desk_file, Settings(), most=4, idle=2, wait=0.01)
    yield held
    held.close()


def at_once(readers, many):
    """So many desks that are asked at one time, when all have answered."""
    with ExitStack() as stack:
        asked = [stack.enter_context(readers.desk()) for _ in range(many)]
        assert all(desk.counts() for desk in asked)
        return asked


def test_who_asks_alone_is_answered_by_one_desk(readers):
    assert len({id(desk) for _ in range(5) for desk in at_once(readers, 1)}) == 1


def test_each_has_a_desk_to_itself_and_some_stay_open(readers):
    first = at_once(readers, 4)
    assert len({id(desk) for desk in first}) == 4
    again = at_once(readers, 4)
    assert len({id(desk) for desk in again}) == 4
    assert len({id(desk) for desk in first} & {id(desk) for desk in again}) == 2


def test_a_desk_that_does_not_stay_open_has_let_go_of_the_file(readers):
    asked = at_once(readers, 4)
    with ExitStack() as stack:
        held = [stack.enter_context(readers.desk()) for _ in range(2)]
        closed = [desk for desk in asked if desk not in held]
        assert len(closed) == 2
        for desk in closed:
            with pytest.raises(Exception, match="closed"):
                desk.counts()


def test_there_are_never_more_than_so_many(readers):
    for _ in range(3):
        with ExitStack() as stack:
            for _ in range(4):
                stack.enter_context(readers.desk())
            with pytest.raises(Busy, match="ask again"), readers.desk():
                pass
