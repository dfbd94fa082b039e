"""Numbers in digits and in words, with their places: pure grammar, no units, no names, no dates.

What a number counts, and whether it is part of a date or a name, is the reader's business; here `2014` is a number.
The grammar walks over words once, so a long text costs linear time. Its word lists are those of English news.
"""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

from copydesk.text.closed import COUNTING

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


_SMALL = {word: float(value) for word, value in COUNTING.items()}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "score": 20.0,
}
# Written at or after digits: "10bn", "3.4m", "£5k"; `m` may be metres too, which only what follows can tell.
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
_PLURALS = {
    "dozens": 12.0,
    "scores": 20.0,
    "tens": 10.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "lakhs": 1e5,
    "millions": 1e6,
    "crores": 1e7,
    "billions": 1e9,
    "trillions": 1e12,
}
_IRREGULAR = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
_ORDINALS = (
    {f"{word}th": value for word, value in _SMALL.items() if 4 <= value < 20}
    | {f"{word[:-1]}ieth": value for word, value in _SMALL.items() if value >= 20}
    | {word: float(n) for word, n in _IRREGULAR.items()}
)
_PARTS = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0} | {
    form: value for word, value in _ORDINALS.items() if 3 <= value <= 12 for form in (word, f"{word}s")
}
_MULTIPLES = {"twice": 2.0, "thrice": 3.0, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")

_RANGE_JOINS = frozenset(["to", "or", *_HYPHENS])

_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:\.\d{3})+,\d+(?!\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)"  # 1.234,5 and 1.234.567
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # 4,200 and 12,34,567
    r"|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d|\d)(?=[^\d])"  # 10 000
    r"|\d+[.,]\d+(?:[.,]\d+)*|\d+)"
    r"|(?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)|(?P<mark>\S)"
)
_ORDINAL_MARK = re.compile(r"st|nd|rd|th")
_MOST_DIGITS = 15  # beyond this a float no longer holds the number, and it is a code anyhow

# Words after which a bare "a third" or "a quarter" is a share; before a noun "a third" is the third of its kind.
_AFTER_SHARE = frozenset(
    "of in on at to by from as for than since over more less higher lower fewer bigger smaller larger and or but"
    " said say says is are was were have has had will would".split()
)
# "half" is a share before these, or before a mark; elsewhere it opens a compound ("half brother", "half time").
_AFTER_HALF = frozenset(
    "a an of the that this these those its their his her our my what as and or in at by to is was were are had has"
    " have for from on said went came more".split()
)
_BEFORE_HALF = frozenset("the this that its his their first second other better latter my your".split())
# A bare "one" counts nothing after these ("the one", "no one") ...
_BEFORE_PRONOUN = frozenset(
    "the no this that which any every each another some not first last only new old big good bad other such right"
    " wrong former latter number day's".split()
)
# ... nor before these ("one of them", "one can", "one day", "one by one").
_AFTER_PRONOUN = frozenset(
    "of that who whom whose which is was were are has had have can could would should may might must will shall does"
    " did another day morning evening thing way hand side by after at on as it he she they we you i to for from with"
    " and or but if when where because than before until knows said says more such too not never alone".split()
)
_TIMES = frozenset("second seconds minute minutes hour hours day days week weeks month months year years".split())


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


def numbers(text: str) -> list[Number]:
    """The numbers of a text in order, none inside another: `4,200`, `10bn`, `forty-three`, `two-thirds`, `38th`.

    A pronoun-like "one", "the half brother", "both" and "several" are left out; digits with a point too many ("1.2.3",
    an address or a version) are no number. Digits glued to letters before them ("q35,000", "G7") are given.
    """
    tokens = [
        _Token(m.group().casefold(), m.start(), m.end(), m.lastgroup == "digits", m.lastgroup == "word")
        for m in _TOKEN.finditer(text)
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
    [*_SMALL, *_SCALES, *_PLURALS, *_ORDINALS, *_PARTS, *_MULTIPLES, *_VULGAR, "a", "an", "several", "few"]
)


def _compound(tokens: list[_Token], place: int) -> _Found | None:
    """The longest number at a token: a ratio or a range of two numbers, or one number alone."""
    first = _single(tokens, place)
    if first is None:
        return None
    if first.number.kind == "cardinal" and not first.number.approximate:
        return _ratio(tokens, first) or _range(tokens, first) or _unless_pronoun(tokens, place, first)
    return first


def _single(tokens: list[_Token], place: int) -> _Found | None:
    for reading in (_plural, _share, _ordinal, _multiple, _cardinal):
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
    return _Found(_number(tokens, place, stop, value), place, stop)


def _digits(tokens: list[_Token], place: int) -> tuple[float, int] | None:
    token = tokens[place]
    glued = place > 0 and tokens[place - 1].end == token.start
    if glued and tokens[place - 1].text in {"_", "@", "#", "/", "\\", "=", "~"}:
        return None
    value = _value(token.text)
    if value is None:
        return None
    stop = place + 1
    if stop < len(tokens) and tokens[stop].text in _VULGAR and tokens[stop].start - token.end <= 1:
        return value + _VULGAR[tokens[stop].text], stop + 1
    return value, stop


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
    if opening in _VULGAR:
        return _VULGAR[opening], place + 1
    if opening in {"a", "an"}:
        place += 1
        if _text(tokens, place) == "couple":
            return 2.0, place + 1
        if _text(tokens, place) not in _SCALES or _text(tokens, place) == "score":
            return None
        return _run(tokens, place, current=1.0)
    if opening in _SMALL or (opening in _SCALES and opening != "score" and _text(tokens, place - 1) != "per"):
        return _run(tokens, place, current=0.0)
    return None


def _run(tokens: list[_Token], place: int, *, current: float) -> tuple[float, int]:
    """Add up number words from a token on: the groups of thousands in `total`, the group being read in `current`."""
    total, last_small, stop = 0.0, math.inf, place
    while stop < len(tokens):
        word = tokens[stop].text
        if stop > place and not _joined(tokens, stop):
            break
        after_and = word == "and" and current >= 100 and _text(tokens, stop + 1) in _SMALL
        if word in _SMALL and _fits(_SMALL[word], last_small):
            current, last_small = current + _SMALL[word], _SMALL[word]
        elif word in _SCALES and word != "score":
            total, current = _scale(total, current, _SCALES[word])
            last_small = math.inf if _SCALES[word] != 12 else 0.0
        elif word in _HYPHENS and _text(tokens, stop + 1) in (_SMALL.keys() | _SCALES.keys()):
            pass
        elif not (after_and or (word == "and" and total and _text(tokens, stop + 1) in _SMALL)):
            break
        stop += 1
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
    while stop < len(tokens):
        token = tokens[stop]
        at = stop + 1 if token.text in _HYPHENS and _text(tokens, stop + 1) in _SCALES else stop
        word = _text(tokens, at)
        glued = token.start == tokens[stop - 1].end
        if word in _SCALES and word != "score" and _joined(tokens, at):
            value *= _SCALES[word]
        elif word in _SUFFIXES and tokens[stop - 1].digits and (glued or len(word) > 1):
            value *= _SUFFIXES[word]
        else:
            break
        stop = at + 1
    return value, stop


def _and_a_half(tokens: list[_Token], value: float, stop: int) -> tuple[float, int]:
    """`two and a half`, `one and a quarter`, `two and three quarters`."""
    places = [at for at in range(stop, min(stop + 6, len(tokens))) if tokens[at].text not in _HYPHENS][:3]
    if len(places) < 3 or tokens[places[0]].text != "and":
        return value, stop
    count, part = tokens[places[1]].text, tokens[places[2]].text
    many = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}.get(count)
    if many is None or part not in {"half", "quarter", "quarters", "third", "thirds"}:
        return value, stop
    return value + many / _PARTS[part], places[2] + 1


# -- other kinds -------------------------------------------------------------------------------------------------------


def _plural(tokens: list[_Token], place: int) -> _Found | None:
    """`dozens`, `tens of thousands`, `several hundred`, `a few thousand`: a lower bound without an upper one."""
    word = tokens[place].text
    stop = place + (2 if word == "a" and _text(tokens, place + 1) == "few" else 1)
    if word in {"several", "few"} or stop == place + 2:
        scale = _text(tokens, stop)
        if scale not in _SCALES or scale == "score":
            return None
        return _Found(_open(tokens, place, stop + 1, _SCALES[scale]), place, stop + 1)
    if word not in _PLURALS or (place and tokens[place - 1].digits):
        return None
    value = _PLURALS[word]
    while _text(tokens, stop) == "of" and _text(tokens, stop + 1) in _PLURALS:
        value *= _PLURALS[_text(tokens, stop + 1)]
        stop += 2
    if word in {"tens", "scores"} and stop == place + 1 and _text(tokens, stop) != "of":
        return None
    return _Found(_open(tokens, place, stop, value), place, stop)


def _share(tokens: list[_Token], place: int) -> _Found | None:
    """`half`, `a third of`, `two-thirds`, `three quarters`, `half a million`, `a quarter of a million`."""
    opening = tokens[place].text
    if opening == "half":
        return _half(tokens, place)
    many = _SMALL.get(opening, 1.0 if opening == "a" else 0.0)
    at = place + (2 if _text(tokens, place + 1) in _HYPHENS and _text(tokens, place + 1) else 1)
    part = _text(tokens, at)
    if not 1 <= many < 12 or part not in _PARTS:
        return None
    if many == 1 and (part.endswith("s") or (part != "half" and not _ends_share(tokens, at + 1))):
        return None
    if many > 1 and not part.endswith("s"):
        return None
    return _of_scale(tokens, place, at + 1, many / _PARTS[part])


def _half(tokens: list[_Token], place: int) -> _Found | None:
    stop = place + 1
    if {_text(tokens, place - 1), _text(tokens, place - 2)} & _BEFORE_HALF:
        return None
    if _text(tokens, stop) in _HYPHENS and _text(tokens, stop + 1) in {*_TIMES, *_SCALES, "century"}:
        stop += 1
    elif stop < len(tokens) and _makes_compound(tokens[stop], tokens[place].end):
        return None
    return _of_scale(tokens, place, stop, 0.5)


def _makes_compound(after: _Token, end: int) -> bool:
    """Whether the token after "half" makes another thing of it: `half-hearted`, `half time`, `half brother`."""
    hyphened = after.text in _HYPHENS and after.start == end
    return hyphened or (after.word and after.text not in _AFTER_HALF and after.text not in _SCALES)


def _of_scale(tokens: list[_Token], place: int, stop: int, share: float) -> _Found:
    """A share, or the number it makes with a scale: `half a million`."""
    at = stop + 1 if _text(tokens, stop) == "of" else stop
    at += 1 if _text(tokens, at) in {"a", "one"} else 0
    if _text(tokens, at) in _SCALES and _text(tokens, at) != "score":
        return _Found(_number(tokens, place, at + 1, share * _SCALES[_text(tokens, at)]), place, at + 1)
    number = _number(tokens, place, stop, share)
    return _Found(number._replace(kind="fraction"), place, stop)


def _ends_share(tokens: list[_Token], stop: int) -> bool:
    return stop >= len(tokens) or not tokens[stop].word or tokens[stop].text in _AFTER_SHARE


def _ordinal(tokens: list[_Token], place: int) -> _Found | None:
    """`38th`, `second`, `twenty-first`, `two hundred and fifth`."""
    token = tokens[place]
    mark = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.digits and mark and mark.start == token.end and _ORDINAL_MARK.fullmatch(mark.text):
        value = _value(token.text)
        return None if value is None else _as_ordinal(tokens, place, place + 2, value)
    if token.text in _ORDINALS:
        counted = place and (tokens[place - 1].digits or tokens[place - 1].text in {"per", "a", "each"})
        if token.text == "second" and counted and _ends_share(tokens, place + 1):
            return None
        return _as_ordinal(tokens, place, place + 1, _ORDINALS[token.text])
    tens = _SMALL.get(token.text, 0.0)
    last = place + 2 if _text(tokens, place + 1) in _HYPHENS else place + 1
    if tens >= 20 and 1 <= _ORDINALS.get(_text(tokens, last), 0.0) < 10:
        return _as_ordinal(tokens, place, last + 1, tens + _ORDINALS[_text(tokens, last)])
    return None


def _as_ordinal(tokens: list[_Token], place: int, stop: int, value: float) -> _Found:
    return _Found(_number(tokens, place, stop, value)._replace(kind="ordinal"), place, stop)


def _multiple(tokens: list[_Token], place: int) -> _Found | None:
    """`twice`, and `double` before what is doubled."""
    word = tokens[place].text
    if word not in _MULTIPLES:
        return None
    if word not in {"twice", "thrice"} and _text(tokens, place + 1) not in _AFTER_HALF:
        return None
    return _Found(_number(tokens, place, place + 1, _MULTIPLES[word])._replace(kind="multiple"), place, place + 1)


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
    if _text(tokens, second.stop) in _TIMES and words == ["in"]:
        return None
    value = first.number.value / second.number.value
    number = first.number._replace(end=second.number.end, value=value, kind="ratio", low=value, high=value)
    return _Found(number, first.start, second.stop)


def _counts_in(tokens: list[_Token], first: _Found, place: int) -> bool:
    """Whether a number after a noun and "in" divides: `one patient in six`, `three watches in ten`."""
    after = _text(tokens, place)
    return after in {"ten", "10", "100", "hundred"} or (first.number.value == 1 and after in _SMALL)


def _range(tokens: list[_Token], first: _Found) -> _Found | None:
    """`10 to 15`, `10-15`, `two or three`: rising, and of one size; the scale of the end is the start's too."""
    join, before = _text(tokens, first.stop), _text(tokens, first.start - 1)
    between = join == "and" and before == "between"
    if not (between or join in _RANGE_JOINS) or before == "from" or first.stop + 1 >= len(tokens):
        return None
    second = _cardinal(tokens, first.stop + 1)
    if second is None or (join in _HYPHENS and tokens[first.stop + 1].digits != tokens[first.stop - 1].digits):
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
    after = tokens[found.stop] if found.stop < len(tokens) else None
    if before in _BEFORE_PRONOUN or after is None or after.text in _AFTER_PRONOUN:
        return None
    if after.text in _HYPHENS:
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
