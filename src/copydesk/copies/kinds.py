"""What kind of copy two texts make, from their measures; None where they share no text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from copydesk.copies.measures import FUNCTION_WORDS, Likeness, Run, Side, shared_quotations
from copydesk.copies.reading import inside
from copydesk.records import CopyKind, Evidence
from copydesk.settings import CopySettings

# Likeness of spelling (0 to 100) from which two names are one.
_ONE_NAME = 75
# Confidence is never certainty: one copy in two hundred is allowed to be chance.
_SUREST = 0.995


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of a pair, how sure it is, and the statements it rests on; `quotations` are those shared."""

    kind: CopyKind
    confidence: float
    why: tuple[Evidence, ...]
    quotations: tuple[Run, ...] = ()


def judge(left: Side, right: Side, likeness: Likeness, *, settings: CopySettings) -> Judgement | None:
    """The kind of copy that the measures speak for, cheap and sure evidence before dear; None without any."""
    shorter = min(len(left.reading.keys), len(right.reading.keys))
    same = left.reading.keys == right.reading.keys and shorter >= settings.shortest_run
    if same or own_share(left, right, likeness) >= settings.edited_share:
        return _word_for_word(left, right, likeness, settings)
    odds = order_odds(likeness, settings) if shorter >= settings.least_ordered else -settings.order_to_outweigh
    embeds = _embeds(likeness, settings)
    # A copy in part has some order of its own; to outweigh its carried sentences the rest must be in order too.
    if odds > (settings.order_to_outweigh / 4 if embeds else 0.0):
        return _reworded(left, right, likeness, odds, settings=settings)
    if embeds:
        return Judgement("partial", _partial_confidence(likeness, settings), (_told_runs(likeness),))
    quotations = shared_quotations(left, right, likeness.runs, settings.long_quotation)
    if not quotations:
        return None
    return Judgement("quotes_only", 1.0 - _odds_to_share(odds), (_told_quotations(quotations),), quotations)


def own_share(left: Side, right: Side, likeness: Likeness) -> float:
    """The share of the shorter text's words outside quotations that stand in equal runs."""
    own = min(sum(not quoted for quoted in side.quoted) for side in (left, right))
    return likeness.own_words / own if own else 0.0


def order_odds(likeness: Likeness, settings: CopySettings) -> float:
    """The log-odds that one text was made from the other, by their common order alone."""
    return (
        settings.weight_order_least * likeness.order_least
        + settings.weight_order_most * likeness.order_most
        + settings.weight_order_numbers * likeness.order_numbers
        + settings.weight_order_words * likeness.order_words
        + settings.weight_order_names * likeness.order_names
        + settings.weight_order_lengths * likeness.order_lengths
        - settings.order_to_outweigh
    )


def _word_for_word(left: Side, right: Side, likeness: Likeness, settings: CopySettings) -> Judgement:
    """Verbatim or edited; partial where both texts have more of their own than they share."""
    equal = sum(run.length for run in likeness.runs)
    shorter, longer = sorted((len(left.reading.words), len(right.reading.words)))
    in_order = all(one.right < other.right for one, other in pairwise(likeness.runs))
    why = (_told_runs(likeness),)
    if equal >= settings.verbatim_share * shorter and in_order:
        return Judgement("verbatim", _SUREST, why)
    if equal < settings.partial_cover * shorter:
        return Judgement("partial", _partial_confidence(likeness, settings), why)
    return Judgement("edited", min(_SUREST, 0.9 + 0.1 * equal / longer), why)


def _reworded(left: Side, right: Side, likeness: Likeness, odds: float, *, settings: CopySettings) -> Judgement:
    turn, kept = wording(left, right, likeness)
    alignment = likeness.alignment
    in_order = sum(not bead.moved for bead in alignment.beads)
    aligned = Evidence(
        kind="order",
        text=f"{in_order} passages match in the same order, of {len(alignment.left.sentences)} and"
        f" {len(alignment.right.sentences)} sentences; turned round, the likeness falls from {alignment.order:.1f} to"
        f" {alignment.disorder:.1f}",
    )
    manner = Evidence(
        kind="wording",
        text=f"{kept:.0%} of the names are kept, and {turn:.0%} of the words common to aligned passages stand in the"
        " same order in them",
    )
    kind: CopyKind = "translated" if turn - kept / 2 < settings.translated_turn else "spun"
    return Judgement(kind, min(_SUREST, _odds_to_share(odds)), (aligned, manner))


def wording(left: Side, right: Side, likeness: Likeness) -> tuple[float, float]:
    """How a text was reworded: order of common words inside aligned passages, and names kept there, both 0 to 1."""
    common = ordered = names = kept = 0
    for bead in likeness.alignment.beads:
        ones, others = inside(left.reading, bead.left), inside(right.reading, bead.right)
        mine, theirs = (
            [key for key in side.reading.keys[slice(*stretch)] if key not in FUNCTION_WORDS]
            for side, stretch in ((left, ones), (right, others))
        )
        shared = Counter(mine) & Counter(theirs)
        common += shared.total()
        ordered += LCSseq.similarity([key for key in mine if key in shared], [key for key in theirs if key in shared])
        here, there = _names(left, ones), _names(right, others)
        names += len(here) + len(there)
        kept += _found(here, there) + _found(there, here)
    return ordered / max(1, common), kept / max(1, names)


def _found(names: Sequence[str], others: Sequence[str]) -> int:
    """How many names have one spelled much like them among the others."""
    return sum(any(fuzz.ratio(name, other) >= _ONE_NAME for other in others) for name in names)


def _names(side: Side, stretch: tuple[int, int]) -> list[str]:
    """The capitalised words of a stretch but for its first."""
    first, last = stretch
    words, keys = side.reading.words, side.reading.keys
    return [keys[place] for place in range(first + 1, last) if words[place].text[:1].isupper()]


def _embeds(likeness: Likeness, settings: CopySettings) -> bool:
    """Whether sentences of one text stand in the other."""
    carried = len(likeness.carried)
    return (
        carried >= settings.least_carried
        or (carried > 0 and likeness.own_words >= settings.own_words_beside_one)
        or likeness.longest > settings.longest_chance_run
    )


def _partial_confidence(likeness: Likeness, settings: CopySettings) -> float:
    """Surer the more was carried: half-way at the least that makes a copy in part."""
    weight = likeness.own_words / settings.own_words_beside_one + len(likeness.carried) / settings.least_carried
    return min(_SUREST, 1.0 - math.exp(-max(1.0, weight) * math.log(2.0)))


def _odds_to_share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _told_runs(likeness: Likeness) -> Evidence:
    runs = len(likeness.runs)
    return Evidence(
        kind="wording",
        text=f"{likeness.own_words} words outside quotations stand in {runs} equal run{'s' * (runs != 1)}, the longest"
        f" of {likeness.longest}; {len(likeness.carried)} sentences are nearly word for word",
    )


def _told_quotations(quotations: Sequence[Run]) -> Evidence:
    words = sum(run.length for run in quotations)
    return Evidence(
        kind="quotation",
        text=f"{words} words of {len(quotations)} quotation{'s' * (len(quotations) != 1)} are the same; what stands"
        " outside them is neither the same nor in the same order",
    )
