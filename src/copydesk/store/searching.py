"""Questions to the cards of a desk: which articles answer, by words, speaker, figure, day and outlet together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from copydesk.records import ArticleId, FigureId, QuoteId
from copydesk.store.connection import Base, Reading, Where
from copydesk.store.finding import CARD, NEWEST, Card, Phrase, SizedFigure, Sought, Voice, Wanted
from copydesk.store.portions import portions
from copydesk.store.tables import NUMBERS, TABLES
from copydesk.text.normal import fold
from copydesk.text.seeking import forms
from copydesk.text.words import words

# Speakers that one name may mean, and figures that one question may mean: beyond this nobody looks.
MOST_VOICES, MOST_FIGURES = 50, 2_000
# Letters of a word that is begun: two of them begin every tenth word of a desk.
SHORTEST_BEGUN = 3
ANYTHING = "1 = 1"
"""The condition that every article meets."""


class Searching:
    """Reads the cards that `store.cards` keeps."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def find(self, sought: Sought, *, most: int) -> list[Card]:
        """At most so many articles that answer, the best first (`score`, the lower the better), then the newest."""
        with self._reading() as base:
            where = _where(base, sought)
            if sought.match is not None:
                return [_card(row) for row in base.words.matching(sought.match, where, most=most)]
            score, given = _distance(sought)
            query = (
                f"SELECT {CARD}, {score} AS score FROM cards WHERE {where.condition} ORDER BY score, {NEWEST} LIMIT ?"
            )
            return [_card(row) for row in base.execute(query, (*given, *where.values, most))]

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
        wheres = ["voice IN (SELECT voice FROM voice_words WHERE word = ?)" for _ in parts[:-1]]
        with self._reading() as base:
            begins, values = base.begins("word", parts[-1] if parts else "")
            wheres.append(f"voice IN (SELECT voice FROM voice_words WHERE {begins})" if parts else ANYTHING)
            values = values if parts else ()
            query = f"SELECT name, quotes FROM voices WHERE {' AND '.join(wheres)} ORDER BY quotes DESC, key LIMIT ?"
            return [Voice(*row) for row in base.execute(query, (*parts[:-1], *values, limit))]

    def named(self, name: str) -> list[Voice]:
        """The speakers whom a name means: whoever is called just so, else all with these words in theirs."""
        with self._reading() as base:
            voices, named = base.among("voice", _voices_named(base, name))
            query = f"SELECT name, quotes FROM voices WHERE {voices} ORDER BY quotes DESC, key"
            return [Voice(*row) for row in base.execute(query, (named,))]

    def spoken(self, speaker: str, *, articles: Sequence[str] | None = None, limit: int) -> list[QuoteId]:
        """Quotes of whoever is called so, those of the newest articles first; of these articles alone, if told."""
        with self._reading() as base:
            where, values = _all_of(base.among("voice", _voices_named(base, speaker)))
            if articles is not None:
                where, values = _all_of((where, *values), base.among("cards.article", list(articles)))
            query = (
                f"SELECT quote FROM spoken JOIN cards ON cards.number = spoken.number WHERE {where}"
                " ORDER BY low IS NULL, low DESC, spoken.number, quote LIMIT ?"
            )
            return [QuoteId(quote) for (quote,) in base.execute(query, (*values, limit))]

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
            size += " AND (dimension = ? OR substr(dimension, 1, ?) = ?)"
            rate = f"{dimension} per "
            values += [dimension, len(rate), rate]
        where, least = Where(size, tuple(values), anything=False), min(limit, MOST_FIGURES)
        with self._reading() as base:
            rows = base.words.figures(where, about, middle=(low + high) / 2, limit=least)
        return [SizedFigure(FigureId(one), ArticleId(article), off, -fit) for one, article, off, fit in rows]


def asked(query: str) -> Wanted:
    """What a query wants: every word in one of its numbers, `"..."` a phrase, `ferr*` any word so begun."""
    parts = query.split('"')
    found = [_said([Phrase(" ".join(part.split()))]) for part in parts[1::2]]
    found += [_word(word) for part in parts[::2] for word in part.split()]
    return tuple(one for one in found if one)


def asked_exactly(query: str) -> Wanted:
    """What a query wants where every word and phrase means itself alone."""
    parts = query.split('"')
    found = [" ".join(part.split()) for part in parts[1::2]]
    found += [word for part in parts[::2] for word in part.split()]
    return tuple(one for words in found if (one := _said([Phrase(words)])))


def _word(word: str) -> tuple[Phrase, ...]:
    plain = word.rstrip("*")
    if plain != word and len(plain) >= SHORTEST_BEGUN:
        return _said([Phrase(plain, begun=True)])
    return _said([Phrase(one) for one in forms(plain)])


def _said(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Those phrases in which there is something to look for."""
    return tuple(one for one in phrases if any(letter.isalnum() for letter in one.words))


# -- parts of the question ------------------------------------------------------------------------------------------


def _where(base: Base, sought: Sought) -> Where:
    """The conditions beside the words, with their values, in order."""
    parts: list[tuple[Any, ...]] = []
    if sought.articles is not None:
        arrived, given = base.among("article", sought.articles)
        parts.append((f"cards.number IN (SELECT number FROM arrivals WHERE {arrived})", given))
    if sought.near is not None:
        parts.append(("low <= ? AND high >= ?", *_about(*sought.near)))
    if sought.language is not None:
        any_of = f"{sought.language}-"
        parts.append(("(language = ? OR substr(language, 1, ?) = ?)", sought.language, len(any_of), any_of))
    if sought.speaker is not None:
        voices, given = base.among("voice", _voices_named(base, sought.speaker))
        parts.append((f"cards.number IN (SELECT number FROM spoken WHERE {voices})", given))
    if sought.outlet is not None:
        parts.append((_outlet(base, sought.outlet), fold(sought.outlet)))
    condition, values = _all_of(*parts)
    return Where(condition or ANYTHING, values, anything=not parts)


def _all_of(*parts: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Conditions, each with its values behind it, as one."""
    return " AND ".join(condition for condition, *_ in parts), tuple(one for _, *given in parts for one in given)


def _about(day: date, days: int) -> tuple[str, str]:
    """The last day and the first that lie so near to a day."""
    span = timedelta(days=days)
    last = day + span if date.max - day >= span else date.max
    first = day - span if day - date.min >= span else date.min
    return last.isoformat(), first.isoformat()


def _distance(sought: Sought) -> tuple[str, list[Any]]:
    """By what articles are ordered where no words rank them: how many days off, if a day is asked for."""
    if sought.near is None:
        return "0.0", []
    day = sought.near[0].isoformat()
    return "max(julianday(low) - julianday(?), julianday(?) - julianday(high), 0.0)", [day, day]


def _outlet(base: Base, outlet: str) -> str:
    """An outlet is meant by its whole name if there is one of this name, else by a part of it."""
    held = base.execute("SELECT 1 FROM cards WHERE site = ? LIMIT 1", (fold(outlet),)).fetchone()
    return "site = ?" if held else "instr(site, ?) > 0"


def _voices_named(base: Base, name: str) -> list[int]:
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
