"""What a figure measures, in words of its own clause."""

from __future__ import annotations

import re

from copydesk.settings import ClaimSettings

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019.,%][^\W_]+)*%?")
# `that` begins a clause, but not in `that morning`.
_TIMES = r"(?:same\s)?(?:morning|afternoon|evening|night|day|week|weekend|month|season|summer|winter|year|time)\b"
_CLAUSE_END = re.compile(
    r"[;:()\"\u201c\u201d\u2014]|,\s|\s[-\u2013]\s"
    rf"|\s(?:and|but|while|which|who|that(?!\s{_TIMES})|where|when)\s"
)


def measures(
    text: str, sentence: tuple[int, int], span: tuple[int, int], unit: str | None, *, settings: ClaimSettings
) -> str:
    """The words of the clause around a figure, at most some on either side, with a dash where the figure stands."""
    most = settings.measure_words
    reach = 20 * most  # characters: more than so many words take
    before = _WORD.findall(_CLAUSE_END.split(text[max(sentence[0], span[0] - reach) : span[0]])[-1])[-most:]
    after = _WORD.findall(_CLAUSE_END.split(text[span[1] : min(sentence[1], span[1] + reach)])[0])[:most]
    around = " ".join([*before, "\u2026", *after]) if before or after else ""
    return ": ".join(part for part in (unit, around) if part)
