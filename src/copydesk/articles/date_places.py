"""The places of a page where a date is printed, and what a date in each place seems to be.

A date near the headline or the text is publication where a word says so, where it makes up its line, or where it stands
beside a byline or a time of day. A weekday and a date at the top of the page are its masthead: the day of serving.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from copydesk.articles.date_labels import Label, label_of_date
from copydesk.articles.date_metadata import ZONE, Reading
from copydesk.records import Block, DateRole
from copydesk.settings import DateSettings, DateWeights
from copydesk.text.days import DayMention, Order, dated, days, resolve, stated

FIRST_COMMENT = "day of the first comment"
"""Why the earliest day on a comment was read."""

_LONGEST_LINE = 400
"""Characters; a date in a longer block belongs to running text."""
_SHORT_LINE = 120
"""Characters of a line that may hold a date among names of sections and buttons."""
_BESIDE = 30
"""Characters that stand beside a date in its own line: a time of day, a place, a label."""
_TOP = 8
"""Blocks at the top of a page among which a masthead prints its date."""
_RIGHT_ABOVE = 3
"""Blocks above a headline within which a date is still its own."""
_NEAR = 12
"""Blocks below a headline within which a house prints its date: byline, picture, caption and buttons come between."""
_BEHIND = 8
"""Blocks behind the text within which credits and signer lines stand."""
_FAR = 30
"""Blocks above the text within which a line of byline and date belongs to it, pictures and buttons between."""
_OPENING = 25
"""Characters at the head of a line within which a label stands, a name or a section before it."""
_CLOSING = 3
"""Blocks right behind the text in which a line of name and date signs it."""
_FAR_BEHIND = 40
"""Blocks behind the text within which a line that says when the entry was posted is still its own."""

# Numbers with two points, strokes or slashes: without them or a year no date names its year.
_NUMBERS = re.compile(r"\d[./-] ?\d{1,2}[./-] ?\d\d")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2}h\d\d\b|\b\d{1,2} Uhr\b", re.IGNORECASE)
_BYLINE = re.compile(
    r"\W*(?:by|von|par|por|di|door|av|af|text|autor(?:in)?|auteur|autore|автор|текст|written by|posted by)\b",
    re.IGNORECASE,
)
_LEAF = 10
"""Characters of the number of a day or the name of a month, each in a block of its own."""
_FILED = re.compile(
    r"posted (?:in|under)\b|filed (?:under|in)\b|abgelegt|gepostet in|classé dans|archiviato in|kategori|categor",
    re.IGNORECASE,
)
_FOREIGN_KINDS = frozenset({"related", "comments", "legal", "promotion"})
_OWN_KINDS = frozenset({"date", "byline", "credit", "dateline"})


class Line(NamedTuple):
    """A short block that holds dates: its place on the page, and what stands before and behind each date."""

    place: int
    block: Block
    mentions: tuple[DayMention, ...]

    def parts(self) -> Iterator[tuple[DayMention, str]]:
        """The dates and months that name their year, each with what stands between it and the date before."""
        start = 0
        for mention in self.mentions:
            if mention.kind in {"date", "month"} and mention.year is not None:
                yield mention, self.block.text[start : mention.start]
            start = mention.end


class Frame(NamedTuple):
    """Where the headline and the text of a page stand among its blocks."""

    title: int | None
    first: int
    last: int
    closing: int
    """How many blocks right behind the text may still sign it: none behind a heading of other things."""

    @property
    def head(self) -> int:
        """Where the article begins."""
        return self.title if self.title is not None else self.first

    def is_near(self, place: int) -> bool:
        """Whether a place lies between headline and text, or a little above either."""
        if place >= self.head:
            return place - self.head <= _NEAR or self.first - place <= _NEAR
        return self.head - place <= _RIGHT_ABOVE or (place >= _TOP and self.first - place <= _NEAR)

    def is_edge(self, place: int) -> bool:
        """Whether a paragraph is among the first two or the last two of the text."""
        return place - self.first <= 1 or self.last - place <= 1


def frame_of(blocks: Sequence[Block]) -> Frame | None:
    """The places of headline and text; None for a page without text."""
    bodies = [place for place, block in enumerate(blocks) if block.kind == "body"]
    titles = [place for place, block in enumerate(blocks) if block.kind == "title"]
    if not bodies:
        return None
    title = next((place for place in titles if place < bodies[-1]), None)
    first = next((place for place in bodies if title is None or place > title), bodies[0])
    last = bodies[-1]
    behind = [
        block.kind in _FOREIGN_KINDS or block.kind == "navigation" for block in blocks[last + 1 : last + 1 + _CLOSING]
    ]
    closing = behind.index(True) if True in behind else _CLOSING
    return Frame(title if title is None or title < first else None, first, last, closing)


def lines_of(blocks: Sequence[Block], frame: Frame | None) -> list[Line]:
    """The blocks in which a date may be the page's own, each with its dates and days, in page order.

    They are short, hold a date with its year, and are no part of the text but its edge, no notice, and nothing that
    stands far behind.
    """
    last = len(blocks) if frame is None else frame.last
    end = last + _FAR_BEHIND
    found = []
    for place, block in enumerate(blocks):
        text, kind = block.text, block.kind
        if kind == "body" and not (frame is not None and frame.is_edge(place) and len(text) <= 2 * _SHORT_LINE):
            continue
        if len(text) > _LONGEST_LINE or kind == "legal" or not _may_date(text) or (place > end and kind != "comments"):
            continue
        if kind in _FOREIGN_KINDS and place < last:
            continue
        mentions = dated(text)
        if mentions:
            found.append(Line(place, block, mentions))
    return [*found, *_stacked(blocks, frame)]


def _stacked(blocks: Sequence[Block], frame: Frame | None) -> Iterator[Line]:
    """Dates set as a leaf of a calendar beside the headline: day, month and year in three blocks of their own."""
    if frame is None:
        return
    for place in range(max(0, frame.head - 2 * _RIGHT_ABOVE), min(frame.first, frame.head + _NEAR) - 2):
        parts = [block.text for block in blocks[place : place + 3]]
        if all(len(part) <= _LEAF for part in parts) and any(part.strip(" .,").isdigit() for part in parts):
            mentions = dated(" ".join(parts))
            if mentions and mentions[0].kind == "date" and mentions[0].start == 0:
                yield Line(place, Block(kind="date", text=" ".join(parts)), mentions)


def _may_date(text: str) -> bool:
    """Whether a line may name a day with its year: most lines are told by a search for plain characters."""
    if "20" in text or "19" in text or "年" in text or text[-2:].isdigit():
        return True
    return ("/" in text or "." in text or "-" in text) and _NUMBERS.search(text) is not None


def number_order(lines: Sequence[Line], language: str | None) -> Order | None:
    """How the page's house reads numbers of day and month, where some date of it or its language tells."""
    for line in lines:
        for mention in line.mentions:
            if mention.kind == "date" and "/" in mention.text and not mention.either and mention.text[0].isdigit():
                first = int(mention.text.split("/")[0])
                if first <= 31 and "/" in mention.text[1:3]:
                    return "mdy" if first == mention.month and first != mention.day else "dmy"
    region = (language or "").casefold().replace("_", "-")
    if region == "en-us":
        return "mdy"
    return None if region in {"", "en"} else "dmy"


def printed_readings(
    lines: Sequence[Line],
    frame: Frame | None,
    *,
    order: Order | None,
    recurring: Collection[str],
    settings: DateSettings,
) -> list[Reading]:
    """The dates that the page prints around its text, above it and behind it."""
    if frame is None:
        return []
    weights = settings.weights
    readings: list[Reading] = []
    for line in lines:
        if line.block.kind == "comments" and not _FILED.search(line.block.text):
            continue
        if line.place < frame.head and line.block.text in recurring:
            readings += _recurring(line, order)
        elif line.place < frame.first:
            readings += _above_text(line, frame, weights, order)
        elif line.place <= frame.last:
            readings += _within_text(line, weights, order)
        else:
            readings += _behind_text(line, frame, weights, order)
    return [*_nearest(readings, weights), *_of_comments(lines)]


def _nearest(readings: list[Reading], weights: DateWeights) -> Iterator[Reading]:
    """The readings; of days that only stand near, the last one above the text, since lists of other days come first."""
    near = [one for one in readings if one.why == _NEAR_WHY]
    last = near[-1].low if near else None
    for one in readings:
        if one.why == _NEAR_WHY and one.low != last:
            yield one._replace(weight=weights.near / 2, why="one of several days printed near the headline")
        else:
            yield one


_NEAR_WHY = "printed near the headline"

# -- places ------------------------------------------------------------------------------------------------------------


def _recurring(line: Line, order: Order | None) -> Iterator[Reading]:
    """Dates above the headline in a line that other pages of the site print as well: the day of serving."""
    for mention, _ in line.parts():
        if mention.kind == "date":
            yield from _reading(
                line, mention, "page_served", 0.0, "printed on other pages of the site as well", order=order
            )


def _above_text(line: Line, frame: Frame, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates between the top of the page and the text."""
    for mention, before in line.parts():
        label = _label(line, before)
        if label is not None:
            yield from _labelled(line, mention, label, weights, order)
        elif line.block.kind in _FOREIGN_KINDS:
            continue
        elif _is_masthead(line, mention, frame):
            yield from _masthead(line, mention, frame, weights, order)
        else:
            weight, why = _head_weight(line, mention, before, frame, weights)
            role: DateRole = "published" if weight else "other"
            yield from _reading(line, mention, role, weight, why, order=order)


def _head_weight(
    line: Line, mention: DayMention, before: str, frame: Frame, weights: DateWeights, /
) -> tuple[float, str]:
    """What an unlabelled date above the text counts."""
    text = line.block.text
    if _is_sentence(line, mention):
        return 0.0, _OWN_SENSE
    below = line.place > frame.head
    if below and before and before[-1].isalpha():
        return weights.glued, "glued to the label of its source"
    signed = _BYLINE.match(text) is not None or (_has_clock(line, mention) and _beside(line, mention) <= 2 * _BESIDE)
    if signed and line.place >= min(_TOP, frame.head) and frame.first - line.place <= _FAR:
        return weights.head, "printed beside a name or a time of day above the text"
    if not frame.is_near(line.place) or (not below and before.rstrip().endswith(":")):
        return 0.0, _OWN_SENSE
    own = line.block.kind in _OWN_KINDS or signed or _beside(line, mention) <= _BESIDE
    if own and (below or signed):
        return weights.head, "printed below the headline"
    if len(text) <= _SHORT_LINE or signed:
        parted = mention.start <= _OPENING_WORD or not before.rstrip()[-1:].isalnum()
        return weights.near if parted else weights.foot, _NEAR_WHY
    return 0.0, _OWN_SENSE


_OWN_SENSE = "stands in a line of its own sense"


def _has_clock(line: Line, mention: DayMention) -> bool:
    """Whether a time of day stands before or behind a date."""
    text = line.block.text
    return _CLOCK.search(text, 0, mention.start) is not None or _CLOCK.search(text, mention.end) is not None


def _beside(line: Line, mention: DayMention) -> int:
    """Characters of a line that are not the date."""
    return len(line.block.text) - len(mention.text)


def _is_masthead(line: Line, mention: DayMention, frame: Frame) -> bool:
    """Whether a date above the headline looks like that of a masthead: by its weekday, or at the very top."""
    text = line.block.text
    if line.place >= frame.head or mention.kind != "date" or _is_sentence(line, mention) or _BYLINE.match(text):
        return False
    if _beside(line, mention) > 2 * _BESIDE or len(list(line.parts())) > 1:
        return False
    if _has_clock(line, mention):
        return mention.weekday is not None and line.place < _TOP and frame.head - line.place > _RIGHT_ABOVE
    return mention.weekday is not None or (line.place < _TOP and frame.head - line.place > _RIGHT_ABOVE)


def _masthead(
    line: Line, mention: DayMention, frame: Frame, weights: DateWeights, order: Order | None, /
) -> Iterator[Reading]:
    """A masthead's date: the day of serving; right above the headline it may be the heading of a day's entries."""
    close = frame.head - line.place <= _RIGHT_ABOVE
    weight = weights.grouped if close else 0.0
    yield from _reading(line, mention, "page_served", weight, "printed in the head of the site", order=order)


def _within_text(line: Line, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates in credits inside the text, and in short first and last lines that the text was taken to hold."""
    inside = line.block.kind == "body"
    for mention, before in line.parts():
        label = _label(line, before)
        if label is not None:
            if not inside or label.is_entry or len(line.block.text) <= _SHORT_LINE:
                yield from _labelled(line, mention, label, weights, order)
        elif (_is_alone(line, mention) if inside else line.block.kind in _OWN_KINDS) and _beside(
            line, mention
        ) <= _BESIDE:
            why = "a line of the text by itself" if inside else "printed in the credit line"
            yield from _reading(line, mention, "published", weights.foot, why, order=order)


def _is_alone(line: Line, mention: DayMention) -> bool:
    """Whether a line of the text is a date with a place or a name, and says nothing."""
    text = line.block.text
    return _INSIDE.search(text, 0, mention.start) is None and not (text[-1] in ".!?" and _beside(line, mention) > _LEAF)


def _behind_text(line: Line, frame: Frame, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates in signer lines and notes of posting behind the text; of lines without a label only the nearest count."""
    distance = line.place - frame.last
    for mention, before in line.parts():
        label = _label(line, before)
        if label is not None and label.is_entry and (distance <= _BEHIND or _FILED.search(line.block.text)):
            yield from _labelled(line, mention, label, weights, order)
        elif distance > _BEHIND or line.block.kind in _FOREIGN_KINDS:
            continue
        elif label is not None:
            yield from _labelled(line, mention, label, weights, order)
        elif distance <= frame.closing and _signs(line, mention):
            yield from _reading(line, mention, "published", weights.foot, "printed behind the text", order=order)


def _signs(line: Line, mention: DayMention) -> bool:
    """Whether a line behind the text is little more than a date, with the name of who wrote or where."""
    own = line.block.kind in _OWN_KINDS and mention.kind == "date"
    return own and _is_alone(line, mention) and _beside(line, mention) <= 2 * _BESIDE


def _is_sentence(line: Line, mention: DayMention) -> bool:
    """Whether a date stands inside a sentence: a caption, a teaser, a notice."""
    text = line.block.text
    if _beside(line, mention) <= _BESIDE or _BYLINE.match(text):
        return False
    if line.block.kind in _OWN_KINDS:
        return _TWO.search(text) is not None and not _has_clock(line, mention)
    inside = mention.start > _OPENING_WORD and _INSIDE.search(text, 0, mention.start) is not None
    return inside or text[-1] in ".!?…\"”'"


# A stop and the capital of a new sentence.
_TWO = re.compile(r"(?:[^\W\d_]{3}|\d{4})\. [^\W\d_]")
_OPENING_WORD = 4
_INSIDE = re.compile(r"\b(?:in|on|since|until|from|of|to|and|am|seit|bis|le|du|el|del|dal|nel)\s$")


def _label(line: Line, before: str) -> Label | None:
    """What the words before a date say of it; words deep inside a sentence say nothing of the page."""
    label = label_of_date(before)
    if label is None or label.at <= _OPENING or line.block.kind in {"date", "byline"}:
        return label
    return None if line.block.text[-1] in ".!?…" and not label.is_entry else label


def _labelled(
    line: Line, mention: DayMention, label: Label, weights: DateWeights, order: Order | None, /
) -> Iterator[Reading]:
    """A date behind a word that says what it is."""
    weight = weights.labelled if label.role == "published" else 0.0
    yield from _reading(line, mention, label.role, weight, label.why, order=order)


def _reading(  # noqa: PLR0913 - what a reading says
    line: Line, mention: DayMention, role: DateRole, weight: float, why: str, *, order: Order | None
) -> Iterator[Reading]:
    given = order if "/" in mention.text else None
    meant = stated(mention, order=given)
    if meant is None:
        return
    found = ZONE.search(line.block.text, mention.end, mention.end + 40)
    zone = found.group() if found else None
    if not mention.either or given is not None:
        yield Reading(*meant, mention.text, role, "printed", weight, why, zone=zone)
        return
    first = resolve(mention, meant[0], order="dmy") or meant
    other = resolve(mention, meant[0], order="mdy")
    if "-" in mention.text:  # with hyphens the day stands first, but for an American few
        yield Reading(*first, mention.text, role, "printed", weight, why, other, zone)
    else:
        why = f"{why}; its numbers may be read both ways"
        yield Reading(*meant, mention.text, role, "printed", weight, why, other, zone)


# -- dateline, comments, ages, lone dates ------------------------------------------------------------------------------


def dateline_readings(dateline: str | None, text: str, *, settings: DateSettings) -> Iterator[Reading]:
    """A dateline's date, where it names its year; also that of an opening of the text: "Halberg (3 May 2031) -"."""
    opening = dateline or ""
    if not opening:
        head = text[:_LONGEST_OPENING]
        opened = [one for one in dated(head) if _OPENED.match(head, one.end) and "." not in head[: one.start]]
        opening = opened[0].text if opened else ""
    for mention in dated(opening):
        meant = stated(mention)
        if mention.kind == "date" and meant is not None:
            why = "dateline with its year: written on that day"
            yield Reading(*meant, mention.text, "published", "dateline", settings.weights.dateline, why)


_LONGEST_OPENING = 80
"""Characters of a text in which place and day may open it."""
_OPENED = re.compile(r"\)?[,:]? ?[-\u2013\u2014:/](?= )|\) ")


def _of_comments(lines: Sequence[Line]) -> Iterator[Reading]:
    """The earliest day on a comment: the text stood there by then, and mostly not for long."""
    found = [
        meant[0]
        for line in lines
        if line.block.kind == "comments"
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

    `end` is the last place that counts: behind the text of a page with comments a date by itself may be a comment's.
    """
    found: list[Reading] = []
    for line in lines:
        if (
            (end is not None and line.place > end)
            or len(line.block.text) > _SHORT_LINE
            or line.block.kind in {*_FOREIGN_KINDS, "body"}
        ):
            continue
        for mention, before in line.parts():
            label = _label(line, before)
            own = label.role == "published" if label is not None else not before.rstrip().endswith(":")
            alone = _is_alone(line, mention) and not _is_sentence(line, mention)
            if own and mention.kind == "date" and (label is not None or alone):
                weight = settings.weights.near
                found += _reading(line, mention, "published", weight, "the only day printed on the page", order=order)
    return found[:1] if len({(one.low, one.high) for one in found}) == 1 else []


def age_readings(
    blocks: Sequence[Block], frame: Frame | None, *, anchor: date | None, settings: DateSettings
) -> Iterator[Reading]:
    """An age beside the headline ("3 hours ago"), from the day of reading or serving, where that is known."""
    if frame is None or anchor is None:
        return
    for block in blocks[max(0, frame.head - 1) : frame.first]:
        if block.kind not in _OWN_KINDS or len(block.text) > _SHORT_LINE:
            continue
        for mention in days(block.text):
            meant = resolve(mention, anchor) if mention.kind == "relative" and mention.shift <= 0 else None
            label = label_of_date(block.text[: mention.start])
            if meant is not None and (label is None or label.role == "published"):
                why = "an age beside the headline, from the day of reading"
                yield Reading(*meant, mention.text, "published", "printed", settings.weights.age, why)
