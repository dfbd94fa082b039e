"""Train the weights by which the headline is told among lines without markup, and score them on pages held back.

    python scripts/train_titles.py --benchmark DIR --newsroom DIR            # scores of the folds
    python scripts/train_titles.py --benchmark DIR --newsroom DIR --write    # and the weights in the package

The folders are those of `scripts/train_articles.py`. The true headline of a benchmark page, whose labels have none, is
the heading of its HTML that its metadata name too; pages without one are left out. A choice of one line among those of
a page is fitted by maximum likelihood with a Gaussian prior (a conditional logit); the same input gives the same
weights. Folds: benchmark pages by page, newsroom pages by outlet.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.body import Judged, body_of, judge
from copydesk.articles.core import settled
from copydesk.articles.markup import parse
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import pieces_of_text
from copydesk.articles.shapes import measure
from copydesk.articles.titles import WEIGHTS, candidates
from copydesk.articles.vocabulary import vocabulary_of
from copydesk.text.normal import fold

FOLDS = 5
# A body may be found too late or too early by some paragraphs: the headline is to be found all the same.
SHIFTS = (0, 1, 2, -1)
SHIFT_NAMES = {0: "body as found", 1: "a paragraph late", 2: "two paragraphs late", -1: "a line early"}
# Strength of the prior; of 1, 2 and 3 the one with the best score on the folds.
PRIOR = 2.0
# A newsroom page counts as this many: its headline is labelled, and most of them have a standfirst to be told from it.
NEWSROOM = 2.0
# A sign must be met on this many pages.
RAREST = 3
ROUNDS = 40
READ = 2_500
NONE = "none"
TINY = 1e-12
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page: its lines as candidates with their signs, and which of them is the headline."""

    name: str
    fold: int
    shift: int
    texts: list[str]
    signs: list[dict[str, float]]
    right: list[bool]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--newsroom", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--detail", action="store_true", help="print the pages of which another line is taken")
    args = parser.parse_args()
    samples = [*benchmark(args.benchmark), *newsroom(args.newsroom)]
    right: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for fold_number in range(FOLDS):
        weights = train([sample for sample in samples if sample.fold != fold_number])
        for sample in samples:
            if sample.fold == fold_number:
                group = f"{sample.name.split('/')[0]}, {SHIFT_NAMES[sample.shift]}"
                pages[group] += 1
                right[group] += judged(sample, weights, detail=args.detail)
    for group, count in pages.items():
        print(f"{group}: {right[group]} of {count} headlines right, of pages held back")
    if args.write:
        weights = train(samples)
        WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


# -- samples ---------------------------------------------------------------------------------------------------------


def benchmark(folder: Path) -> Iterator[Sample]:
    """The benchmark's pages as text dumps, whose headline the HTML tells."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name in sorted(truth):
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        title = shown_and_stated(page)
        if title is not None:
            content = (folder / "text" / f"{name[:16]}.txt").read_text(encoding="utf-8")
            number = int(sha1(name.encode()).hexdigest()[:8], 16) % FOLDS
            for shift in SHIFTS:
                yield sample_of(f"benchmark/{name}", number, content, title, shift=shift)


def shown_and_stated(page: str) -> str | None:
    """The one heading of an HTML page that stands in a title of its metadata."""
    markup = parse(page)
    metadata = metadata_of(markup)
    stated = [fold(title) for title in (*metadata.titles, *metadata.page_titles)]
    headings = {piece.text for piece in markup.pieces if piece.tag in ("h1", "h2") and len(piece.text) > 10}
    found = [text for text in headings if any(fold(text) in title for title in stated)]
    return found[0] if len(found) == 1 else None


def newsroom(folder: Path) -> Iterator[Sample]:
    """The newsroom's pages as text dumps, in a fold by their outlet."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = sorted({row["outlet"] for row in rows})
    for row in rows:
        content = (folder / "pages" / f"{row['id']}.txt").read_text(encoding="utf-8")
        for shift in SHIFTS:
            number = outlets.index(row["outlet"]) % FOLDS
            yield sample_of(f"newsroom/{row['id']}", number, content, row["title"], shift=shift)


def sample_of(name: str, number: int, content: str, title: str, *, shift: int) -> Sample:
    """A page as a sample, its body cut by so many paragraphs at its beginning, or begun so many lines above."""
    texts = [piece.text for piece in pieces_of_text(content)]
    measures = measure(texts)
    pieces = settled(pieces_of_text(content), measures.size, measures.prose)
    (judgement,) = judge([Judged(pieces)], measures, form="text")
    body = body_of(judgement, pieces, measures.shapes)
    places = [place for place, mark in enumerate(body) if mark] or [len(pieces)]
    first = places[min(shift, len(places) - 1)] if shift >= 0 else max(0, places[0] + shift)
    told = " ".join(text for text, mark in zip(texts, body, strict=True) if mark)[:READ]
    found = candidates(pieces, measures.shapes, first, vocabulary_of(told).content)
    right = [fold(texts[place]) == fold(title) for place, _ in found]
    return Sample(name, number, shift, [texts[place] for place, _ in found], [signs for _, signs in found], right)


# -- training --------------------------------------------------------------------------------------------------------


def train(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights that make the true choices most likely, by Newton's method; "none" is the score of no headline."""
    counts = Counter(name for sample in samples for name in {name for signs in sample.signs for name in signs})
    names = [NONE, *sorted(name for name, count in counts.items() if count >= RAREST)]
    rows = {name: row for row, name in enumerate(names)}
    grids = [(grid_of(sample, rows), np.array([not any(sample.right), *sample.right])) for sample in samples]
    point = np.zeros(len(names))
    for _ in range(ROUNDS):
        gradient, hessian = PRIOR * point, PRIOR * np.eye(len(names))
        for (grid, right), sample in zip(grids, samples, strict=True):
            share = NEWSROOM if sample.name.startswith("newsroom") else 1.0
            chances = soft(grid @ point)
            wanted = chances * right
            wanted = wanted / max(float(wanted.sum()), TINY)
            gradient = gradient + share * (grid.T @ (chances - wanted))
            spread = grid - chances @ grid
            hessian = hessian + share * (spread.T @ (chances[:, None] * spread))
        step = np.linalg.solve(hessian, gradient)
        point = point - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(value), 3) for name, value in zip(names, point, strict=True)}


def grid_of(sample: Sample, rows: dict[str, int]) -> Floats:
    """The candidates' signs as an array, the choice of no headline first."""
    grid = np.zeros((len(sample.signs) + 1, len(rows)))
    grid[0, rows[NONE]] = 1.0
    for number, signs in enumerate(sample.signs, start=1):
        for name, value in signs.items():
            if name in rows:
                grid[number, rows[name]] = value
    return grid


def soft(scores: Floats) -> Floats:
    """Chances from scores."""
    powers: Floats = np.exp(scores - scores.max())
    return powers / powers.sum()


def judged(sample: Sample, weights: dict[str, float], *, detail: bool) -> bool:
    """Whether these weights choose the true line, or none where there is none."""
    scores = [sum(weights.get(name, 0.0) * value for name, value in signs.items()) for signs in sample.signs]
    best = max(range(len(scores)), key=lambda number: scores[number], default=None)
    if best is None or scores[best] <= weights[NONE]:
        taken, good = None, not any(sample.right)
    else:
        taken, good = sample.texts[best], sample.right[best]
    if detail and not good:
        true = next((text for text, right in zip(sample.texts, sample.right, strict=True) if right), None)
        print(f"  {sample.name[:30]}: {taken!r:.110} for {true!r:.110}")
    return good


if __name__ == "__main__":
    main()
