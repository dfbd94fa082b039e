"""Values in SI units beside those that a page gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.text.si import in_si


@pytest.mark.parametrize(
    ("value", "unit", "per", "told", "si"),
    [
        (640, "kilometre", None, 640_000, "metre"),
        (640, "Kilometer", None, 640_000, "metre"),
        (90, "kilometre", "hour", 25, "metre per second"),
        (12, "knot", None, 12 * 1852 / 3600, "metre per second"),
        (3, "square mile", None, 7_769_964.33, "square metre"),
        (2, "metric ton", None, 2000, "kilogram"),
        (5, "kilowatt hour", None, 18_000_000, "joule"),
        (120, "gram", "litre", 120, "kilogram per cubic metre"),
        (10, "tonne", "hectare", 1, "kilogram per square metre"),
        (38, "degree Celsius", None, 311.15, "kelvin"),
        (212, "degree Fahrenheit", None, 373.15, "kelvin"),
        (6.5, "litre", "head", 0.0065, "cubic metre per head"),
    ],
)
def test_a_measure_is_brought_to_si_with_its_rate(value, unit, per, told, si):
    measure = in_si(value, unit, per)
    assert measure is not None
    assert (measure.value, measure.unit) == (pytest.approx(told), si)


def test_a_difference_of_temperatures_has_no_zero():
    assert in_si(9, "degree Fahrenheit", None, difference=True) == (5, "kelvin")


@pytest.mark.parametrize("unit", [None, "person", "USD", "ton", "gallon", "barrel", "pound", "month", "year", "ratio"])
def test_what_has_no_one_size_is_not_told(unit):
    assert in_si(3, unit, None) is None


@given(st.floats(-1e12, 1e12), st.sampled_from(["mile", "acre", "tonne", "week", "cubic foot", "megawatt hour"]))
def test_twice_as_much_is_twice_as_much(value, unit):
    once, twice = in_si(value, unit, None), in_si(2 * value, unit, None)
    assert once is not None
    assert twice is not None
    assert twice.unit == once.unit
    assert twice.value == pytest.approx(2 * once.value, rel=1e-9)
