"""A process that is watched: what ends it is told, and it goes on with the next."""

from contracts.functions import odd_ones_raise, seven_kills
from copydesk.engine.base import DIED, Fault
from copydesk.engine.guarding import Guard


def test_what_ends_its_process_is_told_and_the_next_are_done():
    guard = Guard()
    assert list(guard.answers(seven_kills, [6, 7, 8])) == [6, Fault(DIED), 8]
    assert list(guard.answers(seven_kills, [7])) == [Fault(DIED)]
    guard.close()


def test_what_raises_is_a_fault_with_its_reason():
    guard = Guard()
    assert list(guard.answers(odd_ones_raise, [2, 3])) == [2, Fault("it is odd; give an even one")]
    guard.close()
