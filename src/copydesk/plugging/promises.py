"""What a plug-in promises, one small Protocol a kind, and the plain values that pass between it and copydesk.

A plug-in imports these values from `copydesk.plugging` and `copydesk.records`; it needs to inherit from nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from copydesk.records import Article, Form, QuoteKind, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """One page of a file, as HTML source or plain text, with what the file says of it; None where it says nothing.

    `record` names it within the file, None where the file is this one page. `published` is a date as the file has it,
    best in ISO 8601; `credited` the outlet or agency that the page is taken from.
    """

    content: str
    form: Form
    record: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    credited: str | None = None
    published: str | None = None
    fetched: date | None = None


class Reader(Protocol):
    """Opens files of a form that copydesk does not open itself.

    `suffixes` (`(".nitf",)`, small letters) are what folders are searched for; a file that is named by itself is shown
    to the reader whatever it is called. It is asked only about what is no container that copydesk knows and has no
    name of an ordinary page (`.html .htm .xhtml .txt`).
    """

    suffixes: tuple[str, ...]

    def knows(self, head: bytes, name: str) -> bool:
        """Whether a file that begins with these bytes (8,192 at most) and has this name is of its form."""
        ...

    def read(self, raw: bytes, name: str) -> Iterable[FoundPage]:
        """The pages of a file, in order. What it raises becomes the reason for which the file is not read."""
        ...


class ToWrite(Protocol):
    """What an exporter is handed (a `copydesk.exports.Given`). In public no more than excerpts may stand in a file."""

    program: str

    @property
    def holdings(self) -> Any:
        """A `copydesk.reports.holdings.Holdings`: `.collection` has all records, and there are lookups over it."""
        ...

    @property
    def public(self) -> bool:
        """Whether no more than excerpts may stand in what is written."""
        ...

    def words(self, article: Article, span: Range) -> str | None:
        """The words at a place of an article as far as they may stand; None where they may not."""
        ...

    def title(self, article: Article) -> str | None:
        """The title of an article as far as it may stand."""
        ...

    def heading(self, article: Article) -> str:
        """What an article goes by: its title, or the beginning of its text as far as that may stand."""
        ...


class Exporter(Protocol):
    """Writes a collection in another form: the same bytes for the same collection.

    `where` tells what it writes (`"briefing.md"`), `words` what that is for, both for `export --to list`. `public` is
    whether it can do with excerpts: it takes all words of articles from the methods of what it is handed.
    """

    where: str
    words: str
    public: bool

    def write(self, given: ToWrite, folder: Path) -> Iterable[tuple[str, int]]:
        """Write into a folder that is there; each file's path seen from the folder, and how much is in it."""
        ...


class ModelMaker(Protocol):
    """What the entry point of a model names: a class or a function that makes it, once a process."""

    def __call__(self, argument: str) -> Any:
        """The model. `argument` is what stands behind the colon of its name in the settings, else empty."""
        ...


class LanguageModel(Protocol):
    """The role `[articles] language_model`: which language a text is in."""

    def languages(self, texts: Sequence[str]) -> Sequence[str | None]:
        """For each text, in order, a code of ISO 639-1 (`"en"`), None where it cannot tell."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote:
    """Words somebody said, by their place in the text of the article: inside the marks, or the clause without its cue.

    `speaker` is the name in full, `at` where the page names them; `cue` the words of saying, `via` the chain of sources
    through which the words came.
    """

    start: int
    end: int
    kind: QuoteKind
    speaker: str | None = None
    at: Range | None = None
    cue: str | None = None
    via: str | None = None


class QuoteModel(Protocol):
    """The role `[claims] quote_model`: who says what in an article."""

    def quotes(self, articles: Sequence[Article]) -> Sequence[Sequence[FoundQuote]]:
        """For each article, in order, its quotes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigure:
    """A number by its place in the text of the article; `low` and `high` bound it, None is open.

    `unit` is in the singular, `per` a rate ("year"), `measures` what is counted, in the words of the page.
    """

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    measures: str
    unit: str | None = None
    per: str | None = None
    approximate: bool = False


class FigureModel(Protocol):
    """The role `[claims] figure_model`: which numbers an article gives, and what of."""

    def figures(self, articles: Sequence[Article]) -> Sequence[Sequence[FoundFigure]]:
        """For each article, in order, its figures."""
        ...


class NoticeStory(NamedTuple):
    """A story that changed: what it is called, its page (None: none), its accounts, and a sentence for each change."""

    label: str
    href: str | None
    ladder: str
    lines: tuple[str, ...]


class Notice(NamedTuple):
    """A digest as a notifier gets it: hedged sentences that may stand in public, and nothing else of any page.

    `at` is when it was made (ISO 8601, UTC), `text` all of it as plain text.
    """

    title: str
    at: str
    stories: tuple[NoticeStory, ...]
    text: str


class Notifier(Protocol):
    """Brings a digest to where people look."""

    def notify(self, notice: Notice, argument: str) -> None:
        """Send it, or raise, whereupon the digest stays untold. `argument` is what stands behind the colon."""
        ...


class Registry(Protocol):
    """A register of owners and outlets that comes with a package, in the form of `copydesk.registries`."""

    def text(self) -> str:
        """The whole register."""
        ...
