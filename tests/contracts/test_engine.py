"""What every engine must keep: the same records, in any order, at any batch size; no input spoils another's."""

import pytest

from contracts.functions import doubled, odd_ones_raise, seven_kills
from copydesk.engine import LocalEngine
from copydesk.engine.base import Fault

ENGINES = {
    "one process": lambda batch: LocalEngine(1, batch=batch),
    "a pool": lambda batch: LocalEngine(2, batch=batch),
}


@pytest.fixture(params=[("one process", 1), ("one process", 3), ("one process", 100), ("a pool", 3)], ids=str)
def engine(request):
    name, batch = request.param
    made = ENGINES[name](batch)
    yield made
    made.close()


def test_map_gives_one_answer_for_each_input_in_order(engine):
    assert list(engine.map(doubled, range(20))) == [number * 2 for number in range(20)]


def test_map_of_nothing_is_nothing(engine):
    assert list(engine.map(doubled, [])) == []


def test_an_input_that_raises_gets_a_fault_and_the_others_their_answers(engine):
    answers = list(engine.map(odd_ones_raise, range(6)))
    assert answers[0::2] == [0, 2, 4]
    assert answers[1] == Fault("it is odd; give an even one")
    assert all(isinstance(one, Fault) for one in answers[1::2])


@pytest.mark.slow
def test_an_input_that_kills_its_process_gets_a_fault_and_the_others_their_answers():
    engine = LocalEngine(2, batch=4)
    answers = list(engine.map(seven_kills, range(12)))
    engine.close()
    assert isinstance(answers[7], Fault)
    assert [one for one in answers if not isinstance(one, Fault)] == [number for number in range(12) if number != 7]


def test_group_brings_together_what_has_one_key(engine):
    assert list(engine.group("banana", by=lambda letter: letter)) == [
        ("a", ("a", "a", "a")),
        ("b", ("b",)),
        ("n", ("n", "n")),
    ]


def test_components_are_the_connected_sets_whatever_the_order(engine):
    edges = [("d", "e"), ("a", "b"), ("c", "b")]
    assert engine.components(edges) == (("a", "b", "c"), ("d", "e"))
    assert engine.components(reversed(edges)) == engine.components(edges)


def test_a_long_chain_is_one_component(engine):
    chain = [(f"{number:06}", f"{number + 1:06}") for number in range(20_000)]
    (members,) = engine.components(chain)
    assert len(members) == 20_001
