"""Laws of exports: whatever strangers write, every form can be read, and says the same words."""

import csv
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from rdflib import Dataset, Literal, Namespace, URIRef

from copydesk.exports.csv_files import guarded
from copydesk.exports.excerpts import Excerpts
from copydesk.exports.fitting import held
from exports.giving import build, written
from exports.giving import given as asked
from exports.tei_schema import TEI, read_tei

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")

# Every code point, halves of surrogate pairs and controls among them, and what is a mark in some form.
ANY = st.text(st.one_of(st.characters(), st.sampled_from("\x00\x1b\r\u2028\u0085\ufffe\ud800<>&\"'{}\\%#=+-@,;|]")))
SCHEMA = Namespace("https://schema.org/")


def told(title, words):
    """The small collection with any title, outlet and author, and any words after a text."""
    first, *rest = build().articles
    first = replace(first, title=title or None, outlet=title or None, byline=(title,), text=f"{first.text}\n{words}")
    return asked(replace(build(), articles=(first, *rest)))


@given(ANY, ANY)
@settings(max_examples=25)
def test_whatever_is_written_is_read(title, words):
    one = told(title, words)
    text = held(one.holdings.articles["article-wire"].text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form in ("csv", "parquet", "jsonld", "tei", "bibtex", "dataset"):
            written(form, folder, one)
        with (folder / "csv" / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file, strict=True)}
        assert rows["article-wire"]["text"] == guarded(text)
        assert parquet.read_table(folder / "parquet" / "articles.parquet").column("text").to_pylist()[0] == text
        assert parquet.read_table(folder / "dataset" / "data").column("text").to_pylist()[0] == text
        graph = Dataset()
        graph.parse(data=(folder / "graph.jsonld").read_text(encoding="utf-8"), format="json-ld")
        body = graph.default_graph.value(URIRef("urn:copydesk:article-wire"), SCHEMA.articleBody)
        assert body == Literal(text)
        root = read_tei(next((folder / "tei").iterdir()))
        assert "\n".join("".join(p.itertext()) for p in root.findall(f".//{TEI}body/{TEI}p")) == text
        library = bibtexparser.parse_file(folder / "references.bib", encoding="utf-8")
        assert len(library.entries) == 4
        assert not library.failed_blocks


@given(ANY)
def test_a_cell_gives_its_text_back(text):
    cell = guarded(text)
    assert cell in (text, f"'{text}")
    assert cell == text or guarded(cell) == f"'{cell}"


@given(ANY)
def test_what_is_made_fit_keeps_its_length_and_fits(text):
    fit = held(text)
    assert len(fit) == len(text)
    assert held(fit) == fit
    assert json.loads(json.dumps(fit, ensure_ascii=False).encode()) == fit


@given(ANY, st.integers(0, 50), st.integers(0, 50))
def test_an_excerpt_stands_at_its_place(text, start, length):
    article = replace(build().articles[0], text=text)
    words = Excerpts().of(article, (start, start + length))
    assert words is None or words.removesuffix(" …") in text
