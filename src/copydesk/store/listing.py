"""Stories as a list that is quick to sort, to filter and to page through, whatever the size of the desk.

What one sorts by stands in columns with an index each, what one filters by in rows of their own; how many stories have
a value is counted as they come and go. A cursor names the last line that was given, so that lines that come meanwhile
neither repeat nor hide others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from copydesk.errors import UsageError
from copydesk.records import MATERIAL, Summary
from copydesk.store.base import ListedPage, Order
from copydesk.store.codec import decode
from copydesk.store.connection import Base, Reading

Filters = Mapping[str, Sequence[str]]
_Filtered = tuple[str, list[str]]

FACETS = {
    "outlet": "outlets",
    "language": "languages",
    "place": "places",
    "month": "months",
    "change": "changes",
    "decision": "decisions",
}
"""Where a summary has the values of a facet that are lists."""
FLAGS = ("conflicts", "changed", "altered", "spun", "corrections", "lost", "undated")
"""Counts by which a story stands out: the values of the facet `flag`, for stories in which they are not 0."""
COLUMNS: dict[Order, tuple[str, ...]] = {
    "first": ("first",),
    "last": ("last",),
    "accounts": ("accounts", "first"),
    "changes": ("changes", "first"),
}
# What of the counts that matter is more than when a person last looked.
_NEW = " + ".join(
    f"max(0, held.{name} - coalesce(CAST(json_extract(looks.state, '$.{name}') AS BIGINT), 0))" for name in MATERIAL
)


class Listing:
    """The list of the stories of one desk: a `Follower` of summaries."""

    kinds = frozenset({"Summary"})

    def __init__(self, base: Base, reading: Reading) -> None:
        self._base = base
        self._reading = reading

    # -- reading ------------------------------------------------------------------------------------------------

    def page(
        self,
        filters: Filters | None = None,
        *,
        order: Order = "first",
        person: str | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> ListedPage:
        """The stories that have one of the values of every facet, from a cursor on.

        `order` is `first` (the latest first publication at the head), `last` (the latest publication), `accounts` (the
        most independent accounts), `changes` (the most that needs a person) or `news`: what has changed materially
        since this person looked, then what they never looked at, then the rest.

        Raises:
            UsageError: the cursor or a facet is none of these.

        """
        wanted, values = _filtered(filters or {})
        with self._reading() as base:
            (total,) = base.execute(f"SELECT count(*) FROM listing AS held WHERE {wanted}", values).fetchone()
            if order == "news":
                rows = _news(base, (wanted, values), person, after=after, limit=limit)
            else:
                rows = _sorted(base, (wanted, values), COLUMNS[order], after=after, limit=limit)
            bodies = _bodies(base, [row[0] for row in rows])
        cursor = json.dumps(rows[-1][1:], ensure_ascii=False) if len(rows) == limit else None
        return ListedPage(tuple(bodies), total, cursor)

    def facets(self, filters: Filters | None = None, *, most: int = 40) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many of the stories that pass the filters have each value, by facet: the most frequent values of each.

        Raises:
            UsageError: there is no such facet.

        """
        wanted, values = _filtered(filters or {})
        amounts = "SELECT number, stories AS amount FROM facets WHERE stories > 0"
        if filters:
            amounts = "SELECT listed.value AS number, count(*) AS amount FROM listing AS held JOIN listed"
            amounts += f" ON listed.place = held.place WHERE {wanted} GROUP BY number"
        ranked = "row_number() OVER (PARTITION BY facet ORDER BY amount DESC, value) AS rank"
        query = f"SELECT facet, value, amount, {ranked} FROM ({amounts}) AS amounts JOIN facets USING (number)"
        found: dict[str, list[tuple[str, int]]] = {name: [] for name in (*FACETS, "flag")}
        with self._reading() as base:
            rows = base.execute(
                f"SELECT facet, value, amount FROM ({query}) AS ranked WHERE rank <= ? ORDER BY facet, rank",
                (*values, most),
            )
            for facet, value, amount in rows:
                found[facet].append((value, amount))
        return {facet: tuple(values) for facet, values in found.items()}

    # -- writing ------------------------------------------------------------------------------------------------

    def add(self, kind: str, place: int, row: Mapping[str, Any]) -> None:  # noqa: ARG002  it follows one kind
        """Keep the line of a story."""
        first, last = row["first"], row["last"]
        days = ("" if first is None else first["low"], "" if last is None else last["high"])
        counts = [row[name] for name in MATERIAL]
        changes = sum(row[name] for name in ("conflicts", "changed", "material", "corrections"))
        marks = ", ".join("?" * (5 + len(counts)))
        columns = ", ".join(("place", "story", "first", "last", "changes", *MATERIAL))
        values = (place, row["story"], *days, changes, *counts)
        self._base.execute(f"INSERT INTO listing ({columns}) VALUES ({marks})", values)
        for named in _values(row):
            (number,) = self._base.execute(
                "INSERT INTO facets (facet, value, stories) VALUES (?, ?, 1)"
                " ON CONFLICT (facet, value) DO UPDATE SET stories = facets.stories + 1 RETURNING number",
                named,
            ).fetchone()
            self._base.execute("INSERT INTO listed (place, value) VALUES (?, ?)", (place, number))

    def drop(self, kind: str, gone: Sequence[tuple[int, str]]) -> None:  # noqa: ARG002  it follows one kind
        """Forget lines."""
        for place, body in gone:
            self._base.execute("DELETE FROM listing WHERE place = ?", (place,))
            self._base.execute("DELETE FROM listed WHERE place = ?", (place,))
            fewer = "UPDATE facets SET stories = stories - 1 WHERE facet = ? AND value = ?"
            self._base.executemany(fewer, _values(json.loads(body)))


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facets and values by which a summary is found."""
    for facet, name in FACETS.items():
        yield from ((facet, value) for value in dict.fromkeys(row[name]))
    yield from (("flag", name) for name in FLAGS if row[name])


def _filtered(filters: Filters) -> tuple[str, list[str]]:
    """A condition on `held` for stories that have one of the values of every facet, with its variables."""
    unknown = filters.keys() - {*FACETS, "flag"}
    if unknown:
        raise UsageError(f"there is no facet {min(unknown)!r}; there are {', '.join((*FACETS, 'flag'))}")
    conditions: list[str] = ["1 = 1"]
    values: list[str] = []
    for facet, wanted in filters.items():
        marks = ", ".join("?" * len(wanted))
        numbers = f"SELECT number FROM facets WHERE facet = ? AND value IN ({marks})"
        conditions.append(f"held.place IN (SELECT place FROM listed WHERE value IN ({numbers}))")
        values.extend((facet, *wanted))
    return " AND ".join(conditions), values


def _cursor(after: str | None, length: int) -> list[Any]:
    if after is None:
        return []
    try:
        values = json.loads(after)
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(one, str | int) for one in values):
        raise UsageError(f"{after[:80]!r} is no cursor of this list; begin without one")
    return values


def _sorted(base: Base, filtered: _Filtered, columns: Sequence[str], *, after: str | None, limit: int) -> list[Any]:
    """The place of each line, and what the cursor behind it says."""
    wanted, values = filtered
    keys = (*columns, "story")
    cursor = _cursor(after, len(keys))
    if cursor:
        wanted += f" AND ({', '.join(keys)}) < ({', '.join('?' * len(keys))})"
    order = ", ".join(f"{key} DESC" for key in keys)
    query = f"SELECT place, {', '.join(keys)} FROM listing AS held WHERE {wanted} ORDER BY {order} LIMIT ?"
    return base.execute(query, (*values, *cursor, limit)).fetchall()


def _news(base: Base, filtered: _Filtered, person: str | None, *, after: str | None, limit: int) -> list[Any]:
    """Lines in the order of what is new to a person: changed since their look, never looked at, and the rest.

    The cursor says in which of the three parts it stands.
    """
    wanted, values = filtered
    cursor = _cursor(after, 4)
    looked = f"SELECT held.place, held.first, held.story, {_NEW} AS new FROM looks JOIN listing AS held"
    looked += f" ON held.story = looks.story WHERE looks.person = ? AND {wanted}"
    known = base.execute(looked, (person or "", *values)).fetchall()
    changed = sorted(((2, new, first, story, place) for place, first, story, new in known if new), reverse=True)
    same = sorted(((0, 0, first, story, place) for place, first, story, new in known if not new), reverse=True)
    rows = [row for row in changed if not cursor or row[:4] < tuple(cursor)]
    if len(rows) < limit:
        rows.extend(_never(base, filtered, person, cursor=cursor, limit=limit - len(rows)))
    rows.extend(row for row in same if not cursor or row[:4] < tuple(cursor))
    return [(place, *key) for *key, place in rows[:limit]]


def _never(
    base: Base, filtered: _Filtered, person: str | None, *, cursor: Sequence[Any], limit: int
) -> Iterable[tuple[Any, ...]]:
    """Lines that a person never looked at, as `_news` ranks them."""
    if cursor and cursor[0] == 0:
        return
    wanted, values = filtered
    if cursor and cursor[0] == 1:
        wanted += " AND (first, story) < (?, ?)"
        values = [*values, *cursor[2:]]
    query = f"SELECT 1, 0, first, story, place FROM listing AS held WHERE {wanted} AND NOT EXISTS"
    query += " (SELECT 1 FROM looks WHERE looks.person = ? AND looks.story = held.story)"
    query += " ORDER BY first DESC, story DESC LIMIT ?"
    yield from base.execute(query, (*values, person or "", limit))


def _bodies(base: Base, places: Sequence[int]) -> Iterator[Summary]:
    marks = ",".join("?" * len(places))
    found = dict(base.execute(f"SELECT place, body FROM summaries WHERE place IN ({marks})", places))
    return (decode(Summary, found[place]) for place in places)
