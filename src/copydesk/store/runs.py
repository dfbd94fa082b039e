"""Which steps ran, with what versions and settings, how much they did, and what failed and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from copydesk.records import Failure
from copydesk.store.base import FailureGroup, RunLine
from copydesk.store.codec import decode


def run_lines(base: sqlite3.Connection) -> list[RunLine]:
    """Every run that stands in the ledger, in the order in which they first came."""
    rows = base.execute(
        "SELECT step, version, settings, sum(jobs), sum(jobs * (state = 'failed')) FROM run_counts"
        " JOIN runs ON runs.id = run_counts.run GROUP BY run HAVING sum(jobs) > 0 ORDER BY run"
    )
    return [RunLine(*row) for row in rows]


def failure_groups(base: sqlite3.Connection) -> list[FailureGroup]:
    """Failures of one step for one reason together, the most frequent first."""
    rows = base.execute(
        "SELECT json_extract(body, '$.step') AS step, json_extract(body, '$.reason') AS reason, count(*) AS amount,"
        " min(json_extract(body, '$.input')) FROM failures GROUP BY step, reason ORDER BY amount DESC, step, reason"
    )
    return [FailureGroup(*row) for row in rows]


def failure_page(
    base: sqlite3.Connection, *, but: Collection[str], step: str | None, after: str | None, limit: int
) -> list[Failure]:
    """Failures by id behind one, of one step or of all but some."""
    conditions, values = ["id > ?"], [after or ""]
    told = "json_extract(body, '$.step')"
    if step is not None:
        conditions.append(f"{told} = ?")
        values.append(step)
    if but:
        conditions.append(f"{told} NOT IN ({','.join('?' * len(but))})")
        values.extend(but)
    query = f"SELECT body FROM failures WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
    return [decode(Failure, body) for (body,) in base.execute(query, (*values, limit))]


def make_tables(base: sqlite3.Connection) -> None:
    """What is counted of each run, kept by the ledger itself: counting its lines would take a second for a million."""
    base.execute(
        "CREATE TABLE run_counts (run INTEGER NOT NULL, state TEXT NOT NULL, jobs INTEGER NOT NULL,"
        " PRIMARY KEY (run, state)) WITHOUT ROWID"
    )
    base.execute("INSERT INTO run_counts SELECT run, state, count(*) FROM ledger GROUP BY run, state")
    more = (
        "INSERT INTO run_counts (run, state, jobs) VALUES (new.run, new.state, 1)"
        " ON CONFLICT (run, state) DO UPDATE SET jobs = jobs + 1;"
    )
    fewer = "UPDATE run_counts SET jobs = jobs - 1 WHERE run = old.run AND state = old.state;"
    base.execute(f"CREATE TRIGGER ledger_in AFTER INSERT ON ledger BEGIN {more} END")
    base.execute(f"CREATE TRIGGER ledger_out AFTER DELETE ON ledger BEGIN {fewer} END")
    base.execute(f"CREATE TRIGGER ledger_again AFTER UPDATE ON ledger BEGIN {fewer} {more} END")
