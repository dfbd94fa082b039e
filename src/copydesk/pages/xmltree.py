"""XML as small trees, read without trust: no entity of the file's own is expanded, nothing outside it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import entities, escape
from xml.parsers import expat

SPACE = "\n"
"""What expat puts between a namespace and a name: it stands in neither."""
MOST_ELEMENTS, MOST_WITHIN = 1_000_000, 50_000
"""A full sitemap of 50,000 addresses has half as many; within one entry, or one outline, there are some hundred."""
EMPTY_TAGS = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements that HTML never closes."""


class BrokenXml(ValueError):
    """The XML ends or breaks off; the message says where."""


class HostileXml(BrokenXml):
    """The XML asks for what would exhaust its reader: entities of its own, elements without number; it is not read."""


@dataclass(slots=True)
class Node:
    """One element: its namespace and name, its attributes by name, and what it holds in order."""

    space: str
    name: str
    attributes: dict[str, str]
    inner: list[Node | str] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Node]:
        """The elements directly within, of these names, whatever their namespace."""
        return (one for one in self.inner if isinstance(one, Node) and one.name in names)

    def child(self, *names: str) -> Node | None:
        """The first of those, in the order of the names."""
        return next((found for name in names for found in self.children(name)), None)

    def text(self) -> str:
        """All text within."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.inner)

    def markup(self) -> str:
        """What stands within, as HTML."""
        return "".join(escape(one, quote=False) if isinstance(one, str) else one.tagged() for one in self.inner)

    def tagged(self) -> str:
        """The element itself, as HTML."""
        told = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{told}>" + ("" if self.name in EMPTY_TAGS else f"{self.markup()}</{self.name}>")


def read_xml(raw: bytes | str, *, kept: AbstractSet[str], deepest: int) -> Iterator[Node]:
    """Every element of these names that stands in no other such one, whole, in order; the root comes first, empty.

    Raises:
        BrokenXml: after the elements before the place at which the XML breaks.

    """
    reader = _Reader(kept, deepest)
    error: BrokenXml | None = None
    try:
        reader.parser.Parse(raw, True)
    except expat.ExpatError as broken:
        error = BrokenXml(f"line {broken.lineno}: {expat.ErrorString(broken.code)}")
    except BrokenXml as refused:
        error = refused
    except ValueError as unknown:  # an encoding that expat does not know
        error = BrokenXml(str(unknown))
    yield from reader.found
    if error is not None:
        raise error


class _Reader:
    """Builds the trees that are asked for and lets the rest go by."""

    def __init__(self, kept: AbstractSet[str], deepest: int) -> None:
        self.found: list[Node] = []
        self._kept, self._deepest = kept, deepest
        self._open: list[Node] = []
        self._depth = self._count = self._within = 0
        self.parser = expat.ParserCreate(namespace_separator=SPACE)
        self.parser.buffer_text = True
        # HTML's entities are undeclared in most feeds that use them; a document type lets expat pass them on.
        self.parser.UseForeignDTD(True)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.ExternalEntityRefHandler = _pass_by

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        self._within = self._within + 1 if self._open else 0
        if self._count > MOST_ELEMENTS or self._within > MOST_WITHIN:
            raise HostileXml(f"it holds elements without number ({self._count:,} so far)")
        if self._depth > self._deepest:
            raise BrokenXml(f"line {self.parser.CurrentLineNumber}: elements nested deeper than {self._deepest}")
        space, _, local = name.rpartition(SPACE)
        own = {one.rpartition(SPACE)[2]: value for one, value in attributes.items()}
        node = Node(space, local, own)
        if self._open:
            self._open[-1].inner.append(node)
            self._open.append(node)
        elif self._depth == 1:
            self.found.append(node)
        elif local in self._kept:
            self._open.append(node)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            node = self._open.pop()
            if not self._open:
                self.found.append(node)

    def _text(self, words: str) -> None:
        if self._open:
            self._open[-1].inner.append(words)

    def _skipped(self, name: str, is_parameter: int) -> None:
        if not is_parameter and self._open:
            self._open[-1].inner.append(entities.html5.get(f"{name};", f"&{name};"))

    def _refuse(self, name: str, *_: object) -> None:
        raise HostileXml(f"it declares an entity of its own ({name[:40]!r})")


def _pass_by(*_: object) -> int:
    return 1
