"""The alterations of a pair as a reader walks through them: numbered, with both readings where they stand, and why."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from copydesk.records import ALTERATION_RANKING, Alteration, Article, ArticleId, Copy, Range
from copydesk.reports import wording
from copydesk.reports.safe import short
from copydesk.reports.wording import ALTERATIONS
from copydesk.text.sentences import paragraphs

AROUND = 45
"""Characters of context on either side of a short reading."""
SHORT = 90
"""Characters up to which a reading needs its surroundings to be understood."""


LONGEST = 160
"""Characters of a reading that only differs in wording; both texts stand below whole."""


class Reading(NamedTuple):
    """A pair read with its source at the left: passages and alterations turned with it where need be.

    `changes` are in the order in which they are numbered: material ones first, those that matter most before others.
    """

    left: Article
    right: Article
    directed: bool
    passages: tuple[tuple[Range, Range, bool], ...]
    changes: tuple[tuple[Alteration, Range | None, Range | None], ...]


class Words(NamedTuple):
    """A reading with what stands before and after it; all empty where a text has none."""

    lead: str
    reading: str
    tail: str


class Change(NamedTuple):
    """An alteration as a line of the list; `target` is the mark it leads to, None for what stands outside the text."""

    number: int
    target: str | None
    kind: str
    letter: str
    name: str
    before: Words
    after: Words
    matters: str


class Kind(NamedTuple):
    """A kind of alteration that occurs, how often, and how often a statement changes by it."""

    kind: str
    letter: str
    name: str
    amount: int
    material: int


def read(copy: Copy, articles: dict[ArticleId, Article], *, first: ArticleId | None = None) -> Reading:
    """The pair with its source at the left; where no direction is established `first`, or else `a`, at the left."""
    directed = wording.directed(copy)
    turned = copy.direction == "b_to_a" or (not directed and first == copy.b)
    a, b = articles[copy.a], articles[copy.b]
    changes = [(one, one.b, one.a) if turned else (one, one.a, one.b) for one in copy.alterations]
    if turned and not directed:
        # Without a direction `before` is the reading of `a`, which now stands at the right.
        changes = [(replace(one, before=one.after, after=one.before), left, right) for one, left, right in changes]
    return Reading(
        left=b if turned else a,
        right=a if turned else b,
        directed=directed,
        passages=tuple((one.b, one.a, one.same) if turned else (one.a, one.b, one.same) for one in copy.passages),
        changes=tuple(sorted(changes, key=_rank)),
    )


def listed(reading: Reading, *, material: bool, most: int | None = None) -> tuple[Change, ...]:
    """The alterations of one sort, those that matter most first; at most so many."""
    starts = tuple([start for start, _ in paragraphs(one.text)] for one in (reading.left, reading.right))
    chosen = ((number, one) for number, one in enumerate(reading.changes, start=1) if one[0].material == material)
    return tuple(_change(number, one, reading, starts) for number, one in islice(chosen, most))


def kinds(alterations: Sequence[Alteration]) -> tuple[Kind, ...]:
    """The kinds that occur, in the order of the contract."""
    amounts = Counter(one.kind for one in alterations)
    material = Counter(one.kind for one in alterations if one.material)
    return tuple(
        Kind(kind, sort.letter, sort.one if amounts[kind] == 1 else sort.many, amounts[kind], material[kind])
        for kind, sort in ALTERATIONS.items()
        if amounts[kind]
    )


def anchor(number: int, side: int) -> str:
    """The id of the mark of an alteration in the left (0) or the right (1) text."""
    return f"c{number}{'ab'[side]}"


def _rank(change: tuple[Alteration, Range | None, Range | None]) -> tuple[bool, int, Range]:
    one, left, right = change
    return (not one.material, ALTERATION_RANKING.index(one.kind), left or right or (-1, -1))


def is_marked(one: Alteration) -> bool:
    """Whether an alteration has a mark of its own: a reworded stretch is seen by the words in it that differ."""
    return one.material or one.kind != "wording"


def _change(
    number: int,
    change: tuple[Alteration, Range | None, Range | None],
    reading: Reading,
    starts: tuple[Sequence[int], ...],
) -> Change:
    one, left, right = change
    sort = ALTERATIONS[one.kind]
    readings = (one.before, one.after) if one.material else (short(one.before, LONGEST), short(one.after, LONGEST))
    return Change(
        number=number,
        target=next(_targets(number, change, starts), None),
        kind=one.kind,
        letter=sort.letter,
        name=sort.one,
        before=_around(reading.left, readings[0], left),
        after=_around(reading.right, readings[1], right),
        matters=wording.matters(one, directed=reading.directed),
    )


def _targets(
    number: int, change: tuple[Alteration, Range | None, Range | None], starts: tuple[Sequence[int], ...]
) -> Iterator[str]:
    """The marks that show an alteration, that of the copy first; its paragraphs where it has no mark."""
    one, left, right = change
    for side, span in ((1, right), (0, left)):
        if span is not None and span[0] < span[1]:
            yield anchor(number, side) if is_marked(one) else f"{'pq'[side]}{bisect_right(starts[side], span[0])}"


def is_inside(one: Alteration) -> bool:
    """Whether an alteration stands in one of the texts, so that there is a mark to which its line leads."""
    return any(span is not None and span[0] < span[1] for span in (one.a, one.b))


def _around(article: Article, words: str, span: Range | None) -> Words:
    """A reading with its surroundings in its paragraph, as far as it is short enough to need them."""
    if span is None or not words or len(words) > SHORT:
        return Words("", words, "")
    text = article.text
    before, after = text[max(0, span[0] - 2 * AROUND) : span[0]], text[span[1] : span[1] + 2 * AROUND]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    lead = before if len(before) <= AROUND else f"…{before[-AROUND:].partition(' ')[2]}"
    tail = after if len(after) <= AROUND else f"{after[:AROUND].rpartition(' ')[0]}…"
    return Words(lead, words, tail)
