"""Every span that a case rests on as a W3C Web Annotation (Recommendation of 23 February 2017): words, place, and why.

Not here are the passages that two texts share and their changes of mere wording: `copies.jsonl` has their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from copydesk.annotating import CONTEXT, annotation_of
from copydesk.evidence.gathering import Case
from copydesk.exports.fitting import known, urn
from copydesk.records import Article, ArticleId, Check, Copy, Figure, Quote, Range
from copydesk.reports import claim_words, wording
from copydesk.reports.holdings import Holdings
from copydesk.reports.safe import language, web_address

AROUND = 32
"""Characters around the words that a selector gives, enough to find them again in a text that was changed elsewhere."""

Json = dict[str, Any]


def spans(holdings: Holdings, *, program: str) -> Json:
    """The spans of quotes, figures, comparisons, changed statements and counted accounts, as one collection."""
    return _collection("Spans", [*_items(holdings)], {"creator": {"type": "Software", "name": program}})


def notes(case: Case, holdings: Holdings) -> Json:
    """The notes that people wrote about the case."""
    found = [annotation_of(note, holdings.articles.get(ArticleId(note.targets[0]))) for note in case.notes]
    return _collection("Notes", found, {})


def _collection(label: str, items: list[Json], more: Json) -> Json:
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    return {
        "@context": [*CONTEXT],
        "type": "AnnotationCollection",
        "label": label,
        **more,
        "total": len(items),
        "first": page,
    }


def _items(holdings: Holdings) -> Iterator[Json]:
    for quotes in holdings.quotes_of.values():
        yield from (_quote(quote, holdings) for quote in quotes)
    for figure in holdings.figures.values():
        yield _figure(figure, holdings)
    for check in holdings.collection.checks:
        yield from _sides(check, holdings)
    for copy in holdings.pairs.values():
        yield from _changes(copy, holdings)
    for story in holdings.stories.values():
        for number, rung in enumerate(story.ladder.rungs):
            for place in rung.places:
                if place.article in holdings.articles:
                    said = f"{wording.RUNGS[rung.kind]}: {rung.why}"
                    article = holdings.articles[place.article]
                    name = f"{story.id}:rung-{number}:{place.article}:{place.start}"
                    yield _item(name, article, (place.start, place.end), motivation="assessing", said=said)


def _quote(quote: Quote, holdings: Holdings) -> Json:
    said = f"{wording.QUOTES[quote.kind]} words of {holdings.speaker(quote) or 'somebody who is not named'}"
    article = holdings.articles[quote.article]
    return _item(quote.id, article, (quote.start, quote.end), motivation="identifying", said=said)


def _figure(figure: Figure, holdings: Holdings) -> Json:
    said = f"figure: {claim_words.counted(figure.measures)}"
    return _item(
        figure.id, holdings.articles[figure.article], (figure.start, figure.end), motivation="identifying", said=said
    )


def _sides(check: Check, holdings: Holdings) -> Iterator[Json]:
    for number, side in enumerate(check.sides):
        said = f"{wording.CHECKS[check.kind]}: {wording.OUTCOMES[check.outcome]} ({check.id})"
        if side.article in holdings.articles:
            article = holdings.articles[side.article]
            yield _item(f"{check.id}:{number}", article, (side.start, side.end), motivation="assessing", said=said)


def _changes(copy: Copy, holdings: Holdings) -> Iterator[Json]:
    """The changes of a pair that change a statement, at both ends."""
    directed = wording.directed(copy)
    for number, one in enumerate(copy.alterations):
        for side, span, ident in (("a", one.a, copy.a), ("b", one.b, copy.b)):
            if one.material and span is not None and span[0] < span[1]:
                said = f"{wording.ALTERATIONS[one.kind].one}: {wording.matters(one, directed=directed)} ({copy.id})"
                yield _item(
                    f"{copy.id}:{number}{side}", holdings.articles[ident], span, motivation="linking", said=said
                )


def _item(name: str, article: Article, span: Range, *, motivation: str, said: str) -> Json:
    start, end = span
    source = known(
        id=urn(article.id),
        type="Text",
        format="text/plain",
        language=language(article.language),
        via=web_address(article.url),
    )
    quote = {
        "type": "TextQuoteSelector",
        "exact": article.text[start:end],
        "prefix": article.text[max(0, start - AROUND) : start],
        "suffix": article.text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "id": urn(f"span:{name}"),
        "type": "Annotation",
        "motivation": motivation,
        "body": {"type": "TextualBody", "value": said, "format": "text/plain"},
        "target": {"type": "SpecificResource", "source": source, "selector": [quote, position]},
    }
