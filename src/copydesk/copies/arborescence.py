"""The best directed tree over some nodes (Chu and Liu 1965; Edmonds 1967), by contraction of cycles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Arc(NamedTuple):
    """An edge from parent to child, what it adds to the tree, and its number among the arcs first given."""

    parent: int
    child: int
    weight: float
    number: int


def best_tree(size: int, root: int, arcs: Sequence[Arc]) -> list[int]:
    """The numbers of the arcs of the heaviest tree in which every node but `root` has one parent.

    Every node must be reachable from the root. Ties go to the arc that was given first.
    """
    best = _heaviest(size, root, arcs)
    cycle = _cycle(size, root, best)
    if not cycle:
        return sorted(arc.number for arc in best.values())
    inside = set(cycle)
    renamed = {node: place for place, node in enumerate(node for node in range(size) if node not in inside)}
    made = len(renamed)
    outer: list[Arc] = []
    back: list[Arc] = []
    for arc in arcs:
        if arc.child in inside and arc.parent not in inside:
            # Entering the cycle here saves the arc inside that it replaces.
            outer.append(Arc(renamed[arc.parent], made, arc.weight - best[arc.child].weight, len(back)))
        elif arc.child not in inside and arc.child != root:
            parent = made if arc.parent in inside else renamed[arc.parent]
            outer.append(Arc(parent, renamed[arc.child], arc.weight, len(back)))
        else:
            continue
        back.append(arc)
    chosen = [back[number] for number in best_tree(made + 1, renamed[root], outer)]
    entered = next(arc.child for arc in chosen if arc.child in inside)
    kept = [best[node] for node in cycle if node != entered]
    return sorted(arc.number for arc in [*chosen, *kept])


def _heaviest(size: int, root: int, arcs: Sequence[Arc]) -> dict[int, Arc]:
    """For each node the heaviest arc that leads to it."""
    best: dict[int, Arc] = {}
    for arc in arcs:
        if arc.child not in {root, arc.parent}:
            held = best.get(arc.child)
            if held is None or arc.weight > held.weight:
                best[arc.child] = arc
    if len(best) < size - 1:
        raise ValueError("not every node can be reached")
    return best


def _cycle(size: int, root: int, best: dict[int, Arc]) -> list[int]:
    """The nodes of a cycle among these arcs, or nothing."""
    seen = [0] * size
    for start in range(size):
        node = start
        while node != root and not seen[node]:
            seen[node] = start + 1
            node = best[node].parent
        if node != root and seen[node] == start + 1:
            cycle = [node]
            while (node := best[node].parent) != cycle[0]:
                cycle.append(node)
            return cycle
    return []
