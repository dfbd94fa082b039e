"""A story in one line: its days, its ladder, and what in it needs a person."""

from dataclasses import replace
from datetime import date

import pytest

import making
from copydesk.records import (
    Alteration,
    ArticleId,
    Check,
    Copy,
    Dating,
    Decision,
    Edge,
    Edition,
    Family,
    FamilyId,
    Ladder,
    Lost,
)
from copydesk.stories import summarise
from copydesk.stories.summaries import place_of

A, B, C = ArticleId("a"), ArticleId("b"), ArticleId("c")
LADDER = Ladder(pages=3, texts=2, publishers=3, owners=3, accounts=2, documents=1)


def published(day, until=None):
    return making.published(date(2031, 3, day), until, basis="metadata")


def article(ident, day=None, **more):
    return making.article(ident, published=day and published(day), **more)


def story(*articles, **more):
    return making.story("s-1", *articles, **{"label": "Ferry strikes quay", "ladder": LADDER, **more})


def change(kind, *, material=True):
    return Alteration(kind=kind, before="40", after="14", a=(0, 2), b=(0, 2), material=material)


def copy(a, b, *alterations, **more):
    return Copy(
        id=f"copy-{a}-{b}",
        a=a,
        b=b,
        kind=more.get("kind", "edited"),
        direction=more.get("direction", "a_to_b"),
        score=0.9,
        confidence=0.9,
        coverage_a=0.9,
        coverage_b=0.9,
        passages=(),
        alterations=alterations,
        why=(),
    )


def check(outcome):
    return Check(
        id=f"check-{outcome}",
        story="s-1",
        subject="dead",
        kind="number",
        outcome=outcome,
        sides=(),
        confidence=1,
        why="",
    )


def test_the_first_and_the_last_day_are_told_with_their_basis_and_undated_articles_counted():
    dating = Dating(id="d-1", article=B, published=replace(published(2), basis="copy"), event=None)
    made = summarise(story(A, B, C), [article(A, 5), article(B), article(C)], datings=[dating])
    assert (made.first.low, made.first.basis) == (date(2031, 3, 2), "copy")
    assert (made.last.low, made.last.basis) == (date(2031, 3, 5), "metadata")
    assert made.undated == 1
    assert (made.pages, made.texts, made.accounts, made.documents) == (3, 2, 2, 1)


def test_what_a_list_is_filtered_by_each_once():
    articles = [
        article(A, 5, outlet="Brae Post", language="en", dateline="BRAE"),
        article(B, 9, outlet="Holm Wire", language="en"),
        replace(article(C, outlet="Brae Post"), published=published(30, until=date(2031, 4, 2))),
    ]
    made = summarise(story(A, B, C), articles)
    assert made.outlets == ("Brae Post", "Holm Wire")
    assert (made.languages, made.places, made.months) == (("en",), ("Brae",), ("2031-03",))


def test_changes_are_counted_on_the_lines_of_the_tree_and_their_kinds_on_all_pairs():
    family = Family(
        id=FamilyId("f-1"),
        articles=(A, B, C),
        edges=(
            Edge(parent=A, child=B, confidence=0.9),
            Edge(parent=None, child=C, confidence=0.5, candidates=(B, A), shares=(0.5, 0.4)),
        ),
        roots=(A,),
        lost=(Lost(id="lost-1", children=(A,)),),
    )
    copies = [
        copy(A, B, change("number"), change("wording", material=False)),
        copy(A, C, change("place"), change("number")),
        copy(B, C, change("quote"), change("name"), kind="spun"),
    ]
    made = summarise(story(A, B, C), [article(A), article(B), article(C)], families=[family], copies=copies)
    assert made.material == 3
    assert made.changes == ("number", "place", "quote", "name")
    assert (made.altered, made.spun, made.lost) == (1, 1, 1)


def test_a_spun_copy_counts_once_and_only_where_it_is_known_which_it_is():
    copies = [copy(A, C, kind="spun"), copy(B, C, kind="spun"), copy(A, B, kind="spun", direction="unknown")]
    assert summarise(story(A, B, C), [], copies=copies).spun == 1


def test_shared_quotations_alone_are_no_change():
    made = summarise(story(A, B), [], copies=[copy(A, B, change("quote"), kind="quotes_only")])
    assert (made.altered, made.changes) == (0, ())


def test_outcomes_of_checks_and_decisions():
    rename = Decision(id="d-1", kind="rename", articles=(A,), label="Quay")
    told = [check("conflict"), check("changed"), check("agrees"), check("conflict")]
    other = replace(rename, id="d-2", kind="pin")
    made = summarise(story(A, decisions=("d-1",)), [], checks=told, decisions=[rename, other], corrections=2)
    assert (made.conflicts, made.changed, made.corrections, made.decisions) == (2, 1, 2, ("rename",))


def test_a_later_edition_is_no_further_article():
    edition = Edition(id="e-1", article=B, edition_of=A, why="read again")
    made = summarise(story(A, B), [article(A, 5), article(B, outlet="Brae Post")], editions=[edition])
    assert (made.undated, made.outlets) == (0, ())


def test_a_story_without_a_name_is_called_by_its_first_headline():
    assert summarise(story(A, label=""), [article(A, title="Ferry hits quay")]).label == "Ferry hits quay"


def test_the_state_of_a_story_is_what_may_change_materially():
    one = summarise(story(A), [article(A)])
    more_pages = replace(one, pages=9)
    assert more_pages.state == one.state
    assert replace(one, accounts=3).state != one.state


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("SAROVA, March 20 —", "Sarova"),
        ("EIDSUND, 19 October 2030 –", "Eidsund"),
        ("PORTO LUME (Wire) -", "Porto Lume"),
        ("Halberg, Norvane, February 16 —", "Halberg, Norvane"),
        ("Aix-en-Brae —", "Aix-en-Brae"),
        ("October 18 —", None),
        (None, None),
    ],
)
def test_the_place_of_a_dateline_is_told_without_its_day(dateline, place):
    assert place_of(dateline) == place
