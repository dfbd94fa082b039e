"""Tags by the numbers that the parser has for them: an element tells its number in half the time of its name."""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

TEXT = "-text"
"""What the parser calls a text."""

OWN = 1_000
"""Numbers below this one are the same on every page; a tag that HTML does not know has a greater one of its page."""


def numbers_of(tags: Iterable[str]) -> dict[str, int]:
    """The number of each of these tags, or of `TEXT`, that HTML knows."""
    tree = LexborHTMLParser(TEXT)
    text = tree.body.child if tree.body is not None else None
    numbers = {tag: tree.create_node(tag).tag_id for tag in tags if tag != TEXT}
    if text is not None:
        numbers[TEXT] = text.tag_id
    return {tag: numbers[tag] for tag in tags if tag in numbers and numbers[tag] < OWN}
