"""The words, names and quoted runs by which texts are compared, and how rare each is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from copydesk.text.closed import FUNCTION
from copydesk.text.names import Name, names
from copydesk.text.normal import unaccent
from copydesk.text.quotation import quotations
from copydesk.text.words import word_texts

# Words that every report shares: those of closed classes, the first numbers, and the verbs of saying.
STOP = FUNCTION | frozenset(
    "hers theirs ours mine yours yes many few several now done doing said says say told tell tells according mr"
    " mrs ms dr one two three four five six seven eight nine ten m own same another including".split()
)


def terms_of(title: str, text: str) -> Counter[str]:
    """The words and pairs of neighbouring words of an article with their counts; those of the title count twice."""
    heading = _terms(title)
    return Counter([*heading, *_terms(text)] if text.startswith(title) else [*heading, *heading, *_terms(text)])


def _terms(text: str) -> list[str]:
    """The words of a text in order, each before the pair that it makes with the word before it."""
    found: list[str] = []
    before: str | None = None
    for word in map(_plain, word_texts(unaccent(text))):
        if word in STOP:
            before = None
        elif len(word) > 1:
            found.append(word)
            if before is not None:
                found.append(f"{before} {word}")
            before = word
    return found


def names_of(title: str, text: str) -> Counter[str]:
    """The words of the names in an article with their counts."""
    return Counter([*words_of_names(names(unaccent(title))), *words_of_names(names(unaccent(text)))])


def words_of_names(named: Iterable[Name]) -> list[str]:
    """The words of some names of a text without accents, those that every text shares left out."""
    plain = [_plain(word) for name in named for word in name.text.split()]
    return [word for word in plain if len(word) > 1 and word not in STOP]


def quoted_runs(text: str, length: int) -> frozenset[str]:
    """Every run of so many words inside quotation marks."""
    found: set[str] = set()
    for quotation in quotations(text):
        said = [_plain(one) for one in word_texts(unaccent(text[quotation.start : quotation.end]))]
        found.update(" ".join(said[place : place + length]) for place in range(len(said) - length + 1))
    return frozenset(found)


# Nine of ten words of a text stand in the texts before it.
@lru_cache(maxsize=32768)
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


@lru_cache(maxsize=1)
def _rarities() -> Mapping[str, float]:
    return {term: _rarity(count) for term, count in background().items()}


def _rarity(count: float) -> float:
    return max(0.0, math.log((BACKGROUND_TEXTS + 1) / (count + _UNSEEN)))


_RAREST = _rarity(0.0)


def rarity(term: str) -> float:
    """The weight of a term by how few texts of the background hold it (inverse document frequency), at least 0."""
    return _rarities().get(term, _RAREST)


def word_vector(words: Mapping[str, int], *, pair_length: float) -> dict[str, float]:
    """A vector over words and pairs of words; pairs count in its length by `pair_length` of their square.

    Most pairs of words stand in one text alone, so at full length they would make every two texts unlike.
    """
    weights = _weights(words)
    return _scaled(
        weights, math.sqrt(sum([one * one * (pair_length if " " in term else 1) for term, one in weights.items()]))
    )


def name_vector(names: Mapping[str, int]) -> dict[str, float]:
    """A vector of length one over the words of names."""
    weights = _weights(names)
    return _scaled(weights, math.sqrt(sum([one * one for one in weights.values()])))


def _weights(counts: Mapping[str, int]) -> dict[str, float]:
    """Terms by their rarity and the logarithm of their counts; most stand in a text once."""
    rare = _rarities().get
    return {
        term: rare(term, _RAREST) if count == 1 else (1 + math.log(count)) * rare(term, _RAREST)
        for term, count in counts.items()
    }


def _scaled(weights: Mapping[str, float], length: float) -> dict[str, float]:
    """Weights divided by a length, those of 0 left out."""
    return {term: weight / length for term, weight in weights.items() if weight > 0}
