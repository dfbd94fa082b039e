"""What a number counts: the unit, the counted noun or the currency around it, and the rate after it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from copydesk.claims.nouns import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    FILLERS,
    FUNCTION,
    IN_YEARS,
    MEASURES,
    MONEY,
    MONEY_SINGULARS,
    RATE_NOUNS,
    SYMBOL_SCALES,
    SYMBOLS,
    TIME,
    UNIT_MODIFIERS,
    is_person,
    is_plural,
)
from copydesk.text.lemmas import singular

UnitKind = Literal["percent", "currency", "measure", "time", "person", "thing", "ratio"]
REACH = 90  # characters after a number in which its noun may stand: the longest noun phrases of news are shorter
MOST_WORDS = 5  # words of a noun phrase after a number


class Unit(NamedTuple):
    """A unit in the singular; `end` is where it ends, counted from the end of the number (0: it stands before it).

    `times` brings a longer unit to the one named ("two decades" is 20 years).
    """

    name: str
    kind: UnitKind
    end: int
    times: float = 1.0
    per: str | None = None


_PERCENT = re.compile(r"[\s-]?(?:%|per\s?cent\b|percent\b|pc\b)", re.IGNORECASE)
_POINTS = re.compile(r"[\s-](?P<kind>percentage|basis)[\s-]points?\b|\s?(?P<short>bps|bp|pp|ppts?)\b", re.IGNORECASE)
_AFTER_PERCENT = re.compile(r"[\s-]points?\b")
_SYMBOL = re.compile(
    r"\s?(?P<symbol>" + "|".join(re.escape(sign) for sign in sorted(SYMBOLS, key=len, reverse=True)) + r")(?![\w/])"
)
_CODE_AFTER = re.compile(r"\s(?P<code>[A-Z]{3})\b")
_SIGN_AFTER = re.compile(r"\s?(?P<sign>[$\u00a3\u20ac\u00a5\u20b9\u20bd\u20a9\u20ba\u20aa\u20b4\u20ab])(?!\d)")
_BEFORE = re.compile(
    r"(?:(?P<sign>(?<![A-Za-z])(?:[A-Z]{1,2})?[$\u00a3\u20ac\u00a5\u20b9\u20bd\u20a9\u20ba\u20aa\u20b4\u20ab\u0e3f])\s?"
    r"|(?<![A-Za-z])(?P<code>[A-Z]{3})\s?|(?<![\w'\u2019.-])(?P<letters>[A-Za-z]{1,2}|[Kk]r\.?\s|Rs\.?\s))$"
)
_WORD = re.compile(r"\s*(?P<mark>[(\"\u201c\u2018]?)(?P<word>[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*)(?P<after>['\u2019]?)")
_HYPHENED = re.compile(
    r"(?:[-\u2010\u2011\u2013]|\s-\s(?=(?:year|month|week|day|hour|minute|inch|foot|mile|yard|metre|meter)\s))"
    r"(?P<word>[^\W\d_]+)(?P<rest>(?:(?:[-\u2010\u2011]|\s-\s(?=old\b))[^\W\d_]+)*)"
)
_COUNT = (
    r"(?:[\d.,]+(?:bn|m|k)?\s(?:(?:million|billion|thousand)\s)?"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\s)"
)
_OF_THOSE = re.compile(
    r"\s(?:more\s)?of\s(?:(?:the|his|her|its|their|our|my|those|these|that|this)\s(?:[^\W\d_]+['\u2019]s?\s)?"
    rf"(?:other\s|[a-z]+est\s)?{_COUNT}?|(?:[^\W\d_]+['\u2019]s\s)?{_COUNT}|[^\W\d_]+['\u2019]s\s)"
)
_RATE = re.compile(
    r"(?:\s+(?:more|less|fewer|extra|worse off|on average|each))*(?P<sign>\s?/\s?|,?\s+(?:a|an|per|each|every)\s+)"
    r"(?P<noun>[^\W\d_]+)(?P<second>\s[^\W\d_]+)?"
)
_OF_STUFF = re.compile(r"\s+of\s+(?:\w+\s+){1,3}?(?=(?:a|per|each|every)\s)")
# After a mere article: "30 people a year ago"; not "a year from October".
_NO_RATE = re.compile(r"\s+(?:ago|earlier|later|before|after|on|from (?:now|today|then)|old|long)\b")
# "38bn cubic metres of gas annually".
_BY_ADVERB = re.compile(
    r"(?:\s+of(?:\s+[\w'\u2019-]+){1,3}?)?\s+(?P<adverb>annually|yearly|monthly|weekly|daily|hourly|per annum)\b"
)
_RATES = {
    "annual": "year",
    "annually": "year",
    "per annum": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
# "his monthly payment goes from 890 thalers to 1,045": sums and amounts that flow, with nothing but their verb between.
_FLOW = re.compile(
    r"\b(?P<rate>annual|yearly|monthly|weekly|daily|hourly)\s(?:[a-z-]+\s)?"
    r"(?:payments?|pay|salar(?:y|ies)|wages?|rents?|fees?|incomes?|pensions?|bills?|costs?|outputs?|production|capacity"
    r"|sales|revenues?|turnover|budgets?|spending|profits?|loss(?:es)?|imports?|exports?|deliver(?:y|ies)|consumption"
    r"|emissions)\s(?:[a-z-]+\s){0,4}?(?:of|at|is|was|are|were|to|from|reached|averaged|totalled)\s"
    r"(?:[\w.,$\u00a3\u20ac]+\s(?:[a-z]+\s)?to\s)?$"
)
_TEMPERATURE = re.compile(r"\s(?P<scale>[Cc]elsius|[Cc]entigrade|[Ff]ahrenheit|C|F)\b")
_SCALES = {"c": "Celsius", "f": "Fahrenheit"}
_COMPOUND_RATES = frozenset({"megawatt hour", "kilowatt hour", "cubic metre", "square metre", "square foot"})


def unit_before(before: str, *, money_letters: frozenset[str], large: bool) -> tuple[str, int] | None:
    """The currency that stands right before a number, and how many characters it takes.

    Letters glued to the number ("L480m", "q35,000") are a currency when the number is `large` (a scale or a
    separator), or when the article has used them so elsewhere (`money_letters`).
    """
    found = _BEFORE.search(before)
    if found is None:
        return None
    length = len(before) - found.start()
    if found["sign"]:
        sign = found["sign"]
        return CURRENCY_SIGNS.get(sign) or CURRENCY_SIGNS.get(sign[-1], sign), length
    if found["code"]:
        return (found["code"], length) if found["code"] in CURRENCY_CODES else None
    letters = found["letters"].strip()
    return (letters, length) if large or letters in money_letters else None


def rate_before(before: str, unit: Unit) -> str | None:
    """The rate of a sum or an amount that the noun before it tells: `annual output of`, `monthly rent went from`."""
    found = _FLOW.search(before) if unit.kind in {"currency", "measure"} else None
    return _RATES[found["rate"]] if found else None


def unit_after(after: str, *, value: float, scaled: bool, money_nouns: frozenset[str] = frozenset()) -> Unit | None:
    """The unit or counted noun that follows a number of this value; `scaled` when it is written with bn, m, million.

    `money_nouns` are words that the article uses as currencies.
    """
    unit = _percent(after) or _symbol(after) or _hyphened(after)
    if unit is None:
        unit = _noun(after, value=value, scaled=scaled, money_nouns=money_nouns)
    return None if unit is None else _with_rate(after, unit)


def _percent(after: str) -> Unit | None:
    found = _POINTS.match(after)
    if found:
        short = (found["short"] or "").casefold()
        basis = (found["kind"] or "").casefold() == "basis" or short.startswith("bp")
        return Unit("basis point" if basis else "percentage point", "percent", found.end())
    found = _PERCENT.match(after)
    if found is None:
        return None
    points = _AFTER_PERCENT.match(after, found.end())
    return Unit("percentage point" if points else "percent", "percent", points.end() if points else found.end())


def _symbol(after: str) -> Unit | None:
    found = _SYMBOL.match(after)
    if found and not (found["symbol"] in {"in", "C", "g", "p"} and found.group()[0].isspace()):
        name, per = SYMBOLS[found["symbol"]]
        times = SYMBOL_SCALES.get(found["symbol"], 1.0)
        return Unit(name, "time" if name in TIME else "measure", found.end(), times=times, per=per)
    code = _CODE_AFTER.match(after)
    if code and code["code"] in CURRENCY_CODES:
        return Unit(code["code"], "currency", code.end())
    sign = _SIGN_AFTER.match(after)
    return Unit(CURRENCY_SIGNS[sign["sign"]], "currency", sign.end()) if sign else None


def _hyphened(after: str) -> Unit | None:
    """`-year`, `-year-old`, `-member`, `-tonne`, `-thaler`."""
    found = _HYPHENED.match(after)
    if found is None:
        return None
    word = singular(found["word"].casefold())
    if word in FUNCTION:
        return None
    rest = found["rest"].strip("-\u2010\u2011 ").casefold()
    if word in UNIT_MODIFIERS and rest:
        return Unit(f"{word} {singular(rest)}", "measure", found.end())
    return _named(word, found.end())


def _noun(after: str, *, value: float, scaled: bool, money_nouns: frozenset[str]) -> Unit | None:
    """The head of the noun phrase after a number."""
    of_those = _OF_THOSE.match(after)
    begin = of_those.end() if of_those else 0
    run = _run(after, begin)
    if not run:
        return None
    if run[0][0] in money_nouns and not is_plural(run[0][0]):
        return Unit(run[0][0], "currency", run[0][2])
    head = _head(run, single=value == 1 and not of_those, scaled=scaled)
    if head is None:
        return None
    word, _, end = run[head]
    name = MONEY_SINGULARS.get(word.casefold()) or singular(word)
    scale = _TEMPERATURE.match(after, end) if name.casefold() == "degree" else None
    if scale:
        return Unit(f"degree {_SCALES[scale['scale'][0].casefold()]}", "measure", scale.end())
    if head and run[head - 1][0].casefold() in UNIT_MODIFIERS:
        return Unit(f"{run[head - 1][0].casefold()} {name.casefold()}", "measure", end)
    if name.casefold() in MONEY or scaled:
        proud = [before for before, _, _ in run[:head] if before[0].isupper()]
        unit = _named(" ".join([*proud, name]) if name.casefold() not in PEOPLE_UNITS else name, end)
        return unit._replace(kind="currency") if name.casefold() in MONEY else unit
    return _named(name if name[0].isupper() else name.casefold(), end)


# Singular after a number above one too: "a 21 day recovery", "a nine acre site", "a 200 person crowd".
_ATTRIBUTIVE = MONEY | MEASURES | TIME | {"person"}
PEOPLE_UNITS = frozenset({"person", "people"})


def _run(after: str, begin: int) -> list[tuple[str, int, int]]:
    """The words after a number that may form one noun phrase, each with its start and end."""
    run: list[tuple[str, int, int]] = []
    place = begin
    while len(run) < MOST_WORDS and place < REACH:
        found = _WORD.match(after, place)
        if found is None or (run and found["mark"]) or found["mark"] == "(":
            break
        word = found["word"]
        if word.casefold() in FUNCTION and not (not run and word.casefold() in FILLERS):
            break
        place = found.end("word")
        if word.casefold() not in FILLERS or run:
            possessive = re.search(r"['\u2019]s?$", word) is not None
            run.append((re.sub(r"['\u2019]s$", "", word), found.start("word"), place))
            if possessive or (found["after"] and after[found.end() : found.end() + 1].isspace()):
                break
    return run


def _head(run: list[tuple[str, int, int]], *, single: bool, scaled: bool) -> int | None:
    """Which word of a noun phrase is counted: the first plural, or the last of several in a row."""
    plurals = [place for place, (word, _, _) in enumerate(run) if is_plural(word)]
    if plurals and not (single and plurals[0] > 0):
        head = plurals[0]
        while head + 1 in plurals and not run[head + 1][0].endswith("ss"):
            head += 1
        return head
    if single and run[0][0].casefold() in _ATTRIBUTIVE:
        return 0
    if single:
        people = [place for place, (word, _, _) in enumerate(run) if is_person(word)]
        return people[0] if people else min(len(run) - 1, 1)
    last = run[-1][0].casefold()
    if len(run) <= 2 and (scaled or last in MEASURES or last in MONEY) and not last.endswith(("ed", "ing", "ly")):
        return len(run) - 1
    return 0 if run[0][0].casefold() in _ATTRIBUTIVE else None


def _named(name: str, end: int) -> Unit:
    """A unit by its noun: persons are one unit, decades and centuries are years."""
    lower = name.casefold()
    last = name.rpartition(" ")[2]
    if lower in IN_YEARS:
        return Unit("year", "time", end, times=IN_YEARS[lower])
    if lower in TIME:
        return Unit(lower, "time", end)
    if last.casefold() in MONEY:
        return Unit(name, "currency", end)
    if last.casefold() in MEASURES or lower in {"foot", "meter"}:
        return Unit(lower, "measure", end)
    if is_person(last):
        return Unit("person", "person", end)
    return Unit(name, "thing", end)


def _with_rate(after: str, unit: Unit) -> Unit:
    """The unit with the rate that follows it, if any: `a year`, `per head`, `a megawatt hour`, `/day`, `annually`."""
    if unit.per is not None:
        return unit
    adverb = _BY_ADVERB.match(after, unit.end)
    if adverb:
        return unit._replace(per=_RATES[adverb["adverb"]])
    stuff = _OF_STUFF.match(after, unit.end)
    begin = stuff.end() - 1 if stuff else unit.end
    found = _RATE.match(after, begin)
    if found is None or (found["sign"].strip() in {"a", "an"} and _NO_RATE.match(after, found.end("noun"))):
        return unit
    noun = found["noun"].casefold()
    pair = f"{noun}{(found['second'] or '').casefold()}"
    if pair in _COMPOUND_RATES:
        return unit._replace(per=pair)
    sure = found["sign"].strip() in {"per", "/"}
    if noun in TIME or (noun in RATE_NOUNS and not stuff) or (sure and found["sign"].strip() == "per"):
        named = f"{found['noun']}{found['second'] or ''}" if found["noun"][0].isupper() else noun
        return unit._replace(per=named if found["noun"][0].isupper() else singular(named))
    return unit
