"""Where the columns of a Parquet file lie, and how large their pages are unpacked, by the head before each of them.

The footer of a file sums these sizes up, but nothing holds the footer to the truth, while the heads are what is
believed when memory is taken. They are read here before anything is unpacked. Pages of Parquet are pieces of a column,
no pages of news; a head is a struct in Thrift's compact protocol, of which two numbers are wanted.

The footer is such a struct too. It is read here for where columns begin, since the Arrow library (26 and before) ends
the process when it is asked that of a column whose footer holds numbers that do not fit its type.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

FIRST_READ = 1 << 10
"""Bytes in which most heads end: they hold some numbers, and the least and the greatest value of the page."""
LONGEST_HEAD = 1 << 24
"""Bytes after which a head is given up, as in the Arrow library."""
MOST_HEADS = 1_000_000
"""Pages of one column of one group: writers cut columns into pages of about a megabyte."""
DEEPEST = 16
"""Structs within structs of a head; the format has three."""
UNPACKED, PACKED = 2, 3
"""The fields of a head that say how many bytes its page has when unpacked, and as it stands."""


MARK = b"PAR1"
"""With what a file begins and ends; before the last stands the length of the footer, in four bytes."""


class _Cut(Exception):
    """The bytes end within a head."""


class Chunk(NamedTuple):
    """The part of a column that stands in one group of rows: the outermost name of the column, and where it lies."""

    column: str
    start: int
    length: int


def chunks_of(file: BinaryIO) -> list[list[Chunk]]:
    """The parts of the columns of a file, by group of rows, as its footer tells.

    Raises:
        ValueError: it has no footer, or one that does not tell.

    """
    end = file.seek(0, io.SEEK_END) - len(MARK) - 4
    file.seek(max(0, end))
    length = int.from_bytes(file.read(4), "little")
    if end < length or file.read(len(MARK)) != MARK:
        raise ValueError("the file has no footer")
    file.seek(end - length)
    raw = file.read(length)
    try:
        groups = _fields(raw, 0, 0)[0].get(_GROUPS, [])
        return [[_chunk(one) for one in group.get(_COLUMNS, [])] for group in groups]
    except (_Cut, AttributeError, KeyError, TypeError) as error:
        raise ValueError("the footer breaks off, or does not tell where the columns lie") from error


# Fields of the footer, of a group of rows, of a part of a column, and of what is told of it.
_GROUPS, _COLUMNS, _TOLD = 4, 1, 3
_PATH, _LENGTH, _DATA, _DICTIONARY = 3, 7, 9, 11


def _chunk(told: dict[int, Any]) -> Chunk:
    inside = told[_TOLD]
    places = [place for place in (inside[_DATA], inside.get(_DICTIONARY, 0)) if place > 0]
    if not places:
        raise ValueError("a column lies nowhere")
    return Chunk(inside[_PATH][0].decode("utf-8", "replace"), min(places), inside[_LENGTH])


def unpacked_sizes(file: BinaryIO, *, start: int, length: int) -> Iterator[int]:
    """The size of each page of a column that stands at `start` and takes `length` bytes, in bytes when unpacked.

    Raises:
        ValueError: a head is none, or there are more than any writer makes.

    """
    place, end = start, start + length
    for _ in range(MOST_HEADS):
        if place >= end:
            return
        taken, unpacked, packed = _head(file, place)
        yield unpacked
        place += taken + packed
    raise ValueError("a column is cut into pages without number")


def _head(file: BinaryIO, place: int) -> tuple[int, int, int]:
    """The length of the head at a place, and the two sizes that it tells."""
    size = FIRST_READ
    while True:
        file.seek(place)
        raw = file.read(size)
        try:
            taken, sizes = _struct(raw)
        except _Cut:
            if len(raw) < size or size >= LONGEST_HEAD:
                raise ValueError("the head of a page breaks off") from None
            size *= 16
            continue
        unpacked, packed = sizes.get(UNPACKED, -1), sizes.get(PACKED, -1)
        if unpacked < 0 or packed < 0:
            raise ValueError("the head of a page tells no sizes")
        return taken, unpacked, packed


# -- Thrift's compact protocol ----------------------------------------------------------------------------------------


def _struct(raw: bytes) -> tuple[int, dict[int, int]]:
    """The length of the struct with which some bytes begin, and its whole numbers by the ids of their fields."""
    place, name = 0, 0
    numbers: dict[int, int] = {}
    while True:
        byte = _byte(raw, place)
        place += 1
        if byte == 0:
            return place, numbers
        kind = byte & 0x0F
        if byte >> 4:
            name += byte >> 4
        else:
            name, place = _whole(raw, place)
        if kind in (4, 5, 6):
            numbers[name], place = _whole(raw, place)
        else:
            place = _behind(raw, place, kind, 1)


def _fields(raw: bytes, place: int, depth: int) -> tuple[dict[int, Any], int]:
    """The struct that begins at a place, by the ids of its fields, and where it ends."""
    fields: dict[int, Any] = {}
    name = 0
    while byte := _byte(raw, place):
        place += 1
        if byte >> 4:
            name += byte >> 4
        else:
            name, place = _whole(raw, place)
        fields[name], place = _value(raw, place, byte & 0x0F, depth + 1)
    return fields, place + 1


def _value(raw: bytes, place: int, kind: int, depth: int) -> tuple[Any, int]:
    """The value of a kind that begins at a place, and where it ends; what is not asked for is passed over."""
    if depth > DEEPEST:
        raise ValueError("the footer is nested without end")
    if kind in (4, 5, 6):
        return _whole(raw, place)
    if kind == 8:
        length, place = _number(raw, place)
        return raw[place : place + length], place + length
    if kind == 12:
        return _fields(raw, place, depth)
    if kind != 9:
        return None, _behind(raw, place, kind, depth)
    byte, place = _byte(raw, place), place + 1
    count = byte >> 4
    if count == 15:
        count, place = _number(raw, place)
    values: list[Any] = []
    for _ in range(count):
        # In a list yes and no take a byte, so a list never holds more values than bytes follow.
        value, place = (None, place + 1) if byte & 0x0F in (1, 2) else _value(raw, place, byte & 0x0F, depth + 1)
        if place > len(raw):
            raise _Cut
        values.append(value)
    return values, place


def _behind(raw: bytes, place: int, kind: int, depth: int) -> int:
    """Where a value of a kind ends."""
    if depth > DEEPEST:
        raise ValueError("the head of a page is nested without end")
    if kind in (1, 2):  # yes and no, which stand in the kind itself
        return place
    if kind == 3:
        return place + 1
    if kind in (4, 5, 6):
        return _number(raw, place)[1]
    if kind == 7:
        return place + 8
    if kind == 8:
        length, place = _number(raw, place)
        return place + length
    if kind in (9, 10):
        return _behind_list(raw, place, depth)
    if kind == 12:
        return _behind_struct(raw, place, depth)
    raise ValueError(f"the head of a page holds what no head holds (kind {kind})")


def _behind_list(raw: bytes, place: int, depth: int) -> int:
    byte = _byte(raw, place)
    count, place = byte >> 4, place + 1
    if count == 15:
        count, place = _number(raw, place)
    kind = byte & 0x0F
    for _ in range(count):
        # In a list yes and no take a byte, so a list never holds more values than bytes follow.
        place = place + 1 if kind in (1, 2) else _behind(raw, place, kind, depth + 1)
        if place > len(raw):
            raise _Cut
    return place


def _behind_struct(raw: bytes, place: int, depth: int) -> int:
    while byte := _byte(raw, place):
        place += 1
        if not byte >> 4:
            _, place = _number(raw, place)
        place = _behind(raw, place, byte & 0x0F, depth + 1)
    return place + 1


def _byte(raw: bytes, place: int) -> int:
    if place >= len(raw):
        raise _Cut
    return raw[place]


def _number(raw: bytes, place: int) -> tuple[int, int]:
    """The number that begins at a place, seven bits a byte, and where it ends."""
    value = shift = 0
    while shift < 70:
        byte = _byte(raw, place)
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError("the head of a page holds a number without end")


def _whole(raw: bytes, place: int) -> tuple[int, int]:
    """The same with a sign, which stands in the last bit."""
    value, place = _number(raw, place)
    return (value >> 1) ^ -(value & 1), place
