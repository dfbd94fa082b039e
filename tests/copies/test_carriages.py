"""How each article of a family came by its text."""

from dataclasses import replace
from datetime import date

import pytest

import making
from copydesk.copies.carriages import carriages
from copydesk.records import (
    Alteration,
    ArticleId,
    Copy,
    Dating,
    Edge,
    Evidence,
    Family,
    FamilyId,
)

A, B, C = ArticleId("a"), ArticleId("b"), ArticleId("c")
FAMILY = Family(
    id=FamilyId("f-1"),
    articles=(A, B, C),
    edges=(
        Edge(parent=A, child=B, confidence=0.9),
        Edge(parent=None, child=C, confidence=0.5, candidates=(A, B), shares=(0.5, 0.4)),
    ),
    roots=(A,),
)


def published(day, until=None):
    return making.published(date(2031, 3, day), until and date(2031, 3, until), basis="metadata")


def article(ident, day=None, **more):
    return making.article(ident, published=day and published(day), **more)


def copy(a, b, *alterations, why=()):
    return Copy(
        id=f"copy-{a}-{b}",
        a=a,
        b=b,
        kind="edited",
        direction="a_to_b",
        score=0.9,
        confidence=0.9,
        coverage_a=0.9,
        coverage_b=0.9,
        passages=(),
        alterations=alterations,
        why=why,
    )


def made(articles, family=FAMILY, **more):
    return carriages(family, articles, **{"copies": (), "datings": (), "late": {}, **more})


def test_the_root_is_first_and_what_has_no_established_parent_is_open():
    found = made([article(A), article(B), article(C)])
    assert [(one.article, one.role, one.source) for one in found] == [
        (A, "first", None),
        (B, "taken", A),
        (C, "open", None),
    ]
    assert {one.family for one in found} == {"f-1"}


def test_a_copy_is_so_many_days_behind_its_source_where_both_days_are_known():
    dating = Dating(id="d-1", article=A, published=published(3), event=None)
    _, taken, _ = made([article(A), article(B, 9), article(C)], datings=[dating])
    assert taken.lag == 6
    _, taken, _ = made([replace(article(A), published=published(3, 4)), article(B, 9), article(C)])
    assert taken.lag is None
    _, taken, _ = made([article(A, 9), article(B, 3), article(C)])
    assert taken.lag == 0


def test_credit_is_what_the_page_or_the_text_says():
    articles = [article(A, credited_to="Holm Echo"), article(B), article(C, credited_to="Holm Echo")]
    evidence = Evidence(kind="credit", text="names the other as its source")
    assert [one.credit for one in made(articles)] == [None, None, "outlet"]
    assert made(articles, copies=[copy(A, B, why=(evidence,))])[1].credit == "outlet"


@pytest.mark.parametrize("name", ["Kesh Press Service", "Holm Wire", "Lathe News Agency", "ANK", "Agence Lathe"])
def test_an_agency_is_known_by_its_name(name):
    assert made([article(A), article(B), article(C, credited_to=name)])[2].credit == "agency"


def test_an_agency_is_known_because_many_credit_it_and_it_has_no_page_here():
    pages = [article(ident, credited_to="Brae Report") for ident in (A, B, C)]
    assert [one.credit for one in made(pages)] == [None, "agency", "agency"]
    assert [one.credit for one in made([replace(pages[0], outlet="Brae Report"), *pages[1:]])][1:] == ["outlet"] * 2
    assert [one.credit for one in made([article(A), *pages[1:]])][1:] == ["outlet"] * 2


def test_material_alterations_and_corrections_of_a_copy_are_counted():
    changes = (
        Alteration(kind="number", before="40", after="14", a=(0, 2), b=(0, 2), material=True),
        Alteration(kind="wording", before="hit", after="struck", a=(4, 6), b=(4, 6), material=False),
    )
    found = made([article(A), article(B), article(C)], copies=[copy(A, B, *changes)], late={C: 2})
    assert [(one.material, one.corrections) for one in found] == [(0, 0), (1, 0), (0, 2)]


def test_the_site_is_the_outlet_or_the_host():
    pages = [
        article(A, outlet="Brae Post", url="https://www.post.example/1"),
        article(B, url="https://www.Echo.example/2"),
        article(C),
    ]
    assert [one.site for one in made(pages)] == ["Brae Post", "echo.example", None]


def test_what_was_taken_from_a_source_that_is_not_in_the_collection_is_taken():
    lost = replace(FAMILY, edges=(Edge(parent="lost-1", child=B, confidence=0.9),), roots=("lost-1",))
    _, taken, _ = made([article(A), article(B), article(C)], lost)
    assert (taken.role, taken.source, taken.lag) == ("taken", None, None)
