"""How many pages tell of an event, and on how few independent accounts they rest.

It measures independent reporting within this collection, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.records import Article, Ladder
from copydesk.stories.events import Unit
from copydesk.text.normal import fold, straighten

_WORD = re.compile(r"\w+")

# Primary documents that reports lean on. A closed list: what a report calls so, it has seen or was told of.
_DOCUMENT = re.compile(
    r"\b(?:joint (?:statement|declaration|communiqu[eé])|communiqu[eé]|press (?:release|conference)|news conference"
    r"|readout|(?:court|tribunal|panel)(?:['\u2019]s)? ruling|ruling|verdict|judg(?:e)?ment|indictment|transcript"
    r"|white paper|(?:official|written|final|interim|annual|\d+-page) report|statement)\b",
    re.IGNORECASE,
)
_KIND = {
    "communique": "joint statement",
    "communiqué": "joint statement",
    "joint communique": "joint statement",
    "joint communiqué": "joint statement",
    "joint declaration": "joint statement",
    "news conference": "press conference",
    "judgement": "ruling",
    "judgment": "ruling",
    "verdict": "ruling",
}


def ladder_of(units: Sequence[Unit]) -> Ladder:
    """The rungs of one story: pages, distinct wordings, publishers, owners, independent accounts, primary documents.

    A summary carried on the page of another story is no account of its own, unless the story has no other. Owners are
    counted as publishers while nothing is known of who owns whom. A rung never exceeds the one above it.
    """
    told = [unit for unit in units if any(one.position == 0 for one in unit.articles)] or units
    articles = [article for unit in told for article in unit.articles]
    accounts = len(told)
    texts = max(accounts, len({_wording(article) for article in articles}))
    publishers = min(texts, max(accounts, _publishers(articles)))
    return Ladder(
        pages=len(articles),
        texts=texts,
        publishers=publishers,
        owners=publishers,
        accounts=accounts,
        documents=len({document for unit in told for document in _documents(unit)}),
    )


def _wording(article: Article) -> str:
    """The words of a text without their form, so that a copy word for word is the same wording."""
    return " ".join(_WORD.findall(straighten(article.text).casefold()))


def _publishers(articles: Sequence[Article]) -> int:
    """Outlets by name; an article that names none counts as one of its own."""
    return len({fold(article.outlet) if article.outlet else article.id for article in articles})


def _documents(unit: Unit) -> Iterator[str]:
    """The kinds of document that an account names, a plain statement only where it names nothing more."""
    found = {_kind(match.group()) for match in _DOCUMENT.finditer(unit.face.text)}
    yield from found - {"statement"} or found


def _kind(words_of_it: str) -> str:
    plain = fold(words_of_it).replace("'s", "")
    plain = _KIND.get(plain, plain)
    if plain.endswith("ruling"):
        return "ruling"
    return "report" if plain.endswith("report") else plain
