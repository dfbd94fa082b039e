"""Which of two texts was made from the other: what one pair alone says, each cue with its weight.

Weights are log-odds that the second text was made from the first. Dates and credits speak for any copy; damage (lost
accents, broken phrases, names turned into common words) for reworded ones; length alone is no evidence, but a text that
holds nothing the other has not, and less, was cut. Nothing here knows a third text: that is the family's part.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from copydesk.copies.align import read
from copydesk.records import Article, CopyKind, Evidence, Passage, Published
from copydesk.text.normal import fold, straighten, unaccent
from copydesk.text.words import Word

# Log-odds of the cues. A cue that a careless page can give by chance stays under 1, so that it takes two of them.
_DATE = 2.2
_NAMED_AS_SOURCE = 3.0
_OWN_NAME_IN_TEXT = 2.5
_SIGNED = 0.9
_EACH_ACCENT = 0.7
_EACH_BREAK = 0.6
_EACH_MISFIT = 0.5
_EACH_COMMON_NAME = 0.4
_EACH_SALES_WORD = 0.7
_EACH_AT_HOME = 0.15
_CUT = 1.2
_MOST = 2.5
# Shares of a text in passages: nothing of its own, and something that the other has not.
_ALL = 0.97
_NOT_ALL = 0.93

_CREDIT_BLOCKS = frozenset({"credit", "byline", "dateline", "standfirst"})
# A phrase whose middle was taken out, alternatives of a spinner left standing, a word said twice.
_BROKEN = re.compile(
    r"\b(?:in|of|on|since|from|until|by|the|a|an|for|with|at) ?[,;](?= )"
    r"|\b(?:in|of|from|until|for|with|at|the|a|an) ?\.(?=\s|$)"
    r"|\{[^{}\n|]{0,60}\|[^{}\n]{0,60}\}"
    r"|\b(the|a|an|of|in|to|for|and|is|was|their|its) \1\b"
)
# `a` before a vowel and `an` before a consonant, sounds that are not written left out (hour, one, university).
_MISFIT = re.compile(
    r"\ba (?=[aeio](?!ne\b|nce\b|u))(?!one|euro|ewe)\w{2,}|\ba (?=un(?!i|anim))\w{3,}"
    r"|\ban (?=[bcdfgjklmnpqrstvwyz])[a-z]{3,}"
)
# Words of the sale of things, which have no place in a report: a closed list.
_SALES = frozenset(
    "buy cheap cheapest discount coupon coupons promo bonus casino betting slots lottery crypto bitcoin loan loans"
    " payday prescription pills viagra online overnight deals sale sales shop shopping download click subscribe free"
    " shipping code codes review reviews near me best top price prices quote quotes dating singles insurance seo"
    " affordable wholesale replica giveaway tickets rental booking hosting vpn mortgage refinance tips tricks".split()
)
# Two such words stand this near to each other in an insertion; a report on loans or prices has them far apart.
_SALES_REACH = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """Evidence of direction: positive when the second article was made from the first."""

    weight: float
    evidence: Evidence


def lean_of(cues: Sequence[Cue]) -> float:
    """The log-odds that the second article was made from the first, all cues together."""
    return sum(cue.weight for cue in cues)


def cues_of(left: Article, right: Article, passages: Sequence[Passage], kind: CopyKind) -> tuple[Cue, ...]:
    """What this pair says of direction, strongest first. Turning the pair round turns the weights and nothing else."""
    parts = _Side(left, [passage.a for passage in passages]), _Side(right, [passage.b for passage in passages])
    found = [cue for one in _CUES for cue in one(*parts, kind)]
    return tuple(sorted(found, key=lambda cue: (-abs(cue.weight), cue.evidence.kind, cue.evidence.text)))


class _Side:
    """One article of a pair and the parts of it that stand in the other."""

    def __init__(self, article: Article, stretches: Sequence[tuple[int, int]]) -> None:
        self.article = article
        self.stretches = stretches
        self.shared = "\n".join(article.text[slice(*stretch)] for stretch in sorted(stretches))
        self.share = len(self.shared) / max(1, len(article.text))
        self.reading = read(article.text)
        self.words = {word.text for word in self.reading.words}
        self.lower = {word for word in self.words if word[:1].islower()}

    def capitals(self) -> list[Word]:
        """The capitalised words that open no sentence."""
        opening = {sentence.first for sentence in self.reading.sentences}
        found = enumerate(self.reading.words)
        return [word for place, word in found if word.text[:1].isupper() and place not in opening]

    def names_at_home(self) -> list[str]:
        """The names of the shared passages, once for every time that they stand in the rest of the text."""
        inside: list[str] = []
        outside: list[str] = []
        for word in self.capitals():
            held = any(start <= word.start < end for start, end in self.stretches)
            (inside if held else outside).append(word.text)
        return [name for name in outside if name in set(inside)]

    @property
    def label(self) -> str:
        """What a reader knows the article by."""
        return self.article.outlet or self.article.title or self.article.source


def _dates(left: _Side, right: _Side, _: CopyKind) -> Iterator[Cue]:
    first, second = left.article.published, right.article.published
    if first is None or second is None or not (first.high < second.low or second.high < first.low):
        return
    sign = 1.0 if first.high < second.low else -1.0
    weight = _DATE * min(first.confidence, second.confidence)
    early, late = (left, right) if sign > 0 else (right, left)
    told = f"{early.label} dates it {_days(early)}, {late.label} {_days(late)}"
    yield Cue(sign * weight, Evidence(kind="date", text=told))


def _days(side: _Side) -> str:
    published = side.article.published
    assert isinstance(published, Published)
    same = published.low == published.high
    days = f"{published.low}" if same else f"between {published.low} and {published.high}"
    return f"{days} ({published.basis})"


def _credits(left: _Side, right: _Side, kind: CopyKind) -> Iterator[Cue]:
    for sign, source, taker in ((1.0, left, right), (-1.0, right, left)):
        outlet = fold(source.article.outlet or "")
        if len(outlet) < _SHORTEST_OUTLET or outlet == fold(taker.article.outlet or ""):
            continue
        if _holds(_credit_of(taker.article), outlet):
            told = f"the page of {taker.label} names {source.label} as a source"
            yield Cue(sign * _NAMED_AS_SOURCE, Evidence(kind="credit", text=told))
        elif _holds(fold(source.shared), outlet) or _holds(fold(taker.shared), outlet):
            told = f"the shared text itself names {source.label}"
            yield Cue(sign * _OWN_NAME_IN_TEXT, Evidence(kind="credit", text=told))
    if kind != "partial":
        yield from _signed(left, right)


_SHORTEST_OUTLET = 4


def _holds(text: str, outlet: str) -> bool:
    return re.search(rf"\b{re.escape(outlet.removeprefix('the '))}\b", text) is not None


def _credit_of(article: Article) -> str:
    lines = [block.text for block in article.blocks if block.kind in _CREDIT_BLOCKS]
    return fold(" ".join([article.credited_to or "", *lines]))


def _signed(left: _Side, right: _Side) -> Iterator[Cue]:
    """A text that says who wrote it and where is nearer its source than one without."""
    marks = [(side.article.dateline is not None) + bool(side.article.byline) for side in (left, right)]
    if marks[0] == marks[1]:
        return
    signed, other = (left, right) if marks[0] > marks[1] else (right, left)
    sign = 1.0 if signed is left else -1.0
    told = f"{signed.label} carries {_marks(signed.article)}, {other.label} {_marks(other.article)}"
    yield Cue(sign * _SIGNED * abs(marks[0] - marks[1]), Evidence(kind="credit", text=told))


def _marks(article: Article) -> str:
    byline = f"the byline {', '.join(article.byline)}" if article.byline else ""
    dateline = f"the dateline {article.dateline}" if article.dateline else ""
    return " and ".join(mark for mark in (byline, dateline) if mark) or "neither byline nor dateline"


def _counted(
    left: _Side, right: _Side, found: Sequence[Sequence[str]], *, each: float, told: tuple[str, str]
) -> Iterator[Cue]:
    """A cue from the faults found on either side: the text with more of them is the copy."""
    surplus = len(found[1]) - len(found[0])
    if not surplus:
        return
    side, faults = (right, found[1]) if surplus > 0 else (left, found[0])
    shown = ", ".join(f"“{fault}”" for fault in sorted(set(faults))[:3])
    weight = min(_MOST, each * abs(surplus)) * (1.0 if surplus > 0 else -1.0)
    yield Cue(weight, Evidence(kind=told[0], text=f"{side.label} {told[1]}: {shown}"))


def _accents(left: _Side, right: _Side, _: CopyKind) -> Iterator[Cue]:
    lost = [_lost_accents(right, left), _lost_accents(left, right)]
    yield from _counted(left, right, lost, each=_EACH_ACCENT, told=("corruption", "has words without their accents"))


def _lost_accents(whole: _Side, other: _Side) -> list[str]:
    """The words with accents of one text that the other has without any."""
    return [
        word
        for word in whole.words
        if (bare := unaccent(word)) != word and word not in other.words and bare in other.words
    ]


def _breaks(left: _Side, right: _Side, _: CopyKind) -> Iterator[Cue]:
    found = [[match.group().strip() for match in _BROKEN.finditer(side.shared)] for side in (left, right)]
    yield from _counted(left, right, found, each=_EACH_BREAK, told=("corruption", "has broken phrases"))


def _misfits(left: _Side, right: _Side, _: CopyKind) -> Iterator[Cue]:
    found = [[match.group() for match in _MISFIT.finditer(straighten(side.shared))] for side in (left, right)]
    yield from _counted(
        left, right, found, each=_EACH_MISFIT, told=("collocation", "has words that do not go together")
    )


def _common_names(left: _Side, right: _Side, kind: CopyKind) -> Iterator[Cue]:
    if kind not in {"spun", "translated"}:
        return
    found = [_common(left, right), _common(right, left)]
    yield from _counted(
        left, right, found, each=_EACH_COMMON_NAME, told=("corruption", "has common words in the place of names")
    )


def _common(side: _Side, other: _Side) -> list[str]:
    """Capitalised words inside sentences that the other text has not, and that stand in small letters as well."""
    inside = {word.text for word in side.capitals()}
    small = side.lower | other.lower
    return [word for word in inside if word not in other.words and word.lower() in small]


def _sales(left: _Side, right: _Side, _: CopyKind) -> Iterator[Cue]:
    found = [_offers(left, right), _offers(right, left)]
    told = ("insertion", "has words of a sale close together")
    yield from _counted(left, right, found, each=_EACH_SALES_WORD, told=told)


def _offers(side: _Side, other: _Side) -> list[str]:
    """Words of sale that the other text has not and that stand near another such word."""
    found = [word.text for word in side.reading.words]
    places = [place for place, word in enumerate(found) if word in _SALES and word not in other.words]
    near = {place for one, two in pairwise(places) if two - one <= _SALES_REACH for place in (one, two)}
    return [found[place] for place in sorted(near)]


def _at_home(left: _Side, right: _Side, kind: CopyKind) -> Iterator[Cue]:
    """Names of an embedded passage run through the text it comes from; in the text that took it they stand alone."""
    if kind != "partial":
        return
    found = [left.names_at_home(), right.names_at_home()]
    surplus = len(found[0]) - len(found[1])
    if not surplus:
        return
    home, taker = (left, right) if surplus > 0 else (right, left)
    told = f"names of the shared passages recur in the rest of {home.label} {max(map(len, found))} times, in that of"
    weight = math.copysign(min(_CUT, _EACH_AT_HOME * abs(surplus)), surplus)
    yield Cue(weight, Evidence(kind="insertion", text=f"{told} {taker.label} {min(map(len, found))} times"))


def _cuts(left: _Side, right: _Side, kind: CopyKind) -> Iterator[Cue]:
    if kind == "partial":
        return
    for sign, whole, cut in ((1.0, left, right), (-1.0, right, left)):
        if cut.share >= _ALL and whole.share < _NOT_ALL:
            told = f"{cut.label} has nothing that {whole.label} has not, and lacks {1 - whole.share:.0%} of its text"
            yield Cue(sign * _CUT, Evidence(kind="truncation", text=told))


_CUES: tuple[Callable[[_Side, _Side, CopyKind], Iterator[Cue]], ...] = (
    _dates,
    _credits,
    _accents,
    _breaks,
    _misfits,
    _common_names,
    _sales,
    _at_home,
    _cuts,
)
