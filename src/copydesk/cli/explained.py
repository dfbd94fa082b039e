"""Why a page reads as it does: its blocks, dates and statements, for a terminal or as one JSON object."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.text import Text

from copydesk.cli.screen import make_console, print_words
from copydesk.records import Article
from copydesk.reports import wording
from copydesk.reports.contract import article_row
from copydesk.reports.safe import short

if TYPE_CHECKING:
    from rich.console import Console

    from copydesk.articles import Explained
    from copydesk.reading import Reading

WORDS_SHOWN = 160
"""Characters of a block that are shown on a terminal; JSON lines carry all of it."""
CHANCES = (
    "The number is the chance of being a paragraph of the article; `for` and `against` tell what parts a block from the"
    " rest of its page, in log odds."
)
_TELLING = 0.3
"""Log odds below which a feature is not worth a person's time."""
_INDENT = " " * 4
_NO_KIND = "–"


def explanation_row(reading: Reading) -> dict[str, Any]:
    """A page as one JSON object: its articles as in `articles.jsonl`, under `explained` every block with its why."""
    return {
        "page": reading.page.source,
        "form": reading.page.form,
        "url": reading.page.url,
        "reason": reading.reason,
        "articles": [article_row(article) for article in reading.articles],
        "explained": [_block_row(one) for one in reading.blocks],
    }


def _block_row(one: Explained) -> dict[str, Any]:
    return {
        **one._asdict(),
        "weighed": [{"feature": name, "weight": weight} for name, weight in one.weighed],
        "stands_in": list(one.stands_in),
        "speaks_of": list(one.speaks_of),
    }


def print_explanation(reading: Reading) -> None:
    """Print what was read from a page and why, the blocks in the order of the page."""
    console = make_console()
    article = next(iter(reading.articles), None)
    print_words(console, article.title or "(no title)" if article else "(no article)", style="bold")
    if article is not None:
        print_words(console, wording.described(article), style="dim", indent="  ")
    else:
        print_words(console, reading.reason or "", indent="  ")
    print_words(console, reading.page.source, style="dim", indent="  ")
    _print_blocks(console, reading.blocks)
    if article is not None:
        _print_dates(console, article)
        _print_statements(console, article)
    _print_carried(console, reading.articles[1:])
    console.print()


def _print_blocks(console: Console, blocks: tuple[Explained, ...]) -> None:
    kinds = Counter(wording.BLOCKS[one.kind] if one.kind else _NO_KIND for one in blocks)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    _heading(console, f"{wording.counted(len(blocks), 'block')} of the page: {told}")
    print_words(console, CHANCES, style="dim", indent="  ")
    for number, one in enumerate(blocks, start=1):
        kind = wording.BLOCKS[one.kind] if one.kind else _NO_KIND
        line = f"{number:4}  {kind:15} {one.chance:4.2f}  "
        print_words(console, short(one.text, WORDS_SHOWN), style="bold" if one.kind == "body" else "", indent=line)
        print_words(console, _why(one), style="dim", indent=" " * len(line))


def _why(one: Explained) -> str:
    """What decided about a block, in one line: rule, recurrence, markup, words, and what weighed most."""
    parts = [one.rule] if one.rule else []
    if one.recurs:
        parts.append(f"recurs on {wording.counted(one.recurs, 'other page')} of the site at least")
    if one.stands_in:
        parts.append(f"stands in {', '.join(one.stands_in)}")
    if one.speaks_of:
        parts.append(f"speaks of {', '.join(one.speaks_of)}")
    for side, sign in (("for", 1), ("against", -1)):
        told = [f"{_feature(name)} {weight:+.1f}" for name, weight in one.weighed if weight * sign >= _TELLING]
        parts += [f"{side}: {'; '.join(told)}"] if told else []
    return " · ".join(parts)


def _feature(name: str) -> str:
    """`promotion x long = yes, no` as `promotion yes, long no`."""
    axes, _, values = name.partition(" = ")
    pairs = zip(axes.split(" x "), values.split(", "), strict=False)
    return ", ".join(f"{axis} {value}" for axis, value in pairs)


def _print_dates(console: Console, article: Article) -> None:
    _heading(console, f"Published: {wording.published(article.published)}")
    if article.page_date:
        print_words(console, f"the page was served on {article.page_date}", indent=_INDENT)
    for one in article.dates:
        basis = f", {wording.BASES[one.basis]}" if one.basis else ""
        told = f"{one.value}  {wording.ROLES[one.role]}{basis}: “{short(one.surface, WORDS_SHOWN)}”"
        print_words(console, told, style="bold" if one.kept else "", indent="  * " if one.kept else _INDENT)
        print_words(console, one.why, style="dim", indent=_INDENT * 2)


def _print_statements(console: Console, article: Article) -> None:
    """Every value that the page states, by field; where several differ, all are shown."""
    if not article.statements:
        return
    _heading(console, f"{wording.counted(len(article.statements), 'statement')} of the page about itself")
    for one in article.statements:
        told = f"{one.field}: {short(one.value, WORDS_SHOWN)}  ({one.source})"
        print_words(console, told, style="bold" if one.kept else "", indent="  * " if one.kept else _INDENT)
        print_words(console, one.why, style="dim", indent=_INDENT * 2)


def _print_carried(console: Console, carried: tuple[Article, ...]) -> None:
    if carried:
        _heading(console, f"{wording.counted(len(carried), 'story')} carried on the page at length")
    for article in carried:
        print_words(console, f"{article.title or '(no title)'} · {wording.described(article)}", indent=_INDENT)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, "underline"), soft_wrap=True)
