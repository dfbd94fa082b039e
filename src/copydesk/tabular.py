"""Answers as tables: a tuple of records that also gives itself to pyarrow, pandas and polars.

The columns are told by the types of the records' fields, so that an answer without records has its columns too. A
record within a record is a struct, several values are a list, days are days, and what is not known is null.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import import_module
from typing import Any, Literal, NamedTuple, NewType, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from copydesk.errors import UsageError
from copydesk.views import html_of

R_co = TypeVar("R_co", covariant=True)
Row = Mapping[str, Any]

_FLAT: dict[Any, str] = {str: "text", int: "whole", float: "number", bool: "yes or no", date: "day"}


class Kind(NamedTuple):
    """What a column holds: a flat kind, or `list` of `inside`, or `struct` of `parts`."""

    name: str
    inside: Kind | None = None
    parts: tuple[tuple[str, Kind], ...] = ()


class Records(tuple[R_co, ...]):  # noqa: SLOT001  no tuple has slots for what it carries besides
    """Records in order, like any tuple, and as a table by `to_arrow`, `to_pandas` and `to_polars`.

    `columns` are the names and types of the table; `rows` gives its rows where they are not the fields of the records
    (the contract joins some).
    """

    columns: Mapping[str, Any]
    _rows: Callable[[], Iterable[Row]] | None

    def __new__(
        cls,
        records: Iterable[R_co],
        kind: type[Any],
        *,
        columns: Mapping[str, Any] | None = None,
        rows: Callable[[], Iterable[Row]] | None = None,
    ) -> Self:
        """The records of a kind, a data class or a named tuple."""
        made = super().__new__(cls, records)
        made.columns = dict(columns or get_type_hints(kind))
        made._rows = rows
        return made

    _repr_html_ = html_of

    def head(self, most: int) -> tuple[tuple[str, ...], list[list[str]]]:
        """The first records as texts, with the names of those of their fields that hold one value each."""
        first = [_fields(record) for record in self[:most]]
        names = tuple(name for name in (first[0] if first else ()) if all(_is_flat(row[name]) for row in first))
        return names, [[_said(row[name]) for name in names] for row in first]

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`; a `UsageError` where pyarrow is not installed."""
        arrow = _library("pyarrow", "to_arrow", "copydesk[parquet]")
        fields = [arrow.field(name, _arrow(kind, arrow)) for name, kind in self._kinds().items()]
        return arrow.Table.from_pylist(self.to_rows(), schema=arrow.schema(fields))

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`; lists and records in it stay lists and dicts.

        A `UsageError` where pandas is not installed.
        """
        pandas = _library("pandas", "to_pandas", "pandas")
        kinds = self._kinds()
        frame = pandas.DataFrame(self.to_rows(), columns=list(kinds))
        return frame.astype({name: _PANDAS[kind.name] for name, kind in kinds.items() if kind.name in _PANDAS})

    def to_polars(self) -> Any:
        """A `polars.DataFrame`; a `UsageError` where polars is not installed."""
        polars = _library("polars", "to_polars", "polars")
        schema = {name: _polars(kind, polars) for name, kind in self._kinds().items()}
        return polars.DataFrame(self.to_rows(), schema=schema, orient="row")

    def lines(self) -> list[Row]:
        """The rows as they are: the contract's where it has some, else the fields of the records."""
        return list(self._rows() if self._rows is not None else map(_fields, self))

    def to_rows(self) -> list[dict[str, Any]]:
        """The rows as dictionaries of plain values; days are `datetime.date`."""
        kinds = self._kinds()
        return [{name: _plain(row.get(name), kind) for name, kind in kinds.items()} for row in self.lines()]

    def _kinds(self) -> dict[str, Kind]:
        return {name: kind_of(hint) for name, hint in self.columns.items()}


def kind_of(hint: Any) -> Kind:
    """What a column of this type holds."""
    if isinstance(hint, NewType):
        return kind_of(hint.__supertype__)
    if hint in _FLAT:
        return Kind(_FLAT[hint])
    origin, given = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Kind("text")
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in given if one is not type(None))
        return kind_of(inner)
    if origin is tuple:
        return Kind("list", inside=kind_of(given[0]))
    if dataclasses.is_dataclass(hint) or hasattr(hint, "_fields"):
        return Kind("struct", parts=tuple((name, kind_of(one)) for name, one in get_type_hints(hint).items()))
    raise TypeError(f"no column holds {hint!r}")


def _plain(value: Any, kind: Kind) -> Any:
    """A value as tables take it: dicts, lists, days, texts, numbers, None."""
    if value is None:
        return None
    if kind.inside is not None:
        return [_plain(one, kind.inside) for one in value]
    if kind.parts:
        row = value if isinstance(value, Mapping) else _fields(value)
        return {name: _plain(row.get(name), part) for name, part in kind.parts}
    if kind.name == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _said(value: Any) -> str:
    """A value as a table for people has it: three digits behind the point are enough to look at."""
    if value is None:
        return ""
    return str(round(value, 3)) if isinstance(value, float) else str(value)


def _is_flat(value: Any) -> bool:
    return value is None or type(value) in _FLAT


def _fields(record: Any) -> Row:
    if isinstance(record, tuple):
        named: Row = record._asdict()  # type: ignore[attr-defined]  # records are data classes or named tuples
        return named
    return {one.name: getattr(record, one.name) for one in dataclasses.fields(record)}


def _library(name: str, asked: str, package: str) -> Any:
    """A library that is no part of copydesk.

    Raises:
        UsageError: it is not installed.

    """
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"{asked} needs {name}, which is not installed; pip install '{package}'") from error


# -- what each library calls it ---------------------------------------------------------------------------------------

# Those that keep what is not known apart from 0, False and "".
_PANDAS = {"text": "string", "whole": "Int64", "number": "Float64", "yes or no": "boolean", "day": "datetime64[s]"}
_POLARS = {"text": "String", "whole": "Int64", "number": "Float64", "yes or no": "Boolean", "day": "Date"}
_ARROW = {"text": "string", "whole": "int64", "number": "float64", "yes or no": "bool_", "day": "date32"}


def _arrow(kind: Kind, arrow: Any) -> Any:
    if kind.inside is not None:
        return arrow.list_(_arrow(kind.inside, arrow))
    if kind.parts:
        return arrow.struct([(name, _arrow(part, arrow)) for name, part in kind.parts])
    return getattr(arrow, _ARROW[kind.name])()


def _polars(kind: Kind, polars: Any) -> Any:
    if kind.inside is not None:
        return polars.List(_polars(kind.inside, polars))
    if kind.parts:
        return polars.Struct({name: _polars(part, polars) for name, part in kind.parts})
    return getattr(polars, _POLARS[kind.name])
