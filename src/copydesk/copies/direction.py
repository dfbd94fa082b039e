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
from functools import partial

from copydesk.copies.align import read
from copydesk.copies.altered.spam import spam_runs
from copydesk.copies.altered.tokens import tokens
from copydesk.records import Article, CopyKind, Evidence, Passage, Published
from copydesk.settings import CopySettings, CueWeights
from copydesk.text.normal import fold, straighten, unaccent
from copydesk.text.words import Word

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


# Characters of a fault that evidence shows.
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Cue:
    """Evidence of direction: positive when the second article was made from the first."""

    weight: float
    evidence: Evidence


def lean_of(cues: Sequence[Cue]) -> float:
    """The log-odds that the second article was made from the first, all cues together."""
    return sum(cue.weight for cue in cues)


def cues_of(
    left: Article, right: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Cue, ...]:
    """What this pair says of direction, strongest first. Turning the pair round turns the weights and nothing else."""
    if kind == "quotes_only":
        return ()
    sides = (
        _Side(left, [passage.a for passage in passages], _label(left, right)),
        _Side(right, [passage.b for passage in passages], _label(right, left)),
    )
    pair = _Pair(*sides, kind, settings.cues, settings.least_advert_weight)
    found = [cue for cues in _CUES for cue in cues(pair)]
    return tuple(sorted(found, key=lambda cue: (-abs(cue.weight), cue.evidence.kind, cue.evidence.text)))


class _Side:
    """One article of a pair, the parts of it that stand in the other, and what a reader knows it by."""

    def __init__(self, article: Article, stretches: Sequence[tuple[int, int]], label: str) -> None:
        self.article = article
        self.label = label
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


def _label(article: Article, other: Article) -> str:
    """The first of outlet, title and source that an article has and does not share with the other."""
    names = ((article.outlet, other.outlet), (article.title, other.title))
    return next((mine for mine, theirs in names if mine and mine != theirs), article.source)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two articles, the kind of copy they make, what each cue weighs, and from which weight words are an advert."""

    left: _Side
    right: _Side
    kind: CopyKind
    weights: CueWeights
    least_advert_weight: float

    @property
    def ways(self) -> tuple[tuple[float, _Side, _Side], ...]:
        """Both ways round, with the sign of the first being the source: sign, first, second."""
        return (1.0, self.left, self.right), (-1.0, self.right, self.left)


def _dates(pair: _Pair) -> Iterator[Cue]:
    left, right = pair.left, pair.right
    first, second = left.article.published, right.article.published
    if first is None or second is None or not (first.high < second.low or second.high < first.low):
        return
    sign = 1.0 if first.high < second.low else -1.0
    weight = pair.weights.date * min(first.confidence, second.confidence)
    early, late = (left, right) if sign > 0 else (right, left)
    told = f"{early.label} dates it {_days(early)}, {late.label} {_days(late)}"
    yield Cue(sign * weight, Evidence(kind="date", text=told))


def _days(side: _Side) -> str:
    published = side.article.published
    assert isinstance(published, Published)
    same = published.low == published.high
    days = f"{published.low}" if same else f"between {published.low} and {published.high}"
    return f"{days} ({published.basis})"


def _credits(pair: _Pair) -> Iterator[Cue]:
    for sign, source, taker in pair.ways:
        outlet = source.article.outlet
        if outlet is None or fold(outlet) == fold(taker.article.outlet or ""):
            continue
        if _names(_credit_of(taker.article), outlet):
            told = f"the page of {taker.label} names {source.label} as a source"
            yield Cue(sign * pair.weights.named_as_source, Evidence(kind="credit", text=told))
        elif _names(f"{source.shared}\n{taker.shared}", outlet):
            told = f"the shared text itself names {source.label}"
            yield Cue(sign * pair.weights.own_name_in_text, Evidence(kind="credit", text=told))


def _names(text: str, outlet: str) -> bool:
    """Whether a text names an outlet: as it is written, and not by a word that the text uses as a common one."""
    name = straighten(outlet).removeprefix("The ").removeprefix("the ")
    plain = straighten(text)
    if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
        return False
    return " " in name or not re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", plain)


def _credit_of(article: Article) -> str:
    lines = [block.text for block in article.blocks if block.kind in _CREDIT_BLOCKS]
    return "\n".join([article.credited_to or "", *lines])


def _signed(pair: _Pair) -> Iterator[Cue]:
    """A text that says who wrote it and where is nearer its source than one without."""
    for sign, signed, other in pair.ways if pair.kind != "partial" else ():
        more = _marks_of(signed.article) - _marks_of(other.article)
        if more > 0:
            told = f"{signed.label} carries {_marks(signed.article)}, {other.label} {_marks(other.article)}"
            yield Cue(sign * more * pair.weights.signed, Evidence(kind="credit", text=told))


def _marks_of(article: Article) -> int:
    return (article.dateline is not None) + bool(article.byline)


def _marks(article: Article) -> str:
    byline = f"the byline {', '.join(article.byline)}" if article.byline else ""
    dateline = f"the dateline {article.dateline}" if article.dateline else ""
    return " and ".join(mark for mark in (byline, dateline) if mark) or "neither byline nor dateline"


def _counted(pair: _Pair, faults: Callable[[_Side, _Side], list[str]], each: float, told: str) -> Iterator[Cue]:
    """A cue from the faults of either side: the text with more of them is the copy. `told` is kind and statement."""
    found = faults(pair.left, pair.right), faults(pair.right, pair.left)
    surplus = len(found[1]) - len(found[0])
    if not surplus:
        return
    side, shown = (pair.right, found[1]) if surplus > 0 else (pair.left, found[0])
    kind, statement = told.split(": ")
    listed = ", ".join(f"“{fault[:_LONGEST_SHOWN]}”" for fault in sorted(set(shown))[:3])
    weight = math.copysign(min(pair.weights.most_counted, each * abs(surplus)), surplus)
    yield Cue(weight, Evidence(kind=kind, text=f"{side.label} {statement}: {listed}"))


def _accents(pair: _Pair) -> Iterator[Cue]:
    yield from _counted(pair, _lost_accents, pair.weights.accent, "corruption: has words without their accents")


def _lost_accents(side: _Side, other: _Side) -> list[str]:
    """The words that stand in the other text with accents and here without any."""
    marked = (word for word in other.words if word not in side.words)
    return [bare for word in marked if (bare := unaccent(word)) != word and bare in side.words]


def _breaks(pair: _Pair) -> Iterator[Cue]:
    yield from _counted(pair, _broken, pair.weights.broken, "corruption: has broken phrases")


def _broken(side: _Side, _: _Side) -> list[str]:
    return [match.group().strip() for match in _BROKEN.finditer(side.shared)]


def _misfits(pair: _Pair) -> Iterator[Cue]:
    yield from _counted(pair, _misfit, pair.weights.misfit, "collocation: has words that do not go together")


def _misfit(side: _Side, _: _Side) -> list[str]:
    return [match.group() for match in _MISFIT.finditer(straighten(side.shared))]


def _common_names(pair: _Pair) -> Iterator[Cue]:
    if pair.kind in {"spun", "translated"}:
        told = "corruption: has common words in the place of names"
        yield from _counted(pair, _common, pair.weights.common_name, told)


def _common(side: _Side, other: _Side) -> list[str]:
    """Capitalised words inside sentences that the other text has not, and that stand in small letters as well."""
    small = side.lower | other.lower
    inside = {word.text for word in side.capitals()}
    return [word for word in inside if word not in other.words and word.lower() in small]


def _adverts(pair: _Pair) -> Iterator[Cue]:
    told = "insertion: has what reads as advertising"
    yield from _counted(pair, partial(_offers, pair.least_advert_weight), pair.weights.advert, told)


def _offers(least: float, side: _Side, other: _Side) -> list[str]:
    """Runs of words of the advertising trade that the other text has not."""
    row = tokens(side.article.text).all
    known = {token.key for token in tokens(other.article.text).all}
    fresh = [token.key not in known for token in row]
    runs = spam_runs(row, fresh, None, least=least)
    return [side.article.text[row[first].start : row[last - 1].end] for first, last in runs]


def _at_home(pair: _Pair) -> Iterator[Cue]:
    """Names of an embedded passage run through the text it comes from; in the text that took it they stand alone."""
    for sign, home, taker in pair.ways if pair.kind == "partial" else ():
        times = len(home.names_at_home()), len(taker.names_at_home())
        if times[0] > times[1]:
            weight = min(pair.weights.cut, pair.weights.name_at_home * (times[0] - times[1]))
            told = f"names of the shared passages recur {times[0]} times in the rest of {home.label}, {times[1]} in"
            yield Cue(sign * weight, Evidence(kind="insertion", text=f"{told} that of {taker.label}"))


def _cuts(pair: _Pair) -> Iterator[Cue]:
    for sign, whole, cut in pair.ways if pair.kind != "partial" else ():
        if cut.share >= pair.weights.all_shared and whole.share < pair.weights.not_all_shared:
            told = f"{cut.label} has nothing that {whole.label} has not, and lacks {1 - whole.share:.0%} of its text"
            yield Cue(sign * pair.weights.cut, Evidence(kind="truncation", text=told))


_CUES: tuple[Callable[[_Pair], Iterator[Cue]], ...] = (
    _dates,
    _credits,
    _signed,
    _accents,
    _breaks,
    _misfits,
    _common_names,
    _adverts,
    _at_home,
    _cuts,
)
