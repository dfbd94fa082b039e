"""Which pieces of a page are the paragraphs of its article: a chain of two states over the pieces.

The weights are trained by `scripts/train_articles.py` and stand in `weights.json`, one feature a line, to be read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import columns_of
from copydesk.articles.edges import trimmed
from copydesk.articles.features import codes_of, page_of
from copydesk.articles.letters import Ints
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Measures
from copydesk.articles.slots import layout_of
from copydesk.records import Form

WEIGHTS = Path(__file__).with_name("weights.json")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each value of each slot, as `layout_of` orders them, and the steps into, out of, within a text.

    `again` are those of the second judgement of a page; None where the same serve.
    """

    form: Form
    values: Floats
    steps: tuple[float, float, float]
    again: Weights | None = None


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
    return Weights(form, values, (enter, leave, stay))


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure the chain is of its best run (0: there is none), each piece's chance, and its codes (`codes_of`)."""

    sure: float
    chances: Floats
    codes: Ints | None


def judge(  # noqa: PLR0913 - what is known of a page, each by its name
    pieces: Sequence[Piece],
    measures: Measures,
    *,
    form: Form,
    stated: Sequence[str],
    around: Sequence[int] = (),
    recurs: Sequence[int] | None = None,
    weights: Weights | None = None,
) -> Judgement:
    """What the chain makes of the pieces, given the run of paragraphs of which it is surest.

    `stated` are the titles and descriptions that the metadata give, `around` tells which element stands in which
    (`Markup.around`), `recurs` how many other pages of the site hold each piece (None where none is known), `weights`
    others than the package's.
    """
    weights = weights or weights_of_package()[form]
    page = page_of(columns_of(pieces, measures, around), stated, recurs)
    codes = codes_of(page, form)
    codes = codes_of(page, form, chances_of(codes, weights), before=codes)
    chances = chances_of(codes, weights.again or weights)
    sure, _ = best_threshold(chances, measures.size)
    return Judgement(sure, chances, codes)


def body_of(  # noqa: PLR0913 - as above
    pieces: Sequence[Piece],
    measures: Measures,
    *,
    form: Form,
    stated: Sequence[str],
    around: Sequence[int] = (),
    recurs: Sequence[int] | None = None,
    weights: Weights | None = None,
) -> list[bool]:
    """For each piece whether it is a paragraph of the article; all False where there is none. As for `judge`."""
    found = judge(
        pieces,
        measures,
        form=form,
        stated=stated,
        around=around,
        recurs=recurs,
        weights=weights,
    )
    marks = marks_of(found.chances, measures.size)
    return trimmed(marks, pieces, measures.shapes) if found.sure else [False] * len(pieces)


def chances_of(codes: Ints, weights: Weights) -> Floats:
    """For each piece the chance that it is a paragraph, the whole chain considered (forward and backward sums)."""
    scores = weights.values[codes].sum(axis=0)
    # Each sum is kept as the odds of in to out: those of the next place follow from them alone.
    odds = np.exp(np.clip(scores, -_MOST, _MOST)).tolist()
    enter, leave, stay = np.exp(weights.steps).tolist()
    ahead = [before := odds[0]]
    for own in odds[1:]:
        before = own * (enter + stay * before) / (1.0 + leave * before)
        ahead.append(before)
    behind = [after := 1.0]
    for own in reversed(odds[1:]):
        after *= own
        after = (leave + stay * after) / (1.0 + enter * after)
        behind.append(after)
    both = np.array(ahead) * np.array(behind[::-1])
    chances: Floats = both / (1.0 + both)
    return chances


def marks_of(chances: Floats, sizes: Floats) -> list[bool]:
    """The pieces above the threshold with the best expected F1, and in any case those more likely in than out.

    Where nothing is certain the threshold is low, so that a page that looks like no other still has a body.
    """
    _, threshold = best_threshold(chances, sizes)
    marks: list[bool] = (chances >= min(threshold, SURE)).tolist()
    return marks


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
