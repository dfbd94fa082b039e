"""Which lists of a page are menus: many short links or choices, which no reader takes for a part of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copydesk.articles.pieces import plain
from copydesk.articles.tags import OWN, numbers_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHOICE = "select"
LISTS = ("ul", "ol", "menu", "nav", _CHOICE)
# A list of fewer items may name the authors of an article, its date or its subjects. Nearly all items are links.
_FEWEST = 5
_LINKED = 0.8
# An item of more letters is a headline or a sentence, and in scripts without spaces fewer say as much; one with two
# numbers may be a date.
_BETWEEN = "\x1f"
_LONGEST = 40
_TELLING_DENSE = re.compile(r"[\u2e80-\ua4cf\uac00-\ud7af][^\x1f]{11}").search
_TELLING = re.compile(r"\d[^\x1f\d]+\d").search
_TELLING_PLAIN = re.compile(r"[0-9][^\x1f0-9]+[0-9]").search
# Lists stand in each other, and what is none is looked into on each level: so many letters a page.
_MOST_LETTERS = 200_000
_SHOWN = ("img", "amp-img", "table", "iframe", "input", "video", "audio")
_OTHERS, _SHOWN_BY = frozenset(numbers_of(_SHOWN).values()), ",".join(_SHOWN)
_LINK_NUMBER, _CHOICE_NUMBER = numbers_of(("a", _CHOICE)).values()


class Menus:
    """The menus of a page."""

    def __init__(self) -> None:
        self.left = _MOST_LETTERS

    def menu_at(self, element: LexborNode) -> str | None:
        """The items of a list as one text, if the list is a menu."""
        if self.left <= 0:
            return None
        text = element.text(deep=True, separator=_BETWEEN, strip=True, skip_empty=True)
        self.left -= _LONGEST + len(text)
        items = text.split(_BETWEEN)
        if len(items) < _FEWEST or max(map(len, items)) > _LONGEST or _is_telling(text):
            return None
        tags = [node.tag_id for node in element.traverse()]
        if tags[0] != _CHOICE_NUMBER and tags.count(_LINK_NUMBER) < _LINKED * len(items):
            return None
        # What shows something beside its text would be lost; it may be a tag that HTML does not know.
        if (max(tags) > OWN or not _OTHERS.isdisjoint(tags)) and not all(map(_is_bare, element.css(_SHOWN_BY))):
            return None
        return plain(" ".join(items))


def _is_telling(text: str) -> bool:
    """Whether one of some items is a headline in a script without spaces, or may be a date."""
    if text.isascii():
        return _TELLING_PLAIN(text) is not None
    # Either by itself is looked for in a fourth of the time that both take in one pattern.
    return (_TELLING_DENSE(text) or _TELLING(text)) is not None


def _is_bare(node: LexborNode) -> bool:
    """Whether a node that shows something is a picture without words."""
    return node.tag in ("img", "amp-img") and not node.attributes.get("alt")
