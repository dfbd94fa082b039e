"""How texts name days outright: dates, days of a month, months and years, in numbers and in some twenty languages.

A form says what a text must hold for it to be tried at all, so that a text without digits and without words of the
calendar costs next to nothing (`day_search`). Days that are told from the day of writing stand in `day_words`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from typing import Literal

from copydesk.text.calendars import (
    ENGLISH_MONTHS,
    ENGLISH_SHORT_MONTHS,
    LANGUAGE_OF_MONTH,
    MONTH_OF,
    OTHER_MONTHS,
    OTHER_SHORT_MONTHS,
    WEEKDAY_OF,
    Language,
)
from copydesk.text.closed import WEEKDAYS
from copydesk.text.day_search import DayKind, DayMention, Form

FIRST_YEAR, LAST_YEAR = 1700, 2199
"""Four digits outside these years are taken for a count."""


# -- parts -------------------------------------------------------------------------------------------------------------


def any_of(names: Iterable[str]) -> str:
    """An alternation of names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_SHORT = any_of(name.capitalize() for name in ENGLISH_SHORT_MONTHS)
# A month without a day beside it must be English and capitalised: "may" and "march" are words too.
_ENGLISH = any_of(name.capitalize() for name in ENGLISH_MONTHS)
_NAME = r"(?P<month>[^\W\d_]{3,12})(?![^\W\d_])\.?"
"""Any word as long as a month's name; whether it is one is looked up, which is cheaper than an alternation of 300."""
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
YEAR = r"(?P<year>1[789]\d\d|2[01]\d\d)"
# A time of day may be glued to a year: "Nov 20 20194:29 AM".
_NO_DIGIT = r"(?!\d(?!\d?:\d\d))"


def pattern(source: str, *, exact_case: bool = False) -> re.Pattern[str]:
    """A pattern without regard to case, unless it is told to mind it."""
    return re.compile(source, re.UNICODE if exact_case else re.UNICODE | re.IGNORECASE)


def titled(names: str) -> str:
    """The same alternatives, each also with a capital at its head."""
    return "|".join(rf"[{name[0].upper()}{name[0]}]{name[1:]}" for name in names.split("|"))


def mention_of(
    found: re.Match[str],
    kind: DayKind,
    *,
    start: int | None = None,
    language: Language = "en",
    ahead: bool | None = None,
    **parts: object,
) -> DayMention:
    """The mention that a match makes, from `start` where words before the match belong to it.

    Where `ahead` is not given, its clause will tell: `days` asks it, in the verbs of `language`.
    """
    first, end = found.span("all") if "all" in found.re.groupindex else found.span()
    start = first if start is None else start
    if (
        found.string[end - 1] == "." and found.groupdict().get("month", "").casefold() in OTHER_MONTHS
    ):  # a sentence ends
        end -= 1
    text = found.string[start:end]
    return DayMention(text, start, end, kind, ahead=ahead, language=language, **parts)  # type: ignore[arg-type]


def _month_number(name: str) -> int:
    return MONTH_OF[name.casefold().rstrip(".")]


def _language_of(month: str) -> Language:
    return LANGUAGE_OF_MONTH.get(month.casefold(), "en")


_SHORT_WEEKDAYS = {name[:size]: number for number, name in enumerate(WEEKDAYS) for size in (3, 4, 5)}


def weekday_number(name: str | None) -> int | None:
    """Monday 0; None for no name and for one that is no weekday."""
    if name is None:
        return None
    bare = name.casefold().rstrip(".")
    if bare in WEEKDAY_OF:
        return WEEKDAY_OF[bare]
    return _SHORT_WEEKDAYS.get(bare)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and FIRST_YEAR <= year <= LAST_YEAR


def _full_year(digits: str) -> int:
    """Two digits stand for the years 1970 to 2069, as in POSIX."""
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


# -- full dates and days of a month ------------------------------------------------------------------------------------


_BEFORE_DAY = re.compile(
    r"(?:(?<!\w)(?P<weekday>[^\W\d_]+(?:-feira)?)(?P<stop>\.?),?[ \u00a0])?(?P<the>the )?$", re.IGNORECASE
)
_BEFORE_MONTH = re.compile(r"(?<!\w)(?P<weekday>[^\W\d_]+)(?P<stop>\.?),? $")
_MONTH_BEFORE = re.compile(r"(?<![^\W_])(?P<month>[^\W\d_]{3,12})\.?[ \u00a0](?:the )?$")
_PART_BEFORE = re.compile(
    r"(?:\b(?P<part>early|late)[ -])?(?<!\w)(?P<month>[^\W\d_]{3,12})\.?(?:,| of| de| del)? $", re.IGNORECASE
)
_LONGEST_BEFORE = 30
"""Characters of weekday, month and articles before the number of a day or a year."""


def _day_first(found: re.Match[str]) -> DayMention | None:
    """A day with its month by name behind it, with or without a year."""
    start, weekday = found.start(), None
    before = _BEFORE_DAY.search(found.string, max(0, start - _LONGEST_BEFORE), start)
    if before is not None:
        start = before.start("the") if before["the"] else start
        weekday = _weekday_before(before)
        start = before.start("weekday") if weekday is not None else start
    return _named(found, found["month"], start, weekday)


def _weekday_before(before: re.Match[str]) -> int | None:
    """The weekday before a day; its English abbreviations count too."""
    return weekday_number(before["weekday"]) if before["weekday"] else None


def _may_end_month(text: str, end: int) -> bool:
    """Whether the last word before a place, articles aside, ends as some month does: most other words do not."""
    words = text[max(0, end - _LONGEST_BEFORE) : end].split()
    while words and words[-1].casefold() in _BETWEEN_MONTH:
        words.pop()
    return bool(words) and words[-1].rstrip(".,")[-_LEAST_MONTH:].casefold() in _MONTH_ENDS


_BETWEEN_MONTH = frozenset(("the", "of", "de", "del"))
_LEAST_MONTH = 3
_MONTH_ENDS = frozenset(name[-_LEAST_MONTH:] for name in MONTH_OF)


def _month_first(found: re.Match[str]) -> DayMention | None:
    """The month before its day: English, or with a year behind it."""
    start = found.start()
    if not _may_end_month(found.string, start):
        return None
    before = _MONTH_BEFORE.search(found.string, max(0, start - _LONGEST_BEFORE), start)
    name = _last_capital(before["month"]) if before is not None else ""
    bare = name.casefold()
    english = bare in ENGLISH_MONTHS or bare in ENGLISH_SHORT_MONTHS
    if before is None or not (english or (found["year"] is not None and bare in OTHER_MONTHS)):
        return None
    start = before.end("month") - len(name)
    ahead = _BEFORE_MONTH.search(found.string, max(0, start - _LONGEST_BEFORE), start)
    weekday = _weekday_before(ahead) if ahead is not None else None
    if ahead is not None and weekday is not None:
        start = ahead.start()
    return _named(found, name, start, weekday)


_GLUED = re.compile(r"(?<=[^\W\d_A-Z])[A-Z][^\W\d_A-Z]+$")


def _last_capital(word: str) -> str:
    """The month at the end of a word that a page runs together with the name before it: "Posted by AnnaMay 3"."""
    if word.casefold() in MONTH_OF:
        return word
    glued = _GLUED.search(word)
    return glued.group() if glued is not None else word


def _year_first(found: re.Match[str]) -> DayMention | None:
    return _named(found, found["month"], found.start(), None)


def _named(found: re.Match[str], name: str, start: int, weekday: int | None, /) -> DayMention | None:
    """The day that a match and the name of its month make."""
    month, day = MONTH_OF.get(name.casefold()), int(found["day"])
    digits = found["year"] or found.groupdict().get("short")
    year = _full_year(digits) if digits else None
    if month is None or (year is None and _may_be_a_word(name)) or day > calendar.monthrange(year or 2000, month)[1]:
        return None
    kind: DayKind = "date" if year else "day_month"
    language = _language_of(name)
    return mention_of(found, kind, start=start, language=language, year=year, month=month, day=day, weekday=weekday)


def _may_be_a_word(month: str) -> bool:
    """Whether a month beside a number but without a year is as likely something else: "may 3", "march 10", "12 set"."""
    bare = month.casefold()
    if bare in OTHER_SHORT_MONTHS and bare not in OTHER_MONTHS:
        return True
    return month[0].islower() and (bare in ENGLISH_MONTHS or bare in ENGLISH_SHORT_MONTHS)


def _ymd(found: re.Match[str]) -> DayMention | None:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if not _exists(year, month, day):
        return None
    return mention_of(found, "date", year=year, month=month, day=day)


def _numbers(found: re.Match[str]) -> DayMention | None:
    """`21.03.2031` and its like; day first unless only the other order gives a day."""
    first, second, year = int(found["first"]), int(found["second"]), _full_year(found["year"])
    day_first, month_first = _exists(year, second, first), _exists(year, first, second)
    if not day_first and not month_first:
        return None
    day, month = (first, second) if day_first else (second, first)
    # Points part the day from the month in every country that uses them.
    either = day_first and month_first and first != second and found["mark"][0] != "."
    return mention_of(found, "date", year=year, month=month, day=day, either=either)


_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


def _era(found: re.Match[str]) -> DayMention | None:
    """A day by the year of a Japanese era."""
    count = 1 if found["count"] == "元" else int(found["count"])
    year, month, day = _ERAS[found["era"]] + count, int(found["month"]), int(found["day"])
    return mention_of(found, "date", year=year, month=month, day=day) if _exists(year, month, day) else None


def _numbered_month(found: re.Match[str]) -> DayMention:
    return mention_of(found, "month", year=int(found["year"]), month=int(found["month"]))


def _bare_day(found: re.Match[str]) -> DayMention:
    return mention_of(found, "day", day=int(found["day"]))


# -- months and years --------------------------------------------------------------------------------------------------

PARTS: dict[str, Literal["early", "late"]] = {"early": "early", "earlier": "early", "late": "late", "later": "late"}
SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0}


def turned(shift: int) -> bool | None:
    """The direction that "last" and "next" give by themselves."""
    return shift > 0 if shift else None


def _month_year(found: re.Match[str]) -> DayMention | None:
    """A month before its year; English ones need their capital."""
    start = found.start()
    if not _may_end_month(found.string, start):
        return None
    before = _PART_BEFORE.search(found.string, max(0, start - _LONGEST_BEFORE), start)
    bare = before["month"].casefold() if before is not None else ""
    if before is None or bare not in MONTH_OF or (bare in OTHER_SHORT_MONTHS and bare not in OTHER_MONTHS):
        return None
    if before["month"][0].islower() and (bare in ENGLISH_MONTHS or bare in ENGLISH_SHORT_MONTHS):
        return None
    part = PARTS.get((before["part"] or "").casefold())
    return mention_of(found, "month", start=before.start(), year=int(found["year"]), month=MONTH_OF[bare], part=part)


def _month_of_year(found: re.Match[str]) -> DayMention:
    shift = SHIFTS[found["which"].casefold()]
    return mention_of(found, "month", month=_month_number(found["month"]), shift=shift, unit="year")


def _bare_month(found: re.Match[str]) -> DayMention:
    which = found["which"].casefold()
    shift, part = SHIFTS.get(which, 0), PARTS.get(which)
    ahead = False if which == "since" else turned(shift)
    return mention_of(found, "month", month=_month_number(found["month"]), shift=shift, part=part, ahead=ahead)


def _year(found: re.Match[str]) -> DayMention:
    return mention_of(found, "year", year=int(found["year"]))


# -- the table, longer and surer forms first: a stretch that one has taken is not read again ---------------------------

_ORDINAL = r"(?:st|nd|rd|th|er|ère|º|°|ª|\.|e|-?ое|-?го)?"
_SPACE = r"[ \u00a0]"


def _yearly(
    source: re.Pattern[str], read: Callable[[re.Match[str]], DayMention | None], *, words: tuple[str, ...] = ()
) -> Form:
    """A form that begins with a year."""
    return Form(source, read, digit=True, words=words, numbered=True, yearly=True)


ABSOLUTE: tuple[Form, ...] = (
    _yearly(
        pattern(rf"(?<!\d)(?<!\d[-/.]){YEAR}(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark){_DAY}(?!\d)"),
        _ymd,
        words=("-", "/"),
    ),
    _yearly(
        pattern(rf"(?<![\d.,/-]){YEAR}(?P<mark>\. ?|/)(?P<month>0?[1-9]|1[0-2])(?P=mark){_DAY}(?!\d|[.,/-]\d)"),
        _ymd,
        words=(".", "/"),
    ),
    Form(
        # Two digits are a year behind slashes, and behind points when day and month have two as well.
        pattern(
            r"(?<!\d)(?<!\d[-/.])(?P<first>\d{1,2})(?P<mark>[-/]|\. ?)(?P<second>\d{1,2})(?P=mark)"
            r"(?P<year>\d{4}|(?<=/)\d\d|(?<=\d\d\.\d\d\.)\d\d)(?![-/.]?\d)"
        ),
        _numbers,
        digit=True,
        numbered=True,
        words=("-", "/", "."),
    ),
    _yearly(
        pattern(rf"(?<!\d){YEAR} ?[年년] ?(?P<month>0?[1-9]|1[0-2]) ?[月월] ?{_DAY} ?[日일]"),
        _ymd,
        words=("年", "년"),
    ),
    Form(
        pattern(rf"(?P<era>{'|'.join(_ERAS)})(?P<count>\d{{1,2}}|元)年(?P<month>0?[1-9]|1[0-2])月{_DAY}日"),
        _era,
        digit=True,
        words=("年",),
    ),
    Form(
        pattern(
            rf"(?<!\d[.,])(?<!\d){_DAY}{_ORDINAL}(?:{_SPACE}|[/.-])(?:of |de |d['’])?{_NAME}"
            rf"(?:(?:,?{_SPACE}|[/.-]|,)(?:of |de |del )?(?P<year>1[789]\d\d|2[01]\d\d|(?<=[/.-])\d\d){_NO_DIGIT}"
            rf"|{_SPACE}['’]?(?P<short>\d\d)(?=\s*(?:$|[|)])))?"
        ),
        _day_first,
        digit=True,
        numbered=True,
    ),
    Form(
        pattern(
            rf"(?<=[ \u00a0]){_DAY}(?:st|nd|rd|th|º)?(?![\w%])(?![.,:]\d)"
            rf"(?:(?:,?{_SPACE}|,)(?:de |del )?{YEAR}{_NO_DIGIT})?"
        ),
        _month_first,
        digit=True,
        numbered=True,
    ),
    _yearly(pattern(rf"(?<![\w.,/-]){YEAR}(?:\. | |-){_NAME}[ -]{_DAY}(?![\w.,:/-]\d|\w)"), _year_first),
    _yearly(pattern(rf"(?<= ){YEAR}(?!\w)"), _month_year),
    _yearly(
        pattern(rf"(?<!\d){YEAR} ?[年년] ?(?P<month>0?[1-9]|1[0-2]) ?[月월](?P<part>)"),
        _numbered_month,
        words=("年", "년"),
    ),
)
"""Forms that may name a day or a month with its year."""

MONTHLY: tuple[Form, ...] = (
    Form(
        pattern(rf"\b(?P<month>{_ENGLISH})(?: of)? (?P<which>last|next|this) year\b", exact_case=True),
        _month_of_year,
        words=(" year",),
        whole=frozenset(("year",)),
        reach=len("September of last "),
    ),
    Form(
        pattern(
            rf"\b(?P<which>[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Tt]hrough|[Ff]or|[Ff]rom|[Tt]o|[Aa]nd"
            rf"|[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|[Ll]ate|[Ee]arly|[Mm]id|[Bb]efore|[Aa]fter)[ -]"
            rf"(?P<all>(?P<month>{_ENGLISH}))\b(?! (?:\d|[A-Z]))",
            exact_case=True,
        ),
        _bare_month,
        words=tuple(ENGLISH_MONTHS),
        whole=frozenset(ENGLISH_MONTHS),
        reach=len("previous "),
    ),
    Form(
        pattern(
            r"\b(?:on|by|until|till|before|after|since|from) (?P<all>the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th))"
            r"(?=\s*(?:[.,;:!?)]|$|(?:and|at|but|when|that|to|for|in)\b))"
        ),
        _bare_day,
        digit=True,
        words=(" the ",),
        reach=len("before the "),
    ),
)
"""Months and days of a month that want a day of writing."""

YEARS = (_yearly(pattern(rf"(?<![\w$\u00a3\u20ac.,#\u2116/-]){YEAR}(?![\w%]|[.,:]\d|-[a-z])"), _year),)
"""A year by itself; it comes last, since every other form may hold one."""
