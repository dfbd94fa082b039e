"""What may stand of others' texts on a published page: the rules of `exports.excerpts`, and of reserved rights."""

from __future__ import annotations

from typing import NamedTuple

from copydesk.exports.excerpts import WORDS_A_SPAN, Excerpts, first_words, made_from
from copydesk.records import Article, ArticleId, Story
from copydesk.reports.holdings import Holdings

RESERVED = "its page reserves the rights of text and data mining, so none of its words are shown"
"""Why nothing of an article is quoted."""


class Quoted(NamedTuple):
    """Words of an article; `whole` is whether they are all that stands at the place."""

    text: str
    whole: bool


class Words:
    """Gives out words of the articles of one story, and counts them, whatever the page shows them for.

    Of each text family one story may quote, that of its earliest text, else the shares of several pages could add up
    to more than one. A text whose page reserves the rights of mining is not quoted, nor what appears to be made
    from it.
    """

    def __init__(self, story: Story, holdings: Holdings) -> None:
        families = holdings.collection.families
        self._excerpts = Excerpts(families)
        # An article of a story that stands in none of its families is another reading of one that does.
        self._members = frozenset(one for family in story.families for one in family)
        reserved = {one.id for one in holdings.articles.values() if one.tdm_reserved}
        self.reserved = frozenset(reserved | made_from(reserved, families))
        """The articles of which nothing is quoted for their page's sake, or for that of their source."""
        self._elsewhere = frozenset(
            one
            for family in families
            if _home(family.roots, family.articles) not in self._members
            for one in family.articles
        )

    def may_quote(self, article: ArticleId) -> bool:
        """Whether this story may quote an article at all."""
        return article in self._members and article not in self.reserved and article not in self._elsewhere

    def of(
        self, article: Article, start: int, end: int, *, most: int = WORDS_A_SPAN, whole: int | None = None
    ) -> Quoted | None:
        """The words at a place, at most so many; None where none may stand, or where there are more than `whole`."""
        if not self.may_quote(article.id):
            return None
        span = first_words(article.text, (start, end), whole or most)
        if whole and span[1] < end:
            return None
        found = self._excerpts.of(article, span)
        if found is None:
            return None
        cut = found.endswith(" …") and not article.text.startswith(found, start)
        text = found.removesuffix(" …") if cut else found
        return Quoted(" ".join(text.split()), not cut and span[1] >= end)

    def phrase(self, words: str, articles: tuple[Article, ...]) -> str | None:
        """A few words that stand somewhere in these articles; None where they may not."""
        if not articles or not all(self.may_quote(one.id) for one in articles):
            return None
        return self._excerpts.phrase(articles, words)


def _home(roots: tuple[str, ...], articles: tuple[ArticleId, ...]) -> str | None:
    """The text by which it is told which story may quote a family: the first root that is here, else any member."""
    known = set(articles)
    return next((one for one in roots if one in known), articles[0] if articles else None)
