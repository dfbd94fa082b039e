"""Which pieces of a page are the paragraphs of its article: a chain of two states over the pieces.

The weights are trained by `scripts/train_articles.py` and stand in `weights.json`, one feature a line, to be read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import Bounds, columns_of
from copydesk.articles.edges import filled, trimmed
from copydesk.articles.features import codes_of, told_of
from copydesk.articles.letters import Ints
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Measures, Shape
from copydesk.articles.slots import Codes, layout_of
from copydesk.records import Form

WEIGHTS = Path(__file__).with_name("weights.json")
_HUNDRED = 100
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each value of each slot, as `layout_of` orders them, and the steps into, out of, within a text.

    `hundredths` are the weights times a hundred; `again` those of the second judgement of a page, None where the same
    serve.
    """

    form: Form
    hundredths: Ints
    steps: tuple[float, float, float]
    again: Weights | None = None

    @property
    def values(self) -> Floats:
        """The weights in log odds."""
        return self.hundredths / _HUNDRED


@lru_cache(maxsize=1)
def weights_of_package() -> dict[Form, Weights]:
    """The weights that come with the package, by form."""
    return unpacked(WEIGHTS.read_text(encoding="utf-8"))


def unpacked(written: str) -> dict[Form, Weights]:
    """Weights by form from their JSON."""
    found: dict[Form, Weights] = {}
    for form, section in json.loads(written).items():
        again = _unpacked(form, section["again"]) if "again" in section else None
        found[form] = replace(_unpacked(form, section), again=again)
    return found


def _unpacked(form: Form, section: dict[str, Any]) -> Weights:
    features = section["features"]
    enter, leave, stay = section["steps"]
    values = np.array([features.get(name, 0.0) for name in layout_of(form).names])
    return Weights(form, in_hundredths(values), (enter, leave, stay))


def in_hundredths(values: Floats) -> Ints:
    """Weights in whole hundredths."""
    return np.rint(values * _HUNDRED).astype(np.int64)


class Judged(NamedTuple):
    """A page to be judged: its pieces, titles and descriptions that its metadata state, which element is in which.

    `around` is as in `Markup`; empty in plain text.
    """

    pieces: Sequence[Piece]
    stated: Sequence[str] = ()
    around: Sequence[int] = ()


class Judgement(NamedTuple):
    """How sure the chain is of its best run (0: there is none), and each piece's chance.

    `least` is the chance from which on a piece is marked.
    """

    sure: float
    least: float
    chances: Floats


def judge(
    pages: Sequence[Judged], measures: Measures, *, form: Form, weights: Weights | None = None
) -> list[Judgement]:
    """What the chain makes of the pieces of each page, given the run of paragraphs of which it is surest.

    `measures` are those of all pieces of all pages in order; `weights` others than the package's.
    """
    _, judgements = weighed(pages, measures, form=form, weights=weights)
    return judgements


def weighed(
    pages: Sequence[Judged], measures: Measures, *, form: Form, weights: Weights | None = None
) -> tuple[Codes, list[Judgement]]:
    """As `judge`, and the codes (`codes_of`) of all pieces, by which they were judged in the end."""
    weights = weights or weights_of_package()[form]
    columns = columns_of([page.pieces for page in pages], measures, [page.around for page in pages])
    told = told_of(columns, [page.stated for page in pages])
    bounds = columns.bounds
    fixed, turning = layout_of(form).fixed, layout_of(form).turning
    codes = codes_of(told, form)
    own = _sums(codes, fixed, weights)
    chances = _chances(own + _sums(codes, turning, weights), weights, bounds)
    codes = codes_of(told, form, chances, before=codes)
    if weights.again is None:
        chances = _chances(own + _sums(codes, turning, weights), weights, bounds)
    else:
        chances = chances_of(codes, weights.again, bounds)
    return codes, [
        judgement_of(chances[start:end], measures.size[start:end])
        for start, end in zip(bounds.starts.tolist(), bounds.ends.tolist(), strict=True)
    ]


def judgement_of(chances: Floats, sizes: Floats) -> Judgement:
    """The judgement of a page by its pieces' chances and sizes.

    Marked are the pieces above the threshold with the best expected F1, and in any case those more likely in than out.
    Where nothing is certain the threshold is low, so that a page that looks like no other still has a body.
    """
    sure, threshold = best_threshold(chances, sizes)
    return Judgement(sure, min(threshold, SURE), chances)


def marks_of(judgement: Judgement) -> list[bool]:
    """For each piece of a page whether it is marked."""
    marks: list[bool] = (judgement.chances >= judgement.least).tolist()
    return marks


def body_of(judgement: Judgement, pieces: Sequence[Piece], shapes: Sequence[Shape]) -> list[bool]:
    """For each piece whether it is a paragraph of the article; all False where there is none."""
    if not judgement.sure:
        return [False] * len(pieces)
    return filled(trimmed(marks_of(judgement), pieces, shapes), judgement.chances.tolist(), pieces, shapes)


# Codes are looked up so many rows at a time, so that what is found still stands in the caches near the processor.
_ROWS = 16


def chances_of(codes: Codes, weights: Weights, bounds: Bounds) -> Floats:
    """For each piece the chance that it is a paragraph, the whole chain of its page considered."""
    return _chances(_sums(codes, np.arange(len(codes)), weights), weights, bounds)


def _sums(codes: Codes, rows: Ints, weights: Weights) -> Ints:
    """For each piece the sum of the weights at its codes in these rows."""
    # Weights are kept in whole hundredths: their sums are exact in any order.
    sums = np.zeros(codes.shape[1], dtype=np.int64)
    for start in range(0, rows.size, _ROWS):
        sums += weights.hundredths.take(codes[rows[start : start + _ROWS]]).sum(axis=0)
    return sums


def _chances(sums: Ints, weights: Weights, bounds: Bounds) -> Floats:
    """The chance of each piece, given the sum of its weights."""
    odds = _chained(np.exp(np.clip(sums / _HUNDRED, -_MOST, _MOST)), np.exp(weights.steps).tolist(), bounds)
    odds /= 1.0 + odds
    return odds


def _chained(odds: Floats, steps: Sequence[float], bounds: Bounds) -> Floats:
    """For each piece the odds of in to out, from those of each by itself (forward and backward sums)."""
    enter, leave, stay = steps
    count = odds.size
    # From its end the chain is the same, with entering and leaving exchanged.
    places = np.concatenate((bounds.place, (bounds.ends[bounds.page] - 1 - np.arange(count))[::-1]))
    given = np.concatenate((odds, odds[::-1]))
    told = _forward(given, places, np.repeat((enter, leave), count), np.repeat((leave, enter), count), stay=stay)
    return told[:count] * told[count:][::-1] / odds


def _forward(odds: Floats, places: Ints, enter: Floats, leave: Floats, *, stay: float) -> Floats:
    """For each piece the odds of in to out, given the pieces before it on its page, of which this is the place.

    The odds at a piece follow from those before by `own * (enter + stay * before) / (1 + leave * before)`, and so many
    of such steps on end are one step of the form `(more * before + least) / (less * before + 1)`. Steps over one piece
    are joined to steps over two, those to steps over four, and so on to the first piece (Hillis and Steele 1986): a
    dozen turns over all pages at once, in place of one turn for each piece.
    """
    first = np.flatnonzero(places == 0)
    more, least, less = stay * odds, enter * odds, leave
    more[first], least[first], less[first] = 0.0, odds[first], 0.0
    reach, farthest = 1, int(places.max())
    while reach <= farthest:
        near = more[reach:], least[reach:], less[reach:]
        far = more[:-reach], least[:-reach], less[:-reach]
        # A step from the first piece on depends on nothing before it.
        inside = (places[reach:] >= 2 * reach).astype(np.float64)
        whole = near[2] * far[1] + 1.0
        joined = (
            (near[0] * far[0] + near[1] * far[2]) * inside,
            near[0] * far[1] + near[1],
            (near[2] * far[0] + far[2]) * inside,
        )
        for column, own in zip(near, joined, strict=True):
            np.divide(own, whole, out=column)
        reach *= 2
    return least


def best_threshold(chances: Floats, sizes: Floats) -> tuple[float, float]:
    """The greatest expected F1 of a set of pieces, each counted by its size, and the least chance in that set.

    The best set by F1 is always that of all pieces above some threshold.
    """
    order = np.argsort(-chances, kind="stable")
    expected = chances[order] * sizes[order]
    scores = 2.0 * np.cumsum(expected) / np.maximum(1e-9, np.cumsum(sizes[order]) + expected.sum())
    best = int(np.argmax(scores)) if scores.size else -1
    return (float(scores[best]), float(chances[order[best]])) if best >= 0 and scores[best] > 0 else (0.0, 1.0)


# A piece more likely in the article than not is kept even where F1 would gain a little by leaving it out.
SURE = 0.5
# No score is surer than this many units of log odds; the product of the odds stays a number.
_MOST = 50.0
