"""The pieces of a page as columns: one array for each thing known of them, so that a page is judged at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
class Contents:
    """What the pieces are about: keys of their longer words, each once a piece, those that are equal together.

    `group` numbers the different keys from 0, `text` is the piece.
    """

    keys: Keys
    group: Ints
    text: Ints


@dataclass(frozen=True, slots=True)
class Columns:
    """A page's pieces: their texts, measures and signs, their kind, and what the markup says of each.

    `form` numbers the different pairs of tag and class names, so that pieces made alike have the same number.
    `around` has for each element's number that of the one around it; 0 is the whole page.
    """

    texts: tuple[str, ...]
    tags: tuple[str, ...]
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
    classes: tuple[str, ...]
    around: Ints
    coherence: Floats
    worded: Truths

    def __len__(self) -> int:
        return len(self.texts)


def columns_of(pieces: Sequence[Piece], measures: Measures, around: Sequence[int] = ()) -> Columns:
    """The columns of pieces whose texts were measured; `around` tells which element stands in which."""
    texts, tags, hints, links, strong, container, wrapper, gap, classes = list(zip(*pieces, strict=True))[:9]
    signs = signs_of(texts, measures)
    numbers: dict[tuple[str, str], int] = {}
    forms = [numbers.setdefault(pair, len(numbers)) for pair in zip(tags, classes, strict=True)]
    linked = np.array(links)
    contents = _contents(measures)
    coherence, worded = _coherence(contents, len(measures))
    images = np.fromiter(map("img".__eq__, tags), dtype=np.bool_, count=len(tags))
    boxes, wrappers = np.array(container, dtype=np.int64), np.array(wrapper, dtype=np.int64)
    return Columns(
        texts=texts,
        tags=tags,
        measures=measures,
        signs=signs,
        contents=contents,
        kind=_kinds(measures, signs.dates, linked > _LINKED, images),
        hints=np.array(hints, dtype=np.int64),
        links=linked,
        strong=np.array(strong),
        container=boxes,
        wrapper=wrappers,
        gap=np.array(gap, dtype=np.bool_),
        form=np.array(forms, dtype=np.int64),
        classes=classes,
        coherence=coherence,
        worded=worded,
        around=_around(boxes, wrappers, around),
    )


def _around(container: Ints, wrapper: Ints, around: Sequence[int]) -> Ints:
    """Which element stands in which: as told, or as far as the pieces tell it."""
    found = np.zeros(max(len(around), int(container.max()) + 1), dtype=np.int64)
    found[container] = wrapper
    found[: len(around)] = around
    return found


def _kinds(measures: Measures, dates: Truths, linked: Truths, images: Truths) -> Ints:
    """What each piece looks like by itself."""
    kinds = np.where(measures.size < _SHORT, SHORT, LINE)
    for holds, kind in ((linked, LINK), (measures.sentence, SENTENCE), (dates, DATE)):
        kinds[holds] = kind
    kinds[measures.prose] = PROSE
    kinds[measures.prose & linked] = LINKS
    kinds[images] = IMAGE
    return kinds


def _contents(measures: Measures) -> Contents:
    keys, text = contents_of(measures.letters, measures.index)
    # One number that orders by key, then by piece: keys are mixed, so their last bits are as good as their first.
    count = np.uint64(max(1, len(measures)))
    ordered = keys // count * count + text.astype(np.uint64)
    ordered.sort()
    ordered = ordered[_fresh(ordered)]
    keys = ordered // count
    return Contents(keys, np.cumsum(_fresh(keys)) - 1, (ordered - keys * count).astype(np.int64))


def _fresh(ordered: Keys) -> Truths:
    """Which of some keys in order are others than those before them."""
    fresh = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


# Another piece is near within so many places.
_NEAR = 8


def _coherence(contents: Contents, count: int) -> tuple[Floats, Truths]:
    """For each piece the share of its longer words that a piece near it has too, and whether it has such words."""
    close = np.zeros(contents.text.size, dtype=np.bool_)
    follows = (contents.group[1:] == contents.group[:-1]) & (contents.text[1:] - contents.text[:-1] <= _NEAR)
    close[1:] |= follows
    close[:-1] |= follows
    whole = np.bincount(contents.text, minlength=count)
    share: Floats = np.bincount(contents.text[close], minlength=count) / np.maximum(1, whole)
    return share, whole > 0


def keys_among(keys: Keys, contents: Contents, count: int) -> Truths:
    """For each entry of `contents`, made from so many pieces, whether its key is one of these sorted ones."""
    if not keys.size:
        return np.zeros(contents.keys.size, dtype=np.bool_)
    wanted = np.unique(keys // np.uint64(max(1, count)))
    rows = np.minimum(np.searchsorted(wanted, contents.keys), wanted.size - 1)
    among: Truths = wanted[rows] == contents.keys
    return among
