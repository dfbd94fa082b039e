"""News items: each file is one that the standard allows."""

import json

import jsonschema
import pytest

from exports.giving import EVIL, build, changed, given, hostile, leaning, written
from exports.ninjs_schema import ITEM


def items(folder, asked):
    written("ninjs", folder, asked)
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "ninjs").iterdir())]
    for one in found:
        jsonschema.validate(one, ITEM, cls=jsonschema.Draft202012Validator)
    return {one["uri"]: one for one in found}


def test_an_article_is_a_news_item(tmp_path):
    wire = items(tmp_path, given())["urn:copydesk:article-wire"]
    assert wire["headlines"][0]["value"] == "Bus leaves road near Holm"
    assert wire["bodies"][0]["value"].startswith("A bus left the road")
    assert wire["by"] == "Nils Falk"
    assert wire["organisations"] == [{"name": "Holm Wire", "rel": "publisher"}]
    assert wire["altIds"] == [{"role": "address", "value": "https://wire.example/holm"}]
    assert wire["events"][0]["uri"] == "urn:copydesk:story-crash"


def test_the_hour_that_is_not_known_is_said_to_be_none(tmp_path):
    found = items(tmp_path, given())
    wire, spun = found["urn:copydesk:article-wire"], found["urn:copydesk:article-spun"]
    assert wire["contentCreated"] == "2031-05-06T00:00:00Z"
    assert "the hour is not known" in wire["edNote"]
    assert "contentCreated" not in spun
    assert "not established" in spun["edNote"]


def test_what_it_appears_to_be_taken_from_is_an_association_and_said_to_be_inferred(tmp_path):
    found = items(tmp_path, given())
    (source,) = found["urn:copydesk:article-spun"]["associations"]
    assert (source["uri"], source["rel"]) == ("urn:copydesk:article-wire", "derivedFrom")
    assert "inferred by copydesk" in found["urn:copydesk:article-spun"]["edNote"]
    assert "associations" not in found["urn:copydesk:article-wire"]


def test_whom_it_credits_and_what_it_leans_on_are_its_sources(tmp_path):
    collection = leaning(changed(build(), 1, credited_to="Holm Wire"))
    item = items(tmp_path, given(collection))["urn:copydesk:article-spun"]
    assert item["infoSources"] == [
        {"name": "Holm Wire", "role": "credited"},
        {"name": "police statement", "role": "primary"},
    ]


def test_items_of_an_earlier_export_go_and_what_is_not_ours_stays(tmp_path):
    (tmp_path / "ninjs").mkdir()
    for name in ("article-0123456789abcdef.json", "mine.json"):
        (tmp_path / "ninjs" / name).write_text("{}")
    written("ninjs", tmp_path, given())
    names = {path.name for path in (tmp_path / "ninjs").iterdir()}
    assert len(names) == 5
    assert "mine.json" in names


def test_reserved_rights_are_told(tmp_path):
    found = items(tmp_path, given(changed(build(), 0, tdm_reserved=True)))
    assert "reserves the rights" in found["urn:copydesk:article-wire"]["edNote"]


def test_hostile_items_are_valid_and_inert(tmp_path):
    found = items(tmp_path, given(hostile()))
    assert len(found) == 4
    assert all("altIds" not in one for one in found.values())  # javascript: is no address
    assert all("<" not in path.read_text(encoding="utf-8") for path in (tmp_path / "ninjs").iterdir())
    assert EVIL.split()[0] in next(iter(found.values()))["bodies"][0]["value"]


def test_the_schema_refuses_what_the_standard_has_not():
    for wrong in ({"uri": "urn:x:1"}, {"uri": "urn:x:1", "type": "text", "headline": "x"}, {"type": "text"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, ITEM)


def test_a_page_that_was_fetched_has_the_moment_as_its_version(tmp_path):
    found = items(tmp_path, given(changed(build(), 0, fetched_at="2031-05-07T08:30:00Z")))
    assert found["urn:copydesk:article-wire"]["versionCreated"] == "2031-05-07T08:30:00Z"
