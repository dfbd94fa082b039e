"""HTML into pieces and metadata, parsed once. No script is run, nothing is fetched, nothing recurs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from copydesk.articles.hints import OF_TAG, Hint, of_class
from copydesk.articles.pieces import Piece

_BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table caption tbody td tfoot th"
    " thead tr ul legend optgroup option select textarea button video audio iframe object noscript".split()
)
_SKIPPED = frozenset("script style template svg math head canvas map track source param link meta base".split())
_PLAIN_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*>")
# Elements that need no end tag, or have none: they do not count as nesting.
_OPEN_ENDED = frozenset(
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup area base br col embed hr img input link meta param"
    " source track wbr html head body".split()
)
# Browsers stop nesting at 512 elements; the parser's time grows with the square of the depth (20,000 nested div take
# 0.4 s, 40,000 nested ul/li 1.7 s), so deeper tags are taken out before parsing. Their text stays.
_DEEPEST = 512


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: its pieces, the `head` tree's facts as (name, value) pairs, and the JSON-LD scripts as written."""

    pieces: list[Piece]
    facts: list[tuple[str, str]]
    scripts: list[str]


@dataclass(slots=True)
class _Scope:
    """What holds inside one open element."""

    tag: str
    hints: int
    block: bool
    link: bool
    strong: bool
    pre: bool
    number: int
    container: int
    wrapper: int
    classes: str


@dataclass(slots=True)
class _Buffer:
    """The text of the piece being read, and the pieces so far."""

    pieces: list[Piece] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    images: list[Piece] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    hints: int = 0
    gap: bool = True

    def add(self, text: str, scope: _Scope) -> None:
        """Take up a text node."""
        bare = len(text.strip())
        if not bare:
            if self.parts:
                self.parts.append(" ")
            return
        self.parts.append(text)
        self.linked += bare if scope.link else 0
        self.strong += bare if scope.strong else 0
        self.hints = scope.hints if self.hints < 0 else self.hints & scope.hints

    def flush(self, scope: _Scope, *, gap: bool) -> None:
        """Close the piece being read, which stands in the block of this scope."""
        text = _PLAIN_SPACE.sub(" ", "".join(self.parts)).strip()
        if text:
            size = len(text)
            self.pieces.append(
                Piece(
                    text,
                    scope.tag,
                    scope.hints | max(self.hints, 0),
                    min(1.0, self.linked / size),
                    min(1.0, self.strong / size),
                    scope.container,
                    scope.wrapper,
                    self.gap,
                    scope.classes,
                )
            )
            self.gap = False
        self.parts.clear()
        self.linked = self.strong = 0
        self.hints = -1
        if self.images:
            self.pieces.extend(self.images)
            self.images.clear()
        self.gap = self.gap or gap


def parse(content: str) -> Markup:
    """The pieces and the metadata of an HTML page; whatever the markup, something comes back."""
    tree = LexborHTMLParser(shallow(content))
    facts: list[tuple[str, str]] = []
    scripts: list[str] = []
    if tree.head is not None:
        for node in tree.head.iter():
            _head_fact(node, facts, scripts)
    root = tree.root
    if root is not None and root.attributes.get("lang"):
        facts.append(("html:lang", root.attributes["lang"] or ""))
    start = tree.body if tree.body is not None else root
    pieces = _walk(start, facts, scripts) if start is not None else []
    return Markup(pieces, facts, scripts)


def shallow(content: str) -> str:
    """The same page without the tags that nest deeper than any real page does."""
    if content.count("<") <= 8 * _DEEPEST:
        return content
    depth = 0
    pruned: list[str] = []
    place = 0
    for found in _TAG.finditer(content):
        if found.group(2).lower() in _OPEN_ENDED:
            continue
        closing = bool(found.group(1))
        beyond = depth > _DEEPEST
        depth = max(0, depth - 1) if closing else depth + 1
        if beyond:
            pruned.append(content[place : found.start()])
            place = found.end()
    return "".join([*pruned, content[place:]]) if pruned else content


def _head_fact(node: LexborNode, facts: list[tuple[str, str]], scripts: list[str]) -> None:
    """What an element of the head says."""
    attributes = node.attributes
    tag = node.tag
    if tag == "title":
        facts.append(("title", node.text(deep=True)))
    elif tag == "meta":
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        value = attributes.get("content")
        if name and value and value.strip():
            facts.append((f"meta:{name.strip().lower()}", value.strip()))
    elif tag == "link":
        if (attributes.get("rel") or "").strip().lower() == "canonical" and attributes.get("href"):
            facts.append(("link:canonical", (attributes["href"] or "").strip()))
    elif tag == "script":
        _script(node, attributes, scripts)


def _script(node: LexborNode, attributes: dict[str, str | None], scripts: list[str]) -> None:
    if "ld+json" in (attributes.get("type") or "").lower():
        scripts.append(node.text(deep=True))


def _walk(start: LexborNode, facts: list[tuple[str, str]], scripts: list[str]) -> list[Piece]:
    """Every text of the tree in order; a loop, so that depth does not matter."""
    buffer = _Buffer(hints=-1)
    scopes = [_Scope("body", 0, True, False, False, False, 0, 0, 0, "")]
    number = 0
    node: LexborNode | None = start.child
    depth = 0
    while node is not None:
        below = None
        tag = node.tag
        if tag == "-text":
            _text(buffer, node.text_content or "", scopes[-1], scopes)
        elif tag and tag[0] not in "-!" and tag != "_comment":
            below = None if tag in _SKIPPED else node.child
            if tag == "script":
                _script(node, node.attributes, scripts)
            elif tag == "meta":
                _head_fact(node, facts, scripts)
            elif tag not in _SKIPPED:
                number += 1
                scope = _enter(node, tag, scopes, number=number, buffer=buffer, facts=facts)
                if below is not None:
                    scopes.append(scope)
                    depth += 1
                    node = below
                    continue
        node, depth = _after(node, depth, scopes, buffer)
    buffer.flush(scopes[0], gap=True)
    return buffer.pieces


def _after(node: LexborNode, depth: int, scopes: list[_Scope], buffer: _Buffer) -> tuple[LexborNode | None, int]:
    """The next node in page order after a node whose children are done; elements that end here are closed."""
    while True:
        following = node.next
        if following is not None:
            return following, depth
        if depth == 0:
            return None, 0
        scope = scopes.pop()
        if scope.block:
            buffer.flush(scope, gap=True)
        parent = node.parent
        if parent is None:
            return None, 0
        node = parent
        depth -= 1


def _text(buffer: _Buffer, text: str, scope: _Scope, scopes: list[_Scope]) -> None:
    if not scope.pre or "\n" not in text:
        buffer.add(text, scope)
        return
    block = _block_of(scopes)
    for line in text.split("\n"):
        buffer.add(line, scope)
        buffer.flush(block, gap=not line.strip())


def _block_of(scopes: list[_Scope]) -> _Scope:
    return next((scope for scope in reversed(scopes) if scope.block), scopes[0])


def _enter(  # noqa: PLR0913 - the state of the walk
    node: LexborNode,
    tag: str,
    scopes: list[_Scope],
    *,
    number: int,
    buffer: _Buffer,
    facts: list[tuple[str, str]],
) -> _Scope:
    """Open an element: what holds inside it; a block ends the piece before it."""
    outer = scopes[-1]
    attributes = node.attributes
    hints = outer.hints | OF_TAG.get(tag, 0)
    classes = ""
    if attributes:
        classes = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        hints |= of_class(classes) | _of_attributes(attributes)
        _body_facts(node, tag, attributes, facts)
    block = tag in _BLOCKS
    if block:
        buffer.flush(_block_of(scopes), gap=True)
    elif tag == "br":
        buffer.flush(_block_of(scopes), gap=False)
    elif tag == "img":
        _image(buffer, attributes.get("alt"), hints, outer)
    heading = attributes.get("role") == "heading" if attributes else False
    return _Scope(
        tag="h2" if heading else tag,
        hints=hints,
        block=block,
        link=outer.link or tag == "a",
        strong=outer.strong or tag in ("b", "strong"),
        pre=outer.pre or tag == "pre",
        number=number,
        container=outer.number if block else outer.container,
        wrapper=outer.container if block else outer.wrapper,
        classes=classes if block else outer.classes,
    )


def _image(buffer: _Buffer, alt: str | None, hints: int, scope: _Scope) -> None:
    """An image's alternative text is a piece of its own; inside a line of text it comes after that line."""
    text = " ".join((alt or "").split())
    if not text:
        return
    piece = Piece(
        text, "img", hints | Hint.IMAGE.value, float(scope.link), 0.0, scope.container, scope.wrapper, True, ""
    )
    if any(part.strip() for part in buffer.parts):
        buffer.images.append(piece)
    else:
        buffer.pieces.append(piece)


def _of_attributes(attributes: dict[str, str | None]) -> int:
    """The hints of attributes other than class and id."""
    found = 0
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
        found |= Hint.HIDDEN.value
    role = attributes.get("role")
    if role:
        found |= OF_TAG.get(_ROLES.get(role, ""), 0)
    named = attributes.get("itemprop")
    if named:
        found |= _OF_PROPERTY.get(named.strip().lower(), 0)
    return found


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


# Properties whose value is the text of their element.
_SHOWN = frozenset(("headline", "author", "description", "datepublished", "datemodified"))


def _body_facts(node: LexborNode, tag: str, attributes: dict[str, str | None], facts: list[tuple[str, str]]) -> None:
    """Microdata, machine-readable times and author links in the body of the page."""
    when = attributes.get("datetime")
    if tag == "time" and when and when.strip():
        facts.append(("time:datetime", when.strip()))
    named = attributes.get("itemprop")
    if named:
        value = attributes.get("content") or when
        if not value and named.strip().lower() in _SHOWN:
            value = node.text(deep=True)
        if value and value.strip() and len(value) < 400:
            facts.append((f"itemprop:{named.strip().lower()}", " ".join(value.split())))
    if attributes.get("rel") == "author":
        facts.append(("rel:author", " ".join(node.text(deep=True).split())))
    if tag == "abbr" and attributes.get("title") and "published" in (attributes.get("class") or ""):
        facts.append(("abbr:published", attributes["title"] or ""))


def iter_facts(facts: list[tuple[str, str]], *names: str) -> Iterator[str]:
    """The values of facts with one of these names, in the order of the names."""
    for wanted in names:
        for name, value in facts:
            if name == wanted:
                yield value
