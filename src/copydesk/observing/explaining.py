"""What a run did and why, told from its record and those of the runs before it; what these do not say is said so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from copydesk.errors import UsageError
from copydesk.flow import FLOW
from copydesk.observing.keeping import runs
from copydesk.observing.told import PREFIX, Redone, Remembering, RunRecord, StepRecord, run_record, run_row, step_row
from copydesk.records import Decision, Page

LAST = "last"
LOOKED_BACK = 200
"""Runs before one in which it is sought what has changed since: as many as a watch makes in four days."""
NOT_ESTABLISHED = "not established"
_RUN = re.compile(rf"{PREFIX}[0-9]{{1,15}}")


class StepTold(NamedTuple):
    """One step of a run, and in words why its jobs were done."""

    record: StepRecord
    why: tuple[str, ...]


class RunTold(NamedTuple):
    """A run in words.

    `before` is the run before it, None where none is remembered. `notes` tell what holds for the whole run.
    """

    record: RunRecord
    before: RunRecord | None
    notes: tuple[str, ...]
    steps: tuple[StepTold, ...]


def is_run(name: str) -> bool:
    """Whether this names a run and no record: `last`, or `run-12`."""
    return name == LAST or _RUN.fullmatch(name) is not None


def explain_run(kept_by: Remembering, name: str = LAST) -> RunTold:
    """The run of this id, or the last one, with the reasons of all that it did.

    Raises:
        UsageError: it is not remembered, or none is.

    """
    record = _named(kept_by, name)
    earlier = runs(kept_by, limit=LOOKED_BACK, before=record.number)
    steps = tuple(StepTold(one, tuple(_why(one, record, earlier))) for one in record.steps)
    return RunTold(record, next(iter(earlier), None), tuple(_notes(record, earlier)), steps)


def told_rows(told: RunTold) -> Iterator[dict[str, Any]]:
    """A run for programs: one line for the whole of it, then one for each step."""
    record = told.record
    whole = {name: value for name, value in run_row(record).items() if name != "steps"}
    counts = {name: sum(getattr(one, name) for one in record.steps) for name in ("pending", "taken_over", "records")}
    spent = {"seconds": round(record.seconds, 4), "cpu_seconds": _rounded(record.cpu_seconds), "memory": record.memory}
    cost = {"seconds_an_article": cost_of(record), "done": record.done, "failed": record.failed}
    yield {"kind": "run", **whole, **counts, **spent, **cost, "notes": list(told.notes)}
    for step in told.steps:
        yield {"kind": "step", "run": record.id, **step_row(step.record), "why": list(step.why)}


def cost_of(record: RunRecord) -> float | None:
    """Seconds of processors (of the clock, where they were not measured) for each article that was new to the run.

    None where none was: then nobody can say what of the work an article has cost.
    """
    if not record.new_articles:
        return None
    spent = record.seconds if record.cpu_seconds is None else record.cpu_seconds
    return round(spent / record.new_articles, 4)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 4)


def _named(kept_by: Remembering, name: str) -> RunRecord:
    if name == LAST:
        found = next(iter(kept_by.history.last(limit=1)), None)
    else:
        found = kept_by.history.get(int(name.removeprefix(PREFIX))) if is_run(name) else None
    if found is not None:
        return run_record(found)
    known = ", ".join(one.id for one in runs(kept_by, limit=5))
    said = f"the newest are {known}" if known else "none is remembered; `copydesk run` makes one"
    raise UsageError(f"no run {name!r} is remembered here: {said}")


def _notes(record: RunRecord, earlier: Sequence[RunRecord]) -> Iterator[str]:
    """What holds for a whole run."""
    if record.archive is not None:
        yield f"it made the archive {record.archive}"
    if record.state == "working":
        yield "it is at work, or its process ended without a word: the next run will tell which"
    if record.state == "broken off":
        yield "its process ended without a word; what it had finished is kept, and the next run went on from there"
    if record.state == "unreadable":
        yield "what was remembered of it is damaged and cannot be told; what it made is not touched by that"
    if record.state == "failed":
        yield f"it ended in an error: {record.said or 'which one was not noted'}"
    if record.state == "stopped":
        yield f"it was stopped before its end{f' ({record.said})' if record.said else ''}; what was finished is kept"
    if record.state == "done" and record.through is not None:
        yield f"it was asked to end with the step {record.through}; later ones stayed pending"
    if (
        record.state == "done"
        and not record.done
        and not record.failed
        and not any(one.dropped for one in record.steps)
    ):
        yield "nothing was pending: everything was current"
    before = next(iter(earlier), None)
    if before is not None:
        yield from _since(record, before)


def _since(record: RunRecord, before: RunRecord) -> Iterator[str]:
    """What is otherwise than at the run before."""
    if None not in (record.copydesk, before.copydesk) and record.copydesk != before.copydesk:
        yield f"copydesk is {record.copydesk}; the run before was made by {before.copydesk}"
    sections = _other_sections(record, before)
    if sections:
        yield f"since the run before, settings were changed in {_listed(sections)}"
    if None not in (record.decisions, before.decisions) and record.decisions != before.decisions:
        yield "since the run before, somebody decided something by hand, or took a decision back"


def _other_sections(record: RunRecord, before: RunRecord) -> tuple[str, ...]:
    """The sections of settings that two runs have otherwise; what the engine may take decides nothing."""
    mine, theirs = record.sections or {}, before.sections or {}
    return tuple(name for name in mine if name != "engine" and name in theirs and mine[name] != theirs[name])


def _why(step: StepRecord, record: RunRecord, earlier: Sequence[RunRecord]) -> Iterator[str]:
    """Why the jobs of a step were done, the most frequent reason first."""
    for one in step.redone:
        yield f"{_jobs(one.jobs)} {_reason(one, step, record, earlier)}"
    told = sum(one.jobs for one in step.redone)
    if told < step.pending:
        yield f"{_jobs(step.pending - told)} for reasons that were not noted"
    if step.dropped:
        yield f"{_jobs(step.dropped)} dropped with all that they had made: what they were done to is no longer there"
    left = step.pending - step.done - step.failed
    if left > 0:
        yield f"{_jobs(left)} still to be done when the run ended"


def _reason(one: Redone, step: StepRecord, record: RunRecord, earlier: Sequence[RunRecord]) -> str:
    if one.why == "new":
        return f"new: {NEW.get(step.step, 'the ledger did not know them')}"
    if one.why == "failed":
        return "tried again, which had failed before"
    if one.why == "inputs":
        return f"anew, for what they read was other than before: {_of_inputs(step, record, earlier)}"
    version, _, settings = (one.before or "").partition(":")
    if one.why == "version":
        also = "; its settings were others too" if settings != step.settings else ""
        verb = "raised" if version.isdigit() and int(version) < step.version else "changed"
        return f"anew, for the version of the step was {verb} from {version or '?'} to {step.version}{also}"
    return f"anew, for what decides was other: {_of_settings(one, record, earlier, step=step)}"


NEW = {
    "pages": "pages that had not been there",
    "layouts": "pages that had not been read",
    "articles": "pages that had not been read",
    "prints": "articles that had not been there",
    "candidates": "articles that had not met the others",
    "matches": "pairs that had not been compared",
    "families": "families that had not been there",
    "copies": "pairs that had not been told",
    "stories": "events that had not been there",
}
"""What is new where jobs of a step are; of the others the ledger says only that it did not know them."""


def _of_inputs(step: StepRecord, record: RunRecord, earlier: Sequence[RunRecord]) -> str:
    """From which steps of this run other inputs may have come; the ledger says that they changed, not which."""
    reads = next((set(one.reads) for one in FLOW if one.name == step.step), set())
    made = {one.name: one.makes for one in FLOW}
    before = record.steps[: [one.step for one in record.steps].index(step.step)]
    worked = {one.step: one for one in before if one.done or one.dropped}
    causes = [f"{name} ({_work(one)})" for name, one in worked.items() if made.get(name) in reads]
    if Page in reads and "layouts" in worked:
        causes.insert(0, "pages")
    last = next(iter(earlier), None)
    if Decision in reads and last is not None and None not in (record.decisions, last.decisions):
        causes.extend(["decisions made by hand"] if record.decisions != last.decisions else [])
    if not causes:
        return f"which of it is {NOT_ESTABLISHED}; no earlier step of this run changed what it reads"
    return f"this run had before it new work of {_listed(causes)}"


def _work(step: StepRecord) -> str:
    parts = [f"{step.done:,} done"] if step.done else []
    return ", ".join([*parts, f"{step.dropped:,} dropped"] if step.dropped else parts)


def _of_settings(one: Redone, record: RunRecord, earlier: Sequence[RunRecord], *, step: StepRecord) -> str:
    """Which settings decide otherwise than when the jobs were last done, where a run of then is remembered."""
    # Beside the steps of the flow an archive has one that finds its pages.
    decides = next((line.settings for line in FLOW if line.name == step.step), ("pages",))
    then = next(
        (run for run in earlier if any(at.step == step.step and at.run == one.before for at in run.steps)), None
    )
    if then is None or then.sections is None or record.sections is None:
        return f"which setting is {NOT_ESTABLISHED}, for no run with the former ones is remembered"
    sections = [name for name in _other_sections(record, then) if name in decides]
    if not sections:
        return f"the settings are those of {then.id}, so it was the version of a plug-in that they name"
    return f"settings of {_listed(sections)} were changed since {then.id}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _jobs(amount: int) -> str:
    return f"{amount:,} job{'' if amount == 1 else 's'}"
