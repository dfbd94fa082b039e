"""`doctor` and `completion`: what is installed, whether the desk opens, and help for the shell."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import get_completion_class

from copydesk import __version__
from copydesk.cli import options
from copydesk.cli.app import COMPLETION, DESK_FILE, DONE, FAILURES, NO_DESK, PROGRAM, Call, cli, end, pass_call
from copydesk.cli.keeping import damage, repaired
from copydesk.cli.plugins import fault_of
from copydesk.cli.shown import print_row, print_text
from copydesk.errors import DeskError, NothingRead, UsageError
from copydesk.pages import find_pages
from copydesk.plugging import installed
from copydesk.records import Page
from copydesk.registries import read_register
from copydesk.reports.wording import counted
from copydesk.store.tables import TABLES

if TYPE_CHECKING:
    from copydesk.planning import Plan

ADDS = {
    "alert": "alerts of digests (`copydesk digest`)",
    "bench": "comparing speed with other programs (`make bench`)",
    "browser": "the tests in a real browser (`make slow`)",
    "dev": "running the tests, the linter and the type checker (`make test`, `make lint`)",
    "docs": "the site of the documents (`make site`)",
    "evidence": "evidence packs with a report in print and time stamps (`copydesk evidence`)",
    "fetch": "fetching addresses (`copydesk read https://...`)",
    "fuzz": "looking for pages on which a reader fails (`scripts/fuzz.py`)",
    "mcp": "answering assistants (`copydesk mcp`)",
    "parquet": "reading Parquet tables of pages",
    "postgres": "a desk on a server of PostgreSQL (`docs/postgres.md`)",
    "spark": "archives on several machines (`docs/spark.md`); it needs Java 17 as well",
    "web": "the web desk (`copydesk serve`)",
}
"""What each optional part would add."""


class Finding(NamedTuple):
    """One line of the doctor's: what was looked at, whether it is well, and what was seen."""

    what: str
    well: bool
    seen: str


@click.command(
    epilog=options.examples(
        "copydesk doctor",
        "copydesk --desk news.desk doctor",
        "copydesk doctor --plan archive/",
    )
)
@options.sources
@click.option("--plan", is_flag=True, help="Tell what a run over PATH, or over the desk, would take.")
@click.option(
    "--registry",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Tell what is wrong in a register of owners and outlets, line by line.",
)
@click.option("--repair", "repairs", is_flag=True, help="Save what can be read of a damaged desk into a new one.")
@options.as_of
@options.form
@pass_call
def doctor(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    sources: tuple[str, ...],
    plan: bool,
    registry: Path | None,
    repairs: bool,
    as_of: date,
    json: bool,
) -> None:
    """Tell what is installed, what the desk holds, what a run would take.

    Optional parts that are missing are named with what they would add; failures on the desk with their reasons.
    A plan reads some of the pages (at most 4,000, about a minute) and tells of all of them how many articles, keys and
    candidate pairs to expect, and CPU time by step and memory for one process. Nothing is kept, nothing is fetched.
    With --registry only that file is looked at.

    A desk file is looked through for damage. --repair reads all of it, and where it is damaged makes a new desk of what
    can be read: pages, notes, decisions, people and what else nobody can make again. The damaged file is kept as
    DESK.damaged-1, and `run` then makes the rest from the pages.
    """
    if sources and not plan:
        raise UsageError(
            "`doctor` looks at no pages; say `copydesk doctor --plan PATH` to be told what a run would take"
        )
    if plan + repairs + (registry is not None) > 1:
        raise UsageError("--plan, --registry and --repair ask for different things; give one of them")
    if repairs:
        findings: tuple[Finding, ...] = tuple(Finding(*told) for told in repaired(call))
    elif registry is not None:
        findings = _register(registry)
    elif plan:
        findings = _plan(call, sources, as_of)
    else:
        findings = (*_program(), *_dependencies(), *_optional(), *_plug_ins(), *_desk(call))
    for finding in findings:
        if json:
            print_row(finding._asdict())
        else:
            print_text(f"{'ok' if finding.well else '--'}  {finding.what}: {finding.seen}")
    wrong = {finding.what for finding in findings if not finding.well}
    end(NO_DESK if "desk" in wrong else FAILURES if (repairs or registry is not None) and wrong else DONE)


@click.command(
    epilog=options.examples(
        "copydesk completion bash >> ~/.bashrc",
        "copydesk completion zsh >> ~/.zshrc",
        "copydesk completion fish > ~/.config/fish/completions/copydesk.fish",
    )
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(*, shell: str) -> None:
    """Print the completion script of a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, PROGRAM, COMPLETION).source())


def _program() -> tuple[Finding, ...]:
    return (
        Finding("copydesk", True, __version__),
        Finding("python", True, platform.python_version()),
        Finding("sqlite", _has_full_text(), f"{sqlite3.sqlite_version}, full-text search {_full_text_word()}"),
    )


def _has_full_text() -> bool:
    base = sqlite3.connect(":memory:")
    try:
        base.execute("CREATE VIRTUAL TABLE probe USING fts5 (words)")
    except sqlite3.Error:
        return False
    finally:
        base.close()
    return True


def _full_text_word() -> str:
    return "(FTS5) is there" if _has_full_text() else "(FTS5) is missing; use a Python built with it"


def _dependencies() -> tuple[Finding, ...]:
    """Every library that copydesk needs, with its version."""
    names = [_name(one) for one in requires(PROGRAM) or () if "extra ==" not in one]
    return tuple(
        Finding(name, seen is not None, seen or "not installed") for name in names for seen in [_version(name)]
    )


def _optional() -> tuple[Finding, ...]:
    """Every optional part, whether it is there, and what it adds."""
    parts: dict[str, list[str]] = {}
    for one in requires(PROGRAM) or ():
        if found := re.search(r"extra == ['\"]([^'\"]+)", one):
            parts.setdefault(found[1], []).append(_name(one))
    return tuple(_part(extra, names) for extra, names in parts.items())


def _part(extra: str, names: list[str]) -> Finding:
    missing = [name for name in names if _version(name) is None]
    adds = ADDS.get(extra, "optional libraries")
    if not missing:
        return Finding(f"optional part {extra}", True, f"installed, for {adds}")
    cure = f"pip install 'copydesk[{extra}]' adds {adds}"
    return Finding(f"optional part {extra}", False, f"without {', '.join(missing)}; {cure}")


def _desk(call: Call) -> tuple[Finding, ...]:
    """Whether the desk opens, and what it holds. Where none was named and none is here, nothing is wrong."""
    if call.desk is None and not Path(DESK_FILE).exists():
        return (Finding("desk", True, "none here; `copydesk --desk DESK add PATH` makes one"),)
    try:
        with call.open(read_only=True) as desk:
            counts, inherited, failures = desk.counts(), desk.inherited(), desk.failures()
    except DeskError as error:
        return (Finding("desk", False, str(error)),)
    if damaged := damage(call):
        return (Finding("desk", False, damaged),)
    held = ", ".join(f"{TABLES[name]}: {count:,}" for name, count in counts.items() if count)
    lines = tuple(Finding("not made", False, f"{one.step}: {one.input}: {one.reason}") for one in failures)
    opens = Finding("desk", True, f"{call.desk or DESK_FILE} opens; it holds {held or 'nothing yet'}")
    shared = ", ".join(f"{count:,} of {counts[name]:,} {TABLES[name]}" for name, count in inherited.items() if count)
    return (opens, *([Finding("taken over from copies", True, shared)] if shared else []), *lines)


def _plan(call: Call, sources: tuple[str, ...], as_of: date) -> tuple[Finding, ...]:
    """What a run over these sources would take, or over what is on the desk where none is named."""
    from copydesk.planning import plan

    if sources:
        found = find_pages(list(sources), as_of=as_of, settings=call.settings.pages)
        planned = plan((one for one in found if isinstance(one, Page)), settings=call.settings)
    else:
        with call.open(read_only=True) as desk:
            planned = plan(desk.store.all(Page), settings=call.settings)
    if not planned.pages:
        raise NothingRead("there are no pages to plan for; name files or folders, or a desk that holds pages")
    return tuple(_planned(planned))


def _planned(planned: Plan) -> Iterator[Finding]:
    yield Finding("pages", True, f"{planned.pages:,}, of which {planned.sampled:,} were looked at")
    yield Finding("articles", True, f"{planned.articles:,}, with {planned.keys:,} keys")
    yield Finding("pairs", True, f"{planned.pairs:,} to compare, of which {planned.matches:,} share text")
    for step in planned.steps:
        yield Finding(f"step {step.step}", True, f"{counted(step.jobs, 'job')}, {_spent(step.seconds)}")
    yield Finding("time", True, f"{_spent(planned.seconds)} in one process")
    if planned.memory is not None:
        yield Finding("memory", True, f"{planned.memory / 1_000_000:,.0f} MB at most")


def _spent(seconds: float) -> str:
    return f"{seconds:,.1f} CPU-seconds" if seconds < 600 else f"{seconds / 60:,.0f} CPU-minutes"


def _plug_ins() -> Iterator[Finding]:
    """Every plug-in that is installed, and whether it can be used."""
    for one in installed():
        wrong = fault_of(one)
        yield Finding(f"plug-in {one.kind} {one.name}", wrong is None, wrong or f"{one.package} {one.version}")


def _register(path: Path) -> tuple[Finding, ...]:
    """What is in a register of owners, or all that is wrong in it."""
    register = read_register(path)
    if register.wrong:
        return tuple(Finding("registry", False, one) for one in register.wrong)
    outlets, owners = len(register.lines()), {one.owner for one in register.entries if one.owner}
    names = f"{counted(outlets, 'outlet')} and {counted(len(owners), 'owner')}"
    return (Finding("registry", True, f"{path}: it tells of {names}"),)


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
