"""Places of words that were asked for, and the stretches shown around them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.text.seeking import Window, forms, marks, merged, needles, windows

TEXT = "The ferry Rauøy struck the quay. Nobody in São Tomé saw the ferries; the Ferry's crew did."
SHAPE = {"width": 40, "lead": 10, "most": 2}


def said(query: str, passage: str = "", text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in marks(text, needles(query, passage), most=99)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ferry", ["ferry", "ferries", "Ferry"]),
        ("Ferry", ["ferry", "Ferry"]),
        ("ferries", ["ferry", "ferries", "Ferry"]),
        ("ferr*", ["ferry", "ferries", "Ferry"]),
        ("sao TOME", ["São", "Tomé"]),
        ('"struck the quay"', ["struck the quay"]),
        ('"struck quay"', []),
        ("rauøy quay", ["Rauøy", "quay"]),
        ("*", []),
        ('"', []),
        ("", []),
    ],
)
def test_words_phrases_and_beginnings(query, found):
    assert said(query) == found


@pytest.mark.parametrize(
    ("word", "all_of_them"),
    [
        ("quay", ("quay", "quays")),
        ("boxes", ("boxes", "box")),
        ("coach", ("coach", "coaches")),
        ("people", ("people", "person")),
        ("Mills", ("Mills",)),
        ("gas", ("gas",)),
        ("co-op", ("co-op",)),
        ("4200", ("4200",)),
    ],
)
def test_a_word_is_looked_for_in_both_numbers_unless_it_is_a_name(word, all_of_them):
    assert forms(word) == all_of_them


def test_a_passage_stands_together_whatever_the_marks_between():
    assert said("", "the quay — “nobody” in") == ["the quay. Nobody in"]
    assert said("ferry", "the ferry Rauøy") == ["The ferry Rauøy", "ferries", "Ferry"]


def test_places_that_overlap_are_one_and_most_is_the_most():
    assert merged([(4, 9), (0, 5), (9, 12)]) == [(0, 9), (9, 12)]
    assert len(marks("word " * 50, needles("word"), most=7)) == 7


def test_a_window_holds_the_most_and_begins_and_ends_between_words():
    (first, second) = windows(TEXT, marks(TEXT, needles("struck quay crew"), most=9), **SHAPE)
    assert TEXT[first.start : first.end] == "Rauøy struck the quay. Nobody in São"
    assert [TEXT[first.start :][low:high] for low, high in first.marks] == ["struck", "quay"]
    assert TEXT[second.start : second.end].endswith("crew did.")


def test_a_window_stays_in_its_paragraph():
    text = "One line.\nThe word stands here.\nAnother line."
    (window,) = windows(text, marks(text, needles("word"), most=9), **SHAPE)
    assert text[window.start : window.end] == "The word stands here."


def test_without_places_it_is_the_beginning():
    assert windows("A short text.", [], **SHAPE) == [Window(0, 13, ())]
    assert windows("", [], **SHAPE) == []


texts = st.text(alphabet="ab é.\n,ø ", max_size=120)


@given(texts, st.text(alphabet='ab é*"', max_size=12), st.integers(1, 60), st.integers(0, 20))
def test_windows_show_places_of_the_text_apart_and_in_order(text, query, width, lead):
    places = marks(text, needles(query), most=50)
    shown = windows(text, places, width=width, lead=min(lead, width), most=3)
    assert [one.start for one in shown] == sorted(one.start for one in shown)
    assert all(one.end <= other.start for one, other in pairwise(shown))
    for window in shown:
        assert 0 <= window.start <= window.end <= len(text)
        assert "\n" not in text[window.start : window.end]
        for low, high in window.marks:
            assert 0 <= low < high <= window.end - window.start
            assert any(start <= low + window.start and high + window.start <= end for start, end in places)
