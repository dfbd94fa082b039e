"""The copy tree as a drawing: the earliest text at the left, each line from a text to what was made from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from copydesk.reports import svg
from copydesk.reports.safe import short
from copydesk.reports.wording import NOT_ESTABLISHED, STRONG, confidence, counted

WIDTH, HEIGHT = 168, 42
ACROSS, DOWN = 176, 16
MARGIN = 6
ELBOW = 14
NAME_LETTERS, LABEL_LETTERS = 19, 27
"""Letters of a box's bold name, and of the line beneath it: what fits into it."""
CHANGE_LETTERS = 18
"""Letters of the first change that stand on a line: what fits between two columns."""
LIFTED = 3
"""Pixels by which the second of two boxes laid on each other stands out."""


class Node(NamedTuple):
    """A text of the tree. `elsewhere`: of another story; `lost`: a source that the collection does not hold.

    `pages` are how many pages carry this text word for word; `more` stands for texts that are not drawn.
    """

    id: str
    label: str
    detail: str
    href: str | None
    kind: Literal["here", "elsewhere", "lost", "more"]
    pages: int = 1


class Line(NamedTuple):
    """A line of the tree; `material` counts the material changes along it, None where the pair was not compared.

    `first` are the changes that matter most, in a few words each; `rest` leads to texts that are not drawn.
    """

    parent: str
    child: str
    confidence: float
    established: bool
    material: int | None
    href: str | None
    first: tuple[str, ...] = ()
    rest: bool = False


class Place(NamedTuple):
    """Where a node stands: its column from the left and the middle of its row, in pixels from the top."""

    column: int
    middle: int


def draw_tree(nodes: Sequence[Node], lines: Sequence[Line], *, label: str) -> str:
    """The tree as SVG. Nodes are drawn in the order given (the earliest first); lines to unknown nodes are left out.

    A solid line is likely or better, a dashed one less; a dotted one without an arrow says that the direction is not
    established. The number on a line counts the material changes, and the first of them is named.
    """
    known = {node.id for node in nodes}
    drawn = [line for line in lines if line.parent in known and line.child in known and line.parent != line.child]
    holders = _holders(drawn)
    places = _places(nodes, holders)
    width = 2 * MARGIN + (1 + max((place.column for place in places.values()), default=0)) * (WIDTH + ACROSS) - ACROSS
    height = 2 * MARGIN + max(1, len(_rows(places))) * (HEIGHT + DOWN) - DOWN
    shapes = [_line(line, places, named=holders.get(line.child) == line.parent) for line in drawn]
    shapes.extend(_node(node, places[node.id]) for node in nodes)
    return svg.picture("tree", width, height, label, shapes=shapes)


def _holders(lines: Sequence[Line]) -> dict[str, str]:
    """The one parent under which each child is placed: established lines first, never in a circle."""
    holders: dict[str, str] = {}
    for line in sorted(lines, key=lambda one: not one.established):
        if line.child not in holders and not _leads_to(holders, line.parent, line.child):
            holders[line.child] = line.parent
    return holders


def _leads_to(holders: dict[str, str], start: str, goal: str) -> bool:
    one: str | None = start
    while one is not None:
        if one == goal:
            return True
        one = holders.get(one)
    return False


def _places(nodes: Sequence[Node], holders: dict[str, str]) -> dict[str, Place]:
    """Depth gives the column; every leaf has a row of its own and a parent stands beside the middle of its children."""
    children: dict[str | None, list[str]] = {}
    for node in nodes:
        children.setdefault(holders.get(node.id), []).append(node.id)
    columns: dict[str, int] = {}
    order: list[str] = []
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:
        one, column = waiting.pop()
        columns[one] = column
        order.append(one)
        waiting.extend((child, column + 1) for child in reversed(children.get(one, [])))
    middles = _middles(order, children)
    return {one: Place(columns[one], middles[one]) for one in order}


def _middles(order: Sequence[str], children: dict[str | None, list[str]]) -> dict[str, int]:
    middles: dict[str, int] = {}
    row = 0
    for one in order:
        if one not in children:
            middles[one] = MARGIN + HEIGHT // 2 + row * (HEIGHT + DOWN)
            row += 1
    for one in reversed(order):
        if one in children:
            middles[one] = (middles[children[one][0]] + middles[children[one][-1]]) // 2
    return middles


def _rows(places: dict[str, Place]) -> set[int]:
    """How many rows the leaves took: the middle of the lowest tells it."""
    lowest = max((place.middle for place in places.values()), default=0)
    return set(range(lowest // (HEIGHT + DOWN) + 1))


def _left(place: Place) -> int:
    return MARGIN + place.column * (WIDTH + ACROSS)


def _node(node: Node, place: Place) -> str:
    x, y = _left(place), place.middle - HEIGHT // 2
    lines = (
        svg.text(0, 17, short(node.label, NAME_LETTERS), "name"),
        svg.text(0, 33, short(node.detail, LABEL_LETTERS), "detail"),
    )
    shapes = [svg.box(x, y, (WIDTH, HEIGHT), f"node {node.kind}"), svg.framed(x + 8, y, (WIDTH - 12, HEIGHT), lines)]
    if node.pages > 1:
        shapes.insert(0, svg.box(x + LIFTED, y + LIFTED, (WIDTH, HEIGHT), f"node under {node.kind}"))
    return svg.group(shapes, title=f"{node.label} — {node.detail}", href=node.href)


def _line(line: Line, places: dict[str, Place], *, named: bool) -> str:
    """A line with its arrow; what it says is written on the one line under which the child is placed."""
    start, end = places[line.parent], places[line.child]
    x, to = _left(start) + WIDTH, _left(end)
    shapes = [svg.path(_steps(x, start.middle, to, end.middle), f"line {_style(line)}")]
    if line.established:
        shapes.append(svg.path(f"M{to - 7} {end.middle - 4}L{to} {end.middle}L{to - 7} {end.middle + 4}Z", "head"))
    if named and to > x:
        shapes.extend(_label(line, to - ACROSS + ELBOW, end.middle))
    return svg.group(shapes, title=_says(line), href=line.href)


def _steps(x: int, y: int, to: int, down_to: int) -> str:
    """Right, up or down, right again; a line that runs backwards bows out below the boxes."""
    if to > x:
        return f"M{x} {y}H{x + ELBOW}V{down_to}H{to}"
    return f"M{x} {y}C{x + ACROSS} {y} {to - ACROSS} {down_to} {to} {down_to}"


def _style(line: Line) -> str:
    if line.rest:
        return "rest"
    if not line.established:
        return "open"
    return "strong" if round(line.confidence, 2) >= STRONG else "weak"


def _label(line: Line, x: int, y: int) -> Iterator[str]:
    """How many material changes, the first of them by name, and how sure the line is."""
    if line.material is not None:
        width = 16 + 7 * len(str(line.material))
        style = "badge some" if line.material else "badge none"
        yield svg.box(x + 5, y - 9, (width, 18), style, round_by=9)
        number = "badge-number" if line.material else "badge-number none"
        yield svg.text(x + 5 + width // 2, y + 4, str(line.material), number)
        if line.first:
            yield svg.text(x + width + 10, y - 4, short(line.first[0], CHANGE_LETTERS), "on-line")
        sure = confidence(line.confidence) if line.established else "direction open"
        yield svg.text(x + 5, y + 20, sure, "on-line quiet")


def _says(line: Line) -> str:
    if line.rest:
        return "texts that stand in the table"
    what = "not compared here" if line.material is None else counted(line.material, "material change")
    if line.first:
        more = ", …" if line.material is not None and line.material > len(line.first) else ""
        what = f"{what}: {', '.join(line.first)}{more}"
    sure = confidence(line.confidence)
    way = sure if line.established else f"{NOT_ESTABLISHED}, this one {sure}"
    return f"{what}; {way}"
