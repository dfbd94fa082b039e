"""`notes`, with commands of its own: what people remark on articles, stories and pairs, and its exchange."""

from __future__ import annotations

import json as jsonlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from copydesk.cli import options
from copydesk.cli.app import FAILURES, Call, end, pass_call
from copydesk.cli.deciding import by_option
from copydesk.cli.shown import as_json, print_row, print_text
from copydesk.cli.shown import note as tell
from copydesk.errors import UsageError
from copydesk.reports.contract import plain
from copydesk.reports.safe import short

if TYPE_CHECKING:
    from copydesk.noting import PinnedNote
    from copydesk.records import Note

_WORDS_SHOWN = 80
"""Characters of the words that a note is on, as a list shows them."""


@click.group(
    epilog=options.examples(
        "copydesk --desk news.desk notes add ferry.html 'Who counted?' --exact 'seven people' --by Ada",
        "copydesk --desk news.desk notes add story-0f3a9c11 'Call the port.'",
        "copydesk --desk news.desk notes list",
        "copydesk --desk news.desk notes export notes.json",
    )
)
def notes() -> None:
    """Remark on articles, on their words and on stories.

    A note on words is found again when its page is read anew. Notes are exchanged as Web Annotations of the W3C.
    """


@notes.command()
@click.argument("name", metavar="ARTICLE|STORY")
@click.argument("words")
@click.option("--exact", metavar="TEXT", help="Pin the note to these words of the article, where they stand first.")
@by_option
@pass_call
def add(call: Call, *, name: str, words: str, exact: str | None, by: str | None) -> None:
    """Write a note. The first argument is an id, the beginning of one, or the name of a page."""
    with call.open() as desk:
        if name.startswith("story-"):
            if exact is not None:
                raise UsageError("--exact pins a note to words of an article; name the article")
            _print_note(desk.notes.on_story(desk.story(name), words, by=by, at=_now()))
            return
        article = desk.article(name)
        if exact is None:
            _print_note(desk.notes.on_article(article, words, by=by, at=_now()))
            return
        start = article.text.find(exact)
        if start < 0:
            raise UsageError(f"{short(exact, _WORDS_SHOWN)!r} stands nowhere in the text of {article.id}")
        _print_note(desk.notes.on_words(article, (start, start + len(exact)), words, by=by, at=_now()))


@notes.command("list")
@click.argument("name", metavar="[ARTICLE|STORY]", required=False)
@options.form
@pass_call
def every(call: Call, *, name: str | None, json: bool) -> None:
    """List notes with their answers: all of them, or those on an article or a story."""
    with call.open(read_only=True) as desk:
        if name is None:
            found = desk.notes.every()
        else:
            story = name.startswith("story-")
            found = desk.notes.of_story(desk.story(name)) if story else desk.notes.of_article(desk.article(name))
    for one in found:
        if json:
            print_row(plain(one))
        else:
            _print_pinned(one)


@notes.command()
@click.argument("name", metavar="NOTE")
@click.argument("words")
@by_option
@pass_call
def answer(call: Call, *, name: str, words: str, by: str | None) -> None:
    """Answer a note."""
    with call.open() as desk:
        _print_note(desk.notes.answer(name, words, by=by, at=_now()))


@notes.command()
@click.argument("name", metavar="NOTE")
@by_option
@pass_call
def resolve(call: Call, *, name: str, by: str | None) -> None:
    """Say that a note is settled."""
    with call.open() as desk:
        _print_note(desk.notes.resolve(name, by=by, at=_now()))


@notes.command()
@click.argument("name", metavar="NOTE")
@by_option
@pass_call
def reopen(call: Call, *, name: str, by: str | None) -> None:
    """Say that a note is not settled after all."""
    with call.open() as desk:
        _print_note(desk.notes.reopen(name, by=by, at=_now()))


@notes.command()
@click.argument("name", metavar="NOTE")
@by_option
@pass_call
def withdraw(call: Call, *, name: str, by: str | None) -> None:
    """Take a note away, with its answers. The log tells that it was."""
    with call.open() as desk:
        _print_note(desk.notes.withdraw(name, by=by, at=_now()), gone="no longer: ")


@notes.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@pass_call
def export(call: Call, *, file: Path | None) -> None:
    """Write all notes as an annotation collection (JSON-LD), into FILE or to standard output."""
    with call.open(read_only=True) as desk:
        written = as_json(desk.annotations(), indent=2)
    if file is None:
        click.echo(written)
        return
    file.write_text(f"{written}\n", encoding="utf-8")
    tell(f"written to {file}", quiet=call.quiet)


@notes.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@by_option
@pass_call
def take_in(call: Call, *, file: str, by: str | None) -> None:
    """Take in annotations from FILE (- for standard input): one, a list, a page or a collection."""
    from copydesk.annotating import LARGEST

    with click.open_file(file, "rb") as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UsageError(f"{file}: more than {LARGEST // 1_000_000} MB; give it in parts")
    try:
        given = jsonlib.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: no JSON: {short(str(error), 200)}") from error
    with call.open() as desk:
        taken = desk.annotate(given, by=by, at=_now())
    for one in taken.notes:
        _print_note(one)
    for number, reason in taken.refused:
        tell(f"not taken in: annotation {number + 1}: {reason}")
    if taken.refused:
        end(FAILURES)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _print_note(note: Note, *, gone: str = "") -> None:
    state = ", resolved" if note.resolved_at else ""
    print_text(f"{note.id}  {gone}on {', '.join(note.targets)}{state}")
    sys.stdout.flush()


def _print_pinned(one: PinnedNote) -> None:
    note = one.note
    _print_note(note)
    who = f"{note.by or 'no name given'}, {note.made_at[:16].replace('T', ' ')} UTC"
    place = f" · on “{short(note.exact, _WORDS_SHOWN)}” ({one.standing})" if note.exact else ""
    print_text(f"{who}{place}", indent="    ")
    print_text(note.words, indent="    ")
    for answer_to in one.answers:
        print_text(f"{answer_to.by or 'no name given'} answers: {answer_to.words}", indent="        ")
