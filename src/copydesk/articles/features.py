"""What the model knows of a piece: its value on each of the axes of `slots`.

A page is judged twice: a piece is told first by how it stands to the best run of prose, then by how it stands to the
article so found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import EDGE, PROSE, Columns, keys_among
from copydesk.articles.core import best_run, core_of, values_of
from copydesk.articles.hints import Hint
from copydesk.articles.letters import Ints, content_keys
from copydesk.articles.signs import NAMES
from copydesk.articles.slots import (
    AXES,
    AXIS,
    LIKELY,
    LONG,
    OTHER,
    SHARES,
    SHIFTS,
    SIZES,
    STEPS,
    TAG_OF,
    Layout,
    layout_of,
)
from copydesk.records import Form
from copydesk.text.normal import fold

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is judged: its columns, what each piece adds to a run, and the fixed axes.

    `levels` has for each piece its element, the one around it, and so on: a row for each level.
    """

    columns: Columns
    values: Floats
    axes: Ints
    under: Ints
    levels: Ints


def page_of(columns: Columns, stated: Sequence[str], recurs: Sequence[int] | None = None) -> Page:
    """What holds of a page before it is judged; `stated` are titles and descriptions that its metadata give.

    `recurs` tells on how many other pages of its site each piece stands; None where that is not known.
    """
    axes = np.zeros((len(AXES) + 1, len(columns)), dtype=np.int64)
    title = content_keys(stated[:1])
    titled = _share(keys_among(title, columns.contents, len(columns)), columns)
    starts, runs = _runs(columns)
    own = _of_shape(columns) | _of_signs(columns, stated) | _of_neighbours(columns) | _of_markup(columns)
    own["run before"] = np.concatenate(([EDGE], columns.kind[starts[1:] - 1]))[runs]
    own["run after"] = np.concatenate((columns.kind[starts[1:]], [EDGE]))[runs]
    own["headline"] = 1 + _bins(titled, (0.01, 0.2, 0.5, 0.8)) if title.size else np.zeros(len(columns))
    own["recurs"] = np.zeros(len(columns)) if recurs is None else 1 + (np.array(recurs) > 0)
    own["coherent"] = np.where(
        columns.worded,
        1 + _bins(columns.coherence, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75)),
        0,
    )
    own["glued"] = columns.measures.glued > 0
    own["title"] = _of_title(columns, titled)
    for name, values in own.items():
        axes[AXIS[name]] = values
    return Page(columns, values_of(columns), axes, _under(columns), _levels(columns))


def codes_of(page: Page, form: Form, chances: Floats | None = None, *, before: Ints | None = None) -> Ints:
    """The places of each piece's slots in the row of weights: a column for each piece.

    Without `chances` a piece is told by how it stands to the best run of prose; with the chances that were found by
    that, by how it stands to the run with the greatest expected F1. `before` are the codes without chances, if they are
    known: then only what chances change is told again.
    """
    if chances is None:
        core = best_run(page.values)
        chances = np.zeros(len(page.columns))
        chances[slice(*core)] = page.values[slice(*core)] > 0
    else:
        core = core_of(chances, page.columns.measures.size)
    axes = page.axes.copy()
    of_form = _of_site(page, chances) if form == "html" else _of_told(page.columns, chances)
    for name, values in (_of_words(page, chances > _MORE_LIKELY) | _of_place(page, core) | of_form).items():
        axes[AXIS[name]] = values
    layout = layout_of(form)
    if before is None:
        codes = np.empty((len(layout.first) + (len(SHIFTS) if form == "html" else 0), axes.shape[1]), dtype=np.int64)
        codes[: len(layout.first)] = _crossed(axes, layout, slice(None))
    else:
        codes = before.copy()
        codes[layout.turning] = _crossed(axes, layout, layout.turning)
    if form == "html":
        held = (page.columns.hints >> SHIFTS) & 1
        codes[len(layout.first) :] = layout.hints + 3 * SHIFTS + held * (1 + (axes[AXIS["nest"]] > _IN_ROOT))
    return codes


def _crossed(axes: Ints, layout: Layout, rows: slice | Ints) -> Ints:
    """The codes of some slots: those of a layout in these rows."""
    codes: Ints = axes[layout.first[rows]] * layout.by_second[rows]
    codes += axes[layout.second[rows]] * layout.by_third[rows]
    codes += axes[layout.third[rows]]
    codes += layout.starts[rows]
    return codes


# From here on a piece counts as one of the article.
_MORE_LIKELY = 0.5


def _bins(values: NDArray[np.generic], edges: tuple[float, ...]) -> Ints:
    return np.searchsorted(_array(edges), values, side="right")


@cache
def _array(edges: tuple[float, ...]) -> NDArray[np.generic]:
    return np.array(edges)


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


def _of_signs(columns: Columns, stated: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    signs = columns.signs
    repeats = Counter(columns.texts)
    told = {fold(text) for text in stated}
    near = np.array([len(text) + step for text in stated for step in (-1, 0, 1)], dtype=np.int64)
    same = np.zeros(len(columns), dtype=np.bool_)
    for place in np.flatnonzero(_among(columns.measures.whole, near)).tolist():
        same[place] = fold(columns.texts[place]) in told
    return {
        **dict(zip(NAMES, signs.cues, strict=True)),
        "address": signs.addresses,
        "dateline": signs.datelines,
        "listed": (columns.hints & Hint.LIST.value) != 0,
        "repeated": np.fromiter(map(repeats.__getitem__, columns.texts), dtype=np.int64, count=len(columns)) > 1,
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


def _last_seen(states: Ints) -> Ints:
    """For each place the last state other than 0 before it and within reach."""
    places = np.arange(states.size)
    last = np.maximum.accumulate(np.where(states > 0, places, -1))
    before = np.concatenate(([-1], last[:-1]))
    return np.where((before >= 0) & (places - before <= _REACH), states[before], 0)


def _parted(columns: Columns) -> Truths:
    """Before which pieces a gap parts; where a page parts its paragraphs by nothing, every line counts as parted."""
    solid = columns.measures.prose
    return columns.gap if 2 * columns.gap[solid].sum() > solid.sum() else np.ones(len(columns), dtype=np.bool_)


def _of_neighbours(columns: Columns) -> dict[str, NDArray[np.generic]]:
    count = len(columns)
    wide = np.concatenate(([EDGE, EDGE], columns.kind, [EDGE, EDGE]))
    prose = np.concatenate(([0], np.cumsum(columns.kind == PROSE)))
    places = np.arange(count)
    around = prose[np.minimum(places + 5, count)] - prose[np.maximum(places - 4, 0)]
    gap = _parted(columns)
    block = np.cumsum(gap)
    return {
        "gap": gap,
        "parted before": gap,
        "parted after": np.append(gap[1:], True),
        "two before": wide[:-4],
        "one before": wide[1:-3],
        "one after": wide[3:-1],
        "two after": wide[4:],
        "around": _bins(around, (1, 2, 3, 5, 7)),
        "crowd": _bins(np.bincount(block)[block], (2, 3, 6, 12, 30)),
    }


def _runs(columns: Columns) -> tuple[Ints, Ints]:
    """Where stretches of one element begin, or of lines that no gap parts, and the stretch that each piece is in."""
    fresh = columns.container[1:] != columns.container[:-1] if columns.container.any() else _parted(columns)[1:]
    starts = np.concatenate(([0], np.flatnonzero(fresh) + 1))
    return starts, np.concatenate(([0], np.cumsum(fresh)))


def _of_markup(columns: Columns) -> dict[str, NDArray[np.generic]]:
    """What only HTML tells, whatever the core."""
    size, prose = columns.measures.size, columns.measures.prose
    weight = np.where(prose, size, 0.0)
    whole = max(1.0, float(weight.sum()))
    change = np.flatnonzero(columns.container[1:] != columns.container[:-1]) + 1
    run = np.zeros(len(columns), dtype=np.int64)
    run[change] = 1
    run = np.cumsum(run)
    own = np.concatenate(([-1], columns.container[np.concatenate(([0], change))], [-2]))
    boxes = columns.container
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
        "tag": np.array([TAG_OF.get(tag, OTHER) for tag in columns.tags]),
        "strong": columns.strong > 0.9,
        "inset": own[run] == own[run + 2],
        "box": _bins(np.bincount(boxes)[boxes], (2, 3, 5, 9, 20)),
        **dict(zip(names, _bins(shares, SHARES), strict=True)),
    }


def _share(held: Truths, columns: Columns) -> Floats:
    """For each piece the share of its longer words of which something holds; 0 for one without words."""
    text = columns.contents.text
    whole = np.bincount(text, minlength=len(columns))
    share: Floats = np.bincount(text[held], minlength=len(columns)) / np.maximum(1, whole)
    return share


def _of_words(page: Page, telling: Truths) -> dict[str, NDArray[np.generic]]:
    """How much of a piece's words the other pieces of the article have too."""
    contents = page.columns.contents
    inside = telling[contents.text]
    count = np.bincount(
        contents.group[inside],
        minlength=int(contents.group[-1]) + 1 if contents.group.size else 0,
    )
    # A word is shared that another piece has: an article's piece has its own words in the count once.
    share = _share(count[contents.group] > inside, page.columns)
    worded = np.bincount(contents.text, minlength=len(page.columns)) > 0
    return {"shared": np.where(worded, 1 + _bins(share, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75)), 0)}


def _of_place(page: Page, core: tuple[int, int]) -> dict[str, NDArray[np.generic]]:
    low, high = core
    places = np.arange(len(page.columns))
    place = np.full(places.size, 7)
    place[:low] = 6 - _bins(low - places[:low], STEPS)
    place[high:] = 8 + _bins(places[high:] - high + 1, STEPS)
    head, tail = places - low + 1, high - places
    return {
        # What stands over an article heads no list of other things.
        "under": _last_seen(np.where(places > low, page.under, 0)),
        "side": np.where(place < 7, 0, np.where(place == 7, 1, 2)),
        "place": place,
        "head": np.where((head >= 1) & (head <= 3) & (tail > 0), head, 0),
        "tail": np.where((tail >= 1) & (tail <= 3) & (head > 0), tail, 0),
    }


def _of_told(columns: Columns, chances: Floats) -> dict[str, NDArray[np.generic]]:
    """How likely the nearest paragraphs before and after a piece, within reach, are of the article."""
    told = 1 + _bins(chances, LIKELY)
    count = len(columns)
    places = np.arange(count)
    solid = columns.measures.prose
    last = np.maximum.accumulate(np.where(solid, places, -1))
    following = np.minimum.accumulate(np.where(solid, places, count)[::-1])[::-1]
    before = np.concatenate(([-1], last[:-1]))
    after = np.append(following[1:], count)
    return {
        "told before": np.where((before >= 0) & (places - before <= _REACH), told[before], 0),
        "told after": np.where((after < count) & (after - places <= _REACH), told[np.minimum(after, count - 1)], 0),
    }


def _of_site(page: Page, chances: Floats) -> dict[str, NDArray[np.generic]]:
    """How a piece's markup agrees with that of the article as it was found so far."""
    columns = page.columns
    mass = np.where(chances > _MORE_LIKELY, chances, 0.0) * columns.measures.size
    if not mass.any():
        mass = chances * columns.measures.size
    forms = np.bincount(columns.form, mass)
    tag = columns.tags[int(np.argmax(forms[columns.form]))]
    most = int(np.argmax(forms))
    # Names made by a machine differ from paragraph to paragraph: then they tell nothing.
    told = 2 * forms[most] > mass.sum()
    return {
        "modal": np.fromiter(map(tag.__eq__, columns.tags), dtype=np.bool_, count=len(columns)),
        "classed": 1 + (columns.form == most) if told else np.zeros(len(columns)),
        **_of_tree(columns, page.levels, int(np.argmax(np.bincount(columns.container, mass))), mass),
    }


# An element that holds this share of the article's mass holds the article; so far up its elements are looked at.
_WHOLE = 0.85
_DEEPEST = 16
_OUT, _IN_ROOT, _WITHIN, _CHILD, _OWN = range(5)


def _levels(columns: Columns) -> Ints:
    """For each piece its element, the one around it, and so on up to the page."""
    levels = [columns.container]
    while len(levels) < _DEEPEST and levels[-1].any():
        levels.append(columns.around[levels[-1]])
    return np.stack(levels)


def _of_tree(columns: Columns, levels: Ints, main: int, mass: Floats) -> dict[str, NDArray[np.generic]]:
    """Where a piece stands to the element with most of the article (`main`) and to that with nearly all of it."""
    held = np.bincount(levels.ravel(), np.tile(mass, len(levels)), minlength=columns.around.size)
    # Elements that hold so much stand in each other, and the innermost has the greatest number.
    full = np.flatnonzero(held[1:] >= _WHOLE * float(mass.sum())) + 1
    root = int(full[-1]) if full.size else 0
    own, further = levels[0], levels[1:]
    nest = np.zeros(len(columns), dtype=np.int64)
    branch = own
    if len(further):
        within = further == root
        rooted = within.any(axis=0)
        # The level below the last one that is the root.
        below = len(further) - 1 - np.argmax(within[::-1], axis=0)
        branch = np.where(rooted, levels[below, np.arange(own.size)], own)
        nest[rooted] = _IN_ROOT
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
        **_of_span(np.flatnonzero(nest >= _WITHIN), len(columns)),
        "branch links": links,
        "branch prose": told,
    }


def _of_span(inside: Ints, count: int) -> dict[str, NDArray[np.generic]]:
    """Where pieces stand to the span of the main element, from its first piece to its last."""
    low, high = (int(inside[0]), int(inside[-1]) + 1) if inside.size else (0, count)
    places = np.arange(count)
    span = np.full(count, 5)
    span[:low] = 4 - _bins(low - places[:low], (2, 4, 8, 20))
    span[high:] = 6 + _bins(places[high:] - high + 1, (2, 4, 8, 20))
    within = (places >= low) & (places < high)
    return {
        "span": span,
        "span head": np.where(within & (places - low < 4), places - low + 1, 0),
        "span tail": np.where(within & (high - places <= 4), high - places, 0),
    }


def _of_title(columns: Columns, titled: Floats) -> Ints:
    """Where a piece stands to the line that shows the title which the metadata state: the greatest of its headings."""
    shown = np.flatnonzero((titled >= _TITLED) & (columns.measures.words >= _TITLE_WORDS))
    if not shown.size:
        return np.zeros(len(columns), dtype=np.int64)
    at = next(
        (place for place in shown.tolist() if columns.tags[place] == "h1"),
        int(shown[0]),
    )
    places = np.arange(len(columns)) - at
    return np.where(places < 0, 1, np.where(places == 0, 2, 3 + _bins(places, (3, 9))))


_TITLE_WORDS = 3
_TITLED = 0.8
