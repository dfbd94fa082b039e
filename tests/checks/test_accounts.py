"""Which accounts tell of one event."""

from datetime import date

import pytest

from copydesk.checks.accounts import accounts, of_one_event


@pytest.mark.parametrize(
    ("stories", "low", "high", "one"),
    [
        ({"s"}, None, None, True),
        ({"t"}, date(2031, 3, 22), date(2031, 3, 22), True),
        ({"t"}, date(2031, 3, 1), date(2031, 3, 25), True),
        ({"t"}, date(2031, 3, 23), date(2031, 3, 23), False),
        ({"t"}, date(2030, 3, 1), date(2031, 3, 25), False),
        ({"t"}, None, None, False),
    ],
    ids=["one story", "two days later", "about then", "three days later", "within the year", "no day"],
)
def test_accounts_of_one_story_or_of_days_tell_of_one_event(dossier, stories, low, high, one):
    (first,) = accounts(dossier({"a": "The collapse killed seven people."}))
    first = first._replace(stories=frozenset({"s"}))
    other = first._replace(stories=frozenset(stories), low=low, high=high)
    assert of_one_event(first, other) is of_one_event(other, first) is one
