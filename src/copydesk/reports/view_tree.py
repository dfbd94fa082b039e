"""What a drawn copy tree and its table twin show: one node a text, word-for-word copies of it folded together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from copydesk.records import Article, ArticleId, Copy, Edge, Family, Story
from copydesk.reports import wording
from copydesk.reports.cards import Card, article_href, card, material, named, outlet, pair_href, short_day
from copydesk.reports.holdings import Holdings
from copydesk.reports.outline import MISSING, Entry, candidates_of, first_changes, inside, outline, parents_of
from copydesk.reports.tree import Line, Node, draw_tree

MOST_NODES = 40
"""Nodes that a drawn tree holds: beyond a few screens a drawing tells less than its table."""
FOLDED_FROM = 4
"""Word-for-word copies from which on they are one node; up to three say more when each is drawn."""
MOST_ENTRIES = 60
"""Lines that stand for a drawing where a screen is too narrow for it."""
MOST_ROWS = 300
"""Rows of the table twin; a text on more pages stands whole in `families.jsonl`."""


class Tree(NamedTuple):
    """A copy tree as a drawing, as indented lines for narrow screens, and as a table, whose id is `anchor`."""

    anchor: str
    drawing: str
    entries: tuple[tuple[Entry, str | None, str | None], ...]
    rows: tuple[TreeRow, ...]
    lost: int
    folded: int
    hidden: int
    rows_left: int


class TreeRow(NamedTuple):
    """A line of a copy tree in words; `source` is None where no parent is known."""

    text: Card
    source: Card | None
    missing: str | None
    candidates: tuple[tuple[Card | None, str], ...]
    certainty: str
    why: tuple[str, ...]
    relation: str | None
    material: int | None
    first: tuple[str, ...]
    href: str | None


def trees(story: Story, holdings: Holdings) -> tuple[Tree, ...]:
    """The copy trees in which articles of the story stand."""
    found = {family.id: family for one in story.articles if (family := holdings.family_of.get(one)) is not None}
    families = [family for family in found.values() if len(family.articles) > 1]
    return tuple(_tree(family, story, holdings, f"tree-{number}") for number, family in enumerate(families, start=1))


def _tree(family: Family, story: Story, holdings: Holdings, anchor: str) -> Tree:
    ordered = by_day(family, holdings)
    texts = _texts(ordered, family, holdings)
    nodes = (*_lost(family), *_nodes(ordered, texts, set(story.articles), holdings))
    lines = tuple(_lines(family, texts, holdings))
    shown, kept = _most_telling(nodes, lines, anchor)
    edges: dict[str, list[Edge]] = {}
    for edge in family.edges:
        edges.setdefault(edge.child, []).append(edge)
    lost = {one.id for one in family.lost}
    rows = [row for one in ordered[:MOST_ROWS] for row in _rows(one, edges.get(one.id, ()), lost, holdings)]
    return Tree(
        anchor=anchor,
        drawing=draw_tree(shown, kept, label="Copy tree; the table below says the same"),
        entries=tuple((one, *_leads(one)) for one in islice(outline(family, holdings), MOST_ENTRIES)),
        rows=tuple(rows),
        lost=len(family.lost),
        folded=sum(node.pages for node in nodes if node.pages > 1),
        hidden=sum(node.pages for node in nodes) - sum(node.pages for node in shown if node.kind != "more"),
        rows_left=max(0, len(ordered) - MOST_ROWS),
    )


def _leads(entry: Entry) -> tuple[str | None, str | None]:
    """Where the page of a text is, and that of the pair with the text that it appears to be made from."""
    return (
        None if entry.article is None else article_href(entry.article),
        None if entry.copy is None else pair_href(entry.copy),
    )


def by_day(family: Family, holdings: Holdings) -> list[Article]:
    """The articles of a family, the earliest known first, an exact day before an interval, undated ones last."""
    members = [holdings.articles[one] for one in family.articles if one in holdings.articles]
    return sorted(members, key=lambda one: (_day(one, holdings), one.id))


def _day(article: Article, holdings: Holdings) -> str:
    published = holdings.published(article)
    return "9999-99" if published is None else f"{published.low}/{published.high}"


def _texts(ordered: Iterable[Article], family: Family, holdings: Holdings) -> dict[str, str]:
    """Each article with the one that stands for its text: the earliest of many that are word for word alike."""
    places: dict[ArticleId, int] = {}
    head_of: dict[ArticleId, ArticleId] = {}
    members = set(family.articles)
    texts: dict[ArticleId, list[ArticleId]] = {}
    for rank, article in enumerate(ordered):
        alike = (
            head_of[other]
            for copy in holdings.copies_of.get(article.id, ())
            if (other := copy.b if copy.a == article.id else copy.a) in head_of and other in members and _same(copy)
        )
        head = min(alike, key=places.__getitem__, default=article.id)
        places[article.id] = rank
        head_of[article.id] = head
        texts.setdefault(head, []).append(article.id)
    return {one: head if len(texts[head]) >= FOLDED_FROM else one for one, head in head_of.items()}


def _same(copy: Copy) -> bool:
    """Whether two texts are one: word for word, whatever became of what stands outside them."""
    return copy.kind == "verbatim" and not any(one.material and inside(one) for one in copy.alterations)


def _lost(family: Family) -> Iterator[Node]:
    for one in family.lost:
        yield Node(one.id, "Missing source", f"behind {wording.counted(len(one.children), 'text')} here", None, "lost")


def _nodes(
    ordered: Iterable[Article], texts: dict[str, str], here: set[ArticleId], holdings: Holdings
) -> Iterator[Node]:
    pages: dict[str, list[Article]] = {}
    for article in ordered:
        pages.setdefault(texts[article.id], []).append(article)
    for members in pages.values():
        one, others = members[0], len(members) - 1
        label = f"{outlet(one)} +{others}" if others else outlet(one)
        detail = f"{len(members)} pages, word for word" if others else short_day(one, holdings)
        inside_story = any(member.id in here for member in members)
        yield Node(one.id, label, detail, article_href(one.id), "here" if inside_story else "elsewhere", len(members))


def _lines(family: Family, texts: dict[str, str], holdings: Holdings) -> Iterator[Line]:
    """Each line between two texts once, the surest of those that folding laid together."""
    found: dict[tuple[str, str], Line] = {}
    for edge in family.edges:
        for parent, sure in parents_of(edge):
            line = _between(parent, sure, edge, holdings)._replace(
                parent=texts.get(parent, parent), child=texts.get(edge.child, edge.child)
            )
            held = found.get((line.parent, line.child))
            if held is None or (line.established, line.confidence) > (held.established, held.confidence):
                found[line.parent, line.child] = line
    yield from (line for line in found.values() if line.parent != line.child)


def _between(parent: str, sure: float, edge: Edge, holdings: Holdings) -> Line:
    copy = holdings.pair(parent, edge.child)
    found = () if copy is None else material(copy.alterations)
    return Line(
        parent=parent,
        child=edge.child,
        confidence=sure,
        established=edge.parent is not None,
        material=None if copy is None else len(found),
        href=None if copy is None else pair_href(copy),
        first=tuple(first_changes(found)),
    )


def _most_telling(
    nodes: tuple[Node, ...], lines: tuple[Line, ...], anchor: str
) -> tuple[tuple[Node, ...], tuple[Line, ...]]:
    """The nodes that are drawn; the leaves that are not stand under their parent as one node that leads to the table.

    Sources and texts with copies come first, then those with the most material changes on the way to them.
    """
    if len(nodes) <= MOST_NODES:
        return nodes, lines
    parents = {line.parent for line in lines}
    changed = {line.child: line.material or 0 for line in reversed(lines)}
    telling = sorted(nodes, key=lambda one: (one.kind != "lost", one.id not in parents, -changed.get(one.id, 0)))
    drawn = {node.id for node in telling[:MOST_NODES]}
    hidden: dict[str, int] = {}
    placed: set[str] = set()
    for line in lines:
        if line.parent in drawn and line.child not in drawn and line.child not in placed:
            placed.add(line.child)
            hidden[line.parent] = hidden.get(line.parent, 0) + 1
    more = [
        Node(f"more-{parent}", wording.counted(count, "more text"), "in the table", f"#{anchor}", "more")
        for parent, count in hidden.items()
    ]
    to_more = [
        Line(parent, f"more-{parent}", 0.0, established=False, material=None, href=None, rest=True) for parent in hidden
    ]
    return (*(node for node in nodes if node.id in drawn), *more), (*lines, *to_more)


def _rows(article: Article, edges: Sequence[Edge], lost: set[str], holdings: Holdings) -> Iterator[TreeRow]:
    """The lines of the table for one text: its source or what comes into question, none for an earliest one."""
    own = card(article, holdings)
    if not edges:
        yield TreeRow(own, None, "earliest in this collection", (), "", (), None, None, (), None)
    for edge in edges:
        source = None if edge.parent is None else holdings.articles.get(ArticleId(edge.parent))
        copy = None if source is None else holdings.pair(source.id, article.id)
        missing = MISSING if edge.parent in lost else None
        found = () if copy is None else material(copy.alterations)
        yield TreeRow(
            text=own,
            source=None if source is None else card(source, holdings),
            missing=missing if edge.parent is not None else wording.NOT_ESTABLISHED,
            candidates=tuple(
                (card(one, holdings) if one is not None else None, sure) for one, sure in candidates_of(edge, holdings)
            ),
            certainty=wording.confidence(edge.confidence),
            why=tuple(named(one.text, holdings) for one in edge.why),
            relation=None if copy is None else wording.COPIES[copy.kind],
            material=None if copy is None else len(found),
            first=tuple(first_changes(found, longest=60)),
            href=None if copy is None else pair_href(copy),
        )
