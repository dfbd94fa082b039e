"""The pieces of pages as columns: one array for each thing known of them, so that several pages are judged at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.letters import Ints, Keys, contents_of
from copydesk.articles.pieces import Piece
from copydesk.articles.shapes import Measures
from copydesk.articles.signs import Signs, signs_of

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

KINDS = ("prose", "links", "date", "sentence", "link", "short", "line", "image", "edge")
PROSE, LINKS, DATE, SENTENCE, LINK, SHORT, LINE, IMAGE, EDGE = range(len(KINDS))
# More than this share of a text in links, and it is no paragraph but a list of links.
_LINKED = 0.6
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which rows of a column are of which page: where each page's rows begin and end, and the page of each row.

    `place` is the place of a row in its page.
    """

    starts: Ints
    ends: Ints
    page: Ints
    place: Ints

    def sums(self, values: NDArray[np.generic]) -> Floats:
        """For each page the sum of its values, added one after the other: the same whatever other pages there are."""
        return np.asarray(np.bincount(self.page, values, minlength=self.starts.size), dtype=np.float64)

    def greatest(self, values: NDArray[np.generic]) -> Ints:
        """For each page the first row that has the greatest value of the page."""
        rows = np.flatnonzero(values == np.maximum.reduceat(values, self.starts)[self.page])
        first: Ints = rows[np.searchsorted(rows, self.starts)]
        return first


def bounds_of(sizes: Sequence[int]) -> Bounds:
    """The bounds of pages with so many rows, at least one each."""
    counts = np.array(sizes, dtype=np.int64)
    ends = np.cumsum(counts)
    starts = ends - counts
    page = np.repeat(np.arange(counts.size), counts)
    return Bounds(starts, ends, page, np.arange(page.size) - starts[page])


@dataclass(frozen=True, slots=True)
class Contents:
    """What the pieces are about: keys of their longer words, each once a piece, equal ones of a page together.

    `group` numbers the different keys of each page from 0, `text` is the piece, `words` the number of keys of each
    piece.
    """

    keys: Keys
    group: Ints
    text: Ints
    words: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """The pieces of pages: their texts, measures and signs, their kind, and what the markup says of each.

    `bounds` are those of pages among the pieces, `elements` those among the elements, which are numbered on from page
    to page; the first of a page is the whole page. `tag` numbers the names in `tags`, `form` the different pairs of tag
    and class names of each page, with gaps, so that pieces made alike have the same number. `around` has for each
    element's number that of the one around it.
    """

    bounds: Bounds
    elements: Bounds
    texts: Sequence[str]
    tags: Sequence[str]
    tag: Ints
    measures: Measures
    signs: Signs
    contents: Contents
    kind: Ints
    hints: Ints
    links: Floats
    strong: Floats
    container: Ints
    wrapper: Ints
    gap: Truths
    form: Ints
    around: Ints
    coherence: Floats
    worded: Truths

    def __len__(self) -> int:
        return len(self.texts)


def columns_of(
    pages: Sequence[Sequence[Piece]], measures: Measures, arounds: Sequence[Sequence[int]] | None = None
) -> Columns:
    """The columns of the pieces of pages, whose texts were measured together.

    `arounds` tell for each page which element stands in which.
    """
    rows = chain.from_iterable(pages)
    texts, names, hints, links, strong, container, wrapper, gap, classes = list(zip(*rows, strict=True))[:9]
    bounds = bounds_of(list(map(len, pages)))
    signs = signs_of(texts, measures)
    numbers: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
    forms = _ints(map(numbers.__getitem__, zip(names, classes, strict=True)), len(texts))
    tags: dict[str, int] = {}
    tag = np.array([tags.setdefault(name, len(tags)) for name, _ in numbers], dtype=np.int64)[forms]
    linked = _floats(links)
    contents = _contents(measures, bounds)
    coherence = _coherence(contents)
    elements, boxes, wrappers, around = _elements(bounds, container, wrapper, arounds or [()] * len(pages))
    return Columns(
        bounds=bounds,
        elements=elements,
        texts=texts,
        tags=tuple(tags),
        tag=tag,
        measures=measures,
        signs=signs,
        contents=contents,
        kind=_kinds(measures, signs.dates, linked > _LINKED, tag == tags.get("img", -1)),
        hints=_ints(hints, len(texts)),
        links=linked,
        strong=_floats(strong),
        container=boxes,
        wrapper=wrappers,
        gap=np.fromiter(gap, dtype=np.bool_, count=len(texts)),
        form=bounds.page * len(numbers) + forms,
        coherence=coherence,
        worded=contents.words > 0,
        around=around,
    )


def _ints(values: Iterable[int], count: int) -> Ints:
    return np.fromiter(values, dtype=np.int64, count=count)


def _floats(values: Sequence[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64, count=len(values))


def _elements(
    bounds: Bounds, container: Sequence[int], wrapper: Sequence[int], arounds: Sequence[Sequence[int]]
) -> tuple[Bounds, Ints, Ints, Ints]:
    """The bounds of pages among elements, the element of each piece, the one around that, and which stands in which.

    Which stands in which is as told, or as far as the pieces tell it.
    """
    boxes, wrappers = _ints(container, len(container)), _ints(wrapper, len(wrapper))
    told = np.array(list(map(len, arounds)), dtype=np.int64)
    elements = bounds_of(np.maximum(told, np.maximum.reduceat(boxes, bounds.starts) + 1).tolist())
    around = np.zeros(elements.page.size, dtype=np.int64)
    first = elements.starts[bounds.page]
    boxes += first
    around[boxes] = wrappers
    for start, own in zip(elements.starts.tolist(), arounds, strict=True):
        around[start : start + len(own)] = _ints(own, len(own))
    around += elements.starts[elements.page]
    return elements, boxes, wrappers + first, around


def _kinds(measures: Measures, dates: Truths, linked: Truths, images: Truths) -> Ints:
    """What each piece looks like by itself."""
    kinds = np.where(measures.size < _SHORT, SHORT, LINE)
    for holds, kind in ((linked, LINK), (measures.sentence, SENTENCE), (dates, DATE)):
        kinds[holds] = kind
    kinds[measures.prose] = PROSE
    kinds[measures.prose & linked] = LINKS
    kinds[images] = IMAGE
    return kinds


def _contents(measures: Measures, bounds: Bounds) -> Contents:
    keys, text = contents_of(measures.letters, measures.index)
    # One number that orders by key, then by piece: keys are mixed, so their first bits are as good as all.
    bits = np.uint64(max(_PIECES, len(measures).bit_length()))
    ordered = keys >> bits << bits | text.astype(np.uint64)
    ordered.sort()
    ordered = ordered[_fresh(ordered)]
    keys = ordered >> bits
    text = (ordered ^ keys << bits).astype(np.int64)
    group = np.cumsum(_fresh(keys) | _fresh(bounds.page[text])) - 1
    return Contents(keys, group, text, np.bincount(text, minlength=len(measures)))


# The last bits of a key give way to the number of the piece: so many, that however many pages are judged together, the
# same bits are left of each.
_PIECES = 20


def _fresh(ordered: NDArray[np.generic]) -> Truths:
    """Which of some values in order are others than those before them."""
    fresh = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


# Another piece is near within so many places.
_NEAR = 8


def _coherence(contents: Contents) -> Floats:
    """For each piece the share of its longer words that a piece near it has too; 0 for one without such words."""
    close = np.zeros(contents.text.size, dtype=np.bool_)
    follows = (contents.group[1:] == contents.group[:-1]) & (contents.text[1:] - contents.text[:-1] <= _NEAR)
    close[1:] |= follows
    close[:-1] |= follows
    share: Floats = np.bincount(contents.text[close], minlength=contents.words.size) / np.maximum(1, contents.words)
    return share


def keys_among(keys: Keys, pages: Ints, columns: Columns) -> Truths:
    """For each entry of the contents whether its key is one of these keys, each of the page of this number.

    Entries stand in the order of their keys, then of their pieces: those of a key on a page stand side by side.
    """
    contents = columns.contents
    if not keys.size:
        return np.zeros(contents.keys.size, dtype=np.bool_)
    bits = np.uint64(max(_PIECES, len(columns).bit_length()))
    ordered = contents.keys << bits | contents.text.astype(np.uint64)
    wanted = keys >> bits << bits
    opening = np.searchsorted(ordered, wanted | columns.bounds.starts[pages].astype(np.uint64))
    closing = np.searchsorted(ordered, wanted | columns.bounds.ends[pages].astype(np.uint64))
    most = ordered.size + 1
    among: Truths = np.cumsum(np.bincount(opening, minlength=most) - np.bincount(closing, minlength=most))[:-1] > 0
    return among
