"""What the model knows of a piece: its value on each of some axes, and slots in which axes are crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import EDGE, KINDS, PROSE, Columns, keys_among
from copydesk.articles.core import values_of
from copydesk.articles.hints import Hint
from copydesk.articles.letters import Ints, content_keys
from copydesk.articles.signs import NAMES
from copydesk.records import Form
from copydesk.text.normal import fold

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

_SIZES = (12, 20, 30, 45, 60, 80, 110, 150, 220, 320, 500)
_SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
_STEPS = (2, 3, 4, 7, 12, 25)
_LONG = 80
_TAGS = (
    "",
    "p",
    "div",
    "li",
    "img",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "figcaption",
    "option",
    "button",
    "dd",
    "dt",
    "pre",
    "other",
)
_TAG_OF = {
    **{tag: number for number, tag in enumerate(_TAGS)},
    **dict.fromkeys(("h5", "h6"), _TAGS.index("h4")),
    **dict.fromkeys(("section", "article", "main", "center", "body"), _TAGS.index("div")),
    **dict.fromkeys(("th", "tr"), _TAGS.index("td")),
}
_OTHER = _TAGS.index("other")
_HINTS = tuple(Hint)
_SHIFTS = np.arange(len(_HINTS), dtype=np.int64)[:, None]

_NO_YES = ("no", "yes")


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))


# The axes and the names of their values. A place before or after the core is told in steps, the nearest first.
AXES: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "size": _numbers(len(_SIZES) + 1),
    "stops": _numbers(5),
    "commas": _numbers(4),
    "capitals": _numbers(6),
    "small": _numbers(5),
    "digits": _numbers(3),
    "ends": ("plain", "colon", "dots", "mark"),
    **dict.fromkeys(("closed", "opens", "upper", "quoted", "long", "gap", "listed", "stated", "repeated"), _NO_YES),
    **dict.fromkeys(NAMES, _NO_YES),
    **dict.fromkeys(("address", "dateline"), _NO_YES),
    "shared": ("none", *_numbers(7)),
    "headline": ("none", *_numbers(5)),
    "place": (
        *(f"before {step}" for step in range(6, -1, -1)),
        "inside",
        *(f"after {step}" for step in range(7)),
    ),
    "head": ("no", "0", "1", "2"),
    "tail": ("no", "1", "2", "3"),
    "links": _numbers(len(_SHARES) + 1),
    **dict.fromkeys(("two before", "one before", "one after", "two after"), KINDS),
    **dict.fromkeys(("parted before", "parted after"), _NO_YES),
    "around": _numbers(6),
    "under": ("nothing", "comments", "related", "promotion", "share"),
    "crowd": _numbers(6),
    "recurs": ("unknown", *_NO_YES),
    "tag": _TAGS,
    **dict.fromkeys(("strong", "main", "wrapped", "modal", "inset"), _NO_YES),
    "classed": ("unknown", *_NO_YES),
    **dict.fromkeys(("container", "wrapper", "kin", "kin prose", "box links", "box prose"), _numbers(len(_SHARES) + 1)),
    "box": _numbers(6),
    "title": ("none", "before", "at", "after 0", "after 1", "after 2"),
}
_AXIS = {name: number for number, name in enumerate(AXES)}

_BOTH: tuple[tuple[str, ...], ...] = (
    ("kind", "gap"),
    ("size", "closed"),
    ("size", "gap"),
    ("stops", "closed"),
    ("commas", "kind"),
    ("capitals", "kind"),
    ("small", "kind"),
    ("opens", "kind"),
    ("digits", "kind"),
    ("listed", "kind"),
    ("ends", "kind"),
    ("upper", "kind"),
    ("quoted", "kind"),
    *((name, "long") for name in NAMES),
    ("address",),
    ("dateline",),
    ("repeated", "long"),
    ("shared", "long"),
    ("shared", "kind"),
    ("headline", "kind"),
    ("stated",),
    ("place", "kind"),
    ("place",),
    ("head", "kind"),
    ("tail", "kind"),
    ("two before", "kind"),
    ("one before", "kind", "parted before"),
    ("one after", "kind", "parted after"),
    ("two after", "kind"),
    ("around", "kind"),
    ("under", "kind"),
    ("crowd", "kind"),
    ("recurs", "long"),
)
_MARKUP: tuple[tuple[str, ...], ...] = (
    ("tag", "kind"),
    ("tag",),
    ("links", "kind"),
    ("links", "place"),
    ("container", "kind"),
    ("wrapper", "kind"),
    ("main", "tag"),
    ("main", "kind"),
    ("main", "wrapped"),
    ("modal", "classed"),
    ("modal", "main", "kind"),
    ("classed", "kind"),
    ("strong", "kind"),
    ("inset", "kind"),
    ("kin", "kind"),
    ("kin prose", "kind"),
    ("box links", "kind"),
    ("box prose", "kind"),
    ("box", "kind"),
    ("title", "kind"),
)
SLOTS: dict[Form, tuple[tuple[str, ...], ...]] = {"html": _BOTH + _MARKUP, "text": _BOTH}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the slots of a form lie in one row of weights, and which axes each crosses."""

    starts: Ints
    first: Ints
    second: Ints
    third: Ints
    by_second: Ints
    by_third: Ints
    hints: int
    names: tuple[str, ...]


@cache
def layout_of(form: Form) -> Layout:
    """The layout of a form: slots in their order, then, in HTML, each hint apart from and inside the main container."""
    starts: list[int] = []
    axes: list[list[int]] = []
    names: list[str] = []
    for slot in SLOTS[form]:
        starts.append(len(names))
        axes.append([*(_AXIS[axis] for axis in slot), len(AXES), len(AXES)][:3])
        values: list[tuple[str, ...]] = [()]
        for axis in slot:
            values = [(*before, value) for before in values for value in AXES[axis]]
        names += [f"{' x '.join(slot)} = {', '.join(value)}" for value in values]
    hints = len(names)
    if form == "html":
        names += [f"in {(hint.name or '').lower()} = {state}" for hint in _HINTS for state in ("no", "aside", "main")]
    widths = [*(len(values) for values in AXES.values()), 1]
    columns = np.array(axes, dtype=np.int64).T
    sizes = np.array(widths, dtype=np.int64)[columns]
    return Layout(
        starts=np.array(starts, dtype=np.int64)[:, None],
        first=columns[0],
        second=columns[1],
        third=columns[2],
        by_second=(sizes[1] * sizes[2])[:, None],
        by_third=sizes[2][:, None],
        hints=hints,
        names=tuple(names),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page before a core is chosen: its columns, the values of its runs, its title's words, and the fixed axes."""

    columns: Columns
    values: Floats
    titled: Floats
    axes: Ints


def page_of(columns: Columns, stated: Sequence[str], recurs: Sequence[int] | None = None) -> Page:
    """What holds of a page whatever its core; `stated` are titles and descriptions that its metadata give.

    `recurs` tells on how many other pages of its site each piece stands; None where that is not known.
    """
    axes = np.zeros((len(AXES) + 1, len(columns)), dtype=np.int64)
    title = content_keys(stated[:1])
    titled = _share(keys_among(title, columns.contents, len(columns)), columns) if title.size else None
    own = _of_shape(columns) | _of_signs(columns, stated) | _of_neighbours(columns) | _of_markup(columns)
    own["headline"] = np.zeros(len(columns)) if titled is None else 1 + _bins(titled, (0.01, 0.2, 0.5, 0.8))
    own["recurs"] = np.zeros(len(columns)) if recurs is None else 1 + (np.array(recurs) > 0)
    for name, values in own.items():
        axes[_AXIS[name]] = values
    return Page(columns, values_of(columns), np.zeros(len(columns)) if titled is None else titled, axes)


def codes_of(page: Page, core: tuple[int, int], form: Form) -> Ints:
    """The places of each piece's slots in the row of weights: a column for each piece, given this core."""
    axes = page.axes.copy()
    of_core = _of_words(page, core) | _of_place(page, core)
    if form == "html":
        of_core |= _of_site(page, core)
    for name, values in of_core.items():
        axes[_AXIS[name]] = values
    layout = layout_of(form)
    codes = axes[layout.first] * layout.by_second + axes[layout.second] * layout.by_third + axes[layout.third]
    codes += layout.starts
    if form == "text":
        return codes
    held = (page.columns.hints >> _SHIFTS) & 1
    return np.concatenate((codes, layout.hints + 3 * _SHIFTS + held * (1 + axes[_AXIS["main"]])))


def _bins(values: NDArray[np.generic], edges: Sequence[float]) -> Ints:
    return np.searchsorted(np.array(edges), values, side="right")


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
        "size": _bins(measures.size, _SIZES),
        "stops": np.minimum(measures.stops, 4),
        "commas": np.minimum(measures.commas, 3),
        "capitals": _bins(measures.capitals, (0.15, 0.3, 0.5, 0.7, 0.95)),
        "small": _bins(measures.small, (0.01, 0.15, 0.3, 0.45)),
        "digits": _bins(measures.digits, (0.02, 0.15)),
        "ends": ends,
        "closed": measures.closed,
        "opens": measures.opens,
        "upper": measures.upper,
        "quoted": np.isin(first, _QUOTES),
        "long": measures.size > _LONG,
    }


_ELLIPSIS, _STOP, _BRACKET, _COLON, _WIDE_COLON, _QUESTION, _EXCLAMATION = map(ord, "\u2026.]:\uff1a?!")
_QUOTES = np.array([ord(mark) for mark in "\"\u201c\u2018\u00ab'\u201e\u300c"], dtype=np.uint16)


def _of_signs(columns: Columns, stated: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    signs = columns.signs
    repeats = Counter(columns.texts)
    told = {fold(text) for text in stated}
    lengths = {len(text) for text in stated}
    near = {length + step for length in lengths for step in (-1, 0, 1)}
    same = [len(text) in near and fold(text) in told for text in columns.texts]
    under = np.zeros(len(columns), dtype=np.int64)
    for state, name in enumerate(AXES["under"][1:], start=1):
        under[signs.cues[NAMES.index(name)]] = state
    under[(columns.measures.size >= _HEADING) | columns.measures.prose] = 0
    return {
        **dict(zip(NAMES, signs.cues, strict=True)),
        "address": signs.addresses,
        "dateline": signs.datelines,
        "listed": (columns.hints & Hint.LIST.value) != 0,
        "repeated": np.array([repeats[text] > 1 for text in columns.texts]),
        "stated": np.array(same),
        "under": _last_seen(under),
    }


# The heading of a list is shorter than this, and what stands further below it may be something else again.
_HEADING = 60
_REACH = 12


def _last_seen(states: Ints) -> Ints:
    """For each place the last state other than 0 before it and within reach."""
    places = np.arange(states.size)
    last = np.maximum.accumulate(np.where(states > 0, places, -1))
    before = np.concatenate(([-1], last[:-1]))
    return np.where((before >= 0) & (places - before <= _REACH), states[before], 0)


def _of_neighbours(columns: Columns) -> dict[str, NDArray[np.generic]]:
    count = len(columns)
    wide = np.concatenate(([EDGE, EDGE], columns.kind, [EDGE, EDGE]))
    prose = np.concatenate(([0], np.cumsum(columns.kind == PROSE)))
    places = np.arange(count)
    around = prose[np.minimum(places + 5, count)] - prose[np.maximum(places - 4, 0)]
    # Where a page parts its paragraphs by nothing, every line counts as parted.
    solid = columns.measures.prose
    gap = columns.gap if 2 * columns.gap[solid].sum() > solid.sum() else np.ones(count, dtype=np.bool_)
    block = np.cumsum(columns.gap)
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
    kin = np.bincount(columns.form, weight)[columns.form]
    return {
        "tag": np.array([_TAG_OF.get(tag, _OTHER) for tag in columns.tags]),
        "links": _bins(columns.links, _SHARES),
        "strong": columns.strong > 0.9,
        "inset": own[run] == own[run + 2],
        "container": _bins(np.bincount(boxes, weight)[boxes] / whole, _SHARES),
        "wrapper": _bins(np.bincount(columns.wrapper, weight)[columns.wrapper] / whole, _SHARES),
        "box": _bins(np.bincount(boxes)[boxes], (2, 3, 5, 9, 20)),
        "box links": _bins(linked / letters, _SHARES),
        "box prose": _bins(np.bincount(boxes, weight)[boxes] / letters, _SHARES),
        "kin": _bins(kin / whole, _SHARES),
        "kin prose": _bins(kin / np.maximum(1.0, np.bincount(columns.form, size)[columns.form]), _SHARES),
    }


def _share(held: Truths, columns: Columns) -> Floats:
    """For each piece the share of its longer words of which something holds; 0 for one without words."""
    text = columns.contents.text
    whole = np.bincount(text, minlength=len(columns))
    share: Floats = np.bincount(text[held], minlength=len(columns)) / np.maximum(1, whole)
    return share


def _of_words(page: Page, core: tuple[int, int]) -> dict[str, NDArray[np.generic]]:
    """How much of a piece's words the other pieces of the core have too."""
    contents = page.columns.contents
    telling = np.zeros(len(page.columns), dtype=np.bool_)
    telling[core[0] : core[1]] = page.values[core[0] : core[1]] > 0
    inside = telling[contents.text]
    count = np.bincount(contents.group[inside], minlength=int(contents.group[-1]) + 1 if contents.group.size else 0)
    # A word is shared that another piece of the core has: a core piece's own words are in the count once.
    share = _share(count[contents.group] > 1, page.columns)
    worded = np.bincount(contents.text, minlength=len(page.columns)) > 0
    return {"shared": np.where(worded, 1 + _bins(share, (0.01, 0.1, 0.2, 0.35, 0.5, 0.75)), 0)}


def _of_place(page: Page, core: tuple[int, int]) -> dict[str, NDArray[np.generic]]:
    low, high = core
    places = np.arange(len(page.columns))
    place = np.full(places.size, 7)
    place[:low] = 6 - _bins(low - places[:low], _STEPS)
    place[high:] = 8 + _bins(places[high:] - high + 1, _STEPS)
    head, tail = places - low + 1, high - places
    return {
        "place": place,
        "head": np.where((head >= 1) & (head <= 3) & (tail > 0), head, 0),
        "tail": np.where((tail >= 1) & (tail <= 3) & (head > 0), tail, 0),
    }


def _of_site(page: Page, core: tuple[int, int]) -> dict[str, NDArray[np.generic]]:
    """How a piece's markup agrees with that of the core."""
    columns = page.columns
    low, high = core
    prose = np.where(columns.measures.prose, columns.measures.size, 0.0)
    inside = np.flatnonzero(page.values[low:high] > 0) + low
    size = columns.measures.size
    main = _heaviest(columns.container, prose, slice(low, high))
    wrapper = _heaviest(columns.wrapper, prose, slice(low, high))
    tags: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for number in inside.tolist():
        tags[columns.tags[number]] += int(size[number])
        classes[columns.classes[number]] += int(size[number])
    tag = tags.most_common(1)[0][0] if tags else ""
    name, most = classes.most_common(1)[0] if classes else ("", 0)
    # Names made by a machine differ from paragraph to paragraph: then they tell nothing.
    told = 2 * most > sum(classes.values())
    return {
        "main": columns.container == main,
        "wrapped": (columns.wrapper == wrapper) | (columns.container == wrapper),
        "modal": np.array([one == tag for one in columns.tags]),
        "classed": np.array([1 + (one == name) for one in columns.classes]) if told else np.zeros(len(columns)),
        "title": _of_title(page, core),
    }


def _heaviest(boxes: Ints, weights: Floats, inside: slice) -> int:
    """The element with most prose of all that pieces of the core stand in; -1 where there is none."""
    sums = np.bincount(boxes, weights)
    own = np.unique(boxes[inside])
    return int(own[np.argmax(sums[own])]) if own.size and sums[own].max() > 0 else -1


def _of_title(page: Page, core: tuple[int, int]) -> Ints:
    """Where a piece stands to the line that shows the title which the metadata state."""
    shown = np.flatnonzero((page.titled >= _TITLED) & (page.columns.measures.words >= 3))
    if not shown.size:
        return np.zeros(len(page.columns), dtype=np.int64)
    above = shown[shown <= core[0]]
    at = int(above[-1]) if above.size else int(shown[0])
    places = np.arange(len(page.columns)) - at
    return np.where(places < 0, 1, np.where(places == 0, 2, 3 + _bins(places, (3, 9))))


_TITLED = 0.8
