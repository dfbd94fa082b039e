"""The words of many texts at once, as arrays: where they stand, what they are, and a hash of what each says.

Nothing here is done word by word in Python. All texts of a batch are joined, each character gets its class by one
table, words begin and end where classes change, and a word's hash is a sum over its folded characters. What comes out
for a text is the same in every batch and on every machine. Words are those of `text.words`, folded as `key_of` folds
them: plain letters and accents by table, any other word (rare letters, ligatures) by `key_of` itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
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

# Factor of the polynomial over a word's characters, from splitmix64 (see `mixed`): odd, so that powers never vanish.
_FACTOR = 0x9E3779B97F4A7C15
_LONGEST_WORD = 64
_POWERS = np.array([pow(_FACTOR, power + 1, 1 << 64) for power in range(_LONGEST_WORD)], dtype=np.uint64)


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
    edges = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    inside = kinds[edges] != 0
    starts = edges[inside]
    if kinds[0]:
        starts = np.concatenate((np.zeros(1, dtype=np.int64), starts))
    ends = edges[kinds[edges - 1] != 0]
    text = np.searchsorted(begins, starts, side="right") - 1
    heads = classes[starts]
    hashes = _hashes(joined, classes, folded, starts=starts, ends=ends)
    number = (heads & DIGIT) != 0
    _count_words(hashes, number)
    opening = _opening(points, classes, starts, ends=ends, hashes=hashes)
    return Tokens(
        first=np.searchsorted(starts, begins),
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
    found = 0
    if character.isdecimal():
        found |= DIGIT
    elif character.isalnum():
        found |= LETTER
        found |= CAPITAL if character.isupper() else 0
        found |= 0 if len(_plain(character)) == 1 else ODD
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


@lru_cache(maxsize=65536)
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
    inner = np.flatnonzero(classes & INNER)
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
    """A hash of every folded word."""
    if not len(starts):
        return np.zeros(0, dtype=np.uint64)
    sizes = ends - starts
    kept = np.repeat(np.ones(1, dtype=bool), int(sizes.sum()))
    rows = np.cumsum(sizes) - sizes
    places = np.arange(len(kept)) + np.repeat(starts - rows, sizes)
    letters = folded[places]
    _drop_possessives(letters, kept, rows, sizes)
    _drop_digraphs(letters, kept, rows, classes[starts])
    kept &= letters != _COMMA
    offsets = np.cumsum(kept) - 1
    first = offsets[rows] + (~kept[rows]).astype(np.int64)
    power = np.minimum(offsets - np.repeat(first, sizes), _LONGEST_WORD - 1)
    values = np.where(kept, letters, 0).astype(np.uint64) * _POWERS[np.maximum(power, 0)]
    found = mixed(np.add.reduceat(values, rows))
    for word in np.flatnonzero(np.maximum.reduceat(_needs_care(classes[places], letters), rows)).tolist():
        found[word] = hash_of(key_of(joined[starts[word] : ends[word]]))
    return found


def _needs_care(classes: _Bytes, letters: _Bytes) -> Flags:
    """Letters and digits that the tables cannot fold."""
    return np.asarray(((classes & ODD) != 0) | (letters == 0))


def _drop_possessives(letters: _Bytes, kept: Flags, rows: Places, sizes: Places) -> None:
    """`Mor's` is `Mor`."""
    last = rows + sizes - 1
    owned = last[(sizes > 2) & (letters[last] == ord("s")) & (letters[last - 1] == ord("'"))]
    kept[owned] = kept[owned - 1] = False


def _drop_digraphs(letters: _Bytes, kept: Flags, rows: Places, heads: _Bytes) -> None:
    """In capitalised words one way of writing a sound: `Soelvberg` is `Solvberg`, `Aabrand` is `Abrand`."""
    vowels = np.frombuffer(bytes(one in b"aeiou" for one in range(256)), dtype=np.bool_)
    second = np.flatnonzero((letters[1:] == ord("e")) | (letters[1:] == ord("a"))) + 1
    before = letters[second - 1]
    after_ou = (letters[second] == ord("e")) & ((before == ord("o")) | (before == ord("u")))
    second = second[(before == ord("a")) | after_ou]
    word = np.searchsorted(rows, second, side="right") - 1
    ends = np.append(rows[1:], len(letters))[word]
    follows = np.minimum(second + 1, len(letters) - 1)
    doubled = letters[second] == ord("a")
    closed = (second + 1 < ends) & ~vowels[letters[follows]] & kept[follows]
    drops = (second > rows[word]) & ((heads[word] & CAPITAL) != 0) & (doubled | closed)
    kept[second[drops]] = False


@lru_cache(maxsize=65536)
def hash_of(key: str) -> int:
    """The hash of one folded word: what `tokenise` gives for a word with this key."""
    letters = np.array([ord(one) for one in key], dtype=np.uint64)
    powers = _POWERS[np.minimum(np.arange(len(key)), _LONGEST_WORD - 1)]
    return int(mixed(np.array([(letters * powers).sum(dtype=np.uint64)], dtype=np.uint64))[0])


@lru_cache(maxsize=1)
def _counting() -> tuple[Hashes, Hashes]:
    """Hashes of words that count, in order, and of their figures."""
    found = sorted((hash_of(word), hash_of(str(figure))) for word, figure in COUNTING.items())
    return np.array([word for word, _ in found], dtype=np.uint64), np.array([one for _, one in found], dtype=np.uint64)


def is_among(hashes: Hashes, known: Hashes) -> Flags:
    """Which of these are among the known ones, which are in order and at least one."""
    near = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.asarray(known[near] == hashes)


def _count_words(hashes: Hashes, number: Flags) -> None:
    """Give words that count (`fourteen`) the hash of their figure, in place."""
    counting, figures = _counting()
    near = np.minimum(np.searchsorted(counting, hashes), len(counting) - 1)
    found = np.flatnonzero(counting[near] == hashes)
    hashes[found] = figures[near[found]]
    number[found] = True


# -- sentences and quotations -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _abbreviations() -> Hashes:
    return np.array(sorted(hash_of(word) for word in ABBREVIATIONS), dtype=np.uint64)


def _opening(points: _Points, classes: _Bytes, starts: Places, *, ends: Places, hashes: Hashes) -> Flags:
    """Which words open a sentence: after a line break, or after a stop that ends one (see `text.sentences`)."""
    found = np.zeros(len(starts) + 1, dtype=bool)
    if not len(starts):
        return found[:-1]
    found[0] = True
    found[np.searchsorted(starts, np.flatnonzero(points == ord("\n")))] = True
    stops = np.flatnonzero(classes & STOP)
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
    abbreviated = spelled & (short | is_among(hashes[before], _abbreviations()))
    found[word[((classes[after] & SPACE) != 0) & ~abbreviated]] = True
    return found[:-1]


def _quoted(texts: Sequence[str], points: _Points, classes: _Bytes, *, starts: Places, begins: Places) -> Places:
    """For each word the number of the quotation in which it stands, 0 outside."""
    singles = ((points == 0x27) | (points == 0x2018)) & (np.roll(classes, -1) & (LETTER | DIGIT) != 0)
    singles &= np.roll(classes, 1) & (LETTER | DIGIT) == 0
    marked = np.flatnonzero(((classes & MARK) != 0) | singles)
    quoted = np.zeros(len(starts), dtype=np.int64)
    number = 0
    for text in np.unique(np.searchsorted(begins, marked, side="right") - 1).tolist():
        for quotation in quotations(texts[text]):
            number += 1
            low, high = np.searchsorted(starts, (begins[text] + quotation.start, begins[text] + quotation.end))
            quoted[low:high] = number
    return quoted
