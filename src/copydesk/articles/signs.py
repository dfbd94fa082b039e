"""Signs of furniture in the words of pieces: cues, addresses, lines of a date, datelines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.cues import (
    ANY_STEMS,
    BESIDE_DATE,
    FIRST_STEMS,
    LOOKED_AT,
    Cue,
    cues_among,
    cues_of,
    is_date_line,
    remember,
)
from copydesk.articles.letters import DASH, DIGIT, ODD, SPACE, STOP, Ints, Keys, Letters, head_key, rows_of
from copydesk.articles.notes import dateline_of
from copydesk.articles.shapes import Measures

Truths = NDArray[np.bool_]

# A date line is short; of a dateline the place and the day come first.
_LONGEST_DATE = 160
_SHORTEST_DATED = 40
# No hyphen within a word.
_DASH = re.compile("\u2014|\u2013|-(?=[\\s-])|(?<=\\s)-")
_LONG_DASH = ord("\u2013")
_ADDRESS = re.compile("https?:|www[.]|@")
_OF_ADDRESS = tuple(map(re.compile, ("http", "www[.]", "@")))
_BITS = np.array([cue.value for cue in Cue], dtype=np.int64)[:, None]
NAMES = tuple((cue.name or "").lower() for cue in Cue)


@dataclass(frozen=True, slots=True)
class Signs:
    """For each cue and piece whether it holds (`cues`, in the order of `NAMES`); addresses, date lines, datelines."""

    cues: Truths
    addresses: Truths
    dates: Truths
    datelines: Truths


def signs_of(texts: Sequence[str], measures: Measures) -> Signs:
    """The signs in the texts that were measured."""
    rows = rows_of(measures.index.heads)
    odd, timed = _odd(measures.letters), _timed(measures, rows) & ~_wordy(measures, rows)
    cues = _cues(texts, measures, rows, odd=odd, timed=timed)
    addresses, dates, datelines = np.zeros((3, len(texts)), dtype=np.bool_)
    for number in _holding(measures.letters, _OF_ADDRESS):
        addresses[number] = _ADDRESS.search(texts[number], 0, LOOKED_AT) is not None
    for number in np.flatnonzero(_may_date(measures, odd | timed)).tolist():
        dates[number] = is_date_line(texts[number])
    for number in np.flatnonzero(_dashed(measures)).tolist():
        if _DASH.search(texts[number], 0, _LONGEST_DATE):
            datelines[number] = dateline_of(texts[number]) is not None
    return Signs((np.array(cues, dtype=np.int64) & _BITS) != 0, addresses, dates, datelines)


def _holding(letters: Letters, parts: Sequence[re.Pattern[str]]) -> list[int]:
    """The texts that hold one of these parts."""
    places = [found.start() for part in parts for found in part.finditer(letters.joined)]
    return np.unique(np.searchsorted(letters.starts, places, side="right") - 1).tolist() if places else []


def _dashed(measures: Measures) -> Truths:
    """The texts that may open with a dateline: long enough, opened like a sentence, a dash among the first letters."""
    letters = measures.letters
    flags = letters.flags
    dashes = np.flatnonzero((flags & DASH) != 0)
    # No hyphen within a word.
    beside = (flags[dashes - 1] & SPACE) | (flags[dashes + 1] & (SPACE | DASH))
    dashes = dashes[(beside != 0) | (letters.plain[dashes] >= _LONG_DASH)]
    text = np.searchsorted(letters.starts, dashes, side="right") - 1
    dashed = np.zeros(len(measures), dtype=np.bool_)
    dashed[text[dashes - letters.starts[text] < _LONGEST_DATE]] = True
    return dashed & (measures.size > _SHORTEST_DATED) & measures.opens


# What the tables of words tell of a word: with it a cue may begin anywhere, or where it opens the text; a date.
_ANYWHERE, _FIRST = 1, 2
# A line without a word that begins so, of four letters or whole, and without figures like those of a date, holds no
# date and no age (`cues.DATE`, `cues.AGE`).
_TIMES = (
    "jan janu janv jane ene ener eneo genn feb febr febb fev fevr feve mar marc mars marz maar apr apri abr abri avri"
    " may mai mayo maio magg mei jun june juni juin junh giug jul july juli juil julh lugl aug augu aout ago agos"
    " sep sept set sete sett oct octo octu okt okto out outu ott otto nov nove novi dec dece dez deze dic dici dice"
    " old vor hace il ha fa"
).split()
# The longer ones of the other words that may stand in a line of a date (`cues.is_date_line`), of four letters or whole.
_OF_TIMES = (
    *"wedn thur frid satu sund tues mond post publ upda last modi firs toda edit issu vero aktu actu stan read".split(),
    *(
        f"{unit}{rest}"[:4]
        for unit in " s sec min m h hr d w mo y".split(" ")
        for rest in "econd ute our ay eek onth ear".split()
    ),
)
_STEM = 5
Table = NDArray[np.uint8]


@cache
def _tables() -> tuple[Table, Table, Table, Table]:
    """By the row of a key: what words with such a head tell, words with such a stem, and such a head of times.

    The last is of longer words that no line of a date may have many of: 1 for those.
    """
    heads, stems, times, others = np.zeros((4, 1 << 16), dtype=np.uint8)
    for words, bit in ((ANY_STEMS, _ANYWHERE), (FIRST_STEMS, _FIRST)):
        head = np.array([head_key(word) for word in words], dtype=np.uint64)
        fifth = np.array([head_key(word[4:]) for word in words], dtype=np.uint64)
        heads[rows_of(head)] |= bit
        stems[rows_of(_stem_keys(head, fifth, np.array([len(word) for word in words])))] |= bit
    times[rows_of(np.array([head_key(word) for word in _TIMES], dtype=np.uint64))] = 1
    others[:] = 1 - times
    others[rows_of(np.array([head_key(word) for word in _OF_TIMES], dtype=np.uint64))] = 0
    return heads, stems, times, others


def _stem_keys(head: Keys, fifth: Keys, size: Ints) -> Keys:
    """The keys of the first five letters of words: that of the first four, mixed with the fifth and with the size."""
    return np.asarray(
        head ^ fifth << np.uint64(7) ^ np.minimum(size, _STEM).astype(np.uint64) << np.uint64(3), dtype=np.uint64
    )


def _may_date(measures: Measures, timed: Truths) -> Truths:
    """The short texts with figures among these."""
    return timed & (measures.whole <= _LONGEST_DATE) & (measures.digits > 0)


def _cues(texts: Sequence[str], measures: Measures, rows: Ints, *, odd: Truths, timed: Truths) -> list[int]:
    """What `cues_of` says of the texts, found from the words that may open a cue; most texts hold none of them."""
    masks = [0] * len(texts)
    stems: dict[int, dict[str, list[int]]] = {}
    for text, at, end in _openings(measures, rows):
        stems.setdefault(text, {}).setdefault(texts[text][at:end].lower(), []).append(at)
    told = list(stems)
    first = measures.index.bounds[np.array(told, dtype=np.int64)]
    begin, size = measures.index.at[first].tolist(), np.minimum(measures.index.size[first], _STEM).tolist()
    for text, at, letters in zip(told, begin, size, strict=True):
        head = texts[text][:LOOKED_AT]
        masks[text] = cues_among(head, head[at : at + letters].lower(), stems[text])
    for text in np.flatnonzero(odd).tolist():
        masks[text] = cues_of(texts[text])
    undated = np.flatnonzero(_may_date(measures, ~(odd | timed))).tolist()
    heads = list(texts)
    for text in np.flatnonzero(measures.whole > LOOKED_AT).tolist():
        heads[text] = texts[text][:LOOKED_AT]
    remember(zip(heads, masks, strict=True), [texts[number] for number in undated])
    return masks


def _openings(measures: Measures, rows: Ints) -> Iterator[tuple[int, int, int]]:
    """The text, and from where to where in it, of each beginning of a word with which a cue may begin."""
    letters, index = measures.letters, measures.index
    heads, stems, _, _ = _tables()
    opening = index.bounds[:-1][np.diff(index.bounds) > 0]
    wanted = np.full(index.heads.size, _ANYWHERE, dtype=np.uint8)
    wanted[opening] = _ANYWHERE | _FIRST
    words = np.flatnonzero(((heads.take(rows) & wanted) != 0) & (index.at < LOOKED_AT))
    text, at = index.text[words], index.at[words]
    # Of a word that is cut by the end of what is looked at only the letters before it count.
    size = np.minimum(index.size[words], LOOKED_AT - at)
    fifth = np.where(size >= _STEM, letters.plain.take(letters.starts[text] + at + 4, mode="clip"), 0)
    keys = _stem_keys(index.heads[words], fifth.astype(np.uint64), size)
    surely = (stems.take(rows_of(keys)) & wanted[words]) != 0
    surely |= LOOKED_AT - at < _STEM
    end = at + np.minimum(size, _STEM)
    return zip(text[surely].tolist(), at[surely].tolist(), end[surely].tolist(), strict=True)


def _timed(measures: Measures, rows: Ints) -> Truths:
    """The texts with a word or with figures without which there is neither a date nor an age; more than enough."""
    letters, index = measures.letters, measures.index
    timed = np.zeros(len(measures), dtype=np.bool_)
    timed[index.text[_tables()[2].take(rows) != 0]] = True
    marks = np.flatnonzero((letters.flags & (STOP | DASH)) != 0)
    figures = marks[(letters.flags[marks - 1] & letters.flags[marks + 1] & DIGIT) != 0]
    timed[np.searchsorted(letters.starts, figures, side="right") - 1] = True
    return timed


def _wordy(measures: Measures, rows: Ints) -> Truths:
    """The texts with more letters in longer words that tell no time than a line of a date has beside it.

    To see this of all texts at once costs less than to look for dates in one. Letters behind figures may be a part of
    them, and figures are no letters.
    """
    letters, index = measures.letters, measures.index
    words = np.flatnonzero((index.size >= _STEM) & (_tables()[3].take(rows) != 0))
    text = index.text[words]
    words = words[(letters.flags[letters.starts[text] + index.at[words]] & DIGIT) == 0]
    spelled = np.bincount(index.text[words], index.size[words], minlength=len(measures))
    wordy: Truths = spelled - measures.digits * measures.whole > BESIDE_DATE
    return wordy


def _odd(letters: Letters) -> Truths:
    """The texts with characters by which words are not told as elsewhere."""
    odd = np.zeros(letters.starts.size, dtype=np.bool_)
    places = np.flatnonzero((letters.flags & ODD) != 0)
    if places.size:
        odd[np.searchsorted(letters.starts, places, side="right") - 1] = True
    return odd
