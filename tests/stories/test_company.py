"""How alike events are by their names: in arrays, and as one would reckon it pair by pair."""

from collections import Counter
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from copydesk.settings import StorySettings
from copydesk.stories import company
from copydesk.stories.company import NameVectors

SETTINGS = StorySettings(hub_events=3)
COUPLES = "copydesk.stories.couples"
NAMES = st.sampled_from([f"name{number}" for number in range(12)])
VECTORS = st.lists(st.dictionaries(NAMES, st.floats(0.05, 1.0), max_size=7), max_size=14)


def plain(left: dict[str, float], right: dict[str, float]) -> float:
    return sum(weight * right[name] for name, weight in left.items() if name in right)


@given(VECTORS)
def test_vectors_come_back_as_they_were_given(vectors):
    held = NameVectors.of(vectors)
    assert list(held) == vectors
    assert held[1:3] == vectors[1:3]


@given(VECTORS, st.integers(1, 20))
def test_every_two_events_that_are_alike_enough_are_found_once(vectors, at_once):
    held = NameVectors.of(vectors)
    with_bound = company._PAIRS_AT_ONCE
    company._PAIRS_AT_ONCE = at_once
    try:
        found = [pair for portion in held.pairs(0.2) for pair in zip(*(one.tolist() for one in portion), strict=True)]
    finally:
        company._PAIRS_AT_ONCE = with_bound
    expected = {
        (later, earlier): plain(vectors[later], vectors[earlier])
        for later in range(len(vectors))
        for earlier in range(later)
    }
    assert len(found) == len({(later, earlier) for later, earlier, _ in found})
    for (later, earlier), alike in expected.items():
        told = [one for *pair, one in found if tuple(pair) == (later, earlier)]
        np.testing.assert_allclose(held.likeness(later, earlier), alike, rtol=1e-12)
        if abs(alike - 0.2) > 1e-9:
            np.testing.assert_allclose(told, [alike] if alike >= 0.2 else [], rtol=1e-12)


@given(VECTORS)
def test_names_in_company_are_those_reckoned_event_by_event(vectors):
    told = NameVectors.of(vectors).in_company(SETTINGS)
    held = Counter(name for vector in vectors for name in vector)
    couples = Counter(couple for vector in vectors for couple in couples_of(vector, held))
    for vector, found in zip(vectors, told, strict=True):
        weights = {name: weight * min(1, 3 / held[name]) for name, weight in vector.items()}
        for (one, other), both in couples.items():
            if (one, other) in couples_of(vector, held):
                by_chance = held[one] * held[other] / len(vectors)
                rare = max(0.0, 1 - by_chance / both) * min(1, 3 / both)
                weights[f"{one} & {other}"] = (vector[one] * vector[other]) ** 0.5 * rare
        length = max(1.0, sum(weight * weight for weight in weights.values()) ** 0.5)
        # What one event alone holds counts in its length, and is not kept.
        events = held | {f"{one} & {other}": both for (one, other), both in couples.items()}
        assert found.keys() == {name for name, weight in weights.items() if weight and events[name] > 1}
        for name, weight in found.items():
            np.testing.assert_allclose(weight, weights[name] / length, rtol=1e-12)


@given(VECTORS)
def test_names_in_company_are_the_same_however_few_couples_are_held_at_once(vectors):
    told = NameVectors.of(vectors).in_company(SETTINGS)
    with patch(f"{COUPLES}._MADE_AT_ONCE", 2), patch(f"{COUPLES}._COUNTED_AT_ONCE", 3):
        assert list(NameVectors.of(vectors).in_company(SETTINGS)) == list(told)


def couples_of(vector: dict[str, float], held: Counter[str]) -> set[tuple[str, str]]:
    hubs = sorted(name for name in vector if held[name] > 3)
    return {(one, other) for one in hubs for other in hubs if one < other}


def test_a_name_of_more_events_than_it_may_lead_to_joins_none():
    everywhere = NameVectors.of([{"norvane": 1.0}] * 70 + [{"zelin": 1.0}] * 3)
    pairs = [len(portion.alike) for portion in everywhere.leading().pairs(0.1)]
    assert sum(pairs) == 3
