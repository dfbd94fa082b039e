"""Countries by their names and peoples, and places that every reader knows."""

from __future__ import annotations

import pytest

from copydesk.text.places import country_of, is_known_place


@pytest.mark.parametrize(
    "name", ["United Kingdom", "the UK", "U.K.", "Britain", "British", "Britons", "Great Britain's"]
)
def test_one_country_has_many_names(name: str) -> None:
    assert country_of(name) == "united kingdom"


def test_a_city_is_a_place_and_no_country() -> None:
    assert is_known_place("Bogotá")
    assert country_of("Bogotá") is None


@pytest.mark.parametrize("name", ["Tarnholt", "Paris Hilton", "Union", ""])
def test_what_is_on_no_list_is_no_known_place(name: str) -> None:
    assert not is_known_place(name)
    assert country_of(name) is None


def test_a_people_is_no_place() -> None:
    assert country_of("Swedes") == "sweden"
    assert not is_known_place("Swedes")
