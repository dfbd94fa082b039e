"""The few shapes that the drawings need, as SVG text: whole numbers, escaped words, no style of its own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from copydesk.reports.safe import tidy


def framed(x: int, y: int, size: tuple[int, int], shapes: Iterable[str]) -> str:
    """Shapes of which nothing shows outside a frame; their places count from the frame's corner."""
    return f'<svg x="{x}" y="{y}" width="{size[0]}" height="{size[1]}">{"".join(shapes)}</svg>'


def picture(kind: str, width: int, height: int, label: str, *, shapes: Iterable[str]) -> str:
    """A drawing with a name for those who do not see it; `kind` is the class by which the style sheet finds it."""
    return (
        f'<svg class="{kind}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="group" aria-label="{words(label)}">{"".join(shapes)}</svg>'
    )


def text(x: int, y: int, content: str, style: str) -> str:
    """A line of words from `x` on, its foot at `y`."""
    return f'<text class="{style}" x="{x}" y="{y}">{words(content)}</text>'


def path(steps: str, style: str) -> str:
    """A line through the given steps."""
    return f'<path class="{style}" d="{steps}"/>'


def box(x: int, y: int, size: tuple[int, int], style: str, *, round_by: int = 2) -> str:
    """A rectangle from its upper left corner, width and height in `size`."""
    return f'<rect class="{style}" x="{x}" y="{y}" width="{size[0]}" height="{size[1]}" rx="{round_by}"/>'


def dot(x: int, y: int, radius: int, style: str) -> str:
    """A disc."""
    return f'<circle class="{style}" cx="{x}" cy="{y}" r="{radius}"/>'


def group(shapes: Iterable[str], *, title: str, href: str | None = None) -> str:
    """Shapes with a title, leading somewhere if `href` says so."""
    inside = f"<title>{words(title)}</title>{''.join(shapes)}"
    return f"<g>{inside}</g>" if href is None else f'<a href="{words(href)}">{inside}</a>'


def words(content: str) -> str:
    """What strangers wrote, escaped for an attribute or between tags."""
    return escape(tidy(content), quote=True)
