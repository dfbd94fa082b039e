"""Plain text that a crawler wrote as Markdown: which page is such, and what one of its lines says without the signs."""

from __future__ import annotations

import re
from typing import NamedTuple

# Two links, two headings, or one of each: a page says "](" or begins a line with "# " by chance once at most.
_FEWEST = 2
_SIGN = re.compile(r"\]\((?:https?:|/|#|mailto:|<|\.)|^#{1,6} \S", re.MULTILINE)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
# Nothing that was taken is given back: a line of dashes that ends otherwise took the cube of its length.
_RULE = re.compile(r"\s*+(?:(?:[-*_=]\s*+){3,}+|`{3,}+\s*+\w*+|\|?(?=[\s:|-]*+$)(?:-{0,2}+[\s:|])*+-{3}[\s:|-]*+)$")
_ITEM = re.compile(r"\s*(?:[*+-]|\d{1,3}[.)])\s+(?=\S)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_ROW = re.compile(r"\s*\|.*\|\s*$")
# Addresses may hold brackets one deep; each part is bounded, so that many open brackets take no square time.
_TARGET = r"\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s+[\"'][^\"'\n]{0,500}[\"'])?\)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,1000}})\]{_TARGET}")
_LINK = re.compile(rf"\[([^\[\]]{{0,1000}})\]{_TARGET}")
_STRONG = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)([^*_]{1,500}?)(?<=\S)\1(?![\w*])")
_STRESSED = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]{1,500}?)(?<=\S)\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


class Line(NamedTuple):
    """What a line says, the element that it would be, its links' and strong words' letters, its images' texts."""

    text: str
    tag: str
    linked: int
    strong: int
    images: tuple[str, ...]


def is_markdown(content: str) -> bool:
    """Whether a text has the signs of Markdown more often than by chance."""
    if "](" not in content and "# " not in content:
        return False
    return sum(1 for _, _ in zip(_SIGN.finditer(content), range(_FEWEST), strict=False)) >= _FEWEST


def line_of(line: str) -> Line:
    """A line of Markdown without its signs; addresses of links go, as they do in HTML."""
    if _RULE.match(line):
        return Line("", "", 0, 0, ())
    line, tag = _element(line)
    images: list[str] = []
    counts = {"linked": 0, "strong": 0}

    def image(found: re.Match[str]) -> str:
        images.append(found.group(1))
        return ""

    def link(found: re.Match[str]) -> str:
        counts["linked"] += len(found.group(1))
        return found.group(1)

    def strong(found: re.Match[str]) -> str:
        counts["strong"] += len(found.group(2))
        return found.group(2)

    if "](" in line:
        line = _LINK.sub(link, _IMAGE.sub(image, line))
    if "*" in line or "_" in line:
        line = _STRESSED.sub(r"\2", _STRONG.sub(strong, line))
    return Line(_ESCAPED.sub(r"\1", line), tag, counts["linked"], counts["strong"], tuple(images))


def _element(line: str) -> tuple[str, str]:
    """A line without the sign that it begins with, and the HTML element that the sign stands for."""
    if heading := _HEADING.match(line):
        # The signs may stand behind the words too.
        return heading.group(2).rstrip().rstrip("#").rstrip(), f"h{len(heading.group(1))}"
    tag = ""
    if quote := _QUOTE.match(line):
        line, tag = line[quote.end() :], "blockquote"
    if item := _ITEM.match(line):
        return line[item.end() :], "li"
    if _ROW.match(line):
        return " ".join(cell.strip() for cell in line.split("|")), "tr"
    return line, tag
