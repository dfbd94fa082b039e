"""The places of a page where a date is printed, and what a date in each place seems to be.

A date near the headline or the text is publication where a word says so, where it makes up its line, or where it stands
beside a byline or a time of day. A weekday and a date at the top of the page are its masthead: the day of serving.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from copydesk.articles.date_labels import Label
from copydesk.articles.date_lines import (
    BESIDE,
    BYLINE,
    FILED,
    FOREIGN_KINDS,
    OPENING_WORD,
    OWN_KINDS,
    RIGHT_ABOVE,
    SHORT_LINE,
    TOP,
    Bounds,
    Line,
    beside,
    has_clock,
    is_alone,
    is_sentence,
    is_stretch,
    label_of,
    reading_of,
)
from copydesk.articles.date_metadata import Reading
from copydesk.records import DateRole
from copydesk.settings import DateSettings, DateWeights
from copydesk.text.days import DayMention, Order

_BEHIND = 8
"""Blocks behind the text within which credits and signer lines stand."""
_FAR = 30
"""Blocks above the text within which a line of byline and date belongs to it, pictures and buttons between."""


def printed_readings(
    lines: Sequence[Line],
    bounds: Bounds | None,
    *,
    order: Order | None,
    recurring: Collection[str],
    settings: DateSettings,
) -> list[Reading]:
    """The dates that the page prints around its text, above it and behind it."""
    if bounds is None:
        return []
    weights = settings.weights
    readings: list[Reading] = []
    for line in lines:
        if line.block.kind == "comments" and line.place > bounds.first and not FILED.search(line.block.text):
            continue
        if line.place < bounds.head and line.block.text in recurring:
            readings += _recurring(line, bounds, weights, order)
        elif line.place < bounds.first:
            readings += _above_text(line, bounds, weights, order)
        elif line.place <= bounds.last:
            readings += _within_text(line, weights, order)
        else:
            readings += _behind_text(line, bounds, weights, order)
    return list(_nearest(readings, weights))


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


def _recurring(line: Line, bounds: Bounds, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates above the headline in a line that other pages of the site print as well: the day of serving.

    Articles of one day share such a line too: what is labelled is what its label says.
    """
    weight = weights.grouped if bounds.head - line.place <= RIGHT_ABOVE else 0.0
    for mention, before in line.parts():
        label = label_of(line, mention, before)
        if label is not None:
            yield from _labelled(line, mention, label, weights, order)
        elif mention.kind == "date":
            why = "printed on other pages of the site as well"
            yield from reading_of(line, mention, "page_served", weight, why=why, order=order)


def _above_text(line: Line, bounds: Bounds, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates between the top of the page and the text."""
    for mention, before in line.parts():
        label = label_of(line, mention, before)
        if label is not None:
            yield from _labelled(line, mention, label, weights, order)
        elif line.block.kind in FOREIGN_KINDS and not (bounds.is_under_title(line.place) and is_alone(line, mention)):
            continue
        elif is_stretch(line, mention, before):
            yield from reading_of(line, mention, "event", 0.0, why="one end of a stretch of days", order=order)
        elif _is_masthead(line, mention, bounds):
            yield from _masthead(line, mention, bounds, weights, order)
        else:
            weight, why = _head_weight(line, mention, before, bounds, weights)
            role: DateRole = "published" if weight else "other"
            yield from reading_of(line, mention, role, weight, why=why, order=order)


def _head_weight(
    line: Line, mention: DayMention, before: str, bounds: Bounds, weights: DateWeights, /
) -> tuple[float, str]:
    """What an unlabelled date above the text counts."""
    text = line.block.text
    if is_sentence(line, mention):
        return 0.0, _OWN_SENSE
    below = line.place > bounds.head
    if below and before and before[-1].isalpha():
        return weights.glued, "glued to the label of its source"
    signed = BYLINE.match(text) is not None or (has_clock(line, mention) and beside(line, mention) <= 2 * BESIDE)
    if signed and line.place >= min(TOP, bounds.head) and bounds.first - line.place <= _FAR:
        return weights.head, "printed beside a name or a time of day above the text"
    if not bounds.is_near(line.place) or (not below and before.rstrip().endswith(":")):
        return 0.0, _OWN_SENSE
    own = line.block.kind in OWN_KINDS or signed or beside(line, mention) <= BESIDE
    if own and (below or signed):
        return weights.head, "printed below the headline"
    if len(text) <= SHORT_LINE or signed:
        parted = mention.start <= OPENING_WORD or not before.rstrip()[-1:].isalnum()
        return weights.near if parted else weights.foot, _NEAR_WHY
    return 0.0, _OWN_SENSE


_OWN_SENSE = "stands in a line of its own sense"


def _is_masthead(line: Line, mention: DayMention, bounds: Bounds) -> bool:
    """Whether a date above the headline looks like that of a masthead: by its weekday, or at the very top."""
    text = line.block.text
    if line.place >= bounds.head or mention.kind != "date" or is_sentence(line, mention) or BYLINE.match(text):
        return False
    if beside(line, mention) > 2 * BESIDE or len(list(line.parts())) > 1:
        return False
    if has_clock(line, mention):
        return mention.weekday is not None and line.place < TOP and bounds.head - line.place > RIGHT_ABOVE
    return mention.weekday is not None or (line.place < TOP and bounds.head - line.place > RIGHT_ABOVE)


def _masthead(
    line: Line, mention: DayMention, bounds: Bounds, weights: DateWeights, order: Order | None, /
) -> Iterator[Reading]:
    """A masthead's date: the day of serving; right above the headline it may be the heading of a day's entries."""
    close = bounds.head - line.place <= RIGHT_ABOVE
    weight = weights.grouped if close else 0.0
    yield from reading_of(line, mention, "page_served", weight, why="printed in the head of the site", order=order)


def _within_text(line: Line, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates in credits inside the text, and in short first and last lines that the text was taken to hold."""
    inside = line.block.kind == "body"
    for mention, before in line.parts():
        label = label_of(line, mention, before)
        if label is not None:
            if not inside or label.is_entry or len(line.block.text) <= SHORT_LINE:
                yield from _labelled(line, mention, label, weights, order)
        elif (is_alone(line, mention) if inside else line.block.kind in OWN_KINDS) and beside(line, mention) <= BESIDE:
            why = "a line of the text by itself" if inside else "printed in the credit line"
            yield from reading_of(line, mention, "published", weights.foot, why=why, order=order)


def _behind_text(line: Line, bounds: Bounds, weights: DateWeights, order: Order | None) -> Iterator[Reading]:
    """Dates in signer lines and notes of posting behind the text; of lines without a label only the nearest count."""
    distance = line.place - bounds.last
    for mention, before in line.parts():
        label = label_of(line, mention, before)
        if label is not None and label.is_entry and (distance <= _BEHIND or FILED.search(line.block.text)):
            yield from _labelled(line, mention, label, weights, order)
        elif distance > _BEHIND or line.block.kind in FOREIGN_KINDS:
            continue
        elif label is not None:
            yield from _labelled(line, mention, label, weights, order)
        elif distance <= max(1, bounds.closing) and _signs(line, mention):
            yield from reading_of(line, mention, "published", weights.foot, why="printed behind the text", order=order)


def _signs(line: Line, mention: DayMention) -> bool:
    """Whether a line behind the text is little more than a date, with the name of who wrote or where."""
    own = line.block.kind in OWN_KINDS or not beside(line, mention)
    return own and mention.kind == "date" and is_alone(line, mention) and beside(line, mention) <= 2 * BESIDE


def _labelled(
    line: Line, mention: DayMention, label: Label, weights: DateWeights, order: Order | None, /
) -> Iterator[Reading]:
    """A date behind a word that says what it is."""
    weight = weights.labelled if label.role == "published" else 0.0
    yield from reading_of(line, mention, label.role, weight, why=label.why, order=order)
