"""Numbers in digits and in words: what each form is worth, and what is none."""

import pytest

from copydesk.text.numbers import numbers
from timing import takes_less


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4,200 people", 4200),
        ("10bn cubic metres", 1e10),
        ("4.1bn cubic metres", 4_100_000_000),
        ("3.4%", 3.4),
        ("1.2 million", 1.2e6),
        ("forty-three", 43),
        ("a dozen", 12),
        ("two dozen ambulances", 24),
        ("five thousand four hundred and twelve", 5412),
        ("two hundred thousand", 200_000),
        ("a hundred and five", 105),
        ("two and a half", 2.5),
        ("one and a quarter percentage points", 1.25),
        ("three-and-a-half", 3.5),
        ("2½ hours", 2.5),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("5 lakh", 500_000),
        ("3 crore", 30_000_000),
        ("12,34,567", 1_234_567),
        ("1.234,5", 1234.5),
        ("1.234.567", 1_234_567),
        ("10 000 people", 10_000),
        ("10\u00a0000 people", 10_000),
        ("2.4bn-thaler", 2.4e9),
        ("q35,000", 35_000),
        ("One person", 1),
    ],
)
def test_cardinals(text, value):
    (number,) = numbers(text)
    assert (number.value, number.kind) == (pytest.approx(value), "cardinal")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("38th", "ordinal", 38),
        ("the twenty-first", "ordinal", 21),
        ("a third terminal", "ordinal", 3),
        ("a third of it", "fraction", 1 / 3),
        ("two-thirds", "fraction", 2 / 3),
        ("each pays half", "fraction", 0.5),
        ("one in five", "ratio", 0.2),
        ("two of every three", "ratio", 2 / 3),
        ("nine out of 10", "ratio", 0.9),
        ("twice", "multiple", 2),
    ],
)
def test_other_kinds(text, kind, value):
    (number,) = numbers(text)
    assert (number.kind, number.value) == (kind, pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10 to 15 million", 10e6, 15e6),
        ("10-15", 10, 15),
        ("between 10 and 15", 10, 15),
        ("two or three", 2, 3),
        ("tens of thousands", 10_000, None),
        ("several hundred", 100, None),
        ("dozens", 12, None),
    ],
)
def test_numbers_with_bounds_of_their_own(text, low, high):
    (number,) = numbers(text)
    assert (number.low, number.high, number.approximate) == (low, high, True)


@pytest.mark.parametrize(
    "text",
    ["one of them", "no one", "the one", "half-time", "his half brother", "1.2.3", "10.0.0.1", "both", "several"],
)
def test_what_is_no_number(text):
    assert numbers(text) == []


def test_two_numbers_are_not_a_range_when_they_fall_or_change():
    assert [number.value for number in numbers("by six to three, from 4 to 9")] == [6, 3, 4, 9]


def test_a_scale_leaves_no_dust_behind():
    assert [number.value for number in numbers("4.1bn, 1.1m, 2.3 trillion")] == [
        4_100_000_000,
        1_100_000,
        2_300_000_000_000,
    ]


def test_a_number_is_where_it_stands():
    text = "Another 43 people were hurt, six of them critically, and about 1.3m lost power."
    assert [text[number.start : number.end] for number in numbers(text)] == ["43", "six", "1.3m"]


@pytest.mark.parametrize(
    "text",
    [
        "1,234 and twenty-" * 20_000,
        "9" * 300_000,
        "a half of " * 30_000,
        "one hundred and " * 10_000,
        "million " * 20_000,
    ],
    ids=lambda text: text[:10],
)
def test_a_very_long_line_takes_linear_time(text):
    takes_less(2, lambda: numbers(text))
