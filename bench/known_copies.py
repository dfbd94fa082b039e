"""A collection in which every copy is known: made from base texts, the same for the same seed.

Base texts are accounts of their own: of the newsroom one text of every family of copies, of a file of event texts (one
JSON object a line with `text` and `event`) those that share no long run of words with one before them. Some of them are
sources, each with copies of ten levels; other texts of their events are the negatives that matter most; fillers come
from a word-bigram chain over all of them. Nothing is taken from elsewhere: the thesaurus by which copies are reworded
holds, for every word, those that stand between the same common words in the base texts.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom" / "gold"
SHORTEST = 100  # words of a base text, as in the measurements that this bench repeats
COPIES = 10  # of each source, of levels taken in turn
OWN_RUNS = 3  # equal runs of eight words from which two base texts are no longer accounts of their own

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’]*\s+|\n+")
_QUOTED = re.compile(r"[\"“][^\"“”\n]*[\"”]|``[^\n]*?''")
_MARKS = (("“", "”"), ("``", "''"))
_NOISE = ("and you may", "this new", "so that it can", "of that", "as well as the", "you can", "in this", "it is")
_SWAPS = {
    "the": "this",
    "in": "inside",
    "on": "upon",
    "and": "plus",
    "for": "intended for",
    "that": "which",
    "a": "one",
}

Sentences = list[str]


@dataclass(frozen=True)
class Known:
    """A text of the collection: what it is (`base`, `filler` or a level), and the base texts that stand in it.

    `source` is the first of those of a copy; `event` tells which base texts report on one thing.
    """

    text: str
    level: str
    origins: tuple[int, ...] = ()
    event: str | None = None

    @property
    def source(self) -> int | None:
        return self.origins[0] if self.origins and self.level not in {"base", "filler"} else None


# -- base texts -------------------------------------------------------------------------------------------------------


def base_texts(newsroom: Path, events: Path | None) -> list[tuple[str, str]]:
    """Texts and their events, those that carry another's words left out."""
    found = [*_of_newsroom(newsroom), *(_of_events(events) if events else ())]
    kept, held = [], defaultdict(set)
    for text, event in found:
        words = text.lower().split()
        runs = {tuple(words[place : place + 8]) for place in range(len(words) - 7)}
        met = Counter(number for run in runs for number in held.get(run, ()))
        if len(words) < SHORTEST or any(count >= OWN_RUNS for count in met.values()):
            continue
        for run in runs:
            held[run].add(len(kept))
        kept.append((text, event))
    return kept


def _of_newsroom(folder: Path) -> Iterator[tuple[str, str]]:
    pairs = [json.loads(line) for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    copies = {(one["a"], one["b"]) for one in pairs if one["relation"] == "copy"}
    seen: list[str] = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if not any((one, page["id"]) in copies or (page["id"], one) in copies for one in seen):
            seen.append(page["id"])
            yield page["body"], page["event"]


def _of_events(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        yield page["text"], page["event"]


# -- rewording --------------------------------------------------------------------------------------------------------


class Thesaurus:
    """For every common word those that stand between the same words, the names and numbers of all texts, and chance."""

    def __init__(self, texts: Sequence[str]) -> None:
        tokens = [re.findall(r"\w+(?:['’]\w+)*", text) for text in texts]
        flat = [word for one in tokens for word in one]
        held = set(flat)
        self.names = sorted(word for word in held if word[:1].isupper() and len(word) > 2 and word.lower() not in held)
        self.numbers = sorted({word for word in flat if word.isdigit()})
        lower = Counter(word for word in flat if word.islower() and word.isalpha())
        common = [word for word, _ in lower.most_common(300)]
        self.function = frozenset(common[:120])
        words = [word for word, count in lower.most_common(6_000) if count > 1 and word not in self.function]
        self.near = _neighbours(tokens, words, common)

    def word(self, word: str, chance: random.Random) -> str:
        near = self.near.get(word)
        return chance.choice(near) if near else word


def _neighbours(tokens: Sequence[Sequence[str]], words: Sequence[str], common: Sequence[str]) -> dict[str, list[str]]:
    """The four words nearest to each by the common words on either side (positive mutual information, cosine)."""
    place = {word: number for number, word in enumerate(words)}
    beside = {word: number for number, word in enumerate(common)}
    counts = np.zeros((len(words), 2 * len(common)), dtype=np.float32)
    for one in tokens:
        for left, right in pairwise(one):
            if left in place and right in beside:
                counts[place[left], beside[right]] += 1
            if right in place and left in beside:
                counts[place[right], len(common) + beside[left]] += 1
    expected = counts.sum(1, keepdims=True) * counts.sum(0, keepdims=True) / max(1.0, counts.sum())
    vectors = np.log(np.maximum(1.0, counts / np.maximum(expected, 1e-6)))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    near = {}
    for low in range(0, len(words), 500):
        alike = vectors[low : low + 500] @ vectors.T
        alike[np.arange(len(alike)), np.arange(low, low + len(alike))] = -1
        best = np.argsort(-alike, axis=1, kind="stable")[:, :4]
        near.update({words[low + row]: [words[column] for column in some] for row, some in enumerate(best.tolist())})
    return near


def sentences_of(text: str) -> Sentences:
    return [one for one in _SENTENCE_END.split(text) if one and one.strip()]


def joined(sentences: Sequence[str]) -> str:
    """Sentences as a text, three to a paragraph."""
    return "\n".join(" ".join(sentences[low : low + 3]) for low in range(0, len(sentences), 3))


def reworded(sentences: Sentences, share: float, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """So many of the words that carry meaning put into others."""

    def other(token: str) -> str:
        return thesaurus.word(token, chance) if chance.random() < share else token

    return ["".join(other(token) for token in _TOKEN.findall(sentence)) for sentence in sentences]


def spun(sentences: Sentences, corrupted: float, thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    """As machine spinners leave a text: 60 % synonyms, noise of function words, numbers and names changed or lost."""
    kept = [one for one in sentences if chance.random() >= 0.08] or sentences[:1]
    return [_noisy(one, corrupted, thesaurus, chance) for one in reworded(kept, 0.6, thesaurus, chance)]


def _noisy(sentence: str, corrupted: float, thesaurus: Thesaurus, chance: random.Random) -> str:
    found = []
    for number, token in enumerate(_TOKEN.findall(sentence)):
        if token in _SWAPS and chance.random() < 0.25:
            found.append(_SWAPS[token])
        elif token[0].isdigit() or (number and token[0].isupper()):
            found.append(_corrupted(token, corrupted, thesaurus, chance))
        else:
            found.append(token)
        if token == " " and chance.random() < 0.04:
            found.append(chance.choice(_NOISE) + " ")
    return "".join(found)


def _corrupted(token: str, corrupted: float, thesaurus: Thesaurus, chance: random.Random) -> str:
    number = token[0].isdigit()
    if chance.random() < corrupted:
        return "" if chance.random() < 0.5 else chance.choice(thesaurus.numbers if number else thesaurus.names)
    return str(chance.randrange(2, 2_000)) if number and chance.random() < 0.05 else token


# -- levels -----------------------------------------------------------------------------------------------------------

Make = Callable[[Sentences, Sentences, Thesaurus, random.Random], Sentences | None]


def _truncated(own: Sentences, _host: Sentences, _thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    return own[: max(2, round(len(own) * chance.uniform(0.4, 0.7)))]


def _dropped(own: Sentences, _host: Sentences, _thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    return [one for one in own if chance.random() >= 0.3] or own[:2]


def _reordered(own: Sentences, _host: Sentences, _thesaurus: Thesaurus, chance: random.Random) -> Sentences:
    return chance.sample(own, len(own))


def _partial(own: Sentences, host: Sentences, _thesaurus: Thesaurus, chance: random.Random) -> Sentences | None:
    """Two to four neighbouring sentences as a paragraph inside another text, at least thirty words outside quotations.

    What two texts share inside quotation marks alone is a shared quotation, by definition no copy, and fewer words are
    a phrase. Quotations are carried whole. None where a text has no such stretch.
    """
    for _ in range(20):
        size = chance.choice((2, 3, 4))
        first = chance.randrange(max(1, len(own) - size + 1))
        carried = " ".join(own[first : first + size])
        whole = all(carried.count(one) == carried.count(other) for one, other in _MARKS) and carried.count('"') % 2 == 0
        if whole and len(_QUOTED.sub(" ", carried).split()) >= 30:
            place = chance.randrange(len(host) + 1)
            return [*host[:place], f"\n{carried}\n", *host[place:]]
    return None


def _rewording(share: float) -> Make:
    return lambda own, _host, thesaurus, chance: reworded(own, share, thesaurus, chance)


def _spinning(corrupted: float) -> Make:
    return lambda own, _host, thesaurus, chance: spun(own, corrupted, thesaurus, chance)


LEVELS: dict[str, Make] = {
    "verbatim": lambda own, _host, _thesaurus, _chance: own,
    "truncated": _truncated,
    "dropped": _dropped,
    "reordered": _reordered,
    **{f"reworded {share} %": _rewording(share / 100) for share in (10, 30, 50, 80)},
    **{f"spun, {share} % corrupted": _spinning(share / 100) for share in (0, 10, 20, 30, 40, 50)},
    "partial": _partial,
}


# -- the collection ---------------------------------------------------------------------------------------------------


def collection(base: Sequence[tuple[str, str]], size: int, sources: int, seed: int) -> list[Known]:
    """So many texts: all base texts, ten copies of each source, and fillers, shuffled."""
    chance = random.Random(f"{seed}")
    thesaurus = Thesaurus([text for text, _ in base])
    chosen = chance.sample(range(len(base)), min(sources, len(base) // 2))
    levels = list(LEVELS)
    found = [Known(text, "base", (number,), event) for number, (text, event) in enumerate(base)]
    for turn, number in enumerate(sorted(chosen)):
        turned = [levels[(turn * COPIES + step) % len(levels)] for step in range(COPIES)]
        found += _copies(base, number, turned, thesaurus=thesaurus, chance=chance)
    found += [Known(text, "filler") for text in fillers([text for text, _ in base], size - len(found), seed)]
    chance.shuffle(found)
    return found


def _copies(
    base: Sequence[tuple[str, str]],
    number: int,
    levels: Sequence[str],
    *,
    thesaurus: Thesaurus,
    chance: random.Random,
) -> Iterator[Known]:
    """The copies of a source at these levels; hosts of partial copies are texts of other events."""
    own = sentences_of(base[number][0])
    hosts = [one for one in range(len(base)) if base[one][1] != base[number][1]]
    for level in levels:
        host = chance.choice(hosts)
        made = LEVELS[level](own, sentences_of(base[host][0]), thesaurus, chance)
        if made is not None:
            origins = (number, host) if level == "partial" else (number,)
            yield Known(joined(made), level, origins)


def fillers(texts: Sequence[str], count: int, seed: int) -> list[str]:
    """Texts of a word-bigram chain over others, as long as those.

    Where three words in a row had only one word after them the chain leaps: over few texts it would else repeat them
    for whole sentences, which would be copies indeed.
    """
    if count <= 0:
        return []
    tokens = [word for text in texts for word in [*text.split(), "\n"]]
    vocabulary = sorted(set(tokens))
    rank = {word: number for number, word in enumerate(vocabulary)}
    flat = np.array([rank[word] for word in tokens])
    order = np.argsort(flat[:-1], kind="stable")
    following = flat[1:][order]
    starts = np.searchsorted(flat[:-1][order], np.arange(len(vocabulary) + 1))
    distinct = np.array([len(set(following[low:high].tolist())) for low, high in pairwise(starts)])
    random_ = np.random.default_rng(seed)
    lengths = random_.choice([len(text.split()) for text in texts], count)
    words = np.empty((count, int(lengths.max())), dtype=np.int32)
    words[:, 0] = random_.choice(flat, count)
    narrow = np.zeros(count, dtype=np.int64)
    for place in range(1, words.shape[1]):
        here = words[:, place - 1]
        width = starts[here + 1] - starts[here]
        narrow = np.where(distinct[here] > 1, 0, narrow + 1)
        leaps = (narrow >= 3) | (width == 0)
        step = following[
            np.minimum(starts[here] + (random_.random(count) * width).astype(np.int64), len(following) - 1)
        ]
        words[:, place] = np.where(leaps, random_.choice(flat, count), step)
    table = np.array(vocabulary, dtype=object)
    return [" ".join(table[row[:length]].tolist()) for row, length in zip(words, lengths.tolist(), strict=True)]
