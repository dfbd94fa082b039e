"""Questions to the cards of a desk: which articles answer, by words, speaker, figure, day and outlet together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from copydesk.records import ArticleId, FigureId, QuoteId
from copydesk.store.finding import Card, SizedFigure, Sought, Voice
from copydesk.store.portions import portions
from copydesk.store.tables import NUMBERS, TABLES
from copydesk.text.normal import fold
from copydesk.text.seeking import forms
from copydesk.text.words import words

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]

# Speakers that one name may mean, and figures that one question may mean: beyond this nobody looks.
MOST_VOICES, MOST_FIGURES = 50, 2_000
# In titles a word tells four times as much of what an article is about.
TITLE_WEIGHT = 4.0
# Words that more articles hold are not ranked one by one, which would take a third of a second at 100,000: those with
# the words in their titles come first, then the last to come.
WIDE = 5_000
# Where other conditions leave so few articles, words are looked for in each of them and not in all: two milliseconds
# each for a word that 100,000 articles hold, and 70 to go through them all.
FEW = 30
# Letters of a word that is begun: two of them begin every tenth word of a desk.
SHORTEST_BEGUN = 3
ANYTHING = "1"
"""The condition that every article meets."""
_COLUMNS = "article, place, cards.title, cards.outlet, source, url, language, low, high"
_LAST = chr(0x10FFFF)
_NEWEST = "low IS NULL, low DESC, number"


class Searching:
    """Reads the cards that `store.cards` keeps."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def find(self, sought: Sought, *, most: int) -> list[Card]:
        """At most so many articles that answer, the best first (`score`, the lower the better), then the newest."""
        wheres, values = _wheres(sought)
        with self._reading() as base:
            if sought.speaker is not None:
                wheres.append(
                    "cards.number IN (SELECT number FROM spoken WHERE voice IN (SELECT value FROM json_each(?)))"
                )
                values.append(json.dumps(_voices_named(base, sought.speaker)))
            if sought.outlet is not None:
                wheres.append(_outlet(base, sought.outlet))
                values.append(fold(sought.outlet))
            where = " AND ".join(wheres) or ANYTHING
            if sought.match is not None:
                return [_card(row) for row in _matching(base, sought.match, where, values, most=most)]
            score, given = _distance(sought)
            query = f"SELECT {_COLUMNS}, {score} AS score FROM cards WHERE {where} ORDER BY score, {_NEWEST} LIMIT ?"
            return [_card(row) for row in base.execute(query, (*given, *values, most))]

    def texts(self, places: Iterable[int]) -> dict[int, str]:
        """The texts of articles, by their places."""
        found: dict[int, str] = {}
        with self._reading() as base:
            for portion in portions(places):
                marks = ",".join("?" * len(portion))
                found.update(base.execute(f"SELECT rowid, text FROM found WHERE rowid IN ({marks})", portion))
        return found

    def cards(self, articles: Iterable[str]) -> dict[str, Card]:
        """The cards of these articles, by id."""
        found: dict[str, Card] = {}
        query = (
            "SELECT cards.article, place, title, outlet, source, url, language, low, high, 0.0 FROM arrivals"
            " JOIN cards ON cards.number = arrivals.number WHERE arrivals.article IN ({})"
        )
        with self._reading() as base:
            for portion in portions(articles):
                rows = base.execute(query.format(",".join("?" * len(portion))), portion)
                found.update((row[0], _card(row)) for row in rows)
        return found

    def groups(self, kind: str, articles: Iterable[str]) -> dict[str, str]:
        """The id of the record of a kind (a story, a family) that holds each of these articles, by article."""
        found: dict[str, str] = {}
        query = (
            f"SELECT p.target, held.id FROM pointers AS p JOIN {TABLES[kind]} AS held ON held.place = p.place"
            " WHERE p.kind = ? AND p.target IN ({})"
        )
        with self._reading() as base:
            for portion in portions(articles):
                found.update(base.execute(query.format(",".join("?" * len(portion))), (NUMBERS[kind], *portion)))
        return found

    # -- speakers -----------------------------------------------------------------------------------------------

    def voices(self, prefix: str, *, limit: int) -> list[Voice]:
        """Speakers with a name of which these are words, the last of them perhaps begun; the most quoted first."""
        parts = [part.text for part in words(fold(prefix))]
        begun = [] if not parts else [(parts[-1], parts[-1] + _LAST)]
        wheres = ["voice IN (SELECT voice FROM voice_words WHERE word = ?)" for _ in parts[:-1]]
        wheres += ["voice IN (SELECT voice FROM voice_words WHERE word >= ? AND word < ?)" for _ in begun]
        where = " AND ".join(wheres) or "1"
        query = f"SELECT name, quotes FROM voices WHERE {where} ORDER BY quotes DESC, key LIMIT ?"
        with self._reading() as base:
            asked = (*parts[:-1], *(bound for pair in begun for bound in pair), limit)
            return [Voice(*row) for row in base.execute(query, asked)]

    def named(self, name: str) -> list[Voice]:
        """The speakers whom a name means: whoever is called just so, else all with these words in theirs."""
        query = (
            "SELECT name, quotes FROM voices WHERE voice IN (SELECT value FROM json_each(?)) ORDER BY quotes DESC, key"
        )
        with self._reading() as base:
            return [Voice(*row) for row in base.execute(query, (json.dumps(_voices_named(base, name)),))]

    def spoken(self, speaker: str, *, articles: Sequence[str] | None = None, limit: int) -> list[QuoteId]:
        """Quotes of whoever is called so, those of the newest articles first; of these articles alone, if told."""
        query = (
            "SELECT quote FROM spoken JOIN cards ON cards.number = spoken.number"
            " WHERE voice IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR cards.article IN"
            " (SELECT value FROM json_each(?2))) ORDER BY low IS NULL, low DESC, spoken.number, quote LIMIT ?3"
        )
        with self._reading() as base:
            named = json.dumps(_voices_named(base, speaker))
            among = None if articles is None else json.dumps(list(articles))
            return [QuoteId(quote) for (quote,) in base.execute(query, (named, among, limit))]

    # -- figures ------------------------------------------------------------------------------------------------

    def figures(
        self, low: float, high: float, *, dimension: str | None, about: Sequence[str], limit: int
    ) -> list[SizedFigure]:
        """Figures between two values, of one dimension or a rate of it, about one of these meanings; if they are told.

        The ones whose words fit best come first, then those in the middle between the two values; of very many the last
        to come.
        """
        size = "value BETWEEN ? AND ?"
        values: list[Any] = [low, high]
        if dimension is not None:
            size += " AND (dimension = ? OR dimension LIKE ? || ' per %')"
            values += [dimension, dimension]
        middle = (low + high) / 2
        with self._reading() as base:
            chosen, given = _sized(base, size, values, [f'"{one}"' for one in about])
            query = (
                f"SELECT figures.id, article, off, fit FROM ({chosen} LIMIT ?) AS chosen"
                " JOIN figures ON figures.place = chosen.place JOIN cards ON cards.number = chosen.number"
                " ORDER BY fit, off, figures.id"
            )
            rows = base.execute(query, (middle, middle, *given, min(limit, MOST_FIGURES)))
            return [SizedFigure(FigureId(one), ArticleId(article), off, -fit) for one, article, off, fit in rows]


def asked(query: str) -> str:
    """A query in FTS5's language: every word in both its numbers, `"..."` a phrase, `ferr*` any word so begun."""
    parts = query.split('"')
    found = [_phrase(part.split()) for part in parts[1::2]]
    found += [_word(word) for part in parts[::2] for word in part.split()]
    return " AND ".join(one for one in found if one)


def _word(word: str) -> str:
    if _begun(word):
        return _phrase([word.rstrip("*")], begun=True)
    either = [_phrase([one]) for one in forms(word.rstrip("*"))]
    return either[0] if len(either) == 1 else f"({' OR '.join(either)})"


def _begun(word: str) -> bool:
    return word.endswith("*") and len(word.rstrip("*")) >= SHORTEST_BEGUN


def _phrase(parts: Sequence[str], *, begun: bool = False) -> str:
    if not any(letter.isalnum() for part in parts for letter in part):
        return ""
    said = " ".join(parts).replace("\x00", " ")
    return f'"{said}"{" *" if begun else ""}'


# -- parts of the question ------------------------------------------------------------------------------------------


def _wheres(sought: Sought) -> tuple[list[str], list[Any]]:
    """The conditions that need no look at the desk, with their values, in order."""
    wheres: list[str] = []
    values: list[Any] = []
    if sought.articles is not None:
        among = "SELECT number FROM arrivals WHERE article IN (SELECT value FROM json_each(?))"
        wheres.append(f"cards.number IN ({among})")
        values.append(json.dumps(sought.articles))
    if sought.near is not None:
        day, days = sought.near
        wheres.append("low <= date(?, ?) AND high >= date(?, ?)")
        values += [day.isoformat(), f"+{days} days", day.isoformat(), f"-{days} days"]
    if sought.language is not None:
        wheres.append("(language = ? OR language LIKE ? || '-%')")
        values += [sought.language, sought.language]
    return wheres, values


def _matching(
    base: sqlite3.Connection, match: str, where: str, values: Sequence[Any], *, most: int
) -> list[tuple[Any, ...]]:
    """The cards of articles with these words that meet the other conditions; the best first, unless they are many."""
    matched, given = "found WHERE found MATCH ?", []
    if where != ANYTHING:
        # With a plus SQLite looks a card up by its place, and not by each of the numbers that may be meant.
        meant = where.replace("cards.number IN", "+cards.number IN")
        matched = f"found CROSS JOIN cards ON cards.place = found.rowid WHERE found MATCH ? AND {meant}"
        given = list(values)
        among = base.execute(f"SELECT place FROM cards WHERE {where} LIMIT ?", (*values, FEW + 1)).fetchall()
        if len(among) <= FEW:
            matched = "found WHERE found MATCH ? AND found.rowid IN (SELECT value FROM json_each(?))"
            given = [json.dumps([place for (place,) in among])]

    def chosen(asked_for: str, score: str, order: str) -> list[tuple[Any, ...]]:
        inner = f"SELECT found.rowid AS at, {score} AS score FROM {matched} ORDER BY {order} LIMIT ?"
        query = f"SELECT {_COLUMNS}, score FROM ({inner}) JOIN cards ON cards.place = at ORDER BY score, {_NEWEST}"
        return base.execute(query, (asked_for, *given, most)).fetchall()

    many = base.execute(f"SELECT 1 FROM {matched} LIMIT 1 OFFSET ?", (match, *given, WIDE)).fetchone()
    if many is None and " *" not in match:
        return chosen(match, f"bm25(found, {TITLE_WEIGHT})", "score")
    first = chosen(f"title : ({match})", "0.0", "found.rowid DESC")
    known = {row[0] for row in first}
    rest = (row for row in chosen(match, "1.0", "found.rowid DESC") if row[0] not in known)
    return [*first, *rest][:most]


def _sized(base: sqlite3.Connection, size: str, values: Sequence[Any], about: Sequence[str]) -> tuple[str, list[Any]]:
    """The query for figures of a size about one of these meanings, and its values; it wants the middle size twice."""
    told = "SELECT counted.place, number, abs(value - ?) / max(abs(?), 1e-9) AS off"
    if not about:
        return f"{told}, 0.0 AS fit FROM counted WHERE {size} ORDER BY off, counted.place DESC", list(values)
    match = " OR ".join(about)
    many = base.execute(f"SELECT 1 FROM counted WHERE {size} LIMIT 1 OFFSET ?", (*values, WIDE)).fetchone()
    # CROSS JOIN keeps SQLite from asking the full text once for every figure of this size.
    source = f"FROM measured CROSS JOIN counted ON counted.place = measured.rowid WHERE measured MATCH ? AND {size}"
    if many is None:
        return f"{told}, bm25(measured) AS fit {source} ORDER BY fit, off", [match, *values]
    return f"{told}, 0.0 AS fit {source} ORDER BY measured.rowid DESC", [match, *values]


def _distance(sought: Sought) -> tuple[str, list[Any]]:
    """By what articles are ordered where no words rank them: how many days off, if a day is asked for."""
    if sought.near is None:
        return "0.0", []
    day = sought.near[0].isoformat()
    return "max(julianday(low) - julianday(?), julianday(?) - julianday(high), 0.0)", [day, day]


def _outlet(base: sqlite3.Connection, outlet: str) -> str:
    """An outlet is meant by its whole name if there is one of this name, else by a part of it."""
    held = base.execute("SELECT 1 FROM cards WHERE site = ? LIMIT 1", (fold(outlet),)).fetchone()
    return "site = ?" if held else "instr(site, ?)"


def _voices_named(base: sqlite3.Connection, name: str) -> list[int]:
    """The numbers of the speakers that a name means: whoever is called just so, else all with these words in theirs."""
    exact = base.execute("SELECT voice FROM voices WHERE key = ?", (" ".join(fold(name).split()),)).fetchall()
    if exact:
        return [voice for (voice,) in exact]
    parts = [part.text for part in words(fold(name))]
    if not parts:
        return []
    where = " AND ".join("voice IN (SELECT voice FROM voice_words WHERE word = ?)" for _ in parts)
    query = f"SELECT voice FROM voices WHERE {where} ORDER BY quotes DESC, key LIMIT {MOST_VOICES}"
    return [voice for (voice,) in base.execute(query, parts)]


def _card(row: Sequence[Any]) -> Card:
    *told, low, high, score = row
    first, last = (None if day is None else date.fromisoformat(day) for day in (low, high))
    article, place, title, outlet, source, url, language = told
    return Card(article, place, title, outlet, source, url, language, first, last, float(score))
