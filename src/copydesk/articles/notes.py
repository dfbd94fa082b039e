"""Datelines and credits: what stands glued to an article's text and is not the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk.articles.bylines import BY, is_person
from copydesk.articles.cues import DATE, MONTH_NAMES, SOURCE, Cue, cues_of
from copydesk.articles.outlets import key_of

_DATELINE = re.compile(
    r"^(?P<place>(?:[^\W\d_][\w.'\u2019-]*)(?:[ /]+[^\W\d_][\w.'\u2019-]*){0,4}(?:,\s+[^\W\d_][\w. '\u2019-]{1,24}?)?)?"
    r"(?P<when>,?\s*(?:\w+\.?,?\s+)?(?:[^\W\d_]{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\W\d_]{3,9}\.?)(?:,?\s+\d{4})?)?"
    r"(?P<agency>\s*\([A-Z][\w /.-]{1,30}\))?\s*(?P<dash>\u2014|\u2013|--|-)\s*(?=[\"'\u201c\u2018\u00ab(\w])"
)
_LABEL = re.compile(
    r"^(?P<name>[A-Z][^\d|]{2,60}?)\s*[|\u00b7,-]?\s*(?P<date>\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2})$"
)
_DASH = re.compile(r"[\u2014\u2013-]")
_MARK = re.compile(r"[,\u2014\u2013-]")
# A dash after what may be a day, its month before it or behind it. Sought by a figure: a search for one of all letters
# would take five times as long.
_AFTER_DAY = re.compile(r"\d(?:(?<=\s\d)\d?|\.?\s+[^\W\d_]{3,9}\.?)(?:,?\s+\d{4})?\s*[\u2014\u2013-]")
_MOST_LEADING = 10
_LONGEST_LABEL = 90
_AGENCY = re.compile(r"\(([A-Z][\w /.-]{1,30})\)")
# The longest credit line of the labelled pages names six reporters in 130 letters; sentences may begin like a credit.
_LONGEST_CREDIT = 240
_CREDIT = Cue.CREDIT.value
_NAME_END = re.compile(r"[.,;:'\u2019]+$")


def dateline_of(paragraph: str) -> str | None:
    """The dateline with which a paragraph begins, its dash included and without space after it; None without one.

    A place in capitals, a place with a day or an agency, or an agency alone, and a dash.
    """
    head = paragraph[:160]
    # Without an agency, and without a day before the dash, the place is in capitals: up to a comma or a dash at least.
    if "(" not in head and not _MARK.split(head, 1)[0].isupper() and _AFTER_DAY.search(head) is None:
        return None
    dash = _DASH.search(head)
    found = _DATELINE.match(head) if dash is not None and _may_lead(head[: dash.start()]) else None
    if not found or not (found.group("place") or found.group("agency")):
        return None
    place = found.group("place") or ""
    letters = [character for character in place.split(",")[0] if character.isalpha()]
    capitals = len(letters) > 2 and all(character.isupper() for character in letters)
    dated = bool(found.group("when")) and DATE.search(found.group("when") or "") is not None
    spaced = found.group("dash") in "\u2014\u2013--" or paragraph[found.start("dash") - 1].isspace()
    if not spaced or not (capitals or dated or found.group("agency")):
        return None
    if not capitals and not place[:1].isupper() and place:
        return None
    return paragraph[: found.end("dash")]


def _may_lead(before: str) -> bool:
    """Whether words may be a dateline: at most a place of five words and a day of four stand in one without a mark."""
    return "," in before or "(" in before or len(before.split()) <= _MOST_LEADING


def label_of(text: str) -> tuple[str, str] | None:
    """The name and the date of a label such as `Meridian Wire24-02-2031`; None when the text is no such label."""
    if len(text) > _LONGEST_LABEL or not text[-1:].isdigit():
        return None
    # A date ends with a sign and a year of four figures or a day of two.
    if text[-5:-4] not in "-./" and text[-3:-2] != "-":
        return None
    found = _LABEL.match(text.strip())
    return (found.group("name").strip(), found.group("date")) if found else None


def is_credit(text: str) -> bool:
    """Whether a line says where the text comes from or who made it."""
    return len(text) <= _LONGEST_CREDIT and bool(cues_of(text) & _CREDIT)


def credited(lines: Sequence[str], dateline: str | None, *, own: Sequence[str]) -> str | None:
    """The outlet or agency, not the page's own, that credit lines, labels and the dateline name first."""
    mine = [key for name in own if (key := key_of(name))]
    found = [label[0] for line in lines if (label := label_of(line)) and not BY.match(line)]
    found += [source.group("name") for line in lines for source in SOURCE.finditer(line) if _is_source(source)]
    found += _AGENCY.findall(dateline or "")
    for name in found:
        bare = _NAME_END.sub("", name.strip())
        key = key_of(bare)
        if key and not any(key in one or one in key for one in mine):
            return bare
    return None


def _is_source(found: re.Match[str]) -> bool:
    """Whether what a credit names is an outlet: neither the day of a publication nor the people who reported."""
    name = found.group("name")
    if _WHEN.match(name) or found.string[found.end() :].lstrip(" .,")[:1].isdigit():
        return False
    return "reporting by" not in found.group().lower() or not is_person(name)


_WHEN = re.compile(rf"(?:{MONTH_NAMES}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE)
