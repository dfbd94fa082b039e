"""The keys of the articles on a desk, so that a new article finds who shares some with it without reading the others.

Keys are kept as a log-structured merge tree keeps them (O'Neil and others, 1996): those of one arrival, sorted, are a
*segment*; a segment that is no smaller than half of the one before is merged with it, so that there are few. A segment
is cut into rows of a few hundred keys, found by their first; a look-up reads the rows where its keys would stand.
Whatever reads a whole segment does so some rows at a time: a million articles have two hundred million keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from copydesk.store.connection import Base

Numbers = NDArray[np.int64]
Postings = tuple[Numbers, Numbers]
T = TypeVar("T")

# Keys of a row: with their owners they just fill a page of SQLite, which has 4,096 bytes.
ROW = 330
KEY, OWNER = np.dtype("<i8"), np.dtype("<i4")
PORTION = 900
# Rows of a segment that are read at once: two megabytes.
READ = 512
# Rows of all segments that are merged together, read at once: 150 MB while they are sorted. With a row of each of 500
# segments merging takes several times as long, with two megabytes of each it took nine gigabytes.
MERGED = 8_192
# From so many numbers on the whole table of articles is read: cheaper than asking for each.
MANY = 2_000


class KeyTable:
    """The keys of one desk, by family, and the articles that have them: an index that the engine can extend.

    `family` is the name of a family of keys. Numbers of articles are never given twice. Writing methods want to stand
    in a transaction of the store's.
    """

    def __init__(self, base: Base) -> None:
        self._base = base

    # -- reading ------------------------------------------------------------------------------------------------

    def members(self) -> dict[str, str]:
        """The digest of the print of every article whose keys are here, by article."""
        return dict(self._base.execute("SELECT article, digest FROM members"))

    def numbers(self, articles: Sequence[str]) -> Numbers:
        """The numbers of those of these articles that are here, in order."""
        found: list[int] = []
        for portion in _portions(list(articles)):
            marks = ",".join("?" * len(portion))
            rows = self._base.execute(f"SELECT number FROM members WHERE article IN ({marks})", portion)
            found.extend(number for (number,) in rows)
        return np.array(sorted(found), dtype=np.int64)

    def names(self, numbers: Numbers) -> list[str]:
        """The ids of the articles with these numbers."""
        asked = numbers.tolist()
        if len(asked) > MANY:
            named = dict(self._base.execute("SELECT number, article FROM members"))
            return [named[number] for number in asked]
        named = {}
        for portion in _portions(asked):
            marks = ",".join("?" * len(portion))
            named.update(self._base.execute(f"SELECT number, article FROM members WHERE number IN ({marks})", portion))
        return [named[number] for number in asked]

    def holders(self, family: str, keys: Numbers) -> Postings:
        """Every article that has one of these keys (in order, none twice), once for each."""
        found = [self._sought(family, segment, keys) for segment in self._segments() if len(keys)]
        return self._living(*_joined(found))

    def met(self, family: str, keys: Numbers) -> Postings:
        """Every article that has one of these few keys, once for each; keys of very many articles are passed over.

        Asks for each key by itself, where `holders` reads an index of all rows first, which pays for many keys.
        """
        query = (
            "SELECT first, size, body FROM key_rows WHERE family = ? AND segment = ? AND first <= ?"
            " ORDER BY first DESC, place DESC LIMIT 2"
        )
        found: list[Postings] = []
        for segment in self._segments():
            for key in keys.tolist():
                rows = self._base.execute(query, (family, segment, key)).fetchall()
                # Two rows that open with a key: more articles have it than a row holds, so it tells little.
                if rows and (len(rows) < 2 or rows[1][0] < key):
                    held, owners = _joined(_unpacked((size, body) for _, size, body in rows))
                    found.append((held[held == key], owners[held == key]))
        return self._living(*_joined(found))

    def keys_of(self, family: str, numbers: Numbers) -> Postings:
        """Every key of these articles (in order). All keys of the family are read for it."""
        if not len(numbers):
            return _joined(())
        found: list[Postings] = []
        for segment in self._segments():
            for keys, owners in self._pieces(family, segment):
                mine = _among(owners, numbers)
                found.append((keys[mine], owners[mine]))
        return _joined(found)

    # -- writing ------------------------------------------------------------------------------------------------

    def put(self, articles: Mapping[str, str], families: Mapping[str, Sequence[Sequence[int]]]) -> None:
        """Keep the keys of articles that are not here: the digest of each print, and of each family lists of keys.

        They are a segment by itself until `merge` is called.
        """
        insert = "INSERT INTO members (article, digest) VALUES (?, ?) RETURNING number"
        numbers = [self._base.execute(insert, one).fetchone()[0] for one in articles.items()]
        (last,) = self._base.execute("SELECT max(segment) FROM key_rows").fetchone()
        segment = (last or 0) + 1
        for family, lists in families.items():
            owners = np.repeat(np.array(numbers, dtype=np.int64), [len(keys) for keys in lists])
            keys = np.concatenate([np.asarray(one, dtype=np.int64) for one in lists])
            order = np.argsort(keys, kind="stable")
            self._write(segment, family, [(keys[order], owners[order])])

    def drop(self, articles: Iterable[str]) -> None:
        """Forget articles; their keys go when their segment is merged."""
        self._base.executemany("DELETE FROM members WHERE article = ?", ((one,) for one in articles))

    def clear(self) -> None:
        """Forget everything."""
        self._base.execute("DELETE FROM members")
        self._base.restart("members")
        self._base.execute("DELETE FROM key_rows")

    def merge(self) -> None:
        """Merge the last segments, all at once, as far as each would be half as large as the one before, or larger."""
        sizes = self._base.execute("SELECT segment, sum(size) FROM key_rows GROUP BY segment ORDER BY segment")
        (*before, (segment, total)) = sizes.fetchall() or [(0, 0)]
        merged = [segment]
        while before and 2 * total >= before[-1][1]:
            segment, size = before.pop()
            merged.append(segment)
            total += size
        if len(merged) == 1:
            return
        living = self._all_living()
        asked = self._base.execute("SELECT DISTINCT family FROM key_rows").fetchall()
        for (family,) in asked:
            together = min(READ, max(1, MERGED // len(merged)))
            pieces = _merged([self._pieces(family, one, rows=together) for one in sorted(merged)])
            kept = pieces if living is None else (_among_living(one, living) for one in pieces)
            # Under a number that none has, since the others are read while it is written; it is the last one still.
            self._write(max(merged) + 1, family, kept)
        marks = ",".join("?" * len(merged))
        self._base.execute(f"DELETE FROM key_rows WHERE segment IN ({marks})", merged)

    def _write(self, segment: int, family: str, pieces: Iterable[Postings]) -> None:
        """Write a segment, given in pieces whose keys are in order."""
        insert = "INSERT INTO key_rows (segment, family, first, size, body) VALUES (?, ?, ?, ?, ?)"
        rest = _joined(())
        for piece in pieces:
            keys, owners = _joined((rest, piece))
            whole = len(keys) // ROW * ROW
            self._base.executemany(insert, _rows(segment, family, keys[:whole], owners[:whole]))
            rest = keys[whole:], owners[whole:]
        self._base.executemany(insert, _rows(segment, family, *rest))

    # -- rows ---------------------------------------------------------------------------------------------------

    def _segments(self) -> list[int]:
        return [one for (one,) in self._base.execute("SELECT DISTINCT segment FROM key_rows ORDER BY segment")]

    def _pieces(self, family: str, segment: int, *, rows: int = READ) -> Iterator[Postings]:
        """A segment in order, so many rows at a time."""
        query = (
            "SELECT size, body, first, place FROM key_rows WHERE family = ? AND segment = ?"
            " AND (first, place) > (?, ?) ORDER BY first, place LIMIT ?"
        )
        first, place = -(2**63), 0
        while read := self._base.execute(query, (family, segment, first, place, rows)).fetchall():
            yield _joined(_unpacked((size, body) for size, body, _, _ in read))
            first, place = read[-1][2:]

    def _sought(self, family: str, segment: int, keys: Numbers) -> Postings:
        """Those of these keys that stand in a segment, with who has them."""
        query = "SELECT first, place FROM key_rows WHERE family = ? AND segment = ? ORDER BY first, place"
        rows = np.array(self._base.execute(query, (family, segment)).fetchall(), dtype=np.int64).reshape(-1, 2)
        if not len(rows):
            return _joined(())
        # A key begins in the row before the first that opens with it, and goes on to the last that does.
        low = np.maximum(np.searchsorted(rows[:, 0], keys, side="left") - 1, 0)
        high = np.maximum(np.searchsorted(rows[:, 0], keys, side="right") - 1, 0)
        steps = np.bincount(low, minlength=len(rows) + 1) - np.bincount(high + 1, minlength=len(rows) + 1)
        places = rows[np.flatnonzero(np.cumsum(steps)[:-1] > 0), 1].tolist()
        found: list[Postings] = []
        for portion in _portions(places):
            marks = ",".join("?" * len(portion))
            query = f"SELECT size, body FROM key_rows WHERE place IN ({marks})"
            held, owners = _joined(_unpacked(self._base.execute(query, portion)))
            asked = _among(held, keys)
            found.append((held[asked], owners[asked]))
        return _joined(found)

    def _living(self, keys: Numbers, owners: Numbers) -> Postings:
        """What is of articles that are still here."""
        living = self._all_living()
        return (keys, owners) if living is None else _among_living((keys, owners), living)

    def _all_living(self) -> Numbers | None:
        """The numbers of all articles that are here, in order; None where none has gone."""
        (count,) = self._base.execute("SELECT count(*) FROM members").fetchone()
        if self._base.given("members") == count:
            return None
        rows = self._base.execute("SELECT number FROM members ORDER BY number")
        return np.fromiter((number for (number,) in rows), dtype=np.int64, count=count)


def _among_living(postings: Postings, living: Numbers) -> Postings:
    stays = _among(postings[1], living)
    return postings[0][stays], postings[1][stays]


def _merged(sources: Iterable[Iterator[Postings]]) -> Iterator[Postings]:
    """The pieces of several segments as those of one, holding a piece or two of each."""
    waiting = [(source, piece) for source in sources if (piece := next(source, None)) is not None]
    while waiting:
        # All that is not behind what some segment has yet to give can be given in order now.
        bound = min(int(keys[-1]) for _, (keys, _) in waiting)
        cuts = [int(np.searchsorted(keys, bound, side="right")) for _, (keys, _) in waiting]
        pieces = [(keys[:cut], owners[:cut]) for (_, (keys, owners)), cut in zip(waiting, cuts, strict=True)]
        keys, owners = _joined(pieces)
        order = np.argsort(keys, kind="stable")
        yield keys[order], owners[order]
        left = []
        for (source, (mine, theirs)), cut in zip(waiting, cuts, strict=True):
            piece = (mine[cut:], theirs[cut:]) if cut < len(mine) else next(source, None)
            if piece is not None:
                left.append((source, piece))
        waiting = left


def _rows(segment: int, family: str, keys: Numbers, owners: Numbers) -> Iterator[tuple[int, str, int, int, bytes]]:
    """Keys in order, with their owners, as rows of the table."""
    keys, owners = keys.astype(KEY), owners.astype(OWNER)
    for at in range(0, len(keys), ROW):
        mine, theirs = keys[at : at + ROW], owners[at : at + ROW]
        yield segment, family, int(mine[0]), len(mine), mine.tobytes() + theirs.tobytes()


def _unpacked(rows: Iterable[tuple[int, bytes]]) -> Iterator[Postings]:
    for size, body in rows:
        yield np.frombuffer(body, KEY, size), np.frombuffer(body, OWNER, size, size * KEY.itemsize)


def _joined(found: Iterable[Postings]) -> Postings:
    pieces = list(found)
    if not pieces:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    keys, owners = (np.concatenate([piece[side] for piece in pieces]).astype(np.int64) for side in (0, 1))
    return keys, owners


def _among(values: Numbers, ordered: Numbers) -> NDArray[np.bool_]:
    """Which values are among the ordered ones."""
    if not len(ordered):
        return np.zeros(len(values), dtype=bool)
    places = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    return np.asarray(ordered[places] == values)


def _portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), PORTION):
        yield values[start : start + PORTION]
