"""Which pieces of a page are the paragraphs of its article: a chain of two states over the pieces.

The weights are trained by `scripts/train_articles.py` and stand in `weights.json`, one feature a line, to be read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import mul
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
    codes = codes_of(told, form)
    codes = codes_of(told, form, chances_of(codes, weights, bounds), before=codes)
    chances = chances_of(codes, weights.again or weights, bounds)
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
    # Weights are kept in whole hundredths: their sums are exact in any order.
    sums = np.zeros(codes.shape[1], dtype=np.int64)
    for start in range(0, len(codes), _ROWS):
        sums += weights.hundredths.take(codes[start : start + _ROWS]).sum(axis=0)
    scores = sums / _HUNDRED
    odds = np.exp(np.clip(scores, -_MOST, _MOST)).tolist()
    steps = np.exp(weights.steps).tolist()
    both: list[float] = []
    for start, end in zip(bounds.starts.tolist(), bounds.ends.tolist(), strict=True):
        both += _chain(odds[start:end], steps)
    chances = np.array(both)
    chances /= 1.0 + chances
    return chances


def _chain(odds: Sequence[float], steps: Sequence[float]) -> list[float]:
    """For each piece of a page the odds of in to out, from those by itself (forward and backward sums)."""
    # Each sum is kept as odds: those of the next place follow from them alone.
    enter, leave, stay = steps
    ahead = [before := odds[0]]
    for own in odds[1:]:
        before = own * (enter + stay * before) / (1.0 + leave * before)
        ahead.append(before)
    behind = [after := 1.0]
    for own in reversed(odds[1:]):
        after *= own
        after = (leave + stay * after) / (1.0 + enter * after)
        behind.append(after)
    behind.reverse()
    return list(map(mul, ahead, behind))


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
