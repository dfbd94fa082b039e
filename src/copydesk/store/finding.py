"""What every store promises to those who search: the questions, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from copydesk.records import ArticleId, FigureId, QuoteId

# In titles a word tells four times as much of what an article is about.
TITLE_WEIGHT = 4.0
# Words that more articles hold are not ranked one by one, which would take a third of a second at 100,000: those with
# the words in their titles come first, then the last to come.
WIDE = 5_000
# Where other conditions leave so few articles, words are looked for in each of them and not in all: two milliseconds
# each for a word that 100,000 articles hold, and 70 to go through them all.
FEW = 30
CARD = "article, place, cards.title, cards.outlet, source, url, language, low, high"
"""The columns of a card."""
NEWEST = "low IS NULL, low DESC, number"
"""The order in which the newest cards come first."""


class Phrase(NamedTuple):
    """Words that stand together in this order; `begun` when the last goes on."""

    words: str
    begun: bool = False


Wanted = tuple[tuple[Phrase, ...], ...]
"""What words an article must have: of each of these, one."""


class Sought(NamedTuple):
    """What an article must have to answer a question; None asks nothing.

    `match` is what `searching.asked` makes of a query. `near` is a day and how many days about it; `articles` are
    those to look in.
    """

    match: Wanted | None = None
    speaker: str | None = None
    articles: tuple[ArticleId, ...] | None = None
    near: tuple[date, int] | None = None
    outlet: str | None = None
    language: str | None = None


class Card(NamedTuple):
    """What a list shows of an article, and its place in the full text; the day is the one that stands on the desk."""

    article: ArticleId
    place: int
    title: str | None
    outlet: str | None
    source: str
    url: str | None
    language: str | None
    low: date | None
    high: date | None
    score: float


class Voice(NamedTuple):
    """A speaker by the fullest name known, and how many quotes are theirs."""

    name: str
    quotes: int


class SizedFigure(NamedTuple):
    """A figure that answers a question for one: how far off its value is, as a share, and how well its words fit."""

    figure: FigureId
    article: ArticleId
    off: float
    fit: float


class Finding(Protocol):
    """Which articles answer a question; kept up to date with every record, in the transaction that writes it."""

    def find(self, sought: Sought, *, most: int) -> list[Card]:
        """At most so many articles that answer, the best first (`score`, the lower the better), then the newest."""
        ...

    def texts(self, places: Iterable[int]) -> dict[int, str]:
        """The texts of articles, by the places on their cards."""
        ...

    def cards(self, articles: Iterable[str]) -> dict[str, Card]:
        """The cards of these articles, by id."""
        ...

    def groups(self, kind: str, articles: Iterable[str]) -> dict[str, str]:
        """The id of the record of a kind (a story, a family) that holds each of these articles, by article."""
        ...

    def voices(self, prefix: str, *, limit: int) -> list[Voice]:
        """Speakers with a name of which these are words, the last of them perhaps begun; the most quoted first."""
        ...

    def named(self, name: str) -> list[Voice]:
        """The speakers whom a name means: whoever is called just so, else all with these words in theirs."""
        ...

    def spoken(self, speaker: str, *, articles: Sequence[str] | None = None, limit: int) -> list[QuoteId]:
        """Quotes of whoever is called so, those of the newest articles first; of these articles alone, if told."""
        ...

    def figures(
        self, low: float, high: float, *, dimension: str | None, about: Sequence[str], limit: int
    ) -> list[SizedFigure]:
        """Figures between two values, of one dimension or a rate of it, about one of these meanings; if they are told.

        The ones whose words fit best come first, then those in the middle between the two values.
        """
        ...
