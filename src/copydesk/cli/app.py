"""The program: options that stand before every command, and what becomes of errors."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.shell_completion import shell_complete

from copydesk import __version__, logs
from copydesk.cli import options
from copydesk.cli.shown import without_passwords
from copydesk.errors import CopydeskError, DeskError, NothingRead, UsageError
from copydesk.reports.safe import tidy
from copydesk.settings import Settings
from copydesk.settings_file import load_settings
from copydesk.store.address import Place

if TYPE_CHECKING:
    from copydesk.desk import Desk

DONE, FAILURES, WORDS_OFF, NOTHING_READ, NO_DESK = range(5)
"""The exit statuses: done; done, with failures recorded; words off; nothing could be read; the desk cannot be used."""
STOPPED = 130
"""What shells give a program that Ctrl-C ended."""
BROKEN = 70
"""A fault of copydesk itself (`EX_SOFTWARE` of sysexits.h)."""

PROGRAM = "copydesk"
COMPLETION = "_COPYDESK_COMPLETE"
TRACEBACK = "COPYDESK_TRACEBACK"
DESK_FILE = "copydesk.desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What stands before the command. `desk` is None where it is not given, `workers` where both cores may be used."""

    desk: Place | None
    settings: Settings
    workers: int | None
    quiet: bool
    log: str | None = None

    def open(self, *, read_only: bool = False) -> Desk:
        """The desk named, or the one in this folder."""
        from copydesk.desk import open_desk

        path = self.desk or Path(DESK_FILE)
        return open_desk(path, settings=self.settings, workers=self.cores(), read_only=read_only)

    def cores(self) -> int:
        """How many processes may work: those asked for, or one for each core."""
        from copydesk.engine import cores

        return cores() if self.workers is None else self.workers


pass_call = click.make_pass_decorator(Call)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=options.examples(
        "copydesk brief pages/ -o out",
        "copydesk --desk news.desk add pages/",
        "copydesk --desk news.desk run",
        "copydesk --desk news.desk copies ferry.html",
        "copydesk --desk news.desk export out",
    )
    + "\n\nExit status: 0 done; 1 done, with failures recorded; 2 the command's words are off; "
    "3 nothing could be read; 4 the desk cannot be used.",
)
@click.option(
    "--desk",
    type=click.Path(dir_okay=False),
    callback=options.place,
    envvar="COPYDESK_DESK",
    help="The file that keeps pages and findings, or postgresql://USER@HOST/DATABASE; made when first needed."
    f"  [default: {DESK_FILE} in this folder]",
)
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file with the settings that differ from the defaults.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes that work at once.  [default: one a core]")
@click.option(
    "--memory",
    help="Memory for what a run sorts and joins; what is more waits on disk beside the desk.  [default: 2GB]",
)
@click.option(
    "--log",
    metavar="FILE",
    envvar=logs.NAME,
    help="Write what happens into this file, an event a line as JSON, behind what is there; - is standard error.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no notes; errors are still told.")
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def cli(  # noqa: PLR0913  the options, each by name
    context: click.Context,
    *,
    desk: Place | None,
    settings_file: Path | None,
    workers: int | None,
    memory: str | None,
    log: str | None,
    quiet: bool,
) -> None:
    """Read news pages as they are: articles, who carries whose text, what was altered, who said what.

    `brief` goes from a folder of saved pages to a brief in one go. `add` and `run` do so step by step and keep
    everything on a desk, one file, that the other commands can be asked about later.

    Options on this page stand before the command. Results are readable text on a terminal and JSON lines in a pipe;
    progress goes to standard error. Nothing is fetched from the network but the addresses that you name.
    """
    logs.listen(log)
    settings = load_settings(settings_file)
    if memory is not None:
        settings = replace(settings, engine=replace(settings.engine, memory=memory))
    context.obj = Call(desk=desk, settings=settings, workers=workers, quiet=quiet, log=log)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program on these words (default: those it was started with); the exit status comes back."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if instruction := os.environ.get(COMPLETION):
        return shell_complete(cli, {}, PROGRAM, COMPLETION, instruction)
    _speak_utf8()
    try:
        return _called(words)
    except click.ClickException as error:
        error.show()
        _hint(error)
        return WORDS_OFF
    except CopydeskError as error:
        return _told(str(error), _status(error))
    except (KeyboardInterrupt, click.Abort):
        return _told("stopped; what was finished is kept, give the same command again to go on", STOPPED)
    except BrokenPipeError:
        # Whoever read our output has heard enough, as `head` does; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _told(_system_said(error), NO_DESK)
    except MemoryError:
        return _told("there is not enough memory; give --workers 1 before the command, or fewer pages at once", BROKEN)
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        said = f"a fault in copydesk: {type(error).__name__}: {error}"
        return _told(f"{said}\nPlease report it with what {TRACEBACK}=1 before the command prints.", BROKEN)


def end(status: int) -> NoReturn:
    """End the command with an exit status."""
    raise click.exceptions.Exit(status)


def _called(words: list[str]) -> int:
    try:
        with cli.make_context(PROGRAM, words) as context:
            _invoked(context)
    except click.exceptions.Exit as ended:
        status = ended.exit_code
    else:
        status = DONE
    sys.stdout.flush()
    return status


def _invoked(context: click.Context) -> None:
    """Carry out a command. Where it fails and can tell no reason, its desk is looked through for damage."""
    try:
        cli.invoke(context)
    except (CopydeskError, click.ClickException, click.Abort, click.exceptions.Exit, OSError, MemoryError):
        raise
    except Exception as error:
        from copydesk.cli.keeping import damage

        if isinstance(context.obj, Call) and (said := damage(context.obj, all_records=True)):
            raise DeskError(said) from error
        raise


def _system_said(error: OSError) -> str:
    """What the system refused, with the file and what helps."""
    name = error.filename or "what is written"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{name}: the disk is full; free space and give the same command again (what stood there is as it was)"
    if error.errno == errno.EFBIG:
        return f"{name}: it would be larger than files may be here; raise the limit (`ulimit -f`) and try again"
    return f"{name}: {error.strerror or error}; check the disk and permissions"


def _status(error: CopydeskError) -> int:
    if isinstance(error, DeskError):
        return NO_DESK
    if isinstance(error, NothingRead):
        return NOTHING_READ
    return WORDS_OFF if isinstance(error, UsageError) else FAILURES


def _told(message: str, status: int) -> int:
    click.echo(tidy(without_passwords(f"{PROGRAM}: {message}")), err=True)
    logs.fail("command.failed", status=status, said=message)
    return status


def _hint(error: click.ClickException) -> None:
    """Say where an option stands that was given behind the command."""
    if isinstance(error, click.NoSuchOption) and error.option_name in {name for one in cli.params for name in one.opts}:
        click.echo(
            f"{error.option_name} stands before the command: {PROGRAM} {error.option_name} ... COMMAND", err=True
        )


def _speak_utf8() -> None:
    """Write UTF-8 whatever the terminal's language is set to: exported lines are UTF-8 by contract."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
