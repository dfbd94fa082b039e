"""The figures from which copies are judged, and the weights that judge them."""

import json

import pytest

from copydesk.copies.measures import measure, shared_foot, side_of
from copydesk.copies.traits import Manner, Traits, manner_of, oddity, traits_of
from copydesk.copies.weighing import KINDS, WEIGHTS, copied_odds, kind_shares, weights_of
from copydesk.settings import CopySettings

SETTINGS = CopySettings()
ALIKE = Traits(*[1.0] * len(Traits._fields))
UNLIKE = Traits(*[0.0] * len(Traits._fields))


def likeness(left, right):
    return measure(side_of(left.text), side_of(right.text), settings=SETTINGS)


def test_each_weight_stands_under_the_name_of_its_figure():
    written = json.loads(WEIGHTS.read_text(encoding="utf-8"))

    assert set(written["copied"]) == {*Traits._fields, "always"}
    assert set(written["kinds"]) == set(KINDS[1:])
    assert all(set(row) == {*Manner._fields, "always"} for row in written["kinds"].values())


def test_more_in_common_never_makes_a_copy_less_likely():
    assert all(weight > 0 for weight in weights_of().copied[:-1])
    assert copied_odds(ALIKE) > 10
    assert copied_odds(UNLIKE) < -5


def test_the_shares_of_the_kinds_add_up_to_one():
    shares = kind_shares(Manner(*[0.5] * len(Manner._fields)))

    assert set(shares) == set(KINDS)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_copy_stands_far_above_chance_in_every_figure_of_order(agency, spun, translated, own_report):
    copied = [traits_of(likeness(agency, other)) for other in (spun, translated)]
    chance = traits_of(likeness(agency, own_report))

    assert all(one.sentences_least > chance.sentences_least for one in copied)
    assert all(one.words_least > chance.words_least for one in copied)
    assert all(one.lengths_least > 0.9 for one in copied)


def test_a_spinner_keeps_the_order_of_words_and_a_translator_the_names(agency, spun, translated):
    made = [likeness(agency, other) for other in (spun, translated)]
    by_machine, by_hand = (manner_of(one, traits_of(one)) for one in made)

    assert by_machine.turn > by_hand.turn
    assert by_machine.swapped > by_hand.swapped
    assert by_machine.kept < by_hand.kept
    assert by_machine.odd > by_hand.odd


def test_words_that_seldom_stand_together_are_odd(agency, spun):
    assert oddity(spun.text) > oddity(agency.text) + 0.5
    assert oddity("Too short to tell") == 0.0


@pytest.mark.parametrize(
    ("left", "right", "foot"),
    [
        ("One two three four five.\nReporting by A. Berg", "Five six seven eight nine.\nReporting by A. Berg", 4),
        # Whole paragraphs count, in number no more than is allowed, and never half of a text.
        ("One two three by A. Berg", "Four five six seven by A. Berg", 0),
        ("One two three four.\nReporting by A. Berg", "Reporting by A. Berg", 0),
        ("One.\n" + "word " * 70, "Two.\n" + "word " * 70, 0),
        ("One two three", "Four five six", 0),
    ],
)
def test_what_both_end_with_is_counted_in_whole_paragraphs(left, right, foot):
    assert shared_foot(side_of(left), side_of(right), SETTINGS.longest_foot) == foot
