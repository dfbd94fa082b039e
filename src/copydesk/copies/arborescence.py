"""The best directed tree over some nodes, and how sure each of its lines is among all trees there could be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np


class Arc(NamedTuple):
    """An edge from parent to child, what it adds to the tree, and its number among the arcs first given."""

    parent: int
    child: int
    weight: float
    number: int


def best_tree(size: int, root: int, arcs: Sequence[Arc]) -> list[int]:
    """The numbers of the arcs of the heaviest tree in which every node but `root` has one parent.

    Every node must be reachable from the root. Ties go to the arc that was given first. Cycles are contracted (Chu and
    Liu 1965; Edmonds 1967) with heaps that are merged, the smaller into the larger (after Gabow, Galil, Spencer and
    Tarjan 1986), so the time hardly grows faster than the number of arcs.
    """
    return _Search(size, root, arcs).tree()


class _Search:
    """The state of one search: for every set of joined nodes a heap of the arcs that lead into it.

    A heap holds costs less its node's `lower`: what has been saved on all arcs into a node since they were put in.
    """

    def __init__(self, size: int, root: int, arcs: Sequence[Arc]) -> None:
        self.arcs = arcs
        self.root = root
        self.joined = _Joined(size)
        self.heaps: list[list[tuple[float, int]]] = [[] for _ in range(size)]
        self.lower = [0.0] * size
        for place, arc in enumerate(arcs):
            if arc.child not in {root, arc.parent}:
                self.heaps[arc.child].append((-arc.weight, place))
        for heap in self.heaps:
            heapify(heap)

    def tree(self) -> list[int]:
        seen: list[int | None] = [None] * len(self.heaps)
        seen[self.root] = self.root
        into: dict[int, int] = {}
        cycles: list[tuple[int, int, list[int]]] = []
        for start in range(len(self.heaps)):
            node, path = start, []
            while seen[node] is None:
                seen[node] = start
                path.append((node, self._cheapest(node)))
                node = self.joined.find(self.arcs[path[-1][1]].parent)
                if seen[node] == start:
                    before = self.joined.time()
                    node, inside = self._contracted(node, path)
                    cycles.append((node, before, inside))
                    seen[node] = None
            into.update({self.joined.find(self.arcs[place].child): place for _, place in path})
        for node, before, inside in reversed(cycles):
            self.joined.undo(before)
            entering = into[node]
            into.update({self.joined.find(self.arcs[place].child): place for place in inside})
            into[self.joined.find(self.arcs[entering].child)] = entering
        return sorted(self.arcs[place].number for place in into.values())

    def _cheapest(self, node: int) -> int:
        """The place of the best arc into a node from outside it, which is then taken for free by all others."""
        heap = self.heaps[node]
        while heap:
            cost, place = heappop(heap)
            if self.joined.find(self.arcs[place].parent) != node:
                self.lower[node] = -cost
                return place
        raise ValueError("not every node can be reached")

    def _contracted(self, entry: int, path: list[tuple[int, int]]) -> tuple[int, list[int]]:
        """The node that a cycle at the end of the path becomes, and the arcs of the cycle, which leave the path."""
        inside: list[int] = []
        whole, low = self.heaps[entry], self.lower[entry]
        while True:
            node, place = path.pop()
            inside.append(place)
            if node == entry:
                break
            heap, shift = self.heaps[node], self.lower[node]
            if len(heap) > len(whole):
                heap, shift, whole, low = whole, low, heap, shift
            for cost, other in heap:
                heappush(whole, (cost + shift - low, other))
            self.joined.join(entry, node)
        top = self.joined.find(entry)
        self.heaps[top], self.lower[top] = whole, low
        return top, inside


class _Joined:
    """Sets of nodes that can be joined, and parted again in the reverse order (union by size, without shortcuts)."""

    def __init__(self, size: int) -> None:
        self._above = [-1] * size
        self._log: list[tuple[int, int]] = []

    def find(self, node: int) -> int:
        while self._above[node] >= 0:
            node = self._above[node]
        return node

    def time(self) -> int:
        return len(self._log)

    def join(self, one: int, other: int) -> None:
        one, other = self.find(one), self.find(other)
        if one != other:
            if self._above[one] > self._above[other]:
                one, other = other, one
            self._log.append((other, self._above[other]))
            self._above[one] += self._above[other]
            self._above[other] = one

    def undo(self, time: int) -> None:
        while len(self._log) > time:
            node, size = self._log.pop()
            self._above[self._above[node]] -= size
            self._above[node] = size


def arc_shares(size: int, root: int, arcs: Sequence[Arc]) -> dict[int, float] | None:
    """For each arc, by its number, its share of all trees, every tree counting by the exponential of its weight.

    By the matrix-tree theorem for directed graphs (Tutte 1948): the sum over all trees is a determinant, and the share
    of an arc its derivative by the arc's weight. Takes the cube of the number of nodes. None where the weights lie so
    far apart that the figures are lost in rounding.
    """
    best = [-math.inf] * size
    for arc in arcs:
        best[arc.child] = max(best[arc.child], arc.weight)
    counts = [math.exp(arc.weight - best[arc.child]) for arc in arcs]
    matrix = np.zeros((size, size))
    for arc, count in zip(arcs, counts, strict=True):
        if arc.child not in {root, arc.parent}:
            matrix[arc.child, arc.child] += count
            matrix[arc.parent, arc.child] -= count
    kept = np.ix_(*[np.arange(size) != root] * 2)
    inverse = np.zeros((size, size))
    try:
        inverse[kept] = np.linalg.inv(matrix[kept])
    except np.linalg.LinAlgError:
        return None
    into = np.zeros(size)
    shares = {}
    for arc, count in zip(arcs, counts, strict=True):
        share = float(count * (inverse[arc.child, arc.child] - inverse[arc.child, arc.parent]))
        into[arc.child] += share
        shares[arc.number] = min(1.0, max(0.0, share))
    return shares if np.abs(np.delete(into, root) - 1.0).max(initial=0.0) < _ROUNDED else None


# Shares of all arcs into one node add up to 1; how far they may miss it.
_ROUNDED = 1e-3
