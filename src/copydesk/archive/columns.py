"""Records as rows of Parquet: the codec's line of a record, and beside it every field that one column can hold.

The columns are for relations between tables and for whoever opens the files; the line is what the record is made from
again. Where the columns say all there is to say of a kind, there is no line, and it is written from them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from copydesk.records import Record
from copydesk.store.codec import decode, digest, plain, written
from copydesk.tabular import Kind, kind_of

RECORDS, JOBS = "records", "jobs"
"""What rows of a step are: the records that it made, and the jobs that it did."""

_ARROW = {"text": "string", "whole": "int64", "number": "float64", "yes or no": "bool_", "day": "date32"}
_SPARK = {"text": "string", "whole": "bigint", "number": "double", "yes or no": "boolean", "day": "date"}


class Column(NamedTuple):
    """A field that a column holds: its name, the flat kind of its value or values, and whether it has several."""

    name: str
    kind: str
    several: bool


OF_JOBS = (
    Column("rows", "text", False),
    Column("job", "text", False),
    Column("inputs", "text", False),
    Column("input", "text", False),
    Column("reason", "text", False),
    Column("place", "whole", False),
    Column("digest", "text", False),
)
"""What stands before the fields of a record.

`rows` is `RECORDS` or `JOBS`. A job has the digest of its `inputs`, and where it failed what a person calls its
`input`, and the `reason`; a record has its `place` among those of its `job`, and its digest.
"""
BODY = Column("body", "text", False)
"""The codec's line of a record, last of its columns."""


def fields_of(kind: type[Any]) -> tuple[Column, ...]:
    """The fields of a kind of record that one column can hold: values, and lists of them."""
    asked: Any = kind
    return _fields_of(asked)


@cache
def _fields_of(kind: Any) -> tuple[Column, ...]:
    names = _names(kind)
    found = ((name, kind_of(hint)) for name, hint in get_type_hints(kind).items() if name in names)
    return tuple(_column(name, held) for name, held in found if _is_flat(held))


def says_all(kind: type[Any]) -> bool:
    """Whether the columns of a kind are all of it, each giving the very value back (1 and 1.0 are one number)."""
    fields = fields_of(kind)
    return len(fields) == len(_names(kind)) and all(one.kind != "number" for one in fields)


def columns_of(kind: type[Any]) -> tuple[Column, ...]:
    """All columns of the table of a kind, in order."""
    return (*OF_JOBS, *fields_of(kind), *(() if says_all(kind) else (BODY,)))


def spark_schema(columns: Sequence[Column]) -> str:
    """The columns as Spark writes a schema."""
    told = ((one.name, f"array<{_SPARK[one.kind]}>" if one.several else _SPARK[one.kind]) for one in columns)
    return ", ".join(f"`{name}` {kind}" for name, kind in told)


def arrow_schema(columns: Sequence[Column]) -> Any:
    """The columns as a `pyarrow.Schema`."""
    import pyarrow as pa

    flat = {name: getattr(pa, kind)() for name, kind in _ARROW.items()}
    return pa.schema([(one.name, pa.list_(flat[one.kind]) if one.several else flat[one.kind]) for one in columns])


def row_of(record: Record, *, job: str, place: int) -> dict[str, Any]:
    """The row of a record."""
    kind, row = type(record), plain(record)
    line = written(row)
    found = {one.name: getattr(record, one.name) if one.kind == "day" else row[one.name] for one in fields_of(kind)}
    return {"rows": RECORDS, "job": job, "place": place, "digest": digest(line), **found, BODY.name: line}


def record_of(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """The record of a row."""
    return decode(kind, line_of(kind, row))


def line_of(kind: type[Any], row: Mapping[str, Any]) -> str:
    """The codec's line of the record of a row."""
    if not says_all(kind):
        return str(row[BODY.name])
    found = {name: row[name] for name in _names(kind)}
    return written({name: one.isoformat() if isinstance(one, date) else one for name, one in found.items()})


def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


def _is_flat(kind: Kind) -> bool:
    inner = kind.inside or kind
    return inner.inside is None and not inner.parts


def _column(name: str, kind: Kind) -> Column:
    return Column(name, (kind.inside or kind).name, kind.inside is not None)
