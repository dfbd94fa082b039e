"""Which steps ran, with what versions and settings, how much they did, and what failed and why."""

from __future__ import annotations

from collections.abc import Collection

from copydesk.records import Failure
from copydesk.store.base import FailureGroup, RunLine
from copydesk.store.codec import decode
from copydesk.store.connection import Base


def run_lines(base: Base) -> list[RunLine]:
    """Every run that stands in the ledger, in the order in which they first came."""
    failed = "sum(CASE WHEN state = 'failed' THEN jobs ELSE 0 END)"
    rows = base.execute(
        f"SELECT step, version, settings, sum(jobs), {failed} FROM run_counts"
        " JOIN runs ON runs.id = run_counts.run GROUP BY runs.id HAVING sum(jobs) > 0 ORDER BY runs.id"
    )
    return [RunLine(*row) for row in rows]


def failure_groups(base: Base) -> list[FailureGroup]:
    """Failures of one step for one reason together, the most frequent first."""
    rows = base.execute(
        "SELECT json_extract(body, '$.step') AS step, json_extract(body, '$.reason') AS reason, count(*) AS amount,"
        " min(json_extract(body, '$.input')) FROM failures GROUP BY step, reason ORDER BY amount DESC, step, reason"
    )
    return [FailureGroup(*row) for row in rows]


def failure_page(base: Base, *, but: Collection[str], step: str | None, after: str | None, limit: int) -> list[Failure]:
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
