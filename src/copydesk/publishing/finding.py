"""A search that needs no server: words in small files by how they begin, which a script of the site's own asks for.

Each file calls a function of that script with its words, so the search works from a folder as well as from any host.
What is found are words that stand on the site's pages anyway: headlines, who is quoted, outlets, first words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from copydesk.publishing.story_page import Card
from copydesk.reports.safe import spelled, tidy
from copydesk.text.normal import fold

FOLDER = "search"
HEADLINE, SPEAKER, OUTLET, WORDS = 1, 2, 4, 8
"""Where a word of a story stands, as a sum."""
MOST_BYTES = 48_000
"""Size of one file of words: a phone has it in a moment."""
MOST_STORIES = 800
"""Stories of one word, the latest; a word that more have tells them apart no better."""
CHUNK = 100
"""Stories of one file of titles."""
LONGEST_WORD = 32
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

Places = dict[int, int]


def search_files(cards: Sequence[Card]) -> Iterator[tuple[str, bytes]]:
    """The files of the search, each with its place below the folder of the site."""
    words = _by_word(cards)
    leaves = dict(_leaves("", words))
    head = {"stories": len(cards), "chunk": CHUNK, "words": {prefix: _stem(prefix) for prefix in leaves}}
    yield f"{FOLDER}/index.js", _call("head", "", head)
    for prefix, found in leaves.items():
        rows = {word: [one for place in sorted(places.items()) for one in place] for word, places in found.items()}
        yield f"{FOLDER}/{_stem(prefix)}.js", _call("words", prefix, rows)
    for number, start in enumerate(range(0, len(cards), CHUNK)):
        rows_of = [_row(one) for one in cards[start : start + CHUNK]]
        yield f"{FOLDER}/s-{number}.js", _call("stories", number, rows_of)


def tokens(text: str) -> Iterator[str]:
    """The words of a text as they are looked up; the script does the same with what somebody asks for.

    Scripts that put no spaces between words are looked up by every character, and by every two.
    """
    for word in _WORD.findall(fold(text)):
        if _UNSPACED.search(word):
            yield from word
            yield from (word[place : place + 2] for place in range(len(word) - 1))
        else:
            yield word[:LONGEST_WORD]


def _by_word(cards: Sequence[Card]) -> dict[str, Places]:
    """Every word with the stories that have it (by number, the latest first), and where."""
    found: dict[str, Places] = {}
    for number, card in enumerate(cards):
        for part, texts in _texts(card):
            for word in {one for text in texts for one in tokens(text)}:
                places = found.setdefault(word, {})
                if number in places or len(places) < MOST_STORIES:
                    places[number] = places.get(number, 0) | part
    return found


def _texts(card: Card) -> Iterator[tuple[int, Iterable[str]]]:
    yield HEADLINE, (card.label, *card.titles)
    yield SPEAKER, card.speakers
    yield OUTLET, (name for name, _ in card.outlets)
    yield WORDS, (() if card.lead is None else (card.lead.text,))


def _leaves(prefix: str, words: Mapping[str, Places]) -> Iterator[tuple[str, Mapping[str, Places]]]:
    """The words that begin so in files of a bounded size: too many are parted by their next letter.

    A word that is a beginning of others stands in a file of its own where these are parted.
    """
    size = sum(len(word) + 12 + 9 * len(places) for word, places in words.items())
    if size <= MOST_BYTES or (len(words) == 1 and prefix in words):
        yield prefix, dict(sorted(words.items()))
        return
    parted: dict[str, dict[str, Places]] = {}
    for word, places in words.items():
        parted.setdefault(word[: len(prefix) + 1], {})[word] = places
    for beginning, found in sorted(parted.items()):
        if beginning == prefix:
            yield prefix, found
        else:
            yield from _leaves(beginning, found)


def _stem(prefix: str) -> str:
    return f"w-{spelled(prefix)}"


def _row(card: Card) -> list[Any]:
    return [tidy(card.label), card.href, card.day.words, card.told, [tidy(one) for one in card.speakers]]


def _call(kind: str, key: str | int, told: Any) -> bytes:
    """A file of the search: plain ASCII, whatever stands in it, so that no host can read it in another encoding."""
    return f"copydeskTake({json.dumps(kind)},{json.dumps(key)},{json.dumps(told, separators=(',', ':'))});\n".encode()
