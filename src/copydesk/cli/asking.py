"""`search`, `copies`, `diff`, `explain`: questions to a desk that has been run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options
from copydesk.cli.app import Call, pass_call
from copydesk.cli.shown import note, print_row, print_text
from copydesk.records import Alteration, Article, Copy
from copydesk.reports import wording
from copydesk.reports.contract import plain
from copydesk.reports.safe import short

if TYPE_CHECKING:
    from copydesk.desk import Desk, Explanation

WORDS_SHOWN = 240
"""Characters of a passage that are shown on a terminal; JSON lines carry all of it."""
LISTED = 12
"""Members of a list that are shown on a terminal."""


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk search ferry crane",
        "copydesk --desk news.desk search '\"loss of steering\"' --limit 5",
    )
)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many articles.")
@options.form
@pass_call
def search(call: Call, *, query: tuple[str, ...], limit: int, json: bool) -> None:
    """Find articles that hold all words of QUERY.

    The best come first; "..." asks for an exact phrase.
    """
    with call.open(read_only=True) as desk:
        hits = desk.search(" ".join(query), limit=limit)
    if not hits:
        note("no article holds all these words", quiet=call.quiet)
    for hit in hits:
        if json:
            print_row(hit._asdict())
            continue
        print_text(f"{hit.article}  {hit.title or '(no title)'}")
        print_text(f"{hit.outlet or 'outlet not named'} · {hit.source}", indent="    ")
        print_text(hit.snippet, indent="    ")


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk copies ferry.html",
        "copydesk --desk news.desk copies article-51c7 --format jsonl",
    )
)
@click.argument("article")
@options.form
@pass_call
def copies(call: Call, *, article: str, json: bool) -> None:
    """Tell who shares text with ARTICLE, and which way.

    Every pair is told with its kind, direction, evidence and a count of changes.
    ARTICLE is an id, the beginning of one, or the name of a page. Where a direction is stated it rests on two kinds of
    evidence; otherwise it is not established.
    """
    with call.open(read_only=True) as desk:
        asked = desk.article(article)
        found = desk.copies_of(asked.id)
        if not json:
            print_text(asked.title or "(no title)")
            print_text(f"{wording.described(asked)} · {asked.source}", indent="  ")
        if not found:
            note("no article on this desk shares text with it", quiet=call.quiet)
        for copy in found:
            print_row(plain(copy)) if json else _print_copy(desk, copy)


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk diff ferry.html reprint.html --material",
    )
)
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--material", is_flag=True, help="Only changes after which a statement differs.")
@options.form
@pass_call
def diff(call: Call, *, left: str, right: str, material: bool, json: bool) -> None:
    """Tell what differs between two copies, A and B.

    Changes after which a statement differs come first. A and B are ids, beginnings of ids, or names of pages, in
    either order.
    """
    with call.open(read_only=True) as desk:
        one, other = desk.article(left), desk.article(right)
        copy = desk.copy(one.id, other.id)
        if copy is None:
            note("these two articles share no text", quiet=call.quiet)
            return
        chosen = [change for change in copy.alterations if change.material or not material]
        if json:
            print_row({**plain(copy), "alterations": plain(chosen)})
            return
        _print_copy(desk, copy)
        for change in sorted(chosen, key=lambda change: not change.material):
            _print_change(change)


@click.command(
    epilog=options.examples(
        "copydesk --desk news.desk explain check-0f3a9c11d2e45b67",
    )
)
@click.argument("ident", metavar="ID")
@options.form
@pass_call
def explain(call: Call, *, ident: str, json: bool) -> None:
    """Show a finding, its words, and what made it.

    What made it is a step, at a version, under settings. ID is that of any record: an article, a pair, a family, a
    story, a quote, a figure, a check. Ids stand in the exported files, in the brief, and in what other commands print.
    """
    with call.open(read_only=True) as desk:
        told = desk.explain(ident)
    if json:
        print_row(_explanation_row(told))
    else:
        _print_explanation(told)


def _print_copy(desk: Desk, copy: Copy) -> None:
    """One pair in the words of the ladder, with direction, evidence and a count of changes."""
    left, right = desk.article(copy.a), desk.article(copy.b)
    told = wording.relation(copy, left, right)
    click.echo()
    print_text(_named(told.first))
    print_text(told.says + (f" ({told.note})" if told.note else ""), indent="  ")
    print_text(_named(told.second))
    source, derived = (right, left) if copy.direction == "b_to_a" else (left, right)
    print_text(wording.direction(copy.direction, source.published, derived.published), indent="  ")
    print_text(f"{wording.COPIES[copy.kind]} · {wording.confidence(copy.confidence)} · {copy.id}", indent="  ")
    for evidence in copy.why:
        print_text(f"{evidence.kind}: {short(evidence.text, WORDS_SHOWN)}", indent="    ")
    count = sum(change.material for change in copy.alterations)
    print_text(wording.changes(count, len(copy.alterations) - count), indent="  ")


def _print_change(change: Alteration) -> None:
    sort = wording.ALTERATIONS[change.kind].one
    before, after = (short(words, WORDS_SHOWN) or "(nothing)" for words in (change.before, change.after))
    print_text(f"{'*' if change.material else ' '} {sort}: {before} → {after}", indent="  ")


def _named(article: Article) -> str:
    day = f", {wording.days(article.published)}" if article.published else ""
    return f"“{article.title or '(no title)'}” ({article.outlet or 'outlet not named'}{day}; {article.source})"


def _value(value: Any) -> str:
    """A field of a record in one line; of long lists only how many there are."""
    if not isinstance(value, list):
        return short(str(value), WORDS_SHOWN)
    if all(isinstance(one, dict) and one.keys() == {"kind", "text"} and one["text"] for one in value):
        value = [f"{one['kind']}: {one['text']}" for one in value]
    if len(value) > LISTED or not all(isinstance(one, str) for one in value):
        return f"{len(value)}, which --format jsonl shows"
    return "; ".join(short(one, WORDS_SHOWN) for one in value)


def _explanation_row(told: Explanation) -> dict[str, object]:
    stored = told.stored
    return {
        "kind": type(stored.record).__name__.lower(),
        "record": plain(stored.record),
        "words": [{"place": place, "text": text} for place, text in told.words],
        "run": {"step": stored.step, "version": stored.version, "settings": stored.settings, "job": stored.job},
    }


def _print_explanation(told: Explanation) -> None:
    stored = told.stored
    print_text(f"{type(stored.record).__name__.lower()} {stored.record.id}")
    for name, value in plain(stored.record).items():
        if name not in {"id", "text", "content"} and value not in (None, [], ""):
            print_text(f"{name}: {_value(value)}", indent="  ")
    if told.words:
        click.echo("the words it rests on:")
    for place, words in told.words:
        print_text(f"{place}  {short(words, WORDS_SHOWN)}", indent="  ")
    click.echo(f"made by step {stored.step}, version {stored.version}, settings {stored.settings}, from {stored.job}")
