"""What kind of copy two texts make; None where they share no text.

Word for word is a definition and is looked for first. Whether any other pair is a copy, and of which kind, is judged by
two small sets of trained weights over named figures (`traits`, `weighing`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from copydesk.copies.measures import Likeness, Run, shared_quotations, without_foot
from copydesk.copies.traits import Manner, Traits, manner_of, traits_of
from copydesk.copies.weighing import copied_odds, kind_shares
from copydesk.records import CopyKind, Evidence
from copydesk.settings import CopySettings

# Confidence is never certainty: one copy in two hundred is allowed to be chance.
_SUREST = 0.995


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of a pair, how likely it is a copy at all, and the statements it rests on.

    `quotations` are those shared, where nothing else is; `confidence` is then how likely it is no copy.
    """

    kind: CopyKind
    confidence: float
    why: tuple[Evidence, ...]
    quotations: tuple[Run, ...] = ()


def judge(likeness: Likeness, *, settings: CopySettings) -> Judgement | None:
    """The kind of copy that the measures speak for, sure evidence before likely; None without any."""
    if _word_for_word(likeness, settings):
        return Judgement("verbatim", _SUREST, (_told_runs(likeness), *_told_foot(likeness)))
    bare = without_foot(likeness, settings=settings)
    traits = traits_of(bare)
    share = _share(copied_odds(traits))
    if share >= settings.least_copied and (_long_enough(bare, settings) or _embeds(bare, settings)):
        manner = manner_of(bare, traits)
        if not _one_form(bare, traits, manner, settings=settings):
            return _copied(likeness, manner, share, settings=settings)
        share = 1.0 - share
    left, right = likeness.left, likeness.right
    quotations = shared_quotations(left, right, likeness.runs, settings.long_quotation)
    if not quotations:
        return None
    return Judgement("quotes_only", min(_SUREST, 1.0 - share), (_told_quotations(quotations),), quotations)


def _word_for_word(likeness: Likeness, settings: CopySettings) -> bool:
    """Whether the shorter text stands in the longer one, in order and in one piece, each number as it was."""
    left, right = likeness.left.reading.keys, likeness.right.reading.keys
    shorter, runs = min(len(left), len(right)), likeness.runs
    if shorter < settings.shortest_run:
        return False
    if left == right:
        return True
    equal = sum(run.length for run in runs)
    if equal < settings.verbatim_share * shorter or any(one.right > other.right for one, other in pairwise(runs)):
        return False
    left_out = max(
        _between([(run.left, run.length) for run in runs]), _between([(run.right, run.length) for run in runs])
    )
    if left_out > settings.verbatim_gap * shorter:
        return False
    # A few words may go with a caption that was cut, but where a number is another the text was altered.
    numbers = [[key for key in keys if key[:1].isdigit()] for keys in (left, right)]
    return LCSseq.similarity(*numbers) == min(map(len, numbers))


def _between(runs: Sequence[tuple[int, int]]) -> int:
    """How many words of a text stand between its runs, which are given by first word and length."""
    return sum(other - one - length for (one, length), (other, _) in pairwise(runs))


def _one_form(likeness: Likeness, traits: Traits, manner: Manner, *, settings: CopySettings) -> bool:
    """Whether two texts are one form of words filled in twice: neither names nor numbers of one are the other's.

    Reports of results, prices and weather are made so. A spinner mangles names too, but not all of them.
    """
    if min(len(side.anchors) for side in (likeness.left, likeness.right)) < settings.least_form_names:
        return False
    strange = manner.kept < settings.form_kept and traits.names_least < settings.form_names
    return strange and traits.numbers_most < settings.form_numbers


def _long_enough(likeness: Likeness, settings: CopySettings) -> bool:
    """Whether the order of both texts can say something."""
    return min(len(likeness.left.reading.words), len(likeness.right.reading.words)) >= settings.least_ordered


def _embeds(likeness: Likeness, settings: CopySettings) -> bool:
    """Whether a sentence of one text stands in the other, or as much of one as never does by chance."""
    return bool(likeness.carried) or likeness.longest > settings.longest_chance_run


def _copied(likeness: Likeness, manner: Manner, share: float, *, settings: CopySettings) -> Judgement:
    shares = kind_shares(manner)
    if not _embeds(likeness, settings):
        # Without a stretch that was carried there is no part to show.
        shares["partial"] = 0.0
    kind = max(shares, key=lambda one: shares[one])
    why = [_told_runs(likeness)] if kind in {"edited", "partial"} else [_told_order(likeness), _told_manner(manner)]
    other = max((one for one in shares if one != kind), key=lambda one: shares[one])
    if shares[other] >= settings.worth_naming * shares[kind]:
        why.append(_told_doubt(kind, other, shares[other] / (shares[kind] + shares[other])))
    return Judgement(kind, min(_SUREST, share), (*why, *_told_foot(likeness)))


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _told_runs(likeness: Likeness) -> Evidence:
    runs = len(likeness.runs)
    return Evidence(
        kind="wording",
        text=f"{likeness.own_words} words outside quotations stand in {runs} equal run{'s' * (runs != 1)}, the longest"
        f" of {likeness.longest}; {len(likeness.carried)} sentences are nearly word for word",
    )


def _told_order(likeness: Likeness) -> Evidence:
    alignment = likeness.alignment
    in_order = sum(not bead.moved for bead in alignment.beads)
    return Evidence(
        kind="order",
        text=f"{in_order} passages match in the same order, of {len(alignment.left.sentences)} and"
        f" {len(alignment.right.sentences)} sentences; turned round, the likeness falls from {alignment.order:.1f} to"
        f" {alignment.disorder:.1f}",
    )


def _told_manner(manner: Manner) -> Evidence:
    return Evidence(
        kind="wording",
        text=f"{manner.kept:.0%} of the names are kept, and {manner.turn:.0%} of the words common to aligned passages"
        " stand in the same order in them",
    )


def _told_doubt(kind: CopyKind, other: CopyKind, share: float) -> Evidence:
    return Evidence(kind="doubt", text=f"of 100 such pairs about {100 * share:.0f} are {other} rather than {kind}")


def _told_foot(likeness: Likeness) -> tuple[Evidence, ...]:
    if not likeness.foot:
        return ()
    text = (
        f"both texts end with the same {likeness.foot} words, left out of account as a signature or a notice would be"
    )
    return (Evidence(kind="furniture", text=text),)


def _told_quotations(quotations: Sequence[Run]) -> Evidence:
    words = sum(run.length for run in quotations)
    return Evidence(
        kind="quotation",
        text=f"{words} words of {len(quotations)} quotation{'s' * (len(quotations) != 1)} are the same; what stands"
        " outside them is neither the same nor in the same order",
    )
