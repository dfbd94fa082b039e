"""What the model knows of a piece: its value on each of the axes of `slots`.

A page is judged twice: a piece is told first by how it stands to the best run of prose, then by how it stands to the
article so found. Several pages are told at once, as a call of numpy costs as much as the work on a page; nothing that
is told of a page depends on the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import EDGE, PROSE, Bounds, Columns, keys_among
from copydesk.articles.core import best_runs, cores_of, values_of
from copydesk.articles.hints import Hint
from copydesk.articles.letters import Ints, contents_of, letters_of
from copydesk.articles.signs import NAMES
from copydesk.articles.slots import (
    AXES,
    AXIS,
    CODE,
    HINT_BITS,
    LIKELY,
    LONG,
    OTHER,
    SHARES,
    SIZES,
    STEPS,
    TAG_OF,
    Codes,
    Layout,
    layout_of,
)
from copydesk.records import Form
from copydesk.text.normal import fold

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """Pages before they are judged: their columns, what each piece adds to a run, and the fixed axes.

    `levels` has for each piece its element, the one around it, and so on: a row for each level.
    """

    columns: Columns
    values: Floats
    axes: Codes
    under: Ints
    levels: Ints


def told_of(columns: Columns, stated: Sequence[Sequence[str]]) -> Told:
    """What holds of pages before they are judged; `stated` are titles and descriptions that their metadata give."""
    bounds = columns.bounds
    axes = np.zeros((len(AXES) + 1, len(columns)), dtype=CODE)
    title, of_page = contents_of(letters_of([next(iter(one), "") for one in stated]), None)
    titled = _share(keys_among(title, of_page, columns), columns)
    has_title = np.bincount(of_page, minlength=len(stated)) > 0
    own = _of_shape(columns) | _of_signs(columns, stated) | _of_neighbours(columns) | _of_markup(columns)
    own["headline"] = np.where(has_title[bounds.page], 1 + _bins(titled, (0.01, 0.2, 0.5, 0.8)), 0)
    own["coherent"] = np.where(
        columns.worded,
        1 + _bins(columns.coherence, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75)),
        0,
    )
    own["glued"] = columns.measures.glued > 0
    own["title"] = _of_title(columns, titled)
    for name, values in own.items():
        axes[AXIS[name]] = values
    return Told(columns, values_of(columns), axes, _under(columns), _levels(columns))


def codes_of(told: Told, form: Form, chances: Floats | None = None, *, before: Codes | None = None) -> Codes:
    """The places of each piece's slots in the row of weights: a column for each piece.

    Without `chances` a piece is told by how it stands to the best run of prose; with the chances that were found by
    that, by how it stands to the run with the greatest expected F1. `before` are the codes without chances, if they are
    known: then only what chances change is told again.
    """
    columns = told.columns
    bounds = columns.bounds
    if chances is None:
        starts, ends = best_runs(told.values, bounds)
    else:
        starts, ends = cores_of(chances, columns.measures.size, bounds)
    # The bounds of each piece's core, by place on the page.
    low, high = (starts - bounds.starts)[bounds.page], (ends - bounds.starts)[bounds.page]
    if chances is None:
        chances = ((bounds.place >= low) & (bounds.place < high) & (told.values > 0)).astype(np.float64)
    axes = told.axes.copy()
    of_form = _of_site(told, chances) if form == "html" else _of_told(columns, chances)
    for name, values in (_of_words(told, chances > _MORE_LIKELY) | _of_place(told, low, high) | of_form).items():
        axes[AXIS[name]] = values
    layout = layout_of(form)
    if before is None:
        codes = np.empty((len(layout.first) + (len(HINT_BITS) if form == "html" else 0), axes.shape[1]), dtype=CODE)
        codes[: len(layout.first)] = _crossed(axes, layout, slice(None))
    else:
        codes = before.copy()
        codes[layout.crossed] = _crossed(axes, layout, layout.crossed)
    if form == "html":
        held = (columns.hints & HINT_BITS) != 0
        codes[len(layout.first) :] = layout.of_hints + held * (1 + (axes[AXIS["nest"]] > _IN_ROOT).astype(CODE))
    return codes


def _crossed(axes: Codes, layout: Layout, rows: slice | Ints) -> Codes:
    """The codes of some slots: those of a layout in these rows."""
    codes: Codes = axes[layout.first[rows]] * layout.by_second[rows]
    codes += axes[layout.second[rows]] * layout.by_third[rows]
    codes += axes[layout.third[rows]]
    codes += layout.starts[rows]
    return codes


# From here on a piece counts as one of the article.
_MORE_LIKELY = 0.5


def _bins(values: NDArray[Any], edges: tuple[float, ...]) -> NDArray[np.int8]:
    """How many of these edges each value reaches: to compare with each of so few costs less than to search them."""
    reached = np.zeros(values.shape, dtype=np.int8)
    for edge in edges:
        reached += (values >= edge).view(np.int8)
    return reached


def _among(values: NDArray[np.generic], few: NDArray[np.generic]) -> Truths:
    """Which values are one of these few: for so few a comparison with each costs less than order among them."""
    among: Truths = (values[:, None] == few).any(axis=1)
    return among


def _of_shape(columns: Columns) -> dict[str, NDArray[np.generic]]:
    measures, letters = columns.measures, columns.measures.letters
    last, first = letters.last, letters.plain[letters.starts]
    end, before = letters.plain[last], letters.plain[np.maximum(last - 1, 0)]
    dots = (end == _ELLIPSIS) | (((end == _STOP) | (end == _BRACKET)) & ((before == _STOP) | (before == _ELLIPSIS)))
    ends = np.where((end == _COLON) | (end == _WIDE_COLON), 1, 0)
    ends[(end == _QUESTION) | (end == _EXCLAMATION)] = 3
    ends[dots] = 2
    return {
        "kind": columns.kind,
        "size": _bins(measures.size, SIZES),
        "stops": np.minimum(measures.stops, 4),
        "commas": np.minimum(measures.commas, 3),
        "capitals": _bins(measures.capitals, (0.15, 0.3, 0.5, 0.7, 0.95)),
        "small": _bins(measures.small, (0.01, 0.15, 0.3, 0.45)),
        "digits": _bins(measures.digits, (0.02, 0.15)),
        "ends": ends,
        "closed": measures.closed,
        "opens": measures.opens,
        "upper": measures.upper,
        "quoted": _among(first, _QUOTES),
        "long": measures.size > LONG,
    }


_ELLIPSIS, _STOP, _BRACKET, _COLON, _WIDE_COLON, _QUESTION, _EXCLAMATION = map(ord, "\u2026.]:\uff1a?!")
_QUOTES = np.array([ord(mark) for mark in "\"\u201c\u2018\u00ab'\u201e\u300c"], dtype=np.uint16)


def _of_signs(columns: Columns, stated: Sequence[Sequence[str]]) -> dict[str, NDArray[np.generic]]:
    signs, bounds = columns.signs, columns.bounds
    sizes = columns.measures.whole.tolist()
    repeated: list[bool] = []
    same = np.zeros(len(columns), dtype=np.bool_)
    for start, end, own in zip(bounds.starts.tolist(), bounds.ends.tolist(), stated, strict=True):
        texts = columns.texts[start:end]
        often = {text for text, times in Counter(texts).items() if times > 1}
        repeated += map(often.__contains__, texts)
        told = {fold(text) for text in own}
        near = {len(text) + step for text in own for step in (-1, 0, 1)}
        for place in [place for place, size in enumerate(sizes[start:end], start) if size in near]:
            same[place] = fold(columns.texts[place]) in told
    return {
        **dict(zip(NAMES, signs.cues, strict=True)),
        "address": signs.addresses,
        "dateline": signs.datelines,
        "listed": (columns.hints & Hint.LIST.value) != 0,
        "repeated": np.array(repeated, dtype=np.bool_),
        "stated": same,
    }


# The heading of a list is shorter than this, and what stands further below it may be something else again.
_HEADING = 60
_REACH = 12


def _under(columns: Columns) -> Ints:
    """Of which heading by its cues each piece is one; 0 for others."""
    under = np.zeros(len(columns), dtype=np.int64)
    for state, name in enumerate(AXES["under"][1:], start=1):
        under[columns.signs.cues[NAMES.index(name)]] = state
    under[(columns.measures.size >= _HEADING) | columns.measures.prose] = 0
    return under


def _last_seen(states: Ints, bounds: Bounds) -> Ints:
    """For each piece the last state other than 0 before it on its page and within reach."""
    rows = np.arange(states.size)
    last = np.maximum.accumulate(np.where(states > 0, rows, -1))
    before = np.concatenate(([-1], last[:-1]))
    return np.where((before >= bounds.starts[bounds.page]) & (rows - before <= _REACH), states[before], 0)


def _parted(columns: Columns) -> Truths:
    """Before which pieces a gap parts; where a page parts its paragraphs by nothing, every line counts as parted."""
    solid, bounds = columns.measures.prose, columns.bounds
    tells: Truths = 2 * bounds.sums(columns.gap & solid) > bounds.sums(solid)
    return columns.gap | ~tells[bounds.page]


def _of_neighbours(columns: Columns) -> dict[str, NDArray[np.generic]]:
    """The pieces around each, gaps, and stretches of one element, or of lines that no gap parts."""
    bounds, kind = columns.bounds, columns.kind
    count = len(columns)
    prose = np.concatenate(([0], np.cumsum(kind == PROSE)))
    rows = np.arange(count)
    first, end = bounds.starts[bounds.page], bounds.ends[bounds.page]
    around = prose[np.minimum(rows + 5, end)] - prose[np.maximum(rows - 4, first)]
    gap = _parted(columns)
    opening, closing = rows == first, rows + 1 == end
    block = np.cumsum(gap | opening) - 1
    boxed = np.logical_or.reduceat(columns.container != columns.elements.starts[bounds.page], bounds.starts)
    fresh = np.where(boxed[bounds.page], _changed(columns.container), gap) | opening
    starts = np.flatnonzero(fresh)
    run = np.cumsum(fresh) - 1
    before, after = np.where(opening, EDGE, _moved(kind, 1)), np.where(closing, EDGE, _moved(kind, -1))
    return {
        "gap": gap,
        "parted before": gap,
        "parted after": _moved(gap, -1) | closing,
        "one before": before,
        "two before": np.where(rows - 2 < first, EDGE, _moved(kind, 2)),
        "one after": after,
        "two after": np.where(rows + 2 >= end, EDGE, _moved(kind, -2)),
        "around": _bins(around, (1, 2, 3, 5, 7)),
        "crowd": _bins(np.bincount(block)[block], (2, 3, 6, 12, 30)),
        "run before": before[starts][run],
        "run after": after[np.append(starts[1:], count) - 1][run],
    }


def _moved(values: NDArray[Any], steps: int) -> NDArray[Any]:
    """The values, each so many rows further on; those beyond an end come in at the other."""
    return np.concatenate((values[-steps:], values[:-steps]))


def _changed(values: Ints) -> Truths:
    """Which values are others than those before them, the first among them."""
    changed = np.ones(values.size, dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _of_markup(columns: Columns) -> dict[str, NDArray[np.generic]]:
    """What only HTML tells, whatever the core."""
    size, prose = columns.measures.size, columns.measures.prose
    weight = np.where(prose, size, 0.0)
    whole = np.maximum(1.0, columns.bounds.sums(weight))[columns.bounds.page]
    boxes = columns.container
    changed = _changed(boxes)
    run = np.cumsum(changed) - 1
    own = np.concatenate(([-1], boxes[changed], [-2]))
    linked = np.bincount(boxes, columns.links * size)[boxes]
    letters = np.maximum(1.0, np.bincount(boxes, size)[boxes])
    prose_of_box = np.bincount(boxes, weight)[boxes]
    kin = np.bincount(columns.form, weight)[columns.form]
    kin_letters = np.maximum(1.0, np.bincount(columns.form, size)[columns.form])
    shares = np.empty((7, len(columns)))
    shares[0] = columns.links
    shares[1] = prose_of_box / whole
    shares[2] = np.bincount(columns.wrapper, weight)[columns.wrapper] / whole
    shares[3] = linked / letters
    shares[4] = prose_of_box / letters
    shares[5] = kin / whole
    shares[6] = kin / kin_letters
    names = ("links", "container", "wrapper", "box links", "box prose", "kin", "kin prose")
    return {
        "tag": np.array([TAG_OF.get(tag, OTHER) for tag in columns.tags])[columns.tag],
        "strong": columns.strong > 0.9,
        "inset": own[run] == own[run + 2],
        "box": _bins(np.bincount(boxes)[boxes], (2, 3, 5, 9, 20)),
        **dict(zip(names, _bins(shares, SHARES), strict=True)),
    }


def _share(held: Truths, columns: Columns) -> Floats:
    """For each piece the share of its longer words of which something holds; 0 for one without words."""
    contents = columns.contents
    share: Floats = np.bincount(contents.text[held], minlength=len(columns)) / np.maximum(1, contents.words)
    return share


def _of_words(told: Told, telling: Truths) -> dict[str, NDArray[np.generic]]:
    """How much of a piece's words the other pieces of the article have too."""
    contents = told.columns.contents
    inside = telling[contents.text]
    count = np.bincount(
        contents.group[inside],
        minlength=int(contents.group[-1]) + 1 if contents.group.size else 0,
    )
    # A word is shared that another piece has: an article's piece has its own words in the count once.
    share = _share(count[contents.group] > inside, told.columns)
    return {"shared": np.where(told.columns.worded, 1 + _bins(share, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75)), 0)}


def _of_place(told: Told, low: Ints, high: Ints) -> dict[str, NDArray[np.generic]]:
    """Where pieces stand to the core of their page, from its first place to its end."""
    bounds = told.columns.bounds
    places = bounds.place
    above, below = places < low, places >= high
    place = np.where(above, 6 - _bins(low - places, STEPS), np.where(below, 8 + _bins(places - high + 1, STEPS), 7))
    head, tail = places - low + 1, high - places
    return {
        # What stands over an article heads no list of other things.
        "under": _last_seen(np.where(places > low, told.under, 0), bounds),
        "side": np.where(above, 0, np.where(below, 2, 1)),
        "place": place,
        "head": np.where((head >= 1) & (head <= 3) & (tail > 0), head, 0),
        "tail": np.where((tail >= 1) & (tail <= 3) & (head > 0), tail, 0),
    }


def _of_told(columns: Columns, chances: Floats) -> dict[str, NDArray[np.generic]]:
    """How likely the nearest paragraphs before and after a piece, within reach, are of the article."""
    bounds = columns.bounds
    told = 1 + _bins(chances, LIKELY)
    count = len(columns)
    rows = np.arange(count)
    solid = columns.measures.prose
    last = np.maximum.accumulate(np.where(solid, rows, -1))
    following = np.minimum.accumulate(np.where(solid, rows, count)[::-1])[::-1]
    before = np.concatenate(([-1], last[:-1]))
    after = np.append(following[1:], count)
    near_before = (before >= bounds.starts[bounds.page]) & (rows - before <= _REACH)
    near_after = (after < bounds.ends[bounds.page]) & (after - rows <= _REACH)
    return {
        "told before": np.where(near_before, told[before], 0),
        "told after": np.where(near_after, told[np.minimum(after, count - 1)], 0),
    }


def _of_site(told: Told, chances: Floats) -> dict[str, NDArray[np.generic]]:
    """How a piece's markup agrees with that of the article as it was found so far."""
    columns = told.columns
    bounds, sizes = columns.bounds, columns.measures.size
    mass = np.where(chances > _MORE_LIKELY, chances, 0.0) * sizes
    mass = np.where(np.logical_or.reduceat(mass > 0, bounds.starts)[bounds.page], mass, chances * sizes)
    forms = np.bincount(columns.form, mass)[columns.form]
    most = bounds.greatest(forms)
    # Names made by a machine differ from paragraph to paragraph: then they tell nothing.
    telling = 2 * forms[most] > bounds.sums(mass)
    return {
        "modal": columns.tag == columns.tag[most][bounds.page],
        "classed": np.where(telling[bounds.page], 1 + (columns.form == columns.form[most][bounds.page]), 0),
        **_of_tree(columns, told.levels, mass),
    }


# An element that holds this share of the article's mass holds the article; so far up its elements are looked at.
_WHOLE = 0.85
_DEEPEST = 16
_OUT, _IN_ROOT, _WITHIN, _CHILD, _OWN = range(5)


def _levels(columns: Columns) -> Ints:
    """For each piece its element, the one around it, and so on up to its page, which ends the row of the deepest one.

    Beyond that stands a number that is no element.
    """
    bounds = columns.bounds
    page = columns.elements.starts[bounds.page]
    levels = [columns.container]
    beyond = columns.around.size
    outward = np.append(columns.around, beyond)
    while len(levels) < _DEEPEST and (inner := levels[-1] != page).any():
        deeper = np.logical_or.reduceat(inner, bounds.starts)[bounds.page]
        # Of a page whose pieces are all told nothing more is said.
        levels.append(np.where(deeper, outward[levels[-1]], beyond))
        page = np.where(deeper, page, beyond)
    return np.stack(levels)


def _of_tree(columns: Columns, levels: Ints, mass: Floats) -> dict[str, NDArray[np.generic]]:
    """Where a piece stands to the element with most of the article and to that with nearly all of it."""
    bounds, elements = columns.bounds, columns.elements
    count = elements.page.size
    main = elements.greatest(np.bincount(columns.container, mass, minlength=count))[bounds.page]
    telling = np.flatnonzero(mass)
    held = np.bincount(levels[:, telling].ravel(), np.tile(mass[telling], len(levels)), minlength=count)[:count]
    # Elements that hold so much stand in each other, and the innermost has the greatest number.
    full = held >= (_WHOLE * bounds.sums(mass))[elements.page]
    root = np.maximum.reduceat(np.where(full, np.arange(count), 0), elements.starts)
    root = np.maximum(root, elements.starts)[bounds.page]
    own, further = levels[0], levels[1:]
    nest = np.zeros(len(columns), dtype=np.int64)
    # Which of the levels further out is the root, counted from 1, the last of several; 0 where none is.
    steps = np.arange(1, len(levels), dtype=np.int8)[:, None]
    at = ((further == root).view(np.int8) * steps).max(axis=0, initial=0)
    branch = levels[np.maximum(at - 1, 0), np.arange(own.size)]
    nest[at > 0] = _IN_ROOT
    nest[(further == main).any(axis=0)] = _WITHIN
    nest[own == root] = _IN_ROOT
    nest[columns.around[own] == main] = _CHILD
    nest[own == main] = _OWN
    size, prose = columns.measures.size, columns.measures.prose
    letters = np.maximum(1.0, np.bincount(branch, size)[branch])
    shares = np.empty((2, len(columns)))
    shares[0] = np.bincount(branch, columns.links * size)[branch] / letters
    shares[1] = np.bincount(branch, size * prose)[branch] / letters
    links, told = _bins(shares, SHARES)
    return {
        "nest": nest,
        **_of_span(nest >= _WITHIN, bounds),
        "branch links": links,
        "branch prose": told,
    }


def _of_span(inside: Truths, bounds: Bounds) -> dict[str, NDArray[np.generic]]:
    """Where pieces stand to the span of the main element, from its first piece to its last."""
    rows, starts, ends = np.arange(inside.size), bounds.starts, bounds.ends
    low = np.minimum.reduceat(np.where(inside, rows, inside.size), starts)
    high = np.maximum.reduceat(np.where(inside, rows + 1, 0), starts)
    none = high == 0
    low, high = np.where(none, starts, low)[bounds.page], np.where(none, ends, high)[bounds.page]
    above, below = rows < low, rows >= high
    span = np.where(above, 4 - _bins(low - rows, _SPANNED), np.where(below, 6 + _bins(rows - high + 1, _SPANNED), 5))
    within = ~(above | below)
    return {
        "span": span,
        "span head": np.where(within & (rows - low < 4), rows - low + 1, 0),
        "span tail": np.where(within & (high - rows <= 4), high - rows, 0),
    }


_SPANNED = (2, 4, 8, 20)


def _of_title(columns: Columns, titled: Floats) -> Ints:
    """Where a piece stands to the line that shows the title which the metadata state: the greatest of its headings."""
    bounds = columns.bounds
    shown = (titled >= _TITLED) & (columns.measures.words >= _TITLE_WORDS)
    headed = shown & (columns.tag == _number(columns.tags, "h1"))
    # The first heading of a page that shows it, or else the first line.
    at = bounds.greatest(np.where(headed, 2, shown))[bounds.page]
    steps = np.arange(len(columns)) - at
    told = np.where(steps < 0, 1, np.where(steps == 0, 2, 3 + _bins(steps, (3, 9))))
    return np.where(shown[at], told, 0)


def _number(tags: Sequence[str], name: str) -> int:
    return tags.index(name) if name in tags else -1


_TITLE_WORDS = 3
_TITLED = 0.8
