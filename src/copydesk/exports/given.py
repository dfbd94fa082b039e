"""What a writer gets: the collection, and how it is to be given out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from copydesk.exports.excerpts import Excerpts
from copydesk.records import Article, ArticleId, Note, Range
from copydesk.reports.cards import LONGEST_TITLE, headline
from copydesk.reports.holdings import Holdings

_QUOTES = re.compile(r"""["'«»‘’“”„]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A collection to be written. `program` is what makes the files, with its version ("copydesk 1.0").

    `excerpts` is None for files that stay in the house, which hold whole texts; in public it tells what may stand.
    `notes` are those that people left. With `one_per_family` a dataset has one text of each family; `include_reserved`
    is the reason for which it has pages whose rights of text and data mining are reserved, None where it has them not.
    """

    holdings: Holdings
    program: str
    notes: tuple[Note, ...] = ()
    excerpts: Excerpts | None = None
    one_per_family: bool = False
    include_reserved: str | None = None

    @property
    def public(self) -> bool:
        """Whether no more than excerpts may stand in what is written."""
        return self.excerpts is not None

    def words(self, article: Article, span: Range) -> str | None:
        """The words at a place of an article, as far as they may stand."""
        return article.text[slice(*span)] if self.excerpts is None else self.excerpts.of(article, span)

    def title(self, article: Article) -> str | None:
        """The title as the page has it; in public in the length of a headline."""
        return headline(article) if self.public and article.title is not None else article.title

    def heading(self, article: Article) -> str:
        """What an article goes by: its title, or the beginning of its text as far as that may stand."""
        if article.title is not None or not self.public:
            return headline(article)
        return self.words(article, (0, LONGEST_TITLE)) or "(without a title)"

    def documents(self, article: Article) -> tuple[str, ...]:
        """What the primary documents are called that an article leans on."""
        story = self.holdings.story_of.get(article.id)
        rungs = () if story is None else story.ladder.rungs
        return tuple(one.name for one in rungs if one.kind == "document" and one.name and article.id in one.articles)

    def phrase(self, words: str, articles: Iterable[ArticleId]) -> str | None:
        """A few words of articles (what a figure counts, what is compared); None where they may not stand."""
        if self.excerpts is None:
            return words
        known = self.holdings.articles
        return self.excerpts.phrase([known[one] for one in dict.fromkeys(articles) if one in known], words)

    def remark(self, words: str) -> str | None:
        """A statement of evidence in our own words; in public None where it quotes."""
        return None if self.public and _QUOTES.search(words) else words


class Written(NamedTuple):
    """A file that was written, or a folder of them, seen from the folder of the export, and how much is in it."""

    path: str
    amount: int
