"""Letters of many texts at once: what each character is, and the words they make, as arrays over one joined string."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
Flags = NDArray[np.uint16]
Truths = NDArray[np.bool_]

(
    WORD,
    UPPER,
    LOWER,
    DIGIT,
    DENSE,
    STOP,
    FULL_STOP,
    COMMA,
    CLOSER,
    SPACE,
    OPENER,
    DASH,
    SIGN,
    ODD,
) = (1 << bit for bit in range(14))
# The classes above of characters that are no letters. Stops end a sentence before a space, full stops anywhere.
_MARKS = {
    STOP: ".!?\u2026",
    FULL_STOP: "\u3002\uff01\uff1f\u0964\u06d4",
    COMMA: ",;:\u3001\uff0c\u060c",
    CLOSER: "\"'\u2019\u201d\u00bb)]\u300d\u300f\u201c",
    OPENER: "\"'\u201c\u2018\u00ab\u300c\u201e([",
    DASH: "\u2014\u2013-/",
    SIGN: "\u00a9@",
}
# Scripts of which a character says as much as two or three letters: Hangul, Chinese characters, kana.
_DENSE = (
    (0x1100, 0x1200),
    (0x2E80, 0xA000),
    (0xAC00, 0xD7B0),
    (0xF900, 0xFB00),
    (0xFF66, 0xFFA0),
)
# Characters by which words are not told apart as elsewhere: those of scripts without spaces, the underscore, letters
# that change by case as no others do (i, s, k), and the sign of copyright, which is no word but says something.
_UNSPACED = ((0x0E00, 0x0F00), (0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0))
_ODD_ONES = "_\u0130\u0131\u017f\u212a\u00a9"
# Characters beyond the first plane (emoji, rare Chinese characters) count as no letters.
_PLANE = 0x10000
# Two odd numbers without structure, for mixing the two halves of a word's key (golden ratio; Steele et al. 2014).
_MIX_HEAD, _MIX_TAIL = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
_LONGEST_WORD = 63
# Words of fewer letters say little of what a text is about.
_CONTENT = 4


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts in order: of each the text it is in, its length and keys.

    `heads` are exactly the first four letters, `keys` mix the first eight letters and the length; `at` is the place
    of the first character in its text. `bounds` tells where each text's words begin, with the end as the last.
    """

    text: Ints
    size: Ints
    at: Ints
    heads: Keys
    keys: Keys
    bounds: Ints


@lru_cache(maxsize=1)
def classes() -> tuple[Flags, Flags]:
    """For each character of the first plane its classes, and its letter without case and accent."""
    flags = np.zeros(_PLANE, dtype=np.uint16)
    plain = np.arange(_PLANE, dtype=np.uint16)
    for code in range(_PLANE - 1):
        character = chr(code)
        if character.isalnum() or character == "_":
            flags[code] = WORD | UPPER * character.isupper() | LOWER * character.islower() | DIGIT * character.isdigit()
            plain[code] = ord(_plain(character))
        elif character.isspace():
            flags[code] = SPACE
    for low, high in _DENSE:
        flags[low:high] |= DENSE
    for low, high in (*_UNSPACED, *((ord(one), ord(one) + 1) for one in _ODD_ONES)):
        flags[low:high] |= ODD
    for mark, characters in _MARKS.items():
        for character in characters:
            flags[ord(character)] |= mark
    return flags, plain


@lru_cache(maxsize=1)
def _both() -> NDArray[np.uint32]:
    """The same with the classes above the plain letter, so that each character is looked up once."""
    flags, plain = classes()
    return np.asarray(flags.astype(np.uint32) << 16 | plain, dtype=np.uint32)


def _plain(character: str) -> str:
    """A letter without case and accent, as one character of the first plane."""
    if character.isascii():
        return character.lower()
    first = unicodedata.normalize("NFKD", character)[0].lower()[:1]
    return first if first and ord(first) < _PLANE else character


@dataclass(frozen=True, slots=True)
class Letters:
    """Texts laid end to end, each ended by a line feed: plain letters, their classes, and where each text begins."""

    joined: str
    plain: Flags
    flags: Flags
    starts: Ints

    @property
    def last(self) -> Ints:
        """The place of each text's last character; of an empty text that of its line feed."""
        last: Ints = np.maximum(np.append(self.starts[1:], self.plain.size) - 2, self.starts)
        return last


def letters_of(texts: Sequence[str]) -> Letters:
    """The letters of texts, none of which holds a line feed that matters."""
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.intp)
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    # Clipped, what lies beyond the first plane is its last place, which is no character.
    both = _both().take(codes, mode="clip")
    return Letters(joined, both.astype(np.uint16), (both >> 16).astype(np.uint16), np.cumsum(sizes) - sizes)


def words_of(letters: Letters) -> Words:
    """The words of the texts: runs of letters and digits."""
    # A line feed ends each text, so that every word ends.
    inside = np.zeros(letters.flags.size + 1, dtype=np.bool_)
    np.not_equal(letters.flags & WORD, 0, out=inside[1:])
    change = np.flatnonzero(inside[1:] != inside[:-1])
    begin = change[::2]
    size = np.minimum(change[1::2] - begin, _LONGEST_WORD)
    packed = _packed(letters.plain)
    heads = packed.take(begin) & _HEAD_MASKS.take(size)
    tails = packed.take(begin + 4) & _TAIL_MASKS.take(size)
    bounds = np.searchsorted(begin, np.append(letters.starts, letters.plain.size))
    text = np.repeat(np.arange(letters.starts.size), np.diff(bounds))
    return Words(
        text,
        size,
        begin - letters.starts[text],
        heads,
        _mixed(heads, tails, size),
        bounds,
    )


def _packed(plain: Flags) -> Keys:
    """At each place, and four further, its character and the next three in one number."""
    padded = np.zeros(plain.size + 7, dtype="<u2")
    padded[: plain.size] = plain
    # The same bytes read as numbers of four characters, from each character on. They are laid out one behind the other:
    # numbers that lie across each other are looked up in thrice the time.
    return np.ascontiguousarray(np.ndarray((plain.size + 4,), dtype="<u8", buffer=padded, strides=(2,)))


def _masks(lengths: Sequence[int]) -> Keys:
    return np.array([(1 << 16 * length) - 1 for length in lengths], dtype=np.uint64)


# Which of the four characters at a word's beginning, and of the next four, belong to a word of so many.
_HEAD_MASKS = _masks([min(4, size) for size in range(_LONGEST_WORD + 1)])
_TAIL_MASKS = _masks([min(4, max(0, size - 4)) for size in range(_LONGEST_WORD + 1)])


def _mixed(heads: Keys, tails: Keys, size: Ints) -> Keys:
    mixed = heads * np.uint64(_MIX_HEAD) ^ tails * np.uint64(_MIX_TAIL) ^ size.astype(np.uint64)
    return np.asarray(mixed, dtype=np.uint64)


def head_key(word: str) -> int:
    """The key of a word's first four letters, as `Words.heads` has it."""
    return sum(ord(_plain(letter)) << (16 * place) for place, letter in enumerate(word[:4]))


def rows_of(keys: Keys) -> Ints:
    """For each key its row in a table of 2 to the power of 16 rows, in which few keys share one."""
    return np.asarray((keys * np.uint64(_MIX_HEAD)) >> np.uint64(48), dtype=np.int64)


def content_keys(texts: Sequence[str]) -> Keys:
    """The keys of the longer words of some texts, each once, sorted."""
    if not texts:
        return np.zeros(0, dtype=np.uint64)
    keys, _ = contents_of(letters_of(texts), None)
    return np.unique(keys)


def contents_of(letters: Letters, words: Words | None) -> tuple[Keys, Ints]:
    """What the texts are about, as keys and the text each is in: longer words, and pairs of Chinese characters."""
    words = words or words_of(letters)
    dense: Truths = (letters.flags & DENSE) != 0
    pairs = np.flatnonzero(dense[:-1] & dense[1:])
    long: Truths = words.size >= _CONTENT
    if not pairs.size:
        return words.keys[long], words.text[long]
    # A run of dense characters is no word, and its pairs stand for it.
    begin = letters.starts[words.text] + words.at
    long &= ~dense[begin]
    wide = letters.plain.astype(np.uint64)
    keys = np.asarray((wide[pairs] | wide[pairs + 1] << 16) * np.uint64(_MIX_TAIL), dtype=np.uint64)
    text = np.searchsorted(letters.starts, pairs, side="right") - 1
    every = np.concatenate((words.text[long], text))
    return np.concatenate((words.keys[long], keys)), every
