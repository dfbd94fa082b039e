"""Two whole texts token beside token: the sentence beads of `align`, each laid word beside word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copydesk.copies.align import align
from copydesk.copies.altered.facing import face
from copydesk.copies.altered.facts import Fact, FactKind, facts
from copydesk.copies.altered.tokens import Token, Tokens, tokens
from copydesk.records import Alteration, AlterationKind, Article, CopyKind, Passage, Range
from copydesk.settings import CopySettings


@dataclass(frozen=True, slots=True)
class Bead:
    """Two stretches that say the same thing, as ranges of token numbers."""

    left: Range
    right: Range


@dataclass(frozen=True, slots=True)
class Pairing:
    """A source (left) and its copy (right), token beside token.

    `right_of` and `left_of` give the number of the facing token, or None; `beads` are the stretches that were laid
    beside each other, in the order of the source.
    """

    source: Article
    copy: Article
    kind: CopyKind
    settings: CopySettings
    left: tuple[Token, ...]
    right: tuple[Token, ...]
    right_of: tuple[int | None, ...]
    left_of: tuple[int | None, ...]
    beads: tuple[Bead, ...]

    def left_numbers(self, place: Range) -> Range:
        """The numbers of the source's tokens that start inside a range of its text."""
        return _numbers(self.left, place)

    def right_numbers(self, place: Range) -> Range:
        """The same for the copy."""
        return _numbers(self.right, place)

    def facing(self, fact: Fact) -> list[int]:
        """The numbers of the copy's tokens that face a fact of the source."""
        return [n for n in self.right_of[slice(*self.left_numbers((fact.start, fact.end)))] if n is not None]

    def faces(self, fact: Fact, other: Fact) -> bool:
        """Whether any token of a fact of the source faces one of a fact of the copy."""
        first, last = self.right_numbers((other.start, other.end))
        return any(first <= number < last for number in self.facing(fact))

    def stretch(self, numbers: Sequence[int]) -> Range:
        """The place in the copy from the first to the last of some tokens."""
        return self.right[min(numbers)].start, self.right[max(numbers)].end

    def facts(self, bead: Bead, kind: FactKind) -> tuple[list[Fact], list[Fact]]:
        """The facts of one kind in a bead, those of the source and those of the copy."""
        left = _inside(facts(self.source.text), self.left, bead.left)
        right = _inside(facts(self.copy.text), self.right, bead.right)
        return [fact for fact in left if fact.kind == kind], [fact for fact in right if fact.kind == kind]

    def alteration(self, kind: AlterationKind, a: Range | None, b: Range | None, *, material: bool) -> Alteration:
        """An alteration with the words of both places."""
        before = self.source.text[slice(*a)] if a else ""
        after = self.copy.text[slice(*b)] if b else ""
        return Alteration(kind=kind, before=before, after=after, a=a, b=b, material=material)


def pair_up(
    source: Article, copy: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> Pairing:
    """The two texts token beside token, within the sentences that `passages` touch on both sides."""
    one, other = tokens(source.text), tokens(copy.text)
    right_of: list[int | None] = [None] * len(one.all)
    beads = []
    for bead in _beads(source, copy, passages, settings=settings):
        left, right = one.all[slice(*bead.left)], other.all[slice(*bead.right)]
        found = face(left, right)
        if kind == "partial" and _kept(left, right, found) < settings.least_kept_of_part:
            continue
        beads.append(bead)
        right_of[slice(*bead.left)] = [None if facing is None else bead.right[0] + facing for facing in found]
    return Pairing(
        source, copy, kind, settings, one.all, other.all, tuple(right_of), _turned(right_of, other), tuple(beads)
    )


def _beads(source: Article, copy: Article, passages: Sequence[Passage], *, settings: CopySettings) -> Iterator[Bead]:
    left, right = tokens(source.text).all, tokens(copy.text).all
    in_order = sorted(passages, key=_passage_start)
    for bead in align(source.text, copy.text, settings=settings).beads:
        last = bisect_left(in_order, bead.left[1], key=_passage_start)
        first = bisect_left(in_order, bead.left[0], hi=last, key=_passage_start)
        if any(
            _overlap(bead.left, one.a) and _overlap(bead.right, one.b) for one in in_order[max(0, first - 1) : last]
        ):
            yield Bead(_numbers(left, bead.left), _numbers(right, bead.right))


def _passage_start(passage: Passage) -> int:
    return passage.a[0]


def _kept(left: Sequence[Token], right: Sequence[Token], facing: Sequence[int | None]) -> float:
    """The share of the source's words in a bead that stand unchanged in the copy."""
    spoken = [n for n, token in enumerate(left) if token.kind not in {"mark", "function"}]
    kept = sum((m := facing[n]) is not None and right[m].key == left[n].key for n in spoken)
    return kept / max(1, len(spoken))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _turned(right_of: Sequence[int | None], right: Tokens) -> tuple[int | None, ...]:
    found: list[int | None] = [None] * len(right.all)
    for number, other in enumerate(right_of):
        if other is not None:
            found[other] = number
    return tuple(found)


def _numbers(row: Sequence[Token], place: Range) -> Range:
    start = bisect_left(row, place[0], key=_start)
    return start, bisect_left(row, place[1], lo=start, key=_start)


def _start(token: Token) -> int:
    return token.start


def _inside(found: Sequence[Fact], row: Sequence[Token], numbers: Range) -> Sequence[Fact]:
    if numbers[0] >= numbers[1]:
        return ()
    first = bisect_left(found, row[numbers[0]].start, key=_fact_start)
    return found[first : bisect_left(found, row[numbers[1] - 1].end, lo=first, key=_fact_start)]


def _fact_start(fact: Fact) -> int:
    return fact.start
