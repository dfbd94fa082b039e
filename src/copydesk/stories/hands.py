"""What people decided of stories: it stands in every run until it is taken back.

Decisions name articles and not stories, so they hold whatever else comes in. Later ones go before earlier ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from copydesk.records import ArticleId, Decision

Group = frozenset[ArticleId]


class Pinned(NamedTuple):
    """Articles that a person said are one event and the whole of it, and what is left for the program to group."""

    events: tuple[Group, ...]
    free: Group


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions in the order in which they were made."""
    return tuple(sorted(decisions, key=lambda one: (one.made_at or "", one.id)))


def without_pinned(articles: Iterable[ArticleId], decisions: Sequence[Decision]) -> Pinned:
    """Take the pinned events out, each as it was pinned; an article that two pins name goes with the later one."""
    pin_of: dict[ArticleId, str] = {}
    for decision in decisions:
        if decision.kind == "pin":
            pin_of.update(dict.fromkeys(decision.articles, decision.id))
    free = frozenset(articles)
    events: dict[str, list[ArticleId]] = {}
    for article in sorted(free & pin_of.keys()):
        events.setdefault(pin_of[article], []).append(article)
    return Pinned(tuple(frozenset(members) for members in events.values()), free - pin_of.keys())


def as_decided(groups: Iterable[Collection[ArticleId]], decisions: Sequence[Decision]) -> list[Group]:
    """Groups of articles after people's merges and splits, in the order in which these were decided."""
    decided = [frozenset(group) for group in groups]
    for decision in decisions:
        if decision.kind == "merge":
            decided = _merged(decided, frozenset(decision.articles))
        elif decision.kind == "split":
            decided = _split(decided, frozenset(decision.articles), frozenset(decision.others))
    return decided


def label_of(
    articles: Collection[ArticleId], decisions: Sequence[Decision], *, grouped: Collection[ArticleId]
) -> str | None:
    """The name that a person gave the story of these articles: the last one given to the first article it named.

    Of the articles that it named those count that are `grouped` at all: another edition of an article stands in its
    story, but is put there after the stories are found.
    """
    given = [one.label for one in decisions if one.kind == "rename" and _bearer(one, grouped) in articles]
    return given[-1] if given else None


def _bearer(rename: Decision, grouped: Collection[ArticleId]) -> ArticleId | None:
    """The article whose story bears the name."""
    return next((one for one in rename.articles if one in grouped), None)


def decisions_of(articles: Collection[ArticleId], decisions: Sequence[Decision]) -> tuple[str, ...]:
    """The ids of the decisions that shaped a story: those that name an article of it."""
    return tuple(one.id for one in decisions if not frozenset(articles).isdisjoint((*one.articles, *one.others)))


def _merged(groups: Sequence[Group], together: Group) -> list[Group]:
    """One group of all that hold an article of these."""
    touched = [group for group in groups if not group.isdisjoint(together)]
    if len(touched) < 2:
        return list(groups)
    whole = frozenset[ArticleId]().union(*touched)
    rest = [group for group in groups if group.isdisjoint(together)]
    return [*rest, whole]


def _split(groups: Sequence[Group], apart: Group, others: Group) -> list[Group]:
    """Where a group holds articles of both sides, those of the first become a group of their own."""
    found: list[Group] = []
    for group in groups:
        mine = group & apart
        if mine and (group - mine) & others:
            found.extend((group - mine, mine))
        else:
            found.append(group)
    return found
