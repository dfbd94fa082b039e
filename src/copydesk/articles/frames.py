"""Site frames: what recurs around the articles of one site, learned from its pages.

A menu, a newsletter box, a footer stand on every page of a site; an article stands on one. But an article too may stand
on two: as an edition, as a print view, as copies of one report that lie side by side in a folder. So two pages say
something of each other's frame only where they differ in what they tell, and a paragraph belongs to a frame only beside
lines that do, and on more pages the nearer it stands to the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import compress
from operator import or_
from pathlib import PurePath
from urllib.parse import urlsplit
from zlib import crc32

from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Shape, is_prose
from copydesk.records import BlockKind, Frame, Layout, Page
from copydesk.settings import FrameSettings
from copydesk.text.ids import stable_id

# A piece in `Layout.prints`: eight hexadecimal digits of its CRC-32 and three of its size, in which the greatest bit
# tells that it reads like a paragraph. Of 64 pages of 300 pieces each some 20,000 pairs are known; a pair has 64 bits.
_MARK, _PRINT = 8, 11
_LARGEST, _PROSE = 0x7FF, 0x800
# The borders of a page are neighbours too.
_TOP, _BOTTOM = 0, 1
# In a longer text numbers do not matter: a box counts readers, prices and days. A short one may be a date.
_LONG = 50
_NUMBER = re.compile(rb"[0-9]+(?:[.,][0-9]+)*")
# Sizes are counted in bytes of UTF-8, since a Chinese or Japanese character (three of them) says more than a letter.
_SENTENCE, _PARAGRAPH = 60, 160
_STOPS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f", '."', ".\u201d", ".'", ".\u2019", "\u3002\u300d", ".)")
_WORTH, _COST = 200.0, 0.4
# Subheadings that a site uses again ("Why it matters", "What we know so far") are shorter than this.
_NOTE = 40
_LEVELS = (8, 4, 2, 1)
_FRONTS = ("www.", "m.", "amp.", "mobile.")


@dataclass(frozen=True, slots=True)
class _Lines:
    """A layout unpacked: marks, sizes of paragraphs (0 for what is none), the likely article and how much it tells.

    `notes` are the places of longer lines between two paragraphs: an appeal, a link to another article.
    """

    marks: list[int]
    sizes: list[int]
    notes: frozenset[int]
    start: int
    end: int
    told: int

    def neighbours(self, place: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """The places right above and below, each with the two marks that meet there."""
        above = self.marks[place - 1] if place else _TOP
        below = self.marks[place + 1] if place + 1 < len(self.marks) else _BOTTOM
        yield place - 1, (above, self.marks[place])
        yield place + 1, (self.marks[place], below)

    def is_line(self, place: int) -> bool:
        """Whether a place holds no paragraph; the borders of the page do not."""
        return not 0 <= place < len(self.sizes) or not self.sizes[place]


@dataclass(frozen=True, slots=True)
class _Known:
    """On which pages two pieces stand next to each other, and which have a paragraph, a note: a bit for each page."""

    borders: dict[tuple[int, int], int]
    prose: dict[int, int]
    notes: dict[int, int]

    def beside_lines(self, lines: _Lines, place: int) -> int:
        """The pages on which a paragraph stands beside the same line."""
        return reduce(or_, (self.borders.get(pair, 0) for at, pair in lines.neighbours(place) if lines.is_line(at)), 0)


def layout_of(page: Page, pieces: Sequence[Piece], urls: Sequence[str]) -> Layout:
    """The print of each piece of a page, and the site it belongs to; `urls` are the addresses that the page states."""
    prints = "".join(_print_of(piece.text) for piece in pieces)
    return Layout(id=stable_id("layout", page.id), page=page.id, site=site_of(page, urls), prints=prints)


def site_of(page: Page, urls: Sequence[str]) -> str:
    """What tells pages of one site: the host of the address, else the outlet that was given, else the folder.

    The records of one container count as the files of one folder.
    """
    for url in (page.url, *urls):
        if url and (host := _host(url)):
            return f"host {host}"
    if page.outlet:
        return f"outlet {page.outlet}"
    container, _, record = page.source.rpartition("#")
    return f"folder {container if container and record else PurePath(page.base or '', page.source).parent}"


def find_frames(layouts: Sequence[Layout], *, settings: FrameSettings) -> tuple[Frame, ...]:
    """For each page of one site that shares a frame with others: on how many of them each of its pieces recurs.

    The order of the layouts is nothing. Of a large site a sample of pages is enough: those with the least ids, which
    are as good as drawn by lot.
    """
    ordered = sorted(layouts, key=lambda layout: layout.id)
    sample = [_unpacked(layout) for layout in ordered[: settings.sample]]
    if len(sample) < 2:
        return ()
    known = _known(sample)
    found = []
    for number, layout in enumerate(ordered):
        lines = sample[number] if number < len(sample) else _unpacked(layout)
        strangers = ~_kin(lines, known, sample, settings=settings)
        if number < len(sample):
            strangers &= ~(1 << number)
        recurs = _recurrence(lines, known, strangers, settings=settings)
        if any(recurs):
            found.append(Frame(id=frame_id(layout.page), page=layout.page, recurs=tuple(recurs)))
    return tuple(found)


def frame_id(page: str) -> str:
    """The id of the frame of a page."""
    return stable_id("frame", page)


def unframed(
    body: Sequence[bool], sizes: Sequence[float], recurs: Sequence[int], *, settings: FrameSettings
) -> list[bool]:
    """The marks of a body without what recurs, unless that is much of it: no frame is so much of an article."""
    if not any(recurs):
        return list(body)
    taken = [mark and count >= settings.pages_inside for mark, count in zip(body, recurs, strict=True)]
    whole = sum(size for size, mark in zip(sizes, body, strict=True) if mark)
    if sum(size for size, gone in zip(sizes, taken, strict=True) if gone) > settings.most_taken * whole:
        return list(body)
    return [mark and not gone for mark, gone in zip(body, taken, strict=True)]


def agreed(
    body: Sequence[bool], again: Sequence[bool], shapes: Sequence[Shape], *, places: Sequence[int]
) -> list[bool]:
    """What two looks at pieces share, and the paragraphs that the second adds beside it; the first, if they disagree.

    The second look is at the page without its frame, the pieces at `places` alone, so that a paragraph beyond a box is
    beside the one before it. They disagree where no more than half of the whole body is left.
    """
    whole = sum(shape.size for shape, mark in zip(shapes, body, strict=True) if mark)
    kept = [body[place] and other for place, other in zip(places, again, strict=True)]
    if 2 * sum(shapes[place].size for place, mark in zip(places, kept, strict=True) if mark) <= whole:
        return list(body)
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        beside = False
        for at in order:
            beside = kept[at] = kept[at] or (beside and again[at] and is_prose(shapes[places[at]]))
    chosen = set(compress(places, kept))
    return [place in chosen for place in range(len(body))]


def named(kinds: Sequence[BlockKind], shapes: Sequence[Shape], recurs: Sequence[int]) -> list[BlockKind]:
    """The kinds of pieces, those that nothing else tells known by their recurrence: lines of a menu, texts of a box."""
    return [
        ("promotion" if is_prose(shape) else "navigation") if kind == "other" and count else kind
        for kind, shape, count in zip(kinds, shapes, recurs, strict=True)
    ]


def _known(sample: Sequence[_Lines]) -> _Known:
    borders: dict[tuple[int, int], int] = {}
    prose: dict[int, int] = {}
    notes: dict[int, int] = {}
    for number, lines in enumerate(sample):
        bit = 1 << number
        for left, right in _pairs(lines.marks):
            # A line given twice, as titles are, is one line and has no neighbour in itself.
            if left != right:
                borders[left, right] = borders.get((left, right), 0) | bit
        for mark, size in zip(lines.marks[lines.start : lines.end], lines.sizes[lines.start : lines.end], strict=True):
            if size:
                prose[mark] = prose.get(mark, 0) | bit
        for place in lines.notes:
            notes[lines.marks[place]] = notes.get(lines.marks[place], 0) | bit
    return _Known(borders, prose, notes)


def _pairs(marks: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip((_TOP, *marks), (*marks, _BOTTOM), strict=True)


def _kin(lines: _Lines, known: _Known, sample: Sequence[_Lines], *, settings: FrameSettings) -> int:
    """The pages, as bits, that tell some of the same: what they share may be the article itself.

    A paragraph that most pages of the site have, or that stands below or above the same line on both, may be a box:
    such make kin only where nearly all is shared.
    """
    telling: dict[int, int] = {}
    whole: dict[int, int] = {}
    common = max(settings.common_pages, len(sample) // 2)
    for place in range(lines.start, lines.end):
        size = lines.sizes[place]
        bits = known.prose.get(lines.marks[place], 0) if size else 0
        boxed = bits if bits.bit_count() > common else known.beside_lines(lines, place) if size else 0
        while bits:
            low = bits & -bits
            bits ^= low
            number = low.bit_length() - 1
            whole[number] = whole.get(number, 0) + size
            if not boxed & low:
                telling[number] = telling.get(number, 0) + size
    kin = 0
    for number, shared in whole.items():
        less = min(lines.told, sample[number].told)
        if telling.get(number, 0) >= settings.kin_share * less or shared >= settings.copy_share * less:
            kin |= 1 << number
    return kin


def _recurrence(lines: _Lines, known: _Known, strangers: int, *, settings: FrameSettings) -> list[int]:
    """For each piece on how many unrelated pages it recurs as a part of the frame, 0 where it does not.

    A piece recurs with a neighbour or not at all: a headline stands alone among those of another list. But a longer
    line that stands between paragraphs on many pages is an appeal of the site; subheadings are shorter.
    """
    sizes = lines.sizes
    shared = [(known.borders.get(pair, 0) & strangers).bit_count() for pair in _pairs(lines.marks)]
    recurs = [0] * len(sizes)
    for place, size in enumerate(sizes):
        if size:
            continue
        inside = lines.start <= place < lines.end
        least = settings.pages_inside if inside else settings.pages
        beside = settings.pages_inside_prose
        above = shared[place] >= (beside if place and sizes[place - 1] else least)
        below = shared[place + 1] >= (beside if place + 1 < len(sizes) and sizes[place + 1] else least)
        if above or below:
            recurs[place] = max(shared[place] * above, shared[place + 1] * below)
    _spread(lines, shared, recurs, settings=settings)
    for place in lines.notes:
        count = (known.notes.get(lines.marks[place], 0) & strangers).bit_count()
        recurs[place] = max(recurs[place], count if count >= settings.pages_alone else 0)
    return [next((level for level in _LEVELS if count >= level), 0) for count in recurs]


def _spread(lines: _Lines, shared: Sequence[int], recurs: list[int], *, settings: FrameSettings) -> None:
    """Paragraphs beside lines of the frame, and then those beside these, belong to it if they recur together.

    Where they recur with the line itself, two or three pages tell; where the line beside them is another from page to
    page (a box above a list of topics), it takes more.
    """
    last = len(recurs) - 1
    for step, order in ((-1, range(last + 1)), (1, range(last, -1, -1))):
        for place in order:
            neighbour = place + step
            if not lines.sizes[place] or recurs[place] or not (0 <= neighbour <= last and recurs[neighbour]):
                continue
            inside = lines.start <= place < lines.end
            least = settings.pages_inside_prose if inside else settings.pages_inside
            near, far = (shared[place], shared[place + 1]) if step < 0 else (shared[place + 1], shared[place])
            if near >= least or (far >= settings.pages_alone and _is_prose(lines, place - step)):
                recurs[place] = max(near, far)


def _is_prose(lines: _Lines, place: int) -> bool:
    return 0 <= place < len(lines.sizes) and bool(lines.sizes[place])


def _print_of(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    size = len(raw)
    prose = size >= _PARAGRAPH or (size >= _SENTENCE and text.endswith(_STOPS))
    told = _NUMBER.sub(b"0", raw) if size >= _LONG else raw
    return f"{crc32(told):08x}{min(size, _LARGEST) | _PROSE * prose:03x}"


def _unpacked(layout: Layout) -> _Lines:
    prints = layout.prints
    starts = range(0, len(prints), _PRINT)
    marks = [int(prints[start : start + _MARK], 16) for start in starts]
    told = [int(prints[start + _MARK : start + _PRINT], 16) for start in starts]
    sizes = [size & _LARGEST if size & _PROSE else 0 for size in told]
    start, end = _best_run(sizes)
    notes = (
        place
        for place in range(start + 1, end - 1)
        if _NOTE <= told[place] < _PROSE and sizes[place - 1] and sizes[place + 1]
    )
    return _Lines(marks, sizes, frozenset(notes), start, end, told=sum(sizes[start:end]))


def _best_run(sizes: Sequence[int]) -> tuple[int, int]:
    """First and end place of the run that is likely the article: many paragraphs, little else (Kadane's algorithm)."""
    best, found = 0.0, (0, 0)
    total, start = 0.0, 0
    for place, size in enumerate(sizes):
        total += min(size, 3 * _WORTH) / _WORTH if size else -_COST
        if total <= 0:
            total, start = 0.0, place + 1
        elif total > best:
            best, found = total, (start, place + 1)
    return found


def _host(url: str) -> str | None:
    """The host of an absolute address, without what only tells its look."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    for front in _FRONTS:
        host = host.removeprefix(front) if host and host.count(".") > 1 else host
    return host
