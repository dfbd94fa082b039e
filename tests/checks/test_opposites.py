"""Opposite deeds of one thing in two accounts, and what only looks like them."""

import pytest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bo Arnt backed the motion to close the harbour.", "Bo Arnt opposed the motion to close the harbour."),
        ("Two walked out and a third, Bo Arnt, abstained.", "Bo Arnt, whose speech was long, voted with the rest."),
        ("The union accepted the offer of more pay.", "The offer of more pay was rejected by the union."),
        ("The pilot survived the crash of the glider.", "The pilot died in the crash of the glider."),
        ("The court upheld the ban on trawling.", "The ban on trawling was overturned by the court."),
        ("The envoy left the talks early.", "The envoy stayed at the talks to the end."),
        ("The alarm on the third floor worked.", "The alarm on the third floor failed."),
        ("Director Ada Morvane confirmed the theft.", "Ada Morvane denied the theft of the boats."),
    ],
)
def test_opposite_deeds_of_one_thing_conflict(conflicts, one, other):
    (found,) = conflicts(one, other)
    assert found.kind == "polarity"
    assert {side.article for side in found.sides} == {"a", "b"}
    assert "appear" in found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The pilot survived the crash of the glider.", "The passenger died in the crash of the glider."),
        ("The union accepted the first offer of pay.", "The union rejected the second offer of pay."),
        ("Bo Arnt voted against the budget.", "Bo Arnt backed the harbour plan."),
        ("The union accepted the offer of more pay.", "The union may have rejected the offer of more pay."),
        ("The union accepted the offer of more pay.", "The rejected offer of more pay had been another one."),
        ("Ada Morvane refused to leave the ship.", "Ada Morvane accepted the ship that was offered."),
        ("The driver of the lorry stopped.", "The driver of the bus drove on."),
    ],
    ids=["another person", "another offer", "another vote", "maybe", "adjective", "to do", "another driver"],
)
def test_deeds_of_different_things_do_not(conflicts, one, other):
    assert conflicts(one, other) == []


def test_who_did_both_by_one_account_did_both(conflicts):
    one = "Ada Morvane lowered the fee for the ferry."
    other = "Ada Morvane raised the fee for the ferry. In spring Ada Morvane lowered the fee for the ferry."
    assert conflicts(one, other) == []


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("The mayor hit the guard Bo Arnt of Solvik.", "The mayor of Solvik touched no guard at all."),
        ("Mila Sor ordered the evacuation of Lisk.", "No evacuation of Lisk was ever ordered."),
        ("The accused pleaded guilty to fraud.", "The accused pleaded not guilty to fraud."),
    ],
    ids=["included", "noun", "plea"],
)
def test_denials_that_gainsay(conflicts, told, denied):
    (found,) = conflicts(told, denied)
    assert found.kind == "polarity"


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("Bo Arnt drew up the plan to break the lock.", "Bo Arnt was not told of the plan to break the lock."),
        ("Bo Arnt praised the lengthy process.", "It was the vote, not the lengthy process, that mattered."),
        ("Formerly Bo Arnt owned the mill at Lisk.", "Bo Arnt does not own the mill at Lisk."),
        ("The stone hit the girl in Solvik.", "The stone was not meant to hit the girl in Solvik."),
        ("Solvik held a lengthy process over the mill.", "Solvik sold the mill without the lengthy process."),
        ("Ada Holm has signed for the sequel.", "Unlike Ada Holm, Bo Arnt has not signed for the sequel."),
        ("Ada Holm allowed the use of the harbour law.", "Ada Holm wouldn't allow the harbour law to be used so."),
        ("Bo Arnt played in the second half at Lisk.", "At Lisk, Mila Sor did not play in the half."),
    ],
    ids=["not told", "contrast", "formerly", "not meant", "without", "another person", "would", "another player"],
)
def test_denials_of_something_else(conflicts, told, denied):
    assert conflicts(told, denied) == []
