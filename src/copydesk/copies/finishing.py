"""A match made a copy: the direction that the family allows, and what was altered on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copydesk.copies.alterations import alterations, mutual_alterations
from copydesk.records import Alteration, Article, Copy, Direction, Evidence, Family, Match, Passage
from copydesk.settings import CopySettings
from copydesk.text.ids import stable_id
from copydesk.text.normal import fold


def finish_copy(match: Match, left: Article, right: Article, family: Family | None, *, settings: CopySettings) -> Copy:
    """The copy that a match makes, with its direction and alterations; `family` holds both articles, or is None.

    A direction needs two kinds of evidence, told in `why`; with fewer, or against the family's tree, it is `unknown`.
    """
    third = (*_crediting_another(left, right), *_crediting_another(right, left))
    direction, why = _direction(match, third, family, settings=settings)
    return Copy(
        id=stable_id("copy", match.a, match.b),
        a=match.a,
        b=match.b,
        kind=match.kind,
        direction=direction,
        score=match.score,
        confidence=match.confidence,
        coverage_a=match.coverage_a,
        coverage_b=match.coverage_b,
        passages=match.passages,
        alterations=_alterations(match, left, right, direction, settings=settings),
        why=(*match.why, *why),
    )


def _alterations(
    match: Match, left: Article, right: Article, direction: Direction, *, settings: CopySettings
) -> tuple[Alteration, ...]:
    """What differs, read from the source; from the left article while no direction is known."""
    if match.kind == "quotes_only":
        return ()
    if direction in {"unknown", "common_source"}:
        return mutual_alterations(left, right, match.passages, kind=match.kind, settings=settings)
    if direction != "b_to_a":
        return alterations(left, right, match.passages, kind=match.kind, settings=settings)
    turned = sorted((Passage(a=one.b, b=one.a, same=one.same) for one in match.passages), key=lambda one: one.a)
    found = alterations(right, left, turned, kind=match.kind, settings=settings)
    return tuple(replace(one, a=one.b, b=one.a) for one in found)


def _direction(
    match: Match, third: Sequence[Evidence], family: Family | None, *, settings: CopySettings
) -> tuple[Direction, tuple[Evidence, ...]]:
    """The direction and the evidence for it; `third` speaks for a source that is neither of the two."""
    if match.kind == "quotes_only":
        return "unknown", ()
    lean = match.lean
    if family is None or len(family.articles) == _PAIR:
        direction: Direction = "a_to_b" if lean > 0 else "b_to_a"
        if family is not None and any(edge.parent not in {match.a, match.b} for edge in family.edges):
            direction = "common_source" if family.lost else "unknown"
        witness: tuple[Evidence, ...] = ()
        if abs(lean) < settings.least_lean and direction != "common_source":
            return "unknown", ()
    else:
        direction = _in_tree(match, family)
        witness = _witness(match, family, direction)
    sign = {"a_to_b": 1.0, "b_to_a": -1.0}.get(direction)
    spoken = [cue for cue in match.cues if sign is None or (cue.weight or 0.0) * sign > 0]
    if direction == "common_source":
        spoken.extend(third)
    against = [cue for cue in match.cues if sign is not None and (cue.weight or 0.0) * sign < 0]
    kinds = {evidence.kind for evidence in (*witness, *spoken)}
    if direction == "unknown" or len(kinds) < _KINDS_NEEDED:
        return "unknown", ()
    doubts = tuple(Evidence(kind="doubt", text=f"against it: {one.text}") for one in against)
    return direction, (*witness, *spoken, *doubts)


def _crediting_another(article: Article, other: Article) -> tuple[Evidence, ...]:
    """What an article says of its source, where it credits somebody else than the other article's outlet."""
    credit, outlet = article.credited_to, other.outlet
    own = article.outlet or article.source
    if credit is None or outlet is None or fold(credit) in fold(outlet) or fold(outlet) in fold(credit):
        return ()
    return (Evidence(kind="credit", text=f"{own} credits {credit}, and not {outlet}"),)


_PAIR = 2
_KINDS_NEEDED = 2


def _in_tree(match: Match, family: Family) -> Direction:
    """How two articles stand to each other in the family's tree."""
    above = _ancestors(match.a, family), _ancestors(match.b, family)
    if match.a in above[1]:
        return "a_to_b"
    if match.b in above[0]:
        return "b_to_a"
    return "common_source" if set(above[0]) & set(above[1]) else "unknown"


def _ancestors(article: str, family: Family) -> list[str]:
    """The sources of an article, nearest first, as far as they are established."""
    parent: dict[str, str | None] = {edge.child: edge.parent for edge in family.edges}
    found: list[str] = []
    held = parent.get(article)
    while held is not None and held not in found:
        found.append(held)
        held = parent.get(held)
    return found


def _witness(match: Match, family: Family, direction: Direction) -> tuple[Evidence, ...]:
    """What the other texts of the family say of this pair."""
    others = len(family.articles) - _PAIR
    if direction == "common_source":
        common = next(one for one in _ancestors(match.a, family) if one in set(_ancestors(match.b, family)))
        source = "a source outside this collection" if common in {one.id for one in family.lost} else common
        text = f"both are closer to {source} than to each other, all {others + _PAIR} texts of the family weighed"
    elif direction == "unknown":
        return ()
    else:
        source, taker = (match.a, match.b) if direction == "a_to_b" else (match.b, match.a)
        texts = "1 other text of the family puts" if others == 1 else f"{others} other texts of the family put"
        text = f"{texts} {source} above {taker}, by what they share with each"
    return (Evidence(kind="third_witness", text=text),)
