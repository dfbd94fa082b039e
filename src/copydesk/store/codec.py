"""Records as JSON and back, told by the types of their fields alone."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar, get_type_hints

from copydesk.store.readers import reader

R = TypeVar("R")

_EMPTY_TEXT, _EMPTY_LIST = "''", "json('[]')"
_ATOMS = frozenset((str, int, float, bool, type(None)))
_DECODER = json.JSONDecoder()
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
    # What `encode` wrote has nothing before or after it, so nothing is looked for there.
    row, _ = _DECODER.raw_decode(line)
    try:
        record: R = reader(asked)(row)
    except KeyError as error:
        raise KeyError(f"{kind.__name__} without {error.args[0]}") from error
    return record


def lightened(kind: Any, without: Sequence[str]) -> str:
    """SQL for the line of a record in `body` in which these fields (lists or texts) are empty: quicker to decode."""
    hints = _hints(kind) if without else {}
    empty = (f"'$.{name}', {_EMPTY_TEXT if hints[name] is str else _EMPTY_LIST}" for name in without)
    return f"json_set(body, {', '.join(empty)})" if without else "body"


def digest(line: str) -> str:
    """Sixteen hexadecimal digits that stand for a line."""
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of record, none for what is no record."""
    return tuple(one.name for one in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
