"""Numbers that are no figures: days, years and times of day; parts of names, labels, telephone numbers, addresses."""

from __future__ import annotations

import re

from copydesk.text.numbers import Number

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?(?:\s+of)?[\s-](?:\d{{1,2}}\s*[-\u2013]\s*\d{{1,2}}\s+)?{_MONTH}\b", re.I)
_MONTH_BEFORE = re.compile(
    rf"\b{_MONTH}(?:\s+the)?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,|\s*[-\u2013]|\s+and|\s+to)?)?[\s-]$", re.I
)
_CLOCK_AFTER = re.compile(
    r"\s?(?:[ap]\.?\s?m\b|o['\u2019]clock|hours\s+(?:gmt|local)|gmt\b|utc\b)|(?::\s?|h)\d\d\b", re.I
)
_CLOCK_BEFORE = re.compile(r"(?:\d(?::\s?|h)|\b(?:half|quarter|minutes|\d)\s+(?:past|to)\s)$", re.I)
_HOUR_BEFORE = re.compile(
    r"\b(?:at|by|until|till|before|after|around|about|past|from|since)\s(?:just\s|shortly\s)?$", re.I
)
_HOUR_WORD_BEFORE = re.compile(r"\b(?:at|by|until|till)\s$", re.I)
_HOURS = frozenset("five six seven eight nine ten eleven twelve".split())
_PART_OF_DAY = re.compile(
    rf"\s(?:(?:in|on|that|this|the next|the following|tomorrow|yesterday)\s(?:the\s)?(?:{_WEEKDAY}\s)?"
    rf"(?:morning|afternoon|evening|night|dawn)\b|on\s{_WEEKDAY})",
    re.I,
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d")
_DATE_DIGITS = re.compile(r"\d{1,4}[-/.]$")
_DATE_DIGITS_AFTER = re.compile(r"[-/.]\d{1,4}\b")
_DECADE = re.compile(r"['\u2019]?s\b")
_DECADE_WORDS = re.compile(r"[\s-](?:twen|thir|for|fif|six|seven|eigh|nine)ties\b")
_YEARS = re.compile(r"(?:1[7-9]|2[01])\d\d[-\u2013/](?:1[7-9]|2[01])\d\d")
_ONCE_BEFORE = re.compile(r"\bat\s$", re.I)
_ONCE_AFTER = re.compile(r"\s(?:point|stage|time)\b")
_YEAR = re.compile(r"(?:1[1-9]|20|21)\d\d")
_YEAR_WORDS = re.compile(
    r"\b(?:in|since|by|until|till|from|before|after|during|of|to|late|early|mid|between|and|year|for|the|season|a)[\s-]$",
    re.I,
)
_ORDINAL_DAY = re.compile(r"\b(?:on|by|until|till|from|before|after|of|since)\s+(?:the\s+)?$", re.I)
_NOT_COUNTED = re.compile(r"\s*(?:[.,;:!?)\"\u201d\u2019]|$|(?:and|or|at|in|by|to|when|as|was|is|but|he|she|they)\b)")
_MAGNITUDE = re.compile(r"\b(?:magnitude|strength)-$", re.I)
_GLUED = re.compile(r"[^\W\d_][-\u2010\u2011.+/]?$")
_PROPER = re.compile(r"(?<![\w.])(?P<word>[A-Z][\w'\u2019]*)\s$")
_OPENS = re.compile(r"(?:^|[.!?:;\n]\W*|[\"\u201c\u2018(])$")
_DAY_OR_MONTH = re.compile(rf"{_WEEKDAY}s?|{_MONTH}", re.I)
_CAPITAL_AFTER = re.compile(r"\s[A-Z][a-z]")
_STREET = re.compile(
    r"\s(?:[A-Z][\w'\u2019-]*\s){0,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Boulevard|Drive|Place|Terrace|Row|Quay)\b"
    r"|\sblock of\b"
)
_CALL = re.compile(
    r"\b(?:call|dial|phone|tel|telephone|hotline|helpline|fax|ring|text|whatsapp|ISBN|ISSN|postcode)\W+(?:\w+\W+){0,2}$",
    re.I,
)
_CHAIN_AFTER = re.compile(r"(?:[\s().-]{1,3}\d{2,}){2,}")
_CHAIN_BEFORE = re.compile(r"(?:\+\d|\d[-.\s)]{1,2})$")
_CALLED = re.compile(r"\d{3}[-\u2013]\d{4}")
# "1) Who pays?", "2. Beat the eggs": the number of an entry; "(36)", "(4, 5)": that of a note or a source; and the
# points of the tie-break that stand behind a set, "7-6 (5)".
_ENTRY_AFTER = re.compile(r"[).:]?(?:\s|$)")
_NOTE_BEFORE = re.compile(r"(?:(?<![\w])[a-z][^\W\d_]*|\d[-\u2013]\d{1,2})\s?(?:\((?:\d{1,3}, ?)*|\[(?:\d{1,3}, ?)*)$")
_NOTE_AFTER = re.compile(r"(?:, ?\d{1,3})*(?:\)|\])")
# Names of sizes and models: "4K", "802.11b", "5300M", "4x4", "1680x1050", and the inches of "6-foot-9".
_MODEL = re.compile(r"[248]K|\d{3,}\.\d+[a-z]|\d{4,}[MBK]|\d[\d.]*B")
_TIMES_BEFORE = re.compile(r"(?:\d[x\u00d7]|[-\s]foot-)$")
_TIMES_AFTER = re.compile(r"[x\u00d7]\d")
_ADDRESS = re.compile(r"(?:https?:|www\.|@)\S*$")
# Common nouns that a number names rather than counts: "Article 5", "Room 4", "page 12".
_LABEL = re.compile(
    r"\b(?:article|chapter|pages?|room|no|number|nos|route|flight|highway|section|paragraph|clause|annex|appendix|volume"
    r"|phase|stage|grade|type|class|model|version|mark|season|episode|gate|berth|pier|platform|track|exit|junction|sector"
    r"|zone|district|ward|block|apartment|flat|suite|terminal|channel|figure|table|exhibit|rule|schedule"
    r"|resolution|directive|protocol|docket|lot|hall|reactor|category|tier|division|league"
    r"|formula|act|scene|verse|psalm|lap|heat|matchday)\.?\s$",
    re.I,
)
_ORDINAL_LABEL = re.compile(
    r"[\s-](?:party|parties|lady|ladies|minister|aid|class|hand|name|names|place|instance|glance|century|"
    r"centuries|grader?|fiddle|thoughts?|nature|reading|cousins?|degree|and\sforemost|of\sall|person|language|world)\b",
    re.I,
)
_ADVERB_BEFORE = re.compile(r"(?:\bat|\bcome|\bcame|\bcomes)\s$", re.I)


def is_label(text: str, number: Number) -> bool:
    """Whether a number is a day, a year, a time of day, or part of a name, an address or a label."""
    before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 60]
    surface = text[number.start : number.end]
    return (
        is_day(before, surface, after)
        or (number.kind == "ordinal" and _is_ordinal_label(before, surface, after))
        or _is_code(before, surface, after)
        or _is_entry(before, surface, after)
        or _is_model(before, surface, after)
    )


def is_day(before: str, surface: str, after: str) -> bool:
    """Whether a number is part of a date, a year, a decade or a time of day."""
    if _MONTH_AFTER.match(after) and len(surface) < 12 and _day_sized(surface):
        return True
    if _MONTH_BEFORE.search(before) and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?|\d{4}|\w+", surface):
        return not re.match(r"\s?(?:%|per\s?cent)", after)
    if _CLOCK_AFTER.match(after) or _CLOCK_BEFORE.search(before):
        return True
    if surface[0].isdigit() and (_DECADE.match(after) or _digits_date(before, after) or _YEARS.fullmatch(surface)):
        return True
    if _DECADE_WORDS.match(after) or (surface == "one" and _ONCE_BEFORE.search(before) and _ONCE_AFTER.match(after)):
        return True
    if surface.casefold() in _HOURS and _HOUR_WORD_BEFORE.search(before) and _NOT_COUNTED.match(after):
        return True
    if _HOUR_BEFORE.search(before) and (_PART_OF_DAY.match(after) or _bare_clock(surface, after)):
        return True
    return _YEAR.fullmatch(surface) is not None and _is_year(before, after, surface)


def _day_sized(surface: str) -> bool:
    digits = re.match(r"\d+", surface)
    return digits is None or int(digits.group()) <= 31 or len(digits.group()) == 4


def _digits_date(before: str, after: str) -> bool:
    return bool(_DATE_DIGITS.search(before) and _DATE_DIGITS_AFTER.match(after)) or (
        bool(re.search(r"(?:^|[^\d])\d{1,4}[-/.]\d{1,2}[-/.]$", before))
        or bool(re.match(r"[-/.]\d{1,2}[-/.]\d{2,4}\b", after))
    )


def _bare_clock(surface: str, after: str) -> bool:
    return _CLOCK.fullmatch(surface) is not None and _NOT_COUNTED.match(after) is not None


def _is_year(before: str, after: str, surface: str) -> bool:
    """Four digits without a separator are a year after a word that goes before years, or when nothing is counted."""
    if re.match(r"\s?(?:%|per\s?cent|[a-z]?m\b|km|kg)", after) or re.search(r"[$\u00a3\u20ac]$", before):
        return False
    if re.match(r"[-\u2013/]\d\d(?:\d\d)?\b", after) or re.search(r"\d{4}[-\u2013/]$", before):
        return True
    if _YEAR_WORDS.search(before) and not re.match(r"\s(?:people|persons|men|women|children)\b", after):
        return True
    return "1700" <= surface < "2200" and not re.match(r"\s(?:\w+\s)?[a-z]+s\b", after)


def _is_ordinal_label(before: str, surface: str, after: str) -> bool:
    if _ORDINAL_LABEL.match(after) or _ADVERB_BEFORE.search(before):
        return True
    if surface.casefold() == "first" and not re.search(
        r"(?:\b(?:the|a|an|his|her|its|their|our|my)|\w['\u2019]s?)\s(?:\w+\s)?$", before
    ):
        return True
    proud = surface[0].isdigit() or surface[0].isupper()
    if proud and _CAPITAL_AFTER.match(after) and not re.search(r"(?:^|[.!?]\W*)$", before):
        return True
    return surface[0].isdigit() and bool(_ORDINAL_DAY.search(before)) and bool(_NOT_COUNTED.match(after))


def _is_code(before: str, surface: str, after: str) -> bool:
    """Whether a number is a telephone number, part of an address, or the number of something."""
    if _CALL.search(before) or _ADDRESS.search(before) or _STREET.match(after):
        return True
    if surface.isdigit() and not after.startswith("%") and (_CHAIN_AFTER.match(after) or _CHAIN_BEFORE.search(before)):
        return True
    plain = re.fullmatch(r"\d+(?:\.\d+)?", surface) is not None
    return (plain and not after.startswith("%") and _LABEL.search(before) is not None) or re.match(
        r"_|@|\.\w{2,3}/", after
    ) is not None


def _is_entry(before: str, surface: str, after: str) -> bool:
    """Whether a number is that of an entry of a list, or of a note or source in brackets."""
    if not surface.isdigit() or len(surface) > 3:
        return False
    if not before.strip("([ ") and _ENTRY_AFTER.fullmatch(after[:2]) and (after[:1] in {")", "."} or not after):
        return True
    return _NOTE_BEFORE.search(before) is not None and _NOTE_AFTER.match(after) is not None


def _is_model(before: str, surface: str, after: str) -> bool:
    """Whether a number is a part of the name of a size or a model, or of a telephone number."""
    if _TIMES_BEFORE.search(before) or _TIMES_AFTER.match(after) or _CALLED.fullmatch(surface):
        return True
    if surface.strip("0") == "" and len(surface) > 1:
        return True
    return _MODEL.fullmatch(surface) is not None and re.search(r"[$\u00a3\u20ac\u00a5]\s?$", before) is None


def is_glued(before: str) -> bool:
    """Whether letters or a hyphen after letters stand right before a number: `G7`, `Covid-19`, `Halberg-40`.

    A magnitude is glued to its word and still one: `a magnitude-7.1 quake`.
    """
    return _GLUED.search(before) is not None and not _MAGNITUDE.search(before)


def is_name_before(before: str) -> bool:
    """Whether a capitalised word stands right before a number, so that both may be one name: `Nord Stream 2`.

    A word that opens its sentence, a weekday and a month say nothing.
    """
    found = _PROPER.search(before)
    if found is None or _OPENS.search(before[: found.start()]):
        return False
    return _DAY_OR_MONTH.fullmatch(found["word"]) is None
