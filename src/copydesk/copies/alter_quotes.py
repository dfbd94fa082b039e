"""Words inside quotation marks that the copy has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.alter_pairing import Pairing
from copydesk.copies.alter_tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.quotation import Quotation, quotations

LEAST_FACING = 0.3
"""Share of a quotation's words that must face something for the copy to carry it at all."""


def quote_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Quotations of the source whose words differ in the copy."""
    theirs = quotations(pairing.copy.text)
    for quotation in quotations(pairing.source.text):
        place = (quotation.start, quotation.end)
        numbers = range(*pairing.left_numbers(place))
        said = [pairing.left[n] for n in numbers if pairing.left[n].kind != "mark"]
        facing = [m for n in numbers if (m := pairing.right_of[n]) is not None]
        if not said or len(facing) < LEAST_FACING * len(said):
            continue
        after = _counterpart(pairing, facing, theirs)
        words = [t for t in pairing.right[slice(*pairing.right_numbers(after))] if t.kind != "mark"]
        if not _same_words(said, words):
            yield pairing.alteration("quote", place, after, material=True)


def _counterpart(pairing: Pairing, facing: Sequence[int], theirs: Sequence[Quotation]) -> Range:
    """The copy's quotation that most of the facing words stand in; the stretch they cover where there is none."""
    row = pairing.right
    best = max(theirs, key=lambda one: sum(one.start <= row[number].start < one.end for number in facing), default=None)
    if best is not None and sum(best.start <= row[n].start < best.end for n in facing) * 2 >= len(facing):
        return best.start, best.end
    return row[min(facing)].start, row[max(facing)].end


def _same_words(said: Sequence[Token], words: Sequence[Token]) -> bool:
    return [token.key for token in said] == [token.key for token in words]
