"""Chains of beads: which sentences of two texts follow each other in the same order with the greatest likeness.

Dynamic programming over the table of likenesses, a row at a time for several settings at once. After Gale and Church,
"A program for aligning sentences in bilingual corpora" (1993), with likeness of words in place of length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from copydesk.copies.reading import Features, Matrix, Numbers
from copydesk.settings import CopySettings


class Gains(NamedTuple):
    """How alike sentences are: one with one, one with two neighbours, two neighbours with one."""

    single: Matrix
    wide: Matrix
    tall: Matrix

    def turned(self) -> Gains:
        """The same with the sentences of the right text from last to first."""
        return Gains(self.single[:, ::-1], self.wide[:, ::-1], self.tall[:, ::-1])


class Link(NamedTuple):
    """A bead in sentence numbers: how many on either side from where, and how alike."""

    left: int
    right: int
    tall: int
    wide: int
    score: float


@dataclass(frozen=True, slots=True)
class Chains:
    """The best chain with its gaps filled, then those of moved sentences; and what order adds up to.

    `order` is the sum of likeness along the best chain through all sentences, `disorder` the same with the right text
    turned round. `apart` sums, over sentences that are each other's best match wherever they stand, by how much they
    are more alike than the next best.
    """

    links: tuple[tuple[Link, ...], ...]
    order: float
    disorder: float
    apart: float


def gains(left: Features, right: Features) -> Gains:
    """How alike the sentences of two texts are: cosines of their bags, each feature weighted by its rarity in both.

    Only features that both texts have add to a product, a tenth of all; the rest lengthens a sentence, and that is
    known from each text alone.
    """
    mine, theirs = _common(left, right)
    rarest = np.log(left.squares.shape[1] + right.squares.shape[1] + 1.0)
    rarity = rarest - np.log(left.held[mine] + right.held[theirs])
    first, second = _shared(left, mine), _shared(right, theirs)
    dots = _product(first * (rarity * rarity), second)
    norms = [
        _lengths(features, part, rarity**2 - (rarest - features.spread[columns]) ** 2, rarest)
        for features, part, columns in ((left, first, mine), (right, second, theirs))
    ]
    return Gains(
        _cosine(dots, norms[0][0], norms[1][0]),
        _cosine(dots[:, :-1] + dots[:, 1:], norms[0][0], norms[1][1]),
        _cosine(dots[:-1] + dots[1:], norms[0][1], norms[1][0]),
    )


def _common(left: Features, right: Features) -> tuple[Numbers, Numbers]:
    """The columns of the features that both texts have, in the order of the left one."""
    if not len(left.names) or not len(right.names):
        return left.columns[:0], right.columns[:0]
    place = np.minimum(np.searchsorted(right.names, left.names), len(right.names) - 1)
    both = right.names[place] == left.names
    mine, theirs = left.columns[both], right.columns[place[both]]
    order = np.argsort(mine)
    return mine[order], theirs[order]


def _shared(features: Features, columns: Numbers) -> Matrix:
    """The weights of some features: one row a sentence."""
    place = np.full(len(features.held), -1)
    place[columns] = np.arange(len(columns))
    at = place.take(features.cells)
    held = np.flatnonzero(at >= 0)
    matrix = np.zeros((features.squares.shape[1], len(columns)))
    matrix[features.rows.take(held), at.take(held)] = features.weights.take(held)
    return matrix


# Multiplications below which numpy starts no threads: for two articles these cost more than the product itself.
_ONE_THREAD = 50_000


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The product of the rows of two matrices, for texts of usual length in strips."""
    strip = max(64, _ONE_THREAD // max(1, len(first) * len(second)))
    if first.shape[1] <= strip:
        return first @ second.T
    starts = range(0, first.shape[1], strip)
    return np.asarray(sum(first[:, at : at + strip] @ second[:, at : at + strip].T for at in starts))


def _lengths(features: Features, part: Matrix, more: Matrix, rarest: float) -> tuple[Matrix, Matrix]:
    """Lengths of sentences and of neighbours together; `more` corrects the square of each shared feature's rarity."""
    powers = np.array([rarest**2, -2.0 * rarest, 1.0])
    squares = powers @ features.squares + (part * part) @ more
    joints = powers @ features.joints + (part[:-1] * part[1:]) @ more
    doubled = squares[:-1] + squares[1:] + 2.0 * joints
    return np.sqrt(np.maximum(squares, 0.0)), np.sqrt(np.maximum(doubled, 0.0))


def _cosine(dots: Matrix, left: Matrix, right: Matrix) -> Matrix:
    return np.asarray(dots / np.maximum(np.outer(left, right), 1e-9))


def chains(likeness: Gains, *, settings: CopySettings) -> Chains:
    """The chains of beads of two texts, by the likeness of their sentences."""
    turned = likeness.turned()
    layers = [
        _weighed(likeness, settings.bead_floor, settings.weakest_bead),
        _weighed(likeness, settings.bead_floor, 0.0),
        _weighed(turned, settings.bead_floor, 0.0),
    ]
    best = _best(*(np.stack(part) for part in zip(*layers, strict=True)))
    chain, plain, against = (
        _traced(table, layer, of) for table, layer, of in zip(best, layers, (likeness, likeness, turned), strict=True)
    )
    first = _filled(chain, likeness, settings)
    moved = _moved(first, likeness, settings) if first else ()
    return Chains((tuple(first), *moved), _sum(plain), _sum(against), _apart(likeness.single))


def _apart(single: Matrix) -> float:
    """By how much sentences that are each other's best match beat, together, the next best of either."""
    if min(single.shape) < _TWO:
        return 0.0
    rows = np.arange(len(single))
    best = single.argmax(axis=1)
    mutual = single.argmax(axis=0)[best] == rows
    in_row = np.partition(single, -_TWO, axis=1)[:, -_TWO]
    in_column = np.partition(single, -_TWO, axis=0)[-_TWO][best]
    return float((single[rows, best] - np.maximum(in_row, in_column))[mutual].sum())


# The best and the next best.
_TWO = 2


# What a likeness may be off by from its arithmetic: equal sentences must not seem more alike in pairs.
_ROUNDING = 1e-9


def _sum(links: Sequence[Link]) -> float:
    """The likeness along a chain, in sentences."""
    return sum(link.score * max(link.tall, link.wide) for link in links)


def _weighed(likeness: Gains, floor: float, weakest: float) -> Gains:
    """What each bead would add to a chain: its likeness above the floor, or -1 where it must not stand."""
    single, wide, tall = likeness
    # A sentence that has a far better partner elsewhere was moved: a weak bead in order must not keep it from there.
    partner = np.maximum(single.max(axis=1)[:, None], single.max(axis=0)[None, :])
    held = single >= weakest * partner
    # A doubled bead must beat two single ones, hence twice the gain less a little; and its second sentence must add to
    # the likeness, or a dropped sentence would hide in the bead of its neighbour.
    joins = held[:, :-1] & held[:, 1:] & (wide > np.maximum(single[:, :-1], single[:, 1:]) + _ROUNDING)
    joined = held[:-1] & held[1:] & (tall > np.maximum(single[:-1], single[1:]) + _ROUNDING)
    return Gains(
        np.where(held, single - floor, -1.0),
        np.where(joins, 1.5 * (wide - floor), -1.0),
        np.where(joined, 1.5 * (tall - floor), -1.0),
    )


def _best(single: Matrix, wide: Matrix, tall: Matrix) -> Matrix:
    """The greatest sum of any chain up to each pair of sentences, for each layer."""
    layers, rows, columns = single.shape
    best = np.zeros((layers, rows + 1, columns + 1))
    for row in range(1, rows + 1):
        before = best[:, row - 1]
        line = before.copy()
        np.maximum(line[:, 1:], before[:, :-1] + single[:, row - 1], out=line[:, 1:])
        if columns > 1:
            np.maximum(line[:, 2:], before[:, :-2] + wide[:, row - 1], out=line[:, 2:])
        if row > 1:
            np.maximum(line[:, 1:], best[:, row - 2, :-1] + tall[:, row - 2], out=line[:, 1:])
        np.maximum.accumulate(line, axis=1, out=best[:, row])
    return best


def _traced(best: Matrix, added: Gains, likeness: Gains) -> list[Link]:
    """The beads on the path that made the best sum."""
    table, single, wide = best.tolist(), added.single, added.wide
    links: list[Link] = []
    row, column = len(table) - 1, len(table[0]) - 1
    while row > 0 and column > 0:
        value, above = table[row][column], table[row - 1]
        if value == table[row][column - 1]:
            column -= 1
        elif value == above[column]:
            row -= 1
        elif value == above[column - 1] + single[row - 1, column - 1]:
            row, column = row - 1, column - 1
            links.append(Link(row, column, 1, 1, float(likeness.single[row, column])))
        elif column > 1 and value == above[column - 2] + wide[row - 1, column - 2]:
            row, column = row - 1, column - 2
            links.append(Link(row, column, 1, 2, float(likeness.wide[row, column])))
        else:
            row, column = row - 2, column - 1
            links.append(Link(row, column, 2, 1, float(likeness.tall[row, column])))
    return links[::-1]


def _filled(links: list[Link], likeness: Gains, settings: CopySettings) -> list[Link]:
    """The chain with gaps of as many sentences on either side filled, where a bead stands before and behind.

    Two sentences between their neighbours were reworded past knowing, unless one has its partner somewhere else.
    """
    # At most the floor of a moved bead: below it no partner elsewhere is sure.
    elsewhere, single = settings.moved_bead_floor, likeness.single
    filled = links[:1]
    for link in links[1:]:
        before = filled[-1]
        left, right = before.left + before.tall, before.right + before.wide
        if 0 < link.left - left == link.right - right <= 2:
            for step in range(link.left - left):
                score = float(single[left + step, right + step])
                best = max(single[left + step].max(), single[:, right + step].max())
                if best < elsewhere or score >= settings.weakest_bead * best:
                    filled.append(Link(left + step, right + step, 1, 1, score))
        filled.append(link)
    return filled


def _moved(first: Sequence[Link], likeness: Gains, settings: CopySettings) -> Iterator[tuple[Link, ...]]:
    """Chains of the sentences that are left over, while they hold a sure bead."""
    single = likeness.single
    free = np.ones(single.shape[0], dtype=bool), np.ones(single.shape[1], dtype=bool)
    sure = np.maximum(single.max(axis=1)[:, None], single.max(axis=0)[None, :]) * settings.weakest_bead
    sure = single >= np.maximum(sure, settings.moved_bead_floor)
    links = first
    while links:
        for link in links:
            free[0][link.left : link.left + link.tall] = False
            free[1][link.right : link.right + link.wide] = False
        rows, columns = np.flatnonzero(free[0]), np.flatnonzero(free[1])
        if not sure[np.ix_(rows, columns)].any():
            return
        links = _best_of(likeness, _weighed(likeness, settings.moved_bead_floor, settings.weakest_bead), rows, columns)
        if links:
            yield tuple(links)


def _best_of(likeness: Gains, added: Gains, rows: Numbers, columns: Numbers) -> list[Link]:
    """The best chain through some sentences only."""
    down, across = np.diff(rows) == 1, np.diff(columns) == 1
    part = Gains(
        added.single[np.ix_(rows, columns)],
        np.where(across, added.wide[np.ix_(rows, columns[:-1])], -1.0),
        np.where(down[:, None], added.tall[np.ix_(rows[:-1], columns)], -1.0),
    )
    best = _best(*(layer[None] for layer in part))[0]
    alike = Gains(
        likeness.single[np.ix_(rows, columns)],
        likeness.wide[np.ix_(rows, columns[:-1])],
        likeness.tall[np.ix_(rows[:-1], columns)],
    )
    found = _traced(best, part, alike)
    return [link._replace(left=int(rows[link.left]), right=int(columns[link.right])) for link in found]
