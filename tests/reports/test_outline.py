"""A family as indented lines: sources above what appears to be made from them."""

from dataclasses import replace

import pytest

from copydesk.records import Edge, Family, Lost
from copydesk.reports.holdings import hold
from copydesk.reports.outline import outline


@pytest.fixture
def told(collection):
    """The lines of a family of the first articles of the collection."""

    def tell(*edges, roots, lost=(), copies=()):
        articles = tuple(one.id for one in collection.articles)
        family = Family(id="family-1", articles=articles, edges=edges, roots=roots, lost=lost)
        return list(outline(family, hold(replace(collection, families=(family,), copies=copies or collection.copies))))

    return tell


def edge(parent, child, confidence=0.9, **more):
    return Edge(parent=parent, child=f"article-{child}", confidence=confidence, **more)


def test_a_text_stands_below_its_source_with_how_it_appears_to_be_made(told):
    first, second, *_ = told(edge("article-wire", "spun"), roots=("article-wire",))
    assert (first.depth, first.name, first.said) == (0, "Holm Wire, 2031-05-06", "earliest in this collection")
    assert (second.depth, second.source) == (1, "pages/spun.html")
    changes = "12 people → 21 humans, The brakes failed → The brake pads flopped, …"
    assert second.said == f"reworded, likely, 0.90; 4 material changes ({changes})"
    assert second.copy.id == "copy-1"


def test_every_text_stands_once_whatever_the_edges_say(told):
    round_about = told(edge("article-wire", "spun"), edge("article-spun", "wire"), roots=())
    assert sorted(one.article for one in round_about) == [
        "article-later",
        "article-own",
        "article-spun",
        "article-wire",
    ]


def test_a_missing_source_stands_above_the_texts_behind_it(told):
    lost = Lost(id="lost-1", children=("article-wire", "article-own"))
    lines = told(edge("lost-1", "wire", 0.8), edge("lost-1", "own", 0.7), roots=("lost-1",), lost=(lost,))
    assert [(one.depth, one.name) for one in lines[:3]] == [
        (0, "A source that is not in this collection"),
        (1, "Holm Wire, 2031-05-06"),
        (1, "Fjord Post, 2031-05-07"),
    ]
    assert lines[0].said == "behind the texts below"
    assert lines[1].said == "likely, 0.80"


def test_a_text_whose_source_is_open_says_which_come_into_question(told):
    candidates = {"candidates": ("article-wire", "lost-1"), "shares": (0.5, 0.3)}
    lines = told(edge(None, "spun", **candidates), roots=("article-wire",))
    (open_one,) = [one for one in lines if one.article == "article-spun"]
    assert open_one.depth == 0
    assert open_one.said == (
        "direction not established; perhaps from Holm Wire (uncertain, 0.50)"
        " or a source that is not in this collection (uncertain, 0.30)"
    )


def test_a_chain_of_thousands_is_told_without_recursion(collection):
    wire = collection.articles[0]
    many = tuple(replace(wire, id=f"article-{number}") for number in range(3000))
    edges = tuple(edge(f"article-{number}", str(number + 1)) for number in range(2999))
    family = Family(id="family-1", articles=tuple(one.id for one in many), edges=edges, roots=("article-0",))
    lines = list(outline(family, hold(replace(collection, articles=many, copies=(), families=(family,)))))
    assert [one.depth for one in lines] == list(range(3000))
