"""Forms of words, concepts, quantities and likeness: what counts as the same."""

import pytest

from copydesk.text.concepts import clauses, concept, concepts
from copydesk.text.lemmas import singular, stem
from copydesk.text.likeness import Rarity, cosine
from copydesk.text.normal import american
from copydesk.text.quantities import Quantity, alike, digits, quantity


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("metres", "metre"),
        ("people", "person"),
        ("houses", "house"),
        ("countries", "country"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("series", "series"),
        ("bus", "bus"),
        ("Ukrainians", "Ukrainian"),
    ],
)
def test_singular(plural, one):
    assert singular(plural) == one


@pytest.mark.parametrize(
    "forms",
    [
        "shake shook shaken shaking shakes",
        "agree agreed agreeing",
        "deny denied denies",
        "stop stopped stopping",
        "rise rose risen rising",
        "die died dies",
    ],
)
def test_forms_of_one_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


def test_synonyms_are_one_concept_and_function_words_none():
    assert concept("killed") == concept("dead") == concept("died")
    assert concept("wounded") == concept("injuries")
    assert concept("dead") != concept("injured")
    assert concepts("they were on the".split()) == []


def test_a_sentence_is_cut_into_clauses():
    text = "Nine died, six were hurt and one left; it rained."
    assert [text[a:b].strip() for a, b in clauses(text, 0, len(text))] == [
        "Nine died",
        "six were hurt",
        "one left",
        "it rained.",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "surface", "wanted"),
    [
        (640, "kilometre", "640km", Quantity("metre", 640_000)),
        (125, "basis point", "125 basis points", Quantity("percentage point", 1.25)),
        (0.5, "ratio", "half", Quantity("percent", 50)),
        (12, "power station", "12 power stations", Quantity("station", 12)),
        (38, None, "38th", Quantity("ordinal", 38)),
        (87, "minute", "87th minute", Quantity("ordinal", 87)),
        (1e10, "cubic metre", "10bn cubic metres", Quantity("cubic metre", 1e10)),
    ],
)
def test_quantities_stand_on_one_footing(value, unit, surface, wanted):
    given = quantity(value, unit, surface)
    assert (given.dimension, given.value) == (wanted.dimension, pytest.approx(wanted.value))


def test_digits_tell_how_odd_a_number_is():
    assert [digits(value) for value in (40, 3000, 6.42, 41_300, 0.5)] == [1, 1, 3, 3, 1]
    assert alike(0.1 + 0.2, 0.3)
    assert not alike(100_000, 100_100)


def test_rare_words_make_likeness():
    rarity = Rarity([["crane", "ferry"], ["ferry"], ["ferry", "rain"]])
    assert rarity.of("crane") > rarity.of("ferry") >= 0
    rare = cosine(rarity.bag({"crane": 1, "ferry": 1}), rarity.bag({"crane": 1}))
    common = cosine(rarity.bag({"crane": 1, "ferry": 1}), rarity.bag({"ferry": 1}))
    assert rare > common
    assert rarity.share(["never seen"]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("british", "there"),
    [
        ("harbours", "harbors"),
        ("organised", "organized"),
        ("theatre", "theater"),
        ("defence", "defense"),
        ("travelled", "traveled"),
        ("kilometres", "kilometers"),
        ("programme", "program"),
        ("hour", "hour"),
        ("wise", "wise"),
    ],
)
def test_spellings_of_both_shores_are_one(british: str, there: str) -> None:
    assert american(british) == american(there) == there
