"""A connection to a desk on a server of PostgreSQL, by psycopg."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import count, islice
from typing import TYPE_CHECKING, Any, get_type_hints
from zlib import crc32

from copydesk.errors import DeskError
from copydesk.store.address import Address
from copydesk.store.connection import LAST
from copydesk.store.postgres_text import given, plain_json, taken
from copydesk.store.postgres_words import PostgresWords

if TYPE_CHECKING:
    import psycopg

LOCKS = 0x636F7079
"""`copy` in ASCII: what our advisory locks are told by from those of other programs in a database."""
WRITER = 0
"""The lock of whoever writes; other numbers are turns."""
# A writer waits this long for the others. Their transactions take a second; moving a desk takes longer.
LOCK_SECONDS = 300
CONNECT_SECONDS = 10
# Characters of a text that an index by its beginning has.
INDEXED = 100
# To begin sending statements without waiting for each answer costs as much as so many of them.
FEW = 6
# Rows that one question to a cursor brings: some megabytes of articles.
AT_ONCE = 500

_HINT = re.compile(r" INDEXED BY \w+")
# A B-tree of PostgreSQL takes keys of 2,700 bytes, and addresses are longer; so where texts of any length are unique,
# it is by their digests.
_UNIQUE = {
    "ON CONFLICT (step, job)": "ON CONFLICT (step, md5(job))",
    "ON CONFLICT (kind, name)": "ON CONFLICT (kind, md5(name))",
    "ON CONFLICT (facet, value)": "ON CONFLICT (facet, md5(value))",
    "ON CONFLICT (key)": "ON CONFLICT (md5(key))",
}


class PostgresBase:
    """PostgreSQL behind the names of `store.connection.Base`."""

    typed = "json_typed"
    """The function of SQL that gives a field of a line as a text, a number or None; lists as JSON."""

    def __init__(self, address: Address, *, read_only: bool) -> None:
        self._address = address
        self._read_only = read_only
        self._open = False
        self._turns = 0
        self._cursors = count()
        self.connection = self._connected()
        """The connection itself; another one after the first was lost."""
        self.words = PostgresWords(self)
        """The full text."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._open

    def execute(self, query: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Carry out a statement; where the connection was lost since the last, on another one.

        Inside a transaction or a turn what was lost with the connection is more than a statement, so an error says so.
        """
        import psycopg

        asked = translated(query)
        try:
            return self.connection.execute(asked, values)
        except psycopg.OperationalError:
            if self._open or self._turns or not self.connection.closed:
                raise
        self.connection = self._connected()
        return self.connection.execute(asked, values)

    def executemany(self, query: str, rows: Iterable[Sequence[Any]], /) -> psycopg.Cursor[Any]:
        """Carry out a statement for each of these rows."""
        rows = iter(rows)
        cursor = self.connection.cursor()
        held = list(islice(rows, FEW))
        for values in held:
            cursor.execute(translated(query), values)
        if len(held) == FEW:
            cursor.executemany(translated(query), rows)
        return cursor

    def stream(self, query: str, values: Sequence[Any] = (), /) -> Iterator[Any]:
        """The rows of a query, of one moment, kept on the server until they are asked for."""
        self.execute("SELECT 1")
        cursor = self.connection.cursor(f"stream_{next(self._cursors)}", withhold=not self._open)
        cursor.itersize = AT_ONCE
        try:
            cursor.execute(translated(query), values)
            yield from cursor
        finally:
            _close(cursor)

    def among(self, column: str, values: Sequence[Any], /) -> tuple[str, list[Any]]:
        """A condition, `column` being one of these values, however many, and the one value that it wants."""
        return f"{column} = ANY(?)", list(values)

    def begins(self, column: str, beginning: str, /) -> tuple[str, tuple[str, ...]]:
        """A condition, the text in `column` beginning so, and the values that it wants: the index is a short one."""
        end = beginning + LAST
        head = f"left({column}, {INDEXED})"
        condition = f"{head} >= ? AND {head} <= ? AND {column} >= ? AND {column} < ?"
        return condition, (beginning[:INDEXED], end[:INDEXED], beginning, end)

    def light(self, kind: type[Any], without: Sequence[str], /) -> str:
        """SQL for the line of a record in `body` in which these fields (lists or texts) are empty."""
        if not without:
            return "body"
        hints = get_type_hints(kind)
        texts = [name for name in without if hints[name] is str]
        lists = [name for name in without if hints[name] is not str]
        return f"light(body, '{{{','.join(texts)}}}', '{{{','.join(lists)}}}')"

    def given(self, table: str, column: str = "number", /) -> int:
        """The last number that a table has given, though the row be gone."""
        query = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table}_{column}_seq"
        return int(self.execute(query).fetchone()[0])  # type: ignore[index]

    def restart(self, table: str, /) -> None:
        """Numbers of a table begin anew."""
        self.execute(f"ALTER SEQUENCE {table}_number_seq RESTART")

    def begin(self, *, writing: bool) -> None:
        """Open a transaction: the only one that writes, or one in which all that is read is of one moment."""
        self.execute("BEGIN" if writing else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._open = True
        try:
            if writing:
                patience = f"SELECT set_config('lock_timeout', '{LOCK_SECONDS}s', true)"
                self.execute(f"{patience}, pg_advisory_xact_lock({LOCKS}, {WRITER})")
            else:
                # A moment begins with the first thing read.
                self.execute("SELECT 1 FROM runs LIMIT 1")
        except BaseException:
            self.end(keep=False)
            raise

    def end(self, *, keep: bool) -> None:
        """Close it, and keep what was written or not. A connection that was lost keeps nothing."""
        import psycopg

        try:
            if keep:
                self.words.settle()
                self.execute("COMMIT")
            else:
                self.words.forget()
                with suppress(psycopg.Error):
                    self.execute("ROLLBACK")
        finally:
            self._open = False

    @contextmanager
    def named(self) -> Iterator[None]:
        """Turn what PostgreSQL says into an error that names the desk and the cure."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise DeskError(cure(self._address, error)) from error

    @contextmanager
    def turn(self, name: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """Wait until nobody else has the turn of this name at the desk, and have it inside."""
        import psycopg

        number = (crc32(name.encode()) | 1) - 2**31
        with self.named():
            if waiting is not None:
                (had,) = self.execute(f"SELECT pg_try_advisory_lock({LOCKS}, {number})").fetchall()[0]
                if not had:
                    waiting()
            if waiting is None or not had:
                self.execute(f"SELECT pg_advisory_lock({LOCKS}, {number})")
        self._turns += 1
        try:
            yield
        finally:
            self._turns -= 1
            # Of a lost connection the server takes the locks back itself.
            with suppress(psycopg.Error):
                self.connection.execute(f"SELECT pg_advisory_unlock({LOCKS}, {number})")

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()

    def _connected(self) -> psycopg.Connection[Any]:
        connection = connected(self._address)
        if self._read_only:
            connection.execute("SET default_transaction_read_only = on")
        return connection


def connected(address: Address) -> psycopg.Connection[Any]:
    """A connection to a database, with our way of writing texts and numbers.

    Raises:
        DeskError: psycopg is missing, the server is not there, or does not let us in.

    """
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo
    except ImportError as error:
        raise DeskError(f"{address}: a desk on PostgreSQL needs psycopg: pip install 'copydesk[postgres]'") from error
    try:
        asked = make_conninfo(address.url, client_encoding="utf8")
        for name, value in (("connect_timeout", str(CONNECT_SECONDS)), ("application_name", "copydesk")):
            asked = asked if name in conninfo_to_dict(asked) else make_conninfo(asked, **{name: value})
        connection = psycopg.connect(asked, autocommit=True, cursor_factory=psycopg.RawCursor)
    except psycopg.Error as error:
        raise DeskError(_unreached(address, error)) from error
    connection.server_cursor_factory = psycopg.RawServerCursor
    _adapt(connection)
    # Our tables stand in a schema of their own. Queries are short, so that to compile them costs more than it gives.
    connection.execute("SELECT set_config('search_path', 'copydesk', false), set_config('jit', 'off', false)")
    return connection


def _adapt(connection: psycopg.Connection[Any]) -> None:
    """Texts go as `postgres_text` writes them, yes and no as numbers, whole numbers in one size."""
    from psycopg.adapt import Dumper, Loader
    from psycopg.types.numeric import Int8Dumper

    class Text(Dumper):
        def dump(self, obj: str) -> bytes:
            return taken(obj)

    class Flag(Int8Dumper):
        def dump(self, obj: bool) -> bytes:
            return b"1" if obj else b"0"

    class GivenText(Loader):
        def load(self, data: Any) -> str:
            return given(bytes(data))

    class GivenJson(Loader):
        def load(self, data: Any) -> Any:
            return plain_json(bytes(data))

    class GivenNumber(Loader):
        def load(self, data: Any) -> int | float:
            return float(data) if b"." in bytes(data) else int(data)

    known = connection.adapters
    known.register_dumper(str, Text)
    known.register_dumper(bool, Flag)
    known.register_dumper(int, Int8Dumper)
    known.register_loader("json", GivenJson)
    known.register_loader("numeric", GivenNumber)
    known.register_loader("text", GivenText)


@lru_cache(maxsize=4096)
def translated(query: str) -> str:
    """A statement as PostgreSQL reads it: its values numbered, without what only SQLite is told."""
    query = _HINT.sub("", query).replace("IN ()", "IN (NULL)")
    for ours, theirs in _UNIQUE.items():
        query = query.replace(ours, theirs)
    numbers = count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", query)


def _close(cursor: psycopg.Cursor[Any]) -> None:
    """Let go of a cursor; one whose transaction has ended is gone already."""
    import psycopg

    with suppress(psycopg.Error):
        cursor.close()


def cure(address: Address, error: psycopg.Error) -> str:
    """What PostgreSQL complains of, with the name of the desk and what helps."""
    said = error.diag.message_primary or str(error).partition("\n")[0]
    code = error.sqlstate or ""
    helps = _CURES.get(code) or _CURES.get(code[:2])
    if helps is None and _is_lost(error):
        helps = (
            "the connection to the server was lost; run again when it answers (what was finished is kept, nothing is"
            " half-written)"
        )
    return f"{address}: {helps or f'{said}; look into the log of the server, or restore the desk from a backup'}"


_CURES = {
    "25006": "the desk cannot be written; it was opened for reading, or the server is a copy that only reads",
    "42501": "this user may not do that here; have its owner say GRANT CREATE ON DATABASE, or name another user",
    "53100": "the disk of the server is full; free space and run again (what was finished is kept, nothing is"
    " half-written)",
    "53300": "the server has too many connections; end some, or raise max_connections",
    "55P03": "another program has been writing to this desk for minutes; wait until it has ended and run again",
    "08": "the connection to the server was lost; run again when it answers (what was finished is kept, nothing is"
    " half-written)",
    "57P": "the connection to the server was lost; run again when it answers",
}


def _is_lost(error: psycopg.Error) -> bool:
    import psycopg

    code = error.sqlstate or ""
    return isinstance(error, psycopg.OperationalError) and (not code or code.startswith("57P"))


def _unreached(address: Address, error: psycopg.Error) -> str:
    """Why there is no connection, and what helps. The password is nowhere in it."""
    said = address.hidden(" ".join(str(error).split()))
    if error.sqlstate == "3D000" or ("does not exist" in said and "database" in said):
        return f"{address}: there is no such database; make it with `createdb {address.name}`"
    return (
        f"{address}: the server cannot be reached, or does not let us in ({_first(said)}); check that it runs, and"
        " host, database, user and password (from PGPASSWORD or ~/.pgpass)"
    )


def _first(said: str) -> str:
    """What is said of the last try: a server with several addresses is tried at each."""
    last = said.removeprefix("connection failed: ").rpartition("failed: ")[2]
    return last[:200]
