"""The graph as RDF: rdflib reads it without a network, and what was inferred stands apart from what pages say."""

import json
import socket
from dataclasses import replace

import pytest
from rdflib import RDF, Dataset, Namespace, URIRef

from copydesk.records import Edition, Published
from exports.giving import build, changed, given, hostile, leaning, written

# rdflib's reader of JSON-LD calls what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")

SCHEMA, PROV = Namespace("https://schema.org/"), Namespace("http://www.w3.org/ns/prov#")
OURS = Namespace("urn:copydesk:terms:")


def urn(ident):
    return URIRef(f"urn:copydesk:{ident}")


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads what is written of a collection; whoever opens a connection fails."""

    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    def graphs(asked):
        written("jsonld", tmp_path, asked)
        data = Dataset()
        data.parse(data=(tmp_path / "graph.jsonld").read_text(encoding="utf-8"), format="json-ld")
        (bundle,) = data.subjects(RDF.type, PROV.Bundle)
        return data.default_graph, data.graph(bundle), bundle

    return graphs


def test_what_pages_say_stands_in_the_default_graph(read):
    said, _, _ = read(given())
    wire = urn("article-wire")
    assert (wire, RDF.type, SCHEMA.NewsArticle) in said
    assert str(said.value(wire, SCHEMA.headline)) == "Bus leaves road near Holm"
    assert said.value(wire, SCHEMA.url) == URIRef("https://wire.example/holm")
    assert str(said.value(said.value(wire, SCHEMA.author), SCHEMA.name)) == "Nils Falk"
    day = said.value(wire, SCHEMA.datePublished)
    assert (str(day), day.datatype) == ("2031-05-06", SCHEMA.Date)
    quote = urn("quote-1")
    assert (quote, RDF.type, SCHEMA.Quotation) in said
    assert str(said.value(quote, SCHEMA.text)) == "The brakes failed"
    assert said.value(quote, SCHEMA.isPartOf) == wire


def test_what_was_inferred_stands_in_a_bundle_that_a_run_of_a_program_generated(read):
    said, inferred, bundle = read(given())
    run = said.value(bundle, PROV.wasGeneratedBy)
    agent = said.value(run, PROV.wasAssociatedWith)
    assert (agent, RDF.type, PROV.SoftwareAgent) in said
    assert str(said.value(agent, SCHEMA.name)) == "copydesk 0.0"
    assert str(said.value(run, OURS.settings)) == "0011223344556677"
    for term in (PROV.wasDerivedFrom, SCHEMA.isBasedOn, SCHEMA.creator, SCHEMA.appearance, OURS.conflictsWith):
        assert not list(said.triples((None, term, None))), term
        assert list(inferred.triples((None, term, None))), term


def test_a_copy_is_derived_with_what_that_rests_on(read):
    _, inferred, _ = read(given())
    spun, wire = urn("article-spun"), urn("article-wire")
    assert inferred.value(spun, PROV.wasDerivedFrom) == wire
    line = inferred.value(spun, PROV.qualifiedDerivation)
    assert inferred.value(line, PROV.entity) == wire
    assert inferred.value(line, OURS.confidence).toPython() == 0.9
    assert inferred.value(line, OURS.materialAlterations).toPython() == 4
    activity = inferred.value(line, PROV.hadActivity)
    assert str(inferred.value(activity, OURS.kind)) == "spun"


def test_a_claim_has_its_amounts_and_comparing_says_how_two_stand(read):
    _, inferred, _ = read(given())
    fact = urn("fact-1")
    assert {one.toPython() for one in inferred.objects(None, SCHEMA.value)} == {12, 9, 21}
    assert len(list(inferred.objects(fact, SCHEMA.appearance))) == 3
    assert inferred.value(urn("check-1:0"), OURS.conflictsWith) == urn("check-1:1")
    assert str(inferred.value(urn("check-1"), OURS.outcome)) == "conflict"


@pytest.mark.parametrize(("basis", "stands"), [("metadata", True), ("copy", False), ("corpus", False), ("text", False)])
def test_a_day_that_the_page_does_not_give_is_an_inference(read, basis, stands):
    first = build().articles[0]
    said, inferred, _ = read(given(changed(build(), 0, published=replace(first.published, basis=basis))))
    assert bool(said.value(urn("article-wire"), SCHEMA.datePublished)) == stands
    assert str(inferred.value(urn("article-wire"), OURS.basis)) == basis


def test_a_month_is_given_as_a_month_and_days_between_are_not_one_day(read):
    low = build().articles[0].published.low
    month = Published(low=low, high=low.replace(day=31), precision="month", basis="printed", confidence=0.9)
    said, _, _ = read(given(changed(build(), 0, published=month)))
    assert str(said.value(urn("article-wire"), SCHEMA.datePublished)) == "2031-05"
    between = replace(month, precision="interval")
    said, inferred, _ = read(given(changed(build(), 0, published=between)))
    assert said.value(urn("article-wire"), SCHEMA.datePublished) is None
    assert str(inferred.value(urn("article-wire"), OURS.publishedNotAfter)) == "2031-05-31"


def test_translations_editions_and_passages_have_their_own_words(read):
    collection = build()
    (copy,) = collection.copies
    edition = Edition(id="edition-1", article="article-later", edition_of="article-own", why="same address")
    translated = replace(collection, copies=(replace(copy, kind="translated"),), editions=(edition,))
    _, inferred, _ = read(given(translated))
    assert inferred.value(urn("article-spun"), SCHEMA.translationOfWork) == urn("article-wire")
    assert inferred.value(urn("article-later"), PROV.wasRevisionOf) == urn("article-own")
    _, inferred, _ = read(given(replace(collection, copies=(replace(copy, kind="partial"),))))
    assert inferred.value(urn("article-spun"), PROV.wasQuotedFrom) == urn("article-wire")


def test_one_text_at_two_places_without_direction_is_an_alternate_of_the_other(read):
    collection = build()
    (copy,) = collection.copies
    (family,) = collection.families
    open_ = replace(family, edges=(replace(family.edges[0], parent=None, candidates=("article-wire",), shares=(0.6,)),))
    same = replace(copy, kind="verbatim", direction="unknown")
    _, inferred, _ = read(given(replace(collection, copies=(same,), families=(open_,))))
    assert inferred.value(urn("article-spun"), PROV.alternateOf) == urn("article-wire")
    assert inferred.value(urn("article-spun"), OURS.mayDeriveFrom) == urn("article-wire")


def test_a_primary_document_is_a_primary_source_of_those_that_lean_on_it(read):
    said, inferred, _ = read(given(leaning(build())))
    (document,) = set(inferred.objects(None, PROV.hadPrimarySource))
    assert str(inferred.value(document, SCHEMA.name)) == "police statement"
    leaning_on = {urn("article-wire"), urn("article-spun")}
    assert set(inferred.subjects(SCHEMA.citation, document)) == leaning_on
    assert not list(said.triples((None, PROV.hadPrimarySource, None)))


def test_the_same_collection_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written("jsonld", tmp_path / name, given())
    assert (tmp_path / "one" / "graph.jsonld").read_bytes() == (tmp_path / "two" / "graph.jsonld").read_bytes()


def test_hostile_words_are_literals_and_the_file_may_stand_in_a_page(read, tmp_path):
    said, inferred, _ = read(given(hostile()))
    raw = (tmp_path / "graph.jsonld").read_text(encoding="utf-8")
    assert "<" not in raw
    assert "\x00" not in raw
    heads = [str(one) for one in said.objects(None, SCHEMA.headline)]
    assert any("<script>alert(1)</script>" in one for one in heads)
    for graph in (said, inferred):
        for triple in graph:
            for node in triple:
                assert not isinstance(node, URIRef) or not str(node).startswith("javascript:")
    assert said.serialize(format="nt")


def test_every_term_of_ours_is_told_in_the_file(tmp_path):
    written("jsonld", tmp_path, given())
    tree = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    assert isinstance(tree["@context"], dict)  # nothing to fetch
    assert tree["@context"]["@vocab"] == "https://schema.org/"
