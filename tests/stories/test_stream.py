"""Events as accounts come in: order, window and numbers."""

from datetime import date, timedelta
from itertools import chain
from random import Random

import numpy as np
import pytest

from copydesk.records import Article, ArticleId, EventDate, PageId
from copydesk.settings import StorySettings
from copydesk.stories.events import Unit, unit_of
from copydesk.stories.likeness import Rows, among_neighbours, joined, likenesses, neighbourhoods, rows_of
from copydesk.stories.stream import EventStream, Placed, group_units

SETTINGS = StorySettings()
SYLLABLES = "ba co du fe gi ha jo ku le mi no pu ra so tu ve wi xa yo ze".split()


def invented(seed: int, number: int) -> list[str]:
    """So many words that no language has."""
    chance = Random(seed)
    return ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(number)]


COMMON = invented(99, 300)


def account(number: int, event: int, day: date | None = None) -> Unit:
    """One of several accounts of an event: half of its words are those of the event, half are anybody's."""
    chance = Random(number)
    words = chance.choices(invented(event, 20), k=30) + chance.choices(COMMON, k=30)
    chance.shuffle(words)
    article = Article(
        id=ArticleId(f"a{number:03}"),
        page=PageId("p"),
        source=f"s{number}",
        position=0,
        text=" ".join(words),
        blocks=(),
        title=None,
        outlet=None,
        published=None,
    )
    return unit_of([article], [EventDate(low=day, high=day, basis="text")] if day else [], settings=SETTINGS)


ACCOUNTS = [account(event * 4 + turn, event) for turn in range(4) for event in range(12)]


def as_groups(units: list[Unit], groups: list[list[int]]) -> set[frozenset[str]]:
    return {frozenset(units[place].face for place in group) for group in groups}


EVENTS = {frozenset(f"a{event * 4 + turn:03}" for turn in range(4)) for event in range(12)}


def test_accounts_of_one_event_come_together_in_any_order() -> None:
    for seed in range(5):
        order = Random(seed).sample(ACCOUNTS, len(ACCOUNTS))
        assert as_groups(order, group_units(order, settings=SETTINGS)) == EVENTS


def test_one_account_at_a_time_ends_in_the_same_events() -> None:
    stream = EventStream(settings=SETTINGS)
    settled = list(chain.from_iterable(stream.add([unit]) for unit in ACCOUNTS))
    assert settled == []  # all of them fit into the window
    groups: dict[int, list[int]] = {}
    for placed in stream.close():
        groups.setdefault(placed.event, []).append(placed.unit)
    assert as_groups(ACCOUNTS, list(groups.values())) == EVENTS


def test_an_event_keeps_its_number_while_it_grows() -> None:
    stream = EventStream(settings=SETTINGS)
    list(stream.add(ACCOUNTS[:24]))
    before = {placed.unit: placed.event for placed in stream.current()}
    list(stream.add(ACCOUNTS[24:]))
    after = {placed.unit: placed.event for placed in stream.current()}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 12


def test_the_window_bounds_what_is_held_and_nobody_is_lost() -> None:
    settings = StorySettings(window_units=10, regrouped_units=4)
    stream = EventStream(settings=settings)
    out: list[Placed] = []
    for unit in ACCOUNTS:
        out.extend(stream.add([unit]))
        assert len(stream.current()) <= 10
    out.extend(stream.close())
    assert [placed.unit for placed in out] == list(range(len(ACCOUNTS)))
    assert stream.current() == ()


def test_look_alike_events_on_far_days_stay_apart_and_on_one_day_come_together() -> None:
    day = date(2030, 5, 1)
    twice = [account(number, 3, day + timedelta(days=200 * (number % 2))) for number in range(6)]
    assert as_groups(twice, group_units(twice, settings=SETTINGS)) == {
        frozenset(("a000", "a002", "a004")),
        frozenset(("a001", "a003", "a005")),
    }
    once = [account(number, 3, day) for number in range(6)]
    assert len(group_units(once, settings=SETTINGS)) == 1


def test_no_units_make_no_events() -> None:
    assert group_units([], settings=SETTINGS) == []


VECTORS = [{0: 0.6, 1: 0.8}, {0: 1.0}, {}, {1: 0.6, 2: 0.8}]


def _rows(vectors: list[dict[int, float]]) -> Rows:
    return rows_of(
        [np.array(list(one), dtype=np.int64) for one in vectors],
        [np.array(list(one.values()), dtype=np.float32) for one in vectors],
    )


def test_likeness_is_the_product_of_two_vectors() -> None:
    dense = np.array([[one.get(term, 0) for term in range(3)] for one in VECTORS])
    rows = _rows(VECTORS)
    assert likenesses(rows, rows) == pytest.approx(dense @ dense.T, abs=1e-6)
    assert likenesses(_rows(VECTORS[:1]), rows) == pytest.approx((dense @ dense.T)[:1], abs=1e-6)
    assert likenesses(joined([_rows(VECTORS[:2]), _rows(VECTORS[2:])]), rows) == pytest.approx(dense @ dense.T)
    assert likenesses(rows.since(1), rows) == pytest.approx((dense @ dense.T)[1:], abs=1e-6)


def test_two_texts_that_share_a_neighbour_are_more_alike_with_it() -> None:
    alike = np.array([[1.0, 0.4, 0.1], [0.4, 1.0, 0.4], [0.1, 0.4, 1.0]], dtype=np.float32)
    free = np.ones((3, 3), dtype=np.bool_)
    shares = neighbourhoods(alike, free, most=2, floor=0.2, full=0.5)
    assert among_neighbours(alike, shares)[0, 2] > 0.5
    nobody = neighbourhoods(alike, free, most=2, floor=0.45, full=0.5)
    assert among_neighbours(alike, nobody) == pytest.approx(alike)


def test_likeness_is_the_plain_product_however_many_texts_have_a_term():
    chance = np.random.default_rng(5)
    plain = np.where(chance.random((90, 40)) < 0.4, chance.random((90, 40)), 0).astype(np.float32)
    plain[:, :3] = 0.5  # terms of all texts
    texts = rows_of([np.flatnonzero(row) for row in plain], [row[row > 0] for row in plain])
    few = rows_of([np.flatnonzero(row) for row in plain[:7]], [row[row > 0] for row in plain[:7]])
    np.testing.assert_allclose(likenesses(few, texts), plain[:7] @ plain.T, rtol=1e-5)
