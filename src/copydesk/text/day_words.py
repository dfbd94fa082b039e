"""How texts name days by the day of writing or by a day named before: weekdays, "yesterday", "two weeks ago".

English is read most fully; German, French, Spanish and Italian in the words that news uses most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from copydesk.text.calendars import COUNTS, DAY_WORDS, SEASONS, UNITS, WEEKDAY_OF, Language, Unit, weekdays_of
from copydesk.text.closed import COUNTING, WEEKDAYS
from copydesk.text.day_forms import (
    PARTS,
    SHIFTS,
    YEAR,
    any_of,
    mention_of,
    pattern,
    titled,
    turned,
    weekday_number,
)
from copydesk.text.day_search import DayMention, Form
from copydesk.text.tense import looks_ahead

# -- weekdays ----------------------------------------------------------------------------------------------------------


def _weekday(found: re.Match[str]) -> DayMention | None:
    which = (found["which"] or found["after"] or "").casefold()
    if which in {"every", "each"}:
        return None
    week = (found["week"] or found["before"] or "").casefold()
    shift, unit = (SHIFTS.get(week, 0), "week") if week else (SHIFTS.get(which, 0), "day")
    number = weekday_number(found["weekday"])
    return mention_of(found, "weekday", weekday=number, shift=shift, unit=unit, ahead=turned(shift))


def _short_weekday(found: re.Match[str]) -> DayMention:
    return mention_of(found, "weekday", weekday=weekday_number(found["weekday"]))


def _weekday_in(language: Language) -> Callable[[re.Match[str]], DayMention]:
    """The reader of weekdays in one of the other languages."""

    def read(found: re.Match[str]) -> DayMention:
        shift = _shift_of(found)
        number = WEEKDAY_OF[found["weekday"].casefold()]
        return mention_of(found, "weekday", language=language, weekday=number, shift=shift, ahead=turned(shift))

    return read


def _shift_of(found: re.Match[str]) -> int:
    """-1 where a word before or after means last, 1 for next, 0 for this or none, in any of the other languages."""
    word = (found["which"] or found["after"] or "").casefold()
    if word.startswith(("letzt", "vergangen", "vorig", "derni", "passé", "pasad", "scors")):
        return -1
    return int(word.startswith(("nächst", "kommend", "prochain", "próxim", "prossim", "que viene")))


# -- from the day of writing -------------------------------------------------------------------------------------------


def _day_word(language: Language) -> Callable[[re.Match[str]], DayMention | None]:
    """The reader of the words for today and its neighbours in one language."""
    words = DAY_WORDS[language]

    def read(found: re.Match[str]) -> DayMention | None:
        word = " ".join(found.group().casefold().split())
        if word == "hier" and not _is_french(found.string, *found.span()):
            return None
        return mention_of(found, "relative", language=language, shift=words[word])

    return read


_FRENCH = re.compile(
    r"\b(?:les?|la|du|des|une?|est|et|dans|pour|qui|sur|aux?|par|a|ont|été)\b|\b[ldnsjmcqu]+['’]\w", re.IGNORECASE
)
_NOT_FRENCH = re.compile(r"\b(?:der|die|das|und|ist|nicht|eine?|wir|sie|het|een|van|niet|zijn|wat)\b", re.IGNORECASE)
_AROUND = 80
"""Characters on either side that tell the French word for yesterday from the German and Dutch one for here."""


def _is_french(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return len(_FRENCH.findall(around)) > len(_NOT_FRENCH.findall(around))


def _overnight(found: re.Match[str]) -> DayMention:
    return mention_of(found, "relative", unit="night")


def _stretch(found: re.Match[str]) -> DayMention:
    part = PARTS.get((found["part"] or "").casefold())
    shift = SHIFTS.get(found["which"].casefold(), 0)
    return mention_of(found, "relative", shift=shift, unit=_unit(found), part=part, ahead=turned(shift))


def _before_last(found: re.Match[str]) -> DayMention:
    return mention_of(found, "relative", shift=-2, unit=_unit(found), ahead=False)


def _other_stretch(found: re.Match[str]) -> DayMention:
    """A week, month or year in another language, with its word for last, next or this."""
    shift = _shift_of(found)
    return mention_of(found, "relative", shift=shift, unit=_unit(found), ahead=turned(shift))


def _weekend(found: re.Match[str]) -> DayMention:
    return mention_of(found, "relative", unit="weekend")


def _unit(found: re.Match[str]) -> Unit:
    return UNITS[found["unit"].casefold()]


def _ago(found: re.Match[str]) -> DayMention:
    count, unit = _count(found["count"]), found["unit"].casefold()
    if unit == "fortnight":
        return mention_of(found, "relative", shift=-2 * count, unit="week", ahead=False)
    return mention_of(found, "relative", shift=-count, unit=_unit(found), ahead=False)


def _hence(found: re.Match[str]) -> DayMention | None:
    """A count with "in" before it, where its clause looks ahead: "dug in five days" is a length of time."""
    if not found["time"] and looks_ahead(found.string, *found.span()) is not True:
        return None
    return mention_of(found, "relative", shift=_count(found["count"]), unit=_unit(found), ahead=True)


def _count(word: str) -> int:
    """The number that a count says; "a few" and "several" are taken for three."""
    lower = word.casefold()
    if word.isdigit():
        return int(word)
    return COUNTING.get(lower) or COUNTS.get(lower) or 3


def _season(found: re.Match[str]) -> DayMention:
    which = (found["which"] or "").casefold()
    shift = SHIFTS.get(which, 0)
    unit: Unit = "year" if which == "this" else "day"
    month = SEASONS[found["season"].casefold()]
    year = int(found["year"]) if found["year"] else None
    return mention_of(found, "season", month=month, year=year, shift=shift, unit=unit, ahead=turned(shift))


# -- from a day named before -------------------------------------------------------------------------------------------


def _after(found: re.Match[str]) -> DayMention:
    forward = found["which"].casefold() in {"next", "following", "later", "after"}
    return mention_of(found, "after", shift=1 if forward else -1)


def _counted_after(found: re.Match[str]) -> DayMention:
    """The day that a count leads to: "two days later" ahead, "two days after the vote" back to the vote."""
    forward = found["which"].casefold() in {"later", "after"}
    if found["clause"] is not None and found["which"].casefold() in {"after", "before"}:
        forward = not forward
    return mention_of(found, "after", shift=_count(found["count"]) * (1 if forward else -1), unit=_unit(found))


def _same_day(found: re.Match[str]) -> DayMention:
    return mention_of(found, "after")


# -- the table ---------------------------------------------------------------------------------------------------------

_COUNT = rf"(?P<count>\d{{1,3}}|{any_of(COUNTING)}|an?|a few|several|a couple of)"
_LONGEST_COUNT = max(map(len, (*COUNTING, "a couple of")))
_COUNT_ANY = rf"(?P<count>\d{{1,3}}|{any_of(COUNTS)})"
_UNIT_ANY = rf"(?P<unit>{any_of(UNITS)})"
# `morgen` and `mañana` are the morning, too, behind these words.
_NOT_BEHIND = {
    "de": ("heute", "gestern", "am", "jeden", "diesen", "guten", "Guten", "der", "den", "vom"),
    "es": ("la", "La", "esta", "Esta", "una", "cada", "de", "pasado"),
}
_PARTS_OF_DAY = ("abend", "morgen", "vormittag", "nachmittag", "mittag", "nacht")
_OTHER_WEEKDAYS: dict[Language, str] = {
    # German weekdays have their capital; Romance ones with one may be surnames.
    "de": r"\b(?:(?P<which>vergangenen|letzten|vorigen|kommenden|nächsten|diesen) )?"
    rf"(?P<weekday>@)(?:{'|'.join(_PARTS_OF_DAY)})?\b(?P<after>)",
    "fr": r"\b(?P<which>)(?P<weekday>@)\b(?: (?P<after>dernier|passé|prochain))?",
    "es": r"(?<!los )\b(?:(?P<which>pasado|próximo) )?(?P<weekday>@)\b(?: (?P<after>pasado|próximo|que viene))?",
    "it": r"\b(?:(?P<which>scors[oa]|prossim[oa]) )?(?P<weekday>@)\b(?: (?P<after>scors[oa]|prossim[oa]))?",
}
# Weeks, months and years with their words for last and next, before them, or after them, or either; what a text holds
# to which they may fit, and the words of which one stands whole in it.
_OTHER_STRETCHES = (
    (
        r"\b(?:im )?(?P<which>(?:letzt|vergangen|vorig|nächst|kommend)e\w?) (?P<unit>Woche|Monat|Jahr)(?P<after>)\b",
        ("woche", "monat", "jahr"),
        ("woche", "monat", "jahr"),
    ),
    (
        r"(?P<which>)\b(?:la |le |l['’])(?P<unit>semaine|mois|année|an) (?P<after>dern\w+|passée?|prochaine?)\b",
        ("semaine", "mois", "ann", "l'an", "l’an"),
        ("semaine", "mois", "année", "an"),
    ),
    (
        r"\b(?:la|el) (?P<which>próxim[oa]|pasad[oa]) (?P<unit>semana|mes|año)\b(?P<after>)",
        ("semana", "mes", "año"),
        ("semana", "mes", "año"),
    ),
    (
        r"(?P<which>)\b(?:la|el) (?P<unit>semana|mes|año) (?P<after>pasad[oa]|próxim[oa]|que viene)\b",
        ("semana", "mes", "año"),
        ("semana", "mes", "año"),
    ),
    (
        r"\b(?:la|il|lo) (?P<which>scors[oa]|prossim[oa]) (?P<unit>settimana|mese|anno)\b(?P<after>)",
        ("settimana", "mese", "anno"),
        ("settimana", "mese", "anno"),
    ),
    (
        r"(?P<which>)\b(?:la |il |l['’])(?P<unit>settimana|mese|anno) (?P<after>scors[oa]|prossim[oa])\b",
        ("settimana", "mese", "anno"),
        ("settimana", "mese", "anno"),
    ),
)


def _other_weekdays() -> Iterable[Form]:
    for language, source in _OTHER_WEEKDAYS.items():
        names = weekdays_of(language)
        written = [name.capitalize() for name in names] if language == "de" else names
        parts = ("", *_PARTS_OF_DAY) if language == "de" else ("",)
        yield Form(
            pattern(source.replace("@", any_of(written)), exact_case=True),
            _weekday_in(language),
            words=names,
            whole=frozenset(name + part for name in names for part in parts),
        )


def _day_words() -> Iterable[Form]:
    for language, meanings in DAY_WORDS.items():
        behind = "".join(rf"(?<!\b{word} )" for word in _NOT_BEHIND.get(language, ()))
        words = any_of(meanings)
        source = rf"{behind}\b(?:{words if language == 'en' else titled(words)})\b"
        last = tuple(word.split()[-1] for word in meanings)
        ends = {meaning: re.split(r"\W", meaning)[-1] for meaning in meanings}
        yield Form(
            pattern(source, exact_case=language != "en"),
            _day_word(language),
            words=last,
            whole=frozenset(ends.values()),
            reach=max(len(meaning) - len(end) for meaning, end in ends.items()),
        )


RELATIVE: tuple[Form, ...] = (
    *_day_words(),
    Form(
        pattern(r"(?<!\ban )(?<!\bthe )(?<!\bits )(?<!\btheir )\bovernight\b(?! (?:into|stays?|trains?|flights?)\b)"),
        _overnight,
        words=("overnight",),
        whole=frozenset(("overnight",)),
        reach=0,
    ),
    Form(
        pattern(
            r"\b(?:(?P<before>last|next|this) week,? (?:on )?)?"
            r"(?:(?P<which>last|next|this|past|previous|coming|following|every|each) )?"
            rf"(?P<weekday>{'|'.join(WEEKDAYS)})\b(?! (?:of|in) (?:each|every|the|a) (?:week|month|year)\b)"
            r"(?:(?: (?:morning|afternoon|evening|night))? (?:of )?(?P<week>last|next|this) week\b"
            r"| (?P<after>last|next)\b(?! (?:week|month|year)))?"
        ),
        _weekday,
        words=WEEKDAYS,
        whole=frozenset(WEEKDAYS),
        reach=len("last week, on following "),
    ),
    Form(
        pattern(r"\b(?P<weekday>Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.(?=,| [a-z(])", exact_case=True),
        _short_weekday,
        words=("mon.", "tue.", "tues.", "wed.", "thur.", "thu.", "thurs.", "fri.", "sat.", "sun."),
        whole=frozenset(("mon", "tue", "tues", "wed", "thur", "thu", "thurs", "fri", "sat", "sun")),
        reach=0,
    ),
    *_other_weekdays(),
    Form(
        pattern(
            r"\b(?:(?P<part>earlier|later) )?(?P<which>last|next|this|past|previous|coming) "
            r"(?P<unit>weekend|week|month|year)\b"
        ),
        _stretch,
        words=("week", "month", "year"),
        whole=frozenset(("weekend", "week", "month", "year")),
        reach=len("earlier previous "),
    ),
    Form(pattern(r"\bthe (?P<unit>weekend|week|month|year) before last\b"), _before_last, words=("before last",)),
    Form(
        pattern(rf"\b{_COUNT} (?P<unit>minute|min|hour|hr|day|week|fortnight|month|year)s? ago\b"),
        _ago,
        words=(" ago",),
        whole=frozenset(("ago",)),
        reach=_LONGEST_COUNT + len(" fortnights "),
    ),
    Form(
        pattern(rf"\bin {_COUNT} (?P<unit>day|week|month|year)s?(?P<time>(?:'s?|’s?)? time)?\b"),
        _hence,
        words=("in ",),
        whole=frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years")),
        reach=len("in ") + _LONGEST_COUNT + 1,
    ),
    Form(
        pattern(rf"\b(?P<which>last|next|this|coming|previous|past) (?P<season>{'|'.join(SEASONS)})\b(?P<year>(?!))?"),
        _season,
        words=tuple(SEASONS),
        whole=frozenset(SEASONS),
        reach=len("previous "),
    ),
    Form(
        pattern(r"\bin the (?P<season>spring|summer|autumn|winter)\b(?! (?:of|to)\b)(?P<which>(?!))?(?P<year>(?!))?"),
        _season,
        words=tuple(SEASONS),
        whole=frozenset(SEASONS),
        reach=len("in the "),
    ),
    Form(
        pattern(rf"\b(?P<season>{'|'.join(SEASONS)})(?: of|,)? {YEAR}\b(?P<which>(?!))?"),
        _season,
        digit=True,
        words=tuple(SEASONS),
        whole=frozenset(SEASONS),
        reach=0,
    ),
    Form(
        pattern(r"\b(?:at|over|during) the weekend\b"),
        _weekend,
        words=("weekend",),
        whole=frozenset(("weekend",)),
        reach=len("during the "),
    ),
    Form(
        pattern(r"\bthe (?P<which>next|following|previous) day\b"),
        _after,
        words=(" day",),
        whole=frozenset(("day",)),
        reach=len("the following "),
    ),
    Form(pattern(r"\bthe same (?:day|morning|afternoon|evening|night)\b"), _same_day, words=("the same",)),
    Form(
        pattern(
            r"\b(?P<count>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<unit>day|week)s? "
            r"(?P<which>later|earlier|after|before)\b(?P<clause>(?= \w))?"
        ),
        _counted_after,
        words=("day", "week"),
        whole=frozenset(("day", "days", "week", "weeks")),
        reach=len("three "),
    ),
    Form(pattern(r"\bthe day (?P<which>before|after)\b(?! (?:yesterday|tomorrow))"), _after, words=("the day",)),
    Form(pattern(rf"\bvor {_COUNT_ANY} {_UNIT_ANY}\b"), _ago, words=("vor ",), whole=frozenset(("vor",)), reach=0),
    Form(pattern(rf"\bil y a {_COUNT_ANY} {_UNIT_ANY}\b"), _ago, words=("il y a",), whole=frozenset(("il",)), reach=0),
    Form(pattern(rf"\bhace {_COUNT_ANY} {_UNIT_ANY}\b"), _ago, words=("hace ",), whole=frozenset(("hace",)), reach=0),
    Form(
        pattern(rf"\b{_COUNT_ANY} {_UNIT_ANY} fa\b"),
        _ago,
        words=("o fa", "i fa", "a fa", "e fa"),
        whole=frozenset(("fa",)),
        reach=max(map(len, COUNTS)) + max(map(len, UNITS)) + 2,
    ),
    *(
        Form(pattern(source), _other_stretch, words=words, whole=frozenset(whole))
        for source, words, whole in _OTHER_STRETCHES
    ),
)
"""Forms that want the day of writing, or the day named before."""
