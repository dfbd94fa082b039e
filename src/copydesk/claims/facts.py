"""Facts: the figures of a storyline that state one thing, grouped by what they measure and not by the value alone."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.records import ArticleId, Dossier, Fact, Figure
from copydesk.settings import ClaimSettings
from copydesk.text.closed import WEEKDAYS
from copydesk.text.concepts import clauses, concept
from copydesk.text.ids import stable_id
from copydesk.text.likeness import Bag, Rarity, cosine
from copydesk.text.quantities import Quantity, alike, digits, quantity
from copydesk.text.sentences import Range, sentences
from copydesk.text.words import words


class _Stated(NamedTuple):
    """A figure with its quantity and the words around it.

    `beside` are the other quantities of its sentence, `also` all of its article, `named` what its clause names.
    `fate` is what befell the persons counted (`die`, `hurt`), as far as its clause tells; `years` are those that its
    sentence names; `stories` are the stories of its article. `point` is the place from which a distance is measured.
    """

    figure: Figure
    quantity: Quantity
    bag: Bag
    fate: str | None
    years: frozenset[str]
    stories: frozenset[str]
    beside: frozenset[Quantity]
    named: frozenset[str]
    also: frozenset[Quantity]
    point: str | None


class _Link(NamedTuple):
    score: float
    left: int
    right: int


def find_facts(dossier: Dossier, *, settings: ClaimSettings) -> tuple[Fact, ...]:
    """The facts that two figures or more of a storyline state, largest first; a figure is in one fact at most.

    Two figures state one thing when they have one dimension and the words around them agree, the more so the less
    their values could be the same by chance; different values are one fact only where the words agree well and
    neither has a better partner in the other's article.
    """
    stated = _stated(dossier)
    groups = _merged(stated, _links(stated, settings))
    place = _place(dossier)
    made = {edge.child for family in dossier.families for edge in family.edges if edge.parent is not None}
    found = [_fact(place, [stated[one] for one in group], made) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda fact: (-len(fact.figures), fact.id)))


def _place(dossier: Dossier) -> str:
    first = min(dossier.stories, key=lambda story: story.id, default=None)
    return "" if first is None else str(first.storyline or first.id)


def _fact(place: str, group: list[_Stated], made: set[ArticleId]) -> Fact:
    """The fact of a group, in the words that most of its articles have, of several the fullest.

    Those of articles that were `made` from no other, if there are any: a reworded copy has other words for it.
    """
    figures = tuple(one.figure.id for one in group)
    own = [one for one in group if one.figure.article not in made] or group
    told = Counter(one.figure.measures for one in own)
    measures = max(told, key=lambda words: (told[words], len(words)))
    return Fact(id=stable_id("fact", place, *sorted(figures)), story=place, measures=measures, figures=figures)


# What befalls or brings together the persons that news counts, as concepts; a figure of one is never one of another.
_FATES = frozenset(
    map(
        concept,
        "die hurt miss arrest protest rescue flee displaced homeless infect convict charge hostage trap vote abstain"
        " licence".split(),
    )
)
# What persons are, which tells where nothing befalls them.
_ROLES = frozenset(map(concept, "passenger crew student patient voter refugee soldier attendance".split()))
_NOT_FOUND = re.compile(
    r"\bnot (?:yet )?been (?:found|traced|accounted)|\bunaccounted|\bstill being sought", re.IGNORECASE
)
_LEFT_HOME = re.compile(
    r"\b(?:moved|taken|ordered|driven|forced) (?:out of|from|to leave) (?:their|his|her|its) (?:homes?|houses|flats)"
    r"|\b(?:left|leave|leaving) their (?:homes|houses)|\btaken to (?:shelters?|safety)",
    re.IGNORECASE,
)
_TOLD = ((_NOT_FOUND, concept("missing")), (_LEFT_HOME, concept("evacuated")))
_YEAR = re.compile(r"(?<![\d.,$\u00a3\u20ac])(?:1[6-9]|2[01])\d\d(?![\d%]|[.,]\d)")
# Dimensions in which equal values say little: many things are counted in them. Hours and minutes (`second`) are not
# among them: a story that gives two different lengths of one size rarely speaks of two things.
_COMMON = frozenset(["person", "percent", "percentage point", "year", "day", "month", "time", "ordinal", ""])

# Digits of a value that two things hardly share by chance, and how large a round one must be to tell as much as two.
_TELLING = 3
_LARGE = 1000

# With how many others of its dimension a figure is compared: storylines of 40 articles have fewer, and the work of
# one of thousands (or of a table dumped on a page) must not grow with the square.
_MOST_PARTNERS = 300

# Dimensions in which one story gives many values, so that two digits may well be those of another person or time.
_MANY = frozenset(["year", "month", "day", "time", "ordinal", ""])

_BARE = frozenset(["", "time", "ordinal"])
# A relative pronoun is where `clauses` cuts: it stands right before its clause.
_RELATIVE = re.compile(r"\b(?:which|who)\s$")


def _stated(dossier: Dossier) -> list[_Stated]:
    texts = {article.id: article.text for article in dossier.articles}
    stories: dict[str, set[str]] = {}
    for story in dossier.stories:
        for article in story.articles:
            stories.setdefault(article, set()).add(str(story.id))
    rarity = Rarity(
        filter(None, (concept(word.text) for word in words(text[start:end])))
        for text in texts.values()
        for start, end in sentences(text)
    )
    cut = {name: sentences(text) for name, text in texts.items()}
    placed = [(figure, _sentence(cut[figure.article], figure)) for figure in dossier.figures if figure.article in texts]
    near: dict[tuple[str, int], set[Quantity]] = {}
    also: dict[str, set[Quantity]] = {}
    for figure, sentence in placed:
        given = quantity(figure.value, figure.unit, figure.surface)
        near.setdefault((figure.article, sentence[0]), set()).add(given)
        also.setdefault(figure.article, set()).add(given)
    shared = {name: frozenset(quantities) for name, quantities in also.items()}
    return [
        _state(
            figure,
            sentence,
            texts[figure.article],
            rarity=rarity,
            stories=frozenset(stories.get(figure.article, ())),
            beside=frozenset(near[figure.article, sentence[0]]),
            also=shared[figure.article],
        )
        for figure, sentence in placed
    ]


_LONGEST = 600  # characters on either side that belong to a figure, where a sentence does not end


def _sentence(cut: list[Range], figure: Figure) -> Range:
    """The sentence of a figure; of what is no sentence (a table on one line) only what stands near."""
    place = bisect_right(cut, (figure.start, sys.maxsize)) - 1
    start, end = cut[max(place, 0)] if cut else (figure.start, figure.end)
    return max(start, figure.start - _LONGEST), min(max(end, figure.end), figure.end + _LONGEST)


def _state(  # noqa: PLR0913 (what is known of one figure; a record of its own would only be unpacked again)
    figure: Figure,
    sentence: Range,
    text: str,
    *,
    rarity: Rarity,
    stories: frozenset[str],
    beside: frozenset[Quantity],
    also: frozenset[Quantity],
) -> _Stated:
    start, end = sentence
    own = _clause(text, sentence, figure)
    clause = (own[0], max(own[1], figure.end))
    own_quantity = quantity(figure.value, figure.unit, figure.surface)
    return _Stated(
        figure=figure,
        quantity=own_quantity,
        beside=beside - {own_quantity},
        also=also,
        named=_named(text, start, clause),
        bag=rarity.bag(_weights(text, (start, end), clause)),
        fate=_fate(text, figure, sentence, clause),
        years=_years(text, start, end),
        stories=stories,
        point=_point(text, figure, own_quantity),
    )


_FROM = re.compile(
    r"\s(?:\([^)]{1,30}\)\s)?(?:away\s)?(?:[a-z-]+\s){0,2}(?:of|from|off)\s(?:the\s|The\s)?(?P<place>[A-Z][\w'\u2019-]+)"
)


def _point(text: str, figure: Figure, given: Quantity) -> str | None:
    """The place from which a distance goes: `Cobb` of `4 miles south-west of Cobb`."""
    found = _FROM.match(text, figure.end) if given.dimension == "metre" else None
    return found["place"].casefold() if found else None


def _clause(text: str, sentence: Range, figure: Figure) -> Range:
    """The clause of a figure; one that opens with "which" or "who" speaks of the clause before it, so both."""
    before = None
    for clause in clauses(text, *sentence):
        if clause[0] <= figure.start < clause[1]:
            related = before is not None and _RELATIVE.search(text, sentence[0], clause[0])
            return (before[0], clause[1]) if before is not None and related else clause
        before = clause
    return sentence


def _named(text: str, start: int, clause: Range) -> frozenset[str]:
    """The concepts of the capitalised words of a clause, but for the one that opens the sentence and for days."""
    told = (
        concept(word.text)
        for word in words(text[slice(*clause)])
        if word.text[0].isupper() and clause[0] + word.start > start and word.text.casefold() not in WEEKDAYS
    )
    return frozenset(filter(None, told))


def _years(text: str, start: int, end: int) -> frozenset[str]:
    """The years that a sentence names, but for those since which something is so."""
    found = _YEAR.finditer(text, start, end)
    return frozenset(
        year.group() for year in found if "since" not in text[max(start, year.start() - 50) : year.start()]
    )


def _fate(text: str, figure: Figure, sentence: Range, clause: Range) -> str | None:
    """The fate that stands nearest to a count of persons in its clause."""
    if figure.unit != "person":
        return None
    near = [
        (found not in _FATES, max(clause[0] + word.start - figure.end, figure.start - clause[0] - word.end, 0), found)
        for word in words(text[clause[0] : clause[1]])
        if (found := concept(word.text)) in _FATES or found in _ROLES
    ]
    if not any(fate for weak, _, fate in near if not weak):
        told = next((fate for pattern, fate in _TOLD if pattern.search(text[slice(*sentence)])), None)
        if told:
            return told
    return min(near)[2] if near else None


# How much a word says of a figure: fully in its clause, less in the rest of the sentence.
_OWN_CLAUSE, _SENTENCE = 1.0, 0.35


def _weights(text: str, sentence: tuple[int, int], clause: tuple[int, int]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for word in words(text[sentence[0] : sentence[1]]):
        found = concept(word.text)
        if found is not None:
            inside = clause[0] <= sentence[0] + word.start < clause[1]
            weights[found] = max(weights.get(found, 0.0), _OWN_CLAUSE if inside else _SENTENCE)
    return weights


def _links(stated: Sequence[_Stated], settings: ClaimSettings) -> Iterator[_Link]:
    """Pairs of figures that may state one thing, best first; for different values only mutual best ones."""
    pairs = list(_pairs(stated, settings))
    best: dict[tuple[int, str], float] = {}
    for score, left, right in pairs:
        if not _may_be_one(stated[left], stated[right], settings):
            continue
        for place, partner in ((left, right), (right, left)):
            key = (place, stated[partner].figure.article)
            best[key] = max(best.get(key, 0.0), score)
    for link in sorted(pairs, reverse=True):
        one, other = stated[link.left], stated[link.right]
        highest = max(best.get((link.left, other.figure.article), 0.0), best.get((link.right, one.figure.article), 0.0))
        if _holds(one, other, link.score, mutual=highest <= link.score, settings=settings):
            yield link


def _pairs(stated: Sequence[_Stated], settings: ClaimSettings) -> Iterator[_Link]:
    """Pairs of one dimension that are near enough; of a rare dimension the only ones of their size are likelier one."""
    by_dimension: dict[str, list[int]] = {}
    for place, one in enumerate(stated):
        by_dimension.setdefault(one.quantity.dimension, []).append(place)
    for dimension, places in by_dimension.items():
        rising = sorted(places, key=lambda place: abs(stated[place].quantity.value))
        crowded = _crowded(stated, rising, settings.fact_farthest)
        for left, right in _near_pairs(stated, rising, settings.fact_farthest):
            if stated[left].point and stated[right].point and stated[left].point != stated[right].point:
                continue
            score = _likeness(stated[left], stated[right])
            if score <= 0.0 and not _tells(stated[left], stated[right]):
                continue
            if stated[left].beside & stated[right].beside:
                score += settings.fact_same_beside
            if dimension not in _COMMON and not crowded & {left, right}:
                score += settings.fact_only_one
            yield _Link(score, min(left, right), max(left, right))
    yield from _bare_pairs(stated, by_dimension)


def _tells(left: _Stated, right: _Stated) -> bool:
    """Whether two figures of one dimension have one value that chance hardly gives twice, whatever words stand around.

    Within a story two digits are enough, or thousands in figures; but not for ages, lengths of time and numbers of
    nothing, of which a story has many, nor where persons meet different fates.
    """
    if not alike(left.quantity.value, right.quantity.value) or left.quantity.dimension in _MANY:
        return False
    if left.fate and right.fate and left.fate != right.fate:
        return False
    told = min(_told(left.figure), _told(right.figure))
    return told >= _TELLING or (told >= _TELLING - 1 and bool(left.stories & right.stories))


def _told(figure: Figure) -> int:
    """How many digits of a value tell: its significant ones, and two of 3,000, but not of "thousands"."""
    large = abs(figure.value) >= _LARGE and any(letter.isdecimal() for letter in figure.surface)
    return max(digits(figure.value), 2 if large else 1)


def _bare_pairs(stated: Sequence[_Stated], by_dimension: dict[str, list[int]]) -> Iterator[_Link]:
    """Pairs of one value of which one leaves out its unit ("the 2m that it could have asked for")."""
    of_value: dict[float, list[int]] = {}
    for dimension, places in by_dimension.items():
        for place in places if dimension not in _BARE else ():
            of_value.setdefault(stated[place].quantity.value, []).append(place)
    for left in by_dimension.get("", ()):
        value = stated[left].quantity.value
        if digits(value) < 2 and abs(value) < _LARGE:
            continue
        for right in of_value.get(value, [])[:_MOST_PARTNERS]:
            score = cosine(stated[left].bag, stated[right].bag)
            if score > 0.0:
                yield _Link(score, min(left, right), max(left, right))


def _crowded(stated: Sequence[_Stated], rising: list[int], farthest: float) -> set[int]:
    """The figures whose article gives another value within a factor, from figures in the order of their values."""
    before: dict[str, int] = {}
    found: set[int] = set()
    for place in rising:
        article, value = stated[place].figure.article, abs(stated[place].quantity.value)
        other = before.get(article)
        last = abs(stated[other].quantity.value) if other is not None else 0.0
        if other is not None and not alike(last, value) and value <= farthest * last:
            found |= {place, other}
        before[article] = place
    return found


def _near_pairs(stated: Sequence[_Stated], rising: list[int], farthest: float) -> Iterator[tuple[int, int]]:
    """Pairs whose values lie within a factor, from figures in the order of their values, nearest first and not all.

    Links are handed on, so that figures of one value come together though each meets only so many of them.
    """
    for number, left in enumerate(rising):
        most = farthest * abs(stated[left].quantity.value)
        for right in rising[number + 1 : number + 1 + _MOST_PARTNERS]:
            if abs(stated[right].quantity.value) > most:
                break
            yield left, right


def _likeness(left: _Stated, right: _Stated) -> float:
    """How well the words around two figures agree; nothing where persons meet different fates."""
    score = cosine(left.bag, right.bag)
    if left.fate is None or right.fate is None:
        return score
    if left.fate == right.fate:
        return (1.0 + score) / 2
    return score if alike(left.quantity.value, right.quantity.value) and digits(left.figure.value) > 1 else 0.0


def _holds(left: _Stated, right: _Stated, score: float, *, mutual: bool, settings: ClaimSettings) -> bool:
    if alike(left.quantity.value, right.quantity.value):
        return score >= _needed(left, right, settings)
    return mutual and score >= settings.fact_other_value and _may_be_one(left, right, settings)


def _needed(left: _Stated, right: _Stated, settings: ClaimSettings) -> float:
    """How alike the words around two figures of one value must be: the less, the less chance gives that value twice."""
    if left.quantity.dimension != right.quantity.dimension:
        return settings.fact_unit_left_out
    if _tells(left, right):
        return 0.0
    telling = digits(left.figure.value)
    needed = _by_digits(settings.fact_same_value, telling)
    if left.quantity.dimension not in _COMMON:
        needed *= settings.fact_rare_unit
    elif left.quantity.dimension in _BARE and telling == 1:
        needed = max(needed, settings.fact_no_unit)
    return needed if left.stories & right.stories else max(needed, _by_digits(settings.fact_other_story, telling))


def _by_digits(likeness: tuple[float, ...], telling: int) -> float:
    """What a setting that goes by digits asks of a value with so many: the last one of all that have more."""
    return likeness[min(telling, len(likeness)) - 1]


def _may_be_one(left: _Stated, right: _Stated, settings: ClaimSettings) -> bool:
    """Whether two figures may state one thing even if their values differ.

    They are of one event and year, of something, of the same names where both name any, and not far apart; and
    neither article gives the other's value too, or it counts two things.
    """
    if alike(left.quantity.value, right.quantity.value):
        return True
    if left.figure.article == right.figure.article or not left.stories & right.stories or left.years != right.years:
        return False
    if left.quantity.dimension in _BARE or left.quantity in right.also or right.quantity in left.also:
        return False
    if left.fate is None and left.named and right.named and not left.named & right.named:
        return False
    low, high = sorted((abs(left.quantity.value), abs(right.quantity.value)))
    return high <= settings.fact_farthest * low


def _merged(stated: Sequence[_Stated], links: Iterator[_Link]) -> list[list[int]]:
    """Groups by the links, best first; none holds two values of one article."""
    group_of = list(range(len(stated)))
    members = {place: [place] for place in group_of}
    values = {place: {one.figure.article: [one.quantity.value]} for place, one in enumerate(stated)}
    for link in links:
        left, right = group_of[link.left], group_of[link.right]
        if left == right or _clash(values[left], values[right]):
            continue
        # The smaller group goes into the larger, so that no figure is handed on more often than groups double.
        into, gone = (left, right) if len(members[left]) >= len(members[right]) else (right, left)
        for place in members[gone]:
            group_of[place] = into
        members[into] += members.pop(gone)
        held, more = values[into], values.pop(gone)
        for article, given in more.items():
            known = held.get(article, [])
            held[article] = [*known, *given] if into == left else [*given, *known]
    return [sorted(group) for group in members.values()]


_Values = dict[ArticleId, list[float]]
"""The values that a group has from each article, in the order in which they came to it."""


def _clash(left: _Values, right: _Values) -> bool:
    """Whether two groups hold different values from one article: one article does not gainsay itself."""
    shared = left.keys() & right.keys()
    return any(not alike(left[article][-1], value) for article in shared for value in right[article])
