"""A family of copies as an apparatus: at which places of a base text which witnesses read what.

These are the records from which an edition is written (TEI P5, chapter 12: `listWit`, `app`, `lem`, `rdg`, attached to
the base text by both end points, so that entries may overlap). Every reading keeps its place in its own witness.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from copydesk.records import Alteration, AlterationKind, Article, ArticleId, Copy, Family, FamilyId, Published, Range
from copydesk.reports.cards import headline, letter, outlet
from copydesk.reports.holdings import Holdings
from copydesk.reports.view_tree import by_day


class Witness(NamedTuple):
    """A text of the family under its siglum; `collated` is False where it was not compared with the base text."""

    siglum: str
    article: ArticleId
    title: str
    outlet: str
    url: str | None
    source: str
    language: str | None
    published: Published | None
    collated: bool


class At(NamedTuple):
    """A witness, and where it has a reading: code points in its own text.

    None where it leaves the words out, and for those that agree with the base text, whose place was not worth keeping.
    """

    siglum: str
    span: Range | None


class Reading(NamedTuple):
    """Words, and the witnesses that have them; "" where they have nothing at this place."""

    text: str
    witnesses: tuple[At, ...]


class Entry(NamedTuple):
    """A place of the base text at which some witness reads otherwise.

    `lemma` is the reading of the base text and of those that agree with it; `apart` are witnesses that differ at a
    place of its own that overlaps this one, `absent` those whose text does not reach here.
    """

    span: Range
    kinds: tuple[AlterationKind, ...]
    material: bool
    lemma: Reading
    readings: tuple[Reading, ...]
    apart: tuple[str, ...]
    absent: tuple[str, ...]


class Outside(NamedTuple):
    """What differs outside the texts (byline, credit, dateline) between the base text and a witness."""

    siglum: str
    kind: AlterationKind
    base: str
    reading: str
    material: bool


class Apparatus(NamedTuple):
    """The witnesses of a family, the base text first, and every place at which one of them reads otherwise."""

    family: FamilyId
    witnesses: tuple[Witness, ...]
    entries: tuple[Entry, ...]
    outside: tuple[Outside, ...]


class _Collation:
    """A witness laid on the base text: what it has at which places, and how far it reaches."""

    def __init__(self, siglum: str, copy: Copy, base: ArticleId, texts: tuple[str, str]) -> None:
        turned = copy.b == base
        self.siglum = siglum
        self.base, self.text = texts
        self.before_is_base = (copy.direction == "b_to_a") == turned
        self.passages = sorted((one.b, one.a) if turned else (one.a, one.b) for one in copy.passages)
        self.readings: list[tuple[Range, Range | None, Alteration]] = []
        self.outside: list[Outside] = []
        by_own_place = sorted((theirs, mine) for mine, theirs in self.passages)
        for one in copy.alterations:
            mine, theirs = (one.b, one.a) if turned else (one.a, one.b)
            if mine is None and theirs is None:
                words = (one.before, one.after) if self.before_is_base else (one.after, one.before)
                self.outside.append(Outside(siglum, one.kind, *words, one.material))
            else:
                self.readings.append((mine or _point(by_own_place, theirs), theirs, one))
        self.readings.sort(key=lambda found: found[0])
        self._reached = _Ranges([mine for mine, _ in self.passages])
        self._changed = _Ranges([mine for mine, _, _ in self.readings])

    def reaches(self, span: Range) -> bool:
        """Whether its text has something that belongs to this place of the base text."""
        return self._reached.meets(span)

    def differs(self, span: Range) -> bool:
        """Whether it reads otherwise at a place that overlaps this one."""
        return self._changed.meets(span)


class _Ranges:
    """Ranges that can be asked whether one of them meets another."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def meets(self, span: Range) -> bool:
        """Whether a range has a place in common with this one; a point lies on ranges that it touches."""
        start, end = span
        before = bisect_right(self._starts, end if start == end else end - 1)
        return before > 0 and (self._ends[before - 1] > start or (start == end == self._ends[before - 1]))


def apparatus(family: Family, holdings: Holdings) -> Apparatus:
    """The apparatus of a family on the text that the others are most directly compared with, the earliest of its roots.

    Witnesses that were not compared with the base text stand in the list alone. Entries are in the order of the base
    text; what only a witness has is attached to the point behind the passage that precedes it.
    """
    ordered = by_day(family, holdings)
    if not ordered:
        return Apparatus(family.id, (), (), ())
    base = _base(family, ordered, holdings)
    ordered.sort(key=lambda one: one.id != base.id)
    sigla = {one.id: letter(place) for place, one in enumerate(ordered)}
    collations = [
        _Collation(sigla[one.id], copy, base.id, (base.text, one.text))
        for one in ordered[1:]
        if (copy := holdings.pair(base.id, one.id)) is not None and copy.kind != "quotes_only"
    ]
    collated = {one.siglum for one in collations} | {sigla[base.id]}
    return Apparatus(
        family=family.id,
        witnesses=tuple(_witness(one, sigla[one.id], collated, holdings) for one in ordered),
        entries=tuple(_entries(base, sigla[base.id], collations)),
        outside=tuple(one for found in collations for one in found.outside),
    )


def _base(family: Family, ordered: Sequence[Article], holdings: Holdings) -> Article:
    """The base text: of the roots (or of what a lost root left) the one that most others are compared with."""
    roots = set(family.roots) | {child for one in family.lost for child in one.children}
    members = set(family.articles)

    def compared(one: Article) -> int:
        pairs = holdings.copies_of.get(one.id, ())
        return sum(copy.kind != "quotes_only" and {copy.a, copy.b} <= members for copy in pairs)

    return max([one for one in ordered if one.id in roots] or ordered, key=compared)


def _witness(article: Article, siglum: str, collated: set[str], holdings: Holdings) -> Witness:
    return Witness(
        siglum=siglum,
        article=article.id,
        title=headline(article),
        outlet=outlet(article),
        url=article.url,
        source=article.source,
        language=article.language,
        published=holdings.published(article),
        collated=siglum in collated,
    )


def _entries(base: Article, siglum: str, collations: Sequence[_Collation]) -> Iterator[Entry]:
    """One entry for each place of the base text at which a witness reads otherwise."""
    found: dict[Range, list[tuple[_Collation, Range | None, Alteration]]] = {}
    for one in collations:
        for span, theirs, alteration in one.readings:
            found.setdefault(span, []).append((one, theirs, alteration))
    for span, readings in sorted(found.items()):
        here = {one.siglum for one, _, _ in readings}
        others = [one for one in collations if one.siglum not in here]
        agree = [one for one in others if one.reaches(span) and not one.differs(span)]
        yield Entry(
            span=span,
            kinds=tuple(dict.fromkeys(alteration.kind for _, _, alteration in readings)),
            material=any(alteration.material for _, _, alteration in readings),
            lemma=Reading(base.text[slice(*span)], (At(siglum, span), *(At(one.siglum, None) for one in agree))),
            readings=tuple(_readings(readings)),
            apart=tuple(one.siglum for one in others if one.differs(span)),
            absent=tuple(one.siglum for one in others if not one.reaches(span) and not one.differs(span)),
        )


def _readings(readings: Iterable[tuple[_Collation, Range | None, Alteration]]) -> Iterator[Reading]:
    """The readings at one place, witnesses with the same words together."""
    found: dict[str, dict[str, At]] = {}
    for one, span, _ in readings:
        text = "" if span is None else one.text[slice(*span)]
        found.setdefault(text, {}).setdefault(one.siglum, At(one.siglum, span))
    for text, witnesses in found.items():
        yield Reading(text, tuple(witnesses.values()))


def _point(by_own_place: Sequence[tuple[Range, Range]], theirs: Range | None) -> Range:
    """The point of the base text to which words that only a witness has are attached."""
    if theirs is None or not by_own_place:
        return (0, 0)
    place = bisect_right(by_own_place, theirs[0], key=lambda one: one[0][0])
    point = by_own_place[place - 1][1][1] if place else 0
    return (point, point)
