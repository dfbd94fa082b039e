"""Text whose lines were broken at a fixed width, as mail and old terminals do, put back into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Widths at which programs break lines; a page with longer ones is not broken, one with shorter ones is a list or verse.
_NARROWEST, _WIDEST = 45, 110
# So many lines at least, and this share of what the page says, stand in lines that were full when they were broken.
_FEWEST, _SHARE = 5, 0.5
# A sentence goes on with a small letter more often than so; a headline seldom.
_MIDST = 0.3
# One line in fifty may be longer than the width: an address, a headline.
_LONGER = 0.02
_ITEM = re.compile(r"\s*(?:[\u2022\u25e6\u25aa\u2023\u00b7*#>|+-]|\(?\d{1,3}[.)]|\[\d+\])\s")
# Scripts without spaces between words break at any sign.
_DENSE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_EDGE = re.compile(r"\s*\S+")


def unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a page, those joined that were one paragraph; the same lines where the page was not broken so.

    A line was broken at the width of the page if the next word would not have fitted on it. Where most of a page's
    text stands in such lines the width is the page's own; lines with room for more end their paragraph.
    """
    width = _width(lines)
    if width is None:
        return lines
    afters = [*lines[1:], ""]
    full = [_is_full(line, after, width) for line, after in zip(lines, afters, strict=True)]
    broken = [(len(line), after) for line, after, is_full in zip(lines, afters, full, strict=True) if is_full]
    if len(broken) < _FEWEST or sum(size for size, _ in broken) < _SHARE * sum(map(len, lines)):
        return lines
    if sum(not after.lstrip()[0].isupper() for _, after in broken) < _MIDST * len(broken):
        return lines
    joined: list[str] = []
    goes_on = False
    for line, is_full in zip(lines, full, strict=True):
        if goes_on:
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
        goes_on = is_full
    return joined


def _width(lines: Sequence[str]) -> int | None:
    """The length of the longest lines, a few outliers left out, if it is one at which lines are broken."""
    sizes = sorted(map(len, lines))
    if len(sizes) <= _FEWEST:
        return None
    width = sizes[-1 - max(1, int(_LONGER * len(sizes)))]
    return width if _NARROWEST <= width <= _WIDEST else None


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line had no room on this one, so that the two are one paragraph."""
    if 2 * len(line) < width or not after or after.isspace() or _ITEM.match(after):
        return False
    indent = len(after) - len(after.lstrip())
    if indent > len(line) - len(line.lstrip()) + 1 and not _ITEM.match(line):
        return False
    word = _EDGE.match(after.lstrip())
    needed = 1 if _DENSE.match(after.lstrip()) else 1 + (word.end() if word else 0)
    return len(line.rstrip()) + needed > width


def _join(before: str, after: str) -> str:
    before, after = before.rstrip(), after.strip()
    glue = "" if _DENSE.match(before[-1:]) and _DENSE.match(after) else " "
    return f"{before}{glue}{after}"
