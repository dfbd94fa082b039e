"""What of a family is drawn, what is folded together, and what the table beside the drawing says."""

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from copydesk.records import Alteration, Edge, Evidence, Family, Lost
from copydesk.reports.holdings import hold
from copydesk.reports.outline import first_changes
from copydesk.reports.view_tree import FOLDED_FROM, MOST_NODES, MOST_ROWS, trees


def alteration(kind, before, after, place=(0, 1)):
    return Alteration(kind=kind, before=before, after=after, a=place, b=place, material=True)


NUMBER = alteration("number", "12", "21")
BYLINE = alteration("dropped_attribution", "Nils Falk", "", None)


@pytest.fixture
def grown(collection):
    """Makes the tree of many texts: `kinds` are those of the pairs, `parents` who was made from whom."""

    def grow(amount, parents, *, kinds=None, alterations=(), lost=()):
        wire = collection.articles[0]
        articles = tuple(
            replace(wire, id=f"article-{number:03}", outlet=f"Outlet {number}") for number in range(amount)
        )
        edges = tuple(
            Edge(
                parent=None, child=articles[child].id, confidence=0.5, candidates=tuple(articles[p].id for p in parent)
            )
            if isinstance(parent, tuple)
            else Edge(parent=articles[parent].id, child=articles[child].id, confidence=0.9)
            for child, parent in parents.items()
        )
        family = Family(
            id="family-1",
            articles=tuple(one.id for one in articles),
            edges=(
                *edges,
                *(Edge(parent=one.id, child=child, confidence=0.8) for one in lost for child in one.children),
            ),
            roots=(articles[0].id,),
            lost=lost,
        )
        pair = replace(collection.copies[0], passages=(), alterations=alterations)
        copies = tuple(
            replace(
                pair, id=f"copy-{a}-{b}", a=articles[a].id, b=articles[b].id, kind=(kinds or {}).get((a, b), "edited")
            )
            for a, b in combinations(range(amount), 2)
        )
        story = replace(collection.stories[0], articles=family.articles)
        whole = replace(collection, articles=articles, families=(family,), copies=copies, stories=(story,))
        (tree,) = trees(story, hold(whole))
        return tree

    return grow


def texts(tree, name):
    return [one.text for one in ET.fromstring(tree.drawing).iter("text") if name in one.get("class").split()]


def titles(tree):
    return [one.text for one in ET.fromstring(tree.drawing).iter("title")]


def test_a_line_names_its_first_material_changes_and_says_how_sure_it_is(grown):
    tree = grown(2, {1: 0}, alterations=(BYLINE, NUMBER, alteration("name", "Ada Brekke", "Adam Broken Cliff")))
    assert "12 → 21" in texts(tree, "on-line")
    assert "likely, 0.90" in texts(tree, "on-line")
    assert "3 material changes: 12 → 21, name, …; likely, 0.90" in titles(tree)
    assert tree.rows[1].first == ("12 → 21", "Ada Brekke → Adam Broken Cliff")


def test_a_change_too_long_for_the_line_is_told_by_its_kind():
    long = alteration("quote", "a" * 40, "b" * 40)
    assert list(first_changes([long])) == ["words in quotation marks"]
    assert list(first_changes([long, NUMBER])) == ["12 → 21", "words in quotation marks"]
    assert list(first_changes([long, long])) == ["words in quotation marks"]
    assert list(first_changes([])) == []


def test_what_stands_in_the_text_is_named_before_what_stands_outside():
    dateline = alteration("date", "Holm, May 6", "Holm", None)
    assert next(first_changes([dateline, alteration("name", "Ada", "Eva")])) == "Ada → Eva"


def test_candidates_are_dotted_lines_without_an_arrow_of_which_one_is_written_on(grown):
    tree = grown(3, {2: (0, 1)})
    classes = [one.get("class") for one in ET.fromstring(tree.drawing).iter("path")]
    assert classes == ["line open", "line open"]
    assert texts(tree, "on-line") == ["direction open"]
    assert [(card.outlet, sure) for card, sure in tree.rows[2].candidates] == [
        ("Outlet 0", "uncertain, 0.50"),
        ("Outlet 1", "uncertain, 0.50"),
    ]


def all_verbatim(amount):
    return dict.fromkeys(combinations(range(amount), 2), "verbatim")


def test_many_word_for_word_copies_are_one_box_that_counts_them_and_the_table_lists_each(grown):
    amount = FOLDED_FROM
    tree = grown(amount, dict.fromkeys(range(1, amount), 0), kinds=all_verbatim(amount), alterations=(BYLINE,))
    assert texts(tree, "name") == [f"Outlet 0 +{amount - 1}"]
    assert texts(tree, "detail") == [f"{amount} pages, word for word"]
    assert tree.folded == amount
    assert len(tree.rows) == amount


def test_a_few_word_for_word_copies_are_drawn_each(grown):
    tree = grown(FOLDED_FROM - 1, {1: 0, 2: 0}, kinds=all_verbatim(FOLDED_FROM - 1))
    assert len(texts(tree, "name")) == FOLDED_FROM - 1
    assert tree.folded == 0


def test_a_copy_whose_text_was_changed_is_never_folded_away(grown):
    tree = grown(6, dict.fromkeys(range(1, 6), 0), kinds=all_verbatim(6), alterations=(NUMBER,))
    assert len(texts(tree, "name")) == 6


def test_lines_of_folded_copies_lead_from_the_box_that_stands_for_them(grown):
    kinds = dict.fromkeys(combinations(range(4), 2), "verbatim")
    tree = grown(6, {1: 0, 2: 0, 3: 1, 4: 2, 5: 3}, kinds=kinds)
    assert texts(tree, "name") == ["Outlet 0 +3", "Outlet 4", "Outlet 5"]
    assert len(list(ET.fromstring(tree.drawing).iter("path"))) == 4


def test_a_family_of_hundreds_is_drawn_as_far_as_it_can_be_read_and_the_rest_is_counted(grown):
    changed = {(0, 250): "spun"}
    tree = grown(400, dict.fromkeys(range(1, 400), 0), kinds=changed)
    drawn = texts(tree, "name")
    assert len(drawn) == MOST_NODES + 1
    assert drawn[-1] == f"{400 - MOST_NODES} more texts"
    assert tree.hidden == 400 - MOST_NODES
    assert len(tree.rows) == MOST_ROWS
    assert tree.rows_left == 400 - MOST_ROWS
    assert f'href="#{tree.anchor}"' in tree.drawing
    assert tree.drawing.count('class="line rest"') == 1, "no claim about a direction, as a dotted line would be"


def test_a_source_that_is_missing_stands_before_the_texts_behind_it(grown):
    lost = Lost(id="lost-1", children=("article-000", "article-001"))
    tree = grown(2, {}, lost=(lost,))
    assert texts(tree, "name")[0] == "Missing source"
    assert {row.missing for row in tree.rows} == {"a source that is not in this collection"}


def test_the_evidence_of_a_line_stands_in_its_row(collection):
    family = collection.families[0]
    edge = replace(family.edges[0], why=(Evidence(kind="third_witness", text="article-0011223344556677 agrees"),))
    named = replace(collection.articles[2], id="article-0011223344556677")
    whole = replace(
        collection,
        articles=(*collection.articles, named),
        families=(replace(family, edges=(edge,)),),
    )
    (tree,) = trees(collection.stories[0], hold(whole))
    assert [row.why for row in tree.rows if row.why] == [("Fjord Post agrees",)]
