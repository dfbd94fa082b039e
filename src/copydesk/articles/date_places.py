"""The places of a page where a date may stand, and what a date in each place seems to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from copydesk.records import Block, DateBasis, DateRole
from copydesk.text.days import DayMention, Days, Order, days, month_days, resolve, stated

# How often each place tells the day of publication by itself: metadata and addresses from the published error analyses
# of date extractors (precision .90 to .92), the rest estimated and rounded. Only their order decides.
WEIGHTS = {
    "article": 0.9,
    "metadata": 0.8,
    "page": 0.4,
    "time": 0.3,
    "address": 0.8,
    "labelled": 0.85,
    "head": 0.8,
    "glued": 0.75,
    "before title": 0.5,
    "dateline": 0.55,
    "foot": 0.6,
}
FIRST_COMMENT = "day of the first comment"
"""Why the earliest day on a comment was read."""

_LONGEST_LABEL_LINE = 400
"""Characters; a date in a longer block belongs to running text."""


class Reading(NamedTuple):
    """A date that stands somewhere on the page: the days it may mean, what it seems to be, and how far that counts."""

    low: date
    high: date
    surface: str
    role: DateRole
    basis: DateBasis
    weight: float
    why: str
    other: Days | None = None
    """The second way to read its numbers."""


def read_dates(
    blocks: Sequence[Block],
    metadata: Sequence[tuple[str, str]],
    url: str | None,
    dateline: str | None,
    *,
    language: str | None,
) -> list[Reading]:
    """Every date that stands in one of the places, in the order metadata, address, blocks, dateline, comments."""
    return [
        *_of_metadata(metadata),
        *_of_address(url),
        *_of_blocks(blocks, _number_order(blocks, language)),
        *_of_dateline(dateline),
        *_of_comments(blocks),
    ]


# -- metadata and address ----------------------------------------------------------------------------------------------

_PUBLISHED_NAME = re.compile(
    r"date_?-?published|published[_-]?(?:time|date|at|on)?\b|publication[_-]?date|publish[_-]?(?:ed[_-]?)?(?:date|time)|pub[_-]?date"
    r"|date[._-]?(?:issued|posted|created|publish)|(?:^|[:.])(?:dc|dcterms|sailthru|article|og)?[.:]?date$|(?:^|[:.])issued$"
    r"|dcterms\.(?:created|date|issued)|dc\.date|release[_-]?date|article_date_original|originalpublicationdate"
)
_MODIFIED_NAME = re.compile(r"modif|updat|revis|lastmod|changed")
_NO_ARTICLE = re.compile(r"image|video|audio|comment|person|event(?!s)|offer|review|upload")
_WHOLE_PAGE = re.compile(r"webpage|website|collection|listing|breadcrumb|organi[sz]ation")
_ARTICLE_NAME = re.compile(r"jsonld:|article|posting|report|story|published_time|issued|itemprop:datepublished")


def _of_metadata(metadata: Sequence[tuple[str, str]]) -> Iterator[Reading]:
    for name, value in metadata:
        key = name.casefold()
        place = _metadata_place(key)
        day = _machine_day(value) if place is not None else None
        if place is None or day is None:
            continue
        modified = _MODIFIED_NAME.search(key) is not None
        role: DateRole = "modified" if modified else "published"
        yield Reading(day, day, value[:40], role, "metadata", WEIGHTS[place], f"metadata {name}")


def _metadata_place(key: str) -> str | None:
    """The kind of a metadata field by its name; None for one that dates nothing here."""
    if key.startswith("time"):
        return "time"
    if _NO_ARTICLE.search(key):
        return None
    if not (_MODIFIED_NAME.search(key) or _PUBLISHED_NAME.search(key)):
        return None
    if _WHOLE_PAGE.search(key):
        return "page"
    return "article" if _ARTICLE_NAME.search(key) else "metadata"


_COMPACT = re.compile(r"((?:19|20|21)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def _machine_day(value: str) -> date | None:
    """The day of a metadata value: ISO 8601, eight digits, or any printed form that leaves no doubt."""
    value = value[:200]
    compact = _COMPACT.match(value.strip())
    if compact is not None:
        return _day(*compact.groups())
    full = [mention for mention in days(value) if mention.kind == "date" and not mention.either]
    meant = stated(full[0]) if full else None
    return meant[0] if meant is not None else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>0?[1-9]|1[0-2]|(?:{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}})"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_ADDRESS_DAYS = (
    re.compile(rf"/{_YEAR}[/-]{_MONTH}[/-](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
)
_ADDRESS_MONTHS = (
    re.compile(rf"/{_YEAR}[/-]{_MONTH}(?=/|$)", re.IGNORECASE),
    re.compile(rf"[-/_](?P<month>(?:{'|'.join(_MONTH_NAMES)})[a-z]{{0,6}})-?{_YEAR}(?=[/?.]|$)", re.IGNORECASE),
)


def _of_address(url: str | None) -> Iterator[Reading]:
    address = (url or "")[:2000].split("?")[0]
    for pattern in _ADDRESS_DAYS:
        found = pattern.search(address)
        day = _day(found["year"], _month_number(found["month"]), found["day"]) if found else None
        if found is not None and day is not None:
            yield Reading(day, day, found.group(), "published", "url", WEIGHTS["address"], "day in the address")
            return
    for pattern in _ADDRESS_MONTHS:
        found = pattern.search(address)
        if found is not None:
            low, high = month_days(int(found["year"]), int(_month_number(found["month"])))
            yield Reading(low, high, found.group(), "published", "url", WEIGHTS["address"], "month in the address")
            return


def _month_number(name: str) -> str:
    return name if name.isdigit() else str(_MONTH_NAMES.index(name[:3].casefold()) + 1)


# -- printed dates ---------------------------------------------------------------------------------------------------

_LABEL_MODIFIED = re.compile(
    r"(?:updated?|modified|revised|corrected|edited|aktualisiert|mise? à jour|actualizado)"
    r"\W*(?:on|at|le|am|el)?\W*$",
    re.IGNORECASE,
)
_LABEL_PUBLISHED = re.compile(
    r"(?:posted|published|issued|filed|issue of|veröffentlicht|erschienen|publié|publicado|date)\W*(?:on|at|le|am|el)?"
    r"\W*(?:\d{1,2}[:.]\d\d\W*(?:[ap]\.?m\.?)?\W*)?$",
    re.IGNORECASE,
)
_LABEL_SERVED = re.compile(r"(?:today is|today[’']?s date|it is|heute ist|aujourd[’']hui|hoy es)\W*$", re.IGNORECASE)
# Where else the text stood before: a lower bound, not this page's day.
_LABEL_ELSEWHERE = re.compile(
    r"(?:first|originally|previously)\b[^.]{0,20}\b(?:published|appeared|ran|printed)\s+(?:in|by|at|with)\b[^.]*$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_HEAD_KINDS = frozenset(
    {"date", "byline", "credit", "dateline", "other", "standfirst", "navigation", "widget", "caption"}
)
_FOOT_KINDS = frozenset({"date", "credit", "byline", "dateline"})
_NEAR = 12
"""Blocks below a headline within which a house prints its date: byline, picture, caption and buttons come between."""


def _number_order(blocks: Sequence[Block], language: str | None) -> Order | None:
    """How the page's house reads numbers of day and month, where some date of it or its language tells."""
    for block in blocks:
        if len(block.text) <= _LONGEST_LABEL_LINE:
            for mention in days(block.text):
                if mention.kind == "date" and "/" in mention.text and not mention.either:
                    return "mdy" if int(mention.text.split("/")[0]) == mention.month else "dmy"
    region = (language or "").casefold().replace("_", "-")
    if region == "en-us":
        return "mdy"
    return "dmy" if "-" in region or region in {"de", "fr", "es", "it", "pt", "nl", "ru", "pl"} else None


def _of_blocks(blocks: Sequence[Block], order: Order | None) -> Iterator[Reading]:
    """The dates that the page prints above, right below and right after its text."""
    title = _first(blocks, {"title"})
    body = _first(blocks, {"body"}, after=title if title is not None else 0)
    if body is None:
        return
    head = title if title is not None else body
    last = max(place for place, block in enumerate(blocks) if block.kind == "body")
    for place, block in enumerate(blocks[: last + 8]):
        if len(block.text) > _LONGEST_LABEL_LINE or block.kind in {"body", "related", "comments", "legal", "promotion"}:
            continue
        if place < head:
            yield from _above(block, head - place, order)
        elif place < body and place - head <= _NEAR and block.kind in _HEAD_KINDS:
            yield from _below(block, order)
        elif place > body and block.kind in _FOOT_KINDS:
            yield from _foot(block, order)


def _first(blocks: Sequence[Block], kinds: set[str], *, after: int = 0) -> int | None:
    return next((place for place in range(after, len(blocks)) if blocks[place].kind in kinds), None)


def _above(block: Block, distance: int, order: Order | None) -> Iterator[Reading]:
    """Dates above the headline: mostly the masthead's, which is the day of serving.

    A time of day beside it speaks for publication; where a weekday stands there too, only right above the headline.
    """
    near = distance <= 3
    for mention, label in _labelled(block.text):
        if _LABEL_MODIFIED.search(label):
            yield from _reading(mention, "modified", 0.0, "labelled as a change of the page", order=order)
        elif _LABEL_SERVED.search(label):
            yield from _reading(mention, "page_served", 0.0, "the page calls it today", order=order)
        elif _LABEL_PUBLISHED.search(label) or (_CLOCK.search(block.text) and (near or mention.weekday is None)):
            yield from _reading(
                mention, "published", WEIGHTS["before title"], "printed with its time of day", order=order
            )
        elif mention.weekday is None and distance <= 2 and block.kind == "date":
            yield from _reading(
                mention, "published", WEIGHTS["before title"], "printed right above the headline", order=order
            )
        elif mention.kind == "date":
            yield from _reading(mention, "page_served", 0.0, "printed in the head of the site", order=order)


def _below(block: Block, order: Order | None) -> Iterator[Reading]:
    """Dates between the headline and the text."""
    for mention, label in _labelled(block.text):
        if _LABEL_MODIFIED.search(label):
            yield from _reading(mention, "modified", 0.0, "labelled as a change of the page", order=order)
        elif _LABEL_ELSEWHERE.search(label):
            yield from _reading(mention, "other", 0.0, "the day it stood elsewhere", order=order)
        elif _LABEL_SERVED.search(label):
            yield from _reading(mention, "page_served", 0.0, "the page calls it today", order=order)
        elif _LABEL_PUBLISHED.search(label):
            yield from _reading(mention, "published", WEIGHTS["labelled"], "labelled as published", order=order)
        elif block.kind in {"date", "byline", "credit", "dateline"}:
            glued = bool(label) and label[-1].isalpha()
            why = "glued to the label of its source" if glued else "printed below the headline"
            yield from _reading(mention, "published", WEIGHTS["glued" if glued else "head"], why, order=order)
        elif len(block.text) - len(mention.text) <= 30:
            yield from _reading(
                mention, "published", WEIGHTS["before title"], "printed below the headline", order=order
            )
        else:
            yield from _reading(mention, "other", 0.0, "stands in a line of its own sense", order=order)


def _foot(block: Block, order: Order | None) -> Iterator[Reading]:
    """Dates in credits and signer lines inside and after the text."""
    for mention, label in _labelled(block.text):
        if _LABEL_MODIFIED.search(label):
            yield from _reading(mention, "modified", 0.0, "labelled as a change of the page", order=order)
        elif _LABEL_ELSEWHERE.search(label):
            yield from _reading(mention, "other", 0.0, "the day it stood elsewhere", order=order)
        else:
            yield from _reading(mention, "published", WEIGHTS["foot"], "printed in the credit line", order=order)


def _labelled(line: str) -> Iterator[tuple[DayMention, str]]:
    """The dates of a line that name their year, each with what stands between it and the date before."""
    start = 0
    for mention in days(line):
        if mention.kind in {"date", "month"} and mention.year is not None:
            yield mention, line[start : mention.start]
        start = mention.end


def _reading(mention: DayMention, role: DateRole, weight: float, why: str, *, order: Order | None) -> Iterator[Reading]:
    given = order if "/" in mention.text else None
    meant = stated(mention, order=given)
    if meant is None:
        return
    if not mention.either or given is not None:
        yield Reading(*meant, mention.text, role, "printed", weight, why)
        return
    first = resolve(mention, meant[0], order="dmy") or meant
    other = resolve(mention, meant[0], order="mdy")
    if "-" in mention.text:  # with hyphens the day stands first, but for an American few
        yield Reading(*first, mention.text, role, "printed", weight, why, other)
    else:
        yield Reading(*meant, mention.text, role, "printed", weight, f"{why}; its numbers may be read both ways", other)


def _of_dateline(dateline: str | None) -> Iterator[Reading]:
    for mention in days(dateline or ""):
        meant = stated(mention)
        if mention.kind == "date" and meant is not None:
            why = "dateline with its year: written on that day"
            yield Reading(*meant, mention.text, "published", "dateline", WEIGHTS["dateline"], why)


def _of_comments(blocks: Sequence[Block]) -> Iterator[Reading]:
    """The earliest day on a comment: the text stood there by then, and mostly not for long."""
    found = [
        meant[0]
        for block in blocks
        if block.kind == "comments" and len(block.text) <= _LONGEST_LABEL_LINE
        for mention in days(block.text)
        if mention.kind == "date" and not mention.either and (meant := stated(mention)) is not None
    ]
    if found:
        first = min(found)
        yield Reading(first, first, first.isoformat(), "other", "text", 0.0, FIRST_COMMENT)
