"""Train the weights by which articles are told from the rest of their pages, and score them on pages held back.

    python scripts/train_articles.py --benchmark DIR --newsroom DIR            # scores of the folds
    python scripts/train_articles.py --benchmark DIR --newsroom DIR --write    # and the weights in the package

DIR of `--benchmark` holds `ground-truth.json`, `html/*.html.gz` and `text/*.txt` (the article extraction benchmark's
layout with text dumps); DIR of `--newsroom` holds `gold.jsonl` and `pages/`. A chain of two states, paragraph or not,
is fitted by maximum likelihood with a Gaussian prior; the same input gives the same weights to the last digit that is
kept. Folds: benchmark pages by page, newsroom pages by outlet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.body import WEIGHTS, Weights, body_of, unpacked
from copydesk.articles.columns import columns_of
from copydesk.articles.core import cores_of, settled
from copydesk.articles.features import codes_of, layout_of, page_of
from copydesk.articles.letters import Ints
from copydesk.articles.markup import parse
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import Piece, pieces_of_text
from copydesk.articles.shapes import Measures, measure
from copydesk.records import Form

FOLDS = 5
FORMS: tuple[Form, ...] = ("html", "text")
# Strength of the prior; of 0.1, 0.3 and 1 the one with the best score on the folds.
PRIOR = 0.3
# A feature must be met on this many pages, or it is a feature of one page.
RAREST = 3
ROUNDS = 120
# Longer pages are cut into stretches of so many pieces for training.
STRETCH = 256
WORD = re.compile(r"\w+")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its true paragraphs marked."""

    name: str
    fold: int
    form: Form
    gold: str
    texts: list[str]
    pieces: Sequence[Piece]
    measures: Measures
    stated: tuple[str, ...]
    codes: Ints
    marks: list[bool]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--newsroom", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fold-weights", type=Path, help="also write the weights of each fold into this folder")
    args = parser.parse_args()
    weights: dict[Form, Weights] = {}
    for form in FORMS:
        samples = [*benchmark(args.benchmark, form), *newsroom(args.newsroom, form)]
        folded = [train([sample for sample in samples if sample.fold != fold]) for fold in range(FOLDS)]
        report(form, samples, folded)
        if args.fold_weights:
            write_folds(args.fold_weights, form, samples, folded)
        if args.write:
            weights[form] = train(samples)
    if args.write:
        WEIGHTS.write_text(packed(weights), encoding="utf-8")


# -- samples ---------------------------------------------------------------------------------------------------------


def benchmark(folder: Path, form: Form) -> Iterator[Sample]:
    """The benchmark's pages, in a fold by the hash of their name."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, row in sorted(truth.items()):
        if form == "html":
            content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        else:
            content = (folder / "text" / f"{name[:16]}.txt").read_text(encoding="utf-8")
        fold = int(sha1(name.encode()).hexdigest()[:8], 16) % FOLDS
        yield sample_of(f"benchmark/{name}", fold, form, content, row["articleBody"])


def newsroom(folder: Path, form: Form) -> Iterator[Sample]:
    """The newsroom's pages, in a fold by their outlet."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = sorted({row["outlet"] for row in rows})
    for row in rows:
        path = folder / "pages" / f"{row['id']}.{'html' if form == 'html' else 'txt'}"
        data = path.read_bytes()
        encoding = "cp1252" if b"charset=windows-1252" in data[:500] else "utf-8"
        fold = outlets.index(row["outlet"]) % FOLDS
        yield sample_of(f"newsroom/{row['id']}", fold, form, data.decode(encoding), row["body"])


def sample_of(name: str, fold: int, form: Form, content: str, gold: str) -> Sample:
    """A page as a sample."""
    stated: tuple[str, ...] = ()
    if form == "html":
        markup = parse(content)
        metadata = metadata_of(markup)
        pieces: Sequence[Piece] = markup.pieces
        stated = metadata.stated
    else:
        pieces = pieces_of_text(content)
    texts = [piece.text for piece in pieces]
    measures = measure(texts)
    pieces = settled(pieces, measures)
    page = page_of(columns_of(pieces, measures), stated)
    core = next(iter(cores_of(page.values.tolist())), (0, len(pieces)))
    return Sample(
        name, fold, form, gold, texts, pieces, measures, stated, codes_of(page, core, form), true_marks(texts, gold)
    )


def true_marks(texts: Sequence[str], gold: str) -> list[bool]:
    """Which pieces are in the true text: the heaviest chain of pieces that stand in it in the same order.

    A piece that is not in it word for word counts where most of its runs of four words are.
    """
    flat = bare(gold)
    words = WORD.findall(gold)
    runs: set[tuple[str, ...]] = set(zip(words, words[1:], words[2:], words[3:], strict=False))
    chain: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]  # end in flat, weight, pieces; ends and weights rise
    for place, text in enumerate(texts):
        for start, size in sorted(occurrences(text, flat, runs), reverse=True):
            before = [link for link in chain if link[0] <= start][-1]
            link = (start + size, before[1] + size, (*before[2], place))
            if [other for other in chain if other[0] <= link[0]][-1][1] < link[1]:
                chain = [other for other in chain if other[0] < link[0] or other[1] > link[1]]
                insort(chain, link)
    chosen = set(chain[-1][2])
    return [place in chosen for place in range(len(texts))]


def occurrences(text: str, flat: str, runs: set[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where a piece stands in the true text, letters and digits only, and how long it is there."""
    own = bare(text)
    start = flat.find(own) if own else -1
    found = start >= 0
    for _ in range(12):
        if start < 0:
            break
        yield start, len(own)
        start = flat.find(own, start + 1)
    words = WORD.findall(text)
    own_runs = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    if found or len(own_runs) < 4 or sum(run in runs for run in own_runs) < 0.6 * len(own_runs):
        return
    for place in range(len(words) - 5):
        start = flat.find("".join(words[place : place + 6]))
        if start >= 0:
            yield start, int(0.8 * len(own))
            return


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(WORD.findall(text))


# -- training --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples as arrays: the codes of all pieces side by side, and a grid of stretches by places for the chain."""

    codes: Ints
    width: int
    places: Ints
    alive: NDArray[np.bool_]
    marks: NDArray[np.bool_]
    shares: Floats


def train(samples: Sequence[Sample]) -> Weights:
    """The weights that make the true marks of the samples most likely."""
    form = samples[0].form
    names = layout_of(form).names
    pages = np.zeros(len(names), dtype=np.int64)
    for sample in samples:
        pages[np.unique(sample.codes)] += 1
    batch = batch_of(samples, len(names))
    known = np.append(pages >= RAREST, [True] * 3)
    found = minimum(lambda point: loss(point, batch, known), np.zeros(len(names) + 3)).round(2).tolist()
    kept = {name: value for name, value in zip(names, found, strict=False) if abs(value) >= 0.01}
    return unpacked(json.dumps({form: {"steps": found[-3:], "features": kept}}))[form]


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
    shares = np.array([(60.0 / len(sample.marks)) ** 0.5 for sample, _ in stretches])
    codes = np.concatenate([sample.codes for sample in samples], axis=1)
    return Batch(codes, width, np.concatenate(places), alive, marks, shares)


def loss(point: Floats, batch: Batch, known: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Negative log-likelihood with its prior, and its gradient."""
    grid = np.zeros(batch.marks.shape)
    grid.reshape(-1)[batch.places] = point[batch.codes].sum(axis=0)
    value, slope, moves = chain(grid, point[-3:], batch)
    emission = slope.reshape(-1)[batch.places]
    own = np.zeros(batch.width)
    for row in batch.codes:
        own += np.bincount(row, emission, minlength=batch.width)
    gradient = np.concatenate([own, moves]) + PRIOR * point
    return value + PRIOR * float(point @ point) / 2.0, gradient * known


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


# -- scores and files ------------------------------------------------------------------------------------------------


def report(form: Form, samples: Sequence[Sample], folded: Sequence[Weights]) -> None:
    """Print precision, recall, F1 and exact share on pages that the weights did not see."""
    for group in ("benchmark", "newsroom"):
        for fold in (None, *range(FOLDS)):
            chosen = [one for one in samples if one.name.startswith(group) and fold in (None, one.fold)]
            if chosen:
                print(form, group, "all" if fold is None else f"fold {fold}", figures(chosen, folded))


def figures(samples: Sequence[Sample], folded: Sequence[Weights]) -> str:
    """Shingle figures as the article extraction benchmark has them."""
    precisions, recalls, exact = [], [], []
    for sample in samples:
        weights = folded[sample.fold]
        marks = body_of(sample.pieces, sample.measures, form=sample.form, stated=sample.stated, weights=weights)
        given = " ".join(text for text, mark in zip(sample.texts, marks, strict=True) if mark)
        true, claimed = runs_of(sample.gold), runs_of(given)
        same = sum((true & claimed).values())
        precisions += [same / sum(claimed.values())] if claimed else []
        recalls.append(same / max(1, sum(true.values())))
        exact.append(WORD.findall(sample.gold) == WORD.findall(given))
    precision, recall = mean(precisions or [0.0]), mean(recalls)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  exact {mean(exact):.3f}  n={len(samples)}"


def runs_of(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = WORD.findall(text)
    return Counter(tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3)))


def packed(weights: dict[Form, Weights]) -> str:
    """The weights as JSON, one feature a line, the heaviest of each form first."""
    forms = []
    for form, one in weights.items():
        names = layout_of(form).names
        table = {name: value for name, value in zip(names, one.values.tolist(), strict=True) if value}
        order = sorted(table, key=lambda name: (-abs(table[name]), name))
        lines = ",\n".join(f"  {json.dumps(name)}: {table[name]}" for name in order)
        forms.append(f'"{form}": {{"steps": {json.dumps(one.steps)}, "features": {{\n{lines}\n}}}}')
    return "{" + ",\n".join(forms) + "}\n"


def write_folds(folder: Path, form: Form, samples: Sequence[Sample], folded: Sequence[Weights]) -> None:
    """The weights of each fold, and which page is in which fold, so that a whole export can be made from them."""
    folder.mkdir(parents=True, exist_ok=True)
    for fold, weights in enumerate(folded):
        (folder / f"{form}-{fold}.json").write_text(packed({form: weights}), encoding="utf-8")
    names = {sample.name: sample.fold for sample in samples}
    (folder / f"{form}-pages.json").write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
