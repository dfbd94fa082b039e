"""Answers that fit: the head whole, then rows of each part in turn while there is room, and how many more there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.errors import UsageError

Row = dict[str, Any]

LONGEST = 8_000
"""Characters of an answer, some 2,000 tokens: whoever reads it has to keep it in mind with all else that was said."""
_SEPARATOR = 1


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one sort in an answer, those that matter most first, and how one becomes a row."""

    records: Sequence[Any]
    tell: Callable[[Any], Row]


def fitted(head: Row, parts: Mapping[str, Part], *, only: str | None = None, skip: int = 0) -> Row:
    """Head and parts in at most `LONGEST` characters of JSON; `more` counts the rows of each part that are left out.

    The parts take turns, a row each, so that a long one leaves room for the others; with `only` it is that part alone,
    from row `skip` on.

    Raises:
        UsageError: there is no such part.

    """
    if only is not None and only not in parts:
        raise UsageError(f"there is no part {only!r}; ask for one of {', '.join(parts)}")
    if skip < 0:
        raise UsageError("rows are skipped from the first on: give 0 or more")
    chosen = dict(parts) if only is None else {only: parts[only]}
    waiting = {name: list(part.records[skip if only else 0 :]) for name, part in chosen.items()}
    told: dict[str, list[Row]] = {name: [] for name in chosen}
    counts = {name: len(records) for name, records in waiting.items()}
    room = LONGEST - len(set_down({**head, **told, "more": counts}))
    while waiting:
        for name in tuple(waiting):
            row = chosen[name].tell(waiting[name].pop(0)) if waiting[name] else None
            size = 0 if row is None else len(set_down(row)) + _SEPARATOR
            if row is None or size > room:
                del waiting[name]
                continue
            told[name].append(row)
            room -= size
    more = {name: count - len(told[name]) for name, count in counts.items() if count > len(told[name])}
    return {**head, **{name: rows for name, rows in told.items() if rows or only}, **({"more": more} if more else {})}


def set_down(answer: Row) -> str:
    """An answer as JSON in one line, its letters as they are."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def known(row: Row) -> Row:
    """The row without what is not known."""
    return {name: value for name, value in row.items() if value is not None}
