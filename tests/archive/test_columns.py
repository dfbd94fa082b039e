"""Every record as a row of Parquet and back: the same record, line for line."""

import pyarrow as pa
import pytest

from copydesk.archive.columns import (
    OF_JOBS,
    arrow_schema,
    columns_of,
    fields_of,
    line_of,
    record_of,
    row_of,
    says_all,
    spark_schema,
)
from copydesk.archive.steps import MAKES
from copydesk.records import Article, Candidate, Copy, Fingerprint, Match, Page
from copydesk.store.codec import digest, encode

KINDS = sorted(MAKES.values(), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_records_come_back_from_their_rows_as_they_were(kind, newsroom):
    records = list(newsroom.store.all(kind))
    assert records
    rows = [row_of(record, job="job", place=place) for place, record in enumerate(records)]
    table = pa.Table.from_pylist(rows, schema=arrow_schema(columns_of(kind)))
    for record, row in zip(records, table.to_pylist(), strict=True):
        assert record_of(kind, row) == record
        assert line_of(kind, row) == encode(record)
        assert row["digest"] == digest(encode(record))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_of_a_record_is_called_as_what_stands_before_them(kind):
    names = [one.name for one in columns_of(kind)]
    assert len(names) == len(set(names))
    assert names[: len(OF_JOBS)] == [one.name for one in OF_JOBS]


def test_what_holds_records_or_numbers_with_fractions_keeps_its_line():
    assert [says_all(kind) for kind in (Page, Fingerprint, Candidate, Article, Match, Copy)] == [True] * 3 + [False] * 3
    assert {one.name for one in fields_of(Article)} >= {"id", "text", "title", "byline", "url"}
    assert "blocks" not in {one.name for one in fields_of(Article)}


def test_a_schema_of_spark_names_every_column_with_its_type():
    told = spark_schema(columns_of(Fingerprint))
    assert "`article` string" in told
    assert "`words` bigint" in told
    assert "`shingles` array<bigint>" in told
