"""What each site holds and how its articles came by their texts, counted where the desk lies.

One narrow row an article and one for each that stands in a family; counting them all takes some tens of milliseconds
for 100,000.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from copydesk.store.base import SiteCounts
from copydesk.text.hosts import host_of, site_name

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


class Sites:
    """The sites of one desk: a `Follower` of articles and carriages."""

    kinds = frozenset({"Article", "Carriage"})

    def __init__(self, base: sqlite3.Connection, reading: Reading) -> None:
        self._base = base
        self._reading = reading

    def counts(self, site: str | None = None) -> list[SiteCounts]:
        """What is counted of every site, or of one, those with most pages first."""
        where, values = ("", ()) if site is None else (" WHERE site = ?", (site,))
        with self._reading() as base:
            pages = base.execute(
                "SELECT site, count(*), sum(reserved IS 1), sum(reserved IS 0), max(host)"
                f" FROM sites{where} GROUP BY site ORDER BY count(*) DESC, site",
                values,
            ).fetchall()
            shared: dict[str | None, tuple[Any, ...]] = {
                row[0]: row[1:]
                for row in base.execute(
                    "SELECT site, count(*), sum(role = 'first'), sum(role = 'taken'), sum(role = 'open'),"
                    " sum(credit IS 'outlet'), sum(credit IS 'agency'), sum(role = 'taken' AND credit IS NULL),"
                    " sum(material), sum(corrections)"
                    f" FROM carried{where} GROUP BY site",
                    values,
                )
            }
            lags: dict[str | None, list[tuple[int, int]]] = {}
            told = " AND ".join(("lag IS NOT NULL", *(["site = ?"] if values else [])))
            query = f"SELECT site, lag, count(*) FROM carried WHERE {told} GROUP BY site, lag ORDER BY site, lag"
            for name, lag, so_many in base.execute(query, values):
                lags.setdefault(name, []).append((lag, so_many))
        nothing: tuple[Any, ...] = (0,) * 9
        return [SiteCounts._make((*row, *shared.get(row[0], nothing), tuple(lags.get(row[0], ())))) for row in pages]

    def add(self, kind: str, place: int, row: Mapping[str, Any]) -> None:
        """Keep what is counted of an article."""
        if kind == "Article":
            values = (place, site_name(row["outlet"], row["url"]), host_of(row["url"]), row["tdm_reserved"])
            self._base.execute("INSERT INTO sites (place, site, host, reserved) VALUES (?, ?, ?, ?)", values)
        else:
            names = ("site", "role", "credit", "lag", "material", "corrections")
            self._base.execute(
                "INSERT INTO carried (place, site, role, credit, lag, material, corrections)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (place, *(row[name] for name in names)),
            )

    def drop(self, kind: str, gone: Sequence[tuple[int, str]]) -> None:
        """Forget articles."""
        table = "sites" if kind == "Article" else "carried"
        self._base.executemany(f"DELETE FROM {table} WHERE place = ?", ((place,) for place, _ in gone))


def make_tables(base: sqlite3.Connection) -> None:
    """The tables of this part, with the articles that are on the desk already."""
    base.execute("CREATE TABLE sites (place INTEGER PRIMARY KEY, site TEXT, host TEXT, reserved INTEGER)")
    base.execute("CREATE INDEX sites_by_site ON sites (site, reserved, host)")
    base.execute(
        "CREATE TABLE carried (place INTEGER PRIMARY KEY, site TEXT, role TEXT NOT NULL, credit TEXT, lag INTEGER,"
        " material INTEGER NOT NULL, corrections INTEGER NOT NULL)"
    )
    base.execute("CREATE INDEX carried_by_site ON carried (site, lag, role, credit, material, corrections)")
    base.executemany("INSERT INTO sites (place, site, host, reserved) VALUES (?, ?, ?, ?)", list(_standing(base)))


def _standing(base: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    fields = ("outlet", "url", "tdm_reserved")
    asked = ", ".join(f"json_extract(body, '$.{name}')" for name in fields)
    for place, outlet, url, reserved in base.execute(f"SELECT place, {asked} FROM articles"):
        yield place, site_name(outlet, url), host_of(url), reserved
