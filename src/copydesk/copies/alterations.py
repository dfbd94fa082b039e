"""What was changed on the way from a source to its copy: typed differences, each with both places."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.copies.alter_blocks import block_alterations
from copydesk.copies.alter_compare import Bench, fact_alterations
from copydesk.copies.alter_outside import outside_alterations
from copydesk.copies.alter_pairing import pair_up
from copydesk.copies.alter_quotes import quote_alterations
from copydesk.records import Alteration, Article, CopyKind, Passage
from copydesk.settings import CopySettings


def alterations(
    source: Article, copy: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs between a source and its copy, in the order of the source, what stands outside the text first.

    `passages` are the aligned stretches, `a` of the source and `b` of the copy.
    """
    pairing = pair_up(source.text, copy.text, passages, settings=settings)
    bench = Bench(source.text, copy.text, pairing, kind)
    found = [
        *outside_alterations(source, copy),
        *fact_alterations(bench),
        *quote_alterations(bench),
        *block_alterations(bench),
    ]
    return tuple(sorted(found, key=_place))


def _place(one: Alteration) -> tuple[int, int]:
    if one.a is not None:
        return one.a
    return one.b if one.b is not None else (-1, -1)
