"""A parsed tree into pieces: every text in page order, each with the block it stands in. One loop; nothing recurs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from copydesk.articles.hints import OF_TAG, Hint, of_class
from copydesk.articles.menus import LISTS, Menus
from copydesk.articles.pieces import MENU, Piece, plain
from copydesk.articles.tables import data_rows
from copydesk.articles.tags import TEXT, numbers_of
from copydesk.articles.wrapping import unwrapped

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NOTHING, _BLOCK, _TEXT, _BREAK, _IMAGE, _TABLE, _LIST = range(7)
_BLOCKS = (
    "html body address article aside audio blockquote button caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li listing main menu nav"
    " noscript object ol optgroup option p plaintext pre search section select summary tbody td textarea tfoot th thead"
    " tr ul video xmp"
)
# What an element does to the line being read when it opens; tags that are not here do nothing.
_EVENTS: dict[str, int] = {
    **dict.fromkeys(_BLOCKS.split(), _BLOCK),
    TEXT: _TEXT,
    "br": _BREAK,
    "img": _IMAGE,
    "amp-img": _IMAGE,
    "table": _TABLE,
    **dict.fromkeys(LISTS, _LIST),
}
# The same by the numbers of tags; those of tags that HTML does not know are learned on each page.
_EVENTS_BY_NUMBER = {number: _EVENTS[tag] for tag, number in numbers_of(_EVENTS).items()}
# What the texts in an element are: flags, so that an element adds its own to those of the one around it.
_LINK, _STRONG, _ASIDE = 1, 2, 4
# What kind of element it is: one that gives its texts one of the first two flags or none, or one of these.
_BOX, _RAISED, _OVERLAY, _CUSTOM = range(8, 12)
_KINDS = {"a": _LINK, "b": _STRONG, "strong": _STRONG, "rt": _RAISED, "rp": _RAISED, "sup": _RAISED}
_ALL = -1
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Inline elements that say nothing about their text, so that pages style them as boxes beside each other.
_BARE = frozenset(("a", "span", "time", "label", "data", "abbr", "cite", "output"))
# What pages call the cards that they show over a line when a pointer rests on it.
_OVER = re.compile(r"\b(?:rollover|hover|hovercard|tooltip|tooltiptext|popup|popover|flyout)(?![a-z])", re.IGNORECASE)
# In these a custom element is a part of the line; elsewhere it stands by itself.
_RUNNING = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd a span b i em strong td th figcaption label summary".split())
_TELLING = frozenset(("hidden", "style", "role", "itemprop"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE)
_LINED_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_ROLES = {
    "navigation": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "dialog": "dialog",
}
_OF_PROPERTY = {
    "articlebody": Hint.BODY.value,
    "headline": Hint.TITLE.value,
    "author": Hint.BYLINE.value,
    "description": Hint.STANDFIRST.value,
    "datepublished": Hint.DATE.value,
    "datemodified": Hint.DATE.value,
    "caption": Hint.CAPTION.value,
    "comment": Hint.COMMENTS.value,
}
_WIDGET, _PICTURE, _HIDDEN = Hint.WIDGET.value, Hint.IMAGE.value, Hint.HIDDEN.value
# A mark that refers to a footnote has at most this many characters, brackets included.
_LONGEST_MARK = 6
_PAIR = 2


# An open block element, what its pieces have in common: tag, hints, class names, container, wrapper and mode. What
# holds for the text directly in an element: its block, its hints, its flags, its number, and that of the element around
# it. Plain tuples, as every element around a text has one.
_Block = tuple[str, int, str, int, int, int]
_Scope = tuple[_Block, int, int, int, int]
# What an element's own markup says: hints, kind, modes that its block may have, tag, and names.
_Told = tuple[int, int, int, str, str]
# Modes of a block: line ends count; a row of a table of data.
_LINES, _ROW = 1, 2
# The tags of elements that stand by themselves, and the modes that tags give.
_BOXES = frozenset(tag for tag, event in _EVENTS.items() if event in (_BLOCK, _TABLE, _LIST))
_MODES = {**dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _LINES), "tr": _ROW}
_TAG: Final = 0
_CLASSES: Final = 2
_CONTAINER: Final = 3
_WRAPPER: Final = 4
_MODE: Final = 5
_FLAGS: Final = 2
_OUTSIDE: Final = 4
_ROOT: _Block = ("body", 0, "", 0, 0, 0)


_piece = tuple.__new__


class Walk:
    """The pieces so far, and the text of the piece being read."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.nodes = root.traverse(include_text=True, skip_empty=True)
        self.pieces: list[Piece] = []
        self.block = _ROOT
        self.gap = True
        outermost: _Scope = (_ROOT, 0, 0, 0, 0)
        self.scopes = {root.mem_id: outermost}
        self.told: dict[tuple[int, str | None, str | None], _Told] = {}
        self.rows: set[int] = set()
        self.menus = Menus()
        self.last: LexborNode | None = None
        self.parts: list[str] = []
        self.images: list[Piece] = []
        self.notes: list[str] = []
        self.noted = 0
        self.linked = self.strong = 0
        self.hints = _ALL

    def run(self) -> list[Piece]:  # noqa: C901 - one loop over every node, in which a call would cost most
        """Read the tree to its end.

        Nothing is asked of an element but its tag until a text stands in it: a quarter of all elements hold none.
        """
        parts, rows, root = self.parts, self.rows, self.root
        events, scope_of = _EVENTS_BY_NUMBER.copy(), self.scopes.get
        for node in self.nodes:
            try:
                event = events[node.tag_id]
            except KeyError:
                event = events[node.tag_id] = _EVENTS.get(node.tag or "", _NOTHING)
            if event == _TEXT:
                parent = node.parent or root
                at = parent.mem_id
                scope = scope_of(at) or self.enter_element(parent, at)
                block, hints, flags, _, _ = scope
                if flags or block is self.block or block[_MODE]:
                    self.take(node, scope)
                    continue
                # Most texts are the first of a block and need no more than this.
                if parts or self.images or self.notes:
                    self.close()
                self.gap = True
                self.block, self.last, self.hints = block, node, hints
                parts.append(node.text_content or "")
            elif event == _NOTHING:
                continue
            elif event == _BLOCK and not rows:
                if parts:
                    self.close()
                self.gap = True
            elif event == _BREAK:
                self.line_break()
            elif event == _IMAGE:
                self.image(node)
            else:
                self.box(node, event)
        self.close()
        return self.pieces

    def menu(self, node: LexborNode, text: str) -> None:
        """Take up a list of links or choices as one piece, and empty it, so that the walk passes over it."""
        node.inner_html = ""
        self.close()
        block, hints, _, container, wrapper = self.scope_at(node)
        fields = (text, MENU, hints, 1.0, 0.0, container, wrapper, True, block[_CLASSES])
        self.pieces.append(_piece(Piece, fields))
        self.gap = True

    def box(self, node: LexborNode, event: int) -> None:
        """A list opens, or a block on a page with tables; in a row of data it is no more than a space."""
        if event == _LIST and not self.rows and (menu := self.menus.menu_at(node)):
            self.menu(node, menu)
            return
        if self.rows and self.scope_at(node.parent or self.root)[0][_MODE] == _ROW:
            self.parts += [" "] if self.parts else []
            return
        self.close()
        self.gap = True
        if event == _TABLE:
            self.rows.update(data_rows(node))

    def line_break(self) -> None:
        """A line ends; in a heading it goes on, and a second break in a row parts paragraphs."""
        if not self.parts:
            self.gap = True
        elif self.block[_TAG] in _HEADINGS:
            self.parts.append(" ")
        else:
            self.close()

    def take(self, node: LexborNode, scope: _Scope) -> None:
        """Take up the text of a node, for which this holds."""
        block, hints, flags, _, _ = scope
        text, parts = node.text_content or "", self.parts
        if flags >= _ASIDE:
            self.notes.append(text)
            self.noted |= hints
            return
        if block is not self.block:
            self.enter(block)
        if block[_MODE] == _LINES:
            self.take_lines(node, text, scope)
            return
        if parts and not (parts[-1][-1].isspace() or text[0].isspace()) and _parted(self.last, node):
            parts.append(" ")
        self.last = node
        parts.append(text)
        if flags:
            bare = len(text.strip())
            self.linked += bare if flags & _LINK else 0
            self.strong += bare if flags & _STRONG else 0
        self.hints &= hints

    def take_lines(self, node: LexborNode, text: str, scope: _Scope) -> None:
        """Take up a text whose line ends count; an empty line parts paragraphs, a line broken at a width does not."""
        if self.last is not None and self.parts:
            text = _space_between(self.last, node) + text
        self.last = node
        for place, line in enumerate(unwrapped(text.split("\n"))):
            if place:
                self.close()
            if line and not line.isspace():
                self.parts.append(line)
                self.linked += len(line) if scope[_FLAGS] & _LINK else 0
                self.strong += len(line) if scope[_FLAGS] & _STRONG else 0
                self.hints &= scope[1]
            elif place:
                self.gap = True

    def enter(self, block: _Block) -> None:
        """What follows stands in this block."""
        if self.parts or self.images or self.notes:
            self.close()
        self.gap = True
        self.block = block

    def close(self) -> None:
        """End the piece being read, and put after it the images and notes that stood in it."""
        if parts := self.parts:
            text = plain(parts[0] if len(parts) == 1 else "".join(parts))
            parts.clear()
            if text:
                tag, hints, classes, container, wrapper, _ = self.block
                linked = min(1.0, self.linked / len(text)) if self.linked else 0.0
                strong = min(1.0, self.strong / len(text)) if self.strong else 0.0
                fields = (text, tag, hints | self.hints, linked, strong, container, wrapper, self.gap, classes)
                self.pieces.append(_piece(Piece, fields))
            self.gap = not text
            self.linked = self.strong = 0
            self.hints = _ALL
        if self.images:
            self.pieces += self.images
            self.images.clear()
        if self.notes:
            self.notes_end()

    def notes_end(self) -> None:
        """Put what stands over a line, readings, footnote marks and cards, after it."""
        text = plain(" ".join(self.notes))
        self.notes.clear()
        _, _, classes, container, wrapper, _ = self.block
        if text:
            hints = self.noted | _WIDGET
            self.pieces.append(Piece(text, "sup", hints, 0.0, 0.0, container, wrapper, True, classes))
        self.noted = 0

    def image(self, node: LexborNode) -> None:
        """An image's alternative text is a piece of its own; inside a line of text it comes after that line."""
        attributes = node.attributes
        text = plain(attributes.get("alt") or "")
        if not text:
            return
        block, hints, flags, _, _ = self.scope_at(node.parent or self.root)
        if block is not self.block:
            self.enter(block)
        shown = self.images if self.parts else self.pieces
        if shown and shown[-1].tag == "img" and shown[-1].text == text and _is_fallback(node):
            return
        told = self.learn(node, (node.tag_id, attributes.get("class"), attributes.get("id")))
        hints |= told[0] | _hints_of(attributes) | _PICTURE
        linked = float(flags & _LINK)
        fields = (text, "img", hints, linked, 0.0, block[_CONTAINER], block[_WRAPPER], True, "")
        shown.append(_piece(Piece, fields))

    def scope_at(self, node: LexborNode) -> _Scope:
        """What holds inside an element."""
        at = node.mem_id
        return self.scopes.get(at) or self.enter_element(node, at)

    def enter_element(self, node: LexborNode, at: int) -> _Scope:  # noqa: C901 - one loop over elements, as in `run`
        """What holds inside an element of this number, which is entered, and those around it that were not yet."""
        scopes, told_of = self.scopes, self.told.get
        entered = [(at, node)]
        node = node.parent or self.root
        while (scope := scopes.get(at := node.mem_id)) is None:
            entered.append((at, node))
            node = node.parent or self.root
        block, hints, flags, outside, _ = scope
        number = len(scopes)
        while entered:
            at, element = entered.pop()
            # Most elements have a class and nothing else, or nothing.
            if attributes := element.attributes:
                named = attributes.get("class")
                if len(attributes) > (named is not None):
                    key = (element.tag_id, named, attributes.get("id"))
                    told = told_of(key) or self.learn(element, key)
                    if not _TELLING.isdisjoint(attributes):
                        told = _told_further(told, attributes)
                else:
                    key = (element.tag_id, named, None)
                    told = told_of(key) or self.learn(element, key)
            else:
                key = (element.tag_id, None, None)
                told = told_of(key) or self.learn(element, key)
            own, kind, modes, tag, names = told
            hints |= own
            if kind < _BOX:
                flags |= kind
            elif kind == _BOX or (kind == _CUSTOM and _is_box(element)):
                _, _, _, wrapper, _, mode = block
                if mode != _ROW:
                    if modes:
                        mode = _ROW if at in self.rows else (modes & _LINES) or mode
                    block = (tag, hints, names, outside, wrapper, mode)
            elif flags < _ASIDE and _stands_aside(element, tag, kind, link=bool(flags & _LINK)):
                flags |= _ASIDE
            scopes[at] = scope = (block, hints, flags, number, outside)
            outside = number
            number += 1
        return scope

    def learn(self, element: LexborNode, key: tuple[int, str | None, str | None]) -> _Told:
        """What tag, class and id say; a page has them again and again, and looking into its own few is quickest."""
        _, named, own = key
        if (named and len(named) > _LONGEST_NAMES) or (own and len(own) > _LONGEST_NAMES):
            named, own = (named or "")[:_LONGEST_NAMES], (own or "")[:_LONGEST_NAMES]
        told = self.told[key] = _told(element.tag or "", named, own)
        return told

    @property
    def around(self) -> list[int]:
        """For the number of each element that holds text the number of the one around it."""
        return [scope[_OUTSIDE] for scope in self.scopes.values()]


# Names of classes run to some hundred letters; a page made to fill the memory of names has longer ones.
_LONGEST_NAMES = 800


# The hints, the kind and the modes that a tag alone gives.
_OF_TAG = {
    tag: (OF_TAG.get(tag, 0), _BOX if tag in _BOXES else _KINDS.get(tag, 0), _MODES.get(tag, 0))
    for tag in (*OF_TAG, *_BOXES, *_KINDS)
}


@lru_cache(maxsize=8192)
def _told(tag: str, named: str | None, own: str | None) -> _Told:
    """What tag, class and id of an element say."""
    names = (f"{named} {own}" if named and own else named or own or "").strip()
    hints, kind, modes = _OF_TAG.get(tag) or (0, _CUSTOM if "-" in tag else 0, 0)
    if names:
        hints |= of_class(names)
        if tag == "span" and _is_over(names):
            kind = _OVERLAY
    return hints, kind, modes, tag, names


def _is_over(names: str) -> bool:
    """Whether an element is called a card shown over a line; most names are told by a search for plain letters."""
    if names.isascii():
        small = names.lower()
        if not ("over" in small or "tooltip" in small or "popup" in small or "flyout" in small):
            return False
    return _OVER.search(names) is not None


def _told_further(told: _Told, attributes: dict[str, str | None]) -> _Told:
    """What an element says whose attributes may hide it or make it a heading or a box, or make its line ends count."""
    hints, kind, modes, tag, names = told
    if attributes.get("role") == "heading":
        tag, modes = "h2", modes & _LINES
    if style := attributes.get("style"):
        kind = _BOX if _BLOCK_STYLE.search(style) else kind
        modes |= _LINES if _LINED_STYLE.search(style) else 0
    return hints | _hints_of(attributes), kind, modes, tag, names


def _hints_of(attributes: dict[str, str | None]) -> int:
    """The hints of an element's attributes other than class and id."""
    found = 0
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        found |= _HIDDEN
    role = attributes.get("role")
    if role:
        found |= OF_TAG.get(_ROLES.get(role, ""), 0)
    named = attributes.get("itemprop")
    if named:
        found |= _OF_PROPERTY.get(named.strip().lower(), 0)
    return found


def _stands_aside(element: LexborNode, tag: str, kind: int, *, link: bool) -> bool:
    """Whether what stands in an element of a line is shown over the line, and no part of it."""
    if kind == _RAISED:
        return tag != "sup" or _is_mark(element, link=link)
    return kind == _OVERLAY and _is_card(element)


def _parted(before: LexborNode | None, after: LexborNode) -> bool:
    """Whether white space stands between two texts, or they stand in boxes side by side."""
    return before is not None and (bool(_space_between(before, after)) or _beside(before, after))


def _space_between(before: LexborNode, after: LexborNode) -> str:
    """The white space in nodes between two texts of a line, of which the walk hears nothing."""
    found = ""
    node: LexborNode | None = after
    while node is not None:
        while node is not None and node.prev is None:
            node = node.parent
        node = node.prev if node is not None else None
        while node is not None and node.last_child is not None:
            node = node.last_child
        if node is None or node.mem_id == before.mem_id:
            break
        if node.is_empty_text_node:
            found = (node.text_content or "") + found
    return found


def _beside(before: LexborNode, after: LexborNode) -> bool:
    """Whether two texts stand in boxes side by side, which pages show apart though no space parts them.

    Two links are always two; other elements only where a word ends and a capital or a number begins, as a letter set
    large at the head of a paragraph stands in an element of its own and is no word. Words of capitals have two or more.
    """
    left, right = before.parent, after.parent
    if left is None or right is None or before.next is not None or after.prev is not None:
        return False
    if left.tag not in _BARE or right.tag not in _BARE or left.mem_id == right.mem_id:
        return False
    if left.tag == right.tag == "a":
        return True
    ends, begins = (before.text_content or "")[-2:], (after.text_content or "")[:2]
    if begins[0].isupper():
        return not ends[-1].isupper() or (ends.isupper() and begins.isupper() and len(ends) == len(begins) == _PAIR)
    return begins[0].isdigit() and ends.isalpha() and ends[-1].islower()


def _is_box(element: LexborNode) -> bool:
    """Whether a custom element stands by itself: in no paragraph, and between no words of a line."""
    parent = element.parent
    if parent is None or parent.tag in _RUNNING:
        return False
    return not (_says(element.prev) or _says(element.next))


def _says(node: LexborNode | None) -> bool:
    return node is not None and bool(node.is_text_node and (node.text_content or "").strip())


def _is_mark(element: LexborNode, *, link: bool) -> bool:
    """Whether a raised text is the mark of a footnote: a short link."""
    child = element.child
    if child is not None and child.tag == "a":
        link, child = True, child.child
    return link and child is not None and len((child.text_content or "?" * 9).strip()) <= _LONGEST_MARK


def _is_card(element: LexborNode) -> bool:
    """Whether an element of a line is shown over it on demand: one named so, in another that has the words beneath."""
    parent = element.parent
    return parent is not None and parent.tag == "span" and bool(_OVER.search(parent.attributes.get("class") or ""))


def _is_fallback(node: LexborNode) -> bool:
    """Whether an image stands there for readers without scripts."""
    parent = node.parent
    above = parent.parent if parent is not None else None
    return any(one is not None and one.tag == "noscript" for one in (parent, above))
