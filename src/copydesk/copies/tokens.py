"""The words of many texts at once, as arrays: where they stand, what they are, and a hash of what each says.

Nothing here is done word by word in Python. All texts of a batch are joined, each character gets its class by one
table, words begin and end where classes change, and a word's hash is a sum over its folded characters. What comes out
for a text is the same in every batch and on every machine. Words are those of `text.words`, folded as `key_of` folds
them: plain letters and accents by table, any other word (rare letters, ligatures) by `key_of` itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from copydesk.copies.reading import key_of
from copydesk.text.closed import COUNTING
from copydesk.text.quotation import quotations
from copydesk.text.sentences import ABBREVIATIONS

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Bytes = NDArray[np.uint8]
_Points = NDArray[np.uint32]

# Classes of a character, as bits. LETTER and DIGIT are what words are made of; ODD letters need the exact path.
LETTER, DIGIT, CAPITAL, ODD, SPACE, STOP, MARK, INNER = (np.uint8(1 << bit) for bit in range(8))

# A word is hashed eight letters at a time, each eight with a factor of its own (odd: powers of the golden ratio in 64
# bits, the step of splitmix64); what comes after the last factor says nothing more.
_CHUNK = 8
_FACTORS = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(1, 9)], dtype=np.uint64)
# What keeps of eight letters the first so many.
_MASKS = np.array([(1 << (8 * size)) - 1 for size in range(_CHUNK + 1)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a batch of texts, one row a word, texts one after the other.

    `first[n]` is the row of text n's first word, `first[-1]` the number of all. `text` is the number of a word's text,
    `start` and `end` are code points in it. `hash` is of the folded word; `number` is set for figures and for words
    that count, `capital` for words with a capital that open no sentence. `quoted` is the number of the quotation in
    which a word stands, counted over the batch from 1, or 0.
    """

    first: Places
    text: Places
    start: Places
    end: Places
    hash: Hashes
    number: Flags
    capital: Flags
    quoted: Places

    def __len__(self) -> int:
        """How many words all texts have."""
        return len(self.hash)


def tokenise(texts: Sequence[str]) -> Tokens:
    """The words of all texts as arrays."""
    joined = "\n".join(texts) + "\n"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)
    classes, folded = _classed(points)
    kinds = _kinds(classes, points)
    edges = np.flatnonzero(np.append(kinds[0] != 0, kinds[1:] != kinds[:-1]))
    starts = edges[kinds[edges] != 0]
    ends = edges[kinds[edges - 1] != 0]
    first = np.searchsorted(starts, begins)
    text = np.repeat(np.arange(len(texts)), np.diff(first))
    heads = classes[starts]
    hashes = _hashes(joined, classes, folded, starts=starts, ends=ends)
    number = (heads & DIGIT) != 0
    _count_words(hashes, number)
    opening = _opening(points, classes, starts, ends=ends, hashes=hashes)
    return Tokens(
        first=first,
        text=text,
        start=starts - begins[text],
        end=ends - begins[text],
        hash=hashes,
        number=number,
        capital=((heads & CAPITAL) != 0) & ~opening,
        quoted=_quoted(texts, points, classes, starts=starts, begins=begins),
    )


def mixed(hashes: Hashes) -> Hashes:
    """Hashes whose every bit depends on every bit: the finaliser of splitmix64.

    Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    """
    found = hashes ^ (hashes >> np.uint64(30))
    found *= np.uint64(0xBF58476D1CE4E5B9)
    found ^= found >> np.uint64(27)
    found *= np.uint64(0x94D049BB133111EB)
    found ^= found >> np.uint64(31)
    return found


# -- characters -------------------------------------------------------------------------------------------------------


def _class_of(character: str) -> int:
    """The bits of a character, as `text.words` and `text.sentences` see it."""
    found = np.uint8(0)
    if character.isdecimal():
        found |= DIGIT if character.isascii() else DIGIT | ODD
    elif character.isalnum():
        found |= LETTER
        found |= CAPITAL if character.isupper() else np.uint8(0)
        found |= ODD if len(_plain(character)) != 1 else np.uint8(0)
    elif character.isspace():
        found |= SPACE
    elif character in ".!?\u2026\u3002\uff01\uff1f":
        found |= STOP
    elif character in '"\u201c\u201d\u201e\u00ab\u00bb':
        found |= MARK
    if character in "'\u2019.,":
        found |= INNER
    return int(found)


def _plain(character: str) -> str:
    """The letter without case and accent; none where it does not come to one plain letter."""
    folded = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(one for one in folded if not unicodedata.combining(one))
    return kept if len(kept) == 1 and kept.isascii() and kept.isalpha() else ""


@lru_cache(maxsize=1)
def _tables() -> tuple[bytes, bytes]:
    """For the first 256 characters: their classes, and what they fold to."""
    characters = [chr(point) for point in range(256)]
    folds = [ord(_plain(one) or (one if one.isascii() else "\0")) for one in characters]
    return bytes(map(_class_of, characters)), bytes(folds)


# The letters of several scripts; Chinese has 8,000 in use. 200 bytes each: 2 MB.
@lru_cache(maxsize=8_192)
def _rare(point: int) -> tuple[int, int]:
    character = chr(point)
    return _class_of(character), ord(_plain(character) or ("'" if character == "\u2019" else "\0"))


def _classed(points: _Points) -> tuple[_Bytes, _Bytes]:
    """The class of every character and the plain letter that it folds to."""
    low = points.astype(np.uint8).tobytes()
    classes, folded = (np.frombuffer(bytearray(low.translate(table)), dtype=np.uint8) for table in _tables())
    high = np.flatnonzero(points > 255)
    if len(high):
        distinct, which = np.unique(points[high], return_inverse=True)
        found = np.array([_rare(point) for point in distinct.tolist()], dtype=np.uint8)
        classes[high], folded[high] = found[which].T
    return classes, folded


def _kinds(classes: _Bytes, points: _Points) -> _Bytes:
    """For every character the kind of word that it belongs to: LETTER, DIGIT, or 0 outside words.

    An apostrophe between letters and a stop or comma between digits belong to their word. Of scripts without spaces
    every character is a word: neighbours get different bits, so that a word ends between them.
    """
    kinds = classes & (LETTER | DIGIT)
    inner = np.flatnonzero((classes & INNER) != 0)
    inner = inner[(inner > 0) & (inner < len(kinds) - 1)]
    before, after = kinds[inner - 1], kinds[inner + 1]
    wanted = np.where((points[inner] == _COMMA) | (points[inner] == _POINT), DIGIT, LETTER)
    joins = (before == wanted) & (after == wanted)
    kinds[inner[joins]] = wanted[joins]
    if points.max(initial=0) >= _FIRST_CJK:
        alone = np.flatnonzero(
            (kinds != 0)
            & (
                ((points >= 0x3040) & (points <= 0x30FF))
                | ((points >= 0x3400) & (points <= 0x4DBF))
                | ((points >= 0x4E00) & (points <= 0x9FFF))
                | ((points >= 0xAC00) & (points <= 0xD7AF))
            )
        )
        kinds[alone] = np.where(alone % 2 == 0, CAPITAL, ODD)
    return kinds


_COMMA, _POINT, _FIRST_CJK = ord(","), ord("."), 0x3040


# -- hashes -----------------------------------------------------------------------------------------------------------


def _hashes(joined: str, classes: _Bytes, folded: _Bytes, *, starts: Places, ends: Places) -> Hashes:
    """A hash of every folded word: of its letters eight at a time, as they stand in memory."""
    owned = (folded[ends - 1] == ord("s")) & (folded[ends - 2] == ord("'")) & (ends - starts > 2)
    sizes = ends - starts - 2 * owned
    padded = np.append(folded, np.zeros(_CHUNK, dtype=np.uint8))
    chunks = np.ndarray((len(folded),), dtype="<u8", buffer=padded.data, strides=(1,))
    found = (chunks[starts] & _MASKS[np.minimum(sizes, _CHUNK)]) * _FACTORS[0]
    longer = np.flatnonzero(sizes > _CHUNK)
    for step in range(1, len(_FACTORS)):
        rest = sizes[longer] - step * _CHUNK
        letters = chunks[starts[longer] + step * _CHUNK] & _MASKS[np.minimum(rest, _CHUNK)]
        found[longer] += letters * _FACTORS[step]
        longer = longer[rest > _CHUNK]
        if not len(longer):
            break
    found = mixed(found)
    for word in _hard_words(classes, folded, starts, ends).tolist():
        found[word] = hash_of(key_of(joined[starts[word] : ends[word]]))
    return found


def _hard_words(classes: _Bytes, folded: _Bytes, starts: Places, ends: Places) -> Places:
    """The words that no table folds: with a rare letter or a comma, names with one of two ways to write a sound."""
    before, here = folded[:-1], folded[1:]
    sounds = (here == ord("e")) & ((before == ord("a")) | (before == ord("o")) | (before == ord("u")))
    sounds |= (here == ord("a")) & (before == ord("a"))
    rare = ((classes & ODD) != 0) | (folded == _COMMA)
    rare[1:] |= sounds
    places = np.flatnonzero(rare)
    word = np.searchsorted(starts, places, side="right") - 1
    inside = (word >= 0) & (places < ends[word])
    places, word = places[inside], word[inside]
    sound = (folded[places] == ord("e")) | (folded[places] == ord("a"))
    wanted = ~sound | ((classes[starts[word]] & CAPITAL) != 0)
    return np.asarray(np.unique(word[wanted]))


# As many as `key_of` remembers; 170 bytes a word: 6 MB.
@lru_cache(maxsize=32_768)
def hash_of(key: str) -> int:
    """The hash of one folded word: what `tokenise` gives for a word with this key."""
    letters = key.encode("utf-8", "surrogatepass")[: _CHUNK * len(_FACTORS)]
    chunks = np.frombuffer(letters.ljust(_CHUNK * len(_FACTORS), b"\0"), dtype="<u8")
    return int(mixed((chunks * _FACTORS).sum(dtype=np.uint64, keepdims=True))[0])


@dataclass(frozen=True, slots=True)
class Known:
    """Known hashes and a table in which the first bits of a hash tell which of them it may be."""

    hashes: Hashes
    table: NDArray[np.int16]
    shift: np.uint64

    def places(self, hashes: Hashes) -> Places:
        """For each hash its place among the known ones, -1 where it is none of them."""
        near = self.table[hashes >> self.shift]
        return np.where(self.hashes[near] == hashes, near, -1)


def known_of(words: Sequence[str]) -> Known:
    """The hashes of these folded words, ready for looking up; a binary search would take ten times as long."""
    hashes = np.array([hash_of(word) for word in words], dtype=np.uint64)
    bits = next(one for one in range(8, 32) if len(set((hashes >> np.uint64(64 - one)).tolist())) == len(hashes))
    table = np.zeros(1 << bits, dtype=np.int16)
    table[hashes >> np.uint64(64 - bits)] = np.arange(len(hashes))
    return Known(hashes, table, np.uint64(64 - bits))


@lru_cache(maxsize=1)
def _counting() -> tuple[Known, Hashes]:
    """Words that count, and the hashes of their figures."""
    figures = np.array([hash_of(str(figure)) for figure in COUNTING.values()], dtype=np.uint64)
    return known_of(list(COUNTING)), figures


def _count_words(hashes: Hashes, number: Flags) -> None:
    """Give words that count (`fourteen`) the hash of their figure, in place."""
    counting, figures = _counting()
    places = counting.places(hashes)
    found = np.flatnonzero(places >= 0)
    hashes[found] = figures[places[found]]
    number[found] = True


# -- sentences and quotations -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _abbreviations() -> Known:
    return known_of(sorted(ABBREVIATIONS))


def _opening(points: _Points, classes: _Bytes, starts: Places, *, ends: Places, hashes: Hashes) -> Flags:
    """Which words open a sentence: after a line break, or after a stop that ends one (see `text.sentences`)."""
    found = np.zeros(len(starts) + 1, dtype=bool)
    if not len(starts):
        return found[:-1]
    found[0] = True
    found[np.searchsorted(starts, np.flatnonzero(points == ord("\n")))] = True
    stops = np.flatnonzero((classes & STOP) != 0)
    stops = stops[(classes[stops + 1] & STOP) == 0]
    after = stops + 1
    closed = np.zeros(len(stops), dtype=bool)
    for _ in range(2):
        closes = (classes[after] & (MARK | INNER)) != 0
        closed |= closes
        after = np.minimum(after + closes, len(points) - 1)
    word = np.searchsorted(starts, stops)
    before = np.maximum(word - 1, 0)
    spelled = (points[stops] == _POINT) & ~closed & (ends[before] == stops)
    short = ends[before] - starts[before] == 1
    abbreviated = spelled & (short | (_abbreviations().places(hashes[before]) >= 0))
    found[word[((classes[after] & SPACE) != 0) & ~abbreviated]] = True
    return found[:-1]


def _quoted(texts: Sequence[str], points: _Points, classes: _Bytes, *, starts: Places, begins: Places) -> Places:
    """For each word the number of the quotation in which it stands, 0 outside; as `text.quotation` finds them."""
    marks = np.flatnonzero((classes & MARK) != 0)
    singles = np.flatnonzero((points == _SINGLES[0]) | (points == _SINGLES[1]))
    before, after = singles - 1, np.minimum(singles + 1, len(points) - 1)
    opens = (classes[after] & (LETTER | DIGIT | STOP)) != 0
    opens |= np.isin(points[after], _BEFORE_WORDS)
    singles = singles[opens & ((classes[before] & (LETTER | DIGIT)) == 0) & (points[before] != _SINGLES[0])]
    doubles, opened = (np.bincount(_text_of(some, begins), minlength=len(texts)) for some in (marks, singles))
    # Single marks are quotation marks only where they outnumber the double ones by two to one.
    odd = opened > doubles
    found = list(_pairs_of_marks(points, classes, marks[~odd[_text_of(marks, begins)]]))
    for text in np.flatnonzero(odd).tolist():
        begin = int(begins[text])
        found += [(begin + one.start, begin + one.end) for one in quotations(texts[text])]
    quoted = np.zeros(len(starts), dtype=np.int64)
    if found:
        low, high = np.searchsorted(starts, np.array(sorted(found)).T)
        sizes = high - low
        rows = np.arange(int(sizes.sum())) + np.repeat(low - (np.cumsum(sizes) - sizes), sizes)
        quoted[rows] = np.repeat(np.arange(1, len(low) + 1), sizes)
    return quoted


_SINGLES = (0x27, 0x2018)
# What may stand between a single opening mark and the words it opens, beside stops.
_BEFORE_WORDS = tuple(map(ord, "[($_\u00a3\u20ac"))


def _text_of(places: Places, begins: Places) -> Places:
    return np.searchsorted(begins, places, side="right") - 1


def _pairs_of_marks(points: _Points, classes: _Bytes, marks: Places) -> Iterator[tuple[int, int]]:
    """Stretches between double marks, pairing by paragraph; one that is not closed runs to the paragraph's end."""
    breaks = np.flatnonzero(points == ord("\n"))
    ends = breaks[np.searchsorted(breaks, marks)].tolist() if len(marks) else []
    space = (classes & SPACE) != 0
    opens = (space[marks - 1] | (marks == 0)) & ~space[np.minimum(marks + 1, len(points) - 1)]
    places, opening, found = marks.tolist(), opens.tolist(), points[marks].tolist()
    number = 0
    while number < len(places):
        mark, place, end = found[number], places[number], ends[number]
        number += 1
        if mark == _CLOSING_GUILLEMET or (mark == _CLOSING and not opening[number - 1]):
            continue
        close, inner, stop = _CLOSED_BY.get(mark, mark), False, end
        while number < len(places) and ends[number] == end:
            other = found[number]
            number += 1
            if (
                other == close
                or (close == _CLOSING and other == _STRAIGHT)
                or (close == _STRAIGHT and other == _CLOSING and not inner)
            ):
                stop = places[number - 1]
                break
            inner = inner or other == _OPENING
        if stop > place + 1:
            yield place + 1, stop


_STRAIGHT, _OPENING, _CLOSING, _CLOSING_GUILLEMET = 0x22, 0x201C, 0x201D, 0xBB
_CLOSED_BY = {_OPENING: _CLOSING, 0xAB: _CLOSING_GUILLEMET, 0x201E: _OPENING}
