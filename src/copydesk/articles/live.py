"""Live reports: one article of many entries, each under the time at which it was written, the newest mostly first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copydesk.articles.hints import Hint
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose, is_sentence

# An hour and a minute and nothing else but their zone: 14:32, 14.32 Uhr, 2:32 pm GMT, 14h32, 14時32分, 14시 32분.
_STAMP = re.compile(
    r"\W*(?:(?P<h>\d{1,2})\s?[:.h\u6642\u65f6\u70b9\uc2dc]\s?(?P<m>[0-5]\d)(?:[:.][0-5]\d)?\s?[\u5206\ubd84]?"
    r"|(?P<only>\d{1,2})(?=\s?[ap]\.?m))"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?:uhr|hrs?|h)?\s*\(?(?:[A-Z]{2,5}(?:[+-]\d{1,2})?)?\)?\W*",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\blive(?:blog|-?ticker)?\b|\bticker\b|\bas it happened\b|\ben direct\b|\bal minuto\b|\bao vivo\b|\bin diretta\b"
    r"|\u901f\u5831|\u30e9\u30a4\u30d6|\u76f4\u64ad|\u5b9e\u65f6|\uc2e4\uc2dc\uac04",
    re.IGNORECASE,
)
_LONGEST_STAMP = 24
# Of "2 pm ACST" a seventh of the letters and digits are digits.
_MOSTLY_DIGITS = 1 / 7
_FEWEST = 3
# The first paragraph of an entry stands right below its time, or below a headline and a name.
_BELOW = 4
# Entries have some paragraphs each; times that stand further apart are something else. The last one ends some lines on.
_MOST_PARAGRAPHS = 12
_REACH = 20
_ORDERED = 0.7
_BESIDE = (Hint.IMAGE | Hint.CAPTION | Hint.NAVIGATION | Hint.COMMENTS | Hint.ASIDE | Hint.FOOTER | Hint.HIDDEN).value
_DAY = 24 * 60


def entries_of(
    pieces: Sequence[Piece], shapes: Sequence[Shape], body: Sequence[bool], *, called: Sequence[str], stated: bool
) -> tuple[int, ...]:
    """The places of the times over the entries of a live report, () where the page is none.

    `called` are the headlines that may call it live, `stated` whether the metadata say so. Where nothing calls it so,
    only entries with the newest first make a live report: a day told from its morning on is a chronology.
    """
    times = {
        place: minutes
        for place, (piece, shape) in enumerate(zip(pieces, shapes, strict=True))
        if shape.digits >= _MOSTLY_DIGITS
        and len(piece.text) <= _LONGEST_STAMP
        and (minutes := _minutes(piece.text)) is not None
        and any(_tells(pieces[below], shapes[below]) for below in range(place + 1, min(place + _BELOW, len(pieces))))
    }
    heads = list(times)
    if len(heads) < _FEWEST or not _are_heads(heads, body) or not _lead_prose(heads, shapes):
        return ()
    falls, rises = _order([times[place] for place in heads])
    live = stated or any(_SAID.search(text) for text in called)
    return tuple(heads) if falls >= _ORDERED or (live and rises >= _ORDERED) else ()


def _are_heads(heads: Sequence[int], body: Sequence[bool]) -> bool:
    """Whether times part the body: not those of a list of news beside it, nor of comments below."""
    parted = [sum(body[start:end]) for start, end in pairwise([0, *heads, min(heads[-1] + _REACH, len(body))])]
    led = sum(any(body[place + 1 : place + _BELOW]) for place in heads)
    return 3 * led >= len(heads) and max(parted[1:]) <= _MOST_PARAGRAPHS and 2 * sum(parted[1:]) >= sum(body)


def _lead_prose(heads: Sequence[int], shapes: Sequence[Shape]) -> bool:
    """Whether most times stand over paragraphs: over single lines they are a ticker's."""
    told = sum(any(map(is_prose, shapes[place + 1 : place + _BELOW])) for place in heads)
    return 2 * told > len(heads)


def with_entries(
    body: Sequence[bool], entries: Sequence[int], pieces: Sequence[Piece], shapes: Sequence[Shape]
) -> list[bool]:
    """The marks of a live report, sentences of its entries that were passed over included."""
    marks = list(body)
    for start, end in zip(entries, [*entries[1:], min(entries[-1] + _BELOW, len(body))], strict=True):
        for place in range(start + 1, end):
            if _tells(pieces[place], shapes[place]) and (is_prose(shapes[place]) or place - start <= 2):
                marks[place] = True
    return marks


def _tells(piece: Piece, shape: Shape) -> bool:
    """Whether a piece may be a paragraph of an entry."""
    return piece.links < 0.5 and not piece.hints & _BESIDE and (is_prose(shape) or is_sentence(shape))


def _minutes(text: str) -> int | None:
    """Minutes since midnight of a line that is a time of day and nothing else."""
    found = _STAMP.fullmatch(text)
    if found is None:
        return None
    hour = int(found["h"] or found["only"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "p")
    return hour * 60 + int(found["m"] or 0) if hour < 24 else None


def _order(minutes: Sequence[int]) -> tuple[float, float]:
    """The shares of steps that go back in time, and forward; a report that runs over midnight steps once against it."""
    steps = list(pairwise(minutes))
    back = sum((after - before) % _DAY >= _DAY // 2 for before, after in steps if after != before)
    same = sum(after == before for before, after in steps)
    return (back + same) / len(steps), (len(steps) - back) / len(steps)
