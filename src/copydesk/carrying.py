"""Who carries a text that somebody holds: asked of the desk's index of keys, then compared word with word.

The text need not be on the desk and is not kept. It goes the way of a new article: its print, those who share its keys,
judged in bulk, the best compared in full. A sentence or two have too few keys, and are looked for word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from copydesk.copies import compare, fingerprint, forget, worth_comparing
from copydesk.errors import UsageError
from copydesk.records import (
    Article,
    ArticleId,
    Block,
    Candidate,
    CopyKind,
    FamilyId,
    Fingerprint,
    Match,
    PageId,
    Passage,
    Range,
    StoryId,
)
from copydesk.settings import Settings
from copydesk.store import Store
from copydesk.store.finding import Card, Sought
from copydesk.store.searching import asked
from copydesk.text.seeking import Needle, marks, needles

FAMILIES = ("shingles", "anchors", "skips", "quotations")
# Code points of a text that are looked at, some 3,300 words: who carries a book is told by a part of a chapter.
LONGEST = 20_000
# Keys that are asked for, taken evenly from all: a copy of a text that has more shares hundreds of these.
MOST_KEYS = 400
# Articles that are read and judged, the ones that share the rarest keys, and of these so many compared in full.
MOST_READ, MOST_COMPARED = 24, 8
# Code points that are aligned for one answer, both texts of each pair, but two pairs in any case: a thousand take two
# milliseconds, and nobody waits half a second.
MOST_ALIGNED = 120_000
# A text of fewer words is looked for word for word where its keys meet nobody.
FEW_WORDS = 60
_PASTED = ArticleId("pasted")
_NEARNESS: tuple[CopyKind, ...] = ("verbatim", "edited", "partial", "translated", "spun", "quotes_only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """An article that carries a text, or a part of it.

    `coverage` is how much of the text given is carried, `coverage_there` how much of the article that is, both 0 to 1.
    In `passages` `a` is a stretch of the text given (as `tidied` makes it), `b` one of the article's; `same` when the
    words are equal. `low` to `high` are the days on which the article may be published.
    """

    article: ArticleId
    title: str | None
    outlet: str | None
    source: str
    url: str | None
    low: date | None
    high: date | None
    kind: CopyKind
    coverage: float
    coverage_there: float
    confidence: float
    passages: tuple[Passage, ...]
    story: StoryId | None
    family: FamilyId | None


def tidied(text: str) -> str:
    """A text as articles have theirs: paragraphs joined by one newline, nothing at their ends; cut where it is long."""
    whole = text[:LONGEST].encode("utf-8", "replace").decode()  # without halves of surrogate pairs
    lines = (" ".join(line.split()) for line in whole.splitlines())
    return "\n".join(line for line in lines if line)


def carriers(store: Store, text: str, *, limit: int, settings: Settings) -> tuple[Carrier, ...]:
    """Who carries a text: those who have most of it first, then the nearest wording, then the earliest.

    Raises:
        UsageError: there are no words in it.

    """
    given = _pasted(tidied(text))
    if not given.text or not any(letter.isalnum() for letter in given.text):
        raise UsageError("there are no words in this text; paste a sentence or more")
    try:
        with store.steady():
            found = _by_keys(store, given, settings)
            if not found and len(given.text.split()) < FEW_WORDS:
                found = _word_for_word(store, given, limit)
            told = _told(store, found)
    finally:
        # A server answers for weeks, of other texts each time.
        forget()
    return tuple(sorted(told, key=_order)[:limit])


@dataclass(frozen=True, slots=True)
class _Found:
    article: ArticleId
    kind: CopyKind
    coverage: float
    coverage_there: float
    confidence: float
    passages: tuple[Passage, ...]


def _order(carrier: Carrier) -> tuple[float, int, date, date, str]:
    """Most of the text first, in tenths; then the nearest wording, then the earliest and most surely dated."""
    days = (carrier.low or date.max, carrier.high or date.max)
    return (-round(carrier.coverage, 1), _NEARNESS.index(carrier.kind), *days, carrier.article)


def _pasted(text: str) -> Article:
    return Article(
        id=_PASTED,
        page=PageId("pasted"),
        source="pasted",
        position=0,
        text=text,
        blocks=(Block(kind="body", text=text),),
    )


# -- by keys ----------------------------------------------------------------------------------------------------------


def _by_keys(store: Store, given: Article, settings: Settings) -> list[_Found]:
    print_of = fingerprint(given, settings=settings.copies)
    met = _met(store, print_of)
    best = sorted(met, key=lambda one: (-met[one]["weight"], one))[:MOST_READ]
    named = dict(zip(sorted(best), store.keys.names(_array(sorted(best))), strict=True)) if best else {}
    held = store.get(Article, named.values())
    pairs = [
        (_candidate(named[number], met[number]), given, held[named[number]]) for number in best if named[number] in held
    ]
    worth = worth_comparing(pairs, settings=settings.copies) if pairs else []
    chosen = _affordable(given, [right for (_, _, right), wanted in zip(pairs, worth, strict=True) if wanted])
    matches = ((right, compare(given, right, settings=settings.copies)) for right in chosen)
    return [_of_match(right.id, match) for right, match in matches if match is not None]


def _affordable(given: Article, others: Sequence[Article]) -> list[Article]:
    """The first articles, as many as can be aligned while somebody waits."""
    sizes = accumulate(len(given.text) + len(other.text) for other in others)
    within = sum(size <= MOST_ALIGNED for size in sizes)
    return list(others[: min(max(within, 2), MOST_COMPARED)])


def _met(store: Store, print_of: Fingerprint) -> dict[int, dict[str, float]]:
    """Who shares keys with a print: by number, how many of each family, and what they weigh; a rare key weighs most."""
    import numpy as np

    met: dict[int, dict[str, float]] = {}
    keys_of = {family: getattr(print_of, family) for family in FAMILIES}
    step = max(1.0, sum(map(len, keys_of.values())) / MOST_KEYS)
    for family, every in keys_of.items():
        places = np.arange(0, len(every), step).astype(int)
        keys, owners = store.keys.met(family, np.array(every, dtype=np.int64)[places])
        _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
        for owner, weight in zip(owners.tolist(), (1.0 / counts[which]).tolist(), strict=True):
            shared = met.setdefault(owner, {"weight": 0.0})
            shared["weight"] += weight
            shared[family] = shared.get(family, 0.0) + step
    return met


def _array(numbers: Sequence[int]) -> Any:
    import numpy as np

    return np.array(numbers, dtype=np.int64)


def _candidate(article: str, shared: dict[str, float]) -> Candidate:
    counts = {family: round(shared.get(family, 0.0)) for family in FAMILIES}
    return Candidate(id="pasted", a=_PASTED, b=ArticleId(article), **counts)


def _of_match(article: ArticleId, match: Match) -> _Found:
    return _Found(article, match.kind, match.coverage_a, match.coverage_b, match.confidence, match.passages)


# -- word for word ----------------------------------------------------------------------------------------------------


def _word_for_word(store: Store, given: Article, limit: int) -> list[_Found]:
    """Articles that have a short text as it is; accents, case and marks between words do not count."""
    (whole,) = needles("", given.text) or (None,)
    if whole is None:
        return []
    cards = store.finding.find(Sought(match=asked(f'"{" ".join(whole.words)}"')), most=limit)
    texts = store.finding.texts(card.place for card in cards)
    placed = ((card, texts[card.place], _place(texts[card.place], whole)) for card in cards)
    return [_of_place(card, text, place, given.text) for card, text, place in placed if place is not None]


def _place(text: str, whole: Needle) -> Range | None:
    return next(iter(marks(text, [whole], most=1)), None)


def _of_place(card: Card, text: str, place: Range, given: str) -> _Found:
    passage = Passage(a=(0, len(given)), b=place, same=True)
    return _Found(card.article, "partial", 1.0, (place[1] - place[0]) / len(text), 1.0, (passage,))


def _told(store: Store, found: Sequence[_Found]) -> list[Carrier]:
    ids = [one.article for one in found]
    cards = store.finding.cards(ids)
    story_of, family_of = store.finding.groups("Story", ids), store.finding.groups("Family", ids)
    return [
        Carrier(
            article=one.article,
            title=card.title,
            outlet=card.outlet,
            source=card.source,
            url=card.url,
            low=card.low,
            high=card.high,
            kind=one.kind,
            coverage=one.coverage,
            coverage_there=one.coverage_there,
            confidence=one.confidence,
            passages=one.passages,
            story=StoryId(story_of[one.article]) if one.article in story_of else None,
            family=FamilyId(family_of[one.article]) if one.article in family_of else None,
        )
        for one in found
        for card in [cards[one.article]]
    ]
