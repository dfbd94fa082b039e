"""Harm that befell nobody by one account, and the day of one event in two accounts."""

from datetime import date

import pytest

from copydesk.checks import check
from copydesk.settings import CheckSettings

FILLER = (
    " The harbour of Solvik lies under the old fort. Fishermen mended nets on the quay. The market was quiet."
    " Clouds came in from the west. A choir sang near the town hall. Buses ran late all morning."
)


def found(dossier, one, other, days=None):
    held = dossier({"a": one + FILLER, "b": other + FILLER.replace("old", "new")}, days=days)
    checks = check(held, settings=CheckSettings())
    return [(one.kind, one.outcome) for one in checks if one.outcome in {"conflict", "changed"}]


@pytest.mark.parametrize(
    ("nobody", "somebody"),
    [
        ("Nobody who took Calvex died, the firm said.", "One death, of a man on Calvex, was listed."),
        ("The storm claimed no lives.", "The storm killed two people near Lisk."),
        ("None of the crew was hurt in the blaze at the mill.", "Three of the crew died in the blaze at the mill."),
    ],
    ids=["who", "lives", "the dead are hurt"],
)
def test_harm_to_nobody_and_to_somebody_conflicts(dossier, nobody, somebody):
    assert found(dossier, nobody, somebody) == [("polarity", "conflict")]


@pytest.mark.parametrize(
    ("nobody", "somebody"),
    [
        ("Nobody was hurt in the blaze at the mill.", "Three people were hurt in a crash near the mill."),
        ("Nobody died in the storm.", "Two people were hurt in the storm."),
        ("Nobody who took Calvex died.", "A man on Borvex died."),
        ("Nobody on the north shore was hurt by the slide.", "On the south shore four were hurt by the slide."),
        ("Nobody died in the storm.", "Two people might have died in the storm."),
        ("Nobody on the ship died in the storm. Ashore two people died in the storm.", "A man died in the storm."),
    ],
    ids=["another event", "another fate", "another group", "another place", "perhaps", "both told"],
)
def test_harm_to_others_does_not(dossier, nobody, somebody):
    assert found(dossier, nobody, somebody) == []


def test_a_count_that_was_still_open_has_changed(dossier):
    days = {"a": date(2031, 3, 20), "b": date(2031, 3, 22)}
    none, some = "No deaths have been reported so far in the storm.", "Two people died in the storm."
    assert found(dossier, none, some, days) == [("polarity", "changed")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bo Arnt was arrested on Monday at his home.", "Bo Arnt was arrested on Tuesday at his home."),
        ("The patient died on 12 March at the clinic.", "The patient died at the clinic on 14 March."),
        (
            "Premier Ada Holm was informed on Wednesday evening.",
            "The cut came out on Thursday. Ada Holm, the premier, learned of it minutes before it was announced.",
        ),
    ],
    ids=["weekday", "day", "minutes before"],
)
def test_one_event_on_two_days_conflicts(dossier, one, other):
    assert found(dossier, one, other) == [("when", "conflict")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bo Arnt was arrested on Monday at his home.", "Bo Arnt was charged on Tuesday at the court."),
        ("Bo Arnt was arrested on Monday at his home.", "Mila Sor was arrested on Tuesday at her home."),
        ("The council met on Monday in the hall.", "The council met again on Wednesday in the hall."),
        ("The patient died on Monday at the clinic.", "The patient died at the clinic on 17 March."),
        ("Bo Arnt was held from Monday at his home.", "Bo Arnt was held until Tuesday at his home."),
    ],
    ids=["another deed", "another person", "again", "the same day", "bounds"],
)
def test_days_that_fit_each_other(dossier, one, other):
    assert found(dossier, one, other) == []


def test_what_is_inside_and_outside_conflicts_as_to_where(dossier):
    one, other = "The passengers were inside the bus when it burned.", "The passengers were outside when it burned."
    assert found(dossier, one, other) == [("where", "conflict")]
