"""Trees of copies."""

import dataclasses

import pytest

from copydesk.copies import build_family, compare, hangs_together
from copydesk.copies.arborescence import Arc, best_tree
from copydesk.settings import CopySettings

SETTINGS = CopySettings()


def family_of(*articles):
    ordered = sorted(articles, key=lambda article: article.id)
    pairs = [(one, other) for number, one in enumerate(ordered) for other in ordered[number + 1 :]]
    matches = [match for pair in pairs if (match := compare(*pair, settings=SETTINGS))]
    return build_family(ordered, [match for match in matches if hangs_together(match)], settings=SETTINGS)


def parents(family):
    return {edge.child: edge.parent for edge in family.edges}


def test_every_copy_hangs_from_the_text_it_was_made_from(agency, portal, relatives):
    family = family_of(agency, *relatives)

    assert family.roots == (agency.id,)
    assert parents(family)[portal.id] == agency.id
    assert all(parents(family)[one.id] in {agency.id, portal.id} for one in relatives if one is not portal)


def test_a_copy_of_a_copy_is_known_by_the_errors_it_carries_over(agency, spun, make):
    again = spun.text.replace("uttered", "declared").replace("elevator", "hoist").replace("ensnared", "caged")
    second = make("h-second", again, day="2031-05-20", outlet="Glow Page")

    assert parents(family_of(agency, spun, second))[second.id] == spun.id


def test_a_parent_that_is_not_established_is_null_with_its_candidates(agency, portal):
    twins = [
        dataclasses.replace(one, published=None, outlet=None, byline=(), dateline=None) for one in (agency, portal)
    ]

    (edge,) = family_of(*twins).edges

    assert edge.parent in {None, *(one.id for one in twins)}
    assert edge.confidence <= 0.5


def test_two_papers_that_credit_an_agency_outside_the_collection_have_a_lost_source(agency, make):
    paragraphs = agency.text.split("\n")
    left = make("p", "\n".join(paragraphs[:7]), outlet="North Paper", credited_to="Far Agency")
    right = make("q", "\n".join(paragraphs[2:]), outlet="South Paper", credited_to="Far Agency")

    family = family_of(left, right)

    (lost,) = family.lost
    assert lost.children == ("p", "q")
    assert family.roots == (lost.id,)
    assert parents(family) == {"p": lost.id, "q": lost.id}


def test_shared_quotations_make_no_family(agency, own_report):
    quoting = dataclasses.replace(
        own_report,
        text=own_report.text + '\n"Nobody will ride in one of these until I know why this one fell," he said.',
    )

    assert not hangs_together(compare(agency, quoting, settings=SETTINGS))


def test_the_heaviest_tree_breaks_a_cycle_at_its_cheapest_place():
    root, one, two = 2, 0, 1
    arcs = [Arc(root, one, 1.0, 0), Arc(root, two, 4.0, 1), Arc(one, two, 10.0, 2), Arc(two, one, 9.0, 3)]

    assert best_tree(3, root, arcs) == [1, 3]


def test_a_node_out_of_reach_is_an_error():
    with pytest.raises(ValueError, match="reached"):
        best_tree(3, 2, [Arc(2, 0, 1.0, 0)])
