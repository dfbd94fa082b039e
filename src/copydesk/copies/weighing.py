"""How likely it is that one text was made from the other, and in which way, from named figures.

The weights are trained by `scripts/train_copies.py` and stand in `kinds.json`, one figure a line, to be read.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

from copydesk.copies.traits import Manner, Traits
from copydesk.records import CopyKind

WEIGHTS = Path(__file__).with_name("kinds.json")
KINDS: tuple[CopyKind, ...] = ("edited", "spun", "translated", "partial")
"""The kinds that the weights tell apart; the first is the one that the others are weighed against."""


class Weights(NamedTuple):
    """One weight a figure and one for none, for whether and for how; `slope` and `offset` calibrate the first."""

    copied: tuple[float, ...]
    kinds: dict[CopyKind, tuple[float, ...]]
    slope: float
    offset: float


def copied_odds(traits: Traits) -> float:
    """The calibrated log-odds that one text was made from the other, or both from a third."""
    weights = weights_of()
    return weights.slope * _sum(weights.copied, traits) + weights.offset


def kind_shares(manner: Manner) -> dict[CopyKind, float]:
    """The probability of each kind, given that it is a copy and not word for word."""
    odds = {kind: _sum(row, manner) for kind, row in weights_of().kinds.items()}
    odds[KINDS[0]] = 0.0
    top = max(odds.values())
    total = sum(math.exp(one - top) for one in odds.values())
    return {kind: math.exp(odds[kind] - top) / total for kind in KINDS}


def _sum(weights: tuple[float, ...], figures: tuple[float, ...]) -> float:
    return sum(weight * figure for weight, figure in zip(weights, figures, strict=False)) + weights[-1]


@cache
def weights_of() -> Weights:
    """The weights as trained."""
    written = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(
        _row(written["copied"], Traits._fields),
        {kind: _row(written["kinds"][kind], Manner._fields) for kind in KINDS[1:]},
        written["calibration"]["slope"],
        written["calibration"]["offset"],
    )


def _row(written: dict[str, float], names: tuple[str, ...]) -> tuple[float, ...]:
    return (*(written[name] for name in names), written["always"])
