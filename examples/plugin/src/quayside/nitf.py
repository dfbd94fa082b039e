"""A reader of NITF, the XML in which many agencies still send their reports: a file is one report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from xml.parsers import expat

from copydesk.plugging import FoundPage

ROOT = re.compile(rb"<nitf[\s>]")
DEEPEST = 100
TOLD_BY_WORDS = ("hl1", "hl2", "distributor", "p")
TOLD_BY_ATTRIBUTES = ("date.issue", "pubdata")


class Nitf:
    """Reports in NITF as pages of HTML, with what their heads say."""

    suffixes = (".nitf", ".xml")

    def knows(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the bytes alone tell
        """Whether a file begins as NITF does, whatever its name is."""
        return ROOT.search(head[:4096]) is not None

    def read(self, raw: bytes, name: str) -> Iterator[FoundPage]:  # noqa: ARG002  an error is told with it anyway
        """The report of a file."""
        found = _Report()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = found.start
        parser.EndElementHandler = found.end
        parser.CharacterDataHandler = found.text
        # An entity of the file's own may stand for a gigabyte, or for a file of the reader's.
        parser.EntityDeclHandler = _refuse
        try:
            parser.Parse(raw, True)
        except expat.ExpatError as error:
            raise ValueError(f"the XML breaks off: {error}; fetch the file again") from error
        yield found.page()


class _Report:
    """What is gathered of a report while its XML goes by."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.said: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; what is told in words is gathered from here on."""
        if len(self.within) >= DEEPEST:
            raise ValueError(f"its elements are nested deeper than {DEEPEST}; that is no report")
        self.within.append(name)
        if name in TOLD_BY_ATTRIBUTES:
            self.attributes.update({f"{name}.{one}": value for one, value in attributes.items()})
        if self._is_told(name):
            self.words = []

    def end(self, name: str) -> None:
        """An element ends."""
        if self._is_told(name):
            said = " ".join("".join(self.words).split())
            self.words = []
            if name == "p":
                self.paragraphs += [said] if said and "body.content" in self.within else []
            elif said:
                self.said.setdefault(name, said)
        self.within.pop()

    def _is_told(self, name: str) -> bool:
        """Whether the words of an element are one field. A person in a paragraph is a part of its words."""
        return name in TOLD_BY_WORDS or (name == "person" and "byline" in self.within)

    def text(self, words: str) -> None:
        """Words stand within the element that is open."""
        self.words.append(words)

    def page(self) -> FoundPage:
        """The report as a page.

        Raises:
            ValueError: it has no text.

        """
        if not self.paragraphs:
            raise ValueError("the report has no paragraph in body.content")
        title, standfirst = self.said.get("hl1"), self.said.get("hl2")
        head = f"<title>{escape(title)}</title>" if title else ""
        lines = [f"<h1>{escape(title)}</h1>"] if title else []
        lines += [f'<p class="standfirst">{escape(standfirst)}</p>'] if standfirst else []
        lines += [f"<p>{escape(one)}</p>" for one in self.paragraphs]
        body = "\n".join(lines)
        return FoundPage(
            content=f"<!doctype html>\n<html><head>{head}</head><body><article>\n{body}\n</article></body></html>\n",
            form="html",
            url=self.attributes.get("pubdata.ex-ref") or None,
            outlet=self.said.get("distributor"),
            title=title,
            author=self.said.get("person"),
            published=_day(self.attributes.get("date.issue.norm")),
        )


def _day(norm: str | None) -> str | None:
    """`20310506T0700Z` as ISO 8601 writes its day."""
    found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", norm or "")
    return "-".join(found.groups()) if found else None


def _refuse(name: str, *_: object) -> None:
    raise ValueError(f"it declares an entity of its own ({name[:40]!r}), as in an attack; it is not read")


reader = Nitf()
