"""What is looked up when people search: a card an article, who said something in it, what is counted in it.

Kept beside the records in the same transaction. An article is named here by the number of its arrival, which stays
when it is read anew. The words of titles and texts stand in `found`, the store's full text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copydesk.records import Figure
from copydesk.store.connection import Base
from copydesk.store.tables import NUMBERS
from copydesk.text.concepts import concepts
from copydesk.text.normal import fold
from copydesk.text.quantities import quantity
from copydesk.text.si import in_si
from copydesk.text.words import words

Row = Mapping[str, Any]
"""A record as JSON has it."""

# Code points before and after a figure that say what is counted: a clause on either side.
BEFORE, AFTER = 60, 90
_COLUMNS = ("place", "article", "title", "outlet", "source", "url", "language", "low", "high", "own", "site")


def names_in(speaker: str | None) -> list[str]:
    """The names of all who said a quote together."""
    return [name for one in (speaker or "").split(";") if (name := " ".join(one.split()))]


def meanings(text: str) -> list[str]:
    """What the words of a text stand for, each once: both figures and questions for them are written so."""
    return list(dict.fromkeys(concepts(word.text for word in words(text))))


def size_of(row: Row) -> tuple[str, float]:
    """What a figure counts and how much of it, brought to one footing: `metre` and 640,000 for 640km."""
    base, value = quantity(row["value"], row["unit"], row["surface"])
    if base == "ordinal":
        return base, value
    if row.get("si_unit") is not None:
        return str(row["si_unit"]), float(row["si_value"])
    if (measure := in_si(row["value"], row["unit"], row["per"])) is not None:
        return measure.unit, measure.value
    return (f"{base} per {row['per']}" if row["per"] else base), value


def size_of_figure(figure: Figure) -> tuple[str, float]:
    """The same of a figure that is no row."""
    names = ("si_unit", "si_value", "value", "unit", "surface", "per")
    return size_of({name: getattr(figure, name) for name in names})


class Cards:
    """Keeps the cards of one desk; told of every record that comes and goes, inside the store's transaction."""

    kinds = frozenset(("Article", "Dating", "Quote", "Attribution", "Figure"))

    def __init__(self, base: Base) -> None:
        self._base = base

    def add(self, kind: str, place: int, row: Row) -> None:
        """A record has come."""
        if kind == "Article":
            self._shelve(place, row)
        elif kind == "Dating":
            self._date(row["article"], row["published"])
        elif kind == "Figure":
            self._count(place, row)
        else:
            self._hear(row["id"] if kind == "Quote" else row["quote"])

    def drop(self, kind: str, gone: Sequence[tuple[int, str]]) -> None:
        """Records have gone."""
        for place, body in gone:
            if kind == "Article":
                self._base.execute("DELETE FROM cards WHERE place = ?", (place,))
            elif kind == "Figure":
                self._base.execute("DELETE FROM counted WHERE place = ?", (place,))
                self._base.words.unnote(place)
            elif kind == "Dating":
                self._date(json.loads(body)["article"], None)
            else:
                row = json.loads(body)
                self._hear(row["id"] if kind == "Quote" else row["quote"])

    # -- articles and their days --------------------------------------------------------------------------------

    def _shelve(self, place: int, row: Row) -> None:
        day = row["published"]
        own = day is not None
        if not own:
            query = (
                "SELECT body FROM pointers AS p JOIN datings ON datings.place = p.place WHERE p.target = ? AND kind = ?"
            )
            held = self._base.execute(query, (row["id"], NUMBERS["Dating"])).fetchone()
            day = json.loads(held[0])["published"] if held else None
        low, high = (day["low"], day["high"]) if day else (None, None)
        told = (row[name] for name in ("id", "title", "outlet", "source", "url", "language"))
        self._base.execute(
            f"INSERT INTO cards (number, {', '.join(_COLUMNS)}) SELECT number, {', '.join('?' * len(_COLUMNS))}"
            " FROM arrivals WHERE article = ? ON CONFLICT (number) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS),
            (place, *told, low, high, int(own), fold(row["outlet"] or ""), row["id"]),
        )

    def _date(self, article: str, published: Row | None) -> None:
        """What the collection adds counts where the page does not tell its day."""
        low, high = (published["low"], published["high"]) if published else (None, None)
        mine = "number = (SELECT number FROM arrivals WHERE article = ?)"
        self._base.execute(f"UPDATE cards SET low = ?, high = ? WHERE own = 0 AND {mine}", (low, high, article))

    # -- speakers -----------------------------------------------------------------------------------------------

    def _hear(self, quote: str) -> None:
        """Keep who said a quote: as the collection knows them, else as the article does."""
        gone = self._base.execute("DELETE FROM spoken WHERE quote = ? RETURNING voice", (quote,)).fetchall()
        for (voice,) in gone:
            self._base.execute("UPDATE voices SET quotes = quotes - 1 WHERE voice = ?", (voice,))
        query = "SELECT json_extract(body, '$.speaker'), json_extract(body, '$.article') FROM quotes WHERE id = ?"
        held = self._base.execute(query, (quote,)).fetchone()
        if held is not None:
            told = self._base.execute(
                "SELECT json_extract(body, '$.speaker') FROM pointers AS p JOIN attributions AS a ON a.place = p.place"
                " WHERE p.target = ? AND p.kind = ?",
                (quote, NUMBERS["Attribution"]),
            ).fetchone()
            speaker = told[0] if told and told[0] else held[0]
            for name in dict.fromkeys(names_in(speaker)):
                self._base.execute(
                    "INSERT INTO spoken (voice, number, quote) SELECT ?, number, ? FROM arrivals"
                    " WHERE article = ? ON CONFLICT DO NOTHING",
                    (self._voice(name), quote, held[1]),
                )
        for (voice,) in gone:
            self._base.execute("DELETE FROM voices WHERE voice = ? AND quotes < 1", (voice,))

    def _voice(self, name: str) -> int:
        """The number of a speaker, who has one quote more than before.

        Of spellings that fold alike the one with its marks and small letters is shown (`Sølvberg`, not `Solvberg` or
        `SOLVBERG`): these come after plain letters and capitals in the order of code points, and are lost in copying
        more often than made up. So it counts for nothing which of them is heard first.
        """
        key = fold(name)
        upsert = (
            "INSERT INTO voices (key, name, quotes) VALUES (?, ?, 1) ON CONFLICT (key)"
            " DO UPDATE SET quotes = voices.quotes + 1 RETURNING voice, quotes, name"
        )
        voice, quotes, held = self._base.execute(upsert, (key, name)).fetchone()
        if held < name:
            self._base.execute("UPDATE voices SET name = ? WHERE voice = ?", (name, voice))
        if quotes == 1:
            parts = {part.text for part in words(key)}
            # Whose one quote is told anew has words already, and not every database tells a word that it has.
            self._base.execute("DELETE FROM voice_words WHERE voice = ?", (voice,))
            insert = "INSERT INTO voice_words (word, voice) VALUES (?, ?)"
            self._base.executemany(insert, ((part, voice) for part in parts))
        return int(voice)

    # -- figures ------------------------------------------------------------------------------------------------

    def _count(self, place: int, row: Row) -> None:
        query = (
            "SELECT cards.number, substr(found.text, ?, ?), substr(found.text, ?, ?) FROM arrivals JOIN cards"
            " ON cards.number = arrivals.number JOIN found ON found.rowid = cards.place WHERE arrivals.article = ?"
        )
        start, end = row["start"], row["end"]
        low = max(0, start - BEFORE)
        held = self._base.execute(
            query, (low + 1, start - low, start + 1, end - start + AFTER, row["article"])
        ).fetchone()
        if held is None:
            return
        number, before, after = held
        dimension, value = size_of(row)
        self._base.execute(
            "INSERT INTO counted (place, number, value, dimension) VALUES (?, ?, ?, ?)",
            (place, number, value, dimension),
        )
        said = f"{before.rpartition(chr(10))[2]}{after.partition(chr(10))[0]}"
        about = " ".join(meanings(f"{row['measures']} {said}"))
        self._base.words.note(place, about)


def fill(base: Base) -> None:
    """Make the cards of all records that are on a desk."""
    cards = Cards(base)
    for kind, table in (("Article", "articles"), ("Figure", "figures"), ("Quote", "quotes")):
        for place, body in base.execute(f"SELECT place, body FROM {table} ORDER BY place"):
            cards.add(kind, place, json.loads(body))
