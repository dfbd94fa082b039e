"""A store in a database: what every one does, whichever database it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any, TypeVar

import copydesk.records as kinds
from copydesk.records import Article, Failure, Page, Record
from copydesk.store.base import Arrival, FailureGroup, Follower, Hit, LedgerLine, Outcome, RunLine, StepRun, StoredRow
from copydesk.store.cards import Cards
from copydesk.store.codec import decode, digest, plain, written
from copydesk.store.connection import LAST, Base
from copydesk.store.history import HistoryTable
from copydesk.store.keys import KeyTable
from copydesk.store.listing import Listing
from copydesk.store.people import PeopleTable
from copydesk.store.pointers import Pointers
from copydesk.store.portions import portions
from copydesk.store.runs import failure_groups, failure_page, run_lines
from copydesk.store.searching import Searching, asked_exactly
from copydesk.store.settled import SettledTable
from copydesk.store.sites import Sites
from copydesk.store.tables import TABLES
from copydesk.store.watches import WatchTable

R = TypeVar("R")


class SqlStore:
    """Records in a database. Every write is one transaction. `SqliteStore` and `PostgresStore` open one."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._still = False
        self.keys = KeyTable(self._base)
        """The keys of the articles that have come by `arrive`."""
        self._pointers = Pointers(self._base)
        self.listing = Listing(self._base, self._reading)
        """The stories as a list: sorted, filtered, page by page."""
        self.sites = Sites(self._base, self._reading)
        """What each site holds, and how its articles came by their texts."""
        # What is kept beside the records, in the same transaction: told of every record that comes and goes.
        self._followers: tuple[Follower, ...] = (self._pointers, self.listing, self.sites, Cards(self._base))
        self.people = PeopleTable(self._reading, self._writing)
        """People, share links, looks, saved searches, and the audit log."""
        self.watches = WatchTable(self._reading, self._writing)
        """What a watch remembers between its rounds."""
        self.history = HistoryTable(self._reading, self._writing)
        """What is remembered of runs."""
        self.settled = SettledTable(self._reading, self._writing)
        """Which steps are settled."""
        self.finding = Searching(self._reading)
        """Which articles answer a question."""

    # -- reading ------------------------------------------------------------------------------------------------

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, in the order of their ids."""
        with self._base.named():
            for (body,) in self._base.stream(f"SELECT body FROM {_table(kind)} ORDER BY id"):
                yield decode(kind, body)

    def get(self, kind: type[R], ids: Iterable[str], *, without: Sequence[str] = ()) -> dict[str, R]:
        """The records with these ids, fields named in `without` empty; ids that are not there are left out."""
        found: dict[str, R] = {}
        body = self._base.light(kind, without)
        with self._base.named():
            for portion in portions(ids):
                marks = ",".join("?" * len(portion))
                rows = self._base.execute(f"SELECT id, {body} FROM {_table(kind)} WHERE id IN ({marks})", portion)
                found.update((ident, decode(kind, line)) for ident, line in rows)
        return found

    def after(self, kind: type[R], ident: str, *, limit: int, without: Sequence[str] = ()) -> list[R]:
        """At most so many records of a kind whose ids come after this one (the empty one is before all), in order."""
        query = f"SELECT {self._base.light(kind, without)} FROM {_table(kind)} WHERE id > ? ORDER BY id LIMIT ?"
        with self._base.named():
            return [decode(kind, line) for (line,) in self._base.execute(query, (ident, limit))]

    def pointing(self, kind: type[R], ids: Iterable[str], *, without: Sequence[str] = ()) -> list[R]:
        """The records of a kind that point at one of these (`store.pointers` tells by which fields), by id."""
        body = self._base.light(kind, without)
        with self._base.named():
            return [decode(kind, line) for _, line in self._pointers.rows(kind.__name__, ids, body)]

    def pointers(self, kind: type[Any], ids: Iterable[str]) -> list[str]:
        """The ids of the records of a kind that point at one of these, in order."""
        with self._base.named():
            return [ident for (ident,) in self._pointers.rows(kind.__name__, ids)]

    def targets(self, kind: type[Any], prefix: str, *, limit: int) -> list[str]:
        """What records of a kind point at and begins so, in order."""
        with self._base.named():
            return self._pointers.beginning(kind.__name__, prefix, limit)

    def fields(self, kind: type[Any], *names: str, ids: Iterable[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """These fields of the records of a kind, each a text, a number or None, in the order of their ids.

        A dot leads into the record of a field. With `ids` only of the records with these.
        """
        asked = ", ".join(f"{self._base.typed}(body, '$.{name}')" for name in names)
        query = f"SELECT {asked} FROM {_table(kind)}"
        with self._base.named():
            if ids is None:
                yield from self._base.stream(f"{query} ORDER BY id")
                return
            for portion in portions(sorted(set(ids))):
                marks = ",".join("?" * len(portion))
                yield from self._base.execute(f"{query} WHERE id IN ({marks}) ORDER BY id", portion)

    def as_of(self) -> date:
        """The latest day on which a page is read; the first of all days where there is none."""
        with self._base.named():
            (day,) = self._base.execute("SELECT max(json_extract(body, '$.as_of')) FROM pages").fetchone()
        return date.min if day is None else date.fromisoformat(day)

    def arrived(self, articles: Iterable[str]) -> list[str]:
        """These articles in the order in which they first came to the desk."""
        found: list[tuple[int, str]] = []
        with self._base.named():
            for portion in portions(articles):
                marks = ",".join("?" * len(portion))
                query = f"SELECT number, article FROM arrivals WHERE article IN ({marks})"
                found.extend(self._base.execute(query, portion))
        return [article for _, article in sorted(found)]

    def digests(self, kind: type[Any], ids: Iterable[str] | None = None) -> Mapping[str, str]:
        """The digest of every record of a kind, by id; with `ids` of those with these, as far as there are any."""
        table = _table(kind)
        with self._base.named():
            if ids is None:
                return dict(self._base.execute(f"SELECT id, digest FROM {table} INDEXED BY {table}_by_job ORDER BY id"))
            found: dict[str, str] = {}
            for portion in portions(ids):
                marks = ",".join("?" * len(portion))
                found.update(self._base.execute(f"SELECT id, digest FROM {table} WHERE id IN ({marks})", portion))
            return found

    def ids(self, kind: type[Any]) -> Iterator[str]:
        """The id of every record of a kind, in order; it can be walked through while nothing is written."""
        with self._base.named():
            for (ident,) in self._base.stream(f"SELECT id FROM {_table(kind)} ORDER BY id"):
                yield ident

    def made(self, kind: type[Any]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the records of a kind by the job that made them."""
        jobs: dict[str, list[str]] = {}
        with self._base.named():
            for job, ident in self._base.execute(f"SELECT job, id FROM {_table(kind)} ORDER BY job, id"):
                jobs.setdefault(job, []).append(ident)
        return {job: tuple(ids) for job, ids in jobs.items()}

    def ledger(self, step: str, jobs: Iterable[str] | None = None) -> dict[str, LedgerLine]:
        """The last state of every job of a step, or of these."""
        query = (
            "SELECT job, version || ':' || settings, inputs, state FROM ledger JOIN runs ON runs.id = ledger.run"
            " WHERE ledger.step = ?"
        )
        rows: list[tuple[str, str, str, str]] = []
        with self._base.named():
            if jobs is None:
                rows = self._base.execute(query, (step,)).fetchall()
            for portion in portions(() if jobs is None else jobs):
                marks = ",".join("?" * len(portion))
                rows.extend(self._base.execute(f"{query} AND ledger.job IN ({marks})", (step, *portion)))
        return {job: LedgerLine(run, inputs, state == "failed") for job, run, inputs, state in rows}

    def noted(self, step: str) -> Iterator[str]:
        """Every job of a step that is in the ledger, in order; to be walked through while nothing is written."""
        with self._base.named():
            for (job,) in self._base.stream("SELECT job FROM ledger WHERE step = ? ORDER BY job", (step,)):
                yield job

    def row(self, ident: str) -> StoredRow | None:
        """The record of any kind with this id, with its provenance."""
        query = (
            "SELECT body, step, version, settings, job FROM {} AS held JOIN runs ON runs.id = held.run"
            " WHERE held.id = ?"
        )
        with self._base.named():
            for name, table in TABLES.items():
                found = self._base.execute(query.format(table), (ident,)).fetchone()
                if found is not None:
                    body, *provenance = found
                    return StoredRow(decode(_kind(name), body), *provenance)
        return None

    def of_sources(self, kind: type[R], sources: Iterable[str]) -> list[R]:
        """The records of a kind whose `source` is one of these, what was put last coming last."""
        found: list[tuple[int, str]] = []
        with self._base.named():
            for portion in portions(sources):
                marks = ",".join("?" * len(portion))
                query = f"SELECT place, body FROM {_table(kind)} WHERE json_extract(body, '$.source') IN ({marks})"
                found.extend(self._base.execute(query, portion))
        return [decode(kind, body) for _, body in sorted(found)]

    def matching(self, kind: type[Any], prefix: str) -> list[str]:
        """At most twenty ids of a kind that begin so."""
        query = f"SELECT id FROM {_table(kind)} WHERE id >= ? AND id < ? ORDER BY id LIMIT 20"
        with self._base.named():
            return [ident for (ident,) in self._base.execute(query, (prefix, prefix + LAST))]

    def search(self, query: str, *, limit: int) -> list[Hit]:
        """Articles whose title or text holds all these words, best first; `"..."` asks for an exact phrase."""
        wanted = asked_exactly(query)
        if not wanted:
            return []
        with self._base.named():
            rows = self._base.words.hits(wanted, limit=limit)
        return [_hit(decode(Article, body), snippet) for body, snippet in rows]

    def runs(self) -> list[RunLine]:
        """Every step that has done something, by version and settings, in the order in which they first came."""
        with self._base.named():
            return run_lines(self._base)

    def failure_groups(self) -> list[FailureGroup]:
        """Failures of one step for one reason together, the most frequent first."""
        with self._base.named():
            return failure_groups(self._base)

    def failures(
        self, *, but: Collection[str] = (), step: str | None = None, after: str | None = None, limit: int = 100
    ) -> list[Failure]:
        """Failures by id behind one, of one step or of all but some."""
        with self._base.named():
            return failure_page(self._base, but=but, step=step, after=after, limit=limit)

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are, by the name of the kind."""
        with self._base.named():
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
                self._drop_failure(base, run, outcome.job)
                if outcome.failure is None:
                    self._replace(base, run, number, outcome)
                else:
                    self._insert(base, _Line(outcome.failure), number, outcome.job)
                _note(base, number, run.step, outcome)

    def arrive(self, run: StepRun, arrival: Arrival) -> None:
        """Keep what articles that come and go change, with the keys of those that come, in one transaction."""
        with self._writing() as base:
            number = _run_number(base, run)
            self._delete(base, run.makes, arrival.dropped)
            for record in arrival.made:
                self._insert(base, _Line(record), number, arrival.job)
            self.keys.drop(arrival.gone)
            if arrival.members:
                self.keys.put(arrival.members, arrival.keys)
            if arrival.last:
                self.keys.merge()
                _note(base, number, run.step, Outcome(arrival.job, "by its keys", ()))

    def clear_keys(self) -> None:
        """Forget all keys, as when they are made otherwise from now on."""
        with self._writing():
            self.keys.clear()

    def forget(self, run: StepRun, jobs: Sequence[str]) -> None:
        """Drop jobs that exist no more, with all that they made."""
        with self._writing() as base:
            for job in jobs:
                self._drop_failure(base, run, job)
                self._delete(base, run.makes, [ident for ident, _, _ in _standing(base, run, job)])
                base.execute("DELETE FROM ledger WHERE step = ? AND job = ?", (run.step, job))

    @contextmanager
    def steady(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever is written meanwhile."""
        if self._base.in_transaction:
            yield
            return
        with self._base.named():
            self._base.begin(writing=False)
        self._still = True
        try:
            yield
        finally:
            self._still = False
            self._base.end(keep=False)

    def turn(self, name: str, *, waiting: Callable[[], None] | None = None) -> AbstractContextManager[None]:
        """Wait until nobody else has the turn of this name at the desk, and have it inside."""
        return self._base.turn(name, waiting)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written inside is one transaction: kept whole, or not at all."""
        with self._writing():
            yield

    def close(self) -> None:
        """Let go of the database."""
        self._base.close()

    def _replace(self, base: Base, run: StepRun, number: int, outcome: Outcome) -> None:
        """Make the records of a job those of its outcome; what this run has made alike before is left as it is."""
        standing = {ident: (held, made_by) for ident, held, made_by in _standing(base, run, outcome.job)}
        told: set[str] = set()
        for line in map(_Line, outcome.records):
            told.add(line.record.id)
            # A page that is put again is the newest of its source.
            if standing.get(line.record.id) != (line.digest, number) or run.makes is Page:
                self._insert(base, line, number, outcome.job)
        self._delete(base, run.makes, [ident for ident in standing if ident not in told])

    def _insert(self, base: Base, line: _Line, run: int, job: str) -> None:
        """Write a record in the place of one with its id, if there is one."""
        record = line.record
        insert = (
            f"INSERT INTO {_table(type(record))} (id, run, job, digest, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING RETURNING place"
        )
        values = (record.id, run, job, line.digest, line.body)
        new = base.execute(insert, values).fetchone()
        if new is None:
            self._delete(base, type(record), [record.id])
            new = base.execute(insert, values).fetchone()
        (place,) = new
        if isinstance(record, Article):
            base.execute("INSERT INTO arrivals (article) VALUES (?) ON CONFLICT DO NOTHING", (record.id,))
            base.words.keep(place, (record.title, record.outlet, record.text))
        kind = type(record).__name__
        for follower in self._followers:
            if kind in follower.kinds:
                follower.add(kind, place, line.row)

    def _delete(self, base: Base, kind: type[Any], ids: Sequence[str]) -> None:
        """Delete records, with all that is kept beside them."""
        followers = [follower for follower in self._followers if kind.__name__ in follower.kinds]
        told = "place, body" if followers else "place, NULL"
        for ident in ids:
            gone = base.execute(f"DELETE FROM {_table(kind)} WHERE id = ? RETURNING {told}", (ident,)).fetchall()
            if gone and kind is Article:
                base.words.drop(gone[0][0])
            for follower in followers if gone else ():
                follower.drop(kind.__name__, gone)

    def _drop_failure(self, base: Base, run: StepRun, job: str) -> None:
        mine = "job = ? AND run IN (SELECT id FROM runs WHERE step = ?)"
        base.execute(f"DELETE FROM failures WHERE {mine}", (job, run.step))

    @contextmanager
    def _reading(self) -> Iterator[Base]:
        """The desk, for asking."""
        with self._base.named():
            yield self._base

    @contextmanager
    def _writing(self) -> Iterator[Base]:
        """A transaction that ends whole or leaves no trace; inside another it is a part of that one."""
        if self._still:
            raise RuntimeError("nothing can be written while all that is read must be of one moment")
        with self._base.named():
            if self._base.in_transaction:
                yield self._base
                return
            self._base.begin(writing=True)
            try:
                yield self._base
            except BaseException:
                self._base.end(keep=False)
                raise
            self._base.end(keep=True)


# -- rows -----------------------------------------------------------------------------------------------------------


def _run_number(base: Base, run: StepRun) -> int:
    identity = (run.step, run.version, run.settings)
    insert = "INSERT INTO runs (step, version, settings) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    base.execute(insert, identity)
    query = "SELECT id FROM runs WHERE step = ? AND version = ? AND settings = ?"
    (number,) = base.execute(query, identity).fetchone()
    return int(number)


def _note(base: Base, run: int, step: str, outcome: Outcome) -> None:
    """Write into the ledger what became of a job."""
    base.execute(
        "INSERT INTO ledger (step, job, run, inputs, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT (step, job)"
        " DO UPDATE SET run = excluded.run, inputs = excluded.inputs, state = excluded.state",
        (step, outcome.job, run, outcome.inputs, "failed" if outcome.failure else "done"),
    )


def _standing(base: Base, run: StepRun, job: str) -> list[tuple[str, str, int]]:
    """The id and digest of every record that a job of a step has made, and the run that made it."""
    query = (
        f"SELECT id, digest, run FROM {_table(run.makes)} WHERE job = ? AND run IN (SELECT id FROM runs WHERE step = ?)"
    )
    return base.execute(query, (job, run.step)).fetchall()


class _Line:
    """A record as it is written: the row, its line of JSON, its digest."""

    __slots__ = ("body", "digest", "record", "row")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.row = plain(record)
        self.body = written(self.row)
        self.digest = digest(self.body)


def _hit(article: Article, snippet: str) -> Hit:
    return Hit(article.id, article.title, article.outlet, article.source, " ".join(snippet.split()))


def _table(kind: type[Any]) -> str:
    return TABLES[kind.__name__]


def _kind(name: str) -> type[Record]:
    kind: type[Record] = getattr(kinds, name)
    return kind
