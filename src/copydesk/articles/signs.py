"""Signs of furniture in the words of pieces: cues, addresses, lines of a date, datelines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copydesk.articles.cues import Cue, cues_of, is_date_line
from copydesk.articles.notes import dateline_of
from copydesk.articles.shapes import Measures

Truths = NDArray[np.bool_]

# Only the beginning of a piece is searched: furniture says at once what it is.
_HEAD = 300
# A date line is short; of a dateline the place and the day come first.
_LONGEST_DATE = 160
_SHORTEST_DATED = 40
# No hyphen within a word.
_DASH = re.compile("\u2014|\u2013|-(?=[\\s-])|(?<=\\s)-")
_ADDRESS = re.compile("https?:|www[.]|@")
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
    cues = np.fromiter(map(cues_of, texts), dtype=np.int64, count=len(texts))
    addresses, dates, datelines = np.zeros((3, len(texts)), dtype=np.bool_)
    for number, text in enumerate(texts):
        if ("@" in text or "http" in text or "www." in text) and _ADDRESS.search(text, 0, _HEAD):
            addresses[number] = True
    for number in np.flatnonzero((measures.whole <= _LONGEST_DATE) & (measures.digits > 0)).tolist():
        dates[number] = is_date_line(texts[number])
    for number in np.flatnonzero((measures.size > _SHORTEST_DATED) & measures.opens).tolist():
        if _DASH.search(texts[number], 0, _LONGEST_DATE):
            datelines[number] = dateline_of(texts[number]) is not None
    return Signs((cues & _BITS) != 0, addresses, dates, datelines)
