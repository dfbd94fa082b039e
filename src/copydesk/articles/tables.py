"""Which tables hold data, so that a row is one statement, and which only lay a page out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Cells of data are short; a cell longer than this is a text, and the table is the page's layout.
_LONGEST_CELL = 120
# A cell that holds more nodes than this is a part of the page.
_MOST_NODES = 24
_FEWEST_ROWS, _MOST_COLUMNS = 2, 30
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
_STRUCTURE = frozenset("table ul ol form article section figure h1 h2 h3 h4 h5 h6 nav select textarea iframe".split())


def data_rows(table: LexborNode) -> tuple[int, ...]:
    """The numbers (`mem_id`) of a table's rows where it holds data, none where it is the layout of a page.

    Data stand in two rows or more of two short cells or more, the same number in nearly every row.
    """
    rows, widths = [], []
    for row in _rows(table):
        cells = [cell for cell in row.iter() if cell.tag in _CELLS]
        if len(cells) > _MOST_COLUMNS or not all(map(_is_short, cells)):
            return ()
        rows.append(row.mem_id)
        widths.append(len(cells))
    wide = [width for width in widths if width > 1]
    if len(wide) < _FEWEST_ROWS or 2 * wide.count(max(set(wide), key=wide.count)) < len(widths):
        return ()
    return tuple(rows)


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in _SECTIONS:
            yield from (row for row in part.iter() if row.tag == "tr")


def _is_short(cell: LexborNode) -> bool:
    """Whether a cell holds a word or a few; looks at a bounded number of nodes, as tables may nest."""
    size = 0
    for place, node in enumerate(cell.traverse(include_text=True)):
        if place > _MOST_NODES or node.tag in _STRUCTURE:
            return False
        size += len(node.text_content or "") if node.is_text_node else 0
        if size > _LONGEST_CELL:
            return False
    return True
