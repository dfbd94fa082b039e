"""Statements that name many values, cut so that SQLite takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")

PORTION = 900
"""Values that one statement names: SQLite allows 32,766 since 3.32 and 999 before, and this suits both."""


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, each once, in their order, so many at a time that one statement can name them."""
    rest = iter(dict.fromkeys(values))
    while portion := list(islice(rest, PORTION)):
        yield portion
