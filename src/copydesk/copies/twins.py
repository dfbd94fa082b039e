"""Texts that are word for word alike: no reading can tell which of them another text was made from.

So each set of them stands in the tree as one, by its head: the text that its page's dates and credits speak for as the
first of the set. The others hang from the head. It also keeps the tree of a report that thousands of pages carry small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copydesk.copies.direction import page_cues
from copydesk.records import Article, ArticleId, Evidence, Match
from copydesk.settings import CopySettings


@dataclass(frozen=True, slots=True)
class Twins:
    """Articles with one text, and for each but the head the evidence that the head was first, strongest first."""

    head: Article
    others: tuple[Article, ...]
    evidence: tuple[tuple[Evidence, ...], ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        """All of them, the head first."""
        return (self.head, *self.others)


def twins_of(ordered: Sequence[Article], matches: Sequence[Match], *, settings: CopySettings) -> tuple[Twins, ...]:
    """The articles in sets of one text, those with a text of their own in sets of one; in the order given."""
    above = {article.id: article.id for article in ordered}

    def top(one: ArticleId) -> ArticleId:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for match in matches:
        if match.kind == "verbatim" and min(match.coverage_a, match.coverage_b) >= settings.twin_cover:
            above[top(match.a)] = top(match.b)
    sets: dict[ArticleId, list[Article]] = {}
    for article in ordered:
        sets.setdefault(top(article.id), []).append(article)
    return tuple(_headed(alike, settings) for alike in sets.values())


def _headed(alike: Sequence[Article], settings: CopySettings) -> Twins:
    """The set with its head: each article is weighed against the best so far."""
    head = alike[0]
    for article in alike[1:]:
        if sum(cue.weight or 0.0 for cue in page_cues(head, article, settings=settings)) < 0:
            head = article
    others = tuple(article for article in alike if article is not head)
    return Twins(head, others, tuple(page_cues(head, article, settings=settings) for article in others))


def matches_between(sets: Sequence[Twins], matches: Sequence[Match]) -> Mapping[tuple[int, int], Match]:
    """For two sets that matches join, by their numbers in order, the match that says most of direction.

    Between equals it is that of the heads.
    """
    number = {article.id: place for place, twins in enumerate(sets) for article in twins.articles}
    heads = {twins.head.id for twins in sets}
    found: dict[tuple[int, int], Match] = {}
    for match in matches:
        one, other = sorted((number[match.a], number[match.b]))
        if one != other:
            held = found.get((one, other))
            if held is None or _rank(match, heads) > _rank(held, heads):
                found[one, other] = match
    return found


def _rank(match: Match, heads: set[ArticleId]) -> tuple[float, bool, bool]:
    return abs(match.lean), match.a in heads, match.b in heads
