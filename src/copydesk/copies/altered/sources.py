"""Who said it, and whether it was so: attributions that the copy cut out, negations that it put in or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.copies.altered.tokens import Token
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
    "not no never none nobody nothing neither nor cannot cant can't don't doesn't didn't won't wouldn't isn't"
    " aren't wasn't weren't shouldn't couldn't haven't hasn't hadn't nowhere".split()
)

_SPEAKERS = frozenset("he she it they we i who".split())
_KEPT_IN_WORDS = frozenset({"verbatim", "edited", "partial"})


def source_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Attributions that were cut out of a sentence the copy keeps.

    Reworded texts lose verbs of saying to other words and to other sentences, so there all of them must be gone.
    """
    for bead in pairing.beads:
        mine = sum(token.key in CUES for token in pairing.left[slice(*bead.left)])
        theirs = sum(token.key in CUES for token in pairing.right[slice(*bead.right)])
        if mine > theirs and (pairing.kind in _KEPT_IN_WORDS or not theirs):
            yield from _cut(pairing, bead)
        yield from _told_whom(pairing, bead)


def _cut(pairing: Pairing, bead: Bead) -> Iterator[Alteration]:
    """Runs of words without a counterpart that hold a verb of saying and leave most of their sentence standing."""
    number = bead.left[0]
    while number < bead.left[1]:
        end = number
        while end < bead.left[1] and pairing.right_of[end] is None:
            end += 1
        run = pairing.left[number:end]
        if 2 <= len(run) <= 14 and any(token.key in CUES for token in run) and any(_may_say(token) for token in run):
            yield pairing.alteration("dropped_attribution", (run[0].start, run[-1].end), None, material=True)
        number = max(end, number + 1)


def _may_say(token: Token) -> bool:
    return token.key in _SPEAKERS or (token.kind in {"name", "word", "number"} and token.key not in CUES)


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
    """A negation that stands on one side alone: cut out, put in, or made another word."""
    for bead in pairing.beads:
        left = [n for n in range(*bead.left) if pairing.left[n].key in _NEGATIONS]
        right = [n for n in range(*bead.right) if pairing.right[n].key in _NEGATIONS]
        if len(left) > len(right):
            found = [place for n in left if (place := _without_like(pairing, n, pairing.right_of, pairing.right))]
            yield from (pairing.alteration("negation", *place, material=True) for place in found[:1])
        if len(right) > len(left) and pairing.kind in _KEPT_IN_WORDS:
            back = [place for n in right if (place := _without_like(pairing, n, pairing.left_of, pairing.left))]
            yield from (pairing.alteration("negation", b, a, material=True) for a, b in back[:1])


def _without_like(
    pairing: Pairing, number: int, facing: Sequence[int | None], others: Sequence[Token]
) -> tuple[Range, Range] | None:
    """The places of a negation and of what stands in its stead, where that is no negation; None where it is one.

    A negation that was cut out, or put in, stands between words that face neighbours: what is given for the other side
    is the word that follows. In a text that keeps its words, the words beside it must have been kept.
    """
    own = pairing.left if others is pairing.right else pairing.right
    token, face = own[number], facing[number]
    beside = [n for n in (number - 1, number + 1) if 0 <= n < len(own)]
    kept = [n for n in beside if (m := facing[n]) is not None and others[m].key == own[n].key]
    if face is not None and pairing.kind != "translated":
        other = others[face]
        if other.key in _NEGATIONS or other.kind == "mark" or (pairing.kind != "spun" and not kept):
            return None
        return (token.start, token.end), (other.start, other.end)
    if face is not None or len(kept) < 2:
        return None
    before, behind = facing[kept[0]], facing[kept[1]]
    if before is None or behind is None or behind - before != 1:
        return None
    return (token.start, own[number + 1].end), (others[behind].start, others[behind].end)
