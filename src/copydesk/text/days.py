"""Expressions of days in text, and the days they mean when something is known of the day of writing.

`days` finds them, each with its parts and with the direction in which its clause looks; `resolve` gives the first and
the last day that one may mean. The rules for weekdays and for days without a year follow the tense of the clause:
"said on Monday" looks back, "is expected on Monday" ahead, and "Friday" written on a Friday is that very day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from copydesk.text.closed import COUNTING, WEEKDAYS
from copydesk.text.tense import looks_ahead

DayKind = Literal["date", "day_month", "month", "year", "weekday", "relative", "after"]
Unit = Literal["day", "week", "weekend", "month", "year"]
Order = Literal["dmy", "mdy"]
Days = tuple[date, date]
"""The first and the last day; the same day twice when it is exact."""

FIRST_YEAR, LAST_YEAR = 1700, 2199
"""Four digits outside these years are taken for a count."""

_SHORT_WEEKDAYS = "mon tues? wed thu(?:rs?)? fri sat sun".split()
# Months in English, German, French and Spanish, written as in news; the abbreviations count beside a day only.
_MONTHS = (
    ("january", "januar", "jänner", "janvier", "enero"),
    ("february", "februar", "février", "febrero"),
    ("march", "märz", "mars", "marzo"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("june", "juni", "juin", "junio"),
    ("july", "juli", "juillet", "julio"),
    ("august", "août", "agosto"),
    ("september", "septembre", "septiembre"),
    ("october", "oktober", "octobre", "octubre"),
    ("november", "novembre", "noviembre"),
    ("december", "dezember", "décembre", "diciembre"),
)
_SHORT_MONTHS = (
    ("jan", "janv", "ene"),
    ("feb", "févr"),
    ("mar", "mär"),
    ("apr", "avr", "abr"),
    (),
    ("jun",),
    ("jul", "juil"),
    ("aug", "ago"),
    ("sept", "sep"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_MONTH_OF = {
    name: number for table in (_MONTHS, _SHORT_MONTHS) for number, names in enumerate(table, 1) for name in names
}
_COUNTS = COUNTING | {"a": 1, "an": 1}


@dataclass(frozen=True, slots=True)
class DayMention:
    """An expression of a day, month or year: where it stands, its parts, and which way its clause looks.

    `shift` counts `unit`s from the day of writing (`relative`) or from the day named before (`after`); for a weekday
    it is -1 for "last", 1 for "next" and 0 otherwise. `ahead` is None where the clause does not tell. `either` marks
    numbers that may be read day first or month first (`day` and `month` hold the first reading).
    """

    text: str
    start: int
    end: int
    kind: DayKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int = 0
    unit: Unit = "day"
    part: Literal["early", "late"] | None = None
    ahead: bool | None = None
    either: bool = False


def days(text: str) -> list[DayMention]:
    """The expressions of days in a text, in order, none inside another."""
    found: list[DayMention] = []
    taken: set[int] = set()
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if taken.isdisjoint((match.start(), match.end() - 1)):
                mention = read(match)
                if mention is not None:
                    found.append(mention)
                    taken.update(range(match.start(), match.end()))
    return sorted(found, key=lambda mention: mention.start)


def resolve(
    mention: DayMention, anchor: date, *, before: Days | None = None, order: Order | None = None
) -> Days | None:
    """The first and last day that a mention may mean when it was written on `anchor`; None where that is open.

    `before` is what the day named just before it means, for "the next day". `order` tells how numbers are read;
    without it "03/04/2031" gives both readings, as the interval between them.
    """
    try:
        return _RESOLVERS[mention.kind](mention, anchor, before, order)
    except (ValueError, OverflowError):
        return None


def resolve_all(mentions: Sequence[DayMention], anchor: date, *, order: Order | None = None) -> list[Days | None]:
    """What each mention of one text means, in their order, each seen in the light of the one before."""
    meant: list[Days | None] = []
    before: Days | None = None
    for mention in mentions:
        span = resolve(mention, anchor, before=before, order=order)
        meant.append(span)
        before = span if span is not None and span[0] == span[1] else before
    return meant


def stated(mention: DayMention, *, order: Order | None = None) -> Days | None:
    """The days that a mention means by itself, whenever it was written: full dates, months and years with a year."""
    if mention.year is None:
        return None
    return resolve(mention, date(mention.year, 1, 1), order=order)


def month_days(year: int, month: int) -> Days:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


# -- reading ---------------------------------------------------------------------------------------------------------


def _any_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_FULL = _any_of(name for names in _MONTHS for name in names)
_SHORT = _any_of(name for names in _SHORT_MONTHS for name in names)
_MONTH = rf"(?P<month>(?:{_FULL})|(?:{_SHORT})\b\.?)"
# A month without a day beside it must be English and capitalised: "may" and "march" are words too.
_ENGLISH = _any_of(names[0].capitalize() for names in _MONTHS)
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)}|(?:{'|'.join(_SHORT_WEEKDAYS)})\b\.?)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>1[789]\d\d|2[01]\d\d)"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?,? (?:on )?)?"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})"
_NO_DIGIT = r"(?!\d)"


def _pattern(source: str, *, exact_case: bool = False) -> re.Pattern[str]:
    return re.compile(source, re.UNICODE if exact_case else re.UNICODE | re.IGNORECASE)


def _mention(found: re.Match[str], kind: DayKind, **parts: object) -> DayMention:
    start, end = found.span("all") if "all" in found.re.groupindex else found.span()
    ahead = looks_ahead(found.string, start, end)
    return DayMention(found.string[start:end], start, end, kind, **{"ahead": ahead, **parts})  # type: ignore[arg-type]


def _month_number(name: str) -> int:
    return _MONTH_OF[name.casefold().rstrip(".")]


def _weekday_number(name: str | None) -> int | None:
    if name is None:
        return None
    return next(number for number, full in enumerate(WEEKDAYS) if full.startswith(name.casefold()[:3]))


def _named(found: re.Match[str]) -> DayMention | None:
    """A day with its month by name, with or without a year."""
    parts = found.groupdict()
    month, day = _month_number(parts["month"]), int(parts["day"])
    year = int(parts["year"]) if parts["year"] else None
    if day > calendar.monthrange(year or 2000, month)[1] or (year is None and parts["month"][0].islower()):
        return None  # "may 3" and "march 10" are as likely verbs
    weekday = _weekday_number(parts["weekday"])
    return _mention(found, "date" if year else "day_month", year=year, month=month, day=day, weekday=weekday)


def _iso(found: re.Match[str]) -> DayMention | None:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if not _exists(year, month, day):
        return None
    return _mention(found, "date", year=year, month=month, day=day)


def _numbers(found: re.Match[str]) -> DayMention | None:
    """`21.03.2031` and its like; day first unless only the other order gives a day."""
    first, second, year = int(found["first"]), int(found["second"]), _full_year(found["year"])
    day_first, month_first = _exists(year, second, first), _exists(year, first, second)
    if not day_first and not month_first:
        return None
    day, month = (first, second) if day_first else (second, first)
    # Points part the day from the month in every country that uses them.
    either = day_first and month_first and first != second and found["mark"] != "."
    return _mention(found, "date", year=year, month=month, day=day, either=either)


def _full_year(digits: str) -> int:
    """Two digits stand for the years 1970 to 2069, as in POSIX."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and FIRST_YEAR <= year <= LAST_YEAR


def _month_year(found: re.Match[str]) -> DayMention:
    part = _PARTS.get((found["part"] or "").casefold().rstrip("-"))
    return _mention(found, "month", year=int(found["year"]), month=_month_number(found["month"]), part=part)


def _bare_month(found: re.Match[str]) -> DayMention:
    which = found["which"].casefold()
    shift = _SHIFTS.get(which, 0)
    ahead = None if shift == 0 else shift > 0
    if which == "since":
        ahead = False
    parts = {} if ahead is None else {"ahead": ahead}
    return _mention(found, "month", month=_month_number(found["month"]), shift=shift, **parts)


def _year(found: re.Match[str]) -> DayMention:
    return _mention(found, "year", year=int(found["year"]))


def _weekday(found: re.Match[str]) -> DayMention:
    which = (found["which"] or found["after"] or "").casefold()
    week = (found["week"] or "").casefold()
    shift, unit = (_SHIFTS.get(week, 0), "week") if week else (_SHIFTS.get(which, 0), "day")
    ahead = {} if not shift else {"ahead": shift > 0}
    return _mention(found, "weekday", weekday=_weekday_number(found["weekday"]), shift=shift, unit=unit, **ahead)


def _relative_day(found: re.Match[str]) -> DayMention:
    words = " ".join(found.group().casefold().split())
    return _mention(found, "relative", shift=_DAY_WORDS.get(words, 0))


def _relative_unit(found: re.Match[str]) -> DayMention:
    part = _PARTS.get((found["part"] or "").casefold())
    shift = _SHIFTS.get(found["which"].casefold(), 0)
    return _mention(found, "relative", shift=shift, unit=found["unit"].casefold(), part=part)


def _ago(found: re.Match[str]) -> DayMention:
    return _mention(found, "relative", shift=-_count(found["count"]), unit=found["unit"].casefold())


def _hence(found: re.Match[str]) -> DayMention:
    return _mention(found, "relative", shift=_count(found["count"]), unit=found["unit"].casefold())


def _after(found: re.Match[str]) -> DayMention:
    forward = found["which"].casefold() in {"next", "following", "later", "after"}
    return _mention(found, "after", shift=1 if forward else -1, unit="day")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.casefold()]


_PARTS: dict[str, Literal["early", "late"]] = {"early": "early", "earlier": "early", "late": "late", "later": "late"}
_SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0}
_DAY_WORDS = {
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}

# Longer and surer forms first: a stretch that one has taken is not read again.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DayMention | None]], ...] = (
    (_pattern(rf"(?<!\d)(?<!\d[-/.]){_YEAR}(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark){_DAY}{_NO_DIGIT}"), _iso),
    (
        _pattern(
            r"(?<!\d)(?<!\d[-/.])(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|(?<=/)\d\d)"
            r"(?![-/.]?\d)"
        ),
        _numbers,
    ),
    (
        _pattern(
            rf"(?<!\d[.,])(?<!\d)(?P<all>(?:(?<!\w){_WEEKDAY},? )?(?:the )?{_DAY}(?:st|nd|rd|th|er|\.)?[ -](?:of |de )?"
            rf"{_MONTH}(?!\w)(?:,?[ -](?:de |del )?{_YEAR}{_NO_DIGIT})?)"
        ),
        _named,
    ),
    (
        _pattern(
            rf"(?<!\w)(?P<all>(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}(?:st|nd|rd|th)?(?![\w%])(?![.,:]\d)"
            rf"(?:,? {_YEAR}{_NO_DIGIT})?)"
        ),
        _named,
    ),
    (
        _pattern(
            rf"\b(?:(?P<part>[Ee]arly|[Ll]ate)[ -])?(?P<month>{_ENGLISH}|{_FULL.title()})(?:,| of)? {_YEAR}\b",
            exact_case=True,
        ),
        _month_year,
    ),
    (
        _pattern(
            rf"\b(?P<which>[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Tt]hrough|[Ff]or|[Ff]rom|[Tt]o|[Aa]nd"
            rf"|[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Ll]ate|[Ee]arly|[Mm]id|[Bb]efore|[Aa]fter)[ -]"
            rf"(?P<all>(?P<month>{_ENGLISH}))\b(?! (?:\d|[A-Z]))",
            exact_case=True,
        ),
        _bare_month,
    ),
    (
        _pattern(r"\b(?:the day (?:before yesterday|after tomorrow)|yesterday|tomorrow|today|tonight|last night)\b"),
        _relative_day,
    ),
    (_pattern(r"\bthis (?:morning|afternoon|evening)\b"), _relative_day),
    (
        _pattern(
            rf"\b(?:(?P<which>last|next|this|past|previous|coming|following) )?(?P<weekday>{'|'.join(WEEKDAYS)})\b"
            r"(?: (?:of )?(?P<week>last|next|this) week\b| (?P<after>last|next)\b(?! (?:week|month|year)))?"
        ),
        _weekday,
    ),
    (
        _pattern(
            r"\b(?:(?P<part>earlier|later) )?(?P<which>last|next|this|past|previous|coming) "
            r"(?P<unit>weekend|week|month|year)\b"
        ),
        _relative_unit,
    ),
    (_pattern(rf"\b{_COUNT} (?P<unit>day|week|month|year)s? ago\b"), _ago),
    (_pattern(rf"\bin {_COUNT} (?P<unit>day|week|month|year)s?(?:'s?)? time\b"), _hence),
    (_pattern(r"\bthe (?P<which>next|following|previous) day\b"), _after),
    (_pattern(r"\b(?:a|one) day (?P<which>later|earlier)\b"), _after),
    (_pattern(r"\bthe day (?P<which>before|after)\b(?! (?:yesterday|tomorrow))"), _after),
    (_pattern(rf"(?<![\w$\u00a3\u20ac.,#\u2116/-]){_YEAR}(?![\w%]|[.,:]\d|-[a-z])"), _year),
)


# -- meaning ---------------------------------------------------------------------------------------------------------


def _of_date(mention: DayMention, _anchor: date, _before: Days | None, order: Order | None) -> Days:
    year, month, day = mention.year or 0, mention.month or 0, mention.day or 0
    if mention.either and order is None:
        both = sorted((date(year, month, day), date(year, day, month)))
        return both[0], both[1]
    one = date(year, day, month) if mention.either and order == "mdy" else date(year, month, day)
    return one, one


def _of_day_month(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days | None:
    """The day of that name nearest to the anchor on the side to which the clause looks; its weekday may decide."""
    near = [
        date(year, mention.month or 0, mention.day or 0)
        for year in range(anchor.year - 6, anchor.year + 3)
        if _exists(year, mention.month or 0, mention.day or 0)
    ]
    fitting = [day for day in near if mention.weekday in (None, day.weekday())]
    sided = [day for day in fitting if mention.ahead is None or (day >= anchor) == mention.ahead or day == anchor]
    if not (sided or fitting):
        return None
    one = min(sided or fitting, key=lambda day: abs((day - anchor).days))
    return one, one


def _of_month(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    month = mention.month or 0
    if mention.year is not None:
        return _part_of(month_days(mention.year, month), mention.part)
    distance = (month - anchor.month) % 12
    if not mention.ahead and distance:
        distance -= 12
    if distance == 0:
        distance = 12 * mention.shift
    count = anchor.year * 12 + anchor.month - 1 + distance
    return month_days(count // 12, count % 12 + 1)


def _part_of(span: Days, part: str | None) -> Days:
    """The first or the last half of a stretch, with a margin: "late May" rarely means the first fortnight."""
    if part is None:
        return span
    middle = span[0] + (span[1] - span[0]) / 2
    return (span[0], middle) if part == "early" else (middle, span[1])


def _of_year(mention: DayMention, _anchor: date, _before: Days | None, _order: Order | None) -> Days:
    return date(mention.year or 0, 1, 1), date(mention.year or 0, 12, 31)


def _of_weekday(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    wanted = mention.weekday or 0
    if mention.unit == "week":
        one = anchor + timedelta(days=wanted - anchor.weekday() + 7 * mention.shift)
        return one, one
    back = (anchor.weekday() - wanted) % 7
    if mention.ahead:
        forward = (7 - back) % 7
        days_off = forward or (7 if mention.shift else 0)
    else:
        days_off = -(back or (7 if mention.shift else 0))
    one = anchor + timedelta(days=days_off)
    return one, one


def _of_relative(mention: DayMention, anchor: date, _before: Days | None, _order: Order | None) -> Days:
    if mention.unit == "day":
        one = anchor + timedelta(days=mention.shift)
        return one, one
    span = _stretch(mention.unit, mention.shift, anchor)
    if mention.part is not None and mention.shift == 0:
        return (span[0], anchor) if mention.part == "early" else (anchor, span[1])
    return _part_of(span, mention.part)


def _stretch(unit: Unit, shift: int, anchor: date) -> Days:
    """The week, weekend, month or year that lies `shift` units from the one of the anchor."""
    if unit in {"week", "weekend"}:
        monday = anchor + timedelta(days=7 * shift - anchor.weekday())
        return (monday if unit == "week" else monday + timedelta(days=5)), monday + timedelta(days=6)
    if unit == "month":
        count = anchor.year * 12 + anchor.month - 1 + shift
        return month_days(count // 12, count % 12 + 1)
    return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31)


def _of_after(mention: DayMention, _anchor: date, before: Days | None, _order: Order | None) -> Days | None:
    if before is None:
        return None
    shift = timedelta(days=mention.shift)
    return before[0] + shift, before[1] + shift


_RESOLVERS: dict[DayKind, Callable[[DayMention, date, Days | None, Order | None], Days | None]] = {
    "date": _of_date,
    "day_month": _of_day_month,
    "month": _of_month,
    "year": _of_year,
    "weekday": _of_weekday,
    "relative": _of_relative,
    "after": _of_after,
}
