"""What one pair of texts shows of direction: each cue with its amount and its words, not yet weighed.

Dates and credits speak for any copy; damage (lost accents, broken phrases, words that seldom go together, names turned
into common words) for reworded ones. Length alone is no evidence, but a text that holds nothing the other has not, and
less, was cut. That damage only ever adds up on the way down is the old rule of stemmatology (Maas, Textkritik, 1927):
a text that is sound where the other is corrupt was not made from it. Nothing here knows a third text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple

from copydesk.copies.altered.spam import spam_runs
from copydesk.copies.altered.tokens import tokens
from copydesk.copies.collocations import Phrasing, phrasing
from copydesk.copies.reading import read
from copydesk.records import Article, CopyKind, Passage, Published
from copydesk.settings import CopySettings
from copydesk.text.normal import fold, straighten, unaccent
from copydesk.text.remembering import remembered
from copydesk.text.sentences import Range
from copydesk.text.words import Word

_CREDIT_BLOCKS = frozenset({"credit", "byline", "dateline", "standfirst"})
_REWORDED = frozenset({"spun", "translated"})
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
# Characters of a fault that evidence shows, and how many faults.
_LONGEST_SHOWN, _MOST_SHOWN = 60, 3
# What the share of unseen pairs counts beside the mean log10 of likelihood: both then spread alike over spun copies.
_WEIGHT_OF_UNSEEN = 3.0


class Cue(NamedTuple):
    """A sign of direction: its name, how much of it there is, and what is told of it under a kind of the contract.

    The amount is positive when the second text was made from the first.
    """

    name: str
    amount: float
    kind: str
    text: str


def cues_of_pair(
    left: Article, right: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Cue, ...]:
    """The cues of a pair. Turning the pair round turns the amounts and nothing else."""
    sides = (
        _Side(left, tuple(passage.a for passage in passages), _label(left, right)),
        _Side(right, tuple(passage.b for passage in passages), _label(right, left)),
    )
    pair = _Pair(*sides, kind, settings)
    return tuple(cue for cues in (*_OF_PAGES, *_OF_TEXTS) for cue in cues(pair))


def cues_of_pages(left: Article, right: Article, *, settings: CopySettings) -> tuple[Cue, ...]:
    """What the pages of two articles with one text show of direction, the text itself not looked at."""
    sides = _Side(left, (), _label(left, right)), _Side(right, (), _label(right, left))
    return tuple(cue for cues in _OF_PAGES for cue in cues(_Pair(*sides, "verbatim", settings)))


@dataclass(frozen=True)
class _Surface:
    """What a text shows by itself: its words, its capitalised words inside sentences, faults with their places."""

    words: frozenset[str]
    lower: frozenset[str]
    accented: tuple[str, ...]
    capitals: tuple[Word, ...]
    broken: tuple[re.Match[str], ...]
    misfit: tuple[re.Match[str], ...]


# 8 bytes a letter, and 115 for phrases: 2 MB and 23 MB.
@remembered(letters=200_000)
def surface_of(text: str) -> _Surface:
    """The surface of a text."""
    reading = read(text)
    opening = {sentence.first for sentence in reading.sentences}
    words = frozenset(word.text for word in reading.words)
    return _Surface(
        words,
        frozenset(word for word in words if word[:1].islower()),
        () if text.isascii() else tuple(sorted(word for word in words if unaccent(word) != word)),
        tuple(word for at, word in enumerate(reading.words) if word.text[:1].isupper() and at not in opening),
        tuple(_BROKEN.finditer(text)),
        tuple(_MISFIT.finditer(straighten(text))),
    )


class _Phrases(NamedTuple):
    """The pairs of neighbouring words of a text in small letters, where each begins and ends, and how usual it is."""

    pairs: tuple[tuple[str, str], ...]
    places: tuple[Range, ...]
    usual: Phrasing


@remembered(letters=200_000)
def phrases_of(text: str) -> _Phrases:
    """The phrases of a text."""
    found = read(text).words
    small = [straighten(word.text).lower() for word in found]
    places = tuple((one.start, other.end) for one, other in pairwise(found))
    return _Phrases(tuple(pairwise(small)), places, phrasing(small))


class _Side:
    """One article of a pair, the parts of it that stand in the other, and what a reader knows it by."""

    def __init__(self, article: Article, stretches: tuple[Range, ...], label: str) -> None:
        self.article = article
        self.label = label
        self.stretches = sorted(stretches)

    @cached_property
    def surface(self) -> _Surface:
        """What the text shows by itself."""
        return surface_of(self.article.text)

    @cached_property
    def shared(self) -> str:
        """The passages alone."""
        return "\n".join(self.article.text[slice(*stretch)] for stretch in self.stretches)

    @cached_property
    def share(self) -> float:
        """The part of the text that stands in passages."""
        return len(self.shared) / max(1, len(self.article.text))

    def holds(self, place: int) -> bool:
        """Whether a place stands in a passage."""
        low, high = 0, len(self.stretches)
        while low < high:
            middle = (low + high) // 2
            if self.stretches[middle][1] <= place:
                low = middle + 1
            else:
                high = middle
        return low < len(self.stretches) and self.stretches[low][0] <= place

    def faults(self, found: Sequence[re.Match[str]]) -> list[str]:
        """The faults that stand in passages."""
        return [fault.group().strip() for fault in found if self.holds(fault.start())]

    def names_at_home(self) -> int:
        """How often the names of the passages stand in the rest of the text."""
        inside = {word.text for word in self.surface.capitals if self.holds(word.start)}
        return sum(word.text in inside and not self.holds(word.start) for word in self.surface.capitals)


def _label(article: Article, other: Article) -> str:
    """The first of outlet, title and source that an article has and does not share with the other."""
    names = ((article.outlet, other.outlet), (article.title, other.title))
    return next((mine for mine, theirs in names if mine and mine != theirs), article.source)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two articles, and the kind of copy they make."""

    left: _Side
    right: _Side
    kind: CopyKind
    settings: CopySettings

    @property
    def ways(self) -> tuple[tuple[float, _Side, _Side], ...]:
        """Both ways round, with the sign of the first being the source: sign, first, second."""
        return (1.0, self.left, self.right), (-1.0, self.right, self.left)


# -- what pages say ---------------------------------------------------------------------------------------------------


def _dates(pair: _Pair) -> Iterator[Cue]:
    left, right = pair.left, pair.right
    first, second = left.article.published, right.article.published
    if first is None or second is None or not (first.high < second.low or second.high < first.low):
        return
    sign = 1.0 if first.high < second.low else -1.0
    early, late = (left, right) if sign > 0 else (right, left)
    told = f"{early.label} dates it {_days(early)}, {late.label} {_days(late)}"
    yield Cue("date", sign * min(first.confidence, second.confidence), "date", told)


def _days(side: _Side) -> str:
    published = side.article.published
    assert isinstance(published, Published)
    same = published.low == published.high
    days = f"{published.low}" if same else f"between {published.low} and {published.high}"
    return f"{days} ({published.basis})"


def names_as_source(taker: Article, source: Article) -> bool:
    """Whether what stands around an article's text names the outlet of another as where it is from."""
    outlet = source.outlet
    return outlet is not None and fold(outlet) != fold(taker.outlet or "") and _names(_credit_of(taker), outlet)


def _credits(pair: _Pair) -> Iterator[Cue]:
    for sign, source, taker in pair.ways:
        outlet = source.article.outlet
        if outlet is None or fold(outlet) == fold(taker.article.outlet or ""):
            continue
        if names_as_source(taker.article, source.article):
            told = f"the page of {taker.label} names {source.label} as a source"
            yield Cue("named_as_source", sign, "credit", told)
        elif _names(f"{source.shared}\n{taker.shared}", outlet):
            told = f"the shared text itself names {source.label}"
            yield Cue("own_name_in_text", sign, "credit", told)


def _names(text: str, outlet: str) -> bool:
    """Whether a text names an outlet: as it is written, and not by a word that the text uses as a common one."""
    name = straighten(outlet).removeprefix("The ").removeprefix("the ")
    plain = straighten(text)
    if name not in plain or not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
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
            yield Cue("signed", sign * more, "credit", told)


def _marks_of(article: Article) -> int:
    return (article.dateline is not None) + bool(article.byline)


def _marks(article: Article) -> str:
    byline = f"the byline {', '.join(article.byline)}" if article.byline else ""
    dateline = f"the dateline {article.dateline}" if article.dateline else ""
    return " and ".join(mark for mark in (byline, dateline) if mark) or "neither byline nor dateline"


# -- damage -----------------------------------------------------------------------------------------------------------


def _counted(pair: _Pair, name: str, faults: Callable[[_Side, _Side], list[str]], told: str) -> Iterator[Cue]:
    """A cue from the faults of either side: the text with more of them is the copy. `told` is kind and statement.

    The tenth fault says less than the second: the amount is the square root of how many more there are.
    """
    found = faults(pair.left, pair.right), faults(pair.right, pair.left)
    surplus = len(found[1]) - len(found[0])
    if not surplus:
        return
    side, shown = (pair.right, found[1]) if surplus > 0 else (pair.left, found[0])
    kind, statement = told.split(": ")
    listed = ", ".join(f"“{fault[:_LONGEST_SHOWN]}”" for fault in sorted(set(shown))[:_MOST_SHOWN])
    amount = math.copysign(math.sqrt(min(abs(surplus), pair.settings.cues.most_faults)), surplus)
    yield Cue(name, amount, kind, f"{side.label} {statement}: {listed}")


def _accents(pair: _Pair) -> Iterator[Cue]:
    yield from _counted(pair, "accent", _lost_accents, "corruption: has words without their accents")


def _lost_accents(side: _Side, other: _Side) -> list[str]:
    """The words that stand in the other text with accents and here without any."""
    marked = (word for word in other.surface.accented if word not in side.surface.words)
    return [bare for word in marked if (bare := unaccent(word)) in side.surface.words]


def _breaks(pair: _Pair) -> Iterator[Cue]:
    yield from _counted(
        pair, "broken", lambda side, _: side.faults(side.surface.broken), "corruption: has broken phrases"
    )


def _misfits(pair: _Pair) -> Iterator[Cue]:
    told = "collocation: has words that do not go together"
    yield from _counted(pair, "misfit", lambda side, _: side.faults(side.surface.misfit), told)


def _common_names(pair: _Pair) -> Iterator[Cue]:
    if pair.kind in _REWORDED:
        yield from _counted(pair, "common_name", _common, "corruption: has common words in the place of names")


def _common(side: _Side, other: _Side) -> list[str]:
    """Capitalised words inside sentences that the other text has not, and that stand in small letters as well."""
    inside = {word.text for word in side.surface.capitals} - other.surface.words
    return [word for word in inside if word.lower() in side.surface.lower or word.lower() in other.surface.lower]


def _adverts(pair: _Pair) -> Iterator[Cue]:
    if pair.left.surface.words != pair.right.surface.words:
        told = "insertion: has what reads as advertising"
        yield from _counted(pair, "advert", partial(_offers, pair.settings.least_advert_weight), told)


def _offers(least: float, side: _Side, other: _Side) -> list[str]:
    """Runs of words of the advertising trade that the other text has not."""
    row = tokens(side.article.text).all
    known = {token.key for token in tokens(other.article.text).all}
    fresh = [token.key not in known for token in row]
    runs = spam_runs(row, fresh, None, least=least)
    return [side.article.text[row[first].start : row[last - 1].end] for first, last in runs]


class _Manner(NamedTuple):
    """How odd the pairs of words are that one text has alone: the measure, the share never seen, and examples."""

    alone: int
    odd: float
    unseen: float
    shown: tuple[str, ...]


def _collocations(pair: _Pair) -> Iterator[Cue]:
    """Words put together as nobody does, in the passages, where the two texts differ.

    It speaks only while one of the two is sound: of two texts spun one from the other both are broken, and the second
    spinner happens to mend what the first one broke.
    """
    if pair.kind == "verbatim":
        return
    found, settings = (_manner(pair.left, pair.right), _manner(pair.right, pair.left)), pair.settings.cues
    gap = found[1].odd - found[0].odd
    more = abs(gap) - settings.usual_oddity_gap
    if more <= 0 or min(manner.alone for manner in found) < settings.least_word_pairs:
        return
    side, mine, theirs = (pair.right, found[1], found[0]) if gap > 0 else (pair.left, *found)
    sound = (settings.broken_oddity - theirs.odd) / (settings.broken_oddity - settings.sound_oddity)
    if sound > 0:
        told = (
            f"{side.label} puts words together that seldom go together: {mine.unseen:.0%} of the pairs of words that it"
            f" has alone (the other: {theirs.unseen:.0%}), as {', '.join(f'“{one}”' for one in mine.shown)}"
        )
        amount = min(1.0, sound) * min(more, settings.most_oddity)
        yield Cue("collocation", math.copysign(amount, gap), "collocation", told)


def _manner(side: _Side, other: _Side) -> _Manner:
    """How odd the pairs of words are that stand in the passages of one text and nowhere in the other.

    Three times the share of pairs that the table never saw, and minus the mean log10 of how likely they are: on sound
    news text 3.1 to 3.75, on the newsroom's spun copies 3.9 and more.
    """
    phrases, theirs = phrases_of(side.article.text), set(phrases_of(other.article.text).pairs)
    usual = phrases.usual
    alone = [
        at
        for at, pair in enumerate(phrases.pairs)
        if usual.known[at] and pair not in theirs and side.holds(phrases.places[at][0])
    ]
    if not alone:
        return _Manner(0, 0.0, 0.0, ())
    unseen = [at for at in alone if not usual.seen[at]]
    oddest = sorted(unseen, key=lambda at: (float(usual.likely[at]), at))[:_MOST_SHOWN]
    shown = tuple(side.article.text[slice(*phrases.places[at])] for at in oddest)
    share = len(unseen) / len(alone)
    return _Manner(len(alone), _WEIGHT_OF_UNSEEN * share - float(usual.likely[alone].mean()), share, shown)


# -- whole and part ---------------------------------------------------------------------------------------------------


def _at_home(pair: _Pair) -> Iterator[Cue]:
    """Names of an embedded passage run through the text it comes from; in the text that took it they stand alone."""
    for sign, home, taker in pair.ways if pair.kind == "partial" else ():
        times = home.names_at_home(), taker.names_at_home()
        if times[0] > times[1]:
            told = f"names of the shared passages recur {times[0]} times in the rest of {home.label}, {times[1]} in"
            more = min(times[0] - times[1], pair.settings.cues.most_faults)
            yield Cue("name_at_home", sign * math.sqrt(more), "insertion", f"{told} that of {taker.label}")


def _cuts(pair: _Pair) -> Iterator[Cue]:
    settings = pair.settings.cues
    for sign, whole, cut in pair.ways if pair.kind != "partial" else ():
        if cut.share >= settings.all_shared and whole.share < settings.not_all_shared:
            told = f"{cut.label} has nothing that {whole.label} has not, and lacks {1 - whole.share:.0%} of its text"
            yield Cue("cut", sign, "truncation", told)


_OF_PAGES: tuple[Callable[[_Pair], Iterator[Cue]], ...] = (_dates, _credits, _signed)
_OF_TEXTS: tuple[Callable[[_Pair], Iterator[Cue]], ...] = (
    _accents,
    _breaks,
    _misfits,
    _common_names,
    _adverts,
    _collocations,
    _at_home,
    _cuts,
)
