"""Ledgers and drafts of reviews: what families state, and what a person judged."""

import csv
import json
from dataclasses import replace

import pytest

from copydesk.records import Note
from exports.giving import given, hostile, written

WORDS = "12 people were hurt"


def verdict(words="Verdict: Not supported\nThe hospital counted nine.", **fields):
    note = Note(
        id="note-1",
        on="article",
        targets=("article-wire",),
        words=words,
        made_at="2031-06-01T10:00:00Z",
        by="Ada",
        exact=WORDS,
        start=44,
        end=63,
    )
    return replace(note, **fields)


def ledger(folder, asked):
    written("ledger", folder, asked)
    with (folder / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    return json.loads((folder / "ledger.json").read_text(encoding="utf-8")), lines


def test_a_line_is_what_one_family_states(tmp_path):
    trees, lines = ledger(tmp_path, given())
    hurt = [line for line in lines if line["id"] == "fact-1" and line["story"] == "story-crash"]
    assert [(line["letter"], line["words"]) for line in hurt] == [
        ("A", "12 people"),
        ("A", "21 humans"),
        ("B", "Nine passengers"),
    ]
    assert {line["outcomes"] for line in hurt} == {"conflict | altered"}
    assert hurt[1]["altered"] == "copy-1"
    assert hurt[0]["urls"] == "https://wire.example/holm"
    assert [tree["story"] for tree in trees] == ["story-crash", "story-ruling"]


def test_the_tree_and_the_table_hold_the_same_readings(tmp_path):
    trees, lines = ledger(tmp_path, given())
    assert [reading["words"] for tree in trees for row in tree["rows"] for reading in row["readings"]] == [
        line["words"] for line in lines
    ]


def test_a_hostile_ledger_is_text(tmp_path):
    trees, lines = ledger(tmp_path, given(hostile()))
    assert trees
    assert lines
    assert "<" not in (tmp_path / "ledger.json").read_text(encoding="utf-8")
    assert not [cell for line in lines for cell in line.values() if cell[:1] in set("=+@-")]


def reviews(folder, *notes):
    told = written("claimreview", folder, given(notes=notes))
    if not told:
        assert not list(folder.iterdir())
        return []
    return json.loads((folder / "claimreview.jsonld").read_text(encoding="utf-8"))["@graph"]


def test_a_verdict_that_a_person_signed_is_a_draft(tmp_path):
    (review,) = reviews(tmp_path, verdict())
    assert (review["@type"], review["creativeWorkStatus"]) == ("ClaimReview", "Draft")
    assert review["author"] == {"@type": "Person", "name": "Ada"}
    assert review["claimReviewed"] == WORDS
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Not supported"}
    assert review["reviewBody"] == "The hospital counted nine."
    assert review["itemReviewed"]["appearance"][0]["url"] == "https://wire.example/holm"


@pytest.mark.parametrize(
    "fields",
    [
        {"words": "This seems wrong to me"},
        {"words": "What is the verdict: any?"},
        {"words": "Verdict:"},
        {"by": None},
        {"exact": None, "start": None, "end": None},
        {"resolved_by": "Bo", "resolved_at": "2031-06-02T10:00:00Z"},
        {"on": "story", "targets": ("story-crash", "article-wire")},
        {"targets": ("article-gone",)},
    ],
)
def test_nothing_else_is_taken_for_a_verdict(tmp_path, fields):
    assert reviews(tmp_path, verdict(**fields)) == []


def test_a_conflict_that_was_found_is_no_verdict(tmp_path):
    assert given().holdings.collection.checks[0].outcome == "conflict"
    assert reviews(tmp_path) == []


def test_a_verdict_that_was_withdrawn_stands_in_no_file(tmp_path):
    assert reviews(tmp_path, verdict())
    assert reviews(tmp_path) == []


def test_a_hostile_verdict_is_text(tmp_path):
    (review,) = reviews(tmp_path, verdict("Verdict: </script><script>alert(1)</script>\x00\ud800"))
    assert "<" not in (tmp_path / "claimreview.jsonld").read_text(encoding="utf-8")
    assert review["reviewRating"]["alternateName"].startswith("</script>")
