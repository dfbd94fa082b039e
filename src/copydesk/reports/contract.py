"""The export contract, version 1: records as the JSON lines that other programs rely on (`docs/contract.md`)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from copydesk.records import Article, Collection, Copy, Figure, Link, Published, Quote, Record, Story
from copydesk.reports.placing import staged

VERSION = 1
SUMMARY = "export.json"

Row = dict[str, Any]


def write_contract(collection: Collection, folder: Path) -> dict[str, int]:
    """Write every file of the contract into a folder; the number of lines of each comes back.

    All take their names when all are written, `export.json` last, so a folder that holds it is complete. It tells
    besides how many quotes and figures were taken over from another article of their family.
    """
    with staged(folder, last=[SUMMARY]) as waiting:
        return _write_all(collection, waiting)


def _write_all(collection: Collection, folder: Path) -> dict[str, int]:
    counts = {name: _write_lines(folder / name, rows(collection)) for name, rows in FILES.items()}
    summary = {
        "version": VERSION,
        "as_of": collection.as_of.isoformat(),
        "settings": collection.settings,
        "counts": counts,
        "inherited": {"quotes.jsonl": _inherited(collection.quotes), "figures.jsonl": _inherited(collection.figures)},
    }
    (folder / SUMMARY).write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return counts


def _inherited(records: Sequence[Quote | Figure]) -> int:
    return sum(one.inherited is not None for one in records)


def article_row(article: Article, *, edition_of: str | None = None, published: Published | None = None) -> Row:
    """An article as a line of `articles.jsonl`; `published` is what its family adds where the page is silent."""
    row: Row = plain(article)
    row["page"] = row.pop("source")
    row["edition_of"] = edition_of
    if article.published is None:
        row["published"] = plain(published)
    return row


def plain(value: Any) -> Any:
    """Records, tuples and dates as the dictionaries, lists and strings of JSON."""
    kind = type(value)
    if value is None or kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return {name: plain(getattr(value, name)) for name in _names(kind)} if dataclasses.is_dataclass(kind) else value


_AS_THEY_ARE = frozenset((str, int, float, bool))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in dataclasses.fields(kind))


def _write_lines(path: Path, rows: Iterable[Row]) -> int:
    count = 0
    # Half a surrogate pair, which a page may hold but UTF-8 may not, is written as the escape that JSON has for it.
    with path.open("w", encoding="utf-8", errors="backslashreplace") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _articles(collection: Collection) -> Iterator[Row]:
    editions = {one.article: one.edition_of for one in collection.editions}
    published = {one.article: one.published for one in collection.datings}
    for article in collection.articles:
        yield article_row(article, edition_of=editions.get(article.id), published=published.get(article.id))


def _copies(collection: Collection) -> Iterator[Row]:
    for copy in collection.copies:
        yield _without_id(copy)


def _families(collection: Collection) -> Iterator[Row]:
    for family in collection.families:
        yield plain(family)


def _stories(collection: Collection) -> Iterator[Row]:
    for story in collection.stories:
        yield _story_row(story)


def _story_row(story: Story) -> Row:
    row: Row = plain(story)
    row["links"] = [_link_row(link) for link in story.links]
    row["ties"] = [_link_row(tie) for tie in story.ties]
    return row


def _link_row(link: Link) -> Row:
    evidence = {"article": link.article, "start": link.start, "end": link.end}
    return {"story": link.story, "why": link.why, "evidence": evidence}


def _quotes(collection: Collection) -> Iterator[Row]:
    linked = {one.quote: one for one in collection.attributions}
    for quote in collection.quotes:
        yield _quote_row(quote, linked.get(quote.id))


def _quote_row(quote: Quote, link: Any) -> Row:
    row: Row = plain(quote)
    row["utterance"] = None if link is None else link.utterance
    if link is not None and link.speaker is not None:
        row["speaker"] = link.speaker
    return row


def _figures(collection: Collection) -> Iterator[Row]:
    facts = {figure: fact.id for fact in collection.facts for figure in fact.figures}
    for figure in collection.figures:
        yield _figure_row(figure, facts.get(figure.id))


def _figure_row(figure: Figure, fact: str | None) -> Row:
    return {**plain(figure), "fact": fact}


def _checks(collection: Collection) -> Iterator[Row]:
    for check in collection.checks:
        yield plain(check)


def _alone(collection: Collection) -> Iterator[Row]:
    for alone in collection.alone:
        yield _without_id(alone)


def _failures(collection: Collection) -> Iterator[Row]:
    for failure in collection.failures:
        yield _without_id(failure)


def _without_id(record: Copy | Record) -> Row:
    row: Row = plain(record)
    row.pop("id")
    return row


FILES: dict[str, Callable[[Collection], Iterator[Row]]] = {
    "articles.jsonl": _articles,
    "copies.jsonl": _copies,
    "families.jsonl": _families,
    "stories.jsonl": _stories,
    "quotes.jsonl": _quotes,
    "figures.jsonl": _figures,
    "checks.jsonl": _checks,
    "alone.jsonl": _alone,
    "failures.jsonl": _failures,
}
