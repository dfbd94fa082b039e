"""The table of features: axes on which a piece has a value, and slots in which axes are crossed, one weight a value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.columns import KINDS
from copydesk.articles.hints import Hint
from copydesk.articles.letters import Ints
from copydesk.articles.pieces import MENU
from copydesk.articles.signs import NAMES
from copydesk.records import Form

SIZES = (12, 20, 30, 45, 60, 80, 110, 150, 220, 320, 500)
SHARES = (0.001, 0.1, 0.3, 0.6, 0.9)
STEPS = (2, 3, 4, 7, 12, 25)
LONG = 80
LIKELY = (0.1, 0.5, 0.9)
TAGS = (
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
    MENU,
    "other",
)
TAG_OF = {
    **{tag: number for number, tag in enumerate(TAGS)},
    **dict.fromkeys(("h5", "h6"), TAGS.index("h4")),
    **dict.fromkeys(("section", "article", "main", "center", "body"), TAGS.index("div")),
    **dict.fromkeys(("th", "tr"), TAGS.index("td")),
}
OTHER = TAGS.index("other")
HINTS = tuple(Hint)
# Some three thousand weights are numbered so that a page's codes stay small: of a wider type they are four times as
# large, and slower for it.
CODE = np.int16
Codes = NDArray[np.int16]
HINT_BITS = np.array([hint.value for hint in HINTS], dtype=np.int64)[:, None]

_NO_YES = ("no", "yes")


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))


# The axes and the names of their values. A place before or after the core is told in steps, the nearest first.
AXES: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "size": _numbers(len(SIZES) + 1),
    "stops": _numbers(5),
    "commas": _numbers(4),
    "capitals": _numbers(6),
    "small": _numbers(5),
    "digits": _numbers(3),
    "ends": ("plain", "colon", "dots", "mark"),
    **dict.fromkeys(
        (
            "closed",
            "opens",
            "upper",
            "quoted",
            "long",
            "gap",
            "listed",
            "stated",
            "repeated",
        ),
        _NO_YES,
    ),
    **dict.fromkeys(NAMES, _NO_YES),
    **dict.fromkeys(("address", "dateline"), _NO_YES),
    "shared": ("none", *_numbers(7)),
    "headline": ("none", *_numbers(5)),
    "coherent": ("none", *_numbers(7)),
    "glued": _NO_YES,
    "place": (
        *(f"before {step}" for step in range(6, -1, -1)),
        "inside",
        *(f"after {step}" for step in range(7)),
    ),
    "head": ("no", "0", "1", "2"),
    "tail": ("no", "1", "2", "3"),
    "links": _numbers(len(SHARES) + 1),
    **dict.fromkeys(("two before", "one before", "one after", "two after"), KINDS),
    **dict.fromkeys(("parted before", "parted after"), _NO_YES),
    "around": _numbers(6),
    "under": ("nothing", "comments", "related", "promotion", "share"),
    "crowd": _numbers(6),
    "tag": TAGS,
    **dict.fromkeys(("strong", "modal", "inset"), _NO_YES),
    "nest": ("out", "root", "within", "child", "own"),
    **dict.fromkeys(("run before", "run after"), KINDS),
    **dict.fromkeys(("branch links", "branch prose"), _numbers(len(SHARES) + 1)),
    "side": ("before", "inside", "after"),
    "span": (
        *(f"before {step}" for step in range(4, -1, -1)),
        "inside",
        *(f"after {step}" for step in range(5)),
    ),
    **dict.fromkeys(("span head", "span tail"), ("no", *_numbers(4))),
    "classed": ("unknown", *_NO_YES),
    **dict.fromkeys(
        ("container", "wrapper", "kin", "kin prose", "box links", "box prose"),
        _numbers(len(SHARES) + 1),
    ),
    "box": _numbers(6),
    "title": ("none", "before", "at", "after 0", "after 1", "after 2"),
    # How likely the nearest paragraph before or after is one of the article, in steps; 0 where none is near.
    **dict.fromkeys(("told before", "told after"), _numbers(len(LIKELY) + 2)),
}
# The axes that depend on where the article is.
TURNING = frozenset(
    (
        "shared",
        "under",
        "side",
        "place",
        "head",
        "tail",
        "modal",
        "classed",
        "nest",
        "span",
        "span head",
        "span tail",
        "branch links",
        "branch prose",
        "told before",
        "told after",
    )
)
AXIS = {name: number for number, name in enumerate(AXES)}

Slot = tuple[str, ...]
_OF_ANY: tuple[Slot, ...] = (
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
    ("headline", "kind"),
    ("coherent", "kind"),
    ("glued", "kind"),
    ("stated",),
    ("two before", "kind"),
    ("one before", "kind", "parted before"),
    ("one after", "kind", "parted after"),
    ("two after", "kind"),
    ("around", "kind"),
    ("under", "kind"),
    ("crowd", "kind"),
    ("run before", "kind"),
    ("run after", "kind"),
)
_OF_CORE: tuple[Slot, ...] = (
    ("shared", "long"),
    ("shared", "kind"),
    ("place", "kind"),
    ("place",),
    ("head", "kind"),
    ("tail", "kind"),
)
_OF_MARKUP: tuple[Slot, ...] = (
    ("tag", "kind"),
    ("tag",),
    ("links", "kind"),
    ("container", "kind"),
    ("wrapper", "kind"),
    ("strong", "kind"),
    ("inset", "kind"),
    ("kin", "kind"),
    ("kin prose", "kind"),
    ("box links", "kind"),
    ("box prose", "kind"),
    ("box", "kind"),
    ("title", "kind"),
)
_OF_SITE: tuple[Slot, ...] = (
    ("links", "place"),
    ("nest", "tag"),
    ("nest", "kind"),
    ("nest", "listed"),
    ("side", "nest", "kind"),
    ("side", "nest", "classed"),
    ("side", "nest", "tag"),
    ("span", "kind"),
    ("span head", "kind"),
    ("span tail", "kind"),
    ("modal", "classed"),
    ("modal", "nest", "kind"),
    ("repeated", "nest"),
    ("nest", "branch links"),
    ("nest", "branch prose"),
    ("classed", "kind"),
)
# Where no markup tells that boxes stand between, a text goes on as far as paragraphs on both sides say so.
_OF_TEXT: tuple[Slot, ...] = (("told before", "told after", "kind"),)
SLOTS: dict[Form, tuple[Slot, ...]] = {
    "html": _OF_ANY + _OF_CORE + _OF_MARKUP + _OF_SITE,
    "text": _OF_ANY + _OF_CORE + _OF_TEXT,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the slots of a form lie in one row of weights, and which axes each crosses.

    `fixed` are the rows of codes (`codes_of`) that tell the same wherever the article is; `turning` are the others,
    which are told twice: the slots of `crossed` and, in HTML, the hints behind all slots.
    """

    starts: Codes
    first: Ints
    second: Ints
    third: Ints
    by_second: Codes
    by_third: Codes
    of_hints: Codes
    fixed: Ints
    crossed: Ints
    turning: Ints
    names: tuple[str, ...]


@cache
def layout_of(form: Form) -> Layout:
    """The layout of a form's weights: slots in their order, then, in HTML, each hint in and out of the main box."""
    starts: list[int] = []
    axes: list[list[int]] = []
    names: list[str] = []
    for slot in SLOTS[form]:
        starts.append(len(names))
        axes.append([*(AXIS[axis] for axis in slot), len(AXES), len(AXES)][:3])
        values: list[tuple[str, ...]] = [()]
        for axis in slot:
            values = [(*before, value) for before in values for value in AXES[axis]]
        names += [f"{' x '.join(slot)} = {', '.join(value)}" for value in values]
    hints = len(names)
    if form == "html":
        names += [f"in {(hint.name or '').lower()} = {state}" for hint in HINTS for state in ("no", "aside", "within")]
    widths = [*(len(values) for values in AXES.values()), 1]
    columns = np.array(axes, dtype=np.int64).T
    sizes = np.array(widths, dtype=CODE)[columns]
    crossed = [row for row, slot in enumerate(SLOTS[form]) if TURNING.intersection(slot)]
    return Layout(
        starts=np.array(starts, dtype=CODE)[:, None],
        first=columns[0],
        second=columns[1],
        third=columns[2],
        by_second=(sizes[1] * sizes[2])[:, None],
        by_third=sizes[2][:, None],
        of_hints=np.arange(hints, len(names), 3, dtype=CODE)[:, None],
        fixed=np.setdiff1d(np.arange(len(starts)), crossed),
        crossed=np.array(crossed, dtype=np.int64),
        turning=np.array([*crossed, *range(len(starts), len(starts) + (len(HINTS) if form == "html" else 0))]),
        names=tuple(names),
    )
