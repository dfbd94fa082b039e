"""Drafts of schema.org ClaimReview, only for verdicts that people gave: no finding of copydesk is turned into one.

A verdict is a note on exact words of an article that begins with `Verdict:`, is signed, and is not resolved (a note
that was answered and closed stands no more). Its first line is the verdict, the rest the reasons. Nothing is put on a
scale: the person's words are the rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copydesk.exports.fitting import known, urn, write_json
from copydesk.exports.given import Given, Written
from copydesk.records import Article, ArticleId, Note
from copydesk.reports.safe import web_address

FILE = "claimreview.jsonld"
_VERDICT = re.compile(r"\s*verdict:[^\S\n]*(?P<verdict>[^\n]*\S)\s*(?P<reasons>.*)", re.IGNORECASE | re.DOTALL)


def write(given: Given, folder: Path) -> tuple[Written, ...]:
    """Write the drafts; no file where nobody gave a verdict."""
    reviews = [*_reviews(given)]
    if not reviews:
        (folder / FILE).unlink(missing_ok=True)  # a verdict that was withdrawn stands nowhere
        return ()
    write_json(folder / FILE, {"@context": {"@vocab": "https://schema.org/"}, "@graph": reviews})
    return (Written(FILE, len(reviews)),)


def _reviews(given: Given) -> Iterator[dict[str, Any]]:
    for note in sorted(given.notes, key=lambda one: (one.made_at, one.id)):
        found = _VERDICT.fullmatch(note.words)
        article = given.holdings.articles.get(ArticleId(note.targets[0])) if note.on == "article" else None
        if found and article and note.exact and note.by and note.resolved_at is None:
            yield _review(note, article, found, given)


def _review(note: Note, article: Article, found: re.Match[str], given: Given) -> dict[str, Any]:
    words = note.exact
    if given.public and note.start is not None and note.end is not None:
        words = given.words(article, (note.start, note.end))
    made = {"@type": "NewsArticle", "@id": urn(article.id), "headline": given.heading(article)}
    publisher = None if article.outlet is None else {"@type": "NewsMediaOrganization", "name": article.outlet}
    appeared = {**made, **known(url=web_address(article.url), publisher=publisher)}
    return {
        "@id": urn(note.id),
        "@type": "ClaimReview",
        "creativeWorkStatus": "Draft",
        "author": {"@type": "Person", "name": note.by},
        "dateCreated": note.made_at,
        "itemReviewed": {"@type": "Claim", **known(text=words), "appearance": [appeared]},
        "reviewRating": {"@type": "Rating", "alternateName": found["verdict"]},
        **known(claimReviewed=words, reviewBody=found["reasons"].strip()),
    }
