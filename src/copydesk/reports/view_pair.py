"""What the page of a pair shows: what was changed, which way, on what evidence, and both texts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from copydesk.records import Alteration, Article, Copy, Range
from copydesk.reports import wording
from copydesk.reports.aligning import aligned_rows
from copydesk.reports.cards import card, headline, named, outlet, story_href, story_label
from copydesk.reports.holdings import Holdings
from copydesk.reports.marking import Mark, Paragraph, marked
from copydesk.reports.wording import ALTERATIONS

LONGEST_SHOWN = 200_000
"""Characters of one text that a page shows: a browser stays quick, and the export holds the whole."""


class Change(NamedTuple):
    """An alteration as a line of the list."""

    anchor: str
    kind: str
    letter: str
    name: str
    before: str
    after: str
    placed: bool


class Kind(NamedTuple):
    """A kind of alteration that occurs, and how often."""

    kind: str
    letter: str
    name: str
    amount: int


class Pair(NamedTuple):
    """Paragraphs that stand beside each other."""

    left: tuple[Paragraph, ...]
    right: tuple[Paragraph, ...]
    moved: bool


class Reading(NamedTuple):
    """A pair read with its source at the left: passages and alterations turned with it where need be."""

    left: Article
    right: Article
    passages: tuple[tuple[Range, Range, bool], ...]
    changes: tuple[tuple[Alteration, Range | None, Range | None], ...]


def pair_view(copy: Copy, holdings: Holdings) -> dict[str, Any]:
    """The values of `pair.html`."""
    reading = read(copy, holdings)
    left, right = reading.left, reading.right
    important, slight = _changes(reading, important=True), _changes(reading, important=False)
    relation = wording.relation(copy, holdings.articles[copy.a], holdings.articles[copy.b])
    story = holdings.story_of.get(right.id) or holdings.story_of.get(left.id)
    return {
        "relation": relation,
        "first": outlet(relation.first),
        "second": outlet(relation.second),
        "left": card(left, holdings),
        "right": card(right, holdings),
        "left_words": left,
        "right_words": right,
        "names": ("Source", "Copy") if wording.directed(copy) else ("One text", "Other text"),
        "copy_kind": wording.COPIES[copy.kind],
        "certainty": wording.confidence(copy.confidence),
        "coverage": _coverage(copy, reading),
        "direction": direction(copy, holdings, reading),
        "why": tuple((one.kind.replace("_", " "), named(one.text, holdings)) for one in copy.why),
        "header": wording.changes(len(important), len(slight)),
        "material": important,
        "slight": slight,
        "kinds": _kinds(copy.alterations),
        "rows": rows(reading),
        "cut": max(len(left.text), len(right.text)) > LONGEST_SHOWN,
        "longest": LONGEST_SHOWN,
        "story": None if story is None else (story_label(story, holdings), story_href(story)),
        "title": f"{headline(right)} beside {headline(left)}",
    }


def read(copy: Copy, holdings: Holdings) -> Reading:
    """The pair with its source at the left; `a` at the left where no direction is established."""
    turned = copy.direction == "b_to_a"
    a, b = holdings.articles[copy.a], holdings.articles[copy.b]
    return Reading(
        left=b if turned else a,
        right=a if turned else b,
        passages=tuple((one.b, one.a, one.same) if turned else (one.a, one.b, one.same) for one in copy.passages),
        changes=tuple((one, one.b, one.a) if turned else (one, one.a, one.b) for one in copy.alterations),
    )


def direction(copy: Copy, holdings: Holdings, reading: Reading) -> str:
    """The sentence about which text came first."""
    days = holdings.published(reading.left), holdings.published(reading.right)
    said = wording.direction(copy.direction, *days)
    if said.startswith("published earlier"):
        return f"{outlet(reading.left)}: {said}"
    if wording.directed(copy):
        return f"From {outlet(reading.left)} to {outlet(reading.right)}, {said}"
    return said[0].upper() + said[1:]


def rows(reading: Reading) -> tuple[Pair, ...]:
    """Both texts in aligned rows, marked where they share words and where they differ."""
    left, right = reading.left.text[:LONGEST_SHOWN], reading.right.text[:LONGEST_SHOWN]
    lefts = marked(left, _marks(reading, 0))
    rights = marked(right, _marks(reading, 1))
    aligned = aligned_rows(left, right, [(one[0], one[1]) for one in reading.passages])
    return tuple(
        Pair(tuple(lefts[i] for i in row.left), tuple(rights[j] for j in row.right), row.moved) for row in aligned
    )


def _marks(reading: Reading, side: Literal[0, 1]) -> Iterator[Mark]:
    """The marks of the left (0) or the right (1) text."""
    for passage in reading.passages:
        start, end = passage[side]
        yield Mark(start, end, "same" if passage[2] else "like")
    for number, (alteration, left, right) in enumerate(reading.changes):
        span = right if side else left
        if span is not None and span[0] < span[1]:
            sort = ALTERATIONS[alteration.kind]
            strong = "material" if alteration.material else "slight"
            title = f"{sort.one}: {wording.change(alteration)}"
            style = f"alter k-{alteration.kind} {strong}"
            letter = sort.letter if alteration.material else ""
            yield Mark(span[0], span[1], style, title, letter, f"c{number}{'ab'[side]}")


def _changes(reading: Reading, *, important: bool) -> tuple[Change, ...]:
    """The alterations of one sort, kind by kind: numbers before names, wording last."""
    order: list[str] = list(ALTERATIONS)
    found = (
        Change(
            anchor=f"c{number}{'a' if right is None else 'b'}",
            kind=alteration.kind,
            letter=ALTERATIONS[alteration.kind].letter,
            name=ALTERATIONS[alteration.kind].one,
            before=alteration.before,
            after=alteration.after,
            placed=(left, right) != (None, None),
        )
        for number, (alteration, left, right) in enumerate(reading.changes)
        if alteration.material == important
    )
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _kinds(alterations: Sequence[Alteration]) -> tuple[Kind, ...]:
    """The kinds that occur, in the order of the contract."""
    amounts = Counter(one.kind for one in alterations)
    return tuple(
        Kind(kind, sort.letter, sort.one if amounts[kind] == 1 else sort.many, amounts[kind])
        for kind, sort in ALTERATIONS.items()
        if amounts[kind]
    )


def _coverage(copy: Copy, reading: Reading) -> tuple[tuple[str, str], ...]:
    turned = copy.direction == "b_to_a"
    shares = (copy.coverage_b, copy.coverage_a) if turned else (copy.coverage_a, copy.coverage_b)
    return tuple(
        (outlet(article), f"{share:.0%}") for article, share in zip((reading.left, reading.right), shares, strict=True)
    )
