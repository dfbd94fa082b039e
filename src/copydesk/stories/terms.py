"""The words, names and quoted runs by which texts are compared, and how rare each is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


def quoted_runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Every run of so many words inside quotation marks."""
    found: set[tuple[str, ...]] = set()
    for quotation in quotations(text):
        said = [_plain(one.text) for one in words(unaccent(text[quotation.start : quotation.end]))]
        found.update(tuple(said[place : place + length]) for place in range(len(said) - length + 1))
    return frozenset(found)


def _plain(word: str) -> str:
    folded = word.casefold().strip('.,;:!?()[]"')
    return folded[:-2] if folded.endswith(("'s", "\u2019s")) else folded


@lru_cache(maxsize=1)
def background() -> tuple[Mapping[str, int], int]:
    """In how many texts of a news corpus each word stands, and how many texts there were."""
    lines = resources.files(__package__).joinpath("background.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {term: int(count) for term, count in rows[1:]}, int(rows[0][1])


def counts_of(bags: Iterable[Mapping[str, int]]) -> Counter[str]:
    """In how many of the bags each term stands."""
    counts: Counter[str] = Counter()
    for bag in bags:
        counts.update(bag.keys())
    return counts


def weighted(bags: Sequence[Mapping[str, int]], *, pseudo_texts: float, lone_weight: float) -> list[dict[str, float]]:
    """Unit vectors of the bags: logarithm of the count times rarity, over terms that at least two bags share.

    Rarity is counted over these bags and the background, which stands for `pseudo_texts` more of them, so that a
    collection of two has something to go by. Single words that only one bag holds count in its length by `lone_weight`
    of their square; pairs of words that nobody else has say nothing, since most pairs are like that.
    """
    own = counts_of(bags)
    known, texts = background()
    scale = pseudo_texts / texts
    total = math.log(len(bags) + pseudo_texts + 1)
    rarity = {term: max(0.0, total - math.log(own[term] + scale * known.get(term, 0) + 0.5)) for term in own}
    return [_vector(bag, own, rarity, lone_weight) for bag in bags]


def _vector(
    bag: Mapping[str, int], own: Mapping[str, int], rarity: Mapping[str, float], lone_weight: float
) -> dict[str, float]:
    weights = {term: (1 + math.log(count)) * rarity[term] for term, count in bag.items()}
    squares = sum(
        weight * weight * (1.0 if own[term] > 1 else 0.0 if " " in term else lone_weight)
        for term, weight in weights.items()
    )
    if squares <= 0:
        return {}
    length = math.sqrt(squares)
    return {term: weight / length for term, weight in weights.items() if own[term] > 1 and weight > 0}
