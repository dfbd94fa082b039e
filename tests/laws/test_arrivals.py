"""What holds however articles come and go: the pairs are those of what stands in the end."""

from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from copydesk import meeting
from copydesk.engine import FAMILIES, LocalEngine
from copydesk.engine.blocking import block
from copydesk.meeting import Wanted, meet
from copydesk.records import Candidate, Fingerprint
from copydesk.settings import BlockLimits
from copydesk.store import Outcome, SqliteStore, StepRun

PRINTS, PAIRS = StepRun("prints", Fingerprint, 1, "x"), StepRun("candidates", Candidate, 1, "x")
KEYS = st.frozensets(st.integers(0, 12), max_size=6).map(lambda keys: tuple(sorted(keys)))
# What an article has on one day: nothing (it is gone), or its families of keys.
STATES = st.none() | st.tuples(*[KEYS] * len(FAMILIES))
DAYS = st.lists(st.dictionaries(st.integers(0, 11), STATES, max_size=9), min_size=1, max_size=5)
LIMITS = st.builds(
    BlockLimits,
    most_articles=st.integers(2, 5),
    least_shingles=st.integers(1, 3),
    least_anchors=st.integers(1, 3),
    least_skips=st.integers(1, 3),
    least_quotations=st.integers(1, 2),
)


def prints_of(states: dict) -> list[Fingerprint]:
    return [
        Fingerprint(id=f"f-{number:02}", article=f"a-{number:02}", words=9, **dict(zip(FAMILIES, state, strict=True)))
        for number, state in states.items()
        if state is not None
    ]


def bring(store: SqliteStore, prints: Sequence[Fingerprint], limits: BlockLimits, *, engine: LocalEngine) -> int:
    """Put these prints on a desk, in place of those it has, and bring its pairs up to date; how many were looked at."""
    store.forget(PRINTS, list(store.ledger("prints")))
    store.put(PRINTS, [Outcome(one.article, "", (one,)) for one in prints])
    digests = store.digests(Fingerprint)
    wanted = {one.article: Wanted(one.id, digests[one.id]) for one in prints}
    return max(met.total for met in meet(store, engine, PAIRS, wanted, limits=limits))


@given(DAYS, LIMITS)
def test_pairs_are_those_of_what_stands_whatever_came_and_went(days, limits):
    store, states = SqliteStore(None), {}
    for day in days:
        states |= day
        prints = prints_of(states)
        bring(store, prints, limits, engine=LocalEngine())
        assert tuple(store.all(Candidate)) == block(prints, limits)
    store.close()


@given(DAYS, LIMITS, st.integers(1, 4), st.sampled_from([0.5, 99]))
def test_portions_change_nothing_nor_does_it_when_all_pairs_are_made_anew(days, limits, portion, anew):
    store, states = SqliteStore(None), {}
    with patch.object(meeting, "PORTION", portion), patch.object(meeting, "ANEW", anew):
        for day in days:
            states |= day
            bring(store, prints_of(states), limits, engine=LocalEngine())
            assert tuple(store.all(Candidate)) == block(prints_of(states), limits)
    store.close()


def test_what_stands_is_not_looked_at_again():
    states = {number: ((number, 7), (), (), ()) for number in range(9)}
    store = SqliteStore(None)
    assert bring(store, prints_of(states), BlockLimits(), engine=LocalEngine()) == 9
    assert bring(store, prints_of(states), BlockLimits(), engine=LocalEngine()) == 0
    states |= {3: ((3, 5), (), (), ()), 9: ((9, 7), (), (), ())}
    assert bring(store, prints_of(states), BlockLimits(), engine=LocalEngine()) == 2
    store.close()
