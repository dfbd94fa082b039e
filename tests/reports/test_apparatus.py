"""A family as an apparatus: which witnesses read what at which place of the base text."""

from dataclasses import replace
from datetime import date

import pytest

from copydesk.records import Alteration, Copy, Edge, Family, Lost, Passage, Published
from copydesk.reports.apparatus import apparatus
from copydesk.reports.holdings import hold

BASE = "Twelve people were hurt near Holm.\nThe brakes failed, police said.\nA hearing is set for May."
FIRST = "Ten people were hurt near Holm.\nThe brakes failed.\nA hearing is set for May."
SECOND = "Ten people were hurt near Holm.\nPray for them all.\nThe brakes failed, police said."


def span(text, words):
    start = text.index(words)
    return start, start + len(words)


def changed(kind, text, before, after, *, material=True):
    """An alteration of the base text in another."""
    return Alteration(
        kind=kind,
        before=before,
        after=after,
        a=span(BASE, before) if before else None,
        b=span(text, after) if after else None,
        material=material,
    )


def lines(left, right, pairs):
    lefts, rights = left.split("\n"), right.split("\n")
    return tuple(
        Passage(a=span(left, lefts[i]), b=span(right, rights[j]), same=lefts[i] == rights[j]) for i, j in pairs
    )


def pair(key, other, passages, alterations):
    return Copy(
        id=f"copy-{key}",
        a="article-base",
        b=other.id,
        kind="edited",
        direction="a_to_b",
        score=0.9,
        confidence=0.9,
        coverage_a=0.9,
        coverage_b=0.9,
        passages=passages,
        alterations=alterations,
        why=(),
    )


def turned(copy):
    """The same finding with its sides the other way round, as it stands where the ids come in another order."""
    return replace(
        copy,
        a=copy.b,
        b=copy.a,
        direction="b_to_a",
        passages=tuple(Passage(a=one.b, b=one.a, same=one.same) for one in copy.passages),
        alterations=tuple(replace(one, a=one.b, b=one.a) for one in copy.alterations),
    )


@pytest.fixture
def family(collection):
    def article(key, text, number):
        at = date(2031, 5, number)
        published = Published(low=at, high=at, precision="day", basis="metadata", confidence=1.0)
        return replace(collection.articles[0], id=f"article-{key}", text=text, outlet=f"The {key}", published=published)

    base, one, two = article("base", BASE, 5), article("first", FIRST, 6), article("second", SECOND, 7)
    copies = (
        pair(
            "1",
            one,
            lines(BASE, FIRST, [(0, 0), (1, 1), (2, 2)]),
            (
                changed("number", FIRST, "Twelve", "Ten"),
                changed("dropped_attribution", FIRST, ", police said", ""),
                Alteration(kind="dropped_attribution", before="Nils Falk", after="", a=None, b=None, material=True),
            ),
        ),
        pair(
            "2",
            two,
            lines(BASE, SECOND, [(0, 0), (1, 2)]),
            (changed("number", SECOND, "Twelve", "Ten"), changed("inserted_claim", SECOND, "", "Pray for them all.")),
        ),
    )
    edges = (Edge(parent=base.id, child=one.id, confidence=0.9), Edge(parent=base.id, child=two.id, confidence=0.9))
    found = Family(id="family-9", articles=(base.id, one.id, two.id), edges=edges, roots=(base.id,))
    return replace(
        collection, articles=(two, one, base), copies=copies, families=(found,), stories=(), checks=(), facts=()
    )


def made(collection):
    return apparatus(collection.families[0], hold(collection))


def test_the_base_text_comes_first_and_witnesses_have_letters_by_their_day(family):
    found = made(family)
    assert [(one.siglum, one.article, one.collated) for one in found.witnesses] == [
        ("A", "article-base", True),
        ("B", "article-first", True),
        ("C", "article-second", True),
    ]
    assert found.witnesses[0].published.low == date(2031, 5, 5)


def test_witnesses_with_the_same_words_share_a_reading_with_a_place_in_each(family):
    entry = made(family).entries[0]
    assert entry.lemma.text == "Twelve"
    assert entry.kinds == ("number",)
    assert entry.material
    (reading,) = entry.readings
    assert reading.text == "Ten"
    assert [(at.siglum, at.span) for at in reading.witnesses] == [("B", (0, 3)), ("C", (0, 3))]


def test_those_who_agree_with_the_base_text_stand_by_its_reading_and_what_is_left_out_is_an_empty_one(family):
    entry = next(one for one in made(family).entries if one.lemma.text == ", police said")
    assert [at.siglum for at in entry.lemma.witnesses] == ["A", "C"]
    (reading,) = entry.readings
    assert (reading.text, reading.witnesses[0].span) == ("", None)


def test_what_only_a_witness_has_is_attached_to_the_point_before_it(family):
    entry = next(one for one in made(family).entries if one.kinds == ("inserted_claim",))
    assert entry.span == (34, 34)
    assert entry.lemma.text == ""
    assert [at.siglum for at in entry.lemma.witnesses] == ["A", "B"]
    assert entry.readings[0].text == "Pray for them all."


def test_a_witness_whose_text_does_not_reach_a_place_is_said_to_be_absent_there(family):
    first, second = family.copies
    hearing = changed("date", FIRST, "May", "May")
    found = made(replace(family, copies=(replace(first, alterations=(*first.alterations, hearing)), second)))
    entry = next(one for one in found.entries if one.lemma.text == "May")
    assert entry.absent == ("C",)
    assert [at.siglum for at in entry.lemma.witnesses] == ["A"]


def test_a_witness_that_differs_at_an_overlapping_place_agrees_with_nobody_here(family):
    first, second = family.copies
    wide = changed("wording", SECOND, "Twelve people were", "Ten people were", material=False)
    found = made(replace(family, copies=(first, replace(second, alterations=(wide,)))))
    entry = next(one for one in found.entries if one.lemma.text == "Twelve")
    assert entry.apart == ("C",)
    assert [at.siglum for at in entry.lemma.witnesses] == ["A"]
    assert not next(one for one in found.entries if one.kinds == ("wording",)).material


def test_what_stands_outside_the_text_is_kept_apart(family):
    (one,) = made(family).outside
    assert (one.siglum, one.kind, one.base, one.reading) == ("B", "dropped_attribution", "Nils Falk", "")


def test_it_does_not_matter_which_article_comes_first_in_a_pair(family):
    assert made(replace(family, copies=tuple(map(turned, family.copies)))) == made(family)


def test_every_reading_stands_in_its_witness_at_its_place(family):
    found = made(family)
    texts = {one.siglum: next(a.text for a in family.articles if a.id == one.article) for one in found.witnesses}
    places = 0
    for entry in found.entries:
        assert BASE[slice(*entry.span)] == entry.lemma.text
        for reading in entry.readings:
            for at in reading.witnesses:
                assert ("" if at.span is None else texts[at.siglum][slice(*at.span)]) == reading.text
                places += 1
    assert places == 4


def test_a_witness_that_was_not_compared_with_the_base_text_stands_in_the_list_alone(family):
    found = made(replace(family, copies=family.copies[:1]))
    assert [one.collated for one in found.witnesses] == [True, True, False]
    assert {at.siglum for entry in found.entries for at in entry.lemma.witnesses} == {"A"}


def test_behind_a_missing_source_the_earliest_of_its_texts_is_the_base(family):
    (known,) = family.families
    lost = Lost(id="lost-1", children=("article-first", "article-second"))
    orphaned = replace(known, articles=lost.children, edges=(), roots=("lost-1",), lost=(lost,))
    between = replace(family.copies[0], id="copy-3", a="article-first", b="article-second", alterations=(), passages=())
    found = made(replace(family, families=(orphaned,), copies=(between,)))
    assert found.witnesses[0].article == "article-first"
    assert found.entries == ()


def test_a_family_of_which_no_text_is_there_has_no_witnesses(family):
    assert made(replace(family, articles=())).witnesses == ()
