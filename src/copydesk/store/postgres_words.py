"""The full text of a desk on PostgreSQL: found by a `tsvector` of its words, ranked by BM25 as SQLite's FTS5 ranks.

A `tsvector` keeps few places of a word and none behind the 16,383rd, so it tells only which articles hold the words;
phrases are then looked for in the words as they follow one another, each between two spaces. Words of a title stand in
it a second time, behind `=`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from copydesk.store.connection import Row, Where
from copydesk.store.finding import CARD, NEWEST, TITLE_WEIGHT, WIDE, Phrase, Wanted
from copydesk.store.snippets import snippet
from copydesk.store.tokens import tokens

if TYPE_CHECKING:
    from copydesk.store.postgres_base import PostgresBase

# What FTS5 ranks by (https://www.sqlite.org/fts5.html#the_bm25_function).
K1, B, LEAST = 1.2, 0.75, 1e-6
# A word of a `tsvector` has less than 2,048 bytes, all of its words together less than 1,048,576.
LONGEST_WORD, MOST_BYTES = 500, 900_000
SNIPPET = 24
"""Words of a snippet."""


class PostgresWords:
    """The tables `found` and `measured` of one desk, and in `totals` how many rows and words each has."""

    def __init__(self, base: PostgresBase) -> None:
        self._base = base
        # What a transaction changes of the totals is written once, at its end.
        self._changed: dict[str, list[int]] = {}

    # -- writing --------------------------------------------------------------------------------------------------

    def keep(self, place: int, words: tuple[str | None, str | None, str]) -> None:
        """The title, outlet and text of the article at this place."""
        self._base.execute(
            "INSERT INTO found (rowid, title, outlet, text, heads, said, size, lexemes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, array_to_tsvector(?))",
            (place, *words, *(row := found_row(words))),
        )
        self._count("found", 1, row[2])

    def drop(self, place: int) -> None:
        """Forget the words of an article."""
        self._gone("found", place)

    def note(self, place: int, words: str) -> None:
        """What the figure at this place counts, and what is said around it."""
        row = measured_row(words)
        insert = "INSERT INTO measured (rowid, words, said, size, lexemes) VALUES (?, ?, ?, ?, array_to_tsvector(?))"
        self._base.execute(insert, (place, words, *row))
        self._count("measured", 1, row[1])

    def unnote(self, place: int) -> None:
        """Forget them."""
        self._gone("measured", place)

    def settle(self) -> None:
        """Write what the transaction changed of the totals."""
        update = "UPDATE totals SET rows = rows + ?, words = words + ? WHERE name = ?"
        for name, (rows, words) in self._changed.items():
            self._base.execute(update, (rows, words, name))
        self._changed.clear()

    def forget(self) -> None:
        """The transaction leaves no trace."""
        self._changed.clear()

    def _gone(self, table: str, place: int) -> None:
        row = self._base.execute(f"DELETE FROM {table} WHERE rowid = ? RETURNING size", (place,)).fetchone()
        if row is not None:
            self._count(table, -1, -row[0])

    def _count(self, table: str, rows: int, words: int) -> None:
        held = self._changed.setdefault(table, [0, 0])
        held[0] += rows
        held[1] += words

    # -- asking ---------------------------------------------------------------------------------------------------

    def hits(self, wanted: Wanted, *, limit: int) -> list[tuple[str, str]]:
        """The lines of articles with all these words, the best first, and a few words around the match."""
        asked = _conditions(wanted)
        score = self._score("found", _phrases(wanted))
        query = (
            f"SELECT body, title, outlet, text FROM (SELECT rowid, title, outlet, text, {score[0]} AS score FROM found"
            f" WHERE {asked[0]}) AS held JOIN articles ON articles.place = held.rowid ORDER BY score, articles.id"
            " LIMIT ?"
        )
        rows = self._base.execute(query, (*score[1], *asked[1], limit)).fetchall()
        said = [(tokens(one.words), one.begun) for one in _phrases(wanted)]
        return [(body, snippet((title or "", outlet or "", text), said, SNIPPET)) for body, title, outlet, text in rows]

    def matching(self, wanted: Wanted, where: Where, *, most: int) -> list[Row]:
        """The cards of articles with these words that meet the other conditions; the best first, unless many."""
        matched, values = _conditions(wanted)
        source = "found" if where.anything else "found JOIN cards ON cards.place = found.rowid"
        also, given = ("", ()) if where.anything else (f" AND {where.condition}", where.values)

        def chosen(asked: str, values: Sequence[Any], score: tuple[str, Sequence[Any]], order: str) -> list[Row]:
            inner = (
                f"SELECT rowid AS at, {score[0]} AS score FROM {source} WHERE {asked}{also} ORDER BY {order} LIMIT ?"
            )
            query = (
                f"SELECT {CARD}, score FROM ({inner}) AS best JOIN cards ON cards.place = at ORDER BY score, {NEWEST}"
            )
            return self._base.execute(query, (*score[1], *values, *given, most)).fetchall()

        over = f"SELECT 1 FROM {source} WHERE {matched}{also} LIMIT 1 OFFSET ?"
        many = self._base.execute(over, (*values, *given, WIDE)).fetchone()
        if many is None and not any(one.begun for either in wanted for one in either):
            return chosen(matched, values, self._score("found", _phrases(wanted)), "score")
        first = chosen(*_conditions(wanted, title=True), ("0.0::float8", ()), "rowid DESC")
        known = {row[0] for row in first}
        rest = chosen(matched, values, ("1.0::float8", ()), "rowid DESC")
        return [*first, *(row for row in rest if row[0] not in known)][:most]

    def figures(self, size: Where, about: Sequence[str], *, middle: float, limit: int) -> list[Row]:
        """Figures of a size about one of these: id, article, how far from the middle, fit (the lower the better)."""
        chosen, given = self._sized(size, about)
        query = (
            f"SELECT figures.id, article, off, fit FROM ({chosen} LIMIT ?) AS chosen"
            " JOIN figures ON figures.place = chosen.place JOIN cards ON cards.number = chosen.number"
            " ORDER BY fit, off, figures.id"
        )
        values = (middle, middle, *given, limit)
        return self._base.execute(query, values).fetchall()

    def _sized(self, size: Where, about: Sequence[str]) -> tuple[str, list[Any]]:
        """The query for figures of a size about one of these, and its values; it wants the middle size twice."""
        told = "SELECT counted.place, number, abs(value - ?) / max(abs(?), 1e-9) AS off"
        if not about:
            sized = f"FROM counted WHERE {size.condition} ORDER BY off, counted.place DESC"
            return f"{told}, 0.0::float8 AS fit {sized}", list(size.values)
        phrases = [Phrase(one) for one in about]
        matched, values = _conditions((tuple(phrases),), titled=False)
        wide = f"SELECT 1 FROM counted WHERE {size.condition} LIMIT 1 OFFSET ?"
        many = self._base.execute(wide, (*size.values, WIDE)).fetchone()
        source = f"FROM measured JOIN counted ON counted.place = measured.rowid WHERE {matched} AND {size.condition}"
        if many is None:
            score, given = self._score("measured", phrases)
            return f"{told}, {score} AS fit {source} ORDER BY fit, off", [*given, *values, *size.values]
        return f"{told}, 0.0::float8 AS fit {source} ORDER BY measured.rowid DESC", [*values, *size.values]

    def _score(self, table: str, phrases: Sequence[Phrase]) -> tuple[str, list[Any]]:
        """SQL for the BM25 of a row, negative so that the best comes first, with its values."""
        rows, words = self._base.execute("SELECT rows, words FROM totals WHERE name = ?", (table,)).fetchone() or (0, 0)
        titled = table == "found"
        parts: list[str] = []
        values: list[Any] = []
        for phrase in phrases:
            matched, given = _conditions(((phrase,),), titled=titled)
            (held,) = self._base.execute(f"SELECT count(*) FROM {table} WHERE {matched}", given).fetchone() or (0,)
            said = _between(tokens(phrase.words))
            times = "times(said, ?)" if not titled else f"(times(said, ?) + {TITLE_WEIGHT}::float8 * times(heads, ?))"
            parts.append(f"bm25({times}, size, ?::float8, ?::float8)")
            values += [*[said] * (2 if titled else 1), words / max(rows, 1), _rarity(rows, held)]
        return f"-({' + '.join(parts) or '0.0::float8'})", values


def found_row(words: tuple[str | None, str | None, str]) -> tuple[str, str, int, list[str]]:
    """What stands in `found` of a title, an outlet and a text: words of the title, the others, how many, lexemes."""
    title, outlet, text = (tokens(one or "") for one in words)
    lexemes = _lexemes([*(f"={one}" for one in title), *title, *outlet, *text])
    return _between(title), f"{_between(outlet)}\n{_between(text)}", len(title) + len(outlet) + len(text), lexemes


def measured_row(words: str) -> tuple[str, int, list[str]]:
    """What stands in `measured` of what a figure is about: its words, how many, lexemes."""
    said = tokens(words)
    return _between(said), len(said), _lexemes(said)


def _rarity(rows: int, held: int) -> float:
    """How much it tells that a row holds what so many of the rows hold (the idf of BM25, never below a little)."""
    from math import log

    return max(log((rows - held + 0.5) / (held + 0.5)), LEAST)


def _between(words: Iterable[str]) -> str:
    """Words that follow one another, each between two spaces, so that none overlaps the next."""
    return "".join(f" {one} " for one in words)


def _lexemes(words: Iterable[str]) -> list[str]:
    """The words of a `tsvector`, each once, as far as it has room."""
    found: list[str] = []
    room = MOST_BYTES
    for one in dict.fromkeys(_lexeme(word) for word in words):
        room -= len(one.encode()) + 2
        if room < 0:
            break
        found.append(one)
    return found


def _lexeme(word: str) -> str:
    return word[:LONGEST_WORD]


def _phrases(wanted: Wanted) -> list[Phrase]:
    return [one for either in wanted for one in either]


def _conditions(wanted: Wanted, *, title: bool = False, titled: bool = True) -> tuple[str, list[Any]]:
    """A condition on a row: it has one phrase of each; in its title, if asked. `titled` rows are those of articles."""
    parts: list[str] = []
    values: list[Any] = []
    for either in wanted:
        said = [one for one in (_condition(phrase, title=title, titled=titled) for phrase in either) if one is not None]
        if said:
            parts.append(f"({' OR '.join(condition for condition, _ in said)})")
            values += [value for _, given in said for value in given]
    return " AND ".join(parts) or "1 = 0", values


def _condition(phrase: Phrase, *, title: bool, titled: bool) -> tuple[str, list[str]] | None:
    words = tokens(phrase.words)
    if not words:
        return None
    mark = "=" if title else ""
    query = " & ".join(_quoted(f"{mark}{_lexeme(one)}") for one in words)
    condition, values = "lexemes @@ ?::tsquery", [f"{query}:*" if phrase.begun else query]
    if len(words) > 1:
        said = _between(words)
        said = said.removesuffix(" ") if phrase.begun else said
        columns = ["heads"] if title else (["said", "heads"] if titled else ["said"])
        condition += f" AND ({' OR '.join(f'strpos({column}, ?) > 0' for column in columns)})"
        values += [said] * len(columns)
    return f"({condition})", values


def _quoted(word: str) -> str:
    """A word in the language of `tsquery`, meaning itself alone."""
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
