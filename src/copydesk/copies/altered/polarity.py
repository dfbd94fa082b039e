"""Whether it was so: negations that a copy put in, left out or made another word, and words put for their opposites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from copydesk.copies.altered.pairing import Bead, Pairing
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.lemmas import stem

_NEGATIONS = frozenset("not no never none nobody nothing neither nor cannot nowhere".split())
# These say no as well, so that a sentence with one of them has kept its sense; by themselves they come and go.
_LIKE_NEGATIONS = frozenset("without unable nought naught zero nil".split())
# Verbs by which, before `to`, something was not done.
_FAILING = frozenset("fail fails failed failing refuse refuses refused refusing decline declines declined".split())
_AUXILIARIES = frozenset(
    "is are was were be been being am has have had do does did will would shall should can could may might must".split()
)
# General English, a line a pair of poles: words that news puts for one another stand on one side.
_OPPOSITES = """
confirm admit acknowledge | deny
accept approve adopt | reject refuse
allow permit | ban prohibit forbid bar
support back favour endorse | oppose
win | lose
rise increase climb grow gain | fall drop decline decrease shrink
raise lift | lower cut reduce
guilty | innocent
convict | acquit
alive | dead
succeed | fail
always | never
more | less fewer
most | least
above | below
highest | lowest
largest biggest greatest | smallest
better | worse
best | worst
safe | dangerous
"""
_SIDE: dict[str, tuple[int, int]] = {}
for _number, _line in enumerate(_OPPOSITES.strip().split("\n")):
    for _pole, _words in enumerate(_line.split("|")):
        _SIDE.update({stem(_word): (_number, _pole) for _word in _words.split()})
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# Words that such a syllable opens without turning the rest round.
_NO_PREFIX = frozenset(
    "valuable flammable form come vest vests vent side deed crease creased tent tend stead still press pressed port"
    " ported prove proved plant pose posed part pact play cover covered close closed miss missed tract charge charged"
    " less rest vested vented side stall stalled spire spired quest jury dent habit habited patient stance".split()
)
_KEPT_IN_WORDS = frozenset({"verbatim", "edited", "partial"})


def negation_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """A negation that stands on one side alone, or a word put for its opposite; both together say the same again."""
    for bead in pairing.beads:
        left = [n for n in range(*bead.left) if _negates(pairing.left, n)]
        right = [n for n in range(*bead.right) if _negates(pairing.right, n)]
        turned = list(_turned(pairing, bead))
        if turned:
            if len(left) == len(right):
                yield from turned
        elif len(left) > len(right):
            found = [place for n in left if (place := _without_like(pairing, n, pairing.right_of, pairing.right))]
            yield from (pairing.alteration("negation", *place, material=True) for place in found[:1])
        elif len(right) > len(left) and pairing.kind in _KEPT_IN_WORDS:
            back = [place for n in right if (place := _without_like(pairing, n, pairing.left_of, pairing.left))]
            yield from (pairing.alteration("negation", b, a, material=True) for a, b in back[:1])


def _negates(row: Sequence[Token], number: int) -> bool:
    """Whether a token says that something is not so: `not`, `didn't`, `failed` before `to`."""
    key = row[number].key
    if key in _FAILING:
        return number + 1 < len(row) and row[number + 1].key == "to"
    return key in _NEGATIONS or key in _LIKE_NEGATIONS or key.endswith("n't")


def _without_like(
    pairing: Pairing, number: int, facing: Sequence[int | None], others: Sequence[Token]
) -> tuple[Range, Range] | None:
    """The places of a negation and of what stands in its stead, where that is no negation; None where it is one.

    A negation that was cut out, or put in, stands between words that face neighbours; both places then begin with an
    auxiliary that was kept and end with the word that is negated. In a text that keeps its words, a word beside it must
    have been kept.
    """
    own = pairing.left if others is pairing.right else pairing.right
    token, face = own[number], facing[number]
    if token.key in _LIKE_NEGATIONS:
        return None
    behind = number + (2 if token.key in _FAILING else 1)
    kept = [n for n in (number - 1, behind) if 0 <= n < len(own) and _same(own, others, n, facing[n])]
    if face is not None and pairing.kind != "translated":
        other = others[face]
        if _negates(others, face) or other.kind == "mark" or (pairing.kind != "spun" and not kept):
            return None
        if token.key not in _FAILING:
            return (token.start, token.end), (other.start, other.end)
    if not kept or not 0 < number < len(own) - 1 or behind >= len(own):
        return None
    before = number - 1
    if facing[before] is None and before > 0 and own[before].key in _AUXILIARIES:
        before -= 1  # did not report, reported
    first, last = facing[before], facing[behind]
    if pairing.kind == "translated" and behind in kept and last is not None:
        return (token.start, own[behind].end), (others[last].start, others[last].end)
    if first is None or last is None or last - first != 1:
        return None
    with_verb = number - 1 in kept and own[number - 1].key in _AUXILIARIES
    start = own[number - 1].start if with_verb or before < number - 1 else token.start
    return (start, own[behind].end), (others[first if with_verb else last].start, others[last].end)


def _same(own: Sequence[Token], others: Sequence[Token], number: int, face: int | None) -> bool:
    """Whether a word faces itself, be it in another form: `find` and `found`."""
    return face is not None and (others[face].key == own[number].key or stem(others[face].key) == stem(own[number].key))


def _turned(pairing: Pairing, bead: Bead) -> Iterator[Alteration]:
    """Words of the source that face their opposites, where the copy's stretch has no like of them elsewhere."""
    said = {pairing.right[n].key for n in range(*bead.right)}
    for number in range(*bead.left):
        facing, word = pairing.right_of[number], pairing.left[number]
        if facing is None or word.key in said or word.kind not in {"word", "function"}:
            continue
        other = pairing.right[facing]
        if other.kind in {"word", "function"} and opposite(word.key, other.key):
            yield pairing.alteration("negation", (word.start, word.end), (other.start, other.end), material=True)


# Words of one pair of texts that face each other; 1 MB.
@lru_cache(maxsize=4_096)
def opposite(one: str, other: str) -> bool:
    """Whether two words say the contrary of each other: `deny`, `confirm`; `safe`, `unsafe`; `careful`, `careless`."""
    short, long = sorted((one, other), key=len)
    if short not in _NO_PREFIX and len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES):
        return True
    if long.endswith("less") and len(long) > 7 and short in {long[:-4], f"{long[:-4]}ful"}:
        return True
    mine, theirs = _SIDE.get(stem(one)), _SIDE.get(stem(other))
    return mine is not None and theirs is not None and mine[0] == theirs[0] and mine[1] != theirs[1]
