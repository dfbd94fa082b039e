"""Figures: numbers that somebody gave of something, with bounds, unit, rate and what they measure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from copydesk.claims.hedges import OR_SO, bounds
from copydesk.claims.implied import (
    Before,
    Earlier,
    Place,
    Sized,
    age,
    exchange_rate,
    implied_unit,
    score_unit,
    units_before,
    with_here,
)
from copydesk.claims.labels import is_glued, is_label, is_name_before
from copydesk.claims.measures import measures
from copydesk.claims.nouns import FUNCTION, VESSELS
from copydesk.claims.units import REACH, Unit, rate_before, unit_after, unit_before
from copydesk.records import Article, Figure, FigureId
from copydesk.settings import ClaimSettings
from copydesk.text.ids import stable_id
from copydesk.text.lemmas import singular
from copydesk.text.numbers import Number, numbers
from copydesk.text.sentences import sentences
from copydesk.text.si import in_si

_SAME_ANAPHOR = re.compile(r"\b(?:the|these|those|both|between|other)\s+(?:\w+\s)?$", re.I)
# A small number before one thing in the singular names it: "the 2 pipeline".
_NAMES_NEXT = re.compile(
    rf"\s(?!(?:{'|'.join(sorted(FUNCTION))})\b)[a-z]+(?<!ed)(?<!ing)(?<!ly)(?<!er)(?<!s)\b(?!\s(?:to|and)\b)"
)
_LENGTH = re.compile(
    r"(?<!half )\b(?:(?P<one>an?|one)\s(?:minute|hour|day|week|month|year|mile|decade)(?P<half>\sand\sa\shalf)\b"
    r"|(?P<whole>a|past|last|next|coming)\s(?:decade|century)\b(?!\s(?:ago|later|earlier))"
    r"|(?:within|over|under|(?:more|less|longer) than|nearly|almost|at least|last(?:s|ed|ing)|took|taking|for)\s"
    r"(?P<hour>an?)\s(?:minute|hour|day|week|fortnight|month|year)\b(?!['\u2019-]|\s(?:ago|later|earlier|old|and\sa)\b))",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"[^\W\d_]{2,}")  # "the 76ers"
_VOTED_TO = re.compile(r"\s(?:(?P<noun>votes|goals|sets)\s)?to\s")
_MOST_VOTES = 1000  # "from 3,000 to 200" is no score; no parliament has more seats by much
_MOST_NUMBERS, _LONGEST = 40, 600  # numbers in a sentence, and characters from one to the next
_HALF = " and a half"  # that stands behind the unit: "a week and a half"
_SHORTEST_ROW = 4  # numbers; a score and two dates are three
_IN_ROWS = frozenset(["percent", "currency", "measure", "time"])  # what is printed at its number in a table too
_MOST_ALIKE = 8  # readings of one sentence that are kept for copies: a page may repeat one without end
_REMEMBERED = 200  # figures whose unit a later bare number of the same value may take
# "two degrees warmer", "warmed by 2C": how far two temperatures lie apart.
_APART = re.compile(
    r"\b(?:by|warm\w*|cool\w*|rises?|rose|risen|rising|increases?|increased|drop(?:s|ped)?|f(?:all|ell|alls)|differences?"
    r"|goal|target|limit|within)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
_APART_AFTER = re.compile(
    r"(?:\s(?:of|in))?\s(?:warm\w*|cool\w*|hotter|colder|higher|lower|above|below|more|less|apart|rise)\b",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:\bminus\s|(?:^|[\s(])[-\u2212])$")
_METRES_AFTER = re.compile(
    r"[\s-](?:high|long|deep|wide|tall|thick|away|above|below|from|off|apart|underwater|race|sprint|hurdles|freestyle"
    r"|butterfly|backstroke|final|stretch|of\s(?:water|rope|cable|track|pipe|road|wall|fence))\b"
)
_LENGTH_BEFORE = re.compile(r"\b(?:depth|height|length|width|distance|altitude)\s(?:of\s)?(?:\w+\s){0,2}$")
_MONEY_NOUN = re.compile(
    r"(?:\d\s?(?:m|bn|million|billion)|\b(?:costs?|costing|cost|paid|pays?|paying|worth|fined|spent|price of|fine of)"
    r"\s(?:about\s|some\s|nearly\s|around\s|only\s|just\s)?\d[\d.,]*)\s([a-z]+)\b(?!\s[a-z]+s\b)"
)
_MONEY_LETTERS = re.compile(r"(?<![\w'\u2019.-])([A-Za-z]{1,2})\d+(?:,\d{3}|\.\d\d\b|bn\b|m\b|k\b)")


class _Money(NamedTuple):
    """What an article uses as currencies: letters glued to numbers, and nouns without a plural."""

    letters: frozenset[str]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One number read in its sentence."""

    number: Number
    value: float
    unit: Unit | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence being read; `seen` is what the text before it counts, `asked` which of that it has asked for."""

    text: str
    language: str | None
    money: _Money
    seen: Sequence[Sized]
    asked: dict[float, Before]

    def earlier(self, here: list[_Reading], value: float) -> Earlier:
        """The units that a bare number of this value may take, from figures before it in the sentence or the text."""
        if value not in self.asked:
            self.asked[value] = units_before(self.seen, value)
        near = [Sized(one.value, one.unit) for one in here[-_MOST_NUMBERS:] if one.unit is not None]
        bare = bool(here) and here[-1].unit is None
        return with_here(self.asked[value], near, value)._replace(bare=bare)


class _Read(NamedTuple):
    """What a sentence of an article gave, and what it had asked of the text before it."""

    start: int
    asked: Mapping[float, Before]
    sized: tuple[Sized, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FigureReading:
    """The figures of an article, and what each of its sentences gave, from which a copy's may be taken over."""

    figures: tuple[Figure, ...]
    language: str | None
    money: _Money
    sentences: Mapping[str, Sequence[_Read]]

    def known(self, language: str | None, money: _Money) -> Mapping[str, Sequence[_Read]]:
        """Its sentences, for an article that writes numbers and sums alike; none for another."""
        return self.sentences if (self.language, self.money) == (language, money) else {}


def find_figures(article: Article, *, settings: ClaimSettings) -> tuple[Figure, ...]:
    """The figures of an article's text in order, none inside another.

    Days, years, times of day, numbers in names ("G-7") and the dual of "the two leaders" are none. Value and unit are
    as on the page, the unit in the singular and the value in full (10bn is 1e10); `low` and `high` are None where open,
    and both are the value when nothing hedges it.
    """
    return read_figures(article, settings=settings).figures


def read_figures(article: Article, kin: FigureReading | None = None, *, settings: ClaimSettings) -> FigureReading:
    """The figures of an article; those of a sentence that its `kin` (a copy or its source) has too are taken over.

    But for `inherited` they are the same as without it: what a sentence asks of the text before it ("of them",
    "2m" without a unit) must have the same answer there.
    """
    text = article.text
    money = _Money(
        frozenset(_MONEY_LETTERS.findall(text)), frozenset(_MONEY_NOUN.findall(text)) - FUNCTION - {"more", "others"}
    )
    known = kin.known(article.language, money) if kin is not None else {}
    found: dict[str, list[_Read]] = {}
    figures: list[Figure] = []
    seen: deque[Sized] = deque(maxlen=_REMEMBERED)
    for start, end in sentences(text):
        words = text[start:end]
        same = next((one for one in known.get(words, ()) if _answers(one, seen)), None)
        if same is None:
            read = _read_sentence(
                article, start, _Sentence(words, article.language, money, seen, {}), settings=settings
            )
        else:
            read = _taken_over(same, article, start)
        alike = found.setdefault(words, [])
        if len(alike) < _MOST_ALIKE:
            alike.append(read)
        figures += read.figures
        seen.extend(read.sized)
    return FigureReading(tuple(figures), article.language, money, found)


def _answers(known: _Read, seen: Sequence[Sized]) -> bool:
    """Whether the text before a sentence answers what the same words asked elsewhere just as it was answered there."""
    return all(units_before(seen, value) == answer for value, answer in known.asked.items())


def _taken_over(known: _Read, article: Article, start: int) -> _Read:
    """What a sentence gave in another article, for the same words of this one."""
    moved = start - known.start
    figures = tuple(
        replace(
            one,
            id=_id(article, one.start + moved, one.end + moved),
            article=article.id,
            start=one.start + moved,
            end=one.end + moved,
            inherited=one.article,
        )
        for one in known.figures
    )
    return known._replace(start=start, figures=figures)


def _id(article: Article, start: int, end: int) -> FigureId:
    return FigureId(stable_id("figure", article.id, start, end))


def _read_sentence(article: Article, start: int, sentence: _Sentence, *, settings: ClaimSettings) -> _Read:
    """The figures of a sentence that begins at `start`; a bare number may take the unit of one before it."""
    read: list[_Reading] = []
    figures: list[Figure] = []
    given = _numbers(sentence)
    row = _is_row(sentence.text, given)
    for around, group in _groups(sentence.text, given):
        of_group = len(read)
        _add_readings(read, sentence, around, group)
        if row:
            read[of_group:] = [one for one in read[of_group:] if one.unit is not None and one.unit.kind in _IN_ROWS]
        figures += [
            _figure(article, start, sentence.text, one, within=around, settings=settings) for one in read[of_group:]
        ]
    sized = tuple(Sized(one.value, one.unit._replace(end=0)) for one in read if one.unit is not None)
    return _Read(start, sentence.asked, sized, tuple(figures))


def _is_row(text: str, given: list[Number]) -> bool:
    """Whether a line is the row of a table: its numbers stand under headings that are not on it."""
    return len(given) >= _SHORTEST_ROW and text[-1] not in ".!?" and 2 * len(given) >= len(text.split())


def _groups(text: str, found: list[Number]) -> Iterator[tuple[tuple[int, int], list[Number]]]:
    """The numbers of a sentence; what is no sentence (a table on one line) is cut so that work stays linear."""
    group: list[Number] = []
    for number in found:
        if group and (len(group) == _MOST_NUMBERS or number.start - group[-1].end > _LONGEST):
            yield _around(group, len(text)), group
            group = []
        group.append(number)
    if group:
        yield _around(group, len(text)), group


def _around(group: list[Number], end: int) -> tuple[int, int]:
    return max(0, group[0].start - _LONGEST), min(end, group[-1].end + _LONGEST)


def _add_readings(read: list[_Reading], sentence: _Sentence, within: tuple[int, int], group: list[Number]) -> None:
    """Add the figures among some numbers of a sentence."""
    scored = list(_with_scores(sentence.text, group))
    for place, number in enumerate(scored):
        if is_label(sentence.text, number):
            continue
        reading = _read(sentence, within, number, here=read)
        if reading is None:
            continue
        if place + 1 < len(scored) and reading.end > scored[place + 1].start:
            reading = replace(reading, end=number.end)
        if read and _shares_unit(sentence.text, read[-1], reading):
            read[-1] = replace(read[-1], unit=reading.unit._replace(end=0) if reading.unit else None)
        read.append(reading)


def _shares_unit(text: str, first: _Reading, second: _Reading) -> bool:
    """Whether the first of a pair leaves out the unit that the second names: `from 40 to 50 homes`."""
    bare = first.unit is None and first.number.kind == second.number.kind == "cardinal"
    named = second.unit is not None and second.unit.times == 1.0
    return bare and named and text[first.end : second.start] in {" to ", " or "}


def _numbers(sentence: _Sentence) -> list[Number]:
    """The numbers of a sentence, and lengths of time that are told without one: `a century`, `a week and a half`."""
    told = list(_LENGTH.finditer(sentence.text))
    ends = [0, *(found.end() for found in told)]
    starts = [found.start() for found in told]
    plain = numbers(sentence.text, language=sentence.language)
    rest = (one for one in plain if one.start >= ends[bisect_right(starts, one.start)])
    return sorted([*rest, *map(_length, told)])


def _length(found: re.Match[str]) -> Number:
    many = 1.5 if found["half"] else 1.0
    start, end = found.span(next(name for name in ("one", "whole", "hour") if found[name]))
    return Number(start, end, many, "cardinal", many, many, approximate=False)


def _with_scores(text: str, group: list[Number]) -> Iterator[Number]:
    """The numbers, with the two sides of a score ("six to three", "2-1") as one, whose value is the first."""
    place = 0
    while place < len(group):
        number = group[place]
        following = group[place + 1] if place + 1 < len(group) else None
        if following is not None and number.kind == "cardinal" and following.kind == "cardinal":
            between = text[number.end : following.start]
            marked = number.value < 100 and re.fullmatch(r"[-\u2013]", between) and text[number.start].isdigit()
            voted = _VOTED_TO.fullmatch(between) and following.value <= number.value < _MOST_VOTES
            if marked or (voted and number.value % 1 == 0):
                yield number._replace(end=following.end, kind="range", low=number.value, high=number.value)
                place += 2
                continue
        yield number
        place += 1


def _read(sentence: _Sentence, within: tuple[int, int], number: Number, *, here: list[_Reading]) -> _Reading | None:
    text = sentence.text
    before = text[max(within[0], number.start - REACH) : number.start]
    after = text[number.end : min(within[1], number.end + REACH)]
    surface = text[number.start : number.end]
    if number.kind == "ordinal":
        minute = re.match(r"[\s-]minute\b", after)  # of play: the 87th minute
        unit = Unit("minute", "time", minute.end()) if minute else None
        return _Reading(number, number.value, unit, number.start, number.end + (unit.end if unit else 0))
    around = text[max(within[0], number.start - _LONGEST) : min(within[1], number.end + _LONGEST)]
    place = Place(before, surface, after, around, number)
    large = re.search(r",\d{3}|\.\d\d$|(?:m|bn|k|tn|illion|thousand|lakh|crore)$", surface) is not None
    currency = unit_before(before, money_letters=sentence.money.letters, large=large)
    if currency is None and is_glued(before) and not before.endswith("\u2014"):
        return None
    if currency is not None:
        per = unit_after(after, value=number.value, scaled=False)
        rated = per.per if per and per.kind != "percent" else _rate_alone(after)
        unit = Unit(currency[0], "currency", 0, per=rated)
        return _Reading(number, number.value, unit, number.start - currency[1], number.end)
    return _counted(place, number, sentence, here)


def _rate_alone(after: str) -> str | None:
    unit = unit_after("-unit" + after, value=2.0, scaled=False)
    return unit.per if unit else None


def _counted(place: Place, number: Number, sentence: _Sentence, here: list[_Reading]) -> _Reading | None:
    """A number with the noun, the age or the implied unit that it counts; None for a part of a name or an anaphor."""
    unit, value = _unit(place, number, sentence, here)
    if unit is None and _IN_NAME.match(place.after) and place.surface.isdigit():
        return None
    if number.kind == "cardinal" and _is_named(place, unit):
        return None
    if value == 2 and (unit is None or unit.kind in {"person", "thing"}) and _SAME_ANAPHOR.search(place.before):
        return None
    if unit is not None and unit.times != 1.0:
        value *= unit.times
    if _MINUS.search(place.before) and unit is not None and unit.kind in {"percent", "measure"}:
        value = -value
    end = number.end + (unit.end if unit else 0)
    if value == 1.5 and place.after[end - number.end :].startswith(_HALF) and place.surface[0] in "aAoO":
        end += len(_HALF)
    return _Reading(number, value, unit, number.start, end)


def _unit(place: Place, number: Number, sentence: _Sentence, here: list[_Reading]) -> tuple[Unit | None, float]:
    value = number.value
    if number.kind in {"fraction", "ratio", "multiple"}:
        return _share_unit(place, number), value
    if number.kind == "range" and number.low == number.high:
        told = _VOTED_TO.search(place.surface)
        noun = told["noun"] if told else None
        return Unit(singular(noun), "thing", 0) if noun else score_unit(place), value
    if age(place):
        return Unit("year", "time", 0), value
    scaled = re.search(r"(?:\d\s?(?:m|mn|bn|tn|k)|illion|thousand|lakh|crore)$", place.surface) is not None
    trimmed = OR_SO.sub("", place.after, count=1) if OR_SO.match(place.after) else place.after
    unit = exchange_rate(place) or unit_after(trimmed, value=value, scaled=scaled, money_nouns=sentence.money.nouns)
    if re.search(r"\dm$", place.surface) and _are_metres(place, unit):
        return Unit("metre", "measure", 0), value / 1e6
    if unit is None:
        unit = implied_unit(place, sentence.earlier(here, value))
        if unit is not None and unit.kind == "measure":
            unit = unit._replace(per=_rate_alone(place.after))
    elif trimmed != place.after:
        unit = unit._replace(end=unit.end + len(place.after) - len(trimmed))
    return unit, value


def _share_unit(place: Place, number: Number) -> Unit | None:
    """The unit of `half an hour`; `ratio` for other shares; none for `twice`."""
    if number.kind == "multiple":
        return None
    points = re.match(r"\s(?:of\s)?an?\s(?P<unit>per ?cent(?:age point)?|basis point)\b", place.after)
    if points and number.kind == "fraction":
        return Unit(points["unit"].replace("per cent", "percent"), "percent", points.end())
    part = re.match(r"(?:\s(?:of\s)?an?)?[\s-](?P<noun>[a-z]+)\b(?P<of>\sof\b)?", place.after)
    if part and number.kind == "fraction":
        unit = unit_after(" " + part["noun"], value=1.0, scaled=False)
        held = part["of"] and part["noun"] in VESSELS
        if unit and (held or unit.kind in {"time", "measure"}):
            return unit._replace(end=part.end("noun"))
    return Unit("ratio", "ratio", 0)


def _are_metres(place: Place, unit: Unit | None) -> bool:
    """Whether the m of `60m` is metres: before "high" or "from", or after "a depth of"; else it is million."""
    if _METRES_AFTER.match(place.after):
        return True
    return unit is None and "." not in place.surface and _LENGTH_BEFORE.search(place.before) is not None


def _is_named(place: Place, unit: Unit | None) -> bool:
    """Whether a number belongs to the name before or after it, as nothing that it counts follows."""
    if unit is not None and unit.kind not in {"thing", "person"}:
        return False
    capital = place.surface[0].isupper() and not place.opens
    if capital and re.match(r"\s[A-Z]", place.after):
        return True
    if unit is None and _NAMES_NEXT.match(place.after) and re.fullmatch(r"\d\d?", place.surface):
        return True
    simple = re.fullmatch(r"\d{1,4}|[A-Z]\w+", place.surface) is not None
    return simple and (unit is None or unit.kind == "thing") and is_name_before(place.before)


def _figure(  # noqa: PLR0913 (where a reading stands, in what; a record of its own would only be unpacked again)
    article: Article,
    start: int,
    text: str,
    reading: _Reading,
    *,
    within: tuple[int, int],
    settings: ClaimSettings,
) -> Figure:
    """The record of a reading in a sentence of these words that begins at `start`."""
    unit, number = reading.unit, reading.number
    timed = unit is not None and unit.kind == "time"
    found = bounds(text, within, (reading.start, reading.end), number=number, value=reading.value, timed=timed)
    span = (found.start, found.end)
    before = text[max(within[0], found.start - REACH) : found.start]
    after = text[found.end : min(within[1], found.end + REACH)]
    name, per = (unit.name, unit.per or rate_before(before, unit)) if unit else (None, None)
    warmth = name is not None and name.startswith("degree")
    apart = warmth and (_APART.search(before) is not None or _APART_AFTER.match(after) is not None)
    si = in_si(reading.value, name, per, difference=apart)
    return Figure(
        id=_id(article, start + found.start, start + found.end),
        article=article.id,
        start=start + found.start,
        end=start + found.end,
        surface=text[found.start : found.end],
        value=reading.value,
        low=found.low,
        high=found.high,
        unit=name,
        per=per,
        measures=measures(text, within, span, name, settings=settings),
        approximate=found.approximate,
        si_value=si.value if si else None,
        si_unit=si.unit if si else None,
    )
