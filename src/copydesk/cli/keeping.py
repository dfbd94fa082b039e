"""`backup` and `restore`: a desk file kept safe while it is in use; and what `doctor --repair` tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from copydesk.cli import options
from copydesk.cli.app import DESK_FILE, Call, pass_call
from copydesk.cli.shown import note, print_row
from copydesk.errors import UsageError
from copydesk.reports.wording import counted
from copydesk.store.backup import faults_of
from copydesk.store.repair import Repaired, damage_of, repair
from copydesk.store.sqlite_base import REPAIR

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk backup news-monday.desk",
        "copydesk --desk news.desk restore news-monday.desk",
    )
)
@click.argument("target", type=FILE, metavar="OUT")
@options.form
@pass_call
def backup(call: Call, *, target: Path, json: bool) -> None:
    """Copy the desk into the file OUT, while others read and write it.

    OUT is the desk as it was at the moment when the command began. It must not be there yet, and is there only when
    all of it was written and looked through; a backup is a desk, so every command can be asked about it. Files that
    wait for the web desk (the folder DESK.work) and settings are not in it. docs/faults.md tells more.
    """
    from copydesk.store.backup import back_up

    desk = desk_file(call, "pg_dump makes a backup of a database (docs/postgres.md)")
    size = back_up(desk, target, told=_telling("copied", quiet=call.quiet))
    if json:
        print_row({"desk": str(desk), "backup": str(target), "bytes": size})
    else:
        click.echo(f"{target}: {size:,} bytes, looked through and whole")


@click.command(epilog=options.examples("copydesk --desk news.desk restore news-monday.desk"))
@click.argument("source", type=FILE, metavar="BACKUP")
@options.form
@pass_call
def restore(call: Call, *, source: Path, json: bool) -> None:
    """Put a backup in the place of the desk.

    What stood there is not lost: it is called DESK.before-1 (or -2, ...) from then on. Nobody may have the desk open
    meanwhile: end `copydesk serve` and `copydesk watch` first.
    """
    from copydesk.store.backup import restore as restored

    desk = desk_file(call, "pg_restore brings a backup of a database back (docs/postgres.md)")
    former = restored(source, desk, told=_telling("copied", quiet=call.quiet))
    if json:
        print_row({"desk": str(desk), "backup": str(source), "before": None if former is None else str(former)})
    else:
        click.echo(f"{desk} is {source} now" + ("" if former is None else f"; what stood there is {former}"))


def desk_file(call: Call, otherwise: str) -> Path:
    """The desk that was named, as a file.

    Raises:
        UsageError: it is in a database; `otherwise` tells what to do there.

    """
    desk = call.desk or Path(DESK_FILE)
    if not isinstance(desk, Path):
        raise UsageError(f"{desk} is no file; {otherwise}")
    return desk


def repaired(call: Call) -> Iterator[tuple[str, bool, str]]:
    """Repair the desk and tell of it: what was looked at, whether it is well, and what was seen."""
    desk = desk_file(call, "its server keeps a database whole; restore a backup of it (docs/postgres.md)")
    done = repair(desk)
    if done.damaged is None:
        yield "desk", True, f"{desk} is whole; nothing was done"
        return
    for one in done.tables:
        if one.rows or one.lost != 0:
            yield f"saved {one.table}", one.lost == 0, _told(done, one.rows, one.lost)
    yield "damaged desk", True, f"kept as {done.damaged}"
    yield "desk", True, f"{desk} is made anew; give `copydesk --desk {desk} run` to make the rest from the pages"


def damage(call: Call, *, all_records: bool = False) -> str | None:
    """What is wrong with the desk file of a call, and what helps; None for nothing, or where there is no such file.

    Its pages are looked through; with `all_records` each record is also held against what was written.
    """
    desk = call.desk or Path(DESK_FILE)
    if not isinstance(desk, Path) or not desk.is_file():
        return None
    found = damage_of(desk) if all_records else faults_of(desk)
    return f"{desk}: the desk is damaged ({found[0]}); {REPAIR.format(desk)}" if found else None


def _told(done: Repaired, rows: int, lost: int | None) -> str:
    if lost == 0:
        return f"{rows:,}, all of them"
    missing = "what more there was cannot be told" if lost is None else f"{counted(lost, 'row')} could not be read"
    return f"{rows:,}; {missing}; they stand in {done.damaged}"


def _telling(verb: str, *, quiet: bool) -> Callable[[int, int], None]:
    """Tell how far a copy is, at every tenth."""
    tenth = -1

    def tell(done: int, total: int) -> None:
        nonlocal tenth
        if total and (10 * done // total) != tenth:
            tenth = 10 * done // total
            note(f"{verb}: {10 * tenth} %", quiet=quiet)

    return tell
