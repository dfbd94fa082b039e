"""Sentences with their places."""

import pytest

from copydesk.text.sentences import ABBREVIATIONS, sentences


def told(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("word", sorted(ABBREVIATIONS))
def test_no_sentence_ends_behind_an_abbreviation(word):
    text = f"They saw {word.capitalize()}. Mora in the hall. He left."
    assert told(text) == [f"They saw {word.capitalize()}. Mora in the hall.", "He left."]


@pytest.mark.parametrize("word", ["quays", "x-approx", "Annapprox", "averylongwordindeed", "a.b.c.approx", "3"])
def test_a_sentence_ends_behind_words_that_are_no_abbreviations(word):
    ended = word != "x-approx"
    assert (told(f"They saw {word}. He left.") == [f"They saw {word}.", "He left."]) is ended


def test_no_sentence_crosses_a_line_or_keeps_white_space_around_it():
    assert told("  One came.  Two went\n \u2003Three. \u201cFour?\u201d  \n") == [
        "One came.",
        "Two went",
        "Three.",
        "\u201cFour?\u201d",
    ]
