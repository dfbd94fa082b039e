"""Names by their capitals, of a text and of its sentences alone."""

import pytest

from copydesk.text.names import names, names_of_sentence
from copydesk.text.sentences import sentences

TOLD = "Minister Lenka Odry left. Skarvik voted on Monday. The mayor of Skarvik, J. K. Mora, stayed."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Bank of Norvane met Lenka Odry's staff.", ["Bank of Norvane", "Lenka Odry"]),
        ("It was Monday. But The Meridian said no.", ["Meridian"]),
        ("Asked again, The President and The Spokesman agreed.", []),
        ("On Tuesday The Of The came.", []),
        ("Told by the US, by Us and by St. Mor.", ["US", "St. Mor"]),
    ],
)
def test_a_name_begins_behind_plain_words_and_ends_before_a_possessive(text, expected):
    assert [name.text for name in names(text)] == expected


def test_a_word_that_opens_a_sentence_is_a_name_where_it_stands_elsewhere_too():
    assert [(name.text, name.initial) for name in names(TOLD)] == [
        ("Minister Lenka Odry", False),
        ("Skarvik", True),
        ("Skarvik", False),
        ("J. K. Mora", False),
    ]


def test_a_sentence_alone_has_the_names_of_its_own_words_at_their_places_in_the_text():
    alone = [[name.text for name in names_of_sentence(TOLD, place)] for place in sentences(TOLD)]
    assert alone == [["Minister Lenka Odry"], [], ["Skarvik", "J. K. Mora"]]
    last = names_of_sentence(TOLD, sentences(TOLD)[-1])
    assert all(TOLD[name.start : name.end] == name.text for name in last)


def test_a_run_too_long_to_be_remembered_is_read_like_any_other():
    run = "The " * 60 + "Harbour Trust"
    assert [name.text for name in names(f"They asked {run}.")] == ["Harbour Trust"]
