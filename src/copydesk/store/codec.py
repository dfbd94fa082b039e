"""Records as JSON and back, told by the types of their fields alone."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
Reader = Callable[[Any], Any]

_EMPTY_TEXT, _EMPTY_LIST = "''", "json('[]')"
_ATOMS = frozenset((str, int, float, bool, type(None)))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(record: Any) -> str:
    """A record as one line of JSON; equal records give equal lines."""
    return written(plain(record))


def plain(value: Any) -> Any:
    """A record (or what one holds) as JSON has it: dicts, lists, texts, numbers, None."""
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple:
        return [plain(one) for one in value]
    if kind is date:
        return value.isoformat()
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    return value


def written(row: Any) -> str:
    """What `plain` gave as one line of JSON."""
    return _ENCODER.encode(row)


def decode(kind: type[R], line: str) -> R:
    """The record of a kind that `encode` wrote; fields that the line lacks take their defaults.

    Raises:
        KeyError: the line lacks a field that has no default.

    """
    asked: Any = kind
    record: R = _reader(asked)(json.loads(line))
    return record


def lightened(kind: type[Any], without: Sequence[str]) -> str:
    """SQL for the line of a record in `body` in which these fields (lists or texts) are empty: quicker to decode."""
    hints = get_type_hints(kind) if without else {}
    empty = (f"'$.{name}', {_EMPTY_TEXT if hints[name] is str else _EMPTY_LIST}" for name in without)
    return f"json_set(body, {', '.join(empty)})" if without else "body"


def digest(line: str) -> str:
    """Sixteen hexadecimal digits that stand for a line."""
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of record, none for what is no record."""
    return tuple(one.name for one in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


@cache
def _reader(hint: Any) -> Reader:
    """What turns JSON into a value of this type."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    if dataclasses.is_dataclass(hint):
        return _record_reader(hint)
    if hint is date:
        return date.fromisoformat
    if hint is float:
        return float
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if origin in (Union, types.UnionType):
        return _optional_reader(get_args(hint))
    if origin is Literal or hint in (str, int, bool):
        return _same
    raise TypeError(f"records do not hold {hint!r}")


def _same(value: Any) -> Any:
    return value


def _record_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in _names(kind)}
    required = {
        one.name
        for one in dataclasses.fields(kind)
        if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    }

    def read(row: dict[str, Any]) -> Any:
        if missing := required - row.keys():
            raise KeyError(f"{kind.__name__} without {', '.join(sorted(missing))}")
        return kind(**{name: reader(row[name]) for name, reader in readers.items() if name in row})

    return read


def _tuple_reader(parts: tuple[Any, ...]) -> Reader:
    if len(parts) == 2 and parts[1] is Ellipsis:
        each = _reader(parts[0])
        return tuple if each is _same else lambda row: tuple(each(one) for one in row)
    readers = [_reader(part) for part in parts]
    return lambda row: tuple(reader(one) for reader, one in zip(readers, row, strict=True))


def _optional_reader(parts: tuple[Any, ...]) -> Reader:
    inner = [part for part in parts if part is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"records hold a type or None, not {parts!r}")
    reader = _reader(inner[0])
    return lambda row: None if row is None else reader(row)
