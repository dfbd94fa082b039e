"""Lists of references and calendars: read by the readers of others, hostile titles included."""

import json
import re
from dataclasses import replace
from datetime import date

import bibtexparser
import jsonschema
import pytest

from copydesk.records import Published
from exports.giving import EVIL, build, changed, given, hostile, written
from reports.calendars import read_calendar

# CSL-JSON 1.0.2, written here from the standard for the fields that copydesk uses; any other is refused.
PARTS = {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {"date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": PARTS}},
}
NAME = {
    "type": "object",
    "required": ["literal"],
    "additionalProperties": False,
    "properties": {"literal": {"type": "string"}},
}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string"} for name in ("id", "title", "container-title", "language", "note")},
            "URL": {"type": "string", "pattern": "^https?://"},
            "type": {"const": "article-newspaper"},
            "author": {"type": "array", "items": NAME},
            "issued": DATE,
            "accessed": DATE,
        },
    },
}


def bibtex(folder, asked):
    written("bibtex", folder, asked)
    library = bibtexparser.parse_file(folder / "references.bib", encoding="utf-8")
    assert not library.failed_blocks
    assert not library.comments
    return library.entries_dict


def csl(folder, asked):
    written("csl-json", folder, asked)
    items = json.loads((folder / "references.csl.json").read_text(encoding="utf-8"))
    jsonschema.validate(items, CSL)
    return {one["id"]: one for one in items}


def test_a_page_is_an_entry_of_a_bibliography(tmp_path):
    entries = bibtex(tmp_path, given())
    assert len(entries) == 4
    wire = entries["article-wire"]
    assert wire.entry_type == "online"
    assert wire["title"] == "{Bus leaves road near Holm}"
    assert (wire["author"], wire["organization"]) == ("{Nils Falk}", "{Holm Wire}")
    assert (wire["date"], wire["url"], wire["langid"]) == ("2031-05-06", "https://wire.example/holm", "en")
    assert "date" not in entries["article-spun"]


def test_a_page_is_an_item_of_csl(tmp_path):
    items = csl(tmp_path, given(changed(build(), 0, fetched=date(2031, 6, 1))))
    wire = items["article-wire"]
    assert wire["author"] == [{"literal": "Nils Falk"}]
    assert wire["issued"] == {"date-parts": [[2031, 5, 6]]}
    assert wire["accessed"] == {"date-parts": [[2031, 6, 1]]}
    assert "issued" not in items["article-spun"]


@pytest.mark.parametrize(
    ("precision", "in_bibtex", "in_csl"),
    [
        ("month", "2031-05", [[2031, 5]]),
        ("year", "2031", [[2031]]),
        ("interval", "2031-05-01/2031-05-31", [[2031, 5, 1], [2031, 5, 31]]),
    ],
)
def test_a_day_is_cited_as_precisely_as_it_is_known(tmp_path, precision, in_bibtex, in_csl):
    between = Published(
        low=date(2031, 5, 1), high=date(2031, 5, 31), precision=precision, basis="printed", confidence=0.9
    )
    asked = given(changed(build(), 0, published=between))
    assert bibtex(tmp_path, asked)["article-wire"]["date"] == in_bibtex
    assert csl(tmp_path, asked)["article-wire"]["issued"] == {"date-parts": in_csl}


def test_a_story_carried_on_another_page_is_not_cited_by_itself(tmp_path):
    assert "article-later" not in bibtex(tmp_path, given(changed(build(), 3, position=1)))


@pytest.mark.parametrize("title", ["50% & more_of #1 ${x}", r"\input{/etc/passwd}", "}} , evil = {", "a ~ b ^ c", EVIL])
def test_no_title_is_a_command_of_tex_or_ends_its_field(tmp_path, title):
    entries = bibtex(tmp_path, given(changed(build(), 0, title=title)))
    written_title = entries["article-wire"]["title"]
    assert "evil" not in {field.key for field in entries["article-wire"].fields}
    bare = re.sub(r"\\[&%$#_{}]|\\text(backslash|asciitilde|asciicircum)\{\}", "", written_title[1:-1])
    assert not re.search(r"[\\{}~^&%$#_]", bare)


def test_hostile_lists_are_read(tmp_path):
    entries, items = bibtex(tmp_path, given(hostile())), csl(tmp_path, given(hostile()))
    assert len(entries) == len(items) == 4
    assert all(re.fullmatch(r"[a-z0-9_-]+", key) for key in entries)
    assert not any("url" in {field.key for field in one.fields} for one in entries.values())


def test_storylines_are_one_calendar(tmp_path):
    (told,) = written("ics", tmp_path, given())
    (entry,) = read_calendar((tmp_path / "storylines.ics").read_bytes())
    assert told.amount == 1
    assert entry["SUMMARY"] == "Bus leaves road near Holm"
    assert "A bus left the road" in entry["DESCRIPTION"]


def test_in_public_a_sentence_that_may_not_stand_is_left_out_of_the_calendar(tmp_path):
    written("ics", tmp_path, given(public=True))
    (entry,) = read_calendar((tmp_path / "storylines.ics").read_bytes())
    assert "A bus left the road" not in entry["DESCRIPTION"]


def test_without_days_there_is_no_calendar(tmp_path):
    collection = build()
    undated = tuple(replace(one, event_date=None) for one in collection.stories)
    assert written("ics", tmp_path, given(replace(collection, stories=undated))) == ()
    assert not list(tmp_path.iterdir())
