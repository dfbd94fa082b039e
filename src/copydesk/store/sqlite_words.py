"""The full text of a desk in SQLite: FTS5, which ranks by BM25 (Robertson and others, 1994)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from copydesk.store.connection import Row, Where
from copydesk.store.finding import CARD, FEW, NEWEST, TITLE_WEIGHT, WIDE, Phrase, Wanted

if TYPE_CHECKING:
    from copydesk.store.sqlite_base import SqliteBase


class SqliteWords:
    """The tables `found` and `measured` of one desk."""

    def __init__(self, base: SqliteBase) -> None:
        self._base = base

    def keep(self, place: int, words: tuple[str | None, str | None, str]) -> None:
        """The title, outlet and text of the article at this place."""
        self._base.execute("INSERT INTO found (rowid, title, outlet, text) VALUES (?, ?, ?, ?)", (place, *words))

    def drop(self, place: int) -> None:
        """Forget the words of an article."""
        self._base.execute("DELETE FROM found WHERE rowid = ?", (place,))

    def note(self, place: int, words: str) -> None:
        """What the figure at this place counts, and what is said around it."""
        self._base.execute("INSERT INTO measured (rowid, words) VALUES (?, ?)", (place, words))

    def unnote(self, place: int) -> None:
        """Forget them."""
        self._base.execute("DELETE FROM measured WHERE rowid = ?", (place,))

    def hits(self, wanted: Wanted, *, limit: int) -> list[tuple[str, str]]:
        """The lines of articles with all these words, the best first, and a few words around the match."""
        query = (
            "SELECT body, snippet(found, -1, '', '', ' … ', 24)"
            " FROM found JOIN articles ON articles.place = found.rowid"
            f" WHERE found MATCH ? ORDER BY bm25(found, {TITLE_WEIGHT}), articles.id LIMIT ?"
        )
        return self._base.execute(query, (_match(wanted), limit)).fetchall()

    def matching(self, wanted: Wanted, where: Where, *, most: int) -> list[Row]:
        """The cards of articles with these words that meet the other conditions; the best first, unless many."""
        match = _match(wanted)
        matched, given = self._matched(where)

        def chosen(asked_for: str, score: str, order: str) -> list[Row]:
            inner = f"SELECT found.rowid AS at, {score} AS score FROM {matched} ORDER BY {order} LIMIT ?"
            query = f"SELECT {CARD}, score FROM ({inner}) JOIN cards ON cards.place = at ORDER BY score, {NEWEST}"
            return self._base.execute(query, (asked_for, *given, most)).fetchall()

        many = self._base.execute(f"SELECT 1 FROM {matched} LIMIT 1 OFFSET ?", (match, *given, WIDE)).fetchone()
        if many is None and not any(one.begun for either in wanted for one in either):
            return chosen(match, f"bm25(found, {TITLE_WEIGHT})", "score")
        first = chosen(f"title : ({match})", "0.0", "found.rowid DESC")
        known = {row[0] for row in first}
        rest = (row for row in chosen(match, "1.0", "found.rowid DESC") if row[0] not in known)
        return [*first, *rest][:most]

    def figures(self, size: Where, about: Sequence[str], *, middle: float, limit: int) -> list[Row]:
        """Figures of a size about one of these: id, article, how far from the middle, fit (the lower the better)."""
        chosen, given = self._sized(size, about)
        query = (
            f"SELECT figures.id, article, off, fit FROM ({chosen} LIMIT ?) AS chosen"
            " JOIN figures ON figures.place = chosen.place JOIN cards ON cards.number = chosen.number"
            " ORDER BY fit, off, figures.id"
        )
        return self._base.execute(query, (middle, middle, *given, limit)).fetchall()

    def _matched(self, where: Where) -> tuple[str, list[Any]]:
        """What is looked through, and the values of its conditions but for the words."""
        if where.anything:
            return "found WHERE found MATCH ?", []
        few = f"SELECT place FROM cards WHERE {where.condition} LIMIT ?"
        among = self._base.execute(few, (*where.values, FEW + 1)).fetchall()
        if len(among) <= FEW:
            places = json.dumps([place for (place,) in among])
            return "found WHERE found MATCH ? AND found.rowid IN (SELECT value FROM json_each(?))", [places]
        # With a plus SQLite looks a card up by its place, and not by each of the numbers that may be meant.
        meant = where.condition.replace("cards.number IN", "+cards.number IN")
        matched = f"found CROSS JOIN cards ON cards.place = found.rowid WHERE found MATCH ? AND {meant}"
        return matched, list(where.values)

    def _sized(self, size: Where, about: Sequence[str]) -> tuple[str, list[Any]]:
        """The query for figures of a size about one of these, and its values; it wants the middle size twice."""
        told = "SELECT counted.place, number, abs(value - ?) / max(abs(?), 1e-9) AS off"
        if not about:
            sized = f"FROM counted WHERE {size.condition} ORDER BY off, counted.place DESC"
            return f"{told}, 0.0 AS fit {sized}", list(size.values)
        match = " OR ".join(f'"{one}"' for one in about)
        wide = f"SELECT 1 FROM counted WHERE {size.condition} LIMIT 1 OFFSET ?"
        many = self._base.execute(wide, (*size.values, WIDE)).fetchone()
        # CROSS JOIN keeps SQLite from asking the full text once for every figure of this size.
        source = "FROM measured CROSS JOIN counted ON counted.place = measured.rowid WHERE measured MATCH ?"
        source += f" AND {size.condition}"
        if many is None:
            return f"{told}, bm25(measured) AS fit {source} ORDER BY fit, off", [match, *size.values]
        return f"{told}, 0.0 AS fit {source} ORDER BY measured.rowid DESC", [match, *size.values]


def _match(wanted: Wanted) -> str:
    """What is wanted in FTS5's language, in which every word and phrase means itself alone."""
    return " AND ".join(_either([_phrase(one) for one in either]) for either in wanted)


def _either(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _phrase(phrase: Phrase) -> str:
    said = phrase.words.replace("\x00", " ").replace('"', " ")
    return f'"{said}"{" *" if phrase.begun else ""}'
