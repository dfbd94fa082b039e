"""The words, names and quoted runs by which texts are compared, and how rare each is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from copydesk.text.closed import FUNCTION
from copydesk.text.names import names
from copydesk.text.normal import unaccent
from copydesk.text.quotation import quotations
from copydesk.text.words import words

Terms = Mapping[str, float]

# Words that every report shares: those of closed classes, the first numbers, and the verbs of saying.
STOP = FUNCTION | frozenset(
    "hers theirs ours mine yours yes many few several now done doing said says say told tell tells according mr"
    " mrs ms dr one two three four five six seven eight nine ten m own same another including".split()
)


def terms_of(title: str, text: str) -> Counter[str]:
    """The words and pairs of neighbouring words of an article with their counts; those of the title count twice."""
    found: Counter[str] = Counter()
    for stretch in (title, text) if text.startswith(title) else (title, title, text):
        before: str | None = None
        for word in (_plain(one.text) for one in words(unaccent(stretch))):
            if word in STOP or len(word) < 2:
                before = None if word in STOP else before
                continue
            found[word] += 1
            if before is not None:
                found[f"{before} {word}"] += 1
            before = word
    return found


def names_of(title: str, text: str) -> Counter[str]:
    """The words of the names in an article with their counts."""
    found: Counter[str] = Counter()
    for stretch in (unaccent(title), unaccent(text)):
        for name in names(stretch):
            for word in name.text.split():
                plain = _plain(word)
                if plain not in STOP and len(plain) > 1:
                    found[plain] += 1
    return found


def quoted_runs(text: str, length: int) -> frozenset[str]:
    """Every run of so many words inside quotation marks."""
    found: set[str] = set()
    for quotation in quotations(text):
        said = [_plain(one.text) for one in words(unaccent(text[quotation.start : quotation.end]))]
        found.update(" ".join(said[place : place + length]) for place in range(len(said) - length + 1))
    return frozenset(found)


def _plain(word: str) -> str:
    folded = word.casefold().strip('.,;:!?()[]"')
    return folded[:-2] if folded.endswith(("'s", "\u2019s")) else folded


@lru_cache(maxsize=1)
def background() -> Mapping[str, float]:
    """In how many of `BACKGROUND_TEXTS` news texts each word or pair of words stands; what is not here is rarer."""
    table = resources.files(__package__).joinpath("background.tsv").read_text(encoding="utf-8")
    return {term: float(count) for term, count in (line.split("\t") for line in table.splitlines())}


BACKGROUND_TEXTS = 3000
"""Texts that the counts of the background are given for."""

_UNSEEN = 0.5
"""What a term counts that the background does not hold: half of one text (expected likelihood estimate)."""


@lru_cache(maxsize=65536)
def rarity(term: str) -> float:
    """The weight of a term by how few texts of the background hold it (inverse document frequency), at least 0."""
    return max(0.0, math.log((BACKGROUND_TEXTS + 1) / (background().get(term, 0.0) + _UNSEEN)))


def word_vector(words: Mapping[str, int], *, pair_length: float) -> dict[str, float]:
    """A vector over words and pairs of words; pairs count in its length by `pair_length` of their square.

    Most pairs of words stand in one text alone, so at full length they would make every two texts unlike.
    """
    weights = {term: (1 + math.log(count)) * rarity(term) for term, count in words.items()}
    return _scaled(
        weights, math.sqrt(sum(one * one * (pair_length if " " in term else 1) for term, one in weights.items()))
    )


def name_vector(names: Mapping[str, int]) -> dict[str, float]:
    """A vector of length one over the words of names."""
    weights = {term: (1 + math.log(count)) * rarity(term) for term, count in names.items()}
    return _scaled(weights, math.sqrt(sum(one * one for one in weights.values())))


def _scaled(weights: Mapping[str, float], length: float) -> dict[str, float]:
    """Weights divided by a length, those of 0 left out."""
    return {term: weight / length for term, weight in weights.items() if weight > 0}
