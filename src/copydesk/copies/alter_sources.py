"""Who said it, and whether it was so: attributions that the copy cut out, negations that it put in or left out."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk.copies.alter_pairing import Bead, Pairing
from copydesk.records import Alteration, Range

# Verbs of saying and their kin: a sentence that loses its last one states as a fact what was said.
CUES = frozenset(
    "said says say saying told tells telling according reported reports reporting announced announces stated states"
    " wrote writes added adds claimed claims argued argues warned warns confirmed confirms declared declares quoted"
    " insisted insists suggested suggests estimated estimates explained explains described describes called calls"
    " recalled noted notes expressed expresses professed proclaims proclaimed articulated uttered apprised informed"
    " mentioned commented remarked disclosed revealed asserted alleged conveyed advised cited".split()
)
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot cant can't don't doesn't didn't won't wouldn't isn't"
    " aren't wasn't weren't shouldn't couldn't haven't hasn't hadn't nowhere".split()
)


def source_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Attributions that were cut out of a sentence the copy keeps."""
    for bead in pairing.beads:
        if _count(pairing, bead.left) > _count_right(pairing, bead.right):
            yield from _cut(pairing, bead)
        yield from _told_whom(pairing, bead)


def _count(pairing: Pairing, numbers: Range) -> int:
    return sum(token.key in CUES for token in pairing.left[slice(*numbers)])


def _count_right(pairing: Pairing, numbers: Range) -> int:
    return sum(token.key in CUES for token in pairing.right[slice(*numbers)])


def _cut(pairing: Pairing, bead: Bead) -> Iterator[Alteration]:
    """Runs of words without a counterpart that hold a verb of saying and leave most of their sentence standing."""
    number = bead.left[0]
    while number < bead.left[1]:
        end = number
        while end < bead.left[1] and pairing.right_of[end] is None:
            end += 1
        run = pairing.left[number:end]
        if 2 <= len(run) <= 14 and any(token.key in CUES for token in run):
            yield pairing.alteration("dropped_attribution", (run[0].start, run[-1].end), None, material=True)
        number = max(end, number + 1)


def _told_whom(pairing: Pairing, bead: Bead) -> Iterator[Alteration]:
    """`she told the Wire` that became `she said`: to whom it was said is how the words came."""
    for number in range(bead.left[0], bead.left[1] - 1):
        facing = pairing.right_of[number]
        if pairing.left[number].key != "told" or facing is None or pairing.right[facing].key not in {"said", "says"}:
            continue
        end = number + 1
        while end < bead.left[1] and pairing.left[end].kind == "name" and pairing.right_of[end] is None:
            end += 1
        if end > number + 1:
            a = (pairing.left[number].start, pairing.left[end - 1].end)
            yield pairing.alteration(
                "dropped_attribution", a, (pairing.right[facing].start, pairing.right[facing].end), material=True
            )


def negation_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """A negation of the source that the copy's sentence has no like of."""
    for bead in pairing.beads:
        left = [n for n in range(*bead.left) if pairing.left[n].key in _NEGATIONS]
        right = [n for n in range(*bead.right) if pairing.right[n].key in _NEGATIONS]
        if len(left) <= len(right):
            continue
        for number in left:
            facing = pairing.right_of[number]
            if facing is None or pairing.right[facing].key in _NEGATIONS or pairing.right[facing].kind == "mark":
                continue
            token, other = pairing.left[number], pairing.right[facing]
            yield pairing.alteration("negation", (token.start, token.end), (other.start, other.end), material=True)
            break
