"""A connection to a desk in a SQLite file, or in memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from copydesk.errors import DeskError
from copydesk.store.codec import lightened
from copydesk.store.connection import LAST
from copydesk.store.sqlite_words import SqliteWords

SAID = (sqlite3.Error, UnicodeDecodeError)
"""How SQLite complains; of a damaged file it may do so in words that are no UTF-8."""

KIBIBYTES, CHECKPOINT = 2_000, 1_000
"""What SQLite holds of a file by itself, and pages of its log after which they go into the file."""
RUN_KIBIBYTES, RUN_CHECKPOINT = 128 * 2**10, 8_192
"""The same for who has the turn. Indexes are written at random places: with two megabytes a run over half a million
articles spent a third of its time on reading their pages again, and a page that is written often went into the file
each time."""


class SqliteBase:
    """SQLite behind the names of `store.connection.Base`."""

    typed = "json_extract"
    """The function of SQL that gives a field of a line as a text, a number or None; lists as JSON."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        self.connection = connection
        """The connection itself."""
        self._path = path
        self._turns = 0
        # Texts may hold halves of surrogate pairs, and come back with them.
        connection.text_factory = _text
        self.words = SqliteWords(self)
        """The full text."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self.connection.in_transaction

    def execute(self, query: str, values: Sequence[Any] = (), /) -> sqlite3.Cursor:
        """Carry out a statement."""
        try:
            return self.connection.execute(query, values)
        except UnicodeEncodeError:
            return self.connection.execute(*_with_halves(query, values))

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> None:
        """Carry out a statement for each of these rows."""
        rest = iter(rows)
        last: list[Sequence[Any]] = []

        def passing() -> Iterator[Sequence[Any]]:
            for row in rest:
                last[:] = [row]
                yield row

        while True:
            try:
                self.connection.executemany(query, passing())
            except UnicodeEncodeError:
                # Those before it are done, this one is not.
                self.connection.execute(*_with_halves(query, last[0]))
            else:
                return

    def stream(self, query: str, values: Sequence[Any] = (), /) -> sqlite3.Cursor:
        """The rows of a query, read as they are asked for."""
        return self.execute(query, values)

    def among(self, column: str, values: Sequence[Any], /) -> tuple[str, str]:
        """A condition, `column` being one of these values, however many, and the one value that it wants."""
        return f"{column} IN (SELECT value FROM json_each(?))", json.dumps(list(values), ensure_ascii=False)

    def begins(self, column: str, beginning: str, /) -> tuple[str, tuple[str, ...]]:
        """A condition, the text in `column` beginning so, and the values that it wants."""
        return f"{column} >= ? AND {column} < ?", (beginning, beginning + LAST)

    def light(self, kind: type[Any], without: Sequence[str], /) -> str:
        """SQL for the line of a record in `body` in which these fields are empty."""
        return lightened(kind, without)

    def given(self, table: str, column: str = "number", /) -> int:  # noqa: ARG002  a table has one at most
        """The last number that a table has given, though the row be gone; 0 where the table does not remember it."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return 0 if row is None else int(row[0])

    def restart(self, table: str, /) -> None:
        """Numbers of a table begin anew."""
        self.connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))

    def begin(self, *, writing: bool) -> None:
        """Open a transaction: the only one that writes, or one in which all that is read is of one moment."""
        self.connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        if not writing:
            # A moment begins with the first thing read.
            self.connection.execute("SELECT count(*) FROM runs").fetchone()

    def end(self, *, keep: bool) -> None:
        """Close it, and keep what was written or not. What cannot be kept, on a full disk say, leaves no trace."""
        try:
            if keep:
                self.connection.execute("COMMIT")
        finally:
            # After some faults SQLite has closed it already.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    @contextmanager
    def named(self) -> Iterator[None]:
        """Turn what SQLite says into an error that names the desk and the cure."""
        try:
            yield
        except SAID as error:
            raise DeskError(cure(self._path, error)) from error

    @contextmanager
    def turn(self, name: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:  # noqa: ARG002  one for all
        """Wait until nobody else has a turn at the desk, and have it inside; where there are no locks, at once.

        Who has it has it again: a run that was left in its middle keeps its turn until it is thrown away.
        """
        if self._path is None or self._turns:
            yield
            return
        with self._path.with_name(f"{self._path.name}.run").open("a") as mark:
            _wait_for(mark.fileno(), waiting)
            self._turns += 1
            self._hold(RUN_KIBIBYTES, RUN_CHECKPOINT)
            try:
                yield
            finally:
                self._turns -= 1
                self._hold(KIBIBYTES, CHECKPOINT)

    def _hold(self, kibibytes: int, checkpoint: int) -> None:
        """Hold so much of the file from now on, and let the log go into it every so many pages."""
        # A run that was left in its middle may be thrown away after the desk was closed, or by another thread.
        with suppress(sqlite3.ProgrammingError):
            self.connection.execute(f"PRAGMA cache_size = -{kibibytes}")
            self.connection.execute(f"PRAGMA wal_autocheckpoint = {checkpoint}")

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def _wait_for(file: int, waiting: Callable[[], None] | None) -> None:
    """Hold an open file against other processes until it is closed; `waiting` is called where one holds it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if waiting is not None:
            waiting()
        fcntl.flock(file, fcntl.LOCK_EX)


def _text(written: bytes) -> str:
    try:
        return written.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError(f"malformed text ({error.reason})") from error


def _with_halves(query: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """A statement some of whose texts hold halves of surrogate pairs, which Python's sqlite3 does not pass on."""
    parts = query.split("?")
    marks = ["CAST(? AS TEXT)" if isinstance(value, str) else "?" for value in values]
    given = [value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value for value in values]
    return "".join(f"{part}{mark}" for part, mark in zip(parts, [*marks, ""], strict=True)), given


def cure(path: Path | None, error: sqlite3.Error | UnicodeDecodeError) -> str:
    """What SQLite complains of, with the name of the desk and what helps."""
    said = str(error) if isinstance(error, sqlite3.Error) else "its tables have malformed names"
    name = path or "the desk in memory"
    if "readonly" in said:
        return f"{name}: the desk cannot be written; check the permissions of the file and of its folder"
    if "disk is full" in said:
        return (
            f"{name}: the disk is full; free space and run again (what was finished is kept, nothing is half-written)"
        )
    if "not a database" in said:
        return f"{name}: this file is not a desk; name another file, or, if it was one, {REPAIR.format(name)}"
    if "malformed" in said or "corrupt" in said:
        return f"{name}: the desk is damaged ({said}); {REPAIR.format(name)}"
    if "unable to open" in said:
        return f"{name}: the desk cannot be opened; check that the folder exists and may be written"
    if "locked" in said or "busy" in said:
        return f"{name}: another program is writing to this desk; wait until it has ended and run again"
    told = getattr(error, "sqlite_errorname", None) or type(error).__name__
    if told.startswith(("SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_SHMSIZE")):
        cure = "see that there is room and that no limit is set to the size of files, and run again"
        return f"{name}: the disk takes no more ({told}); {cure} (what was finished is kept, nothing is half-written)"
    return f"{name}: {said} ({told}); check the disk, and {REPAIR.format(name)}"


REPAIR = "restore a backup, or let `copydesk --desk {} doctor --repair` save what can be read"
"""What helps where a desk is damaged; its address goes into it."""
