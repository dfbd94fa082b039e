"""Which pieces of a page are the paragraphs of its article: a chain of two states over the pieces.

The weights are trained by `scripts/train_articles.py` and stand in `weights.json`, one feature a line, to be read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log1p
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.core import cores_of
from copydesk.articles.edges import trimmed
from copydesk.articles.features import features_of, scene_of
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape
from copydesk.records import Form

WEIGHTS = Path(__file__).with_name("weights.json")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Each feature's row in `values` (row 0: unknown ones), and the steps into, out of and within a text."""

    rows: dict[str, int]
    values: Floats
    steps: tuple[float, float, float]


@lru_cache(maxsize=1)
def weights_of_package() -> dict[str, Weights]:
    """The weights that come with the package, by form."""
    return unpacked(WEIGHTS.read_text(encoding="utf-8"))


def unpacked(written: str) -> dict[str, Weights]:
    """Weights by form from their JSON."""
    found: dict[str, Weights] = {}
    for form, section in json.loads(written).items():
        features = section["features"]
        values = np.array([0.0, *features.values()])
        enter, leave, stay = section["steps"]
        found[form] = Weights({name: row for row, name in enumerate(features, start=1)}, values, (enter, leave, stay))
    return found


def body_of(
    pieces: Sequence[Piece],
    shapes: Sequence[Shape],
    *,
    form: Form,
    stated: Sequence[str],
    weights: Weights | None = None,
) -> list[bool]:
    """For each piece whether it is a paragraph of the article; all False where there is none.

    `stated` are the titles and descriptions that the metadata give, `weights` others than the package's.
    """
    weights = weights or weights_of_package()[form]
    sizes = [shape.size for shape in shapes]
    surest, best = 0.0, [0.0] * len(pieces)
    for core in cores_of(pieces, shapes):
        chances = chances_of(features_of(pieces, shapes, scene_of(pieces, shapes, core, stated)), weights)
        sure, _ = best_threshold(chances, sizes)
        if sure > _CLEARLY * surest:
            surest, best = sure, chances
    return trimmed(marks_of(best, sizes), pieces, shapes) if surest else [False] * len(pieces)


def chances_of(features: Sequence[Sequence[str]], weights: Weights) -> list[float]:
    """For each piece the chance that it is a paragraph, the whole chain considered (forward and backward sums)."""
    rows = weights.rows
    numbers = np.array([rows.get(name, 0) for names in features for name in names], dtype=np.int64)
    starts = np.cumsum([0, *(len(names) for names in features[:-1])])
    scores: list[float] = np.add.reduceat(weights.values[numbers], starts).tolist()
    enter, leave, stay = weights.steps
    # Each sum is kept as the log of in to out: out and in of the next place follow from it alone.
    ahead = [scores[0]]
    for score in scores[1:]:
        ahead.append(score + _log_sum(enter, ahead[-1] + stay) - _log_sum(0.0, ahead[-1] + leave))
    behind = [0.0]
    for score in reversed(scores[1:]):
        after = behind[-1] + score
        behind.append(_log_sum(leave, after + stay) - _log_sum(0.0, after + enter))
    return [_chance(left + right) for left, right in zip(ahead, reversed(behind), strict=True)]


def marks_of(chances: Sequence[float], sizes: Sequence[float]) -> list[bool]:
    """The pieces above the threshold with the best expected F1, and in any case those more likely in than out.

    Where nothing is certain the threshold is low, so that a page that looks like no other still has a body.
    """
    _, threshold = best_threshold(chances, sizes)
    return [chance >= min(threshold, SURE) for chance in chances]


def best_threshold(chances: Sequence[float], sizes: Sequence[float]) -> tuple[float, float]:
    """The greatest expected F1 of a set of pieces, each counted by its size, and the least chance in that set.

    The best set by F1 is always that of all pieces above some threshold.
    """
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    whole = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    best, threshold, right, taken = 0.0, 1.0, 0.0, 0.0
    for place in order:
        right += chances[place] * sizes[place]
        taken += sizes[place]
        expected = 2.0 * right / (taken + whole) if taken + whole else 0.0
        if expected > best:
            best, threshold = expected, chances[place]
    return best, threshold


# A piece more likely in the article than not is kept even where F1 would gain a little by leaving it out.
SURE = 0.5
# A second run of paragraphs is taken for the article only where the chain is clearly surer of it.
_CLEARLY = 1.02


def _log_sum(left: float, right: float) -> float:
    high, low = (left, right) if left > right else (right, left)
    return high + log1p(exp(low - high))


def _chance(score: float) -> float:
    return 1.0 / (1.0 + exp(-score)) if score > -700.0 else 0.0
