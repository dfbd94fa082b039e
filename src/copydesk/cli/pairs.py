"""`compare`, `copies` and `diff`: who shares text with whom, which way as far as established, and what differs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli import options
from copydesk.cli.app import DESK_FILE, DONE, FAILURES, Call, end, pass_call
from copydesk.cli.asked import fetches
from copydesk.cli.filling import put, work
from copydesk.cli.shown import note, print_row, print_text
from copydesk.errors import NothingRead, UnreadablePage, UsageError
from copydesk.records import ALTERATION_RANKING, Alteration, Article, Copy, Family
from copydesk.reports import wording
from copydesk.reports.contract import plain
from copydesk.reports.safe import short

if TYPE_CHECKING:
    from copydesk.desk import Desk
    from copydesk.fetching import Fetching
    from copydesk.reports.comparison import Comparison
    from copydesk.reports.holdings import Holdings

WORDS_SHOWN = 240
"""Characters of a passage that are shown on a terminal; JSON lines carry all of it."""


@click.command(
    epilog=options.examples(
        "copydesk compare ferry.html reprint.html",
        "copydesk compare ferry.html https://example.org/story --material",
        "copydesk compare ferry.html reprint.html --output pair.html",
    )
)
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@options.as_of
@click.option("--material", is_flag=True, help="Only changes after which a statement differs.")
@click.option(
    "--output",
    "-o",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page of HTML with both texts side by side; it stands alone and needs no network.",
)
@options.form
@pass_call
def compare(  # noqa: PLR0913  one parameter an option
    call: Call, *, left: str, right: str, as_of: date, material: bool, page: Path | None, json: bool
) -> None:
    """Compare two pages, with no desk.

    Tells whether they share text, how, which came first as far as the two alone show, and what differs: changes after
    which a statement differs come first. A and B are each one page, as for `read`: a file, an address (https://...),
    which is fetched, or - for standard input. Of a page with several articles the first is compared.
    """
    from copydesk.comparing import compare as compared

    if page is not None:
        options.refuse_unwritable(page.parent)
    try:
        found = compared(_given(left), _given(right), as_of=as_of, settings=call.settings)
    except UnreadablePage as error:
        raise NothingRead(str(error)) from error
    if found.copy is None:
        note("these two pages share no text", quiet=call.quiet)
    elif page is not None:
        _write_page(found, page, quiet=call.quiet)
    if json:
        print_row(_comparison_row(found, material=material))
    elif found.copy is not None:
        _print_copy(found.copy, found.left, found.right)
        _print_changes(found.copy, material=material, why=True)


@click.command(
    epilog=options.examples(
        "copydesk copies pages/",
        "copydesk copies 'pages/*.html' wire.jsonl --format jsonl",
        "copydesk --desk news.desk copies ferry.html",
        "copydesk --desk news.desk copies article-51c7 --format jsonl",
    )
)
@click.argument("sources", nargs=-1, metavar="ARTICLE|PATH...")
@options.as_of
@options.columns
@options.form
@pass_call
@fetches
def copies(  # noqa: PLR0913  one parameter an option
    call: Call, *, sources: tuple[str, ...], as_of: date, columns: dict[str, str], json: bool, fetching: Fetching
) -> None:
    """Tell who carries whose text, and which way.

    PATH... are pages as for `read`: they are compared with each other and every family of copies is told, sources
    before what appears to be made from them; nothing is kept. In JSON lines every pair and every family is a line, as
    in docs/contract.md, with `record` saying which.

    Asked of a desk (--desk, or a single name where a desk stands in this folder), ARTICLE is an id, the beginning of
    one, or the name of a page; every pair that it is in is told with kind, direction, evidence and a count of changes.
    Where a direction is stated it rests on two kinds of evidence; otherwise it is not established.
    """
    if _of_desk(call, sources):
        with call.open(read_only=True) as desk:
            _tell_of_article(desk, sources[0], json=json, quiet=call.quiet)
        return
    from copydesk.desk import open_desk

    with open_desk(settings=call.settings, workers=call.cores()) as desk:
        _, unread = put(desk, sources, as_of=as_of, columns=columns, quiet=call.quiet, fetching=fetching)
        failed = work(desk, call, through="copies")
        if not desk.counts()["Article"]:
            raise NothingRead("no article could be read from what was named; the reasons are above")
        _tell_of_all(desk, json=json, quiet=call.quiet)
    end(FAILURES if unread or failed else DONE)


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
    """Tell what differs between two copies on a desk, A and B.

    Changes after which a statement differs come first. A and B are ids, beginnings of ids, or names of pages, in
    either order.
    """
    with call.open(read_only=True) as desk:
        one, other = desk.article(left), desk.article(right)
        copy = desk.copy(one.id, other.id)
    if copy is None:
        note("these two articles share no text", quiet=call.quiet)
    elif json:
        print_row({**plain(copy), "alterations": plain(_chosen(copy, material=material))})
    else:
        _print_copy(copy, one, other)
        _print_changes(copy, material=material)


# -- asking ------------------------------------------------------------------------------------------------------------


def _given(name: str) -> str | bytes:
    """What a name of the command line stands for: the page itself where that is standard input."""
    return sys.stdin.buffer.read() if name == "-" else name


def _of_desk(call: Call, sources: tuple[str, ...]) -> bool:
    """Whether a desk is asked: the one that was named, or for a single name the one in this folder."""
    if call.desk is not None:
        if len(sources) != 1:
            raise UsageError("a desk is asked about one article; leave out --desk to compare pages with each other")
        return True
    from copydesk.fetching import is_address

    if len(sources) != 1 or not Path(DESK_FILE).exists():
        return False
    name = sources[0]
    return not (name == "-" or "*" in name or is_address(name) or Path(name).is_dir())


def _tell_of_article(desk: Desk, name: str, *, json: bool, quiet: bool) -> None:
    """All that shares text with one article of a desk."""
    asked = desk.article(name)
    found = desk.copies_of(asked.id)
    if not json:
        print_text(asked.title or "(no title)")
        print_text(f"{wording.described(asked)} · {asked.source}", indent="  ")
    if not found:
        note("no article on this desk shares text with it", quiet=quiet)
    for copy in found:
        if json:
            print_row(plain(copy))
        else:
            _print_copy(copy, desk.article(copy.a), desk.article(copy.b))


def _tell_of_all(desk: Desk, *, json: bool, quiet: bool) -> None:
    """Every pair and every family of a desk, as lines of JSON or as families in words."""
    collection = desk.collection()
    if not collection.copies:
        note(f"none of these {wording.counted(len(collection.articles), 'article')} shares text", quiet=quiet)
    if not json:
        from copydesk.reports.holdings import hold

        _print_families(hold(collection))
        return
    for copy in collection.copies:
        print_row({"record": "copy", **plain(copy)})
    for family in collection.families:
        print_row({"record": "family", **plain(family)})


# -- telling -----------------------------------------------------------------------------------------------------------


def _print_families(holdings: Holdings) -> None:
    """The families, the largest first, and how many pairs have more in common than one of them shows."""
    from copydesk.reports.outline import outline

    def size(family: Family) -> tuple[int, str]:
        return (-len(family.articles), family.id)

    families = sorted(holdings.collection.families, key=size)
    told = (
        wording.counted(len(holdings.articles), "article"),
        wording.counted(len(holdings.pairs), "pair") + " with text in common",
        wording.counted(len(families), "family"),
    )
    print_text(" · ".join(told))
    for family in families:
        click.echo()
        print_text(f"{wording.counted(len(family.articles), 'text')} of one family, {family.id}")
        for one in outline(family, holdings):
            print_text(one.name + (f" ({one.source})" if one.source else ""), indent="  " * (one.depth + 1))
            print_text(one.said, indent="  " * (one.depth + 1) + "| ")


def _print_copy(copy: Copy, one: Article, other: Article) -> None:
    """One pair in the words of the ladder, with direction, evidence and a count of changes."""
    left, right = (one, other) if one.id == copy.a else (other, one)
    told = wording.relation(copy, left, right)
    click.echo()
    print_text(_named(told.first))
    print_text(told.says + (f" ({told.note})" if told.note else ""), indent="  ")
    print_text(_named(told.second))
    source, derived = (right, left) if copy.direction == "b_to_a" else (left, right)
    way = wording.direction(copy.direction, source.published, derived.published)
    sure = copy.direction_sure if wording.directed(copy) else None
    print_text(way if sure is None else f"{way} · {wording.confidence(sure)}", indent="  ")
    print_text(f"{wording.COPIES[copy.kind]} · {wording.confidence(copy.confidence)} · {copy.id}", indent="  ")
    for evidence in copy.why:
        print_text(f"{evidence.kind}: {short(evidence.text, WORDS_SHOWN)}", indent="    ")
    count = sum(change.material for change in copy.alterations)
    print_text(wording.changes(count, len(copy.alterations) - count), indent="  ")


def _chosen(copy: Copy, *, material: bool) -> list[Alteration]:
    """The alterations that are told, those that matter most first."""
    found = [change for change in copy.alterations if change.material or not material]
    return sorted(found, key=lambda change: (not change.material, ALTERATION_RANKING.index(change.kind)))


def _print_changes(copy: Copy, *, material: bool, why: bool = False) -> None:
    for change in _chosen(copy, material=material):
        sort = wording.ALTERATIONS[change.kind].one
        before, after = (short(words, WORDS_SHOWN) or "(nothing)" for words in (change.before, change.after))
        reason = f" ({wording.matters(change, directed=wording.directed(copy))})" if why and change.material else ""
        print_text(f"{'*' if change.material else ' '} {sort}: {before} → {after}{reason}", indent="  ")


def _named(article: Article) -> str:
    day = f", {wording.days(article.published)}" if article.published else ""
    return f"“{article.title or '(no title)'}” ({article.outlet or 'outlet not named'}{day}; {article.source})"


def _comparison_row(found: Comparison, *, material: bool) -> dict[str, Any]:
    """A comparison as one line: which articles, and the pair as in `copies.jsonl`."""
    row = found.row()
    if found.copy is not None:
        row["copy"]["alterations"] = plain(_chosen(found.copy, material=material))
    return row


def _write_page(found: Comparison, page: Path, *, quiet: bool) -> None:
    from copydesk.reports.files import write_whole
    from copydesk.reports.view_pair import pair_page

    page.parent.mkdir(parents=True, exist_ok=True)
    write_whole(page, pair_page(found))
    note(f"both texts side by side: {page}", quiet=quiet)
