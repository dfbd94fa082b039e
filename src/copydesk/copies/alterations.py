"""What was changed on the way from a source to its copy: typed differences, each with both places.

The texts are laid beside each other sentence by sentence and word by word (`altered.pairing`); each kind of difference
is then read off by a module of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from copydesk.copies.altered.blocks import block_alterations
from copydesk.copies.altered.compass import compass_alterations
from copydesk.copies.altered.days import day_alterations
from copydesk.copies.altered.names import name_alterations
from copydesk.copies.altered.numbers import measure_alterations, number_alterations
from copydesk.copies.altered.outside import outside_alterations
from copydesk.copies.altered.pairing import pair_up
from copydesk.copies.altered.polarity import negation_alterations
from copydesk.copies.altered.quotes import quote_alterations
from copydesk.copies.altered.sources import source_alterations
from copydesk.copies.altered.terms import term_alterations
from copydesk.copies.altered.wording import wording_alterations
from copydesk.records import ALTERATION_RANKING, Alteration, Article, CopyKind, Passage
from copydesk.settings import CopySettings


def alterations(
    source: Article, copy: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs between a source and its copy, in the order of the source, what stands outside the text first.

    `passages` are the aligned stretches, `a` of the source and `b` of the copy; so are the places that come back. Where
    there is no passage, or only quotations are shared, nothing was altered. In a partial copy only the sentences that
    passages touch are compared. Spelling, form and rephrasing are told as immaterial, rephrasing at most once a
    stretch.
    """
    if not passages or kind == "quotes_only":
        return ()
    if kind == "verbatim" and source.text == copy.text:
        # Nothing inside differs, and of a text that thousands carry there are thousands of such pairs.
        return tuple(sorted(outside_alterations(source, copy, kind=kind), key=_place))
    pairing = pair_up(source, copy, passages, kind=kind, settings=settings)
    found = [
        *outside_alterations(source, copy, kind=kind),
        *name_alterations(pairing),
        *compass_alterations(pairing),
        *number_alterations(pairing),
        *measure_alterations(pairing),
        *day_alterations(pairing),
        *source_alterations(pairing),
        *negation_alterations(pairing),
        *quote_alterations(pairing),
        *block_alterations(pairing),
        *term_alterations(pairing),
    ]
    found = _each_once(found)
    found.extend(wording_alterations(pairing, found))
    return tuple(sorted(found, key=_place))


def _each_once(found: Sequence[Alteration]) -> list[Alteration]:
    """The alterations without a change of polarity that a changed quotation tells already."""
    quotes = [one for one in found if one.kind == "quote" and one.material]
    return [one for one in found if one.kind != "negation" or not any(_holds(quote, one) for quote in quotes)]


def _holds(outer: Alteration, inner: Alteration) -> bool:
    """Whether both places of an alteration stand inside those of another."""
    sides = ((outer.a, inner.a), (outer.b, inner.b))
    return all(mine and theirs and mine[0] <= theirs[0] and theirs[1] <= mine[1] for mine, theirs in sides)


def mutual_alterations(
    left: Article, right: Article, passages: Sequence[Passage], *, kind: CopyKind, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs between two texts of which neither is known to be the source: `before` and `a` are of the left one.

    Read from the left one, and from the right one as well, whose findings come where nothing was found before: an
    advert is one on either side.
    """
    found = list(alterations(left, right, passages, kind=kind, settings=settings))
    told = [one for one in found if one.kind != "wording"]
    turned = sorted((Passage(a=one.b, b=one.a, same=one.same) for one in passages), key=lambda one: one.a)
    for one in alterations(right, left, turned, kind=kind, settings=settings):
        back = replace(one, before=one.after, after=one.before, a=one.b, b=one.a)
        outside = back.a is None and back.b is None
        if not (outside or one.kind == "wording" or any(_meet(back, other) for other in told)):
            found.append(back)
    return tuple(sorted(found, key=_place))


def _meet(one: Alteration, other: Alteration) -> bool:
    """Whether two alterations share a place on either side."""
    sides = ((one.a, other.a), (one.b, other.b))
    return any(mine and theirs and mine[0] < theirs[1] and theirs[0] < mine[1] for mine, theirs in sides)


def rank(found: Iterable[Alteration]) -> tuple[Alteration, ...]:
    """Alterations by how much they matter: material ones first, then by kind, then in the order of the text."""
    return tuple(sorted(found, key=lambda one: (not one.material, ALTERATION_RANKING.index(one.kind), _place(one))))


def _place(one: Alteration) -> tuple[int, int]:
    if one.a is not None:
        return one.a
    return one.b if one.b is not None else (-1, -1)
