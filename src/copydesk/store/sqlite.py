"""The default store: one SQLite file in WAL mode, written by one writer, read by any number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import copydesk.records as kinds
from copydesk.errors import DeskError
from copydesk.records import Article, Record
from copydesk.store.base import Arrival, Hit, LedgerLine, Outcome, StepRun, StoredRow
from copydesk.store.codec import decode, digest, encode
from copydesk.store.keys import KeyTable
from copydesk.store.migrations import APPLICATION_ID, MIGRATIONS, TABLES, migrate, version_of

R = TypeVar("R")

# A writer waits this long for another before it gives up; writes are short transactions, so this is ample.
BUSY_MILLISECONDS = 10_000
# SQLite allows 32,766 variables a statement since 3.32 and 999 before; asked for in portions that suit both.
PORTION = 900
# WAL needs shared memory between processes, which these file systems do not give (sqlite.org/wal.html).
NETWORK_FILE_SYSTEMS = frozenset(["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ncpfs"])


class SqliteStore:
    """Records in a SQLite file (or in memory, where `path` is None). Every write is one transaction."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self._path = path
        self._base = _opened(path, read_only=read_only)
        self.keys = KeyTable(self._base)
        """The keys of the articles that have come by `arrive`."""

    # -- reading ------------------------------------------------------------------------------------------------

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in the order of their ids."""
        with self._named():
            for (body,) in self._base.execute(f"SELECT body FROM {_table(kind)} ORDER BY id"):
                yield decode(kind, body)

    def get(self, kind: type[R], ids: Iterable[str]) -> dict[str, R]:
        """The records with these ids; ids that are not there are left out."""
        found: dict[str, R] = {}
        with self._named():
            for portion in _portions(list(ids)):
                marks = ",".join("?" * len(portion))
                rows = self._base.execute(f"SELECT id, body FROM {_table(kind)} WHERE id IN ({marks})", portion)
                found.update((ident, decode(kind, body)) for ident, body in rows)
        return found

    def fields(self, kind: type[Any], *names: str) -> Iterator[tuple[Any, ...]]:
        """These fields of every record of a kind, each a text, a number or None, in the order of their ids."""
        asked = ", ".join(f"json_extract(body, '$.{name}')" for name in names)
        with self._named():
            yield from self._base.execute(f"SELECT {asked} FROM {_table(kind)} ORDER BY id")

    def arrived(self, articles: Iterable[str]) -> list[str]:
        """These articles in the order in which they first came to the desk."""
        found: list[tuple[int, str]] = []
        with self._named():
            for portion in _portions(list(articles)):
                marks = ",".join("?" * len(portion))
                query = f"SELECT number, article FROM arrivals WHERE article IN ({marks})"
                found.extend(self._base.execute(query, portion))
        return [article for _, article in sorted(found)]

    def digests(self, kind: type[Any]) -> Mapping[str, str]:
        """The digest of every record of a kind, by id."""
        with self._named():
            table = _table(kind)
            query = f"SELECT id, digest FROM {table} INDEXED BY {table}_by_job ORDER BY id"
            return dict(self._base.execute(query))

    def made(self, kind: type[Any]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the records of a kind by the job that made them."""
        jobs: dict[str, list[str]] = {}
        with self._named():
            for job, ident in self._base.execute(f"SELECT job, id FROM {_table(kind)} ORDER BY job, id"):
                jobs.setdefault(job, []).append(ident)
        return {job: tuple(ids) for job, ids in jobs.items()}

    def ledger(self, step: str) -> dict[str, LedgerLine]:
        """The last state of every job of a step."""
        query = (
            "SELECT job, version || ':' || settings, inputs, state FROM ledger JOIN runs ON runs.id = ledger.run"
            " WHERE ledger.step = ?"
        )
        with self._named():
            rows = self._base.execute(query, (step,))
            return {job: LedgerLine(run, inputs, state == "failed") for job, run, inputs, state in rows}

    def row(self, ident: str) -> StoredRow | None:
        """The record of any kind with this id, with its provenance."""
        query = (
            "SELECT body, step, version, settings, job FROM {} AS held JOIN runs ON runs.id = held.run"
            " WHERE held.id = ?"
        )
        with self._named():
            for name, table in TABLES.items():
                found = self._base.execute(query.format(table), (ident,)).fetchone()
                if found is not None:
                    body, *provenance = found
                    return StoredRow(decode(_kind(name), body), *provenance)
        return None

    def of_sources(self, kind: type[R], sources: Iterable[str]) -> list[R]:
        """The records of a kind whose `source` is one of these, what was put last coming last."""
        found: list[tuple[int, str]] = []
        with self._named():
            for portion in _portions(list(sources)):
                marks = ",".join("?" * len(portion))
                query = f"SELECT place, body FROM {_table(kind)} WHERE json_extract(body, '$.source') IN ({marks})"
                found.extend(self._base.execute(query, portion))
        return [decode(kind, body) for _, body in sorted(found)]

    def matching(self, kind: type[Any], prefix: str) -> list[str]:
        """At most twenty ids of a kind that begin so."""
        query = f"SELECT id FROM {_table(kind)} WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 20"
        with self._named():
            return [ident for (ident,) in self._base.execute(query, (len(prefix), prefix))]

    def search(self, query: str, *, limit: int) -> list[Hit]:
        """Articles whose title or text holds all these words, best first; `"..."` asks for an exact phrase."""
        statement = (
            "SELECT body, snippet(found, -1, '', '', ' … ', 24)"
            " FROM found JOIN articles ON articles.place = found.rowid"
            " WHERE found MATCH ? ORDER BY bm25(found, 4.0), articles.id LIMIT ?"
        )
        asked = _asked(query)
        if not asked:
            return []
        with self._named():
            rows = self._base.execute(statement, (asked, limit)).fetchall()
        return [_hit(decode(Article, body), snippet) for body, snippet in rows]

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are, by the name of the kind."""
        with self._named():
            count = "SELECT count(*) FROM {}"
            return {name: self._base.execute(count.format(table)).fetchone()[0] for name, table in TABLES.items()}

    def snapshot(self) -> dict[str, dict[str, str]]:
        """The digest of every record, by kind and id: equal snapshots are equal desks."""
        return {name: dict(self.digests(_kind(name))) for name in TABLES}

    # -- writing ------------------------------------------------------------------------------------------------

    def put(self, run: StepRun, outcomes: Sequence[Outcome]) -> None:
        """Keep what jobs gave, in one transaction: their former records go, the ledger tells the new state."""
        with self._writing() as base:
            number = _run_number(base, run)
            for outcome in outcomes:
                self._drop(base, run, outcome.job, failures_only=outcome.failure is not None)
                for record in outcome.records if outcome.failure is None else (outcome.failure,):
                    _insert(base, record, number, outcome.job)
                _note(base, number, run.step, outcome)

    def arrive(self, run: StepRun, arrival: Arrival) -> None:
        """Keep what articles that come and go change, with the keys of those that come, in one transaction."""
        with self._writing() as base:
            number = _run_number(base, run)
            gone = ((ident,) for ident in arrival.dropped)
            base.executemany(f"DELETE FROM {_table(run.makes)} WHERE id = ?", gone)
            for record in arrival.made:
                _insert(base, record, number, arrival.job)
            self.keys.drop(arrival.gone)
            if arrival.members:
                self.keys.put(arrival.members, arrival.keys)
            _note(base, number, run.step, Outcome(arrival.job, "by its keys", ()))

    def clear_keys(self) -> None:
        """Forget all keys, as when they are made otherwise from now on."""
        with self._writing():
            self.keys.clear()

    def forget(self, run: StepRun, jobs: Sequence[str]) -> None:
        """Drop jobs that exist no more, with all that they made."""
        with self._writing() as base:
            for job in jobs:
                self._drop(base, run, job, failures_only=False)
                base.execute("DELETE FROM ledger WHERE step = ? AND job = ?", (run.step, job))

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _drop(self, base: sqlite3.Connection, run: StepRun, job: str, *, failures_only: bool) -> None:
        """Delete what a job of a step made: its failure always, its records unless they are to stay."""
        mine = "job = ? AND run IN (SELECT id FROM runs WHERE step = ?)"
        base.execute(f"DELETE FROM failures WHERE {mine}", (job, run.step))
        if failures_only:
            return
        table = _table(run.makes)
        if run.makes is Article:
            base.execute(f"DELETE FROM found WHERE rowid IN (SELECT place FROM articles WHERE {mine})", (job, run.step))
        base.execute(f"DELETE FROM {table} WHERE {mine}", (job, run.step))

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that ends whole or leaves no trace."""
        with self._named():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Turn what SQLite says into an error that names the desk and the cure."""
        try:
            yield
        except sqlite3.Error as error:
            raise DeskError(_cure(self._path, error)) from error


# -- opening --------------------------------------------------------------------------------------------------------


def _opened(path: Path | None, *, read_only: bool) -> sqlite3.Connection:
    """A connection to a desk of the newest shape.

    Raises:
        DeskError: the file is no desk, was made by a newer copydesk, cannot be written, or lies on a network drive.

    """
    if path is not None:
        _refuse_network(path)
    try:
        return _readable(path) if read_only and path is not None else _writable(path)
    except sqlite3.Error as error:
        raise DeskError(_cure(path, error)) from error


def _readable(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise DeskError(f"{path}: there is no desk here; make one with `copydesk --desk {path} add PATH`")
    base = _for_reading(path)
    base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _refuse_strangers(base, path)
    if version_of(base) < len(MIGRATIONS):
        raise DeskError(
            f"{path}: this desk was made by an older copydesk; open it once for writing to bring it up to date"
        )
    return base


def _for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write.

    WAL keeps shared memory beside the file. Where there is no room for it (a read-only medium) and no writer has left
    a log, nobody is writing: the file is then read as it stands.
    """
    address = path.absolute().as_uri()
    base = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
    try:
        base.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        base.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return base


def _writable(path: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
    base.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _refuse_strangers(base, path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("PRAGMA foreign_keys = ON")
    migrate(base)
    return base


def _refuse_strangers(base: sqlite3.Connection, path: Path | None) -> None:
    """Refuse a database of another program, and a desk of a newer copydesk."""
    (mark,) = base.execute("PRAGMA application_id").fetchone()
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != APPLICATION_ID:
        raise DeskError(f"{path}: this is a database of another program, not a desk; name another file")
    if version_of(base) > len(MIGRATIONS):
        raise DeskError(f"{path}: this desk was made by a newer copydesk; update copydesk to open it")


def _refuse_network(path: Path) -> None:
    """Refuse a file system on which WAL would corrupt the desk in silence (Linux tells in /proc/mounts)."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    place = path.absolute()
    lines = [line.split(" ") for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    holding = [line for line in lines if len(line) > 2 and place.is_relative_to(line[1])]
    if holding and max(holding, key=lambda line: len(line[1]))[2] in NETWORK_FILE_SYSTEMS:
        raise DeskError(f"{path}: a desk cannot lie on a network drive; put it on a local disk")


def _cure(path: Path | None, error: sqlite3.Error) -> str:
    """What SQLite complains of, with the name of the desk and what helps."""
    said = str(error)
    name = path or "the desk in memory"
    if "readonly" in said:
        return f"{name}: the desk cannot be written; check the permissions of the file and of its folder"
    if "disk is full" in said:
        return (
            f"{name}: the disk is full; free space and run again (what was finished is kept, nothing is half-written)"
        )
    if "not a database" in said:
        return f"{name}: this file is not a desk; name another file"
    if "unable to open" in said:
        return f"{name}: the desk cannot be opened; check that the folder exists and may be written"
    if "locked" in said or "busy" in said:
        return f"{name}: another program is writing to this desk; wait until it has ended and run again"
    return f"{name}: {said}; check the disk, or restore the desk from a backup"


# -- rows -----------------------------------------------------------------------------------------------------------


def _run_number(base: sqlite3.Connection, run: StepRun) -> int:
    identity = (run.step, run.version, run.settings)
    base.execute("INSERT OR IGNORE INTO runs (step, version, settings) VALUES (?, ?, ?)", identity)
    query = "SELECT id FROM runs WHERE step = ? AND version = ? AND settings = ?"
    (number,) = base.execute(query, identity).fetchone()
    return int(number)


def _note(base: sqlite3.Connection, run: int, step: str, outcome: Outcome) -> None:
    """Write into the ledger what became of a job."""
    base.execute(
        "INSERT INTO ledger (step, job, run, inputs, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (step, job)"
        " DO UPDATE SET run = excluded.run, inputs = excluded.inputs, state = excluded.state",
        (step, outcome.job, run, outcome.inputs, "failed" if outcome.failure else "done"),
    )


def _insert(base: sqlite3.Connection, record: Record, run: int, job: str) -> None:
    body = encode(record)
    cursor = base.execute(
        f"INSERT INTO {_table(type(record))} (id, run, job, digest, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET run = excluded.run, job = excluded.job, digest = excluded.digest, body = excluded.body"
        " RETURNING place",
        (record.id, run, job, digest(body), body),
    )
    (place,) = cursor.fetchone()
    if isinstance(record, Article):
        base.execute("INSERT OR IGNORE INTO arrivals (article) VALUES (?)", (record.id,))
        base.execute("DELETE FROM found WHERE rowid = ?", (place,))
        base.execute(
            "INSERT INTO found (rowid, title, outlet, text) VALUES (?, ?, ?, ?)",
            (place, record.title, record.outlet, record.text),
        )


def _hit(article: Article, snippet: str) -> Hit:
    return Hit(article.id, article.title, article.outlet, article.source, " ".join(snippet.split()))


def _asked(query: str) -> str:
    """A query in FTS5's language in which every word and phrase means itself alone."""
    parts = query.split('"')
    phrases = [part.split() for part in parts[1::2]]
    words = [[word] for part in parts[::2] for word in part.split()]
    quoted = [" ".join(one) for one in (*phrases, *words) if any(letter.isalnum() for word in one for letter in word)]
    return " ".join(f'"{one}"' for one in quoted)


def _table(kind: type[Any]) -> str:
    return TABLES[kind.__name__]


def _kind(name: str) -> type[Record]:
    kind: type[Record] = getattr(kinds, name)
    return kind


def _portions(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), PORTION):
        yield ids[start : start + PORTION]
