"""Laws of numbers: what is written is read back, and whatever text comes in is survived."""

from hypothesis import given
from hypothesis import strategies as st

from copydesk.text.numbers import numbers

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(value):
    if value < 20:
        return _SMALL[value]
    if value < 100:
        unit = value % 10
        return _TENS[value // 10 - 2] + (f"-{_SMALL[unit]}" if unit else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= scale:
            rest = value % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(value // scale)} {name}" + (joint + in_words(rest) if rest else "")
    raise AssertionError


@given(st.integers(0, 10**12 - 1))
def test_a_number_in_words_reads_back(value):
    assert [number.value for number in numbers(f"{in_words(value)} people")] == [value]


@given(st.integers(0, 10**12))
def test_a_grouped_number_reads_back(value):
    assert [number.value for number in numbers(f"{value:,} people")] == [value]


@given(st.text(st.characters(codec="utf-8"), max_size=80) | st.text("1 ,.-half andofmilion\u00bd\n", max_size=80))
def test_numbers_stand_in_order_inside_the_text(text):
    end = 0
    for number in numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert number.low is None or number.high is None or number.low <= number.value <= number.high
        end = number.end
