"""Editions: valid TEI, from which every witness can be read again."""

from dataclasses import replace

import pytest
from lxml import etree

from copydesk.records import Edge
from exports.giving import build, given, hostile, written
from exports.tei_schema import SCHEMA, TEI, XML_ID, read_tei
from reports.conftest import SPUN, WIRE


def edition(folder, asked):
    (told,) = written("tei", folder, asked)
    paths = sorted((folder / "tei").iterdir())
    assert told.amount == len(paths)
    (root,) = [read_tei(path) for path in paths]
    return root


def words(one):
    return "".join(one.itertext())


def test_witnesses_are_told_with_day_and_address(tmp_path):
    root = edition(tmp_path, given())
    first, second = root.iter(f"{TEI}witness")
    assert (first.get(XML_ID), second.get(XML_ID)) == ("A", "B")
    assert first.find(f".//{TEI}publisher").text == "Holm Wire"
    assert first.find(f".//{TEI}date").get("when") == "2031-05-06"
    assert first.find(f".//{TEI}ref").get("target") == "https://wire.example/holm"
    assert second.find(f".//{TEI}date") is None


def test_the_body_is_the_base_text_and_entries_hang_on_its_anchors(tmp_path):
    root = edition(tmp_path, given())
    paragraphs = root.findall(f".//{TEI}body/{TEI}p")
    assert "\n".join(words(one) for one in paragraphs) == WIRE
    for app in root.iter(f"{TEI}app"):
        start, end = (int(app.get(name)[2:]) for name in ("from", "to"))
        assert words(app.find(f"{TEI}lem")) == WIRE[start:end]
        assert app.find(f"{TEI}lem").get("wit") == "#A"


def test_readings_are_those_of_the_copy_with_what_they_change(tmp_path):
    root = edition(tmp_path, given())
    found = {words(app.find(f"{TEI}lem")): app for app in root.iter(f"{TEI}app")}
    assert words(found["12 people"].find(f"{TEI}rdg")) == "21 humans"
    assert found["12 people"].get("ana") == "#material #number"
    assert found["bus"].get("ana") == "#form #wording"
    (outside,) = root.findall(f".//{TEI}div[@type='outside']//{TEI}item")
    assert "Nils Falk" in outside.text


def test_the_copy_is_the_base_with_its_readings(tmp_path):
    root = edition(tmp_path, given())
    text = WIRE
    apps = sorted(root.iter(f"{TEI}app"), key=lambda app: -int(app.get("from")[2:]))
    for app in apps:
        start, end = (int(app.get(name)[2:]) for name in ("from", "to"))
        text = text[:start] + words(app.find(f"{TEI}rdg")) + text[end:]
    first, second = text.split("\n")
    assert first == "A coach left the road near Holm on Tuesday and 21 humans were hurt."
    assert second == SPUN.split("\n")[1]


def test_the_stemma_has_every_text_once_and_the_source_that_is_missing(tmp_path):
    root = edition(tmp_path, given())
    labels = [one.text for one in root.findall(f".//{TEI}forest//{TEI}label")]
    assert sorted(labels) == ["A", "B", "a source not found"]
    (child,) = root.findall(f".//{TEI}eTree[@corresp='#A']/{TEI}eTree")
    assert child.get("corresp") == "#B"


def test_a_tree_that_bites_its_tail_ends(tmp_path):
    collection = build()
    (family,) = collection.families
    ring = (
        Edge(parent="article-wire", child="article-spun", confidence=0.9),
        Edge(parent="article-spun", child="article-wire", confidence=0.9),
    )
    root = edition(tmp_path, given(replace(collection, families=(replace(family, edges=ring, roots=(), lost=()),))))
    assert len(root.findall(f".//{TEI}eTree")) == 2


def test_a_family_with_one_text_has_no_edition(tmp_path):
    collection = replace(build(), articles=build().articles[:1])
    assert written("tei", tmp_path, given(collection))[0].amount == 0


def test_hostile_texts_are_text(tmp_path):
    root = edition(tmp_path, given(hostile()))
    raw = next((tmp_path / "tei").iterdir()).read_text(encoding="utf-8")
    assert "<script" not in raw
    assert "]]>" not in raw
    assert "<script>alert(1)</script>" in words(root)
    assert "ref" not in {etree.QName(one).localname for one in root.iter()}  # javascript: is no address


@pytest.mark.parametrize("wrong", ["<app/>", "<witness/>", "<forest/>"])
def test_the_schema_refuses_what_is_no_tei(tmp_path, wrong):
    written("tei", tmp_path, given())
    raw = next((tmp_path / "tei").iterdir()).read_text(encoding="utf-8")
    root = etree.fromstring(raw.replace("</body>", f"{wrong}</body>").encode())
    assert not SCHEMA.validate(root)
