"""A chain of two states, paragraph or not, fitted to pages by maximum likelihood with a Gaussian prior."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from article_samples import Sample
from copydesk.articles.body import Weights, chances_of, in_hundredths
from copydesk.articles.features import codes_of
from copydesk.articles.letters import Ints
from copydesk.articles.slots import Codes, layout_of
from copydesk.records import Form

# Strength of the prior, of 0.3, 1, 2, 3 and 6 the best on the folds: text dumps have fewer marks to go by.
PRIOR: dict[Form, float] = {"html": 2.0, "text": 3.0}
# A feature must be met on this many pages, or it is a feature of one page.
RAREST = 3
ROUNDS = 120
# Longer pages are cut into stretches of so many pieces for training.
STRETCH = 256
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples as arrays: the codes of all pieces side by side, and a grid of stretches by places for the chain."""

    codes: Codes
    width: int
    places: Ints
    alive: NDArray[np.bool_]
    marks: NDArray[np.bool_]
    shares: Floats


def train_both(samples: Sequence[Sample]) -> Weights:
    """The weights of both judgements of a page.

    In text the second has its own: they are trained on what the first makes of pages that it did not see. In HTML,
    where the markup tells what stands between paragraphs, the same serve.
    """
    weights = train(samples)
    if weights.form == "html":
        return weights
    seen_by_none: list[Sample] = []
    for fold in sorted({sample.source.fold for sample in samples}):
        others = train([sample for sample in samples if sample.source.fold != fold])
        held = [sample for sample in samples if sample.source.fold == fold]
        seen_by_none += [replace(one, codes=again_by(one, others)) for one in held]
    return replace(weights, again=train(seen_by_none))


def again_by(sample: Sample, weights: Weights) -> Codes:
    """The codes of a text that is judged by these weights for the second time."""
    return codes_of(sample.told, "text", chances_of(sample.codes, weights, sample.told.columns.bounds))


def train(samples: Sequence[Sample]) -> Weights:
    """The weights that make the true marks of the samples most likely."""
    form = samples[0].source.form
    width = len(layout_of(form).names)
    pages = np.zeros(width, dtype=np.int64)
    for sample in samples:
        pages[np.unique(sample.codes)] += 1
    batch = batch_of(samples, width)
    known = np.append(pages >= RAREST, [True] * 3)
    found = minimum(lambda point: loss(point, batch, known, PRIOR[form]), np.zeros(width + 3)).round(2)
    enter, leave, stay = found[-3:].tolist()
    return Weights(form, in_hundredths(found[:-3]), (enter, leave, stay))


def batch_of(samples: Sequence[Sample], width: int) -> Batch:
    """The samples as arrays; each page counts by the root of its length, so that long menus do not decide.

    A page longer than a stretch is cut into several.
    """
    stretches = [(sample, at) for sample in samples for at in range(0, len(sample.marks), STRETCH)]
    marks = np.zeros((STRETCH, len(stretches)), dtype=np.bool_)
    alive = np.zeros_like(marks)
    places = []
    for column, (sample, at) in enumerate(stretches):
        own = sample.marks[at : at + STRETCH]
        marks[: len(own), column] = own
        alive[: len(own), column] = True
        places.append(np.arange(len(own)) * len(stretches) + column)
    shares = np.array([sample.share * (60.0 / len(sample.marks)) ** 0.5 for sample, _ in stretches])
    codes = np.concatenate([sample.codes for sample in samples], axis=1)
    return Batch(codes, width, np.concatenate(places), alive, marks, shares)


def loss(point: Floats, batch: Batch, known: NDArray[np.bool_], prior: float) -> tuple[float, Floats]:
    """Negative log-likelihood with its prior, and its gradient."""
    grid = np.zeros(batch.marks.shape)
    grid.reshape(-1)[batch.places] = point[batch.codes].sum(axis=0)
    value, slope, moves = chain(grid, point[-3:], batch)
    emission = slope.reshape(-1)[batch.places]
    own = np.zeros(batch.width)
    for row in batch.codes:
        own += np.bincount(row, emission, minlength=batch.width)
    gradient = np.concatenate([own, moves]) + prior * point
    return value + prior * float(point @ point) / 2.0, gradient * known


def chain(grid: Floats, steps: Floats, batch: Batch) -> tuple[float, Floats, Floats]:
    """Loss of all chains at once, and its slope by each score and by the three steps; sums are kept as odds."""
    enter, leave, stay = np.exp(steps)
    odds = np.exp(np.clip(grid, -50.0, 50.0))
    alive, truth = batch.alive, batch.marks
    ahead, behind = np.empty_like(odds), np.ones_like(odds)
    ahead[0] = odds[0]
    for place in range(1, STRETCH):
        before = ahead[place - 1]
        moved = odds[place] * (enter + stay * before) / (1.0 + leave * before)
        ahead[place] = np.where(alive[place], moved, before)
    for place in range(STRETCH - 2, -1, -1):
        after = odds[place + 1] * behind[place + 1]
        behind[place] = np.where(alive[place + 1], (leave + stay * after) / (1.0 + enter * after), 1.0)
    inner = alive[1:]
    total = np.log1p(ahead[-1]) + (np.log1p(leave * ahead[:-1]) * inner).sum(axis=0)
    both = ahead * behind
    slope = (both / (1.0 + both) - truth) * alive * batch.shares
    before, after = ahead[:-1], odds[1:] * behind[1:]
    pairs = np.stack([enter * after, leave * before, stay * before * after])
    told = np.stack([~truth[:-1] & truth[1:], truth[:-1] & ~truth[1:], truth[:-1] & truth[1:]])
    weight = inner * batch.shares
    moves = ((pairs / (1.0 + pairs.sum(axis=0)) - told) * weight).sum(axis=(1, 2))
    gold = (truth * grid * alive).sum(axis=0) + (told * steps[:, None, None] * inner).sum(axis=(0, 1))
    return float(((total - gold) * batch.shares).sum()), slope, moves


def minimum(function: Callable[[Floats], tuple[float, Floats]], point: Floats, memory: int = 8) -> Floats:
    """A minimum by limited-memory BFGS with backtracking."""
    value, slope = function(point)
    history: list[tuple[Floats, Floats]] = []
    for _ in range(ROUNDS):
        direction = -two_loops(slope, history)
        size = 1.0 if history else 1.0 / max(1.0, float(np.abs(slope).sum()))
        gain = float(slope @ direction)
        for _ in range(20):
            trial = point + size * direction
            trial_value, trial_slope = function(trial)
            if trial_value <= value + 1e-4 * size * gain:
                break
            size /= 2.0
        step, change = trial - point, trial_slope - slope
        if step @ change > 1e-10:
            history = [*history[-(memory - 1) :], (step, change)]
        if value - trial_value < 1e-4 * max(1.0, abs(value)) * 0.01:
            return trial
        point, value, slope = trial, trial_value, trial_slope
    return point


def two_loops(slope: Floats, history: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The slope multiplied by the estimate of the inverse second derivative (Nocedal 1980)."""
    direction = slope.copy()
    shares = []
    for step, change in reversed(history):
        share = (step @ direction) / (step @ change)
        direction -= share * change
        shares.append(share)
    if history:
        step, change = history[-1]
        direction *= (step @ change) / (change @ change)
    for (step, change), share in zip(history, reversed(shares), strict=True):
        direction += step * (share - (change @ direction) / (step @ change))
    return direction
