"""The ladder from pages to accounts as a drawing: one bar a rung, on one scale for the whole brief."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.reports import svg

WIDTH, BAR, GAP = 150, 5, 2


def draw_ladder(steps: Sequence[tuple[int, str]], *, scale: int = 1) -> str:
    """The bars as SVG, full at `scale` pages; the words stand beside them, so they are hidden from those who listen."""
    most = max(scale, *(amount for amount, _ in steps), 1)
    bars = [
        svg.box(0, place * (BAR + GAP), (max(3, amount * WIDTH // most), BAR), f"rung-{place}", round_by=1)
        for place, (amount, _) in enumerate(steps)
    ]
    height = max(1, len(steps) * (BAR + GAP) - GAP)
    return (
        f'<svg class="rungs-drawn" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        f' aria-hidden="true">{"".join(bars)}</svg>'
    )
