"""Terms that a spun copy calls by several other words: a reader can no longer tell that they are one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.sources import CUES
from copydesk.copies.altered.tokens import Token
from copydesk.copies.altered.units import PEOPLE
from copydesk.copies.collocations import phrasing
from copydesk.records import Alteration
from copydesk.text.lemmas import stem

_SHORTEST = 4
"""Letters. Shorter words have too many senses to be one term."""
_BROKEN = 1.5
"""One rendering of a lost term is thirty times rarer in its place than the term was: in the newsroom, renderings of
which none is are synonyms that a reader takes for one thing."""
_SAY = frozenset("say says said saying tell tells told telling".split())


def term_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Every place where a word of the source that the copy renders in several ways was replaced; material.

    A thesaurus applied word by word picks anew each time (security: shelter, coverage, safeguards), which no editor and
    no translator does, and breaks what words go together. Synonyms that all read well (growth: expansion, development)
    are no loss. Known as tortured phrases: Cabanac, Labbé and Magazinov, arXiv:2107.06751 (2021).
    """
    if pairing.kind != "spun":
        return
    replaced: dict[str, list[tuple[int, int]]] = {}
    for number, token in enumerate(pairing.left):
        other = _replacement(pairing, number)
        if _may_be_term(token) and other is not None:
            replaced.setdefault(token.key, []).append((number, other))
    for places in replaced.values():
        if not any(_rarer(pairing, *place) >= _BROKEN for place in places):
            continue
        sure = [place for place in places if _beside(pairing, *place, -1) or _beside(pairing, *place, 1)]
        if _renderings(pairing, places) > pairing.settings.least_renderings:
            yield from (_told(pairing, *place) for place in places if not _says(pairing, *place))
        elif _renderings(pairing, sure) >= pairing.settings.least_renderings:
            yield from (_told(pairing, *place) for place in sure if not _says(pairing, *place))


def _says(pairing: Pairing, number: int, other: int) -> bool:
    """Whether a verb of saying stands for `said`, as it does in any rewording."""
    return pairing.left[number].key in _SAY and pairing.right[other].key in CUES


def _may_be_term(token: Token) -> bool:
    return token.kind == "word" and len(token.key) >= _SHORTEST and token.key not in PEOPLE


def _renderings(pairing: Pairing, places: Sequence[tuple[int, int]]) -> int:
    """By how many different words a word was replaced; forms of one word are one."""
    return len({stem(pairing.right[other].key) for _, other in places})


def _replacement(pairing: Pairing, number: int) -> int | None:
    """The word of the copy that stands for a word of the source, if it is another one."""
    other = pairing.right_of[number]
    if other is None or pairing.right[other].kind not in {"word", "name"}:
        return None
    likeness = Indel.normalized_similarity(pairing.left[number].key, pairing.right[other].key)
    if likeness >= pairing.settings.name_facing_alike:
        return None
    return other


def _rarer(pairing: Pairing, number: int, other: int) -> float:
    """How much rarer a word of the copy is between its neighbours than the one it replaces was, in powers of ten."""
    return _usual(pairing.left, number) - _usual(pairing.right, other)


def _usual(row: Sequence[Token], number: int) -> float:
    """How usual a word is between its neighbours: log10 of the likelihood of both pairs together."""
    beside = row[max(0, number - 1) : number + 2]
    return float(phrasing([token.key for token in beside if token.kind != "mark"]).likely.sum())


def _beside(pairing: Pairing, number: int, other: int, step: int) -> bool:
    """Whether the next token on one side is kept, and is the next token of the copy too."""
    near, far = number + step, other + step
    if not (0 <= near < len(pairing.left) and 0 <= far < len(pairing.right)):
        return False
    return pairing.right_of[near] == far and pairing.left[near].key == pairing.right[far].key


def _told(pairing: Pairing, number: int, other: int) -> Alteration:
    left, right = pairing.left[number], pairing.right[other]
    return pairing.alteration("wording", (left.start, left.end), (right.start, right.end), material=True)
