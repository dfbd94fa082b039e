"""Train the weights by which articles are told from the rest of their pages, and score them on pages held back.

    python scripts/train_articles.py --benchmark DIR --newsroom DIR            # scores of the folds
    python scripts/train_articles.py --benchmark DIR --newsroom DIR --write    # and the weights in the package

DIR of `--benchmark` holds `ground-truth.json`, `html/*.html.gz` and `text/*.txt` (the article extraction benchmark's
layout with text dumps); DIR of `--newsroom` holds `gold.jsonl` and `pages/`. A chain of two states, paragraph or not,
is fitted (`article_chain.py`) to the pages and to variants of them (`article_samples.py`); the same input gives the
same weights to the last digit that is kept. Folds: benchmark pages by page, newsroom pages by outlet.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import mean

from article_chain import train_both
from article_samples import FOLDS, WORD, Sample, Source, benchmark, newsroom, variants
from copydesk.articles import find_frames, lay_out, read_articles
from copydesk.articles.body import WEIGHTS, Judged, Weights, body_of, judge
from copydesk.articles.slots import layout_of
from copydesk.errors import UnreadablePage
from copydesk.records import Article, Form, Frame, Layout, Page, PageId
from copydesk.reports.contract import article_row
from copydesk.settings import Settings

SETTINGS = Settings().articles
# The newsroom is read as of a day after all of its news.
AS_OF = date(2038, 12, 31)
FORMS: tuple[Form, ...] = ("html", "text")


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
