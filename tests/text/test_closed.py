"""The closed word classes that several rooms share."""

from copydesk.copies.altered.tokens import FUNCTION as OF_COPIES
from copydesk.text.closed import COUNTING, FUNCTION, MONTHS, WEEKDAYS
from copydesk.text.concepts import EMPTY, concept
from copydesk.text.numbers import numbers


def test_number_words_have_the_values_that_numbers_reads():
    for word, value in COUNTING.items():
        (found,) = numbers(f"{word} ships")
        assert found.value == value


def test_what_rooms_leave_out_holds_the_closed_classes():
    assert FUNCTION <= EMPTY
    assert FUNCTION <= OF_COPIES


def test_no_function_word_says_anything_and_no_noun_is_one():
    assert all(concept(word) is None for word in FUNCTION)
    assert concept("bridge") is not None


def test_a_week_has_seven_days_and_a_year_twelve_months():
    assert len(set(WEEKDAYS)) == 7
    assert len(set(MONTHS)) == 12
