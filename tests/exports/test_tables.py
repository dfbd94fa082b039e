"""CSV and Parquet: the files of the contract, read back by other people's readers."""

import csv
import json
from datetime import date

import pandas as pd
import pytest
from pyarrow import parquet

from copydesk.exports.csv_files import guarded
from copydesk.reports.contract import FILES
from exports.giving import FORMULA, build, changed, given, hostile, written


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_file_of_the_contract_is_a_table_with_its_lines(tmp_path):
    one = given()
    written("csv", tmp_path, one)
    written("parquet", tmp_path, one)
    for name, rows in FILES.items():
        lines = len(list(rows(one.holdings.collection)))
        stem = name.removesuffix(".jsonl")
        assert len(read(tmp_path / "csv" / f"{stem}.csv")) == lines
        assert parquet.read_table(tmp_path / "parquet" / f"{stem}.parquet").num_rows == lines


def test_what_is_told_of_the_files_is_what_stands_in_them(tmp_path):
    told = written("csv", tmp_path, given())
    assert {one.path for one in told} == {f"csv/{path.name}" for path in (tmp_path / "csv").iterdir()}
    assert all(len(read(tmp_path / one.path)) == one.amount for one in told)


def test_records_within_records_are_columns_and_lists_of_them_are_files(tmp_path):
    written("csv", tmp_path, given())
    wire = next(row for row in read(tmp_path / "csv" / "articles.csv") if row["id"] == "article-wire")
    assert (wire["published.low"], wire["published.confidence"]) == ("2031-05-06", "0.97")
    assert json.loads(wire["byline"]) == ["Nils Falk"]
    assert wire["standfirst"] == ""
    changes = read(tmp_path / "csv" / "copies.alterations.csv")
    assert [(row["of.a"], row["of.b"], row["place"]) for row in changes][:2] == [
        ("article-spun", "article-wire", "0"),
        ("article-spun", "article-wire", "1"),
    ]
    assert {row["material"] for row in changes} == {"true", "false"}
    assert [row["of.id"] for row in read(tmp_path / "csv" / "checks.sides.csv")] == ["check-1", "check-1"]


def test_a_spreadsheet_library_reads_the_same(tmp_path):
    written("csv", tmp_path, given())
    frame = pd.read_csv(tmp_path / "csv" / "figures.csv")
    assert list(frame["value"]) == [12.0, 9.0, 21.0]
    assert list(frame["fact"]) == ["fact-1"] * 3


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1", "\ufeff=1", "＝1", "'=1", "''+1", FORMULA, "- he said"],
)
def test_what_a_spreadsheet_would_compute_is_text_and_can_be_had_back(text):
    cell = guarded(text)
    assert cell == f"'{text}"
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("text", ["12 people", "'Twas", "a=b", "1-2", "[=1]", ""])
def test_what_is_no_formula_stays_as_it_is(text):
    assert guarded(text) == text


def test_numbers_are_numbers_also_below_zero():
    assert [guarded(value) for value in (-1.5, 3, True, None, date(2031, 5, 6))] == [
        *("-1.5", "3", "true", ""),
        "2031-05-06",
    ]


def test_no_cell_of_a_table_is_a_formula(tmp_path):
    collection = changed(build(), 0, title=FORMULA, outlet="+1", byline=("=1", "@x"), dateline="\r=1")
    written("csv", tmp_path, given(collection))
    for path in (tmp_path / "csv").iterdir():
        for row in read(path):
            assert not [cell for name, cell in row.items() if cell.lstrip()[:1] in set("=+@")], path
    (wire,) = (row for row in read(tmp_path / "csv" / "articles.csv") if row["id"] == "article-wire")
    assert wire["title"] == f"'{FORMULA}"


def test_parquet_keeps_the_types(tmp_path):
    written("parquet", tmp_path, given())
    table = parquet.read_table(tmp_path / "parquet" / "articles.parquet")
    (wire,) = (row for row in table.to_pylist() if row["id"] == "article-wire")
    assert wire["published"]["low"] == date(2031, 5, 6)
    assert wire["tdm_reserved"] is None
    assert wire["blocks"][0]["kind"] == "navigation"


def test_hostile_texts_go_through_tables_and_keep_their_length(tmp_path):
    one = given(hostile())
    written("csv", tmp_path, one)
    written("parquet", tmp_path, one)
    rows = read(tmp_path / "csv" / "articles.csv")
    same = parquet.read_table(tmp_path / "parquet" / "articles.parquet").to_pylist()
    texts = [article.text for article in one.holdings.collection.articles]
    assert [len(row["text"]) for row in rows] == [len(text) for text in texts]
    assert [row["text"] for row in same] == [row["text"] for row in rows]
    assert "<script>alert(1)</script>" in rows[0]["text"]
    assert not [row for row in rows for cell in row.values() if "\x00" in cell or "\x1b" in cell]
