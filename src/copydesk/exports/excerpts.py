"""What may stand of articles in a file that is published: headlines, addresses, and short excerpts of their texts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from copydesk.records import Article, ArticleId, Range

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


class Excerpts:
    """Gives words out, and counts them: of one article never more than its share, whoever asks."""

    def __init__(self) -> None:
        self._words: dict[ArticleId, list[Range]] = {}
        self._given: dict[ArticleId, set[int]] = {}
        self._phrases: dict[ArticleId, dict[str, int]] = {}

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
        of = [one for one in articles if words not in self._phrases.get(one.id, {})]
        if amount > WORDS_A_SPAN or any(amount > self._rest(one) for one in of):
            return None
        for one in of:
            self._phrases.setdefault(one.id, {})[words] = amount
        return words

    def _rest(self, article: Article) -> int:
        """How many words of an article may still be given."""
        given = len(self._given.get(article.id, ())) + sum(self._phrases.get(article.id, {}).values())
        return int(SHARE_OF_ARTICLE * len(self._words_of(article))) - given

    def _words_of(self, article: Article) -> list[Range]:
        if article.id not in self._words:
            self._words[article.id] = [found.span() for found in _WORD.finditer(article.text)]
        return self._words[article.id]

    def _allowed(self, article: Article, asked: range) -> range:
        """The first of the words that are asked for, as many as may stand; they are counted as given."""
        given = self._given.setdefault(article.id, set())
        rest = self._rest(article)
        taken = 0
        for word in asked[:WORDS_A_SPAN]:
            rest -= word not in given
            if rest < 0:
                break
            taken += 1
        allowed = asked[:taken]
        if taken == len(asked) or taken >= FEWEST_WORDS:
            given.update(allowed)
        return allowed
