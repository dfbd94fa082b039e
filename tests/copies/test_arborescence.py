"""The heaviest directed tree, and how sure its lines are."""

import math
import random
from itertools import product

import pytest

from copydesk.copies.arborescence import Arc, arc_shares, best_tree
from timing import takes_less


def arcs_of(*rows):
    return [Arc(*row, number) for number, row in enumerate(rows)]


def some_arcs(chance, size):
    """Arcs between nodes at random, the last node being the root that leads to all; many of one weight."""
    rows = [
        (parent, child, chance.choice([chance.uniform(-3, 3), 1.0]))
        for parent in range(size)
        for child in range(size - 1)
        if parent != child and (parent == size - 1 or chance.random() < 0.7)
    ]
    return arcs_of(*rows)


def all_trees(size, arcs):
    """Every choice of one arc into each node that has no cycle."""
    root = size - 1
    for chosen in product(*([arc for arc in arcs if arc.child == node] for node in range(root))):
        parent = {arc.child: arc.parent for arc in chosen}
        if all(_reaches(node, parent, root) for node in range(root)):
            yield chosen


def _reaches(node, parent, root):
    for _ in range(len(parent)):
        node = parent.get(node, root)
    return node == root


@pytest.mark.parametrize("seed", range(25))
def test_tree_and_shares_are_those_of_trying_all_trees(seed):
    chance = random.Random(seed)
    size = chance.randint(2, 5)
    arcs = some_arcs(chance, size)
    trees = list(all_trees(size, arcs))
    weights = [sum(arc.weight for arc in tree) for tree in trees]

    found = best_tree(size, size - 1, arcs)

    assert sum(arcs[number].weight for number in found) == pytest.approx(max(weights))
    total = sum(map(math.exp, weights))
    for number, share in arc_shares(size, size - 1, arcs).items():
        wanted = sum(math.exp(weight) for tree, weight in zip(trees, weights, strict=True) if arcs[number] in tree)
        assert share == pytest.approx(wanted / total, abs=1e-9)


def test_ties_go_to_the_arc_that_was_given_first():
    arcs = arcs_of((2, 0, 1.0), (2, 1, 0.0), (0, 1, 5.0), (2, 1, 5.0))

    assert best_tree(3, 2, arcs) == [0, 2]


def test_shares_lost_in_rounding_are_not_told():
    # Two texts as good as alike, and a root that is worth nothing beside: whose share is left is chance.
    arcs = arcs_of((0, 1, 90.0), (1, 0, 90.0), (2, 0, -90.0), (2, 1, -90.0))

    assert arc_shares(3, 2, arcs) is None
    assert len(best_tree(3, 2, arcs)) == 2


def test_thousands_of_texts_in_a_row_take_no_more_than_their_number():
    size = 6_000
    rows = [(node, node + step, 1.0) for node in range(1, size - 1) for step in (-1, 1) if 0 <= node + step < size]
    arcs = arcs_of(*rows, *((size, node, -12.0) for node in range(size)))

    assert len(takes_less(2.0, lambda: best_tree(size + 1, size, arcs))) == size
