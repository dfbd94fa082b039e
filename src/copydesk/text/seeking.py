"""Where words that were asked for stand in a text, and the stretches around them that a reader wants to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from copydesk.text.lemmas import singular

Range = tuple[int, int]

_TOKEN = re.compile(r"[^\W_]+")
_BEGUN = re.compile(r"([^\W_]+)\*")
# Letters of a word that is looked for in both numbers.
_SHORTEST = 4


class Needle(NamedTuple):
    """Words that stand together in this order, small and without accents; `begun` when the last goes on."""

    words: tuple[str, ...]
    begun: bool = False


class Window(NamedTuple):
    """A stretch of a text, and the places in it, counted from its start, of what was asked for."""

    start: int
    end: int
    marks: tuple[Range, ...]


def needles(query: str, passage: str = "") -> tuple[Needle, ...]:
    """What a query asks for: each word in its forms, each phrase in `"..."`, each `ferr*`; and a passage as a whole."""
    parts = query.split('"')
    found = [_needle(part) for part in (*parts[1::2], passage)]
    for word in " ".join(parts[::2]).split():
        begun = _BEGUN.fullmatch(word) is not None
        found += [_needle(one, begun=begun) for one in ((word,) if begun else forms(word))]
    return tuple(dict.fromkeys(one for one in found if one.words))


def forms(word: str) -> tuple[str, ...]:
    """A word and its other number: `ferries` and `ferry`, `quay` and `quays`.

    Short words and those with a capital stand alone: they are mostly names, or have no other number.
    """
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha() and word.islower()):
        return (word,)
    one = singular(word)
    if one != word:
        return (word, one)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word, f"{word[:-1]}ies")
    return (word, f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s")


def marks(text: str, sought: Sequence[Needle], *, most: int) -> list[Range]:
    """The places of what is asked for, in order and apart from each other; at most so many."""
    if not sought:
        return []
    tokens = list(_TOKEN.finditer(text))
    folded = [_folded(token.group()) for token in tokens]
    first: dict[str, list[Needle]] = {}
    loose = [one for one in sought if one.begun and len(one.words) == 1]
    for one in sought:
        if one not in loose:
            first.setdefault(one.words[0], []).append(one)
    found: list[Range] = []
    for place, word in enumerate(folded):
        sizes = [len(one.words) for one in first.get(word, ()) if _stands(one, folded, place)]
        sizes += [1 for one in loose if word.startswith(one.words[0])]
        if sizes:
            found.append((tokens[place].start(), tokens[place + max(sizes) - 1].end()))
            if len(found) == most:
                break
    return merged(found)


def merged(places: Iterable[Range]) -> list[Range]:
    """The places in order, those that overlap as one."""
    found: list[Range] = []
    for start, end in sorted(places):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def windows(text: str, places: Sequence[Range], *, width: int, lead: int, most: int) -> list[Window]:
    """At most so many stretches of about `width` code points with the most of these places, in order.

    Without places it is the beginning of the text. A stretch stays in one paragraph and ends between words; a place
    that is longer is shown as far as it goes.
    """
    if not places:
        return [_window(text, 0, width, ())] if text else []
    chosen: list[Window] = []
    rest = list(places)
    while rest and len(chosen) < most:
        best = max(range(len(rest)), key=lambda place: (_covered(rest, place, width - lead), -place))
        begin = max(rest[best][0] - lead, text.rfind("\n", 0, rest[best][0]) + 1)
        begin = max([begin, *(one.end for one in chosen if one.end <= rest[best][0])])
        end = min([begin + width, *(one.start for one in chosen if one.start > begin)])
        window = _window(text, begin, end, rest)
        chosen.append(window)
        rest = [one for one in rest if one[1] <= window.start or one[0] >= window.end]
    return sorted(chosen)


def _covered(places: Sequence[Range], first: int, room: int) -> int:
    """How much of the text in these places would be seen from one of them on."""
    low = places[first][0]
    seen = 0
    for start, end in places[first:]:
        if start >= low + room:
            break
        seen += min(end, low + room) - start
    return seen


def _window(text: str, begin: int, end: int, places: Sequence[Range]) -> Window:
    """A stretch without half words at its ends, and the marks in it."""
    line = text.find("\n", begin)
    end = min(end, len(text) if line < 0 else line)
    if begin > 0 and text[begin - 1].isalnum() and (space := text.find(" ", begin, end)) >= 0:
        begin = space + 1
    if end < len(text) and text[end].isalnum() and (space := text.rfind(" ", begin + 1, end)) > begin:
        end = space
    inside = tuple(
        (max(low, begin) - begin, min(high, end) - begin) for low, high in places if low < end and high > begin
    )
    return Window(begin, end, inside)


def _needle(part: str, *, begun: bool = False) -> Needle:
    return Needle(tuple(map(_folded, _TOKEN.findall(part))), begun)


def _stands(needle: Needle, folded: Sequence[str], place: int) -> bool:
    size = len(needle.words)
    return tuple(folded[place : place + size]) == needle.words


def _folded(word: str) -> str:
    """A word as the full text has it: small, without accents (an ø stays an ø)."""
    return word.lower() if word.isascii() else _unaccented(word)


# A text in a language with accents has the same words again and again. 300 bytes each: 1 MB.
@lru_cache(maxsize=4_096)
def _unaccented(word: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(one))
