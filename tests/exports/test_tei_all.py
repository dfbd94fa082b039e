"""Editions are valid by the schema of the Text Encoding Initiative itself, which `make slow` installs beside the rest.

It comes in a package whose own requirements are older than ours, so it lies in a folder of its own; nothing of it is
kept here.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from copydesk.desk import open_desk
from exports.giving import build, given, hostile, written
from exports.tei_schema import TEI

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PLACE = Path(os.environ.get("COPYDESK_TEI_SCHEMA", ROOT / ".venv" / "tei" / "schemas" / "tei_all.rng"))


@pytest.fixture(scope="module")
def schema():
    if not PLACE.exists():
        pytest.skip(f"{PLACE} is not there; `make slow` puts it there")
    return etree.RelaxNG(etree.parse(PLACE))


@pytest.fixture(scope="module")
def newsroom():
    with open_desk() as desk:
        list(desk.add([str(ROOT / "examples" / "newsroom" / "pages")], as_of=date(2038, 12, 31)))
        list(desk.run())
        return desk.collection()


def editions(folder, collection, *, public):
    written("tei", folder, given(collection, public=public))
    return {path.name: etree.parse(path) for path in sorted((folder / "tei").glob("*.xml"))}


def refused(schema, tree):
    return [] if schema.validate(tree) else [f"{one.line}: {one.message}" for one in schema.error_log]


@pytest.mark.parametrize("public", [False, True])
def test_every_edition_of_the_sample_newsroom_is_valid(schema, newsroom, tmp_path, public):
    found = editions(tmp_path, newsroom, public=public)
    assert len(found) == sum(len(one.articles) > 1 for one in newsroom.families)
    assert {name: faults for name, tree in found.items() if (faults := refused(schema, tree))} == {}


@pytest.mark.parametrize("public", [False, True])
def test_an_edition_of_hostile_texts_is_valid_too(schema, tmp_path, public):
    for name, tree in editions(tmp_path, hostile(), public=public).items():
        assert refused(schema, tree) == [], name


def test_the_schema_refuses_what_is_no_tei(schema, tmp_path):
    (tree,) = editions(tmp_path, build(), public=False).values()
    next(tree.iter(f"{TEI}app")).tag = f"{TEI}apparatus"
    assert "apparatus" in " ".join(refused(schema, tree))
