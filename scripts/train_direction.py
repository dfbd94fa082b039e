"""Train the weights of the cues of direction, and print how far the probabilities hold on events held back.

    python scripts/train_direction.py --newsroom DIR --thesaurus DIR            # the tables of docs/copies.md
    python scripts/train_direction.py --newsroom DIR --thesaurus DIR --write    # and the weights in the package

Pairs whose truth is known: every copy of the newsroom and the page it was made from, in both forms (`DIR` has `pages`
and `gold.jsonl`), and generated copies of the newsroom's own accounts: spun word by word through a thesaurus (the files
`data.noun` and so on of WordNet 3.0; Debian's wordnet-base), cut short, with sentences dropped, made longer by
paragraphs of another text, and put in part into one. Each pair is seen several times: with dates, credits and outlets
taken away from both pages at random, and with dates that mislead, as those of pages that were dated anew do. How often
that happens is a guess (`MISLEADING`), and with it the weight of a date is; everything else is counted.

Logistic regression without a constant, since turning a pair round turns its cues; weights are kept at 0 and above, with
a Gaussian prior. Folds: leave one event out, generated copies with the event of their source.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from copydesk.copies import compare
from copydesk.copies.cues import cues_of_pair
from copydesk.reading import read_all
from copydesk.records import Article, Match, Published
from copydesk.settings import CopySettings

TARGET = Path(__file__).resolve().parent.parent / "src/copydesk/copies/direction.json"
AS_OF = date(2038, 12, 31)
SETTINGS = CopySettings()
# Of the pairs with two days, the share in which the copy bears the earlier one: pages dated anew, or from their source.
MISLEADING = 0.1
# Of the pages with a credit, an outlet, a byline: the share that one of them misleads on (another outlet's name taken
# for the page's own, a byline put in by the copy).
CONFUSED = 0.04
# What is taken away from both pages of a pair in one view of it.
HIDDEN = 0.4
VIEWS = 12
# Of the texts into which parts of another are put, the share that report on the same event and so have its names too.
NEAR = 0.5
PRIOR = 1.0
ROUNDS = 4_000
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
SEED = 4
_WORD = re.compile(r"[A-Za-z]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Sample:
    """One view of a pair: its event, what sort of copy it is, and the amounts of its cues from source to copy."""

    event: str
    sort: str
    amounts: Mapping[str, float]
    weight: float


def main() -> None:
    """Print the table of the folds, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newsroom", type=Path, required=True)
    parser.add_argument("--thesaurus", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="write the weights fitted on all events")
    asked = parser.parse_args()
    samples = list(samples_of(asked.newsroom, thesaurus_of(asked.thesaurus)))
    names = sorted({name for sample in samples for name in sample.amounts})
    events = sorted({sample.event for sample in samples})
    print(len(samples), "views of pairs,", len(events), "events,", len(names), "cues")
    held = []
    for event in events:
        weights = fitted([sample for sample in samples if sample.event != event], names)
        held += [(sample, odds_of(sample, weights)) for sample in samples if sample.event == event]
    print_reliability(held)
    weights = fitted(samples, names)
    print("\n".join(f"{name:18}{weight:6.2f}" for name, weight in weights.items()))
    if asked.write:
        kept = {name: round(weight, 2) for name, weight in weights.items()}
        TARGET.write_text(json.dumps({"weights": kept}, indent=2) + "\n", encoding="utf-8")


# -- pairs whose truth is known ---------------------------------------------------------------------------------------


def samples_of(newsroom: Path, thesaurus: Mapping[str, Sequence[str]]) -> Iterator[Sample]:
    """Views of the newsroom's pairs and of generated ones, each sort of the same weight for every event."""
    chance = random.Random(SEED)
    rows = [json.loads(line) for line in (newsroom / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = {row["id"]: row for row in rows}
    for form in ("html", "txt"):
        pages = sorted(str(path) for path in (newsroom / "pages").glob(f"*.{form}"))
        answers = read_all(pages, as_of=AS_OF)
        article_of = {Path(one.source).stem: one for one in answers if isinstance(one, Article) and not one.position}
        for key, row in sorted(gold.items()):
            child = article_of.get(key)
            if child is None:
                continue
            parent = article_of.get(row.get("parent") or "")
            if parent is not None:
                yield from views(row["event_file"], row["role"], (parent, child), chance)
            elif row["role"] != "partial":
                others = [one for other, one in sorted(article_of.items()) if is_other(gold[other], row)]
                for sort, made in generated(child, others, thesaurus, chance):
                    yield from views(row["event_file"], sort, (child, made), chance)


def is_other(row: Mapping[str, object], than: Mapping[str, object]) -> bool:
    """Whether a page has a text of its own that is not this one: it may report on the same event."""
    return row["id"] != than["id"] and row["parent"] is None


def views(event: str, sort: str, pair: tuple[Article, Article], chance: random.Random) -> Iterator[Sample]:
    """A pair as it is, and with parts of what its pages say taken away or misleading."""
    first, second = sorted(pair, key=lambda article: article.id)
    match = compare(first, second, settings=SETTINGS)
    if match is None or match.kind == "quotes_only":
        return
    for _ in range(VIEWS):
        seen = dressed(pair, chance)
        parent, child = (replace(one, id=other.id) for one, other in zip(seen, pair, strict=True))
        left, right = sorted((parent, child), key=lambda article: article.id)
        sign = 1.0 if left.id == parent.id else -1.0
        yield Sample(event, sort, amounts_of(left, right, match, sign), 1.0 / VIEWS)


def amounts_of(left: Article, right: Article, match: Match, sign: float) -> dict[str, float]:
    """The amounts of the cues of a pair, from its source to its copy."""
    found: dict[str, float] = defaultdict(float)
    for cue in cues_of_pair(left, right, match.passages, kind=match.kind, settings=SETTINGS):
        found[cue.name] += sign * cue.amount
    return dict(found)


def dressed(pair: tuple[Article, Article], chance: random.Random) -> tuple[Article, Article]:
    """A pair with some of what its pages say hidden, and some of it misleading."""
    parent, child = pair
    if parent.published and child.published and chance.random() < MISLEADING:
        parent, child = replace(parent, published=child.published), replace(child, published=parent.published)
    if chance.random() < CONFUSED:
        parent, child = replace(parent, outlet=child.outlet), replace(child, outlet=parent.outlet)
    if chance.random() < CONFUSED:
        parent, child = (
            replace(parent, byline=child.byline, dateline=child.dateline),
            replace(child, byline=parent.byline, dateline=parent.dateline),
        )
    if chance.random() < HIDDEN:
        parent, child = replace(parent, published=None), replace(child, published=None)
    if chance.random() < HIDDEN:
        parent, child = uncredited(parent), uncredited(child)
    if chance.random() < HIDDEN:
        parent, child = replace(parent, outlet=None), replace(child, outlet=None)
    return parent, child


def uncredited(article: Article) -> Article:
    """The article without byline, dateline and credits."""
    blocks = tuple(block for block in article.blocks if block.kind not in {"credit", "byline", "dateline"})
    return replace(article, credited_to=None, byline=(), dateline=None, blocks=blocks)


# -- generated copies -------------------------------------------------------------------------------------------------


def generated(
    source: Article, others: Sequence[Article], thesaurus: Mapping[str, Sequence[str]], chance: random.Random
) -> Iterator[tuple[str, Article]]:
    """Copies of a text that were made by known means, on pages of outlets that other texts come from."""
    paragraphs = source.text.split("\n")
    for share in (0.1, 0.3, 0.6):
        text = "\n".join(spun(one, share, thesaurus, chance) for one in paragraphs if chance.random() > 0.08)
        yield f"made spun {share:.0%}", _page(source, text, others, chance)
    kept = max(2, round(len(paragraphs) * chance.uniform(0.4, 0.8)))
    yield "made cut", _page(source, "\n".join(paragraphs[:kept]), others, chance)
    sentences = [[one for one in _SENTENCE_END.split(line) if chance.random() > 0.2] for line in paragraphs]
    yield "made dropped", _page(source, "\n".join(" ".join(line) for line in sentences if line), others, chance)
    host = chance.choice(others).text.split("\n")
    added = [*paragraphs[:-1], *host[1 : 1 + max(1, len(paragraphs) // 4)], paragraphs[-1]]
    yield "made longer", _page(source, "\n".join(added), others, chance)
    first = chance.randrange(max(1, len(paragraphs) - 3))
    near = [one for one in others if _event(one) == _event(source)]
    host = chance.choice(near if near and chance.random() < NEAR else others).text.split("\n")
    place = len(host) // 2
    text = "\n".join([*host[:place], *paragraphs[first : first + 3], *host[place:]])
    yield "made partial", _page(source, text, others, chance)


def _event(article: Article) -> str:
    return Path(article.source).stem.rpartition("-")[0]


def spun(line: str, share: float, thesaurus: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """A line with a share of its common words replaced, without a look at what stands beside them."""

    def swapped(found: re.Match[str]) -> str:
        word = found.group()
        rivals = thesaurus.get(word, ())
        return chance.choice(rivals) if rivals and chance.random() < share else word

    return _WORD.sub(swapped, line)


def _page(source: Article, text: str, others: Sequence[Article], chance: random.Random) -> Article:
    """A page of another outlet for a generated copy: later by some days, sometimes with a credit or a byline."""
    outlet = chance.choice([one.outlet for one in others if one.outlet != source.outlet] or [None])
    published = source.published and _later(source.published, chance.randrange(8))
    own = chance.random() < 0.25  # a house that puts its own name to it
    credited = source.outlet if chance.random() < 0.3 else None
    return replace(
        source,
        id=type(source.id)(f"{source.id}-{chance.randrange(10**9)}"),
        text=text,
        blocks=(),
        outlet=outlet,
        published=published,
        byline=("A. Desk",) if own else (),
        dateline=source.dateline if chance.random() < 0.4 else None,
        credited_to=credited,
    )


def _later(published: Published, days: int) -> Published:
    by = timedelta(days=days)
    return replace(published, low=published.low + by, high=published.high + by)


def thesaurus_of(folder: Path) -> dict[str, list[str]]:
    """Common words and others of one meaning with them, from the files of WordNet."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            words = [word.split("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
            for word in words:
                if word.isalpha() and word.islower():
                    found[word].update(other for other in words if other != word)
    return {word: sorted(others) for word, others in sorted(found.items()) if others and len(word) > 3}


# -- fitting and telling ----------------------------------------------------------------------------------------------


def fitted(samples: Sequence[Sample], names: Sequence[str]) -> dict[str, float]:
    """The weights that make the truth likeliest, none below 0."""
    rows = np.array([[sample.amounts.get(name, 0.0) for name in names] for sample in samples])
    shares = np.array([sample.weight for sample in samples])
    weights = np.ones(len(names))
    rate = 4.0 / (shares.sum() * (rows**2).mean(axis=0).sum() + PRIOR)
    for _ in range(ROUNDS):
        wrong = 1.0 / (1.0 + np.exp(np.clip(rows @ weights, -30, 30)))
        weights = np.maximum(0.0, weights + rate * (rows.T @ (shares * wrong) - PRIOR * weights))
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def odds_of(sample: Sample, weights: Mapping[str, float]) -> float:
    """The log-odds of the true direction."""
    return sum(weights[name] * amount for name, amount in sample.amounts.items())


def print_reliability(held: Sequence[tuple[Sample, float]]) -> None:
    """By probability that is said, how often it is right; and by sort of copy, how much is said and right."""
    odds = np.array([one for _, one in held])
    said = 1.0 / (1.0 + np.exp(-np.abs(odds)))
    print("said        views  mean  right")
    for low, high in pairwise(BINS):
        inside = (said >= low) & (said < high + (high == BINS[-1])) & (odds != 0)
        if inside.any():
            mean, right = said[inside].mean(), (odds[inside] > 0).mean()
            print(f"{low:.2f}-{high:.2f} {inside.sum():8} {mean:6.3f} {right:6.3f}")
    sorts = np.array([sample.sort for sample, _ in held])
    print("sort                views  right at .75  wrong at .75")
    for sort in sorted(set(sorts)):
        inside = sorts == sort
        sure = inside & (said >= 0.75)
        right, wrong = ((odds[sure] * way > 0).sum() / inside.sum() for way in (1, -1))
        print(f"{sort:18} {inside.sum():6} {right:9.3f} {wrong:12.3f}")


if __name__ == "__main__":
    main()
