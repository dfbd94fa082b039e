"""Who said it: attributions that the copy cut out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.lemmas import stem

# Verbs of saying and their kin: a sentence that loses its last one states as a fact what was said.
CUES = frozenset(
    "said says say saying told tells telling according reported reports reporting announced announces stated states"
    " wrote writes added adds claimed claims argued argues warned warns confirmed confirms declared declares quoted"
    " insisted insists suggested suggests estimated estimates explained explains described describes called calls"
    " recalled noted notes expressed expresses professed proclaims proclaimed articulated uttered apprised informed"
    " mentioned commented remarked disclosed revealed asserted alleged conveyed advised cited".split()
)
# Those of them that tell of speech wherever they stand; one may call for an election, describe an arc, note a fall.
_SAYING = CUES - frozenset("called calls described describes noted notes expressed expresses cited conveyed".split())
_SPEAKERS = frozenset("he she it they we i who".split())
_DETERMINERS = frozenset("the a an its his her their".split())
_AROUND = 15
"""So many words before and behind an aligned stretch may hold what a rewording moved out of it."""
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
    """Runs of words without a counterpart that hold a verb of saying and leave most of their sentence standing.

    Rewording moves them within and out of a sentence, and names the speaker otherwise, so that there the speaker's
    words must be gone from the copy, and be more than a pronoun.
    """
    number = bead.left[0]
    while number < bead.left[1]:
        end = number
        while end < bead.left[1] and pairing.right_of[end] is None:
            end += 1
        first, last = _phrase(pairing, bead, number, end)
        run = pairing.left[first:last]
        if 2 <= len(run) <= _LONGEST and any(token.key in _SAYING for token in run):
            reworded = pairing.kind not in _KEPT_IN_WORDS
            if _silenced(pairing, bead, run) if reworded else any(map(_may_say, run)):
                yield pairing.alteration("dropped_attribution", (run[0].start, run[-1].end), None, material=True)
        number = max(last, end, number + 1)


_LONGEST = 14
"""Words of the longest attribution; a longer run without a counterpart is a clause of its own."""


def _phrase(pairing: Pairing, bead: Bead, first: int, last: int) -> Range:
    """A run of token numbers; one that opens with `according to` goes on to the next mark, whatever its words face."""
    heads = [n for n in range(first, last) if pairing.left[n].key == "according"]
    if not heads or pairing.kind in _KEPT_IN_WORDS:
        return first, last
    end = heads[0] + 1
    while end < bead.left[1] and pairing.left[end].kind != "mark":
        end += 1
    return heads[0], end


def _silenced(pairing: Pairing, bead: Bead, run: Sequence[Token]) -> bool:
    """Whether an attribution names a speaker of whom the copy says nothing around that place."""
    first, last = max(0, bead.right[0] - _AROUND), bead.right[1] + _AROUND
    there = {stem(token.key) for token in pairing.right[first:last]}
    named = {stem(key) for key in _speaker(run)}
    return bool(named) and named.isdisjoint(there)


def _speaker(run: Sequence[Token]) -> list[str]:
    """The words of a run that say who speaks: those right before a verb of saying or behind it, or after `to`."""
    found: list[Token] = []
    for number, token in enumerate(run):
        if token.key not in _SAYING:
            continue
        before = list(takewhile(_names_somebody, reversed(run[:number])))
        behind = list(run[number + 1 :])
        if token.key == "according" or (behind and behind[0].key in _DETERMINERS):
            behind = behind[1:]
        behind = list(dropwhile(lambda one: one.key in _DETERMINERS, behind))
        found += [*before, *takewhile(_names_somebody, behind)]
    return [token.key for token in found]


def _may_say(token: Token) -> bool:
    return token.key in _SPEAKERS or (token.kind in {"name", "word", "number"} and token.key not in CUES)


def _names_somebody(token: Token) -> bool:
    return token.kind in {"name", "word"} and token.key not in CUES


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
