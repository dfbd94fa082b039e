"""`read`: pages to articles, with no desk."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from copydesk.cli import options
from copydesk.cli.app import FAILURES, NOTHING_READ, Call, end, pass_call
from copydesk.cli.asked import fetches
from copydesk.cli.shown import for_screen, note, note_passed, print_failure, print_row
from copydesk.errors import UsageError
from copydesk.records import Article, Failure
from copydesk.reports.contract import article_row
from copydesk.reports.wording import counted

if TYPE_CHECKING:
    from copydesk.fetching import Fetching
    from copydesk.reading import Reading

Share = Literal["main", "carried", "all"]
Form = Literal["screen", "jsonl", "markdown", "text"]

FORMS: dict[str, Form] = {
    "screen": "screen",
    "jsonl": "jsonl",
    "json": "jsonl",
    "markdown": "markdown",
    "md": "markdown",
    "text": "text",
}
SUFFIXES: dict[Form, str] = {"jsonl": "json", "markdown": "md", "text": "txt"}
TOLD_EVERY = 1_000
"""Pages after which a run that is not watched on a terminal says how far it is."""


class _Asked(NamedTuple):
    """How articles are to be given."""

    form: Form
    fields: tuple[str, ...]
    only: Share
    folder: Path | None


def _fields(value: str | None) -> tuple[str, ...]:
    """The names of fields, checked against those that an exported article has."""
    from dataclasses import fields

    known = [*("page" if one.name == "source" else one.name for one in fields(Article) if one.name != "page")]
    asked = tuple(dict.fromkeys(name.strip() for name in (value or "").split(",") if name.strip()))
    for name in asked:
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(sorted(known))}")
    return asked


@click.command(
    epilog=options.examples(
        "copydesk read ferry.html",
        "copydesk read pages/ > articles.jsonl",
        "copydesk read pages/ --field page,title,published,text",
        "copydesk read pages/ --format markdown --output out/",
        "copydesk read ferry.html --explain",
        "curl -s https://example.org/story | copydesk read - --format text",
    )
)
@options.sources
@options.as_of
@options.columns
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    help="How articles are written.  [default: screen on a terminal, jsonl in a pipe, markdown with --output]",
)
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write one file an article into this folder, each whole or not at all, under a name that stays.",
)
@click.option(
    "--field",
    "fields",
    metavar="NAME,...",
    callback=lambda _context, _option, value: _fields(value),
    help="Only these fields of docs/contract.md, in this order; for jsonl and text.",
)
@click.option(
    "--only",
    type=click.Choice(["main", "carried", "all"]),
    default="all",
    show_default=True,
    help="The page's own article, or the other stories that it carries at length.",
)
@click.option("--explain", is_flag=True, help="Show every block of each page with what it was taken for and why.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    help="Processes that read at once.  [default: one for the first 200 pages, then one a core]",
)
@pass_call
@fetches
def read(  # noqa: PLR0913 - one parameter an option
    call: Call,
    *,
    sources: tuple[str, ...],
    as_of: date,
    columns: dict[str, str],
    form: str | None,
    folder: Path | None,
    fields: tuple[str, ...],
    only: Share,
    explain: bool,
    jobs: int | None,
    fetching: Fetching,
) -> None:
    """Print the articles of pages, without keeping anything.

    PATH is a file, a folder, a pattern in quotes, - for standard input, or an address (https://...), which is fetched.
    Files hold HTML or text (.html .txt), tables (.jsonl .csv .parquet), web archives (.warc .wacz), feeds, mail (.eml
    .mbox), saved pages (.mhtml .webarchive) or archives of these (.zip .tar), each also packed (.gz .zst).

    A page may hold several articles: its own, further ones below it, and stories that it carries at length. In a pipe
    every article is a line of `articles.jsonl` as docs/contract.md tells; docs/reading.md tells the rest.

    Several pages are gone through twice: first to learn what recurs on pages of one site (menus, boxes, footers), then
    to read. Pages of standard input are read each by itself.
    """
    from copydesk.reading import explain_all, read_all

    if explain:
        show = _explainer(form, fields=fields, only=only, folder=folder)
        stdin = getattr(sys.stdin, "buffer", None)
        readings = explain_all(sources, stdin, as_of=as_of, columns=columns, settings=call.settings, fetching=fetching)
        end(_explain_all(readings, show))
    asked = _asked(form, fields=fields, only=only, folder=folder)
    answers = read_all(
        sources,
        getattr(sys.stdin, "buffer", None),
        as_of=as_of,
        columns=columns,
        settings=call.settings,
        jobs=jobs or call.workers,
        passed=(passed := Counter[str]()),
        fetching=fetching,
    )
    watched = _watched(answers, quiet=call.quiet or (folder is None and sys.stdout.isatty()))
    status, given = _give_all(watched, _giver(asked), asked)
    note_passed(passed, quiet=call.quiet)
    if folder is not None:
        note(f"{counted(given, 'article')} written to {folder}", quiet=call.quiet)
    end(status)


def _asked(form: str | None, *, fields: tuple[str, ...], only: Share, folder: Path | None) -> _Asked:
    usual: Form = "markdown" if folder and not fields else "screen" if sys.stdout.isatty() and not fields else "jsonl"
    chosen = FORMS[form] if form else usual
    if fields and chosen in ("markdown", "screen"):
        raise UsageError(f"--field picks fields of jsonl and text; leave it out, or say --format jsonl, not {chosen}")
    if folder and chosen == "screen":
        raise UsageError("files are written as markdown, text or jsonl; say which with --format")
    if folder:
        options.refuse_unwritable(folder)
    return _Asked(chosen, fields, only, folder)


def _explainer(
    form: str | None, *, fields: tuple[str, ...], only: Share, folder: Path | None
) -> Callable[[Reading], None]:
    """What is done with the explanation of each page."""
    from copydesk.cli.explained import explanation_row, print_explanation

    chosen = FORMS[form] if form else "screen" if sys.stdout.isatty() else "jsonl"
    if chosen == "markdown" or fields or folder or only != "all":
        cure = "leave out --output, --field, --only and markdown"
        raise UsageError(f"--explain prints whole pages, as screen, text or jsonl; {cure}")
    return (lambda reading: print_row(explanation_row(reading))) if chosen == "jsonl" else print_explanation


def _explain_all(readings: Iterable[Reading | Failure], show: Callable[[Reading], None]) -> int:
    """Show every reading; the exit status comes back."""
    read_some = failed = False
    for reading in readings:
        if isinstance(reading, Failure):
            failed = True
            print_failure(reading)
            continue
        failed = failed or not reading.articles
        read_some = read_some or bool(reading.articles)
        show(reading)
    return NOTHING_READ if not read_some else FAILURES if failed else 0


def _give_all(answers: Iterable[Article | Failure], give: Callable[[Article], None], asked: _Asked) -> tuple[int, int]:
    """Give every article that was asked for and tell what was not read; exit status and articles given come back."""
    read_some = failed = False
    given = 0
    for answer in answers:
        if isinstance(answer, Failure):
            failed = True
            print_failure(answer)
            continue
        read_some = True
        if asked.only == "all" or (asked.only == "main") == (answer.position == 0):
            give(answer)
            given += 1
    return (NOTHING_READ if not read_some else FAILURES if failed else 0), given


def _giver(asked: _Asked) -> Callable[[Article], None]:
    """What is done with each article."""
    if asked.form == "screen":
        from copydesk.cli.screen import print_article

        return print_article
    if asked.folder is not None:
        return _filer(asked.folder, asked)
    if asked.form == "jsonl":
        return lambda article: print_row(_row(article, asked.fields))
    return _streamed(asked)


def _streamed(asked: _Asked) -> Callable[[Article], None]:
    """Print texts one after another, a line of three dashes between those that have no head of their own."""
    from copydesk.reports.plain_text import PARTED

    parted = iter([""])
    between = "\n" if asked.form == "markdown" else PARTED if not asked.fields else ""

    def give(article: Article) -> None:
        click.echo(next(parted, between) + for_screen(_written(article, asked)), nl=False)

    return give


def _filer(folder: Path, asked: _Asked) -> Callable[[Article], None]:
    """Write each article into a file of its own."""
    from copydesk.reports.files import file_name, write_whole

    folder.mkdir(parents=True, exist_ok=True)
    return lambda article: write_whole(folder / file_name(article, SUFFIXES[asked.form]), _written(article, asked))


def _written(article: Article, asked: _Asked) -> str:
    """An article in the form asked for, ending in a newline."""
    if asked.form == "markdown":
        from copydesk.reports.commonmark import article_markdown

        return article_markdown(article)
    if asked.form == "jsonl":
        import json

        return json.dumps(_row(article, asked.fields), ensure_ascii=False, indent=1) + "\n"
    from copydesk.reports.plain_text import article_text, field_text

    if not asked.fields:
        return article_text(article)
    row = _row(article, asked.fields)
    return "".join(f"{field_text(row[name])}\n" for name in asked.fields)


def _row(article: Article, fields: tuple[str, ...]) -> dict[str, Any]:
    row = article_row(article)
    return {name: row[name] for name in fields} if fields else row


def _watched(answers: Iterator[Article | Failure], *, quiet: bool) -> Iterator[Article | Failure]:
    """The answers as they are, with word of how far a long run is on standard error."""
    if quiet:
        return answers
    return _bar(answers) if sys.stderr.isatty() else _lines(answers)


def _lines(answers: Iterator[Article | Failure]) -> Iterator[Article | Failure]:
    """A line for every thousand pages."""
    pages = failed = 0
    for answer in answers:
        failed += isinstance(answer, Failure)
        pages += isinstance(answer, Failure) or answer.position == 0
        yield answer
        if pages and pages % TOLD_EVERY == 0 and (isinstance(answer, Failure) or answer.position == 0):
            note(f"read: {pages:,} pages" + (f", {failed:,} of them not" if failed else ""))


def _bar(answers: Iterator[Article | Failure]) -> Iterator[Article | Failure]:
    """A line that counts pages and tells the pace, for a person who waits."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} pages{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(", learning what recurs on sites first")
        failed = 0
        for answer in answers:
            failed += isinstance(answer, Failure)
            told = f", {failed:,} of them not read" if failed else ""
            shown.update(task, advance=isinstance(answer, Failure) or answer.position == 0, description=told)
            yield answer
