"""An article as plain text to read or to feed to a program: title, standfirst, body, and nothing of the page else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from copydesk.records import Article
from copydesk.reports import wording
from copydesk.reports.composing import composed
from copydesk.reports.safe import tidy

# Between two texts that follow each other in one stream.
PARTED = "\n" + "-" * 3 + "\n\n"


def article_text(article: Article) -> str:
    """Title, standfirst and body as lines that end in a newline; a blank line stands between paragraphs."""
    return "\n\n".join(_parts(article)) + "\n"


def field_text(value: Any) -> str:
    """The value of one field of an exported article in words: lists joined, dates as days, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(field_text(one) for one in value)
    if isinstance(value, dict):
        return (
            _days(value) if "low" in value else ", ".join(f"{name}: {field_text(one)}" for name, one in value.items())
        )
    return tidy(str(value))


def _days(published: dict[str, Any]) -> str:
    low, high = published["low"], published["high"]
    return f"{low} ({wording.BASES[published['basis']]})" if low == high else f"{low} to {high}"


def _parts(article: Article) -> Iterator[str]:
    for line in (article.title, article.standfirst):
        if line and (words := _line(line)):
            yield words
    for style, group in groupby(composed(article), key=lambda block: block.style):
        lines = [line for block in group if (line := _line(block.text))]
        if style == "item":
            yield "\n".join(f"- {line}" for line in lines)
        else:
            yield from lines


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
