"""A family as indented lines: who appears to carry whose text, for a terminal or a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copydesk.records import ALTERATION_RANKING, Alteration, Article, ArticleId, Copy, Edge, Family
from copydesk.reports import wording
from copydesk.reports.cards import material, outlet
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import short
from copydesk.reports.tree import CHANGE_LETTERS

MOST_NAMED = 2
"""Material changes that a line of a tree names."""
LONGEST = 60
"""Letters of a change that a line names."""

MISSING = "a source that is not in this collection"


class Entry(NamedTuple):
    """A text of a family: how deep it hangs, what it is called, where it was read, and what is said of it.

    `copy` is the finding about it and the text above it.
    """

    depth: int
    name: str
    source: str | None
    said: str
    article: ArticleId | None = None
    copy: Copy | None = None


def outline(family: Family, holdings: Holdings) -> Iterator[Entry]:
    """The texts of a family, each once, sources before what appears to be made from them; the open ones come last."""
    below: dict[str, list[Edge]] = {}
    for edge in family.edges:
        if edge.parent is not None:
            below.setdefault(edge.parent, []).append(edge)
    open_ones = {str(edge.child): edge for edge in family.edges if edge.parent is None}
    done: set[str] = set()
    for top in dict.fromkeys((*family.roots, *open_ones, *family.articles)):
        said = _open(open_ones[top], holdings) if top in open_ones else _first(top, family)
        waiting: list[tuple[int, str, str, Copy | None]] = [(0, top, said, None)]
        while waiting:
            depth, one, words, copy = waiting.pop()
            if one in done:
                continue
            done.add(one)
            yield _entry(one, holdings)._replace(depth=depth, said=words, copy=copy)
            for edge in reversed(below.get(one, ())):
                found = holdings.pair(one, edge.child)
                waiting.append((depth + 1, edge.child, _made(edge, found), found))


def parents_of(edge: Edge) -> tuple[tuple[str, float], ...]:
    """The parent of a line, or those that come into question, each with how sure it is."""
    if edge.parent is not None:
        return ((edge.parent, edge.confidence),)
    shares = edge.shares if len(edge.shares) == len(edge.candidates) else (edge.confidence,) * len(edge.candidates)
    return tuple(zip(edge.candidates, shares, strict=True))


def first_changes(found: Iterable[Alteration], *, longest: int = CHANGE_LETTERS) -> Iterator[str]:
    """The material changes that matter most, in a few words each: first those whose readings both fit."""

    def fits(one: Alteration) -> bool:
        return bool(one.before and one.after) and len(one.before) + len(one.after) <= longest

    ranked = sorted(found, key=lambda one: (not inside(one), ALTERATION_RANKING.index(one.kind)))
    fitting = [one for one in ranked if fits(one)]
    for one in fitting[:MOST_NAMED]:
        yield f"{short(one.before, longest)} → {short(one.after, longest)}"
    rest = [one for one in ranked if not fits(one)]
    yield from dict.fromkeys(
        wording.ALTERATIONS[one.kind].one for one in rest[: MOST_NAMED - len(fitting[:MOST_NAMED])]
    )


def candidates_of(edge: Edge, holdings: Holdings) -> Iterator[tuple[Article | None, str]]:
    """The texts that come into question as the source of one, None for a source that is missing, and how sure each."""
    for one, sure in parents_of(edge) if edge.parent is None else ():
        yield holdings.articles.get(ArticleId(one)), wording.confidence(sure)


def inside(one: Alteration) -> bool:
    """Whether an alteration is of the text, and not of what stands outside it."""
    return one.a is not None or one.b is not None


def _entry(ident: str, holdings: Holdings) -> Entry:
    article = holdings.articles.get(ArticleId(ident))
    if article is None:
        return Entry(0, f"{MISSING[0].upper()}{MISSING[1:]}", None, "")
    return Entry(0, _name(article, holdings), article.source, "", article.id)


def _name(article: Article, holdings: Holdings) -> str:
    published = holdings.published(article)
    return outlet(article) if published is None else f"{outlet(article)}, {wording.days(published)}"


def _first(top: str, family: Family) -> str:
    return "behind the texts below" if top in {one.id for one in family.lost} else "earliest in this collection"


def _made(edge: Edge, copy: Copy | None) -> str:
    """How a text appears to be made from the one above it."""
    if copy is None:
        return wording.confidence(edge.confidence)
    found = material(copy.alterations)
    named = tuple(first_changes(found, longest=LONGEST))
    more = ", …" if len(found) > len(named) else ""
    changes = wording.counted(len(found), "material change") + (f" ({', '.join(named)}{more})" if named else "")
    return f"{wording.COPIES[copy.kind]}, {wording.confidence(edge.confidence)}; {changes}"


def _open(edge: Edge, holdings: Holdings) -> str:
    """What is said of a text whose source is not established."""
    names = [f"{MISSING if one is None else outlet(one)} ({sure})" for one, sure in candidates_of(edge, holdings)]
    perhaps = f"; perhaps from {' or '.join(names)}" if names else ""
    return f"{wording.NOT_ESTABLISHED}{perhaps}"
