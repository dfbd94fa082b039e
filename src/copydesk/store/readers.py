"""What makes a record from JSON: for each kind a function with its fields written out, compiled once.

A screen makes hundreds of records and a run makes millions. Walking over their fields each time took as long again as
reading the JSON; written out, of 33 microseconds for a pair 13.5 are left, and 12.8 are those of JSON itself.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
_NOT_GIVEN = object()
_ATOMS = (str, int, bool)


@cache
def reader(kind: Any) -> Reader:
    """What turns a row of JSON into a record of this kind; fields that the row lacks take their defaults.

    It raises KeyError where the row lacks a field that has no default.

    Raises:
        TypeError: a field is of a type that records do not hold.

    """
    named: dict[str, Any] = {"new": object.__new__, "kind": kind, "NOT_GIVEN": _NOT_GIVEN}
    source = "\n    ".join(_lines(kind, named))
    # The names of fields are those of our own classes, as where dataclasses writes their `__init__`.
    exec(source, named)  # noqa: S102
    read: Reader = named["read"]
    return read


def _lines(kind: Any, named: dict[str, Any]) -> Iterator[str]:
    """The function for a kind, line by line; what it calls goes into `named`.

    Records are frozen, so each field is set by its slot: half of the time of the `__init__` that does the same.
    """
    hints = get_type_hints(kind)
    yield "def read(row):"
    yield "one = new(kind)"
    for field in dataclasses.fields(kind):
        name = field.name
        put = _called(getattr(kind, name).__set__, f"put_{name}", named)
        default = _default(field)
        if default is dataclasses.MISSING:
            yield f"{put}(one, {_value(hints[name], f'row[{name!r}]', named)})"
            continue
        usual = _called(default, f"usual_{name}", named)
        yield f"value = row.get({name!r}, NOT_GIVEN)"
        yield f"{put}(one, {usual} if value is NOT_GIVEN else {_value(hints[name], 'value', named)})"
    yield "return one"


def _default(field: dataclasses.Field[Any]) -> Any:
    """What a field has that is not given: values of records never change, so one serves all."""
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def _called(what: Any, name: str, named: dict[str, Any]) -> str:
    """A name by which written code has this."""
    named[name] = what
    return name


def _value(hint: Any, value: str, named: dict[str, Any]) -> str:
    """The expression that turns the JSON of `value` into a value of this type."""
    if isinstance(hint, NewType):
        return _value(hint.__supertype__, value, named)
    if dataclasses.is_dataclass(hint):
        return f"{_reader_of(hint, named)}({value})"
    if hint is date:
        return f"{_called(date.fromisoformat, 'day', named)}({value})"
    if hint is float:
        return f"float({value})"
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple(get_args(hint), value, named)
    if origin in (Union, types.UnionType):
        return _optional(get_args(hint), value, named)
    if origin is Literal or hint in _ATOMS:
        return value
    raise TypeError(f"records do not hold {hint!r}")


def _reader_of(kind: Any, named: dict[str, Any]) -> str:
    return _called(reader(kind), f"read_{kind.__name__}", named)


def _tuple(parts: tuple[Any, ...], value: str, named: dict[str, Any]) -> str:
    one, *others = parts
    if others == [Ellipsis] and dataclasses.is_dataclass(one):
        return f"tuple(map({_reader_of(one, named)}, {value}))"
    if others == [Ellipsis]:
        each = _value(one, "each", named)
        return f"tuple({value})" if each == "each" else f"tuple([{each} for each in {value}])"
    if all(part in _ATOMS for part in parts):
        return f"tuple({value})"
    raise TypeError(f"records do not hold a tuple of {parts!r}")


def _optional(parts: tuple[Any, ...], value: str, named: dict[str, Any]) -> str:
    inner = [part for part in parts if part is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"records hold a type or None, not {parts!r}")
    known = _value(inner[0], "known", named)
    return value if known == "known" else f"(None if (known := {value}) is None else {known})"
