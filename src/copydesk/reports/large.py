"""What of a very large story is shown: which of its pages and pairs, and how its page says what it leaves out."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import NamedTuple

from copydesk.records import ArticleId, Family, Story

MOST_TOLD = 600
"""Pages of a story, the earliest known, whose quotations, figures and comparisons its page shows.

A ledger has a hundred rows of a part at the most, and it took a second to gather the words of two thousand pages.
"""
MOST_LISTED = 500
"""Pages of a story that its list shows at once; the desk goes on with the next, an export names all."""
_UNTOLD = "Of the {pages:,} pages of this story quotations, figures and comparisons of the {told:,} earliest are shown"


class Window(NamedTuple):
    """The part of a story's list of pages that is shown: from which on, to which, of how many; places count from 0."""

    begin: int
    end: int
    total: int

    @property
    def whole(self) -> bool:
        """Whether it is the whole list."""
        return self.end - self.begin == self.total

    @property
    def before(self) -> int | None:
        """Where the part before begins; None where there is none."""
        return max(0, self.begin - MOST_LISTED) if self.begin else None

    @property
    def after(self) -> int | None:
        """Where the part behind begins; None where there is none."""
        return self.end if self.end < self.total else None


def window(story: Story, begin: int) -> Window:
    """The part of the list of a story's pages that begins there, or the first where the list is shorter."""
    total = len(story.articles)
    start = begin if 0 <= begin < total else 0
    return Window(start, min(start + MOST_LISTED, total), total)


def told_of(story: Story) -> Story:
    """The story with the pages alone whose words its page shows; the same where all are shown."""
    return story if len(story.articles) <= MOST_TOLD else replace(story, articles=story.articles[:MOST_TOLD])


def untold(story: Story, where: str | None = None) -> str | None:
    """That not the words of all pages of a story are shown, and where the others stand; None where all are shown."""
    pages, told = len(story.articles), len(told_of(story).articles)
    said = _UNTOLD.format(pages=pages, told=told)
    return None if told == pages else f"{said}; those of the others stand in {where}." if where else f"{said}."


def counted_on(story: Story, held: Container[ArticleId]) -> str | None:
    """On how many pages of a story what stands out in it was counted; None where on all."""
    amount = sum(one in held for one in told_of(story).articles)
    return None if amount == len(story.articles) else f"counted on {amount:,} of {len(story.articles):,} pages"


def drawn(families: Iterable[Family]) -> frozenset[tuple[str, str]]:
    """The pairs, smaller id first, that are lines of a copy tree, or may be where a source is not established."""
    return frozenset(
        (min(parent, edge.child), max(parent, edge.child))
        for family in families
        for edge in family.edges
        for parent in (edge.candidates if edge.parent is None else (edge.parent,))
    )


def most_telling(pairs: Iterable[tuple[str, str, str, float]], families: Iterable[Family], most: int) -> list[str]:
    """The ids of so many pairs, each given as id, both articles and likeness: lines of a tree, then the most alike."""
    lines = drawn(families)
    ranked = sorted(pairs, key=lambda pair: ((min(pair[1:3]), max(pair[1:3])) not in lines, -pair[3], pair[0]))
    return [ident for ident, *_ in ranked[:most]]
