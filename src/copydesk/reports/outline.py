"""A family as indented lines: who appears to carry whose text, for a terminal or a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from copydesk.records import Article, ArticleId, Edge, Family
from copydesk.reports import wording
from copydesk.reports.cards import material, outlet
from copydesk.reports.holdings import Holdings
from copydesk.reports.view_tree import candidates_of, first_changes

LONGEST = 60
"""Letters of a change that a line names."""

MISSING = "a source that is not in this collection"


class Entry(NamedTuple):
    """A text of a family: how deep it hangs, what it is called, where it was read, and what is said of it."""

    depth: int
    name: str
    source: str | None
    said: str


def outline(family: Family, holdings: Holdings) -> Iterator[Entry]:
    """The texts of a family, each once, sources before what appears to be made from them; the open ones come last."""
    below: dict[str, list[Edge]] = {}
    for edge in family.edges:
        if edge.parent is not None:
            below.setdefault(edge.parent, []).append(edge)
    open_ones = [edge for edge in family.edges if edge.parent is None]
    tops = [*family.roots, *(edge.child for edge in open_ones)]
    said = {edge.child: _open(edge, holdings) for edge in open_ones}
    done: set[str] = set()
    for top in dict.fromkeys((*tops, *family.articles)):
        waiting: list[tuple[int, str, str]] = [(0, top, said.get(ArticleId(top), _first(top, family)))]
        while waiting:
            depth, one, words = waiting.pop()
            if one in done:
                continue
            done.add(one)
            yield _entry(depth, one, words, holdings)
            children = below.get(one, ())
            waiting.extend((depth + 1, edge.child, _made(edge, holdings)) for edge in reversed(children))


def _entry(depth: int, ident: str, said: str, holdings: Holdings) -> Entry:
    article = holdings.articles.get(ArticleId(ident))
    if article is None:
        return Entry(depth, f"{MISSING[0].upper()}{MISSING[1:]}", None, said)
    return Entry(depth, _name(article, holdings), article.source, said)


def _name(article: Article, holdings: Holdings) -> str:
    published = holdings.published(article)
    return outlet(article) if published is None else f"{outlet(article)}, {wording.days(published)}"


def _first(top: str, family: Family) -> str:
    return "behind the texts below" if top in {one.id for one in family.lost} else "earliest in this collection"


def _made(edge: Edge, holdings: Holdings) -> str:
    """How a text appears to be made from the one above it."""
    copy = None if edge.parent is None else holdings.pair(edge.parent, edge.child)
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
