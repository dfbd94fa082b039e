"""`search`: what on a desk answers a question, by words and by all else that is known of an article."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row, print_text
from copydesk.errors import UsageError
from copydesk.reports import wording
from copydesk.reports.contract import plain

if TYPE_CHECKING:
    from copydesk.carrying import Carrier
    from copydesk.searching import Answer, Answers, FamilyAnswers, StoryAnswers

_MOST_READ = 1_000_000
"""Bytes of a text that is looked for; more than is looked at, so that the rest need not be read."""
_PAGES = (".html", ".htm", ".mhtml", ".gz")
"""Files that hold a page, of which the article is looked for, and not the page."""
_ENDS = (".", "!", "?", ".”", '."', "?”", "!”")


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk search ferry crane",
        "copydesk --desk news.desk search '\"loss of steering\"' --one-per-family",
        "copydesk --desk news.desk search --speaker 'Ingrid Mor' --near 2031-03-20",
        "copydesk --desk news.desk search --figure '100,000 troops'",
        "copydesk --desk news.desk search --carries paragraph.txt",
    )
)
@click.argument("query", nargs=-1)
@click.option("--passage", metavar="TEXT", help="Word for word, whatever the marks between.")
@click.option("--speaker", metavar="NAME", help="Quoted in it; a part of a name is enough.")
@click.option("--figure", metavar="TEXT", help="A number and what it counts, as a page would say it.")
@click.option("--near", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Published about this day.")
@click.option("--days", type=click.IntRange(0, 36_600), default=3, show_default=True, help="So many about it.")
@click.option("--outlet", metavar="NAME", help="A part of a name is enough.")
@click.option("--language", metavar="CODE", help="As en, or en-GB.")
@click.option(
    "--carries",
    metavar="FILE",
    help="The text of this file, or a part of it: a saved page, plain text, - for standard input.",
)
@click.option("--one-per-family", is_flag=True, help="Of articles with one text show one.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many stories.")
@options.form
@pass_call
def search(call: Call, /, *, query: tuple[str, ...], carries: str | None, limit: int, json: bool, **given: Any) -> None:
    """Find articles by the words of QUERY, and by all that the options tell.

    All of it must be met. "..." asks for an exact phrase, ferr* for words so begun. What answers is grouped by story,
    and within a story by family, the best first.
    """
    from copydesk.searching import Question

    near: datetime | None = given.pop("near")
    question = Question(words=" ".join(query) or None, near=near.date() if near else None, **given)
    if carries is not None and question != Question():
        raise UsageError("--carries looks for a text and nothing else; give it alone")
    with call.open(read_only=True) as desk:
        if carries is not None:
            _show_carriers(desk.carriers(_text(carries), limit=limit), call, json=json)
            return
        answers = desk.find(question, limit=limit)
    _show(answers, call, json=json)


def _show(answers: Answers, call: Call, *, json: bool) -> None:
    from copydesk.searching import Question

    for story in answers.stories:
        if json:
            for row in _rows(story):
                print_row(row)
        else:
            _print_story(story)
    if not answers.stories:
        only = answers.question == Question(words=answers.question.words)
        note("no article holds all these words" if only else "no article answers all of this", quiet=call.quiet)
    if answers.more:
        note(f"more than {answers.articles} articles answer; ask for more words to narrow it", quiet=call.quiet)
    elif answers.found > len(answers.stories):
        rest = wording.counted(answers.found - len(answers.stories), "more story")
        note(f"and {rest}, which a greater --limit shows", quiet=call.quiet)


def _rows(story: StoryAnswers) -> Iterator[dict[str, Any]]:
    """A line for each article that is shown, with its story and family."""
    for family in story.families:
        for answer in family.answers:
            first = {"story": story.story, "label": story.label, "family": family.family}
            yield {**first, "of_family": family.articles, **plain(answer)}


def _print_story(story: StoryAnswers) -> None:
    named = f"{story.story}  {story.label}" if story.story else "in no story yet"
    print_text(f"{named}  ({wording.counted(story.articles, 'article')}, {wording.counted(story.texts, 'text')})")
    for family in story.families:
        for answer in family.answers:
            _print_answer(answer)
        _print_rest(family)
    if story.texts > len(story.families):
        print_text(f"and {wording.counted(story.texts - len(story.families), 'more text')}", indent="  ")


def _print_answer(answer: Answer) -> None:
    print_text(f"{answer.article}  {answer.title or '(no title)'}", indent="  ")
    day = "day not established" if answer.low is None else answer.low.isoformat()
    through = f" to {answer.high.isoformat()}" if answer.high not in (None, answer.low) else ""
    print_text(f"{answer.outlet or 'outlet not named'} · {day}{through} · {answer.source}", indent="      ")
    for snippet in answer.snippets:
        ends = snippet.text.endswith(_ENDS)
        print_text(f"{'… ' if snippet.start else ''}{snippet.text}{'' if ends else ' …'}", indent="      ")


def _print_rest(family: FamilyAnswers) -> None:
    if (more := family.articles - len(family.answers)) > 0:
        print_text(f"and {wording.counted(more, 'more article')} of this family", indent="      ")


def _show_carriers(carriers: tuple[Carrier, ...], call: Call, *, json: bool) -> None:
    for one in carriers:
        if json:
            print_row(plain(one))
            continue
        print_text(f"{one.article}  {one.title or '(no title)'}")
        day = "day not established" if one.low is None else one.low.isoformat()
        print_text(f"{one.outlet or 'outlet not named'} · {day} · {one.source}", indent="    ")
        share = f"{one.coverage:.0%} of this text, {one.coverage_there:.0%} of the article"
        print_text(
            f"{wording.COPIES[one.kind]}: {share}, in {wording.counted(len(one.passages), 'passage')}", indent="    "
        )
    if not carriers:
        note("no article on this desk carries this text", quiet=call.quiet)


def _text(name: str) -> str:
    """The text to look for, from a file or standard input.

    Raises:
        UsageError: it cannot be read.

    """
    try:
        if name.casefold().endswith(_PAGES):
            from copydesk.reading import read

            return read(name)[0].text
        if name == "-":
            return sys.stdin.buffer.read(_MOST_READ).decode("utf-8", "replace")
        with Path(name).open("rb") as stream:
            return stream.read(_MOST_READ).decode("utf-8", "replace")
    except OSError as error:
        raise UsageError(
            f"{name}: {error.strerror or error}; name a file with the text, or - for standard input"
        ) from error
