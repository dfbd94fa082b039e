"""What the parts of a store speak to: a connection to a database, whichever it is.

SQL is written once, as SQLite reads it. What databases have otherwise stands here by name and has a wording for each:
`sqlite_base.py` and `postgres_base.py`, with `sqlite_words.py` and `postgres_words.py` for the full text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from copydesk.store.finding import Wanted

Row = tuple[Any, ...]


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed."""
        ...

    def __iter__(self) -> Iterator[Any]:
        """Row after row."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        ...


LAST = chr(0x10FFFF)
"""Stands after all that begins alike."""


class Where(NamedTuple):
    """A condition on `cards`, with its values; `anything` where every article meets it."""

    condition: str
    values: tuple[Any, ...]
    anything: bool


class FullText(Protocol):
    """The words of articles, and of what stands around figures. It writes in the store's transaction."""

    def keep(self, place: int, words: tuple[str | None, str | None, str]) -> None:
        """The title, outlet and text of the article at this place."""
        ...

    def drop(self, place: int) -> None:
        """Forget the words of an article."""
        ...

    def note(self, place: int, words: str) -> None:
        """What the figure at this place counts, and what is said around it."""
        ...

    def unnote(self, place: int) -> None:
        """Forget them."""
        ...

    def hits(self, wanted: Wanted, *, limit: int) -> list[tuple[str, str]]:
        """The lines of articles with all these words, the best first, and a few words around the match."""
        ...

    def matching(self, wanted: Wanted, where: Where, *, most: int) -> list[Row]:
        """The columns of the cards of articles with all these words, each with a score, the best (lowest) first."""
        ...

    def figures(self, size: Where, about: Sequence[str], *, middle: float, limit: int) -> list[Row]:
        """Figures of a size about one of these: id, article, how far from the middle, fit (the lower the better)."""
        ...


class Base(Protocol):
    """A connection to one desk. `?` stands for a value, `?1` for the first one."""

    @property
    def words(self) -> FullText:
        """The full text."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    @property
    def typed(self) -> str:
        """The function of SQL that gives a field of a line as a text, a number or None; lists as JSON."""
        ...

    def execute(self, query: str, values: Sequence[Any] = (), /) -> Rows:
        """Carry out a statement."""
        ...

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Carry out a statement for each of these rows."""
        ...

    def stream(self, query: str, values: Sequence[Any] = (), /) -> Iterable[Any]:
        """The rows of a query of which there may be more than memory holds."""
        ...

    def among(self, column: str, values: Sequence[Any], /) -> tuple[str, Any]:
        """A condition, `column` being one of these values, however many, and the one value that it wants."""
        ...

    def begins(self, column: str, beginning: str, /) -> tuple[str, tuple[str, ...]]:
        """A condition, the text in `column` beginning so, and the values that it wants."""
        ...

    def light(self, kind: type[Any], without: Sequence[str], /) -> str:
        """SQL for the line of a record in `body` in which these fields (lists or texts) are empty."""
        ...

    def given(self, table: str, column: str = "number", /) -> int:
        """The last number that a table has given, though the row be gone."""
        ...

    def restart(self, table: str, /) -> None:
        """Numbers of a table begin anew."""
        ...

    def begin(self, *, writing: bool) -> None:
        """Open a transaction: the only one that writes, or one in which all that is read is of one moment."""
        ...

    def end(self, *, keep: bool) -> None:
        """Close it, and keep what was written or not."""
        ...

    def named(self) -> AbstractContextManager[None]:
        """Turn what the database says into an error that names the desk and the cure."""
        ...

    def turn(self, name: str, waiting: Callable[[], None] | None = None) -> AbstractContextManager[None]:
        """Wait until nobody else has the turn of this name at the desk, and have it inside."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


Reading = Callable[[], AbstractContextManager[Base]]
"""What gives a part of a store the connection, for asking; or, where it writes, inside a transaction."""
