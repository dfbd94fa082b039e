"""What every engine must keep: the same records, in any order, at any batch size; no input spoils another's."""

import random
from datetime import date
from functools import partial

import pytest

from contracts.functions import answers_nothing, doubled, odd_ones_raise, seven_kills
from copydesk.desk import Desk
from copydesk.engine import LocalEngine
from copydesk.engine.base import Fault
from copydesk.engine.blocking import block
from copydesk.engine.spools import Scratch
from copydesk.errors import CopydeskError
from copydesk.flow import FLOW
from copydesk.records import Article, Candidate, Fingerprint, Page
from copydesk.settings import BlockLimits, Settings
from copydesk.store import SqliteStore

# The gateway between Python and Java leaves its sockets to the garbage collector.
SPARK = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:unclosed .*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]
ENGINES = [
    pytest.param(("one process", 1), id="one process, batches of 1"),
    pytest.param(("one process", 3), id="one process, batches of 3"),
    pytest.param(("one process", 100), id="one process, batches of 100"),
    pytest.param(("a pool", 3), id="a pool, batches of 3"),
    pytest.param(("on disk", 3), id="on disk, with memory for some hundred keys"),
    pytest.param(("spark", 3), id="spark, batches of 3", marks=SPARK),
]


@pytest.fixture(scope="module")
def spark():
    """Spark on two cores of this machine, started once; where Java or PySpark is missing, the tests fail and say so."""
    from copydesk.engine.spark import SparkEngine

    made = SparkEngine("local[2]", batch=3)
    made.session()
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def engine(request):
    name, batch = request.param
    if name == "spark":
        yield request.getfixturevalue("spark")
        return
    scratch = Scratch(memory=2**14) if name == "on disk" else Scratch()
    made = LocalEngine(2 if name in {"a pool", "on disk"} else 1, batch=batch, scratch=scratch)
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


def test_a_step_that_gives_too_few_answers_is_told_as_a_fault_of_the_step(engine):
    with pytest.raises(CopydeskError, match=r"0 answers for \d inputs"):
        list(engine.map(answers_nothing, range(6)))


@pytest.mark.slow
@pytest.mark.parametrize("engine", [("a pool", 4), pytest.param(("spark", 3), marks=SPARK)], indirect=True, ids=str)
def test_an_input_that_kills_its_process_gets_a_fault_and_the_others_their_answers(engine):
    answers = list(engine.map(seven_kills, range(12)))
    assert isinstance(answers[7], Fault)
    assert [one for one in answers if not isinstance(one, Fault)] == [number for number in range(12) if number != 7]


def test_group_brings_together_what_has_one_key(engine):
    assert list(engine.group("banana", by=lambda letter: letter)) == [
        ("a", ("a", "a", "a")),
        ("b", ("b",)),
        ("n", ("n", "n")),
    ]


def test_group_keeps_the_order_in_which_many_records_of_one_key_are_given(engine):
    dice = random.Random(3)
    rows = [(dice.choice("abcdefgh"), number) for number in range(1_000)]
    found = list(engine.group(iter(rows), by=lambda row: row[0]))
    assert found == [(letter, tuple(row for row in rows if row[0] == letter)) for letter in "abcdefgh"]


def test_components_are_the_connected_sets_whatever_the_order(engine):
    edges = [("d", "e"), ("a", "b"), ("c", "b")]
    assert engine.components(edges) == (("a", "b", "c"), ("d", "e"))
    assert engine.components(reversed(edges)) == engine.components(edges)


def test_a_long_chain_is_one_component(engine):
    chain = [(f"{number:06}", f"{number + 1:06}") for number in range(20_000)]
    (members,) = engine.components(chain)
    assert len(members) == 20_001


def print_of(name, *, shingles=(), anchors=(), quotations=()):
    return Fingerprint(
        id=f"print-{name}", article=name, words=9, shingles=shingles, anchors=anchors, quotations=quotations
    )


def test_block_of_nothing_is_nothing(engine):
    assert tuple(engine.block([], BlockLimits())) == ()
    assert tuple(engine.block([print_of("a")], BlockLimits())) == ()


def test_block_gives_the_pairs_that_share_enough_keys_of_one_family_with_all_their_counts(engine):
    prints = [
        print_of("b", shingles=(1, 2, 9), anchors=(7,)),
        print_of("a", shingles=(1, 2, 3), anchors=(7, 8)),
        print_of("c", shingles=(1,), anchors=(7, 8), quotations=(2**62,)),
        print_of("d", quotations=(2**62,)),
    ]
    found = tuple(engine.block(prints, BlockLimits(least_shingles=2, least_anchors=3, least_quotations=1)))
    assert {(one.a, one.b): (one.shingles, one.anchors, one.quotations) for one in found} == {
        ("a", "b"): (2, 1, 0),
        ("c", "d"): (0, 0, 1),
    }
    assert [one.id for one in found] == sorted(one.id for one in found)


def test_block_joins_the_articles_of_a_common_key_with_the_next_alone(engine):
    prints = [print_of(f"a-{number}", shingles=(1, 2)) for number in (3, 1, 4, 2)]
    found = engine.block(prints, BlockLimits(most_articles=3))
    assert {(one.a, one.b) for one in found} == {("a-1", "a-2"), ("a-2", "a-3"), ("a-3", "a-4")}


def made_up_prints(count, seed):
    dice = random.Random(seed)
    keys = lambda most, many: tuple(sorted({dice.randrange(most) for _ in range(many)}))  # noqa: E731
    return [
        print_of(f"a-{number:03}", shingles=keys(300, 9), anchors=keys(200, 9), quotations=keys(900, 2))
        for number in range(count)
    ]


@pytest.mark.parametrize("most", [3, 8, 50])
def test_block_gives_the_same_pairs_whatever_the_engine_and_the_order(engine, most):
    prints = made_up_prints(200, seed=1)
    limits = BlockLimits(most_articles=most, least_anchors=2)
    found = tuple(engine.block(prints, limits))
    assert len(found) > 200
    assert all(isinstance(one, Candidate) for one in found)
    assert found == block(prints[::-1], limits)


@pytest.mark.parametrize("engine", [pytest.param(("spark", 3), marks=SPARK)], indirect=True, ids=str)
def test_the_newsroom_has_the_same_prints_and_pairs(engine, newsroom):
    """The frame carries the rooms as they are: steps of the flow, over articles as a desk holds them."""
    (step,) = (step for step in FLOW if step.makes is Fingerprint)
    inputs = [{Article: (article,)} for article in newsroom.store.all(Article)]
    answers = list(engine.map(partial(step.run, settings=Settings()), inputs))
    prints = sorted((one for answer in answers for one in answer), key=lambda one: one.id)
    assert prints == list(newsroom.store.all(Fingerprint))
    assert set(engine.block(prints, Settings().copies.block)) >= set(newsroom.store.all(Candidate))
    assert tuple(engine.block(prints, Settings().copies.block)) == block(prints, Settings().copies.block)


def test_without_java_spark_says_what_to_install(monkeypatch):
    from copydesk.engine import spark

    monkeypatch.setattr(spark, "has_java", lambda: False)
    with pytest.raises(CopydeskError, match="openjdk-17-jre-headless"):
        spark.SparkEngine().session()


WHOLE = [
    pytest.param(("on disk", 3), marks=pytest.mark.slow),
    pytest.param(("a pool", 3), marks=pytest.mark.slow),
    pytest.param(("spark", 3), marks=SPARK),
]


@pytest.mark.parametrize("engine", WHOLE, indirect=True, ids=str)
def test_a_desk_ends_with_the_same_records_on_every_engine(engine, newsroom):
    """Every step of the flow, and not the ones of copies alone."""
    desk = Desk(SqliteStore(None), engine=engine)
    sources = sorted({page.source for page in newsroom.store.all(Page)})
    list(desk.add(sources, as_of=date(2038, 12, 31)))
    list(desk.run())
    assert desk.store.snapshot() == newsroom.store.snapshot()
    desk.store.close()
