"""Train the weights by which candidate pairs are judged in bulk, and print how they do on events held back.

    python scripts/train_judging.py --events FILE [--newsroom FOLDER] [--write]

Pairs whose truth is known: two collections of `bench/known_copies.py`, one made of every second event of the newsroom
and the file of real reports (ECB+), for training, and one of the others, for the figures printed. A copy is a pair of a
source and what was made from it; negatives are candidates that share no base text, among them reports on one event.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from copydesk.copies.fingerprints import prints_of
from copydesk.copies.judging import COUNTED, NAMES, features_of
from copydesk.engine.blocking import join
from copydesk.settings import CopySettings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from known_copies import NEWSROOM, Known, base_texts, collection  # noqa: E402  the bench is no package

TARGET = ROOT / "src/copydesk/copies/judging.json"
SETTINGS = CopySettings()
SIZE, SOURCES = 6_000, 300
PRIOR = 1e-3
ROUNDS = 60
CUTS = (-8, -7, -6, -5, -4, -3, -2, -1, 0, 1)

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Judged(NamedTuple):
    """Candidate pairs: their features, which are copies, which share no base text, and the level of the copy."""

    features: Numbers
    copies: Flags
    strangers: Flags
    levels: NDArray[np.str_]


def pairs_of(texts: Sequence[Known]) -> Judged:
    """The candidate pairs of a collection, with what is known of them."""
    prints = prints_of([one.text for one in texts], settings=SETTINGS)
    pairs = join(prints.families, len(texts), SETTINGS.block)
    features = features_of(prints.outlines, pairs.left, pairs.right, pairs.counts)
    both = [(texts[a], texts[b]) for a, b in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)]
    return Judged(
        features,
        np.array([_is_copy(*pair) or _is_copy(*pair[::-1]) for pair in both]),
        np.array([not set(one.origins) & set(other.origins) for one, other in both]),
        np.array([one.level if one.source is not None else other.level for one, other in both]),
    )


def _is_copy(one: Known, source: Known) -> bool:
    """Whether a text was made from a base text, in full or in part."""
    return source.level == "base" and one.source is not None and one.source == source.origins[0]


def fitted(features: Numbers, wanted: Flags) -> tuple[Numbers, float]:
    """Weights and constant of a logistic regression with a Gaussian prior, by Newton's method."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    rows = np.column_stack((np.ones(len(features)), (features - mean) / spread))
    weights = np.zeros(rows.shape[1])
    prior = np.append(0.0, np.full(features.shape[1], PRIOR * len(rows)))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - wanted) + prior * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(prior + 1e-9)
        weights -= np.linalg.solve(curve, slope)
    plain = weights[1:] / spread
    return plain, float(weights[0] - plain @ mean)


def report(stage: str, odds: Numbers, held: Judged) -> None:
    """Print what would be lost and kept among pairs held back if a stage cut at these odds."""
    print(f"\n{stage}: of {int(held.copies.sum()):,} copies and {int(held.strangers.sum()):,} pairs of strangers")
    for cut in CUTS:
        lost = Counter(held.levels[held.copies & (odds < cut)].tolist())
        kept = int((held.strangers & (odds >= cut)).sum())
        print(f"  at {cut:3}: strangers kept {kept:6,}, copies lost {sum(lost.values()):4} {dict(lost)}")


def main() -> None:
    """Train both stages on one collection and print them on another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newsroom", type=Path, default=NEWSROOM, help="folder of gold.jsonl and pairs.jsonl")
    parser.add_argument("--events", type=Path, required=True, help="real reports: JSON lines with text and event")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    asked = parser.parse_args()
    base = base_texts(asked.newsroom, asked.events)
    events = sorted({event for _, event in base})
    half = set(events[::2])
    train = pairs_of(collection([one for one in base if one[1] in half], SIZE, SOURCES, 1))
    held = pairs_of(collection([one for one in base if one[1] not in half], SIZE, SOURCES, 2))
    table = {}
    for stage, names in (("counted", COUNTED), ("ordered", NAMES)):
        columns = [NAMES.index(name) for name in names]
        # Copies in part are known by their runs, and would pull the weights away from order.
        used = (train.copies & (train.levels != "partial")) | train.strangers
        weights, constant = fitted(train.features[used][:, columns], train.copies[used])
        table[stage] = {"constant": round(constant, 3)}
        table[stage] |= {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
        report(stage, held.features[:, columns] @ weights + constant, held)
    if asked.write:
        TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
