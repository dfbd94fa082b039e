"""What is published holds headlines, addresses and short excerpts; texts stay in the house."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given as tried
from hypothesis import strategies as st

from copydesk.errors import UsageError
from copydesk.exports import FORMATS, formats_named
from copydesk.exports.excerpts import FEWEST_WORDS, SHARE_OF_ARTICLE, WORDS_A_SPAN, Excerpts
from exports.giving import build, changed, given, written
from exports.tei_schema import TEI, read_tei

LONG = "\n".join(" ".join(f"word{line}x{place}" for place in range(20)) for line in range(30))
PUBLIC = [one.name for one in FORMATS.values() if one.public]


def article(text=LONG):
    return replace(build().articles[0], text=text)


def spans(text):
    return st.lists(st.tuples(st.integers(-3, len(text)), st.integers(0, len(text) + 3)), max_size=40)


@tried(spans(LONG))
def test_of_an_article_never_more_than_its_share_is_given_and_never_more_words_in_a_row(places):
    one, excerpts = article(), Excerpts()
    found = [words for place in places if (words := excerpts.of(one, place)) is not None]
    known = set(LONG.split())
    assert all(len(words.removesuffix(" …").split()) <= WORDS_A_SPAN for words in found)
    whole = {word for words in found for word in words.split() if word in known}
    assert len(whole) <= SHARE_OF_ARTICLE * len(known)


@tried(spans(LONG))
def test_what_is_given_stands_at_the_place(places):
    one, excerpts = article(), Excerpts()
    for start, end in places:
        words = excerpts.of(one, (start, end))
        if words is not None and words.endswith(" …"):
            assert one.text[max(start, 0) :].lstrip().startswith(words.removesuffix(" …"))
            assert len(words.split()) > FEWEST_WORDS
        elif words is not None:
            assert words == one.text[max(start, 0) : end]


def test_what_was_given_once_is_given_again_and_not_counted_twice():
    one, excerpts = article(), Excerpts()
    first = excerpts.of(one, (0, 100))
    for _ in range(50):
        assert excerpts.of(one, (0, 100)) == first
    assert excerpts.of(one, (1000, 1100)) is not None


def test_copies_of_one_text_have_one_share_and_what_they_have_alike_counts_once():
    one = article()
    other = replace(one, id="article-spun")
    share = int(SHARE_OF_ARTICLE * len(LONG.split()))
    excerpts = Excerpts(build().families)
    assert {one.id, other.id} <= set(build().families[0].articles)
    starts = [LONG.index(f"word{line}x0") for line in range(30)]
    found = [excerpts.of(one if line % 2 else other, (start, start + 70)) for line, start in enumerate(starts)]
    given_out = {word for words in found if words for word in words.split() if word.startswith("word")}
    assert share - 10 < len(given_out) <= share
    first = next(line for line, words in enumerate(found) if words)
    place = (starts[first], starts[first] + 70)
    assert excerpts.of(one, place) == excerpts.of(other, place) == found[first]


def test_scripts_without_spaces_are_counted_by_the_character():
    one = article("山" * 1000)
    assert Excerpts().of(one, (0, 1000)) == "山" * WORDS_A_SPAN + " …"


def test_phrases_are_counted_with_the_rest():
    one, excerpts = article(), Excerpts()
    share = int(SHARE_OF_ARTICLE * len(one.text.split()))
    given_out = [excerpts.phrase([one], f"{place} a b c d e f g h i") for place in range(share)]
    assert sum(words is not None for words in given_out) == share // 10
    assert excerpts.of(one, (0, 7)) is None


@pytest.mark.parametrize("name", PUBLIC)
def test_no_published_file_holds_a_text(tmp_path, name):
    collection = build()
    secret = " ".join(f"secret{place}" for place in range(400))
    long = tuple(replace(one, text=f"{one.text}\n{secret}", standfirst=secret) for one in collection.articles)
    side = replace(collection.checks[0].sides[0], start=0, end=3000, text=secret)
    check = replace(collection.checks[0], sides=(side, *collection.checks[0].sides[1:]), why=f'it says "{secret}"')
    quote = replace(collection.quotes[0], start=0, end=len(long[0].text), text=long[0].text)
    shown = replace(collection, articles=long, checks=(check,), quotes=(quote, *collection.quotes[1:]))
    written(name, tmp_path, given(shown, public=True))
    raw = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert len(set(re.findall(r"secret\d+", raw))) <= WORDS_A_SPAN


def test_in_public_a_graph_has_no_bodies_and_an_item_is_partial(tmp_path):
    written("jsonld", tmp_path, given(public=True))
    written("ninjs", tmp_path, given(public=True))
    raw = (tmp_path / "graph.jsonld").read_text(encoding="utf-8")
    assert "articleBody" not in raw
    assert "Bus leaves road near Holm" in raw
    item = json.loads((tmp_path / "ninjs" / "article-wire.json").read_text(encoding="utf-8"))
    assert item["representationType"] == "partial"
    assert "bodies" not in item


def test_in_public_a_page_without_a_title_does_not_go_by_the_beginning_of_its_text(tmp_path):
    asked = given(changed(build(), 0, title=None), public=True)
    for name in PUBLIC:
        written(name, tmp_path, asked)
    for path in (tmp_path / "references.bib", tmp_path / "graph.jsonld", *(tmp_path / "ninjs").iterdir()):
        assert "A bus left the road" not in path.read_text(encoding="utf-8")
    assert "(without a title)" in (tmp_path / "references.bib").read_text(encoding="utf-8")


def test_in_public_an_edition_is_valid_and_has_places_for_its_base_text(tmp_path):
    long = changed(build(), 0, text=f"{build().articles[0].text}\n{LONG}")
    written("tei", tmp_path, given(long, public=True))
    root = read_tei(next((tmp_path / "tei").iterdir()))
    places = [app.get("loc") for app in root.iter(f"{TEI}app")]
    assert places
    assert all(re.fullmatch(r"\d+-\d+", place) for place in places)
    assert root.find(f".//{TEI}variantEncoding").get("method") == "location-referenced"
    assert any(lem.text for lem in root.iter(f"{TEI}lem"))


def test_in_public_an_edition_shows_changed_statements_before_spelling(tmp_path):
    written(
        "tei", tmp_path, given(changed(build(), 0, text=f"{build().articles[0].text}\n{'more ' * 50}"), public=True)
    )
    root = read_tei(next((tmp_path / "tei").iterdir()))
    shown = {app.get("type"): app.find(f"{TEI}lem").text for app in root.iter(f"{TEI}app")}
    assert shown["date"] == "Monday"
    assert shown["number"] == "12 people"
    assert shown["wording"] is None  # its place comes first in the text


def test_formats_of_whole_texts_are_refused_in_public_with_those_that_are_not():
    for name in set(FORMATS) - set(PUBLIC):
        with pytest.raises(UsageError, match=f"{name} holds whole articles.*jsonld"):
            formats_named([name], public=True)
    assert [one.name for one in formats_named(PUBLIC, public=True)] == PUBLIC
