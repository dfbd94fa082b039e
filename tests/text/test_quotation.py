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
        ('"', []),
    ],
)
def test_marks_pair_and_possessives_are_none(text, words):
    assert quoted(text) == words
