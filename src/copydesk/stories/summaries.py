"""Each story in one line of a list: the days between which it was told, and how much of it needs a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from copydesk.records import (
    Alteration,
    Article,
    ArticleId,
    Check,
    Copy,
    Dating,
    Decision,
    Edition,
    Family,
    Published,
    Story,
    Summary,
)
from copydesk.text.ids import stable_id

MOST_VALUES = 40
"""Outlets, languages and the like by which one story is found: a text on 5,000 sites is no list of sites."""
T = TypeVar("T")
_AFTER_PLACE = re.compile(r"[–—(:/]|\s-|\.{2}|\.$")
"""What ends the places of a dateline."""


def summary_id(story: str) -> str:
    """The id of the summary of a story."""
    return stable_id("summary", story)


def summarise(  # noqa: PLR0913  what is known of a story, each by name
    story: Story,
    articles: Sequence[Article],
    *,
    datings: Sequence[Dating] = (),
    editions: Sequence[Edition] = (),
    families: Sequence[Family] = (),
    copies: Sequence[Copy] = (),
    checks: Sequence[Check] = (),
    decisions: Sequence[Decision] = (),
    corrections: int = 0,
) -> Summary:
    """A story in one line. `copies` are pairs of its articles, `checks` those in which one has a side.

    Later editions of a page count once, with the first; pairs that share quotations alone do not count.
    """
    later = {edition.article for edition in editions}
    told = [one for one in articles if one.id not in later]
    days = _published(told, {dating.article: dating for dating in datings})
    pairs = [copy for copy in copies if copy.kind != "quotes_only"]
    outcomes = [check.outcome for check in checks]
    ladder = story.ladder
    return Summary(
        id=summary_id(story.id),
        story=story.id,
        label=story.label or next((one.title for one in told if one.title), ""),
        storyline=story.storyline,
        event=story.event_date,
        first=min(days, key=lambda one: (one.low, one.high), default=None),
        last=max(days, key=lambda one: (one.high, one.low), default=None),
        pages=ladder.pages,
        texts=ladder.texts,
        publishers=ladder.publishers,
        owners=ladder.owners,
        accounts=ladder.accounts,
        documents=ladder.documents,
        undated=len(told) - len(days),
        conflicts=outcomes.count("conflict"),
        changed=outcomes.count("changed"),
        altered=sum(any(one.kind == "quote" for one in _material(copy)) for copy in pairs),
        material=_on_lines(pairs, families),
        spun=len({_derived(copy) for copy in pairs if copy.kind == "spun" and _directed(copy)}),
        corrections=corrections,
        lost=sum(len(family.lost) for family in families),
        outlets=_each(one.outlet for one in told),
        languages=_each(one.language for one in told),
        places=_each(place_of(one.dateline) for one in told),
        months=_each(_month(day) for day in days),
        changes=_each(one.kind for copy in pairs for one in _material(copy)),
        decisions=_each(one.kind for one in decisions if one.id in story.decisions),
    )


def place_of(dateline: str | None) -> str | None:
    """The place that a dateline names, without its day and its agency: `SAROVA, March 20 —` is *Sarova*."""
    head = _AFTER_PLACE.split(dateline or "", maxsplit=1)[0]
    named = [part for one in head.split(",") if (part := one.strip()) and not any(letter.isdigit() for letter in part)]
    place = ", ".join(named)
    return (place.title() if place.isupper() else place) or None


def _published(articles: Iterable[Article], datings: Mapping[ArticleId, Dating]) -> list[Published]:
    """When each article was published: what its page lets one know, else what the collection adds."""
    inferred = {article: dating.published for article, dating in datings.items()}
    found = (one.published or inferred.get(one.id) for one in articles)
    return [one for one in found if one is not None]


def _month(day: Published) -> str | None:
    month = day.low.isoformat()[:7]
    return month if day.high.isoformat()[:7] == month else None


def _each(values: Iterable[T | None]) -> tuple[T, ...]:
    """Each value once, in order, as many as one looks for."""
    return tuple(dict.fromkeys(one for one in values if one))[:MOST_VALUES]


def _material(copy: Copy) -> tuple[Alteration, ...]:
    return tuple(one for one in copy.alterations if one.material)


def _directed(copy: Copy) -> bool:
    return copy.direction in {"a_to_b", "b_to_a"}


def _derived(copy: Copy) -> ArticleId:
    return copy.b if copy.direction == "a_to_b" else copy.a


def _on_lines(copies: Iterable[Copy], families: Iterable[Family]) -> int:
    """Material alterations on the lines of copy trees: from each text's source, or from the likeliest of several."""
    lines = {
        frozenset((parent, edge.child))
        for family in families
        for edge in family.edges
        for parent in (edge.candidates[:1] if edge.parent is None else (edge.parent,))
    }
    return sum(len(_material(copy)) for copy in copies if frozenset((copy.a, copy.b)) in lines)
