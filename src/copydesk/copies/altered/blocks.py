"""Paragraphs that were dropped, sentences and runs of words that were put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.altered.pairing import Pairing
from copydesk.copies.altered.spam import spam_runs, spam_weight
from copydesk.copies.altered.tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.sentences import paragraphs, sentences

LEAST_FACING = 0.25
"""Share of words that must face something for a paragraph or a sentence to have a counterpart."""

LEAST_WEIGHT = 2.0
"""Two words of the advertising trade on end, or one and two that often go with it."""


def block_alterations(pairing: Pairing) -> Iterator[Alteration]:
    """Paragraphs of the source without a counterpart; sentences of the copy without one, and adverts inside others."""
    if pairing.kind == "partial":
        return
    for place in paragraphs(pairing.source.text):
        if _stands_alone(pairing.left, pairing.right_of, pairing.left_numbers(place)):
            yield pairing.alteration("dropped_paragraph", place, None, material=True)
    spam = list(_spam(pairing))
    for run in spam:
        yield pairing.alteration("inserted_spam", None, run, material=True)
    for place in sentences(pairing.copy.text):
        if any(run[0] < place[1] and place[0] < run[1] for run in spam):
            continue
        numbers = pairing.right_numbers(place)
        if _stands_alone(pairing.right, pairing.left_of, numbers):
            advert = (
                pairing.kind != "verbatim" and spam_weight(pairing.right[slice(*numbers)], pairing.copy.outlet) >= 2
            )
            yield pairing.alteration("inserted_spam" if advert else "inserted_claim", None, place, material=True)


def _spam(pairing: Pairing) -> Iterator[Range]:
    row = pairing.right
    known = {token.key for token in pairing.left}
    fresh = [token.key not in known or pairing.left_of[n] is None for n, token in enumerate(row)]
    for first, last in spam_runs(row, fresh, pairing.copy.outlet, least=LEAST_WEIGHT):
        yield row[first].start, row[last - 1].end


def _stands_alone(row: Sequence[Token], facing: Sequence[int | None], numbers: Range) -> bool:
    spoken = [n for n in range(*numbers) if row[n].kind != "mark"]
    return bool(spoken) and sum(facing[n] is not None for n in spoken) < LEAST_FACING * len(spoken)
