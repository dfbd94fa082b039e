"""Days that a page tells in passing: its dateline, an age, the first comment, a day without its year, a lone date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from copydesk.articles.date_labels import Label, label_of_date
from copydesk.articles.date_lines import (
    FOREIGN_KINDS,
    OWN_KINDS,
    SHORT_LINE,
    Bounds,
    Line,
    is_alone,
    is_sentence,
    is_stretch,
    label_of,
    reading_of,
)
from copydesk.articles.date_metadata import Reading
from copydesk.records import Block
from copydesk.settings import DateSettings
from copydesk.text.days import DayMention, Order, dated, days, resolve, stated

FIRST_COMMENT = "day of the first comment"
"""Why the earliest day on a comment was read."""


def dateline_readings(dateline: str | None, text: str, *, settings: DateSettings) -> Iterator[Reading]:
    """A dateline's date, where it names its year; also that of an opening of the text: "Halberg (3 May 2031) -"."""
    opening = dateline or ""
    if not opening:
        head = text[:_LONGEST_OPENING]
        opened = [one for one in dated(head) if _is_opening(head, one)]
        opening = opened[0].text if opened else ""
    for mention in dated(opening):
        meant = stated(mention)
        if mention.kind == "date" and meant is not None:
            why = "dateline with its year: written on that day"
            yield Reading(*meant, mention.text, "published", "dateline", settings.weights.dateline, why)


def _is_opening(head: str, mention: DayMention) -> bool:
    """Whether a date opens a text: parted from it by a dash or the like, or followed at once by its first sentence."""
    if "." in head[: mention.start]:
        return False
    first = mention.start == 0 or head[: mention.start].rstrip()[-1:] in "|·•"
    return _OPENED.match(head, mention.end) is not None or (first and _SENTENCE.match(head, mention.end) is not None)


_SENTENCE = re.compile(r"\.? (?=[^\W\d_a-zß-ÿа-я])|\s?\|")
_LONGEST_OPENING = 80
"""Characters of a text in which place and day may open it."""
_OPENED = re.compile(r"\)?[,:]? ?[-\u2013\u2014:/](?= )|\) ")


def event_readings(text: str) -> Iterator[Reading]:
    """Full dates that the lead of a text names: days of what it tells of, never its own."""
    lead = text[:_LEAD]
    if "20" not in lead and "19" not in lead:
        return
    for mention in dated(lead):
        meant = stated(mention)
        if mention.kind == "date" and meant is not None and not _is_opening(lead, mention):
            yield Reading(*meant, mention.text, "event", "text", 0.0, "named in the lead of the text")


_LEAD = 390
"""Characters of a lead: the news with its day stands there."""


def comment_readings(lines: Sequence[Line], bounds: Bounds | None) -> Iterator[Reading]:
    """The earliest day on a comment: the text stood there by then, and mostly not for long."""
    found = [
        meant[0]
        for line in lines
        if line.block.kind == "comments" and bounds is not None and line.place > bounds.first
        for mention, _ in line.parts()
        if mention.kind == "date" and not mention.either and (meant := stated(mention)) is not None
    ]
    if found:
        first = min(found)
        yield Reading(first, first, first.isoformat(), "other", "text", 0.0, FIRST_COMMENT)


def lone_readings(
    lines: Sequence[Line], end: int | None, *, order: Order | None, settings: DateSettings
) -> list[Reading]:
    """The one day that short lines of the page print, when all other dates are comments', teasers' and notices'.

    `end` is the last place that counts for a date without a label: behind it a date may be a comment's or a teaser's.
    """
    found: list[Reading] = []
    for line in lines:
        if len(line.block.text) > SHORT_LINE or line.block.kind in {*FOREIGN_KINDS, "body"}:
            continue
        for mention, before in line.parts():
            label = label_of(line, mention, before)
            behind = end is not None and line.place > end
            if mention.kind == "date" and (_is_opened(label) if behind else _is_own(line, mention, before, label)):
                why = "the only day printed on the page"
                found += reading_of(line, mention, "published", settings.weights.near, why=why, order=order)
    return found[:1] if len({(one.low, one.high) for one in found}) == 1 else []


def _is_opened(label: Label | None) -> bool:
    """Whether a line begins with the words that it was published."""
    return label is not None and label.role == "published" and label.at == 0


def _is_own(line: Line, mention: DayMention, before: str, label: Label | None, /) -> bool:
    """Whether a date stands in its line as the page's own."""
    if label is not None:
        return label.role == "published"
    alone = is_alone(line, mention) and not is_sentence(line, mention)
    return alone and not before.rstrip().endswith(":") and not is_stretch(line, mention, before)


def age_readings(
    blocks: Sequence[Block], bounds: Bounds | None, *, anchor: date | None, settings: DateSettings
) -> Iterator[Reading]:
    """An age beside the headline ("3 hours ago"), from the day of reading or serving, where that is known."""
    if bounds is None or anchor is None:
        return
    for block in blocks[max(0, bounds.head - 1) : bounds.first]:
        if block.kind not in OWN_KINDS or len(block.text) > SHORT_LINE:
            continue
        for mention in days(block.text):
            meant = resolve(mention, anchor) if mention.kind == "relative" and mention.shift <= 0 else None
            label = label_of_date(block.text[: mention.start])
            if meant is not None and (label is None or label.role == "published"):
                why = "an age beside the headline, from the day of reading"
                yield Reading(*meant, mention.text, "published", "printed", settings.weights.age, why)


def yearless_days(blocks: Sequence[Block], bounds: Bounds | None) -> Iterator[DayMention]:
    """Days without their year in lines of date and byline at the headline: "Posted Nov 19, 6:51 AM"."""
    if bounds is None:
        return
    for block in blocks[max(0, bounds.head - 1) : bounds.first]:
        if block.kind not in OWN_KINDS or len(block.text) > SHORT_LINE:
            continue
        start = 0
        for mention in dated(block.text):
            label = label_of_date(block.text[start : mention.start])
            start = mention.end
            if mention.kind == "day_month" and (label is None or label.role == "published"):
                yield mention
