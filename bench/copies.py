"""Known copies found: recall by level, precision, speed and memory, against peers on the same texts in the same run.

    python bench/copies.py --size 10000 [--events FILE] [--newsroom FOLDER] [--peers rensa,datasketch] [--seed 2]

The collection is that of `known_copies.py`: copies of ten levels for each source, the other texts of the events as
negatives, fillers up to the size. Every contender reads it in a process of its own and gives the pairs that it takes
for copies. Time is CPU time of one thread from texts to judged pairs, best of the rounds; on a busy machine trust the
ratios. A pair that shares no base text is false; recall counts each copy beside its source.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from known_copies import LEVELS, NEWSROOM, Known, base_texts, collection

Pair = tuple[int, int]
RENSA = "rensa, word 3-grams, Jaccard .2, 64 bands"
DATASKETCH = "datasketch, word 3-grams, Jaccard .3"


class Outcome(NamedTuple):
    """Pairs taken for copies, CPU seconds, peak megabytes (texts among them), and remarks."""

    pairs: list[Pair]
    seconds: float
    megabytes: float
    remarks: dict[str, float]


# -- contenders -------------------------------------------------------------------------------------------------------


def by_copydesk(texts: Sequence[str]) -> tuple[list[Pair], dict[str, float]]:
    """Prints, candidates and judging in bulk, as the desk's steps have them, over arrays."""
    from copydesk.copies.fingerprints import prints_of
    from copydesk.copies.judging import judge_pairs
    from copydesk.engine.blocking import join
    from copydesk.settings import CopySettings

    settings = CopySettings()
    started = time.process_time()
    prints = prints_of(texts, settings=settings)
    printed = time.process_time()
    pairs = join(prints.families, len(texts), settings.block)
    joined = time.process_time()
    judged = judge_pairs(prints.outlines, pairs.left, pairs.right, pairs.counts, settings=settings)
    ended = time.process_time()
    copies = np.flatnonzero(judged.copies)
    remarks = {
        "candidates": len(pairs.left),
        "seconds for prints": printed - started,
        "seconds for candidates": joined - printed,
        "seconds for judging": ended - joined,
    }
    return list(zip(pairs.left[copies].tolist(), pairs.right[copies].tolist(), strict=True)), remarks


def _shingles(text: str, size: int = 3) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[place : place + size]) for place in range(max(1, len(words) - size + 1))]


def by_rensa(texts: Sequence[str]) -> tuple[list[Pair], dict[str, float]]:
    """LSH over 128 permutations; pairs checked again by the estimated Jaccard similarity."""
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets((_shingles(text) for text in texts), num_perm=128, seed=42)
    index = RMinHashLSH(threshold=0.2, num_perm=128, num_bands=64)
    index.insert_many(sketches)
    found = []
    for one, others in enumerate(index.query_all(sketches)):
        mine = sketches[one]
        found += [(one, other) for other in others if other > one and mine.jaccard(sketches[other]) >= 0.2]
    return found, {}


def by_datasketch(texts: Sequence[str]) -> tuple[list[Pair], dict[str, float]]:
    """LSH over 128 permutations, its pairs as they come."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.3, num_perm=128)
    found: list[Pair] = []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([one.encode() for one in _shingles(text)])
        found += [(other, number) for other in index.query(sketch)]
        index.insert(number, sketch)
    return found, {}


CONTENDERS: dict[str, Callable[[Sequence[str]], tuple[list[Pair], dict[str, float]]]] = {
    "copydesk": by_copydesk,
    "rensa": by_rensa,
    "datasketch": by_datasketch,
}
TITLES = {"copydesk": "copydesk", "rensa": RENSA, "datasketch": DATASKETCH}


def contend(name: str, texts: Path, rounds: int, target: Path) -> None:
    """In a process of its own: what a contender gives for texts, and what it took."""
    import resource

    rows = pickle.loads(texts.read_bytes())
    CONTENDERS[name](rows[:20])  # what is loaded once is no cost of a text
    best = Outcome([], float("inf"), 0.0, {})
    for _ in range(rounds):
        start = time.process_time()
        pairs, remarks = CONTENDERS[name](rows)
        seconds = time.process_time() - start
        if seconds < best.seconds:
            best = Outcome(pairs, seconds, 0.0, remarks)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
    target.write_bytes(pickle.dumps(best._replace(megabytes=peak)))


def outcome_of(name: str, texts: Sequence[str], rounds: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "texts", Path(folder) / "outcome"
        source.write_bytes(pickle.dumps(list(texts)))
        command = [sys.executable, __file__, "--contend", name, str(source), str(target), "--rounds", str(rounds)]
        threads = {f"{one}_NUM_THREADS": "1" for one in ("OMP", "OPENBLAS", "MKL", "RAYON")}
        subprocess.run(command, check=True, env=os.environ | threads)
        return pickle.loads(target.read_bytes())


# -- truth ------------------------------------------------------------------------------------------------------------


class Score(NamedTuple):
    recall: dict[str, float]
    precision: float
    false: list[Pair]


def score(texts: Sequence[Known], pairs: Sequence[Pair]) -> Score:
    """Recall by level, precision over all pairs given, and the pairs that share no base text."""
    source = {one.origins[0]: number for number, one in enumerate(texts) if one.level == "base"}
    given = {(min(pair), max(pair)) for pair in pairs}
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for number, one in enumerate(texts):
        if one.source is not None:
            other = source[one.source]
            wanted[one.level] += 1
            found[one.level] += (min(number, other), max(number, other)) in given
    false = sorted(pair for pair in given if not set(texts[pair[0]].origins) & set(texts[pair[1]].origins))
    recall = {level: found[level] / wanted[level] for level in LEVELS if wanted[level]}
    return Score(recall, 1.0 - len(false) / max(1, len(given)), false)


def report(texts: Sequence[Known], outcomes: dict[str, Outcome]) -> None:
    """Print the table, levels downward, contenders across."""
    scores = {name: score(texts, one.pairs) for name, one in outcomes.items()}
    words = sum(len(one.text.split()) for one in texts) / len(texts)
    print(
        f"\n{len(texts):,} texts of {words:.0f} words; {sum(one.source is not None for one in texts):,} known copies\n"
    )
    for name in outcomes:
        print(f"  {name}: {TITLES[name]}")
    rows = [("", list(outcomes))]
    rows += [(level, [f"{one.recall[level]:.3f}" for one in scores.values()]) for level in scores["copydesk"].recall]
    mine = outcomes["copydesk"].seconds
    rows += [
        ("precision", [f"{one.precision:.4f}" for one in scores.values()]),
        ("pairs given", [f"{len(one.pairs):,}" for one in outcomes.values()]),
        ("false pairs", [f"{len(one.false):,}" for one in scores.values()]),
        ("CPU seconds", [f"{one.seconds:.1f}" for one in outcomes.values()]),
        ("texts a CPU-second", [f"{len(texts) / one.seconds:,.0f}" for one in outcomes.values()]),
        ("copydesk against it", [f"{one.seconds / mine:.2f} x" for one in outcomes.values()]),
        ("peak megabytes", [f"{one.megabytes:,.0f}" for one in outcomes.values()]),
    ]
    print()
    for name, cells in rows:
        print(f"{name:24}" + "".join(f"{cell:>13}" for cell in cells))
    print("\ncopydesk:", ", ".join(f"{name} {value:,.2f}" for name, value in outcomes["copydesk"].remarks.items()))
    _report_false(texts, scores["copydesk"].false)


def _report_false(texts: Sequence[Known], false: Sequence[Pair]) -> None:
    """What false pairs are made of: real texts of one event may share a real source."""
    kinds = Counter(
        "base texts of one event"
        if texts[a].level == texts[b].level == "base" and texts[a].event == texts[b].event
        else " and ".join(sorted("a copy" if one.source is not None else one.level for one in (texts[a], texts[b])))
        for a, b in false
    )
    same = [one for one in Counter(one.event for one in texts if one.level == "base").values() if one > 1]
    print(f"pairs of base texts on one event: {sum(one * (one - 1) // 2 for one in same):,}; false pairs:", dict(kinds))


def report_alignment(texts: Sequence[Known], pairs: Sequence[Pair], most: int) -> None:
    """Print what full alignment of the pairs judged copies costs, measured on some of them."""
    from copydesk.copies import compare
    from copydesk.records import Article, ArticleId, PageId
    from copydesk.settings import CopySettings

    def article(number: int) -> Article:
        name = f"{number:06}"
        return Article(
            id=ArticleId(name), page=PageId(name), source=name, position=0, text=texts[number].text, blocks=()
        )

    chosen = pairs[:: max(1, len(pairs) // most)]
    start = time.process_time()
    kept = sum(compare(article(a), article(b), settings=CopySettings()) is not None for a, b in chosen)
    each = (time.process_time() - start) / max(1, len(chosen))
    print(
        f"full alignment of a pair judged a copy: {each * 1_000:.1f} ms (over {len(chosen)} of {len(pairs):,} pairs, of"
        f" which it keeps {kept}); of all of them {each * len(pairs):,.0f} CPU-seconds more"
    )


def main() -> None:
    """Make the collection, let all contend, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="texts  [default: 10000]")
    parser.add_argument("--sources", type=int, default=300, help="texts that are copied, at most half  [default: 300]")
    parser.add_argument("--seed", type=int, default=2, help="1 is what the cuts were tuned on  [default: 2]")
    parser.add_argument("--newsroom", type=Path, default=NEWSROOM, help="folder of gold.jsonl and pairs.jsonl")
    parser.add_argument("--events", type=Path, help="real reports: JSON lines with text and event")
    parser.add_argument("--peers", default="rensa,datasketch", help="by commas  [default: rensa,datasketch]")
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many counts  [default: 1]")
    parser.add_argument("--aligned", type=int, default=200, help="pairs to align in full, for their cost")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--contend", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.contend:
        name, source, target = asked.contend
        contend(name, Path(source), asked.rounds, Path(target))
        return
    texts = collection(base_texts(asked.newsroom, asked.events), asked.size, asked.sources, asked.seed)
    names = ["copydesk", *(one for one in asked.peers.split(",") if one)]
    outcomes = {name: outcome_of(name, [one.text for one in texts], asked.rounds) for name in names}
    report(texts, outcomes)
    report_alignment(texts, outcomes["copydesk"].pairs, asked.aligned)
    if asked.json:
        figures = {name: {"seconds": one.seconds, "megabytes": one.megabytes} for name, one in outcomes.items()}
        for name, one in outcomes.items():
            found = score(texts, one.pairs)
            figures[name] |= {"precision": found.precision, **found.recall}
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
