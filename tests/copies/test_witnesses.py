"""What third texts say: readings in common, word-for-word copies, lost sources, sureness along the tree."""

import dataclasses

import pytest

from copydesk.copies import build_family, compare, finish_copy, hangs_together
from copydesk.copies.twins import twins_of
from copydesk.copies.witnesses import readings_of, shared_beyond, stands_between
from copydesk.settings import CopySettings

SETTINGS = CopySettings()


def matched(*articles):
    ordered = sorted(articles, key=lambda article: article.id)
    pairs = [(one, other) for number, one in enumerate(ordered) for other in ordered[number + 1 :]]
    return [match for pair in pairs if (match := compare(*pair, settings=SETTINGS))]


def family_of(*articles):
    return build_family(articles, [one for one in matched(*articles) if hangs_together(one)], settings=SETTINGS)


def reworded(text):
    """The copy of a copy: further words replaced."""
    for before, after in (("uttered", "declared"), ("elevator", "hoist"), ("ensnared", "caged"), ("cereal", "corn")):
        text = text.replace(before, after)
    return text


def test_a_text_between_two_others_has_all_that_they_have_in_common(agency, spun):
    again = reworded(spun.text)

    between = readings_of(spun.text, agency.text, again)
    beside = readings_of(agency.text, spun.text, again)

    assert between.against == 0
    assert stands_between(between, SETTINGS)
    assert beside.against > SETTINGS.chance_readings
    assert not stands_between(beside, SETTINGS)


def test_what_two_texts_share_beyond_a_third_is_what_it_dropped(agency, make):
    lines = agency.text.split("\n")
    other = make("b-other", agency.text.replace("Monday morning", "Monday").replace("at once", "now"))
    cut = make("c-cut", "\n".join([*lines[:2], *lines[6:]]), outlet="South Paper")
    of = {frozenset((match.a, match.b)): match for match in matched(agency, other, cut)}
    ends = ({"a-agency", "b-other"}, {"a-agency", "c-cut"}, {"b-other", "c-cut"})

    pair, first, second = (of[frozenset(two)] for two in ends)

    assert shared_beyond(pair, first, second) >= SETTINGS.least_beyond
    assert shared_beyond(second, pair, first) == 0


def test_word_for_word_copies_stand_as_one_under_the_text_that_pages_speak_for(agency, portal, make):
    cut = make("z-cut", "\n".join(agency.text.split("\n")[:5]), outlet="South Paper")

    sets = twins_of([cut, portal, agency], matched(agency, portal, cut), settings=SETTINGS)

    assert {tuple(article.id for article in one.articles) for one in sets} == {("a-agency", "f-portal"), ("z-cut",)}


def test_a_copy_is_made_from_the_head_and_its_twin_may_stand_for_it(agency, portal, spun):
    family = family_of(agency, portal, spun)
    match = next(match for match in matched(portal, spun))

    copy = finish_copy(match, spun, portal, family, settings=SETTINGS)

    assert {edge.child: edge.parent for edge in family.edges} == {"b-spun": "a-agency", "f-portal": "a-agency"}
    assert copy.direction == "b_to_a"
    assert 0.6 < copy.direction_sure <= 1.0
    assert len({evidence.kind for evidence in copy.why if evidence.kind in {"date", "credit", "corruption"}}) > 1


def test_errors_carried_over_show_a_copy_of_a_copy(agency, spun, make):
    second = make("h-second", reworded(spun.text), day="2031-05-20", outlet="Glow Page")

    line = next(edge for edge in family_of(agency, spun, second).edges if edge.child == "h-second")

    assert line.parent == "b-spun"
    assert "carried_error" in {evidence.kind for evidence in line.why}


def test_a_third_text_speaks_for_the_one_whose_readings_it_has(agency, regional, spun):
    line = next(edge for edge in family_of(agency, regional, spun).edges if edge.child == "b-spun")

    assert line.parent == "a-agency"
    assert "Northby Gazette" in next(one.text for one in line.why if one.kind == "third_witness")


def test_three_texts_each_lacking_what_the_others_share_come_from_one_that_is_lost(agency, make):
    lines = agency.text.split("\n")
    parts = lines[:3], lines[3:6], lines[6:]
    three = [
        make(name, "\n".join([*parts[one], *parts[other]]), day=day, outlet=name)
        for name, one, other, day in (("p", 0, 1, "2031-05-06"), ("q", 1, 2, "2031-05-07"), ("r", 0, 2, "2031-05-08"))
    ]

    family = family_of(*three)
    copies = [finish_copy(match, *_ends(match, *three), family, settings=SETTINGS) for match in matched(*three)]

    (lost,) = family.lost
    assert lost.children == ("p", "q", "r")
    assert {edge.parent for edge in family.edges} == {lost.id}
    assert not any(copy.direction in {"a_to_b", "b_to_a"} for copy in copies)


def test_a_cut_copy_is_not_the_source_of_those_that_have_what_it_lacks(agency, spun, translated, make):
    lines = agency.text.split("\n")
    cut = make("c-cut", "\n".join([lines[0], *lines[4:]]), day="2031-05-06", outlet="South Paper")
    undated = [dataclasses.replace(one, published=None) for one in (spun, translated)]

    family = family_of(cut, *undated)

    assert all(edge.parent != "c-cut" for edge in family.edges)


def _ends(match, *articles):
    return sorted((one for one in articles if one.id in {match.a, match.b}), key=lambda one: one.id)


def test_a_source_without_byline_or_credit_may_be_a_copy_itself(agency, spun):
    source = dataclasses.replace(agency, byline=(), dateline=None, outlet=None)
    (match,) = matched(source, spun)

    copy = finish_copy(match, source, spun, family_of(source, spun), settings=SETTINGS)

    assert copy.direction == "a_to_b"
    assert any(one.kind == "doubt" and "not in this collection" in one.text for one in copy.why)


@pytest.mark.parametrize("days", [("2031-05-05", "2031-05-09"), ("2031-05-09", "2031-05-05")])
def test_the_head_of_a_large_set_is_the_one_its_pages_speak_for(make, agency, days):
    others = [make(f"m{number:03}", agency.text, day="2031-05-07", outlet=f"Paper {number}") for number in range(60)]
    first, last = (
        make(name, agency.text, day=day, outlet=name) for name, day in zip(("One", "Two"), days, strict=True)
    )
    joined = matched(first, last, *others[:2])
    chain = [
        dataclasses.replace(joined[0], a=one.id, b=other.id)
        for one, other in zip([last, *others], others, strict=False)
    ]

    (twins,) = twins_of([first, *others, last], [*joined, *chain], settings=SETTINGS)

    assert twins.head.id == ("One" if days[0] < days[1] else "Two")
    assert len(twins.others) == 61
