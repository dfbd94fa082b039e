"""Which of two texts was made from the other, and when that is left open."""

import dataclasses

from copydesk.copies import build_family, compare, finish_copy
from copydesk.settings import CopySettings

SETTINGS = CopySettings()


def finished(left, right, *others):
    """The copy that two articles make in the family of all."""
    articles = sorted((left, right, *others), key=lambda article: article.id)
    pairs = [(one, other) for number, one in enumerate(articles) for other in articles[number + 1 :]]
    matches = [match for pair in pairs if (match := compare(*pair, settings=SETTINGS))]
    family = build_family(articles, matches, settings=SETTINGS)
    match = next(match for match in matches if {match.a, match.b} == {left.id, right.id})
    first, second = sorted((left, right), key=lambda article: article.id)
    return finish_copy(match, first, second, family, settings=SETTINGS)


def bare(article):
    """The article without anything its page says of it."""
    return dataclasses.replace(
        article, published=None, outlet=None, byline=(), dateline=None, credited_to=None, blocks=()
    )


def test_dates_credit_and_damage_together_say_which_way(agency, spun):
    copy = finished(agency, spun)

    assert copy.direction == "a_to_b"
    assert {"date", "credit", "insertion", "corruption"} <= {evidence.kind for evidence in copy.why}


def test_the_direction_is_that_of_the_texts_not_of_their_ids(agency, spun):
    early, late = dataclasses.replace(agency, id="y"), dataclasses.replace(spun, id="x")

    assert finished(early, late).direction == "b_to_a"


def test_a_reworded_text_shows_by_its_damage_alone(agency, spun):
    copy = finished(bare(agency), bare(spun))

    assert copy.direction == "a_to_b"
    kinds = {evidence.kind for evidence in copy.why}
    assert kinds & {"corruption", "insertion", "collocation", "truncation"}
    assert not kinds & {"date", "credit"}


def test_one_kind_of_evidence_is_not_enough(agency, portal):
    early = dataclasses.replace(bare(agency), published=agency.published)
    late = dataclasses.replace(
        bare(portal),
        published=dataclasses.replace(
            agency.published, low=agency.published.high.replace(day=9), high=agency.published.high.replace(day=9)
        ),
    )

    assert finished(early, late).direction == "unknown"


def test_nothing_is_said_of_twins_without_dates_or_names(agency, portal):
    copy = finished(bare(agency), bare(portal))

    assert copy.direction == "unknown"
    assert not any(evidence.kind in {"date", "credit", "third_witness"} for evidence in copy.why)


def test_a_page_that_names_the_other_as_its_source_is_believed(agency, regional):
    copy = finished(agency, regional)

    assert copy.direction == "a_to_b"
    assert any("Coastal Wire" in evidence.text for evidence in copy.why if evidence.kind == "credit")


def test_two_copies_of_one_text_have_a_common_source(agency, spun, translated, regional):
    copy = finished(regional, spun, agency, translated)

    assert copy.direction == "common_source"
    assert any(evidence.kind == "third_witness" for evidence in copy.why)


def test_what_speaks_against_the_direction_is_told_as_well(agency, spun):
    late = dataclasses.replace(
        agency,
        published=dataclasses.replace(
            agency.published, low=agency.published.low.replace(day=20), high=agency.published.high.replace(day=20)
        ),
    )

    copy = finished(late, spun)

    assert copy.direction == "a_to_b"
    assert any(evidence.kind == "doubt" and "dates it" in evidence.text for evidence in copy.why)


def test_alterations_are_read_from_the_source_whichever_side_it_stands_on(agency, spun):
    straight = finished(agency, spun)
    turned = finished(dataclasses.replace(agency, id="y"), dataclasses.replace(spun, id="x"))

    sums = [(one.before, one.after) for one in straight.alterations if one.kind == "number"]
    assert any("18" in before and "81" in after for before, after in sums)
    assert sums == [(one.before, one.after) for one in turned.alterations if one.kind == "number"]
    for one in turned.alterations:
        assert one.a is None or spun.text[slice(*one.a)] == one.after
        assert one.b is None or agency.text[slice(*one.b)] == one.before


def test_two_pages_of_one_outlet_are_called_by_their_titles(agency, spun):
    early, late = dataclasses.replace(agency, title="A lift falls"), dataclasses.replace(spun, title="Elevator down")
    copy = finished(early, dataclasses.replace(late, outlet=agency.outlet))

    told = " ".join(evidence.text for evidence in copy.why)
    assert "Elevator down" in told
    assert agency.outlet not in told


def test_a_source_that_is_not_here_is_told_in_words(agency, make):
    lines = agency.text.split("\n")
    credit = {"credited_to": "Far Agency", "day": "2031-05-06"}
    left = make("p", "\n".join(lines[:7]), outlet="North Paper", **credit)
    right = make("q", "\n".join(lines[2:]), outlet="South Paper", byline=("Ina Roe",), **credit)
    third = make("r", "\n".join(lines[1:8]), outlet="West Paper", **credit)
    copy = finished(left, right, third)

    assert copy.direction == "common_source"
    assert not any("lost-" in evidence.text for evidence in copy.why)
