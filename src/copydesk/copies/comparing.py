"""Two articles compared: whether they share text, how, and what that pair alone says of direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import LCSseq

from copydesk.copies.align import Bead
from copydesk.copies.altered.tokens import tokens
from copydesk.copies.cues import phrases_of, surface_of
from copydesk.copies.direction import cues_of, lean_of, turned
from copydesk.copies.explanations import explanations
from copydesk.copies.kinds import Judgement, judge
from copydesk.copies.measures import Likeness, Run, Side, leads, measure, side_of
from copydesk.copies.reading import inside, read
from copydesk.copies.sites import of_one_site
from copydesk.copies.stretches import compared_stretches, runs_of
from copydesk.copies.traits import oddity
from copydesk.records import Article, Evidence, Match, Passage
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.sentences import Range


def compare(left: Article, right: Article, *, settings: CopySettings) -> Match | None:
    """How two articles (`left.id` before `right.id`) share text, judged by themselves; None where they share nothing.

    Whatever the articles are called, the same texts give the same match, with its sides the other way round. Sentences
    that two pages of one site share are its furniture or its own background, and no copy in part unless one text opens
    with them.
    """
    if left.text > right.text:
        turned = compare(right, left, settings=settings)
        return None if turned is None else _turned(turned)
    places = compared_stretches(left.text, right.text, most=settings.most_words)
    one, other = (side_of(article.text[slice(*place)]) for article, place in zip((left, right), places, strict=True))
    if not one.reading.words or not other.reading.words:
        return None
    likeness = measure(one, other, settings=settings)
    judgement = judge(likeness, settings=settings)
    if judgement is None or (judgement.kind == "partial" and of_one_site(left, right) and not leads(likeness)):
        return None
    found = passages_of(one, other, likeness, judgement, settings=settings)
    passages = _shifted(found, places)
    cues = cues_of(left, right, passages, kind=judgement.kind, settings=settings)
    return Match(
        id=stable_id("match", *sorted((left.id, right.id))),
        a=left.id,
        b=right.id,
        kind=judgement.kind,
        score=_score(one, other, likeness),
        confidence=judgement.confidence,
        coverage_a=_coverage(one, [passage.a for passage in found], left),
        coverage_b=_coverage(other, [passage.b for passage in found], right),
        passages=passages,
        lean=lean_of(cues),
        cues=cues,
        why=(
            *judgement.why,
            *_told_part(left, right, places),
            *explanations(left, right, passages, kind=judgement.kind),
        ),
    )


def forget() -> None:
    """Let go of what `compare` remembers of texts, some 60 MB at the most: for whom no more pairs are to come."""
    for kept in (read, side_of, tokens, surface_of, phrases_of, oddity, runs_of):
        kept.forget()


def _told_part(left: Article, right: Article, places: tuple[Range, Range]) -> tuple[Evidence, ...]:
    """That only a part of a very long text was compared."""
    shares = [(end - start) / len(one.text) for one, (start, end) in zip((left, right), places, strict=True)]
    if min(shares) == 1.0:
        return ()
    text = f"of a very long text only the part that shares most with the other was compared, {min(shares):.1%} of it"
    return (Evidence(kind="bounds", text=text),)


def _turned(match: Match) -> Match:
    """The match with its sides the other way round."""
    passages = sorted((Passage(a=one.b, b=one.a, same=one.same) for one in match.passages), key=lambda one: one.a)
    return replace(
        match,
        a=match.b,
        b=match.a,
        coverage_a=match.coverage_b,
        coverage_b=match.coverage_a,
        passages=tuple(passages),
        lean=-match.lean,
        cues=turned(match.cues),
    )


def passages_of(
    left: Side, right: Side, likeness: Likeness, judgement: Judgement, *, settings: CopySettings
) -> tuple[Passage, ...]:
    """The aligned stretches in the order of the left text; none overlaps another on either side."""
    if judgement.kind == "quotes_only":
        return tuple(_of_runs(left, right, judgement.quotations))
    beads: Sequence[Bead] = likeness.alignment.beads
    if judgement.kind == "partial":
        beads = [bead for number, bead in enumerate(beads) if number in likeness.carried or _holds_run(bead, likeness)]
    elif judgement.kind in {"verbatim", "edited"}:
        beads = [bead for bead in beads if bead.score >= settings.weakest_kept]
    return tuple(_joined(left, right, beads))


def _shifted(passages: Sequence[Passage], places: tuple[Range, Range]) -> tuple[Passage, ...]:
    """The passages of two stretches as places in the whole texts."""
    (left, _), (right, _) = places
    if not left and not right:
        return tuple(passages)
    return tuple(
        replace(one, a=(one.a[0] + left, one.a[1] + left), b=(one.b[0] + right, one.b[1] + right)) for one in passages
    )


def _holds_run(bead: Bead, likeness: Likeness) -> bool:
    """Whether most of a bead's shorter side stands in equal runs."""
    alignment = likeness.alignment
    ones, others = inside(alignment.left, bead.left), inside(alignment.right, bead.right)
    shorter = min(ones[1] - ones[0], others[1] - others[0])
    equal = sum(
        max(0, min(ones[1], run.left + run.length) - max(ones[0], run.left))
        for run in likeness.runs
        if others[0] - run.length < run.right < others[1]
    )
    return equal > 0 and 2 * equal >= shorter


def _of_runs(left: Side, right: Side, runs: Sequence[Run]) -> Iterator[Passage]:
    for run in runs:
        yield Passage(a=_stretch(left, run.left, run.length), b=_stretch(right, run.right, run.length), same=True)


def _stretch(side: Side, first: int, length: int) -> Range:
    found = side.reading.words
    return found[first].start, found[first + length - 1].end


def _joined(left: Side, right: Side, beads: Sequence[Bead]) -> Iterator[Passage]:
    """A passage for every bead, neighbours with equal words made one."""
    held: Passage | None = None
    for bead in beads:
        same = _plain(left, bead.left) == _plain(right, bead.right)
        joins = (
            held is not None
            and held.same
            and same
            and not (left.text[held.a[1] : bead.left[0]].strip() or right.text[held.b[1] : bead.right[0]].strip())
        )
        if held is not None and joins and held.b[1] <= bead.right[0]:
            held = Passage(a=(held.a[0], bead.left[1]), b=(held.b[0], bead.right[1]), same=True)
            continue
        if held is not None:
            yield held
        held = Passage(a=bead.left, b=bead.right, same=same)
    if held is not None:
        yield held


def _plain(side: Side, stretch: Range) -> list[str]:
    return [word.text for word in side.reading.words[slice(*inside(side.reading, stretch))]]


def _score(left: Side, right: Side, likeness: Likeness) -> float:
    """The share of the shorter text that stands word for word, in order, in the sentences it is aligned with."""
    ones, others = left.reading.keys, right.reading.keys
    common = 0
    for bead in likeness.alignment.beads:
        mine, theirs = inside(left.reading, bead.left), inside(right.reading, bead.right)
        common += LCSseq.similarity(ones[slice(*mine)], others[slice(*theirs)])
    return common / min(len(ones), len(others))


def _coverage(side: Side, stretches: Sequence[Range], article: Article) -> float:
    """The share of a text's words that stand in the passages; of a text compared in part by its letters."""
    covered = sum(last - first for first, last in (inside(side.reading, stretch) for stretch in stretches))
    return min(1.0, covered / len(side.reading.words)) * len(side.text) / len(article.text)
