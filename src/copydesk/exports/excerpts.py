"""What may stand of articles in a file that is published: headlines, addresses, and short excerpts of their texts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

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

    def _words_of(self, article: Article) -> list[Range]:
        if article.id not in self._words:
            self._words[article.id] = [found.span() for found in _WORD.finditer(article.text)]
        return self._words[article.id]

    def _allowed(self, article: Article, asked: range) -> range:
        """The first of the words that are asked for, as many as may stand; they are counted as given."""
        given = self._given.setdefault(article.id, set())
        rest = int(SHARE_OF_ARTICLE * len(self._words[article.id])) - len(given)
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
