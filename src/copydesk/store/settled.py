"""What a desk remembers of steps that are settled, so that nothing is looked at of a step on which nothing came.

Triggers of the database count the changes of each table of records, in the transaction of the change, whoever makes it:
a program of an earlier version that has the desk open is counted with. What is remembered of a step goes as soon as
its ledger changes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from copydesk.store.codec import digest
from copydesk.store.connection import Base, Reading
from copydesk.store.tables import TABLES

KINDS = {table: kind for kind, table in TABLES.items()}
"""The kind of record that a table holds."""


class FailedJob(NamedTuple):
    """A job that failed when last tried: its name, and the kind and id of each of its inputs."""

    key: str
    inputs: tuple[tuple[str, str], ...]


class Settled(NamedTuple):
    """How a step was left by the run that finished it.

    `run` is the `name` of its `StepRun`, and the release that did it; `seen` how often the records of each kind that it
    reads had changed before its jobs were looked at; `jobs` how many there were, and `failed` those that are to be
    tried again.
    """

    run: str
    seen: Mapping[str, int]
    jobs: int
    failed: tuple[FailedJob, ...] = ()


class Steps(Protocol):
    """Which steps are settled. Each write is a transaction, or a part of the one it stands in."""

    def changes(self, kinds: Collection[type[Any]]) -> Mapping[str, int] | None:
        """How often the records of these kinds have changed, by the names of the kinds; None where nobody can tell."""
        ...

    def get(self, step: str) -> Settled | None:
        """How a step was left; None where it was not finished, or its ledger was changed since."""
        ...

    def keep(self, step: str, settled: Settled) -> None:
        """A step is finished: this is how it was left."""
        ...


class SettledTable:
    """Which steps are settled. Each write is a transaction, or a part of the one it stands in."""

    def __init__(self, reading: Reading, writing: Reading) -> None:
        self._reading = reading
        self._writing = writing

    def changes(self, kinds: Collection[type[Any]]) -> Mapping[str, int] | None:
        """How often the records of these kinds have changed, by the names of the kinds; None where nobody can tell."""
        tables = [TABLES[kind.__name__] for kind in kinds]
        marks = ",".join("?" * len(tables))
        with self._reading() as base:
            rows = base.execute(f"SELECT records, number FROM changes WHERE records IN ({marks})", tables)
            found = {KINDS[table]: int(number) for table, number in rows}
        return found if len(found) == len(set(tables)) else None

    def get(self, step: str) -> Settled | None:
        """How a step was left; None where it was not finished, or its ledger was changed since."""
        with self._reading() as base:
            row = base.execute("SELECT facts, digest FROM settled WHERE step = ?", (step,)).fetchone()
        # On a damaged desk nothing is left out for what cannot be read.
        return None if row is None or digest(row[0]) != row[1] else _settled(json.loads(row[0]))

    def keep(self, step: str, settled: Settled) -> None:
        """A step is finished: this is how it was left."""
        facts = json.dumps(settled._asdict(), sort_keys=True)
        with self._writing() as base:
            _keep(base, step, facts)


def _keep(base: Base, step: str, facts: str) -> None:
    base.execute(
        "INSERT INTO settled (step, facts, digest) VALUES (?, ?, ?) ON CONFLICT (step)"
        " DO UPDATE SET facts = excluded.facts, digest = excluded.digest",
        (step, facts, digest(facts)),
    )


def _settled(facts: Mapping[str, Any]) -> Settled:
    failed = tuple(FailedJob(key, tuple((kind, ident) for kind, ident in inputs)) for key, inputs in facts["failed"])
    return Settled(facts["run"], facts["seen"], facts["jobs"], failed)
