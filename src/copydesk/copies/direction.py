"""Which of two texts was made from the other: what one pair alone says, each cue with its weight.

Weights are log-odds that the second text was made from the first, for each unit of a cue; they are fitted by
`scripts/train_direction.py` and stand in `direction.json`, to be read. So the sum of a pair's cues is the log-odds of
its direction, calibrated on pairs whose truth is known (the table is in docs/copies.md).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from copydesk.copies.cues import Cue, cues_of_pages, cues_of_pair
from copydesk.records import Article, CopyKind, Evidence, Passage
from copydesk.settings import CopySettings

_FARTHEST = 30.0


def cues_of(
    left: Article, right: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Evidence, ...]:
    """What this pair says of direction, strongest first; weights are log-odds that right was made from left.

    Turning the pair round turns the weights and nothing else.
    """
    if kind == "quotes_only":
        return ()
    return _weighed(cues_of_pair(left, right, passages, kind=kind, settings=settings))


def page_cues(left: Article, right: Article, *, settings: CopySettings) -> tuple[Evidence, ...]:
    """The same for two articles with one text, of which only what their pages say tells anything."""
    return _weighed(cues_of_pages(left, right, settings=settings))


def _weighed(cues: Sequence[Cue]) -> tuple[Evidence, ...]:
    weight = weights()
    found = [Evidence(kind=cue.kind, text=cue.text, weight=cue.amount * weight[cue.name]) for cue in cues]
    return tuple(sorted(found, key=lambda one: (-abs(one.weight or 0.0), one.kind, one.text)))


def lean_of(cues: Sequence[Evidence]) -> float:
    """The log-odds that the second article was made from the first, all cues together."""
    return sum((cue.weight or 0.0 for cue in cues), 0.0)


def turned(cues: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The cues of the same pair with its sides the other way round."""
    return tuple(
        Evidence(kind=cue.kind, text=cue.text, weight=None if cue.weight is None else -cue.weight) for cue in cues
    )


def share_of(odds: float) -> float:
    """The probability that these log-odds are."""
    return 1.0 / (1.0 + math.exp(-max(-_FARTHEST, min(_FARTHEST, odds))))


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """What one unit of each cue weighs, by its name."""
    table = resources.files(__package__).joinpath("direction.json").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in json.loads(table)["weights"].items()}
