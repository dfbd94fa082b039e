"""Lines of a page that hold dates: where they stand against headline and text, and how the date stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from copydesk.articles.date_labels import Label, label_of_date
from copydesk.articles.date_metadata import ZONE, Reading
from copydesk.records import Block, DateRole
from copydesk.text.day_forms import weekday_number
from copydesk.text.days import DayMention, Order, dated, resolve, stated

_LONGEST_LINE = 400
"""Characters; a date in a longer block belongs to running text."""
SHORT_LINE = 120
"""Characters of a line that may hold a date among names of sections and buttons."""
BESIDE = 30
"""Characters that stand beside a date in its own line: a time of day, a place, a label."""
TOP = 8
"""Blocks at the top of a page among which a masthead prints its date."""
RIGHT_ABOVE = 3
"""Blocks above a headline within which a date is still its own."""
NEAR = 12
"""Blocks below a headline within which a house prints its date: byline, picture, caption and buttons come between."""
_OPENING = 25
"""Characters at the head of a line within which a label stands, a name or a section before it."""
_CLOSING = 3
"""Blocks right behind the text in which a line of name and date signs it."""
FAR_BEHIND = 40
"""Blocks behind the text within which a line that says when the entry was posted is still its own."""

_MOST_LINES = 300
"""Lines with dates that are read: what has more of them is a calendar."""
# Numbers with two points, strokes or slashes: without them or a year no date names its year.
_TWO_DIGITS = re.compile(r"\d\d").search
_NUMBERS = re.compile(r"\d[./-] ?\d{1,2}[./-] ?\d\d")
# Digits of ASCII are told apart in a tenth of the time of those of all scripts.
_NUMBERS_PLAIN = re.compile(_NUMBERS.pattern.replace(r"\d", "[0-9]"))
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2}h\d\d\b|\b\d{1,2} Uhr\b", re.IGNORECASE)
BYLINE = re.compile(
    r"\W*(?:by|von|par|por|di|door|av|af|text|autor(?:in)?|auteur|autore|автор|текст|written by|posted by)\b",
    re.IGNORECASE,
)
_LEAF = 10
"""Characters of the number of a day or the name of a month, each in a block of its own."""
FILED = re.compile(
    r"posted (?:in|under)\b|filed (?:under|in)\b|abgelegt|gepostet in|classé dans|archiviato in|kategori|categor",
    re.IGNORECASE,
)
FOREIGN_KINDS = frozenset({"related", "comments", "legal", "promotion"})
OWN_KINDS = frozenset({"date", "byline", "credit", "dateline"})


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


class Bounds(NamedTuple):
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
            return place - self.head <= NEAR or self.first - place <= NEAR
        return self.head - place <= RIGHT_ABOVE or (place >= TOP and self.first - place <= NEAR)

    def is_under_title(self, place: int) -> bool:
        """Whether a place lies between headline and text, where no comments and no teasers stand."""
        return self.title is not None and self.title < place < self.first

    def is_edge(self, place: int) -> bool:
        """Whether a paragraph is among the first two or the last two of the text."""
        return place - self.first <= 1 or self.last - place <= 1


def bounds_of(blocks: Sequence[Block]) -> Bounds | None:
    """The places of headline and text; None for a page without text."""
    kinds = [block.kind for block in blocks]
    if "body" not in kinds:
        return None
    last = len(kinds) - 1 - kinds[::-1].index("body")
    title = kinds.index("title") if "title" in kinds[:last] else None
    first = kinds.index("body", title or 0)
    behind = [kind in FOREIGN_KINDS or kind == "navigation" for kind in kinds[last + 1 : last + 1 + _CLOSING]]
    closing = behind.index(True) if True in behind else _CLOSING
    return Bounds(title, first, last, closing)


def lines_of(blocks: Sequence[Block], bounds: Bounds | None) -> list[Line]:
    """The blocks in which a date may be the page's own, each with its dates and days, in page order.

    They are short, hold a date with its year, and are no part of the text but its edge, no notice, and nothing that
    stands far behind.
    """
    last = len(blocks) if bounds is None else bounds.last
    end = last + FAR_BEHIND
    found = []
    for place, block in enumerate(blocks):
        text, kind = block.text, block.kind
        if len(text) > _LONGEST_LINE or kind == "legal" or (place > end and kind != "comments"):
            continue
        if kind == "body" and not (bounds is not None and bounds.is_edge(place) and len(text) <= 2 * SHORT_LINE):
            continue
        if kind in FOREIGN_KINDS and place < last and not (bounds is not None and bounds.is_under_title(place)):
            continue
        if not _may_date(text) or not _TWO_DIGITS(text):
            continue
        mentions = dated(text)
        if mentions:
            found.append(Line(place, block, mentions))
        if len(found) == _MOST_LINES:
            break
    return [*found, *_stacked(blocks, bounds)]


def _stacked(blocks: Sequence[Block], bounds: Bounds | None) -> Iterator[Line]:
    """Dates set as a leaf of a calendar beside the headline: day, month and year in three blocks of their own."""
    if bounds is None:
        return
    for place in range(max(0, bounds.head - 2 * RIGHT_ABOVE), min(bounds.first, bounds.head + NEAR) - 2):
        if len(blocks[place].text) > _LEAF or len(blocks[place + 1].text) > _LEAF:
            continue
        text = " ".join(block.text for block in blocks[place : place + 3])
        mentions = dated(text) if len(text) <= 3 * _LEAF and any(map(str.isdigit, text)) else ()
        if mentions and mentions[0].kind == "date" and mentions[0].start == 0:
            yield Line(place, Block(kind="date", text=text), mentions)


def _may_date(text: str) -> bool:
    """Whether a line may name a day with its year: most lines are told by a search for plain characters."""
    if "20" in text or "19" in text or "年" in text or text[-2:].isdigit():
        return True
    if not ("/" in text or "." in text or "-" in text):
        return False
    return (_NUMBERS_PLAIN if text.isascii() else _NUMBERS).search(text) is not None


def number_order(lines: Sequence[Line]) -> Order | None:
    """How the page's house reads numbers of day and month, where other dates that it prints tell.

    A number that can be no month decides; else the order in which it writes days beside names of months.
    """
    dates = [mention for line in lines for mention in line.mentions if mention.kind == "date"]
    for mention in dates:
        if "/" in mention.text[1:3] and not mention.either and mention.day != mention.month:
            return "mdy" if int(mention.text.split("/")[0]) == mention.month else "dmy"
    orders: set[Order] = {"dmy" for one in dates if _DAY_FIRST.match(one.text)}
    orders |= {"mdy" for one in dates if _MONTH_FIRST.match(one.text)}
    return orders.pop() if len(orders) == 1 else None


_DAY_FIRST = re.compile(r"(?:[^\W\d_]+,? )?\d{1,2}(?:st|nd|rd|th|\.)? (?:of |de )?[^\W\d_]{3}")
_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+,? )?[^\W\d_]{3,}\.? \d{1,2}(?!\d)")


def order_of_language(language: str | None) -> Order | None:
    """Month before day in the English of the United States, day before month in other languages that are named."""
    region = (language or "").casefold().replace("_", "-")
    if region == "en-us":
        return "mdy"
    return None if region in {"", "en"} else "dmy"


# -- how a date stands in its line -------------------------------------------------------------------------------------


def has_clock(line: Line, mention: DayMention) -> bool:
    """Whether a time of day stands before or behind a date."""
    text = line.block.text
    return _CLOCK.search(text, 0, mention.start) is not None or _CLOCK.search(text, mention.end) is not None


def beside(line: Line, mention: DayMention) -> int:
    """Characters of a line that are not the date."""
    return len(line.block.text) - len(mention.text)


def is_alone(line: Line, mention: DayMention) -> bool:
    """Whether a line of the text is a date with a place or a name, and says nothing."""
    text = line.block.text
    if text[0] in "-\u2013\u2014" or "(@" in text:  # who is quoted, and when it was said
        return False
    return _INSIDE.search(text, 0, mention.start) is None and not (text[-1] in ".!?" and beside(line, mention) > _LEAF)


def is_stretch(line: Line, mention: DayMention, before: str) -> bool:
    """Whether a date is one end of a stretch of days: those of an exhibition, a fair, a voyage."""
    if _FROM_DAY.search(before):
        return True
    following = next((one for one in line.mentions if one.start >= mention.end), None)
    preceding = next((one for one in reversed(line.mentions) if one.end <= mention.start), None)
    text = line.block.text
    return (following is not None and _TO.fullmatch(text, mention.end, following.start) is not None) or (
        preceding is not None and _TO.fullmatch(text, preceding.end, mention.start) is not None
    )


_FROM_DAY = re.compile(r"(?<!\d)\d{1,2}\.? ?(?:[-\u2013\u2014]|bis|to|au|al?) ?$")
_TO = re.compile(r" ?(?:[-\u2013\u2014]|bis|to|until|till|au|al?|até|do|t/m|tot) ?", re.IGNORECASE)


def is_sentence(line: Line, mention: DayMention) -> bool:
    """Whether a date stands inside a sentence: a caption, a teaser, a notice."""
    text = line.block.text
    if beside(line, mention) <= BESIDE or BYLINE.match(text):
        return False
    if line.block.kind in OWN_KINDS:
        return _TWO.search(text) is not None and not has_clock(line, mention)
    inside = mention.start > OPENING_WORD and _INSIDE.search(text, 0, mention.start) is not None
    return inside or text[-1] in ".!?…\"”'"


# A stop and the capital of a new sentence.
# A stop and the capital of a new sentence.
_TWO = re.compile(r"(?:[^\W\d_]{3}|\d{4})\. [^\W\d_]")
OPENING_WORD = 4
_INSIDE = re.compile(r"\b(?:in|on|since|until|from|of|to|and|am|seit|bis|le|du|el|del|dal|nel)\s$")


def label_of(line: Line, mention: DayMention, before: str) -> Label | None:
    """What the words around a date say of it; words deep inside a sentence say nothing of the page."""
    text = line.block.text
    label = label_of_date(before, behind=text[mention.end :])
    if label is None or label.at <= _OPENING or line.block.kind in {"date", "byline"}:
        return label
    return None if text[-1] in ".!?…" and not label.is_entry else label


def reading_of(  # noqa: PLR0913 - what a reading says
    line: Line, mention: DayMention, role: DateRole, weight: float, *, why: str, order: Order | None
) -> Iterator[Reading]:
    """What a date in a line is read as; numbers that may be read both ways without an order give both."""
    given = _order_of(line, mention) or (order if "/" in mention.text else None)
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


_LAST_WORD = re.compile(r"([^\W\d_]+)[.,]* ?$")
_AMERICAN = re.compile(r"[ECMP][SD]?T$")


def _order_of(line: Line, mention: DayMention) -> Order | None:
    """How its weekday or an American time zone says that the numbers of a date are read."""
    if not mention.either:
        return None
    text = line.block.text
    word = _LAST_WORD.search(text, 0, mention.start)
    weekday = weekday_number(word[1]) if word is not None else None
    if weekday is not None:
        orders: tuple[Order, ...] = ("dmy", "mdy")
        spans = {order: stated(mention, order=order) for order in orders}
        fitting = [order for order, span in spans.items() if span is not None and span[0].weekday() == weekday]
        return fitting[0] if len(fitting) == 1 else None
    zone = ZONE.search(text, mention.end, mention.end + 40)
    return "mdy" if zone is not None and _AMERICAN.match(zone.group()) else None
