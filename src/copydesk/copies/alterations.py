"""What was changed on the way from a source to its copy: typed differences, each with both places."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.copies.alter_blocks import block_alterations
from copydesk.copies.alter_days import day_alterations
from copydesk.copies.alter_names import name_alterations
from copydesk.copies.alter_numbers import money_alterations, number_alterations
from copydesk.copies.alter_outside import outside_alterations
from copydesk.copies.alter_pairing import pair_up
from copydesk.copies.alter_quotes import quote_alterations
from copydesk.copies.alter_sources import negation_alterations, source_alterations
from copydesk.records import Alteration, Article, CopyKind, Passage
from copydesk.settings import CopySettings


def alterations(
    source: Article, copy: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs between a source and its copy, in the order of the source, what stands outside the text first.

    `passages` are the aligned stretches, `a` of the source and `b` of the copy.
    """
    pairing = pair_up(source, copy, passages, kind=kind, settings=settings)
    found = [
        *outside_alterations(source, copy, kind=kind),
        *name_alterations(pairing),
        *number_alterations(pairing),
        *money_alterations(pairing),
        *day_alterations(pairing),
        *source_alterations(pairing),
        *negation_alterations(pairing),
        *quote_alterations(pairing),
        *block_alterations(pairing),
    ]
    return tuple(sorted(found, key=_place))


def _place(one: Alteration) -> tuple[int, int]:
    if one.a is not None:
        return one.a
    return one.b if one.b is not None else (-1, -1)
