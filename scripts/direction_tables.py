"""Prints the tables of docs/copies.md on direction in families: how often it is right, and how far it may be believed.

    python scripts/direction_tables.py --newsroom DIR --thesaurus DIR [--held DIR]

Every event of the newsroom is told with weights fitted on the other events (see `train_direction.py`); with `--held`,
a newsroom of other events, those are told with the weights of the package. Each family is told as it is and with parts
of what its pages say taken away or mixed up, and with its source taken out. Truth is the chain of parents in the gold
data; texts that are word for word alike may stand for each other.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from copydesk.copies import build_family, compare, direction, finish_copy, finishing, hangs_together
from copydesk.reading import read_all
from copydesk.records import Article, Match
from train_direction import AS_OF, BINS, SETTINGS, Sample, fitted, samples_of, thesaurus_of, uncredited

Gold = Mapping[str, Mapping[str, Any]]
Change = Callable[[Sequence[Article], random.Random], list[Article]]
SEED = 7


def main() -> None:
    """Print both tables for every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newsroom", type=Path, required=True)
    parser.add_argument("--thesaurus", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    asked = parser.parse_args()
    # What was altered is not asked here, and takes most of the time.
    finishing._alterations = lambda *_, **__: ()  # noqa: SLF001
    samples = list(samples_of(asked.newsroom, thesaurus_of(asked.thesaurus)))
    names = sorted({name for sample in samples for name in sample.amounts})
    print("the newsroom, leaving one event out")
    tell(asked.newsroom, lambda event: weights_without(event, samples, names))
    if asked.held:
        print("other events")
        kept = direction.weights()
        tell(asked.held, lambda _: kept)


def weights_without(event: str, samples: Sequence[Sample], names: Sequence[str]) -> dict[str, float]:
    """The weights fitted on all other events."""
    return fitted([sample for sample in samples if sample.event != event], names)


@dataclass(frozen=True)
class Answer:
    """What was said of a pair: right, wrong or unknown, and how sure."""

    change: str
    verdict: str
    sure: float | None


def tell(newsroom: Path, weights_for: Callable[[str], Mapping[str, float]]) -> None:
    """Print how often directions are right by change, and by how sure they are."""
    rows = [json.loads(line) for line in (newsroom / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = {row["id"]: row for row in rows}
    answers = []
    for event in sorted({row["event_file"] for row in rows}):
        weights = dict(weights_for(event))
        direction.weights = lambda weights=weights: weights  # type: ignore[assignment]
        for form in ("html", "txt"):
            answers += list(
                answers_of(newsroom, form, {key: row for key, row in gold.items() if row["event_file"] == event})
            )
    print("change                   pairs   right   wrong unknown")
    for change in CHANGES:
        counts = Counter(answer.verdict for answer in answers if answer.change == change)
        shares = (counts[verdict] / max(1, counts.total()) for verdict in ("right", "wrong", "unknown"))
        print(f"{change:22} {counts.total():7} " + " ".join(f"{share:7.3f}" for share in shares))
    print("said        pairs   mean   right")
    for low, high in pairwise((BINS[0], *BINS[1:])):
        inside = [one for one in answers if one.sure is not None and low <= one.sure < high + (high == BINS[-1])]
        if inside:
            mean = sum(one.sure or 0.0 for one in inside) / len(inside)
            right = sum(one.verdict == "right" for one in inside) / len(inside)
            print(f"{low:.2f}-{high:.2f} {len(inside):7} {mean:6.3f} {right:7.3f}")


def answers_of(newsroom: Path, form: str, gold: Gold) -> Iterator[Answer]:
    """All answers on the families of one event, in one form of its pages."""
    pages = [str(newsroom / "pages" / f"{key}.{form}") for key in sorted(gold)]
    found = [one for one in read_all(pages, as_of=AS_OF) if isinstance(one, Article) and not one.position]
    ordered = sorted(found, key=lambda article: article.id)
    judged = {(one.id, other.id): compare(one, other, settings=SETTINGS) for one, other in combinations(ordered, 2)}
    for name, change in CHANGES.items():
        changed = change(ordered, random.Random(SEED))
        if name.startswith("without"):
            gone = {"original"} if name == "without the source" else {"original", "verbatim"}
            changed = [one for one in changed if gold[Path(one.source).stem]["role"] not in gone]
        yield from told(name, changed, judged, gold)


def told(
    name: str, articles: Sequence[Article], judged: Mapping[tuple[str, str], Match | None], gold: Gold
) -> Iterator[Answer]:
    """What is said of every pair of one family that the gold data know, and whether it is right."""
    by_id = {article.id: article for article in articles}
    matches = []
    for (a, b), match in judged.items():
        if match is not None and a in by_id and b in by_id and hangs_together(match):
            cues = direction.cues_of(by_id[a], by_id[b], match.passages, kind=match.kind, settings=SETTINGS)
            matches.append(replace(match, cues=cues, lean=direction.lean_of(cues)))
    for members in _together(matches):
        inside = [match for match in matches if match.a in members]
        family = build_family([by_id[one] for one in sorted(members)], inside, settings=SETTINGS)
        for match in inside:
            copy = finish_copy(match, by_id[match.a], by_id[match.b], family, settings=SETTINGS)
            right = truths(Path(by_id[match.a].source).stem, Path(by_id[match.b].source).stem, gold)
            if right:
                verdict = "unknown" if copy.direction == "unknown" else "right" if copy.direction in right else "wrong"
                yield Answer(name, verdict, copy.direction_sure)


def _together(matches: Sequence[Match]) -> list[set[str]]:
    found: list[set[str]] = []
    for match in matches:
        joined = [one for one in found if match.a in one or match.b in one]
        found = [one for one in found if one not in joined] + [{match.a, match.b}.union(*joined)]
    return found


def truths(one: str, other: str, gold: Gold) -> set[str]:
    """The directions that are right for two pages; empty where they are of no one family."""
    ways = [_way_up(one, gold), _way_up(other, gold)]
    common = next((key for key in ways[0] if key in ways[1]), None)
    if common is None:
        return set()
    steps = [way[: way.index(common)] for way in ways]
    right = {"a_to_b"} if not steps[0] else {"b_to_a"} if not steps[1] else {"common_source"}
    for mine, turn in ((0, "a_to_b"), (1, "b_to_a")):
        # A word-for-word copy of the source may stand for it, and what was made from such a copy for its sister.
        if steps[mine] and all(gold[key]["role"] == "verbatim" for key in steps[mine]):
            right.add(turn)
    if any(not step and gold[key]["role"] == "verbatim" for step, key in zip(steps, (one, other), strict=True)):
        right.add("common_source")
    return right


def _way_up(key: str, gold: Gold) -> list[str]:
    way = [key]
    while (above := gold[way[-1]].get("parent")) in gold:
        way.append(above)
    return way


def _each(change: Callable[[Article], Article]) -> Change:
    return lambda articles, _: [change(article) for article in articles]


def _undated(article: Article) -> Article:
    return replace(article, published=None, dates=(), dateline=None)


def _bare(article: Article) -> Article:
    return replace(uncredited(_undated(article)), outlet=None, url=None, blocks=())


def _mixed(field: str) -> Change:
    """One field of the pages dealt out anew."""

    def change(articles: Sequence[Article], chance: random.Random) -> list[Article]:
        dealt = [getattr(article, field) for article in articles]
        chance.shuffle(dealt)
        return [replace(article, **{field: one}) for article, one in zip(articles, dealt, strict=True)]

    return change


CHANGES: dict[str, Change] = {
    "as it is": _each(lambda article: article),
    "no dates": _each(_undated),
    "no credits, no bylines": _each(uncredited),
    "texts alone": _each(_bare),
    "outlets mixed up": _mixed("outlet"),
    "days mixed up": _mixed("published"),
    "without the source": _each(lambda article: article),
    "without it and twins": _each(lambda article: article),
}


if __name__ == "__main__":
    main()
