"""Late corrections: what a page has corrected since, and which of its copies still carry the former reading.

A page that was read again with another text is an edition. What differs between its first edition, which copies are
compared with, and its last is read off as between a source and its copy; a copy carries the former reading where the
words stand unchanged at that place of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.copies.align import differences
from copydesk.copies.alterations import alterations
from copydesk.copies.comparing import compare
from copydesk.records import Alteration, AlterationKind, Article, ArticleId, Copy, Passage, Range
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.words import Word

# What may be wrong and be put right; wording, paragraphs, bylines and the like are a matter of editing.
CORRECTABLE: frozenset[AlterationKind] = frozenset({"number", "unit", "date", "name", "place", "quote", "negation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`copy` carries words that `article` had and `edition`, its latest reading, has otherwise, each with its place.

    `taken` when `copy` is established as made from `article`; otherwise they share the text and which was first is not
    known.
    """

    id: str
    article: ArticleId
    edition: ArticleId
    copy: ArticleId
    kind: AlterationKind
    before: str
    after: str
    before_place: Range
    after_place: Range | None
    copy_place: Range
    taken: bool


def last_edition(editions: Sequence[Article]) -> Article:
    """The latest reading of a page."""
    return max(editions, key=lambda one: (str(one.fetched or ""), one.fetched_at or "", one.id))


def find_corrections(
    article: Article, edition: Article, copies: Sequence[tuple[Copy, Article]], *, settings: CopySettings
) -> Iterator[Correction]:
    """What the last edition of an article has otherwise and copies still carry, copy by copy in the order of the text.

    `copies` are the pairs of the article with the other article of each. One that the article itself was made from is
    left out: what it says is no reading of the article's.
    """
    changes = [one for one in _changes(article, edition, settings) if one.a is not None]
    for copy, other in copies:
        away = "a_to_b" if copy.a == article.id else "b_to_a"
        if copy.kind == "quotes_only" or copy.direction not in {away, "unknown", "common_source"}:
            continue
        for change in changes:
            place = None if change.a is None else _carried(article, other, copy, change.a)
            if place is not None and change.a is not None:
                yield Correction(
                    id=stable_id("correction", article.id, edition.id, other.id, *change.a, change.kind),
                    article=article.id,
                    edition=edition.id,
                    copy=other.id,
                    kind=change.kind,
                    before=change.before,
                    after=change.after,
                    before_place=change.a,
                    after_place=change.b,
                    copy_place=place,
                    taken=copy.direction == away,
                )


def _changes(article: Article, edition: Article, settings: CopySettings) -> tuple[Alteration, ...]:
    """The statements that an edition has otherwise, in the order of the text."""
    match = compare(article, edition, settings=settings)
    if match is None or match.kind == "quotes_only":
        return ()
    found = alterations(article, edition, match.passages, kind=match.kind, settings=settings)
    return tuple(one for one in found if one.material and one.kind in CORRECTABLE and one.before)


def _carried(article: Article, other: Article, copy: Copy, place: Range) -> Range | None:
    """Where a copy has the words that stand at a place of the article, or None where it has others or none."""
    for passage in copy.passages:
        mine, theirs = (passage.a, passage.b) if copy.a == article.id else (passage.b, passage.a)
        if mine[0] <= place[0] and place[1] <= mine[1]:
            return _same_words(article.text, other.text, Passage(a=mine, b=theirs, same=passage.same), place)
    return None


def _same_words(text: str, other: str, passage: Passage, place: Range) -> Range | None:
    """Where the words at a place stand in an aligned stretch, all of them on end and unchanged."""
    asked = 0
    facing: list[int] = []
    others: list[Word] = []
    for run in differences(text, other, passage.a, passage.b):
        inside = [number for number, word in enumerate(run.left_words) if place[0] < word.end and word.start < place[1]]
        asked += len(inside)
        if run.same:
            facing.extend(len(others) + number for number in inside)
        others.extend(run.right_words)
    if not facing or len(facing) != asked or facing[-1] - facing[0] + 1 != asked:
        return None
    return others[facing[0]].start, others[facing[-1]].end
