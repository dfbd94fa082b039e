"""What may stand of articles in a file that is published: headlines, addresses, and short excerpts of their texts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import islice

from copydesk.records import Article, ArticleId, Family, Range

# Courts have held excerpts of a half of an article to be too much (AP v. Meltwater, 2013) and eleven words in a row to
# be protected where they are an author's own (Infopaq, 2009). So few words in a row, and so little of the whole, is
# what a quotation takes; it is a cautious habit and no permission.
WORDS_A_SPAN = 25
SHARE_OF_ARTICLE = 0.1
# A passage of which not even so many words may stand is left out: a word and a half mislead.
FEWEST_WORDS = 4

# Scripts that put no spaces between words count by the character; a run of letters without an end counts as several.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]{{1,30}}")


def made_from(sources: Iterable[str], families: Iterable[Family]) -> set[str]:
    """All texts that appear to be made from these, directly or through others: what is reserved holds for them too."""
    children: dict[str, list[str]] = {}
    for edge in (edge for family in families for edge in family.edges):
        if edge.parent is not None:
            children.setdefault(edge.parent, []).append(edge.child)
    found: set[str] = set()
    waiting = list(sources)
    while waiting:
        new = [one for one in children.get(waiting.pop(), []) if one not in found]
        found.update(new)
        waiting.extend(new)
    return found


def first_words(text: str, span: Range, most: int) -> Range:
    """The first of the words at a place, at most so many, as they are counted here."""
    words = list(islice(_WORD.finditer(text, *span), most + 1))
    return span if len(words) <= most else (span[0], words[most - 1].end())


class Excerpts:
    """Gives words out, and counts them: of one article never more than its share, whoever asks.

    Copies of one text, told by `families`, have one share together: else a tenth of each of ten copies could be a
    whole. A word is known there by the two before it, so that what copies have alike is counted once.
    """

    def __init__(self, families: Iterable[Family] = ()) -> None:
        self._family: dict[ArticleId, str] = {one: family.id for family in families for one in family.articles}
        self._words: dict[ArticleId, list[Range]] = {}
        self._given: dict[str, set[str]] = {}
        self._phrases: dict[str, dict[str, int]] = {}

    def of(self, article: Article, span: Range) -> str | None:
        """The words at a place, cut after so many with an ellipsis; None where nothing more of the article may stand.

        What was given once is given again without being counted twice.
        """
        words = self._words_of(article)
        start, end = max(span[0], 0), span[1]
        first, behind = bisect_right(words, (start, len(article.text))), bisect_left(words, (end, 0))
        if first and words[first - 1][1] > start:
            first -= 1
        asked = range(first, behind)
        allowed = self._allowed(article, asked)
        if len(allowed) == len(asked):
            return article.text[start:end]
        if len(allowed) < FEWEST_WORDS:
            return None
        return article.text[max(start, words[allowed[0]][0]) : words[allowed[-1]][1]] + " …"

    def phrase(self, articles: Iterable[Article], words: str) -> str | None:
        """A few words that are of these articles, wherever they stand there; None where one of them has no room."""
        amount = len(_WORD.findall(words))
        of = [one for one in articles if words not in self._phrases.get(self._of(one), {})]
        if amount > WORDS_A_SPAN or any(amount > self._rest(one) for one in of):
            return None
        for one in of:
            self._phrases.setdefault(self._of(one), {})[words] = amount
        return words

    def _of(self, article: Article) -> str:
        """By what the share of an article is counted: its family, or itself."""
        return self._family.get(article.id, article.id)

    def _rest(self, article: Article) -> int:
        """How many words of an article may still be given."""
        share = self._of(article)
        given = len(self._given.get(share, ())) + sum(self._phrases.get(share, {}).values())
        return int(SHARE_OF_ARTICLE * len(self._words_of(article))) - given

    def _words_of(self, article: Article) -> list[Range]:
        if article.id not in self._words:
            self._words[article.id] = [found.span() for found in _WORD.finditer(article.text)]
        return self._words[article.id]

    def _allowed(self, article: Article, asked: range) -> range:
        """The first of the words that are asked for, as many as may stand; they are counted as given."""
        given = self._given.setdefault(self._of(article), set())
        rest = self._rest(article)
        new: set[str] = set()
        taken = 0
        for word in asked[:WORDS_A_SPAN]:
            key = self._key(article, word)
            if key not in given and key not in new:
                if len(new) >= rest:
                    break
                new.add(key)
            taken += 1
        if taken == len(asked) or taken >= FEWEST_WORDS:
            given.update(new)
        return asked[:taken]

    def _key(self, article: Article, word: int) -> str:
        """A word of an article with the two before it."""
        places = self._words[article.id][max(0, word - 2) : word + 1]
        return " ".join(article.text[start:end].casefold() for start, end in places)
