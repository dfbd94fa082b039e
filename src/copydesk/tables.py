"""The tables of a desk: the lines of the export contract, file by file, as answers in Python.

Each is the records of a kind in the order of the export; as a table it has the contract's columns (`docs/contract.md`),
which join what the collection adds: the speaker's fullest name, the edition, the fact that a figure states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints

from copydesk.records import (
    Alone,
    Article,
    ArticleId,
    Attribution,
    Check,
    Collection,
    Copy,
    Dating,
    Edition,
    Fact,
    Failure,
    Family,
    Figure,
    Quote,
    Story,
    StoryId,
)
from copydesk.reports.contract import FILES
from copydesk.tabular import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the words of a link stand."""

    article: ArticleId
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A line from one story to another, as the contract has it."""

    story: StoryId
    why: str
    evidence: Evidence


def articles(found: Sequence[Article], editions: Sequence[Edition], datings: Sequence[Dating]) -> Records[Article]:
    """Articles, each with the edition it is of and what its family adds to its date."""
    told = get_type_hints(Article)
    told["page"] = told.pop("source")
    return _table("articles", found, Article, {**told, "edition_of": str | None}, editions=editions, datings=datings)


def copies(found: Sequence[Copy]) -> Records[Copy]:
    """Pairs that share text."""
    return _table("copies", found, Copy, _without_id(Copy))


def families(found: Sequence[Family]) -> Records[Family]:
    """Copies that hang together, as trees."""
    return _table("families", found, Family, get_type_hints(Family))


def stories(found: Sequence[Story]) -> Records[Story]:
    """Events with their articles."""
    linked = tuple[Linked, ...]
    return _table("stories", found, Story, {**get_type_hints(Story), "links": linked, "ties": linked})


def quotes(found: Sequence[Quote], attributions: Sequence[Attribution]) -> Records[Quote]:
    """Quotes, each with the fullest name of its speaker and the utterance it is a variant of."""
    told = {**get_type_hints(Quote), "utterance": str | None}
    return _table("quotes", found, Quote, told, attributions=attributions)


def figures(found: Sequence[Figure], facts: Sequence[Fact]) -> Records[Figure]:
    """Figures, each with the fact that it states."""
    return _table("figures", found, Figure, {**get_type_hints(Figure), "fact": str | None}, facts=facts)


def checks(found: Sequence[Check]) -> Records[Check]:
    """Comparisons of what independent families state."""
    return _table("checks", found, Check, get_type_hints(Check))


def alone(found: Sequence[Alone]) -> Records[Alone]:
    """What one independent account of a story tells alone."""
    return _table("alone", found, Alone, _without_id(Alone))


def failures(found: Sequence[Failure]) -> Records[Failure]:
    """What could not be made, and why."""
    return _table("failures", found, Failure, _without_id(Failure))


def _without_id(kind: type[Any]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if name != "id"}


def _table(name: str, found: Sequence[Any], kind: type[Any], columns: Mapping[str, Any], **joined: Any) -> Records[Any]:
    records = tuple(found)
    given: dict[str, Any] = {"articles": (), name: records, **joined}
    collection = Collection(as_of=date.min, settings="", **given)
    return Records(records, kind, columns=columns, rows=lambda: FILES[f"{name}.jsonl"](collection))
