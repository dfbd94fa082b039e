"""Train the weights by which articles are told from the rest of their pages, and score them on pages held back.

    python scripts/train_articles.py --benchmark DIR --newsroom DIR            # scores of the folds
    python scripts/train_articles.py --benchmark DIR --newsroom DIR --write    # and the weights in the package

DIR of `--benchmark` holds `ground-truth.json`, `html/*.html.gz` and `text/*.txt` (the article extraction benchmark's
layout with text dumps); DIR of `--newsroom` holds `gold.jsonl` and `pages/`. A chain of two states, paragraph or not,
is fitted by maximum likelihood with a Gaussian prior to the pages and to variants of them; the
same input gives the same weights to the last digit that is kept. Folds: benchmark pages by page, newsroom pages by
outlet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha1
from itertools import count
from pathlib import Path
from random import Random
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from copydesk.articles import find_frames, lay_out, read_articles
from copydesk.articles.body import WEIGHTS, Judged, Weights, body_of, chances_of, in_hundredths, judge
from copydesk.articles.columns import columns_of
from copydesk.articles.core import settled
from copydesk.articles.features import Told, codes_of, told_of
from copydesk.articles.hints import Hint
from copydesk.articles.letters import Ints
from copydesk.articles.markup import parse
from copydesk.articles.metadata import metadata_of
from copydesk.articles.pieces import Piece, pieces_of_text
from copydesk.articles.shapes import Measures, measure
from copydesk.articles.slots import Codes, layout_of
from copydesk.errors import UnreadablePage
from copydesk.records import Article, Form, Frame, Layout, Page, PageId
from copydesk.reports.contract import article_row
from copydesk.settings import Settings

FOLDS = 5
SETTINGS = Settings().articles
# The newsroom is read as of a day after all of its news.
AS_OF = date(2038, 12, 31)
FORMS: tuple[Form, ...] = ("html", "text")
# Strength of the prior, of 0.3, 1, 2, 3 and 6 the best on the folds: text dumps have fewer marks to go by.
PRIOR: dict[Form, float] = {"html": 2.0, "text": 3.0}
# A feature must be met on this many pages, or it is a feature of one page.
RAREST = 3
ROUNDS = 120
# Longer pages are cut into stretches of so many pieces for training.
STRETCH = 256
# Pages made from others count so much (of .05, .15 and .3 the best on the folds); paragraphs of so many words are cut
# on them, but for this share, and in part only in articles of so many paragraphs.
VARIANT = 0.15
# Pages made into tables count less (of .07 and .15 the better): few real ones are such.
TABLED = 0.07
SHORTEST_CUT, LEFT_WHOLE, SHORTEST = 6, 0.15, 3
WORD = re.compile(r"\w+")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sample comes from, its true text, and what is known of its page."""

    name: str
    fold: int
    form: Form
    gold: str
    stated: tuple[str, ...]
    around: list[int]
    content: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its true paragraphs marked; `share` is how much it counts."""

    source: Source
    texts: list[str]
    pieces: Sequence[Piece]
    measures: Measures
    told: Told
    codes: Codes
    marks: list[bool]
    share: float


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--newsroom", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seed", type=int, default=0, help="fold the pages otherwise: how much do the figures move?")
    parser.add_argument("--fold-weights", type=Path, help="also write the weights of each fold into this folder")
    parser.add_argument("--export", type=Path, help="also write what the whole reader makes of the pages held back")
    args = parser.parse_args()
    weights: dict[Form, Weights] = {}
    for form in FORMS:
        samples = [*benchmark(args.benchmark, form, args.seed), *newsroom(args.newsroom, form, args.seed)]
        taught = [*samples, *variants(samples)]
        folded = [train_both([sample for sample in taught if sample.source.fold != fold]) for fold in range(FOLDS)]
        report(form, samples, folded)
        if args.fold_weights:
            write_folds(args.fold_weights, form, samples, folded)
        if args.export:
            export(args.export, form, samples, folded)
        if args.write:
            weights[form] = train_both(taught)
    if args.write:
        WEIGHTS.write_text(packed(weights), encoding="utf-8")


# -- samples ---------------------------------------------------------------------------------------------------------


def benchmark(folder: Path, form: Form, seed: int = 0) -> Iterator[Sample]:
    """The benchmark's pages, in a fold by the hash of their name, and of the seed if there is one."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, row in sorted(truth.items()):
        if form == "html":
            content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        else:
            content = (folder / "text" / f"{name[:16]}.txt").read_text(encoding="utf-8")
        fold = int(sha1(f"{seed or ''}{name}".encode()).hexdigest()[:8], 16) % FOLDS
        yield sample_of(f"benchmark/{name}", fold, form, content, row["articleBody"])


def newsroom(folder: Path, form: Form, seed: int = 0) -> Iterator[Sample]:
    """The newsroom's pages, in a fold by their outlet; with a seed other outlets are in one fold."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    outlets = sorted({row["outlet"] for row in rows})
    if seed:
        Random(seed).shuffle(outlets)
    for row in rows:
        path = folder / "pages" / f"{row['id']}.{'html' if form == 'html' else 'txt'}"
        data = path.read_bytes()
        encoding = "cp1252" if b"charset=windows-1252" in data[:500] else "utf-8"
        fold = outlets.index(row["outlet"]) % FOLDS
        yield sample_of(f"newsroom/{row['id']}", fold, form, data.decode(encoding), row["body"])


def sample_of(name: str, fold: int, form: Form, content: str, gold: str) -> Sample:
    """A page as a sample."""
    stated: tuple[str, ...] = ()
    around: list[int] = []
    if form == "html":
        markup = parse(content)
        metadata = metadata_of(markup)
        pieces: Sequence[Piece] = markup.pieces
        stated, around = metadata.stated, markup.around
    else:
        pieces = pieces_of_text(content)
    measures = measure([piece.text for piece in pieces])
    page = Source(name, fold, form, gold, stated, around, content)
    return sample_from(
        page, settled(pieces, measures.size, measures.prose), true_marks([piece.text for piece in pieces], gold)
    )


def sample_from(source: Source, pieces: Sequence[Piece], marks: list[bool], share: float = 1.0) -> Sample:
    """Pieces and their marks as a sample."""
    texts = [piece.text for piece in pieces]
    measures = measure(texts)
    told = told_of(columns_of([pieces], measures, [source.around]), [source.stated])
    return Sample(source, texts, pieces, measures, told, codes_of(told, source.form), marks, share)


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


# -- variants --------------------------------------------------------------------------------------------------------


def variants(samples: Sequence[Sample]) -> Iterator[Sample]:
    """The pages made otherwise: articles told in lists, tables and lines without a stop, and articles broken by boxes.

    Few pages are such, and without them the look of a text would count for all and its place on the page for nothing:
    the first raise held-back F1 of the benchmark from .957 to .973 (HTML) and from .902 to .914 (text dumps), the
    second that of the newsroom from .977 to .981 (HTML; in text dumps, where nothing tells a box, it would harm).
    Rows of figures, as standings and calendars have them, look like nothing else in a text dump, whose tables no markup
    tells: learned from such, held-back F1 of the benchmark's dumps rises from .924 to .933.
    """
    for sample in samples:
        name = sample.source.name
        if name.startswith("benchmark/"):
            yield listed(sample, Random(f"{name}/whole"), whole=True)
            if sum(sample.marks) >= SHORTEST:
                yield listed(sample, Random(f"{name}/part"), whole=False)
                yield listed(sample, Random(f"{name}/other"), whole=False)
            if sample.source.form == "text":
                yield tabled(sample, Random(f"{name}/table"), whole=True)
                if sum(sample.marks) >= SHORTEST:
                    yield tabled(sample, Random(f"{name}/tabled"), whole=False)
        if sample.source.form == "html" and sum(sample.marks) > SHORTEST:
            yield broken(sample, Random(f"{name}/broken"))


def broken(sample: Sample, chance: Random) -> Sample:
    """A page on which some of its other pieces, one to four on end, stand between paragraphs of the article too."""
    others = [place for place, mark in enumerate(sample.marks) if not mark]
    body = [place for place, mark in enumerate(sample.marks) if mark]
    boxes: dict[int, list[int]] = {}
    for _ in range(chance.randint(2, 4) if others else 0):
        before, start = chance.choice(body[1:]), chance.randrange(len(others))
        run = others[start : start + chance.randint(1, 4)]
        boxes[before] = [place for step, place in enumerate(run) if place == run[0] + step]
    order = [one for place in range(len(sample.pieces)) for one in (*boxes.get(place, ()), place)]
    return sample_from(
        sample.source, [sample.pieces[place] for place in order], [sample.marks[place] for place in order], VARIANT
    )


def listed(sample: Sample, chance: Random, *, whole: bool) -> Sample:
    """A page on which paragraphs of the article, all or one stretch of them, are cut into short lines."""
    chosen = chosen_of(sample, chance, whole=whole)
    style = chance.choice(("li", "tr", "p", "same"))
    around = list(sample.source.around)
    pieces: list[Piece] = []
    marks: list[bool] = []
    for place, (piece, mark) in enumerate(zip(sample.pieces, sample.marks, strict=True)):
        if place not in chosen or chance.random() < LEFT_WHOLE:
            pieces.append(piece)
            marks.append(mark)
            continue
        pattern = piece
        if sample.source.form == "text":
            pattern = piece._replace(hints=Hint.LIST.value if style == "li" else 0)
        elif style in ("li", "tr"):
            around.append(piece.container)
            hint = Hint.LIST if style == "li" else Hint.TABLE
            pattern = piece._replace(
                tag=style, hints=piece.hints | hint.value, container=len(around) - 1, wrapper=piece.container
            )
        lines = cut(piece.text, chance)
        apart = sample.source.form == "html" or style == "p"
        pieces += [pattern._replace(text=text, gap=apart or (not at and piece.gap)) for at, text in enumerate(lines)]
        marks += [True] * len(lines)
    return sample_from(replace(sample.source, around=around), pieces, marks, VARIANT)


def chosen_of(sample: Sample, chance: Random, *, whole: bool) -> set[int]:
    """The longer paragraphs of an article, all or those of one stretch."""
    places = [place for place, mark in enumerate(sample.marks) if mark]
    if not whole:
        start = chance.randrange(len(places) - 1)
        places = places[start : start + chance.randint(1, max(2, len(places) // 2))]
    return {place for place in places if len(sample.pieces[place].text.split()) >= SHORTEST_CUT}


def tabled(sample: Sample, chance: Random, *, whole: bool) -> Sample:
    """A text dump in which paragraphs of the article, all or one stretch of them, are rows of a table."""
    chosen = chosen_of(sample, chance, whole=whole)
    style = chance.choice(("ranks", "days", "figures"))
    columns, apart = chance.randint(2, 7), chance.random() < 0.3
    numbers = count(1)
    pieces: list[Piece] = []
    marks: list[bool] = []
    for place, (piece, mark) in enumerate(zip(sample.pieces, sample.marks, strict=True)):
        if place not in chosen or chance.random() < LEFT_WHOLE:
            pieces.append(piece)
            marks.append(mark)
            continue
        words = piece.text.split()
        for row in range(chance.randint(2, 6)):
            name = [word[:1].upper() + word[1:] for word in words[3 * row :][: chance.randint(1, 3)]]
            figures = [str(chance.randint(0, 10 ** chance.randint(1, 4))) for _ in range(columns)]
            cells = {
                "ranks": [str(next(numbers)), *name, *figures],
                "days": [f"{next(numbers)}.", *name, f"{chance.randint(1, 28)}.{chance.randint(1, 12)}."],
                "figures": [*name, *figures],
            }
            pieces.append(piece._replace(text=" ".join(cells[style]), hints=0, gap=apart or (not row and piece.gap)))
            marks.append(True)
    return sample_from(sample.source, pieces, marks, TABLED)


def cut(text: str, chance: Random) -> list[str]:
    """One to four short lines from the beginning of a text."""
    words = text.split()
    lines = []
    for _ in range(chance.randint(1, 4)):
        size = chance.randint(2, 11)
        line = " ".join(words[:size]).rstrip(".,;")
        words = words[size:]
        if line:
            lines.append(line[:1].upper() + line[1:])
    return lines or [text]


# -- training --------------------------------------------------------------------------------------------------------


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


# -- scores and files ------------------------------------------------------------------------------------------------


def report(form: Form, samples: Sequence[Sample], folded: Sequence[Weights]) -> None:
    """Print precision, recall, F1 and exact share on pages that the weights did not see."""
    for group in ("benchmark", "newsroom"):
        for fold in (None, *range(FOLDS)):
            chosen = [one for one in samples if one.source.name.startswith(group) and fold in (None, one.source.fold)]
            if chosen:
                print(form, group, "all" if fold is None else f"fold {fold}", figures(chosen, folded))


def figures(samples: Sequence[Sample], folded: Sequence[Weights]) -> str:
    """Shingle figures as the article extraction benchmark has them."""
    precisions, recalls, exact = [], [], []
    for sample in samples:
        source = sample.source
        pages = [Judged(sample.pieces, source.stated, source.around)]
        (judgement,) = judge(pages, sample.measures, form=source.form, weights=folded[source.fold])
        marks = body_of(judgement, sample.pieces, sample.measures.shapes)
        given = " ".join(text for text, mark in zip(sample.texts, marks, strict=True) if mark)
        true, claimed = runs_of(sample.source.gold), runs_of(given)
        same = sum((true & claimed).values())
        precisions += [same / sum(claimed.values())] if claimed else []
        recalls.append(same / max(1, sum(true.values())))
        exact.append(WORD.findall(sample.source.gold) == WORD.findall(given))
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
        again = f', "again": {{{packed_one(one.again)}}}' if one.again else ""
        forms.append(f'"{form}": {{{packed_one(one)}{again}}}')
    return "{" + ",\n".join(forms) + "}\n"


def packed_one(weights: Weights) -> str:
    """The steps and features of one judgement."""
    names = layout_of(weights.form).names
    table = {name: value for name, value in zip(names, weights.values.tolist(), strict=True) if value}
    order = sorted(table, key=lambda name: (-abs(table[name]), name))
    lines = ",\n".join(f"  {json.dumps(name)}: {table[name]}" for name in order)
    return f'"steps": {json.dumps(weights.steps)}, "features": {{\n{lines}\n}}'


def write_folds(folder: Path, form: Form, samples: Sequence[Sample], folded: Sequence[Weights]) -> None:
    """The weights of each fold, and which page is in which fold, so that a whole export can be made from them."""
    folder.mkdir(parents=True, exist_ok=True)
    for fold, weights in enumerate(folded):
        (folder / f"{form}-{fold}.json").write_text(packed({form: weights}), encoding="utf-8")
    names = {sample.source.name: sample.source.fold for sample in samples}
    (folder / f"{form}-pages.json").write_text(json.dumps(names, indent=0) + "\n", encoding="utf-8")


def export(folder: Path, form: Form, samples: Sequence[Sample], folded: Sequence[Weights]) -> None:
    """The articles of the pages as lines of the export contract, each read whole with weights that did not see it.

    Files: `benchmark-html`, `benchmark-text`, `newsroom-html` and `newsroom-text`, each with its `articles.jsonl`; the
    newsroom's pages with the frames of their sites, as a desk reads them.
    """
    suffix = "html" if form == "html" else "txt"
    for group in ("benchmark", "newsroom"):
        chosen = [sample.source for sample in samples if sample.source.name.startswith(f"{group}/")]
        pages = {one.name: page_from(one.name, f"{one.name}.{suffix}", one) for one in chosen}
        frames: dict[str, Frame] = {}
        if group == "newsroom":
            sites: dict[str, list[Layout]] = {}
            for one in chosen:
                layout = lay_out(pages[one.name], one.content)
                sites.setdefault(layout.site, []).append(layout)
            found = [frame for layouts in sites.values() for frame in find_frames(layouts, settings=SETTINGS.frame)]
            frames = {str(frame.page): frame for frame in found}
        rows = [
            json.dumps(article_row(article), ensure_ascii=False)
            for one in chosen
            for article in read_held(one, pages[one.name], frames.get(one.name), folded[one.fold])
        ]
        path = folder / f"{group}-{form}" / "articles.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def page_from(name: str, path: str, source: Source) -> Page:
    """A page as the pages room would give it."""
    return Page(
        id=PageId(name),
        source=path,
        base=None,
        form=source.form,
        sha256="",
        size=len(source.content),
        as_of=AS_OF,
    )


def read_held(source: Source, page: Page, frame: Frame | None, weights: Weights) -> tuple[Article, ...]:
    """The articles of a page; none where the reader finds none."""
    try:
        return read_articles(page, source.content, frame=frame, weights=weights, settings=SETTINGS)
    except UnreadablePage:
        return ()


if __name__ == "__main__":
    main()
