"""A collection as a graph of provenance: what appears to be made from what, by which evidence."""

from dataclasses import replace

import pytest

from copydesk.records import Edge, Edition
from copydesk.reports.holdings import hold
from copydesk.reports.provenance import provenance


@pytest.fixture
def graph(collection):
    def make(**changed):
        return provenance(hold(replace(collection, **changed)))

    return make


def edges(collection, *found):
    (family, *_) = collection.families
    return (replace(family, edges=found),)


def test_a_line_of_a_tree_is_a_derivation_with_its_kind_evidence_and_confidence(graph, collection):
    (link,) = graph().links
    copy = collection.copies[0]
    assert (link.relation, link.generated, link.used) == ("derived", "article-spun", "article-wire")
    assert (link.activity.kind, link.confidence, link.material, link.pair) == ("spun", 0.9, 4, "copy-1")
    assert link.evidence == copy.why


def test_a_part_that_is_carried_is_a_quotation(graph, collection):
    (link,) = graph(copies=(replace(collection.copies[0], kind="partial"),)).links
    assert link.relation == "quoted"


def test_every_text_and_every_missing_source_is_an_entity(graph, collection):
    found = {one.id: one for one in graph().entities}
    assert set(found) == {"lost-1", *(one.id for one in collection.articles)}
    assert found["lost-1"].lost
    assert found["lost-1"].title is None
    assert found["article-wire"].outlet == "Holm Wire"


def test_a_text_behind_a_missing_source_is_derived_from_it_without_a_pair(graph, collection):
    (link,) = graph(families=edges(collection, Edge(parent="lost-1", child="article-wire", confidence=0.7))).links
    assert (link.used, link.activity, link.pair, link.material) == ("lost-1", None, None, None)


def test_where_the_source_is_open_nothing_is_claimed_and_the_candidates_are_named(graph, collection):
    candidates = ("article-wire", "article-own")
    open_edge = Edge(parent=None, child="article-spun", confidence=0.5, candidates=candidates, shares=(0.5, 0.3))
    found = graph(families=edges(collection, open_edge))
    assert found.links == ()
    assert found.open[0].candidates == (("article-wire", 0.5), ("article-own", 0.3))


def test_one_text_at_two_places_without_a_direction_is_an_alternate(graph, collection):
    twins = replace(collection.copies[0], kind="verbatim", direction="unknown", alterations=())
    (link,) = graph(families=(), copies=(twins,)).links
    assert (link.relation, link.activity) == ("alternate", None)
    assert {link.generated, link.used} == {"article-spun", "article-wire"}
    reworded = replace(twins, kind="spun")
    assert graph(families=(), copies=(reworded,)).links == ()


def test_an_edition_is_a_revision_of_the_page_before(graph):
    edition = Edition(id="edition-1", article="article-later", edition_of="article-own", why="one address")
    link = graph(editions=(edition,)).links[-1]
    assert (link.relation, link.generated, link.used) == ("revision", "article-later", "article-own")
    assert link.evidence[0].text == "one address"


def test_ends_that_are_not_there_make_no_edge(graph, collection):
    nowhere = Edge(parent="article-gone", child="article-spun", confidence=0.9)
    assert graph(families=edges(collection, nowhere)).links == ()


def test_publishers_are_named_with_their_texts_and_the_run_with_its_settings(graph, collection):
    found = graph()
    assert dict(found.publishers)["Fjord Post"] == ("article-own", "article-later")
    assert found.inference == (collection.settings, collection.as_of)


def test_the_same_collection_gives_the_same_graph(graph):
    assert graph() == graph()
