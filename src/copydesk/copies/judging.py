"""Many candidate pairs judged at once, cheap to dear: whether either text may hold the other's.

This stands before the alignment (`comparing`), which costs a hundred times as much, and needs no more of a text than
its `Outlines`. What two texts have in common is counted by the keys that joined them; then the common order of the
words that carry meaning is measured, against the same with one text turned round; then, where order leaves it open,
the longest equal run. Shared quotations count nowhere. The weights are learned (`scripts/train_judging.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from copydesk.copies.fingerprints import CONTENT, QUOTED, SHINGLE, Outlines, prints_of
from copydesk.copies.tokens import Flags, Places, mixed
from copydesk.records import Article, Candidate
from copydesk.settings import CopySettings

Numbers = NDArray[np.float64]

# Words that carry meaning by which order is measured at most: a book costs a tenth of a second, not a minute.
MOST_ORDERED = 20_000
# Words looked through at a time for equal runs: bounds memory.
_PORTION = 2_000_000
# Bits of a word's hash that stay when it is written as one character, for matching strings instead of lists.
_POINT_BITS = np.uint32(32 - 20)
_FIRST_POINT = np.uint32(0x100)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_PAIR_BITS = np.uint64(40)
_GRAM = np.uint64((1 << 40) - 1)
# Added to sizes, so that three words in common do not count like thirty.
_DOUBT = 5.0

ORDERED = ("order", "gain", "beyond")
COUNTED = ("shingles", "shingles_share", "skips", "skips_share", "anchors", "anchors_share", "length")
NAMES = (*ORDERED, *COUNTED)


@dataclass(frozen=True, slots=True)
class Judged:
    """For each pair whether it is a copy, the log-odds that it is, and what they rest on.

    `odds` is the greater of the odds by order and those by equal runs. `longest` is the longest equal run of words
    outside quotations and `equal` the number of 5-grams in such runs; both are 0 where order or counts were enough.
    """

    copies: Flags
    odds: Numbers
    longest: Places
    equal: Places


def judge_pairs(
    outlines: Outlines, left: Places, right: Places, counts: Mapping[str, Places], *, settings: CopySettings
) -> Judged:
    """Whether either text of each pair holds the other's, also in part; `counts` are the keys that join them."""
    bulk = settings.bulk
    counted = _counted(outlines, left, right, counts)
    odds = _weighed(counted, "counted")
    words = np.diff(outlines.first)
    shared = settings.shingles_kept * counts["shingles"] / np.maximum(1, np.minimum(words[left], words[right]))
    sure = (shared >= bulk.sure_share) & (counts["shingles"] >= bulk.sure_shingles)
    odds[sure] = bulk.sure_odds
    rows = np.flatnonzero(~sure & (odds > bulk.hopeless_odds))
    odds[rows] = _by_order(outlines, left[rows], right[rows], counted[rows], least=bulk.least_odds)
    longest, equal = np.zeros(len(left), dtype=np.int64), np.zeros(len(left), dtype=np.int64)
    rows = np.flatnonzero((odds < bulk.least_odds) & (counts["shingles"] >= bulk.least_run_shingles))
    for some, long, many in _portions(outlines, left, right, rows):
        longest[some], equal[some] = long, many
    by_length, by_number = (longest - bulk.chance_run) / bulk.run_doubt, (equal - bulk.chance_equal) / bulk.equal_doubt
    odds[rows] = np.maximum(odds[rows], bulk.least_odds + np.maximum(by_length, by_number)[rows])
    return Judged(odds >= bulk.least_odds, odds, longest, equal)


def worth_aligning(
    outlines: Outlines, left: Places, right: Places, counts: Mapping[str, Places], *, settings: CopySettings
) -> Flags:
    """Which pairs may turn out to share text when they are aligned: far more than are copies, far fewer than meet.

    A reworded copy of any kind has more words in common order than chance gives; whatever else is shared shows as a
    long quotation or an equal run.
    """
    bulk = settings.bulk
    shorter = np.minimum(outlines.content[left], outlines.content[right])
    passing = (counts["quotations"] > 0) | (shorter < bulk.too_short_to_tell)
    rows = np.flatnonzero(~passing)
    _, gain, beyond = _order(outlines, left[rows], right[rows]).T
    passing[rows] = (gain >= bulk.least_gain) & (beyond >= bulk.least_beyond_chance)
    for some, longest, equal in _portions(
        outlines, left, right, np.flatnonzero(~passing & (counts["shingles"] >= bulk.least_shared_shingles))
    ):
        passing[some] = (longest >= bulk.least_run) | (equal >= bulk.least_equal)
    return passing


def worth_comparing(pairs: Sequence[tuple[Candidate, Article, Article]], *, settings: CopySettings) -> list[bool]:
    """Which candidates may share text; the rest need not be compared in full."""
    texts = list(dict.fromkeys(article.text for _, *both in pairs for article in both))
    place = {text: number for number, text in enumerate(texts)}
    left = np.array([place[article.text] for _, article, _ in pairs], dtype=np.int64)
    right = np.array([place[article.text] for _, _, article in pairs], dtype=np.int64)
    counts = {name: np.array([getattr(one, name) for one, *_ in pairs]) for name in ("shingles", "quotations")}
    outlines = prints_of(texts, settings=settings).outlines
    return [bool(one) for one in worth_aligning(outlines, left, right, counts, settings=settings)]


def features_of(outlines: Outlines, left: Places, right: Places, counts: Mapping[str, Places]) -> Numbers:
    """All features of the pairs, one row a pair, one column for each of `NAMES`."""
    return np.column_stack((_order(outlines, left, right), _counted(outlines, left, right, counts)))


def _counted(outlines: Outlines, left: Places, right: Places, counts: Mapping[str, Places]) -> Numbers:
    """The features that keys and sizes give."""
    content = outlines.content
    sizes = {"shingles": np.diff(outlines.first) / 4, "skips": content / 2, "anchors": outlines.anchors}
    columns = []
    for name, size in sizes.items():
        columns += [np.log1p(counts[name]), counts[name] / (np.minimum(size[left], size[right]) + _DOUBT)]
    columns.append(np.log1p(np.minimum(content[left], content[right])))
    return np.column_stack(columns)


# -- order ------------------------------------------------------------------------------------------------------------


def _by_order(outlines: Outlines, left: Places, right: Places, counted: Numbers, *, least: float) -> Numbers:
    """The log-odds by order and counts; where even no order by chance leaves them under the least, their bound."""
    pairs = _Written.of(outlines, left, right)
    common = pairs.common()
    odds = _weighed(np.column_stack((_features(common, common, pairs.shorter), counted)), "ordered")
    rows = np.flatnonzero(odds >= least)
    gain = common[rows] - pairs.common(rows, turned=True)
    odds[rows] = _weighed(
        np.column_stack((_features(common[rows], gain, pairs.shorter[rows]), counted[rows])), "ordered"
    )
    return odds


def _order(outlines: Outlines, left: Places, right: Places) -> Numbers:
    """The features of common order, one row a pair."""
    pairs = _Written.of(outlines, left, right)
    common = pairs.common()
    return _features(common, common - pairs.common(turned=True), pairs.shorter)


def _features(common: Numbers, gain: Numbers, shorter: Numbers) -> Numbers:
    """Words in common order, and how many more than with one text turned round, by the shorter text and by its root.

    The root, since what chance gives spreads like it.
    """
    return np.column_stack((common, gain, gain * np.sqrt(shorter)))


@dataclass(frozen=True, slots=True)
class _Written:
    """Pairs of texts, each a string with one character for every word outside quotations that carries meaning."""

    left: Sequence[str]
    right: Sequence[str]
    shorter: Numbers

    @classmethod
    def of(cls, outlines: Outlines, left: Places, right: Places) -> Self:
        texts, places = _numbered(np.concatenate((left, right)), len(outlines.first) - 1)
        written = _written(outlines, texts)
        sizes = np.array([len(one) for one in written], dtype=np.float64)
        ones, others = places[: len(left)], places[len(left) :]
        shorter = np.minimum(sizes[ones], sizes[others]) + _DOUBT
        return cls([written[one] for one in ones.tolist()], [written[one] for one in others.tolist()], shorter)

    def common(self, rows: Places | None = None, *, turned: bool = False) -> Numbers:
        """The words in common order, as a share of the shorter text; `turned`, with one text turned round."""
        chosen = range(len(self.left)) if rows is None else rows.tolist()
        shorter = self.shorter if rows is None else self.shorter[rows]
        if not len(chosen):
            return np.zeros(0)
        ones, others = [self.left[row] for row in chosen], [self.right[row] for row in chosen]
        if turned:
            others = [one[::-1] for one in others]
        return np.asarray(cpdist(ones, others, scorer=LCSseq.similarity, dtype=np.int32) / shorter)


def _numbered(texts: Places, count: int) -> tuple[Places, Places]:
    """The texts without duplicates, in order, and the place of each of those given among them."""
    held = np.zeros(count, dtype=bool)
    held[texts] = True
    return np.flatnonzero(held), (np.cumsum(held) - 1)[texts]


def _written(outlines: Outlines, texts: Places) -> list[str]:
    """Each text as a string with one character for every word outside quotations that carries meaning."""
    rows, owners = _rows(outlines.first[texts], outlines.first[texts + 1])
    kept = (outlines.marks[rows] & CONTENT) != 0
    points = (outlines.words[rows[kept]] >> _POINT_BITS) + _FIRST_POINT
    joined = points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    cuts = np.searchsorted(owners[kept], np.arange(len(texts) + 1)).tolist()
    return [joined[low : min(high, low + MOST_ORDERED)] for low, high in pairwise(cuts)]


def _rows(low: Places, high: Places) -> tuple[Places, Places]:
    """All numbers from each low up to its high, and of which stretch each is."""
    sizes = high - low
    owners = np.repeat(np.arange(len(low)), sizes)
    return np.arange(len(owners)) + np.repeat(low - (np.cumsum(sizes) - sizes), sizes), owners


# -- equal runs -------------------------------------------------------------------------------------------------------


def _portions(
    outlines: Outlines, left: Places, right: Places, pairs: Places
) -> Iterator[tuple[Places, Places, Places]]:
    """Portions of these pairs, with the words of the longest equal run of each and the number of equal 5-grams.

    Words in quotations, on either side, stand in no run.
    """
    sizes = np.diff(outlines.first)
    held = np.cumsum(sizes[left[pairs]] + sizes[right[pairs]])
    for portion in np.split(pairs, np.flatnonzero(np.diff(held // _PORTION)) + 1):
        if len(portion):
            # The shorter text is looked through for what stands in the longer one, whatever the two are called.
            swap = sizes[left[portion]] > sizes[right[portion]]
            ones = np.where(swap, right[portion], left[portion])
            others = np.where(swap, left[portion], right[portion])
            yield portion, *_equal_runs(outlines, ones, others)


def _equal_runs(outlines: Outlines, ones: Places, others: Places) -> tuple[Places, Places]:
    """For each pair the words of the longest equal run, and the number of 5-grams of the one that the other has."""
    mine, owners = _own_grams(outlines, ones)
    theirs = np.sort(_own_grams(outlines, others)[0])
    longest = np.zeros(len(ones), dtype=np.int64)
    if not len(mine) or not len(theirs):
        return longest, longest
    near = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
    hits = (theirs[near] == mine) & ((mine & _GRAM) != 0)
    cuts = np.append(True, (hits[1:] != hits[:-1]) | (owners[1:] != owners[:-1]))
    starts = np.flatnonzero(cuts)
    sizes = np.diff(starts, append=len(hits))[hits[starts]]
    starts = starts[hits[starts]]
    np.maximum.at(longest, owners[starts], sizes + SHINGLE - 1)
    return longest, np.bincount(owners[starts], weights=sizes, minlength=len(ones)).astype(np.int64)


def _own_grams(outlines: Outlines, texts: Places) -> tuple[NDArray[np.uint64], Places]:
    """The number of its pair and a hash of every word 5-gram; 0 for a hash where it reaches into a quotation."""
    last = np.maximum(outlines.first[texts + 1] - SHINGLE + 1, outlines.first[texts])
    rows, owners = _rows(outlines.first[texts], last)
    found = np.zeros(len(rows), dtype=np.uint64)
    free = np.ones(len(rows), dtype=bool)
    for step in range(SHINGLE):
        found = (found ^ outlines.words[rows + step]) * _STEP
        found ^= found >> np.uint64(29)
        free &= (outlines.marks[rows + step] & QUOTED) == 0
    # Grams of one pair stand together, which is what makes looking them up fast.
    return (owners.astype(np.uint64) << _PAIR_BITS) | np.where(free, mixed(found) & _GRAM, 0), owners


def _weighed(features: Numbers, stage: str) -> Numbers:
    """The log-odds that the learned weights of a stage give."""
    weights, constant = _weights(stage)
    return np.asarray(features @ weights + constant)


@lru_cache(maxsize=2)
def _weights(stage: str) -> tuple[Numbers, float]:
    table = json.loads(resources.files(__package__).joinpath("judging.json").read_text(encoding="utf-8"))[stage]
    names: Sequence[str] = NAMES if stage == "ordered" else COUNTED
    return np.array([table[one] for one in names]), float(table["constant"])
