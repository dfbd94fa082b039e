"""Answers as tables: the contract's columns in pyarrow, pandas and polars, with types, also where nothing answers."""

import json
import sys
from datetime import date

import polars as pl
import pyarrow as pa
import pytest

from copydesk.desk import open_desk
from copydesk.errors import UsageError
from copydesk.records import Story
from copydesk.store.finding import Voice
from copydesk.tabular import Records

TABLES = ("articles", "copies", "families", "stories", "quotes", "figures", "checks", "failures")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_lines_of_the_export(newsroom, newsroom_export, name):
    lines = [json.loads(line) for line in (newsroom_export / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    records = getattr(newsroom, name)()
    assert isinstance(records, tuple)
    assert len(records) == len(lines)
    rows = json.loads(json.dumps(records.to_rows(), default=str))
    key = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731
    assert sorted(rows, key=key) == sorted(lines, key=key)


@pytest.mark.parametrize("name", TABLES)
def test_all_three_libraries_hold_the_same(newsroom, name):
    records = getattr(newsroom, name)()
    arrow, frame = records.to_arrow(), records.to_polars()
    assert arrow.column_names == frame.columns == list(records.to_pandas().columns) == list(records.columns)
    assert arrow.to_pylist() == records.to_rows() == frame.to_dicts()
    assert len(records.to_pandas()) == len(records)


def test_columns_have_types_though_nothing_answers():
    with open_desk() as desk:
        for name in TABLES:
            records = getattr(desk, name)()
            assert records == ()
            assert records.to_arrow().num_rows == records.to_polars().height == len(records.to_pandas()) == 0
        schema = desk.articles().to_arrow().schema
    assert schema.field("fetched").type == pa.date32()
    assert schema.field("byline").type == pa.list_(pa.string())
    assert schema.field("published").type.field("low").type == pa.date32()
    assert schema.field("position").type == pa.int64()


def test_what_is_not_known_is_null_and_days_are_days(newsroom):
    figures = newsroom.figures()
    frame = figures.to_pandas()
    assert str(frame["value"].dtype) == "Float64"
    assert frame["per"].isna().sum() == sum(one.per is None for one in figures)
    assert frame["per"].isna().any()
    articles = newsroom.articles()
    days = articles.to_polars()["published"].struct.field("low").to_list()
    assert {type(day) for day in days} <= {date, type(None)}
    assert str(articles.to_pandas()["fetched"].dtype) == "datetime64[s]"
    assert articles.to_polars().schema["byline"] == pl.List(pl.String)


def test_other_answers_are_tables_too(newsroom):
    voices = newsroom.speakers(limit=3)
    assert voices.to_polars().columns == ["name", "quotes"]
    assert voices.to_arrow().num_rows == 3
    carriers = newsroom.carriers(newsroom.article("eidsund-ferry-a1").text)
    assert carriers.to_polars()["kind"][0] == "verbatim"
    assert newsroom.figures("seven dead").to_arrow().column("value").to_pylist()[0] == 7.0


def test_a_slice_or_a_set_of_records_is_no_table_but_a_tuple():
    voices = Records([Voice("Ada", 2), Voice("Ben", 1)], Voice)
    assert voices == (Voice("Ada", 2), Voice("Ben", 1))
    assert voices[0].name == "Ada"
    assert type(voices[:1]) is tuple
    assert hash(voices) == hash(tuple(voices))


@pytest.mark.parametrize(
    ("method", "library", "package"),
    [
        ("to_arrow", "pyarrow", r"copydesk\[parquet\]"),
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
    ],
)
def test_a_library_that_is_not_there_is_named(monkeypatch, method, library, package):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=f"{method} needs {library}, which is not installed; pip install '{package}'"):
        getattr(Records((), Story), method)()
