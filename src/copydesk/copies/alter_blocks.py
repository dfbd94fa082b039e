"""Paragraphs that were dropped, sentences and runs of words that were put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copydesk.copies.alter_compare import Bench
from copydesk.copies.alter_tokens import Token
from copydesk.records import Alteration, Range
from copydesk.text.sentences import paragraphs, sentences

LEAST_FACING = 0.25
"""Share of words that must face something for a paragraph or a sentence to have a counterpart."""


def block_alterations(bench: Bench) -> Iterator[Alteration]:
    """Paragraphs of the source without a counterpart, and sentences of the copy without one."""
    pairing = bench.pairing
    if bench.kind == "partial":
        return
    for place in paragraphs(bench.source):
        if _stands_alone(pairing.left, pairing.right_of, pairing.left_numbers(place)):
            yield bench.alteration("dropped_paragraph", place, None, material=True)
    for place in sentences(bench.copy):
        if _stands_alone(pairing.right, pairing.left_of, pairing.right_numbers(place)):
            yield bench.alteration("inserted_claim", None, place, material=True)


def _stands_alone(row: Sequence[Token], facing: Sequence[int | None], numbers: Range) -> bool:
    spoken = [n for n in range(*numbers) if row[n].kind != "mark"]
    return bool(spoken) and sum(facing[n] is not None for n in spoken) < LEAST_FACING * len(spoken)
