"""What a third text says of two: the readings that each shares with it against the other.

Two texts that have a reading in common which a third has not are nearer to each other by it (Lachmann's common errors;
Maas, Textkritik, 1927). Of three texts one of which stands between the others, those two have hardly anything in common
that it has not: whatever either passed on went through it. Counting such readings over all aligned texts and taking the
tree that needs the fewest changes is the parsimony that does best on traditions whose truth is known (Roos and
Heikkilä, 2009). Readings here are three words in a row, which also shows what was dropped and added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from copydesk.copies.reading import read
from copydesk.records import ArticleId, Match
from copydesk.settings import CopySettings
from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MIX = np.uint64(0x9E3779B97F4A7C15)
_THREE = 3


class Readings(NamedTuple):
    """How many readings a middle text shares with each of two others alone, and how many those two share against it."""

    with_one: int
    with_other: int
    against: int


def readings_of(middle: str, one: str, other: str) -> Readings:
    """The readings of three texts that two of them have and the third has not."""
    middles, ones, others = _phrases(middle), _phrases(one), _phrases(other)
    return Readings(_alone(middles, ones, others), _alone(middles, others, ones), _alone(ones, others, middles))


def stands_between(found: Readings, settings: CopySettings) -> bool:
    """Whether the middle text can be what the other two have in common: little of theirs is missing from it."""
    return found.against <= settings.chance_readings + settings.against_share * min(found.with_one, found.with_other)


def shared_beyond(pair: Match, first: Match, second: Match) -> int:
    """Characters that two texts have in common and a third has not: what it dropped, so that it is not their source.

    `pair` joins the two, `first` and `second` each of them with the third. The smaller of the counts on either side.
    """
    third = ({first.a, first.b} & {second.a, second.b}).pop()
    one, other = (pair.a, pair.b) if pair.a in {first.a, first.b} else (pair.b, pair.a)
    assert third not in {one, other}
    return min(
        _beyond(_stretches(pair, one), _stretches(first, one)),
        _beyond(_stretches(pair, other), _stretches(second, other)),
    )


def _stretches(match: Match, article: ArticleId) -> list[Range]:
    return sorted(passage.a if match.a == article else passage.b for passage in match.passages)


def _beyond(wanted: Sequence[Range], held: Sequence[Range]) -> int:
    """How much of some stretches no other covers; either are sorted and do not overlap among themselves."""
    total, place = 0, 0
    for start, end in wanted:
        total += end - start
        while place < len(held) and held[place][1] <= start:
            place += 1
        at = place
        while at < len(held) and held[at][0] < end:
            total -= min(end, held[at][1]) - max(start, held[at][0])
            at += 1
    return total


def _alone(ones: NDArray[np.uint64], others: NDArray[np.uint64], without: NDArray[np.uint64]) -> int:
    """How many phrases two texts share that the third has not."""
    both = np.intersect1d(ones, others, assume_unique=True)
    return len(both) - len(np.intersect1d(both, without, assume_unique=True))


# 1.5 bytes a letter beside the text itself; each text of a family is seen beside each other two.
@remembered(letters=1_000_000)
def _phrases(text: str) -> NDArray[np.uint64]:
    """Hashes of the different runs of three words of a text, sorted."""
    keys = read(text).keys
    codes = np.fromiter((crc32(key.encode("utf-8", "surrogatepass")) for key in keys), dtype=np.uint64, count=len(keys))
    mixed = codes.copy()
    for step in range(1, _THREE):
        mixed = mixed[: len(codes) - step] * _MIX + codes[step:] if len(codes) > step else mixed[:0]
        mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed)
