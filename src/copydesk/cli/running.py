"""`run` and `load`: doing what is pending on a desk, making an archive of pages, and bringing one to a desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from copydesk.cli import options
from copydesk.cli.app import DESK_FILE, DONE, FAILURES, NOTHING_READ, Call, end, pass_call
from copydesk.cli.filling import PAGES, work
from copydesk.cli.shown import follow, note, print_failure, print_row
from copydesk.errors import NothingRead, UsageError
from copydesk.flow import QUIET
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.archive import Archive, LocalArchive, StepDone
    from copydesk.engine import Engine
    from copydesk.engine.spark import SparkEngine

MASTER = "local[*]"
TOLD = 20
"""Failures of an archive that are told one by one; the others are counted, and stand in its folder."""


def _settings(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """Settings of Spark, from words like spark.executor.memory=8g."""
    pairs = [one.partition("=") for one in value]
    for name, sign, _ in pairs:
        if not sign or not name.startswith("spark."):
            raise click.BadParameter(f"{name!r} is no setting of Spark; say it like spark.executor.memory=8g")
    return {name: held for name, _, held in pairs}


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk run",
        "copydesk run --engine spark pages/ archive/",
        "copydesk run --engine spark --master spark://host:7077 crawl/*.warc.gz hdfs://host/archive",
        "copydesk --desk news.desk load archive/",
    )
)
@click.argument("paths", nargs=-1, metavar="[IN... OUT]")
@click.option(
    "--engine",
    "name",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="This machine alone, or Spark (the optional part `spark`, and Java 17 or newer).",
)
@click.option("--master", metavar="ADDRESS", help=f"Where Spark runs, as it names it.  [default: {MASTER}]")
@click.option(
    "--conf",
    "conf",
    multiple=True,
    callback=_settings,
    metavar="NAME=VALUE",
    help="A setting of Spark, as spark.driver.memory=4g; may be given again.",
)
@options.as_of
@options.columns
@click.option("--plan/--no-plan", default=True, show_default=True, help="Tell first what making an archive will take.")
@options.form
@pass_call
def run(  # noqa: PLR0913  one parameter an option
    call: Call,
    *,
    paths: tuple[str, ...],
    name: str,
    master: str | None,
    conf: Mapping[str, str],
    as_of: date,
    columns: dict[str, str],
    plan: bool,
    json: bool,
) -> None:
    """Do what is pending on the desk, or make an archive of the pages IN in the folder OUT.

    On a desk that is to read its pages, and to find copies, stories, quotes, figures and what they say of each other.
    Only what is new or changed is done. A run that is stopped, or dies, goes on where it was when started again.

    With IN and OUT no desk is asked: the same records are made of all pages in IN (named as for `add`, but for
    addresses and standard input), a folder of Parquet in OUT for each step. What is finished stays finished; `load`
    brings the archive to a desk. With Spark, IN and OUT must be where every machine of the cluster finds them.
    docs/spark.md tells the rest.
    """
    if name != "spark" and (master or conf):
        raise UsageError("--master and --conf are for Spark; add --engine spark")
    if len(paths) == 1:
        raise UsageError("an archive is made of pages IN in a folder OUT: name both, or neither to run a desk")
    if not paths:
        end(_on_desk(call, _spark(master, conf) if name == "spark" else None, json=json))
    *sources, out = paths
    told = _Told(as_of, columns)
    engine = _spark(master, conf) if name == "spark" else None
    archive = _here(call, sources, out, told) if engine is None else _on_spark(call, sources, out, told, engine=engine)
    try:
        end(_make(call, archive, out, plan=plan, json=json))
    finally:
        archive.close()


@click.command(epilog=options.examples("copydesk --desk news.desk load archive/"))
@click.argument("archive", type=click.Path(file_okay=False, path_type=Path))
@options.form
@pass_call
def load(call: Call, *, archive: Path, json: bool) -> None:
    """Bring an archive that `run --engine spark` made to the desk.

    The desk then is what it would be had the pages been added and run there: nothing is pending, and pages that are
    added later cost no more than on any desk. The desk must be new, or hold a part of this archive: a load that was
    stopped goes on when it is given again. The settings must be those of the archive, or what they decide is done anew
    by the next run.
    """
    from copydesk.archive import load as loaded

    with call.open() as desk:
        last = follow(loaded(archive, desk.store), quiet=call.quiet)
        counts = {kind: number for kind, number in desk.counts().items() if number}
    if json:
        print_row(counts)
    else:
        said = "" if last else ", as it was before"
        click.echo(f"{counted(counts.get('Article', 0), 'article')} on {call.desk or DESK_FILE}{said}")
    end(FAILURES if any(step.failed for step in last.values()) else 0)


class _Told(NamedTuple):
    """What was said of the pages."""

    as_of: date
    columns: Mapping[str, str]


def _spark(master: str | None, conf: Mapping[str, str]) -> SparkEngine:
    from copydesk.engine.spark import SparkEngine

    return SparkEngine(master or MASTER, options=conf)


def _on_desk(call: Call, engine: Engine | None, *, json: bool) -> int:
    """Run the desk that was named; the exit status comes back."""
    from copydesk.desk import Desk

    with call.open() as here:
        desk = here if engine is None else Desk(here.store, engine=engine, settings=call.settings)
        if not desk.counts()["Page"]:
            raise NothingRead("there are no pages on this desk; put some there with `copydesk --desk DESK add PATH`")
        try:
            failed = work(desk, call, json=json)
        finally:
            if engine is not None:
                engine.close()
        nothing = not desk.counts()["Article"]
    return NOTHING_READ if nothing else FAILURES if failed else DONE


def _on_spark(call: Call, sources: list[str], out: str, told: _Told, *, engine: SparkEngine) -> Archive:
    from copydesk.archive import Archive

    try:
        return Archive(engine, sources, out, as_of=told.as_of, settings=call.settings, columns=told.columns)
    except BaseException:
        engine.close()
        raise


def _here(call: Call, sources: list[str], out: str, told: _Told) -> LocalArchive:
    from copydesk.archive import LocalArchive

    if "://" in out:
        raise UsageError(f"{out} is no folder of this machine; name one, or add --engine spark")
    return LocalArchive(
        sources, Path(out), as_of=told.as_of, settings=call.settings, columns=told.columns, workers=call.cores()
    )


def _make(call: Call, archive: Archive | LocalArchive, out: str, *, plan: bool, json: bool) -> int:
    """Make an archive and tell how it goes; the exit status comes back."""
    failed = 0
    for step in archive.run():
        if step.done:
            failed += step.failed if step.step not in QUIET else 0  # of those a later step tells
            _tell(step, json=json, quiet=call.quiet)
            if plan and step.step == PAGES and not call.quiet and not archive.finished():
                _tell_plan(archive, call)
    told = archive.failures(limit=TOLD)
    for failure in told:
        print_failure(failure)
    if failed > len(told):
        note(f"{failed - len(told):,} more failures stand in {out}")
    return FAILURES if failed else DONE


def _tell(step: StepDone, *, json: bool, quiet: bool) -> None:
    if json:
        print_row(step._asdict())
    failed = f", {step.failed:,} failed" if step.failed else ""
    how = "finished before" if step.kept else f"{step.seconds:,.0f} s"
    note(f"{step.step}: {counted(step.jobs, 'job')}{failed}, {counted(step.records, 'record')}, {how}", quiet=quiet)


def _tell_plan(archive: Archive | LocalArchive, call: Call) -> None:
    """What the steps to come will take, from a sample of the pages."""
    from copydesk.planning import BLOCKED, plan

    note("looking at some of the pages, to tell what all will take (--no-plan leaves this out)")
    pages, number = archive.sample(BLOCKED)
    planned = plan(pages, settings=call.settings, number=number)
    dear = sorted(planned.steps, key=lambda step: -step.seconds)[:4]
    named = ", ".join(f"{step.step} {_spent(step.seconds)}" for step in dear)
    note(f"plan: {planned.articles:,} articles, {planned.pairs:,} pairs to compare; {_spent(planned.seconds)} of CPU")
    note(f"plan: on {counted(archive.cores, 'core')} some {_spent(planned.seconds / archive.cores)}; dearest: {named}")


def _spent(seconds: float) -> str:
    """A time for people."""
    if seconds < 90:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 5400 else f"{seconds / 3600:,.1f} h"
