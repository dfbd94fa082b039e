"""Functions that make records from JSON: what they take, what they fill in, and what they refuse."""

from dataclasses import dataclass
from datetime import date

import pytest

from copydesk.records import Range
from copydesk.store.readers import reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop of a ferry."""

    place: Range
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A tour of a ferry."""

    name: str
    stops: tuple[Stop, ...]
    days: tuple[date, ...] = ()
    length: float | None = None
    names: tuple[str, ...] = ("Lomvi",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """A record that holds what records do not hold."""

    held: tuple[int, list[int]]


def test_records_within_records_are_made_and_what_a_row_lacks_takes_its_default():
    row = {"name": "north", "stops": [{"place": [1, 2], "day": "2031-05-06"}, {"place": [3, 4]}], "length": 3}
    assert reader(Tour)(row) == Tour(
        name="north",
        stops=(Stop(place=(1, 2), day=date(2031, 5, 6)), Stop(place=(3, 4))),
        length=3.0,
    )
    assert reader(Tour)({"name": "x", "stops": [], "days": ["2031-05-06"], "length": None}).days == (date(2031, 5, 6),)


def test_fields_of_later_versions_are_passed_over_and_missing_ones_are_told():
    assert reader(Stop)({"place": [1, 2], "tide": "low"}) == Stop(place=(1, 2))
    with pytest.raises(KeyError, match="place"):
        reader(Tour)({"name": "x", "stops": [{"day": None}]})


def test_what_records_do_not_hold_is_refused():
    with pytest.raises(TypeError, match="do not hold"):
        reader(Odd)
