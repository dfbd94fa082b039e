"""Stretches inside quotation marks: single marks, possessives, marks without a partner."""

import pytest

from copydesk.text.quotation import quotations


def quoted(text):
    return [text[one.start : one.end] for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She affirmed the 'no limits' partnership and shook the leaders' hands, he said.", ["no limits"]),
        ("'The leaders' hands were cold,' he said.", ["The leaders' hands were cold,"]),
        ("'It is a third party,' he said.", ["It is a third party,"]),
        ("The leaders' hands and the players' feet were cold.", []),
        ('He said "no" and “yes”.', ["no", "yes"]),
        ("“It goes on\nHe left.", ["It goes on"]),
        ('"It is over,” he said.', ["It is over,"]),
        ('“It is over," he said.', ["It is over,"]),
        ("Back in the '90s the players' feet were cold.", []),
        ("'I don't know,' she said. 'It's fine.'", ["I don't know,", "It's fine."]),
        ('She "ran". \'I am sure that it held,\' he said of the "gate".', ["ran", "I am sure that it held,", "gate"]),
        ("The firm Co.'s board and the players' feet were cold.", []),
        ('"', []),
    ],
)
def test_marks_pair_and_possessives_are_none(text, words):
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«It is over», he said.", ["It is over"]),
        ("« It is over », he said.", ["It is over"]),
        ("»It is over,« he said.", ["It is over,"]),
        ("„It is over“, he said, „for good.”", ["It is over", "for good."]),
        ("“It is over,“ he said.", ["It is over,"]),
        ("「It is over」と彼は言った。", ["It is over"]),
        ("`` It is over,'' he said. ''I mean it.''", ["It is over,", "I mean it."]),
        ("“It is over,’’ he said. ‘‘For good.’’", ["It is over,", "For good."]),
        ('"It is over, " he said. "For good."', ["It is over,", "For good."]),
    ],
)
def test_every_style_of_marks_pairs(text, words):
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It is over.\nI am glad,” he said.", ["It is over.", "I am glad,"]),
        ("He left. It is over,” he said.", ["It is over,"]),
        ('It is over," he said. "For good."', ["It is over,", "For good."]),
        ('" he said.', []),
        ('It was 6" and 7" long.', []),
    ],
)
def test_a_closing_mark_alone_ends_what_its_paragraph_or_sentence_began(text, words):
    assert quoted(text) == words


def test_the_marks_of_a_quotation_are_told_with_the_blanks_beside_them():
    text = "« It is over », he said."
    (quotation,) = quotations(text)
    assert text[slice(*quotation.outer)] == "« It is over »"
