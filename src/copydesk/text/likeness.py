"""How alike two stretches of text are by the concepts they share, rare ones counting most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Term = TypeVar("Term", bound=Hashable)

Bag = Mapping[str, float]
"""Weight by concept, of length one (or empty)."""


class Rarity:
    """How much each concept tells in a collection: the logarithm of one over the share of texts that hold it."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """`texts` are the concepts of each text of the collection."""
        held = [set(concepts) for concepts in texts]
        self._texts = len(held)
        self._seen = Counter(concept for concepts in held for concept in concepts)

    def of(self, concept: str) -> float:
        """The weight of a concept: highest where one text alone holds it, never below zero."""
        return math.log((self._texts + 1) / (self._seen.get(concept, 0) + 0.5))

    def share(self, concepts: Iterable[str]) -> float:
        """The weights of some concepts together over that of a concept never seen: one measure for any collection."""
        return sum(map(self.of, concepts)) / self.of("")

    def bag(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Concepts with the weights given, times their rarity, brought to length one."""
        told = {concept: weight * self.of(concept) for concept, weight in weights.items()}
        length = math.sqrt(sum(weight * weight for weight in told.values()))
        return {concept: weight / length for concept, weight in told.items()} if length else {}


def cosine(left: Mapping[Term, float], right: Mapping[Term, float]) -> float:
    """The cosine of two bags, 0 to 1."""
    if len(right) < len(left):
        left, right = right, left
    return sum(weight * right[concept] for concept, weight in left.items() if concept in right)
