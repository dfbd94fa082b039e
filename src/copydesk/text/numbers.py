"""Numbers in digits and in words, with their places: pure grammar, no units, no names, no dates.

What a number counts, and whether it is part of a date or a name, is the reader's business; here `2014` is a number.
The grammar walks over words once, so a long text costs linear time. Its word lists are those of English news.
"""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

from copydesk.text.number_words import (
    AFTER_HALF,
    AFTER_PRONOUN,
    AFTER_SHARE,
    BEFORE_HALF,
    BEFORE_PRONOUN,
    COMMA_DECIMALS,
    HYPHENED_TO,
    HYPHENS,
    MULTIPLES,
    ORDINALS,
    PARTS,
    PLURALS,
    RANGE_JOINS,
    SCALES,
    SLASHED,
    SMALL,
    SUFFIXES,
    TIMES,
    VULGAR,
)

Kind = Literal["cardinal", "ordinal", "fraction", "ratio", "range", "multiple"]


class Number(NamedTuple):
    """A number and where it stands.

    `low` and `high` are the bounds that its own words give, None where open: both are `value` for a plain number, the
    ends of a range ("10 to 15", whose value is the lower end), and (value, None) for "tens of thousands", which is
    also `approximate`. A ratio ("one in five") is its quotient.
    """

    start: int
    end: int
    value: float
    kind: Kind
    low: float | None
    high: float | None
    approximate: bool


_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:\.\d{3})+,\d+(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)"  # 1.234,5 and 1.234.567
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # 4,200 and 12,34,567
    r"|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d|\d)(?=[^\d])"  # 10 000
    r"|\d{1,3}, 000(?!\d)|(?<=[$\u00a3\u20ac])\d{1,3}(?:, \d{3})+(?!\d)"  # 120, 000: words were set apart
    r"|\d+[.,]\d+(?:[.,]\d+)*|\d+)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)|(?P<mark>\S)"
)
_GROUPED = re.compile(r"\d[\d.,]*\d")
_SWAP = str.maketrans(".,", ",.")
_ORDINAL_MARK = re.compile(r"st|nd|rd|th")
_LONGEST_RUN = 30  # words of one number: no spoken one has more, and what goes on without end costs no more
_MOST_DIGITS = 15  # beyond this a float no longer holds the number, and it is a code anyhow


class _Token(NamedTuple):
    text: str
    start: int
    end: int
    digits: bool
    word: bool


class _Found(NamedTuple):
    """A number, the index of its first token and that of the token after it."""

    number: Number
    start: int
    stop: int


def numbers(text: str, *, language: str | None = None) -> list[Number]:
    """The numbers of a text in order, none inside another: `4,200`, `10bn`, `forty-three`, `two-thirds`, `38th`.

    Where the language parts decimals by a comma, `1.200` is 1200 and `1,5` one and a half.

    A pronoun-like "one", "the half brother", "both" and "several" are left out; digits with a point too many ("1.2.3",
    an address or a version) are no number. Digits glued to letters before them ("q35,000", "G7") are given.
    """
    tokens = [
        _Token(m.group().casefold(), m.start(), m.end(), m.lastgroup == "digits", m.lastgroup == "word")
        for m in _TOKEN.finditer(_GROUPED.sub(_swapped, text) if language in COMMA_DECIMALS else text)
    ]
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if not (token.digits or token.text in _OPENING):
            place += 1
            continue
        here = _compound(tokens, place)
        if here is None:
            place += 1
            continue
        found.append(here.number)
        place = here.stop
    return found


_OPENING = frozenset(
    [*SMALL, *SCALES, *PLURALS, *ORDINALS, *PARTS, *MULTIPLES, *VULGAR, "a", "an", "several", "few"]
    + [f"{word}fold" for word in SMALL]
)


def _swapped(digits: re.Match[str]) -> str:
    return digits.group().translate(_SWAP)


def _compound(tokens: list[_Token], place: int) -> _Found | None:
    """The longest number at a token: a ratio or a range of two numbers, or one number alone."""
    first = _single(tokens, place)
    if first is None:
        return None
    if first.number.kind == "cardinal" and not first.number.approximate:
        return _ratio(tokens, first) or _range(tokens, first) or _unless_pronoun(tokens, place, first)
    return first


def _single(tokens: list[_Token], place: int) -> _Found | None:
    for reading in (_plural, _part, _share, _ordinal, _multiple, _cardinal):
        found = reading(tokens, place)
        if found is not None:
            return found
    return None


# -- cardinals ---------------------------------------------------------------------------------------------------------


def _cardinal(tokens: list[_Token], place: int) -> _Found | None:
    """`4,200`, `10bn`, `3.4 million`, `forty-three`, `a hundred and five`, `two and a half million`, `a dozen`."""
    read = _digits(tokens, place) if tokens[place].digits else _words(tokens, place)
    if read is None:
        return None
    value, stop = read
    value, stop = _and_a_half(tokens, value, stop)
    value, stop = _scaled(tokens, value, stop)
    if not math.isfinite(value):
        return None
    # A scale leaves dust behind: 4.1 times 1e9 is 4099999999.9999995.
    return _Found(_number(tokens, place, stop, float(f"{value:.{_MOST_DIGITS}g}")), place, stop)


def _digits(tokens: list[_Token], place: int) -> tuple[float, int] | None:
    token = tokens[place]
    glued = place > 0 and tokens[place - 1].end == token.start
    if glued and tokens[place - 1].text in {"_", "@", "#", "/", "\\", "="}:
        return None
    value = _value(token.text)
    if value is None:
        return None
    stop = place + 1
    if stop < len(tokens) and tokens[stop].text in VULGAR and tokens[stop].start - token.end <= 1:
        return value + VULGAR[tokens[stop].text], stop + 1
    part = _slashed(tokens, stop)
    if part is not None and tokens[stop].start - token.end == 1:
        return value + part, stop + 3
    return value, stop


def _slashed(tokens: list[_Token], place: int) -> float | None:
    """The part that `1/2` or `3/4` is; no day of a month, score or round of a final is written with these."""
    if place + 2 >= len(tokens) or tokens[place + 1].text != "/" or tokens[place].start + 3 < tokens[place + 2].end:
        return None
    digit, whole = tokens[place].text, tokens[place + 2].text
    further = _text(tokens, place + 3) in {"/", "-"}
    return None if further or (digit, whole) not in SLASHED else float(digit) / float(whole)


def _value(digits: str) -> float | None:
    """The value of digits with separators; None where they are no number (`1.2.3`)."""
    bare = re.sub(r"[^\d.,]", "", digits)
    if sum(map(str.isdigit, bare)) > _MOST_DIGITS or not bare.isascii():
        return None
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|0,\d+", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}", bare):
        bare = bare.replace(",", "")
    return float(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def _words(tokens: list[_Token], place: int) -> tuple[float, int] | None:
    """Value and stop of a number in words; `a` and `several` only before a scale."""
    opening = tokens[place].text
    if opening in VULGAR:
        return VULGAR[opening], place + 1
    if opening in {"a", "an"}:
        place += 1
        if _text(tokens, place) == "couple":
            scale = _text(tokens, place + 2) if _text(tokens, place + 1) == "of" else ""
            return (2.0 * SCALES[scale], place + 3) if scale in SCALES else (2.0, place + 1)
        if _text(tokens, place) not in SCALES or _text(tokens, place) == "score":
            return None
        return _run(tokens, place, current=1.0)
    if opening in SMALL or (opening in SCALES and opening != "score" and _text(tokens, place - 1) != "per"):
        return _run(tokens, place, current=0.0)
    return None


def _run(tokens: list[_Token], place: int, *, current: float) -> tuple[float, int]:
    """Add up number words from a token on: the groups of thousands in `total`, the group being read in `current`."""
    total, last_small, stop = 0.0, math.inf, place
    while stop < min(len(tokens), place + _LONGEST_RUN):
        word = tokens[stop].text
        if stop > place and not _joined(tokens, stop):
            break
        after_and = word == "and" and current >= 100 and _text(tokens, stop + 1) in SMALL
        if word in SMALL and _fits(SMALL[word], last_small):
            current, last_small = current + SMALL[word], SMALL[word]
        elif word in SCALES and word != "score":
            total, current = _scale(total, current, SCALES[word])
            last_small = math.inf if SCALES[word] != 12 else 0.0
        elif word in HYPHENS and _text(tokens, stop + 1) in (SMALL.keys() | SCALES.keys()):
            pass
        elif not (after_and or (word == "and" and total and _text(tokens, stop + 1) in SMALL)):
            break
        stop += 1
    if tokens[stop - 1].text in HYPHENS:
        stop -= 1
    return total + current, stop


def _fits(small: float, last: float) -> bool:
    """Whether a small number word may follow the last one: anything first, then a unit after a ten."""
    return last == math.inf or (last >= 20 and last % 10 == 0 and 0 < small < 10)


def _scale(total: float, current: float, scale: float) -> tuple[float, float]:
    """`two hundred` goes on in its group; `two thousand` closes the group."""
    if scale <= 100:
        return total, max(current, 1.0) * scale
    return total + max(current, 1.0) * scale, 0.0


def _scaled(tokens: list[_Token], value: float, stop: int) -> tuple[float, int]:
    """A value with the scales that follow it: `10bn`, `4.2 billion`, `1.2 lakh crore`, `10-million`."""
    end = min(len(tokens), stop + _LONGEST_RUN)
    while stop < end:
        token = tokens[stop]
        at = stop + 1 if token.text in HYPHENS and _text(tokens, stop + 1) in SCALES else stop
        word = _text(tokens, at)
        glued = token.start == tokens[stop - 1].end
        if word in SCALES and word != "score" and _joined(tokens, at):
            value *= SCALES[word]
        elif word in SUFFIXES and tokens[stop - 1].digits and (glued or len(word) > 1):
            value *= SUFFIXES[word]
        else:
            break
        stop = at + 1
    return value, stop


def _and_a_half(tokens: list[_Token], value: float, stop: int) -> tuple[float, int]:
    """`two and a half`, `one and a quarter`, `two and three quarters`."""
    places = [at for at in range(stop, min(stop + 6, len(tokens))) if tokens[at].text not in HYPHENS][:3]
    if len(places) < 3 or tokens[places[0]].text != "and":
        return value, stop
    count, part = tokens[places[1]].text, tokens[places[2]].text
    many = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}.get(count)
    if many is None or part not in {"half", "quarter", "quarters", "third", "thirds"}:
        return value, stop
    return value + many / PARTS[part], places[2] + 1


# -- other kinds -------------------------------------------------------------------------------------------------------


def _plural(tokens: list[_Token], place: int) -> _Found | None:
    """`dozens`, `tens of thousands`, `several hundred`, `a few thousand`: a lower bound without an upper one."""
    word = tokens[place].text
    stop = place + (2 if word == "a" and _text(tokens, place + 1) == "few" else 1)
    if word in {"several", "few"} or stop == place + 2:
        scale = _text(tokens, stop)
        if scale not in SCALES or scale == "score":
            return None
        return _Found(_open(tokens, place, stop + 1, SCALES[scale]), place, stop + 1)
    if word not in PLURALS or (place and tokens[place - 1].digits):
        return None
    value = PLURALS[word]
    while _text(tokens, stop) == "of" and _text(tokens, stop + 1) in PLURALS:
        value *= PLURALS[_text(tokens, stop + 1)]
        stop += 2
    if word in {"tens", "scores"} and stop == place + 1 and _text(tokens, stop) != "of":
        return None
    return _Found(_open(tokens, place, stop, value), place, stop)


def _part(tokens: list[_Token], place: int) -> _Found | None:
    """`1/2`, `3/4`."""
    part = _slashed(tokens, place) if tokens[place].digits and _text(tokens, place - 1) not in {"/", "-"} else None
    if part is None:
        return None
    return _Found(_number(tokens, place, place + 3, part)._replace(kind="fraction"), place, place + 3)


def _share(tokens: list[_Token], place: int) -> _Found | None:
    """`half`, `a third of`, `two-thirds`, `three quarters`, `half a million`, `a quarter of a million`."""
    opening = tokens[place].text
    if opening == "half":
        return _half(tokens, place)
    many = SMALL.get(opening, 1.0 if opening == "a" else 0.0)
    at = place + (2 if _text(tokens, place + 1) in HYPHENS and _text(tokens, place + 1) else 1)
    part = _text(tokens, at)
    if not 1 <= many < 12 or part not in PARTS:
        return None
    if many == 1 and (part.endswith("s") or (part != "half" and not _ends_share(tokens, at + 1))):
        return None
    if many > 1 and not part.endswith("s"):
        return None
    return _of_scale(tokens, place, at + 1, many / PARTS[part])


def _half(tokens: list[_Token], place: int) -> _Found | None:
    stop = place + 1
    if {_text(tokens, place - 1), _text(tokens, place - 2)} & BEFORE_HALF:
        return None
    if _text(tokens, stop) in HYPHENS and _text(tokens, stop + 1) == "a" and _text(tokens, stop + 3) in SCALES:
        return _Found(_number(tokens, place, stop + 4, 0.5 * SCALES[_text(tokens, stop + 3)]), place, stop + 4)
    if _text(tokens, stop) in HYPHENS and _text(tokens, stop + 1) in {*TIMES, *SCALES, "century"}:
        stop += 1
    elif stop < len(tokens) and _makes_compound(tokens[stop], tokens[place].end):
        return None
    return _of_scale(tokens, place, stop, 0.5)


def _makes_compound(after: _Token, end: int) -> bool:
    """Whether the token after "half" makes another thing of it: `half-hearted`, `half time`, `half brother`."""
    hyphened = after.text in HYPHENS and after.start == end
    return hyphened or (after.word and after.text not in AFTER_HALF and after.text not in SCALES)


def _of_scale(tokens: list[_Token], place: int, stop: int, share: float) -> _Found:
    """A share, or the number it makes with a scale: `half a million`."""
    at = stop + 1 if _text(tokens, stop) == "of" else stop
    at += 1 if _text(tokens, at) in {"a", "one"} else 0
    if _text(tokens, at) in SCALES and _text(tokens, at) != "score":
        return _Found(_number(tokens, place, at + 1, share * SCALES[_text(tokens, at)]), place, at + 1)
    number = _number(tokens, place, stop, share)
    return _Found(number._replace(kind="fraction"), place, stop)


def _ends_share(tokens: list[_Token], stop: int) -> bool:
    if stop + 1 < len(tokens) and tokens[stop].text in HYPHENS and tokens[stop + 1].word:
        return False  # "a fourth-rounder"
    return stop >= len(tokens) or not tokens[stop].word or tokens[stop].text in AFTER_SHARE


def _ordinal(tokens: list[_Token], place: int) -> _Found | None:
    """`38th`, `second`, `twenty-first`, `two hundred and fifth`."""
    token = tokens[place]
    mark = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.digits and mark and mark.start == token.end and _ORDINAL_MARK.fullmatch(mark.text):
        value = _value(token.text)
        return None if value is None else _as_ordinal(tokens, place, place + 2, value)
    if token.text in ORDINALS:
        counted = place and (tokens[place - 1].digits or tokens[place - 1].text in {"per", "a", "each", "more"})
        if token.text == "second" and counted and _ends_share(tokens, place + 1):
            return None
        return _as_ordinal(tokens, place, place + 1, ORDINALS[token.text])
    tens = SMALL.get(token.text, 0.0)
    last = place + 2 if _text(tokens, place + 1) in HYPHENS else place + 1
    if tens >= 20 and 1 <= ORDINALS.get(_text(tokens, last), 0.0) < 10:
        return _as_ordinal(tokens, place, last + 1, tens + ORDINALS[_text(tokens, last)])
    return None


def _as_ordinal(tokens: list[_Token], place: int, stop: int, value: float) -> _Found:
    return _Found(_number(tokens, place, stop, value)._replace(kind="ordinal"), place, stop)


def _multiple(tokens: list[_Token], place: int) -> _Found | None:
    """`twice`, `threefold`, and `double` before what is doubled."""
    word = tokens[place].text
    if word.endswith("fold") and word.removesuffix("fold") in SMALL:
        value = SMALL[word.removesuffix("fold")]
        return _Found(_number(tokens, place, place + 1, value)._replace(kind="multiple"), place, place + 1)
    if word not in MULTIPLES:
        return None
    if word not in {"twice", "thrice"} and _text(tokens, place + 1) not in AFTER_HALF:
        return None
    return _Found(_number(tokens, place, place + 1, MULTIPLES[word])._replace(kind="multiple"), place, place + 1)


def _ratio(tokens: list[_Token], first: _Found) -> _Found | None:
    """`one in five`, `nine out of 10`, `two of every three`, `three ships in ten`: the quotient."""
    stop = first.stop
    words: list[str] = []
    if _text(tokens, stop + 1) == "in" and tokens[stop].word and _counts_in(tokens, first, stop + 2):
        stop += 1
    while stop < len(tokens) and len(words) < 2 and tokens[stop].text in {"in", "out", "of", "every"}:
        words.append(tokens[stop].text)
        stop += 1
    if tuple(words) not in {("in",), ("in", "every"), ("out", "of"), ("of", "every")} or stop >= len(tokens):
        return None
    second = _cardinal(tokens, stop)
    if second is None or not 0 < first.number.value < second.number.value < 1500:
        return None
    if _text(tokens, second.stop) in TIMES and words == ["in"]:
        return None
    value = first.number.value / second.number.value
    number = first.number._replace(end=second.number.end, value=value, kind="ratio", low=value, high=value)
    return _Found(number, first.start, second.stop)


def _counts_in(tokens: list[_Token], first: _Found, place: int) -> bool:
    """Whether a number after a noun and "in" divides: `one patient in six`, `three watches in ten`."""
    after = _text(tokens, place)
    return after in {"ten", "10", "100", "hundred"} or (first.number.value == 1 and after in SMALL)


def _range(tokens: list[_Token], first: _Found) -> _Found | None:
    """`10 to 15`, `10-15`, `two or three`: rising, and of one size; the scale of the end is the start's too."""
    join, before = _text(tokens, first.stop), _text(tokens, first.start - 1)
    if join in HYPHENS and (_text(tokens, first.stop + 1), _text(tokens, first.stop + 2)) in HYPHENED_TO:
        first, join = first._replace(stop=first.stop + 2), "to"
    between = join == "and" and before == "between"
    if not (between or join in RANGE_JOINS) or before == "from" or first.stop + 1 >= len(tokens):
        return None
    second = _cardinal(tokens, first.stop + 1)
    if second is None or (join in HYPHENS and tokens[first.stop + 1].digits != tokens[first.stop - 1].digits):
        return None
    low, high = first.number.value, second.number.value
    bare_end = _value(tokens[first.stop + 1].text) if tokens[first.stop + 1].digits else None
    if bare_end and high > bare_end and low < bare_end:
        low *= high / bare_end
    if not low < high <= 10 * low or (join == "or" and high > 2 * low + 1):
        return None
    number = first.number._replace(end=second.number.end, value=low, kind="range", low=low, high=high, approximate=True)
    return _Found(number, first.start, second.stop)


def _unless_pronoun(tokens: list[_Token], place: int, found: _Found) -> _Found | None:
    """The number, unless it is a bare "one" that stands for somebody or something."""
    if tokens[place].text != "one" or found.stop != place + 1:
        return found
    before = tokens[place - 1].text if place else ""
    if before == "by" and _text(tokens, place - 2) == "one":
        return None
    after = tokens[found.stop] if found.stop < len(tokens) else None
    if before in BEFORE_PRONOUN or after is None or after.text in AFTER_PRONOUN:
        return None
    if after.text in HYPHENS:
        return found if after.start == tokens[place].end else None
    return found if after.word else None


# -- tokens ------------------------------------------------------------------------------------------------------------


def _number(tokens: list[_Token], place: int, stop: int, value: float) -> Number:
    return Number(tokens[place].start, tokens[stop - 1].end, value, "cardinal", value, value, approximate=False)


def _open(tokens: list[_Token], place: int, stop: int, value: float) -> Number:
    return _number(tokens, place, stop, value)._replace(high=None, approximate=True)


def _text(tokens: list[_Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""


def _joined(tokens: list[_Token], place: int) -> bool:
    """Whether a token follows the one before it within one phrase: only a gap or a hyphen between them."""
    return tokens[place].start - tokens[place - 1].end <= 1
