"""Two figures that only look as if they measured one thing."""

from datetime import date

import pytest

from copydesk.checks import check
from copydesk.settings import CheckSettings


def outcomes(dossier, one, other, days=None):
    held = dossier({"a": one, "b": other}, days=days)
    return [one.outcome for one in check(held, settings=CheckSettings()) if one.kind == "number"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("In the final Ada Holm scored 25 points for Solvik.", "In the final Mila Sor scored 22 points for Solvik."),
        ("Altamira shares fell 12 per cent on Monday.", "Altamira shares fell 4 per cent on Tuesday."),
        ("Altamira shares fell 12 per cent on Monday.", "Altamira shares fell 4 per cent last year."),
        ("The raiders left seven rifles in the shed.", "The raiders left another three rifles in the shed."),
        (
            "The quake was centred 11 miles west of Lisk at a depth of 9 miles and 4 miles east of Vey.",
            "The quake was centred 3 miles south of Lisk, 6 miles north of Vey.",
        ),
    ],
    ids=["another person", "another day", "another year", "other ones", "several of one unit"],
)
def test_figures_of_another_scope_do_not_conflict(dossier, one, other):
    assert "conflict" not in outcomes(dossier, one, other)


def test_the_same_person_and_day_conflict(dossier):
    one, other = "Ada Holm scored 25 points in the final.", "In the final Ada Holm scored 22 points."
    assert outcomes(dossier, one, other) == ["conflict"]


def test_an_adjective_of_a_country_is_nobody(dossier):
    one = "An Australian climber died in a fall of 150 metres from the ridge."
    other = "Duncan Holm, a climber, died in a fall of 60 metres from the ridge."
    assert outcomes(dossier, one, other) == ["conflict"]


def test_sentences_that_share_another_figure_speak_of_one_thing(dossier):
    one = "Rescuers drilled a shaft 66 centimetres wide and 412 metres deep."
    other = "The shaft is 66 centimetres wide, and 438 metres deep."
    assert "conflict" in outcomes(dossier, one, other)


def test_time_up_to_the_day_of_writing_has_moved_on(dossier):
    one, other = "The siege of Lisk began 11 days ago.", "The siege of Lisk began 12 days ago."
    days = {"a": date(2031, 3, 20), "b": date(2031, 3, 21)}
    assert outcomes(dossier, one, other, days) == ["changed"]
